"""Invoices paid in several parts: each part is a due item of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.invoices import DueItemDraft
from creances_desktop.domain.money import NO_BREAK_SPACE, Cents, format_cents, parse_cents, round_to_cents
from creances_desktop.domain.months import months_later
from creances_desktop.domain.terms import Terms, describe, due_date
from creances_desktop.domain.terms_text import parse as parse_terms
from creances_desktop.domain.text import fold, short_date


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part: `percent` of the gross amount, or `amount` in cents, or the rest where both are None.

    It falls due on a date, or as its terms say.
    """

    when: Terms | date
    percent: Decimal | None = None
    amount: Cents | None = None

    def __post_init__(self) -> None:
        """InvalidValue for a part that is not above zero, or that has both a percentage and an amount."""
        if self.percent is not None and self.amount is not None:
            raise InvalidValue("instalments", "Une échéance a un pourcentage ou un montant, pas les deux.")
        for value in (self.percent, self.amount):
            if value is not None and value <= 0:
                raise InvalidValue("instalments", "La part d’une échéance doit être supérieure à zéro.")

    @property
    def is_rest(self) -> bool:
        """Whether it takes what the other parts leave."""
        return self.percent is None and self.amount is None


def due_items(
    instalments: Sequence[Instalment],
    gross: Cents,
    issue_date: date,
    *,
    received_on: date | None = None,
    delivered_on: date | None = None,
) -> tuple[DueItemDraft, ...]:
    """The due items of an invoice of `gross` cents, in the order of their dates; they sum exactly to it.

    A percentage is rounded to the nearest cent; the rest is on the last part typed. InvalidValue where the
    parts are not those of this invoice: more or less than it, or nothing left for the last.
    """
    amounts = _amounts(instalments, gross)
    dates = [
        _day(part.when, issue_date, received_on=received_on, delivered_on=delivered_on)
        for part in instalments
    ]
    drafts = [DueItemDraft(day, amount) for day, amount in zip(dates, amounts, strict=True)]
    return tuple(sorted(drafts, key=lambda draft: draft.due_date))


def equal_parts(number: int, first: date, gross: Cents) -> tuple[DueItemDraft, ...]:
    """`number` monthly due items (1 to 60) from `first`, equal to the cent, the rest on the last.

    The day of the month is that of `first`, or the last day of a shorter month.
    """
    if not 1 <= number <= 60 or gross < number:
        raise InvalidValue("instalments", "Indiquez de 1 à 60 échéances, d’un centime au moins chacune.")
    part = gross // number
    amounts = [part] * (number - 1) + [gross - part * (number - 1)]
    return tuple(DueItemDraft(months_later(first, n), amount) for n, amount in enumerate(amounts))


def parse_instalments(text: str) -> tuple[Instalment, ...]:
    """The parts of a text such as `30 % à réception ; 500 € à 30 jours ; solde le 31/12/2026`.

    Parts stand on lines of their own, between semicolons, or after a comma that a share follows. InvalidValue
    where one cannot be read.
    """
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    if not parts:
        raise InvalidValue("instalments", "Indiquez au moins une échéance.")
    return tuple(_parse_part(part) for part in parts)


def describe_instalments(instalments: Sequence[Instalment]) -> str:
    """The parts in French, as `parse_instalments` reads them again."""
    return "\u00a0; ".join(f"{_share(part)} {_when(part.when)}" for part in instalments)


def _amounts(instalments: Sequence[Instalment], gross: Cents) -> list[Cents]:
    if not instalments:
        raise InvalidValue("instalments", "Indiquez au moins une échéance.")
    if any(part.is_rest for part in instalments[:-1]):
        raise InvalidValue("instalments", "Le solde ne peut être que la dernière échéance.")
    amounts = [_part_amount(part, gross) for part in instalments[:-1]]
    last, rest = instalments[-1], gross - sum(amounts)
    asked = rest if last.is_rest else _part_amount(last, gross)
    percents = [part.percent for part in instalments if part.percent is not None]
    only_percents = len(percents) == len(instalments)
    if (sum(percents) != 100) if only_percents else (asked != rest):
        raise InvalidValue(
            "instalments",
            f"Les échéances font {format_cents(gross - rest + asked)} pour une facture de "
            f"{format_cents(gross)}\u00a0; corrigez-les, ou écrivez «\u00a0solde\u00a0» pour la dernière.",
        )
    if min([*amounts, rest]) <= 0:
        raise InvalidValue(
            "instalments", "Une des échéances serait nulle ou négative\u00a0; corrigez les parts."
        )
    return [*amounts, rest]


def _part_amount(part: Instalment, gross: Cents) -> Cents:
    if part.amount is not None:
        return part.amount
    return round_to_cents(Decimal(gross) * (part.percent or 0) / 10_000)


def _day(
    when: Terms | date, issue_date: date, *, received_on: date | None, delivered_on: date | None
) -> date:
    if isinstance(when, date):
        return when
    return due_date(when, issue_date, received_on=received_on, delivered_on=delivered_on)


_BETWEEN = re.compile(
    r"[;\n]|,\s+(?=\d[\d\s\u00a0\u202f.,]*(?:%|€|euros?)|(?:le )?(?:solde|reste)\b)", re.IGNORECASE
)
_SHARE = re.compile(r"(?P<value>[\d\s\u00a0\u202f.,]+)(?P<unit>%|€|euros?)\s*(?P<when>.*)", re.IGNORECASE)
_REST = re.compile(r"(?:le )?(?:solde|reste)\b\s*(?P<when>.*)", re.IGNORECASE)
_DATE = re.compile(r"(?:le )?(\d{1,2})/(\d{1,2})/(\d{4})")


def _parse_part(text: str) -> Instalment:
    rest = _REST.fullmatch(text)
    if rest is not None:
        return Instalment(_parse_when(rest["when"], text))
    found = _SHARE.fullmatch(text)
    if found is None:
        raise InvalidValue(
            "instalments",
            f"«\u00a0{text}\u00a0» n’est pas compris\u00a0; écrivez par exemple "
            "«\u00a030 % à réception\u00a0» ou «\u00a0solde à 30 jours\u00a0».",
        )
    when = _parse_when(found["when"], text)
    try:
        if found["unit"] == "%":
            return Instalment(when, percent=Decimal("".join(found["value"].split()).replace(",", ".")))
        return Instalment(when, amount=parse_cents(found["value"]))
    except (ValueError, ArithmeticError) as error:
        raise InvalidValue(
            "instalments", f"La part de «\u00a0{text}\u00a0» n’est pas un nombre\u00a0; corrigez-la."
        ) from error


def _parse_when(when: str, text: str) -> Terms | date:
    bare = when.strip()
    if fold(bare) in ("", "a la commande"):
        return Terms()
    found = _DATE.fullmatch(bare)
    if found is None:
        return parse_terms(bare)
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError as error:
        raise InvalidValue(
            "instalments", f"La date de «\u00a0{text}\u00a0» n’existe pas\u00a0; corrigez-la."
        ) from error


def _share(part: Instalment) -> str:
    if part.amount is not None:
        return format_cents(part.amount)
    if part.percent is not None:
        return f"{part.percent.normalize():f}".replace(".", ",") + f"{NO_BREAK_SPACE}%"
    return "solde"


def _when(when: Terms | date) -> str:
    return f"le {short_date(when)}" if isinstance(when, date) else describe(when)
