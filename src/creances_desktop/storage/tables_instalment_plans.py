"""Instalment plans granted to clients (échéanciers): what was agreed, for which invoices, in which parts."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from creances_desktop.storage.base import STRICT, Base, Day, Flag, Money, OptionalDay, PrimaryKey, Text


class InstalmentPlanRow(Base):
    """A plan proposed to a client, signed or not; whether it is kept is computed from the payments.

    `interest` and `indemnity`: the charges of its day, added to the parts or waived, in cents. `letter_id` is
    the agreement, `notice_id` the letter that demanded a missed instalment. `ended_as` is empty while it was
    not ended by the user, who said why in `reason`.
    """

    __tablename__ = "instalment_plan"
    __table_args__ = (
        CheckConstraint("charges IN ('waived', 'added')", name="charges"),
        CheckConstraint("ended_as IN ('', 'ended', 'lapsed')", name="ended_as"),
        CheckConstraint("(ended_on IS NULL) = (ended_as = '')", name="ended"),
        CheckConstraint("interest >= 0 AND indemnity >= 0", name="charges_positive"),
        Index(None, "client_id"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    proposed_on: Mapped[Day]
    signed_on: Mapped[OptionalDay]
    ended_on: Mapped[OptionalDay]
    ended_as: Mapped[Text]
    reason: Mapped[Text]
    charges: Mapped[str] = mapped_column(String)
    interest: Mapped[Money]
    indemnity: Mapped[Money]
    lapse_clause: Mapped[Flag]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class InstalmentPlanInvoiceRow(Base):
    """An invoice of a plan: the cents of it that are divided, and what was left to pay of it that day."""

    __tablename__ = "instalment_plan_invoice"
    __table_args__ = (
        CheckConstraint("amount > 0 AND amount <= outstanding", name="amount_positive"),
        Index(None, "invoice_id"),
        STRICT,
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("instalment_plan.id"), primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), primary_key=True)
    amount: Mapped[Money]
    outstanding: Mapped[Money]


class InstalmentPlanPartRow(Base):
    """One instalment; `settled` is what the calendar took it for last."""

    __tablename__ = "instalment_plan_part"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"), STRICT)

    plan_id: Mapped[int] = mapped_column(ForeignKey("instalment_plan.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[Day]
    amount: Mapped[Money]
    settled: Mapped[Text]
