"""When the program speaks up: at the hours chosen, once, never in quiet hours."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.calendar import CalendarEntry, EntryKind
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.notifications import NotificationRules, checked, is_due, is_quiet, words

RULES = NotificationRules()
MONDAY = date(2026, 11, 23)


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time(hour, minute))


@pytest.mark.parametrize(
    ("now", "last", "due"),
    [
        (at(8, 59), None, False),
        (at(9), None, True),
        (at(9, 30), at(9), False),
        (at(13, 59), at(9), False),
        (at(14), at(9), True),
        (at(15), None, True),  # opened at three: nine and two are made up for, once
        (at(15), at(15), False),
        (at(9), at(14, 0, date(2026, 11, 20)), True),  # a new day
        (at(19), at(9), False),  # quiet
        (at(7), None, False),
        (at(10, 0, date(2026, 11, 22)), None, False),  # Sunday
    ],
)
def test_it_speaks_up_once_for_each_hour_and_never_in_quiet_ones(now, last, due) -> None:
    assert is_due(now, last, RULES) is due


def test_it_is_silent_where_it_is_turned_off() -> None:
    assert not is_due(at(10), None, NotificationRules(enabled=False))
    assert is_due(at(10, 0, date(2026, 11, 22)), None, NotificationRules(only_weekdays=False))


@pytest.mark.parametrize(
    ("first", "last", "quiet", "free"),
    [
        (time(18, 30), time(8), (time(18, 30), time(23), time(7, 59)), (time(8), time(18, 29))),
        (time(12), time(14), (time(12), time(13, 59)), (time(11, 59), time(14))),
        (time(8), time(8), (), (time(8), time(20))),
    ],
)
def test_quiet_hours_may_last_over_midnight(first, last, quiet, free) -> None:
    rules = NotificationRules(quiet_from=first, quiet_until=last)
    assert all(is_quiet(hour, rules) for hour in quiet)
    assert not any(is_quiet(hour, rules) for hour in free)


MOMENTS = st.datetimes(at(0, 0, date(2026, 1, 1)), at(0, 0, date(2027, 1, 1)))


@given(MOMENTS, st.times(), st.times(), st.lists(st.times(), max_size=4))
def test_it_never_speaks_twice_at_one_moment_nor_in_quiet_hours(now, first, last, hours) -> None:
    rules = NotificationRules(hours=tuple(sorted(hours)), quiet_from=first, quiet_until=last)
    if is_due(now, None, rules):
        assert not is_quiet(now.time(), rules)
        assert not is_due(now, now, rules)


def test_hours_that_are_all_quiet_are_refused() -> None:
    with pytest.raises(InvalidValue, match="silence"):
        checked(NotificationRules(hours=(time(20),)))
    with pytest.raises(InvalidValue, match="au moins une heure"):
        checked(NotificationRules(hours=()))
    assert checked(NotificationRules(hours=(time(14), time(9), time(14)))).hours == (time(9), time(14))


def test_what_it_says_names_the_first_ones() -> None:
    entries = [
        CalendarEntry(number, EntryKind.CALL, MONDAY, 1, f"Client {number}", "", "Rappeler")
        for number in range(1, 6)
    ]
    assert words(entries, 2) == (
        "Agenda\u00a0: 5\u00a0entrées aujourd’hui, 2 en retard",
        "Appel\u00a0: Client 1\nAppel\u00a0: Client 2\nAppel\u00a0: Client 3\net 2\u00a0autres",
    )
    assert words([], 0) == ("", "")
    assert words([], 1) == ("Agenda\u00a0: 1 en retard", "")
