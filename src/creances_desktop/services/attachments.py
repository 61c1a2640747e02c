"""Files attached to clients, invoices, disputes and letters: kept once, found again, taken away, put back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from creances_desktop.domain.attachments import (
    MAX_BYTES,
    Attachment,
    AttachmentKind,
    IncomingFile,
    RefusedFile,
    guess_kind,
    incoming,
    size_text,
    too_large,
)
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.joining import as_a4
from creances_desktop.storage.attachments import NewAttachment
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

__all__ = [
    "TURNS",
    "About",
    "Attachment",
    "AttachmentKind",
    "IncomingFile",
    "RefusedFile",
    "Wording",
    "attach",
    "change",
    "data",
    "enter",
    "guess_kind",
    "incoming",
    "kept",
    "of_client",
    "of_dispute",
    "of_invoice",
    "of_letter",
    "pages",
    "read",
    "remove",
    "restore",
    "size_text",
    "subject_words",
]


@dataclass(frozen=True, slots=True)
class About:
    """What a file is attached to: a client, one of his invoices, a dispute about it, or a letter to him.

    A dispute comes with the invoice that it is about.
    """

    client_id: int
    invoice_id: int | None = None
    letter_id: int | None = None
    dispute_id: int | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said of a file; `label` is empty for the name of its kind.

    `turn`: the quarter turns to the right with which its pages are read, 0 to 3.
    """

    kind: AttachmentKind
    day: date
    label: str = ""
    turn: int = 0


def read(path: Path) -> IncomingFile:
    """The file at that place, checked before it is read in full.

    Raises RefusedFile (a folder, empty, too large, a program, not what its name says) and OSError.
    """
    if path.is_dir():
        raise RefusedFile(path.name, "c’est un dossier\u00a0; choisissez les fichiers qu’il contient.")
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise too_large(path.name, size)
    return incoming(path.name, path.read_bytes())


def attach(store: Store, about: About, files: Sequence[IncomingFile], wording: Wording) -> Changes:
    """Keeps these files and attaches each to its subject, in one action.

    A label of several files is numbered. Raises DomainError when one of them is attached there already.
    """
    if not files:
        raise DomainError("Choisissez au moins un fichier.")
    with store.transaction() as t:
        for number, file in enumerate(files, 1):
            label = wording.label.strip()
            if label and len(files) > 1:
                label = f"{label} ({number}/{len(files)})"
            row, entry = enter(t, about, file, replace(wording, label=label))
    words = plural(len(files), "pièce jointe", "pièces jointes")
    renamed = [file for file in files if file.renamed_from]
    if renamed:
        one = renamed[0]
        words += f"\u00a0; «\u00a0{one.renamed_from}\u00a0» est en réalité un fichier {one.type.word}"
    return changed(
        Subject.ATTACHMENTS,
        Subject.CLIENTS,
        Subject.INVOICES,
        Subject.LETTERS,
        message=f"{words}.",
        entry_id=entry,
        row_id=row,
    )


def enter(t: Transaction, about: About, file: IncomingFile, wording: Wording) -> tuple[int, int]:
    """What `attach` does for one file, within an action under way: the file's id and the journal entry's.

    Raises DomainError when the same content is attached there already.
    """
    new = NewAttachment(
        about.client_id,
        about.invoice_id,
        about.letter_id,
        wording.kind,
        wording.label.strip(),
        wording.day,
        file.name,
        t.blobs.add(file.data, file.type.media_type),
        about.dispute_id,
        wording.turn,
    )
    known = t.attachments.find(new)
    if known is not None and about.dispute_id is not None and known.dispute_id is None:
        # A file of the invoice becomes an exhibit of its dispute: it is not kept in two places.
        return known.id, _change(t, known, about, replace(wording, turn=known.turn))
    if known is not None:
        raise DomainError(
            f"«\u00a0{file.name}\u00a0» est déjà joint ici, sous le nom «\u00a0{known.title}\u00a0»."
        )
    text = f"Pièce jointe\u00a0: {wording.kind.label.lower()} «\u00a0{file.name}\u00a0»{_of(t, about)}"
    entry = t.journal.append(
        "attachment_added",
        text,
        client_id=about.client_id,
        invoice_id=about.invoice_id,
        after={"file_name": file.name, "sha256": new.sha256, "kind": wording.kind.value, "day": wording.day},
    )
    return t.attachments.add(new, action_id=entry), entry


