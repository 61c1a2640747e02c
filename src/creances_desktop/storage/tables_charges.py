"""Which debits enter interest and indemnity that were paid, and on which invoice."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from creances_desktop.storage.base import STRICT, Base


class ChargeDebitRow(Base):
    """A debit that enters charges paid on the invoice `claimed_id`."""

    __tablename__ = "charge_debit"
    __table_args__ = (Index(None, "claimed_id"), STRICT)

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), primary_key=True)
    claimed_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
