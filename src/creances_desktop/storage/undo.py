"""The inverse of an import: reversing rows, appended in bulk in the name of a new journal entry.

The statements follow each other: payments before their allocations, allocations before the documents that
cancel.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection

_LIVE_INVOICES = """
SELECT id FROM invoice WHERE action_id = :action AND reverses_id IS NULL
  AND id NOT IN (SELECT reverses_id FROM invoice WHERE reverses_id IS NOT NULL)
"""
_LIVE_PAYMENTS = """
SELECT id FROM payment WHERE action_id = :action AND reverses_id IS NULL
  AND id NOT IN (SELECT reverses_id FROM payment WHERE reverses_id IS NOT NULL)
"""
_DUE_ITEMS = f"SELECT id FROM due_item WHERE invoice_id IN ({_LIVE_INVOICES})"  # noqa: S608 - constants only

_REVERSE_PAYMENTS = f"""
INSERT INTO payment (client_id, amount, bank_date, mode, reference, label, reverses_id, action_id)
SELECT client_id, -amount, bank_date, mode, reference, 'Annulation', id, :entry
FROM payment WHERE id IN ({_LIVE_PAYMENTS})
"""  # noqa: S608 - constants only
_REVERSE_ALLOCATIONS = f"""
INSERT INTO allocation (due_item_id, payment_id, credit_id, amount, effective_on, reverses_id, action_id)
SELECT a.due_item_id,
       COALESCE((SELECT p.id FROM payment p WHERE p.reverses_id = a.payment_id AND p.action_id = :entry),
                a.payment_id),
       a.credit_id, -a.amount, a.effective_on, a.id, :entry
FROM allocation a
WHERE a.reverses_id IS NULL
  AND a.id NOT IN (SELECT reverses_id FROM allocation WHERE reverses_id IS NOT NULL)
  AND (a.action_id = :action
       OR a.payment_id IN (SELECT reverses_id FROM payment WHERE action_id = :entry)
       OR a.credit_id IN ({_LIVE_INVOICES})
       OR a.due_item_id IN ({_DUE_ITEMS}))
"""  # noqa: S608 - constants only
# What an action took back, of its own rows or of others: without these rows it stands as before.
_CANCELLATIONS = "SELECT id FROM invoice WHERE action_id = :action AND reverses_id IS NOT NULL"
_TAKEN_BACK = f"""
WHERE action_id = :action AND (reverses_id IS NOT NULL OR credit_id IN ({_CANCELLATIONS}))
"""
_TAKE_REVERSALS = (
    f"DELETE FROM allocation {_TAKEN_BACK}",  # noqa: S608 - constants only
    "DELETE FROM payment WHERE action_id = :action AND reverses_id IS NOT NULL",
    f"DELETE FROM due_item WHERE invoice_id IN ({_CANCELLATIONS})",  # noqa: S608 - constants only
    "DELETE FROM invoice WHERE action_id = :action AND reverses_id IS NOT NULL",
)
_OVERFILLED = """
SELECT i.number
FROM allocation a JOIN due_item d ON d.id = a.due_item_id JOIN invoice i ON i.id = d.invoice_id
WHERE a.due_item_id IN ({items}) AND d.amount < (
    SELECT SUM(b.amount) FROM allocation b
    WHERE b.due_item_id = a.due_item_id AND b.effective_on <= a.effective_on)
UNION ALL
SELECT i.number FROM allocation a JOIN invoice i ON i.id = a.credit_id
WHERE a.due_item_id IN ({items})
  AND i.gross < (SELECT SUM(b.amount) FROM allocation b WHERE b.credit_id = i.id)
LIMIT 1
"""
_CANCEL_DOCUMENTS = f"""
INSERT INTO invoice (client_id, kind, number, folded, issue_date, net, vat, gross, label, reverses_id,
action_id) SELECT client_id, CASE WHEN kind IN ('invoice', 'opening_balance', 'other_debit') THEN
'debit_cancellation' ELSE 'credit_cancellation' END, number, folded, issue_date, net, vat, gross, 'Annulation
de ' || number, id, :entry FROM invoice WHERE id IN ({_LIVE_INVOICES})
"""  # noqa: S608 - constants only
_SETTLE_DEBITS = """
INSERT INTO allocation (due_item_id, credit_id, amount, effective_on, action_id)
SELECT d.id, c.id, d.amount, c.issue_date, :entry
FROM invoice c JOIN due_item d ON d.invoice_id = c.reverses_id
WHERE c.action_id = :entry AND c.kind = 'debit_cancellation' AND d.amount <> 0
"""
_CANCELLING_ITEMS = """
INSERT INTO due_item (invoice_id, position, due_date, amount)
SELECT id, 1, issue_date, gross FROM invoice WHERE action_id = :entry AND kind = 'credit_cancellation'
"""
_SETTLE_CREDITS = """
INSERT INTO allocation (due_item_id, credit_id, amount, effective_on, action_id)
SELECT d.id, c.reverses_id, d.amount, c.issue_date, :entry
FROM invoice c JOIN due_item d ON d.invoice_id = c.id
WHERE c.action_id = :entry AND c.kind = 'credit_cancellation' AND d.amount <> 0
"""
_CLOSE_DISPUTES = """
UPDATE dispute SET closed_on = :day WHERE closed_on IS NULL AND (action_id = :action OR invoice_id IN (
    SELECT reverses_id FROM invoice WHERE action_id = :entry))
