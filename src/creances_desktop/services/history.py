"""A client's history in one timeline, from the journal and from what happened on the account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.services.letters import STATUS_LABELS
from creances_desktop.storage.journal import JournalEntry
from creances_desktop.storage.letters import StoredLetter
from creances_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline.

    `kind` is `invoice`, `payment`, `letter` or `action`; `row_id` what to open (an invoice, a payment, a
    letter, a journal entry); `amount` in cents, 0 when there is none.
    """

    day: date
    kind: str
    text: str
    amount: Cents
    row_id: int


_SHOWN_OTHERWISE = frozenset({"payment_recorded", "letter_reserved", "letter_drawn", "invoice_added"})


def of_client(store: Store, client_id: int) -> list[Event]:
    """Everything that happened with a client, the latest first."""
    with store.reading() as r:
        invoices = r.invoices.of_client(client_id)
        payments = r.payments.of_client(client_id)
        letters = r.letters.of_client(client_id)
        entries = r.journal.of_client(client_id)
    events = [
        Event(one.issue_date, "invoice", f"{one.kind.label} {one.number}", one.gross, one.id)
        for one in invoices
    ]
    events += [
        Event(one.bank_date, "payment", f"Règlement {one.reference}".strip(), one.amount, one.id)
        for one in payments
    ]
    return _latest_first(events, letters, entries)


def of_invoice(store: Store, invoice_id: int) -> list[Event]:
    """Everything that happened with a document, the latest first.

    The `amount` of a payment is the part set on it.
    """
    with store.reading() as r:
        one = r.invoices.get(invoice_id)
        parts = r.payments.on_invoice(invoice_id) if one.kind.is_debit else r.payments.of_credit(invoice_id)
        letters = r.letters.of_invoice(invoice_id)
        entries = r.journal.of_invoice(invoice_id)
    events = [Event(one.issue_date, "invoice", f"{one.kind.label} {one.number}", one.gross, one.id)]
    events += [
        Event(
            part.effective_on,
            "payment",
            "Avoir imputé" if part.payment_id is None else "Règlement imputé",
            part.amount,
            part.payment_id or part.credit_id or 0,
        )
        for part in parts
    ]
    return _latest_first(events, letters, entries)


def _latest_first(
    events: list[Event], letters: list[StoredLetter], entries: list[JournalEntry]
) -> list[Event]:
    events += [
        Event(
            one.issued_on,
            "letter",
            f"Lettre {one.reference} ({STATUS_LABELS[one.status].lower()})",
            one.claimed,
            one.id,
        )
        for one in letters
    ]
    events += [
        Event(_local_day(one.at), "action", one.summary, 0, one.id)
        for one in entries
        if one.action not in _SHOWN_OTHERWISE
    ]
    return sorted(events, key=lambda event: (event.day, event.row_id), reverse=True)


def journal(store: Store, limit: int = 500) -> list[JournalEntry]:
    """The latest actions in the dossier, newest first."""
    with store.reading() as r:
        return r.journal.latest(limit)


def undone(store: Store, entry_id: int) -> bool:
    """Whether an action was undone."""
    with store.reading() as r:
        return r.journal.is_reversed(entry_id)


def sentence(event: Event) -> str:
    """The event as one line of text, its amount included."""
    return f"{event.text} — {format_cents(event.amount)}" if event.amount else event.text


def _local_day(at: datetime) -> date:
    return at.astimezone().date()
