"""The accounts in memory while an import is prepared: what the dossier knows and what the files add to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.money import Cents
from creances_desktop.domain.text import fold
from creances_desktop.services.import_plan import PriorPayment, ReachedStep, Row
from creances_desktop.storage.imports import CLIENT_COLUMNS
from creances_desktop.storage.transaction import Transaction

PRIOR_KEY = "outstanding:"
"""What the import key of a payment begins with when only the file's outstanding amount tells of it."""

_KINDS = {kind.value: kind for kind in DocumentKind}


class Account:
    """A client; `values` are the columns of `CLIENT_COLUMNS`, `before` those that changed, as they were."""

    __slots__ = ("before", "code", "contacts", "id", "new", "new_contacts", "plan_id", "undone", "values")

    def __init__(self, client_id: int, code: str, plan_id: int | None, undone: bool, values: Any) -> None:
        self.id = client_id
        self.code = code
        self.plan_id = plan_id
        self.undone = undone
        self.values: dict[str, Any] = values
        self.contacts: list[str] = []
        self.new_contacts: list[str] = []
        self.new = False
        self.before: dict[str, Any] = {}

    def set(self, column: str, value: Any) -> None:
        """Changes a column, remembering what the dossier has."""
        if not self.new:
            self.before.setdefault(column, self.values[column])
        self.values[column] = value


class Item:
    """A due item; `open` is what no payment nor credit was set on, in cents, whatever its day.

    What it needs of its document is copied: pointing at each other, they would wait for the collector.
    """

    __slots__ = ("amount", "document_id", "due", "estimated", "id", "issued", "line", "number", "open")

    def __init__(self, item_id: int, document: Document, due: date, amount: Cents, estimated: bool) -> None:
        self.id = item_id
        self.document_id = document.id
        self.issued = document.issued
        self.line = document.line
        self.number = document.number
        self.due = due
        self.amount = amount
        self.estimated = estimated
        self.open = amount


class Document:
    """An invoice, a credit note or another document; `left` is what is left of a credit, in cents.

    `live` is False once the user cancelled it. `line` orders the documents of one day. `details` holds what
    only a known document needs: net, vat, label, order reference, performance date, day of receipt of the
    mise en demeure.
    """

    __slots__ = (
        *("account", "client_id", "debit", "details", "gross", "id", "issued", "items", "key", "kind"),
        *("left", "line", "live", "new", "number"),
    )

    def __init__(  # noqa: PLR0917 - positional, 100,000 times
        self,
        document_id: int,
        client_id: int,
        kind: DocumentKind,
        number: str,
        issued: date,
        gross: Cents,
        key: str | None,
        details: tuple[Any, ...],
        live: bool,
        line: int,
    ) -> None:
        self.id = document_id
        self.client_id = client_id
        self.kind = kind
        self.debit = kind is DocumentKind.INVOICE or kind.is_debit
        self.number = number
        self.issued = issued
        self.gross = gross
        self.key = key
        self.details = details
        self.live = live
        self.line = line
        self.left = 0 if self.debit else gross
        self.items: list[Item] = []
        self.new = False

    @property
    def open(self) -> Cents:
        """What is left to pay on it, in cents."""
        return sum(item.open for item in self.items)

    @property
    def date(self) -> date:
        """The day from which it counts."""
        return self.issued


@dataclass(slots=True)
class DocumentChange:
    """What an import changes of a document: its columns as known, and those that get a new value."""

    document: Document
    known: dict[str, Any]
    columns: dict[str, Any] = field(default_factory=dict)


class Payment:
    """A payment; `left` is what of it no due item received, in cents."""

    __slots__ = (
        *("amount", "client_id", "date", "id", "key", "label", "left", "line", "live", "mode"),
        *("new", "reference"),
    )

    def __init__(  # noqa: PLR0917 - positional, 100,000 times
        self,
        payment_id: int,
        client_id: int,
        amount: Cents,
        day: date,
        texts: tuple[str, str, str],
        key: str | None,
        live: bool,
        line: int,
    ) -> None:
        self.id = payment_id
        self.client_id = client_id
        self.amount = amount
        self.date = day
        self.mode, self.reference, self.label = texts
        self.key = key
        self.live = live
        self.line = line
        self.left = amount
        self.new = False


WAITING_SETTING = "fec_groups_waiting"


