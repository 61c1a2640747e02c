"""Payments that an import takes back: those that came back, and those that real ones now explain."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from creances_desktop.domain.imports import PaymentRow
from creances_desktop.domain.money import Cents
from creances_desktop.services.import_books import Books, Document, Item, Payment


class Returns:
    """Appends the reversing rows of payments."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._by_amount: defaultdict[tuple[int, Cents], list[Payment]] = defaultdict(list)

    def look_again(self) -> None:
        """Takes the payments entered since into account."""
        self._by_amount.clear()
        for payment in self._books.every_payment:
            self._by_amount[payment.client_id, payment.amount].append(payment)

    def matching(self, client_id: int, row: PaymentRow, documents: list[Document]) -> Payment | None:
        """The payment that a negative line takes back: same client, amount and, if it names them, invoices.

        The latest on or before the line's day wins, one with the same reference before the others.
        """
        wanted = {document.id for document in documents}
        fitting = [
            payment
            for payment in self._by_amount.get((client_id, -row.amount), ())
            if payment.live
            and payment.date <= row.bank_date
            and (not wanted or wanted & {item.document_id for _, item, _, _ in self._parts(payment)})
        ]
        if not fitting:
            return None
        return max(
            fitting,
            key=lambda one: (bool(row.reference) and one.reference == row.reference, one.date, one.id),
        )

    def enter(self, payment: Payment, row: PaymentRow) -> None:
        """Takes a payment back from the day of the line: what it had settled is followed up anew."""
        texts = (payment.mode, row.reference or payment.reference, row.label or "Règlement revenu impayé")
        reversal = self._reverse(payment, row.bank_date, texts, row.key, reopens=True)
        self._books.enter_payment(reversal)

    def explain(self, document: Document, payment: Payment) -> None:
        """Makes room on an invoice for a payment that the file's outstanding amount had already told of.

        What was paid before the take-over is then known by its own line. The entry made in its place is
        reversed and, when more than this payment was told of, entered again for the rest.
        """
        waiting = payment.left
        for prior in list(self._books.prior[document.id]):
            if waiting <= 0 or payment.date > prior.date:
                continue
            used = min(waiting, prior.amount)
            waiting -= used
            self._lessen(document, prior, used)

    def reopen(self, document: Document, left: Cents) -> None:
        """Takes back what the file had told was paid, when it now says that `left` cents are to be paid.

        What was entered since its first telling is newer than the file may be, and stands.
        """
        priors = self._books.prior.get(document.id)
        if not priors:
            return
        first = min(part[0] for prior in priors for part in self._parts(prior))
        own = {prior.id for prior in priors}
        since = sum(
            amount
            for item in document.items
            for payment_id, amount in self._set_after(item, first)
            if payment_id not in own
        )
        back = left - document.open - since
        for prior in reversed(list(priors)):
            part = min(back, prior.amount)
            if part > 0:
                self._lessen(document, prior, part)
                back -= part

    def _set_after(self, item: Item, allocation_id: int) -> list[tuple[int | None, Cents]]:
        books = self._books
        known = [
            (payment, cents)
            for payment, cents in books.reader.imports.allocations_after(item.id, allocation_id)
        ]
        return known + [(row[2], row[4]) for row in books.allocation_rows if row[1] == item.id and row[4] > 0]

    def _lessen(self, document: Document, prior: Payment, amount: Cents) -> None:
        """Reverses what stands for unknown payments, and enters it again for all but `amount`."""
        parts = self._parts(prior)
        texts = (prior.mode, prior.reference, prior.label)
        self._reverse(prior, prior.date, texts, None, reopens=False)
        self._books.prior[document.id].remove(prior)
        if prior.amount > amount:
            self._enter_rest(prior, prior.amount - amount, [item for _, item, _, _ in parts], texts)

    def _enter_rest(
        self, prior: Payment, amount: Cents, items: list[Item], texts: tuple[str, str, str]
    ) -> None:
        books = self._books
        rest = Payment(
            books.new_id["payment"](), prior.client_id, amount, prior.date, texts, prior.key, True, prior.line
        )
        rest.new = True
        books.payment_rows.append(
            (rest.id, rest.client_id, amount, rest.date.isoformat(), *texts, rest.key, None)
        )
        books.enter_payment(rest)
        for item in items:
            books.settle(item, rest)

    def _reverse(
        self, payment: Payment, on: date, texts: tuple[str, str, str], key: str | None, *, reopens: bool
    ) -> Payment:
        books = self._books
        reversal = Payment(
            books.new_id["payment"](), payment.client_id, -payment.amount, on, texts, key, False, payment.line
        )
        reversal.new = True
        reversal.left = 0
        books.payment_rows.append(
            (reversal.id, payment.client_id, -payment.amount, on.isoformat(), *texts, key, payment.id)
        )
        for allocation_id, item, amount, day in self._parts(payment):
            item.open += amount
            row = (
                *(books.new_id["allocation"](), item.id, reversal.id, None, -amount),
                *(max(on, day).isoformat(), int(reopens), allocation_id),
            )
            books.allocation_rows.append(row)
        payment.live = False
        payment.left = 0
        return reversal

    def _parts(self, payment: Payment) -> list[tuple[int, Item, Cents, date]]:
        """(allocation id, due item, cents, effective day) of what a payment is set on."""
        books = self._books
        if payment.new:
            return [
                (row[0], books.items[row[1]], row[4], date.fromisoformat(row[5]))
                for row in books.allocation_rows
                if row[2] == payment.id
            ]
        return [
            (allocation_id, books.items[item_id], amount, date.fromisoformat(day))
            for allocation_id, item_id, amount, day in books.reader.imports.allocations_of_payment(payment.id)
        ]
