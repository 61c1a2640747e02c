"""QR codes as rows of black modules, to be drawn as one path."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

QUIET = 4
"""White modules around the code, as the norm wants."""


_MASK = 0
"""Of the eight patterns that readers know, the chequered one. The norm tries all and takes the most even one:
at half a millimetre a module no reader needs that, and it takes four fifths of the time."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """`size` modules a side, the quiet zone included; `runs` of black ones: (column, row, length)."""

    size: int
    runs: tuple[tuple[int, int, int], ...]


@lru_cache(maxsize=64)
def qr_code(text: str) -> QrCode:
    """The code of a text: bytes in UTF-8, error level M, as the guidelines EPC069-12 want them."""
    import segno

    made = segno.make(
        text, error="m", boost_error=False, micro=False, encoding="utf-8", mode="byte", mask=_MASK
    )
    runs = []
    for row, modules in enumerate(made.matrix):
        line = bytes(modules) + b"\0"
        start = line.find(1)
        while start >= 0:
            end = line.find(0, start)
            runs.append((start + QUIET, row + QUIET, end - start))
            start = line.find(1, end)
    return QrCode(len(made.matrix) + 2 * QUIET, tuple(runs))
