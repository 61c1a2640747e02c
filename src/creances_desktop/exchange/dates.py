"""Days as files write them: the order of day and month is decided on a whole column, never on one value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from creances_desktop.domain.text import fold

FIRST_YEAR, LAST_YEAR = 1980, 2099
"""A year outside is a slip of the keyboard, not a day of business."""

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_PARTS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ]+\d{1,2}[:h].*)?")
_WORDS = re.compile(r"(\d{1,2})(?:er)?[-/. ]+([a-z]{3,9})\.?[-/. ]+(\d{4}|\d{2})")
_COMPACT = re.compile(r"\d{8}")
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_SERIAL_ORIGIN = date(1899, 12, 30)  # Excel's day 0, which allows for its 29 February 1900
_MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "january": 1, "fevrier": 2, "fevr": 2, "fev": 2, "february": 2,
    "feb": 2, "mars": 3, "march": 3, "mar": 3, "avril": 4, "avr": 4, "april": 4, "apr": 4, "mai": 5, "may": 5,
    "juin": 6, "june": 6, "jun": 6, "juillet": 7, "juil": 7, "july": 7, "jul": 7, "aout": 8, "aou": 8,
    "august": 8, "aug": 8, "septembre": 9, "sept": 9, "sep": 9, "september": 9, "octobre": 10, "oct": 10,
    "october": 10, "novembre": 11, "nov": 11, "november": 11, "decembre": 12, "dec": 12, "december": 12,
}  # fmt: skip


class Order(Enum):
    """What a column of days shows about its order."""

    DAY_FIRST = "jour/mois/année"
    MONTH_FIRST = "mois/jour/année"
    YEAR_FIRST = "année-mois-jour"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class BadDate:
    """A value that is no day, with the French reason."""

    reason: str


def column_order(values: Iterable[str]) -> Order:
    """What the values prove about their order.

    One number above 12 in second place proves month first, unless another disproves it. UNKNOWN when no value
    tells; YEAR_FIRST when every value that could tell begins with the year.
    """
    day_first = month_first = year_first = parts = 0
    for value in set(values):
        found = _PARTS.fullmatch(value.strip())
        if not found:
            year_first += bool(_ISO.fullmatch(value.strip()))
            continue
        parts += 1
        first, second = int(found[1]), int(found[2])
        day_first += first > 12
        month_first += second > 12 >= first
    if day_first:
        return Order.DAY_FIRST
    if month_first:
        return Order.MONTH_FIRST
    return Order.YEAR_FIRST if year_first and not parts else Order.UNKNOWN


def decide_orders(columns: Mapping[str, Iterable[str]]) -> dict[str, Order]:
    """The order to read each column with, by its name.

    A column that proves nothing follows the others of the file when they all say month first; otherwise the
    French order holds.
    """
    shown = {name: column_order(values) for name, values in columns.items()}
    proved = {order for order in shown.values() if order in {Order.DAY_FIRST, Order.MONTH_FIRST}}
    fallback = Order.MONTH_FIRST if proved == {Order.MONTH_FIRST} else Order.DAY_FIRST
    return {name: fallback if order is Order.UNKNOWN else order for name, order in shown.items()}


def read_dates(values: Iterable[str], order: Order) -> dict[str, date | BadDate | None]:
    """Each distinct value of the column with its day, None when it is empty, or why it is none."""
    return {value: parse_date(value, order) for value in set(values)}


def parse_date(value: str, order: Order = Order.DAY_FIRST) -> date | BadDate | None:
    """The day of one value, None when it is empty, or why it is none.

    Understood: JJ/MM/AAAA, JJ/MM/AA, JJ-MM-AA, AAAA-MM-JJ (with or without an hour), AAAAMMJJ, `15 janv.
    2026`, and the five-digit serial numbers of spreadsheets. `order` decides for 03/04/2026 only.
    """
    text = value.strip()
    if not text or text in {"0", "00000000", "00/00/0000", "0000-00-00"}:
        return None
    numbers = _year_month_day(text, order)
    if numbers is None:
        return BadDate("Ce n’est pas une date.")
    if isinstance(numbers, date):
        return numbers
    year, month, day = numbers
    try:
        found = date(year, month, day)
    except ValueError:
        return BadDate("Cette date n’existe pas au calendrier.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return BadDate(f"L’année {year} est invraisemblable.")
    return found


def _year_month_day(text: str, order: Order) -> tuple[int, int, int] | date | None:
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _PARTS.fullmatch(text):
        first, second, year = int(found[1]), int(found[2]), _full_year(found[3])
        return (year, first, second) if order is Order.MONTH_FIRST else (year, second, first)
    if _COMPACT.fullmatch(text):
        return _compact(text)
    if _SERIAL.fullmatch(text):
        day = _SERIAL_ORIGIN + timedelta(days=int(text[:5]))
        return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
    if (found := _WORDS.fullmatch(fold(text))) and found[2] in _MONTHS:
        return _full_year(found[3]), _MONTHS[found[2]], int(found[1])
    return None


def _compact(text: str) -> tuple[int, int, int]:
    """AAAAMMJJ; or JJMMAAAA when only that can be a day of business."""
    if not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR and FIRST_YEAR <= int(text[4:]) <= LAST_YEAR:
        return int(text[4:]), int(text[2:4]), int(text[:2])
    return int(text[:4]), int(text[4:6]), int(text[6:])


def _full_year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < 80 else 1900)
