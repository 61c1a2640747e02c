"""A batch of letters made ready for the desk: joined with their enclosures and counted.

The order is the same for letters, labels, envelopes, slips and the deposit list: registered letters first,
then the others, each by the name of the client, so that the piles match.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.letters import LetterContent, content_from_json
from creances_desktop.domain.postage import Postage, Posted, postage, sheets_of
from creances_desktop.domain.postal import left_out
from creances_desktop.domain.progress import Cancelled, NoProgress, Progress
from creances_desktop.domain.text import fold, plural
from creances_desktop.services import company, joining, letters, paper
from creances_desktop.services import postage as tariffs_kept
from creances_desktop.services.letters import StoredLetter
from creances_desktop.storage.store import Store

if TYPE_CHECKING:
    from creances_desktop.documents.batch import Piece

POSTED = (Channel.LETTER.value, Channel.REGISTERED_LETTER.value)


@dataclass(frozen=True, slots=True)
class MailOptions:
    """How letters are printed: on both sides, with their enclosures, in how many copies (one is posted)."""

    duplex: bool = True
    enclosures: bool = True
    copies: int = 1


PLAIN_MAIL = MailOptions()


@dataclass(frozen=True, slots=True)
class MailPiece:
    """A letter of the batch: its pages and those of its enclosures, each of which begins on its own sheet.

    `remarks`: French sentences about what could not be joined, or does not fit in the address block.
    """

    letter: StoredLetter
    lines: tuple[str, ...]
    pages: int
    enclosed: tuple[int, ...]
    remarks: tuple[str, ...] = ()

    @property
    def channel(self) -> Channel:
        """How it leaves."""
        return Channel(self.letter.channel)

    def sheets(self, wanted: MailOptions) -> int:
        """The sheets of paper in its envelope."""
        joined = self.enclosed if wanted.enclosures else ()
        return sum(sheets_of(pages, duplex=wanted.duplex) for pages in (self.pages, *joined))


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be done with some letters: `sheets` of paper, what the post asks for, what to look at."""

    pieces: tuple[MailPiece, ...]
    sheets: int
    postage: Postage
    remarks: tuple[str, ...]


def ordered(found: Sequence[StoredLetter]) -> list[StoredLetter]:
    """The letters as they lie on the desk."""
    return sorted(
        found,
        key=lambda one: (
            one.channel != Channel.REGISTERED_LETTER.value, fold(one.client_name), one.reference,
        ),
    )  # fmt: skip


def prepare(
    store: Store,
    letter_ids: Sequence[int],
    day: date,
    wanted: MailOptions = PLAIN_MAIL,
    progress: Progress | None = None,
    *,
    known_pieces: dict[int, MailPiece] | None = None,
) -> Batch:
    """Counts what the letters need. Raises Cancelled when the user stops it.

    `known_pieces` keeps what was read of each letter: what was issued does not change.
    """
    progress = progress or NoProgress()
    read = {} if known_pieces is None else known_pieces
    pieces = []
    for done, letter in enumerate(found := letters_of(store, letter_ids)):
        _go_on(progress, done, len(found), "Lecture des lettres")
        if letter.id not in read:
            read[letter.id] = _piece(store, letter)
        pieces.append(read[letter.id])
    with store.reading() as r:
        known, weights = tariffs_kept.tariffs_of(r), tariffs_kept.weights_of(r)
    posted = [Posted(one.channel, one.sheets(wanted)) for one in pieces if one.letter.channel in POSTED]
    alone = replace(wanted, enclosures=False)
    printed = sum(one.sheets(wanted) + (wanted.copies - 1) * one.sheets(alone) for one in pieces)
    remarks = tuple(dict.fromkeys(remark for one in pieces for remark in one.remarks))
    return Batch(tuple(pieces), printed, postage(posted, known, day, weights), remarks)


def combined(
    store: Store,
    letter_ids: Sequence[int],
    wanted: MailOptions = PLAIN_MAIL,
    progress: Progress | None = None,
) -> bytes:
    """The letters with their enclosures as one PDF; a single letter alone is its archived PDF, byte for byte.

    Further copies follow their letter, without its enclosures. Raises Cancelled when the user stops it.
    """
    found = letters_of(store, letter_ids)
    if len(found) == 1 and wanted.copies == 1 and not _joined(store, found[0], wanted):
        return letters.pdf(store, found[0].id)
    made = io.BytesIO()
    _combine(store, found, made, wanted, progress or NoProgress())
    return made.getvalue()


