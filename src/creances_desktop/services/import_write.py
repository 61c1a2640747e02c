"""Writes what an analysis prepared: a few statements with many rows, and one journal entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.payments import PaymentMode
from creances_desktop.services.import_books import WAITING_SETTING, Account, Books
from creances_desktop.services.import_matching import still_waiting
from creances_desktop.services.import_plan import ReachedStep, Row, Writes
from creances_desktop.storage.clients import client_folded
from creances_desktop.storage.imports import CLIENT_COLUMNS, DOCUMENT_COLUMNS
from creances_desktop.storage.invoices import invoice_folded
from creances_desktop.storage.transaction import Transaction

PRIOR_LABEL = "Règlement antérieur à la reprise (reste dû du fichier)"
DISPUTE_REASON = "Indiqué dans le fichier importé"

_NEW_CLIENT = ("id", "code", *CLIENT_COLUMNS[:-1], "folded")
_written = itemgetter(*CLIENT_COLUMNS[:-1])
_CONTACT = ("client_id", "name", "preferred")
_INVOICE = (
    *("id", "client_id", "kind", "number", "folded", "issue_date", "net", "vat", "gross", "label"),
    *("order_reference", "performance_date", "mise_en_demeure_received", "to_confirm", "import_key"),
)
_DUE_ITEM = ("id", "invoice_id", "position", "due_date", "amount", "estimated")
_PAYMENT = (
    *("id", "client_id", "amount", "bank_date", "mode", "reference", "label", "import_key", "reverses_id"),
)
_ALLOCATION = (
    *("id", "due_item_id", "payment_id", "credit_id", "amount", "effective_on", "reopens", "reverses_id"),
)
_FOLLOWUP = (
    *(
        "due_item_id",
        "cycle",
        "step",
        "attempt",
        "channel",
        "done_on",
        "deadline",
        "outstanding",
        "days_late",
    ),
)


def collect(books: Books) -> Writes:
    """The rows to write, out of the accounts as the analysis left them."""
    accounts = books.by_id.values()
    changed = [account for account in accounts if account.before and not account.new]
    before: dict[str, dict[str, Any]] = {name: {} for name in ("client", "invoice", "due_item", "payment")}
    after: dict[str, dict[str, Any]] = {name: {} for name in before}
    for account in changed:
        columns = [name for name in account.before if name != "action_id"]
        before["client"][str(account.id)] = {name: account.before[name] for name in columns}
        after["client"][str(account.id)] = {name: account.values[name] for name in columns}
    after["contact"] = {str(one.id): one.new_contacts for one in accounts if one.new_contacts and not one.new}
    return Writes(
        clients=tuple(_client_row(account) for account in accounts if account.new),
        contacts=tuple(
            (account.id, name, int(account.contacts[0] == name))
            for account in accounts
            for name in account.new_contacts
        ),
        invoices=tuple(books.invoice_rows),
        due_items=tuple(books.due_item_rows),
        payments=tuple(books.payment_rows),
        allocations=tuple(books.allocation_rows),
        prior=tuple(books.prior_payments),
        steps=tuple(books.steps),
        disputes=tuple(books.disputes),
        sendings=tuple(books.sendings),
        promises=tuple(books.promises),
        client_updates=tuple(
            (*(account.values[name] for name in CLIENT_COLUMNS), _folded(account), account.id)
            for account in changed
        ),
        revived=tuple(one.id for one in changed if one.undone and one.before.get("archived")),
        document_updates=_document_updates(books, before["invoice"], after["invoice"]),
        due_item_updates=_due_item_updates(books, before["due_item"], after["due_item"]),
        payment_updates=_payment_updates(books, before["payment"], after["payment"]),
        waiting=still_waiting(books),
        before=before,
        after=after,
    )


def write(t: Transaction, writes: Writes, entry: int, today: date) -> None:
    """Writes the rows in the name of a journal entry; what depends on the day is settled here."""
    added = {
        "invoice": len(writes.invoices),
        "due_item": len(writes.due_items),
        "payment": len(writes.payments),
        "allocation": len(writes.allocations),
    }
    many = [table for table, number in added.items() if number > 5000 and number > t.bulk.count(table)]
    with t.bulk.without_indexes(*many):
        _write_rows(t, writes, entry, today)


def _write_rows(t: Transaction, writes: Writes, entry: int, today: date) -> None:

    def insert(table: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
        t.bulk.insert(table, columns, list(rows), action_id=entry)

    day = today.isoformat()
    revived = set(writes.revived)
    insert("client", _NEW_CLIENT, writes.clients)
    t.imports.update_clients(
        # A client whom an undone import had made belongs to this one, so that undoing it archives him again.
        (*row[: len(CLIENT_COLUMNS) - 1], entry, *row[len(CLIENT_COLUMNS) :]) if row[-1] in revived else row
        for row in writes.client_updates
    )
    t.bulk.insert("contact", _CONTACT, writes.contacts)
    insert("invoice", _INVOICE, writes.invoices)
    t.bulk.insert("due_item", _DUE_ITEM, writes.due_items)
    insert("payment", _PAYMENT, writes.payments)
    insert("allocation", _ALLOCATION, writes.allocations)
    _write_prior(t, writes, entry, today)
    insert("followup", _FOLLOWUP, (_step_row(step, today) for step in writes.steps))
    insert(
        "dispute",
        ("invoice_id", "opened_on", "reason"),
        ((one, day, DISPUTE_REASON) for one in writes.disputes),
    )
    insert("invoice_sending", ("invoice_id", "channel", "day", "recipient"), writes.sendings)
    _write_promises(t, writes, entry, today)
    t.imports.update_documents(writes.document_updates)
    t.imports.update_due_items(writes.due_item_updates)
    t.imports.update_payments(writes.payment_updates)
    if writes.waiting is not None:
        t.settings.set(WAITING_SETTING, writes.waiting)


def _write_prior(t: Transaction, writes: Writes, entry: int, today: date) -> None:
    """Enters what was paid before the take-over on the day of the import: no file says when it was paid.

    Earlier balances therefore show it as open; the present one is right.
    """
    payments, allocations = [], []
    mode = PaymentMode.OTHER.value
    for one in writes.prior:
        day = max(today, one.issue_date).isoformat()
        payments.append(
            (
                one.payment_id,
                one.client_id,
                one.amount,
                day,
                mode,
                "",
                PRIOR_LABEL,
                one.import_key,
                None,
                entry,
            )
        )
        allocations.append((one.due_item_id, one.payment_id, one.amount, day, entry))
    t.bulk.insert("payment", (*_PAYMENT, "action_id"), payments)
    columns = ("due_item_id", "payment_id", "amount", "effective_on", "action_id")
    t.bulk.insert("allocation", columns, allocations)


def _step_row(step: ReachedStep, today: date) -> Row:
    done = step.done_on or min(step.planned_on, today)
    deadline = done + timedelta(days=step.granted_days)
    return (
        step.due_item_id,
        step.cycle,
        step.step,
        step.attempt,
        step.channel,
        done.isoformat(),
        deadline.isoformat(),
        step.outstanding,
        (done - step.due_date).days,
    )


def _write_promises(t: Transaction, writes: Writes, entry: int, today: date) -> None:
    rows = [
        (promise_id, client_id, invoice_id, amount, promised_on.isoformat(), today.isoformat(), entry)
        for promise_id, client_id, invoice_id, amount, promised_on in writes.promises
    ]
    columns = ("id", "client_id", "invoice_id", "amount", "promised_on", "made_on", "action_id")
    t.bulk.insert("promise", columns, rows)
    for promise_id, client_id, invoice_id, amount, promised_on in writes.promises:
        if promised_on >= today:
            t.calendar.add(
                EntryKind.PROMISE,
                promised_on,
                f"Promesse de {format_cents(amount)}",
                action_id=entry,
                client_id=client_id,
                invoice_id=invoice_id,
                origin=f"promise:{promise_id}",
            )


def _folded(account: Account) -> str:
    values = account.values
    return client_folded(values["name"], account.code, values["siren"], values["city"], values["email"])


def _client_row(account: Account) -> Row:
    values = account.values
    return (account.id, account.code, *_written(values), _folded(account))


def _document_updates(books: Books, before: dict[str, Any], after: dict[str, Any]) -> tuple[Row, ...]:
    rows = []
    for change in books.changed_documents.values():
        document, columns = change.document, change.columns
        before[str(document.id)] = {name: change.known[name] for name in columns}
        after[str(document.id)] = columns
        values = change.known | columns
        folded = invoice_folded(document.number, values["label"], values["order_reference"])
        rows.append((*(values[name] for name in DOCUMENT_COLUMNS[:-1]), folded, document.id))
    return tuple(rows)


def _due_item_updates(books: Books, before: dict[str, Any], after: dict[str, Any]) -> tuple[Row, ...]:
    rows = []
    names = ("due_date", "amount", "estimated")
    for item, known in books.changed_items.values():
        values = (item.due.isoformat(), item.amount, int(item.estimated))
        before[str(item.id)] = dict(zip(names, known, strict=True))
        after[str(item.id)] = dict(zip(names, values, strict=True))
        rows.append((*values, item.id))
    return tuple(rows)


def _payment_updates(books: Books, before: dict[str, Any], after: dict[str, Any]) -> tuple[Row, ...]:
    rows = []
    names = ("mode", "reference", "label")
    for payment, known in books.changed_payments.values():
        values = (payment.mode, payment.reference, payment.label)
        before[str(payment.id)] = dict(zip(names, known, strict=True))
        after[str(payment.id)] = dict(zip(names, values, strict=True))
        rows.append((*values, payment.id))
    return tuple(rows)
