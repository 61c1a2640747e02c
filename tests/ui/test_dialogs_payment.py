"""Protects the form of payments: the proposal, the hand that changes it, the refusal of too much."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from creances_desktop.domain.invoices import DocumentKind, InvoiceDraft
from creances_desktop.services import clients, invoices, lists, payments
from creances_desktop.ui.dialogs.cancellation import CancelInvoiceDialog, CancelPaymentDialog
from creances_desktop.ui.dialogs.payment import CreditDialog, PaymentDialog

TODAY = date(2026, 11, 21)


@pytest.fixture
def shown(qtbot, theme, messages, session):
    def show(kind, *arguments, **asked):
        dialog = kind(session, None, *arguments, **asked)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return show


@pytest.fixture
def debtor(owing) -> int:
    """Owes 100 for 40 days and 50 for 5 days."""
    return owing("Étoile", (40, 100_00), (5, 50_00))


def parts(dialog) -> list[int]:
    return [part.amount for part in dialog.allocation.allocations()]


def accept(qtbot, dialog) -> None:
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)


def test_the_oldest_is_proposed_and_recorded(qtbot, shown, debtor, session) -> None:
    dialog = shown(PaymentDialog, client_id=debtor)
    assert dialog.amount.hasFocus()
    qtbot.keyClicks(dialog.amount, "120")
    assert parts(dialog) == [100_00, 20_00]
    assert "Non imputé\u00a0: 0,00\u00a0€" in dialog.allocation.summary.text()
    assert "Restera dû\u00a0: 30,00\u00a0€" in dialog.allocation.summary.text()
    qtbot.keyClicks(dialog.reference, "VIR 12")
    accept(qtbot, dialog)
    (payment,) = payments.of_client(session.store, debtor)
    assert (payment.amount, payment.reference, payment.mode) == (120_00, "VIR 12", "transfer")
    assert clients.card(session.store, debtor, TODAY).outstanding == 30_00


def test_the_chosen_invoices_give_the_amount_and_are_paid_first(shown, debtor, session) -> None:
    newest = lists.invoice_ids(session.store, TODAY, sort="due", descending=True)[0]
    dialog = shown(PaymentDialog, invoice_ids=[newest])
    assert dialog.client.client().id == debtor
    assert dialog.amount.value() == 50_00
    (part,) = dialog.allocation.allocations()
    assert invoices.of_due_item(session.store, part.due_item_id).id == newest


def test_the_hand_changes_a_part_and_typing_the_amount_does_not_undo_it(qtbot, shown, debtor) -> None:
    dialog = shown(PaymentDialog, client_id=debtor)
    qtbot.keyClicks(dialog.amount, "120")
    model = dialog.allocation.model
    assert model.setData(model.index(0, model.column_index("allocated")), "60,5")
    assert parts(dialog) == [60_50, 20_00]
    dialog.amount.selectAll()
    qtbot.keyClicks(dialog.amount, "200")
    assert parts(dialog) == [60_50, 20_00]
    qtbot.mouseClick(dialog.allocation.again, Qt.MouseButton.LeftButton)
    assert parts(dialog) == [100_00, 50_00]


def test_a_cell_is_edited_by_typing(qtbot, shown, debtor) -> None:
    dialog = shown(PaymentDialog, client_id=debtor)
    qtbot.keyClicks(dialog.amount, "120")
    grid = dialog.allocation.grid
    grid.setFocus()
    grid.edit_cell(1, "allocated")
    editor = grid.viewport().findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "10")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: parts(dialog) == [100_00, 10_00])


@pytest.mark.parametrize(
    ("row", "typed", "words"), [(1, "50,01", "il reste 50,00"), (1, "40", "retirez 20,00")]
)
def test_too_much_is_refused_with_its_reason_and_nothing_is_saved(  # noqa: PLR0917 - fixtures
    qtbot, shown, debtor, session, messages, row, typed, words
) -> None:
    dialog = shown(PaymentDialog, client_id=debtor)
    qtbot.keyClicks(dialog.amount, "120")
    model = dialog.allocation.model
    model.setData(model.index(row, model.column_index("allocated")), typed)
    assert words in dialog.allocation.note.text()
    accept(qtbot, dialog)
    assert words in messages.take().text
    assert dialog.isVisible()
    assert payments.of_client(session.store, debtor) == []


@pytest.mark.parametrize("typed", ["abc", "-5"])
def test_a_part_that_is_no_amount_is_not_taken(qtbot, shown, debtor, typed) -> None:
    dialog = shown(PaymentDialog, client_id=debtor)
    qtbot.keyClicks(dialog.amount, "120")
    model = dialog.allocation.model
    assert not model.setData(model.index(0, model.column_index("allocated")), typed)
    assert dialog.allocation.note.text()
    assert parts(dialog) == [100_00, 20_00]


def test_an_amount_and_a_day_are_needed(qtbot, shown, debtor, session) -> None:
    dialog = shown(PaymentDialog, client_id=debtor)
    accept(qtbot, dialog)
    assert dialog.form.error("amount") == "Indiquez le montant reçu."
    qtbot.keyClicks(dialog.amount, "10")
    dialog.bank_date.selectAll()
    qtbot.keyClicks(dialog.bank_date, "+1")
    accept(qtbot, dialog)
    assert "futur" in dialog.form.error("bank_date")
    assert payments.of_client(session.store, debtor) == []


def test_money_without_an_invoice_stays_in_hand(qtbot, shown, owing, session) -> None:
    nobody = owing("Zéro")
    dialog = shown(PaymentDialog, client_id=nobody)
    qtbot.keyClicks(dialog.amount, "10")
    accept(qtbot, dialog)
    assert clients.card(session.store, nobody, TODAY).credits == 10_00


def test_a_credit_note_is_set_on_the_oldest_invoice(qtbot, shown, debtor, session) -> None:
    draft = InvoiceDraft(debtor, DocumentKind.CREDIT_NOTE, "A-1", TODAY, 30_00, 0, 30_00)
    credit = invoices.add(session.store, draft).id
    dialog = shown(CreditDialog, credit)
    assert parts(dialog) == [30_00]
    accept(qtbot, dialog)
    assert clients.card(session.store, debtor, TODAY).outstanding == 120_00


def test_a_bounced_cheque_asks_for_its_day_and_owes_again(qtbot, shown, debtor, session) -> None:
    dialog = shown(PaymentDialog, client_id=debtor)
    qtbot.keyClicks(dialog.amount, "100")
    accept(qtbot, dialog)
    cancelling = shown(CancelPaymentDialog, dialog.changes.id)
    assert not cancelling.on.isVisible()
    cancelling.why.setCurrentIndex(1)
    cancelling.why.activated.emit(1)
    assert cancelling.on.isVisible()
    accept(qtbot, cancelling)
    assert clients.card(session.store, debtor, TODAY).outstanding == 150_00
    assert max(item.cycle for item in payments.open_items(session.store, debtor)) == 2


def test_a_document_is_cancelled_with_its_reason(qtbot, shown, debtor, session) -> None:
    invoice_id = lists.invoice_ids(session.store, TODAY)[0]
    dialog = shown(CancelInvoiceDialog, invoice_id)
    accept(qtbot, dialog)
    assert "motif" in dialog.form.error("reason")
    qtbot.keyClicks(dialog.reason, "doublon")
    accept(qtbot, dialog)
    assert invoices.get(session.store, invoice_id).reversed_by is not None
