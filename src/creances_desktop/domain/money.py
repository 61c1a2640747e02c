"""Exact amounts: integers of cents, read and written the French way."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TypeAlias

Cents: TypeAlias = int
"""An amount in euro cents; negative amounts are credits or reversals."""

MOST: Cents = 999_999_999_99
"""The largest amount that is typed or read from a file.

Beyond it a slip of the hand is sure; sums of many such amounts stay within the 64 bits of the dossier.
"""

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")


def format_cents(amount: Cents, *, symbol: bool = True, plus: bool = False) -> str:
    """The amount as a French reader expects it: `1 234,56 €`, with narrow and no-break spaces.

    `symbol=False` leaves out the euro sign, `plus=True` writes the sign of positive amounts too.
    """
    sign = "-" if amount < 0 else "+" if plus and amount > 0 else ""
    euros, cents = divmod(abs(amount), 100)
    digits = f"{euros:,}".replace(",", NARROW_SPACE)
    return f"{sign}{digits},{cents:02d}" + (f"{NO_BREAK_SPACE}€" if symbol else "")


def plain_cents(amount: Cents) -> str:
    """The amount for JSON and CSV files: `1234.56`, without spaces."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def cents_from_decimal(value: Decimal) -> Cents:
    """The cents of a decimal amount of euros; ValueError if it has thousandths."""
    scaled = value * 100
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{value} has more than two decimals")
    return int(scaled)


def round_to_cents(value: Decimal) -> Cents:
    """The nearest cent of a decimal amount of euros, halves away from zero."""
    return int((value * 100).to_integral_value(rounding=ROUND_HALF_UP))


class AmountTooLarge(ValueError):
    """An amount beyond `MOST`; says so in a French sentence."""

    def __init__(self) -> None:
        super().__init__(f"Ce montant est trop grand\u00a0: {format_cents(MOST)} au plus.")


def typed_cents(text: str) -> Cents:
    """What `parse_cents` reads; its ValueError is the French sentence to show beside the field."""
    try:
        return parse_cents(text)
    except AmountTooLarge:
        raise
    except ValueError as error:
        raise ValueError("Ce montant n’est pas compris\u00a0: écrivez par exemple 1\u202f234,56.") from error


def parse_cents(text: str) -> Cents:
    """The cents of an amount typed by a French user.

    `1 234,56`, `1234.56`, `1.234,56 €`, `-12`, `(12,00)` and `12,00-` are read.
    When both separators occur, the last one is the decimal sign. A lone separator followed by three digits
    is refused (`1.234`, `1,234`): a wrong guess would be a factor of a thousand.
    Raises ValueError when it is not an amount or has more than two decimals, AmountTooLarge beyond `MOST`.
    """
    bare = _SPACES.sub("", text).removesuffix("€").removesuffix("EUR").replace("\u2212", "-")
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        bare, negative = bare[1:-1], True
    if bare.endswith(("-", "+")) and len(bare) > 1:
        bare, negative = bare[:-1], bare.endswith("-")
    if "," in bare and "." in bare:
        thousands = "." if bare.rfind(",") > bare.rfind(".") else ","
        bare = bare.replace(thousands, "")
    bare = bare.replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d+(\.\d{0,2})?|\.\d{1,2})", bare):
        raise ValueError(f"not an amount: {text!r}")
    try:
        value = cents_from_decimal(Decimal(bare))
    except InvalidOperation as error:
        raise ValueError(f"not an amount: {text!r}") from error
    if abs(value) > MOST:
        raise AmountTooLarge
    return -value if negative else value
