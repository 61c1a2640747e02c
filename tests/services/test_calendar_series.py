"""What comes back on a real dossier: a year ahead, topped up, changed one by one, stopped."""

from datetime import date, timedelta

import pytest

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.recurrence import Recurrence, Unit
from creances_desktop.services import calendar, calendar_series, today, working_days
from creances_desktop.services.working_days import Region

DAY = date(2026, 11, 23)
MONTHLY = Recurrence(date(2026, 11, 30), Unit.MONTH)


def entries(books) -> list[date]:
    return [one.day for one in calendar.upcoming(books.store, DAY) if one.title == "Déclarer la TVA"]


@pytest.fixture
def series(books) -> int:
    return calendar_series.add(books.store, EntryKind.NOTE, "Déclarer la TVA", MONTHLY, DAY).id


def test_a_year_is_entered_in_one_action(books) -> None:
    before = books.entries()
    changes = calendar_series.add(books.store, EntryKind.NOTE, "Déclarer la TVA", MONTHLY, DAY)
    assert books.entries() == before + 1
    found = entries(books)
    assert len(found) == 13
    assert found[:3] == [date(2026, 11, 30), date(2026, 12, 30), date(2027, 2, 1)]
    assert changes.message == (
        "Note\u00a0: Déclarer la TVA, chaque mois\u00a0: 13\u00a0entrées inscrites pour un an\u00a0; la "
        "suite s’inscrira d’elle-même."
    )


def test_mornings_top_it_up_without_a_double(books, series) -> None:
    before = entries(books)
    today.open_day(books.store, DAY + timedelta(days=1))
    assert entries(books) == before, "half a year is still entered"
    later = DAY + timedelta(days=250)
    today.open_day(books.store, later)
    today.open_day(books.store, later)
    found = entries(books)
    assert found[: len(before)] == before
    assert len(found) == len(set(found)) == 21


def test_holidays_of_the_company_are_left_out(books) -> None:
    working_days.save_region(books.store, Region.ALSACE_MOSELLE)
    weekly = Recurrence(date(2026, 12, 18), Unit.WEEK, until=date(2026, 12, 25))
    calendar_series.add(books.store, EntryKind.NOTE, "Déclarer la TVA", weekly, DAY)
    assert entries(books) == [date(2026, 12, 18), date(2026, 12, 28)]


def test_one_of_them_is_moved_or_removed_alone(books, series) -> None:
    first, second, *_ = calendar.upcoming(books.store, DAY)
    calendar.move(books.store, first.id, date(2026, 12, 2))
    calendar.remove(books.store, second.id)
    found = entries(books)
    assert found[:2] == [date(2026, 12, 2), date(2027, 2, 1)]
    assert len(found) == 12


def test_stopping_keeps_what_was_before_and_what_is_done(books, series) -> None:
    first, second, third, *_ = calendar.upcoming(books.store, DAY)
    calendar.close(books.store, first.id, DAY)
    assert calendar_series.of_entry(books.store, third.id).words == "chaque mois"
    calendar_series.stop(books.store, third.id)
    assert entries(books) == [first.day, second.day]
    today.open_day(books.store, DAY + timedelta(days=300))
    assert entries(books) == [first.day, second.day]


def test_an_entry_that_does_not_come_back_is_not_stopped(books) -> None:
    alone = calendar.add(books.store, EntryKind.NOTE, DAY, "Une fois").id
    assert calendar_series.of_entry(books.store, alone) is None
    with pytest.raises(DomainError, match="ne revient pas"):
        calendar_series.stop(books.store, alone)


def test_a_series_without_words_is_refused_and_nothing_is_written(books) -> None:
    before = books.entries()
    with pytest.raises(InvalidValue) as refused:
        calendar_series.add(books.store, EntryKind.NOTE, " ", MONTHLY, DAY)
    assert refused.value.field == "title"
    assert books.entries() == before


def test_a_done_entry_stays(books) -> None:
    entry = calendar.add(books.store, EntryKind.NOTE, DAY, "Une fois").id
    calendar.close(books.store, entry, DAY)
    with pytest.raises(DomainError, match="déjà fait"):
        calendar.remove(books.store, entry)
