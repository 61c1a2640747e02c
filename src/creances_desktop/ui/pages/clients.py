"""The page *Clients*: the list on the left, the card of the chosen one on the right."""

from __future__ import annotations

from array import array

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.text import plural
from creances_desktop.services import lists
from creances_desktop.services.changes import Changes, Subject
from creances_desktop.services.lists import ClientLine
from creances_desktop.ui.dialogs.client import ClientDialog
from creances_desktop.ui.page import Page
from creances_desktop.ui.pages.client_card import ClientCardView
from creances_desktop.ui.pages.client_columns import SORTS, client_columns
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.chips import Chips
from creances_desktop.ui.widgets.search import SearchField
from creances_desktop.ui.widgets.splitter import KeptSplitter
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import PagedModel

FILTERS = (
    ("all", "Tous"),
    ("overdue", "En retard"),
    ("disputed", "En litige"),
    ("promised", "Promesse"),
    ("paused", "Mis de côté"),
    ("insolvency", "Procédure"),
    ("blocked", "Bloqué"),
    ("cared", "À ménager"),
    ("incomplete", "À compléter"),
)
EMPTY = {
    "all": ("Aucun client", "Importez vos clients, ou saisissez le premier avec Nouveau client."),
    "overdue": ("Aucun retard", "Tous vos clients sont à jour."),
    "blocked": ("Personne n’est bloqué", "Sur une fiche\u00a0: Autres actions, Ne plus livrer…"),
    "cared": ("Aucun client à ménager", "Sur une fiche\u00a0: Autres actions, Relation et rythme…"),
    "incomplete": ("Rien à compléter", "Nature, adresse et e-mail sont connus partout."),
}


