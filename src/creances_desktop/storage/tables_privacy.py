"""Clients that were erased, and the files that went with them: what stays is a day and a digest."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from creances_desktop.storage.base import STRICT, Base, Day


class ClientErasureRow(Base):
    """A client whose personal data were erased on a day; his amounts, days and numbers stay."""

    __tablename__ = "client_erasure"
    __table_args__ = STRICT

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True)
    erased_on: Mapped[Day]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class ErasedBlobRow(Base):
    """A file whose bytes were erased on a day; `size` is how many there were."""

    __tablename__ = "erased_blob"
    __table_args__ = STRICT

    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), primary_key=True)
    erased_on: Mapped[Day]
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String)
