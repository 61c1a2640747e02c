"""Protects the last day to claim a debt: the period that applies, its events, the list and the calendar."""

from datetime import date, timedelta

import pytest

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.claim_facts import AwardedInterest
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.invoices import DueItemDraft
from creances_desktop.domain.limitation_events import EventKind, LimitationEvent
from creances_desktop.domain.limitation_periods import Period, PeriodRow, Unit
from creances_desktop.domain.months import months_later
from creances_desktop.domain.rates import Certainty
from creances_desktop.services import (
    calendar,
    history,
    invoices,
    limitation,
    limitation_rules,
    payments,
    today,
)
from creances_desktop.services.limitation_alerts import schedule_alerts
from creances_desktop.services.limitation_rules import ClientPeriod

DAY = date(2026, 11, 21)


def enter(books, client_id: int, due: date, number: str = "F-1", **values) -> int:
    draft = books.draft(
        client_id,
        number,
        issue_date=due - timedelta(days=30),
        due_items=(DueItemDraft(due, 120_00),),
        **values,
    )
    return invoices.add(books.store, draft).id


def last_day(books, invoice_id: int) -> date | None:
    (item,) = limitation.of_invoice(books.store, invoice_id, DAY)
    return item.last_day


@pytest.mark.parametrize(
    ("values", "last"),
    [
        ({"nature": Nature.PROFESSIONAL}, date(2030, 3, 15)),
        ({"nature": Nature.CONSUMER}, date(2027, 3, 15)),
        ({"nature": Nature.UNSPECIFIED}, date(2027, 3, 15)),
        ({"nature": Nature.PROFESSIONAL, "trade": "transport"}, date(2026, 2, 13)),
        ({"nature": Nature.PUBLIC}, date(2029, 12, 31)),
    ],
)
def test_the_period_follows_the_client_and_his_trade(books, values, last: date) -> None:
    invoice = enter(books, books.client(**values), date(2025, 3, 15))
    assert last_day(books, invoice) == last
    (item,) = limitation.of_invoice(books.store, invoice, DAY)
    assert item.days_left == (last - DAY).days
    assert item.sentence.startswith("Dernier jour utile")


def test_a_judgment_has_ten_years_and_a_contract_its_own(books) -> None:
    client_id = books.client()
    invoice = enter(books, client_id, date(2025, 3, 15))
    limitation_rules.save_client_period(books.store, client_id, ClientPeriod(years=2, clause="CGV, art. 9"))
    assert last_day(books, invoice) == date(2027, 3, 15)
    with books.store.transaction() as t:
        entry = t.journal.append("test", "jugement")
        t.law.save_award(invoice, AwardedInterest(date(2026, 1, 5), date(2026, 2, 10)), action_id=entry)
    assert last_day(books, invoice) == date(2036, 2, 10)
    consumer = books.client("P", nature=Nature.CONSUMER)
    with pytest.raises(InvalidValue, match="contrat"):
        limitation_rules.save_client_period(books.store, consumer, ClientPeriod(years=5, clause="CGV"))
    limitation_rules.save_client_period(books.store, consumer, ClientPeriod(Period.TELECOM))
    assert last_day(books, enter(books, consumer, date(2026, 3, 15), "F-2")) == date(2027, 3, 15)


def test_the_table_is_the_users_to_correct(books) -> None:
    invoice = enter(books, books.client(nature=Nature.CONSUMER), date(2025, 3, 15))
    own = PeriodRow(
        Period.CONSUMER, date(2025, 1, 1), 3, Unit.YEARS, "article d’essai", "conseil", Certainty.SECONDARY
    )
    limitation_rules.save_row(books.store, own)
    assert last_day(books, invoice) == date(2028, 3, 15)
    assert [one.row for one in limitation_rules.rows(books.store) if one.own] == [own]
    limitation_rules.remove_row(books.store, Period.CONSUMER, date(2025, 1, 1))
    assert last_day(books, invoice) == date(2027, 3, 15)
    with pytest.raises(DomainError):
        limitation_rules.remove_row(books.store, Period.CONSUMER, date(2016, 7, 1))


