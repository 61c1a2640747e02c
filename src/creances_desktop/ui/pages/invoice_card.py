"""The card of an invoice or a credit note: what was paid, what holds it back, what happened, what to do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QMenu, QTabWidget, QVBoxLayout, QWidget

from creances_desktop.services import clients, followups, history, invoices, lists
from creances_desktop.services.changes import Changes
from creances_desktop.ui import icons
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.pages.account_holds import HoldKind, holds_of
from creances_desktop.ui.pages.history_columns import HISTORY_COLUMNS
from creances_desktop.ui.pages.invoice_actions import InvoiceActions
from creances_desktop.ui.pages.invoice_card_facts import card_details, card_figures
from creances_desktop.ui.pages.invoice_columns import state_of
from creances_desktop.ui.pages.invoice_exhibits import InvoiceExhibitsTab
from creances_desktop.ui.pages.invoice_law import InvoiceLawTab
from creances_desktop.ui.pages.invoice_settlements import InvoiceSettlementsTab
from creances_desktop.ui.pages.next_steps import PLAN_DONE, WHAT_IS_LEFT, step_text
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import link_button, push_button
from creances_desktop.ui.widgets.facts import FactLines, FigureStrip, Warnings
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel


class InvoiceCardDialog(QDialog):
    """Everything about one document.

    Signals:
        data_changed(Changes): an action changed the dossier.
        client_chosen(int): show the card of the client.
        letter_chosen(int): show this letter.
    """

    data_changed = Signal(object)
    client_chosen = Signal(int)
    letter_chosen = Signal(int)

    def __init__(self, session: Session, invoice_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self.invoice_id = session, invoice_id
        self.banner = Banner(self)
        self.actions_on = InvoiceActions(session, self, self.banner)
        self.actions_on.done.connect(self._on_done)
        self.head = QLabel(self)
        self.state_sign, self.state_word = QLabel(self), QLabel(self)
        self.client_link = link_button("", self, tooltip="Voir la fiche du client")
        self.figures = FigureStrip(self)
        self.warnings = Warnings(self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.exhibits = InvoiceExhibitsTab(session, invoice_id, self.banner, self)
        self.history = Table("invoice_history", self)
        self.details = FactLines(self)
        self.law = InvoiceLawTab(session, invoice_id, self.banner, self)
        self.settled = InvoiceSettlementsTab(session, invoice_id, self.actions_on, self)
        self.history_model = ListModel(HISTORY_COLUMNS, parent=self)
        self._build()
        disable_if_reading(
            session, self.pay, self.set_off, self.refund, self.confirm, self.edit, self.hold, self.cancel
        )
        self.reload()
        self.resize(fitting(self))
        first = self.pay if self.pay.isVisibleTo(self) else self.edit
        first.setFocus()

    def reload(self) -> None:
        """Read everything again."""
        store, day = self._session.store, self._session.today()
        self.card = invoices.card(store, self.invoice_id, day)
        self.account = clients.card(store, self.card.invoice.client_id, day)
        lines = lists.invoice_page(store, [self.invoice_id], day)
        self._show_head(lines[0])
        self._show_holds()
        self.settled.show_card(self.card)
        self.exhibits.show_card(self.card)
        self.history_model.set_rows(history.of_invoice(store, self.invoice_id))
        self.details.show_lines(card_details(self.card))
        if self.card.invoice.kind.is_debit:
            self.law.show_card(self.card)
        self._show_actions()

    def _build(self) -> None:
        font = self.head.font()
        font.setPointSizeF(font.pointSizeF() * 1.35)
        font.setWeight(font.Weight.DemiBold)
        self.head.setFont(font)
        top = QHBoxLayout()
        top.addWidget(self.head)
        top.addWidget(self.client_link)
        top.addStretch(1)
        top.addWidget(self.state_sign)
        top.addWidget(self.state_word)
        self.tabs.addTab(self.settled, "Échéa&nces et règlements")
        self.tabs.addTab(self.law, "Intérê&ts et prescription")
        self.tabs.addTab(self.exhibits, "Pièces et envois")
        self.tabs.addTab(self.history, "&Historique")
        self.tabs.addTab(self.details, "Détai&ls")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        for part in (self.banner, top, self.figures, self.warnings, self._actions_row()):
            layout.addWidget(part) if isinstance(part, QWidget) else layout.addLayout(part)
        layout.addWidget(self.tabs, 1)
        close = push_button("Fermer", self)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout.addLayout(foot)
        self.history.set_rows_model(self.history_model)
        self.history.setAccessibleName("Historique")
        self.history.activated_row.connect(self._on_event_opened)
        self.client_link.clicked.connect(self._on_client)
        self.law.done.connect(self._on_done)
        self.exhibits.done.connect(self._on_done)

    def _actions_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.pay = push_button("Enregistrer un &règlement…", self, icon="banknote", primary=True)
        self.set_off = push_button("&Imputer l’avoir…", self, icon="receipt-euro", primary=True)
        self.refund = push_button("Rem&bourser…", self, icon="banknote")
        self.breakdown = push_button("&Décompte…", self, icon="scale", tooltip="Intérêts et indemnité")
        self.confirm = push_button("C&onfirmer", self, icon="circle-check")
        self.edit = push_button("&Modifier…", self, icon="pencil")
        self.hold = push_button(
            "Litige, prome&sse", self, icon="pause", tooltip="Ce qui retient les relances"
        )
        self.paper = push_button("&PDF", self, icon="paperclip")
        self.cancel = push_button("&Annuler la pièce…", self, icon="ban")
        self.hold_menu, self.paper_menu = QMenu(self.hold), QMenu(self.paper)
        self.hold.setMenu(self.hold_menu)
        self.paper.setMenu(self.paper_menu)
        for button in (
            self.pay, self.set_off, self.refund, self.breakdown, self.confirm, self.edit, self.hold,
            self.paper, self.cancel,
        ):  # fmt: skip
            row.addWidget(button)
        row.addStretch(1)
        on = self.actions_on
        self.pay.clicked.connect(lambda: on.new_payment(self.card.invoice.client_id, [self.invoice_id]))
        self.set_off.clicked.connect(lambda: on.allocate_credit(self.invoice_id))
        self.refund.clicked.connect(lambda: on.refund_credit(self.invoice_id))
        self.breakdown.clicked.connect(lambda: on.breakdown(self.invoice_id))
        self.confirm.clicked.connect(lambda: on.confirm([self.invoice_id]))
        self.edit.clicked.connect(lambda: on.edit(self.invoice_id))
        self.cancel.clicked.connect(lambda: on.cancel(self.invoice_id))
        return row

    def _show_head(self, line: lists.InvoiceLine) -> None:
        day = self._session.today()
        one = self.card.invoice
        state = state_of(line, day)
        size = self.fontMetrics().height()
        self.setWindowTitle(f"{one.kind.label} {one.number} — {self.card.client_name}")
        self.head.setText(f"{one.kind.label} {one.number}")
        self.client_link.setText(self.card.client_name.replace("&", "&&"))
        self.state_sign.setPixmap(icons.icon(state.icon, state.tone).pixmap(size, size))
        _set_tone(self.state_word, state.word, state.tone)
        self.figures.show_figures(card_figures(line, self.card, day))

    def _show_holds(self) -> None:
        """What holds the follow-up back, each with its reason and the way to end it."""
        one, on = self.card.invoice, self.actions_on
        holds = holds_of(self.account, self._session.today(), one.id)
        shown = [(hold.icon, hold.sentence, hold.tone) for hold in holds]
        if one.to_confirm:
            shown.insert(0, ("circle-question-mark", "À confirmer avant d’être relancée.", Tone.WARNING))
        if not shown and self._plan_is_done():
            shown.append(("info", f"{PLAN_DONE}. {WHAT_IS_LEFT}", Tone.WARNING))
        self.warnings.show_warnings(shown)
        self.hold_menu.clear()
        if not any(hold.kind is HoldKind.DISPUTE for hold in holds):
            self._add_to(self.hold_menu, "Mettre en &litige…", partial(on.dispute, [one.id]))
        else:
            self._add_to(self.hold_menu, "Modifier le &litige…", partial(on.correct_dispute, one.id))
            self._add_to(self.hold_menu, "Répondre par lett&re…", partial(on.answer_dispute, one.id))
        self._add_to(self.hold_menu, "Noter une &promesse…", partial(on.promise, one.client_id, one.id))
        self._add_to(self.hold_menu, "Mettre de &côté…", partial(on.pause, [one.id]))
        ends = [hold for hold in holds if hold.end_text]
        if ends:
            self.hold_menu.addSeparator()
        for hold in ends:
            self._add_to(self.hold_menu, hold.end_text, partial(on.end_hold, hold))

    def _plan_is_done(self) -> bool:
        """Whether nothing of its plan is left for an invoice that is not paid."""
        store, day = self._session.store, self._session.today()
        following = followups.next_steps(store, [self.invoice_id], day).get(self.invoice_id)
        return following is not None and step_text(*following, day) == PLAN_DONE

    def _show_actions(self) -> None:
        """Only what can be done with this document."""
        one = self.card.invoice
        debit = one.kind.is_debit
        used = sum(part.amount for part in self.card.allocations)
        self.pay.setVisible(debit and self.card.outstanding > 0)
        self.set_off.setVisible(not debit and used < one.gross)
        self.refund.setVisible(not debit and used < one.gross)
        self.breakdown.setVisible(debit)
        self.tabs.setTabVisible(1, debit)
        self.confirm.setVisible(one.to_confirm)
        self.hold.setVisible(debit and self.card.outstanding > 0)
        self.tabs.setTabText(0, "Échéa&nces et règlements" if debit else "Fact&ures soldées par l’avoir")
        self.paper_menu.clear()
        on = self.actions_on
        if one.pdf_sha256:
            self._add_to(self.paper_menu, "&Ouvrir le PDF", partial(on.open_pdf, one.id))
        if debit:
            self._add_to(self.paper_menu, "&Dossier de preuves…", partial(on.evidence, one.client_id, one.id))
        attach = "&Remplacer le PDF…" if one.pdf_sha256 else "&Joindre le PDF…"
        disable_if_reading(
            self._session, self._add_to(self.paper_menu, attach, partial(on.attach_pdf, one.id))
        )

    def _add_to(self, menu: QMenu, text: str, do: Callable[[], None]) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(lambda: do())  # noqa: PLW0108 - drops the bool
        return action

    @Slot(int)
    def _on_event_opened(self, row_id: int) -> None:
        event = self.history_model.row_of(row_id)
        if event is None:
            return
        if event.kind in {"letter", "post", "email"}:
            self.letter_chosen.emit(event.row_id)
            self.accept()
        elif event.kind == "file":
            self.exhibits.files.open_file(event.row_id)

    @Slot()
    def _on_client(self) -> None:
        self.client_chosen.emit(self.card.invoice.client_id)
        self.accept()

    @Slot(object)
    def _on_done(self, changes: Changes) -> None:
        self.banner.clear()
        self.data_changed.emit(changes)
        invoice = invoices.card(self._session.store, self.invoice_id, self._session.today()).invoice
        if invoice.reversed_by is not None:
            self.accept()
        else:
            self.reload()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 48, line * 31)


def _set_tone(label: QLabel, text: str, tone: Tone) -> None:
    label.setText(text)
    label.setProperty("tone", tone.value)
    label.style().unpolish(label)
    label.style().polish(label)
