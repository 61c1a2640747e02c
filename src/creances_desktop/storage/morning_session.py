"""Morning sessions: who is to be dealt with, in which order, and how far one got."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update

from creances_desktop.domain.money import Cents
from creances_desktop.storage.tables import ClientRow
from creances_desktop.storage.tables_contacts import MorningItemRow, MorningSessionRow

RUNNING, FINISHED, LEFT = "running", "finished", "left"
WAITING, DONE, SKIPPED = "waiting", "done", "skipped"


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session; `bank_day`: the day up to which payments were known."""

    id: int
    day: date
    bank_day: date | None
    state: str


@dataclass(frozen=True, slots=True)
class StoredItem:
    """A client of a session: what was at stake and what came of it."""

    session_id: int
    position: int
    client_id: int
    client_name: str
    kind: str
    amount: Cents
    gain: Cents
    state: str
    said: str


@dataclass(frozen=True, slots=True)
class NewItem:
    """A client to put into a session."""

    client_id: int
    kind: str
    amount: Cents
    gain: Cents


class MorningSessions:
    """The sessions of the dossier."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, day: date, bank_day: date | None, items: Iterable[NewItem], *, action_id: int) -> int:
        """Begins a session with its clients in order, and returns its id."""
        result = self._connection.execute(
            insert(MorningSessionRow).values(day=day, bank_day=bank_day, state=RUNNING, action_id=action_id)
        )
        session_id = int(result.inserted_primary_key[0])  # type: ignore[index]
        rows = [
            {
                "session_id": session_id,
                "position": position,
                "client_id": one.client_id,
                "kind": one.kind,
                "amount": one.amount,
                "gain": one.gain,
                "state": WAITING,
            }
            for position, one in enumerate(items, 1)
        ]
        if rows:
            self._connection.execute(insert(MorningItemRow), rows)
        return session_id

    def get(self, session_id: int) -> StoredSession:
        """One session; KeyError if it is not there."""
        found = self._sessions(MorningSessionRow.id == session_id)
        if not found:
            raise KeyError(session_id)
        return found[0]

    def running(self) -> StoredSession | None:
        """The session that was begun and not ended, or None."""
        return next(iter(self._sessions(MorningSessionRow.state == RUNNING)), None)

    def last(self) -> StoredSession | None:
        """The latest session, or None."""
        return next(iter(self._sessions(None)), None)

    def of_day(self, day: date) -> list[StoredSession]:
        """The sessions of a day, the latest first."""
        return self._sessions(MorningSessionRow.day == day)

    def end(self, session_id: int, state: str) -> None:
        """Marks a session as finished or left."""
        self._connection.execute(
            update(MorningSessionRow).where(MorningSessionRow.id == session_id).values(state=state)
        )

    def items(self, session_id: int) -> list[StoredItem]:
        """The clients of a session in their order."""
        query = (
            select(MorningItemRow.__table__, ClientRow.name.label("client_name"))
            .join(ClientRow, ClientRow.id == MorningItemRow.client_id)
            .where(MorningItemRow.session_id == session_id)
            .order_by(MorningItemRow.position)
        )
        names = StoredItem.__slots__
        return [
            StoredItem(**{name: getattr(row, name) for name in names})
            for row in self._connection.execute(query)
        ]

    def mark(self, session_id: int, client_id: int, state: str, said: str) -> None:
        """Notes what came of a client in a session."""
        self._connection.execute(
            update(MorningItemRow)
            .where(MorningItemRow.session_id == session_id, MorningItemRow.client_id == client_id)
            .values(state=state, said=said)
        )

    def _sessions(self, condition: Any) -> list[StoredSession]:
        query = select(MorningSessionRow.__table__).order_by(MorningSessionRow.id.desc())
        if condition is not None:
            query = query.where(condition)
        return [
            StoredSession(row.id, row.day, row.bank_day, row.state) for row in self._connection.execute(query)
        ]
