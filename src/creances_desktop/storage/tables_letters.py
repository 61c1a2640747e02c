"""What letters are written from and about: the user's own texts, tones, drafts, invoices outside the plan."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creances_desktop.storage.base import STRICT, Base, Flag, PrimaryKey, Text


class LetterInvoiceRow(Base):
    """An invoice that a letter outside the plan is about; one of the plan is told by its follow-ups."""

    __tablename__ = "letter_invoice"
    __table_args__ = (Index(None, "invoice_id"), STRICT)

    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), primary_key=True)


class LetterTemplateRow(Base):
    """A version of the user's own text of a letter; the latest of a `code`, `nature` and `tone` is in use.

    `nature` and `tone` are empty where the built-in text is of none. Paragraphs are parted by a blank line.
    `restored`: from this version on the built-in text is in use again, and the texts are empty.
    """

    __tablename__ = "letter_template"
    __table_args__ = (UniqueConstraint("code", "nature", "tone", "version"), STRICT)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String)
    nature: Mapped[Text]
    tone: Mapped[Text]
    version: Mapped[int]
    subject: Mapped[Text]
    part_title: Mapped[Text]
    opening: Mapped[Text]
    closing: Mapped[Text]
    restored: Mapped[Flag]
    made_at: Mapped[str] = mapped_column(String)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class ClientToneRow(Base):
    """The tone in which a client is written to, whatever the step says."""

    __tablename__ = "client_tone"
    __table_args__ = STRICT

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True)
    tone: Mapped[str] = mapped_column(String)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class LetterDraftRow(Base):
    """The text of a client's next letter, edited before it leaves.

    `base` names the letter that was edited: when it is another one that would be written, the draft is to be
    looked at again. `step` is the step that the letter takes.
    """

    __tablename__ = "letter_draft"
    __table_args__ = STRICT

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True)
    step: Mapped[str] = mapped_column(String)
    subject: Mapped[Text]
    opening: Mapped[Text]
    closing: Mapped[Text]
    base: Mapped[Text]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class CompanyPaperRow(Base):
    """What the company wants on its paper beside what the law asks: one row."""

    __tablename__ = "company_paper"
    __table_args__ = (CheckConstraint("id = 1", name="single"), STRICT)

    id: Mapped[PrimaryKey]
    footer: Mapped[Text]
    payment_link: Mapped[Text]
