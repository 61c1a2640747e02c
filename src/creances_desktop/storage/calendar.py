"""The calendar: what is to be done on which day."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from creances_desktop.domain.calendar import CalendarEntry, CallOutcome, EntryKind
from creances_desktop.domain.text import fold
from creances_desktop.storage.tables import ClientRow, InvoiceRow
from creances_desktop.storage.tables_calendar import CalendarExportedRow
from creances_desktop.storage.tables_followups import CalendarEntryRow


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are shown: of these kinds (none: all), with every word, done ones too.

    What was done before `done_since` stays out of the list.
    """

    kinds: frozenset[str] = frozenset()
    words: str = ""
    done: bool = False
    done_since: date = date.min


# Plain SQL, read straight into frozen rows: a year may hold 20,000 entries.
_ROW = """
SELECT e.id, e.kind, e.day, e.client_id, c.name, i.number, e.title, e.note, e.done_on, e.outcome,
       e.invoice_id, e.letter_id
FROM calendar_entry e LEFT JOIN client c ON c.id = e.client_id LEFT JOIN invoice i ON i.id = e.invoice_id
"""
_ORDER = "ORDER BY e.day, e.kind, c.name, e.id"
_BARE = "SELECT e.id, e.day || e.kind FROM calendar_entry e"
_SEARCHED = """
SELECT e.id, e.day || e.kind, COALESCE(c.name, '') || ' ' || e.title || ' ' || e.note
FROM calendar_entry e LEFT JOIN client c ON c.id = e.client_id
"""


