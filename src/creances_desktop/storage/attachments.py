"""Files attached to clients, invoices, disputes and letters; their bytes are blobs, once per content."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select, update

from creances_desktop.domain.attachments import Attachment, AttachmentKind
from creances_desktop.storage.tables import BlobRow, DueItemRow, InvoiceRow
from creances_desktop.storage.tables_followups import FollowupRow, LetterRow
from creances_desktop.storage.tables_letters import LetterInvoiceRow
from creances_desktop.storage.tables_sending import AttachmentRow


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A file to attach; its bytes are kept already under `sha256`.

    An exhibit of a dispute names the invoice too.
    """

    client_id: int
    invoice_id: int | None
    letter_id: int | None
    kind: AttachmentKind
    label: str
    day: date
    file_name: str
    sha256: str
    dispute_id: int | None = None
    turn: int = 0


class Attachments:
    """The files, those removed left out unless asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: NewAttachment, *, action_id: int) -> int:
        """Attaches a file and returns its id."""
        values = {name: getattr(new, name) for name in NewAttachment.__slots__} | {"kind": new.kind.value}
        result = self._connection.execute(insert(AttachmentRow).values(**values, action_id=action_id))
        return int(result.inserted_primary_key[0])  # type: ignore[index]

    def change(self, attachment_id: int, **columns: Any) -> None:
        """Changes what is said of a file (kind, label, day, subject, removed_on)."""
        self._connection.execute(
            update(AttachmentRow).where(AttachmentRow.id == attachment_id).values(**columns)
        )

    def get(self, attachment_id: int) -> Attachment:
        """One file, removed or not; KeyError if it is not there."""
        row = self._connection.execute(_rows().where(AttachmentRow.id == attachment_id)).first()
        if row is None:
            raise KeyError(attachment_id)
        return _attachment(row)

    def find(self, new: NewAttachment) -> Attachment | None:
        """The same content already attached to the same subject, or None."""
        query = _rows().where(
            AttachmentRow.removed_on.is_(None),
            AttachmentRow.sha256 == new.sha256,
            AttachmentRow.client_id == new.client_id,
            AttachmentRow.invoice_id.is_(new.invoice_id)
            if new.invoice_id is None
            else AttachmentRow.invoice_id == new.invoice_id,
            AttachmentRow.letter_id.is_(new.letter_id)
            if new.letter_id is None
            else AttachmentRow.letter_id == new.letter_id,
        )
        # The exhibits of a dispute are among those of its invoice: the one of this dispute comes first.
        of_it = AttachmentRow.dispute_id.is_(new.dispute_id)
        row = self._connection.execute(query.order_by(of_it.desc(), AttachmentRow.id).limit(1)).first()
        return None if row is None else _attachment(row)

    def of_client(self, client_id: int) -> list[Attachment]:
        """Every file of a client, of his invoices and of his letters, the latest first."""
        return self._read(AttachmentRow.client_id == client_id)

    def of_invoice(self, invoice_id: int) -> list[Attachment]:
        """The files of an invoice and of the letters about it, the latest first."""
        about = (
            select(FollowupRow.letter_id)
            .join(DueItemRow, DueItemRow.id == FollowupRow.due_item_id)
            .where(DueItemRow.invoice_id == invoice_id, FollowupRow.letter_id.is_not(None))
        )
        beside = select(LetterInvoiceRow.letter_id).where(LetterInvoiceRow.invoice_id == invoice_id)
        return self._read(
            or_(AttachmentRow.invoice_id == invoice_id, AttachmentRow.letter_id.in_(about.union(beside)))
        )

    def of_dispute(self, dispute_id: int) -> list[Attachment]:
        """The exhibits of a dispute, the latest first."""
        return self._read(AttachmentRow.dispute_id == dispute_id)

    def of_letter(self, letter_id: int) -> list[Attachment]:
        """The files of a letter, the latest first."""
        return self._read(AttachmentRow.letter_id == letter_id)

    def all(self) -> list[Attachment]:
        """Every file, in the order in which they were attached."""
        query = _rows().where(AttachmentRow.removed_on.is_(None)).order_by(AttachmentRow.id)
        return [_attachment(row) for row in self._connection.execute(query)]

    def counts(self, invoice_ids: Collection[int]) -> dict[int, int]:
        """How many files each of these invoices has of its own."""
        query = (
            select(AttachmentRow.invoice_id, func.count())
            .where(AttachmentRow.invoice_id.in_(invoice_ids), AttachmentRow.removed_on.is_(None))
            .group_by(AttachmentRow.invoice_id)
        )
        return {row[0]: row[1] for row in self._connection.execute(query) if row[0] is not None}

    def _read(self, *conditions: Any) -> list[Attachment]:
        query = (
            _rows()
            .where(AttachmentRow.removed_on.is_(None), *conditions)
            .order_by(AttachmentRow.day.desc(), AttachmentRow.id.desc())
        )
        return [_attachment(row) for row in self._connection.execute(query)]


def _rows() -> Any:
    return (
        select(
            AttachmentRow.id,
            AttachmentRow.client_id,
            AttachmentRow.invoice_id,
            AttachmentRow.letter_id,
            AttachmentRow.dispute_id,
            AttachmentRow.kind,
            AttachmentRow.label,
            AttachmentRow.day,
            AttachmentRow.file_name,
            AttachmentRow.sha256,
            AttachmentRow.removed_on,
            AttachmentRow.turn,
            func.length(BlobRow.data).label("size"),
            BlobRow.media_type,
            InvoiceRow.number.label("invoice_number"),
            LetterRow.reference.label("letter_reference"),
        )
        .outerjoin(BlobRow, BlobRow.sha256 == AttachmentRow.sha256)
        .outerjoin(InvoiceRow, InvoiceRow.id == AttachmentRow.invoice_id)
        .outerjoin(LetterRow, LetterRow.id == AttachmentRow.letter_id)
    )


def _attachment(row: Any) -> Attachment:
    values = row._asdict()
    return Attachment(
        **values
        | {
            "kind": AttachmentKind(row.kind),
            "size": row.size or 0,
            "media_type": row.media_type or "",
            "invoice_number": row.invoice_number or "",
            "letter_reference": row.letter_reference or "",
        }
    )
