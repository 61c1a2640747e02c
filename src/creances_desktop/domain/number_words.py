"""Amounts in French words, as an acknowledgement of debt repeats them (C. civ. 1376)."""

from __future__ import annotations

from creances_desktop.domain.money import Cents

_UNITS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    *("treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}
MOST = 999_999_999_99
"""The largest amount that there are words for, in cents."""


def amount_in_words(amount: Cents) -> str:
    """`deux mille quatre cents euros et cinquante centimes`, for 0 to `MOST` cents; ValueError beyond."""
    if not 0 <= amount <= MOST:
        raise ValueError(f"no words for {amount} cents")
    euros, cents = divmod(amount, 100)
    parts = []
    if euros or not cents:
        of = "d’" if euros >= 1_000_000 and euros % 1_000_000 == 0 else ""
        parts.append(f"{_whole(euros)} {of}{'euro' if euros < 2 else 'euros'}")
    if cents:
        parts.append(f"{_whole(cents)} {'centime' if cents < 2 else 'centimes'}")
    return " et ".join(parts)


def _whole(number: int) -> str:
    """A whole number below a thousand millions, with the hyphens and the plurals of the usual spelling."""
    millions, rest = divmod(number, 1_000_000)
    thousands, units = divmod(rest, 1_000)
    words = []
    if millions:
        words.append(f"{_below_thousand(millions, last=True)} {'million' if millions < 2 else 'millions'}")
    if thousands:
        # `mille` is a numeral: it takes no plural, and `cent` and `vingt` before it take none either.
        words.append("mille" if thousands == 1 else f"{_below_thousand(thousands, last=False)} mille")
    if units or not words:
        words.append(_below_thousand(units, last=True))
    return " ".join(words)


def _below_thousand(number: int, *, last: bool) -> str:
    """`last`: nothing follows but a noun, and `cent` and `quatre-vingt` take their plural."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest, last=last)
    head = "cent" if hundreds == 1 else f"{_UNITS[hundreds]} cent"
    if not rest:
        return f"{head}s" if hundreds > 1 and last else head
    return f"{head} {_below_hundred(rest, last=last)}"


def _below_hundred(number: int, *, last: bool) -> str:
    if number < len(_UNITS):
        return _UNITS[number]
    tens, unit = divmod(number, 10)
    if tens in (7, 9):
        tens, unit = tens - 1, unit + 10
    if not unit:
        return f"{_TENS[tens]}s" if tens == 8 and last else _TENS[tens]
    # Only eighty and ninety have no `et`: quatre-vingt-un, quatre-vingt-onze.
    joint = " et " if unit in (1, 11) and tens != 8 else "-"
    return f"{_TENS[tens]}{joint}{_UNITS[unit]}"
