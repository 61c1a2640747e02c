"""The form of an invoice or a credit note, to be filled without the mouse."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.domain.text import plural
from creances_desktop.services import clients, invoices, vat
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.dialogs.invoice_amounts import InvoiceAmounts
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.client_picker import ClientPicker
from creances_desktop.ui.widgets.fields import DateField, Field, Lean
from creances_desktop.ui.widgets.file_field import FileField

PDF_FILES = "PDF (*.pdf)"
_VERBS = {True: "Enregistrer l’avoir", False: "Enregistrer la facture"}


class InvoiceDialog(FormDialog):
    """A new invoice or credit note, or the correction of one.

    The number follows the last one, the due date the client's terms, as long as the user types none; net,
    VAT and gross fill each other.
    """

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        session: Session,
        *,
        client_id: int | None = None,
        invoice_id: int | None = None,
        credit_note: bool = False,
    ) -> Changes | None:
        """What was entered or corrected; None when the user gave up."""
        return cls(session, parent, client_id=client_id, invoice_id=invoice_id, credit_note=credit_note).run()

    def __init__(
        self,
        session: Session,
        parent: QWidget | None = None,
        *,
        client_id: int | None = None,
        invoice_id: int | None = None,
        credit_note: bool = False,
    ) -> None:
        card = None if invoice_id is None else invoices.card(session.store, invoice_id, session.today())
        self._kind = DocumentKind.CREDIT_NOTE if credit_note else DocumentKind.INVOICE
        if card is not None:
            self._kind = card.invoice.kind
        self._debit = self._kind.is_debit
        super().__init__(
            _title(self._kind, known=card is not None), _VERBS[not self._debit], parent, width=38
        )
        self._session = session
        self._card = card
        self._own_due_date = card is not None
        self._add_lines()
        if card is not None:
            self._show_card(card)
        else:
            self._propose(client_id)

    def _add_lines(self) -> None:
        today = self._session.today()
        form = self.form = add_form(self)
        store = self._session.store
        self.client = ClientPicker(
            lambda words: clients.matching(store, words, today), self, required="Choisissez le client."
        )
        self.number = Field(self, required="Indiquez le numéro de la pièce.")
        self.issue_date = DateField(today, self, required="Indiquez la date.", lean=Lean.BEHIND)
        self.due_date = DateField(today, self, required="Indiquez l’échéance.")
        form.add("client_id", "&Client", self.client)
        form.add("number", "&Numéro", self.number)
        form.add("issue_date", "&Date", self.issue_date, "15, 15/06, -3…")
        form.add("due_date", "Échéanc&e", self.due_date, "+30, fm…")
        self.amounts = InvoiceAmounts(form, vat.rates(today))
        self.label = Field(self)
        self.order_reference = Field(self)
        self.performance_date = DateField(today, self, lean=Lean.BEHIND)
        self.file = FileField("Choisir le PDF de la pièce", PDF_FILES, self)
        form.add("label", "&Objet", self.label)
        form.add("order_reference", "&Bon de commande", self.order_reference)
        form.add("performance_date", "&Livraison ou prestation", self.performance_date)
        form.add("pdf", "&PDF", self.file)
        form.set_line_visible("due_date", self._debit)
        self.body.addWidget(form)
        self.body.addStretch(1)
        self.client.value_edited.connect(self._on_terms_changed)
        self.issue_date.value_edited.connect(self._on_terms_changed)
        self.due_date.value_edited.connect(self._on_due_date_edited)

    def _propose(self, client_id: int | None) -> None:
        """Fill in what can be known before the first key."""
        store, today = self._session.store, self._session.today()
        self.number.set_value(invoices.proposed_number(store, self._kind) or None)
        self.issue_date.set_value(today)
        if client_id is not None:
            self.client.set_value(clients.get(store, client_id))
            self.number.setFocus()
        else:
            self.client.setFocus()
        self._on_terms_changed()

    def _show_card(self, card: invoices.InvoiceCard) -> None:
        one = card.invoice
        self.client.set_value(clients.get(self._session.store, one.client_id))
        self.client.setReadOnly(True)
        self.number.set_value(one.number)
        self.issue_date.set_value(one.issue_date)
        self.amounts.set_values(one.net, one.vat, one.gross)
        self.label.set_value(one.label or None)
        self.order_reference.set_value(one.order_reference or None)
        self.performance_date.set_value(one.performance_date)
        if one.pdf_sha256:
            self.file.set_kept("PDF joint")
        if card.due_items:
            self.due_date.set_value(card.due_items[0].due_date)
        self.due_date.set_base(one.issue_date)
        if len(card.due_items) > 1:
            self.due_date.setReadOnly(True)
            self.due_date.setToolTip(f"Cette facture a {plural(len(card.due_items), 'échéance')}.")
        self.number.setFocus()

    def _due_items(self, gross: int) -> tuple[DueItemDraft, ...]:
        if not self._debit:
            return ()
        known = self._card.due_items if self._card is not None else ()
        if len(known) > 1:
            return tuple(DueItemDraft(item.due_date, item.amount, item.estimated) for item in known)
        due: date = self.due_date.value()
        estimated = bool(known) and known[0].estimated and known[0].due_date == due
        return invoices.single_due_item(gross, due, estimated=estimated)

    def save(self) -> Changes | None:
        client = self.client.client()
        if client is None:
            return None
        net, tax, gross = self.amounts.values()
        draft = InvoiceDraft(
            client_id=client.id,
            kind=self._kind,
            number=self.number.text().strip(),
            issue_date=self.issue_date.value(),
            net=net,
            vat=tax,
            gross=gross,
            due_items=self._due_items(gross),
            label=self.label.text().strip(),
            order_reference=self.order_reference.text().strip(),
            performance_date=self.performance_date.value(),
        )
        store, pdf = self._session.store, self.file.data()
        if self._card is None:
            return invoices.add(store, draft, pdf=pdf)
        return invoices.update(store, self._card.invoice.id, draft, pdf=pdf)

    @Slot(object)
    def _on_due_date_edited(self, due: date | None) -> None:
        self._own_due_date = due is not None

    @Slot()
    def _on_terms_changed(self) -> None:
        """Take the due date of the client's terms, unless the user typed his own."""
        client, issued = self.client.client(), self.issue_date.value()
        self.due_date.set_base(issued)
        if client is None or issued is None or not self._debit or self._own_due_date:
            return
        self.due_date.set_value(invoices.due_date(self._session.store, client.id, issued))


def _title(kind: DocumentKind, *, known: bool) -> str:
    if known:
        return f"Modifier\u00a0: {kind.label.lower()}"
    return "Nouvelle facture" if kind.is_debit else "Nouvel avoir"
