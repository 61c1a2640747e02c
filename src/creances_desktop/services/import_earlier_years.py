"""An earlier year that comes after a later one: the balances carried over give way to what they stood for.

The later export opened its accounts with one amount a client. Once the year before comes in, that amount is
there twice. Where both agree to the cent, the opening entry is taken off by a document of the other side,
dated as it is, and what was set on it goes to the real items. Where they do not, nothing of the earlier year
comes in for that client: the user is told both amounts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from creances_desktop.domain.imports import InvoiceRow, PaymentRow, Reading, Rejected
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services.import_books import Books, Document, Item, Payment
from creances_desktop.services.import_matching import settle
from creances_desktop.services.import_openings import Credit, Pool, StandIn, take
from creances_desktop.services.import_plan import Tally
from creances_desktop.storage.invoices import invoice_folded

REPLACED = "Reprise de solde remplacée par son détail"
KEY = "replaced:"


@dataclass(frozen=True, slots=True)
class Refused:
    """An account whose earlier year does not give the balance that was carried over, in cents."""

    code: str
    day: date
    carried: Cents
    found: Cents

    @property
    def reason(self) -> str:
        """The French sentence beside each line that does not come in."""
        return (
            f"Le dossier reprend déjà {format_cents(self.carried)} pour ce client au {short_date(self.day)}, "
            f"et ce fichier donne {format_cents(self.found)} à cette date\u00a0: ses écritures ne sont pas "
            "ajoutées, elles seraient comptées deux fois. Comparez ce compte avec votre comptable."
        )


class EarlierYears:
    """Looks at what one export has just added, account by account."""

    def __init__(self, books: Books, reading: Reading, first_invoice: int, first_payment: int) -> None:
        """`first_invoice` and `first_payment`: where the rows of this export begin in the books."""
        self._books = books
        self._reading = reading
        self._last: dict[int, date] = {}
        self._documents: defaultdict[int, list[Document]] = defaultdict(list)
        self._payments: defaultdict[int, list[Payment]] = defaultdict(list)
        for row in books.invoice_rows[first_invoice:]:
            self._see(row[1], date.fromisoformat(row[5]))
        for row in books.payment_rows[first_payment:]:
            self._see(row[1], date.fromisoformat(row[3]))

    def _see(self, client_id: int, day: date) -> None:
        self._last[client_id] = max(day, self._last.get(client_id, date.min))

    def replace(self, tally: Tally) -> list[Refused]:
        """Replaces the openings that the export explains; gives the accounts where the amounts differ."""
        refused: list[Refused] = []
        if not self._last:
            return refused
        openings, others = self._openings()
        if not openings:
            return refused
        for document in self._books.live_documents():
            self._documents[document.client_id].append(document)
        for payment in self._books.every_payment:
            if payment.live:
                self._payments[payment.client_id].append(payment)
        replaced = 0
        for client_id, last in sorted(self._last.items()):
            own = openings.get(client_id, [])
            day = min((one.issued for one in own), default=None)
            candidates = [one for one in others.get(client_id, []) if day is None or one.issued == day]
            day = day or min((one.issued for one in candidates), default=None)
            if day is None or last >= day:
                continue
            debits = [one for one in own if one.issued == day]
            found = self._balance(client_id, day)
            chosen = _agreeing(debits, candidates, found)
            if chosen is not None:
                self._take_off(client_id, chosen, day)
                replaced += 1
            elif debits:
                code = self._books.by_id[client_id].code
                refused.append(Refused(code, day, _sum([*debits, *candidates]), found))
        if replaced and not refused:
            tally.warn(
                0,
                f"La reprise de solde de {plural(replaced, 'client')} est remplacée par le détail de ce "
                "fichier, qui lui est antérieur\u00a0: rien n’est compté deux fois.",
            )
        return refused

    def _openings(self) -> tuple[dict[int, list[Document]], dict[int, list[Document]]]:
        """The known opening balances by client, and the known credits of the same days, which may be such."""
        openings: defaultdict[int, list[Document]] = defaultdict(list)
        others: defaultdict[int, list[Document]] = defaultdict(list)
        known = [one for one in self._books.live_documents() if not one.new and not self._is_off(one)]
        for document in known:
            if document.kind is DocumentKind.OPENING_BALANCE:
                openings[document.client_id].append(document)
        days = {one.issued for documents in openings.values() for one in documents}
        for document in known:
            if document.kind is DocumentKind.OTHER_CREDIT and document.issued in days:
                others[document.client_id].append(document)
        return openings, others

    def _is_off(self, document: Document) -> bool:
        """Whether an opening was taken off before, or is what takes one off."""
        key = document.key or ""
        return key.startswith(KEY) or f"{KEY}{key}" in self._books.documents[not document.debit]

    def _balance(self, client_id: int, day: date) -> Cents:
        """What the client owed before a day, by what is known and what comes in."""
        documents = [one for one in self._documents[client_id] if one.issued < day]
        return _sum(documents) - sum(one.amount for one in self._payments[client_id] if one.date < day)

    def _take_off(self, client_id: int, openings: list[Document], day: date) -> None:
        pool = self._pool(client_id, day)
        for opening in sorted(openings, key=lambda one: (one.issued, one.line)):
            stand_in = StandIn()
            row = self._row(opening)
            if opening.debit:
                take(pool.debits, stand_in.debits, row, {id(one): one.number for one, _ in pool.debits})
            else:
                take(pool.credits, stand_in.credits, row, {})
            moved = self._give_back(opening)
            self._enter_opposite(opening)
            if opening.debit:
                debits, sources = stand_in.debits, moved
                if sum(amount for _, amount in moved) == opening.gross:
                    # Paid in full: what was in hand before had been netted in it.
                    debits, sources = [*debits, *pool.debits], [*moved, *pool.credits]
                settle(self._books, debits, sources)  # type: ignore[arg-type]
            else:
                settle(self._books, moved, stand_in.credits)  # type: ignore[arg-type]

    def _pool(self, client_id: int, day: date) -> Pool:
        """What is left of the account from before a day."""
        pool = Pool()
        documents = [one for one in self._documents[client_id] if one.issued < day]
        for document in sorted(documents, key=lambda one: (one.issued, one.line)):
            pool.debits += [(item, item.open) for item in document.items if item.open > 0]
            if not document.debit and document.left > 0:
                pool.credits.append((document, document.left))
        pool.credits += [
            (one, one.left) for one in self._payments[client_id] if one.date < day and one.left > 0
        ]
        return pool

    def _give_back(self, opening: Document) -> list[tuple[Credit | Item, Cents]]:
        """Takes back what was set on an opening debit, or what an opening credit was set on."""
        books, imports = self._books, self._books.reader.imports
        rows = (
            [row for item in opening.items for row in imports.allocations_on(item.id)]
            if opening.debit
            else imports.allocations_of_credit(opening.id)
        )
        payments = {one.id: one for one in self._payments[opening.client_id]}
        documents = {one.id: one for one in self._documents[opening.client_id]}
        moved: list[tuple[Credit | Item, Cents]] = []
        for allocation_id, item_id, payment_id, credit_id, amount, day in rows:
            item = books.items[item_id]
            source: Payment | Document = (
                payments[payment_id] if payment_id is not None else documents[credit_id]
            )
            item.open += amount
            source.left += amount
            books.allocation_rows.append(
                (
                    *(books.new_id["allocation"](), item_id, payment_id, credit_id, -amount),
                    *(day, 0, allocation_id),
                )
            )
            moved.append((source if opening.debit else item, amount))
        return moved

    def _enter_opposite(self, opening: Document) -> None:
        """The document of the other side that takes an opening off, from its own day."""
        books = self._books
        kind = DocumentKind.OTHER_CREDIT if opening.debit else DocumentKind.OTHER_DEBIT
        opposite = Document(
            *(books.new_id["invoice"](), opening.client_id, kind, opening.number, opening.issued),
            *(opening.gross, f"{KEY}{opening.key}", (), True, opening.line),
        )
        opposite.new = True
        books.enter(opposite)
        issued = opening.issued.isoformat()
        books.invoice_rows.append(
            (
                *(opposite.id, opening.client_id, kind.value, opening.number),
                *(invoice_folded(opening.number, REPLACED, ""), issued, None, None, opening.gross, REPLACED),
                *("", None, None, 1, opposite.key),
            )
        )
        if opposite.debit:
            item = Item(books.new_id["due_item"](), opposite, opening.issued, opening.gross, False)
            opposite.items.append(item)
            books.items[item.id] = item
            books.due_item_rows.append((item.id, opposite.id, 1, issued, opening.gross, 0))
            books.set_on(item, opening, opening.gross)
        else:
            for item in opening.items:
                books.set_on(item, opposite, item.open)

    @staticmethod
    def _row(opening: Document) -> InvoiceRow:
        return InvoiceRow(
            line=opening.line,
            key=opening.key or "",
            number=opening.number,
            client_code="",
            client_name="",
            kind=opening.kind,
            issue_date=opening.issued,
            due_date=None,
            net=None,
            vat=None,
            gross=opening.gross,
        )


def without(reading: Reading, refused: Iterable[Refused]) -> Reading:
    """The export without the lines of the accounts that were refused, which are told as rejected."""
    reasons = {one.code: one.reason for one in refused}
    rows: list[InvoiceRow | PaymentRow] = [*reading.invoices, *reading.payments]
    rejected = [
        Rejected(row.line, "Compte client", row.client_code, reasons[row.client_code])
        for row in rows
        if row.client_code in reasons
    ]
    return replace(
        reading,
        invoices=tuple(row for row in reading.invoices if row.client_code not in reasons),
        payments=tuple(row for row in reading.payments if row.client_code not in reasons),
        rejected=(*reading.rejected, *rejected),
    )


def _agreeing(debits: list[Document], others: list[Document], found: Cents) -> list[Document] | None:
    """The openings that amount to what was found; credits of the day that are none are left out."""
    for chosen in ([*debits, *others], debits, others):
        if chosen and _sum(chosen) == found:
            return chosen
    return None


def _sum(documents: Iterable[Document]) -> Cents:
    return sum(one.gross if one.debit else -one.gross for one in documents)
