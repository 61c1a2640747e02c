"""The columns of a recognised table as values, with what was refused on the way.

A value that the trade cannot do without (number, client, date, amount) costs its line; any other is left
empty and reported as a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.imports import ImportWarning, Rejected
from creances_desktop.domain.money import Cents
from creances_desktop.domain.text import fold
from creances_desktop.exchange.amounts import AmountStyle, column_style, read_amounts
from creances_desktop.exchange.dates import BadDate, Order, decide_orders, read_dates
from creances_desktop.exchange.formulas import without_guard
from creances_desktop.exchange.table import Table

DATE_COLUMNS = (
    "issue_date",
    "due_date",
    "date",
    "last_followup",
    "promised_on",
    "mise_en_demeure_received",
    "performance_date",
    "sent_on",
    "insolvency_judgment",
)
T = TypeVar("T")


class Cells:
    """Reads the columns of one table, and collects rejections, warnings and how values were read."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.size = len(table.rows)
        self._columns = list(zip(*table.rows, strict=True)) or [()] * len(table.headers)
        self._rejected: dict[int, Rejected] = {}
        self._warnings: list[ImportWarning] = []
        self._totals: frozenset[int] = frozenset()
        self._raw: dict[str, list[str]] = {}
        present = {name: self.texts(name) for name in DATE_COLUMNS if name in table.positions}
        self.orders = decide_orders(present)
        self.styles: dict[str, AmountStyle] = {}

    def texts(self, name: str) -> list[str]:
        """The column's texts without outer spaces; empty texts when the file has no such column.

        The apostrophe that guards a text from being taken for a formula is removed.
        """
        known = self._raw.get(name)
        if known is not None:
            return known
        position = self.table.positions.get(name)
        if position is None:
            values = [""] * self.size
        else:
            values = list(map(str.strip, self._columns[position]))
            if "\n'" in "\n" + "\n".join(values):
                values = [without_guard(value) for value in values]
        self._raw[name] = values
        return values

    def has(self, name: str) -> bool:
        """Whether the file has the column."""
        return name in self.table.positions

    def dates(self, name: str, *, vital: bool) -> list[date | None]:
        """The column's days.

        A wrong one costs its line when `vital`, and is left empty with a warning otherwise.
        """
        if not self.has(name):
            return [None] * self.size
        texts = self.texts(name)
        days: dict[str, date | None] = {}
        bad: dict[str, str] = {}
        for text, day in read_dates(texts, self.orders[name]).items():
            if isinstance(day, BadDate):
                days[text], bad[text] = None, day.reason
            else:
                days[text] = day
        self._report(name, texts, bad, vital=vital)
        return [days[text] for text in texts]

    def amounts(self, name: str, *, vital: bool) -> list[Cents | None]:
        """The column's cents.

        A wrong one costs its line when `vital`, and is left empty with a warning otherwise.
        """
        if not self.has(name):
            return [None] * self.size
        texts = self.texts(name)
        self.styles[name] = style = column_style(texts)
        read, bad = read_amounts(texts, style)
        self._report(name, texts, bad, vital=vital)
        return read

    def words(self, name: str, read: Callable[[str], T | None], what: str, default: T) -> list[T]:
        """Each text through `read`; an unknown word becomes `default`, with the warning `what`.

        `default` also stands for an absent column.
        """
        if not self.has(name):
            return [default] * self.size
        texts = self.texts(name)
        known = {text: read(text) for text in set(texts)}
        self._report(name, texts, {text: what for text, value in known.items() if value is None}, vital=False)
        values = {text: default if value is None else value for text, value in known.items()}
        return [values[text] for text in texts]

    def checked(self, name: str, clean: Callable[[str], str]) -> list[str | None]:
        """Each text through `clean`; what it refuses is left empty with a warning, an empty text is None."""
        values: list[str | None] = []
        for row, text in enumerate(self.texts(name)):
            try:
                values.append(clean(text) if text else None)
            except InvalidValue as refusal:
                values.append(None)
                self.warn(row, f"{refusal} La valeur a été laissée vide.")
        return values

    def month_first_columns(self) -> tuple[str, ...]:
        """The headers of the columns whose days were read month first, the American way."""
        return tuple(
            self.table.header(name) for name, order in self.orders.items() if order is Order.MONTH_FIRST
        )

    def reject(self, row: int, name: str, reason: str) -> None:
        """Cost the row its place, with the reason; the first reason of a row stays."""
        value = self.texts(name)[row] if name else ""
        header = self.table.header(name) if name else ""
        self._rejected.setdefault(row, Rejected(self.table.lines[row], header, value, reason))

    def warn(self, row: int, message: str) -> None:
        """Report something about a row; -1 for the whole file."""
        self._warnings.append(ImportWarning(self.table.lines[row] if row >= 0 else 0, message))

    def require(self, name: str, values: Sequence[object], reason: str) -> None:
        """Reject the rows whose value is empty."""
        for row, value in enumerate(values):
            if value is None or value == "":
                self.reject(row, name, reason)

    def skipped(self) -> frozenset[int]:
        """The rows that give nothing: rejected, or a total under the list (which becomes a warning)."""
        for row in list(self._rejected):
            first = next((cell for cell in self.table.rows[row] if cell.strip()), "")
            if fold(first).startswith(("total", "sous-total", "sous total", "grand total", "totaux")):
                del self._rejected[row]
                self.warn(row, "La ligne de total n’a pas été reprise.")
                self._totals |= {row}
        return self._totals | frozenset(self._rejected)

    def rejected(self) -> tuple[Rejected, ...]:
        """What was rejected, with what could not even be cut into cells, in the order of the file."""
        every = (*self.table.rejected, *self._rejected.values())
        return tuple(sorted(every, key=lambda one: one.line))

    def warnings(self) -> tuple[ImportWarning, ...]:
        """What the user should know, in the order of the file."""
        return tuple(sorted(self._warnings, key=lambda one: one.line))

    def how_read(self) -> str:
        """How days and amounts were understood, in French, for the description of the file."""
        orders = sorted({order.value for name, order in self.orders.items() if any(self.texts(name))})
        signs = sorted({style.decimal for style in self.styles.values() if style.decimal})
        names = {",": "décimales à la virgule", ".": "décimales au point"}
        parts = [f"dates lues {' et '.join(orders)}"] if orders else []
        return "\u00a0; ".join(parts + [names[sign] for sign in signs])

    def _report(self, name: str, texts: Sequence[str], bad: dict[str, str], *, vital: bool) -> None:
        """Reject the rows whose text is in `bad` (text: reason), or warn that it was left empty."""
        if not bad:
            return
        header = self.table.header(name)
        for row, text in enumerate(texts):
            if text not in bad:
                continue
            if vital:
                self.reject(row, name, bad[text])
            else:
                self.warn(row, f"{header}\u00a0: «\u00a0{text[:60]}\u00a0» a été laissé vide. {bad[text]}")