"""
_WITHDRAW_PROMISES = """
UPDATE promise SET withdrawn_on = :day WHERE withdrawn_on IS NULL AND (action_id = :action OR invoice_id IN (
    SELECT reverses_id FROM invoice WHERE action_id = :entry))
"""
# A promise about several invoices stands as long as one of them does.
_WITHDRAW_EMPTY_PROMISES = """
UPDATE promise SET withdrawn_on = :day WHERE withdrawn_on IS NULL
AND EXISTS (SELECT 1 FROM promise_invoice n WHERE n.promise_id = promise.id AND n.invoice_id IN (
    SELECT reverses_id FROM invoice WHERE action_id = :entry))
AND NOT EXISTS (SELECT 1 FROM promise_invoice n WHERE n.promise_id = promise.id AND n.invoice_id NOT IN (
    SELECT reverses_id FROM invoice WHERE reverses_id IS NOT NULL))
"""
_CLOSE_PROMISES = """
UPDATE calendar_entry SET done_on = :day WHERE done_on IS NULL AND origin IN (
    SELECT 'promise:' || p.id FROM promise p JOIN promise_invoice n ON n.promise_id = p.id
    WHERE p.withdrawn_on = :day)
"""
# So does a plan; one that the action itself entered goes with it.
_END_PLANS = """
UPDATE instalment_plan SET ended_on = :day, ended_as = 'ended' WHERE ended_on IS NULL AND (
    action_id = :action OR NOT EXISTS (
        SELECT 1 FROM instalment_plan_invoice n WHERE n.plan_id = instalment_plan.id AND n.invoice_id NOT IN (
            SELECT reverses_id FROM invoice WHERE reverses_id IS NOT NULL)))
"""
_CLOSE_PLANS = """
UPDATE calendar_entry SET done_on = :day WHERE done_on IS NULL AND origin IN (
    SELECT 'instalment:' || p.plan_id || ':' || p.position
    FROM instalment_plan_part p JOIN instalment_plan i ON i.id = p.plan_id WHERE i.ended_on = :day)
"""
_WITHDRAW_SENDINGS = """
UPDATE invoice_sending SET withdrawn_on = :day WHERE withdrawn_on IS NULL AND action_id = :action
"""
_CLOSE_CALENDAR = """
UPDATE calendar_entry SET done_on = :day WHERE done_on IS NULL AND (action_id = :action OR invoice_id IN (
    SELECT reverses_id FROM invoice WHERE action_id = :entry))
"""
# A call about several invoices names none: the steps entered with it tell which.
_CLOSE_CALLS = """
UPDATE calendar_entry SET done_on = :day
WHERE done_on IS NULL AND kind = 'call' AND invoice_id IS NULL AND EXISTS (
    SELECT 1 FROM followup f JOIN due_item d ON d.id = f.due_item_id JOIN invoice i ON i.id = d.invoice_id
    WHERE f.action_id = calendar_entry.action_id AND i.client_id = calendar_entry.client_id)
AND NOT EXISTS (
    SELECT 1 FROM followup f JOIN due_item d ON d.id = f.due_item_id JOIN invoice i ON i.id = d.invoice_id
    WHERE f.action_id = calendar_entry.action_id AND i.client_id = calendar_entry.client_id
    AND i.id NOT IN (SELECT reverses_id FROM invoice WHERE action_id = :entry))
"""
_VOID_STEPS = "UPDATE followup SET void = 1 WHERE action_id = :action"
_ARCHIVE_CLIENTS = """
UPDATE client SET archived = 1 WHERE action_id = :action
  AND id NOT IN (SELECT client_id FROM letter)
  AND id NOT IN (SELECT client_id FROM invoice i WHERE i.reverses_id IS NULL
                 AND i.id NOT IN (SELECT reverses_id FROM invoice WHERE reverses_id IS NOT NULL))
  AND id NOT IN (SELECT client_id FROM payment p WHERE p.reverses_id IS NULL
                 AND p.id NOT IN (SELECT reverses_id FROM payment WHERE reverses_id IS NOT NULL))
