"""Early-payment discount (escompte): what a client gains who pays before a deadline.

The invoice must state the conditions, or that there are none (C. com. L441-9, to be checked).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.money import NO_BREAK_SPACE, Cents, format_cents, round_to_cents
from creances_desktop.domain.text import fold, plural, short_date


@dataclass(frozen=True, slots=True)
class EarlyPayment:
    """A discount of `percent` of the gross amount for a payment within `days` of the invoice, both included.

    InvalidValue for a rate that is not between 0 and 100 or days below zero.
    """

    percent: Decimal
    days: int

    def __post_init__(self) -> None:
        """Refuse what no invoice can promise."""
        if not 0 < self.percent < 100:
            raise InvalidValue("early_payment", "Un escompte est compris entre 0 et 100\u00a0%.")
        if not 0 <= self.days <= 365:
            raise InvalidValue("early_payment", "Le délai d’un escompte est compris entre 0 et 365 jours.")

    def deadline(self, issue_date: date) -> date:
        """The last day on which the discount is gained."""
        return issue_date + timedelta(days=self.days)

    def discount(self, gross: Cents) -> Cents:
        """What is taken off `gross` cents, to the nearest cent, halves up."""
        return round_to_cents(Decimal(gross) * self.percent / 10_000)

    def to_pay(self, gross: Cents, issue_date: date, paid_on: date) -> Cents:
        """What settles an invoice of `gross` cents on that day."""
        return gross - self.discount(gross) if paid_on <= self.deadline(issue_date) else gross

    def sentence(self, gross: Cents, issue_date: date) -> str:
        """The French sentence of a letter or a screen, with the deadline and the amounts."""
        return (
            f"Escompte de {_percent(self.percent)}, soit {format_cents(self.discount(gross))}, pour un "
            f"paiement au plus tard le {short_date(self.deadline(issue_date))}\u00a0: "
            f"{format_cents(gross - self.discount(gross))} à payer."
        )


_DISCOUNT = re.compile(r"(?:escompte (?:de )?)?(\d{1,2}(?:[.,]\d+)?)\s?%\D*?(\d{1,3})\s?j(?:ours?|rs?)?")


def describe(discount: EarlyPayment | None) -> str:
    """The conditions as an invoice prints them, and as `parse` reads them again; `néant` for none."""
    if discount is None:
        return "néant"
    return f"{_percent(discount.percent)} à {plural(discount.days, 'jour')}"


def parse(text: str) -> EarlyPayment | None:
    """The discount of a text such as `2 % à 10 jours`; None for `néant`; InvalidValue otherwise."""
    bare = fold(text)
    if bare in ("", "neant", "aucun", "sans", "sans escompte", "pas d'escompte"):
        return None
    found = _DISCOUNT.fullmatch(bare)
    if found is None:
        raise InvalidValue(
            "early_payment",
            f"«\u00a0{text.strip()}\u00a0» n’est pas compris comme un escompte\u00a0; écrivez par exemple "
            "«\u00a02 % à 10 jours\u00a0» ou «\u00a0néant\u00a0».",
        )
    return EarlyPayment(Decimal(found[1].replace(",", ".")), int(found[2]))


def _percent(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",") + f"{NO_BREAK_SPACE}%"
