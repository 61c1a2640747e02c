"""Promises with what is known of them, and the money that stands to keep them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from creances_desktop.domain.promises import Receipt
from creances_desktop.storage.promise_rows import Promise, promise_of, promised_together
from creances_desktop.storage.tables import ClientRow, InvoiceRow
from creances_desktop.storage.tables_contacts import PromiseDetailRow
from creances_desktop.storage.tables_followups import PromiseRow

MANY = 500

# A payment stands as of a day when nothing dated up to that day reverses it; so does a part set on an
# invoice. What no invoice has of it comes without one.
_RECEIPTS = """
WITH standing AS (
    SELECT p.id, p.client_id, p.bank_date, p.amount FROM payment p
    WHERE p.reverses_id IS NULL AND p.bank_date <= :day AND p.mode <> 'write_off'
      AND p.client_id IN ({clients})
      AND NOT EXISTS (SELECT 1 FROM payment r WHERE r.reverses_id = p.id AND r.bank_date <= :day)
), parts AS (
    SELECT s.id, d.invoice_id, SUM(a.amount) AS amount FROM standing s
    JOIN allocation a ON a.payment_id = s.id AND a.reverses_id IS NULL
    JOIN due_item d ON d.id = a.due_item_id
    WHERE NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses_id = a.id AND r.effective_on <= :day)
    GROUP BY s.id, d.invoice_id
)
SELECT s.client_id, s.bank_date, p.amount, p.invoice_id FROM standing s JOIN parts p ON p.id = s.id
UNION ALL
SELECT s.client_id, s.bank_date,
       s.amount - COALESCE((SELECT SUM(p.amount) FROM parts p WHERE p.id = s.id), 0), NULL
FROM standing s
"""


@dataclass(frozen=True, slots=True)
class StoredPromise:
    """A promise with who made it and how; `settled` is what the calendar took it for last."""

    promise: Promise
    client_name: str
    numbers: tuple[str, ...]
    person: str
    channel: str
    letter_id: int | None
    settled: str


class Promises:
    """Promises, whatever became of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(
        self, *, client_ids: Collection[int] | None = None, withdrawn: bool = False
    ) -> list[StoredPromise]:
        """The promises by day, of these clients if given; those taken back too if asked."""
        query = (
            select(
                PromiseRow.__table__,
                ClientRow.name.label("client_name"),
                PromiseDetailRow.person,
                PromiseDetailRow.channel,
                PromiseDetailRow.letter_id,
                PromiseDetailRow.settled,
            )
            .join(ClientRow, ClientRow.id == PromiseRow.client_id)
            .outerjoin(PromiseDetailRow, PromiseDetailRow.promise_id == PromiseRow.id)
            .order_by(PromiseRow.promised_on, PromiseRow.id)
        )
        # A long list of ids costs more than everybody.
        if client_ids is not None and len(client_ids) < MANY:
            query = query.where(PromiseRow.client_id.in_(list(client_ids)))
        if not withdrawn:
            query = query.where(PromiseRow.withdrawn_on.is_(None))
        together = promised_together(self._connection)
        made = [(promise_of(row, together), row) for row in self._connection.execute(query)]
        numbers = self._numbers({one for promise, _ in made for one in promise.invoice_ids})
        return [_stored(promise, row, numbers) for promise, row in made]

    def _numbers(self, invoice_ids: Collection[int]) -> dict[int, str]:
        query = select(InvoiceRow.id, InvoiceRow.number)
        if len(invoice_ids) < MANY:
            query = query.where(InvoiceRow.id.in_(list(invoice_ids)))
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def receipts(self, day: date, client_ids: Collection[int]) -> dict[int, list[Receipt]]:
        """The money of these clients that stands as of a day, by client."""
        if not client_ids:
            return {}
        clients = ",".join(str(int(client_id)) for client_id in client_ids)
        found: dict[int, list[Receipt]] = {}
        rows = self._connection.exec_driver_sql(_RECEIPTS.format(clients=clients), {"day": day.isoformat()})
        for client_id, came, amount, invoice_id in rows:
            if amount > 0:
                found.setdefault(client_id, []).append(Receipt(date.fromisoformat(came), amount, invoice_id))
        return found

    def describe(self, promise_id: int, **columns: Any) -> None:
        """Keeps who promised, how, the confirming letter, or what the promise was settled as."""
        statement = insert(PromiseDetailRow).values(promise_id=promise_id, **columns)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["promise_id"], set_=columns))


def _stored(promise: Promise, row: Any, numbers: Mapping[int, str]) -> StoredPromise:
    return StoredPromise(
        promise,
        row.client_name,
        tuple(numbers[one] for one in promise.invoice_ids),
        row.person or "",
        row.channel or "",
        row.letter_id,
        row.settled or "",
    )
