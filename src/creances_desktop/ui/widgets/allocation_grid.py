"""Where a payment or a credit note goes: the open due items of a client, each with the part set on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.allocation import AllocationRefused, allocate, check
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents, format_cents, typed_cents
from creances_desktop.domain.payments import Allocation
from creances_desktop.ui import icons
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.buttons import SideButton
from creances_desktop.ui.widgets.columns import Column, amount_column, date_column, number_column
from creances_desktop.ui.widgets.edit_grid import Edit, EditGrid, EditModel


@dataclass(frozen=True, slots=True)
class Part:
    """A due item and what is set on it, in cents, 0 when nothing is."""

    item: OpenItem
    amount: Cents = 0


def _typed(part: Part, text: str) -> Part:
    bare = text.strip()
    if not bare:
        return replace(part, amount=0)
    if bare in ("=", "*"):
        return replace(part, amount=part.item.outstanding)
    amount = typed_cents(bare)
    if amount < 0:
        raise ValueError("Un montant imputé ne peut pas être négatif.")
    return replace(part, amount=amount)


EDITS: dict[str, Edit[Part]] = {
    "allocated": Edit(lambda part: format_cents(part.amount, symbol=False) if part.amount else "", _typed)
}


def _columns(day: date) -> tuple[Column[Part], ...]:
    def tone(part: Part) -> Tone:
        return Tone.DANGER if part.amount > part.item.outstanding else Tone.NORMAL

    return (
        Column("number", "Pièce", lambda part: part.item.number, width=16, stretch=True),
        date_column(
            "due",
            "Échéance",
            lambda part: part.item.due_date,
            estimated=lambda part: part.item.estimated,
            width=13,
        ),
        number_column("late", "Retard (j)", lambda part: max(part.item.days_late(day), 0) or None, width=10),
        amount_column("outstanding", "Reste dû", lambda part: part.item.outstanding),
        amount_column(
            "allocated", "Imputé", lambda part: part.amount or None, tone=tone, bold=lambda _part: True
        ),
        amount_column("left", "Restera dû", lambda part: part.item.outstanding - part.amount, tone=tone),
    )


Proposer = Callable[[Cents], tuple[Sequence[Allocation], Cents]]
"""The parts proposed for an amount, and what of it is set aside for interest and indemnities; cents."""


class AllocationGrid(QWidget):
    """The proposed parts, editable, and what will remain.

    Signals:
        changed(): a part is another one.
    """

    changed = Signal()

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        """`day` is today, for the days late."""
        super().__init__(parent)
        self._amount: Cents = 0
        self._designated: tuple[int, ...] = ()
        self._by_hand = False
        self._proposer: Proposer | None = None
        self._set_aside: Cents = 0
        self.model = EditModel(_columns(day), EDITS)
        self.grid = EditGrid("allocation", self)
        self.grid.setAccessibleName("Imputation")
        self.grid.set_rows_model(self.model)
        self.grid.set_empty_message("Rien à payer", "Ce client n’a aucune facture ouverte.")
        self.again = SideButton("&Proposer à nouveau", self)
        self.again.setToolTip("Imputer sur les échéances les plus anciennes d’abord")
        icons.apply(self.again, "refresh-cw")
        self.summary = QLabel(self)
        self.summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.setProperty("tone", "danger")
        self.note.hide()
        foot = QHBoxLayout()
        foot.addWidget(self.again)
        foot.addWidget(self.summary, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self.note)
        layout.addLayout(foot)
        self.model.edited.connect(self._on_edited)
        self.model.refused.connect(self._show_note)
        self.again.clicked.connect(self._on_again)
        self._refresh()

    def set_items(self, items: Sequence[OpenItem], designated: Sequence[int] = ()) -> None:
        """Show these due items; the designated ones are paid first."""
        self._designated = tuple(designated)
        self._by_hand = False
        self.model.set_rows([Part(item) for item in items])
        self._propose()

    def set_amount(self, amount: Cents) -> None:
        """Propose for this amount, unless the user set the parts himself."""
        self._amount = amount
        if self._by_hand:
            self._refresh()
        else:
            self._propose()

    def set_proposer(self, proposer: Proposer | None) -> None:
        """Propose as this says, instead of the oldest due date first."""
        self._proposer = proposer

    def set_aside(self) -> Cents:
        """What interest and indemnities take, in cents: what was proposed, less what the hand took back."""
        allocated = sum(part.amount for part in self._parts())
        return max(0, min(self._set_aside, self._amount - allocated))

    def allocations(self) -> tuple[Allocation, ...]:
        """The parts above zero."""
        return tuple(Allocation(part.item.due_item_id, part.amount) for part in self._parts() if part.amount)

    def problem(self) -> AllocationRefused | None:
        """Why these parts cannot be recorded; None when they can."""
        try:
            check(max(self._amount, 1), self.allocations(), [part.item for part in self._parts()])
        except AllocationRefused as error:
            return error
        return None

    def _parts(self) -> list[Part]:
        return self.model.rows

    def _propose(self) -> None:
        items = [part.item for part in self._parts()]
        proposed = {}
        self._set_aside = 0
        if self._amount > 0 and items:
            parts: Sequence[Allocation] = ()
            if self._proposer is not None:
                parts, self._set_aside = self._proposer(self._amount)
            else:
                parts = allocate(self._amount, items, designated=self._designated)
            proposed = {part.due_item_id: part.amount for part in parts}
        self.model.set_rows([Part(item, proposed.get(item.due_item_id, 0)) for item in items])
        self._refresh()

    def _refresh(self) -> None:
        allocated = sum(part.amount for part in self._parts())
        owed = sum(part.item.outstanding for part in self._parts())
        aside = self.set_aside()
        left = self._amount - allocated - aside
        charges = f"Intérêts et indemnité\u00a0: {format_cents(aside)}   ·   " if aside else ""
        self.summary.setText(
            f"Imputé\u00a0: {format_cents(allocated)}   ·   {charges}"
            f"Non imputé\u00a0: {format_cents(max(left, 0))}   ·   "
            f"Restera dû\u00a0: {format_cents(owed - allocated)}"
        )
        problem = self.problem()
        self._show_note("" if problem is None else str(problem))
        self.changed.emit()

    @Slot(str)
    def _show_note(self, sentence: str) -> None:
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    @Slot()
    def _on_edited(self) -> None:
        self._by_hand = True
        self._refresh()

    @Slot()
    def _on_again(self) -> None:
        self._by_hand = False
        self._propose()
