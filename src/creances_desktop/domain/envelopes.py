"""Where the address stands on the sheet, so that the window of the envelope shows it and nothing else.

The windows are those usual in France; their positions are general knowledge that no page confirms ([K] in the
notes on the law): a calibration page shows them, and each printer has its own offsets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in millimetres from the top left corner."""

MOST_OFFSET = 150
"""The largest offset, in tenths of a millimetre."""


class Envelope(StrEnum):
    """How the letters are addressed."""

    DL = "dl"
    C5 = "c5"
    LABEL = "label"

    @property
    def label(self) -> str:
        """The French name of the choice."""
        return _LABELS[self]


_LABELS = {
    Envelope.DL: "Enveloppe DL à fenêtre à droite (110 × 220 mm, feuille pliée en trois)",
    Envelope.C5: "Enveloppe C5 à fenêtre à droite (162 × 229 mm, feuille pliée en deux)",
    Envelope.LABEL: "Étiquette ou enveloppe imprimée, sans fenêtre",
}


@dataclass(frozen=True, slots=True)
class Geometry:
    """The sheet for one envelope, in millimetres from its top left corner.

    `shown`: what the window shows wherever the sheet slips; `reach`: what it may show. `block` is where the
    address begins, `body_top` where the text of the letter may. `paper` is the envelope (width, height) and
    `window` its window, None without one.
    """

    shown: Box
    reach: Box
    block: tuple[float, float]
    body_top: float
    folds: tuple[float, ...]
    paper: tuple[float, float]
    window: Box | None


LINES, LEADING = 7, 4.0
"""The address block: at most seven lines, four millimetres each."""

BLOCK_WIDTH = 79.5


def _window(paper: tuple[float, float], folded: float, window: Box) -> tuple[Box, Box]:
    """What a window always shows and may show of a sheet 210 mm wide and `folded` mm high."""
    slip_x, slip_y = paper[0] - 210.0, paper[1] - folded
    left, top, right, bottom = window
    return (
        (left, top, right - slip_x, bottom - slip_y),
        (left - slip_x, top - slip_y, right, bottom),
    )


_DL, _C5 = (220.0, 110.0), (229.0, 162.0)
_DL_WINDOW: Box = (100.0, 45.0, 200.0, 90.0)
_C5_WINDOW: Box = (109.0, 57.0, 209.0, 102.0)
_DL_SHOWN, _DL_REACH = _window(_DL, 99.0, _DL_WINDOW)
_C5_SHOWN, _C5_REACH = _window(_C5, 148.5, _C5_WINDOW)

GEOMETRY: Mapping[Envelope, Geometry] = {
    Envelope.DL: Geometry(_DL_SHOWN, _DL_REACH, (110.0, 50.0), 86.0, (99.0, 198.0), _DL, _DL_WINDOW),
    Envelope.C5: Geometry(_C5_SHOWN, _C5_REACH, (112.0, 59.0), 103.0, (148.5,), _C5, _C5_WINDOW),
    Envelope.LABEL: Geometry(_DL_SHOWN, _DL_REACH, (110.0, 50.0), 86.0, (99.0, 198.0), _DL, None),
}


@dataclass(frozen=True, slots=True)
class PaperLayout:
    """The envelope a letter was drawn for, and how far its printer is off: tenths of a millimetre.

    `right` and `down` move the address block; negative values move it left and up.
    """

    envelope: Envelope = Envelope.DL
    right: int = 0
    down: int = 0

    @property
    def geometry(self) -> Geometry:
        """The sheet for this envelope."""
        return GEOMETRY[self.envelope]

    @property
    def block(self) -> tuple[float, float]:
        """Where the address begins, in millimetres."""
        x, y = self.geometry.block
        return x + self.right / 10, y + self.down / 10

    @property
    def block_is_shown(self) -> bool:
        """Whether the whole address block stays in the window wherever the sheet slips."""
        if self.geometry.window is None:
            return True
        x, y = self.block
        left, top, _, bottom = self.geometry.shown
        return left <= x and top <= y and y + LINES * LEADING <= bottom + 0.5


PLAIN = PaperLayout()
"""As letters were drawn before there was a choice: for the DL window, without offsets."""
