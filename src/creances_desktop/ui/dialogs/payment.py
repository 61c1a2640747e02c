"""The form of a payment, with its proposed allocation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from creances_desktop.domain.allocation import AllocationOrder
from creances_desktop.domain.clients import Client
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.payments import Allocation, PaymentDraft, PaymentMode
from creances_desktop.domain.settlement import Priority
from creances_desktop.domain.text import short_date
from creances_desktop.services import clients, invoices, payments
from creances_desktop.services.changes import Changes
from creances_desktop.services.payment_charges import Charge
from creances_desktop.services.payments import AllocationSettings
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.allocation_grid import AllocationGrid
from creances_desktop.ui.widgets.client_picker import ClientPicker
from creances_desktop.ui.widgets.fields import AmountField, DateField, Field, Lean


class PaymentDialog(FormDialog):
    """A payment received, and where it goes: on the oldest due date first, unless told otherwise."""

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        session: Session,
        *,
        client_id: int | None = None,
        invoice_ids: Sequence[int] = (),
    ) -> Changes | None:
        """The payment recorded; None when the user gave up.

        `invoice_ids` are paid first, and give the amount.
        """
        return cls(session, parent, client_id=client_id, invoice_ids=invoice_ids).run()

    def __init__(
        self,
        session: Session,
        parent: QWidget | None = None,
        *,
        client_id: int | None = None,
        invoice_ids: Sequence[int] = (),
    ) -> None:
        super().__init__("Enregistrer un règlement", "Enregistrer le règlement", parent, width=44, height=30)
        self._session = session
        self._wanted = tuple(invoice_ids)
        self._designated: tuple[int, ...] = ()
        self._charges: tuple[Charge, ...] = ()
        self._add_lines()
        if client_id is None and invoice_ids:
            card = invoices.card(session.store, invoice_ids[0], session.today())
            client_id = card.invoice.client_id
        if client_id is not None:
            client = clients.get(session.store, client_id)
            self.client.set_value(client)
            self._on_client_chosen(client)
            self.amount.setFocus()
        else:
            self.client.setFocus()

    def _add_lines(self) -> None:
        store, today = self._session.store, self._session.today()
        form = self.form = add_form(self)
        self.client = ClientPicker(
            lambda words: clients.matching(store, words, today), self, required="Choisissez le client."
        )
        self.amount = AmountField(self, required="Indiquez le montant reçu.", minimum=1)
        self.bank_date = DateField(today, self, required="Indiquez la date.", lean=Lean.BEHIND)
        self.bank_date.set_value(today)
        self.mode = QComboBox(self)
        for mode in (one for one in PaymentMode if one.is_money):
            self.mode.addItem(mode.label, mode.value)
        self.bank_fees = AmountField(self, minimum=0)
        self.reference = Field(self)
        form.add("client_id", "&Client", self.client)
        form.add("amount", "&Montant reçu", self.amount)
        credited = "Par la banque\u00a0; le client en est crédité."
        form.add("bank_fees", "&Frais retenus", self.bank_fees, credited)
        form.add("bank_date", "&Date de valeur", self.bank_date, "15, 15/06, -3…")
        form.add("mode", "M&ode", self.mode)
        form.add("reference", "&Référence", self.reference, "N° de chèque, libellé du virement…")
        heading = _heading(payments.allocation_settings(store), self)
        self.allocation = AllocationGrid(today, self)
        self.allocation.set_proposer(self._proposed)
        heading.setBuddy(self.allocation.grid)
        self.body.addWidget(form)
        self.body.addWidget(heading)
        self.body.addWidget(self.allocation, 1)
        self.allocation.changed.connect(self.banner.clear)
        self.client.value_edited.connect(self._on_client_chosen)
        for field in (self.amount, self.bank_fees, self.bank_date):
            field.value_edited.connect(self._on_amount_edited)

    @Slot(object)
    def _on_client_chosen(self, client: Client | None) -> None:
        if client is None:
            self.allocation.set_items(())
            return
        items = payments.open_items(self._session.store, client.id)
        wanted = [item for item in items if item.invoice_id in self._wanted]
        if wanted and self.amount.value() is None:
            self.amount.set_value(sum(item.outstanding for item in wanted))
        owed = sum(item.outstanding for item in items)
        self.amount.setToolTip(f"Reste dû par ce client\u00a0: {format_cents(owed)}")
        self._designated = tuple(item.due_item_id for item in wanted)
        self.allocation.set_items(items, self._designated)
        self._on_amount_edited()

    @Slot()
    def _on_amount_edited(self) -> None:
        """What the client paid: what came, and what a bank kept of it."""
        received = self.amount.value() or 0
        self.allocation.set_amount(received + (self.bank_fees.value() or 0) if received else 0)

    def _proposed(self, amount: Cents) -> tuple[Sequence[Allocation], Cents]:
        client = self.client.client()
        if client is None:
            return (), 0
        proposal = payments.propose(
            self._session.store,
            client.id,
            amount,
            designated=self._designated,
            day=self.bank_date.value() or self._session.today(),
        )
        self._charges = proposal.charges
        return proposal.allocations, sum(charge.amount for charge in proposal.charges)

    def save(self) -> Changes | None:
        client = self.client.client()
        if client is None:
            return None
        self.allocation.grid.commit()
        problem = self.allocation.problem()
        if problem is not None:
            raise problem
        draft = PaymentDraft(
            client_id=client.id,
            amount=self.amount.value(),
            bank_date=self.bank_date.value(),
            mode=PaymentMode(self.mode.currentData()),
            reference=self.reference.text().strip(),
            allocations=self.allocation.allocations(),
        )
        return payments.record(
            self._session.store,
            draft,
            self._session.today(),
            bank_fees=self.bank_fees.value() or 0,
            charges=_trimmed(self._charges, self.allocation.set_aside()),
        )


def _heading(settings: AllocationSettings, parent: QWidget) -> QLabel:
    """The title of the allocation, which tells the settings; the law's rule on its tip."""
    legal = settings.order is AllocationOrder.LEGAL
    words = "dans l’ordre légal" if legal else "la plus ancienne échéance d’abord"
    interest = ", intérêts d’abord" if settings.priority is Priority.INTEREST_FIRST else ""
    heading = QLabel(f"&Imputation, {words}{interest}", parent)
    heading.setProperty("heading", True)
    heading.setToolTip(f"{settings.order.rule}\n{settings.priority.rule}")
    return heading


