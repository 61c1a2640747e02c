"""The follow-ups of a day: what leaves, what does not and why, case by case."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from creances_desktop.domain.clients import Channel, Nature
from creances_desktop.domain.followups import (
    AccountSituation,
    DoneStep,
    ExclusionReason,
    ItemSituation,
    LetterProposal,
    Proposals,
    due,
    next_step,
    steps_taken,
)
from creances_desktop.domain.invoices import DocumentKind, OpenItem
from creances_desktop.domain.letter_tones import Tone
from creances_desktop.domain.plans import DEFAULT_PLAN, Plan, Step

DAY = date(2026, 11, 18)


def days(number: int) -> timedelta:
    return timedelta(days=number)


def item(late: int, *, id: int = 1, outstanding: int = 120_00, **facts: Any) -> OpenItem:  # noqa: A002
    """A due item `late` days after its due date on DAY."""
    due_date = DAY - days(late)
    known: dict[str, Any] = {
        "due_item_id": id,
        "invoice_id": id,
        "client_id": 7,
        "kind": DocumentKind.INVOICE,
        "number": f"F-{id:03d}",
        "label": "",
        "issue_date": due_date - days(30),
        "due_date": due_date,
        "estimated": False,
        "to_confirm": False,
        "gross": 120_00,
        "amount": 120_00,
        "outstanding": outstanding,
    }
    return OpenItem(**known | facts)


def done(step: str, on: int, *, deadline: int | None = 8, id: int = 1, **facts: Any) -> DoneStep:  # noqa: A002
    """A step taken `on` days before DAY, with a deadline that many days after it."""
    day = DAY - days(on)
    until = None if deadline is None else day + days(deadline)
    return DoneStep(id, **{"cycle": 1, "step": step, "attempt": 1, "done_on": day, "deadline": until} | facts)


def account(*items: ItemSituation, **facts: Any) -> AccountSituation:
    known: dict[str, Any] = {
        "client_id": 7,
        "code": "C7",
        "name": "Garage Dubois",
        "nature": Nature.PROFESSIONAL,
        "plan": DEFAULT_PLAN,
        "has_address": True,
        "items": items,
    }
    return AccountSituation(**known | facts)


def steps(found: Proposals) -> dict[str, str]:
    """Step by invoice number, of all that is reminded."""
    return {one.item.number: one.step.id for letter in found.to_do for one in letter.reminded}


def reasons(found: Proposals) -> dict[str, str]:
    return {one.invoice_number: one.reason.value for one in found.excluded}


def only_letter(found: Proposals) -> LetterProposal:
    assert len(found.to_do) == 1
    return found.to_do[0]


FIRST, SECOND = done("reminder_1", 12), done("reminder_2", 12)


@pytest.mark.parametrize(
    ("late", "history", "expected"),
    [
        (7, (), None),
        (8, (), "reminder_1"),
        (9, (), "reminder_1"),
        (200, (), "reminder_1"),  # one step at a time, however late
        (19, (FIRST,), None),
        (20, (FIRST,), "reminder_2"),
        (21, (FIRST,), "reminder_2"),
        (200, (FIRST,), "reminder_2"),
        (200, (FIRST, SECOND), "mise_en_demeure"),
        (200, (SECOND,), "mise_en_demeure"),  # an import knows only the highest step reached
        (44, (FIRST, SECOND), None),
        (200, (FIRST, SECOND, done("mise_en_demeure", 12)), None),  # the plan is done
        (200, (done("call_1", 3, deadline=None), done("call_2", 1, deadline=None)), "reminder_1"),
        (20, (FIRST, done("reminder_2", 6, void=True)), "reminder_2"),
        (200, (done("reminder_2", 90, cycle=2),), "reminder_1"),  # another cycle is another story
    ],
)
def test_next_written_step(late: int, history: tuple[DoneStep, ...], expected: str | None) -> None:
    found = due([account(ItemSituation(item(late), history=history))], DAY)
    assert steps(found) == ({} if expected is None else {"F-001": expected})
    assert found.excluded == ()


@pytest.mark.parametrize(
    ("ago", "granted", "leaves"),
    [(7, 8, False), (8, 8, False), (9, 8, True), (1, 0, True), (0, 0, False), (3, None, True)],
)
def test_the_deadline_of_the_letter_before_must_have_passed(
    ago: int, granted: int | None, *, leaves: bool
) -> None:
    situation = ItemSituation(item(60), history=(done("reminder_1", ago, deadline=granted),))
    found = due([account(situation)], DAY)
    assert steps(found) == ({"F-001": "reminder_2"} if leaves else {})
    assert reasons(found) == ({} if leaves else {"F-001": "deadline_running"})


def test_a_deadline_counts_from_the_letter_and_is_longer_for_a_consumer_in_the_last_step() -> None:
    history = (SECOND,)
    for nature, granted in [(Nature.PROFESSIONAL, 8), (Nature.CONSUMER, 15)]:
        found = due([account(ItemSituation(item(80), history=history), nature=nature)], DAY)
        letter = only_letter(found)
        assert letter.step.id == "mise_en_demeure"
        assert letter.channel is Channel.REGISTERED_LETTER
        assert letter.deadline == DAY + days(granted)


def test_each_void_row_of_the_same_step_and_cycle_opens_an_attempt() -> None:
    history = (
        FIRST,
        done("reminder_2", 9, void=True),
        done("reminder_2", 6, void=True, attempt=2),
        done("reminder_2", 90, void=True, cycle=4),
        done("reminder_1", 30, void=True),
    )
    letter = only_letter(due([account(ItemSituation(item(30), history=history))], DAY))
    assert [one.attempt for one in letter.at_step] == [3]
    assert "annulé ou retourné" in letter.why


def test_a_letter_has_three_parts_and_the_highest_step() -> None:
    found = due(
        [
            account(
                ItemSituation(item(50, id=1), history=(done("reminder_2", 12, id=1),)),
                ItemSituation(item(52, id=2, outstanding=50_00), history=(done("reminder_2", 12, id=2),)),
                ItemSituation(item(10, id=3)),
                ItemSituation(item(3, id=4)),  # overdue, its step has not come
                ItemSituation(item(25, id=5), history=(done("reminder_1", 6, id=5),)),  # deadline running
                ItemSituation(item(90, id=6), history=(done("mise_en_demeure", 30, id=6),)),  # plan done
                ItemSituation(item(0, id=7)),  # due today: not overdue
                ItemSituation(item(-10, id=8)),
                ItemSituation(item(60, id=9), disputed=True),
                ItemSituation(item(5, id=10), promised_until=DAY),
                ItemSituation(item(5, id=11), paused_until=DAY + days(9)),
                ItemSituation(item(5, id=12, to_confirm=True)),
                ItemSituation(item(60, id=13, outstanding=0)),
                credits=20_00,
            )
        ],
        DAY,
    )
    letter = only_letter(found)
    assert letter.step.id == "mise_en_demeure"
    assert [one.item.number for one in letter.at_step] == ["F-002", "F-001"]
    assert [(one.item.number, one.step.id) for one in letter.other_reminded] == [("F-003", "reminder_1")]
    assert [open_item.number for open_item in letter.information] == ["F-006", "F-005", "F-004"]
    assert (letter.total, letter.credits, letter.claimed) == (290_00, 20_00, 270_00)
    assert reasons(found) == {"F-005": "deadline_running", "F-009": "disputed"}


HELD: dict[ExclusionReason, tuple[dict[str, Any], dict[str, Any], str]] = {
    # reason: what is said of the item, what is said of the account, what the sentence tells
    ExclusionReason.TO_CONFIRM: ({"item": item(60, to_confirm=True)}, {}, "à confirmer"),
    ExclusionReason.DISPUTED: ({"disputed": True}, {}, "litige"),
    ExclusionReason.PLANNED: ({"planned_until": DAY}, {}, "prochaine échéance le 18/11/2026"),
    ExclusionReason.PROMISED: ({"promised_until": DAY}, {}, "18/11/2026"),
    ExclusionReason.PAUSED: (
        {"paused_until": DAY + days(2), "pause_reason": "Avoir attendu"},
        {},
        "Facture mise de côté jusqu’au 20/11/2026\u00a0: avoir attendu.",
    ),
    ExclusionReason.INSOLVENCY: ({}, {"insolvency_judgment": DAY}, "18/11/2026"),
    ExclusionReason.NO_ADDRESS: ({}, {"has_address": False}, "Adresse postale incomplète"),
    ExclusionReason.DEADLINE_RUNNING: (
        {"history": (done("reminder_1", 6),)},
        {},
        "La relance 1 du 12/11/2026 accorde jusqu’au 20/11/2026.",
    ),
    ExclusionReason.MIN_GAP: ({}, {"last_written_on": DAY - days(4)}, "le suivant peut partir le 19/11/2026"),
    ExclusionReason.COVERED_BY_CREDIT: ({}, {"credits": 120_00}, "120,00\u00a0€"),
    ExclusionReason.BELOW_MINIMUM: ({}, {"credits": 0}, "120,00\u00a0€"),
}
ORDER = list(HELD)
DEAR = Plan(2, "Cher", tuple(replace(step, minimum=120_01) for step in DEFAULT_PLAN.steps))


def held(*wanted: ExclusionReason) -> Proposals:
    """The answer for one due item, 60 days late, held back by all of these reasons."""
    facts: dict[str, Any] = {}
    client: dict[str, Any] = {}
    for reason in wanted:
        facts |= HELD[reason][0]
        client |= HELD[reason][1]
    if ExclusionReason.COVERED_BY_CREDIT in wanted:
        client["credits"] = 120_00
    if ExclusionReason.BELOW_MINIMUM in wanted:
        client["plan"] = DEAR
    return due([account(ItemSituation(**{"item": item(60)} | facts), **client)], DAY)


@pytest.mark.parametrize("reason", ORDER, ids=str)
def test_each_reason_holds_back_and_says_so(reason: ExclusionReason) -> None:
    found = held(reason)
    assert found.to_do == ()
    assert reasons(found) == {"F-001": reason.value}
    assert HELD[reason][2] in found.excluded[0].message
    assert found.excluded[0].message.endswith(".")


@pytest.mark.parametrize("first", range(len(ORDER)), ids=map(str, ORDER))
def test_of_several_reasons_the_first_of_the_order_is_told(first: int) -> None:
    for second in range(first + 1, len(ORDER)):
        assert reasons(held(ORDER[first], ORDER[second])) == {"F-001": ORDER[first].value}
    assert reasons(held(*ORDER[first:])) == {"F-001": ORDER[first].value}


def test_a_paused_client_comes_between_insolvency_and_address() -> None:
    paused = {"paused_until": DAY, "pause_reason": "Fermé pour travaux"}
    situation = ItemSituation(item(60))
    found = due([account(situation, has_address=False, **paused)], DAY)
    assert reasons(found) == {"F-001": "paused"}
    assert found.excluded[0].message == ("Client mis de côté jusqu’au 18/11/2026\u00a0: fermé pour travaux.")
    found = due([account(situation, insolvency_judgment=DAY - days(1), **paused)], DAY)
    assert reasons(found) == {"F-001": "insolvency"}
    own = replace(situation, paused_until=DAY + days(1))
    assert due([account(own, **paused)], DAY).excluded[0].message.startswith("Facture mise de côté")


@pytest.mark.parametrize("reason", [*ORDER[:6], ExclusionReason.MIN_GAP], ids=str)
def test_an_invoice_whose_step_has_not_come_is_not_listed_as_left_out(reason: ExclusionReason) -> None:
    facts, client, _ = HELD[reason]
    open_item = item(7, to_confirm=reason is ExclusionReason.TO_CONFIRM)
    found = due([account(ItemSituation(**facts | {"item": open_item}), **client)], DAY)
    assert found.excluded == ()
    assert found.to_do == ()


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("planned_until", DAY - days(1)),
        ("promised_until", DAY - days(1)),
        ("paused_until", DAY - days(1)),
    ],
)
def test_the_day_after_a_promise_or_a_pause_the_step_is_back(fact: str, value: date) -> None:
    assert steps(due([account(ItemSituation(**{"item": item(60), fact: value}))], DAY))


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("insolvency_judgment", DAY + days(1)),
        ("paused_until", DAY - days(1)),
        ("last_written_on", DAY - days(5)),
        ("credits", 119_99),
    ],
)
def test_facts_of_the_client_that_hold_back_no_longer_or_not_yet(fact: str, value: object) -> None:
    assert steps(due([account(ItemSituation(item(60)), **{fact: value})], DAY))


def test_zero_days_between_letters_removes_only_the_gap() -> None:
    today = account(
        ItemSituation(item(60, id=1)),
        ItemSituation(item(60, id=2), history=(done("reminder_1", 0, id=2),)),
        last_written_on=DAY,
    )
    assert reasons(due([today], DAY)) == {"F-001": "min_gap", "F-002": "deadline_running"}
    found = due([today], DAY, minimum_gap_days=0)
    assert steps(found) == {"F-001": "reminder_1"}
    assert reasons(found) == {"F-002": "deadline_running"}


def test_below_the_minimum_of_the_highest_step_the_step_under_it_still_leaves() -> None:
    *others, last = DEFAULT_PLAN.steps
    plan = replace(DEFAULT_PLAN, steps=(*others, replace(last, minimum=500_00)))
    found = due(
        [
            account(
                ItemSituation(item(60, id=1), history=(done("reminder_2", 12, id=1),)),
                ItemSituation(item(10, id=2)),
                plan=plan,
            )
        ],
        DAY,
    )
    letter = only_letter(found)
    assert steps(found) == {"F-002": "reminder_1"}
    assert [one.number for one in letter.information] == ["F-001"]
    assert reasons(found) == {"F-001": "below_minimum"}
    assert "(240,00\u00a0€)" in found.excluded[0].message
    assert "(500,00\u00a0€)" in found.excluded[0].message


def test_by_email_no_postal_address_is_needed() -> None:
    by_mail = tuple(replace(step, channel=Channel.EMAIL) for step in DEFAULT_PLAN.written)
    plan = Plan(3, "E-mail", by_mail)
    assert steps(due([account(ItemSituation(item(9)), plan=plan, has_address=False)], DAY))


@pytest.mark.parametrize(
    ("late", "history", "why"),
    [
        (9, (), "Échue depuis 9\u00a0jours\u00a0; aucune relance envoyée."),
        (
            23,
            (done("reminder_1", 16),),
            "Échue depuis 23\u00a0jours\u00a0; la relance 1 du 02/11/2026 accordait jusqu’au 10/11/2026.",
        ),
        (
            60,
            (done("reminder_2", 10, deadline=None),),
            "Échue depuis 60\u00a0jours\u00a0; la relance 2 du 08/11/2026 n’accordait pas de délai.",
        ),
    ],
)
def test_why_today_is_told_in_a_sentence(late: int, history: tuple[DoneStep, ...], why: str) -> None:
    letter = only_letter(due([account(ItemSituation(item(late), history=history))], DAY))
    assert letter.at_step[0].why == why
    assert letter.why == why


def test_why_of_several_invoices_names_the_oldest_and_the_step() -> None:
    found = due([account(ItemSituation(item(9, id=1)), ItemSituation(item(14, id=2)))], DAY)
    assert only_letter(found).why == (
        "2\u00a0factures, la plus ancienne échue depuis 14\u00a0jours\u00a0; étape\u00a0: Relance 1."
    )


def test_order_is_by_client_code_then_due_date_number_and_id() -> None:
    accounts = [
        account(ItemSituation(item(9, id=1)), client_id=1, code="B"),
        account(
            ItemSituation(item(9, id=4, number="F-9")),
            ItemSituation(item(9, id=3, number="F-9")),
            ItemSituation(item(9, id=2, number="F-10")),
            ItemSituation(item(10, id=5, number="F-99")),
            client_id=2,
            code="A",
        ),
        account(ItemSituation(item(9, id=6), disputed=True), client_id=4, code="D"),
        account(ItemSituation(item(9, id=7), disputed=True), client_id=3, code="C"),
    ]
    found = due(accounts, DAY)
    assert [letter.client_code for letter in found.to_do] == ["A", "B"]
    assert [one.item.due_item_id for one in found.to_do[0].at_step] == [5, 2, 3, 4]
    assert [one.client_code for one in found.excluded] == ["C", "D"]
    assert due(reversed(accounts), DAY) == found


# --- Before the due date

NOTICE = Step("notice", "Rappel d’échéance", 0, -5, Channel.LETTER, "reminder_1", 0)
EARLY = replace(DEFAULT_PLAN, steps=(NOTICE, *DEFAULT_PLAN.steps))


@pytest.mark.parametrize(
    ("late", "expected"),
    [(-6, None), (-5, "notice"), (-1, "notice"), (0, "notice"), (1, None), (7, None), (8, "reminder_1")],
)
def test_a_notice_leaves_before_the_due_date_and_lapses_after_it(late: int, expected: str | None) -> None:
    found = due([account(ItemSituation(item(late)), plan=EARLY)], DAY)
    assert steps(found) == ({} if expected is None else {"F-001": expected})


def test_why_of_a_notice_tells_the_coming_due_date() -> None:
    found = due([account(ItemSituation(item(-3)), plan=EARLY)], DAY)
    assert only_letter(found).why == "Échéance dans 3\u00a0jours, le 21/11/2026."
    found = due([account(ItemSituation(item(0)), plan=EARLY)], DAY)
    assert only_letter(found).why == "Échéance aujourd’hui."


# --- Calls


@pytest.mark.parametrize(
    ("late", "history", "expected"),
    [
        (11, (), None),
        (12, (), "call_1"),
        (29, (), "call_1"),
        (30, (), "call_2"),  # one telephone call makes up for both
        (29, (done("call_1", 9, deadline=None),), None),
        (30, (done("call_1", 9, deadline=None),), "call_2"),
        (60, (done("call_2", 9, deadline=None),), None),
        (60, (done("call_2", 9, deadline=None, cycle=3),), "call_2"),
        (60, (done("call_2", 9, deadline=None, void=True),), "call_2"),
    ],
)
def test_calls_are_proposed_once(late: int, history: tuple[DoneStep, ...], expected: str | None) -> None:
    found = due([account(ItemSituation(item(late), history=history))], DAY)
    assert [call.step.id for call in found.calls] == ([] if expected is None else [expected])


def test_one_call_to_a_client_covers_all_his_invoices_each_at_its_step() -> None:
    found = due([account(ItemSituation(item(13, id=1)), ItemSituation(item(31, id=2)))], DAY)
    (call,) = found.calls
    assert (call.step.id, call.on, call.total) == ("call_2", DAY, 240_00)
    assert [(one.item.number, one.step.id) for one in call.items] == [
        ("F-002", "call_2"),
        ("F-001", "call_1"),
    ]


@pytest.mark.parametrize("reason", [*ORDER[:5]], ids=str)
def test_nobody_is_called_about_what_is_held_back(reason: ExclusionReason) -> None:
    assert held(reason).calls == ()


@pytest.mark.parametrize(("in_hand", "called"), [(0, True), (119_99, True), (120_00, False), (500_00, False)])
def test_nobody_is_called_for_what_his_credits_cover(in_hand: int, called: bool) -> None:
    found = due([account(ItemSituation(item(13)), credits=in_hand)], DAY)
    assert bool(found.calls) is called


def test_a_letter_under_way_does_not_hold_back_a_call() -> None:
    assert held(ExclusionReason.DEADLINE_RUNNING).calls
    assert held(ExclusionReason.MIN_GAP).calls


# --- What the list of invoices shows


@pytest.mark.parametrize(
    ("situation", "step", "first"),
    [
        (ItemSituation(item(-10)), "reminder_1", DAY + days(18)),
        (ItemSituation(item(60)), "reminder_1", DAY - days(52)),
        (ItemSituation(item(10), history=(done("reminder_1", 1),)), "reminder_2", DAY + days(10)),
        (ItemSituation(item(60), history=(done("reminder_1", 1),)), "reminder_2", DAY + days(8)),
        (ItemSituation(item(60), promised_until=DAY + days(3)), "reminder_1", DAY + days(4)),
        (ItemSituation(item(60), planned_until=DAY + days(3)), "reminder_1", DAY + days(4)),
        (ItemSituation(item(60), paused_until=DAY + days(5)), "reminder_1", DAY + days(6)),
        (ItemSituation(item(60), history=(done("mise_en_demeure", 1),)), None, DAY + days(8)),
        (ItemSituation(item(60), history=(done("mise_en_demeure", 1, deadline=None),)), None, None),
    ],
)
def test_next_step_and_its_first_day(situation: ItemSituation, step: str | None, first: date | None) -> None:
    found, day = next_step(situation, DEFAULT_PLAN, DAY)
    assert (found.id if found else None, day) == (step, first)


def test_next_step_agrees_with_the_engine() -> None:
    situation = ItemSituation(item(19), history=(done("reminder_1", 4),))
    _, first = next_step(situation, DEFAULT_PLAN, DAY)
    assert first is not None
    assert not due([account(situation)], first - days(1)).to_do
    assert due([account(situation)], first).to_do


def test_steps_taken_are_one_row_per_item_with_the_deadline_of_the_letter() -> None:
    found = due(
        [
            account(
                ItemSituation(item(60, id=1), history=(done("reminder_2", 12, id=1),)),
                ItemSituation(item(13, id=2, cycle=2)),
            )
        ],
        DAY,
    )
    until = DAY + days(8)
    assert steps_taken(found.to_do[0], DAY) == (
        DoneStep(1, 1, "mise_en_demeure", 1, DAY, until),
        DoneStep(2, 2, "reminder_1", 1, DAY, until),
    )
    assert steps_taken(found.calls[0], DAY) == (
        DoneStep(1, 1, "call_2", 1, DAY, None, written=False),
        DoneStep(2, 2, "call_1", 1, DAY, None, written=False),
    )


def test_without_the_creditor_s_identity_only_reminders_leave() -> None:
    at_last = ItemSituation(
        item(60, id=1), history=(done("reminder_1", 50, deadline=8), done("reminder_2", 30, deadline=8))
    )
    at_first = ItemSituation(item(10, id=2))
    found = due([account(at_last, at_first, creditor_lacks=("le SIREN", "le signataire"))], DAY)
    (letter,) = found.to_do
    assert [one.item.due_item_id for one in letter.reminded] == [2]
    (held,) = found.excluded
    assert held.reason is ExclusionReason.CREDITOR_IDENTITY_MISSING
    assert "le SIREN, le signataire" in held.message
    assert not due([account(at_last, at_first)], DAY).excluded


@pytest.mark.parametrize(("own", "tone"), [(None, Tone.COURTEOUS), (Tone.FORMAL, Tone.FORMAL)])
def test_the_tone_is_that_of_the_step_unless_the_client_has_his_own(own: Tone | None, tone: Tone) -> None:
    (letter,) = due([account(ItemSituation(item(10)), tone=own)], DAY).to_do
    assert letter.tone is tone


# --- What is not due yet -----------------------------------------------------------------------------------

NOTICE = Step("pre_due", "Avant l’échéance", 0, -7, Channel.LETTER, "pre_due", 8)
WITH_NOTICE = Plan(4, "Avec rappel", (NOTICE, *DEFAULT_PLAN.steps))


def test_what_is_not_due_yet_is_never_asked_for_among_what_is_overdue() -> None:
    late, early = ItemSituation(item(9, id=1)), ItemSituation(item(-5, id=2))
    found = due([account(late, early, plan=WITH_NOTICE)], DAY)
    letter = only_letter(found)
    assert (letter.step.id, letter.claimed, letter.other_reminded) == ("reminder_1", 120_00, ())
    assert reasons(found) == {"F-002": "min_gap"}
    assert found.excluded[0].message.startswith("Pas encore échue\u00a0:")
    alone = only_letter(due([account(early, plan=WITH_NOTICE)], DAY))
    assert [(one.item.number, one.step.id) for one in alone.at_step] == [("F-002", "pre_due")]


def test_a_notice_still_leaves_where_nothing_overdue_can_be_asked_for() -> None:
    late, early = ItemSituation(item(9, id=1)), ItemSituation(item(-5, id=2, outstanding=100_00))
    covered = due([account(late, early, plan=WITH_NOTICE, credits=150_00)], DAY)
    letter = only_letter(covered)
    assert (letter.step.id, letter.credits, letter.claimed) == ("pre_due", 30_00, 70_00)
    assert reasons(covered) == {"F-001": "covered_by_credit"}
    held_back = due([account(late, early, plan=WITH_NOTICE, last_written_on=DAY - days(2))], DAY)
    assert reasons(held_back) == {"F-001": "min_gap", "F-002": "min_gap"}
    assert all("Dernier courrier" in one.message for one in held_back.excluded)
