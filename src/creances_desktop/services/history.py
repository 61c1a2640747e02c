"""A client's history in one timeline, from the journal and from what happened on the account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from creances_desktop.domain.attachments import Attachment
from creances_desktop.domain.letter_events import EventKind, LetterEvent
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.services.letters import status_label
from creances_desktop.storage.journal import JournalEntry
from creances_desktop.storage.letters import StoredLetter
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline.

    `kind` is `invoice`, `payment`, `letter`, `sending`, `post`, `email`, `file` or `action`; `row_id` what to
    open (an invoice, a payment, a letter, the invoice that was sent, the letter that was posted, e-mailed or
    answered, an attachment, a journal entry); `amount` in cents, 0 when there is none.
    """

    day: date
    kind: str
    text: str
    amount: Cents
    row_id: int


_SHOWN_OTHERWISE = frozenset(
    {
        *("payment_recorded", "letter_reserved", "letter_drawn", "invoice_added", "invoice_sent"),
        *("letter_event_recorded", "letter_emailed", "letter_answered", "attachment_added"),
    }
)


def of_client(store: Store, client_id: int) -> list[Event]:
    """Everything that happened with a client, the latest first."""
    with store.reading() as r:
        invoices = r.invoices.of_client(client_id)
        payments = r.payments.of_client(client_id)
        letters = r.letters.of_client(client_id)
        entries = r.journal.of_client(client_id)
        sent = _sent(r, {one.id: one.number for one in invoices})
        files = _files(r.attachments.of_client(client_id))
        after = _afterwards(r, letters)
        days = r.journal.own_days([entry.id for entry in entries])
    events = [
        Event(one.issue_date, "invoice", f"{one.kind.label} {one.number}", one.gross, one.id)
        for one in invoices
    ]
    events += [
        Event(one.bank_date, "payment", f"Règlement {one.reference}".strip(), one.amount, one.id)
        for one in payments
    ]
    return _latest_first([*events, *sent, *files, *after], letters, entries, days)


def of_invoice(store: Store, invoice_id: int) -> list[Event]:
    """Everything that happened with a document, the latest first.

    The `amount` of a payment is the part set on it.
    """
    with store.reading() as r:
        one = r.invoices.get(invoice_id)
        parts = r.payments.on_invoice(invoice_id) if one.kind.is_debit else r.payments.of_credit(invoice_id)
        letters = r.letters.of_invoice(invoice_id)
        entries = r.journal.of_invoice(invoice_id)
        sent = _sent(r, {invoice_id: one.number})
        files = _files(r.attachments.of_invoice(invoice_id))
        after = _afterwards(r, letters)
        days = r.journal.own_days([entry.id for entry in entries])
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
    return _latest_first([*events, *sent, *files, *after], letters, entries, days)


def _sent(r: Transaction, numbers: dict[int, str]) -> list[Event]:
    return [
        Event(one.day, "sending", f"{numbers[invoice_id]} {one.sentence}", 0, invoice_id)
        for invoice_id, found in r.sendings.of_invoices(numbers).items()
        for one in found
    ]


def _files(found: list[Attachment]) -> list[Event]:
    return [Event(one.day, "file", one.title, 0, one.id) for one in found]


def _afterwards(r: Transaction, letters: list[StoredLetter]) -> list[Event]:
    """What became of the letters once they had left."""
    references = {one.id: one.reference for one in letters}
    return [
        Event(
            event.day,
            "email" if event.kind in {EventKind.EMAILED, EventKind.ANSWERED} else "post",
            _event_words(event, references[letter_id]),
            0,
            letter_id,
        )
        for letter_id, found in r.letter_events.of_letters(references).items()
        for event in found
        if event.kind is not EventKind.DELIVERED
    ]


def _event_words(event: LetterEvent, reference: str) -> str:
    words = f"Lettre {reference}\u00a0: {event.kind.label.lower()}"
    words += f" à {event.recipient}" if event.recipient else ""
    first = event.text.splitlines()[0] if event.text else ""
    return f"{words} — {first}" if first else words


def _latest_first(
    events: list[Event], letters: list[StoredLetter], entries: list[JournalEntry], days: dict[int, date]
) -> list[Event]:
    events += [
        Event(
            one.issued_on,
            "letter",
            f"Lettre {one.reference} ({status_label(one).lower()})",
            one.claimed,
            one.id,
        )
        for one in letters
    ]
    events += [
        Event(days.get(one.id) or _local_day(one.at), "action", one.summary, 0, one.id)
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
