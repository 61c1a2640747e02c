"""Open items and balances as of a day: computed, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection

from creances_desktop.domain.invoices import DocumentKind, OpenItem
from creances_desktop.domain.money import Cents

# Plain SQL, read straight into frozen rows: 100,000 due items go through here every morning.
# One look into the covering index of allocations per due item is faster than joining everybody's sums; the
# invoices, whose rows are wide, are read for what is open only.
_OPENED = """
WITH opened AS MATERIALIZED (
    SELECT d.id, d.invoice_id, d.due_date, d.estimated, d.amount,
           d.amount - COALESCE((SELECT SUM(a.amount) FROM allocation a
                                WHERE a.due_item_id = d.id AND a.effective_on <= :day), 0) AS outstanding
    FROM due_item d {scope}
)
"""
_OPEN = """
SELECT o.id, o.invoice_id, i.client_id, i.kind, i.number, i.label, i.issue_date, o.due_date, o.estimated,
       i.to_confirm, i.gross, o.amount, o.outstanding,
       COALESCE((SELECT SUM(a.reopens) FROM allocation a
                 WHERE a.due_item_id = o.id AND a.effective_on <= :day), 0) + 1
FROM opened o CROSS JOIN invoice i ON i.id = o.invoice_id
WHERE o.outstanding <> 0 AND i.issue_date <= :day
ORDER BY i.client_id, o.due_date, i.number, o.id
"""
_AGED = """
SELECT i.client_id, o.due_date, SUM(o.outstanding)
FROM opened o CROSS JOIN invoice i ON i.id = o.invoice_id
WHERE o.outstanding <> 0 AND i.issue_date <= :day GROUP BY i.client_id, o.due_date
"""
_ESTIMATED = """
SELECT COUNT(*) FROM opened o CROSS JOIN invoice i ON i.id = o.invoice_id
WHERE o.outstanding <> 0 AND i.issue_date <= :day
"""
_OF_CLIENT = "WHERE d.invoice_id IN (SELECT id FROM invoice WHERE client_id = :client)"

_CREDITS = """
SELECT client_id, SUM(amount) FROM (
    SELECT client_id, amount FROM payment WHERE bank_date <= :day {payments}
    UNION ALL
    SELECT client_id, gross FROM invoice
    WHERE kind IN ('credit_note', 'other_credit', 'debit_cancellation') AND issue_date <= :day {payments}
    UNION ALL
    SELECT i.client_id, -a.amount FROM allocation a
    JOIN due_item d ON d.id = a.due_item_id JOIN invoice i ON i.id = d.invoice_id
    WHERE a.effective_on <= :day {allocations}
) GROUP BY client_id HAVING SUM(amount) <> 0
"""
_SALES = """
SELECT substr(issue_date, 1, 7), SUM(CASE kind WHEN 'invoice' THEN gross ELSE -gross END) FROM invoice
WHERE kind IN ('invoice', 'credit_note') AND issue_date BETWEEN :first AND :last AND reverses_id IS NULL
  AND id NOT IN (SELECT reverses_id FROM invoice WHERE reverses_id IS NOT NULL)
GROUP BY 1
"""


class BalanceQueries:
    """What is owed as of the end of a day, whenever it was typed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open_items(
        self, day: date, *, client_id: int | None = None, invoice_ids: Iterable[int] | None = None
    ) -> list[OpenItem]:
        """The due items with something left, by client and due date.

        Only those of one client or of some invoices if given.
        """
        scope = ""
        parameters: dict[str, Any] = {"day": day.isoformat()}
        if client_id is not None:
            scope, parameters["client"] = _OF_CLIENT, client_id
        if invoice_ids is not None:
            listed = ",".join(str(int(invoice_id)) for invoice_id in invoice_ids) or "NULL"
            scope = f"WHERE d.invoice_id IN ({listed})"
        rows = self._connection.exec_driver_sql(_OPENED.format(scope=scope) + _OPEN, parameters)
        return [_open_item(row) for row in rows]

    def by_due_date(self, day: date) -> list[tuple[int, date, Cents]]:
        """(client id, due date, outstanding in cents) for each client and due date with something open."""
        rows = self._connection.exec_driver_sql(_OPENED.format(scope="") + _AGED, {"day": day.isoformat()})
        return [(client_id, date.fromisoformat(due), amount) for client_id, due, amount in rows]

    def estimated(self, day: date) -> int:
        """How many due items with something left have a due date that no paper gave."""
        scope = "WHERE d.estimated = 1"
        query = _OPENED.format(scope=scope) + _ESTIMATED
        return int(self._connection.exec_driver_sql(query, {"day": day.isoformat()}).scalar_one())

    def sales_by_month(self, first: date, last: date) -> dict[tuple[int, int], Cents]:
        """What was invoiced from `first` to `last`, both included, by (year, month).

        Cents, taxes included, credit notes deducted; balances taken over are no sales.
        """
        rows = self._connection.exec_driver_sql(
            _SALES, {"first": first.isoformat(), "last": last.isoformat()}
        )
        return {(int(month[:4]), int(month[5:])): amount for month, amount in rows}

    def credits(self, day: date, *, client_id: int | None = None) -> dict[int, Cents]:
        """Open credit notes and unallocated payments by client, in cents, positive."""
        parameters: dict[str, Any] = {"day": day.isoformat()}
        payments = allocations = ""
        if client_id is not None:
            parameters["client"] = client_id
            payments, allocations = "AND client_id = :client", "AND i.client_id = :client"
        query = _CREDITS.format(payments=payments, allocations=allocations)
        rows = self._connection.exec_driver_sql(query, parameters)
        return {int(client): int(amount) for client, amount in rows}


_KINDS = {kind.value: kind for kind in DocumentKind}


def _open_item(row: Any) -> OpenItem:
    item, invoice, client, kind, number, label, issued, due, estimated, to_confirm, *amounts = row
    to_day = date.fromisoformat
    return OpenItem(
        item,
        invoice,
        client,
        _KINDS[kind],
        number,
        label,
        to_day(issued),
        to_day(due),
        bool(estimated),
        bool(to_confirm),
        *amounts,
    )
