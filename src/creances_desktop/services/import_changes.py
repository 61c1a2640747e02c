"""What a line changes of an invoice that the dossier has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from creances_desktop.domain.imports import InvoiceRow
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.text import short_date
from creances_desktop.services.import_books import Books, Document, DocumentChange, Item
from creances_desktop.services.import_plan import FieldChange, Tally, amount_change, day_change

_DETAILS = ("net", "vat", "label", "order_reference", "performance_date", "mise_en_demeure_received")
"""The order of `Document.details`."""


class DocumentChanges:
    """Compares lines with known documents and keeps in the books what is to be changed."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._sent: set[int] | None = None

    def compare(self, document: Document, row: InvoiceRow, tally: Tally) -> list[FieldChange] | None:
        """Enters what a line changes; None when it was rejected: what happened since forbids the change."""
        changes: list[FieldChange] = []
        columns: dict[str, Any] = {}
        known = self._columns(document)
        refusal = self._frozen_changes(document, row, changes, columns)
        if refusal:
            tally.reject(row.line, "N° facture", row.number, refusal)
            return None
        self._free_changes(document, row, changes, columns)
        if columns:
            change = self._books.changed_documents.setdefault(document.id, DocumentChange(document, known))
            change.columns |= columns
            document.details = tuple(
                columns.get(name, value) for name, value in zip(_DETAILS, document.details, strict=False)
            )
        self._due_change(document, row, tally, changes)
        return changes

    def _columns(self, document: Document) -> dict[str, Any]:
        known = dict(zip(_DETAILS, document.details, strict=False))
        return known | {"issue_date": document.issued.isoformat(), "gross": document.gross}

    def _frozen_changes(
        self, document: Document, row: InvoiceRow, changes: list[FieldChange], columns: dict[str, Any]
    ) -> str:
        """Enters a new amount or issue date; the reason, in French, when what happened since forbids it."""
        if document.gross == row.gross and document.issued == row.issue_date:
            return ""
        what = (
            f"Le dossier a {format_cents(document.gross)} au {short_date(document.issued)} pour cette pièce, "
            f"le fichier {format_cents(row.gross)} au {short_date(row.issue_date)}"
        )
        if self._was_sent(document):
            return f"{what}\u00a0: une lettre en a déjà parlé, enregistrez plutôt un avoir ou une facture."
        used = sum(item.amount - item.open for item in document.items)
        used += 0 if document.debit else document.gross - document.left
        if used > row.gross or (used and document.issued != row.issue_date):
            return (
                f"{what}\u00a0: {format_cents(used)} y sont déjà imputés, annulez d’abord cette imputation."
            )
        if len(document.items) > 1:
            return f"{what}\u00a0: elle a plusieurs échéances, corrigez-la dans le dossier."
        if document.gross != row.gross:
            changes.append(amount_change("gross", "Montant TTC", document.gross, row.gross))
            columns["gross"] = row.gross
            self._resize(document, row.gross)
        if document.issued != row.issue_date:
            changes.append(day_change("issue_date", "Date", document.issued, row.issue_date))
            columns["issue_date"] = row.issue_date.isoformat()
            document.issued = row.issue_date
            for item in document.items:
                item.issued = row.issue_date
        return ""

    def _resize(self, document: Document, gross: Cents) -> None:
        if document.debit:
            item = document.items[0]
            self._remember(item)
            item.open += gross - item.amount
            item.amount = gross
        else:
            document.left += gross - document.gross
        document.gross = gross

    def _was_sent(self, document: Document) -> bool:
        if self._sent is None:
            self._sent = self._books.reader.imports.sent()
        return document.id in self._sent

    def _free_changes(
        self, document: Document, row: InvoiceRow, changes: list[FieldChange], columns: dict[str, Any]
    ) -> None:
        net, vat, label, order, performed, received = document.details[: len(_DETAILS)]
        compared: tuple[tuple[str, str, Any, Any, Callable[..., FieldChange]], ...] = (
            ("net", "Montant HT", net, row.net, amount_change),
            ("vat", "TVA", vat, row.vat, amount_change),
            ("label", "Libellé", label, row.label or None, FieldChange),
            ("order_reference", "Référence de commande", order, row.order_reference or None, FieldChange),
        )
        for name, title, before, after, shown in compared:
            if after is not None and after != before:
                changes.append(shown(name, title, before, after))
                columns[name] = after
        days = (
            ("performance_date", "Livraison / prestation le", performed, row.performance_date),
            (
                "mise_en_demeure_received",
                "Mise en demeure reçue le",
                received,
                row.mise_en_demeure_received,
            ),
        )
        for name, title, before, after in days:
            if after is not None and after.isoformat() != before:
                old = date.fromisoformat(before) if before else None
                changes.append(day_change(name, title, old, after))
                columns[name] = after.isoformat()

    def _due_change(
        self, document: Document, row: InvoiceRow, tally: Tally, changes: list[FieldChange]
    ) -> None:
        if row.due_date is None or not document.items:
            return
        dates = {item.due for item in document.items}
        if len(dates) > 1 and row.due_date not in dates:
            tally.warn(
                row.line,
                f"{row.number} a plusieurs échéances dans le dossier\u00a0: elles restent inchangées.",
            )
        item = document.items[0]
        if len(document.items) > 1 or (item.due == row.due_date and not item.estimated):
            return
        before = item.due
        self._remember(item)
        changes.append(day_change("due_date", "Échéance", before, row.due_date))
        item.due, item.estimated = row.due_date, False

    def _remember(self, item: Item) -> None:
        self._books.changed_items.setdefault(
            item.id, (item, (item.due.isoformat(), item.amount, int(item.estimated)))
        )
