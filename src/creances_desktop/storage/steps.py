"""The actions that can be undone: their list, what rests on them, and the rows that take them back.

Taking an action back appends reversing rows where the accounts are concerned, and gives every other row its
former values. Bringing it again takes back what the undoing did: the rows are then exactly those of before.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from creances_desktop.storage import recorder, rows
from creances_desktop.storage.recorder import Change

ACCOUNTS = ("invoice", "due_item", "payment", "allocation")
"""What is reversed by other rows, not taken away."""

FOLLOWED = ("letter", "followup")
"""What is marked as not having counted, not taken away."""

_LISTED = """
SELECT s.group_id, MIN(s.first_entry), MAX(s.last_entry), MAX(s.undone), MAX(s.label),
       SUM(1 + s.last_entry - s.first_entry)
FROM journal_step s WHERE s.kind = 'do' {condition}
GROUP BY s.group_id ORDER BY MAX(s.id) DESC LIMIT :limit
"""
_ENTRIES = """
SELECT e.id, e.action, e.summary, e.at, e.client_id, e.invoice_id
FROM journal_step s JOIN journal e ON e.id BETWEEN s.first_entry AND s.last_entry
WHERE s.group_id = :group AND s.kind = 'do' ORDER BY e.id
"""
_CHANGES = """
SELECT c.table_name, c.op, c.row_key, c.first_key, c.last_key, c.before, c.after
FROM journal_change c JOIN journal_step s ON s.id = c.step_id
WHERE {condition} ORDER BY c.id
"""
_LATER = """
SELECT s.group_id, c.table_name, c.op, c.row_key, c.first_key, c.last_key
FROM journal_change c JOIN journal_step s ON s.id = c.step_id
WHERE s.id > :last AND s.kind = 'do' AND s.undone = 0 AND s.group_id <> :group ORDER BY c.id
"""


class Changed(Exception):
    """A row is no longer what the action left: something newer changed it, or rests on it."""


@dataclass(frozen=True, slots=True)
class StepEntry:
    """A journal entry of an action."""

    id: int
    action: str
    summary: str
    at: datetime
    client_id: int | None
    invoice_id: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """One action of the user, by the id of its first step; `label` names it when its first entry does not."""

    id: int
    undone: bool
    label: str
    entries: tuple[StepEntry, ...]


class Steps:
    """The actions, newest first, and what undoes them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def groups(self, limit: int = 200, after: int = 0) -> list[Group]:
        """The latest actions, newest first; only those after one if given."""
        query = _LISTED.format(condition="AND s.id > :after")
        found = self._connection.exec_driver_sql(query, {"after": after, "limit": limit}).all()
        return [self._group(row) for row in found]

    def get(self, group_id: int) -> Group:
        """One action; KeyError when it is not there."""
        query = _LISTED.format(condition="AND s.group_id = :group")
        row = self._connection.exec_driver_sql(query, {"group": group_id, "limit": 1}).first()
        if row is None:
            raise KeyError(group_id)
        return self._group(row)

    def of_entry(self, entry_id: int) -> int | None:
        """The action that a journal entry belongs to."""
        query = """SELECT group_id FROM journal_step
                   WHERE :entry BETWEEN first_entry AND last_entry AND kind = 'do'"""
        return self._connection.exec_driver_sql(query, {"entry": entry_id}).scalar()

    def last(self) -> int:
        """The id of the last step, 0 without one."""
        return self._connection.exec_driver_sql("SELECT MAX(id) FROM journal_step").scalar() or 0

    def mark(self, group_id: int, *, undone: bool) -> None:
        """Marks whether an action no longer stands."""
        query = "UPDATE journal_step SET undone = ? WHERE group_id = ? AND kind = 'do'"
        self._connection.exec_driver_sql(query, (int(undone), group_id))

    def changes(self, group_id: int) -> list[list[Change]]:
        """What an action changed, step by step, the last one first; what it inserted counts only as such."""
        steps = self._connection.exec_driver_sql(
            "SELECT id FROM journal_step WHERE group_id = ? AND kind = 'do' ORDER BY id DESC", (group_id,)
        ).scalars()
        found = [self._stored("s.id = :step", {"step": step}) for step in steps]
        inserted = _Ranges(one for step in found for one in step)
        return [[one for one in step if one.op == "i" or not inserted.holds(one)] for step in found]

    def undoing(self, group_id: int) -> list[Change] | None:
        """What the last undoing of an action changed; None when it was never undone."""
        query = "SELECT MAX(id) FROM journal_step WHERE of_group = ? AND kind = 'undo'"
        last = self._connection.exec_driver_sql(query, (group_id,)).scalar()
        return self._stored("s.id = :last", {"last": last}) if last else None

    def dependent(self, group_id: int, changes: Iterable[Change]) -> list[int]:
        """The newer actions that stand and changed or name rows that this one inserted."""
        last = self._connection.exec_driver_sql(
            "SELECT MAX(id) FROM journal_step WHERE group_id = ? AND kind = 'do'", (group_id,)
        ).scalar()
        inserted = _Ranges(changes)
        found: list[int] = []
        for group, table, op, key, first, final in self._connection.exec_driver_sql(
            _LATER, {"last": last, "group": group_id}
        ):
            one = Change(table, op, tuple(json.loads(key)) if key else (), first, final)
            if group not in found and (
                (op != "i" and inserted.holds(one)) or (op == "i" and self._names(one, inserted))
            ):
                found.append(group)
        return found

    # --- Taking back ---------------------------------------------------------------------------------------

    def restore(self, changes: list[Change], *, inserts: bool) -> None:
        """Gives every row its former state: all but the insertions into the accounts and the follow-up.

        `inserts`: those too, as is right for rows that only an undoing had appended. Raises Changed when a
        row is no longer what the action left, or when something else names a row to take away.
        """
        # A row may name again one that is brought back after it: keys are checked at the commit.
        self._connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for one in changes:
            if one.op == "u":
                self._back(one)
        for table in reversed(rows.recorded()):
            if inserts or table.name not in (*ACCOUNTS, *FOLLOWED):
                for one in changes:
                    if one.op == "i" and one.table == table.name:
                        self._take_away(one)
        for table in rows.recorded():
            for one in changes:
                if one.op == "d" and one.table == table.name:
                    self._bring_back(one)

    def note_nothing(self) -> None:
        """Notes no more rows in this transaction: what brings an action again is undone by its own rows."""
        recorder.pause(self._connection)

    def take_reversals(self, changes: list[Change]) -> None:
        """Takes away the reversing rows that an action appended: undoing a cancellation.

        Raises Changed when something newer rests on one of them.
        """
        cancelling = set(self._cancelling(changes))
        for table in reversed(ACCOUNTS):
            for one in changes:
                if one.op != "i" or one.table != table:
                    continue
                for key in range(one.first or 0, (one.last or -1) + 1):
                    if self._is_reversal(table, key, cancelling):
                        self._take_away(Change(table, "i", first=key, last=key))

    def void(self, followup_ids: Iterable[int]) -> None:
        """Marks steps of the follow-up as not having counted."""
        for key in followup_ids:
            self._run("UPDATE followup SET void = 1 WHERE id = ?", (key,))

    def check_reversed(self, changes: Iterable[Change]) -> None:
        """Raises Changed when an action had entered accounts that nothing reversed."""
        for one in changes:
            if one.op == "i" and one.table in ("invoice", "payment", "allocation"):
                query = f"""SELECT 1 FROM {one.table} r
                    WHERE r.id BETWEEN :first AND :last AND r.reverses_id IS NULL
                      AND NOT EXISTS (SELECT 1 FROM {one.table} o WHERE o.reverses_id = r.id)"""  # noqa: S608
                if self._connection.exec_driver_sql(
                    f"{query} LIMIT 1", {"first": one.first, "last": one.last}
                ).first():
                    raise Changed(one.table)

    def inserted(self, changes: Iterable[Change], table: str) -> list[int]:
        """The numbers of the rows that were inserted into a table."""
        return [
            key
            for one in changes
            if one.op == "i" and one.table == table
            for key in range(one.first or 0, (one.last or -1) + 1)
        ]

    def _cancelling(self, changes: list[Change]) -> Iterator[int]:
        for key in self.inserted(changes, "invoice"):
            row = rows.get(self._connection, "invoice", (key,))
            if row is not None and row["reverses_id"] is not None:
                yield key

    def _is_reversal(self, table: str, key: int, cancelling: set[int]) -> bool:
        row = rows.get(self._connection, table, (key,))
        if row is None:
            return False
        if table == "due_item":
            return row["invoice_id"] in cancelling
        if table == "allocation" and row["credit_id"] in cancelling:
            return True
        if table == "allocation" and row["due_item_id"] is not None and cancelling:
            item = rows.get(self._connection, "due_item", (row["due_item_id"],))
            if item is not None and item["invoice_id"] in cancelling:
                return True
        return row["reverses_id"] is not None

    def _back(self, one: Change) -> None:
        if one.before is None or one.after is None:
            raise Changed(one.table)
        now = rows.get(self._connection, one.table, one.key)
        if now is None or any(now[name] != value for name, value in one.after.items()):
            raise Changed(one.table)
        rows.update(self._connection, one.table, one.key, one.before)

    def _take_away(self, one: Change) -> None:
        if one.key:
            rows.delete(self._connection, one.table, one.key)
            return
        bounds = {"first": one.first, "last": one.last}
        column = rows.key_columns(one.table)[0]
        for child, name in rows.children(one.table):
            query = f'SELECT 1 FROM {child} WHERE "{name}" BETWEEN :first AND :last'  # noqa: S608
            if child == one.table:
                query += f" AND NOT {column} BETWEEN {one.first} AND {one.last}"
            if self._connection.exec_driver_sql(f"{query} LIMIT 1", bounds).first() is not None:
                if "archived" in rows.columns(one.table):
                    archive = f"UPDATE {one.table} SET archived = 1"  # noqa: S608
                    self._run(f"{archive} WHERE {column} BETWEEN :first AND :last", bounds)
                    return
                raise Changed(one.table)
        self._run(f"DELETE FROM {one.table} WHERE {column} BETWEEN :first AND :last", bounds)  # noqa: S608

    def _bring_back(self, one: Change) -> None:
        if one.before is None or rows.get(self._connection, one.table, one.key) is not None:
            raise Changed(one.table)
        rows.insert(self._connection, one.table, one.before)

    # --- Reading -------------------------------------------------------------------------------------------

    def _group(self, row: Any) -> Group:
        entries = tuple(
            StepEntry(one.id, one.action, one.summary, datetime.fromisoformat(one.at), *one[4:])
            for one in self._connection.exec_driver_sql(_ENTRIES, {"group": row[0]})
        )
        return Group(row[0], bool(row[3]), row[4], entries)

    def _stored(self, condition: str, values: dict[str, Any]) -> list[Change]:
        return [
            Change(
                table,
                op,
                tuple(json.loads(key)) if key else (),
                first,
                last,
                None if before is None else json.loads(before),
                None if after is None else json.loads(after),
            )
            for table, op, key, first, last, before, after in self._connection.exec_driver_sql(
                _CHANGES.format(condition=condition), values
            )
        ]

    def _names(self, one: Change, inserted: _Ranges) -> bool:
        """Whether a row that was inserted names one of those."""
        if one.key:
            row = rows.get(self._connection, one.table, one.key)
            return row is not None and any(
                row[name] is not None and inserted.has(parent, row[name])
                for parent, name in rows.parents(one.table)
            )
        column = rows.key_columns(one.table)[0]
        for parent, name in rows.parents(one.table):
            for first, last in inserted.of(parent):
                query = f"""SELECT 1 FROM {one.table}
                    WHERE {column} BETWEEN :low AND :high AND "{name}" BETWEEN :first AND :last"""  # noqa: S608
                bounds = {"low": one.first, "high": one.last, "first": first, "last": last}
                if self._connection.exec_driver_sql(f"{query} LIMIT 1", bounds).first() is not None:
                    return True
        return False

    def _run(self, statement: str, values: Any) -> None:
        self._connection.exec_driver_sql(statement, values)


class _Ranges:
    """The rows that were inserted, by table."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self._runs: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._keys: set[tuple[str, rows.Key]] = set()
        for one in changes:
            if one.op == "i" and one.key:
                self._keys.add((one.table, one.key))
            elif one.op == "i":
                self._runs[one.table].append((one.first or 0, one.last or 0))

    def of(self, table: str) -> list[tuple[int, int]]:
        """The runs of a table."""
        return self._runs.get(table, [])

    def has(self, table: str, key: int) -> bool:
        """Whether this row of a table was inserted."""
        return any(first <= key <= last for first, last in self.of(table))

    def holds(self, one: Change) -> bool:
        """Whether the row of a change was inserted."""
        if (one.table, one.key) in self._keys:
            return True
        return len(one.key) == 1 and isinstance(one.key[0], int) and self.has(one.table, one.key[0])