class Books:
    """Every account, document and payment, and the rows that the import adds."""

    def __init__(self, r: Transaction) -> None:
        self.reader = r
        self.accounts: dict[str, Account] = {}
        self.by_id: dict[int, Account] = {}
        # By import key: the credits, then the debits.
        self.documents: tuple[dict[str, Document], dict[str, Document]] = ({}, {})
        self.by_number: defaultdict[str, list[Document]] = defaultdict(list)
        self.items: dict[int, Item] = {}
        self.payments: dict[str, Payment] = {}
        self.every_payment: list[Payment] = []
        self.prior: defaultdict[int, list[Payment]] = defaultdict(list)
        # What earlier exports left of the accountant's matching groups.
        self.waiting: dict[str, list[str]] = r.settings.get(WAITING_SETTING, {})
        # The clients that others were joined to, by the id of the other: his code and his name mean them.
        self.kept: dict[int, Account] = {}
        self._names: dict[str, list[Account]] | None = None
        self._sirens: dict[str, list[Account]] | None = None
        tables = ("client", "invoice", "due_item", "payment", "allocation", "promise")
        self.new_id: dict[str, Callable[[], int]] = {
            table: count(r.bulk.next_id(table)).__next__ for table in tables
        }
        # What will be written, beside the accounts themselves.
        self.invoice_rows: list[Row] = []
        self.due_item_rows: list[Row] = []
        self.payment_rows: list[Row] = []
        self.allocation_rows: list[Row] = []
        self.prior_payments: list[PriorPayment] = []
        self.steps: list[ReachedStep] = []
        self.disputes: list[int] = []
        self.sendings: list[tuple[int, str, str, str]] = []
        self.promises: list[Row] = []
        self.changed_documents: dict[int, DocumentChange] = {}
        self.changed_items: dict[int, tuple[Item, Row]] = {}
        self.changed_payments: dict[int, tuple[Payment, Row]] = {}
        self._load(r)
        self.had_clients = bool(self.by_id)

    def named(self, name: str) -> list[Account]:
        """The clients of that name, whatever its case and accents."""
        if self._names is None:
            self._names = {}
            for account in self.by_id.values():
                named = self._names.setdefault(fold(account.values["name"]), [])
                meant = self.kept.get(account.id, account)
                if meant not in named:
                    named.append(meant)
        return self._names.get(fold(name), [])

    def with_siren(self, siren: str) -> list[Account]:
        """The clients whose SIREN it is, in nine digits."""
        if self._sirens is None:
            self._sirens = {}
            for account in self.by_id.values():
                known = account.values["siren"][:9]
                if known and account.id not in self.kept:
                    self._sirens.setdefault(known, []).append(account)
        return self._sirens.get(siren, [])

    def add_account(self, code: str, name: str) -> Account:
        """A new client, with nothing known but this."""
        values: dict[str, Any] = dict.fromkeys(CLIENT_COLUMNS, "")
        values |= {"name": name, "nature": "unspecified", "archived": 0}
        values |= {"terms_days": None, "insolvency_judgment": None, "action_id": None}
        account = Account(self.new_id["client"](), code, None, False, values)
        account.new = True
        self.accounts[code] = self.by_id[account.id] = account
        if self._names is not None:
            self._names.setdefault(fold(name), []).append(account)
        return account

    def set_on(self, item: Item, source: Document | Payment, amount: Cents) -> None:
        """Sets a part of a payment or of a credit on a due item, from the later of their days."""
        item.open -= amount
        source.left -= amount
        day = max(source.date, item.issued)
        payment_id, credit_id = (source.id, None) if isinstance(source, Payment) else (None, source.id)
        self.allocation_rows.append(
            (
                self.new_id["allocation"](),
                item.id,
                payment_id,
                credit_id,
                amount,
                day.isoformat(),
                0,
                None,
            )
        )

    def settle(self, item: Item, source: Document | Payment) -> Cents:
        """Sets as much as fits, and returns how much it was."""
        amount = min(item.open, source.left)
        if amount > 0:
            self.set_on(item, source, amount)
            return amount
        return 0

    def live_documents(self) -> Iterator[Document]:
        """Every document that stands, known or new."""
        for documents in self.by_number.values():
            for document in documents:
                if document.live:
                    yield document

    def _load(self, r: Transaction) -> None:
        for client_id, code, plan_id, undone, *values in r.imports.clients():
            account = Account(
                client_id, code, plan_id, bool(undone), dict(zip(CLIENT_COLUMNS, values, strict=True))
            )
            self.accounts[code] = self.by_id[client_id] = account
        for gone_id, kept_id in r.client_merges.kept_by_gone().items():
            self.kept[gone_id] = self.accounts[self.by_id[gone_id].code] = self.by_id[kept_id]
        for client_id, name in r.imports.contacts():
            self.by_id[client_id].contacts.append(name)
        self._load_documents(r)
        self._load_payments(r)

    def _load_documents(self, r: Transaction) -> None:
        used = r.imports.used_credits()
        found: dict[int, Document] = {}
        day = date.fromisoformat
        for line, row in enumerate(r.imports.documents()):
            (document_id, client_id, kind, number, issued, net, vat, gross, *rest, key, cancelled) = row
            document = Document(
                *(document_id, client_id, _KINDS[kind], number, day(issued), gross, key),
                (net, vat, *rest),
                not cancelled,
                line,
            )
            if not document.debit:
                document.left = gross - used.get(document_id, 0) if not cancelled else 0
            found[document_id] = document
            self.enter(document)
        for invoice_id, item_id, due, amount, estimated, left in r.imports.due_items():
            owner = found.get(invoice_id)
            if owner is not None:
                item = Item(item_id, owner, day(due), amount, bool(estimated))
                item.open = left
                owner.items.append(item)
                self.items[item_id] = item

    def enter(self, document: Document) -> None:
        """Makes a document findable by its key and its number."""
        key = document.key
        if key is not None:
            side = self.documents[document.debit]
            # A document that stands is preferred to one of the same key that the user cancelled.
            if key not in side or not side[key].live:
                side[key] = document
        self.by_number[document.number].append(document)

    def _load_payments(self, r: Transaction) -> None:
        for line, row in enumerate(r.imports.payments()):
            (payment_id, client_id, amount, bank_date, mode, reference, label, key, cancelled, left) = row
            payment = Payment(
                *(
                    payment_id,
                    client_id,
                    amount,
                    date.fromisoformat(bank_date),
                    (mode, reference, label),
                    key,
                ),
                not cancelled,
                line,
            )
            payment.left = 0 if cancelled else left
            self.enter_payment(payment)

    def enter_payment(self, payment: Payment) -> None:
        """Makes a payment findable by its key."""
        self.every_payment.append(payment)
        if payment.key is None:
            return
        known = self.payments.get(payment.key)
        if known is None or not known.live:
            self.payments[payment.key] = payment
        if payment.live and payment.key.startswith(PRIOR_KEY):
            self.prior[int(payment.key.removeprefix(PRIOR_KEY))].append(payment)
