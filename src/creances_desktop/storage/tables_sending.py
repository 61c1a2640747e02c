"""What was sent and what proves it: files attached, sendings of invoices, the life of letters that left."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from creances_desktop.storage.base import STRICT, Base, Day, OptionalDay, PrimaryKey, Text


class AttachmentRow(Base):
    """A file attached to a client, to one of his invoices or to a letter; its bytes are a blob.

    `dispute_id`: it is an exhibit of this dispute about `invoice_id`. `removed_on`: it is hidden from that
    day on; the blob stays. `turn`: the quarter turns to the right with which its pages are read.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("invoice_id IS NULL OR letter_id IS NULL", name="one_subject"),
        CheckConstraint("dispute_id IS NULL OR invoice_id IS NOT NULL", name="dispute_of_invoice"),
        CheckConstraint("file_name <> ''", name="file_named"),
        CheckConstraint("turn BETWEEN 0 AND 3", name="turn"),
        Index(None, "client_id"),
        Index(None, "invoice_id"),
        Index(None, "letter_id"),
        Index(None, "dispute_id"),
        Index(None, "sha256"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    dispute_id: Mapped[int | None] = mapped_column(ForeignKey("dispute.id"))
    kind: Mapped[str] = mapped_column(String)
    label: Mapped[Text]
    day: Mapped[Day]
    file_name: Mapped[str] = mapped_column(String)
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    removed_on: Mapped[OptionalDay]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))
    turn: Mapped[int] = mapped_column(Integer, server_default="0")


class InvoiceSendingRow(Base):
    """An invoice sent to the client: by which channel, when, to whom, with the file that proves it."""

    __tablename__ = "invoice_sending"
    __table_args__ = (
        CheckConstraint(
            "channel IN ('email', 'post', 'registered_letter', 'portal', 'by_hand', 'other')", name="channel"
        ),
        Index(None, "invoice_id"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    channel: Mapped[str] = mapped_column(String)
    day: Mapped[Day]
    recipient: Mapped[Text]
    note: Mapped[Text]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    withdrawn_on: Mapped[OptionalDay]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class RegisteredNumberRow(Base):
    """The number that the post gave a registered letter, in its normal form."""

    __tablename__ = "registered_number"
    __table_args__ = STRICT

    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    number: Mapped[str] = mapped_column(String)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class LetterEventRow(Base):
    """What happened to a letter once drawn (`domain.letter_events.EventKind`), until it is withdrawn."""

    __tablename__ = "letter_event"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('delivered', 'emailed', 'answered', 'deposited', 'presented', 'received', 'refused',"
            " 'unclaimed', 'wrong_address')",
            name="kind",
        ),
        Index(None, "letter_id"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    kind: Mapped[str] = mapped_column(String)
    day: Mapped[Day]
    recipient: Mapped[Text]
    text: Mapped[Text]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    withdrawn_on: Mapped[OptionalDay]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))
