"""Sheets of address labels and the form of the registered slip: where each thing stands, in millimetres."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from creances_desktop.domain.errors import DomainError


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """A sheet of labels: `left` and `top` of the first one, from one to the next `step_x` and `step_y`."""

    id: str
    name: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    step_x: float
    step_y: float

    @property
    def count(self) -> int:
        """The labels on a sheet."""
        return self.columns * self.rows

    def place(self, position: int) -> tuple[float, float]:
        """The corner of a label; `position` counts from 0, row after row."""
        row, column = divmod(position % self.count, self.columns)
        return self.left + column * self.step_x, self.top + row * self.step_y


class SlipPart(StrEnum):
    """What stands in a block of the slip."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    REFERENCE = "reference"


LEAST_SIZE, MOST_SIZE = 5.0, 14.0


@dataclass(frozen=True, slots=True)
class SlipBlock:
    """A block of lines; `x`, `y` is its top left corner on the form, `size` that of the letters in points."""

    what: SlipPart
    name: str
    x: float
    y: float
    width: float
    size: float

    @property
    def leading(self) -> float:
        """From one line to the next, in millimetres."""
        return self.size * 0.42


@dataclass(frozen=True, slots=True)
class SlipLayout:
    """The form of a registered letter as the user measured it."""

    name: str
    width: float
    height: float
    blocks: tuple[SlipBlock, ...]


class UnusableLayout(DomainError):
    """A layout that a printer could not follow."""


def slip_layout(stored: Any) -> SlipLayout:
    """The layout of a JSON value. Raises UnusableLayout with what is wrong in it."""
    try:
        blocks = tuple(
            SlipBlock(
                SlipPart(one["what"]),
                str(one["name"]),
                *(float(one[key]) for key in ("x", "y", "width", "size")),
            )
            for one in stored["blocks"]
        )
        made = SlipLayout(str(stored["name"]), float(stored["width"]), float(stored["height"]), blocks)
    except (KeyError, TypeError, ValueError) as error:
        raise UnusableLayout(
            "Ce modèle d’imprimé ne se lit pas\u00a0: revenez aux positions proposées."
        ) from error
    return checked(made)


def checked(layout: SlipLayout) -> SlipLayout:
    """The layout itself. Raises UnusableLayout when something of it cannot be printed."""
    if not (50 <= layout.width <= 297 and 50 <= layout.height <= 420):
        raise UnusableLayout("L’imprimé mesure de 50 à 297\u00a0mm de large et de 50 à 420\u00a0mm de haut.")
    for block in layout.blocks:
        if not (0 <= block.x <= layout.width - 10 and 0 <= block.y <= layout.height - 3):
            raise UnusableLayout(f"«\u00a0{block.name}\u00a0» sort de l’imprimé\u00a0: corrigez sa position.")
        if not LEAST_SIZE <= block.size <= MOST_SIZE or block.width < 10:
            raise UnusableLayout(
                f"«\u00a0{block.name}\u00a0»\u00a0: un corps de {LEAST_SIZE:.0f} à {MOST_SIZE:.0f} points, "
                "sur une largeur de 10\u00a0mm au moins."
            )
    return layout


def stored_layout(layout: SlipLayout) -> dict[str, Any]:
    """The layout as the dossier keeps it."""
    return asdict(layout)


def label_sheets(text: str) -> tuple[LabelSheet, ...]:
    """The sheets of a JSON text."""
    return tuple(LabelSheet(**one) for one in json.loads(text))
