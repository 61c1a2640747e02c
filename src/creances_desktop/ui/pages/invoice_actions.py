"""What can be done with invoices, from the list, a card or a menu: each asks with its dialog, then tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.services import disputes, holds, invoices, relations
from creances_desktop.services.changes import Changes
from creances_desktop.services.invoices import InvoiceCard
from creances_desktop.services.write_offs import DiscountOffer
from creances_desktop.ui import file_dialogs, messages, outside
from creances_desktop.ui.dialogs.breakdown import BreakdownDialog
from creances_desktop.ui.dialogs.cancellation import CancelInvoiceDialog, CancelPaymentDialog
from creances_desktop.ui.dialogs.client_payments import ClientPaymentsDialog
from creances_desktop.ui.dialogs.discount import DiscountDialog
from creances_desktop.ui.dialogs.disputes import DisputeDialog, SettleDisputeDialog
from creances_desktop.ui.dialogs.evidence import EvidenceDialog
from creances_desktop.ui.dialogs.holds import InsolvencyDialog, PauseDialog, PromiseDialog
from creances_desktop.ui.dialogs.instalment_plan_card import InstalmentPlanCard
from creances_desktop.ui.dialogs.invoice import PDF_FILES, InvoiceDialog
from creances_desktop.ui.dialogs.other_letter import OtherLetterDialog
from creances_desktop.ui.dialogs.payment import CreditDialog, PaymentDialog
from creances_desktop.ui.dialogs.payment_outcomes import RefundDialog, ReturnedPaymentDialog, WriteOffDialog
from creances_desktop.ui.dialogs.sending import SendingDialog
from creances_desktop.ui.pages.account_holds import Hold, HoldKind
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner


class InvoiceActions(QObject):
    """The actions; errors are said in `banner`.

    Signals:
        done(Changes): the dossier changed.
    """

    done = Signal(object)

    def __init__(self, session: Session, owner: QWidget, banner: Banner) -> None:
        super().__init__(owner)
        self._session, self._owner, self._banner = session, owner, banner

    def new_invoice(self, client_id: int | None = None) -> None:
        """Enter an invoice."""
        self._tell(InvoiceDialog.ask(self._owner, self._session, client_id=client_id))

    def new_credit_note(self, client_id: int | None = None) -> None:
        """Enter a credit note."""
        self._tell(InvoiceDialog.ask(self._owner, self._session, client_id=client_id, credit_note=True))

    def new_payment(self, client_id: int | None = None, invoice_ids: Sequence[int] = ()) -> None:
        """Record a payment, of these invoices first."""
        self._tell(
            PaymentDialog.ask(self._owner, self._session, client_id=client_id, invoice_ids=invoice_ids)
        )

    def edit(self, invoice_id: int) -> None:
        """Correct a document."""
        self._tell(InvoiceDialog.ask(self._owner, self._session, invoice_id=invoice_id))

    def cancel(self, invoice_id: int) -> None:
        """Cancel a document entered by mistake."""
        self._tell(CancelInvoiceDialog.ask(self._owner, self._session, invoice_id))

    def cancel_payment(self, payment_id: int) -> None:
        """Cancel a payment."""
        self._tell(CancelPaymentDialog.ask(self._owner, self._session, payment_id))

    def returned(self, payment_id: int) -> None:
        """Note that a payment came back."""
        self._tell(ReturnedPaymentDialog.ask(self._owner, self._session, payment_id))

    def payments_of(self, client_id: int) -> None:
        """Show the payments of a client, and what can be done with each."""
        ClientPaymentsDialog.ask(self._owner, self._session, client_id, self._tell)

    def refund_credit(self, credit_id: int) -> None:
        """Give back what is left of a credit note."""
        self._tell(RefundDialog.ask(self._owner, self._session, credit_id=credit_id))

    def write_off(self, invoice_id: int) -> None:
        """Give up the small rest of an invoice."""
        self._tell(WriteOffDialog.ask(self._owner, self._session, invoice_id))

    def grant_discount(self, card: InvoiceCard, offer: DiscountOffer) -> None:
        """Take the discount for early payment off an invoice."""
        self._tell(DiscountDialog.ask(self._owner, self._session, card, offer))

    def allocate_credit(self, credit_id: int) -> None:
        """Set a credit note on invoices."""
        self._tell(CreditDialog.ask(self._owner, self._session, credit_id))

    def breakdown(self, invoice_id: int) -> None:
        """Show what the delay costs the debtor."""
        BreakdownDialog.ask(self._owner, self._session, invoice_id=invoice_id, on_change=self._tell)

    def breakdown_of_client(self, client_id: int) -> None:
        """Show what the delays of a client cost him."""
        BreakdownDialog.ask(self._owner, self._session, client_id=client_id, on_change=self._tell)

    def dispute(self, invoice_ids: Sequence[int]) -> None:
        """Mark these as disputed."""
        self._tell(DisputeDialog.ask(self._owner, self._session, invoice_ids))

    def correct_dispute(self, invoice_id: int) -> None:
        """Correct what was noted of a dispute."""
        self._tell(DisputeDialog.correct(self._owner, self._session, invoice_id))

    def answer_dispute(self, invoice_id: int) -> None:
        """Write the answer to a dispute, with what is known of it."""
        store = self._session.store
        known = disputes.open_on(store, invoice_id)
        if known is None:
            return
        written = OtherLetterDialog.ask(
            self._owner,
            self._session,
            invoices.get(store, invoice_id).client_id,
            template_id="dispute_answer",
            invoice_ids=(invoice_id,),
            typed={"dispute": known.reason or known.category.label.lower(), "received_on": known.opened_on},
        )
        if written is not None:
            self._tell(written.changes)
            self._try(lambda: disputes.answered(store, known.id, written.changes.id))

    def pause_client(self, client_id: int) -> None:
        """Set a whole account aside."""
        self._tell(PauseDialog.ask(self._owner, self._session, client_id=client_id))

    def insolvency(self, client_id: int) -> None:
        """Note the judgment that opened a client's insolvency."""
        self._tell(InsolvencyDialog.ask(self._owner, self._session, client_id))

    def pause(self, invoice_ids: Sequence[int]) -> None:
        """Set these aside."""
        self._tell(PauseDialog.ask(self._owner, self._session, invoice_ids=invoice_ids))

    def promise(self, client_id: int, invoice_id: int | None = None) -> None:
        """Note a promise."""
        about = () if invoice_id is None else (invoice_id,)
        self._tell(PromiseDialog.ask(self._owner, self._session, client_id, invoice_ids=about))

    def end_hold(self, hold: Hold) -> None:
        """Close the dispute, show the plan, take back the promise or lift the pause."""
        store, today = self._session.store, self._session.today()
        if hold.kind is HoldKind.DISPUTE:
            self._tell(SettleDisputeDialog.ask(self._owner, self._session, hold.row_id))
            return
        if hold.kind is HoldKind.PLAN:
            InstalmentPlanCard.ask(self._owner, self._session, hold.row_id, self._tell)
            return
        if hold.kind is HoldKind.WAITING:
            self._try(lambda: relations.do_not_wait(store, hold.row_id))
            return
        end = {
            HoldKind.PROMISE: holds.withdraw_promise,
            HoldKind.PAUSE: holds.lift_pause,
        }.get(hold.kind)
        if end is not None:
            self._try(lambda: end(store, hold.row_id, today))

    def confirm(self, invoice_ids: Sequence[int]) -> None:
        """Confirm opening balances and other debits: they count as invoices and are followed up."""
        self._try(lambda: invoices.confirm(self._session.store, tuple(invoice_ids)))

    def attach_pdf(self, invoice_id: int) -> None:
        """Choose the PDF of a document and keep it."""
        path = file_dialogs.file_to_open(self._owner, "Joindre le PDF de la pièce", PDF_FILES, "Joindre")
        if path is not None:
            self._try(lambda: invoices.attach_pdf(self._session.store, invoice_id, path.read_bytes()))

    def open_pdf(self, invoice_id: int) -> None:
        """Open the PDF of a document in the reader of the system, as a copy."""
        data = invoices.pdf(self._session.store, invoice_id)
        if data is not None:
            outside.open_copy("facture.pdf", data, self._owner, self._banner)

    def evidence(self, client_id: int, invoice_id: int) -> None:
        """Gather everything that proves an invoice."""
        EvidenceDialog.ask(self._owner, self._session, client_id, [invoice_id])

    def note_sending(self, invoice_ids: Sequence[int]) -> None:
        """Note how these were sent."""
        self._tell(SendingDialog.ask(self._owner, self._session, invoice_ids))

    def _try(self, action: Callable[[], Changes]) -> None:
        try:
            changes = action()
        except (DomainError, OSError) as error:
            messages.show_error(error, self._owner, self._banner)
        else:
            self._tell(changes)

    def _tell(self, changes: Changes | None) -> None:
        if changes is not None:
            self.done.emit(changes)