"""
_LETTERS = f"""
SELECT DISTINCT l.id, l.reference, l.status, i.number, c.name
FROM letter l JOIN followup f ON f.letter_id = l.id JOIN due_item d ON d.id = f.due_item_id
JOIN invoice i ON i.id = d.invoice_id JOIN client c ON c.id = i.client_id
WHERE l.status <> 'cancelled' AND (i.id IN ({_LIVE_INVOICES}) OR i.id IN ({{others}}))
ORDER BY l.id
"""  # noqa: S608 - constants only


class Undo:
    """Appends the rows that reverse what one journal entry did."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def letters(self, action_id: int, invoice_ids: Iterable[int] = ()) -> list[Any]:
        """(id, reference, status, invoice number, client) of the letters about an action's invoices."""
        others = ",".join(str(int(one)) for one in invoice_ids) or "NULL"
        return self._rows(_LETTERS.format(others=others), action=action_id)

    def take_reversals(self, action_id: int) -> list[int]:
        """Takes away the rows by which an action took others back; returns the due items that they concern.

        What it took back, a payment that had come back for one, stands again from its own day.
        """
        query = f"SELECT DISTINCT due_item_id FROM allocation {_TAKEN_BACK}"  # noqa: S608 - constants only
        items = [int(row[0]) for row in self._rows(query, action=action_id)]
        for statement in _TAKE_REVERSALS:
            self._run(statement, action=action_id)
        return items

    def overfilled(self, due_item_ids: Iterable[int]) -> str | None:
        """The number of a document of which, or on which, more is set than it holds; None without one."""
        listed = ",".join(str(int(one)) for one in due_item_ids) or "NULL"
        found = self._rows(_OVERFILLED.format(items=listed))
        return str(found[0][0]) if found else None

    def reverse_money(self, action_id: int, entry: int) -> None:
        """Reverses the payments of an action, and the allocations that it made or that rest on its rows."""
        self._run(_REVERSE_PAYMENTS, action=action_id, entry=entry)
        self._run(_REVERSE_ALLOCATIONS, action=action_id, entry=entry)

    def cancel_documents(self, action_id: int, entry: int) -> None:
        """Cancels the documents of an action, each by one of the other side from its own day."""
        self._run(_CANCEL_DOCUMENTS, action=action_id, entry=entry)
        self._run(_SETTLE_DEBITS, entry=entry)
        self._run(_CANCELLING_ITEMS, entry=entry)
        self._run(_SETTLE_CREDITS, entry=entry)

    def close_facts(self, action_id: int, entry: int, day: date) -> None:
        """Closes what hangs on the action: disputes, promises, plans, steps, calendar entries."""
        values = {"action": action_id, "entry": entry, "day": day.isoformat()}
        for statement in (_CLOSE_DISPUTES, _WITHDRAW_PROMISES, _CLOSE_CALENDAR):
            self._run(statement, **values)
        self._run(_WITHDRAW_EMPTY_PROMISES, entry=entry, day=day.isoformat())
        self._run(_CLOSE_PROMISES, day=day.isoformat())
        self._run(_END_PLANS, action=action_id, day=day.isoformat())
        self._run(_CLOSE_PLANS, day=day.isoformat())
        self._run(_CLOSE_CALLS, entry=entry, day=day.isoformat())
        self._run(_VOID_STEPS, action=action_id)
        self._run(_WITHDRAW_SENDINGS, action=action_id, day=day.isoformat())

    def archive_clients(self, action_id: int) -> None:
        """Archives the clients that the action made and for whom nothing stands."""
        self._run(_ARCHIVE_CLIENTS, action=action_id)

    def remove_contacts(self, client_id: int, names: Iterable[str]) -> None:
        """Takes away the contacts that the action had added, unless they were filled in since."""
        for name in names:
            self._run(
                "DELETE FROM contact WHERE client_id = :client AND name = :name"
                " AND phone = '' AND email = ''",
                client=client_id,
                name=name,
            )

    def overdrawn(self, invoice_id: int, gross: int) -> bool:
        """Whether more is set on a document, or of it, than `gross` cents."""
        query = """SELECT COALESCE(SUM(a.amount), 0)
                   FROM allocation a LEFT JOIN due_item d ON d.id = a.due_item_id
                   WHERE d.invoice_id = :invoice OR a.credit_id = :invoice"""
        return int(self._rows(query, invoice=invoice_id)[0][0]) > gross

    def restore(
        self, table: str, row_id: int, before: dict[str, Any], after: dict[str, Any]
    ) -> dict[str, Any]:
        """Gives a row its values back, but for those changed again since; returns what was restored."""
        names = [name for name in before if name in after]
        listed = ", ".join(f'"{name}"' for name in names)
        row = self._rows(f"SELECT {listed} FROM {table} WHERE id = :id", id=row_id)  # noqa: S608 - our own names
        if not row:
            return {}
        present = dict(zip(names, row[0], strict=True))
        restored = {name: before[name] for name in names if present[name] == after[name]}
        if restored:
            setting = ", ".join(f'"{name}" = :{name}' for name in restored)
            self._run(f"UPDATE {table} SET {setting} WHERE id = :id", **restored, id=row_id)  # noqa: S608
        return restored

    def _run(self, statement: str, **values: Any) -> None:
        self._connection.exec_driver_sql(statement, values)

    def _rows(self, query: str, **values: Any) -> list[Any]:
        return list(self._connection.exec_driver_sql(query, values).cursor.fetchall())
