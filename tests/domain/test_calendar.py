"""The calendar: what follows a call, what stays in sight."""

from datetime import date, timedelta

import pytest

from creances_desktop.domain.calendar import (
    CalendarEntry,
    CallOutcome,
    EntryKind,
    next_call,
)
from creances_desktop.domain.working_days import is_working_day

ARMISTICE = frozenset({date(2026, 11, 11)})


@pytest.mark.parametrize("outcome", CallOutcome, ids=str)
def test_every_outcome_has_a_name_and_either_a_next_call_on_a_working_day_or_none(
    outcome: CallOutcome,
) -> None:
    friday = date(2026, 11, 20)
    assert outcome.label
    again = next_call(outcome, friday, holidays=ARMISTICE)
    settled = {CallOutcome.DISPUTE, CallOutcome.PROMISE, CallOutcome.REFUSES}
    assert (again is None) is (outcome in settled)
    if again is not None:
        assert again > friday
        assert is_working_day(again, ARMISTICE)


def test_a_voicemail_is_called_back_two_working_days_later() -> None:
    assert next_call(CallOutcome.VOICEMAIL, date(2026, 11, 20), holidays=ARMISTICE) == date(2026, 11, 24)


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


def test_a_call_is_never_proposed_on_a_public_holiday() -> None:
    assert next_call(CallOutcome.UNREACHABLE, date(2026, 11, 10), holidays=ARMISTICE) == date(2026, 11, 12)