def kept(t: Transaction, about: About, file: IncomingFile, wording: Wording) -> int:
    """The id of this file on its subject, attached now unless the same content already is."""
    digest = hashlib.sha256(file.data).hexdigest()
    new = NewAttachment(
        about.client_id,
        about.invoice_id,
        about.letter_id,
        wording.kind,
        wording.label,
        wording.day,
        file.name,
        digest,
    )
    known = t.attachments.find(new)
    return known.id if known is not None else enter(t, about, file, wording)[0]


def change(store: Store, attachment_id: int, about: About, wording: Wording) -> Changes:
    """Changes what is said of a file, what it is attached to and how it is turned; its bytes never change."""
    with store.transaction() as t:
        before = t.attachments.get(attachment_id)
        entry = _change(t, before, about, wording)
    return _changes(f"Pièce «\u00a0{before.file_name}\u00a0» enregistrée.", entry, attachment_id)


def _change(t: Transaction, before: Attachment, about: About, wording: Wording) -> int:
    """What `change` does, within an action under way; the journal entry."""
    values = {
        "kind": wording.kind.value,
        "label": wording.label.strip(),
        "day": wording.day,
        "turn": wording.turn,
    }
    subject = {name: getattr(about, name) for name in ("invoice_id", "letter_id", "dispute_id")}
    entry = t.journal.append(
        "attachment_changed",
        f"Pièce «\u00a0{before.file_name}\u00a0»\u00a0: {wording.kind.label.lower()} du "
        f"{short_date(wording.day)}{_of(t, about)}{_turned(before.turn, wording.turn)}",
        client_id=before.client_id,
        invoice_id=about.invoice_id,
        before={name: getattr(before, name) for name in (*values, *subject)},
        after=values | subject,
    )
    t.attachments.change(before.id, **values, **subject)
    return entry


def remove(store: Store, attachment_id: int, today: date) -> Changes:
    """Takes a file out of the lists; `restore` puts it back.

    Raises DomainError when it is the proof of a sending or of what happened to a letter.
    """
    with store.transaction() as t:
        one = t.attachments.get(attachment_id)
        if one.removed_on is not None:
            raise DomainError(f"«\u00a0{one.title}\u00a0» est déjà retirée.")
        _refuse_proof(t, one)
        entry = t.journal.append(
            "attachment_removed",
            f"Pièce retirée\u00a0: «\u00a0{one.title}\u00a0»",
            client_id=one.client_id,
            invoice_id=one.invoice_id,
            before={"attachment_id": attachment_id, "sha256": one.sha256},
        )
        t.attachments.change(attachment_id, removed_on=today)
    return _changes(f"Pièce retirée\u00a0: «\u00a0{one.title}\u00a0».", entry, attachment_id)


def restore(store: Store, entry_id: int) -> Changes:
    """Puts back the file that this journal entry removed. Raises DomainError when it is there."""
    with store.transaction() as t:
        removal = t.journal.get(entry_id)
        if removal.action != "attachment_removed" or t.journal.is_reversed(entry_id):
            raise DomainError("Il n’y a pas de pièce à remettre.")
        attachment_id = int(removal.before["attachment_id"])
        one = t.attachments.get(attachment_id)
        if one.removed_on is None:
            raise DomainError(f"«\u00a0{one.title}\u00a0» est déjà à sa place.")
        entry = t.journal.append(
            "attachment_restored",
            f"Pièce remise\u00a0: «\u00a0{one.title}\u00a0»",
            client_id=one.client_id,
            invoice_id=one.invoice_id,
            after={"attachment_id": attachment_id},
            reverses_id=entry_id,
        )
        t.attachments.change(attachment_id, removed_on=None)
    return _changes(f"Pièce remise\u00a0: «\u00a0{one.title}\u00a0».", entry, attachment_id)


