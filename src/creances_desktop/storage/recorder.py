"""What a transaction changes, row by row, for every table that is declared.

Triggers that live only in this program's connection note each change in a table in memory; just before the
commit they become the rows of `journal_change`. Nothing of them is in the file but the result.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert

from creances_desktop.storage import rows
from creances_desktop.storage.tables_journal import JournalChangeRow, JournalStepRow

_INSTALLED = "creances_recorder"
_LOG = """
CREATE TEMP TABLE IF NOT EXISTS row_change (
    seq INTEGER PRIMARY KEY, tab TEXT NOT NULL, op TEXT NOT NULL, key NOT NULL, before TEXT)
"""
_BULK = "SELECT tab, key, before FROM temp.row_change WHERE op = 'r' ORDER BY seq"
_RUNS = """
SELECT tab, MIN(key), MAX(key) FROM (
    SELECT tab, key, key - ROW_NUMBER() OVER (PARTITION BY tab ORDER BY key) AS run
    FROM (SELECT DISTINCT tab, key FROM temp.row_change WHERE op = 'i' AND typeof(key) = 'integer'))
GROUP BY tab, run ORDER BY tab, MIN(key)
"""


@dataclass(frozen=True, slots=True)
class Change:
    """Rows of one table that a step changed; see `JournalChangeRow`."""

    table: str
    op: str
    key: rows.Key = ()
    first: int | None = None
    last: int | None = None
    before: rows.Row | None = None
    after: rows.Row | None = None


@dataclass(frozen=True, slots=True)
class StepKind:
    """What a transaction is for: an action, or taking back (`undo`) or bringing again (`redo`) a group."""

    kind: str = "do"
    of_group: int | None = None


DO = StepKind()


def install(connection: Connection) -> None:
    """Notes the changes of this connection from now on."""
    if connection.info.get(_INSTALLED):
        return
    connection.exec_driver_sql("PRAGMA temp_store=MEMORY")
    connection.exec_driver_sql(_LOG)
    for table in rows.recorded():
        for statement in _triggers(table.name):
            connection.exec_driver_sql(statement)
    connection.info[_INSTALLED] = True


def pause(connection: Connection) -> None:
    """Notes nothing more in this transaction; the next one is noted again."""
    for table in rows.recorded():
        for op in "iud":
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS temp.record_{table.name}_{op}")
    connection.info.pop(_INSTALLED, None)


@contextlib.contextmanager
def in_bulk(connection: Connection, table: str) -> Iterator[None]:
    """Notes the rows that the block inserts into a table as one run, not one by one.

    The block does nothing else to the table, and its rows get numbers above those that are there.
    """
    if not connection.info.get(_INSTALLED) or not rows.numbered(table) or table in rows.KEPT:
        yield
        return
    (column,) = rows.key_columns(table)
    highest = f"SELECT MAX({column}) FROM {table}"  # noqa: S608 - names of our own tables
    before = connection.exec_driver_sql(highest).scalar() or 0
    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS temp.record_{table}_i")
    yield
    after = connection.exec_driver_sql(highest).scalar() or 0
    if after > before:
        connection.exec_driver_sql(
            "INSERT INTO row_change (tab, op, key, before) VALUES (?, 'r', ?, ?)",
            (table, before + 1, str(after)),
        )
    connection.exec_driver_sql(next(_triggers(table)))


def start(connection: Connection) -> None:
    """Forgets what was noted before."""
    connection.exec_driver_sql("DELETE FROM temp.row_change")


def finish(
    connection: Connection, entries: list[int], kind: StepKind, group_id: int | None, label: str
) -> int | None:
    """Stores what was noted as a step of these journal entries and returns its id.

    None without an entry, or for an action that changed nothing; an undoing is a step whatever it changed.
    """
    found = list(changes(connection)) if entries else []
    if not entries or (not found and kind.kind == "do"):
        return None
    result = connection.execute(
        insert(JournalStepRow).values(
            group_id=group_id or 0,
            first_entry=entries[0],
            last_entry=entries[-1],
            kind=kind.kind,
            of_group=kind.of_group,
            label=label,
        )
    )
    step_id = int(result.inserted_primary_key[0])  # type: ignore[index]
    if group_id is None:
        connection.exec_driver_sql("UPDATE journal_step SET group_id = id WHERE id = ?", (step_id,))
    if found and kind.kind != "redo":
        # What was brought again is undone by the rows of the action itself.
        connection.execute(insert(JournalChangeRow), [_stored(one, step_id) for one in found])
    return step_id


def changes(connection: Connection) -> Iterator[Change]:
    """What was noted since `start`, each row once: what it was before, what it is now."""
    bulk, single = (
        [
            Change(tab, "i", first=int(first), last=int(last))
            for tab, first, last in connection.exec_driver_sql(query)
        ]
        for query in (_BULK, _RUNS)
    )
    inserted = bulk + single
    others: dict[tuple[str, Any], list[Any]] = {}
    query = """SELECT tab, key, op, before FROM temp.row_change
               WHERE op IN ('u', 'd') OR (op = 'i' AND typeof(key) <> 'integer') ORDER BY seq"""
    for tab, key, op, before in connection.exec_driver_sql(query):
        others.setdefault((tab, key), []).append((op, before))
    first_seen = _inserted_first(connection, others) | _in_runs(others, bulk)
    gone: set[tuple[str, int]] = set()
    kept: list[Change] = []
    for (tab, key), noted in others.items():
        change = _outcome(connection, tab, key, noted, inserted=(tab, key) in first_seen)
        if change is not None:
            kept.append(change)
        if isinstance(key, int) and (change is None or change.op != "i"):
            gone.add((tab, key))
    yield from _without(inserted, gone)
    yield from (one for one in kept if one.op != "i" or one.first is None)


def _inserted_first(connection: Connection, others: dict[tuple[str, Any], list[Any]]) -> set[tuple[str, Any]]:
    """Those of the rows whose first change in this transaction was their insertion."""
    found = {key for key, noted in others.items() if noted[0][0] == "i"}
    if not any(isinstance(key, int) for _, key in others):
        return found
    query = """SELECT tab, key, op, MIN(seq) FROM temp.row_change
               WHERE typeof(key) = 'integer' AND (tab, key) IN (
                   SELECT tab, key FROM temp.row_change WHERE op <> 'i')
               GROUP BY tab, key"""
    return found | {(tab, key) for tab, key, op, _ in connection.exec_driver_sql(query) if op == "i"}


def _in_runs(others: dict[tuple[str, Any], list[Any]], bulk: list[Change]) -> set[tuple[str, Any]]:
    """Those of the rows that were not there before, when they came in bulk."""
    return {
        (tab, key)
        for tab, key in others
        if isinstance(key, int)
        and any(one.table == tab and (one.first or 0) <= key <= (one.last or 0) for one in bulk)
    }


def _outcome(
    connection: Connection, tab: str, key: Any, noted: list[Any], *, inserted: bool
) -> Change | None:
    values = rows.Key((key,)) if isinstance(key, int) else tuple(json.loads(key))
    now = rows.get(connection, tab, values)
    if inserted:
        if now is None:
            return None
        return Change(tab, "i", first=key, last=key) if isinstance(key, int) else Change(tab, "i", key=values)
    before = json.loads(noted[0][1])
    if now is None:
        return Change(tab, "d", key=values, before=before)
    differing = [name for name, value in before.items() if now[name] != value]
    if not differing:
        return None
    return Change(
        tab,
        "u",
        key=values,
        before={name: before[name] for name in differing},
        after={name: now[name] for name in differing},
    )


def _without(runs: Iterable[Change], gone: set[tuple[str, int]]) -> Iterator[Change]:
    """The runs of inserted rows, but for those that were already there or are no longer."""
    for run in runs:
        first, last = run.first or 0, run.last or 0
        for key in sorted(key for tab, key in gone if tab == run.table and first <= key <= last):
            if first < key:
                yield Change(run.table, "i", first=first, last=key - 1)
            first = key + 1
        if first <= last:
            yield Change(run.table, "i", first=first, last=last)


def _stored(change: Change, step_id: int) -> dict[str, Any]:
    return {
        "step_id": step_id,
        "table_name": change.table,
        "op": change.op,
        "row_key": _text(list(change.key)) if change.key else None,
        "first_key": change.first,
        "last_key": change.last,
        "before": None if change.before is None else _text(change.before),
        "after": None if change.after is None else _text(change.after),
    }


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _triggers(name: str) -> Iterator[str]:
    old, new = rows.key_expression(name, "OLD"), rows.key_expression(name, "NEW")
    note = "INSERT INTO row_change (tab, op, key, before) VALUES"
    image = rows.image_expression(name, "OLD")
    start = f"CREATE TEMP TRIGGER IF NOT EXISTS record_{name}"
    yield f"{start}_i AFTER INSERT ON main.{name} BEGIN {note} ('{name}', 'i', {new}, NULL); END"
    yield f"{start}_u AFTER UPDATE ON main.{name} BEGIN {note} ('{name}', 'u', {old}, {image}); END"
    yield f"{start}_d AFTER DELETE ON main.{name} BEGIN {note} ('{name}', 'd', {old}, {image}); END"
