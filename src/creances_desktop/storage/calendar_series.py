"""Entries that come back: their series, and which entries belong to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.recurrence import Recurrence, Unit
from creances_desktop.storage.tables_calendar import CalendarOccurrenceRow, CalendarSeriesRow
from creances_desktop.storage.tables_followups import CalendarEntryRow


@dataclass(frozen=True, slots=True)
class Series:
    """A series as stored; its entries were entered up to `planned_until`."""

    id: int
    kind: EntryKind
    title: str
    note: str
    client_id: int | None
    recurrence: Recurrence
    planned_until: date | None

    @property
    def words(self) -> str:
        """How often it comes back, in French."""
        return self.recurrence.words


class CalendarSeries:
    """Series and their entries."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        kind: EntryKind,
        title: str,
        note: str,
        recurrence: Recurrence,
        *,
        client_id: int | None,
        action_id: int,
    ) -> int:
        """Stores a series and returns its id."""
        result = self._connection.execute(
            insert(CalendarSeriesRow).values(
                kind=kind.value,
                title=title,
                note=note,
                client_id=client_id,
                first_day=recurrence.first_day,
                unit=recurrence.unit.value,
                every=recurrence.every,
                until=recurrence.until,
                action_id=action_id,
            )
        )
        return int(result.inserted_primary_key[0])  # type: ignore[index]

    def change(self, series_id: int, **columns: Any) -> None:
        """Changes a series (its end, how far it is planned)."""
        self._connection.execute(
            update(CalendarSeriesRow).where(CalendarSeriesRow.id == series_id).values(**columns)
        )

    def join(self, series_id: int, entry_ids: Iterable[int]) -> None:
        """Makes these entries entries of a series."""
        rows = [{"entry_id": entry_id, "series_id": series_id} for entry_id in entry_ids]
        if rows:
            self._connection.execute(insert(CalendarOccurrenceRow), rows)

    def all(self) -> list[Series]:
        """Every series, oldest first."""
        rows = self._connection.execute(select(CalendarSeriesRow.__table__).order_by(CalendarSeriesRow.id))
        return [_series(row) for row in rows]

    def of_entry(self, entry_id: int) -> Series | None:
        """The series of an entry, None without one."""
        row = self._connection.execute(
            select(CalendarSeriesRow.__table__)
            .join(CalendarOccurrenceRow, CalendarOccurrenceRow.series_id == CalendarSeriesRow.id)
            .where(CalendarOccurrenceRow.entry_id == entry_id)
        ).first()
        return None if row is None else _series(row)

    def open_entries(self, series_id: int, since: date) -> list[int]:
        """The ids of the open entries of a series from a day on, by day."""
        rows = self._connection.execute(
            select(CalendarEntryRow.id)
            .join(CalendarOccurrenceRow, CalendarOccurrenceRow.entry_id == CalendarEntryRow.id)
            .where(
                CalendarOccurrenceRow.series_id == series_id,
                CalendarEntryRow.done_on.is_(None),
                CalendarEntryRow.day >= since,
            )
            .order_by(CalendarEntryRow.day)
        )
        return [row[0] for row in rows]

    def members(self) -> dict[int, int]:
        """The series of every entry that has one, by entry."""
        rows = self._connection.execute(
            select(CalendarOccurrenceRow.entry_id, CalendarOccurrenceRow.series_id)
        )
        return {row[0]: row[1] for row in rows}

    def remove(self, entry_ids: Iterable[int]) -> None:
        """Takes open entries off the calendar: they are no facts, and the journal keeps what they said."""
        ids = list(entry_ids)
        self._connection.execute(delete(CalendarOccurrenceRow).where(CalendarOccurrenceRow.entry_id.in_(ids)))
        self._connection.execute(delete(CalendarEntryRow).where(CalendarEntryRow.id.in_(ids)))


def _series(row: Any) -> Series:
    return Series(
        row.id,
        EntryKind(row.kind),
        row.title,
        row.note,
        row.client_id,
        Recurrence(row.first_day, Unit(row.unit), row.every, row.until),
        row.planned_until,
    )
