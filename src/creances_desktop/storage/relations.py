"""The relation with each client, and what his rhythm is learned from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from creances_desktop.domain.contact_attempts import SPOKEN
from creances_desktop.domain.relations import Relation, Waiting
from creances_desktop.domain.rhythm import Settled
from creances_desktop.storage.tables_relations import ClientRelationRow

# A due item is settled on the day of the last payment that was set on it, once nothing is left of it; what
# credit notes alone settled teaches nothing. Amounts of reversed allocations cancel out.
_SETTLED = """
SELECT i.client_id, d.due_date, MAX(CASE WHEN a.payment_id IS NOT NULL THEN a.effective_on END), d.amount
FROM invoice i JOIN due_item d ON d.invoice_id = i.id JOIN allocation a ON a.due_item_id = d.id
WHERE i.kind = 'invoice' AND a.effective_on <= :day {condition}
  AND a.reverses_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses_id = a.id)
GROUP BY d.id HAVING SUM(a.amount) = d.amount AND d.amount > 0
ORDER BY i.client_id, d.due_date, d.id
"""
_OF_QUARTER = """
SELECT i.client_id, COUNT(*), SUM(d.amount) FROM invoice i JOIN due_item d ON d.invoice_id = i.id
WHERE i.kind = 'invoice' AND d.amount > 0 AND d.due_date BETWEEN :first AND :last
  AND NOT EXISTS (SELECT 1 FROM invoice c WHERE c.reverses_id = i.id)
GROUP BY i.client_id
"""
_DISPUTING = """
SELECT DISTINCT i.client_id FROM dispute d JOIN invoice i ON i.id = d.invoice_id WHERE d.closed_on IS NULL
"""
_CONTACTS = """
SELECT client_id, issued_on, '' FROM letter
WHERE step <> '' AND issued_on BETWEEN :since AND :day AND status NOT IN ('cancelled', 'returned')
UNION ALL
SELECT client_id, day, outcome FROM contact_attempt
WHERE day BETWEEN :since AND :day AND outcome <> 'wrong_number'
"""
_THANKED = """
SELECT client_id, MAX(issued_on) FROM letter
WHERE template = :template AND status NOT IN ('cancelled', 'returned') GROUP BY client_id
"""


class Relations:
    """What the user decided about each client, and settled due items."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, client_id: int) -> Relation:
        """The relation with a client; nothing special when none was noted."""
        return self._read(ClientRelationRow.client_id == client_id).get(client_id, Relation())

    def noted(self) -> dict[int, Relation]:
        """Every relation that was noted, by client."""
        return self._read()

    def keep(self, client_id: int, relation: Relation, *, action_id: int) -> None:
        """Keeps the relation with a client."""
        values = {
            "cared": relation.cared,
            "waits": relation.waits.value,
            "no_delivery_since": relation.no_delivery_since,
            "no_delivery_reason": relation.no_delivery_reason,
            "lesson": relation.lesson,
            "action_id": action_id,
        }
        statement = insert(ClientRelationRow).values(client_id=client_id, **values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["client_id"], set_=values))

    def settled(self, day: date, client_ids: Iterable[int] | None = None) -> dict[int, list[Settled]]:
        """What was paid whole by the end of a day, of these clients only if given, by client."""
        return {
            client_id: [one for one, _ in rows] for client_id, rows in self._settled(day, client_ids).items()
        }

    def settled_between(self, first: date, last: date, day: date) -> dict[int, list[tuple[Settled, int]]]:
        """What fell due from `first` to `last` and was paid whole by `day`, with its cents, by client."""
        return {
            client_id: kept
            for client_id, rows in self._settled(day, None).items()
            if (kept := [row for row in rows if first <= row[0].due_date <= last])
        }

    def due_between(self, first: date, last: date) -> dict[int, tuple[int, int]]:
        """How many due items fell due from `first` to `last`, and their cents, by client."""
        rows = self._connection.exec_driver_sql(
            _OF_QUARTER, {"first": first.isoformat(), "last": last.isoformat()}
        )
        return {client: (count, amount) for client, count, amount in rows}

    def disputing(self) -> set[int]:
        """The clients with an open dispute."""
        return {row[0] for row in self._connection.exec_driver_sql(_DISPUTING)}

    def last_letters(self, template: str) -> dict[int, date]:
        """The day of the last letter of a template, by client."""
        rows = self._connection.exec_driver_sql(_THANKED, {"template": template})
        return {client: date.fromisoformat(day) for client, day in rows}

    def contacts(self, since: date, day: date) -> dict[int, list[tuple[date, bool]]]:
        """The contacts from `since` to `day`, by client: the day, and whether somebody was spoken to."""
        rows = self._connection.exec_driver_sql(
            _CONTACTS, {"since": since.isoformat(), "day": day.isoformat()}
        )
        found: defaultdict[int, list[tuple[date, bool]]] = defaultdict(list)
        for client_id, on, outcome in rows:
            found[client_id].append((date.fromisoformat(on), outcome in SPOKEN))
        return dict(found)

    def _settled(self, day: date, client_ids: Iterable[int] | None) -> dict[int, list[tuple[Settled, int]]]:
        condition = ""
        if client_ids is not None:
            listed = ",".join(str(int(client_id)) for client_id in client_ids) or "NULL"
            condition = f"AND i.client_id IN ({listed})"
        rows = self._connection.exec_driver_sql(
            _SETTLED.format(condition=condition), {"day": day.isoformat()}
        )
        found: defaultdict[int, list[tuple[Settled, int]]] = defaultdict(list)
        for client_id, due, paid, amount in rows:
            if paid is not None:
                settled = Settled(date.fromisoformat(due), date.fromisoformat(paid))
                found[client_id].append((settled, amount))
        return dict(found)

    def _read(self, *conditions: Any) -> dict[int, Relation]:
        rows = self._connection.execute(select(ClientRelationRow.__table__).where(*conditions))
        return {
            row.client_id: Relation(
                bool(row.cared), Waiting(row.waits), row.no_delivery_since, row.no_delivery_reason, row.lesson
            )
            for row in rows
        }
