"""Payments and what they were set on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, exists, func, insert, select
from sqlalchemy.orm import aliased

from creances_desktop.domain.money import Cents
from creances_desktop.storage.tables import AllocationRow, DueItemRow, InvoiceRow, PaymentRow


@dataclass(frozen=True, slots=True)
class StoredPayment:
    """A payment as stored, in cents; `unallocated` is what no due item has received of it yet."""

    id: int
    client_id: int
    amount: Cents
    bank_date: date
    mode: str
    reference: str
    label: str
    import_key: str | None
    reverses_id: int | None
    unallocated: Cents
    action_id: int | None


@dataclass(frozen=True, slots=True)
class StoredAllocation:
    """A part of a payment or credit on a due item, in cents; negative when it reverses another."""

    id: int
    due_item_id: int
    payment_id: int | None
    credit_id: int | None
    amount: Cents
    effective_on: date
    reverses_id: int | None


@dataclass(frozen=True, slots=True)
class EnteredAllocation:
    """An allocation with the action that entered it; cents, negative when it reverses another."""

    due_item_id: int
    amount: Cents
    effective_on: date
    action_id: int | None


_reversal = aliased(PaymentRow)
_allocation_reversal = aliased(AllocationRow)


class Payments:
    """The money received."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        client_id: int,
        amount: Cents,
        bank_date: date,
        mode: str,
        reference: str,
        *,
        action_id: int,
        label: str = "",
        import_key: str | None = None,
        reverses_id: int | None = None,
    ) -> int:
        """Stores a payment and returns its id."""
        result = self._connection.execute(
            insert(PaymentRow).values(
                client_id=client_id,
                amount=amount,
                bank_date=bank_date,
                mode=mode,
                reference=reference,
                label=label,
                import_key=import_key,
                reverses_id=reverses_id,
                action_id=action_id,
            )
        )
        return int(result.inserted_primary_key[0])  # type: ignore[index]

    def allocate(
        self,
        due_item_id: int,
        amount: Cents,
        effective_on: date,
        *,
        action_id: int,
        payment_id: int | None = None,
        credit_id: int | None = None,
        reverses_id: int | None = None,
        reopens: bool = False,
    ) -> int:
        """Sets a part of a payment or of a credit on a due item and returns the allocation's id."""
        result = self._connection.execute(
            insert(AllocationRow).values(
                due_item_id=due_item_id,
                payment_id=payment_id,
                credit_id=credit_id,
                amount=amount,
                effective_on=effective_on,
                reverses_id=reverses_id,
                reopens=reopens,
                action_id=action_id,
            )
        )
        return int(result.inserted_primary_key[0])  # type: ignore[index]

    def get(self, payment_id: int) -> StoredPayment:
        """One payment; KeyError if it is not there."""
        row = self._connection.execute(_payments().where(PaymentRow.id == payment_id)).first()
        if row is None:
            raise KeyError(payment_id)
        return StoredPayment(**row._asdict())

    def of_client(self, client_id: int) -> list[StoredPayment]:
        """The payments of a client that stand, newest first."""
        return self._live(PaymentRow.client_id == client_id)

    def ledger_of_client(self, client_id: int) -> list[StoredPayment]:
        """Every payment of a client with the reversals (negative amounts), oldest first."""
        query = _payments().where(PaymentRow.client_id == client_id)
        rows = self._connection.execute(query.order_by(PaymentRow.bank_date, PaymentRow.id))
        return [StoredPayment(**row._asdict()) for row in rows]

    def of_action(self, action_id: int) -> list[StoredPayment]:
        """The payments that one action entered and that stand."""
        return self._live(PaymentRow.action_id == action_id)

    def on_invoice(self, invoice_id: int) -> list[StoredAllocation]:
        """The allocations on an invoice's due items that stand, oldest first."""
        items = select(DueItemRow.id).where(DueItemRow.invoice_id == invoice_id)
        return self._standing(AllocationRow.due_item_id.in_(items))

    def movements(self, invoice_id: int) -> list[tuple[int, date, Cents]]:
        """(due item, day, cents) of every allocation on an invoice by day, reversing ones included."""
        query = (
            select(AllocationRow.due_item_id, AllocationRow.effective_on, AllocationRow.amount)
            .join(DueItemRow, DueItemRow.id == AllocationRow.due_item_id)
            .where(DueItemRow.invoice_id == invoice_id)
            .order_by(AllocationRow.effective_on, AllocationRow.id)
        )
        return [(row[0], row[1], row[2]) for row in self._connection.execute(query)]

    def of_payment(self, payment_id: int) -> list[StoredAllocation]:
        """The allocations of a payment that stand."""
        return self._standing(AllocationRow.payment_id == payment_id)

    def of_credit(self, credit_id: int) -> list[StoredAllocation]:
        """The allocations of a credit note that stand."""
        return self._standing(AllocationRow.credit_id == credit_id)

    def allocations_of_action(self, action_id: int) -> list[StoredAllocation]:
        """The allocations that one action made and that stand."""
        return self._standing(AllocationRow.action_id == action_id)

    def account_allocations(self, client_id: int) -> list[EnteredAllocation]:
        """Every allocation on the due items of a client, reversing ones included, in the order of entry."""
        query = (
            select(
                AllocationRow.due_item_id,
                AllocationRow.amount,
                AllocationRow.effective_on,
                AllocationRow.action_id,
            )
            .join(DueItemRow, DueItemRow.id == AllocationRow.due_item_id)
            .join(InvoiceRow, InvoiceRow.id == DueItemRow.invoice_id)
            .where(InvoiceRow.client_id == client_id)
            .order_by(AllocationRow.id)
        )
        return [EnteredAllocation(*row) for row in self._connection.execute(query)]

    def moves_on(self, due_item_id: int) -> list[tuple[date, Cents]]:
        """(day, cents) of every allocation on a due item, reversing ones included."""
        return self._moves(AllocationRow.due_item_id == due_item_id)

    def moves_of(
        self, *, payment_id: int | None = None, credit_id: int | None = None
    ) -> list[tuple[date, Cents]]:
        """(day, cents) of every allocation of a payment or of a credit, reversing ones included."""
        if payment_id is not None:
            return self._moves(AllocationRow.payment_id == payment_id)
        return self._moves(AllocationRow.credit_id == credit_id)

    def last_bank_date(self) -> date | None:
        """The latest day on which money is known to have moved, or None; gaps given up are none."""
        query = select(func.max(PaymentRow.bank_date)).where(PaymentRow.mode.not_in(("write_off",)))
        return self._connection.scalar(query)

    def unallocated_credit(self, credit_id: int) -> Cents:
        """What is left of a credit note, in cents."""
        gross = self._connection.scalar(select(InvoiceRow.gross).where(InvoiceRow.id == credit_id)) or 0
        used = self._connection.scalar(
            select(func.coalesce(func.sum(AllocationRow.amount), 0)).where(
                AllocationRow.credit_id == credit_id
            )
        )
        return gross - (used or 0)

    def _moves(self, condition: Any) -> list[tuple[date, Cents]]:
        query = select(AllocationRow.effective_on, AllocationRow.amount).where(condition)
        return [(row[0], row[1]) for row in self._connection.execute(query)]

    def _live(self, condition: Any) -> list[StoredPayment]:
        query = (
            _payments()
            .where(
                condition,
                PaymentRow.reverses_id.is_(None),
                ~exists().where(_reversal.reverses_id == PaymentRow.id),
            )
            .order_by(PaymentRow.bank_date.desc(), PaymentRow.id.desc())
        )
        return [StoredPayment(**row._asdict()) for row in self._connection.execute(query)]

    def _standing(self, condition: Any) -> list[StoredAllocation]:
        names: Iterable[str] = StoredAllocation.__slots__
        query = (
            select(*(getattr(AllocationRow, name) for name in names))
            .where(
                and_(
                    condition,
                    AllocationRow.reverses_id.is_(None),
                    ~exists().where(_allocation_reversal.reverses_id == AllocationRow.id),
                )
            )
            .order_by(AllocationRow.effective_on, AllocationRow.id)
        )
        return [StoredAllocation(**row._asdict()) for row in self._connection.execute(query)]


@cache
def _payments() -> Any:
    used = (
        select(func.coalesce(func.sum(AllocationRow.amount), 0))
        .where(AllocationRow.payment_id == PaymentRow.id)
        .scalar_subquery()
    )
    return select(
        PaymentRow.id,
        PaymentRow.client_id,
        PaymentRow.amount,
        PaymentRow.bank_date,
        PaymentRow.mode,
        PaymentRow.reference,
        PaymentRow.label,
        PaymentRow.import_key,
        PaymentRow.reverses_id,
        (PaymentRow.amount - used).label("unallocated"),
        PaymentRow.action_id,
    )
