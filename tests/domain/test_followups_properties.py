"""What stays true of the follow-ups of any day, whatever the accounts."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.followups import (
    AccountSituation,
    DoneStep,
    ItemSituation,
    Proposals,
    due,
    next_step,
    steps_taken,
)
from creances_desktop.domain.invoices import DocumentKind, OpenItem
from creances_desktop.domain.planned_letters import planned
from creances_desktop.domain.plans import DEFAULT_PLAN

DAY = date(2026, 11, 18)
WRITTEN = [step.id for step in DEFAULT_PLAN.written]
near = st.integers(-20, 20).map(lambda n: DAY + timedelta(days=n))
maybe_near = st.one_of(st.none(), near)


@st.composite
def histories(draw: st.DrawFn, due_item_id: int) -> tuple[DoneStep, ...]:
    """Steps in order, some void, some calls, some of another cycle."""
    rows = []
    for step in [s.id for s in DEFAULT_PLAN.steps][: draw(st.integers(0, 5))]:
        for attempt in range(1, draw(st.integers(1, 3)) + 1):
            on = DAY - timedelta(days=draw(st.integers(0, 60)))
            until = draw(
                st.one_of(st.none(), st.integers(0, 30).map(lambda n, on=on: on + timedelta(days=n)))
            )
            cycle = draw(st.sampled_from([1, 1, 1, 2]))
            rows.append(DoneStep(due_item_id, cycle, step, attempt, on, until, void=draw(st.booleans())))
    return tuple(rows)


@st.composite
def situations(draw: st.DrawFn, due_item_id: int) -> ItemSituation:
    due_date = DAY - timedelta(days=draw(st.integers(-30, 120)))
    outstanding = draw(st.integers(0, 500_00))
    item = OpenItem(
        due_item_id=due_item_id,
        invoice_id=due_item_id,
        client_id=0,
        kind=DocumentKind.INVOICE,
        number=f"F-{draw(st.integers(1, 9))}",
        label="",
        issue_date=due_date,
        due_date=due_date,
        estimated=False,
        to_confirm=draw(st.booleans()) and draw(st.booleans()),
        gross=outstanding,
        amount=outstanding,
        outstanding=outstanding,
    )
    return ItemSituation(
        item,
        disputed=draw(st.booleans()) and draw(st.booleans()),
        promised_until=draw(maybe_near),
        paused_until=draw(st.one_of(st.none(), st.none(), near)),
        history=draw(histories(due_item_id)),
    )


@st.composite
def books(draw: st.DrawFn) -> list[AccountSituation]:
    """A few accounts with due items of all kinds; due items have ids of their own."""
    accounts, last = [], 0
    steps = tuple(replace(s, minimum=draw(st.sampled_from([0, 0, 100_00]))) for s in DEFAULT_PLAN.steps)
    for client_id in range(1, draw(st.integers(1, 4)) + 1):
        count = draw(st.integers(0, 5))
        items = tuple(draw(situations(last + n)) for n in range(1, count + 1))
        last += count
        accounts.append(
            AccountSituation(
                client_id=client_id,
                code=draw(st.sampled_from(["A", "B", "C"])),
                name="Client",
                nature=draw(st.sampled_from(Nature)),
                plan=replace(DEFAULT_PLAN, steps=steps),
                has_address=draw(st.sampled_from([True, True, True, False])),
                insolvency_judgment=draw(st.one_of(st.none(), st.none(), near)),
                paused_until=draw(st.one_of(st.none(), st.none(), near)),
                credits=draw(st.integers(0, 200_00)),
                last_written_on=draw(maybe_near),
                items=items,
            )
        )
    return accounts


def reminded(found: Proposals) -> list[int]:
    return [one.item.due_item_id for letter in found.to_do for one in letter.reminded]


def record(accounts: list[AccountSituation], found: Proposals, day: date) -> list[AccountSituation]:
    """The accounts once all that was proposed is done."""
    rows: dict[int, list[DoneStep]] = {}
    for proposal in (*found.to_do, *found.calls):
        for row in steps_taken(proposal, day):
            rows.setdefault(row.due_item_id, []).append(row)
    return [
        replace(
            account,
            items=tuple(
                replace(one, history=(*one.history, *rows.get(one.item.due_item_id, ())))
                for one in account.items
            ),
        )
        for account in accounts
    ]


def free(account: AccountSituation) -> AccountSituation:
    """The account without anything that holds letters back, and without history."""
    items = tuple(
        replace(
            one,
            item=replace(one.item, to_confirm=False, outstanding=one.item.outstanding + 1),
            disputed=False,
            promised_until=None,
            paused_until=None,
            history=(),
        )
        for one in account.items
    )
    return AccountSituation(
        account.client_id, account.code, account.name, account.nature, DEFAULT_PLAN, True, items=items
    )


@given(books(), st.integers(0, 10))
def test_no_item_is_in_two_places(accounts: list[AccountSituation], gap: int) -> None:
    found = due(accounts, DAY, minimum_gap_days=gap)
    places = Counter(reminded(found))
    places.update(one.due_item_id for one in found.excluded)
    assert all(count == 1 for count in places.values())
    assert len({letter.client_id for letter in found.to_do}) == len(found.to_do)
    called = Counter(one.item.due_item_id for call in found.calls for one in call.items)
    assert all(count == 1 for count in called.values())
    for letter in found.to_do:
        told = [one.due_item_id for one in letter.information]
        assert not set(told) & {one.item.due_item_id for one in letter.reminded}
        assert len(told) == len(set(told))


@given(books(), st.integers(0, 10))
def test_totals_are_sums_and_a_letter_claims_something(accounts: list[AccountSituation], gap: int) -> None:
    known = {account.client_id: account for account in accounts}
    for letter in due(accounts, DAY, minimum_gap_days=gap).to_do:
        assert letter.total == sum(one.item.outstanding for one in letter.reminded)
        assert 0 <= letter.credits <= known[letter.client_id].credits
        assert letter.claimed == letter.total - letter.credits > 0
        assert sum(one.item.outstanding for one in letter.at_step) > letter.credits
        assert letter.claimed >= letter.step.minimum
        assert letter.at_step
        assert all(one.step == letter.step for one in letter.at_step)
        assert all(one.step.position < letter.step.position for one in letter.other_reminded)
        assert letter.deadline > DAY


@given(books(), st.integers(0, 10))
def test_what_has_reached_its_days_is_proposed_or_left_out_for_one_reason(
    accounts: list[AccountSituation], gap: int
) -> None:
    found = due(accounts, DAY, minimum_gap_days=gap)
    reached = set()
    for account in accounts:
        for one in account.items:
            step, _ = next_step(one, account.plan, DAY)
            if step is not None and one.item.outstanding > 0 and one.item.days_late(DAY) >= step.days:
                reached.add(one.item.due_item_id)
    assert sorted(reached) == sorted([*reminded(found), *(one.due_item_id for one in found.excluded)])


@given(books())
def test_the_same_day_again_proposes_nothing_more(accounts: list[AccountSituation]) -> None:
    after = record(accounts, due(accounts, DAY, minimum_gap_days=0), DAY)
    again = due(after, DAY, minimum_gap_days=0)
    # What a client's credits or a minimum held back may now fit; what was written or called about may not.
    before = due(accounts, DAY, minimum_gap_days=0)
    assert not set(reminded(again)) & set(reminded(before))
    assert again.calls == ()


@given(books())
def test_without_minimums_the_same_day_again_proposes_nothing_at_all(
    accounts: list[AccountSituation],
) -> None:
    accounts = [replace(account, plan=DEFAULT_PLAN) for account in accounts]
    after = record(accounts, due(accounts, DAY, minimum_gap_days=0), DAY)
    again = due(after, DAY, minimum_gap_days=0)
    assert (again.to_do, again.calls) == ((), ())


@given(books(), st.sets(st.integers(0, 200), max_size=60))
def test_days_without_the_program_lose_no_step(accounts: list[AccountSituation], opened: set[int]) -> None:
    """Whatever the days on which it is opened, each item goes through all its steps, in order, once."""
    accounts = [free(account) for account in accounts]
    taken: dict[int, list[str]] = {}
    # The last days make up for the program having been closed: one letter at a time, past each deadline, that
    # of the letter's highest step: 15 days for a consumer who is put in demeure for another invoice.
    for offset in [*sorted(opened), 201, 217, 233, 249]:
        day = DAY + timedelta(days=offset)
        found = due(accounts, day, minimum_gap_days=0)
        for letter in found.to_do:
            for one in letter.reminded:
                taken.setdefault(one.item.due_item_id, []).append(one.step.id)
        accounts = record(accounts, found, day)
    ids = [one.item.due_item_id for account in accounts for one in account.items]
    if ids:
        assert taken.keys() >= set(ids)
    for due_item_id in ids:
        steps = taken[due_item_id]
        assert steps == WRITTEN[: len(steps)]
        assert len(steps) == len(WRITTEN)


@given(books(), st.integers(0, 10))
def test_what_is_planned_for_today_is_what_leaves_today(accounts: list[AccountSituation], gap: int) -> None:
    letters = planned(accounts, DAY, minimum_gap_days=gap)
    leaving = due(accounts, DAY, minimum_gap_days=gap).to_do
    assert [
        (one.letter.client_id, one.letter.step.id, one.letter.claimed, one.letter.reminded)
        for one in sorted(letters, key=lambda one: (one.letter.client_code, one.letter.client_id))
        if one.day == DAY
    ] == [(one.client_id, one.step.id, one.claimed, one.reminded) for one in leaving]
    counted = Counter(one.item.due_item_id for letter in letters for one in letter.letter.reminded)
    assert max(counted.values(), default=1) == 1
    assert all(one.day >= DAY for one in letters)
    by_client: dict[int, list[date]] = {}
    for one in letters:
        by_client.setdefault(one.letter.client_id, []).append(one.day)
    for days in by_client.values():
        assert all((later - day).days >= gap for day, later in pairwise(days))
