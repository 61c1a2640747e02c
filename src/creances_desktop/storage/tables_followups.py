"""The follow-up: plans, letters, steps done, promises, disputes, pauses and the calendar."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creances_desktop.storage.base import (
    STRICT,
    Base,
    Day,
    Flag,
    Money,
    OptionalDay,
    PrimaryKey,
    Text,
)


class PlanRow(Base):
    """A follow-up plan."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("name"), STRICT)

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(String)
    is_default: Mapped[Flag]


class PlanStepRow(Base):
    """A step of a plan; `days` after the due date, negative before it."""

    __tablename__ = "plan_step"
    __table_args__ = (UniqueConstraint("plan_id", "position"), STRICT)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String, primary_key=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String)
    days: Mapped[int]
    channel: Mapped[str] = mapped_column(String)
    template: Mapped[Text]
    deadline_days: Mapped[int]
    consumer_deadline_days: Mapped[int | None]
    minimum: Mapped[Money]
    claims_charges: Mapped[Flag]
    tone: Mapped[Text]


class LetterRow(Base):
    """A letter with everything frozen in `content` (JSON); the PDF is a blob named by its SHA-256.

    `status`: `reserved` (figures frozen, not drawn), `to_print` (drawn, not delivered), `delivered`,
    `cancelled` (before it left), `returned`.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("reference"),
        CheckConstraint(
            "status IN ('reserved', 'to_print', 'delivered', 'cancelled', 'returned')", name="status"
        ),
        Index(None, "client_id"),
        Index(None, "status"),
        Index(None, "issued_on"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    reference: Mapped[str] = mapped_column(String)
    folded: Mapped[Text]
    step: Mapped[Text]
    channel: Mapped[str] = mapped_column(String)
    template: Mapped[str] = mapped_column(String)
    issued_on: Mapped[Day]
    deadline: Mapped[OptionalDay]
    total: Mapped[Money]
    credits: Mapped[Money]
    claimed: Mapped[Money]
    content: Mapped[str] = mapped_column(String)
    status: Mapped[str] = mapped_column(String)
    pdf_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    file_name: Mapped[Text]
    delivered_at: Mapped[str | None] = mapped_column(String)
    void_reason: Mapped[Text]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class FollowupRow(Base):
    """A step done on a due item. The constraint forbids the double letter.

    `void` marks an attempt that did not count: its letter was cancelled before it left, or came back.
    """

    __tablename__ = "followup"
    __table_args__ = (
        UniqueConstraint("due_item_id", "cycle", "step", "attempt"),
        Index(None, "letter_id"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    due_item_id: Mapped[int] = mapped_column(ForeignKey("due_item.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    cycle: Mapped[int]
    step: Mapped[str] = mapped_column(String)
    attempt: Mapped[int]
    channel: Mapped[str] = mapped_column(String)
    done_on: Mapped[Day]
    deadline: Mapped[OptionalDay]
    outstanding: Mapped[Money]
    days_late: Mapped[int]
    void: Mapped[Flag]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class DisputeRow(Base):
    """An invoice in dispute from `opened_on` until `closed_on`."""

    __tablename__ = "dispute"
    __table_args__ = (Index(None, "invoice_id"), STRICT)

    id: Mapped[PrimaryKey]
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    opened_on: Mapped[Day]
    reason: Mapped[Text]
    closed_on: Mapped[OptionalDay]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class PromiseRow(Base):
    """A promise to pay `amount` cents on `promised_on`, on one invoice or, without it, on the account."""

    __tablename__ = "promise"
    __table_args__ = (Index(None, "client_id"), Index(None, "invoice_id"), STRICT)

    id: Mapped[PrimaryKey]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"))
    amount: Mapped[Money]
    promised_on: Mapped[Day]
    made_on: Mapped[Day]
    note: Mapped[Text]
    withdrawn_on: Mapped[OptionalDay]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class PauseRow(Base):
    """A client or one of his invoices set aside until a day (included), with the reason."""

    __tablename__ = "pause"
    __table_args__ = (
        CheckConstraint("(client_id IS NULL) <> (invoice_id IS NULL)", name="one_subject"),
        Index(None, "client_id"),
        Index(None, "invoice_id"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"))
    until: Mapped[Day]
    reason: Mapped[Text]
    lifted_on: Mapped[OptionalDay]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class CalendarEntryRow(Base):
    """Something to do on a day; `origin` names the fact it comes from, so that it is never entered twice."""

    __tablename__ = "calendar_entry"
    __table_args__ = (
        UniqueConstraint("origin"),
        Index(None, "day"),
        Index(None, "client_id"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    kind: Mapped[str] = mapped_column(String)
    day: Mapped[Day]
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_entry.id"))
    title: Mapped[str] = mapped_column(String)
    note: Mapped[Text]
    outcome: Mapped[Text]
    done_on: Mapped[OptionalDay]
    origin: Mapped[str | None] = mapped_column(String)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))