class Calendar:
    """Entries of all kinds."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        kind: EntryKind,
        day: date,
        title: str,
        *,
        action_id: int,
        client_id: int | None = None,
        invoice_id: int | None = None,
        letter_id: int | None = None,
        previous_id: int | None = None,
        note: str = "",
        origin: str | None = None,
    ) -> int | None:
        """Enters something to do and returns its id, or None when its `origin` is already in the calendar."""
        statement = insert(CalendarEntryRow).values(
            kind=kind.value,
            day=day,
            title=title,
            client_id=client_id,
            invoice_id=invoice_id,
            letter_id=letter_id,
            previous_id=previous_id,
            note=note,
            origin=origin,
            action_id=action_id,
        )
        result = self._connection.execute(
            statement.on_conflict_do_nothing(index_elements=["origin"]).returning(CalendarEntryRow.id)
        )
        return result.scalar_one_or_none()

    def change(self, entry_id: int, **columns: Any) -> None:
        """Changes an entry (day, note, outcome, done_on…)."""
        self._connection.execute(
            update(CalendarEntryRow).where(CalendarEntryRow.id == entry_id).values(**columns)
        )

    def close_of_letter(self, letter_id: int, day: date) -> None:
        """Marks as done what a letter had put in the calendar."""
        self._connection.execute(
            update(CalendarEntryRow)
            .where(CalendarEntryRow.letter_id == letter_id, CalendarEntryRow.done_on.is_(None))
            .values(done_on=day)
        )

    def close_origin(self, origin: str, day: date) -> None:
        """Marks as done what a fact had put in the calendar."""
        self._connection.execute(
            update(CalendarEntryRow)
            .where(CalendarEntryRow.origin == origin, CalendarEntryRow.done_on.is_(None))
            .values(done_on=day)
        )

    def of_origin(self, prefix: str) -> dict[str, tuple[int, date | None]]:
        """The entries whose origin begins so, by origin: id and the day on which each was done, if it was."""
        query = select(CalendarEntryRow.origin, CalendarEntryRow.id, CalendarEntryRow.done_on).where(
            CalendarEntryRow.origin.startswith(prefix, autoescape=True)
        )
        return {row[0]: (row[1], row[2]) for row in self._connection.execute(query) if row[0] is not None}

    def get(self, entry_id: int) -> CalendarEntry:
        """One entry; KeyError if it is not there."""
        row = self._connection.execute(_entries().where(CalendarEntryRow.id == entry_id)).first()
        if row is None:
            raise KeyError(entry_id)
        return _entry(row)

    def between(self, first: date, last: date) -> list[CalendarEntry]:
        """The entries from `first` to `last`, both included, by day."""
        return self._read(CalendarEntryRow.day.between(first, last))

    def open_until(self, day: date) -> list[CalendarEntry]:
        """What is not done and was due on or before a day, by day."""
        return self._read(CalendarEntryRow.done_on.is_(None), CalendarEntryRow.day <= day)

    def next_open(self, day: date) -> CalendarEntry | None:
        """The first entry after a day that is not done."""
        query = _entries().where(CalendarEntryRow.done_on.is_(None), CalendarEntryRow.day > day)
        row = self._connection.execute(_ordered(query).limit(1)).first()
        return None if row is None else _entry(row)

    def of_client(self, client_id: int) -> list[CalendarEntry]:
        """The entries about a client, by day."""
        return self._read(CalendarEntryRow.client_id == client_id)

    def of_action(self, action_id: int) -> list[CalendarEntry]:
        """The open entries that one action entered."""
        return self._read(CalendarEntryRow.action_id == action_id, CalendarEntryRow.done_on.is_(None))

    def open_and_since(self, day: date) -> list[CalendarEntry]:
        """The open entries whatever their day, and the others from a day on: what the list view shows."""
        return self._read(or_(CalendarEntryRow.done_on.is_(None), CalendarEntryRow.day >= day))

    def shown(self, first: date, last: date, wanted: Wanted) -> list[CalendarEntry]:
        """The entries from `first` to `last`, both included, that pass the filters, by day."""
        found = self._rows(
            "e.day BETWEEN :first AND :last", wanted, {"first": first.isoformat(), "last": last.isoformat()}
        )
        words = fold(wanted.words).split()
        if not words:
            return found
        return [one for one in found if _has(f"{one.client_name} {one.title} {one.note}", words)]

    def overdue_ids(self, day: date, wanted: Wanted) -> array[int]:
        """The ids of the open entries of before a day that pass the filters, by day."""
        return self._ids("e.done_on IS NULL AND e.day < :day", wanted, {"day": day.isoformat()})[0]

    def listed_ids(self, wanted: Wanted) -> array[int]:
        """The ids of the open entries, and of the done ones of late where they are wanted, by day."""
        return self.listed(wanted)[0]

    def listed(self, wanted: Wanted) -> tuple[array[int], list[str]]:
        """The ids of `listed_ids`, and what they are in order of: day in ISO form, then kind."""
        return self._ids(
            "(e.done_on IS NULL OR e.day >= :since)", wanted, {"since": wanted.done_since.isoformat()}
        )

    def open_counts(self) -> dict[str, int]:
        """How many entries of each kind are open."""
        rows = self._connection.exec_driver_sql(
            "SELECT kind, COUNT(*) FROM calendar_entry WHERE done_on IS NULL GROUP BY kind"
        )
        return {row[0]: row[1] for row in rows}

    def page(self, ids: Sequence[int]) -> list[CalendarEntry]:
        """The entries with these ids, in any order; those that are gone are left out."""
        listed = ",".join(str(int(row_id)) for row_id in ids) or "NULL"
        rows = self._connection.exec_driver_sql(f"{_ROW} WHERE e.id IN ({listed})")
        return [_lean(row) for row in rows]

    def exported(self, since: date) -> dict[int, date]:
        """The day that other calendars know of each entry given to them, from a day on; gone ones too."""
        query = select(CalendarExportedRow.entry_id, CalendarExportedRow.day)
        rows = self._connection.execute(query.where(CalendarExportedRow.day >= since))
        return {row[0]: row[1] for row in rows}

    def remember_exported(self, days: Mapping[int, date]) -> None:
        """Keeps which entries other calendars were given, each with its day."""
        if days:
            statement = insert(CalendarExportedRow)
            self._connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["entry_id"], set_={"day": statement.excluded.day}
                ),
                [{"entry_id": entry_id, "day": day} for entry_id, day in days.items()],
            )

    def _rows(self, condition: str, wanted: Wanted, parameters: dict[str, Any]) -> list[CalendarEntry]:
        rows = self._connection.exec_driver_sql(
            f"{_ROW} WHERE {condition} {_narrowed(wanted)} {_ORDER}", parameters
        )
        return [_lean(row) for row in rows]

    def _ids(
        self, condition: str, wanted: Wanted, parameters: dict[str, Any]
    ) -> tuple[array[int], list[str]]:
        words = fold(wanted.words).split()
        query = _SEARCHED if words else _BARE
        cursor = self._connection.exec_driver_sql(
            f"{query} WHERE {condition} {_narrowed(wanted)} ORDER BY e.day, e.kind, e.id", parameters
        )
        rows = cursor.cursor.fetchall()
        if words:
            rows = [row for row in rows if _has(row[2], words)]
        return array("q", [row[0] for row in rows]), [row[1] for row in rows]

    def _read(self, *conditions: Any) -> list[CalendarEntry]:
        return [_entry(row) for row in self._connection.execute(_ordered(_entries().where(*conditions)))]


def _narrowed(wanted: Wanted) -> str:
    """The conditions of the filters but the search; kinds are those of an enumeration."""
    kinds = ",".join(f"'{EntryKind(kind).value}'" for kind in sorted(wanted.kinds))
    done = "" if wanted.done else " AND e.done_on IS NULL"
    return done + (f" AND e.kind IN ({kinds})" if kinds else "")


def _has(text: str, words: Sequence[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)


_KINDS = {kind.value: kind for kind in EntryKind}
_OUTCOMES = {outcome.value: outcome for outcome in CallOutcome}


def _lean(row: Any) -> CalendarEntry:
    row_id, kind, day, client_id, name, number, title, note, done, outcome, invoice_id, letter_id = row
    return CalendarEntry(
        row_id,
        _KINDS[kind],
        date.fromisoformat(day),
        client_id,
        name or "",
        number or "",
        title,
        note,
        date.fromisoformat(done) if done else None,
        _OUTCOMES[outcome] if outcome else None,
        invoice_id,
        letter_id,
    )


@cache
def _entries() -> Any:
    return (
        select(
            CalendarEntryRow.id,
            CalendarEntryRow.kind,
            CalendarEntryRow.day,
            CalendarEntryRow.client_id,
            CalendarEntryRow.invoice_id,
            CalendarEntryRow.letter_id,
            CalendarEntryRow.title,
            CalendarEntryRow.note,
            CalendarEntryRow.outcome,
            CalendarEntryRow.done_on,
            ClientRow.name.label("client_name"),
            InvoiceRow.number.label("invoice_number"),
        )
        .outerjoin(ClientRow, ClientRow.id == CalendarEntryRow.client_id)
        .outerjoin(InvoiceRow, InvoiceRow.id == CalendarEntryRow.invoice_id)
    )


def _ordered(query: Any) -> Any:
    return query.order_by(CalendarEntryRow.day, CalendarEntryRow.kind, ClientRow.name, CalendarEntryRow.id)


def _entry(row: Any) -> CalendarEntry:
    return CalendarEntry(
        id=row.id,
        kind=EntryKind(row.kind),
        day=row.day,
        client_id=row.client_id,
        client_name=row.client_name or "",
        invoice_id=row.invoice_id,
        invoice_number=row.invoice_number or "",
        letter_id=row.letter_id,
        title=row.title,
        note=row.note,
        done_on=row.done_on,
        outcome=CallOutcome(row.outcome) if row.outcome else None,
    )
