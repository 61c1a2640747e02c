"""What interest is computed from, read for one invoice or a hundred thousand with the same few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, or_, select
from sqlalchemy.orm import aliased

from creances_desktop.domain.claim_facts import AwardedInterest, Capitalisation, CapitalisationGround
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.money import Cents
from creances_desktop.storage.invoices import not_reversed
from creances_desktop.storage.payments import StoredAllocation
from creances_desktop.storage.tables import AllocationRow, ClientRow, DueItemRow, InvoiceRow, PaymentRow
from creances_desktop.storage.tables_charges import ChargeDebitRow
from creances_desktop.storage.tables_law import AwardRow, CapitalisationRow, ProvenCostRow

CHUNK = 500
"""Ids in one query: SQLite compiles a new statement for each number of them."""


_CHARGES, _AFTER_CHARGES = "charges:", "charges;"


def charges_key(number: str) -> str:
    """The import key of the debit of that number which enters interest and indemnity paid."""
    return f"{_CHARGES}{number}"


def is_charges_key(key: str | None) -> bool:
    """Whether it is the key of a debit that enters interest and indemnity paid."""
    return key is not None and key.startswith(_CHARGES)


@dataclass(frozen=True, slots=True)
class DebtItem:
    """A due item as interest sees it; cents."""

    id: int
    due_date: date
    amount: Cents
    estimated: bool


@dataclass(frozen=True, slots=True)
class Movement:
    """A part of a payment or of a credit on a due item; `amount` in cents, negative when it reverses another.

    `undoes` is the day of the part that it reverses. `credit_kind` is None for a payment; `corrects` is that
    of the credit note. `mode`, `reference` and `label` are those of the payment, `number` that of the credit.
    """

    due_item_id: int
    day: date
    amount: Cents
    undoes: date | None
    credit_kind: DocumentKind | None
    corrects: bool
    mode: str
    reference: str
    number: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class RecordedFacts:
    """What was recorded about the claim of one invoice."""

    award: AwardedInterest | None = None
    capitalisation: Capitalisation | None = None
    costs: tuple[tuple[date, Cents], ...] = ()


NO_FACTS = RecordedFacts()


class ClaimInputs:
    """Due items, movements and recorded facts by invoice."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def debit_ids(self, client_id: int | None = None) -> list[int]:
        """The ids of the debits that stand and may bear interest, oldest first; of one client if given."""
        debits = [kind.value for kind in DocumentKind if kind.is_debit]
        query = select(InvoiceRow.id).where(InvoiceRow.kind.in_(debits), not_reversed(), _may_bear_interest())
        if client_id is not None:
            query = query.where(InvoiceRow.client_id == client_id)
        return list(self._connection.scalars(query.order_by(InvoiceRow.issue_date, InvoiceRow.id)))

    def items(self, invoice_ids: Collection[int]) -> dict[int, list[DebtItem]]:
        """The due items of these invoices, by position."""
        query = select(
            DueItemRow.invoice_id,
            DueItemRow.id,
            DueItemRow.due_date,
            DueItemRow.amount,
            DueItemRow.estimated,
        ).order_by(DueItemRow.invoice_id, DueItemRow.position)
        found: dict[int, list[DebtItem]] = defaultdict(list)
        for rows in self._chunks(query, DueItemRow.invoice_id, invoice_ids):
            for row in rows:
                found[row[0]].append(DebtItem(row[1], row[2], row[3], bool(row[4])))
        return found

    def movements(self, invoice_ids: Collection[int]) -> dict[int, list[Movement]]:
        """What moved the due items of these invoices, by day, reversing parts included."""
        undone, credit = aliased(AllocationRow), aliased(InvoiceRow)
        query = (
            select(
                DueItemRow.invoice_id,
                AllocationRow.due_item_id,
                AllocationRow.effective_on,
                AllocationRow.amount,
                undone.effective_on,
                credit.kind,
                credit.corrects,
                PaymentRow.mode,
                PaymentRow.reference,
                credit.number,
                PaymentRow.label,
            )
            .join(DueItemRow, DueItemRow.id == AllocationRow.due_item_id)
            .outerjoin(undone, undone.id == AllocationRow.reverses_id)
            .outerjoin(credit, credit.id == AllocationRow.credit_id)
            .outerjoin(PaymentRow, PaymentRow.id == AllocationRow.payment_id)
            .order_by(DueItemRow.invoice_id, AllocationRow.effective_on, AllocationRow.id)
        )
        found: dict[int, list[Movement]] = defaultdict(list)
        for rows in self._chunks(query, DueItemRow.invoice_id, invoice_ids):
            for row in rows:
                kind = None if row[5] is None else DocumentKind(row[5])
                found[row[0]].append(
                    Movement(
                        due_item_id=row[1],
                        day=row[2],
                        amount=row[3],
                        undoes=row[4],
                        credit_kind=kind,
                        corrects=bool(row[6]),
                        mode=row[7] or "",
                        reference=row[8] or "",
                        number=row[9] or "",
                        label=row[10] or "",
                    )
                )
        return found

    def received(self, invoice_ids: Collection[int], day: date) -> dict[int, Cents]:
        """What was paid until `day` of the interest and indemnity of these invoices, in cents.

        A payment that came back counts from its day until the day of its return.
        """
        query = (
            select(ChargeDebitRow.claimed_id, AllocationRow.amount)
            .join(DueItemRow, DueItemRow.invoice_id == ChargeDebitRow.invoice_id)
            .join(AllocationRow, AllocationRow.due_item_id == DueItemRow.id)
            .where(AllocationRow.payment_id.is_not(None), AllocationRow.effective_on <= day)
        )
        found: dict[int, Cents] = defaultdict(int)
        for rows in self._chunks(query, ChargeDebitRow.claimed_id, invoice_ids):
            for row in rows:
                found[row[0]] += row[1]
        return dict(found)

    def claimed_by(self, debit_id: int) -> int | None:
        """The invoice whose interest and indemnity this debit enters; None for any other debit."""
        return self._connection.scalar(
            select(ChargeDebitRow.claimed_id).where(ChargeDebitRow.invoice_id == debit_id)
        )

    def charges_taken_back(self, action_id: int) -> list[tuple[int, int, StoredAllocation]]:
        """(debit, reversing payment, part that it takes back) of paid charges which an action reversed."""
        undone = aliased(AllocationRow)
        query = (
            select(
                ChargeDebitRow.invoice_id,
                AllocationRow.payment_id,
                *(undone.id, AllocationRow.due_item_id, undone.payment_id, undone.credit_id, undone.amount),
                *(AllocationRow.effective_on, undone.reverses_id),
            )
            .join(DueItemRow, DueItemRow.invoice_id == ChargeDebitRow.invoice_id)
            .join(AllocationRow, AllocationRow.due_item_id == DueItemRow.id)
            .join(undone, undone.id == AllocationRow.reverses_id)
            .where(AllocationRow.action_id == action_id, AllocationRow.payment_id.is_not(None))
        )
        return [
            (row[0], int(row[1] or 0), StoredAllocation(*row[2:])) for row in self._connection.execute(query)
        ]

    def link_charges(self, debit_id: int, claimed_id: int) -> None:
        """Keeps that a debit enters interest and indemnity paid on an invoice."""
        self._connection.execute(insert(ChargeDebitRow).values(invoice_id=debit_id, claimed_id=claimed_id))

    def facts(self, invoice_ids: Collection[int]) -> dict[int, RecordedFacts]:
        """Judgments, capitalisation and costs by invoice; invoices without any are left out."""
        awards = {
            row[0]: AwardedInterest(row[1], row[2])
            for rows in self._chunks(
                select(AwardRow.invoice_id, AwardRow.since, AwardRow.enforceable_on),
                AwardRow.invoice_id,
                invoice_ids,
            )
            for row in rows
        }
        grounds = {
            row[0]: Capitalisation(CapitalisationGround(row[1]), row[2])
            for rows in self._chunks(
                select(CapitalisationRow.invoice_id, CapitalisationRow.ground, CapitalisationRow.since),
                CapitalisationRow.invoice_id,
                invoice_ids,
            )
            for row in rows
        }
        costs: dict[int, list[tuple[date, Cents]]] = defaultdict(list)
        query = select(ProvenCostRow.invoice_id, ProvenCostRow.day, ProvenCostRow.amount).where(
            ProvenCostRow.withdrawn_on.is_(None)
        )
        for rows in self._chunks(query, ProvenCostRow.invoice_id, invoice_ids):
            for row in rows:
                costs[row[0]].append((row[1], row[2]))
        return {
            key: RecordedFacts(awards.get(key), grounds.get(key), tuple(costs.get(key, ())))
            for key in {*awards, *grounds, *costs}
        }

    def documents(self, invoice_ids: Collection[int]) -> list[Any]:
        """What decides the regime of each invoice, in that order; the columns are those selected here.

        Debits that enter interest and indemnity are left out: they bear no interest of their own.
        """
        query = (
            select(
                InvoiceRow.id,
                InvoiceRow.client_id,
                InvoiceRow.issue_date,
                InvoiceRow.performance_date,
                InvoiceRow.notified_on,
                InvoiceRow.mise_en_demeure_received,
                ClientRow.nature,
                ClientRow.contract_rate_percent,
                ClientRow.clause_without_notice,
                ClientRow.public_body_kind,
                ClientRow.insolvency_judgment,
            )
            .join(ClientRow, ClientRow.id == InvoiceRow.client_id)
            .where(_may_bear_interest())
        )
        by_id = {row[0]: row for rows in self._chunks(query, InvoiceRow.id, invoice_ids) for row in rows}
        return [by_id[one] for one in invoice_ids if one in by_id]

    def _chunks(self, query: Any, column: Any, ids: Collection[int]) -> Iterable[Any]:
        ordered = sorted(ids)
        if len(ordered) > 20 * CHUNK:
            # So many that reading the whole table once is quicker.
            wanted = set(ordered)
            rows = self._connection.execute(query.add_columns(column)).all()
            yield (row for row in rows if row[-1] in wanted)
            return
        for start in range(0, len(ordered), CHUNK):
            yield self._connection.execute(query.where(column.in_(ordered[start : start + CHUNK])))


def _may_bear_interest() -> ColumnElement[bool]:
    """Debits but those that enter interest and indemnity; a range of keys, which their index serves."""
    key = InvoiceRow.import_key
    return or_(key.is_(None), key < _CHARGES, key >= _AFTER_CHARGES)
