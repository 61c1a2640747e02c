"""The check of a whole dossier: file, keys, sums, letters and attachments against their hashes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from creances_desktop.domain.attachments import Attachment
from creances_desktop.domain.letters import content_from_json
from creances_desktop.domain.money import Cents
from creances_desktop.domain.text import plural
from creances_desktop.storage.letters import DELIVERED, RETURNED, TO_PRINT, StoredLetter
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

_RULES = {
    "allocation_above_due_item": "une échéance a reçu plus que son montant",
    "allocation_above_payment": "un règlement est imputé au-delà de son montant",
    "allocation_above_credit": "un avoir est imputé au-delà de son montant",
    "instalment_plan_sum": "les échéances d’un échéancier n’en font pas le total",
    "due_items_sum": "les échéances d’une facture n’en font pas le total",
}


_BREAKS = {
    "seal": "son empreinte ne suit pas la précédente",
    "payload": "son contenu n’est plus celui qui a été enregistré",
}


_TABLES = {
    "allocation": "imputations",
    "attachment": "pièces jointes",
    "blob": "documents",
    "calendar_entry": "agenda",
    "client": "clients",
    "contact": "contacts",
    "contact_attempt": "appels",
    "dispute": "litiges",
    "due_item": "échéances",
    "followup": "relances",
    "invoice": "factures et avoirs",
    "invoice_sending": "envois de factures",
    "journal": "journal",
    "journal_change": "détail du journal",
    "journal_seal": "chaîne du journal",
    "journal_step": "pas à annuler",
    "letter": "lettres",
    "letter_event": "suivi des lettres",
    "letter_invoice": "factures des lettres",
    "payment": "règlements",
    "promise": "promesses",
}
"""What the user calls them; the others have no other name than that of their table."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and what was found: `problems` are French sentences, empty when all is well.

    `entries` counts the journal, `erased` those of its entries that say nothing any more; `seal` closes its
    chain: who notes it down can tell later whether the end of the journal was cut off.
    """

    problems: tuple[str, ...]
    letters: int
    clients: int
    invoices: int
    entries: int
    erased: int
    seal: str
    attachments: int = 0
    erased_clients: int = 0
    erased_files: int = 0


def verify(store: Store) -> Report:
    """Checks the dossier; reads only."""
    with store.reading() as r:
        problems = _pages(r)
        problems += [f"Valeur illisible\u00a0: {place}" for place in r.bulk.unreadable()]
        stored: list[StoredLetter] = []
        attached: list[Attachment] = []
        if not problems:  # nothing can be read of a file that is not what was written
            problems += _links(r)
            try:
                stored = r.letters.with_status(TO_PRINT, DELIVERED, RETURNED)
                attached = r.attachments.all()
                problems += [*_sums(r), *_chain(r), *_documents(r, attached), *_letters(r, stored)]
            except (ValueError, LookupError, TypeError) as error:
                problems.append(f"Contenu illisible\u00a0: {error}")
        return Report(
            tuple(problems),
            len(stored),
            r.bulk.count("client"),
            r.bulk.count("invoice"),
            r.bulk.count("journal"),
            r.journal.erased(),
            r.journal.head(),
            len(attached),
            *r.personal_data.counts(),
        )


def _pages(r: Transaction) -> list[str]:
    """What is wrong with the file itself, as one sentence: SQLite names each page, in its own words."""
    found = r.bulk.integrity()
    if not found:
        return []
    wrong = plural(len(found), "défaut", "défauts")
    return [f"Fichier abîmé\u00a0: {wrong} dans ses pages (SQLite\u00a0: «\u00a0{found[0]}\u00a0»)"]


def _links(r: Transaction) -> Iterator[str]:
    for table, other, number in r.bulk.dangling():
        lines = plural(number, "ligne cite", "lignes citent")
        yield (
            f"Lien rompu\u00a0: {lines} ({_TABLES.get(table, table)}) ce qui manque "
            f"({_TABLES.get(other, other)})"
        )


def _sums(r: Transaction) -> Iterator[str]:
    for rule, row in r.bulk.problems():
        yield f"Somme fausse\u00a0: {_RULES[rule]} (n° {row})"


def _chain(r: Transaction) -> Iterator[str]:
    for entry, what in r.journal.breaks():
        yield f"Journal rompu\u00a0: {_BREAKS[what]} (entrée n° {entry})"


def _documents(r: Transaction, attached: list[Attachment]) -> Iterator[str]:
    names = _names(r, attached)
    for digest in r.blobs.damaged():
        name = names.get(digest, digest[:12] + "…")
        yield f"Document modifié depuis son enregistrement\u00a0: {name}"
    kept = r.blobs.digests()
    for one in attached:
        if one.sha256 not in kept:
            yield f"Pièce «\u00a0{one.title}\u00a0»\u00a0: son fichier manque"


def _letters(r: Transaction, stored: list[StoredLetter]) -> Iterator[str]:
    kept = r.blobs.digests()
    for letter in stored:
        if r.personal_data.erased_on(letter.client_id) is not None:
            continue
        if letter.pdf_sha256 is None or letter.pdf_sha256 not in kept:
            yield f"Lettre {letter.reference}\u00a0: son PDF manque"
        elif (claimed := _claimed(r.letters.content(letter.id))) is None:
            yield f"Lettre {letter.reference}\u00a0: son contenu enregistré est illisible"
        elif claimed != letter.claimed:
            yield f"Lettre {letter.reference}\u00a0: le montant enregistré n’est pas celui du document"


def _claimed(content: str) -> Cents | None:
    """What a letter's frozen content claims, None for a text that is no content of a letter."""
    try:
        return content_from_json(content).claimed
    except (ValueError, TypeError, LookupError):
        return None


def _names(r: Transaction, attached: list[Attachment]) -> dict[str, str]:
    """What the user calls the documents, by digest."""
    found = {one.sha256: f"pièce «\u00a0{one.title}\u00a0»" for one in attached}
    for letter in r.letters.page(r.letters.search()):
        if letter.pdf_sha256:
            words = f"lettre {letter.reference} à {letter.client_name}"
            found[letter.pdf_sha256] = f"{words} (empreinte {letter.pdf_sha256[:12]}…)"
    return found