def combined_into(
    store: Store,
    letter_ids: Sequence[int],
    path: Path,
    wanted: MailOptions = PLAIN_MAIL,
    progress: Progress | None = None,
) -> None:
    """Writes the same PDF into a file, complete or not at all, a letter at a time: memory does not grow.

    Raises UnwritableFolder, or Cancelled.
    """
    found = letters_of(store, letter_ids)
    with letters.whole_file(path) as file:
        _combine(store, found, file, wanted, progress or NoProgress())


def letters_of(store: Store, letter_ids: Sequence[int]) -> list[StoredLetter]:
    """The letters in the order of the desk."""
    return ordered(letters.page(store, letter_ids))


def content_of(store: Store, letter: StoredLetter) -> LetterContent:
    """What a letter says."""
    with store.reading() as r:
        return content_from_json(r.letters.content(letter.id))


def _piece(store: Store, letter: StoredLetter) -> MailPiece:
    content = content_of(store, letter)
    remarks = []
    enclosed = []
    for exhibit in paper.exhibits_of(store, content):
        if isinstance(exhibit, joining.UnusablePaper):
            remarks.append(f"{letter.reference}\u00a0: {exhibit}")
        else:
            enclosed.append(exhibit.pages)
            remarks += [f"{letter.reference}\u00a0: {remark}" for remark in exhibit.remarks]
    if letter.channel in POSTED and len(content.recipient.lines) < 2:
        remarks.append(f"{letter.reference}\u00a0: l’adresse de {letter.client_name} est incomplète.")
    if letter.channel in POSTED:
        with store.reading() as r:
            client = r.clients.get(letter.client_id)
        told = left_out(client.name, content.recipient.contact, client.address)
        remarks += [f"{letter.reference}\u00a0: {words}." for words in told]
    pages = joining.page_count(letters.pdf(store, letter.id))
    return MailPiece(letter, content.recipient.lines, pages, tuple(enclosed), tuple(remarks))


def _joined(store: Store, letter: StoredLetter, wanted: MailOptions) -> bool:
    """Whether something is to be joined to the letter."""
    return wanted.enclosures and bool(content_of(store, letter).exhibits)


def _combine(
    store: Store,
    found: Sequence[StoredLetter],
    target: BinaryIO,
    wanted: MailOptions,
    progress: Progress,
) -> None:
    from creances_desktop.documents import batch

    def pieces() -> Iterator[Piece]:
        for done, letter in enumerate(found):
            _go_on(progress, done, len(found), "Assemblage du PDF")
            data = letters.pdf(store, letter.id)
            yield batch.Piece(f"{letter.client_name} — {letter.reference}", data)
            if wanted.enclosures:
                for one in paper.exhibits_of(store, content_of(store, letter)):
                    if not isinstance(one, joining.UnusablePaper):
                        yield batch.Piece(one.name, one.pdf, enclosed=True)
            for number in range(2, wanted.copies + 1):
                yield batch.Piece(f"Exemplaire {number}", data, enclosed=True)

    count = plural(len(found), "lettre", "lettres")
    batch.combine_into(
        target,
        pieces(),
        title=f"{count} à envoyer",
        author=company.get(store).legal_name,
        duplex=wanted.duplex,
    )


def _go_on(progress: Progress, done: int, count: int, words: str) -> None:
    if progress.cancelled:
        raise Cancelled
    progress.report(done, count, words)


def waiting(store: Store) -> list[StoredLetter]:
    """The letters that have not left, in the order of the desk."""
    return ordered(letters.to_print(store))


def issued_on(store: Store, day: date) -> list[StoredLetter]:
    """The letters of a day that were not cancelled, in the order of the desk."""
    found: list[StoredLetter] = []
    ids = letters.search(store)  # newest first
    for start in range(0, len(ids), _PAGE):
        page = letters.page(store, ids[start : start + _PAGE])
        found += [one for one in page if one.issued_on == day and one.status in _PRINTABLE]
        if page and page[-1].issued_on < day:
            break
    return ordered(found)


_PAGE = 200
_PRINTABLE = frozenset({letters.DELIVERED, "to_print"})
