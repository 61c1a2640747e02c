"""The accounts: company, clients, invoices with their due items, payments, allocations, journal.

Rows of the accounts are appended, never changed in what they claim: a mistake is undone by a reversing row
that names the row it reverses in `reverses_id`.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creances_desktop.storage.base import (
    STRICT,
    Base,
    Day,
    Flag,
    Money,
    OptionalDay,
    OptionalMoney,
    PrimaryKey,
    Text,
)


class JournalRow(Base):
    """One action of the user: when, what, the state before and after as JSON; `at` is ISO time in UTC.

    It names clients and invoices without a foreign key: every other table points to the journal.
    """

    __tablename__ = "journal"
    __table_args__ = (
        UniqueConstraint("reverses_id"),
        Index(None, "client_id"),
        Index(None, "invoice_id"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    at: Mapped[str] = mapped_column(String)
    action: Mapped[str] = mapped_column(String)
    summary: Mapped[Text]
    client_id: Mapped[int | None]
    invoice_id: Mapped[int | None]
    before: Mapped[str | None] = mapped_column(String)
    after: Mapped[str | None] = mapped_column(String)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class SettingRow(Base):
    """A setting of the dossier, as JSON."""

    __tablename__ = "setting"
    __table_args__ = STRICT

    key: Mapped[str] = mapped_column(String, primary_key=True)
    value: Mapped[str] = mapped_column(String)


class BlobRow(Base):
    """A file kept in the dossier, once per SHA-256 (lower-case hexadecimal)."""

    __tablename__ = "blob"
    __table_args__ = STRICT

    sha256: Mapped[str] = mapped_column(String, primary_key=True)
    media_type: Mapped[str] = mapped_column(String)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class CompanyRow(Base):
    """The creditor: one row."""

    __tablename__ = "company"
    __table_args__ = (CheckConstraint("id = 1", name="single"), STRICT)

    id: Mapped[PrimaryKey]
    legal_name: Mapped[str] = mapped_column(String)
    legal_form: Mapped[Text]
    capital: Mapped[Text]
    siren: Mapped[Text]
    rcs_city: Mapped[Text]
    vat_number: Mapped[Text]
    address: Mapped[Text]
    phone: Mapped[Text]
    email: Mapped[Text]
    iban: Mapped[Text]
    bic: Mapped[Text]
    signatory: Mapped[Text]
    quality: Mapped[Text]
    logo: Mapped[Text]
    signature_image: Mapped[Text]
    default_terms_days: Mapped[int] = mapped_column(server_default="30")


class ClientRow(Base):
    """A client; `*_folded` columns hold the text without case or accents, for searching and sorting."""

    __tablename__ = "client"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("code <> ''", name="code_given"),
        CheckConstraint("nature IN ('professional', 'consumer', 'public', 'unspecified')", name="nature"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String)
    name: Mapped[str] = mapped_column(String)
    folded: Mapped[Text]
    nature: Mapped[str] = mapped_column(String, server_default="unspecified")
    siren: Mapped[Text]
    vat_number: Mapped[Text]
    street: Mapped[Text]
    zip: Mapped[Text]
    city: Mapped[Text]
    country: Mapped[Text]
    phone: Mapped[Text]
    email: Mapped[Text]
    preferred_channel: Mapped[str] = mapped_column(String, server_default="letter")
    terms: Mapped[Text]
    terms_days: Mapped[int | None]
    contract_rate_percent: Mapped[Text]
    clause_without_notice: Mapped[Flag]
    trade: Mapped[str] = mapped_column(String, server_default="general")
    public_body_kind: Mapped[Text]
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    notes: Mapped[Text]
    tags: Mapped[Text]
    insolvency_judgment: Mapped[OptionalDay]
    archived: Mapped[Flag]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class ContactRow(Base):
    """A person at a client's."""

    __tablename__ = "contact"
    __table_args__ = (Index(None, "client_id"), STRICT)

    id: Mapped[PrimaryKey]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    name: Mapped[Text]
    role: Mapped[Text]
    phone: Mapped[Text]
    email: Mapped[Text]
    preferred: Mapped[Flag]


class InvoiceRow(Base):
    """A document of a client's account (see `domain.invoices.DocumentKind`).

    Amounts in cents, never negative.
    """

    __tablename__ = "invoice"
    __table_args__ = (
        UniqueConstraint("reverses_id"),
        CheckConstraint("gross >= 0", name="gross_positive"),
        CheckConstraint(
            "kind IN ('invoice', 'opening_balance', 'other_debit', 'credit_note', 'other_credit',"
            " 'debit_cancellation', 'credit_cancellation')",
            name="kind",
        ),
        Index(None, "client_id"),
        Index(None, "issue_date"),
        Index(None, "number"),
        Index(None, "import_key"),
        Index(None, "action_id"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[str] = mapped_column(String)
    number: Mapped[Text]
    folded: Mapped[Text]
    issue_date: Mapped[Day]
    net: Mapped[OptionalMoney]
    vat: Mapped[OptionalMoney]
    gross: Mapped[Money]
    label: Mapped[Text]
    order_reference: Mapped[Text]
    terms: Mapped[Text]
    early_payment: Mapped[Text]
    performance_date: Mapped[OptionalDay]
    notified_on: Mapped[OptionalDay]
    mise_en_demeure_received: Mapped[OptionalDay]
    corrects: Mapped[Flag]
    to_confirm: Mapped[Flag]
    import_key: Mapped[str | None] = mapped_column(String)
    pdf_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class DueItemRow(Base):
    """One due date of a debit and its amount in cents."""

    __tablename__ = "due_item"
    __table_args__ = (
        UniqueConstraint("invoice_id", "position"),
        CheckConstraint("amount >= 0", name="amount_positive"),
        Index(None, "due_date"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    position: Mapped[int]
    due_date: Mapped[Day]
    amount: Mapped[Money]
    estimated: Mapped[Flag]


class PaymentRow(Base):
    """Money received, or a reversing row with a negative amount."""

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("reverses_id"),
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        CheckConstraint("amount > 0 OR reverses_id IS NOT NULL", name="negative_reverses"),
        Index(None, "client_id"),
        Index(None, "bank_date"),
        Index(None, "import_key"),
        Index(None, "action_id"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    amount: Mapped[Money]
    bank_date: Mapped[Day]
    mode: Mapped[str] = mapped_column(String, server_default="other")
    reference: Mapped[Text]
    label: Mapped[Text]
    import_key: Mapped[str | None] = mapped_column(String)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))


class AllocationRow(Base):
    """A part of a payment or of a credit set on a due item, counted from `effective_on` (included).

    A reversing row has the opposite amount; `reopens` marks the one after which the follow-up starts a new
    cycle.
    """

    __tablename__ = "allocation"
    __table_args__ = (
        UniqueConstraint("reverses_id"),
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        CheckConstraint("(payment_id IS NULL) <> (credit_id IS NULL)", name="one_source"),
        CheckConstraint("amount > 0 OR reverses_id IS NOT NULL", name="negative_reverses"),
        Index(None, "due_item_id", "effective_on", "amount"),
        Index(None, "payment_id"),
        Index(None, "credit_id"),
        Index(None, "action_id"),
        STRICT,
    )

    id: Mapped[PrimaryKey]
    due_item_id: Mapped[int] = mapped_column(ForeignKey("due_item.id"))
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"))
    credit_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"))
    amount: Mapped[Money]
    effective_on: Mapped[Day]
    reopens: Mapped[Flag]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("allocation.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))
