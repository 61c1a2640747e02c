"""What the law needs to know beside the accounts: rates, judgments, costs, claims of charges, limitation."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creances_desktop.storage.base import STRICT, Base, Day, Flag, Money, OptionalDay, PrimaryKey, Text


class UserRateRow(Base):
    """A rate that the user entered for a semester (`2027-S1`), in percent a year as a decimal text."""

    __tablename__ = "user_rate"
    __table_args__ = STRICT

    series: Mapped[str] = mapped_column(String, primary_key=True)
    semester: Mapped[str] = mapped_column(String, primary_key=True)
    percent: Mapped[str] = mapped_column(String)
    source: Mapped[str] = mapped_column(String)
    published_on: Mapped[OptionalDay]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class AwardRow(Base):
    """A judgment that awards the legal rate on an invoice from a day on (included)."""

    __tablename__ = "award"
    __table_args__ = (UniqueConstraint("invoice_id"), STRICT)

    id: Mapped[PrimaryKey]
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    since: Mapped[Day]
    enforceable_on: Mapped[OptionalDay]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class CapitalisationRow(Base):
    """A clause or a judgment that lets whole years of interest on an invoice bear interest."""

    __tablename__ = "capitalisation"
    __table_args__ = (
        UniqueConstraint("invoice_id"),
        CheckConstraint("ground IN ('clause', 'judgment')", name="ground"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    ground: Mapped[str] = mapped_column(String)
    since: Mapped[Day]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class ProvenCostRow(Base):
    """A recovery cost with its proof, in cents, until it is withdrawn."""

    __tablename__ = "proven_cost"
    __table_args__ = (
        Index(None, "invoice_id"),
        CheckConstraint("amount > 0", name="amount_positive"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    day: Mapped[Day]
    amount: Mapped[Money]
    label: Mapped[Text]
    withdrawn_on: Mapped[OptionalDay]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class ChargeClaimRow(Base):
    """A decision on the charges of an invoice, with the figures of that day; the last row counts."""

    __tablename__ = "charge_claim"
    __table_args__ = (
        Index(None, "invoice_id"),
        CheckConstraint("status IN ('pursued', 'waived', 'settled')", name="status"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    as_of: Mapped[Day]
    interest: Mapped[Money]
    indemnity: Mapped[Money]
    costs: Mapped[Money]
    status: Mapped[str] = mapped_column(String)
    reason: Mapped[Text]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class ClientLimitationRow(Base):
    """What the user says of the limitation period of a client's debts (`services.limitation_rules`)."""

    __tablename__ = "client_limitation"
    __table_args__ = (CheckConstraint("years IS NULL OR years BETWEEN 1 AND 10", name="years"), STRICT)

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True)
    period: Mapped[str | None] = mapped_column(String)
    years: Mapped[int | None]
    clause: Mapped[Text]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class LimitationEventRow(Base):
    """An event of `domain.limitation_events` on a due item."""

    __tablename__ = "limitation_event"
    __table_args__ = (Index(None, "due_item_id"), STRICT)

    id: Mapped[PrimaryKey]
    due_item_id: Mapped[int] = mapped_column(ForeignKey("due_item.id"))
    kind: Mapped[str] = mapped_column(String)
    day: Mapped[Day]
    proof: Mapped[Text]
    ended_on: Mapped[OptionalDay]
    lost: Mapped[Flag]
    counted: Mapped[Flag]
    withdrawn_on: Mapped[OptionalDay]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))
