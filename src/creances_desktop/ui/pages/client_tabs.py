"""The tabs of a client's card: invoices, history, contacts, terms, files."""

from __future__ import annotations

from array import array

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from creances_desktop.domain.ceilings import Trade
from creances_desktop.domain.clients import Client, Contact, Nature
from creances_desktop.domain.contract_rates import parse_contract_rate
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services import attachments, company, followups, history, limitation_rules, lists
from creances_desktop.services.attachments import About
from creances_desktop.services.clients import ClientCard
from creances_desktop.services.history import Event
from creances_desktop.services.lists import InvoiceLine
from creances_desktop.ui.pages.attachments import AttachmentsView
from creances_desktop.ui.pages.history_columns import HISTORY_COLUMNS
from creances_desktop.ui.pages.invoice_columns import SORTS, account_columns
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.chips import Chips
from creances_desktop.ui.widgets.columns import Column
from creances_desktop.ui.widgets.facts import FactLines
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel, PagedModel

FILTERS = (("open", "Ouvertes"), ("paid", "Soldées"), ("credits", "Avoirs"), ("all", "Toutes"))
CONTACT_COLUMNS: tuple[Column[Contact], ...] = (
    Column("name", "Nom", lambda one: one.name, width=14, stretch=True, bold=lambda one: one.preferred),
    Column("role", "Fonction", lambda one: one.role, width=12, tooltip=lambda one: one.role),
    Column("phone", "Téléphone", lambda one: one.phone, width=13),
    Column("email", "E-mail", lambda one: one.email, width=17, tooltip=lambda one: one.email),
    Column("preferred", "Préféré", lambda one: "Oui" if one.preferred else "", width=8,
           icon=lambda one: "check" if one.preferred else None),
)  # fmt: skip


