"""What was done in the dossier, entry by entry, never changed."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, insert, or_, select

from creances_desktop.storage.base import Clock, utc_now
from creances_desktop.storage.tables import JournalRow
from creances_desktop.storage.tables_merges import ClientMergeRow


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One action: `at` in UTC; `before` and `after` are JSON values."""

    id: int
    at: datetime
    action: str
    summary: str
    client_id: int | None
    invoice_id: int | None
    before: Any
    after: Any
    reverses_id: int | None


class Journal:
    """Appends and reads entries."""

    def __init__(self, connection: Connection, clock: Clock = utc_now) -> None:
        self._connection = connection
        self._clock = clock

    def append(
        self,
        action: str,
        summary: str,
        *,
        client_id: int | None = None,
        invoice_id: int | None = None,
        before: Any = None,
        after: Any = None,
        reverses_id: int | None = None,
    ) -> int:
        """Adds an entry and returns its id.

        `summary` is a French phrase; `before` and `after` are JSON values.
        """
        result = self._connection.execute(
            insert(JournalRow).values(
                at=self._clock().isoformat(timespec="milliseconds"),
                action=action,
                summary=summary,
                client_id=client_id,
                invoice_id=invoice_id,
                before=_dumped(before),
                after=_dumped(after),
                reverses_id=reverses_id,
            )
        )
        return int(result.inserted_primary_key[0])  # type: ignore[index]

    def get(self, entry_id: int) -> JournalEntry:
        """One entry; KeyError if it is not there."""
        row = self._connection.execute(_entries().where(JournalRow.id == entry_id)).first()
        if row is None:
            raise KeyError(entry_id)
        return _entry(row)

    def of_client(self, client_id: int, limit: int = 500) -> list[JournalEntry]:
        """The latest entries about a client and those that were joined to him, newest first."""
        joined = select(ClientMergeRow.gone_id).where(ClientMergeRow.kept_id == client_id)
        his = or_(JournalRow.client_id == client_id, JournalRow.client_id.in_(joined))
        rows = self._connection.execute(_entries().where(his).order_by(JournalRow.id.desc()).limit(limit))
        return [_entry(row) for row in rows]

    def of_invoice(self, invoice_id: int, limit: int = 500) -> list[JournalEntry]:
        """The latest entries about a document, newest first."""
        rows = self._connection.execute(
            _entries().where(JournalRow.invoice_id == invoice_id).order_by(JournalRow.id.desc()).limit(limit)
        )
        return [_entry(row) for row in rows]

    def latest(self, limit: int = 500, action: str | None = None) -> list[JournalEntry]:
        """The latest entries, newest first, of one action if given."""
        query = _entries().order_by(JournalRow.id.desc()).limit(limit)
        if action:
            query = query.where(JournalRow.action == action)
        return [_entry(row) for row in self._connection.execute(query)]

    def times(self, entry_ids: Collection[int]) -> dict[int, datetime]:
        """When these entries were made, in UTC, by id."""
        found: dict[int, datetime] = {}
        ordered = sorted(entry_ids)
        for start in range(0, len(ordered), 500):
            part = ordered[start : start + 500]
            rows = self._connection.execute(
                select(JournalRow.id, JournalRow.at).where(JournalRow.id.in_(part))
            )
            found |= {row.id: datetime.fromisoformat(row.at) for row in rows}
        return found

    def is_reversed(self, entry_id: int) -> bool:
        """Whether an entry was undone."""
        found = self._connection.scalar(select(JournalRow.id).where(JournalRow.reverses_id == entry_id))
        return found is not None

    def last_id(self) -> int:
        """The id of the last entry, 0 in a new dossier: it changes with every action."""
        return self._connection.scalar(select(JournalRow.id).order_by(JournalRow.id.desc()).limit(1)) or 0


def _dumped(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)


@cache
def _entries() -> Any:
    return select(
        JournalRow.id,
        JournalRow.at,
        JournalRow.action,
        JournalRow.summary,
        JournalRow.client_id,
        JournalRow.invoice_id,
        JournalRow.before,
        JournalRow.after,
        JournalRow.reverses_id,
    )


def _entry(row: Any) -> JournalEntry:
    return JournalEntry(
        id=row.id,
        at=datetime.fromisoformat(row.at),
        action=row.action,
        summary=row.summary,
        client_id=row.client_id,
        invoice_id=row.invoice_id,
        before=None if row.before is None else json.loads(row.before),
        after=None if row.after is None else json.loads(row.after),
        reverses_id=row.reverses_id,
    )
