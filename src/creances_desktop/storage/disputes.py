"""Disputes with their details: a dispute noted before there were any, or imported, has the usual ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from creances_desktop.domain.disputes import Answerer, Category, Contest, Outcome
from creances_desktop.storage.tables import InvoiceRow
from creances_desktop.storage.tables_disputes import DisputeDetailRow
from creances_desktop.storage.tables_followups import DisputeRow

# A dispute that is open holds its invoice back whatever the day asked for; one that is closed counts for the
# days between.
_RUNNING = """
SELECT d.id, d.invoice_id, x.amount, COALESCE((
    SELECT SUM(a.amount) FROM due_item t JOIN allocation a ON a.due_item_id = t.id
    JOIN invoice c ON c.id = a.credit_id
    WHERE t.invoice_id = d.invoice_id AND c.kind = 'credit_note'
      AND a.effective_on BETWEEN d.opened_on AND :day), 0)
FROM dispute d LEFT JOIN dispute_detail x ON x.dispute_id = d.id {join}
WHERE (d.closed_on IS NULL OR (d.opened_on <= :day AND d.closed_on > :day)) {condition}
ORDER BY d.id
"""


@dataclass(frozen=True, slots=True)
class StoredDispute:
    """A dispute as stored; open while `closed_on` is None. `amount` in cents, None for the whole invoice."""

    id: int
    invoice_id: int
    opened_on: date
    reason: str
    closed_on: date | None
    amount: int | None = None
    category: Category = Category.OTHER
    claim: str = ""
    answered_by: Answerer = Answerer.US
    answer_by: date | None = None
    outcome: Outcome | None = None
    outcome_note: str = ""
    conceded: int | None = None
    credit_note_id: int | None = None
    letter_id: int | None = None


class Disputes:
    """Disputes, and what of each invoice they are about."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set_detail(self, dispute_id: int, *, action_id: int, **columns: Any) -> None:
        """Gives a dispute details, or changes those that are named."""
        usual = {"category": Category.OTHER.value, "answered_by": Answerer.US.value}
        statement = insert(DisputeDetailRow).values(
            dispute_id=dispute_id, **usual | columns, action_id=action_id
        )
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["dispute_id"], set_=columns)
            if columns
            else statement.on_conflict_do_nothing()
        )

    def get(self, dispute_id: int) -> StoredDispute:
        """One dispute; KeyError if it is not there."""
        found = self._read(DisputeRow.id == dispute_id)
        if not found:
            raise KeyError(dispute_id)
        return found[0]

    def of_invoice(self, invoice_id: int) -> list[StoredDispute]:
        """The disputes about an invoice, open or not, oldest first."""
        return self._read(DisputeRow.invoice_id == invoice_id)

    def of_client(self, client_id: int) -> list[StoredDispute]:
        """The disputes about the invoices of a client, open or not, oldest first."""
        own = select(InvoiceRow.id).where(InvoiceRow.client_id == client_id)
        return self._read(DisputeRow.invoice_id.in_(own))

    def open_of_client(self, client_id: int) -> list[StoredDispute]:
        """The open disputes about the invoices of a client, oldest first."""
        own = select(InvoiceRow.id).where(InvoiceRow.client_id == client_id)
        return self._read(DisputeRow.closed_on.is_(None), DisputeRow.invoice_id.in_(own))

    def contests(self, day: date, *, client_id: int | None = None) -> list[Contest]:
        """The disputes that run on a day, of one client if given, with what was credited since."""
        parameters: dict[str, Any] = {"day": day.isoformat()}
        join = condition = ""
        if client_id is not None:
            join, condition = "JOIN invoice i ON i.id = d.invoice_id", "AND i.client_id = :client"
            parameters["client"] = client_id
        rows = self._connection.exec_driver_sql(_RUNNING.format(join=join, condition=condition), parameters)
        # Two open disputes about one invoice come from older files: the whole invoice wins.
        found: dict[int, Contest] = {}
        for _, invoice_id, amount, credited in rows:
            known = found.get(invoice_id)
            if known is None or known.amount is not None:
                found[invoice_id] = Contest(invoice_id, amount, credited)
        return list(found.values())

    def _read(self, *conditions: Any) -> list[StoredDispute]:
        detail = DisputeDetailRow.__table__.columns
        query = (
            select(DisputeRow.__table__, *(column for column in detail if column.name != "action_id"))
            .outerjoin(DisputeDetailRow, DisputeDetailRow.dispute_id == DisputeRow.id)
            .where(*conditions)
            .order_by(DisputeRow.id)
        )
        return [_dispute(row) for row in self._connection.execute(query)]


def _dispute(row: Any) -> StoredDispute:
    known = StoredDispute(row.id, row.invoice_id, row.opened_on, row.reason, row.closed_on)
    if row.dispute_id is None:
        return known
    return StoredDispute(
        row.id,
        row.invoice_id,
        row.opened_on,
        row.reason,
        row.closed_on,
        amount=row.amount,
        category=Category(row.category),
        claim=row.claim,
        answered_by=Answerer(row.answered_by),
        answer_by=row.answer_by,
        outcome=Outcome(row.outcome) if row.outcome else None,
        outcome_note=row.outcome_note,
        conceded=row.conceded,
        credit_note_id=row.credit_note_id,
        letter_id=row.letter_id,
    )
