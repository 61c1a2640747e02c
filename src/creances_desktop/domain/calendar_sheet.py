"""A day or a week of the calendar on paper: what is on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from creances_desktop.domain.calendar import CalendarEntry
from creances_desktop.domain.text import MONTHS, long_date

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line to tick: what kind, who, his telephone, what, with the note under it."""

    kind: str
    who: str
    phone: str
    what: str
    note: str = ""
    since: date | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class SheetDay:
    """A day with its name and its lines; `holiday` is the name of a public holiday."""

    day: date
    title: str
    lines: tuple[SheetLine, ...]
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class CalendarSheet:
    """The page: its title, what is late, and its days."""

    title: str
    company: str
    printed_on: date
    overdue: tuple[SheetLine, ...]
    days: tuple[SheetDay, ...]


def week_of(day: date) -> tuple[date, date]:
    """The Monday and the Sunday of the week of a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def day_title(day: date) -> str:
    """`Lundi 23 novembre 2026`."""
    return f"{WEEKDAYS[day.weekday()].capitalize()} {long_date(day)}"


def week_title(day: date) -> str:
    """`Semaine 48, du 23 au 29 novembre 2026`."""
    first, last = week_of(day)
    start = str(first.day) if first.month == last.month else f"{first.day} {MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return (
        f"Semaine {first.isocalendar().week}, du {start} au {last.day} {MONTHS[last.month - 1]} {last.year}"
    )


def sheet(
    title: str,
    company: str,
    printed_on: date,
    days: Iterable[date],
    entries: Iterable[CalendarEntry],
    *,
    overdue: Iterable[CalendarEntry],
    holidays: Mapping[date, str],
    phones: Mapping[int, str],
) -> CalendarSheet:
    """The page of these days with their entries, what is late first; `phones` by client."""
    by_day: dict[date, list[CalendarEntry]] = {}
    for entry in entries:
        by_day.setdefault(entry.day, []).append(entry)
    return CalendarSheet(
        title,
        company,
        printed_on,
        tuple(_line(entry, phones, since=entry.day) for entry in overdue),
        tuple(
            SheetDay(
                day,
                day_title(day),
                tuple(_line(entry, phones) for entry in by_day.get(day, ())),
                holidays.get(day, ""),
            )
            for day in days
        ),
    )


def _line(entry: CalendarEntry, phones: Mapping[int, str], since: date | None = None) -> SheetLine:
    what = entry.title
    if entry.invoice_number and entry.invoice_number not in what:
        what = f"{what} ({entry.invoice_number})"
    return SheetLine(
        entry.kind.label,
        entry.client_name,
        phones.get(entry.client_id or 0, ""),
        what,
        " · ".join(line for line in entry.note.splitlines() if line.strip()),
        since,
        entry.done_on is not None,
    )