class ClientsPage(Page):
    """Search and filters over the list; Enter goes to the card."""

    name = "clients"
    title = "Clients"
    icon_name = "users"
    subjects = frozenset(Subject) - {Subject.SETTINGS}

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._sort, self._descending = "name", False
        self._wanted = -1
        self.search = SearchField("Rechercher un nom, un code, une ville", self)
        self.new_client = push_button("&Nouveau client…", self, icon="plus", primary=True)
        self.chips = Chips(FILTERS, self, exclusive=True, name="Filtrer les clients")
        self.chips.set_chosen(("all",))
        self.table = Table("clients", self)
        self.table.setAccessibleName("Clients")
        self.model = PagedModel(
            client_columns(session.today),
            self._load,
            lambda line: line.id,
            on_sort=self._on_sorted,
            parent=self,
        )
        self.count = QLabel(self)
        self.count.setProperty("tone", "muted")
        self.card = ClientCardView(session, self)
        self._build()
        disable_if_reading(session, self.new_client)
        self.table.set_rows_model(self.model)
        if self.table.columns.sorted_by() is None:
            self.table.columns.sort_by("name")
        self._connect()
        self.setFocusProxy(self.table)

    def reload(self) -> None:
        """Read the list and the card again."""
        self._ask_ids()
        self.card.reload()

    def show_filter(self, chosen: str) -> None:
        """Show only these clients; an unknown name shows all."""
        known = [chip for chip, _ in FILTERS]
        self.chips.set_chosen((chosen if chosen in known else "all",))
        self.search.set_text("")
        self._ask_ids()
        self.table.setFocus()

    def show_client(self, client_id: int) -> None:
        """Show the card of this client, with his line chosen in the list."""
        self._wanted = client_id
        if not self.table.select_id(client_id):
            self.chips.set_chosen(("all",))
            self.search.set_text("")
            self._ask_ids()
        self.card.show_client(client_id)

    def current_client_id(self) -> int | None:
        """The client of the card."""
        return self.card.client_id

    def current_invoice_id(self) -> int | None:
        """The invoice chosen on the card."""
        return self.card.current_invoice_id()

    def _build(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 10, 6, 8)
        head = QHBoxLayout()
        head.addWidget(self.search, 1)
        head.addWidget(self.new_client)
        column.addLayout(head)
        column.addWidget(self.chips)
        column.addWidget(self.table, 1)
        column.addWidget(self.count)
        self.splitter = KeptSplitter("clients", Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.card)
        self.splitter.setStretchFactor(0, 56)
        self.splitter.setStretchFactor(1, 44)
        self.splitter.share(660, 600)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    def _connect(self) -> None:
        self.search.search_requested.connect(lambda _: self._ask_ids())
        self.search.list_wanted.connect(self.table.enter)
        self.chips.chosen_changed.connect(self._on_filtered)
        self.table.current_changed.connect(self._on_current)
        self.table.activated_row.connect(self._on_activated)
        self.table.selection_changed.connect(self._on_selected)
        self.new_client.clicked.connect(self._on_new_client)
        self.card.data_changed.connect(self.data_changed)
        self.card.invoice_chosen.connect(self.invoice_chosen)
        self.card.letter_chosen.connect(self.letter_chosen)
        self.card.action_wanted.connect(self.action_wanted)

    def _ask_ids(self) -> None:
        store, day, words = self.session.store, self.session.today(), self.search.text().strip()
        chosen = next(iter(self.chips.chosen()), "all")
        sort, descending = self._sort, self._descending
        self.session.executor.submit(
            lambda _: lists.client_ids(
                store, day, words=words, chosen=chosen, sort=sort, descending=descending
            ),
            lambda ids: self._show_ids(ids, chosen),
            key="clients.ids",
            owner=self,
        )

    def _show_ids(self, ids: array[int], chosen: str) -> None:
        self.model.set_ids(ids)
        self.count.setText(plural(len(ids), "client"))
        if self.search.text().strip():
            self.table.set_empty_message("Aucun client trouvé", "Essayez un autre mot, ou le filtre Tous.")
        else:
            self.table.set_empty_message(
                *EMPTY.get(chosen, ("Aucun client ici", "Choisissez un autre filtre."))
            )
        if self._wanted >= 0:
            self.table.select_id(self._wanted)
            self._wanted = -1
        elif self.table.current_id() < 0 and len(ids):
            self.table.select_id(ids[0])
        elif not len(ids):
            self.card.show_client(None)

    def _load(self, ids: list[int]) -> list[ClientLine]:
        return lists.client_page(self.session.store, ids, self.session.today())

    @Slot(int)
    def _on_current(self, client_id: int) -> None:
        if client_id >= 0:
            self.card.show_client(client_id)

    @Slot(int)
    def _on_activated(self, client_id: int) -> None:
        """Enter or a double click: on to the card."""
        self.card.show_client(client_id)
        self.card.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_selected(self) -> None:
        """Tell the status bar; one client alone is no sum."""
        ids = self.table.selected_ids()
        if len(ids) < 2:
            self.session.executor.forget("clients.sum")
            self.selection_changed.emit(len(ids), None)
            return
        store, day = self.session.store, self.session.today()
        self.session.executor.submit(
            lambda _: lists.client_outstanding(store, ids, day),
            lambda cents: self.selection_changed.emit(len(ids), cents),
            key="clients.sum",
            owner=self,
        )

    @Slot(str, bool)
    def _on_sorted(self, column_id: str, descending: bool) -> None:
        self._sort = SORTS.get(column_id, "name")
        # The oldest due date is the longest delay.
        self._descending = descending != (column_id == "late")
        if self.isVisible():
            self._ask_ids()

    @Slot(tuple)
    def _on_filtered(self, chosen: tuple[str, ...]) -> None:
        if not chosen:
            self.chips.set_chosen(("all",))
        self._ask_ids()

    @Slot()
    def _on_new_client(self) -> None:
        changes = ClientDialog.ask(self, self.session)
        if isinstance(changes, Changes):
            self._wanted = changes.id
            self.data_changed.emit(changes)
            self.show_client(changes.id)
