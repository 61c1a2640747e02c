"""The actions that change many rows at once are undone whole, as any other."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.clients import Channel
from creances_desktop.domain.limitation_periods import Period
from creances_desktop.domain.plans import Plan, Step
from creances_desktop.services import (
    calendar,
    client_merges,
    clients,
    followups,
    holds,
    limitation_rules,
    plans,
    steps,
    verify,
)
from creances_desktop.services.limitation_rules import ClientPeriod

from .conftest import DAY

LETTER = Step("+1", "Rappel", 1, 5, Channel.LETTER, "reminder_1", 8)


def take_back(books: Any) -> None:
    steps.undo(books.store, steps.listed(books.store)[0].id, DAY)
    assert verify.verify(books.store).problems == ()


def test_a_merge_is_undone(books: Any) -> None:
    kept, gone = books.client("C001", "Lefèvre"), books.client("LEFEVRE", "LEFEVRE", email="a@b.example")
    invoice_id = books.invoice(gone, days_late=30)
    books.pay(gone, 20_00, (books.item(invoice_id), 20_00), on=DAY - timedelta(days=3))
    limitation_rules.save_client_period(books.store, gone, ClientPeriod(Period.TRANSPORT))
    before = [clients.card(books.store, one, DAY) for one in (kept, gone)]
    client_merges.merge(books.store, kept, gone)
    assert [one.id for one in client_merges.likely_doubles(books.store, kept)] == []
    take_back(books)
    assert [clients.card(books.store, one, DAY) for one in (kept, gone)] == before
    assert limitation_rules.client_period(books.store, gone) == ClientPeriod(Period.TRANSPORT)
    assert [one.id for one in client_merges.likely_doubles(books.store, kept)] == [gone]
    client_merges.merge(books.store, kept, gone)


def test_the_plans_are_as_they_were(books: Any) -> None:
    known = plans.all_plans(books.store)
    plans.arrange(books.store, [*known, Plan(0, "Court", (LETTER,))])
    arranged = plans.all_plans(books.store)
    client_id = books.client(plan_id=arranged[1].id)
    plans.arrange(books.store, [replace(arranged[0], name="Autre")])
    take_back(books)
    assert plans.all_plans(books.store) == arranged
    assert clients.get(books.store, client_id).plan_id == arranged[1].id


def test_a_pause_that_is_undone_brings_its_call_back(books: Any) -> None:
    client_id = books.client()
    books.invoice(client_id, days_late=14)
    followups.schedule_calls(books.store, DAY)
    holds.pause(books.store, date(2026, 12, 24), "Vacances", DAY, client_id=client_id)
    take_back(books)
    # The day of the test is a Saturday: the call is for Monday.
    monday = DAY + timedelta(days=2)
    calls = [one for one in calendar.to_do(books.store, monday) if one.kind is EntryKind.CALL]
    assert len(calls) == 1
    assert "Appel retiré" not in calls[0].note
