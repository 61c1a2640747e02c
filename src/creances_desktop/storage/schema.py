"""The version of the tables and the way from an older one to the present."""

from __future__ import annotations

from sqlalchemy import Engine

from creances_desktop.storage import (
    tables,
    tables_calendar,
    tables_charges,
    tables_contacts,
    tables_disputes,
    tables_followups,
    tables_instalment_plans,
    tables_journal,
    tables_law,
    tables_letters,
    tables_merges,
    tables_privacy,
    tables_relations,
    tables_sending,
)
from creances_desktop.storage.base import Base

CURRENT = 2
"""The schema this program writes; equals the number of the last migration."""

APPLICATION_ID = 0x43524541
"""`CREA`: what makes an SQLite file one of our dossiers."""

ALL_TABLES = (
    tables,
    tables_followups,
    tables_journal,
    tables_law,
    tables_disputes,
    tables_relations,
    tables_calendar,
    tables_charges,
    tables_letters,
    tables_contacts,
    tables_sending,
    tables_merges,
    tables_privacy,
    tables_instalment_plans,
)


def create(engine: Engine) -> None:
    """Creates all tables of the current version in an empty file, in one transaction."""
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        Base.metadata.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version={CURRENT}")
        connection.exec_driver_sql("COMMIT")
        # Who looks at the file's first bytes must find its number there, not only in the write-ahead log.
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def version(engine: Engine) -> int:
    """The schema version of an open file."""
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def is_ours(engine: Engine) -> bool:
    """Whether an open file bears our number and nothing that would act by itself: no trigger, no view."""
    with engine.connect() as connection:
        number = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        foreign = connection.exec_driver_sql(
            "SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')"
        ).scalar_one()
    return number == APPLICATION_ID and not foreign


def migrate(engine: Engine) -> None:
    """Runs the missing migrations in one transaction, then checks the foreign keys before it commits.

    Keys are off meanwhile: rebuilding a parent table with keys on deletes rows of its children.
    """
    # Alembic costs 200 ms to import: only when a dossier is old.
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    from creances_desktop.storage.migrations import MIGRATIONS

    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            start = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
            operations = Operations(MigrationContext.configure(connection))
            for number in range(start + 1, CURRENT + 1):
                MIGRATIONS[number](operations)
                connection.exec_driver_sql(f"PRAGMA user_version={number}")
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"migration left {len(broken)} dangling references")
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        finally:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
