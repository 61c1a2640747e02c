"""What comes back in the calendar, and what other calendars were given of it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from creances_desktop.storage.base import STRICT, Base, Day, OptionalDay, PrimaryKey, Text


class CalendarSeriesRow(Base):
    """An entry that comes back every so many weeks, months or years, from `first_day` until `until`.

    `planned_until` is the last day up to which its entries were entered.
    """

    __tablename__ = "calendar_series"
    __table_args__ = (
        CheckConstraint("unit IN ('day', 'week', 'month', 'year')", name="unit"),
        CheckConstraint("every > 0", name="every_positive"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    kind: Mapped[str] = mapped_column(String)
    title: Mapped[str] = mapped_column(String)
    note: Mapped[Text]
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    first_day: Mapped[Day]
    unit: Mapped[str] = mapped_column(String)
    every: Mapped[int]
    until: Mapped[OptionalDay]
    planned_until: Mapped[OptionalDay]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class CalendarOccurrenceRow(Base):
    """An entry that belongs to a series."""

    __tablename__ = "calendar_occurrence"
    __table_args__ = (Index(None, "series_id"), STRICT)

    entry_id: Mapped[PrimaryKey] = mapped_column(ForeignKey("calendar_entry.id"))
    series_id: Mapped[int] = mapped_column(ForeignKey("calendar_series.id"))


class CalendarExportedRow(Base):
    """An entry that other calendars were given, with its day there; the entry itself may be gone since."""

    __tablename__ = "calendar_exported"
    __table_args__ = (STRICT,)

    entry_id: Mapped[PrimaryKey]
    day: Mapped[Day]
