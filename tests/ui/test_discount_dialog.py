"""Protects the discount of an early payer: offered on the card in time, granted once, then gone."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from creances_desktop.domain.invoices import DocumentKind, InvoiceDraft
from creances_desktop.domain.payments import PaymentDraft
from creances_desktop.services import invoices, payments
from creances_desktop.ui.dialogs.discount import DiscountDialog, offer_on
from creances_desktop.ui.pages.invoice_card import InvoiceCardDialog

TODAY = date(2026, 11, 21)


@pytest.fixture
def shown(qtbot, theme, messages, session):
    def show(kind, *arguments):
        dialog = kind(session, *arguments)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        return dialog

    return show


@pytest.fixture
def enter(session, owing):
    """Enters an invoice of 100 issued some days ago, with its conditions; gives its id."""

    def add(days_ago: int, early_payment: str = "2 % à 10 jours") -> int:
        issued = TODAY - timedelta(days=days_ago)
        due = invoices.single_due_item(100_00, issued + timedelta(days=30))
        draft = InvoiceDraft(
            owing("Alto"), DocumentKind.INVOICE, "F1", issued, 100_00, 0, 100_00, due,
            early_payment=early_payment,
        )  # fmt: skip
        return invoices.add(session.store, draft).id

    return add


def card_of(session, invoice_id):
    return invoices.card(session.store, invoice_id, TODAY)


def pay(session, invoice_id: int, cents: int, day: date) -> None:
    client_id = card_of(session, invoice_id).invoice.client_id
    parts = payments.propose(session.store, client_id, cents).allocations
    payments.record(session.store, PaymentDraft(client_id, cents, day, allocations=parts), TODAY)


def test_the_discount_is_offered_then_granted_once(qtbot, shown, session, enter, messages) -> None:
    invoice_id = enter(5)
    card = shown(InvoiceCardDialog, invoice_id)
    assert card.settled.discount.text() == "Escompte de 2,00\u00a0€ jusqu’au 26/11/2026"
    assert card.settled.grant.isVisible()
    offer = offer_on(session.store, card.card, TODAY)
    dialog = shown(DiscountDialog, None, card.card, offer)
    assert dialog.paid_on.value() == TODAY
    dialog.paid_on.set_value(TODAY + timedelta(days=1))
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert "aujourd’hui" in dialog.form.error("paid_on")
    dialog.paid_on.set_value(TODAY)
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    card.reload()
    assert card.card.outstanding == 98_00
    assert not card.settled.grant.isVisible(), "never twice"


def test_who_paid_in_time_has_it_after_the_deadline_and_who_did_not_has_not(
    shown, session, enter, messages
) -> None:
    invoice_id = enter(20)
    assert offer_on(session.store, card_of(session, invoice_id), TODAY) is None
    paid_on = TODAY - timedelta(days=12)
    pay(session, invoice_id, 98_00, paid_on)
    card = card_of(session, invoice_id)
    offer = offer_on(session.store, card, TODAY)
    dialog = shown(DiscountDialog, None, card, offer)
    assert dialog.paid_on.value() == paid_on
    dialog.accept()
    assert card_of(session, invoice_id).outstanding == 0


def test_no_offer_without_conditions(session, enter) -> None:
    invoice_id = enter(5, "néant")
    assert offer_on(session.store, card_of(session, invoice_id), TODAY) is None


def test_nothing_is_offered_on_what_is_paid(session, enter) -> None:
    invoice_id = enter(5)
    pay(session, invoice_id, 100_00, TODAY)
    assert offer_on(session.store, card_of(session, invoice_id), TODAY) is None
