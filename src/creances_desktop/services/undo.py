"""Undoing an import: its inverse, by reversing rows. Lists hide both; the history shows both."""

from __future__ import annotations

from datetime import date
from typing import Any

from creances_desktop.domain.errors import DomainError
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.imports import ACTION
from creances_desktop.storage.invoices import invoice_folded
from creances_desktop.storage.journal import JournalEntry
from creances_desktop.storage.letters import CANCELLED, DELIVERED, RETURNED
from creances_desktop.storage.recorder import StepKind
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

UNDONE = "import_undone"
_AMOUNTS = frozenset({"gross", "issue_date"})


def undo(store: Store, entry_id: int, *, today: date) -> Changes:
    """Undoes an import: every balance, of every day, is again what it was, and the same files can come again.

    Clients it made and for whom nothing else stands are archived. Values that it changed come back, unless
    they were changed again since. Letters about its invoices that have not left are cancelled. Raises
    DomainError when the entry is not an import, was undone already, or when a letter about one of its
    invoices has left: what left the machine cannot be undone.
    """
    with store.transaction() as t:
        return take_back(t, entry_id, today)


def take_back(t: Transaction, entry_id: int, today: date) -> Changes:
    """What `undo` does, within an action under way."""
    original = _undoable(t, entry_id)
    before, after = original.before or {}, original.after or {}
    resized = [
        int(row_id) for row_id, columns in before.get("invoice", {}).items() if _AMOUNTS & set(columns)
    ]
    waiting = _letters_not_sent(t, entry_id, resized)
    entry = t.journal.append(
        UNDONE,
        f"Annulation\u00a0: {original.summary}",
        before=after,
        after=before,
        reverses_id=(entry_id, *t.journal.reversals(entry_id))[-1],
    )
    group = t.steps.of_entry(entry_id)
    if group is not None:
        t.step = StepKind("undo", group)
        t.steps.mark(group, undone=True)
    for letter_id in waiting:
        t.letters.void(letter_id, CANCELLED, "Import annulé")
        t.followups.void_letter(letter_id)
        t.calendar.close_of_letter(letter_id, today)
    stand_again = t.undo.take_reversals(entry_id)
    t.undo.reverse_money(entry_id, entry)
    t.undo.cancel_documents(entry_id, entry)
    t.undo.close_facts(entry_id, entry, today)
    t.undo.archive_clients(entry_id)
    _restore(t, before, after)
    _refuse_overfilled(t, stand_again)
    return changed(
        *(Subject.CLIENTS, Subject.INVOICES, Subject.PAYMENTS, Subject.LETTERS, Subject.CALENDAR),
        message=f"Annulé\u00a0: {original.summary}.",
        entry_id=entry,
    )


def last_import(store: Store) -> JournalEntry | None:
    """The latest import that can still be undone, or None."""
    with store.reading() as r:
        for entry in r.journal.latest(action=ACTION):
            if not r.journal.is_reversed(entry.id):
                return entry
    return None


def _undoable(t: Transaction, entry_id: int) -> JournalEntry:
    try:
        entry = t.journal.get(entry_id)
    except KeyError:
        raise DomainError("Cette action n’est pas dans le journal du dossier.") from None
    if entry.action != ACTION:
        raise DomainError(
            f"«\u00a0{entry.summary}\u00a0» n’est pas un import\u00a0: elle ne s’annule pas ici."
        )
    if t.journal.is_reversed(entry_id):
        raise DomainError("Cet import est déjà annulé.")
    return entry


def _letters_not_sent(t: Transaction, entry_id: int, resized: list[int]) -> list[int]:
    """The letters to cancel with the import; DomainError when one has left."""
    waiting = []
    for letter_id, reference, status, number, client in t.undo.letters(entry_id, resized):
        if status in {DELIVERED, RETURNED}:
            raise DomainError(
                f"La lettre {reference} à {client} a déjà été envoyée au sujet de la facture {number}\u00a0: "
                "cet import ne peut plus être annulé en entier. Corrigez les pièces une à une."
            )
        if letter_id not in waiting:
            waiting.append(letter_id)
    return waiting


def _refuse_overfilled(t: Transaction, due_item_ids: list[int]) -> None:
    number = t.undo.overfilled(due_item_ids)
    if number is not None:
        raise DomainError(
            f"Un règlement que cet import avait repris compterait de nouveau, mais {number} a reçu une autre "
            "imputation depuis\u00a0: annulez-la d’abord."
        )


def _restore(t: Transaction, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Gives changed rows their values back."""
    for row_id, columns in before.get("invoice", {}).items():
        if "gross" in columns and t.undo.overdrawn(int(row_id), columns["gross"]):
            number = t.invoices.get(int(row_id)).number
            raise DomainError(
                f"Depuis cet import, plus que l’ancien montant de {number} a été imputé\u00a0: "
                "annulez d’abord cette imputation."
            )
    for client_id, names in after.get("contact", {}).items():
        t.undo.remove_contacts(int(client_id), names)
    for table in ("client", "invoice", "due_item", "payment"):
        for row_id, columns in before.get(table, {}).items():
            restored = t.undo.restore(table, int(row_id), columns, after.get(table, {}).get(row_id, {}))
            if restored and table == "client":
                t.clients.fold_again(int(row_id))
            elif restored and table == "invoice":
                one = t.invoices.get(int(row_id))
                t.invoices.change(one.id, folded=invoice_folded(one.number, one.label, one.order_reference))