def test_events_move_the_day_with_a_proof_and_a_trace(books) -> None:
    invoice = enter(books, books.client(nature=Nature.CONSUMER), date(2025, 3, 15))
    item = books.item(invoice)
    with pytest.raises(InvalidValue) as caught:
        limitation.add_event(books.store, item, LimitationEvent(EventKind.ACKNOWLEDGEMENT, date(2026, 5, 4)))
    assert caught.value.field == "proof"
    made = limitation.add_event(
        books.store, item, LimitationEvent(EventKind.ACKNOWLEDGEMENT, date(2026, 5, 4), "courrier signé")
    )
    assert last_day(books, invoice) == date(2028, 5, 4)
    limitation.withdraw_event(books.store, made.id, DAY)
    assert last_day(books, invoice) == date(2027, 3, 15)
    with pytest.raises(DomainError, match="déjà été retiré"):
        limitation.withdraw_event(books.store, made.id, DAY)
    words = [event.text for event in history.of_invoice(books.store, invoice)]
    assert sum("Reconnaissance de dette" in text for text in words) == 2


def test_a_mise_en_demeure_changes_nothing_and_the_program_says_so(books) -> None:
    invoice = enter(books, books.client(), date(2025, 3, 15))
    made = limitation.add_event(
        books.store, books.item(invoice), LimitationEvent(EventKind.MISE_EN_DEMEURE, date(2026, 5, 4))
    )
    assert "n’interrompt pas la prescription" in made.message
    assert last_day(books, invoice) == date(2030, 3, 15)
    assert "n’interrompt pas" in limitation.MISE_EN_DEMEURE_SENTENCE


def test_a_lawsuit_lasts_until_its_end_is_told(books) -> None:
    invoice = enter(books, books.client(), date(2025, 3, 15))
    suit = LimitationEvent(EventKind.LAWSUIT, date(2026, 1, 10), "RG 26/00123")
    made = limitation.add_event_to_invoice(books.store, invoice, suit)
    assert last_day(books, invoice) is None
    assert limitation.first_to_lapse(books.store, DAY) == []
    with pytest.raises(InvalidValue):
        limitation.change_event(books.store, made.id, ended_on=date(2026, 1, 9))
    limitation.change_event(books.store, made.id, ended_on=date(2026, 9, 1))
    assert last_day(books, invoice) == date(2031, 9, 1)
    limitation.change_event(books.store, made.id, lost=True)
    assert last_day(books, invoice) == date(2030, 3, 15)


def test_a_part_payment_is_shown_as_debatable_and_not_counted(books) -> None:
    client_id = books.client()
    invoice = enter(books, client_id, date(2025, 3, 15))
    books.pay(client_id, 20_00, (books.item(invoice), 20_00), on=date(2026, 6, 1))
    (item,) = limitation.of_invoice(books.store, invoice, DAY)
    assert item.last_day == date(2030, 3, 15)
    assert item.limitation.if_admitted == date(2031, 6, 1)
    counted = LimitationEvent(EventKind.PART_PAYMENT, date(2026, 6, 1), "virement", counted=True)
    limitation.add_event(books.store, item.due_item_id, counted)
    assert last_day(books, invoice) == date(2031, 6, 1)


def test_the_exceptions_of_the_law_are_left_to_the_user(books) -> None:
    invoice = enter(books, books.client(nature=Nature.PUBLIC), date(2025, 3, 15))
    (item,) = limitation.of_invoice(books.store, invoice, DAY)
    assert "demande écrite" in item.limitation.exceptions[0]
    claim = LimitationEvent(EventKind.PUBLIC_CLAIM, date(2026, 5, 4), "LRAR 1A 234 567 8901 2")
    made = limitation.add_event(books.store, item.due_item_id, claim)
    assert last_day(books, invoice) == date(2029, 12, 31)
    limitation.change_event(books.store, made.id, counted=True)
    assert last_day(books, invoice) == date(2030, 12, 31)


