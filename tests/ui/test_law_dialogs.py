"""Protects the forms about the law: plans, settings, rates, facts of a claim, limitation, aged balance."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from creances_desktop.domain.allocation import AllocationOrder
from creances_desktop.domain.limitation_events import EventKind
from creances_desktop.domain.payments import PaymentDraft
from creances_desktop.domain.rates import Semester, Series
from creances_desktop.domain.settlement import Priority
from creances_desktop.services import (
    balance,
    breakdown,
    claims,
    clients,
    limitation,
    lists,
    payments,
    plans,
    rates,
)
from creances_desktop.services.payments import AllocationSettings
from creances_desktop.ui import file_dialogs
from creances_desktop.ui.dialogs.aged_balance import AgedBalanceDialog
from creances_desktop.ui.dialogs.claim_facts import (
    AwardDialog,
    CapitalisationDialog,
    CostDialog,
    MiseEnDemeureDialog,
)
from creances_desktop.ui.dialogs.claim_settings import ClaimSettingsDialog
from creances_desktop.ui.dialogs.client_payments import ClientPaymentsDialog
from creances_desktop.ui.dialogs.first_to_lapse import FirstToLapseDialog
from creances_desktop.ui.dialogs.limitation_event import LimitationEventDialog
from creances_desktop.ui.dialogs.payment import PaymentDialog, RestDialog
from creances_desktop.ui.dialogs.payment_outcomes import RefundDialog, ReturnedPaymentDialog, WriteOffDialog
from creances_desktop.ui.dialogs.plan import PlanDialog
from creances_desktop.ui.dialogs.rate import RateDialog
from creances_desktop.ui.pages.invoice_card import InvoiceCardDialog

TODAY = date(2026, 11, 21)


@pytest.fixture
def shown(qtbot, theme, messages, session):
    def show(kind, *arguments, **asked):
        dialog = kind(session, *arguments, **asked)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return show


@pytest.fixture
def debtor(owing) -> int:
    """Owes 1 000 for 200 days and 50 for 5 days."""
    return owing("Étoile", (200, 1_000_00), (5, 50_00))


@pytest.fixture
def oldest(session, debtor) -> int:
    return lists.invoice_ids(session.store, TODAY, sort="due")[0]


def accept(qtbot, dialog) -> None:
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)


def choose(box, value) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def pay(session, client_id: int, amount: int, **more) -> int:
    proposal = payments.propose(session.store, client_id, amount)
    draft = PaymentDraft(client_id, amount, TODAY, allocations=proposal.allocations)
    return payments.record(session.store, draft, TODAY, **more).id


# plans and settings


def test_a_step_of_the_plan_is_changed_and_claims_interest(qtbot, shown, session) -> None:
    dialog = shown(PlanDialog)
    dialog.show_step("mise_en_demeure")
    dialog.step_form.days.selectAll()
    qtbot.keyClicks(dialog.step_form.days, "50")
    qtbot.mouseClick(dialog.step_form.claims_charges, Qt.MouseButton.LeftButton)
    dialog.show_step("reminder_1")
    assert dialog.step_form.days.value() == 8, "the form follows the step chosen"
    accept(qtbot, dialog)
    step = plans.all_plans(session.store)[0].step("mise_en_demeure")
    assert (step.days, step.claims_charges) == (50, True)


def test_a_plan_whose_days_go_back_is_refused_beside_the_field(qtbot, shown, session, messages) -> None:
    dialog = shown(PlanDialog)
    dialog.show_step("reminder_2")
    dialog.step_form.days.selectAll()
    qtbot.keyClicks(dialog.step_form.days, "3")
    accept(qtbot, dialog)
    assert "ne peut pas diminuer" in dialog.step_form.left.error("days")
    assert plans.all_plans(session.store)[0].step("reminder_2").days == 20


def test_a_call_has_no_deadline_nor_charges(shown) -> None:
    dialog = shown(PlanDialog)
    dialog.show_step("call_1")
    assert not dialog.step_form.deadline_days.isVisible()
    assert not dialog.step_form.template.isVisible()
    assert not dialog.step_form.claims_charges.isVisible()


def test_a_plan_is_copied_under_a_name_of_its_own(qtbot, shown, session) -> None:
    dialog = shown(PlanDialog)
    qtbot.mouseClick(dialog.copy_plan, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(dialog.name, "Plan court")
    accept(qtbot, dialog)
    assert [plan.name for plan in plans.all_plans(session.store)] == ["Plan standard", "Plan court"]


def test_the_settings_are_kept_with_the_law_beside(qtbot, shown, session) -> None:
    dialog = shown(ClaimSettingsDialog)
    qtbot.keyClicks(dialog.company_rate, "BCE + 11")
    before = dialog.form._notes["allocation_order"].text()
    choose(dialog.order, AllocationOrder.LEGAL.value)
    assert "1342-10" in dialog.form._notes["allocation_order"].text() != before
    choose(dialog.priority, Priority.INTEREST_FIRST.value)
    dialog.write_off_limit.selectAll()
    qtbot.keyClicks(dialog.write_off_limit, "2,50")
    dialog.gap.selectAll()
    qtbot.keyClicks(dialog.gap, "9")
    accept(qtbot, dialog)
    assert breakdown.claim_settings(session.store).company_rate == "BCE + 11 points"
    allocation = payments.allocation_settings(session.store)
    assert (allocation.order, allocation.priority) == (AllocationOrder.LEGAL, Priority.INTEREST_FIRST)
    assert (allocation.write_off_limit, plans.minimum_gap_days(session.store)) == (2_50, 9)


def test_a_clause_that_is_no_rate_is_refused_and_nothing_is_kept(qtbot, shown, session) -> None:
    dialog = shown(ClaimSettingsDialog)
    qtbot.keyClicks(dialog.company_rate, "beaucoup")
    accept(qtbot, dialog)
    assert "taux" in dialog.form.error("company_rate")
    assert dialog.isVisible()


def test_a_rate_is_typed_with_its_source_and_doubted_once(qtbot, shown, session, messages) -> None:
    dialog = shown(RateDialog, None, Semester(2027, 1))
    accept(qtbot, dialog)
    assert dialog.form.error("percent")
    qtbot.keyClicks(dialog.percent, "2,65")
    qtbot.keyClicks(dialog.source, "Site de la BCE")
    qtbot.keyClicks(dialog.published_on, "17/06/2026")
    accept(qtbot, dialog)
    assert "peut encore changer" in messages.take().text, "the semester has not begun"
    assert rates.own(session.store) == ()
    accept(qtbot, dialog)
    (rate,) = rates.own(session.store)
    assert (rate.series, rate.semester) == (Series.ECB_MAIN_REFINANCING, Semester(2027, 1))


# facts of a claim


def test_facts_of_a_claim_are_recorded(qtbot, shown, session, oldest) -> None:
    received = shown(MiseEnDemeureDialog, None, oldest)
    qtbot.keyClicks(received.received, "01/09/2026")
    accept(qtbot, received)
    award = shown(AwardDialog, None, oldest)
    qtbot.keyClicks(award.since, "01/10/2026")
    accept(qtbot, award)
    ground = shown(CapitalisationDialog, None, oldest)
    assert not ground.since.isVisible()
    choose(ground.ground, "clause")
    accept(qtbot, ground)
    assert ground.form.error("since")
    qtbot.keyClicks(ground.since, "01/10/2025")
    accept(qtbot, ground)
    cost = shown(CostDialog, None, oldest)
    qtbot.keyClicks(cost.amount, "120")
    qtbot.keyClicks(cost.label, "Huissier")
    accept(qtbot, cost)
    store = session.store
    assert claims.award(store, oldest).since == date(2026, 10, 1)
    assert claims.capitalisation(store, oldest).since == date(2025, 10, 1)
    assert [one.amount for one in claims.costs(store, oldest)] == [120_00]
    facts = dict(shown(InvoiceCardDialog, oldest).law._facts(_card(session, oldest)))
    assert facts["Mise en demeure reçue le"].startswith("01/09/2026")
    assert "01/10/2026" in facts["Jugement"]


def _card(session, invoice_id):
    from creances_desktop.services import invoices

    return invoices.card(session.store, invoice_id, TODAY)


def test_the_card_tells_the_last_useful_day_and_that_a_letter_moves_nothing(
    qtbot, shown, session, oldest, messages
) -> None:
    card = shown(InvoiceCardDialog, oldest)
    sentences = card.law.deadlines.sentences()
    assert "Dernier jour utile" in sentences[0]
    assert "n’interrompt pas" in sentences[-1]
    last = limitation.of_invoice(session.store, oldest, TODAY)[0].last_day
    event = shown(LimitationEventDialog, None, oldest)
    choose(event.kind, EventKind.ACKNOWLEDGEMENT.value)
    qtbot.keyClicks(event.day, "01/11/2026")
    accept(qtbot, event)
    assert "preuve" in event.form.error("proof").lower()
    qtbot.keyClicks(event.proof, "Lettre du 01/11")
    accept(qtbot, event)
    card.reload()
    assert limitation.of_invoice(session.store, oldest, TODAY)[0].last_day > last
    assert len(card.law.model.rows) == 1
    card.tabs.setCurrentIndex(1)
    card.law.recorded.select_id(0)
    qtbot.mouseClick(card.law.remove_button, Qt.MouseButton.LeftButton)
    assert card.law.model.rows == []
    assert limitation.of_invoice(session.store, oldest, TODAY)[0].last_day == last
    assert messages.asked == []


def test_a_request_that_interrupts_nothing_says_so(shown, oldest) -> None:
    event = shown(LimitationEventDialog, None, oldest)
    choose(event.kind, EventKind.MISE_EN_DEMEURE.value)
    assert "n’interrompt pas" in event.effect.text()
    choose(event.kind, EventKind.LAWSUIT.value)
    assert event.ended_on.isVisible()
    assert not event.counted.isVisible()
    choose(event.kind, EventKind.PART_PAYMENT.value)
    assert event.counted.isVisible()


def test_what_lapses_first_is_on_top_and_opens_its_invoice(qtbot, shown, oldest) -> None:
    dialog = shown(FirstToLapseDialog)
    days = [item.last_day for item in dialog.model.rows]
    assert days == sorted(days)
    with qtbot.waitSignal(dialog.chosen) as opened:
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert opened.args == [oldest]


# payments


def test_bank_fees_are_credited_to_the_client(qtbot, shown, session, debtor, oldest) -> None:
    dialog = shown(PaymentDialog, None, invoice_ids=[oldest])
    dialog.amount.selectAll()
    qtbot.keyClicks(dialog.amount, "985")
    qtbot.keyClicks(dialog.bank_fees, "15")
    accept(qtbot, dialog)
    assert _card(session, oldest).outstanding == 0
    assert payments.get(session.store, dialog.changes.id).amount == 985_00


def test_interest_first_takes_its_part_and_the_hand_takes_it_back(qtbot, shown, session, oldest) -> None:
    payments.save_allocation_settings(session.store, AllocationSettings(priority=Priority.INTEREST_FIRST))
    owed = breakdown.of_invoice_id(session.store, oldest, TODAY).result.interest
    dialog = shown(PaymentDialog, None, invoice_ids=[oldest])
    grid = dialog.allocation
    assert grid.set_aside() == owed
    assert [part.amount for part in grid.allocations()] == [1_000_00 - owed]
    assert "Intérêts et indemnité" in grid.summary.text()
    model = grid.model
    assert model.setData(model.index(0, model.column_index("allocated")), "1000")
    assert grid.set_aside() == 0
    accept(qtbot, dialog)
    assert _card(session, oldest).outstanding == 0


def test_a_returned_cheque_is_owed_again(qtbot, shown, session, debtor, oldest) -> None:
    payment_id = pay(session, debtor, 1_000_00)
    dialog = shown(ReturnedPaymentDialog, None, payment_id)
    accept(qtbot, dialog)
    assert _card(session, oldest).outstanding == 1_000_00
    assert max(item.cycle for item in payments.open_items(session.store, debtor)) == 2


def test_what_is_left_of_a_payment_is_given_back_or_set(qtbot, shown, session, debtor) -> None:
    payment_id = pay(session, debtor, 1_100_00)
    dialog = shown(ClientPaymentsDialog, None, debtor)
    assert dialog.refund.isEnabled()
    refund = shown(RefundDialog, None, payment_id=payment_id)
    assert refund.amount.value() == 50_00
    accept(qtbot, refund)
    assert refund.form.error("reason")
    qtbot.keyClicks(refund.reason, "Double")
    accept(qtbot, refund)
    assert payments.get(session.store, payment_id).unallocated == 0
    dialog.reload()
    assert not dialog.refund.isEnabled()
    assert clients.card(session.store, debtor, TODAY).credits == 0


def test_the_rest_of_a_payment_is_set_on_the_oldest(qtbot, shown, session, debtor, oldest) -> None:
    draft = PaymentDraft(debtor, 100_00, TODAY)
    payment_id = payments.record(session.store, draft, TODAY).id
    dialog = shown(RestDialog, None, payment_id)
    accept(qtbot, dialog)
    assert _card(session, oldest).outstanding == 900_00


def test_a_small_rest_is_given_up_and_a_large_one_is_not(  # noqa: PLR0917 - fixtures
    qtbot, shown, session, debtor, oldest, messages
) -> None:
    large = shown(WriteOffDialog, None, oldest)
    accept(qtbot, large)
    assert "plus que la limite" in messages.take().text
    pay(session, debtor, 998_00)
    dialog = shown(WriteOffDialog, None, oldest)
    accept(qtbot, dialog)
    assert _card(session, oldest).outstanding == 0


# aged balance


def test_the_aged_balance_of_any_day_in_own_bands(  # noqa: PLR0917 - fixtures
    qtbot, shown, session, debtor, monkeypatch, tmp_path
) -> None:
    dialog = shown(AgedBalanceDialog)
    assert dialog.shown.total.bands == (0, 50_00, 0, 0, 1_000_00)
    dialog.bands.setFocus()
    dialog.bands.selectAll()
    qtbot.keyClicks(dialog.bands, "3, 250")
    qtbot.keyClick(dialog.bands, Qt.Key.Key_Tab)
    assert dialog.shown.total.bands == (0, 0, 1_050_00, 0)
    assert balance.own_limits(session.store) == (3, 250)
    dialog.as_of.choose(date(2026, 1, 1))
    assert dialog.shown.total.outstanding == 0
    dialog.as_of.choose(TODAY)
    for button, name in ((dialog.pdf_button, "b.pdf"), (dialog.table_button, "b.csv")):
        target = tmp_path / name
        monkeypatch.setattr(file_dialogs, "file_to_write", lambda *_, _target=target, **__: _target)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert target.stat().st_size > 100
    with qtbot.waitSignal(dialog.chosen) as opened:
        dialog.table.select_id(debtor)
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert opened.args == [debtor]


def test_bands_that_do_not_grow_are_refused(qtbot, shown, debtor) -> None:
    dialog = shown(AgedBalanceDialog)
    dialog.bands.setFocus()
    dialog.bands.selectAll()
    qtbot.keyClicks(dialog.bands, "60, 30")
    qtbot.keyClick(dialog.bands, Qt.Key.Key_Tab)
    assert "plus petit au plus grand" in dialog.note.text()
    assert dialog.shown.limits == (30, 60, 90)
