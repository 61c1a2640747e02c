"""What the calendar shows: the days on the screen, what is overdue, the list, counts; read lean."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from creances_desktop.domain.calendar import CalendarEntry
from creances_desktop.services import working_days
from creances_desktop.services.working_days import Holidays
from creances_desktop.storage.calendar import Wanted
from creances_desktop.storage.store import Store

__all__ = ["CalendarView", "Wanted", "page", "read", "visible"]


@dataclass(frozen=True, slots=True)
class CalendarView:
    """Everything the page shows at first.

    `entries` are those of `days`, the first and the last on the screen when it was asked for; `overdue` and
    `listed` hold ids, by day: what is late, and the list where it was asked for; `listed_keys` is what the
    list is in order of, see `planned_letters.listed`. `counts` says how many entries of each kind are open.
    """

    days: tuple[date, date]
    entries: tuple[CalendarEntry, ...]
    overdue: array[int]
    listed: array[int]
    listed_keys: list[str]
    counts: dict[str, int]
    holidays: Holidays


def read(
    store: Store, days: tuple[date, date], today: date, wanted: Wanted, *, with_list: bool = False
) -> CalendarView:
    """The view of these days (first and last, both included), with what passes the filters."""
    with store.reading() as r:
        listed, listed_keys = r.calendar.listed(wanted) if with_list else (array("q"), [])
        return CalendarView(
            days=days,
            entries=tuple(r.calendar.shown(*days, wanted)),
            overdue=r.calendar.overdue_ids(today, wanted),
            listed=listed,
            listed_keys=listed_keys,
            counts=r.calendar.open_counts(),
            holidays=working_days.within(r),
        )


def visible(store: Store, days: tuple[date, date], wanted: Wanted) -> list[CalendarEntry]:
    """The entries of these days alone: what another month or week needs."""
    with store.reading() as r:
        return r.calendar.shown(*days, wanted)


def page(store: Store, ids: Sequence[int]) -> list[CalendarEntry]:
    """The entries with these ids; those that are gone are left out."""
    with store.reading() as r:
        return r.calendar.page(ids)
