"""The letters to come: one per client, day and step, none for what is held back."""

from datetime import date, timedelta
from typing import Any

import pytest

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.contact_limits import ContactLimits
from creances_desktop.domain.followups import AccountSituation, DoneStep, ItemSituation
from creances_desktop.domain.invoices import DocumentKind, OpenItem
from creances_desktop.domain.planned_letters import FIRST_ID, entries, planned
from creances_desktop.domain.plans import DEFAULT_PLAN

DAY = date(2026, 11, 18)


def days(number: int) -> timedelta:
    return timedelta(days=number)


def owed(late: int, number: int = 1, cents: int = 120_00, **facts: Any) -> ItemSituation:
    """A due item `late` days after its due date on DAY."""
    due_date = DAY - days(late)
    item = OpenItem(
        number, number, 7, DocumentKind.INVOICE, f"F-{number}", "", due_date - days(30), due_date,
        estimated=False, to_confirm=False, gross=cents, amount=cents, outstanding=cents,
    )  # fmt: skip
    return ItemSituation(item, **facts)


def account(*items: ItemSituation, **facts: Any) -> AccountSituation:
    known: dict[str, Any] = {
        "client_id": 7, "code": "C7", "name": "Garage Dubois", "nature": Nature.PROFESSIONAL,
        "plan": DEFAULT_PLAN, "has_address": True, "items": items,
    }  # fmt: skip
    return AccountSituation(**known | facts)


def first(ago: int, number: int = 1, granted: int = 8) -> tuple[DoneStep, ...]:
    """A first reminder sent so many days before DAY."""
    on = DAY - days(ago)
    return (DoneStep(number, 1, "reminder_1", 1, on, on + days(granted)),)


def letters(*accounts: AccountSituation, **pace: Any) -> list[tuple[int, str, int]]:
    """Days from DAY, step and number of items of each letter."""
    return [
        ((one.day - DAY).days, one.letter.step.id, len(one.letter.reminded))
        for one in planned(accounts, DAY, **pace)
    ]


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (owed(0), [(8, "reminder_1", 1)]),
        (owed(-30), [(38, "reminder_1", 1)]),
        (owed(200), [(0, "reminder_1", 1)]),  # overdue: today
        (owed(12, history=first(3)), [(8, "reminder_2", 1)]),
        (owed(60, history=first(3)), [(6, "reminder_2", 1)]),  # the day after the deadline granted
        (owed(60, history=first(3, granted=0)), [(2, "reminder_2", 1)]),  # the gap of five days
        (owed(60, disputed=True), []),
        (owed(60, promised_until=DAY + days(3)), []),
        (owed(60, promised_until=DAY - days(1)), [(0, "reminder_1", 1)]),
        (owed(60, planned_until=DAY), []),
        (owed(60, paused_until=DAY), []),
        (owed(60, cents=0), []),
    ],
)
def test_the_day_of_the_next_letter(situation, expected) -> None:
    history = situation.history
    last = history[0].done_on if history else None
    assert letters(account(situation, last_written_on=last)) == expected


@pytest.mark.parametrize(
    "held", [{"insolvency_judgment": DAY}, {"paused_until": DAY}, {"has_address": False}, {"credits": 120_00}]
)
def test_a_client_who_is_not_written_to_has_none(held) -> None:
    assert letters(account(owed(60), **held)) == []
    assert letters(account(owed(60))) != []


def test_one_letter_per_day_and_step_and_none_sooner_than_the_gap() -> None:
    items = owed(60, 1), owed(50, 2, history=first(30, 2)), owed(5, 3), owed(-10, 4)
    found = letters(account(*items))
    assert found == [(0, "reminder_2", 2), (5, "reminder_1", 1), (18, "reminder_1", 1)]
    assert letters(account(*items), minimum_gap_days=0)[1] == (3, "reminder_1", 1)


def test_what_a_credit_covers_joins_the_next_letter() -> None:
    found = planned([account(owed(60, 1), owed(2, 2), credits=150_00)], DAY)
    assert [(one.day, one.letter.claimed) for one in found] == [(DAY + days(6), 90_00)]


def test_the_limit_of_contacts_puts_off() -> None:
    limits = ContactLimits(most=1, per_days=7)
    assert letters(account(owed(60), contacted_on=(DAY - days(1),)), limits=limits) == [(6, "reminder_1", 1)]


def test_an_entry_says_who_what_and_how_much() -> None:
    (entry,) = entries(planned([account(owed(60, 1), owed(50, 2))], DAY))
    assert (entry.kind, entry.day, entry.title) == (EntryKind.FOLLOW_UP, DAY, "Relance 1")
    assert (entry.client_name, entry.invoice_number) == ("Garage Dubois", "")
    assert entry.note == "240,00\u00a0€ à demander pour 2\u00a0factures."
    assert not entry.is_overdue(DAY)
    (alone,) = entries(planned([account(owed(60, 3))], DAY))
    assert (alone.invoice_number, alone.invoice_id) == ("F-3", 3)


def test_an_entry_keeps_its_number_while_its_day_moves() -> None:
    (before,) = entries(planned([account(owed(0))], DAY))
    (after,) = entries(planned([account(owed(0))], DAY + days(40)))
    assert before.id == after.id >= FIRST_ID
    assert (before.day, after.day) == (DAY + days(8), DAY + days(40))
    several = [account(owed(0, n), owed(-20, n + 500), client_id=n, code=f"C{n}") for n in range(1, 400)]
    found = entries(planned(several, DAY))
    assert len({one.id for one in found}) == len(found) == 798
    assert max(one.id for one in found) < 1 << 31, "Qt carries 32 bits"
