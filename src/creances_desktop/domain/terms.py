"""Payment terms: when an invoice falls due, and how that day was counted."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.months import end_of_month
from creances_desktop.domain.text import plural, short_date

MOST_DAYS = 365
"""A delay longer than a year is a slip of the pen."""


class Start(StrEnum):
    """The day from which the days are counted."""

    ISSUE = "issue"
    RECEIPT = "receipt"
    DELIVERY = "delivery"

    @property
    def label(self) -> str:
        """The French words for the day itself."""
        return _START_LABELS[self]


_START_LABELS = {
    Start.ISSUE: "date de la facture",
    Start.RECEIPT: "réception de la facture",
    Start.DELIVERY: "livraison",
}


class Period(StrEnum):
    """The stretch of days whose end the terms go to; a *décade* ends on the 10th, the 20th, the last day."""

    MONTH = "month"
    TEN_DAYS = "ten_days"

    @property
    def label(self) -> str:
        """The French words."""
        return "fin de mois" if self is Period.MONTH else "fin de décade"


class Reading(StrEnum):
    """The two lawful ways to count « 45 jours fin de mois »; the contract says which (C. com. L441-10 I).

    A: the days, then the end of the month; B: the end of the month, then the days. A contract that is silent
    leaves it open: the program asks, it never picks one.
    """

    DAYS_FIRST = "A"
    PERIOD_FIRST = "B"


@dataclass(frozen=True, slots=True)
class Terms:
    """When an invoice falls due.

    `days` from `start` (0 to 365); `period` to whose end they go, in the order of `reading`; then the next
    `day_of_month` (1 to 31; the last day of a shorter month). `periodic`: invoices that group the deliveries
    of a month (CGI 289-I-3), which have a ceiling of their own.
    """

    days: int = 0
    start: Start = Start.ISSUE
    period: Period | None = None
    reading: Reading = Reading.DAYS_FIRST
    day_of_month: int | None = None
    periodic: bool = False

    def __post_init__(self) -> None:
        """InvalidValue for days or a day of the month that no calendar has."""
        if not 0 <= self.days <= MOST_DAYS:
            raise InvalidValue("terms", f"Le délai de règlement est compris entre 0 et {MOST_DAYS} jours.")
        if self.day_of_month is not None and not 1 <= self.day_of_month <= 31:
            raise InvalidValue("terms", "Le jour du mois d’un règlement est compris entre 1 et 31.")


@dataclass(frozen=True, slots=True)
class DueDate:
    """A due date and the French words of its count: `10/03/2026 + 45 jours = 24/04/2026, fin de mois : …`."""

    day: date
    words: str


def due_date(
    terms: Terms, issue_date: date, *, received_on: date | None = None, delivered_on: date | None = None
) -> date:
    """The day on which the invoice falls due, never moved by a week-end or a holiday (no text does so).

    Terms that count from the receipt or the delivery count from the invoice where that day is not known.
    """
    return count(terms, issue_date, received_on=received_on, delivered_on=delivered_on).day


def count(
    terms: Terms, issue_date: date, *, received_on: date | None = None, delivered_on: date | None = None
) -> DueDate:
    """The due date with the words of its count; the arguments are those of `due_date`."""
    known = {Start.RECEIPT: received_on, Start.DELIVERY: delivered_on}.get(terms.start)
    day = known or issue_date
    words = [short_date(day) if known is None else f"{terms.start.label}, {short_date(day)}"]
    for step in _steps(terms):
        day = _moved(day, step, terms)
        words.append(f"{_step_words(step, terms)}\u00a0: {short_date(day)}")
    return DueDate(day, ", ".join(words))


def end_of_ten_days(day: date) -> date:
    """The last day of the *décade* of `day`: the 10th, the 20th or the last day of the month."""
    return day.replace(day=10 if day.day <= 10 else 20) if day.day <= 20 else end_of_month(day)


def describe(terms: Terms) -> str:
    """The terms in French, as the user may type them again: `fin de mois + 45 jours`, `30 jours, le 10`."""
    text = _delay(terms)
    if terms.day_of_month is not None:
        day = f"le {terms.day_of_month}"
        # « comptant, le 10 » would mean both at once.
        text = day if text == "comptant" else f"{text}, {day}"
    return text + (" (factures périodiques)" if terms.periodic else "")


def _delay(terms: Terms) -> str:
    days = plural(terms.days, "jour")
    after = {
        Start.ISSUE: "",
        Start.RECEIPT: " après réception de la facture",
        Start.DELIVERY: " après la livraison",
    }[terms.start]
    if terms.period is not None:
        end = terms.period.label
        if terms.days == 0:
            return end + after
        if terms.reading is Reading.PERIOD_FIRST:
            return f"{end} + {days}{after}"
        return f"{days}, puis {end}{after}"
    if terms.days == 0:
        return {
            Start.ISSUE: "comptant",
            Start.RECEIPT: "à réception de la facture",
            Start.DELIVERY: "à la livraison",
        }[terms.start]
    return days + after


class _Step(StrEnum):
    DAYS = "days"
    PERIOD = "period"
    DAY_OF_MONTH = "day_of_month"


def _steps(terms: Terms) -> list[_Step]:
    steps = [_Step.DAYS] if terms.days else []
    if terms.period is not None:
        steps.insert(0 if terms.reading is Reading.PERIOD_FIRST else len(steps), _Step.PERIOD)
    return [*steps, _Step.DAY_OF_MONTH] if terms.day_of_month is not None else steps


def _step_words(step: _Step, terms: Terms) -> str:
    if step is _Step.DAYS:
        return f"+ {plural(terms.days, 'jour')}"
    if step is _Step.PERIOD and terms.period is not None:
        return terms.period.label
    return f"le {terms.day_of_month}"


def _moved(day: date, step: _Step, terms: Terms) -> date:
    if step is _Step.DAYS:
        return day + timedelta(days=terms.days)
    if step is _Step.PERIOD:
        return end_of_month(day) if terms.period is Period.MONTH else end_of_ten_days(day)
    return _next_day_of_month(day, terms)


def _next_day_of_month(day: date, terms: Terms) -> date:
    """The next such day of a month: `day` itself counts, except where it is the end of a period.

    « 30 jours fin de mois, le 30 » from an end of month of the 30th means the 30th of the month after.
    """
    wanted = terms.day_of_month or 1
    ends_a_period = terms.period is not None and terms.reading is Reading.DAYS_FIRST
    found = _in_month(day, wanted)
    if found < day or (ends_a_period and found == day):
        found = _in_month(end_of_month(day) + timedelta(days=1), wanted)
    return found


def _in_month(day: date, wanted: int) -> date:
    return day.replace(day=min(wanted, monthrange(day.year, day.month)[1]))
