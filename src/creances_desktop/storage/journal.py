"""What was done in the dossier, entry by entry, never changed."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from creances_desktop.domain.journal_chain import BEGINNING, Header, digest_of, link
from creances_desktop.storage.base import Clock, utc_now
from creances_desktop.storage.tables import JournalRow
from creances_desktop.storage.tables_journal import JournalChangeRow, JournalSealRow, JournalStepRow
from creances_desktop.storage.tables_merges import ClientMergeRow

# What an action entered names it. What one ended or signed is among the rows that its step changed.
_OWN_DAYS = """
WITH chosen AS (SELECT value AS id FROM json_each(:ids))
SELECT action_id, day FROM contact_attempt WHERE action_id IN chosen
UNION ALL SELECT action_id, made_on FROM promise WHERE action_id IN chosen
UNION ALL SELECT action_id, opened_on FROM dispute WHERE action_id IN chosen
UNION ALL SELECT action_id, proposed_on FROM instalment_plan WHERE action_id IN chosen
UNION ALL
SELECT j.id, json_extract(c.after, CASE j.action
    WHEN 'dispute_closed' THEN '$.closed_on' WHEN 'promise_withdrawn' THEN '$.withdrawn_on'
    WHEN 'instalment_plan_signed' THEN '$.signed_on' ELSE '$.ended_on' END)
FROM journal j
JOIN journal_step s ON s.id = (
    SELECT id FROM journal_step WHERE first_entry <= j.id ORDER BY first_entry DESC LIMIT 1)
JOIN journal_change c ON c.step_id = s.id AND c.op = 'u'
    AND c.table_name IN ('dispute', 'promise', 'instalment_plan')
WHERE j.id IN chosen AND j.action IN (
    'dispute_closed', 'promise_withdrawn', 'instalment_plan_signed', 'instalment_plan_ended',
    'instalment_plan_lapsed')
"""


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
        self.appended: list[int] = []
        """The ids of the entries added through this object, in their order."""

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
        at = self._clock().isoformat(timespec="milliseconds")
        texts = (_dumped(before), _dumped(after))
        result = self._connection.execute(
            insert(JournalRow).values(
                at=at,
                action=action,
                summary=summary,
                client_id=client_id,
                invoice_id=invoice_id,
                before=texts[0],
                after=texts[1],
                reverses_id=reverses_id,
            )
        )
        entry = int(result.inserted_primary_key[0])  # type: ignore[index]
        salt = secrets.token_hex(16)
        digest = digest_of(salt, summary, *texts)
        header = Header(entry, at, action, client_id, invoice_id, reverses_id)
        self._connection.execute(
            insert(JournalSealRow).values(
                entry_id=entry,
                salt=salt,
                payload_sha256=digest,
                chain_sha256=link(self.head(), header, digest),
            )
        )
        self.appended.append(entry)
        return entry

    def head(self) -> str:
        """The seal of the last entry: who keeps it can tell later whether entries were taken away."""
        query = select(JournalSealRow.chain_sha256).order_by(JournalSealRow.entry_id.desc()).limit(1)
        return self._connection.scalar(query) or BEGINNING

    def breaks(self) -> list[tuple[int, str]]:
        """(entry id, what is wrong) for each entry at which the chain does not hold: `seal`, `payload`."""
        found: list[tuple[int, str]] = []
        previous = BEGINNING
        for row in self._connection.execute(_sealed()):
            header = Header(row.id, row.at, row.action, row.client_id, row.invoice_id, row.reverses_id)
            erased = row.erased_on is not None
            if row.chain_sha256 is None or row.chain_sha256 != link(previous, header, row.payload_sha256):
                found.append((row.id, "seal"))
            elif erased != (row.salt == "") or (
                not erased and digest_of(row.salt, row.summary, row.before, row.after) != row.payload_sha256
            ):
                found.append((row.id, "payload"))
            previous = row.chain_sha256 or previous
        loose = select(JournalSealRow.entry_id).where(JournalSealRow.entry_id.not_in(select(JournalRow.id)))
        return found + [(entry, "seal") for entry in self._connection.scalars(loose)]

    def erased(self) -> int:
        """How many entries say nothing any more."""
        query = select(JournalSealRow.entry_id).where(JournalSealRow.erased_on.is_not(None))
        return len(list(self._connection.scalars(query)))

    def erase(self, entry_ids: Iterable[int], day: date) -> None:
        """Erases what these entries said, and what could be undone of them; the chain holds."""
        for entry in entry_ids:
            gone = {"summary": "", "before": None, "after": None}
            self._connection.execute(update(JournalRow).where(JournalRow.id == entry).values(**gone))
            self._connection.execute(
                update(JournalSealRow)
                .where(JournalSealRow.entry_id == entry)
                .values(salt="", erased_on=day.isoformat())
            )
            steps = select(JournalStepRow.id).where(
                JournalStepRow.first_entry <= entry, JournalStepRow.last_entry >= entry
            )
            self._connection.execute(
                update(JournalStepRow).where(JournalStepRow.id.in_(steps)).values(label="")
            )
            self._connection.execute(
                update(JournalChangeRow)
                .where(JournalChangeRow.step_id.in_(steps))
                .values(before=None, after=None)
            )

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

    def own_days(self, entry_ids: Collection[int]) -> dict[int, date]:
        """The day on which what these entries tell happened, by id; none for an entry that has no such day.

        A contact, a promise, a dispute, an instalment plan may be entered after its day.
        """
        chosen = {"ids": json.dumps(sorted(entry_ids))}
        rows = self._connection.exec_driver_sql(_OWN_DAYS, chosen)
        return {entry: date.fromisoformat(day) for entry, day in rows if day}

    def is_reversed(self, entry_id: int) -> bool:
        """Whether an entry was undone, and not done again since."""
        return (len(self.reversals(entry_id)) % 2) == 1

    def reversals(self, entry_id: int) -> list[int]:
        """The entries that took this one back, brought it again, took it back again…, in their order."""
        found: list[int] = []
        last: int | None = entry_id
        while (
            last := self._connection.scalar(select(JournalRow.id).where(JournalRow.reverses_id == last))
        ) is not None:
            found.append(last)
        return found

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


@cache
def _sealed() -> Any:
    seal = JournalSealRow
    return (
        select(
            *(getattr(JournalRow, name) for name in JournalEntry.__slots__),
            seal.salt,
            seal.payload_sha256,
            seal.chain_sha256,
            seal.erased_on,
        )
        .join(seal, seal.entry_id == JournalRow.id, isouter=True)
        .order_by(JournalRow.id)
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
