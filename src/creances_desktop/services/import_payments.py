"""The payments of an import: which are new, whose they are, and on which invoices they go."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from creances_desktop.domain.imports import PaymentRow, Reading
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.payments import PaymentMode
from creances_desktop.domain.text import short_date
from creances_desktop.services.import_books import PRIOR_KEY, Account, Books, Document, Payment
from creances_desktop.services.import_clients import revive
from creances_desktop.services.import_plan import FieldChange, Tally, amount_change
from creances_desktop.services.import_returns import Returns

_OTHER = PaymentMode.OTHER.value
_NONE: list[str] = []


class PaymentPlanner:
    """Compares the payments of all files, oldest file first."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._returns = Returns(books)
        self._added = 0
        self._ledger = False
        self._typed: defaultdict[tuple[int, date, Cents], list[Payment]] = defaultdict(list)

    def plan(self, reading: Reading, tally: Tally, found: dict[str, Payment]) -> None:
        """Compares the payments of a file; `found` receives the payment of each key."""
        self._find_typed(reading)
        self._added = 0
        self._ledger = reading.format == "fec"
        returned: list[PaymentRow] = []
        for row in reading.payments:
            known = self._books.payments.get(row.key)
            if known is not None:
                self._repeat(known, row, tally)
                found[row.key] = known
            elif row.amount < 0:
                # After the others: what comes back may have come in on a later line.
                returned.append(row)
            else:
                payment = self._enter(row, tally)
                if payment is not None:
                    found[row.key] = payment
        tally.add("new", "payments", self._added)
        if returned:
            self._returns.look_again()
        for row in returned:
            self._enter_return(row, tally)

    def _enter(self, row: PaymentRow, tally: Tally) -> Payment | None:
        documents, unknown = self._invoices(row)
        account = self._account(row, documents)
        if account is None:
            self._reject_orphan(row, unknown, tally)
            return None
        typed = self._same(row, account)
        if typed is not None:
            if self._ledger:
                # The accountant's words do not replace those of the user.
                tally.add("same", "payments")
            else:
                self._repeat(typed, row, tally)
            return typed
        payment = self._add(row, account)
        self._added += 1
        for number in unknown:
            tally.warn(
                row.line,
                f"La facture {number} est inconnue\u00a0: le règlement de {format_cents(row.amount)} est "
                f"enregistré au compte de {account.values['name']}, à imputer.",
            )
        self._allocate(payment, row, documents, tally)
        return payment

    def _add(self, row: PaymentRow, account: Account) -> Payment:
        if account.values["archived"]:
            revive(account)
        books = self._books
        texts = (row.mode or _OTHER, row.reference, row.label)
        payment = Payment(
            books.new_id["payment"](), account.id, row.amount, row.bank_date, texts, row.key, True, row.line
        )
        payment.new = True
        books.enter_payment(payment)
        books.payment_rows.append(
            (payment.id, account.id, row.amount, row.bank_date.isoformat(), *texts, row.key, None)
        )
        return payment

    def _allocate(self, payment: Payment, row: PaymentRow, documents: list[Document], tally: Tally) -> Cents:
        """Sets a payment on its invoices in the order given, and returns how much found no place."""
        others = 0
        settle = self._books.settle
        for document in documents:
            if document.client_id != payment.client_id:
                others += 1
                continue
            if document.id in self._books.prior:
                self._returns.explain(document, payment)
            for item in document.items:
                settle(item, payment)
        if documents and payment.left:
            numbers = ", ".join(document.number for document in documents)
            why = "une facture d’un autre client" if others else "plus que le reste dû"
            tally.warn(
                row.line,
                f"{format_cents(payment.left)} du règlement de {format_cents(row.amount)} dépassent ({why}) "
                f"sur {numbers}\u00a0: cette somme reste à imputer.",
            )
        return payment.left

    def _repeat(self, payment: Payment, row: PaymentRow, tally: Tally) -> None:
        if payment.new or not payment.live:
            tally.add("same", "payments")
            return
        if payment.amount != row.amount or payment.date != row.bank_date:
            reason = (
                f"Ce règlement est déjà dans le dossier avec {format_cents(payment.amount)} au "
                f"{short_date(payment.date)}\u00a0: annulez-le dans le dossier, puis recommencez."
            )
            tally.reject(row.line, "Montant", format_cents(row.amount), reason)
            return
        changes = self._changes(payment, row)
        if payment.left == payment.amount and row.invoice_numbers:
            # Its invoice was not known the first time.
            documents, _unknown = self._invoices(row)
            open_before = payment.left
            for document in documents:
                if document.client_id == payment.client_id:
                    for item in document.items:
                        self._books.settle(item, payment)
            if payment.left < open_before:
                changes.append(amount_change("allocated", "Imputé", 0, open_before - payment.left))
        tally.settle("payments", row.line, row.code or row.reference or short_date(row.bank_date), changes)

    def _changes(self, payment: Payment, row: PaymentRow) -> list[FieldChange]:
        changes = []
        before = (payment.mode, payment.reference, payment.label)
        if row.mode and row.mode != payment.mode:
            old, new = PaymentMode(payment.mode).label, PaymentMode(row.mode).label
            changes.append(FieldChange("mode", "Mode", old, new))
            payment.mode = row.mode
        if row.reference and row.reference != payment.reference:
            changes.append(FieldChange("reference", "Référence", payment.reference, row.reference))
            payment.reference = row.reference
        if row.label and row.label != payment.label:
            changes.append(FieldChange("label", "Libellé", payment.label, row.label))
            payment.label = row.label
        if changes:
            self._books.changed_payments.setdefault(payment.id, (payment, before))
        return changes

    def _invoices(self, row: PaymentRow) -> tuple[list[Document], list[str]]:
        """The invoices that a line names, and the numbers that nothing bears."""
        named = row.invoice_numbers
        if len(named) == 1:
            bearing = self._books.by_number.get(named[0], ())
            if len(bearing) == 1 and bearing[0].live and bearing[0].debit:
                return bearing, _NONE
        documents: list[Document] = []
        unknown: list[str] = []
        for number in row.invoice_numbers:
            numbered = [one for one in self._books.by_number.get(number, ()) if one.live and one.debit]
            if len(numbered) > 1 and row.client_code:
                account = self._books.accounts.get(row.client_code)
                numbered = [one for one in numbered if account is not None and one.client_id == account.id]
            if len(numbered) > 1:
                # A number that several invoices share: what is left to pay on them, oldest first.
                numbered.sort(key=lambda one: (one.issued, one.line))
            if numbered and len({one.client_id for one in numbered}) == 1:
                documents += numbered
            else:
                unknown.append(number)
        return documents, unknown

    def _account(self, row: PaymentRow, documents: list[Document]) -> Account | None:
        if documents:
            return self._books.by_id[documents[0].client_id]
        if not row.client_code:
            return None
        account = self._books.accounts.get(row.client_code)
        if account is None:
            named = self._books.named(row.client_code)
            account = named[0] if len(named) == 1 else None
        return account

    def _reject_orphan(self, row: PaymentRow, unknown: list[str], tally: Tally) -> None:
        if row.client_code:
            same_name = ", ".join(account.code for account in self._books.named(row.client_code))
            reason = (
                f"Plusieurs clients portent ce nom ({same_name})\u00a0: indiquez le code du client."
                if same_name
                else "Aucun client n’a ce code ni ce nom dans le dossier et les fichiers importés\u00a0: "
                "importez aussi la liste des clients."
            )
            tally.reject(row.line, "Code client", row.client_code, reason)
            return
        reason = (
            "Aucune facture n’a ce numéro dans le dossier et les fichiers importés, ou plusieurs clients en "
            "ont une\u00a0: importez aussi les factures, ou indiquez le code du client."
        )
        tally.reject(row.line, "N° facture", ", ".join(unknown), reason)

    def _find_typed(self, reading: Reading) -> None:
        """Lists the known payments that a line may repeat under another key: those that the user typed.

        The accountant's export is complete for its days: what it no longer holds under the same key was
        worded anew.
        """
        self._typed.clear()
        ledger = reading.format == "fec"
        held = {row.key for row in reading.payments} if ledger else set()
        for payment in self._books.every_payment:
            if payment.live and not payment.new:
                other = ledger and payment.key not in held and not (payment.key or "").startswith(PRIOR_KEY)
                if payment.key is None or other:
                    self._typed[payment.client_id, payment.date, payment.amount].append(payment)

    def _same(self, row: PaymentRow, account: Account) -> Payment | None:
        """The known payment that a line repeats under another key, if there is one left."""
        if not self._typed:
            return None
        waiting = self._typed.get((account.id, row.bank_date, row.amount))
        return waiting.pop(0) if waiting else None

    def _enter_return(self, row: PaymentRow, tally: Tally) -> None:
        documents, _unknown = self._invoices(row)
        account = self._account(row, documents)
        if account is None:
            self._reject_orphan(row, list(row.invoice_numbers), tally)
            return
        returned = self._returns.matching(account.id, row, documents)
        if returned is None:
            reason = (
                f"Aucun règlement de {format_cents(-row.amount)} de ce client ne lui correspond\u00a0: "
                "annulez dans le dossier le règlement qui est revenu impayé."
            )
            tally.reject(row.line, "Montant", format_cents(row.amount), reason)
            return
        self._returns.enter(returned, row)
        tally.add("new", "payments")
