"""Words as people search and read them."""

from __future__ import annotations

import unicodedata
from datetime import date

_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "’": "'"}
)


class _Bare(dict[int, int | None]):
    """Every character as it is but the combining marks, which go; each is looked at once."""

    def __missing__(self, code: int) -> int | None:
        bare = None if unicodedata.combining(chr(code)) else code
        self[code] = bare
        return bare


_BARE = _Bare()

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def fold(text: str) -> str:
    """The text without case or accents, single-spaced: what a search compares.

    `Lefèvre & Œuvré` gives `lefevre & oeuvre`.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    stripped = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return " ".join(stripped.translate(_BARE).casefold().split())


def short_date(day: date) -> str:
    """The day as `21/11/2026`."""
    return f"{day:%d/%m/%Y}"


def long_date(day: date) -> str:
    """The day as a letter writes it: `21 novembre 2026`, `1er décembre 2026`."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}\u00a0{MONTHS[day.month - 1]} {day.year}"


def plural(count: int, singular: str, many: str | None = None) -> str:
    """`1 facture`, `2 factures`, `0 facture`: French takes the plural from two on."""
    word = singular if abs(count) < 2 else (many or singular + "s")
    return f"{count:,}".replace(",", "\u202f") + f"\u00a0{word}"
