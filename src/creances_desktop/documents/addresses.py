"""Addresses on labels, envelopes and the slips of registered letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from creances_desktop.documents.fonts import REGULAR, SEMIBOLD
from creances_desktop.documents.sheet import LINE, PORTRAIT, SOFT, Frame, Metadata, Sheets
from creances_desktop.domain.envelopes import Box
from creances_desktop.domain.labels import LabelSheet, SlipBlock, SlipLayout, SlipPart

ENVELOPES: dict[str, tuple[str, tuple[float, float]]] = {
    "dl": ("DL (110 × 220 mm)", (220.0, 110.0)),
    "c5": ("C5 (162 × 229 mm)", (229.0, 162.0)),
    "c4": ("C4 (229 × 324 mm)", (324.0, 229.0)),
}
"""French name and (width, height) of the envelopes, as they lie before the eyes."""

_POSTAL_EDGE = 20.0
"""Millimetres at the bottom and at the right that the post keeps for its own marks."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """A letter to address: the lines of its recipient, and its reference."""

    lines: tuple[str, ...]
    reference: str = ""


def draw_labels(
    addressed: Sequence[Addressed],
    sheet: LabelSheet,
    day: date,
    *,
    start: int = 1,
    offsets: tuple[int, int] = (0, 0),
    frames: bool = False,
) -> bytes:
    """Labels from position `start` (counted from 1) on, row after row; `frames` shows where they are cut.

    `offsets` move everything to the right and down, in tenths of a millimetre.
    """
    sheets = Sheets(PORTRAIT, bottom=PORTRAIT[1])
    right, down = offsets[0] / 10, offsets[1] / 10
    if frames:
        _label_frames(sheets, sheet, right, down)
    for number, one in enumerate(addressed, start - 1):
        if number and number % sheet.count == 0 and number != start - 1:
            sheets.new_page()
        x, y = sheet.place(number)
        _label(sheets, one.lines, (x + right, y + down), sheet)
    return sheets.to_pdf(Metadata("Étiquettes", "Créances", "Étiquettes d’adresse", day))


def _label(sheets: Sheets, lines: Sequence[str], corner: tuple[float, float], sheet: LabelSheet) -> None:
    """The lines in the middle of the height, as large as they can be."""
    count = max(1, len(lines))
    leading = min(4.3, (sheet.height - 4.0) / count)
    size = min(10.0, leading / 0.42)
    top = corner[1] + (sheet.height - leading * count) / 2
    for index, line in enumerate(lines):
        baseline = top + leading * index + leading * 0.76
        sheets.text(corner[0] + 5.0, baseline, line, size=size, max_width=sheet.width - 8.0)


def _label_frames(sheets: Sheets, sheet: LabelSheet, right: float, down: float) -> None:
    for position in range(sheet.count):
        x, y = sheet.place(position)
        sheets.add(Frame(x + right, y + down, sheet.width, sheet.height, 0.3, LINE, 1.5))
        sheets.text(x + right + 1.5, y + down + 3.4, str(position + 1), size=7, colour=SOFT)


def draw_envelopes(
    addressed: Sequence[Addressed],
    sender: Sequence[str],
    size: tuple[float, float],
    day: date,
    *,
    offsets: tuple[int, int] = (0, 0),
    registered: frozenset[str] = frozenset(),
) -> bytes:
    """An envelope a page: the sender at the top left, the recipient in the lower right part.

    `registered`: the references of the letters that say so above the address.
    """
    width, height = size
    sheets = Sheets(size, bottom=height)
    x, y = width * 0.48 + offsets[0] / 10, height * 0.48 + offsets[1] / 10
    for number, one in enumerate(addressed):
        if number:
            sheets.new_page()
        for index, line in enumerate(sender[:6]):
            font = REGULAR if index else SEMIBOLD
            sheets.text(
                10 + offsets[0] / 10, 12 + 3.9 * index + offsets[1] / 10, line, font=font, size=8.5,
                colour=SOFT, max_width=width * 0.42,
            )  # fmt: skip
        if one.reference in registered:
            words = "Lettre recommandée avec accusé de réception"
            sheets.text(x, y - 5.0, words, font=SEMIBOLD, size=9.5)
        leading = min(5.0, (height - _POSTAL_EDGE - y) / max(1, len(one.lines)))
        for index, line in enumerate(one.lines):
            room = width - x - 8.0
            sheets.text(x, y + leading * index + 3.6, line, size=min(11.0, leading / 0.4), max_width=room)
    return sheets.to_pdf(Metadata("Enveloppes", "Créances", "Enveloppes", day))


def draw_slips(
    addressed: Sequence[Addressed],
    sender: Sequence[str],
    layout: SlipLayout,
    day: date,
    *,
    offsets: tuple[int, int] = (0, 0),
) -> bytes:
    """A form a page: only what is added to the printed form, at the places of the layout."""
    sheets = Sheets((layout.width, layout.height), bottom=layout.height)
    for number, one in enumerate(addressed):
        if number:
            sheets.new_page()
        parts = {
            SlipPart.SENDER: tuple(sender),
            SlipPart.RECIPIENT: one.lines,
            SlipPart.REFERENCE: (one.reference,),
        }
        for block in layout.blocks:
            for index, line in enumerate(parts[block.what]):
                baseline = block.y + block.leading * (index + 0.76) + offsets[1] / 10
                x = block.x + offsets[0] / 10
                sheets.text(x, baseline, line, size=block.size, max_width=block.width)
    return sheets.to_pdf(Metadata("Imprimés de recommandé", "Créances", "Imprimés de recommandé", day))


def block_boxes(layout: SlipLayout, offsets: tuple[int, int] = (0, 0)) -> list[tuple[str, Box]]:
    """The name of each block and the place of its lines on the form: seven of an address, one reference."""
    return [(block.name, _block_box(block, offsets)) for block in layout.blocks]


def _block_box(block: SlipBlock, offsets: tuple[int, int]) -> Box:
    lines = 1 if block.what is SlipPart.REFERENCE else 7
    x, y = block.x + offsets[0] / 10, block.y + offsets[1] / 10
    return (x, y, x + block.width, y + block.leading * lines)
