"""Opening entries of a later export: they carry over the open items that the dossier already has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

from creances_desktop.domain.imports import InvoiceRow, Reading
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.text import short_date
from creances_desktop.services.import_books import Account, Books, Document, Item, Payment
from creances_desktop.services.import_plan import Tally

Credit: TypeAlias = Document | Payment


@dataclass(slots=True)
class StandIn:
    """What an opening entry stands for: parts of open items and of credits, each with its cents."""

    debits: list[tuple[Item, Cents]] = field(default_factory=list)
    credits: list[tuple[Credit, Cents]] = field(default_factory=list)


def recognise(books: Books, reading: Reading, tally: Tally) -> dict[str, StandIn]:
    """The opening entries of a file that carry over what the dossier has, by key; they are not to be written.

    Those of a client with nothing before them are left out: they are new. When the amounts differ nothing is
    written either, and a warning gives both: the user decides.
    """
    openings = [row for row in reading.invoices if row.opening]
    by_account: defaultdict[int, list[InvoiceRow]] = defaultdict(list)
    for row in openings:
        account = books.accounts.get(row.client_code)
        if account is not None:
            by_account[account.id].append(row)
    fresh = {
        account_id: [row for row in rows if row.key not in books.documents[row.kind.is_debit]]
        for account_id, rows in by_account.items()
    }
    if not any(fresh.values()):
        return {}
    ledger = _Ledger(books, _first_days(reading, openings))
    found: dict[str, StandIn] = {}
    for account_id, rows in fresh.items():
        account = books.by_id[account_id]
        if not rows or not ledger.knows(account):
            continue
        everything = by_account[account_id]
        carried = sum(row.gross if row.kind.is_debit else -row.gross for row in everything)
        agreed = ledger.agreement(account, carried)
        if agreed is None:
            _warn(ledger, account, rows[0], carried, tally)
        own = {books.documents[row.kind.is_debit][row.key].id for row in everything if row not in rows}
        pool = ledger.pool(account, agreed or ledger.days[0], own)
        found |= _share(rows, pool, whole=agreed is not None)
        tally.add("same", "invoices", len(rows))
    return found


def _first_days(reading: Reading, openings: list[InvoiceRow]) -> list[date]:
    """The days that may begin the year of the file, the likeliest first.

    Balances are carried over either in one entry on the first day, or item by item under their own days.
    """
    last = max(row.issue_date for row in openings)
    moves = [row.issue_date for row in reading.invoices if not row.opening and row.issue_date > last]
    moves += [row.bank_date for row in reading.payments if row.bank_date > last]
    days = [last, last + timedelta(days=1)]
    if moves:
        days.append(min(moves).replace(day=1))
    return list(dict.fromkeys(days))


def _warn(ledger: _Ledger, account: Account, row: InvoiceRow, carried: Cents, tally: Tally) -> None:
    day = ledger.days[0]
    tally.warn(
        row.line,
        f"Le fichier reprend {format_cents(carried)} pour {account.values['name']} au {short_date(day)}, "
        f"le dossier a {format_cents(ledger.balance(account, day))} à cette date\u00a0: rien n’a été changé, "
        "comparez ce compte avec votre comptable.",
    )


class Pool:
    """What was open on an account before a day, oldest first; parts are taken from it."""

    def __init__(self) -> None:
        self.debits: list[tuple[Item, Cents]] = []
        self.credits: list[tuple[Credit, Cents]] = []


class _Ledger:
    """The balances of the accounts before each of some days, what the files of the set add included."""

    def __init__(self, books: Books, days: list[date]) -> None:
        self._books = books
        self.days = days
        self._balances = {day: self._balances_before(day) for day in days}
        self._set: dict[date, tuple[dict[int, Cents], dict[int, Cents], dict[int, Cents]]] = {}
        self._by_account: defaultdict[int, list[Document]] = defaultdict(list)
        for document in books.live_documents():
            self._by_account[document.client_id].append(document)
        self._payments: defaultdict[int, list[Payment]] = defaultdict(list)
        for payment in books.every_payment:
            if payment.live:
                self._payments[payment.client_id].append(payment)

    def knows(self, account: Account) -> bool:
        """Whether anything that stands happened on the account before."""
        last = max(self.days)
        return any(_is_before(document, last) for document in self._by_account[account.id]) or any(
            payment.date < last for payment in self._payments[account.id]
        )

    def balance(self, account: Account, day: date) -> Cents:
        """What the client owed before a day."""
        return self._balances[day].get(account.id, 0)

    def agreement(self, account: Account, amount: Cents) -> date | None:
        """The first of the days before which the client owed just this amount."""
        return next((day for day in self.days if self.balance(account, day) == amount), None)

    def pool(self, account: Account, day: date, without: set[int]) -> Pool:
        """What was open before a day, but for some documents."""
        if day not in self._set:
            self._set[day] = self._set_before(day)
        on_items, of_payments, of_credits = self._set[day]
        pool = Pool()
        documents = [one for one in self._by_account[account.id] if one.id not in without]
        for document in sorted(documents, key=lambda one: (one.issued, one.line)):
            if not _is_before(document, day):
                continue
            for item in document.items:
                pool.debits.append((item, item.amount - on_items.get(item.id, 0)))
            if not document.debit:
                pool.credits.append((document, document.gross - of_credits.get(document.id, 0)))
        pool.credits += [
            (payment, payment.amount - of_payments.get(payment.id, 0))
            for payment in self._payments[account.id]
            if payment.date < day
        ]
        pool.debits = [(item, amount) for item, amount in pool.debits if amount > 0]
        pool.credits = [(credit, amount) for credit, amount in pool.credits if amount > 0]
        return pool

    def _balances_before(self, day: date) -> dict[int, Cents]:
        balances = self._books.reader.imports.balances_before(day)
        iso = day.isoformat()
        for _, client_id, kind, _, _, issued, _, _, gross, *_ in self._books.invoice_rows:
            if issued < iso or (issued == iso and kind == DocumentKind.OPENING_BALANCE):
                sign = 1 if DocumentKind(kind).is_debit else -1
                balances[client_id] = balances.get(client_id, 0) + sign * gross
        for _, client_id, amount, paid, *_ in self._books.payment_rows:
            if paid < iso:
                balances[client_id] = balances.get(client_id, 0) - amount
        return balances

    def _set_before(self, day: date) -> tuple[dict[int, Cents], dict[int, Cents], dict[int, Cents]]:
        """What was set before a day on each due item, and of each payment and each credit."""
        totals: tuple[dict[int, Cents], ...] = ({}, {}, {})
        rows = [tuple(row) for row in self._books.reader.imports.allocations_before(day)]
        iso = day.isoformat()
        rows += [row[1:5] for row in self._books.allocation_rows if row[5] < iso]
        for *ids, amount in rows:
            for total, row_id in zip(totals, ids, strict=True):
                if row_id is not None:
                    total[row_id] = total.get(row_id, 0) + amount
        return totals[0], totals[1], totals[2]


def _is_before(document: Document, day: date) -> bool:
    """Whether a document belongs to the account as it was before a day; its opening balance does."""
    return document.issued < day or (document.issued == day and document.kind is DocumentKind.OPENING_BALANCE)


def _share(rows: list[InvoiceRow], pool: Pool, *, whole: bool) -> dict[str, StandIn]:
    """What each opening entry stands for: the item of its number or amount, else the oldest ones.

    `whole`: together they are the whole account; what is left on both sides cancels out and goes with the
    first.
    """
    found: dict[str, StandIn] = {}
    for row in sorted(rows, key=lambda one: (one.issue_date, one.line)):
        stand_in = found.setdefault(row.key, StandIn())
        if row.kind.is_debit:
            take(pool.debits, stand_in.debits, row, {id(one): one.number for one, _ in pool.debits})
        else:
            take(pool.credits, stand_in.credits, row, {})
    if whole:
        first = next(iter(found.values()))
        first.debits += pool.debits
        first.credits += pool.credits
    return found


def take(
    waiting: list[tuple[Item, Cents]] | list[tuple[Credit, Cents]],
    taken: list[tuple[Item, Cents]] | list[tuple[Credit, Cents]],
    row: InvoiceRow,
    numbers: dict[int, str],
) -> None:
    """Moves parts worth the amount of an entry from what is waiting."""
    exact = [place for place, (_, amount) in enumerate(waiting) if amount == row.gross]
    exact.sort(key=lambda place: numbers.get(id(waiting[place][0])) != row.number)
    if exact:
        taken.append(waiting.pop(exact[0]))  # type: ignore[arg-type]
        return
    left = row.gross
    while left and waiting:
        one, amount = waiting[0]
        part = min(left, amount)
        left -= part
        taken.append((one, part))  # type: ignore[arg-type]
        if part == amount:
            waiting.pop(0)
        else:
            waiting[0] = (one, amount - part)  # type: ignore[assignment]
