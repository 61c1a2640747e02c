"""Open items and balances as of a day: computed, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection

from creances_desktop.domain.invoices import DocumentKind, OpenItem
from creances_desktop.domain.money import Cents

# Plain SQL, read straight into frozen rows: 100,000 due items go through here every morning.
_OPEN = """
SELECT d.id, i.id, i.client_id, i.kind, i.number, i.label, i.issue_date, d.due_date, d.estimated,
i.to_confirm,
       i.gross, d.amount, d.amount - COALESCE(s.allocated, 0) AS outstanding, COALESCE(s.reopened, 0) + 1
FROM due_item d
JOIN invoice i ON i.id = d.invoice_id
LEFT JOIN (
    SELECT due_item_id, SUM(amount) AS allocated, SUM(reopens) AS reopened
    FROM allocation WHERE effective_on <= :day GROUP BY due_item_id
) s ON s.due_item_id = d.id
WHERE i.issue_date <= :day AND d.amount - COALESCE(s.allocated, 0) <> 0
ORDER BY i.client_id, d.due_date, i.number, d.id
"""

# Of a few invoices: the sums of their own allocations only, instead of everybody's.
_OPEN_SOME = """
SELECT * FROM (
    SELECT d.id, i.id AS invoice_id, i.client_id, i.kind, i.number, i.label, i.issue_date, d.due_date,
    d.estimated,
           i.to_confirm, i.gross, d.amount,
           d.amount - COALESCE((SELECT SUM(a.amount) FROM allocation a
                                WHERE a.due_item_id = d.id AND a.effective_on <= :day), 0) AS outstanding,
           COALESCE((SELECT SUM(a.reopens) FROM allocation a
                     WHERE a.due_item_id = d.id AND a.effective_on <= :day), 0) + 1
    FROM invoice i CROSS JOIN due_item d ON d.invoice_id = i.id
    WHERE i.issue_date <= :day {condition}
) WHERE outstanding <> 0 ORDER BY client_id, due_date, number, id
"""

_AGED = """
SELECT i.client_id, d.due_date, SUM(d.amount - COALESCE(s.allocated, 0))
FROM due_item d
JOIN invoice i ON i.id = d.invoice_id
LEFT JOIN (
    SELECT due_item_id, SUM(amount) AS allocated FROM allocation WHERE effective_on <= :day GROUP BY
    due_item_id
) s ON s.due_item_id = d.id
WHERE i.issue_date <= :day AND d.amount <> COALESCE(s.allocated, 0)
GROUP BY i.client_id, d.due_date
"""

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
        condition = ""
        parameters: dict[str, Any] = {"day": day.isoformat()}
        if client_id is not None:
            condition, parameters["client"] = "AND i.client_id = :client", client_id
        if invoice_ids is not None:
            listed = ",".join(str(int(invoice_id)) for invoice_id in invoice_ids) or "NULL"
            condition += f" AND i.id IN ({listed})"
        query = (_OPEN_SOME if condition else _OPEN).format(condition=condition)
        rows = self._connection.exec_driver_sql(query, parameters)
        kinds = {kind.value: kind for kind in DocumentKind}
        to_day = date.fromisoformat
        return [
            OpenItem(
                due_item_id,
                invoice_id,
                client,
                kinds[kind],
                number,
                label,
                to_day(issued),
                to_day(due),
                bool(estimated),
                bool(to_confirm),
                gross,
                amount,
                outstanding,
                cycle,
            )
            for (
                due_item_id,
                invoice_id,
                client,
                kind,
                number,
                label,
                issued,
                due,
                estimated,
                to_confirm,
                gross,
                amount,
                outstanding,
                cycle,
            ) in rows
        ]

    def by_due_date(self, day: date) -> list[tuple[int, date, Cents]]:
        """(client id, due date, outstanding in cents) for each client and due date with something open."""
        rows = self._connection.exec_driver_sql(_AGED, {"day": day.isoformat()})
        return [(client_id, date.fromisoformat(due), amount) for client_id, due, amount in rows]

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
