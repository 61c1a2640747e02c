"""The calendar: working days of France, what follows a call, what stays in sight."""

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import creances_desktop
from creances_desktop.domain.calendar import (
    CalendarEntry,
    CallOutcome,
    EntryKind,
    is_working_day,
    next_call,
    next_working_day,
    public_holidays,
)


def test_the_eleven_public_holidays_of_2027_have_french_names() -> None:
    found = public_holidays(2027)
    assert list(found) == [
        date(2027, 1, 1),
        date(2027, 3, 29),
        date(2027, 5, 1),
        date(2027, 5, 6),
        date(2027, 5, 8),
        date(2027, 5, 17),
        date(2027, 7, 14),
        date(2027, 8, 15),
        date(2027, 11, 1),
        date(2027, 11, 11),
        date(2027, 12, 25),
    ]
    assert found[date(2027, 3, 29)] == "Lundi de Pâques"


def test_alsace_and_moselle_have_two_more() -> None:
    more = public_holidays(2027, alsace_moselle=True).keys() - public_holidays(2027).keys()
    assert more == {date(2027, 3, 26), date(2027, 12, 26)}


@pytest.mark.parametrize(
    ("day", "alsace_moselle", "working"),
    [
        (date(2026, 11, 20), False, True),
        (date(2026, 11, 21), False, False),  # Saturday
        (date(2026, 11, 22), False, False),  # Sunday
        (date(2026, 11, 11), False, False),  # a Wednesday
        (date(2027, 3, 26), False, True),  # Good Friday
        (date(2027, 3, 26), True, False),
    ],
)
def test_working_days(day: date, *, alsace_moselle: bool, working: bool) -> None:
    assert is_working_day(day, alsace_moselle=alsace_moselle) is working


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 10), 1, date(2026, 11, 12)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2027, 5, 5), 3, date(2027, 5, 11)),
    ],
)
def test_next_working_day(day: date, days: int, expected: date) -> None:
    assert next_working_day(day, days) == expected


def test_a_day_before_is_no_next_working_day() -> None:
    with pytest.raises(ValueError, match="negative"):
        next_working_day(date(2026, 11, 20), -1)


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 15), st.booleans())
def test_a_proposed_day_is_worked_and_the_right_number_of_days_on(
    day: date, days: int, alsace_moselle: bool
) -> None:
    found = next_working_day(day, days, alsace_moselle=alsace_moselle)
    assert is_working_day(found, alsace_moselle=alsace_moselle)
    between = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    worked = sum(is_working_day(one, alsace_moselle=alsace_moselle) for one in between)
    assert worked == days or (days == 0 and worked <= 1)


@pytest.mark.parametrize("outcome", CallOutcome, ids=str)
def test_every_outcome_has_a_name_and_either_a_next_call_on_a_working_day_or_none(
    outcome: CallOutcome,
) -> None:
    friday = date(2026, 11, 20)
    assert outcome.label
    again = next_call(outcome, friday)
    settled = {CallOutcome.DISPUTE, CallOutcome.PROMISE, CallOutcome.REFUSES}
    assert (again is None) is (outcome in settled)
    if again is not None:
        assert again > friday
        assert is_working_day(again)


def test_a_voicemail_is_called_back_two_working_days_later() -> None:
    assert next_call(CallOutcome.VOICEMAIL, date(2026, 11, 20)) == date(2026, 11, 24)


@pytest.mark.parametrize("kind", EntryKind, ids=str)
def test_every_kind_has_a_name(kind: EntryKind) -> None:
    assert kind.label


def test_an_open_entry_stays_overdue_until_it_is_dealt_with() -> None:
    day = date(2026, 11, 20)
    entry = CalendarEntry(1, EntryKind.CALL, day, 7, "Garage Dubois", "F-1", "Appeler")
    assert not entry.is_overdue(day)
    assert entry.is_overdue(day + timedelta(days=1))
    dealt_with = CalendarEntry(1, EntryKind.CALL, day, 7, "Garage Dubois", "F-1", "Appeler", done_on=day)
    assert not dealt_with.is_overdue(day + timedelta(days=1))


def test_the_library_of_holidays_is_imported_only_when_a_day_is_asked() -> None:
    code = "import sys, creances_desktop.domain.calendar; print('holidays' in sys.modules)"
    sources = str(Path(creances_desktop.__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": sources}
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert answer.stdout.strip() == "False"
