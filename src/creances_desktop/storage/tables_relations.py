"""The relation with a client: whether he is spared, whether one still delivers to him."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from creances_desktop.storage.base import STRICT, Base, Flag, OptionalDay, PrimaryKey, Text


class ClientRelationRow(Base):
    """What the user decided about a client; without such a row, nothing.

    `cared` marks a client to be spared; `waits` says whether his first step waits for his usual day: as for
    every spared client, always or never. `no_delivery_since` is the day from which one no longer delivers to
    him. `lesson` is what was learnt with him.
    """

    __tablename__ = "client_relation"
    __table_args__ = (CheckConstraint("waits IN ('usual', 'always', 'never')", name="waits"), STRICT)

    client_id: Mapped[PrimaryKey] = mapped_column(ForeignKey("client.id"))
    cared: Mapped[Flag]
    waits: Mapped[str] = mapped_column(String, server_default="usual")
    no_delivery_since: Mapped[OptionalDay]
    no_delivery_reason: Mapped[Text]
    lesson: Mapped[Text]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))
