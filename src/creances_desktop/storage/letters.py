"""Letters issued: what they said is frozen, their PDF is a blob."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select, update

from creances_desktop.domain.money import Cents
from creances_desktop.domain.text import fold
from creances_desktop.storage.base import Clock, utc_now
from creances_desktop.storage.tables import ClientRow, DueItemRow
from creances_desktop.storage.tables_followups import FollowupRow, LetterRow
from creances_desktop.storage.tables_letters import LetterInvoiceRow
from creances_desktop.storage.tables_sending import RegisteredNumberRow

RESERVED = "reserved"
TO_PRINT = "to_print"
DELIVERED = "delivered"
CANCELLED = "cancelled"
RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter to reserve; amounts in cents; `content` is the frozen JSON."""

    client_id: int
    client_name: str
    reference: str
    step: str
    channel: str
    template: str
    issued_on: date
    deadline: date | None
    total: Cents
    credits: Cents
    claimed: Cents
    content: str
    file_name: str


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A letter as stored; `status` is one of this module's constants."""

    id: int
    client_id: int
    client_code: str
    client_name: str
    reference: str
    step: str
    channel: str
    template: str
    issued_on: date
    deadline: date | None
    total: Cents
    credits: Cents
    claimed: Cents
    status: str
    pdf_sha256: str | None
    file_name: str
    delivered_at: str | None
    void_reason: str


@dataclass(frozen=True, slots=True)
class TextUsed:
    """The text that a letter was written from: `kind` names the letter, `own` tells the user's texts apart.

    `tone` is empty where the text has none; `edited`: the words of this letter alone were changed.
    """

    kind: str
    version: int
    own: bool
    tone: str
    edited: bool


