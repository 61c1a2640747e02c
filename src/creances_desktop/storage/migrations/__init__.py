"""The way from each released schema to the next, and its history.

1: the first schema (company, clients, invoices with due items, payments, allocations, journal, follow-up).
2: under way; each subject has its own part, in the order of `_PARTS_OF_2`.

A migration is a function over Alembic's operations, in a module of its own; it describes the tables it
touches itself and never imports the live ones. It comes with a dossier of the version before it in
`tests/data/versions/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alembic.operations import Operations

from creances_desktop.storage.migrations.second_calendar import calendar
from creances_desktop.storage.migrations.second_charges import charges
from creances_desktop.storage.migrations.second_contacts import contacts
from creances_desktop.storage.migrations.second_disputes import disputes
from creances_desktop.storage.migrations.second_instalment_plans import instalment_plans
from creances_desktop.storage.migrations.second_journal import journal
from creances_desktop.storage.migrations.second_limitation import limitation
from creances_desktop.storage.migrations.second_merges import merges
from creances_desktop.storage.migrations.second_privacy import privacy
from creances_desktop.storage.migrations.second_relations import relations
from creances_desktop.storage.migrations.second_sending import sending
from creances_desktop.storage.migrations.second_writing import writing

Migration = Callable[[Operations], None]

_PARTS_OF_2: tuple[Migration, ...] = (
    *(disputes, relations, calendar, charges, writing, limitation, contacts, merges),
    *(sending, journal, privacy, instalment_plans),
)


def _second(operations: Operations) -> None:
    for part in _PARTS_OF_2:
        part(operations)


MIGRATIONS: Mapping[int, Migration] = {2: _second}
"""Schema version → what leads to it from the one before."""
