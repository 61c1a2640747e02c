"""The fonts of the paper, loaded once, and text reduced to what they can print."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from threading import RLock
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from creances_desktop.documents.scripts import shaped
from creances_desktop.paths import resource

DRAWING = RLock()
"""Held by whoever draws: reportlab keeps the letters in use with the font, which all documents share."""
REGULAR = "SourceSans3"
SEMIBOLD = "SourceSans3-Semibold"

FALLBACK = "DejaVuSans"
"""For the letters that the others lack, Hebrew and Arabic among them; loaded when one is met."""

_FILES = {REGULAR: "SourceSans3-Regular.ttf", SEMIBOLD: "SourceSans3-Semibold.ttf"}
_INVISIBLE = frozenset({"Cf", "Cc", "Cs"})
_REPLACEMENT = "?"


def register() -> None:
    """Nothing; from then on reportlab knows `REGULAR` and `SEMIBOLD`: some 50 ms, once."""
    with DRAWING:
        _register_once()


@cache
def _register_once() -> None:
    rl_config.useA85 = 0  # PDFs of today need not be text: a fifth smaller and quicker
    for name, file in _FILES.items():
        # Only the letters in use are embedded: half the size of reportlab's readable subsets, and quicker.
        pdfmetrics.registerFont(TTFont(name, str(resource(f"fonts/{file}")), asciiReadable=False))


@cache
def _register_fallback() -> None:
    with DRAWING:
        pdfmetrics.registerFont(TTFont(FALLBACK, str(resource(f"fonts/{FALLBACK}.ttf")), asciiReadable=False))


@lru_cache(maxsize=20_000)
def text_width(text: str, font: str, size: float) -> float:
    """The width of cleaned text in points."""
    return sum(float(pdfmetrics.stringWidth(piece, name, size)) for piece, name in pieces(text, font))


@lru_cache(maxsize=20_000)
def pieces(text: str, font: str) -> tuple[tuple[str, str], ...]:
    """Cleaned text in parts, each with the font that has its letters: nearly always one part."""
    glyphs = _glyphs()
    if all(ord(letter) in glyphs for letter in text):
        return ((text, font),)
    made: list[tuple[str, str]] = []
    for letter in text:
        name = font if ord(letter) in glyphs else FALLBACK
        if made and (made[-1][1] == name or letter == " "):
            made[-1] = (made[-1][0] + letter, made[-1][1])
        else:
            made.append((letter, name))
    return tuple(made)


@lru_cache(maxsize=20_000)
def printable(text: str) -> str:
    """The text as the fonts can print it, on one line.

    What has no glyph becomes its nearest equivalent (`①` is `1`) or `?`: an emoji never stops a letter and
    never leaves a hole. Arabic letters are joined. Marks without a shape (direction, variation) are dropped.
    """
    composed = shaped(unicodedata.normalize("NFC", text))
    if all(ord(letter) in _glyphs() for letter in composed):
        return composed
    return "".join(_printable_letter(letter) for letter in composed)


def _printable_letter(letter: str) -> str:
    glyphs = _glyphs()
    if ord(letter) in glyphs:
        return letter
    if letter.isspace():
        return " "
    category = unicodedata.category(letter)
    if category in _INVISIBLE or category.startswith("M"):
        return ""
    nearest = unicodedata.normalize("NFKC", letter)
    if nearest != letter and all(ord(part) in glyphs for part in nearest):
        return nearest
    return letter if ord(letter) in _fallback_glyphs() else _REPLACEMENT


@cache
def _fallback_glyphs() -> frozenset[int]:
    """The letters of other scripts that the fallback prints; beyond U+FFFF they could not be copied."""
    _register_fallback()
    font: Any = pdfmetrics.getFont(FALLBACK)
    return frozenset(
        code
        for code in font.face.charToGlyph
        if 0x300 <= code <= 0xFFFF
        and unicodedata.category(chr(code))[0] in ("LMNP" if 0x590 <= code <= 0x6FF else "LMN")
    )


@cache
def _glyphs() -> frozenset[int]:
    """The characters that every font of ours can print."""
    register()
    faces: list[Any] = [pdfmetrics.getFont(name) for name in _FILES]
    return frozenset(set.intersection(*(set(font.face.charToGlyph) for font in faces)) - set(range(32)))
