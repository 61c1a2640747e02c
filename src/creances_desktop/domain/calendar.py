"""The calendar: what is to be done on which day, and what follows a call."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from creances_desktop.domain.working_days import next_working_day


class EntryKind(StrEnum):
    """What an entry of the calendar is about; a follow-up is never stored: payments move it."""

    FOLLOW_UP = "follow_up"
    REMINDER = "reminder"
    CALL = "call"
    PROMISE = "promise"
    DEADLINE = "deadline"
    INSTALMENT = "instalment"
    RECEIPT = "receipt"
    DISPUTE = "dispute"
    PROCEDURE = "procedure"
    LIMITATION = "limitation"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The French word shown to the user."""
        return _KIND_LABELS[self]

    @property
    def why_fixed(self) -> str:
        """Why the day of such an entry is not moved in the calendar, in French; empty where it is."""
        return _FIXED.get(self, "")

    @property
    def why_open(self) -> str:
        """Why such an entry is not marked as done by hand, in French; empty where it is."""
        return _SETTLED_ELSEWHERE.get(self, "")


_KIND_LABELS = {
    EntryKind.FOLLOW_UP: "Relance",
    EntryKind.REMINDER: "Rappel",
    EntryKind.CALL: "Appel",
    EntryKind.PROMISE: "Promesse",
    EntryKind.DEADLINE: "Fin de délai",
    EntryKind.INSTALMENT: "Échéance d’échéancier",
    EntryKind.RECEIPT: "Accusé attendu",
    EntryKind.DISPUTE: "Litige",
    EntryKind.PROCEDURE: "Délai de procédure",
    EntryKind.LIMITATION: "Prescription",
    EntryKind.NOTE: "Note",
}


# What mirrors something else follows it: moved alone, the calendar would say one day and the thing another.
_FIXED = {
    EntryKind.PROMISE: "Ce jour est celui que le client a promis\u00a0: s’il en promet un autre, notez une "
    "nouvelle promesse à la place de celle-ci.",
    EntryKind.INSTALMENT: "Ce jour est celui de l’échéancier\u00a0: un autre jour demande un autre "
    "échéancier.",
    EntryKind.DEADLINE: "Ce jour est celui que la lettre accorde\u00a0: il ne se reporte pas.",
    EntryKind.RECEIPT: "Ce jour suit l’envoi de la lettre recommandée\u00a0: notez plutôt ce que la poste "
    "en dit.",
    EntryKind.LIMITATION: "Ce jour se calcule de la prescription\u00a0: il suit les événements notés sur la "
    "facture.",
}
_SETTLED_ELSEWHERE = {
    EntryKind.PROMISE: "Une promesse se solde par son règlement\u00a0: saisissez-le, notez un appel au "
    "client, ou retirez la promesse.",
    EntryKind.INSTALMENT: "Une échéance se solde par son règlement\u00a0: saisissez-le, notez un appel au "
    "client, ou terminez l’échéancier.",
    EntryKind.RECEIPT: "Un accusé se note sur sa lettre\u00a0: ouvrez-la et dites ce que la poste a rendu.",
}


class CallOutcome(StrEnum):
    """How a call ended."""

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
        return _OUTCOMES[self][0]


# Working days until the next call that is proposed; None: no call, something else follows (the dispute is
# opened, the promise watched, the letter of the plan leaves). The user changes the day in the form.
_OUTCOMES: dict[CallOutcome, tuple[str, int | None]] = {
    CallOutcome.REACHED: ("Joint", 5),
    CallOutcome.VOICEMAIL: ("Message laissé sur répondeur", 2),
    CallOutcome.UNREACHABLE: ("Injoignable", 1),
    CallOutcome.WRONG_NUMBER: ("Mauvais numéro", 1),
    CallOutcome.INVOICE_NOT_RECEIVED: ("Facture non reçue", 3),
    CallOutcome.AWAITING_APPROVAL: ("En attente de validation", 5),
    CallOutcome.DISPUTE: ("Litige", None),
    CallOutcome.CASH_SHORTAGE: ("Difficulté de trésorerie", 5),
    CallOutcome.PROMISE: ("Promesse de règlement", None),
    CallOutcome.ALREADY_PAID: ("Dit avoir réglé", 3),
    CallOutcome.REFUSES: ("Refuse de payer", None),
}


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One thing to do on a day; `done_on` None while it is open, `id` 0 until stored.

    `client_name` and `invoice_number` are what the list shows; both are empty for a note of the user's own.
    """

    id: int
    kind: EntryKind
    day: date
    client_id: int | None
    client_name: str
    invoice_number: str
    title: str
    note: str = ""
    done_on: date | None = None
    outcome: CallOutcome | None = None
    invoice_id: int | None = None
    letter_id: int | None = None

    @property
    def is_movable(self) -> bool:
        """Whether the user may put it on another day: it is open and mirrors nothing else."""
        return self.done_on is None and not self.kind.why_fixed

    @property
    def is_closable(self) -> bool:
        """Whether the user may mark it as done."""
        return self.done_on is None and not self.kind.why_open

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed and it is still open: it stays in sight until dealt with."""
        return self.done_on is None and self.day < today


def next_call(outcome: CallOutcome, day: date, *, holidays: Container[date]) -> date | None:
    """The day on which to call again after a call that ended so on `day`, or None when no call follows."""
    wait = _OUTCOMES[outcome][1]
    return None if wait is None else next_working_day(day, wait, holidays=holidays)
