"""What an action changed: the pages that show it reload."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    """A kind of thing that pages show."""

    COMPANY = "company"
    CLIENTS = "clients"
    INVOICES = "invoices"
    PAYMENTS = "payments"
    LETTERS = "letters"
    CALENDAR = "calendar"
    ATTACHMENTS = "attachments"
    SETTINGS = "settings"


EVERYTHING = frozenset(Subject)


@dataclass(frozen=True, slots=True)
class Changes:
    """The outcome of an action.

    `message` is the French sentence of the status bar, `entry_id` the action's journal entry, `id` the row
    it made.
    """

    subjects: frozenset[Subject]
    message: str
    entry_id: int = 0
    id: int = 0


def changed(*subjects: Subject, message: str, entry_id: int = 0, row_id: int = 0) -> Changes:
    """A `Changes` with these subjects."""
    return Changes(frozenset(subjects), message, entry_id, row_id)
