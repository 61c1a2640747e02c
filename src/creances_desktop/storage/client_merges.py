"""Joining two clients: every row that names the one names the other from then on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from sqlalchemy import Connection, insert, select, update

from creances_desktop.storage.base import Base
from creances_desktop.storage.tables_merges import ClientMergeRow


class ClientMerges:
    """Moves what a client has, and remembers which cards were joined."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def kept_by_gone(self) -> dict[int, int]:
        """The client that each joined one now is, by id."""
        rows = self._connection.execute(select(ClientMergeRow.gone_id, ClientMergeRow.kept_id))
        return {row[0]: row[1] for row in rows}

    def add(self, gone_id: int, kept_id: int, *, action_id: int) -> None:
        """Keeps that a client was joined to another, with those that had been joined to him."""
        self._connection.execute(
            update(ClientMergeRow).where(ClientMergeRow.kept_id == gone_id).values(kept_id=kept_id)
        )
        self._connection.execute(
            insert(ClientMergeRow).values(gone_id=gone_id, kept_id=kept_id, action_id=action_id)
        )

    def move(self, gone_id: int, kept_id: int) -> dict[str, list[int]]:
        """Gives everything of a client to another; gives the rows moved, by `table.column`.

        Where there is one row a client and the other has his own, both stay where they are.
        """
        execute = self._connection.exec_driver_sql
        moved: dict[str, list[int]] = {}
        for table, column in client_columns():
            if _is_key(table, column):
                moved |= self._move_card(table, column, gone_id, kept_id)
                continue
            query = f"SELECT rowid FROM {table} WHERE {column} = ?"  # noqa: S608 - our own names
            before = [row[0] for row in execute(query, (gone_id,))]
            execute(f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ?", (kept_id, gone_id))  # noqa: S608
            left = {row[0] for row in execute(query, (gone_id,))} if before else set()
            gone = [row_id for row_id in before if row_id not in left]
            if gone:
                moved[f"{table}.{column}"] = gone
        return moved

    def _move_card(self, table: str, column: str, gone_id: int, kept_id: int) -> dict[str, list[int]]:
        """Moves the one row that a client has in a table, as a new row: its key is the client's id."""
        execute = self._connection.exec_driver_sql
        query = f"SELECT 1 FROM {table} WHERE {column} = ?"  # noqa: S608 - our own names
        if not execute(query, (gone_id,)).first() or execute(query, (kept_id,)).first():
            return {}
        others = [one.name for one in Base.metadata.tables[table].columns if one.name != column]
        listed = ", ".join([column, *others])
        taken = ", ".join(["?", *others])
        execute(f"INSERT INTO {table} ({listed}) SELECT {taken} FROM {table} WHERE {column} = ?",  # noqa: S608
                (kept_id, gone_id))  # fmt: skip
        execute(f"DELETE FROM {table} WHERE {column} = ?", (gone_id,))  # noqa: S608
        return {f"{table}.{column}": [gone_id]}

    def shared_numbers(self, one_id: int, other_id: int) -> list[str]:
        """The numbers that live documents of both clients bear."""
        query = """
            SELECT DISTINCT a.number FROM invoice a JOIN invoice b ON b.number = a.number
            WHERE a.client_id = ? AND b.client_id = ? AND a.number <> ''
              AND a.reverses_id IS NULL AND b.reverses_id IS NULL
              AND a.id NOT IN (SELECT reverses_id FROM invoice WHERE reverses_id IS NOT NULL)
              AND b.id NOT IN (SELECT reverses_id FROM invoice WHERE reverses_id IS NOT NULL)
            ORDER BY 1"""
        return [row[0] for row in self._connection.exec_driver_sql(query, (one_id, other_id))]

    def counts(self, client_id: int, tables: Iterable[str]) -> dict[str, int]:
        """How many rows of each of these tables name a client."""
        found = {}
        for table in tables:
            query = f"SELECT COUNT(*) FROM {table} WHERE client_id = ?"  # noqa: S608 - our own names
            found[table] = int(self._connection.exec_driver_sql(query, (client_id,)).scalar_one())
        return found


def _is_key(table: str, column: str) -> bool:
    """Whether a table has one row a client."""
    return [one.name for one in Base.metadata.tables[table].primary_key] == [column]


@cache
def client_columns() -> tuple[tuple[str, str], ...]:
    """(table, column) of everything that belongs to a client."""
    return tuple(
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "client" and table.name != ClientMergeRow.__tablename__
    )
