"""Traps that other programs fell into: each is a test here, under its number, for the engine's part of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from creances_desktop.domain.clients import Channel, Nature
from creances_desktop.domain.followups import (
    AccountSituation,
    DoneStep,
    ExclusionReason,
    ItemSituation,
    due,
    steps_taken,
)
from creances_desktop.domain.invoices import DocumentKind, OpenItem
from creances_desktop.domain.plans import DEFAULT_PLAN, Plan, Step

DAY = date(2026, 11, 18)


def days(number: int) -> timedelta:
    return timedelta(days=number)


def situation(
    late: int, item_id: int = 1, *, outstanding: int = 100_00, invoice: int | None = None
) -> ItemSituation:
    due_date = DAY - days(late)
    open_item = OpenItem(
        due_item_id=item_id,
        invoice_id=invoice or item_id,
        client_id=1,
        kind=DocumentKind.INVOICE,
        number=f"F-{invoice or item_id}",
        label="",
        issue_date=DAY - days(300),
        due_date=due_date,
        estimated=False,
        to_confirm=False,
        gross=outstanding,
        amount=outstanding,
        outstanding=outstanding,
    )
    return ItemSituation(open_item)


def account(*items: ItemSituation, plan: Plan = DEFAULT_PLAN, credit: int = 0) -> AccountSituation:
    return AccountSituation(1, "C1", "Client", Nature.PROFESSIONAL, plan, True, credits=credit, items=items)


def written(step: str, ago: int, *, item_id: int = 1, granted: int = 8) -> DoneStep:
    day = DAY - days(ago)
    return DoneStep(item_id, 1, step, 1, day, day + days(granted))


@pytest.mark.parametrize("skipped", [0, 1, 2, 3, 10, 100])
def test_trap_1_a_day_without_the_program_loses_nothing(skipped: int) -> None:
    found = due([account(situation(8))], DAY + days(skipped))
    assert [one.step.id for one in found.to_do[0].at_step] == ["reminder_1"]


@pytest.mark.parametrize(
    ("days_after", "late", "leaves"), [(60, -60, False), (60, 60, True), (-60, -60, True)]
)
def test_trap_2_days_after_the_due_date_are_not_days_before(
    days_after: int, late: int, *, leaves: bool
) -> None:
    plan = Plan(1, "Essai", (Step("only", "Relance", 1, days_after, Channel.LETTER, "reminder_1", 8),))
    assert bool(due([account(situation(late), plan=plan)], DAY).to_do) is leaves


def test_trap_3_reminding_one_invoice_does_not_hide_the_others_of_the_client() -> None:
    found = due([account(situation(50, 1), situation(3, 2), situation(9, 3))], DAY)
    (letter,) = found.to_do
    assert {one.item.number for one in letter.reminded} == {"F-1", "F-3"}
    assert [one.number for one in letter.information] == ["F-2"]


def test_trap_3_each_instalment_is_followed_up_by_itself() -> None:
    first, second, third = (
        situation(late, number, invoice=9) for number, late in enumerate((70, 40, 10), start=1)
    )
    first = replace(first, history=(written("reminder_1", 30), written("reminder_2", 12)))
    second = replace(second, history=(written("reminder_1", 12, item_id=2),))
    (letter,) = due([account(first, second, third)], DAY).to_do
    assert [(one.item.due_item_id, one.step.id) for one in letter.reminded] == [
        (1, "mise_en_demeure"),
        (2, "reminder_2"),
        (3, "reminder_1"),
    ]


def test_trap_4_every_letter_grants_a_new_deadline_of_its_own() -> None:
    late = replace(situation(100), history=(written("reminder_1", 9),))
    (letter,) = due([account(late)], DAY).to_do
    assert letter.deadline == DAY + days(8)


def test_trap_4_a_step_waits_for_the_deadline_of_the_letter_before_not_only_for_the_due_date() -> None:
    late = replace(situation(100), history=(written("reminder_1", 9, granted=30),))
    found = due([account(late)], DAY)
    assert not found.to_do
    assert [one.reason for one in found.excluded] == [ExclusionReason.DEADLINE_RUNNING]


def test_trap_5_what_is_paid_disputed_or_promised_is_not_reminded() -> None:
    found = due(
        [
            account(
                situation(50, 1, outstanding=0),
                replace(situation(50, 2), disputed=True),
                replace(situation(50, 3), promised_until=DAY),
            )
        ],
        DAY,
    )
    assert not found.to_do
    assert [(one.invoice_number, one.reason.value) for one in found.excluded] == [
        ("F-2", "disputed"),
        ("F-3", "promised"),
    ]


def test_trap_6_credits_are_netted_once_per_client_whatever_the_steps() -> None:
    late = replace(situation(60, 1), history=(written("reminder_2", 12),))
    (letter,) = due([account(late, situation(9, 2), credit=30_00)], DAY).to_do
    assert (letter.total, letter.credits, letter.claimed) == (200_00, 30_00, 170_00)
    assert not due([account(late, situation(9, 2), credit=200_00)], DAY).to_do


def test_trap_6_nobody_is_put_in_demeure_for_what_his_credits_cover() -> None:
    late = replace(situation(60, 1), history=(written("reminder_2", 12),))
    found = due([account(late, situation(9, 2), credit=150_00)], DAY)
    (letter,) = found.to_do
    assert letter.step.id == "reminder_1"
    assert [one.item.number for one in letter.reminded] == ["F-2"]
    # The credits go to the oldest first: what is left of them is netted in the letter that leaves.
    assert (letter.total, letter.credits, letter.claimed) == (100_00, 50_00, 50_00)
    assert [(one.invoice_number, one.reason.value) for one in found.excluded] == [
        ("F-1", "covered_by_credit")
    ]


def test_trap_7_history_outlives_the_rule_that_made_it() -> None:
    own = Plan(5, "Le nôtre", tuple(replace(step, id=f"own_{step.id}") for step in DEFAULT_PLAN.steps))
    late = replace(situation(100), history=(written("reminder_1", 40), written("reminder_2", 20)))
    (letter,) = due([account(late, plan=own)], DAY).to_do
    assert letter.step.id == "own_mise_en_demeure"
    assert "le courrier du 29/10/2026" in letter.why


def test_trap_7_a_deadline_granted_by_a_step_that_left_the_plan_still_runs() -> None:
    own = Plan(5, "Le nôtre", tuple(replace(step, id=f"own_{step.id}") for step in DEFAULT_PLAN.steps))
    late = replace(situation(100), history=(written("reminder_1", 3),))
    found = due([account(late, plan=own)], DAY)
    assert [one.reason for one in found.excluded] == [ExclusionReason.DEADLINE_RUNNING]
    assert found.excluded[0].message == "Le courrier du 15/11/2026 accorde jusqu’au 23/11/2026."


def test_trap_7_a_call_of_a_plan_that_is_gone_counts_for_no_letter() -> None:
    call = DoneStep(1, 1, "old_call", 1, DAY - days(30), None, written=False)
    (letter,) = due([account(replace(situation(100), history=(call,)))], DAY).to_do
    assert letter.step.id == "reminder_1"


def test_trap_8_the_engine_answers_beside_the_invoices_it_was_given() -> None:
    late = situation(50)
    (letter,) = due([account(late)], DAY).to_do
    assert letter.at_step[0].item is late.item
    assert letter.total == late.item.outstanding


def test_trap_9_one_invoice_can_be_taken_out_and_what_left_is_told() -> None:
    sent = replace(situation(50, 1), history=(written("reminder_1", 12),))
    aside = replace(situation(50, 2), paused_until=DAY, pause_reason="à ma demande")
    found = due([account(sent, aside)], DAY)
    assert [one.item.number for one in found.to_do[0].reminded] == ["F-1"]
    assert "la relance 1 du 06/11/2026" in found.to_do[0].why
    assert [one.reason.value for one in found.excluded] == ["paused"]


def test_the_same_day_run_twice_writes_nothing_twice() -> None:
    late = situation(50)
    rows = steps_taken(due([account(late)], DAY).to_do[0], DAY)
    again = due([account(replace(late, history=rows))], DAY, minimum_gap_days=0)
    assert not again.to_do
