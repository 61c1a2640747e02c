"""Working days, what the calendar holds, and when to call again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache


class EntryKind(StrEnum):
    """A kind of calendar entry."""

    REMINDER = "reminder"
    CALL = "call"
    PROMISE = "promise"
    DEADLINE = "deadline"
    RECEIPT = "receipt"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The French word shown to the user."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    EntryKind.REMINDER: "Rappel",
    EntryKind.CALL: "Appel",
    EntryKind.PROMISE: "Promesse",
    EntryKind.DEADLINE: "Délai accordé",
    EntryKind.RECEIPT: "Accusé de réception",
    EntryKind.NOTE: "Note",
}


class CallOutcome(StrEnum):
    """What came out of a call."""

    REACHED = "reached"
    VOICEMAIL = "voicemail"
    UNREACHABLE = "unreachable"
    WRONG_NUMBER = "wrong_number"
    INVOICE_NOT_RECEIVED = "invoice_not_received"
    AWAITING_APPROVAL = "awaiting_approval"
    DISPUTE = "dispute"
    CASH_SHORTAGE = "cash_shortage"
    PROMISE = "promise"
    ALREADY_PAID = "already_paid"
    REFUSES = "refuses"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _OUTCOME_LABELS[self]


_OUTCOME_LABELS = {
    CallOutcome.REACHED: "Interlocuteur joint",
    CallOutcome.VOICEMAIL: "Message laissé",
    CallOutcome.UNREACHABLE: "Injoignable",
    CallOutcome.WRONG_NUMBER: "Mauvais numéro",
    CallOutcome.INVOICE_NOT_RECEIVED: "Facture non reçue",
    CallOutcome.AWAITING_APPROVAL: "En attente de validation",
    CallOutcome.DISPUTE: "Conteste la facture",
    CallOutcome.CASH_SHORTAGE: "Trésorerie insuffisante",
    CallOutcome.PROMISE: "Promet de payer",
    CallOutcome.ALREADY_PAID: "Dit avoir payé",
    CallOutcome.REFUSES: "Refuse de payer",
}

_DAYS_TO_NEXT_CALL: Mapping[CallOutcome, int | None] = {
    CallOutcome.REACHED: 5,
    CallOutcome.VOICEMAIL: 2,
    CallOutcome.UNREACHABLE: 1,
    CallOutcome.WRONG_NUMBER: 1,
    CallOutcome.INVOICE_NOT_RECEIVED: 3,
    CallOutcome.AWAITING_APPROVAL: 5,
    CallOutcome.DISPUTE: 7,
    CallOutcome.CASH_SHORTAGE: 3,
    # A promise brings its own entry on its day.
    CallOutcome.PROMISE: None,
    CallOutcome.ALREADY_PAID: 3,
    CallOutcome.REFUSES: None,
}


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """Something to do on a day; done when `done_on` is set. `outcome` is that of a call."""

    id: int
    kind: EntryKind
    day: date
    client_id: int | None
    client_name: str
    invoice_id: int | None
    invoice_number: str
    letter_id: int | None
    title: str
    note: str
    done_on: date | None
    outcome: CallOutcome | None

    def is_overdue(self, day: date) -> bool:
        """Whether it is still to do after its day."""
        return self.done_on is None and self.day < day


@cache
def public_holidays(year: int, *, alsace_moselle: bool = False) -> Mapping[date, str]:
    """The French public holidays of a year with their names (C. trav. L3133-1; L3134-13 in Alsace-Moselle)."""
    # 36 ms to import: only once a calendar is shown or a working day is sought.
    import holidays

    found = holidays.France(subdiv="Alsace-Moselle" if alsace_moselle else None, years=year, language="fr")
    return dict(found.items())


def is_working_day(day: date, *, alsace_moselle: bool = False) -> bool:
    """Whether a day is neither a Saturday, a Sunday nor a public holiday."""
    return day.weekday() < 5 and day not in public_holidays(day.year, alsace_moselle=alsace_moselle)


def next_working_day(day: date, *, alsace_moselle: bool = False) -> date:
    """The day itself if it is a working day, else the first one after it."""
    while not is_working_day(day, alsace_moselle=alsace_moselle):
        day += timedelta(days=1)
    return day


def next_call(outcome: CallOutcome, day: date, *, alsace_moselle: bool = False) -> date | None:
    """The working day on which to call again after an outcome noted on `day`; None when no call is needed."""
    wait = _DAYS_TO_NEXT_CALL[outcome]
    if wait is None:
        return None
    return next_working_day(day + timedelta(days=wait), alsace_moselle=alsace_moselle)
