"""Entries that come back: entered a year ahead, topped up every morning, stopped from one of them on."""

from __future__ import annotations

from datetime import date, timedelta

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.recurrence import Recurrence, checked, days
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services import working_days
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.calendar_series import Series
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

HORIZON = timedelta(days=370)
"""How far ahead the entries of a series are entered."""


def add(
    store: Store,
    kind: EntryKind,
    title: str,
    recurrence: Recurrence,
    today: date,
    *,
    client_id: int | None = None,
    note: str = "",
) -> Changes:
    """Enters what comes back, a year ahead. Raises InvalidValue (`title`, `every`, `until`)."""
    words = title.strip()
    if not words:
        raise InvalidValue("title", "Indiquez de quoi il s’agit.")
    told = checked(recurrence)
    with store.transaction() as t:
        text = f"{kind.label}\u00a0: {words}, {told.words}"
        entry = t.journal.append(
            "calendar_series_added",
            text,
            client_id=client_id,
            after={"first_day": told.first_day, "unit": told.unit.value, "every": told.every},
        )
        series_id = t.series.add(kind, words, note, told, client_id=client_id, action_id=entry)
        series = Series(series_id, kind, words, note, client_id, told, None)
        entered = _plan(t, series, today, entry)
    ahead = "" if told.until is not None else " pour un an\u00a0; la suite s’inscrira d’elle-même"
    message = f"{text}\u00a0: {plural(entered, 'entrée inscrite', 'entrées inscrites')}{ahead}."
    return changed(Subject.CALENDAR, message=message, entry_id=entry, row_id=series_id)


def top_up(store: Store, today: date) -> Changes:
    """Enters what the coming of days makes due of every series; says nothing where nothing is."""
    with store.reading() as r:
        waiting = [one for one in r.series.all() if _next(r, one, today)]
    if not waiting:
        return changed(message="")
    with store.transaction() as t:
        entry = t.journal.append("calendar_series_continued", "Entrées périodiques inscrites à l’agenda")
        for one in waiting:
            _plan(t, one, today, entry)
    return changed(Subject.CALENDAR, message="", entry_id=entry)


def of_entry(store: Store, entry_id: int) -> Series | None:
    """The series that an entry belongs to, None without one."""
    with store.reading() as r:
        return r.series.of_entry(entry_id)


def stop(store: Store, entry_id: int) -> Changes:
    """Takes an entry of a series and those after it off the calendar: it comes back no more.

    Raises DomainError when the entry comes back no more already.
    """
    with store.transaction() as t:
        series = t.series.of_entry(entry_id)
        if series is None:
            raise DomainError("Cette entrée ne revient pas\u00a0: retirez-la seule.")
        day = t.calendar.get(entry_id).day
        ids = t.series.open_entries(series.id, day)
        last = day - timedelta(days=1)
        entry = t.journal.append(
            "calendar_series_stopped",
            f"{series.title}\u00a0: ne revient plus à partir du {short_date(day)}",
            client_id=series.client_id,
            before={"until": series.recurrence.until, "entries": len(ids)},
        )
        t.series.remove(ids)
        t.series.change(series.id, until=last)
    message = f"{series.title}\u00a0: {plural(len(ids), 'entrée retirée', 'entrées retirées')}."
    return changed(Subject.CALENDAR, message=message, entry_id=entry)


def _next(r: Transaction, series: Series, today: date) -> list[date]:
    """The days to enter of a series: none while half of the year ahead is entered."""
    planned = series.planned_until
    if planned is not None and planned > today + HORIZON / 2:
        return []
    return days(series.recurrence, planned, today + HORIZON, holidays=working_days.within(r))


def _plan(t: Transaction, series: Series, today: date, entry: int) -> int:
    """Enters the days of a series that are not yet; how many."""
    last = max(today, series.recurrence.first_day) + HORIZON
    found = days(series.recurrence, series.planned_until, last, holidays=working_days.within(t))
    made = [
        t.calendar.add(
            series.kind,
            day,
            series.title,
            action_id=entry,
            client_id=series.client_id,
            note=series.note,
        )
        for day in found
    ]
    t.series.join(series.id, [row for row in made if row is not None])
    t.series.change(series.id, planned_until=last)
    return len(made)
