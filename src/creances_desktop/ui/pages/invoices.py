"""The page *Factures*: every document of every client, filtered, searched, acted on in batch."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import plural
from creances_desktop.services import lists
from creances_desktop.services.changes import Changes, Subject
from creances_desktop.services.lists import InvoiceLine, InvoiceTotals
from creances_desktop.ui.page import Page
from creances_desktop.ui.pages.invoice_actions import InvoiceActions
from creances_desktop.ui.pages.invoice_card import InvoiceCardDialog
from creances_desktop.ui.pages.invoice_columns import SORTS, invoice_columns
from creances_desktop.ui.pages.next_steps import NextSteps
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.chips import Chips
from creances_desktop.ui.widgets.flow import FlowLayout
from creances_desktop.ui.widgets.search import SearchField
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import PagedModel

FILTERS = (
    ("all", "Toutes"),
    ("open", "Ouvertes"),
    ("overdue", "Échues"),
    ("d1_30", "1\u00a0–\u00a030\u00a0j"),
    ("d31_60", "31\u00a0–\u00a060\u00a0j"),
    ("d61_90", "61\u00a0–\u00a090\u00a0j"),
    ("d90_plus", "+\u00a0de\u00a090\u00a0j"),
    ("not_due", "À échoir"),
    ("paid", "Soldées"),
    ("disputed", "En litige"),
    ("promised", "Promesse"),
    ("to_confirm", "À confirmer"),
    ("credits", "Avoirs"),
)
EMPTY = {
    "all": ("Aucune facture", "Importez vos factures, ou saisissez la première avec Nouvelle facture."),
    "disputed": ("Aucun litige", "Sélectionnez une facture, puis En litige…"),
    "promised": ("Aucune promesse en cours", "Notez-en une depuis la fiche d’une facture."),
    "to_confirm": ("Rien à confirmer", "Les reprises de solde importées viennent ici."),
    "credits": ("Aucun avoir", "Saisissez-en un avec Nouvel avoir."),
}


MOST_LOOKED_AT = 50
"""Selected documents that are read to know whether one waits to be confirmed."""


class InvoicesPage(Page):
    """One table, its filters above, the totals and the actions of the selection below."""

    name = "invoices"
    title = "Factures"
    icon_name = "receipt-euro"
    subjects = frozenset({Subject.INVOICES, Subject.PAYMENTS, Subject.CLIENTS, Subject.LETTERS})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._sort, self._descending = "due", False
        self._card: InvoiceCardDialog | None = None
        self.banner = Banner(self)
        self.actions_on = InvoiceActions(session, self, self.banner)
        self.steps = NextSteps(session, "invoices", self)
        self.search = SearchField("Rechercher un numéro, un client, un objet", self)
        self.chips = Chips(FILTERS, self, exclusive=True, name="Filtrer les factures")
        self.chips.set_chosen(("open",))
        self.table = Table("invoices", self)
        self.model = PagedModel(
            invoice_columns(session.today, self.steps.text),
            self._load,
            lambda line: line.id,
            on_sort=self._on_sorted,
            parent=self,
        )
        self.totals = QLabel(self)
        self._build()
        disable_if_reading(session, self.new_invoice, self.new_credit, *self.batch.values())
        self.table.set_rows_model(self.model)
        if self.table.columns.sorted_by() is None:
            self.table.columns.sort_by("due")
        self._connect()
        self.setFocusProxy(self.table)

    def reload(self) -> None:
        """Read the list again, and the open card."""
        self.steps.forget()
        self._ask_ids()
        if self._card is not None:
            self._card.reload()

    def show_filter(self, chosen: str) -> None:
        """Show only the documents of a filter of `FILTERS`, the ages of the balance among them."""
        self.chips.set_chosen((chosen,))
        self.search.set_text("")
        self._ask_ids()
        self.table.setFocus()

    def show_invoice(self, invoice_id: int) -> None:
        """Open the card of a document."""
        if self._card is not None:
            self._card.close()
        self._card = InvoiceCardDialog(self.session, invoice_id, self)
        self._card.data_changed.connect(self.data_changed)
        self._card.client_chosen.connect(self.client_chosen)
        self._card.letter_chosen.connect(self.letter_chosen)
        self._card.finished.connect(self._on_card_closed)
        self._card.open()

    def current_invoice_id(self) -> int | None:
        """The current row."""
        current = self.table.current_id()
        return current if current >= 0 else None

    def current_client_id(self) -> int | None:
        """The client of the current row."""
        line = self._current_line()
        return line.client_id if line else None

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.search, 1)
        self.new_invoice = push_button("&Nouvelle facture…", self, icon="plus", primary=True)
        self.new_credit = push_button("Nouvel a&voir…", self, icon="undo-2")
        head.addWidget(self.new_invoice)
        head.addWidget(self.new_credit)
        foot = FlowLayout(None, 6, wide=self.totals)
        foot.addWidget(self.totals)
        self.batch: dict[str, QPushButton] = {}
        for name, text, icon, tip in (
            ("payment", "Règ&lement…", "banknote", "Enregistrer le règlement des factures sélectionnées"),
            ("dispute", "En li&tige…", "scale", "Mettre les factures sélectionnées en litige"),
            ("pause", "&Mettre de côté…", "pause", "Ne pas les relancer jusqu’à une date"),
            (
                "sending",
                "Noter l’envoi…",
                "send",
                "Noter comment les factures choisies sont parties",
            ),
            ("confirm", "Confi&rmer", "circle-check", "Confirmer les reprises de solde sélectionnées"),
        ):
            self.batch[name] = push_button(text, self, icon=icon, tooltip=tip)
            foot.addWidget(self.batch[name])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 8)
        layout.addWidget(self.banner)
        layout.addLayout(head)
        layout.addWidget(self.chips)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.table.setAccessibleName("Factures")
        self._show_batch()

    def _connect(self) -> None:
        self.search.search_requested.connect(lambda _: self._ask_ids())
        self.search.list_wanted.connect(self.table.enter)
        self.chips.chosen_changed.connect(self._on_filtered)
        self.table.activated_row.connect(self.show_invoice)
        self.table.selection_changed.connect(self._on_selected)
        self.steps.known.connect(self.model.refresh)
        self.actions_on.done.connect(self._on_done)
        self.new_invoice.clicked.connect(lambda: self.actions_on.new_invoice())  # noqa: PLW0108 - drops the bool
        self.new_credit.clicked.connect(lambda: self.actions_on.new_credit_note())  # noqa: PLW0108
        self.batch["payment"].clicked.connect(self._on_payment)
        self.batch["dispute"].clicked.connect(lambda: self.actions_on.dispute(self._open_ids()))
        self.batch["pause"].clicked.connect(lambda: self.actions_on.pause(self._open_ids()))
        self.batch["sending"].clicked.connect(self._on_sending)
        self.batch["confirm"].clicked.connect(lambda: self.actions_on.confirm(self._to_confirm_ids()))

    def _chosen(self) -> str:
        return next(iter(self.chips.chosen()), "all")

    def _ask_ids(self) -> None:
        """Ask for the list in order, away from the window: 100,000 invoices take a while."""
        store, day, words = self.session.store, self.session.today(), self.search.text().strip()
        chosen, sort, descending = self._chosen(), self._sort, self._descending
        self.session.executor.submit(
            lambda _: lists.invoice_ids(
                store, day, words=words, chosen=chosen, sort=sort, descending=descending
            ),
            self._show_ids,
            key="invoices.ids",
            owner=self,
        )

    def _show_ids(self, ids: array[int]) -> None:
        self.model.set_ids(ids)
        if self.search.text().strip():
            self.table.set_empty_message(
                "Aucune facture trouvée", "Essayez un autre mot, ou le filtre Toutes."
            )
        else:
            self.table.set_empty_message(
                *EMPTY.get(self._chosen(), ("Aucune facture ici", "Choisissez un autre filtre."))
            )
        QTimer.singleShot(0, self, self._on_selected)  # the list stands on the screen before its sums

    def _load(self, ids: list[int]) -> list[InvoiceLine]:
        lines = lists.invoice_page(self.session.store, ids, self.session.today())
        self.steps.want(line.id for line in lines if line.outstanding > 0)
        return lines

    def _current_line(self) -> InvoiceLine | None:
        position = self.model.position_of(self.table.current_id())
        return self.model.row_at(position) if position >= 0 else None

    def _selected_lines(self) -> list[InvoiceLine]:
        return lists.invoice_page(self.session.store, self.table.selected_ids(), self.session.today())

    def _open_ids(self) -> list[int]:
        """The selected documents with something left to pay."""
        return [line.id for line in self._selected_lines() if line.outstanding > 0]

    def _to_confirm_ids(self) -> list[int]:
        return [line.id for line in self._selected_lines() if line.to_confirm]

    @Slot()
    def _on_selected(self) -> None:
        """Add up the selection, or the whole list when there is none."""
        selected = self.table.selected_ids()
        ids = selected or self.model.ids
        store, day = self.session.store, self.session.today()
        self.session.executor.submit(
            lambda _: lists.invoice_totals(store, ids, day),
            lambda totals: self._show_totals(totals, selected=bool(selected)),
            key="invoices.totals",
            owner=self,
        )
        self._show_batch()

    def _show_totals(self, totals: InvoiceTotals, *, selected: bool) -> None:
        what = plural(totals.count, "pièce sélectionnée", "pièces sélectionnées") if selected else plural(
            totals.count, "pièce"
        )  # fmt: skip
        self.totals.setText(
            f"{what}   ·   TTC\u00a0: {format_cents(totals.gross)}   ·   "
            f"Reste dû\u00a0: {format_cents(totals.outstanding)}"
        )
        self.selection_changed.emit(totals.count if selected else 0, totals.outstanding if selected else None)

    def _may_confirm(self) -> bool:
        """Whether something selected waits to be confirmed; a long selection is looked at only when asked."""
        return len(self.table.selected_ids()) > MOST_LOOKED_AT or bool(self._to_confirm_ids())

    def _show_batch(self) -> None:
        """The actions of a selection, none without one; confirming only where something may need it."""
        some = bool(self.table.model()) and bool(self.table.selected_ids())
        for name, button in self.batch.items():
            button.setEnabled(some and (name != "confirm" or self._may_confirm()))
            button.setVisible(name != "confirm" or self._chosen() in ("to_confirm", "all", "open"))

    @Slot()
    def _on_payment(self) -> None:
        lines = [line for line in self._selected_lines() if line.outstanding > 0]
        clients = {line.client_id for line in lines}
        if len(clients) > 1:
            self.banner.show_warning(
                "Un règlement vient d’un seul client\u00a0: sélectionnez les factures de l’un d’eux."
            )
        elif clients:
            self.actions_on.new_payment(clients.pop(), [line.id for line in lines])

    @Slot()
    def _on_sending(self) -> None:
        ids = [line.id for line in self._selected_lines() if DocumentKind(line.kind).is_debit]
        if ids:
            self.actions_on.note_sending(ids)
        else:
            self.banner.show_warning("Un avoir ne s’envoie pas à part\u00a0: sélectionnez des factures.")

    @Slot(str, bool)
    def _on_sorted(self, column_id: str, descending: bool) -> None:
        self._sort = SORTS.get(column_id, "due")
        # The oldest due date is the longest delay.
        self._descending = descending != (column_id == "late")
        if self.isVisible():
            self._ask_ids()

    @Slot(tuple)
    def _on_filtered(self, chosen: tuple[str, ...]) -> None:
        if not chosen:
            self.chips.set_chosen(("all",))
        self._ask_ids()

    @Slot(object)
    def _on_done(self, changes: Changes) -> None:
        self.banner.clear()
        self.data_changed.emit(changes)

    @Slot()
    def _on_card_closed(self) -> None:
        if self._card is not None:
            self._card.deleteLater()
            self._card = None
