"""What only an export of the program itself knows, put in place of what an import of its lists had guessed.

Only rows that the same action entered are replaced, before its transaction is committed: nothing that was
ever in the dossier changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

_CREDITS = "('credit_note', 'other_credit', 'debit_cancellation')"
_OWN_ITEMS = "(SELECT id FROM due_item WHERE invoice_id IN (SELECT id FROM completed))"
_CLEAR = (
    "DELETE FROM calendar_entry WHERE action_id = :entry AND invoice_id IN (SELECT id FROM completed)",
    "DELETE FROM promise WHERE action_id = :entry AND invoice_id IN (SELECT id FROM completed)",
    "DELETE FROM dispute WHERE action_id = :entry AND invoice_id IN (SELECT id FROM completed)",
    f"DELETE FROM followup WHERE action_id = :entry AND due_item_id IN {_OWN_ITEMS}",  # noqa: S608
    # Reversing rows first: they name those that they reverse.
    f"DELETE FROM allocation WHERE action_id = :entry AND reverses_id IS NOT NULL AND due_item_id IN {_OWN_ITEMS}",  # noqa: S608, E501
    f"DELETE FROM allocation WHERE action_id = :entry AND due_item_id IN {_OWN_ITEMS}",  # noqa: S608
    """DELETE FROM payment WHERE action_id = :entry
       AND import_key IN (SELECT 'outstanding:' || id FROM completed)""",
    "DELETE FROM due_item WHERE invoice_id IN (SELECT id FROM completed)",
)


class Complements:
    """Looks up what an action entered, and makes room for what is known better."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def clients(self, action_id: int) -> dict[str, int]:
        """The clients that an action entered, id by code."""
        rows = self._rows("SELECT code, id FROM client WHERE action_id = :entry", action_id)
        return {row[0]: row[1] for row in rows}

    def documents(self, action_id: int) -> dict[tuple[str, str, bool], int]:
        """The documents that an action entered: id by (client's code, key, whether it is a debit)."""
        rows = self._rows(
            f"""SELECT c.code, i.import_key, i.kind NOT IN {_CREDITS}, i.id
                FROM invoice i JOIN client c ON c.id = i.client_id WHERE i.action_id = :entry""",  # noqa: S608
            action_id,
        )
        return {(row[0], row[1], bool(row[2])): row[3] for row in rows}

    def payments(self, action_id: int) -> dict[str, int]:
        """The payments that an action entered, id by key."""
        rows = self._rows("SELECT import_key, id FROM payment WHERE action_id = :entry", action_id)
        return {row[0]: row[1] for row in rows}

    def is_alone(self, action_id: int) -> bool:
        """Whether every client of the dossier was entered by that action."""
        rows = self._rows(
            "SELECT 1 FROM client WHERE action_id IS NULL OR action_id <> :entry LIMIT 1", action_id
        )
        return not rows

    def clear(self, action_id: int, invoice_ids: Iterable[int]) -> None:
        """Takes away the due items of these invoices, which the action entered, and what hangs on them."""
        execute = self._connection.exec_driver_sql
        rows = [(invoice_id,) for invoice_id in invoice_ids]
        if not rows:
            return
        execute("CREATE TEMP TABLE completed (id INTEGER PRIMARY KEY)")
        execute("INSERT INTO completed (id) VALUES (?)", rows)
        for statement in _CLEAR:
            execute(statement, {"entry": action_id} if ":entry" in statement else {})
        execute("DROP TABLE completed")

    def set_client(self, client_id: int, values: dict[str, Any]) -> None:
        """Gives a client what the lists do not hold; tags are one per line."""
        columns = (
            *("plan_id", "notes", "tags", "preferred_channel", "archived"),
            *("clause_without_notice", "trade"),
        )
        assignments = ", ".join(f"{column} = :{column}" for column in columns)
        self._connection.exec_driver_sql(
            f"UPDATE client SET {assignments} WHERE id = :id",  # noqa: S608 - constants only
            {column: values[column] for column in columns} | {"id": client_id},
        )

    def replace_contacts(self, client_id: int, contacts: Iterable[dict[str, Any]]) -> None:
        """Gives a client his contacts, in order."""
        self._connection.exec_driver_sql("DELETE FROM contact WHERE client_id = :id", {"id": client_id})
        rows = [{**contact, "client_id": client_id} for contact in contacts]
        if rows:
            self._connection.exec_driver_sql(
                """INSERT INTO contact (client_id, name, role, phone, email, preferred)
                   VALUES (:client_id, :name, :role, :phone, :email, :preferred)""",
                rows,
            )

    def _rows(self, query: str, action_id: int) -> list[Any]:
        return list(self._connection.exec_driver_sql(query, {"entry": action_id}))