def of_client(store: Store, client_id: int) -> list[Attachment]:
    """Every file of a client, of his invoices and of his letters, the latest first."""
    with store.reading() as r:
        return r.attachments.of_client(client_id)


def of_invoice(store: Store, invoice_id: int) -> list[Attachment]:
    """The files of an invoice and of the letters about it, the latest first."""
    with store.reading() as r:
        return r.attachments.of_invoice(invoice_id)


def of_dispute(store: Store, dispute_id: int) -> list[Attachment]:
    """The exhibits of a dispute, the latest first."""
    with store.reading() as r:
        return r.attachments.of_dispute(dispute_id)


def of_letter(store: Store, letter_id: int) -> list[Attachment]:
    """The files of a letter, the latest first."""
    with store.reading() as r:
        return r.attachments.of_letter(letter_id)


def data(store: Store, attachment_id: int) -> tuple[str, bytes]:
    """The name and the bytes of a file, as they were attached."""
    with store.reading() as r:
        one = r.attachments.get(attachment_id)
        return one.file_name, r.blobs.get(one.sha256)


def pages(store: Store, attachment_id: int, turn: int) -> bytes:
    """The pages of a file as a PDF, turned so many quarters to the right: as an evidence file binds them.

    Raises UnusablePaper for a file without pages, or that cannot be read.
    """
    name, content = data(store, attachment_id)
    return as_a4(content, name, turn=turn).pdf


TURNS = ("Tel quel", "Un quart de tour à droite", "Un demi-tour", "Un quart de tour à gauche")
"""The French words of the turns, by their number of quarters to the right."""


def _turned(before: int, after: int) -> str:
    return "" if before == after else f", sens\u00a0: {TURNS[after].lower()}"


def subject_words(one: Attachment) -> str:
    """What a file is attached to, in a word: `F2026-101`, `Litige F2026-101`, `Lettre L-12`, `Client`."""
    if one.letter_reference:
        return f"Lettre {one.letter_reference}"
    if one.dispute_id is not None:
        return f"Litige {one.invoice_number}"
    return one.invoice_number or "Client"


def _refuse_proof(t: Transaction, one: Attachment) -> None:
    sendings = t.sendings.of_attachment(one.id)
    if sendings:
        raise DomainError(
            f"«\u00a0{one.title}\u00a0» prouve un envoi de facture du {short_date(sendings[0].day)}\u00a0: "
            "retirez d’abord cet envoi."
        )
    events = t.letter_events.of_attachment(one.id)
    if events:
        raise DomainError(
            f"«\u00a0{one.title}\u00a0» prouve «\u00a0{events[0].kind.label}\u00a0» du "
            f"{short_date(events[0].day)}\u00a0: retirez d’abord cette étape de la lettre."
        )


def _of(t: Transaction, about: About) -> str:
    if about.dispute_id is not None and about.invoice_id is not None:
        return f", litige sur {t.invoices.get(about.invoice_id).number}"
    if about.invoice_id is not None:
        return f", {t.invoices.get(about.invoice_id).number}"
    if about.letter_id is not None:
        return f", lettre {t.letters.get(about.letter_id).reference}"
    return ""


def _changes(message: str, entry: int, row: int) -> Changes:
    return changed(
        Subject.ATTACHMENTS,
        Subject.CLIENTS,
        Subject.INVOICES,
        Subject.LETTERS,
        message=message,
        entry_id=entry,
        row_id=row,
    )
