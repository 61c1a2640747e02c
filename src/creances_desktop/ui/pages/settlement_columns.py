"""What was due on a document, and what settled it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from creances_desktop.domain.money import Cents
from creances_desktop.domain.payments import PaymentMode
from creances_desktop.domain.text import short_date
from creances_desktop.services import invoices, payments
from creances_desktop.services.assembly import Store
from creances_desktop.services.invoices import InvoiceCard
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.columns import (
    ESTIMATED,
    Column,
    State,
    amount_column,
    date_column,
    number_column,
    state_column,
)

PAYMENT = State("banknote", "Règlement", Tone.SUCCESS)
CREDIT = State("receipt-euro", "Avoir", Tone.ACCENT)
SETTLED = State("receipt-euro", "Facture")


@dataclass(frozen=True, slots=True)
class Settlement:
    """A part of a payment or a credit note set on a document; `payment_id` None for a credit note."""

    day: date
    what: State
    text: str
    amount: Cents
    payment_id: int | None


@dataclass(frozen=True, slots=True)
class DueLine:
    """A due date of a document, with what is due and what is open on it; cents."""

    due_date: date
    estimated: bool
    amount: Cents
    outstanding: Cents


def due_lines(card: InvoiceCard) -> list[DueLine]:
    """The due dates of a document."""
    still_open = {item.due_item_id: item.outstanding for item in card.open_items}
    return [
        DueLine(item.due_date, item.estimated, item.amount, still_open.get(item.id, 0))
        for item in card.due_items
    ]


def settlements(store: Store, card: InvoiceCard) -> list[Settlement]:
    """What settled an invoice; for a credit note, what it settled."""
    if not card.invoice.kind.is_debit:
        return [
            Settlement(part.effective_on, SETTLED, invoices.of_due_item(store, part.due_item_id).number,
                       part.amount, None)
            for part in card.allocations
        ]  # fmt: skip
    found = []
    for part in card.allocations:
        if part.payment_id is not None:
            one = payments.get(store, part.payment_id)
            text = " ".join(word for word in (_mode(one.mode), one.reference, one.label) if word)
            found.append(Settlement(part.effective_on, PAYMENT, text, part.amount, one.id))
        elif part.credit_id is not None:
            credit = invoices.get(store, part.credit_id)
            text = f"{credit.kind.label} {credit.number}"
            found.append(Settlement(part.effective_on, CREDIT, text, part.amount, None))
    return found


def settlement_columns() -> tuple[Column[Settlement], ...]:
    """The columns of what settled a document."""
    return (
        date_column("day", "Date", lambda one: one.day),
        state_column("what", "Quoi", lambda one: one.what, width=13),
        Column("text", "Détail", lambda one: one.text, width=30, stretch=True),
        amount_column("amount", "Imputé", lambda one: one.amount),
    )


def due_columns(today: Callable[[], date]) -> tuple[Column[DueLine], ...]:
    """The columns of the due dates."""

    def late(one: DueLine) -> int | None:
        return max((today() - one.due_date).days, 0) or None if one.outstanding else None

    def tone(one: DueLine) -> Tone:
        return Tone.DANGER if late(one) else Tone.NORMAL

    return (
        Column(
            "due",
            "Échéance",
            lambda one: ("≈\u00a0" if one.estimated else "") + short_date(one.due_date),
            sort_key=lambda one: one.due_date.toordinal(),
            tooltip=lambda one: ESTIMATED if one.estimated else "",
            width=14,
            stretch=True,
        ),
        amount_column("amount", "Montant", lambda one: one.amount),
        amount_column("paid", "Payé", lambda one: one.amount - one.outstanding or None),
        amount_column("outstanding", "Reste dû", lambda one: one.outstanding or None, bold=lambda _: True),
        number_column("late", "Retard (j)", late, width=10, tone=tone),
    )


def _mode(mode: str) -> str:
    return PaymentMode(mode).label if mode in set(PaymentMode) else ""
