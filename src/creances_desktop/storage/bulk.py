"""Many rows at once: what an import writes and what a check reads."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Date, insert

from creances_desktop.storage import recorder
from creances_desktop.storage.base import Base

_MANY = 500
"""Rows above which what is inserted is noted as one run."""

INTEGRITY_QUERIES = {
    "allocation_above_due_item": """
        SELECT d.invoice_id FROM due_item d JOIN allocation a ON a.due_item_id = d.id
        GROUP BY d.id HAVING SUM(a.amount) > d.amount OR SUM(a.amount) < 0""",
    "allocation_above_payment": """
        SELECT p.id FROM payment p JOIN allocation a ON a.payment_id = p.id
        GROUP BY p.id HAVING SUM(a.amount) > MAX(p.amount, 0)""",
    "allocation_above_credit": """
        SELECT i.id FROM invoice i JOIN allocation a ON a.credit_id = i.id
        GROUP BY i.id HAVING SUM(a.amount) > i.gross""",
    "due_items_sum": """
        SELECT i.id FROM invoice i LEFT JOIN due_item d ON d.invoice_id = i.id
        WHERE i.kind IN ('invoice', 'opening_balance', 'other_debit', 'credit_cancellation')
        GROUP BY i.id HAVING COALESCE(SUM(d.amount), 0) <> i.gross""",
    "instalment_plan_sum": """
        SELECT i.id FROM instalment_plan i
        WHERE COALESCE((SELECT SUM(p.amount) FROM instalment_plan_part p WHERE p.plan_id = i.id), 0)
           <> COALESCE((SELECT SUM(n.amount) FROM instalment_plan_invoice n WHERE n.plan_id = i.id), 0)
            + CASE i.charges WHEN 'added' THEN i.interest + i.indemnity ELSE 0 END""",
}
"""Name of a rule → the query that lists what breaks it."""

_JSON_COLUMNS = frozenset(
    {("journal", "before"), ("journal", "after"), ("letter", "content"), ("setting", "value")}
)


class Bulk:
    """Writes rows by the thousand and checks the whole file."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_id(self, table: str) -> int:
        """The first free id of a table."""
        name = Base.metadata.tables[table].name
        last = self._connection.exec_driver_sql(f"SELECT MAX(id) FROM {name}").scalar()  # noqa: S608
        return (last or 0) + 1

    def insert(
        self,
        table: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[Any]],
        *,
        action_id: int | None = None,
    ) -> None:
        """Inserts tuples in the order of `columns`; dates are ISO texts, amounts whole cents.

        `action_id`: the journal entry that all the rows name.
        """
        known = Base.metadata.tables[table]
        names = [known.columns[column].name for column in columns]
        marks = ["?"] * len(names)
        if action_id is not None:
            names.append(known.columns["action_id"].name)
            marks.append(str(int(action_id)))
        statement = f"INSERT INTO {known.name} ({','.join(names)}) VALUES ({','.join(marks)})"  # noqa: S608
        values = rows if isinstance(rows, list) else [tuple(row) for row in rows]
        many = recorder.in_bulk(self._connection, table) if len(values) > _MANY else contextlib.nullcontext()
        if values:
            with many:
                self._connection.exec_driver_sql(statement, values)

    @contextlib.contextmanager
    def without_indexes(self, *tables: str) -> Iterator[None]:
        """Takes the indexes off these tables for the length of the block, and puts them back at its end.

        Building an index once takes a fifth of the time of keeping it up for as many rows. If the block
        raises, the transaction that fails brings them back.
        """
        query = (
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
        )
        found = [row for table in tables for row in self._connection.exec_driver_sql(query, (table,))]
        for name, _ in found:
            self._connection.exec_driver_sql(f"DROP INDEX {name}")
        yield
        for _, statement in found:
            self._connection.exec_driver_sql(statement)

    def insert_mappings(self, table: str, rows: Sequence[dict[str, Any]]) -> None:
        """Inserts dictionaries, with the types of the table."""
        if rows:
            self._connection.execute(insert(Base.metadata.tables[table]), rows)

    def rows(self, query: str, parameters: dict[str, Any] | None = None) -> list[Any]:
        """The rows of a query written in this package."""
        return list(self._connection.exec_driver_sql(query, parameters or {}))

    def count(self, table: str) -> int:
        """How many rows a table has."""
        name = Base.metadata.tables[table].name
        return int(self._connection.exec_driver_sql(f"SELECT COUNT(*) FROM {name}").scalar_one())  # noqa: S608

    def problems(self) -> list[tuple[str, int]]:
        """(rule broken, id) for each row that breaks a rule no constraint can hold, by rule."""
        return [
            (rule, int(row[0]))
            for rule, query in INTEGRITY_QUERIES.items()
            for row in self._connection.exec_driver_sql(query)
        ]

    def integrity(self) -> list[str]:
        """What SQLite itself finds wrong with the file, in its own words: empty when it is sound."""
        found = [str(row[0]) for row in self._connection.exec_driver_sql("PRAGMA integrity_check")]
        lines = [line for text in found for line in text.splitlines()]
        return [line for line in lines if line != "ok" and not line.startswith("***")]

    def dangling(self) -> list[tuple[str, str, int]]:
        """(table, other table, number of rows) of the rows that name one of the other which is not there."""
        keys = self._connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        counted = Counter((str(row[0]), str(row[2])) for row in keys)
        return [(table, other, number) for (table, other), number in sorted(counted.items())]

    def unreadable(self) -> list[str]:
        """`table.column n° row` of each value that no day, and no JSON, was ever written as."""
        found = []
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, Date):
                    wrong = f"date({column.name}, '+0 days') IS NOT {column.name}"
                elif (table.name, column.name) in _JSON_COLUMNS:
                    wrong = f"NOT json_valid({column.name})"
                else:
                    continue
                query = f"SELECT rowid FROM {table.name} WHERE {column.name} IS NOT NULL AND {wrong}"  # noqa: S608
                rows = self._connection.exec_driver_sql(query)
                found += [f"{table.name}.{column.name} n°\u00a0{row[0]}" for row in rows]
        return found
