"""The invoices and credit notes of an import, compared with those of the dossier."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date, timedelta

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.imports import InvoiceRow, Reading
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.terms import due_date
from creances_desktop.domain.terms_text import AmbiguousTerms, parse
from creances_desktop.domain.text import fold
from creances_desktop.services.import_books import Account, Books, Document, Item
from creances_desktop.services.import_changes import DocumentChanges
from creances_desktop.services.import_clients import account_of, revive
from creances_desktop.services.import_plan import FieldChange, Tally
from creances_desktop.storage.invoices import invoice_folded


@dataclass(slots=True)
class Terms:
    """Where a due date that no file gives comes from.

    `missing` turns True once only the company's own default was left.
    """

    asked: int | None
    company: int
    missing: bool = False
    _days: dict[tuple[str, date, date | None], date | None] = field(default_factory=dict)

    def due(self, row: InvoiceRow, account: Account) -> date:
        """The estimated due date: by the client's terms, else net days from the issue date.

        Of terms that can be counted in two ways, the later day: nobody is reminded too early.
        """
        words = account.values["terms"]
        if words:
            # Few terms for many invoices of few days.
            key = (words, row.issue_date, row.performance_date)
            if key not in self._days:
                self._days[key] = _counted(*key)
            counted = self._days[key]
            if counted is not None:
                return counted
        days = account.values["terms_days"]
        if days is None:
            days = self.asked
        if days is None:
            self.missing = True
            days = self.company
        return row.issue_date + timedelta(days=days)


def _counted(words: str, issued: date, performed: date | None) -> date | None:
    """The due date that the words of terms give; None where they say none."""
    try:
        known = [parse(words)]
    except AmbiguousTerms as error:
        known = list(error.readings)
    except InvalidValue:
        return None
    return max(due_date(terms, issued, delivered_on=performed) for terms in known)


@dataclass(slots=True)
class Facts:
    """A line that says more than an invoice: to settle once the payments are known. `changes`: so far."""

    document: Document
    row: InvoiceRow
    tally: Tally
    changes: list[FieldChange] = field(default_factory=list)


class DocumentPlanner:
    """Compares the lines of all files; `facts` are left for the end."""

    def __init__(self, books: Books, terms: Terms) -> None:
        self._books = books
        self._terms = terms
        self._lines: dict[int, InvoiceRow] = {}
        self._reworded: dict[tuple[int, bool, int], list[Document]] = {}
        self._matched: set[int] = set()
        self._words: dict[tuple[str, str], str] = {}
        self._changes = DocumentChanges(books)
        self.facts: list[Facts] = []

    def plan(
        self, reading: Reading, tally: Tally, found: dict[str, Document], carried: Container[str] = ()
    ) -> None:
        """Compares the invoices of a file; `found` receives the document of each key.

        `carried`: the keys of opening entries that were dealt with.
        """
        ledger = reading.format == "fec"
        added = 0
        accounts, keys, numbers = self._books.accounts, self._books.documents, self._books.by_number
        if ledger:
            self._find_reworded(reading)
        for row in reading.invoices:
            if row.key in carried:
                continue
            account = accounts.get(row.client_code) or account_of(self._books, row, tally)
            if account is None:
                continue
            debit = row.kind is DocumentKind.INVOICE or row.kind.is_debit
            unseen = not ledger and row.key not in keys[debit] and row.number not in numbers
            document = None if unseen else self._known(row, account, debit, ledger=ledger)
            if not (unseen or ledger or document) and self._belongs_elsewhere(row, account, debit, tally):
                continue
            if document is None:
                document = self._enter(row, account)
                added += 1
                self._keep_facts(document, row, tally, [], known=False)
            elif ledger or not document.live:
                tally.add("same", "invoices")
            elif document.new:
                self._repeat(document, row, tally)
            else:
                changes = self._changes.compare(document, row, tally)
                if changes is not None:
                    self._keep_facts(document, row, tally, changes, known=True)
            found[row.key] = document
        tally.add("new", "invoices", added)

    def _known(self, row: InvoiceRow, account: Account, debit: bool, *, ledger: bool) -> Document | None:
        """The document that a line is about, if the dossier or an earlier line has it."""
        document = self._books.documents[debit].get(row.key)
        if (
            document is not None
            and (ledger or document.client_id == account.id)
            # Cancelled by the user, then exported again with other figures: it is a new document.
            and (document.live or (document.gross, document.issued) == (row.gross, row.issue_date))
        ):
            return document
        if ledger:
            return self._repeated(row, account)
        numbered = self._books.by_number.get(row.number) if row.number else None
        if not numbered:
            return None
        fitting = [
            other
            for other in numbered
            # What this set has just entered bears another key: it is another document of the same number.
            if other.live and not other.new and other.debit is debit and other.client_id == account.id
            if other.id not in self._matched
        ]
        if len(fitting) > 1 or row.key != row.number:
            fitting = [other for other in fitting if other.gross == row.gross]
        if not fitting:
            return None
        self._matched.add(fitting[0].id)
        self._books.documents[debit][row.key] = fitting[0]
        return fitting[0]

    def _find_reworded(self, reading: Reading) -> None:
        """Lists the known documents that a line of the accountant may repeat under another key.

        His export is complete for its days: what it no longer holds under the same key came otherwise (typed,
        from a list of invoices) or was worded anew.
        """
        held = {row.key for row in reading.invoices}
        self._reworded.clear()
        for document in self._books.live_documents():
            if document.key not in held:
                place = (document.client_id, document.debit, document.gross)
                self._reworded.setdefault(place, []).append(document)

    def _repeated(self, row: InvoiceRow, account: Account) -> Document | None:
        """The known document that an accountant's line repeats: same client, amount, and number or day."""
        waiting = self._reworded.get((account.id, row.kind.is_debit, row.gross), [])
        for document in waiting:
            if document.number == row.number and document.key in {None, document.number}:
                waiting.remove(document)
                return document
        for document in waiting:
            if document.issued == row.issue_date:
                waiting.remove(document)
                return document
        return None

    def _belongs_elsewhere(self, row: InvoiceRow, account: Account, debit: bool, tally: Tally) -> bool:
        """Rejects a line whose number another client's document has: his code may have changed."""
        document = self._books.documents[debit].get(row.key)
        if document is None or not document.live or document.client_id == account.id:
            return False
        owner = self._books.by_id[document.client_id]
        reason = (
            f"Ce numéro est déjà celui d’une pièce du client {owner.code} ({owner.values['name']})\u00a0: "
            "vérifiez le client de la ligne."
        )
        tally.reject(row.line, "N° facture", row.number, reason)
        return True

    def _repeat(self, document: Document, row: InvoiceRow, tally: Tally) -> None:
        first = self._lines[document.id]
        if (first.gross, first.issue_date) == (row.gross, row.issue_date):
            tally.add("same", "invoices")
            return
        reason = f"Ce numéro est déjà à la ligne {first.line} avec un autre montant ou une autre date."
        tally.reject(row.line, "N° facture", row.number, reason)

    def _folded(self, row: InvoiceRow) -> str:
        # Few labels for many invoices, and folding accents is slow.
        words = (row.label, row.order_reference)
        folded = self._words.get(words)
        if folded is None:
            folded = self._words[words] = invoice_folded("", *words)
        return f"{fold(row.number)} {folded}".strip()

    def _enter(self, row: InvoiceRow, account: Account) -> Document:
        if account.values["archived"]:
            revive(account)
        books = self._books
        issued = row.issue_date
        document = Document(
            books.new_id["invoice"](),
            account.id,
            row.kind,
            row.number,
            issued,
            row.gross,
            row.key,
            (),
            True,
            row.line,
        )
        document.new = True
        self._lines[document.id] = row
        books.enter(document)
        books.invoice_rows.append(
            (
                document.id,
                account.id,
                row.kind.value,
                row.number,
                self._folded(row),
                issued.isoformat(),
                row.net,
                row.vat,
                row.gross,
                row.label,
                row.order_reference,
                _iso(row.performance_date),
                _iso(row.mise_en_demeure_received),
                int(row.to_confirm),
                row.key,
            )
        )
        if document.debit:
            due = row.due_date
            estimated = due is None
            if due is None:
                due = self._terms.due(row, account)
            item = Item(books.new_id["due_item"](), document, due, row.gross, estimated)
            document.items.append(item)
            books.items[item.id] = item
            books.due_item_rows.append((item.id, document.id, 1, due.isoformat(), row.gross, int(estimated)))
        return document

    def _keep_facts(
        self, document: Document, row: InvoiceRow, tally: Tally, changes: list[FieldChange], *, known: bool
    ) -> None:
        held = row.level_reached or row.disputed or row.promised_on or row.sent_on
        if held or row.outstanding is not None:
            self.facts.append(Facts(document, row, tally, changes))
        elif known:
            tally.settle("invoices", row.line, row.number, changes)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
