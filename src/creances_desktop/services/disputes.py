"""Disputes: noted on an invoice or on a part of it, answered by a day, ended; what of the debts they hold."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from creances_desktop.domain import disputes as rules
from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.disputes import Answerer, DisputeDraft
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services import attachments, dispute_credits
from creances_desktop.services.attachments import About, IncomingFile, Wording
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.dispute_credits import DisputeEnd
from creances_desktop.services.payment_entries import FAR
from creances_desktop.storage.disputes import StoredDispute
from creances_desktop.storage.invoices import StoredInvoice
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

__all__ = [
    "DisputeEnd",
    "StoredDispute",
    "answered",
    "by_client",
    "change",
    "check",
    "contested",
    "enter",
    "enter_all",
    "enter_within",
    "of_client",
    "of_invoice",
    "open_on",
    "settle",
    "told_of",
]


def of_invoice(store: Store, invoice_id: int) -> list[StoredDispute]:
    """The disputes about an invoice, open or not, oldest first."""
    with store.reading() as r:
        return r.disputes.of_invoice(invoice_id)


def of_client(store: Store, client_id: int) -> list[StoredDispute]:
    """The disputes about the invoices of a client, open or not, oldest first."""
    with store.reading() as r:
        return r.disputes.of_client(client_id)


def open_on(store: Store, invoice_id: int) -> StoredDispute | None:
    """The open dispute about an invoice, None without one."""
    return next((one for one in of_invoice(store, invoice_id) if one.closed_on is None), None)


def contested(r: Transaction, items: Collection[OpenItem], day: date) -> dict[int, Cents]:
    """What is contested on a day of these open items, by due item, in cents.

    All the open items of an invoice are given, or none.
    """
    known = {item.invoice_id for item in items}
    running = [one for one in r.disputes.contests(day) if one.invoice_id in known]
    return rules.contested_parts(running, list(items)) if running else {}


def by_client(r: Transaction, day: date) -> dict[int, Cents]:
    """What is contested on a day, by client, in cents; clients without a dispute are left out."""
    running = r.disputes.contests(day)
    if not running:
        return {}
    items = r.balance.open_items(day, invoice_ids=[one.invoice_id for one in running])
    parts = rules.contested_parts(running, items)
    found: dict[int, Cents] = {}
    for item in items:
        if part := parts.get(item.due_item_id, 0):
            found[item.client_id] = found.get(item.client_id, 0) + part
    return found


def enter(
    store: Store, invoice_id: int, draft: DisputeDraft, today: date, files: Sequence[IncomingFile] = ()
) -> Changes:
    """Marks an invoice, or a part of it, as disputed, with the day of the answer in the calendar.

    `files` are its first exhibits, of today. Raises InvalidValue, DomainError when it already is in dispute,
    when nothing is left to pay, or when a file is an exhibit of another dispute.
    """
    with store.transaction() as t:
        invoice = t.invoices.get(invoice_id)
        entry, row, text = _enter(t, invoice, draft, today)
        about = About(invoice.client_id, invoice_id, dispute_id=row)
        for file in files:
            kind = attachments.guess_kind(file.name, file.type)
            attachments.enter(t, about, file, Wording(kind, today))
    return changed(Subject.INVOICES, Subject.CALENDAR, message=f"{text}.", entry_id=entry, row_id=row)


def enter_all(store: Store, invoice_ids: Sequence[int], draft: DisputeDraft, today: date) -> Changes:
    """Marks several invoices as disputed whole, with one journal entry for each: each has its own history.

    Those that already are, or on which nothing is left, stay as they are. Raises DomainError when none is
    left to mark.
    """
    with store.transaction() as t:
        entries = [entry for entry, _, _ in enter_within(t, invoice_ids, replace(draft, amount=None), today)]
        if not entries:
            raise DomainError("Ces factures sont déjà en litige.")
    return changed(
        Subject.INVOICES,
        Subject.CALENDAR,
        message=f"{plural(len(entries), 'facture')} en litige.",
        entry_id=entries[-1],
    )


def enter_within(
    t: Transaction, invoice_ids: Sequence[int], draft: DisputeDraft, today: date
) -> list[tuple[int, int, str]]:
    """Marks invoices as disputed within an action under way; of several, each whole.

    The journal entry, the dispute and the French sentence of each that was marked: those that already are, or
    on which nothing is left, stay as they are; a single one that already is has its dispute corrected. Raises
    InvalidValue.
    """
    known = [t.invoices.get(invoice_id) for invoice_id in invoice_ids]
    running = [one for one in t.disputes.of_invoice(known[0].id) if one.closed_on is None] if known else []
    if len(known) == 1 and running:
        entry, text = _change(t, running[0], draft, today)
        return [(entry, running[0].id, text)]
    told = draft if len(known) == 1 else replace(draft, amount=None)
    free = [one for one in known if not _is_open(t, one.id) and _owed(t, one.id) > 0]
    return [_enter(t, one, told, today) for one in free]


def check(store: Store, invoice_ids: Sequence[int], draft: DisputeDraft, today: date) -> DisputeDraft:
    """What would be noted of these invoices, nothing written. InvalidValue beside the first wrong field."""
    if len(invoice_ids) > 1:
        return rules.checked(replace(draft, amount=None), 0, today)
    with store.reading() as r:
        running = [one for one in r.disputes.of_invoice(invoice_ids[0]) if one.closed_on is None]
        if running:
            return _checked_change(r, running[0], draft, today)
        return rules.checked(draft, _owed(r, invoice_ids[0]), today)


def _enter(t: Transaction, invoice: StoredInvoice, draft: DisputeDraft, today: date) -> tuple[int, int, str]:
    """The journal entry, the dispute, the French sentence."""
    if _is_open(t, invoice.id):
        raise DomainError(f"La facture {invoice.number} est déjà en litige.")
    owed = _owed(t, invoice.id)
    if owed <= 0:
        raise DomainError(f"Rien ne reste dû sur {invoice.number}\u00a0: il n’y a rien à contester.")
    told = rules.checked(draft, owed, today)
    text = _about(invoice, told)
    entry = t.journal.append(
        "dispute_opened",
        text,
        client_id=invoice.client_id,
        invoice_id=invoice.id,
        after=_journaled(told),
    )
    row = t.invoices.add_dispute(invoice.id, today, told.reason.strip(), action_id=entry)
    t.disputes.set_detail(row, action_id=entry, **_columns(told))
    _plan_answer(t, row, invoice, told, entry)
    _calls().withdraw(t, invoice.client_id, today)
    return entry, row, text


def _calls() -> Any:
    from creances_desktop.services import held_calls  # it imports the follow-ups, which ask for disputes

    return held_calls


def _is_open(t: Transaction, invoice_id: int) -> bool:
    return any(one.closed_on is None for one in t.disputes.of_invoice(invoice_id))


def change(store: Store, dispute_id: int, draft: DisputeDraft, today: date) -> Changes:
    """Corrects what was noted of an open dispute. Raises InvalidValue, DomainError when it is closed."""
    with store.transaction() as t:
        entry, text = _change(t, _open(t, dispute_id), draft, today)
    return changed(Subject.INVOICES, Subject.CALENDAR, message=f"{text}.", entry_id=entry, row_id=dispute_id)


def _change(t: Transaction, before: StoredDispute, draft: DisputeDraft, today: date) -> tuple[int, str]:
    """The journal entry, the French sentence."""
    invoice = t.invoices.get(before.invoice_id)
    told = _checked_change(t, before, draft, today)
    text = _about(invoice, told)
    entry = t.journal.append(
        "dispute_changed",
        f"{text} (corrigé)",
        client_id=invoice.client_id,
        invoice_id=invoice.id,
        before=_journaled(told_of(before)),
        after=_journaled(told),
    )
    t.invoices.change_dispute_reason(before.id, told.reason.strip())
    t.disputes.set_detail(before.id, action_id=entry, **_columns(told))
    if told.answer_by != before.answer_by:
        t.calendar.close_origin(f"dispute:{before.id}", today)
    _plan_answer(t, before.id, invoice, told, entry)
    return entry, text


def answered(store: Store, dispute_id: int, letter_id: int) -> Changes:
    """Keeps which letter answered a dispute; what we had to answer is then done in the calendar."""
    with store.transaction() as t:
        dispute = t.disputes.get(dispute_id)
        letter = t.letters.get(letter_id)
        invoice = t.invoices.get(dispute.invoice_id)
        text = f"Contestation de {invoice.number}\u00a0: réponse écrite, lettre {letter.reference}"
        entry = t.journal.append(
            "dispute_answered",
            text,
            client_id=invoice.client_id,
            invoice_id=invoice.id,
            after={"dispute": dispute_id, "letter": letter_id},
        )
        t.disputes.set_detail(dispute_id, action_id=entry, letter_id=letter_id)
        if dispute.answered_by is Answerer.US:
            t.calendar.close_origin(f"dispute:{dispute_id}", letter.issued_on)
    return changed(Subject.INVOICES, Subject.CALENDAR, message=f"{text}.", entry_id=entry)


def settle(store: Store, dispute_id: int, end: DisputeEnd, today: date) -> Changes:
    """Ends a dispute, with the credit note that takes off what was conceded.

    Raises InvalidValue (`conceded`, `number`), DomainError when it is already closed.
    """
    with store.transaction() as t:
        before = _open(t, dispute_id)
        invoice = t.invoices.get(before.invoice_id)
        credit = dispute_credits.credit_note(before, invoice, end, _contested(t, before), today)
        text = f"Litige clos sur {invoice.number}\u00a0: {end.outcome.label.lower()}"
        if end.conceded:
            text += f" de {format_cents(end.conceded)}"
        entry = t.journal.append(
            "dispute_closed",
            text,
            client_id=invoice.client_id,
            invoice_id=invoice.id,
            before={"dispute": dispute_id, **_journaled(told_of(before))},
            after={"outcome": end.outcome.value, "conceded": end.conceded, "note": end.note.strip()},
        )
        credit_id = None if credit is None else dispute_credits.enter_credit(t, credit, before, entry)
        t.invoices.close_dispute(dispute_id, today)
        t.disputes.set_detail(
            dispute_id,
            action_id=entry,
            outcome=end.outcome.value,
            outcome_note=end.note.strip(),
            conceded=end.conceded or None,
            credit_note_id=credit_id,
        )
        t.calendar.close_origin(f"dispute:{dispute_id}", today)
        _calls().bring_back(t, invoice.client_id, today, entry)
    return changed(
        Subject.INVOICES,
        Subject.PAYMENTS,
        Subject.CALENDAR,
        message=f"{text}.",
        entry_id=entry,
        row_id=credit_id or 0,
    )


def _open(t: Transaction, dispute_id: int) -> StoredDispute:
    dispute = t.disputes.get(dispute_id)
    if dispute.closed_on is not None:
        raise DomainError(f"Ce litige est déjà clos depuis le {short_date(dispute.closed_on)}.")
    return dispute


def _owed(t: Transaction, invoice_id: int) -> Cents:
    return sum(item.outstanding for item in t.balance.open_items(FAR, invoice_ids=[invoice_id]))


def _contested(t: Transaction, dispute: StoredDispute) -> Cents:
    """What is still contested of an invoice: the part the dispute is about, less the credit notes since."""
    owed = _owed(t, dispute.invoice_id)
    if dispute.amount is None:
        return owed
    return max(0, min(owed, dispute.amount - _credited(t, dispute)))


def _credited(t: Transaction, dispute: StoredDispute) -> Cents:
    running = t.disputes.contests(FAR)
    return sum(max(0, one.credited) for one in running if one.invoice_id == dispute.invoice_id)


def _plan_answer(
    t: Transaction, dispute_id: int, invoice: StoredInvoice, told: DisputeDraft, entry: int
) -> None:
    """Puts the day of the answer into the calendar, or moves it there."""
    if told.answer_by is None:
        return
    origin = f"dispute:{dispute_id}"
    title = f"{told.answered_by.awaited}\u00a0: litige sur {invoice.number}"
    known = t.calendar.of_origin(origin).get(origin)
    if known is not None:
        again = {} if t.calendar.get(known[0]).day == told.answer_by else {"done_on": None}
        t.calendar.change(known[0], day=told.answer_by, title=title, note=told.claim.strip(), **again)
        return
    t.calendar.add(
        EntryKind.DISPUTE,
        told.answer_by,
        title,
        action_id=entry,
        client_id=invoice.client_id,
        invoice_id=invoice.id,
        note=told.claim.strip(),
        origin=origin,
    )


def _checked_change(t: Transaction, before: StoredDispute, told: DisputeDraft, today: date) -> DisputeDraft:
    """The draft; what stays as it was is not checked again: a day of answer may have passed meanwhile."""
    amount = None if told.amount == before.amount else told.amount
    answer_by = None if told.answer_by == before.answer_by else told.answer_by
    probe = replace(told, amount=amount, answer_by=answer_by)
    rules.checked(probe, _owed(t, before.invoice_id) + _credited(t, before), today)
    return told


def _about(invoice: StoredInvoice, told: DisputeDraft) -> str:
    reason = told.reason.strip() or told.category.label.lower()
    if told.amount is None:
        return f"Facture {invoice.number} en litige\u00a0: {reason}"
    return f"{format_cents(told.amount)} en litige sur {invoice.number}\u00a0: {reason}"


def _columns(told: DisputeDraft) -> dict[str, object]:
    return {
        "amount": told.amount,
        "category": told.category.value,
        "claim": told.claim.strip(),
        "answered_by": told.answered_by.value,
        "answer_by": told.answer_by,
    }


def told_of(dispute: StoredDispute) -> DisputeDraft:
    """What was noted of a dispute."""
    return DisputeDraft(
        dispute.reason,
        dispute.amount,
        dispute.category,
        dispute.claim,
        dispute.answered_by,
        dispute.answer_by,
    )


def _journaled(told: DisputeDraft) -> dict[str, object]:
    return {"reason": told.reason.strip(), **_columns(told)}
