"""What a dispute is about beside its invoice: the part, the claim, who answers by when, how it ended."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from creances_desktop.storage.base import STRICT, Base, OptionalDay, OptionalMoney, PrimaryKey, Text


class DisputeDetailRow(Base):
    """The details of a dispute; one without such a row is about the whole invoice, with its reason alone.

    `amount` in cents is the part contested, None for the whole. `conceded` is what a credit note or a
    compromise took off; both it and `outcome` are None and empty while the dispute is open.
    """

    __tablename__ = "dispute_detail"
    __table_args__ = (
        CheckConstraint("amount IS NULL OR amount > 0", name="amount_positive"),
        CheckConstraint("conceded IS NULL OR conceded >= 0", name="conceded_positive"),
        CheckConstraint("outcome IN ('', 'credit_note', 'upheld', 'compromise')", name="outcome"),
        STRICT,
    )

    dispute_id: Mapped[PrimaryKey] = mapped_column(ForeignKey("dispute.id"))
    amount: Mapped[OptionalMoney]
    category: Mapped[str] = mapped_column(String)
    claim: Mapped[Text]
    answered_by: Mapped[str] = mapped_column(String)
    answer_by: Mapped[OptionalDay]
    outcome: Mapped[Text]
    outcome_note: Mapped[Text]
    conceded: Mapped[OptionalMoney]
    credit_note_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))