class ClientTabs(QTabWidget):
    """Filled when seen: a client with ten years of history costs nothing until one looks.

    Signals:
        invoice_chosen(int): the user opened an invoice.
        letter_chosen(int): the user opened a letter.
        done(Changes): a file was attached, changed or removed.
    """

    invoice_chosen = Signal(int)
    letter_chosen = Signal(int)
    done = Signal(object)

    def __init__(self, session: Session, banner: Banner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._card: ClientCard | None = None
        self._sort, self._descending = "due", False
        self._fresh: set[int] = set()
        self.setDocumentMode(True)
        self.chips = Chips(FILTERS, self, exclusive=True, name="Filtrer les factures du client")
        self.chips.set_chosen(("open",))
        self.invoices = Table("client_invoices", self)
        self.history = Table("client_history", self)
        self.contacts = Table("client_contacts", self)
        self.terms = FactLines(self)
        self.files = AttachmentsView(session, "client_files", banner, self)
        self.invoice_model = PagedModel(
            account_columns(session.today),
            self._load,
            lambda line: line.id,
            on_sort=self._on_sorted,
            parent=self,
        )
        self.history_model: ListModel[Event] = ListModel(HISTORY_COLUMNS, parent=self)
        self.contact_model: ListModel[Contact] = ListModel(CONTACT_COLUMNS, parent=self)
        self._build()

    def show_client(self, card: ClientCard) -> None:
        """Show this client."""
        self._card = card
        self._fresh.clear()
        count = len(attachments.of_client(self._session.store, card.client.id))
        self.setTabText(4, f"Pièces ({count})" if count else "Pièces")
        self.setTabText(2, f"Contacts ({len(card.client.contacts)})" if card.client.contacts else "Contacts")
        self._fill()

    def current_invoice_id(self) -> int | None:
        """The invoice chosen."""
        current = self.invoices.current_id()
        return current if current >= 0 and self.currentIndex() == 0 else None

    def _build(self) -> None:
        invoices = QWidget(self)
        layout = QVBoxLayout(invoices)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.chips)
        layout.addWidget(self.invoices, 1)
        self.addTab(invoices, "Fac&tures")
        self.addTab(self.history, "&Historique")
        self.addTab(self.contacts, "Contacts")
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self.terms)
        scroll.viewport().setAutoFillBackground(False)
        self.terms.setAutoFillBackground(False)
        self.addTab(scroll, "Conditions")
        self.addTab(self.files, "Pièces")
        self.files.done.connect(self.done)
        for table, model, name in (
            (self.invoices, self.invoice_model, "Factures du client"),
            (self.history, self.history_model, "Historique du client"),
            (self.contacts, self.contact_model, "Contacts du client"),
        ):
            table.set_rows_model(model)
            table.setAccessibleName(name)
        self.invoices.set_empty_message("Aucune facture ici", "Choisissez un autre filtre.")
        self.history.set_empty_message(
            "Rien encore", "Factures, règlements, lettres et appels viendront ici."
        )
        self.contacts.set_empty_message("Aucun contact", "Ajoutez-le avec Modifier.")
        self.currentChanged.connect(lambda _: self._fill())
        self.chips.chosen_changed.connect(self._on_filtered)
        self.invoices.activated_row.connect(self.invoice_chosen)
        self.history.activated_row.connect(self._on_event_opened)

    def _fill(self) -> None:
        """Read what the tab in front shows, once per client."""
        place = self.currentIndex()
        if self._card is None or place in self._fresh:
            return
        self._fresh.add(place)
        if place == 0:
            self._ask_ids()
        elif place == 1:
            self.history_model.set_rows(history.of_client(self._session.store, self._card.client.id))
            self.history.scrollToTop()
        elif place == 2:
            self.contact_model.set_rows(self._card.client.contacts)
        elif place == 3:
            self.terms.show_lines(self._terms(self._card.client))
        else:
            self.files.show_about(About(self._card.client.id))

    def _ask_ids(self) -> None:
        if self._card is None:
            return
        ids: array[int] = lists.invoice_ids(
            self._session.store,
            self._session.today(),
            chosen=next(iter(self.chips.chosen()), "all"),
            sort=self._sort,
            descending=self._descending,
            client_id=self._card.client.id,
        )
        self.invoice_model.set_ids(ids)

    def _load(self, ids: list[int]) -> list[InvoiceLine]:
        return lists.invoice_page(self._session.store, ids, self._session.today())

    def _terms(self, client: Client) -> list[tuple[str, str]]:
        store = self._session.store
        usual = company.get(store).default_terms_days
        plans = followups.plans(store)
        plan = next((one for one in plans if one.id == client.plan_id), plans[0])
        words = f"{plural(usual, 'jour')} (délai habituel de la société)"
        if client.nature is Nature.PUBLIC:
            words = "délai légal de l’acheteur public"
        if client.terms or client.terms_days is not None:
            words = client.terms or plural(client.terms_days or 0, "jour")
        trade = Trade(client.trade)
        judgment = client.insolvency_judgment
        address = "\n".join(
            part
            for part in (client.address.street, f"{client.address.zip} {client.address.city}".strip())
            if part
        )
        return [
            ("Conditions de règlement", words),
            *([("Objet de la vente", trade.label)] if trade is not Trade.GENERAL else []),
            ("Plan de relance", plan.name),
            ("Taux des pénalités", _rate_words(client)),
            ("Prescription", limitation_rules.told(store, client.id, self._session.today())),
            ("Adresse", address),
            ("Téléphone", client.phone),
            ("E-mail", client.email),
            ("Canal préféré", client.preferred_channel.label),
            ("N° de TVA", client.vat_number),
            *([("Type d’organisme", client.public_body_kind)] if client.public_body_kind else []),
            ("Procédure collective", f"Jugement du {short_date(judgment)}" if judgment else "Aucune"),
            ("Étiquettes", ", ".join(client.tags)),
            ("Notes", client.notes),
        ]

    @Slot(str, bool)
    def _on_sorted(self, column_id: str, descending: bool) -> None:
        self._sort = SORTS.get(column_id, "due")
        # The oldest due date is the longest delay.
        self._descending = descending != (column_id == "late")
        self._ask_ids()

    @Slot(tuple)
    def _on_filtered(self, chosen: tuple[str, ...]) -> None:
        if not chosen:
            self.chips.set_chosen(("all",))
        self._ask_ids()

    @Slot(int)
    def _on_event_opened(self, row_id: int) -> None:
        event = self.history_model.row_of(row_id)
        if event is None:
            return
        if event.kind in {"invoice", "sending"}:
            self.invoice_chosen.emit(event.row_id)
        elif event.kind in {"letter", "post", "email"}:
            self.letter_chosen.emit(event.row_id)
        elif event.kind == "file":
            self.files.open_file(event.row_id)


def _rate_words(client: Client) -> str:
    """The clause in French as it is read, or as an import brought it."""
    try:
        clause = parse_contract_rate(client.contract_rate_percent)
    except DomainError:
        return client.contract_rate_percent
    return "" if clause is None else clause.label
