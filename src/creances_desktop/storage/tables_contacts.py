"""Contacts that were tried with their outcome, what is known of promises, and the morning sessions."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creances_desktop.storage.base import STRICT, Base, Day, Money, OptionalDay, PrimaryKey, Text


class ContactAttemptRow(Base):
    """A contact with a client that was tried on `day`: through which channel, where, with whom, what came.

    `reason`: why he does not pay, as told then. `entry_id`: the call of the calendar that it closed.
    """

    __tablename__ = "contact_attempt"
    __table_args__ = (Index(None, "client_id"), Index(None, "day"), STRICT)

    id: Mapped[PrimaryKey]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    day: Mapped[Day]
    channel: Mapped[str] = mapped_column(String)
    point: Mapped[Text]
    person: Mapped[Text]
    outcome: Mapped[Text]
    reason: Mapped[Text]
    note: Mapped[Text]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_entry.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class ContactInvoiceRow(Base):
    """An invoice that was spoken of; without one, the contact was about the account."""

    __tablename__ = "contact_invoice"
    __table_args__ = (Index(None, "invoice_id"), STRICT)

    attempt_id: Mapped[int] = mapped_column(ForeignKey("contact_attempt.id"), primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), primary_key=True)


class PromiseDetailRow(Base):
    """Who promised and how, the letter that confirms it, and what the calendar took it for (`settled`)."""

    __tablename__ = "promise_detail"
    __table_args__ = STRICT

    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"), primary_key=True)
    person: Mapped[Text]
    channel: Mapped[Text]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    settled: Mapped[Text]


class PromiseInvoiceRow(Base):
    """An invoice of a promise about several; one about a single invoice names it itself."""

    __tablename__ = "promise_invoice"
    __table_args__ = (Index(None, "invoice_id"), STRICT)

    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"), primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), primary_key=True)


class MorningSessionRow(Base):
    """A morning session; `bank_day`: payments were known up to this day when it began."""

    __tablename__ = "morning_session"
    __table_args__ = (
        CheckConstraint("state IN ('running', 'finished', 'left')", name="state"),
        Index(None, "day"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    day: Mapped[Day]
    bank_day: Mapped[OptionalDay]
    state: Mapped[str] = mapped_column(String)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class MorningItemRow(Base):
    """A client of a session in its order; `said` is what came of it, in French."""

    __tablename__ = "morning_item"
    __table_args__ = (
        UniqueConstraint("session_id", "client_id"),
        CheckConstraint("state IN ('waiting', 'done', 'skipped')", name="state"),
        STRICT,
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("morning_session.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[str] = mapped_column(String)
    amount: Mapped[Money]
    gain: Mapped[Money]
    state: Mapped[str] = mapped_column(String)
    said: Mapped[Text]
