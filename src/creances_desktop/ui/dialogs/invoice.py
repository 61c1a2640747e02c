"""The form of an invoice or a credit note, to be filled without the mouse."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.services import clients, invoices, relations, terms, vat
from creances_desktop.services.changes import Changes
from creances_desktop.services.terms import DueProposal
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.dialogs.invoice_amounts import InvoiceAmounts
from creances_desktop.ui.dialogs.invoice_due import InvoiceDue
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.client_picker import ClientPicker
from creances_desktop.ui.widgets.fields import DateField, Field, Lean
from creances_desktop.ui.widgets.file_field import FileField

PDF_FILES = "PDF (*.pdf)"
DATE_HINT = "15, 15/06, -3…"
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
            _title(self._kind, known=card is not None), _VERBS[not self._debit], parent, width=48
        )
        self._session = session
        self._card = card
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
        form.add("client_id", "&Client", self.client)
        form.add("number", "&Numéro", self.number)
        form.add("issue_date", "&Date", self.issue_date, DATE_HINT)
        self.due = InvoiceDue(form, today, self._due_proposal, self._due_warnings)
        self.terms, self.due_date = self.due.terms, self.due.due_date
        self.amounts = InvoiceAmounts(form, vat.rates(today))
        self.due.add_early_payment()
        self.label = Field(self)
        self.order_reference = Field(self)
        self.performance_date = DateField(today, self, lean=Lean.BEHIND)
        self.notified_on = DateField(today, self, lean=Lean.BEHIND)
        self.corrects = QCheckBox("L’avoir corrige la &facture", self)
        self.corrects.setToolTip("Ce qu’il retire n’a jamais été dû : aucun intérêt ne court dessus.")
        self.file = FileField("Choisir le PDF de la pièce", PDF_FILES, self)
        form.add("label", "&Objet", self.label)
        form.add("order_reference", "&Bon de commande", self.order_reference)
        form.add("performance_date", "&Livraison ou prestation", self.performance_date)
        form.add(
            "notified_on", "&Reçue par l’acheteur le", self.notified_on, "Dépôt sur le portail, réception…"
        )
        form.add("corrects", "Effet", self.corrects, "Sinon, il compte à partir de sa propre date.")
        form.add("pdf", "&PDF", self.file)
        self.due.set_visible(self._debit)
        form.set_line_visible("corrects", not self._debit)
        form.set_line_visible("notified_on", False)
        self.body.addWidget(form)
        self.body.addStretch(1)
        self.client.value_edited.connect(self._on_client)
        for field in (self.issue_date, self.performance_date, self.notified_on):
            field.value_edited.connect(self._on_terms_changed)
        self.amounts.gross_changed.connect(self._on_terms_changed)

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
        self._on_client()

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
        self.notified_on.set_value(one.notified_on)
        self.corrects.setChecked(one.corrects)
        known = [DueItemDraft(item.due_date, item.amount, item.estimated) for item in card.due_items]
        if known:
            self.due.set_known(known, one.terms, one.early_payment)
        self._on_terms_changed()
        self.number.setFocus()

    def _due_proposal(self, text: str, discount: str) -> DueProposal | None:
        """When the invoice falls due by these terms; None while its client or its date is missing."""
        client, issued = self.client.client(), self.issue_date.value()
        if client is None or issued is None or not self._debit:
            return None
        return terms.due(
            self._session.store,
            client.id,
            issued,
            text,
            gross=self.amounts.values()[2],
            early_payment_text=discount,
            performance_date=self.performance_date.value(),
            notified_on=self.notified_on.value(),
        )

    def _due_warnings(self, due: date) -> tuple[str, ...]:
        """What the law says of a due date that the user fixed."""
        client, issued = self.client.client(), self.issue_date.value()
        if client is None or issued is None:
            return ()
        found = terms.warnings_for(
            self._session.store,
            client.id,
            issued,
            due,
            performance_date=self.performance_date.value(),
            notified_on=self.notified_on.value(),
        )
        return tuple(warning.message for warning in found)

    def save(self) -> Changes | None:
        client = self.client.client()
        if client is None:
            return None
        self.due.parts.grid.commit()
        net, tax, gross = self.amounts.values()
        draft = InvoiceDraft(
            client_id=client.id,
            kind=self._kind,
            number=self.number.text().strip(),
            issue_date=self.issue_date.value(),
            net=net,
            vat=tax,
            gross=gross,
            due_items=self.due.items(gross) if self._debit else (),
            label=self.label.text().strip(),
            order_reference=self.order_reference.text().strip(),
            terms=self.terms.text() if self._debit else "",
            early_payment=self.due.early_payment.text().strip() if self._debit else "",
            performance_date=self.performance_date.value(),
            notified_on=self.notified_on.value(),
            corrects=self.corrects.isChecked() and not self._debit,
        )
        store, pdf = self._session.store, self.file.data()
        if self._card is None:
            return invoices.add(store, draft, pdf=pdf)
        return invoices.update(store, self._card.invoice.id, draft, pdf=pdf)

    @Slot()
    def _on_client(self) -> None:
        """Say what is known of the client before anything is sold to him, and take his terms."""
        client = self.client.client()
        self.banner.clear()
        advice = ""
        if client is not None and self._debit and self._card is None:
            known = relations.of(self._session.store, client.id, self._session.today())
            advice = known.advice if known.rhythm is not None and known.rhythm.day else ""
            if known.relation.no_delivery:
                self.banner.show_danger(f"{known.relation.no_delivery_words}.")
            elif known.relation.lesson:
                advice = "" if advice == known.relation.lesson else advice
                self.banner.show_information(f"À retenir\u00a0: {known.relation.lesson}")
        self.form.set_hint("issue_date", advice or DATE_HINT)
        self._on_terms_changed()

    @Slot()
    def _on_terms_changed(self) -> None:
        """Take the due dates of the terms, unless the user typed his own."""
        client = self.client.client()
        public = client is not None and client.nature is Nature.PUBLIC
        self.form.set_line_visible("notified_on", self._debit and public)
        if self._debit:
            self.due.refresh(self.issue_date.value())


def _title(kind: DocumentKind, *, known: bool) -> str:
    if known:
        return f"Modifier\u00a0: {kind.label.lower()}"
    return "Nouvelle facture" if kind.is_debit else "Nouvel avoir"
