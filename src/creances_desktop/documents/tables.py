"""Tables over any number of pages: head repeated, totals kept with the last rows, figures aligned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from creances_desktop.documents.fonts import REGULAR, SEMIBOLD
from creances_desktop.documents.paragraphs import split
from creances_desktop.documents.sheet import INK, LINE, SOFT, TINT, Area, Rule, Sheets

_PADDING = 1.4
_ROW = 4.9
_EXTRA_LINE = 3.7
_NOTE = 3.5
_HEAD_LINE = 3.6
_NOTE_SIZE = 7.9
_MINIMUM_ROWS = 2
"""Rows that stay with the head at the foot of a page, and with the totals at the head of one."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column `width` millimetres wide; `title` may hold line ends; figures are `right` aligned.

    A text longer than `max_lines` ends with `…`; 0: it takes the lines it needs.
    """

    title: str
    width: float
    right: bool = False
    max_lines: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, with an optional line of small print under them, over the whole width.

    `strong` rows are totals: a line above, semibold figures. A cell that is too wide wraps, a figure is
    condensed; the words of a `spanning` row run over the empty cells at their right.
    """

    cells: tuple[str, ...]
    note: str = ""
    strong: bool = False
    spanning: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table at `x`; `size` in points."""

    columns: tuple[Column, ...]
    x: float
    size: float = 9.2

    @property
    def width(self) -> float:
        """The width in millimetres."""
        return sum(column.width for column in self.columns)


def draw(sheets: Sheets, table: Table, rows: Sequence[Row], totals: Sequence[Row], title: str = "") -> None:
    """Nothing; the table is added from `sheets.y`.

    The title and the head stay with the first rows, the totals with the last ones.
    """
    heights = [_height(table, row) for row in rows]
    ending = sum(_height(table, row) for row in totals)
    first = sum(heights[:_MINIMUM_ROWS]) + (ending if len(rows) <= _MINIMUM_ROWS else 0.0)
    sheets.need((6.4 if title else 0.0) + _head_height(table) + first)
    if title:
        sheets.text(table.x, sheets.y + 4.2, title, font=SEMIBOLD, size=10, max_width=table.width)
        sheets.y += 6.4
    _draw_head(sheets, table)
    for index, row in enumerate(rows):
        left = len(rows) - index
        needed = sum(heights[index:]) + ending if left <= _MINIMUM_ROWS else heights[index]
        if not sheets.has_room(needed) and (
            left >= _MINIMUM_ROWS or not sheets.has_room(heights[index] + ending)
        ):
            sheets.new_page()
            _draw_head(sheets, table)
        draw_row(sheets, table, row, ruled=index < len(rows) - 1)
    for row in totals:
        draw_row(sheets, table, row, ruled=False)


def _cell_lines(table: Table, row: Row) -> list[tuple[str, ...]]:
    font = SEMIBOLD if row.strong else REGULAR
    return [
        (cell,) if column.right or row.spanning else _wrapped(column, cell, font, table.size)
        for column, cell in zip(table.columns, row.cells, strict=True)
    ]


def _wrapped(column: Column, cell: str, font: str, size: float) -> tuple[str, ...]:
    lines = split(cell, column.width - 2 * _PADDING, font, size)
    if not column.max_lines or len(lines) <= column.max_lines:
        return lines
    kept = lines[: column.max_lines]
    return (*kept[:-1], f"{kept[-1][:-1].rstrip()}…")


def _height(table: Table, row: Row) -> float:
    lines = max(1, *(len(cell) for cell in _cell_lines(table, row)))
    notes = len(_note_lines(table, row))
    return _ROW + (lines - 1) * _EXTRA_LINE + notes * _NOTE + (0.5 if row.strong else 0.0)


def _note_lines(table: Table, row: Row) -> tuple[str, ...]:
    return split(row.note, table.width - 2 * _PADDING, REGULAR, _NOTE_SIZE)[:2] if row.note else ()


def _head_height(table: Table) -> float:
    return 2.4 + _HEAD_LINE * max(column.title.count("\n") + 1 for column in table.columns)


def _draw_head(sheets: Sheets, table: Table) -> None:
    height = _head_height(table)
    sheets.add(Area(table.x, sheets.y, table.width, height, TINT))
    left = table.x
    for column in table.columns:
        titles = column.title.split("\n")
        baseline = sheets.y + height - 2.0 - _HEAD_LINE * (len(titles) - 1)
        for title in titles:
            _cell(sheets, column, left, baseline, title, font=SEMIBOLD, size=8.3, colour=INK)
            baseline += _HEAD_LINE
        left += column.width
    sheets.y += height
    sheets.add(Rule(table.x, sheets.y, table.x + table.width, sheets.y, 0.7, INK))


def draw_row(sheets: Sheets, table: Table, row: Row, *, ruled: bool = False) -> None:
    """Nothing; one row is added at `sheets.y`, with a thin line under it when `ruled`."""
    height = _height(table, row)
    font = SEMIBOLD if row.strong else REGULAR
    if row.strong:
        sheets.add(Rule(table.x, sheets.y, table.x + table.width, sheets.y, 0.7, INK))
    left, deepest = table.x, sheets.y
    for column, lines in zip(table.columns, _cell_lines(table, row), strict=True):
        baseline = sheets.y + 3.5 + (0.3 if row.strong else 0.0)
        for line in lines:
            _cell(
                sheets,
                column,
                left,
                baseline,
                line,
                font=font,
                size=table.size,
                colour=INK,
                free=row.spanning,
            )
            deepest = max(deepest, baseline)
            baseline += _EXTRA_LINE
        left += column.width
    for note in _note_lines(table, row):
        deepest += _NOTE
        sheets.text(table.x + _PADDING, deepest, note, size=_NOTE_SIZE, colour=SOFT)
    sheets.y += height
    if ruled:
        sheets.add(Rule(table.x, sheets.y, table.x + table.width, sheets.y, 0.25, LINE))


def _cell(
    sheets: Sheets,
    column: Column,
    left: float,
    baseline: float,
    text: str,
    *,
    font: str,
    size: float,
    colour: float,
    free: bool = False,
) -> None:
    """One line of a cell; `free` text may run over the columns at its right."""
    room = (
        None if free and not column.right else column.width - (2 * _PADDING if not column.right else _PADDING)
    )
    if column.right:
        x, align = left + column.width - _PADDING, 1.0
    else:
        x, align = left + _PADDING, 0.0
    sheets.text(x, baseline, text, font=font, size=size, colour=colour, align=align, max_width=room)
