"""Letters once reserved: drawn, delivered, found again, cancelled or returned."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import BinaryIO

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.errors import DomainError, EnvironmentProblem, system_reason
from creances_desktop.domain.letter_templates import LetterTemplate, parse_phrases, parse_template
from creances_desktop.domain.letters import LetterContent, content_from_json
from creances_desktop.domain.payment_slips import letter_numbers
from creances_desktop.domain.progress import NoProgress, Progress
from creances_desktop.domain.text import fold, plural
from creances_desktop.paths import resource
from creances_desktop.services import company as companies
from creances_desktop.services import instalment_plans
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage import letters as states
from creances_desktop.storage.letters import StoredLetter
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

__all__ = [
    "DELIVERED",
    "ISSUED",
    "NOT_LEFT",
    "STATUS_LABELS",
    "Delivered",
    "StoredLetter",
    "UnwritableFolder",
    "cancel",
    "deliver_to_folder",
    "draw",
    "file_name",
    "finish",
    "finish_reserved",
    "free_path",
    "mark_delivered",
    "of_client",
    "page",
    "pdf",
    "returned",
    "search",
    "status_label",
    "templates",
    "to_print",
    "void",
    "write_file",
]

STATUS_LABELS = {
    states.RESERVED: "En préparation",
    states.TO_PRINT: "À imprimer",
    states.DELIVERED: "Envoyée",
    states.CANCELLED: "Annulée",
    states.RETURNED: "Revenue",
}
_TO_EMAIL = "À envoyer par e-mail"
DELIVERED = states.DELIVERED
NOT_LEFT = (states.RESERVED, states.TO_PRINT)
ISSUED = (states.RESERVED, states.TO_PRINT, states.DELIVERED, states.RETURNED, states.CANCELLED)


class UnwritableFolder(EnvironmentProblem):
    """The folder for letters and other papers refuses a file."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            f"Impossible d’écrire dans «\u00a0{folder}\u00a0» ({system_reason(error)})\u00a0: "
            "choisissez un autre dossier. Ce qui n’a pas été écrit reste à faire, rien n’est perdu."
        )


@dataclass(frozen=True, slots=True)
class Delivered:
    """A letter whose file is in place."""

    letter: StoredLetter
    path: Path


def status_label(letter: StoredLetter) -> str:
    """The French state of a letter: one that leaves by e-mail does not wait for the printer."""
    if letter.status == states.TO_PRINT and letter.channel == Channel.EMAIL:
        return _TO_EMAIL
    return STATUS_LABELS[letter.status]


@cache
def templates() -> tuple[LetterTemplate, ...]:
    """The built-in texts, with the phrases that they share."""
    shared = parse_phrases((resource("phrases") / "letters.txt").read_text(encoding="utf-8"))
    return tuple(
        replace(parse_template(path.read_text(encoding="utf-8")), phrases=shared)
        for path in sorted(resource("letters").glob("*.txt"))
    )


def file_name(client_code: str, reference: str, step: str) -> str:
    """The name of a letter's file: safe on every file system, unique by its reference.

    `step` is the name of the step: the client may read it in an e-mail.
    """
    code = re.sub(r"[^A-Za-z0-9-]+", "-", fold(client_code).upper()).strip("-") or "CLIENT"
    words = re.sub(r"[^a-z0-9]+", "_", fold(step).lower()).strip("_")
    return f"{code}_{reference}_{words}.pdf"


def draw(store: Store, content: LetterContent) -> bytes:
    """The PDF of a content, with the company's images: the same content gives the same bytes."""
    # reportlab costs 100 ms to import: only once something is drawn.
    from creances_desktop.documents import letters as drawing

    return drawing.draw(
        content,
        logo=companies.image(store, content.company.logo),
        signature=companies.image(store, content.company.signature_image),
    )


def pdf(store: Store, letter_id: int) -> bytes:
    """A letter exactly as it was drawn when it was issued."""
    with store.reading() as r:
        letter = r.letters.get(letter_id)
        if letter.pdf_sha256:
            return r.blobs.get(letter.pdf_sha256)
        content = content_from_json(r.letters.content(letter_id))
    return draw(store, content)


def finish_reserved(store: Store) -> list[int]:
    """Draws and stores the letters that a crash left reserved; returns their ids."""
    with store.reading() as r:
        waiting = [letter.id for letter in r.letters.with_status(states.RESERVED)]
    for letter_id in waiting:
        finish(store, letter_id)
    return waiting


def finish(store: Store, letter_id: int) -> None:
    """Draws a reserved letter from its frozen content and stores the PDF with its calendar entry."""
    with store.reading() as r:
        content = content_from_json(r.letters.content(letter_id))
    data = draw(store, content)
    from creances_desktop.services.calendar import letter_deadline

    with store.transaction() as t:
        letter = t.letters.get(letter_id)
        if letter.status != states.RESERVED:
            return
        t.letters.store_pdf(letter_id, t.blobs.add(data, "application/pdf"))
        entry = t.journal.append(
            "letter_drawn", f"Lettre {letter.reference} prête à imprimer", client_id=letter.client_id
        )
        letter_deadline(t, letter, entry)


def to_print(store: Store) -> list[StoredLetter]:
    """The letters of paper drawn and not delivered yet, oldest first; those by e-mail wait apart."""
    with store.reading() as r:
        return [one for one in r.letters.with_status(states.TO_PRINT) if one.channel != Channel.EMAIL]


