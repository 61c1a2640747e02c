"""What comes back in the calendar: every so many days, weeks, months or years, on working days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.text import short_date
from creances_desktop.domain.working_days import next_working_day

MOST = 400
"""No more entries than so many are entered at once."""


class Unit(StrEnum):
    """The unit of a recurrence."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Comes back `every` so many units from `first_day` until `until`, included; None: without end."""

    first_day: date
    unit: Unit
    every: int = 1
    until: date | None = None

    @property
    def words(self) -> str:
        """`toutes les 2 semaines, jusqu’au 30/06/2027`."""
        known = _WORDS.get((self.unit, self.every))
        words = known or f"tous les {self.every} {_UNITS[self.unit]}"
        return f"{words}, jusqu’au {short_date(self.until)}" if self.until else words


_UNITS = {Unit.DAY: "jours", Unit.WEEK: "semaines", Unit.MONTH: "mois", Unit.YEAR: "ans"}
_WORDS = {
    (Unit.DAY, 1): "chaque jour ouvré",
    (Unit.WEEK, 1): "chaque semaine",
    (Unit.WEEK, 2): "toutes les 2 semaines",
    (Unit.MONTH, 1): "chaque mois",
    (Unit.MONTH, 3): "chaque trimestre",
    (Unit.YEAR, 1): "chaque année",
}
USUAL = tuple(_WORDS)
"""The recurrences that a form offers: unit and number."""


def checked(recurrence: Recurrence) -> Recurrence:
    """The recurrence; InvalidValue beside the first wrong field."""
    if recurrence.every < 1:
        raise InvalidValue("every", "Indiquez au moins 1.")
    if recurrence.until is not None and recurrence.until < recurrence.first_day:
        raise InvalidValue("until", "La fin est avant le premier jour\u00a0: corrigez l’une des deux.")
    return recurrence


def days(recurrence: Recurrence, after: date | None, last: date, *, holidays: Container[date]) -> list[date]:
    """The days of the recurrence after one (None: from the first) up to `last`, at most `MOST`.

    A day that is not worked gives way to the next working day; two that fall on one day are one. `after` is a
    day as the calendar says it, before it gives way.
    """
    found: list[date] = []
    for day in _nominal(recurrence):
        if day > last or (recurrence.until is not None and day > recurrence.until) or len(found) >= MOST:
            break
        if after is not None and day <= after:
            continue
        worked = next_working_day(day, 0, holidays=holidays)
        if worked != day and (recurrence.unit, recurrence.every) == (Unit.DAY, 1):
            # The next working day comes by itself.
            continue
        if not found or worked > found[-1]:
            found.append(worked)
    return found


def _nominal(recurrence: Recurrence) -> Iterator[date]:
    first, every = recurrence.first_day, recurrence.every
    number = 0
    while True:
        step = number * every
        match recurrence.unit:
            case Unit.DAY:
                yield first + timedelta(days=step)
            case Unit.WEEK:
                yield first + timedelta(days=7 * step)
            case Unit.MONTH | Unit.YEAR:
                months = step if recurrence.unit is Unit.MONTH else 12 * step
                place = first.year * 12 + first.month - 1 + months
                year, month = divmod(place, 12)
                yield date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
        number += 1
