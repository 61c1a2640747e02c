"""The forms about the relation with a client: what is proposed, kept, and led to."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from creances_desktop.domain.clients import Address, ClientDraft
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.domain.payments import Allocation, PaymentDraft
from creances_desktop.domain.plans import SOFT_PLAN
from creances_desktop.domain.relations import Waiting
from creances_desktop.services import (
    clients,
    contact_limits,
    invoices,
    payments,
    plans,
    relations,
)
from creances_desktop.ui.dialogs.contact_limits import ContactLimitsDialog
from creances_desktop.ui.dialogs.good_payers import GoodPayersDialog
from creances_desktop.ui.dialogs.invoice import InvoiceDialog
from creances_desktop.ui.dialogs.relations import NoDeliveryDialog, RelationDialog
from creances_desktop.ui.pages.client_card import ClientCardView

TODAY = date(2026, 11, 21)


@pytest.fixture
def shown(qtbot, theme, messages):
    def show(dialog):
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return show


@pytest.fixture
def debtor(owing) -> int:
    return owing("Étoile", (40, 100_00), (-9, 30_00))


def accept(qtbot, dialog) -> None:
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)


@pytest.fixture
def good(session) -> int:
    """A client who paid six invoices on the 10th, three days after they fell due."""
    store = session.store
    client_id = clients.add(
        store, ClientDraft("BON", "Bon payeur", address=Address("1", "44000", "Nantes"))
    ).id
    for month in range(4, 10):
        due = date(2026, month, 7)
        draft = InvoiceDraft(
            client_id, DocumentKind.INVOICE, f"B-{month}", due - timedelta(days=30), 50_00, 0, 50_00,
            (DueItemDraft(due, 50_00),),
        )  # fmt: skip
        item = invoices.card(store, invoices.add(store, draft).id, TODAY).due_items[0].id
        paid = PaymentDraft(client_id, 50_00, date(2026, month, 10), allocations=(Allocation(item, 50_00),))
        payments.record(store, paid, TODAY)
    return client_id


def test_sparing_a_client_proposes_the_soft_plan(qtbot, shown, session, good) -> None:
    dialog = shown(RelationDialog(session, None, good))
    assert dialog.cared.hasFocus()
    qtbot.keyClick(dialog.cared, Qt.Key.Key_Space)
    assert dialog.plan.currentText() == f"{SOFT_PLAN.name} (à créer)"
    accept(qtbot, dialog)
    known = relations.of(session.store, good, TODAY)
    assert (known.relation.cared, known.relation.waits) == (True, Waiting.USUAL)
    assert {plan.id: plan.name for plan in plans.all_plans(session.store)}[
        clients.get(session.store, good).plan_id
    ] == SOFT_PLAN.name


def test_no_delivery_is_noted_with_its_letter_and_taken_back(qtbot, shown, session, debtor) -> None:
    dialog = shown(NoDeliveryDialog(session, None, debtor))
    accept(qtbot, dialog)
    assert dialog.form.error("reason") == "Indiquez le motif."
    qtbot.keyClicks(dialog.reason, "Impayes")
    dialog.write.setFocus()
    qtbot.keyClick(dialog.write, Qt.Key.Key_Space)
    accept(qtbot, dialog)
    assert dialog.to_write
    assert relations.of(session.store, debtor, TODAY).relation.no_delivery_since == TODAY
    again = shown(NoDeliveryDialog(session, None, debtor))
    again._on_again()
    assert not again.to_write
    assert not relations.of(session.store, debtor, TODAY).relation.no_delivery


def test_the_form_of_an_invoice_says_what_is_known_of_the_client(qtbot, shown, session, good) -> None:
    relations.stop_delivery(session.store, good, TODAY, "Chèque revenu", TODAY)
    dialog = shown(InvoiceDialog(session, None, client_id=good))
    assert dialog.banner.text() == "Ne plus livrer depuis le 21/11/2026\u00a0: Chèque revenu."
    assert "datez la facture avant le 10" in dialog.form._notes["issue_date"].text()


def test_the_good_payers_are_listed_and_thanked(qtbot, shown, session, good) -> None:
    thanked = []
    dialog = shown(GoodPayersDialog(session, lambda *told: thanked.append(told)))
    assert dialog.quarter.currentText() == "Troisième trimestre 2026"
    assert [row.name for row in dialog.model.rows] == ["Bon payeur"]
    qtbot.mouseClick(dialog.thank, Qt.MouseButton.LeftButton)
    assert thanked == [(good, "ce troisième trimestre 2026")]
    dialog.quarter.setCurrentIndex(0)
    dialog.reload()
    assert dialog.model.rows == []
    assert not dialog.thank.isEnabled()


def test_the_frequency_of_contacts_is_kept(qtbot, shown, session) -> None:
    dialog = shown(ContactLimitsDialog(session))
    dialog.gap.setText("7")
    dialog.most.setText("2")
    dialog.counts_calls.setChecked(True)
    accept(qtbot, dialog)
    assert plans.minimum_gap_days(session.store) == 7
    known = contact_limits.of(session.store)
    assert (known.most, known.per_days, known.gap_counts_calls) == (2, 7, True)


def test_the_advice_is_kept_as_a_lesson_and_told_at_the_next_invoice(qtbot, shown, session, good) -> None:
    dialog = shown(RelationDialog(session, None, good))
    qtbot.mouseClick(dialog.keep_advice, Qt.MouseButton.LeftButton)
    assert "datez la facture avant le" in dialog.lesson.value()
    accept(qtbot, dialog)
    again = shown(RelationDialog(session, None, good))
    assert "datez la facture avant le" in again.lesson.value()
    assert not again.keep_advice.isVisible()
    invoice = shown(InvoiceDialog(session, client_id=good))
    assert "À retenir" in invoice.banner.text()
    card = ClientCardView(session)
    qtbot.addWidget(card)
    card.show_client(good)
    assert any("À retenir" in one for one in card.warnings.sentences())
