"""The way from each released schema to the next, and its history.

1: the first schema (company, clients, invoices with due items, payments, allocations, journal, follow-up).

A migration is a function over Alembic's operations, in a module of its own; it describes the tables it
touches itself and never imports the live ones. It comes with a dossier of the version before it in
`tests/data/versions/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alembic.operations import Operations

MIGRATIONS: Mapping[int, Callable[[Operations], None]] = {}
"""Schema version → what leads to it from the one before."""
