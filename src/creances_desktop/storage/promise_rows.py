"""A promise as stored, with the invoices that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from creances_desktop.storage.tables_contacts import PromiseInvoiceRow


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise to pay `amount` cents on `promised_on`, of these invoices; of none: of the account."""

    id: int
    client_id: int
    invoice_ids: tuple[int, ...]
    amount: int
    promised_on: date
    made_on: date
    note: str
    withdrawn_on: date | None

    def concerns(self, invoice_id: int) -> bool:
        """Whether an invoice of the client is among what he promised to pay."""
        return not self.invoice_ids or invoice_id in self.invoice_ids


def promised_together(connection: Connection) -> dict[int, tuple[int, ...]]:
    """The invoices of the promises about several, by promise."""
    found: dict[int, tuple[int, ...]] = {}
    links = select(PromiseInvoiceRow.promise_id, PromiseInvoiceRow.invoice_id)
    for promise_id, invoice_id in connection.execute(links.order_by(*links.selected_columns)):
        found[promise_id] = (*found.get(promise_id, ()), invoice_id)
    return found


def promise_of(row: Any, named: Mapping[int, tuple[int, ...]]) -> Promise:
    """A row of the promises, with the invoices that those about several name."""
    about = named.get(row.id, ()) if row.invoice_id is None else (row.invoice_id,)
    names = (name for name in Promise.__slots__ if name != "invoice_ids")
    return Promise(invoice_ids=about, **{name: getattr(row, name) for name in names})
