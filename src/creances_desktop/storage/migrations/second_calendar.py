"""What comes back in the calendar."""

from __future__ import annotations

from alembic.operations import Operations

_STATEMENTS = (
    """
CREATE TABLE calendar_series (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    client_id INTEGER,
    first_day TEXT NOT NULL,
    unit TEXT NOT NULL,
    every INTEGER NOT NULL,
    until TEXT,
    planned_until TEXT,
    action_id INTEGER,
    CONSTRAINT pk_calendar_series PRIMARY KEY (id),
    CONSTRAINT ck_calendar_series_unit CHECK (unit IN ('day', 'week', 'month', 'year')),
    CONSTRAINT ck_calendar_series_every_positive CHECK (every > 0),
    CONSTRAINT fk_calendar_series_client_id FOREIGN KEY(client_id) REFERENCES client (id),
    CONSTRAINT fk_calendar_series_action_id FOREIGN KEY(action_id) REFERENCES journal (id)
) STRICT
""",
    """
CREATE TABLE calendar_occurrence (
    entry_id INTEGER NOT NULL,
    series_id INTEGER NOT NULL,
    CONSTRAINT pk_calendar_occurrence PRIMARY KEY (entry_id),
    CONSTRAINT fk_calendar_occurrence_entry_id FOREIGN KEY(entry_id) REFERENCES calendar_entry (id),
    CONSTRAINT fk_calendar_occurrence_series_id FOREIGN KEY(series_id) REFERENCES calendar_series (id)
) STRICT
""",
    "CREATE INDEX ix_calendar_occurrence_series_id ON calendar_occurrence (series_id)",
    """
CREATE TABLE calendar_exported (
    entry_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    CONSTRAINT pk_calendar_exported PRIMARY KEY (entry_id)
) STRICT
""",
)


def calendar(operations: Operations) -> None:
    """Adds the tables of what comes back; nothing older is touched."""
    for statement in _STATEMENTS:
        operations.execute(statement)
