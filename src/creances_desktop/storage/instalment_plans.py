"""Instalment plans as they were agreed on, whatever became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update

from creances_desktop.domain.instalment_plan_parts import Charges, PlanPart
from creances_desktop.domain.instalment_plans import PlanInvoice
from creances_desktop.storage.tables import ClientRow, InvoiceRow
from creances_desktop.storage.tables_charges import ChargeDebitRow
from creances_desktop.storage.tables_followups import LetterRow
from creances_desktop.storage.tables_instalment_plans import (
    InstalmentPlanInvoiceRow,
    InstalmentPlanPartRow,
    InstalmentPlanRow,
)

LAPSED, ENDED = "lapsed", "ended"


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan to keep; `interest` and `indemnity` in cents, added to the parts or waived."""

    client_id: int
    proposed_on: date
    charges: Charges
    interest: int
    indemnity: int
    lapse_clause: bool
    invoices: tuple[PlanInvoice, ...]
    parts: tuple[PlanPart, ...]


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan with its invoices and parts.

    `settled`: what the calendar took each part for last. `reference`: that of the agreement.
    """

    id: int
    terms: NewPlan
    client_name: str
    numbers: tuple[str, ...]
    settled: tuple[str, ...]
    signed_on: date | None
    ended_on: date | None
    ended_as: str
    reason: str
    letter_id: int | None
    reference: str
    notice_id: int | None

    @property
    def invoice_ids(self) -> tuple[int, ...]:
        """The invoices that it is about."""
        return tuple(one.invoice_id for one in self.terms.invoices)


class InstalmentPlans:
    """The plans of the dossier."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(
        self, *, client_ids: Collection[int] | None = None, ended: bool = False, plan_id: int | None = None
    ) -> list[StoredPlan]:
        """The plans by day, of these clients if given; those that the user ended too if asked."""
        plan = InstalmentPlanRow
        query = (
            select(
                plan.__table__,
                ClientRow.name.label("client_name"),
                LetterRow.reference.label("reference"),
            )
            .join(ClientRow, ClientRow.id == plan.client_id)
            .outerjoin(LetterRow, LetterRow.id == plan.letter_id)
            .order_by(plan.proposed_on, plan.id)
        )
        if plan_id is not None:
            query = query.where(plan.id == plan_id)
        if not ended:
            query = query.where(plan.ended_on.is_(None))
        rows = [
            row
            for row in self._connection.execute(query)
            if client_ids is None or row.client_id in client_ids
        ]
        ids = [row.id for row in rows]
        invoices, numbers = self._invoices(ids)
        parts, settled = self._parts(ids)
        return [
            _stored(row, invoices[row.id], numbers[row.id], parts[row.id], settled[row.id]) for row in rows
        ]

    def get(self, plan_id: int) -> StoredPlan:
        """One plan, ended or not; KeyError when it is not there."""
        found = self.all(ended=True, plan_id=plan_id)
        if not found:
            raise KeyError(plan_id)
        return found[0]

    def add(self, new: NewPlan, *, action_id: int) -> int:
        """Stores a plan with its invoices and parts and returns its id."""
        run = self._connection.execute
        result = run(
            insert(InstalmentPlanRow).values(
                client_id=new.client_id,
                proposed_on=new.proposed_on,
                charges=new.charges.value,
                interest=new.interest,
                indemnity=new.indemnity,
                lapse_clause=new.lapse_clause,
                action_id=action_id,
            )
        )
        row = int(result.inserted_primary_key[0])  # type: ignore[index]
        run(
            insert(InstalmentPlanInvoiceRow),
            [
                {
                    "plan_id": row,
                    "invoice_id": one.invoice_id,
                    "amount": one.amount,
                    "outstanding": one.outstanding,
                }
                for one in new.invoices
            ],
        )
        run(
            insert(InstalmentPlanPartRow),
            [
                {"plan_id": row, "position": one.position, "day": one.day, "amount": one.amount}
                for one in new.parts
            ],
        )
        return row

    def change(self, plan_id: int, **columns: Any) -> None:
        """Changes a plan: signed, ended, its letters."""
        self._connection.execute(
            update(InstalmentPlanRow).where(InstalmentPlanRow.id == plan_id).values(**columns)
        )

    def settle(self, plan_id: int, position: int, settled: str) -> None:
        """Keeps what the calendar took a part for."""
        part = InstalmentPlanPartRow
        self._connection.execute(
            update(part).where(part.plan_id == plan_id, part.position == position).values(settled=settled)
        )

    def charge_debits(self, invoice_ids: Collection[int]) -> frozenset[int]:
        """The debits in which interest and indemnity of these invoices were entered."""
        query = select(ChargeDebitRow.invoice_id).where(ChargeDebitRow.claimed_id.in_(list(invoice_ids)))
        return frozenset(self._connection.execute(query).scalars())

    def _invoices(self, plan_ids: Sequence[int]) -> tuple[dict[int, list[PlanInvoice]], dict[int, list[str]]]:
        one = InstalmentPlanInvoiceRow
        query = (
            select(one.plan_id, one.invoice_id, one.amount, one.outstanding, InvoiceRow.number)
            .join(InvoiceRow, InvoiceRow.id == one.invoice_id)
            .where(one.plan_id.in_(plan_ids))
            .order_by(one.plan_id, InvoiceRow.issue_date, InvoiceRow.id)
        )
        invoices: dict[int, list[PlanInvoice]] = defaultdict(list)
        numbers: dict[int, list[str]] = defaultdict(list)
        for plan_id, invoice_id, amount, outstanding, number in self._connection.execute(query):
            invoices[plan_id].append(PlanInvoice(invoice_id, amount, outstanding))
            numbers[plan_id].append(number)
        return invoices, numbers

    def _parts(self, plan_ids: Sequence[int]) -> tuple[dict[int, list[PlanPart]], dict[int, list[str]]]:
        one = InstalmentPlanPartRow
        query = select(one.plan_id, one.position, one.day, one.amount, one.settled)
        query = query.where(one.plan_id.in_(plan_ids)).order_by(one.plan_id, one.position)
        parts: dict[int, list[PlanPart]] = defaultdict(list)
        settled: dict[int, list[str]] = defaultdict(list)
        for plan_id, position, day, amount, taken_for in self._connection.execute(query):
            parts[plan_id].append(PlanPart(position, day, amount))
            settled[plan_id].append(taken_for)
        return parts, settled


def _stored(
    row: Any,
    invoices: Iterable[PlanInvoice],
    numbers: Iterable[str],
    parts: Iterable[PlanPart],
    settled: Iterable[str],
) -> StoredPlan:
    terms = NewPlan(
        row.client_id,
        row.proposed_on,
        Charges(row.charges),
        row.interest,
        row.indemnity,
        bool(row.lapse_clause),
        tuple(invoices),
        tuple(parts),
    )
    return StoredPlan(
        row.id,
        terms,
        row.client_name,
        tuple(numbers),
        tuple(settled),
        row.signed_on,
        row.ended_on,
        row.ended_as,
        row.reason,
        row.letter_id,
        row.reference or "",
        row.notice_id,
    )
