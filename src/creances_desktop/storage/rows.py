"""Any row of any table by its key: read, written and deleted as plain values, whatever the table.

What undo needs of a table comes from its declaration, so that a new table is taken in by being declared.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table

from creances_desktop.storage.base import Base

KEPT = frozenset({"journal", "journal_seal", "journal_step", "journal_change", "blob", "calendar_exported"})
"""The tables that undo never touches: the journal itself, files kept by their content, what left."""

Key = tuple[Any, ...]
Row = dict[str, Any]


@cache
def recorded() -> tuple[Table, ...]:
    """The tables whose changes are recorded, parents before children."""
    return tuple(table for table in Base.metadata.sorted_tables if table.name not in KEPT)


@cache
def key_columns(name: str) -> tuple[str, ...]:
    """The columns of a table's primary key."""
    return tuple(column.name for column in Base.metadata.tables[name].primary_key)


@cache
def numbered(name: str) -> bool:
    """Whether a table's key is one whole number."""
    keys = list(Base.metadata.tables[name].primary_key)
    return len(keys) == 1 and keys[0].type.python_type is int


@cache
def children(name: str) -> tuple[tuple[str, str], ...]:
    """(table, column) of every column that names rows of this table by their number."""
    return tuple(
        (table.name, column.name)
        for table in recorded()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == name
    )


@cache
def parents(name: str) -> tuple[tuple[str, str], ...]:
    """(table, column) of every column of this table that names rows of a recorded table by their number."""
    return tuple(
        (key.column.table.name, column.name)
        for column in Base.metadata.tables[name].columns
        for key in column.foreign_keys
        if key.column.table.name not in KEPT
    )


@cache
def columns(name: str) -> frozenset[str]:
    """The names of a table's columns."""
    return frozenset(column.name for column in Base.metadata.tables[name].columns)


def key_expression(name: str, alias: str) -> str:
    """The SQL that gives a row's key: its number, or a JSON array."""
    columns = ", ".join(f'{alias}."{column}"' for column in key_columns(name))
    return columns if numbered(name) else f"json_array({columns})"


def image_expression(name: str, alias: str) -> str:
    """The SQL that gives a row as a JSON object; bytes as hexadecimal."""
    parts = []
    for column in Base.metadata.tables[name].columns:
        value = f'{alias}."{column.name}"'
        if isinstance(column.type, LargeBinary):
            value = f"CASE WHEN {value} IS NULL THEN NULL ELSE hex({value}) END"
        parts.append(f"'{column.name}', {value}")
    return f"json_object({', '.join(parts)})"


def get(connection: Connection, name: str, key: Key) -> Row | None:
    """A row by its key, None when it is not there."""
    query = f"SELECT {image_expression(name, 't')} FROM {name} t WHERE {_condition(name)}"  # noqa: S608
    found = connection.exec_driver_sql(query, key).scalar()
    return None if found is None else json.loads(found)


def insert(connection: Connection, name: str, row: Row) -> None:
    """Writes a row as it was."""
    values = _bound(name, row)
    columns = ", ".join(f'"{column}"' for column in values)
    marks = ", ".join("?" * len(values))
    connection.exec_driver_sql(
        f"INSERT INTO {name} ({columns}) VALUES ({marks})",  # noqa: S608 - names of our own tables
        tuple(values.values()),
    )


def update(connection: Connection, name: str, key: Key, row: Row) -> None:
    """Gives some columns of a row these values."""
    values = _bound(name, row)
    setting = ", ".join(f'"{column}" = ?' for column in values)
    connection.exec_driver_sql(
        f"UPDATE {name} SET {setting} WHERE {_condition(name)}",  # noqa: S608
        (*values.values(), *key),
    )


def delete(connection: Connection, name: str, key: Key) -> None:
    """Deletes a row."""
    connection.exec_driver_sql(f"DELETE FROM {name} WHERE {_condition(name)}", key)  # noqa: S608


def dump(connection: Connection) -> Iterator[tuple[str, str]]:
    """(table, row as JSON) of every recorded row, in the order of keys: for comparing two states."""
    for table in recorded():
        order = ", ".join(f'"{column}"' for column in key_columns(table.name))
        query = f"SELECT {image_expression(table.name, 't')} FROM {table.name} t ORDER BY {order}"  # noqa: S608
        for row in connection.exec_driver_sql(query):
            yield table.name, row[0]


def _condition(name: str) -> str:
    return " AND ".join(f'"{column}" = ?' for column in key_columns(name))


def _bound(name: str, row: Row) -> Row:
    columns = Base.metadata.tables[name].columns
    return {
        column: bytes.fromhex(value)
        if value is not None and isinstance(columns[column].type, LargeBinary)
        else value
        for column, value in row.items()
    }
