"""Letters sent by e-mail, offline: a draft for the user's own mailer, then what he says became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from creances_desktop.domain.attachments import AttachmentKind, IncomingFile
from creances_desktop.domain.clients import Channel
from creances_desktop.domain.emails import (
    EmailContact,
    all_contacts,
    body_of,
    choose_contact,
    parse_addresses,
    subject_of,
)
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.letter_events import EventKind
from creances_desktop.domain.letters import content_from_json
from creances_desktop.domain.text import short_date
from creances_desktop.services import attachments, letters
from creances_desktop.services.attachments import About, Wording
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage import letters as states
from creances_desktop.storage.letter_events import DEMAND
from creances_desktop.storage.letters import StoredLetter
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

__all__ = [
    "Draft",
    "EmailContact",
    "OfferedFile",
    "Prepared",
    "build",
    "draft_name",
    "mark_sent",
    "note_answer",
    "parse_addresses",
    "prepare",
    "waiting",
    "write_drafts",
]

HEAVY = 20 * 1024 * 1024
"""Most mail servers refuse a message above 20 to 25 MB."""


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file that the message may carry: `key` tells where it lies, `chosen` if it is joined at first."""

    key: str
    name: str
    words: str
    size: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the user is shown before a draft is made: everything can be changed.

    `contact` is None when no address is known; `others` are everyone who has one.
    """

    letter: StoredLetter
    contact: EmailContact | None
    others: tuple[EmailContact, ...]
    subject: str
    body: str
    files: tuple[OfferedFile, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What the user decided; `to` and `copies` as typed, `files` the keys of those that are joined."""

    to: str
    copies: str
    subject: str
    body: str
    files: tuple[str, ...]


def prepare(store: Store, letter_id: int) -> Prepared:
    """The draft that a letter gives by itself: the right contact, its own words, its PDF and its invoices.

    Raises DomainError when the letter is not drawn yet.
    """
    with store.reading() as r:
        letter = r.letters.get(letter_id)
        if letter.pdf_sha256 is None:
            raise DomainError(f"La lettre {letter.reference} n’est pas encore prête.")
        content = content_from_json(r.letters.content(letter_id))
        client = r.clients.get(letter.client_id)
        files = tuple(_offered(r, letter))
    firm = letter.step.startswith(DEMAND) or letter.template.startswith(DEMAND)
    chosen = choose_contact(client.contacts, client.email, firm=firm)
    names = [file.name for file in files if file.chosen]
    return Prepared(
        letter=letter,
        contact=chosen,
        others=tuple(all_contacts(client.contacts, client.email)),
        subject=subject_of(content),
        body=body_of(content, names),
        files=files,
    )


def _offered(r: Transaction, letter: StoredLetter) -> Iterable[OfferedFile]:
    yield OfferedFile(
        "letter", letter.file_name, "La lettre", len(r.blobs.get(letter.pdf_sha256 or "")), True
    )
    for invoice_id in r.letters.invoices_of(letter.id):
        invoice = r.invoices.get(invoice_id)
        if invoice.pdf_sha256:
            size = len(r.blobs.get(invoice.pdf_sha256))
            name = f"{_safe(invoice.number)}.pdf"
            yield OfferedFile(f"invoice:{invoice.id}", name, f"Facture {invoice.number}", size, True)
        for one in r.attachments.of_invoice(invoice.id):
            if one.invoice_id == invoice.id:
                yield OfferedFile(f"attachment:{one.id}", one.file_name, one.title, one.size, False)


def build(store: Store, letter_id: int, draft: Draft) -> bytes:
    """The `.eml` of a draft. InvalidValue beside `to`, `copies` or `files`."""
    from creances_desktop.exchange import eml

    to, copies = parse_addresses(draft.to), parse_addresses(draft.copies, "copies")
    if not to:
        raise InvalidValue("to", "Indiquez à qui écrire.")
    with store.reading() as r:
        company = r.company.get()
        letter = r.letters.get(letter_id)
        files = []
        for key in draft.files:
            subject, _, number = key.partition(":")
            if subject == "letter":
                digest, name, media = letter.pdf_sha256 or "", letter.file_name, "application/pdf"
            elif subject == "invoice":
                invoice = r.invoices.get(int(number))
                digest, name, media = (
                    invoice.pdf_sha256 or "",
                    f"{_safe(invoice.number)}.pdf",
                    "application/pdf",
                )
            else:
                one = r.attachments.get(int(number))
                digest, name, media = one.sha256, one.file_name, one.media_type
            files.append(eml.DraftFile(name, media, r.blobs.get(digest)))
    if sum(len(file.data) for file in files) > HEAVY:
        raise InvalidValue(
            "files",
            "Ces pièces dépassent 20 Mo\u00a0: la plupart des messageries les refuseraient. Décochez-en.",
        )
    sender = (company.legal_name, company.email.strip())
    return eml.draft(sender, to, draft.subject, draft.body, copies=copies, files=files)


