"""The due items of an invoice paid in parts: a short grid of days and amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.invoices import DueItemDraft
from creances_desktop.domain.money import Cents, format_cents, typed_cents
from creances_desktop.domain.text import short_date
from creances_desktop.ui.widgets.columns import Column, amount_column
from creances_desktop.ui.widgets.edit_grid import Edit, EditGrid, EditModel
from creances_desktop.ui.widgets.typed_date import Lean, parse_typed_date


class DueItemsGrid(QWidget):
    """The parts, each with its day and its amount, both typed into.

    Signals:
        edited(): the user changed a part.
    """

    edited = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today

        def typed_day(row: DueItemDraft, text: str) -> DueItemDraft:
            return replace(row, due_date=parse_typed_date(text, today, lean=Lean.AHEAD), estimated=False)

        columns: tuple[Column[DueItemDraft], ...] = (
            Column("due", "Échéance", lambda row: short_date(row.due_date), width=13, stretch=True,
                   sortable=False),
            amount_column("amount", "Montant", lambda row: row.amount),
        )  # fmt: skip
        edits: dict[str, Edit[DueItemDraft]] = {
            "due": Edit(lambda row: short_date(row.due_date), typed_day),
            "amount": Edit(lambda row: format_cents(row.amount, symbol=False), _typed_amount),
        }
        self.model: EditModel[DueItemDraft] = EditModel(columns, edits)
        self.grid = EditGrid("invoice_due_items", self)
        self.grid.set_rows_model(self.model)
        self.grid.setAccessibleName("Échéances")
        self.grid.setFixedHeight(self.fontMetrics().height() * 6)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.grid)
        layout.addWidget(self.note)
        self.setFocusProxy(self.grid)
        self.model.edited.connect(self._on_edited)
        self.model.refused.connect(self._say)

    def items(self) -> tuple[DueItemDraft, ...]:
        """The parts as shown."""
        return tuple(self.model.rows)

    def set_items(self, items: Sequence[DueItemDraft]) -> None:
        """Show these parts."""
        self.model.set_rows(items)
        self._say("")

    def show_gap(self, gross: Cents) -> None:
        """Say what the parts lack, or have too much, for an invoice of `gross` cents."""
        gap = gross - sum(item.amount for item in self.items())
        if not gap:
            self._say("")
        elif gap > 0:
            self._say(f"Il manque {format_cents(gap)} aux échéances.")
        else:
            self._say(f"Les échéances dépassent la facture de {format_cents(-gap)}.")

    @Slot(str)
    def _say(self, sentence: str) -> None:
        self.note.setText(sentence)
        self.note.setProperty("tone", "danger")
        self.note.setVisible(bool(sentence))

    @Slot()
    def _on_edited(self) -> None:
        self._say("")
        self.edited.emit()


def _typed_amount(row: DueItemDraft, text: str) -> DueItemDraft:
    amount = typed_cents(text)
    if amount <= 0:
        raise ValueError("Une échéance est supérieure à zéro.")
    return replace(row, amount=amount)
