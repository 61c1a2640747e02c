"""The letters that the plans foresee, as entries of the calendar: computed when they are looked at."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from creances_desktop.domain import planned_letters as domain
from creances_desktop.domain.calendar import CalendarEntry
from creances_desktop.domain.text import fold
from creances_desktop.services.followup_situations import situations
from creances_desktop.services.followups import pace
from creances_desktop.storage.calendar import Wanted
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class PlannedLetters:
    """The planned letters by day; `as_of`: the day and the last action from which they were computed."""

    as_of: tuple[date, int]
    entries: tuple[CalendarEntry, ...]


def read(store: Store, day: date, known: PlannedLetters | None = None) -> PlannedLetters:
    """The planned letters of the whole dossier; `known` itself while nothing was done since."""
    with store.reading() as r:
        as_of = day, r.journal.last_id()
        if known is not None and known.as_of == as_of:
            return known
        return PlannedLetters(as_of, tuple(within(r, day)))


def within(t: Transaction, day: date) -> list[CalendarEntry]:
    """What `read` computes, within a reading under way: one run of the engine over all that is open."""
    gap, limits = pace(t, None)
    letters = domain.planned(situations(t, day), day, minimum_gap_days=gap, limits=limits)
    return domain.entries(letters)


def kept(
    planned: Iterable[CalendarEntry], wanted: Wanted, days: tuple[date, date] | None = None
) -> list[CalendarEntry]:
    """Those that pass the filters, of these days (both included) only if given."""
    words = fold(wanted.words).split()
    return [
        one
        for one in planned
        if (not wanted.kinds or one.kind.value in wanted.kinds)
        and (days is None or days[0] <= one.day <= days[1])
        and (not words or _has(one, words))
    ]


def together(stored: Sequence[CalendarEntry], planned: Sequence[CalendarEntry]) -> list[CalendarEntry]:
    """Both in the order of the calendar: by day, kind and client."""
    if not planned:
        return list(stored)
    return sorted([*stored, *planned], key=lambda one: (one.day, one.kind.value, one.client_name))


def listed(ids: array[int], keys: Sequence[str], planned: Sequence[CalendarEntry]) -> array[int]:
    """The ids of stored entries with those of planned letters at their place.

    Both are by day, then kind; `keys` holds day and kind of each id: `2026-11-23call`.
    """
    found, start = array("q"), 0
    for one in planned:
        place = bisect_left(keys, one.day.isoformat() + one.kind.value, start)
        found.extend(ids[start:place])
        found.append(one.id)
        start = place
    found.extend(ids[start:])
    return found


def _has(entry: CalendarEntry, words: Sequence[str]) -> bool:
    text = fold(f"{entry.client_name} {entry.title} {entry.note}")
    return all(word in text for word in words)