def test_what_lapses_first_comes_first_and_what_has_lapsed_is_told_apart(books) -> None:
    consumer, firm = books.client("P", nature=Nature.CONSUMER), books.client("S")
    enter(books, firm, date(2022, 12, 1), "F-5ANS")
    enter(books, consumer, date(2025, 1, 31), "F-2ANS")
    enter(books, consumer, date(2024, 11, 20), "F-HIER")
    enter(books, consumer, date(2024, 11, 21), "F-JOUR")
    found = limitation.first_to_lapse(books.store, DAY)
    assert [(one.number, one.days_left) for one in found] == [
        ("F-JOUR", 0),
        ("F-2ANS", 71),
        ("F-5ANS", (date(2027, 12, 1) - DAY).days),
    ]
    assert [one.number for one in limitation.first_to_lapse(books.store, DAY, lapsed=True)] == ["F-HIER"]
    assert len(limitation.first_to_lapse(books.store, DAY, limit=1)) == 1


def alerts(books) -> list[tuple[date, bool]]:
    kinds = calendar.between(books.store, date(2020, 1, 1), date(2040, 1, 1))
    return [(one.day, one.done_on is not None) for one in kinds if one.kind is EntryKind.LIMITATION]


def test_the_calendar_warns_six_three_and_one_month_before(books) -> None:
    client_id = books.client(nature=Nature.CONSUMER)
    enter(books, client_id, months_later(DAY, -18) + timedelta(days=3))
    enter(books, client_id, DAY - timedelta(days=30), "F-LOIN")
    last = date(2027, 5, 24)
    assert "3\u00a0alertes de prescription" in schedule_alerts(books.store, DAY).message
    expected = [months_later(last, -months) for months in (6, 3, 1)]
    assert alerts(books) == [(day, False) for day in expected]
    entries = books.entries()
    assert schedule_alerts(books.store, DAY).message == ""
    assert books.entries() == entries
    first = calendar.between(books.store, expected[0], expected[0])[0]
    assert (first.kind.label, first.invoice_number) == ("Prescription", "F-1")
    assert "n’interrompt pas" in first.note


def test_an_entry_moves_with_the_day_and_is_closed_once_paid(books) -> None:
    client_id = books.client(nature=Nature.CONSUMER)
    invoice = enter(books, client_id, date(2025, 2, 10))
    today.open_day(books.store, DAY)
    # six months before is past and three as well: only the latest of them
    assert alerts(books) == [(date(2026, 11, 10), False), (date(2027, 1, 10), False)]
    mediation = LimitationEvent(EventKind.MEDIATION, date(2026, 1, 1), "accord", ended_on=date(2026, 2, 1))
    made = limitation.add_event(books.store, books.item(invoice), mediation)
    today.open_day(books.store, DAY)
    moved = [date(2026, 9, 13), date(2026, 12, 13), date(2027, 2, 13)]
    assert alerts(books) == [(day, False) for day in moved]
    limitation.withdraw_event(books.store, made.id, DAY)
    paid = books.pay(client_id, 120_00, (books.item(invoice), 120_00))
    today.open_day(books.store, DAY)
    assert [done for _, done in alerts(books)] == [True, True, True]
    payments.returned(books.store, paid.id, DAY)
    today.open_day(books.store, DAY)
    assert [day for day, done in alerts(books) if not done] == [date(2026, 11, 10), date(2027, 1, 10)]
    tasks = [task for task in today.overview(books.store, DAY).tasks if "Prescription" in task.text]
    assert [task.amount for task in tasks] == [120_00]


def test_what_the_user_did_with_an_entry_stays(books) -> None:
    enter(books, books.client(nature=Nature.CONSUMER), date(2025, 3, 21))
    today.open_day(books.store, DAY)
    late = [one for one in calendar.to_do(books.store, date(2030, 1, 1)) if one.kind is EntryKind.LIMITATION]
    calendar.close(books.store, late[0].id, DAY)
    calendar.update(books.store, late[1].id, day=late[1].day, title="Prescription, à voir", note="avocat")
    before = alerts(books)
    today.open_day(books.store, DAY)
    assert alerts(books) == before