class Letters:
    """Everything that was issued."""

    def __init__(self, connection: Connection, clock: Clock = utc_now) -> None:
        self._connection = connection
        self._clock = clock

    def next_reference(self, day: date) -> str:
        """The reference of the next letter of the day's year: `L2026-00001` and on, without holes."""
        prefix = f"L{day.year}-"
        last = self._connection.scalar(
            select(func.max(LetterRow.reference)).where(LetterRow.reference.startswith(prefix))
        )
        return f"{prefix}{int(last[len(prefix) :]) + 1 if last else 1:05d}"

    def reserve(self, letter: NewLetter, *, action_id: int) -> int:
        """Enters a letter with all its figures frozen, not drawn yet, and returns its id."""
        values = {name: getattr(letter, name) for name in NewLetter.__slots__ if name != "client_name"}
        folded = fold(f"{letter.client_name} {letter.reference}")
        result = self._connection.execute(
            insert(LetterRow).values(status=RESERVED, folded=folded, action_id=action_id, **values)
        )
        return int(result.inserted_primary_key[0])  # type: ignore[index]

    def store_pdf(self, letter_id: int, pdf_sha256: str) -> None:
        """Names the drawn PDF; the letter is now to print."""
        self._change(letter_id, pdf_sha256=pdf_sha256, status=TO_PRINT)

    def deliver(self, letter_id: int) -> None:
        """Marks a letter as delivered, now."""
        at = self._clock().isoformat(timespec="seconds")
        self._change(letter_id, status=DELIVERED, delivered_at=at)

    def void(self, letter_id: int, status: str, reason: str) -> None:
        """Marks a letter as cancelled before it left, or as returned."""
        self._change(letter_id, status=status, void_reason=reason)

    def get(self, letter_id: int) -> StoredLetter:
        """One letter; KeyError if it is not there."""
        row = self._connection.execute(_letters().where(LetterRow.id == letter_id)).first()
        if row is None:
            raise KeyError(letter_id)
        return StoredLetter(**row._asdict())

    def content(self, letter_id: int) -> str:
        """The frozen content of a letter, as JSON."""
        content = self._connection.scalar(select(LetterRow.content).where(LetterRow.id == letter_id))
        if content is None:
            raise KeyError(letter_id)
        return content

    def texts_of(self, letter_ids: Iterable[int]) -> dict[int, TextUsed]:
        """The text of each letter, read from its frozen content; an older one has no tone and no owner."""
        paths = ("step_name", "template_version", "origin.own", "origin.tone", "edited")
        parts = (func.json_extract(LetterRow.content, f"$.{path}") for path in paths)
        query = select(LetterRow.id, *parts).where(LetterRow.id.in_(list(letter_ids)))
        return {
            letter_id: TextUsed(kind or "", version or 1, bool(own), tone or "", bool(edited))
            for letter_id, kind, version, own, tone, edited in self._connection.execute(query)
        }

    def with_status(self, *statuses: str) -> list[StoredLetter]:
        """The letters in one of these states, oldest first."""
        query = _letters().where(LetterRow.status.in_(statuses)).order_by(LetterRow.id)
        return [StoredLetter(**row._asdict()) for row in self._connection.execute(query)]

    def of_client(self, client_id: int) -> list[StoredLetter]:
        """The letters of a client, newest first."""
        query = _letters().where(LetterRow.client_id == client_id).order_by(LetterRow.id.desc())
        return [StoredLetter(**row._asdict()) for row in self._connection.execute(query)]

    def attach(self, letter_id: int, invoice_ids: Iterable[int]) -> None:
        """Names the invoices that a letter outside the plan is about."""
        rows = [{"letter_id": letter_id, "invoice_id": one} for one in dict.fromkeys(invoice_ids)]
        if rows:
            self._connection.execute(insert(LetterInvoiceRow), rows)

    def invoices_of(self, letter_id: int) -> list[int]:
        """The ids of the invoices that a letter is about, whether it took a step for them or not."""
        reminded = (
            select(DueItemRow.invoice_id)
            .join(FollowupRow, FollowupRow.due_item_id == DueItemRow.id)
            .where(FollowupRow.letter_id == letter_id)
        )
        attached = select(LetterInvoiceRow.invoice_id).where(LetterInvoiceRow.letter_id == letter_id)
        return sorted(self._connection.scalars(reminded.union(attached)))

    def of_invoice(self, invoice_id: int) -> list[StoredLetter]:
        """The letters that took a step for a document, or are about it, newest first."""
        steps = (
            select(FollowupRow.letter_id)
            .join(DueItemRow, DueItemRow.id == FollowupRow.due_item_id)
            .where(DueItemRow.invoice_id == invoice_id, FollowupRow.letter_id.is_not(None))
        )
        attached = select(LetterInvoiceRow.letter_id).where(LetterInvoiceRow.invoice_id == invoice_id)
        query = _letters().where(LetterRow.id.in_(steps.union(attached))).order_by(LetterRow.id.desc())
        return [StoredLetter(**row._asdict()) for row in self._connection.execute(query)]

    def search(self, words: str = "", *, statuses: Iterable[str] = ()) -> list[int]:
        """The ids of the letters whose client, reference or postal number has every word, newest first."""
        query = select(LetterRow.id).order_by(LetterRow.issued_on.desc(), LetterRow.id.desc())
        for word in fold(words).split():
            numbered = select(RegisteredNumberRow.letter_id).where(
                RegisteredNumberRow.number.contains(word.upper(), autoescape=True)
            )
            query = query.where(
                or_(LetterRow.folded.contains(word, autoescape=True), LetterRow.id.in_(numbered))
            )
        if statuses:
            query = query.where(LetterRow.status.in_(tuple(statuses)))
        return list(self._connection.scalars(query))

    def page(self, letter_ids: Iterable[int]) -> list[StoredLetter]:
        """The letters with these ids, in that order."""
        ids = list(letter_ids)
        rows = self._connection.execute(_letters().where(LetterRow.id.in_(ids)))
        found = {row.id: StoredLetter(**row._asdict()) for row in rows}
        return [found[letter_id] for letter_id in ids if letter_id in found]

    def _change(self, letter_id: int, **values: Any) -> None:
        self._connection.execute(update(LetterRow).where(LetterRow.id == letter_id).values(**values))


@cache
def _letters() -> Any:
    names = [name for name in StoredLetter.__slots__ if name not in {"client_code", "client_name"}]
    return select(
        *(getattr(LetterRow, name) for name in names),
        ClientRow.code.label("client_code"),
        ClientRow.name.label("client_name"),
    ).join(ClientRow, ClientRow.id == LetterRow.client_id)
