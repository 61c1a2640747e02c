"""Paragraphs: words set in lines, `**` around what is bold, both edges straight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from creances_desktop.documents import fonts
from creances_desktop.documents.fonts import REGULAR, SEMIBOLD
from creances_desktop.documents.sheet import INK, MM, Colour, Sheets, Text
from creances_desktop.domain.letter_templates import BOLD

_ORPHANS = 2
"""Lines that a paragraph leaves together at the foot or at the head of a page."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph is set: `size` in points, `leading` and `after` (the space below) in millimetres."""

    size: float = 10.5
    leading: float = 5.0
    after: float = 2.4
    colour: Colour = INK
    justified: bool = True
    bold: bool = False


BODY = Style()

_WIDEST = 0.3
"""What a space may gain at the most, in the size of the letters; a looser line is left ragged."""

_Piece = tuple[str, str]
"""Letters of one font inside a word: (text, font)."""

_Word = tuple[_Piece, ...]
_Line = tuple[_Word, ...]


def plain(words: str) -> str:
    """Words that someone typed, with nothing in them that could be taken for the mark of bold ones."""
    return words.replace(BOLD, "* *")


def height_of(texts: Iterable[str], width: float, style: Style = BODY) -> float:
    """The millimetres that the paragraphs take, the space below each included."""
    return sum(len(_lines(text, width, style)) * style.leading + style.after for text in texts)


def write(sheets: Sheets, x: float, width: float, texts: Iterable[str], style: Style = BODY) -> None:
    """Nothing; the paragraphs are set from `sheets.y`, over as many pages as they need."""
    for text in texts:
        lines = _lines(text, width, style)
        for index, line in enumerate(lines):
            sheets.need(_kept_together(index, len(lines)) * style.leading)
            justified = style.justified and index < len(lines) - 1
            _set_line(sheets, x, width, line, style, justified=justified)
            sheets.y += style.leading
        sheets.y += style.after


@lru_cache(maxsize=10_000)
def split(text: str, width: float, font: str, size: float) -> tuple[str, ...]:
    """The plain text in lines at most `width` millimetres wide; a word that is too long is cut."""
    words = [((word, font),) for word in fonts.printable(text).split(" ") if word]
    return tuple(
        " ".join("".join(piece for piece, _ in word) for word in line) for line in _fit(words, width, size)
    )


def _kept_together(index: int, count: int) -> int:
    """How many lines must fit before line `index` of `count` may be set here."""
    if index == 0:
        return count if count <= _ORPHANS + 1 else _ORPHANS
    return count - index if count - index == _ORPHANS else 1


def _set_line(
    sheets: Sheets, x: float, width: float, line: Sequence[_Word], style: Style, *, justified: bool
) -> None:
    runs = _runs(line)
    natural = sum(fonts.text_width(text, font, style.size) for text, font in runs)
    spaces = sum(_stretchable(text) for text, _ in runs)
    spread = (width * MM - natural) / spaces if justified and spaces else 0.0
    if not 0 < spread < _WIDEST * style.size:
        spread = 0.0
    baseline = sheets.y + style.leading * 0.74
    left = x * MM
    for text, font in runs:
        sheets.add(Text(left / MM, baseline, text, font, style.size, style.colour, spread))
        left += fonts.text_width(text, font, style.size) + _stretchable(text) * spread


def _stretchable(text: str) -> int:
    """The spaces that the printer widens: reportlab prints a no-break space as a space too."""
    return text.count(" ") + text.count("\u00a0")


def _runs(line: Sequence[_Word]) -> list[_Piece]:
    """The line as the longest runs of one font; a space is set in the font of what precedes it."""
    runs: list[_Piece] = []
    for number, word in enumerate(line):
        for position, (text, font) in enumerate(word):
            lead = " " if number and not position else ""
            if runs and runs[-1][1] == font:
                runs[-1] = (runs[-1][0] + lead + text, font)
                continue
            if lead and runs:
                runs[-1] = (runs[-1][0] + lead, runs[-1][1])
            runs.append((text, font))
    return runs


@lru_cache(maxsize=2_000)
def _lines(text: str, width: float, style: Style) -> tuple[_Line, ...]:
    return _fit(_words(text, SEMIBOLD if style.bold else REGULAR), width, style.size)


def _words(text: str, base: str) -> list[_Word]:
    """The words of the text; a word partly in bold is of several pieces."""
    words: list[list[_Piece]] = [[]]
    for position, stretch in enumerate(fonts.printable(text).split(BOLD)):
        font = SEMIBOLD if position % 2 else base
        first, *others = stretch.split(" ")
        words[-1].append((first, font))
        words.extend([(other, font)] for other in others)
    cleaned = (tuple(piece for piece in word if piece[0]) for word in words)
    return [word for word in cleaned if word]


def _fit(words: Iterable[_Word], width: float, size: float) -> tuple[_Line, ...]:
    room = width * MM
    space = fonts.text_width(" ", REGULAR, size)
    lines: list[list[_Word]] = []
    used = 0.0
    for word in words:
        for part in _cut(word, room, size):
            wide = _width(part, size)
            if lines and used + space + wide <= room:
                lines[-1].append(part)
                used += space + wide
            else:
                lines.append([part])
                used = wide
    return tuple(tuple(line) for line in lines)


def _cut(word: _Word, room: float, size: float) -> Iterable[_Word]:
    """The word, or its letters in as many parts as the line needs."""
    if _width(word, size) <= room:
        return (word,)
    parts: list[list[_Piece]] = [[]]
    used = 0.0
    for text, font in word:
        for letter in text:
            wide = fonts.text_width(letter, font, size)
            if used + wide > room:
                parts.append([])
                used = 0.0
            parts[-1].append((letter, font))
            used += wide
    return tuple(tuple(part) for part in parts)


def _width(word: _Word, size: float) -> float:
    return sum(fonts.text_width(text, font, size) for text, font in word)
