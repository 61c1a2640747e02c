"""What holds a follow-up back: a dispute, a promise, a pause, an insolvency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services import held_calls
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.invoices import StoredInvoice
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction


def dispute(store: Store, invoice_id: int, reason: str, today: date) -> Changes:
    """Marks an invoice as disputed. Raises DomainError when it already is."""
    with store.transaction() as t:
        invoice = t.invoices.get(invoice_id)
        if _is_disputed(t, invoice):
            raise DomainError(f"La facture {invoice.number} est déjà en litige.")
        entry, row = _open_dispute(t, invoice, reason, today)
    return changed(
        Subject.INVOICES, message=f"Facture {invoice.number} en litige.", entry_id=entry, row_id=row
    )


def dispute_all(store: Store, invoice_ids: Sequence[int], reason: str, today: date) -> Changes:
    """Marks several invoices as disputed at once, with one journal entry for each: each has its own history.

    Those that already are stay as they are. Raises DomainError when all of them are.
    """
    with store.transaction() as t:
        entries = enter_disputes(t, invoice_ids, reason, today)
        if not entries:
            raise DomainError("Ces factures sont déjà en litige.")
    return changed(
        Subject.INVOICES, message=f"{plural(len(entries), 'facture')} en litige.", entry_id=entries[-1]
    )


def enter_disputes(t: Transaction, invoice_ids: Sequence[int], reason: str, today: date) -> list[int]:
    """What `dispute_all` does, within an action under way: the journal entries of those newly in dispute."""
    invoices = [t.invoices.get(invoice_id) for invoice_id in invoice_ids]
    return [
        _open_dispute(t, invoice, reason, today)[0] for invoice in invoices if not _is_disputed(t, invoice)
    ]


def _is_disputed(t: Transaction, invoice: StoredInvoice) -> bool:
    disputes = t.invoices.open_disputes(client_id=invoice.client_id)
    return any(one.invoice_id == invoice.id for one in disputes)


def _open_dispute(t: Transaction, invoice: StoredInvoice, reason: str, today: date) -> tuple[int, int]:
    entry = t.journal.append(
        "dispute_opened",
        f"Facture {invoice.number} en litige\u00a0: {reason or 'sans motif'}",
        client_id=invoice.client_id,
        invoice_id=invoice.id,
    )
    row = t.invoices.add_dispute(invoice.id, today, reason, action_id=entry)
    held_calls.withdraw(t, invoice.client_id, today)
    return entry, row


def close_dispute(store: Store, invoice_id: int, today: date) -> Changes:
    """Closes the open dispute of an invoice. Raises DomainError when there is none."""
    with store.transaction() as t:
        invoice = t.invoices.get(invoice_id)
        disputes = [
            one
            for one in t.invoices.open_disputes(client_id=invoice.client_id)
            if one.invoice_id == invoice_id
        ]
        if not disputes:
            raise DomainError(f"La facture {invoice.number} n’est pas en litige.")
        for one in disputes:
            t.invoices.close_dispute(one.id, today)
        entry = t.journal.append(
            "dispute_closed",
            f"Litige clos sur la facture {invoice.number}",
            client_id=invoice.client_id,
            invoice_id=invoice_id,
        )
        held_calls.bring_back(t, invoice.client_id, today, entry)
    return changed(Subject.INVOICES, message=f"Litige clos sur la facture {invoice.number}.", entry_id=entry)


def promise(
    store: Store,
    client_id: int,
    amount: Cents,
    promised_on: date,
    today: date,
    *,
    invoice_ids: Sequence[int] = (),
    note: str = "",
    person: str = "",
    channel: str = "",
    replaces: Sequence[int] = (),
) -> Changes:
    """Records a promise to pay, on some invoices or on the account, with its calendar entry.

    `person` made it, by that channel. `replaces`: the promises that it takes the place of. Raises
    InvalidValue.
    """
    with store.transaction() as t:
        entry, row, text = enter_promise(
            t, client_id, amount, promised_on, today, invoice_ids=invoice_ids, note=note, person=person,
            channel=channel, replaces=replaces,
        )  # fmt: skip
    return changed(
        Subject.INVOICES, Subject.CALENDAR, message=f"{text}\u00a0: enregistrée.", entry_id=entry, row_id=row
    )


def enter_promise(
    t: Transaction,
    client_id: int,
    amount: Cents,
    promised_on: date,
    today: date,
    *,
    invoice_ids: Sequence[int] = (),
    note: str = "",
    person: str = "",
    channel: str = "",
    replaces: Sequence[int] = (),
) -> tuple[int, int, str]:
    """What `promise` does within an action under way: the journal entry, the promise, the French sentence."""
    if amount <= 0:
        raise InvalidValue("amount", "Le montant promis doit être supérieur à zéro.")
    if promised_on < today:
        raise InvalidValue("promised_on", "La date promise est déjà passée\u00a0: indiquez un jour à venir.")
    client = t.clients.get(client_id)
    invoice_ids = tuple(dict.fromkeys(invoice_ids))
    numbers = _numbers_of(t, client_id, invoice_ids)
    _refuse_beyond(t, client_id, invoice_ids, amount, today)
    about = f" sur {', '.join(numbers)}" if numbers else ""
    invoice_id = invoice_ids[0] if len(invoice_ids) == 1 else None
    text = f"Promesse de {format_cents(amount)} pour le {short_date(promised_on)}{about}"
    entry = t.journal.append(
        "promise_recorded", f"{text} — {client.name}", client_id=client_id, invoice_id=invoice_id
    )
    row = t.invoices.add_promise(
        client_id,
        invoice_ids,
        amount,
        promised_on=promised_on,
        made_on=today,
        note=note,
        action_id=entry,
    )
    title = f"Promesse de {format_cents(amount)}"
    origin = f"promise:{row}"
    t.calendar.add(
        EntryKind.PROMISE, promised_on, title, action_id=entry, client_id=client_id, invoice_id=invoice_id,
        note=note, origin=origin,
    )  # fmt: skip
    held_calls.withdraw(t, client_id, today)
    if person or channel:
        t.promises.describe(row, person=person, channel=channel)
    _replace_promises(t, replaces, today)
    return entry, row, text


def _refuse_beyond(
    t: Transaction, client_id: int, invoice_ids: Sequence[int], amount: Cents, today: date
) -> None:
    """InvalidValue for a promise of more than is open of what it is about: it could only be broken."""
    about = invoice_ids or None
    owed = sum(one.outstanding for one in t.balance.open_items(today, client_id=client_id, invoice_ids=about))
    if amount > owed:
        what = "de ce qui est promis" if invoice_ids else "du compte"
        raise InvalidValue(
            "amount",
            f"Il reste {format_cents(owed)} à régler {what}\u00a0: une promesse ne dépasse pas ce montant.",
        )


def _numbers_of(t: Transaction, client_id: int, invoice_ids: Sequence[int]) -> list[str]:
    """The numbers of a client's invoices. DomainError when one is not his."""
    named = [t.invoices.get(invoice_id) for invoice_id in invoice_ids]
    for one in named:
        if one.client_id != client_id:
            raise DomainError(f"La facture {one.number} n’est pas de ce client.")
    return [one.number for one in named]


