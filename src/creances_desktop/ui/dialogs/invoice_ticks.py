"""The open invoices of a client, ticked one by one: those promised, those contested."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents
from creances_desktop.ui.widgets.columns import Column, amount_column, date_column
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

ROWS_SHOWN = 4
SEVERAL = "several"
"""What a choice of invoices holds for those that are ticked."""
TICK_ONE = "Cochez au moins une facture."


def by_invoice(items: Iterable[OpenItem]) -> dict[int, list[OpenItem]]:
    """Open items by invoice, the oldest due first."""
    found: dict[int, list[OpenItem]] = {}
    for item in sorted(items, key=lambda item: (item.due_date, item.number)):
        found.setdefault(item.invoice_id, []).append(item)
    return found


class InvoiceTicks(Table):
    """A short list of invoices to tick with the space bar."""

    def __init__(self, table_id: str, rows: list[list[OpenItem]], name: str, parent: QWidget) -> None:
        super().__init__(table_id, parent)
        self.invoices: ListModel[list[OpenItem]] = ListModel(
            _columns(), rows, row_id=lambda items: items[0].invoice_id, checkable=True, parent=self
        )
        self.set_rows_model(self.invoices)
        self.setAccessibleName(name)
        self.setFixedHeight((self.fontMetrics().height() + 7) * (ROWS_SHOWN + 1) + 6)

    def chosen(self) -> tuple[int, ...]:
        """The invoices ticked, in the order shown."""
        ticked = set(self.invoices.ticked())
        return tuple(one[0].invoice_id for one in self.invoices.rows if one[0].invoice_id in ticked)

    def choose(self, invoice_ids: Iterable[int]) -> None:
        """Tick these too."""
        self.invoices.set_ticked(invoice_ids, ticked=True)

    def owed(self) -> Cents:
        """What is left to pay of the invoices ticked."""
        ticked = set(self.invoices.ticked())
        rows = self.invoices.rows
        return sum(item.outstanding for items in rows for item in items if item.invoice_id in ticked)


def _columns() -> list[Column[list[OpenItem]]]:
    return [
        Column("number", "Facture", lambda items: items[0].number, width=13, stretch=True),
        date_column(
            "due",
            "Échéance",
            lambda items: items[0].due_date,
            estimated=lambda items: items[0].estimated,
            width=11,
        ),
        amount_column(
            "outstanding", "Reste dû", lambda items: sum(item.outstanding for item in items), width=11
        ),
    ]
