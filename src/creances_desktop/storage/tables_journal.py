"""The journal's chain, and what it takes to undo an action: its steps and the rows that each changed."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from creances_desktop.storage.base import STRICT, Base, Flag, PrimaryKey, Text


class JournalSealRow(Base):
    """The seal of a journal entry (see `domain.journal_chain`).

    `erased_on` is the day on which what the entry said was erased; its salt is then empty.
    """

    __tablename__ = "journal_seal"
    __table_args__ = STRICT

    entry_id: Mapped[int] = mapped_column(ForeignKey("journal.id"), primary_key=True)
    salt: Mapped[Text]
    payload_sha256: Mapped[str] = mapped_column(String)
    chain_sha256: Mapped[str] = mapped_column(String)
    erased_on: Mapped[str | None] = mapped_column(String)


class JournalStepRow(Base):
    """One transaction that changed something: its journal entries, from the first to the last.

    Steps of one `group_id` (the id of the first of them) are one action of the user. `kind` `undo` takes the
    group `of_group` back, `redo` brings it again; `undone` marks what no longer stands.
    """

    __tablename__ = "journal_step"
    __table_args__ = (
        CheckConstraint("kind IN ('do', 'undo', 'redo')", name="kind"),
        Index(None, "group_id"),
        Index(None, "first_entry"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    group_id: Mapped[int]
    first_entry: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    last_entry: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    kind: Mapped[str] = mapped_column(String)
    of_group: Mapped[int | None]
    undone: Mapped[Flag]
    label: Mapped[Text]


class JournalChangeRow(Base):
    """Rows of a table that a step inserted (`i`), updated (`u`) or deleted (`d`).

    Inserted rows with whole numbers for keys are named from `first_key` to `last_key`, both included; others
    by their key as a JSON array. `before` and `after` are JSON objects: of an update, what changed; of a
    deletion, the row.
    """

    __tablename__ = "journal_change"
    __table_args__ = (
        CheckConstraint("op IN ('i', 'u', 'd')", name="op"),
        Index(None, "step_id"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    step_id: Mapped[int] = mapped_column(ForeignKey("journal_step.id"))
    table_name: Mapped[str] = mapped_column(String)
    op: Mapped[str] = mapped_column(String)
    row_key: Mapped[str | None] = mapped_column(String)
    first_key: Mapped[int | None]
    last_key: Mapped[int | None]
    before: Mapped[str | None] = mapped_column(String)
    after: Mapped[str | None] = mapped_column(String)
