"""The columns of a list, declared: a page names them, the model and the table do the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from PySide6.QtCore import Qt

from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import short_date
from creances_desktop.ui.theme import Tone

Row = TypeVar("Row")
SortKey = int | str
LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter
ESTIMATED = "Échéance estimée d’après le délai de règlement"


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column of a list of `Row`.

    `id` is remembered with the user's arrangement: it never changes once published. `width` is in average
    characters. `sort_key` sorts short lists in memory; long lists are sorted by SQL and only look at
    `sortable`. `copy` is the text for a spreadsheet, `text` when None. `icon` gives the name of an icon,
    coloured by `tone`; the word beside it says the same. `hidden` columns are shown on demand. `stretch`
    takes the width left over.
    """

    id: str
    title: str
    text: Callable[[Row], str]
    align: Qt.AlignmentFlag = LEFT
    sort_key: Callable[[Row], SortKey] | None = None
    sortable: bool = True
    tooltip: Callable[[Row], str] | None = None
    title_tooltip: str = ""
    icon: Callable[[Row], str | None] | None = None
    tone: Callable[[Row], Tone] | None = None
    bold: Callable[[Row], bool] | None = None
    copy: Callable[[Row], str] | None = None
    width: int = 12
    stretch: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """A state as the user sees it: an icon and a word, never a colour alone."""

    icon: str
    word: str
    tone: Tone = Tone.NORMAL


def amount_column(
    column_id: str,
    title: str,
    cents: Callable[[Row], int | None],
    *,
    tone: Callable[[Row], Tone] | None = None,
    bold: Callable[[Row], bool] | None = None,
    title_tooltip: str = "",
    width: int = 13,
    hidden: bool = False,
) -> Column[Row]:
    """A right-aligned column of amounts in cents; None is shown empty, and sorts first.

    A spreadsheet receives `1234,56`: it takes spaces and the euro sign for text.
    """

    def text(row: Row) -> str:
        amount = cents(row)
        return "" if amount is None else format_cents(amount)

    def sort_key(row: Row) -> int:
        amount = cents(row)
        return -(1 << 62) if amount is None else amount

    def copy(row: Row) -> str:
        amount = cents(row)
        return "" if amount is None else format_cents(amount, symbol=False).replace("\u202f", "")

    return Column(
        column_id,
        title,
        text,
        RIGHT,
        sort_key,
        copy=copy,
        tone=tone,
        bold=bold,
        title_tooltip=title_tooltip,
        width=width,
        hidden=hidden,
    )


def number_column(
    column_id: str,
    title: str,
    number: Callable[[Row], int | None],
    *,
    tone: Callable[[Row], Tone] | None = None,
    title_tooltip: str = "",
    width: int = 8,
    hidden: bool = False,
) -> Column[Row]:
    """A right-aligned column of whole numbers; None is shown empty, and sorts first."""

    def text(row: Row) -> str:
        value = number(row)
        return "" if value is None else f"{value:,}".replace(",", "\u202f")

    def sort_key(row: Row) -> int:
        value = number(row)
        return -(1 << 62) if value is None else value

    return Column(
        column_id,
        title,
        text,
        RIGHT,
        sort_key,
        copy=lambda row: text(row).replace("\u202f", ""),
        tone=tone,
        title_tooltip=title_tooltip,
        width=width,
        hidden=hidden,
    )


def date_column(
    column_id: str,
    title: str,
    day: Callable[[Row], date | None],
    *,
    tone: Callable[[Row], Tone] | None = None,
    estimated: Callable[[Row], bool] | None = None,
    title_tooltip: str = "",
    width: int = 11,
    hidden: bool = False,
) -> Column[Row]:
    """A column of days, `21/11/2026`, after ≈ when it is estimated; None is shown empty, and sorts first."""

    def bare(row: Row) -> str:
        value = day(row)
        return "" if value is None else short_date(value)

    def text(row: Row) -> str:
        return f"≈\u00a0{bare(row)}" if estimated is not None and estimated(row) else bare(row)

    def tooltip(row: Row) -> str:
        return ESTIMATED if estimated is not None and estimated(row) else ""

    def sort_key(row: Row) -> int:
        value = day(row)
        return 0 if value is None else value.toordinal()

    return Column(
        column_id,
        title,
        text,
        LEFT,
        sort_key,
        tooltip=tooltip if estimated is not None else None,
        tone=tone,
        copy=bare if estimated is not None else None,
        title_tooltip=title_tooltip,
        width=width,
        hidden=hidden,
    )


def state_column(
    column_id: str,
    title: str,
    state: Callable[[Row], State],
    *,
    tooltip: Callable[[Row], str] | None = None,
    title_tooltip: str = "",
    width: int = 14,
    hidden: bool = False,
) -> Column[Row]:
    """A column of states: icon and word, both in the tone of the state."""
    return Column(
        column_id,
        title,
        text=lambda row: state(row).word,
        sort_key=lambda row: state(row).word,
        icon=lambda row: state(row).icon,
        tone=lambda row: state(row).tone,
        tooltip=tooltip,
        title_tooltip=title_tooltip,
        width=width,
        hidden=hidden,
    )
