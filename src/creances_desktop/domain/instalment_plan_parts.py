"""How the sum of an instalment plan (échéancier) is divided into dated parts."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.money import Cents, format_cents, parse_cents
from creances_desktop.domain.months import months_later
from creances_desktop.domain.text import fold, short_date
from creances_desktop.domain.working_days import next_working_day

FEWEST, MOST = 2, 60
YEARS_OF_GRACE = 2
"""What a judge may grant at the most (C. civ. 1343-5 [T]); the parties may agree on more."""


class Interval(StrEnum):
    """How far apart the instalments are."""

    MONTH = "month"
    FORTNIGHT = "fortnight"
    WEEK = "week"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _INTERVALS[self]


_INTERVALS = {
    Interval.MONTH: "Chaque mois",
    Interval.FORTNIGHT: "Toutes les 2 semaines",
    Interval.WEEK: "Chaque semaine",
}


class Shape(StrEnum):
    """How the sum is divided."""

    EQUAL = "equal"
    DECREASING = "decreasing"
    TYPED = "typed"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _SHAPES[self]


_SHAPES = {
    Shape.EQUAL: "Parts égales",
    Shape.DECREASING: "Parts dégressives",
    Shape.TYPED: "Dates et montants à la main",
}


class Charges(StrEnum):
    """What becomes of the late-payment interest and of the fixed indemnity."""

    WAIVED = "waived"
    """Given up if every instalment is paid on its day; due again otherwise."""
    ADDED = "added"
    """Added to the sum that is divided."""

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _CHARGES[self]


_CHARGES = {
    Charges.WAIVED: "Y renoncer si l’échéancier est tenu",
    Charges.ADDED: "Les ajouter à la somme étalée",
}


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One instalment: `amount` cents on a working day; `position` from 1."""

    position: int
    day: date
    amount: Cents


def schedule(
    total: Cents,
    first: date,
    count: int,
    *,
    interval: Interval = Interval.MONTH,
    shape: Shape = Shape.EQUAL,
    holidays: Container[date],
) -> tuple[PlanPart, ...]:
    """`count` instalments from `first`, which sum exactly to `total`; each on a working day, or the next.

    Equal parts leave the odd cents to the last one. Decreasing ones are in the proportions n, n - 1 … 1, the
    odd cents on the first. InvalidValue (`count`, `total`).
    """
    if not FEWEST <= count <= MOST:
        raise InvalidValue("count", f"Un échéancier compte de {FEWEST} à {MOST} échéances.")
    amounts = _decreasing(total, count) if shape is Shape.DECREASING else _equal(total, count)
    if min(amounts) <= 0:
        raise InvalidValue(
            "count", f"{format_cents(total)} ne se partagent pas en {count} échéances\u00a0: prenez-en moins."
        )
    days = (_nth_day(first, place, interval) for place in range(count))
    return tuple(
        PlanPart(place, next_working_day(day, 0, holidays=holidays), amount)
        for place, (day, amount) in enumerate(zip(days, amounts, strict=True), 1)
    )


def _equal(total: Cents, count: int) -> list[Cents]:
    part = total // count
    return [part] * (count - 1) + [total - part * (count - 1)]


def _decreasing(total: Cents, count: int) -> list[Cents]:
    shares = count * (count + 1) // 2
    rest = [total * weight // shares for weight in range(count - 1, 0, -1)]
    return [total - sum(rest), *rest]


def _nth_day(first: date, place: int, interval: Interval) -> date:
    if interval is Interval.MONTH:
        return months_later(first, place)
    return first + timedelta(days=place * (14 if interval is Interval.FORTNIGHT else 7))


def parse_parts(text: str, total: Cents, *, holidays: Container[date]) -> tuple[PlanPart, ...]:
    """The instalments typed one a line, `15/12/2026 400,00`, moved to working days; the last may say `solde`.

    InvalidValue (`typed`) for a line that cannot be read, days out of order, a sum that is not `total`.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not FEWEST <= len(lines) <= MOST:
        raise InvalidValue(
            "typed", f"Écrivez de {FEWEST} à {MOST} lignes, comme «\u00a015/12/2026 400,00\u00a0»."
        )
    read = [_parse_line(line) for line in lines]
    if any(amount is None for _, amount in read[:-1]):
        raise InvalidValue("typed", "Le solde ne peut être que la dernière échéance.")
    typed = sum(amount for _, amount in read if amount is not None)
    amounts = [total - typed if amount is None else amount for _, amount in read]
    if sum(amounts) != total or amounts[-1] <= 0:
        raise InvalidValue(
            "typed",
            f"Les échéances font {format_cents(typed)} pour {format_cents(total)} à étaler\u00a0: "
            "corrigez un montant.",
        )
    return tuple(
        PlanPart(place, next_working_day(day, 0, holidays=holidays), amount)
        for place, ((day, _), amount) in enumerate(zip(read, amounts, strict=True), 1)
    )


def _parse_line(line: str) -> tuple[date, Cents | None]:
    """The day and the amount of a line, None for the rest; InvalidValue (`typed`)."""
    first, _, rest = line.replace("\t", " ").partition(" ")
    try:
        day_of, month, year = (int(part) for part in first.rstrip(":;,").split("/"))
        day = date(year + 2000 if year < 100 else year, month, day_of)
    except ValueError:
        raise InvalidValue(
            "typed",
            f"La date de «\u00a0{line}\u00a0» ne se lit pas\u00a0: écrivez «\u00a015/12/2026 400,00\u00a0».",
        ) from None
    words = rest.strip(" :;=")
    if fold(words) in {"solde", "le solde", "reste", "le reste"}:
        return day, None
    try:
        amount = parse_cents(words)
    except ValueError:
        amount = 0
    if amount <= 0:
        raise InvalidValue("typed", f"Le montant de «\u00a0{line}\u00a0» ne se lit pas\u00a0; corrigez-le.")
    return day, amount


def check_days(parts: Sequence[PlanPart], today: date, field: str = "first") -> None:
    """Nothing; InvalidValue beside `field` for a day that has passed, or that does not follow the others."""
    if parts[0].day < today:
        raise InvalidValue(
            field,
            f"La première échéance, le {short_date(parts[0].day)}, est déjà passée\u00a0: choisissez un jour "
            "à venir.",
        )
    for before, after in pairwise(parts):
        if after.day <= before.day:
            raise InvalidValue(
                field,
                f"L’échéance du {short_date(after.day)} ne vient pas après celle du {short_date(before.day)}"
                "\u00a0: mettez-les dans l’ordre, à un jour ouvré au moins l’une de l’autre.",
            )


def long_plan_words(parts: Sequence[PlanPart], today: date) -> str:
    """What to know of a plan that goes beyond what a judge may grant; empty for a shorter one."""
    if parts[-1].day <= months_later(today, 12 * YEARS_OF_GRACE):
        return ""
    return (
        f"La dernière échéance est à plus de {YEARS_OF_GRACE}\u00a0ans. Un juge ne peut pas accorder "
        "davantage (C. civ., art. 1343-5)\u00a0; vous, d’accord avec votre client, le pouvez."
    )
