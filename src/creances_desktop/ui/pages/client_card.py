"""The card of a client: who he is, what he owes, what holds back, and what can be done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QStackedWidget, QVBoxLayout, QWidget

from creances_desktop.domain.clients import Client, Nature
from creances_desktop.domain.identifiers import format_siren
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import plural
from creances_desktop.services import clients
from creances_desktop.services.changes import Changes
from creances_desktop.services.clients import ClientCard
from creances_desktop.ui.dialogs.client import ClientDialog
from creances_desktop.ui.dialogs.statement import StatementDialog
from creances_desktop.ui.pages.account_holds import holds_of
from creances_desktop.ui.pages.client_tabs import ClientTabs
from creances_desktop.ui.pages.invoice_actions import InvoiceActions
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Theme, Tone
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.facts import FigureStrip, Warned, Warnings

_READING = (
    "&Règlements\u00a0: impayé, remboursement…",
    "&Décompte des intérêts…",
    "D&ossier de preuves…",
    "Fic&he d’appel…",
    "Voir à l’a&genda",
)
"""What of the menu changes nothing in the dossier."""


class ClientCardView(QStackedWidget):
    """The card, or a sentence while nobody is chosen.

    Signals:
        data_changed(Changes): an action changed the dossier.
        invoice_chosen(int): show the card of an invoice.
        letter_chosen(int): show this letter.
        action_wanted(str): run an action of the window by its name.
    """

    data_changed = Signal(object)
    invoice_chosen = Signal(int)
    letter_chosen = Signal(int)
    action_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.client_id: int | None = None
        self.card: ClientCard | None = None
        self.banner = Banner(self)
        self.actions_on = InvoiceActions(session, self, self.banner)
        self.name, self.subtitle = QLabel(self), QLabel(self)
        self.figures = FigureStrip(self)
        self.warnings = Warnings(self)
        self.tabs = ClientTabs(session, self.banner, self)
        self._build()
        disable_if_reading(session, self.pay, self.invoice, self.call, self.edit)
        self.actions_on.done.connect(self._on_done)
        self.tabs.invoice_chosen.connect(self.invoice_chosen)
        self.tabs.letter_chosen.connect(self.letter_chosen)
        self.tabs.done.connect(self._on_done)

    def show_client(self, client_id: int | None) -> None:
        """Show this client; None shows nobody."""
        if client_id is not None and client_id == self.client_id:
            return
        self.client_id = client_id
        self.banner.clear()
        self.reload()

    def reload(self) -> None:
        """Read the card again."""
        self.setCurrentIndex(0 if self.client_id is None else 1)
        if self.client_id is None:
            return
        self.card = clients.card(self._session.store, self.client_id, self._session.today())
        self._show_head(self.card)
        self._fill_menu(self.card)
        self.tabs.show_client(self.card)

    def current_invoice_id(self) -> int | None:
        """The invoice chosen in the tab *Factures*."""
        return self.tabs.current_invoice_id() if self.client_id is not None else None

    def _build(self) -> None:
        nobody = QLabel("Choisissez un client dans la liste.", self)
        nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        nobody.setProperty("tone", "muted")
        self._size_name()
        if (theme := Theme.current()) is not None:
            theme.changed.connect(self._size_name)
        self.name.setWordWrap(True)
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.subtitle.setWordWrap(True)
        self.subtitle.setTextFormat(Qt.TextFormat.PlainText)
        self.subtitle.setProperty("tone", "muted")
        self.subtitle.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(8, 10, 12, 8)
        for widget in (self.banner, self.name, self.subtitle, self.figures, self.warnings):
            layout.addWidget(widget)
        layout.addLayout(self._buttons())
        layout.addWidget(self.tabs, 1)
        self.addWidget(nobody)
        self.addWidget(page)
        self.setFocusProxy(self.pay)

    @Slot()
    def _size_name(self) -> None:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.35)
        font.setWeight(QFont.Weight.DemiBold)
        self.name.setFont(font)

    def _buttons(self) -> QGridLayout:
        self.pay = push_button("Enregistrer un &règlement…", self, icon="banknote", primary=True)
        self.invoice = push_button("Nouvelle fact&ure…", self, icon="receipt-euro")
        self.call = push_button("Noter un appe&l…", self, icon="phone")
        self.statement = push_button("Relevé de com&pte…", self, icon="file-text")
        self.edit = push_button("&Modifier…", self, icon="pencil")
        self.more = push_button("Autres act&ions", self, icon="list")
        self.menu = QMenu(self.more)
        self.more.setMenu(self.menu)
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(6)
        buttons = (self.pay, self.invoice, self.call, self.statement, self.edit, self.more)
        for place, button in enumerate(buttons):
            grid.addWidget(button, place // 3, place % 3)
        self.pay.clicked.connect(lambda: self.actions_on.new_payment(self.client_id))
        self.invoice.clicked.connect(lambda: self.actions_on.new_invoice(self.client_id))
        self.call.clicked.connect(lambda: self.action_wanted.emit("note_call"))
        self.statement.clicked.connect(self._on_statement)
        self.edit.clicked.connect(self._on_edit)
        return grid

    def _show_head(self, card: ClientCard) -> None:
        client, day = card.client, self._session.today()
        self.name.setText(client.name)
        words = [client.code, client.nature.label]
        if client.siren:
            words.append(f"{'SIRET' if len(client.siren) == 14 else 'SIREN'} {format_siren(client.siren)}")
        words.append(" ".join(part for part in (client.address.zip, client.address.city) if part))
        self.subtitle.setText("   ·   ".join(word for word in words if word))
        late = card.oldest_due is not None and card.oldest_due < day
        figures = [
            ("Reste dû", format_cents(card.outstanding), Tone.NORMAL),
            ("Échu", format_cents(card.overdue), Tone.DANGER if card.overdue > 0 else Tone.NORMAL),
        ]
        if card.disputed:
            figures.append(("Dont contesté", format_cents(card.disputed), Tone.WARNING))
        if card.credits:
            figures.append(("Non imputé", format_cents(card.credits), Tone.SUCCESS))
        if late and card.oldest_due is not None:
            figures.append(("Plus ancien retard", plural((day - card.oldest_due).days, "jour"), Tone.DANGER))
        self.figures.show_figures(figures)
        holds = [(hold.icon, hold.sentence, hold.tone) for hold in holds_of(card, day)]
        lesson = card.known.relation.lesson
        learnt = [("sticky-note", f"À retenir\u00a0: {lesson}", Tone.ACCENT)] if lesson else []
        self.warnings.show_warnings([*_missing(client), *holds, *learnt])

    def _fill_menu(self, card: ClientCard) -> None:
        on, client = self.actions_on, card.client
        self.menu.clear()
        entries = [
            ("Nouvel a&voir…", partial(on.new_credit_note, client.id)),
            ("&Règlements\u00a0: impayé, remboursement…", partial(on.payments_of, client.id)),
            ("Écr&ire une lettre…", partial(self.action_wanted.emit, "write_letter")),
            ("&Décompte des intérêts…", partial(on.breakdown_of_client, client.id)),
            ("D&ossier de preuves…", partial(self.action_wanted.emit, "evidence_client")),
            ("Fic&he d’appel…", partial(self.action_wanted.emit, "call_sheet")),
            ("Noter une &promesse…", partial(on.promise, client.id)),
            ("Éché&ancier…", partial(self.action_wanted.emit, "instalment_plan")),
            ("Mettre de &côté…", partial(on.pause_client, client.id)),
            ("Procédure collecti&ve…", partial(on.insolvency, client.id)),
            ("Voir à l’a&genda", partial(self.action_wanted.emit, "client_calendar")),
            ("Relation et r&ythme…", partial(self.action_wanted.emit, "relation")),
            ("Ne plus &livrer…", partial(self.action_wanted.emit, "no_delivery")),
        ]
        ends = [hold for hold in holds_of(card, self._session.today()) if hold.end_text]
        for text, do in entries:
            action = self.menu.addAction(text)
            action.triggered.connect(partial(_ignoring_bool, do))
            if text not in _READING:
                disable_if_reading(self._session, action)
        if ends:
            self.menu.addSeparator()
        for hold in ends:
            end = partial(on.end_hold, hold)
            action = self.menu.addAction(hold.end_text)
            action.triggered.connect(partial(_ignoring_bool, end))
            disable_if_reading(self._session, action)

    @Slot()
    def _on_statement(self) -> None:
        if self.client_id is not None:
            StatementDialog.ask(self, self._session, self.client_id)

    @Slot()
    def _on_edit(self) -> None:
        changes = ClientDialog.ask(self, self._session, self.client_id)
        if changes is not None:
            self.data_changed.emit(changes)

    @Slot(object)
    def _on_done(self, changes: Changes) -> None:
        self.banner.clear()
        self.data_changed.emit(changes)


def _missing(client: Client) -> list[Warned]:
    """What the card of a client lacks, and what it prevents."""
    found: list[Warned] = []
    if client.nature is Nature.UNSPECIFIED:
        sentence = "Nature à préciser\u00a0: ses lettres ne citent aucun régime légal."
        found.append(("circle-question-mark", sentence, Tone.WARNING))
    if not client.address.is_complete:
        sentence = "Adresse incomplète\u00a0: aucune lettre ne peut lui être postée."
        found.append(("triangle-alert", sentence, Tone.WARNING))
    return found


def _ignoring_bool(do: partial[None], *_checked: object) -> None:
    do()
