"""Days as a hurried hand types them."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from enum import Enum


class Lean(Enum):
    """Which way an incomplete date leans.

    A due date lies ahead, the date of an invoice or a payment lies behind.
    """

    AHEAD = "ahead"
    BEHIND = "behind"


def parse_typed_date(text: str, today: date, *, base: date | None = None, lean: Lean = Lean.AHEAD) -> date:
    """The day meant by what was typed; ValueError with a French sentence when there is none.

    `15`: the 15th of this month, or of the next one if it is past (leaning BEHIND: of the last one if it is
    to come). `1506`, `15/06`, `15.6`: that day of the nearest year (leaning BEHIND: not after today).
    `150626`, `15062026`, `15/06/26`, `15/06/2026`: that day. Years of two digits are of this century. `+30`,
    `-8`: days from `base`. `fm`: the end of the month of `base`; `+30fm`: 30 days on, then the end of the
    month. `a`, `aujourd'hui`: today. Without `base`, today is the base.
    """
    bare = text.strip().lower().replace("\u00a0", "").replace(" ", "")
    start = base or today
    if bare in ("a", "auj", "aujourd'hui", "aujourd’hui"):
        return today
    if match := re.fullmatch(r"([+-]\d{1,4})?(fm)?", bare):
        return _shifted(start, match[1], end_of_month=match[2] is not None)
    if match := re.fullmatch(r"(\d{1,2})(?:[/.-](\d{1,2})(?:[/.-](\d{2}|\d{4}))?)?", bare):
        return _complete(match[1], match[2], match[3], today, lean)
    if match := re.fullmatch(r"(\d{2})(\d{2})(\d{4}|\d{2})?", bare):
        return _complete(match[1], match[2], match[3], today, lean)
    raise ValueError("Cette date n’est pas comprise : écrivez par exemple 15/06/2026, 15, +30 ou fm.")


def end_of_month(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _shifted(start: date, days: str | None, *, end_of_month: bool) -> date:
    if days is None and not end_of_month:
        raise ValueError("Indiquez une date.")
    try:
        day = start + timedelta(days=int(days or 0))
    except OverflowError as error:
        raise ValueError("Cette date est trop éloignée.") from error
    return day.replace(day=calendar.monthrange(day.year, day.month)[1]) if end_of_month else day


def _complete(day: str, month: str | None, year: str | None, today: date, lean: Lean) -> date:
    if year is not None:
        return _date(int(year) + (2000 if len(year) == 2 else 0), int(month or 0), int(day))
    if month is not None:
        return _nearest_year(int(day), int(month), today, lean)
    return _nearest_month(int(day), today, lean)


def _nearest_year(day: int, month: int, today: date, lean: Lean) -> date:
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:  # 29 February, three years out of four
            continue
    if not found:
        return _date(today.year, month, day)
    if lean is Lean.BEHIND:
        past = [each for each in found if each <= today]
        return past[-1] if past else _date(today.year, month, day)
    return min(found, key=lambda each: abs(each - today))


def _nearest_month(day: int, today: date, lean: Lean) -> date:
    """The closest such day on the side one leans to; months without that day are passed over."""
    step = 1 if lean is Lean.AHEAD else -1
    for months in range(3):
        place = today.year * 12 + today.month - 1 + step * months
        try:
            found = date(place // 12, place % 12 + 1, day)
        except ValueError:
            continue
        if (found >= today) if lean is Lean.AHEAD else (found <= today):
            return found
    raise ValueError(f"Le mois n’a pas de jour {day}.")


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"Le {day:02d}/{month:02d}/{year} n’existe pas.") from error
