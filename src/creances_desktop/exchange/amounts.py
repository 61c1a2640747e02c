"""Amounts as files write them: the decimal sign is decided on a whole column, never on one value.

`4,20` is four euros twenty, never 420; `1,234` alone is refused, because a wrong guess is a factor of a
thousand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from creances_desktop.domain.money import MOST, Cents, format_cents

_NOISE = re.compile(r"[\s\u00a0\u202f\u2009\u2007]|€|EUR(?:OS?)?|\bEuros?\b", re.IGNORECASE)
_FOREIGN = re.compile(r"[$£¥]|USD|GBP|CHF", re.IGNORECASE)
_TWO_SIGNS = re.compile(r"[.,]\d{3}[.,]")
_BARE = re.compile(r"\d+")
USUAL_DIGITS = len(str(MOST // 100))
"""How many digits an amount has before its decimal sign, at most; a longer one is looked at closely."""
_SPACED = re.compile(r"\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class BadAmount:
    """A value that is no amount of euros and cents, with the French reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class AmountStyle:
    """How a column writes its amounts: `thousands` is the sign proved to separate thousands, or empty.

    `decimal` is the sign proved to begin the decimals, or empty when the column shows none or both.
    """

    decimal: str = ""
    thousands: str = ""


def column_style(values: Sequence[str]) -> AmountStyle:
    """What the whole column proves about its signs."""
    joined = "\n".join(values)
    comma, point = "," in joined, "." in joined
    if not comma and not point:
        return AmountStyle()
    witnesses: set[tuple[str, str]] = set()
    if (comma and point) or _TWO_SIGNS.search(joined):
        for value in values:
            witnesses.update(_witness(value))
    thousands = {sign for kind, sign in witnesses if kind == "thousands"}
    decimals = {sign for kind, sign in witnesses if kind == "decimal"}
    if not witnesses:
        decimals = ({","} if comma else set()) | ({"."} if point else set())
    decimals -= thousands
    if thousands == {",", "."}:  # each value must then speak for itself
        return AmountStyle()
    return AmountStyle(
        decimal=decimals.pop() if len(decimals) == 1 else "",
        thousands=thousands.pop() if thousands else "",
    )


def _witness(value: str) -> set[tuple[str, str]]:
    """The signs that one value proves: `1.234,56` both, `1.234.567` its thousands, `12,50` its decimals."""
    commas, points = value.count(","), value.count(".")
    if commas and points:
        last = "," if value.rfind(",") > value.rfind(".") else "."
        return {("decimal", last), ("thousands", "." if last == "," else ",")}
    if commas > 1 or points > 1:
        return {("thousands", "," if commas else ".")}
    if commas or points:
        sign = "," if commas else "."
        tail = value.rpartition(sign)[2].rstrip("-+) €\u00a0\u202f")
        return {("decimal", sign)} if len(tail) in {1, 2} else set()
    return set()


def read_amounts(values: Sequence[str], style: AmountStyle) -> tuple[list[Cents | None], dict[str, str]]:
    """The cents of each value in order, None where it is empty or wrong; and the reasons by wrong value.

    The common forms `1234.56` and `1234,56` are read at once; whatever else goes through `parse_amount`.
    """
    sign = style.decimal or ","
    amounts: list[Cents | None] = []
    bad: dict[str, str] = {}
    append = amounts.append
    for value in values:
        head, _sign, tail = value.partition(sign)
        if len(tail) == 2 and len(head) <= USUAL_DIGITS and (digits := head + tail).isdecimal():
            append(int(digits))
            continue
        amount = parse_amount(value, style)
        if isinstance(amount, BadAmount):
            bad[value], amount = amount.reason, None
        append(amount)
    return amounts, bad


def parse_amount(value: str, style: AmountStyle) -> Cents | BadAmount | None:
    """The cents of one value, None when it is empty, or why it is no amount.

    Understood: `1 234,56` with any space, `1.234,56`, `1,234.56`, `1234.56`, `+12`, `(12,00)`, `1234,56-`,
    `12 €`.
    """
    bare = _NOISE.sub("", value).replace("\u2212", "-")
    if not bare:
        return None
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        bare, negative = bare[1:-1], True
    elif bare.endswith(("-", "+")) and len(bare) > 1:
        bare, negative = bare[:-1], bare.endswith("-")
    if bare.startswith(("-", "+")) and not negative:
        bare, negative = bare[1:], bare.startswith("-")
    cents = _unsigned(bare, style)
    if isinstance(cents, BadAmount):
        return cents
    return -cents if negative else cents


def _unsigned(bare: str, style: AmountStyle) -> Cents | BadAmount:
    if _SPACED.fullmatch(bare):
        bare = bare.replace("'", "").replace("’", "")
    commas, points = bare.count(","), bare.count(".")
    if commas and points:
        sign = "," if bare.rfind(",") > bare.rfind(".") else "."
        whole, _sign, decimals = bare.rpartition(sign)
        return _assemble(_ungroup(whole, "." if sign == "," else ","), decimals)
    if commas + points > 1:
        return _assemble(_ungroup(bare, "," if commas else "."), "")
    if commas or points:
        return _one_sign(bare, "," if commas else ".", style)
    return _assemble(bare, "")


def _one_sign(bare: str, sign: str, style: AmountStyle) -> Cents | BadAmount:
    """The cents of a value with one sign: `12,5` has decimals.

    `1,234` is read only where the column proved that its comma separates thousands.
    """
    whole, _sign, decimals = bare.partition(sign)
    if len(decimals) == 3 and style.thousands == sign:
        return _assemble(_ungroup(bare, sign), "")
    surplus = decimals[2:]
    proved = len(decimals) > 3 or len(whole) > 3 or whole.startswith("0")
    if surplus and proved and not surplus.strip("0"):
        decimals = decimals[:2]
    return _assemble(whole or "0", decimals)


def _ungroup(text: str, sign: str) -> str:
    """The digits of `1.234.567` joined; an empty string when its groups are not of three."""
    first, *groups = text.split(sign)
    if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in groups):
        return ""
    return first + "".join(groups)


def _assemble(whole: str, decimals: str) -> Cents | BadAmount:
    if _FOREIGN.search(whole) or _FOREIGN.search(decimals):
        return BadAmount("Ce montant n’est pas en euros.")
    if not (_BARE.fullmatch(whole) and (not decimals or _BARE.fullmatch(decimals))):
        return BadAmount("Ce n’est pas un montant.")
    if len(decimals) > 2:
        return BadAmount("Ce montant a plus de deux décimales, ou ses milliers ne se distinguent pas.")
    if len(whole.lstrip("0")) > USUAL_DIGITS:
        return BadAmount(f"Ce montant est invraisemblable\u00a0: {format_cents(MOST)} au plus.")
    return int(whole) * 100 + int(decimals.ljust(2, "0"))