def draft_name(letter: StoredLetter) -> str:
    """The name of the file of a draft."""
    return f"{Path(letter.file_name).stem}.eml"


def write_drafts(store: Store, letter_ids: Sequence[int], folder: Path) -> list[Path]:
    """Writes the draft of each of these letters in `folder`, as `prepare` gives it.

    A letter without a known address has none. Raises UnwritableFolder.
    """
    written = []
    for letter_id in letter_ids:
        made = prepare(store, letter_id)
        if made.contact is None:
            continue
        files = tuple(file.key for file in made.files if file.chosen)
        data = build(store, letter_id, Draft(made.contact.address, "", made.subject, made.body, files))
        path = folder / draft_name(made.letter)
        letters.write_file(path, data)
        written.append(path)
    return written


def waiting(store: Store) -> list[StoredLetter]:
    """The letters that are to leave by e-mail and have not, oldest first."""
    with store.reading() as r:
        found = r.letters.with_status(states.TO_PRINT)
    return [letter for letter in found if letter.channel == Channel.EMAIL]


def mark_sent(store: Store, letter_id: int, day: date, to: str, today: date, *, note: str = "") -> Changes:
    """Notes that the user sent a letter by e-mail: how, when and to whom; but a registered one, it has left.

    InvalidValue beside `day` or `to`.
    """
    addresses = parse_addresses(to)
    if not addresses:
        raise InvalidValue("to", "Indiquez à qui vous l’avez envoyée.")
    with store.transaction() as t:
        letter = t.letters.get(letter_id)
        _check_day(letter, day, today)
        if letter.status in {states.RESERVED, states.CANCELLED}:
            raise DomainError(
                f"La lettre {letter.reference} ne part pas\u00a0: son état est «\u00a0annulée\u00a0»."
            )
        words = ", ".join(addresses)
        text = f"Lettre {letter.reference} envoyée par e-mail le {short_date(day)} à {words}"
        entry = t.journal.append(
            "letter_emailed",
            text,
            client_id=letter.client_id,
            after={"letter_id": letter_id, "day": day, "recipient": words},
        )
        t.letter_events.add(
            letter_id, EventKind.EMAILED, day, recipient=words, text=note.strip(), action_id=entry
        )
        # A copy by e-mail leaves a registered letter to be printed and deposited.
        if letter.status == states.TO_PRINT and letter.channel != Channel.REGISTERED_LETTER:
            t.letters.deliver(letter_id)
    return changed(Subject.LETTERS, Subject.CLIENTS, message=f"{text}.", entry_id=entry)


def note_answer(
    store: Store, letter_id: int, day: date, text: str, today: date, *, mail: IncomingFile | None = None
) -> Changes:
    """Keeps what the client answered to a letter, with the mail itself if given.

    InvalidValue beside `day`, or beside `text` when there is neither text nor mail.
    """
    if not text.strip() and mail is None:
        raise InvalidValue("text", "Notez ce que dit la réponse, ou joignez le message.")
    with store.transaction() as t:
        letter = t.letters.get(letter_id)
        _check_day(letter, day, today)
        kept = None
        if mail is not None:
            wording = Wording(AttachmentKind.MAIL, day, f"Réponse à la lettre {letter.reference}")
            kept = attachments.kept(t, About(letter.client_id, letter_id=letter_id), mail, wording)
        said = text.strip().splitlines()[0] if text.strip() else "message joint"
        summary = f"Réponse à la lettre {letter.reference} le {short_date(day)}\u00a0: {said}"
        entry = t.journal.append(
            "letter_answered",
            summary,
            client_id=letter.client_id,
            after={"letter_id": letter_id, "day": day, "text": text.strip()},
        )
        t.letter_events.add(
            letter_id, EventKind.ANSWERED, day, text=text.strip(), attachment_id=kept, action_id=entry
        )
    return changed(
        Subject.LETTERS, Subject.CLIENTS, Subject.ATTACHMENTS, message="Réponse notée.", entry_id=entry
    )


def _check_day(letter: StoredLetter, day: date, today: date) -> None:
    if day > today:
        raise InvalidValue("day", "Ce jour n’est pas encore venu.")
    if day < letter.issued_on:
        raise InvalidValue("day", f"La lettre est du {short_date(letter.issued_on)}\u00a0: c’est avant.")


def _safe(number: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in number) or "facture"
