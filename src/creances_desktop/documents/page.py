"""The page of a letter: geometry for French window envelopes, letterhead, legal mentions, address, folds."""

from __future__ import annotations

from collections.abc import Sequence

from creances_desktop.documents.fonts import REGULAR, SEMIBOLD, printable, text_width
from creances_desktop.documents.images import PreparedImage
from creances_desktop.documents.paragraphs import split
from creances_desktop.documents.sheet import INK, LINE, MM, SOFT, Picture, Rule, Sheets
from creances_desktop.domain.company import Company
from creances_desktop.domain.envelopes import BLOCK_WIDTH, LEADING, LINES, PaperLayout
from creances_desktop.domain.letterhead import contact_lines, footer_lines, head_lines, legal_mentions

LEFT = 20.0
RIGHT = 190.0
WIDTH = RIGHT - LEFT
BOTTOM = 272.0
"""The last millimetre of a portrait page that the text may use."""

ADDRESS_X = 110.0
"""The right column: the date above the text, the signature below it."""

ADDRESS_SIZE = 10.0

_LOGO_WIDTH, _LOGO_HEIGHT = 60.0, 18.0
_HEAD_WIDTH = 76.0
_HEAD_LIMIT = 80.0
_MENTIONS_Y = 279.0
_MENTION_LEADING = 3.3
_MENTION_SIZE = 7.5
_SEPARATOR = " – "


def letterhead(sheets: Sheets, company: Company, logo: PreparedImage | None) -> None:
    """Nothing; logo, name, address and contact of the company are added, top left; `y` is then below."""
    y = 15.0
    if logo is not None:
        width, height = logo.fitted(_LOGO_WIDTH, _LOGO_HEIGHT)
        sheets.add(Picture(LEFT, y, width, height, logo.reader))
        y += height + 3.0
    for line in split(company.legal_name, _HEAD_WIDTH, SEMIBOLD, 13)[:3]:
        sheets.text(LEFT, y + 4.2, line, font=SEMIBOLD, size=13)
        y += 5.4
    y += 0.8
    for line in (*head_lines(company), *contact_lines(company)):
        if y + 4.0 > _HEAD_LIMIT:
            break
        sheets.text(LEFT, y + 3.1, line, size=9, colour=SOFT, max_width=_HEAD_WIDTH)
        y += 4.1
    sheets.y = y


def address_block(sheets: Sheets, lines: Sequence[str], layout: PaperLayout) -> None:
    """Nothing; the address is added where the window shows it, seven lines of 4 mm at the most."""
    x, top = layout.block
    for index, line in enumerate(lines[:LINES]):
        baseline = top + LEADING * index + 3.1
        sheets.text(x, baseline, line, size=ADDRESS_SIZE, max_width=min(RIGHT - x - 0.5, BLOCK_WIDTH))


def fold_marks(sheets: Sheets, layout: PaperLayout) -> None:
    """Nothing; short marks are added at the left edge, where the sheet is folded for its envelope."""
    sheets.add(*(Rule(4.0, y, 8.0, y, 0.4, LINE) for y in layout.geometry.folds))


def continuation_head(sheets: Sheets, words: str) -> None:
    """Nothing; the head of a following page is added: whose letter, which, of which day."""
    right = sheets.size[0] - LEFT
    sheets.text(LEFT, 15.2, words, size=8.5, colour=SOFT, max_width=right - LEFT)
    sheets.add(Rule(LEFT, 17.4, right, 17.4, 0.4, LINE))
    sheets.y = 24.0


def footers(sheets: Sheets, company: Company) -> None:
    """Nothing; the legal mentions are added at the foot of every page, and `Page n/m` when several."""
    width, height = sheets.size
    middle, right = width / 2, width - LEFT
    top = height - (297.0 - _MENTIONS_Y)
    room = width - 2 * LEFT - 26
    lines = [part for line in legal_mentions(company) for part in _mention_lines(line, room)]
    own = [part for line in footer_lines(company) for part in _mention_lines(line, room)]
    lines = [*lines[:3], *own][:5] if own else lines[:3]
    top -= max(0, len(lines) - 3) * _MENTION_LEADING
    for page in range(sheets.page_count):
        if lines or sheets.page_count > 1:
            sheets.add(Rule(LEFT, top - 2.6, right, top - 2.6, 0.4, LINE), page=page)
        for index, line in enumerate(lines):
            baseline = top + 1.2 + index * _MENTION_LEADING
            sheets.text(middle, baseline, line, size=_MENTION_SIZE, colour=SOFT, align=0.5, page=page)
        if sheets.page_count > 1:
            number = f"Page {page + 1}/{sheets.page_count}"
            sheets.text(right, top + 1.2, number, size=_MENTION_SIZE, colour=INK, align=1.0, page=page)


def _mention_lines(mention: str, room: float) -> list[str]:
    """The mention in lines of `room` millimetres, cut between its statements rather than inside one."""
    lines: list[str] = []
    for statement in mention.split(_SEPARATOR):
        longer = f"{lines[-1]}{_SEPARATOR}{statement}" if lines else statement
        if lines and text_width(printable(longer), REGULAR, _MENTION_SIZE) <= room * MM:
            lines[-1] = longer
        else:
            lines.extend(split(statement, room, REGULAR, _MENTION_SIZE))
    return lines
