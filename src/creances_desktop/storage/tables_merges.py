"""Which client's card was joined to which."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from creances_desktop.storage.base import STRICT, Base


class ClientMergeRow(Base):
    """`gone_id` was joined to `kept_id`, which itself was joined to none."""

    __tablename__ = "client_merge"
    __table_args__ = (
        CheckConstraint("gone_id <> kept_id", name="two_clients"),
        Index(None, "kept_id"),
        STRICT,
    )

    gone_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))