def _replace_promises(t: Transaction, replaced: Sequence[int], today: date) -> None:
    for promise_id in replaced:
        t.invoices.withdraw_promise(promise_id, today)
        t.calendar.close_origin(f"promise:{promise_id}", today)


def withdraw_promise(store: Store, promise_id: int, today: date) -> Changes:
    """Takes back a promise: the follow-up goes on. Raises DomainError when it is not there."""
    with store.transaction() as t:
        found = [one for one in t.invoices.promises() if one.id == promise_id]
        if not found:
            raise DomainError("Cette promesse est déjà retirée.")
        t.invoices.withdraw_promise(promise_id, today)
        t.calendar.close_origin(f"promise:{promise_id}", today)
        entry = t.journal.append(
            "promise_withdrawn",
            f"Promesse du {short_date(found[0].promised_on)} retirée",
            client_id=found[0].client_id,
            invoice_id=found[0].invoice_ids[0] if len(found[0].invoice_ids) == 1 else None,
        )
        held_calls.bring_back(t, found[0].client_id, today, entry)
    return changed(Subject.INVOICES, Subject.CALENDAR, message="Promesse retirée.", entry_id=entry)


def pause(
    store: Store,
    until: date,
    reason: str,
    today: date,
    *,
    client_id: int | None = None,
    invoice_id: int | None = None,
) -> Changes:
    """Sets a client or one invoice aside until a day, included. Raises InvalidValue."""
    if invoice_id is not None:
        return pause_all(store, [invoice_id], until, reason, today)
    if client_id is None:
        raise ValueError("a pause is about a client or an invoice")
    _check_pause(until, reason, today)
    with store.transaction() as t:
        text = f"{t.clients.get(client_id).name} mis de côté {_until(until, reason)}"
        entry, row = _set_pause(t, until, reason, text, client_id=client_id)
        held_calls.withdraw(t, client_id, today)
    return changed(Subject.INVOICES, Subject.CALENDAR, message=f"{text}.", entry_id=entry, row_id=row)