def _trimmed(charges: Sequence[Charge], limit: Cents) -> tuple[Charge, ...]:
    """The first of these charges, up to so many cents: what the user set elsewhere is no longer theirs."""
    kept = []
    for charge in charges:
        interest = min(charge.interest, limit)
        indemnity = min(charge.indemnity, limit - interest)
        limit -= interest + indemnity
        if interest or indemnity:
            kept.append(replace(charge, interest=interest, indemnity=indemnity))
    return tuple(kept)


class CreditDialog(FormDialog):
    """Sets a credit note on due items of its client."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, credit_id: int) -> Changes | None:
        """The allocation recorded; None when the user gave up."""
        return cls(session, parent, credit_id).run()

    def __init__(self, session: Session, parent: QWidget | None, credit_id: int) -> None:
        super().__init__("Imputer l’avoir", "Imputer l’avoir", parent, width=44, height=22)
        self._session = session
        self._credit_id = credit_id
        card = invoices.card(session.store, credit_id, session.today())
        left = card.invoice.gross - sum(part.amount for part in card.allocations)
        head = QLabel(
            f"Avoir {card.invoice.number} — {card.client_name}\u00a0: "
            f"il reste {format_cents(left)} à imputer.",
            self,
        )
        head.setWordWrap(True)
        self.allocation = AllocationGrid(session.today(), self)
        self.allocation.set_items(payments.open_items(session.store, card.invoice.client_id))
        self.allocation.set_amount(left)
        self.body.addWidget(head)
        self.body.addWidget(self.allocation, 1)
        self.allocation.changed.connect(self.banner.clear)

    def save(self) -> Changes | None:
        self.allocation.grid.commit()
        problem = self.allocation.problem()
        if problem is not None:
            raise problem
        return payments.allocate_credit(self._session.store, self._credit_id, self.allocation.allocations())


class RestDialog(FormDialog):
    """Sets what is left of a payment on due items of its client."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, payment_id: int) -> Changes | None:
        """The allocation recorded; None when the user gave up."""
        return cls(session, parent, payment_id).run()

    def __init__(self, session: Session, parent: QWidget | None, payment_id: int) -> None:
        super().__init__("Imputer le reste", "Imputer le reste", parent, width=44, height=22)
        self._session, self._payment_id = session, payment_id
        one = payments.get(session.store, payment_id)
        head = QLabel(
            f"Règlement de {format_cents(one.amount)} du {short_date(one.bank_date)}\u00a0: "
            f"il reste {format_cents(one.unallocated)} à imputer.",
            self,
        )
        head.setWordWrap(True)
        self.allocation = AllocationGrid(session.today(), self)
        self.allocation.set_items(payments.open_items(session.store, one.client_id))
        self.allocation.set_amount(one.unallocated)
        self.body.addWidget(head)
        self.body.addWidget(self.allocation, 1)
        self.allocation.changed.connect(self.banner.clear)

    def save(self) -> Changes | None:
        self.allocation.grid.commit()
        problem = self.allocation.problem()
        if problem is not None:
            raise problem
        return payments.allocate_rest(self._session.store, self._payment_id, self.allocation.allocations())