def deliver_to_folder(
    store: Store,
    letter_ids: Sequence[int],
    folder: Path,
    progress: Progress | None = None,
    *,
    day: date | None = None,
) -> list[Delivered]:
    """Writes each letter's file in `folder`, complete or not at all, and marks it delivered.

    Stops between two letters when cancelled. Raises UnwritableFolder; what was delivered before stays so.
    """
    progress = progress or NoProgress()
    done: list[Delivered] = []
    for number, letter_id in enumerate(letter_ids):
        if progress.cancelled:
            break
        progress.report(number, len(letter_ids), "Enregistrement des lettres")
        with store.reading() as r:
            letter = r.letters.get(letter_id)
        path = folder / letter.file_name
        write_file(path, pdf(store, letter_id))
        mark_delivered(store, [letter_id], "enregistrée", day=day)
        done.append(Delivered(letter, path))
    progress.report(len(letter_ids), len(letter_ids), "")
    return done


def free_path(folder: Path, name: str) -> Path:
    """The path of a file of that name in `folder`; a number is added while the name is taken."""
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
    return path


def check_folder(folder: Path) -> None:
    """Makes the folder if needed and tries to write in it. Raises UnwritableFolder."""
    trial = folder / f".{os.getpid()}.partial"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial.write_bytes(b"")
        trial.unlink()
    except OSError as error:
        raise UnwritableFolder(folder, error) from error


def write_file(path: Path, data: bytes) -> None:
    """Writes a file complete or not at all. Raises UnwritableFolder."""
    with whole_file(path) as file:
        file.write(data)


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write, complete or not at all: under another name first, then renamed.

    What stops the writing removes what was written. Raises UnwritableFolder.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise UnwritableFolder(path.parent, error) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def mark_delivered(store: Store, letter_ids: Iterable[int], how: str, *, day: date | None = None) -> Changes:
    """Marks letters as delivered, `how` being a French participle (`imprimée`, `enregistrée`).

    A registered one enters the calendar until it is deposited; `day` is the present one without it.
    """
    from creances_desktop.services import registered

    ids = list(letter_ids)
    day = day or store.clock().astimezone().date()
    entry = 0
    with store.transaction() as t:
        for letter_id in ids:
            letter = t.letters.get(letter_id)
            if letter.status != states.TO_PRINT:
                continue
            t.letters.deliver(letter_id)
            entry = t.journal.append(
                "letter_delivered", f"Lettre {letter.reference} {how}", client_id=letter.client_id
            )
            registered.left(t, letter, day, how, entry)
    message = f"{plural(len(ids), f'lettre {how}', f'lettres {how}s')}."
    return changed(Subject.LETTERS, Subject.CALENDAR, message=message, entry_id=entry)


def cancel(store: Store, letter_id: int, reason: str, today: date) -> Changes:
    """Cancels a letter that has not left: its step can be taken again, as a new attempt.

    Raises DomainError when it was delivered: it can then only be marked as returned.
    """
    return _void(store, letter_id, states.CANCELLED, reason, today)


def returned(store: Store, letter_id: int, reason: str, today: date) -> Changes:
    """Marks a delivered letter as come back: its step can be taken again, as a new attempt."""
    return _void(store, letter_id, states.RETURNED, reason, today)


def _void(store: Store, letter_id: int, status: str, reason: str, today: date) -> Changes:
    if not reason.strip():
        raise DomainError("Indiquez le motif\u00a0: il reste dans l’historique du client.")
    with store.transaction() as t:
        letter = t.letters.get(letter_id)
        entry = void(t, letter, status, reason.strip(), today)
        if status == states.CANCELLED:
            instalment_plans.end_with_agreement(t, letter_id, letter.client_id, today)
    return changed(
        Subject.LETTERS,
        Subject.INVOICES,
        Subject.CALENDAR,
        message=f"Lettre {letter.reference} {_VOID_WORDS[status]}.",
        entry_id=entry,
    )


def void(t: Transaction, letter: StoredLetter, status: str, reason: str, today: date) -> int:
    """Within an action under way: cancels a letter, or marks it as come back; the journal entry's id.

    Raises DomainError when it is not at that stage.
    """
    expected = NOT_LEFT if status == states.CANCELLED else (states.DELIVERED,)
    if letter.status not in expected:
        raise DomainError(
            f"La lettre {letter.reference} est déjà au stade «\u00a0{status_label(letter)}\u00a0»"
            "\u00a0: cette action n’est plus possible."
        )
    t.letters.void(letter.id, status, reason)
    t.followups.void_letter(letter.id)
    t.calendar.close_of_letter(letter.id, today)
    return t.journal.append(
        f"letter_{status}",
        f"Lettre {letter.reference} {_VOID_WORDS[status]}\u00a0: {reason}",
        client_id=letter.client_id,
    )


_VOID_WORDS = {states.CANCELLED: "annulée", states.RETURNED: "revenue"}


def search(store: Store, words: str = "") -> list[int]:
    """The ids of everything issued whose client or reference contains every word, newest first.

    The creditor reference that a bank gives back (`RF…`) finds its letter.
    """
    paid = letter_numbers(words)
    with store.reading() as r:
        return r.letters.search(paid[0] if paid else words)


def page(store: Store, letter_ids: Sequence[int]) -> list[StoredLetter]:
    """The letters with these ids, in that order."""
    with store.reading() as r:
        return r.letters.page(letter_ids)


def of_client(store: Store, client_id: int) -> list[StoredLetter]:
    """The letters of a client, newest first."""
    with store.reading() as r:
        return r.letters.of_client(client_id)