def pause_all(store: Store, invoice_ids: Sequence[int], until: date, reason: str, today: date) -> Changes:
    """Sets several invoices aside until a day, included, with one journal entry for each.

    Raises InvalidValue.
    """
    _check_pause(until, reason, today)
    entry = row = 0
    text = ""
    with store.transaction() as t:
        for invoice_id in invoice_ids:
            invoice = t.invoices.get(invoice_id)
            text = f"Facture {invoice.number} mise de côté {_until(until, reason)}"
            entry, row = _set_pause(
                t, until, reason, text, client_id=invoice.client_id, invoice_id=invoice_id
            )
            held_calls.withdraw(t, invoice.client_id, today)
    if len(invoice_ids) > 1:
        text = f"{plural(len(invoice_ids), 'facture')} mises de côté {_until(until, reason)}"
    return changed(Subject.INVOICES, Subject.CALENDAR, message=f"{text}.", entry_id=entry, row_id=row)


def _check_pause(until: date, reason: str, today: date) -> None:
    if until < today:
        raise InvalidValue("until", "Cette date est déjà passée\u00a0: indiquez un jour à venir.")
    if not reason.strip():
        raise InvalidValue("reason", "Indiquez le motif\u00a0: il sera rappelé chaque matin.")


def _until(until: date, reason: str) -> str:
    return f"jusqu’au {short_date(until)}\u00a0: {reason.strip()}"


def _set_pause(
    t: Transaction, until: date, reason: str, text: str, *, client_id: int, invoice_id: int | None = None
) -> tuple[int, int]:
    entry = t.journal.append("pause_set", text, client_id=client_id, invoice_id=invoice_id)
    row = t.invoices.add_pause(
        until,
        reason.strip(),
        action_id=entry,
        client_id=None if invoice_id is not None else client_id,
        invoice_id=invoice_id,
    )
    t.calendar.add(
        EntryKind.REMINDER,
        until,
        "Fin de la mise de côté",
        action_id=entry,
        client_id=client_id,
        invoice_id=invoice_id,
        note=reason.strip(),
        origin=f"pause:{row}",
    )
    return entry, row


def lift_pause(store: Store, pause_id: int, today: date) -> Changes:
    """Ends a pause now. Raises DomainError when it is not running."""
    with store.transaction() as t:
        found = [one for one in t.invoices.pauses() if one.id == pause_id]
        if not found:
            raise DomainError("Cette mise de côté est déjà levée.")
        t.invoices.lift_pause(pause_id, today)
        t.calendar.close_origin(f"pause:{pause_id}", today)
        one = found[0]
        owner = one.client_id
        if one.invoice_id is not None:
            owner = t.invoices.get(one.invoice_id).client_id
        entry = t.journal.append(
            "pause_lifted", "Mise de côté levée", client_id=owner, invoice_id=one.invoice_id
        )
        if owner is not None:
            held_calls.bring_back(t, owner, today, entry)
    return changed(Subject.INVOICES, Subject.CALENDAR, message="Mise de côté levée.", entry_id=entry)


def insolvency(store: Store, client_id: int, judgment: date | None, today: date | None = None) -> Changes:
    """Records the day of a client's insolvency judgment, or removes it with None.

    `today`: the day on which the calls of the plan are taken out, or put back.
    """
    with store.transaction() as t:
        before = t.clients.get(client_id)
        t.clients.update(client_id, replace(before, insolvency_judgment=judgment))
        text = (
            f"Procédure collective ouverte le {short_date(judgment)}"
            if judgment
            else "Procédure collective retirée"
        )
        entry = t.journal.append(
            "insolvency_changed",
            f"{text} — {before.name}",
            client_id=client_id,
            before=before.insolvency_judgment,
            after=judgment,
        )
        if today is not None and judgment is not None:
            held_calls.withdraw(t, client_id, today)
        elif today is not None:
            held_calls.bring_back(t, client_id, today, entry)
    return changed(Subject.CLIENTS, Subject.INVOICES, Subject.CALENDAR, message=f"{text}.", entry_id=entry)
