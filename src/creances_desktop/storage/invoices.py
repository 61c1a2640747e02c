"""Invoices, credit notes and their due items; the facts about them: disputes, promises, pauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, exists, insert, or_, select, update
from sqlalchemy.orm import aliased

from creances_desktop.domain.invoices import DocumentKind, InvoiceDraft
from creances_desktop.domain.text import fold
from creances_desktop.storage.promise_rows import Promise, promise_of, promised_together
from creances_desktop.storage.tables import DueItemRow, InvoiceRow
from creances_desktop.storage.tables_contacts import PromiseInvoiceRow
from creances_desktop.storage.tables_followups import DisputeRow, PauseRow, PromiseRow


@dataclass(frozen=True, slots=True)
class StoredInvoice:
    """A document as stored; amounts in cents. `reversed_by` is the id of its cancellation, or None."""

    id: int
    client_id: int
    kind: DocumentKind
    number: str
    issue_date: date
    net: int | None
    vat: int | None
    gross: int
    label: str
    order_reference: str
    terms: str
    early_payment: str
    performance_date: date | None
    notified_on: date | None
    mise_en_demeure_received: date | None
    corrects: bool
    to_confirm: bool
    import_key: str | None
    pdf_sha256: str | None
    reverses_id: int | None
    reversed_by: int | None
    action_id: int | None


@dataclass(frozen=True, slots=True)
class StoredDueItem:
    """A due item as stored; cents."""

    id: int
    invoice_id: int
    position: int
    due_date: date
    amount: int
    estimated: bool


@dataclass(frozen=True, slots=True)
class Dispute:
    """An invoice in dispute; open while `closed_on` is None."""

    id: int
    invoice_id: int
    opened_on: date
    reason: str
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Pause:
    """A client or an invoice set aside until a day, included."""

    id: int
    client_id: int | None
    invoice_id: int | None
    until: date
    reason: str
    lifted_on: date | None


_reversal = aliased(InvoiceRow)


def not_reversed() -> Any:
    """The condition that leaves out cancellations and what they cancel."""
    return and_(InvoiceRow.reverses_id.is_(None), ~exists().where(_reversal.reverses_id == InvoiceRow.id))


class Invoices:
    """The documents of the accounts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        draft: InvoiceDraft,
        *,
        action_id: int,
        import_key: str | None = None,
        to_confirm: bool = False,
        reverses_id: int | None = None,
    ) -> int:
        """Stores a document with its due items and returns its id."""
        result = self._connection.execute(
            insert(InvoiceRow).values(
                client_id=draft.client_id,
                kind=draft.kind.value,
                number=draft.number,
                folded=invoice_folded(draft.number, draft.label, draft.order_reference),
                issue_date=draft.issue_date,
                net=draft.net,
                vat=draft.vat,
                gross=draft.gross,
                label=draft.label,
                order_reference=draft.order_reference,
                terms=draft.terms,
                early_payment=draft.early_payment,
                performance_date=draft.performance_date,
                notified_on=draft.notified_on,
                corrects=draft.corrects,
                import_key=import_key,
                to_confirm=to_confirm,
                reverses_id=reverses_id,
                action_id=action_id,
            )
        )
        invoice_id = int(result.inserted_primary_key[0])  # type: ignore[index]
        rows = [
            {
                "invoice_id": invoice_id,
                "position": position,
                "due_date": item.due_date,
                "amount": item.amount,
                "estimated": item.estimated,
            }
            for position, item in enumerate(draft.due_items, 1)
        ]
        if rows:
            self._connection.execute(insert(DueItemRow), rows)
        return invoice_id

    def change(self, invoice_id: int, **columns: Any) -> None:
        """Changes what an invoice says beside its amounts (label, dates, references, PDF, confirmation)."""
        self._connection.execute(update(InvoiceRow).where(InvoiceRow.id == invoice_id).values(**columns))

    def change_due_item(self, due_item_id: int, **columns: Any) -> None:
        """Changes a due item's date or amount, before anything was sent about it."""
        self._connection.execute(update(DueItemRow).where(DueItemRow.id == due_item_id).values(**columns))

    def get(self, invoice_id: int) -> StoredInvoice:
        """One document; KeyError if it is not there."""
        row = self._connection.execute(_invoices().where(InvoiceRow.id == invoice_id)).first()
        if row is None:
            raise KeyError(invoice_id)
        return _invoice(row)

    def by_number(self, number: str) -> list[StoredInvoice]:
        """The live documents with that number, oldest first."""
        rows = self._connection.execute(
            _invoices().where(InvoiceRow.number == number, not_reversed()).order_by(InvoiceRow.issue_date)
        )
        return [_invoice(row) for row in rows]

    def by_import_key(self, key: str) -> list[int]:
        """The ids of the live documents with that key."""
        return list(
            self._connection.scalars(
                select(InvoiceRow.id).where(InvoiceRow.import_key == key, not_reversed())
            )
        )

    def last_number(self, kind: DocumentKind) -> str:
        """The number of the latest live document of a kind, empty when there is none."""
        query = (
            select(InvoiceRow.number)
            .where(InvoiceRow.kind == kind.value, not_reversed())
            .order_by(InvoiceRow.issue_date.desc(), InvoiceRow.id.desc())
            .limit(1)
        )
        return self._connection.scalar(query) or ""

    def of_client(self, client_id: int) -> list[StoredInvoice]:
        """The live documents of a client, oldest first."""
        rows = self._connection.execute(
            _invoices()
            .where(InvoiceRow.client_id == client_id, not_reversed())
            .order_by(InvoiceRow.issue_date, InvoiceRow.id)
        )
        return [_invoice(row) for row in rows]

    def ledger_of_client(self, client_id: int) -> list[StoredInvoice]:
        """Every document of a client with the cancelling ones, oldest first."""
        rows = self._connection.execute(
            _invoices()
            .where(InvoiceRow.client_id == client_id)
            .order_by(InvoiceRow.issue_date, InvoiceRow.id)
        )
        return [_invoice(row) for row in rows]

    def of_action(self, action_id: int) -> list[StoredInvoice]:
        """The documents that one action entered, and that were not cancelled since."""
        rows = self._connection.execute(_invoices().where(InvoiceRow.action_id == action_id, not_reversed()))
        return [_invoice(row) for row in rows]

    def due_items(self, invoice_id: int) -> list[StoredDueItem]:
        """The due items of a document by position."""
        rows = self._connection.execute(
            select(DueItemRow.__table__)
            .where(DueItemRow.invoice_id == invoice_id)
            .order_by(DueItemRow.position)
        )
        return [StoredDueItem(**(row._asdict() | {"estimated": bool(row.estimated)})) for row in rows]

    def due_item(self, due_item_id: int) -> StoredDueItem:
        """One due item; KeyError if it is not there."""
        row = self._connection.execute(
            select(DueItemRow.__table__).where(DueItemRow.id == due_item_id)
        ).first()
        if row is None:
            raise KeyError(due_item_id)
        return StoredDueItem(**(row._asdict() | {"estimated": bool(row.estimated)}))

    def add_dispute(self, invoice_id: int, opened_on: date, reason: str, *, action_id: int) -> int:
        """Marks an invoice as disputed and returns the dispute's id."""
        return self._insert(
            DisputeRow, invoice_id=invoice_id, opened_on=opened_on, reason=reason, action_id=action_id
        )

    def close_dispute(self, dispute_id: int, closed_on: date | None) -> None:
        """Closes a dispute, or opens it again with None."""
        self._connection.execute(
            update(DisputeRow).where(DisputeRow.id == dispute_id).values(closed_on=closed_on)
        )

    def change_dispute_reason(self, dispute_id: int, reason: str) -> None:
        """Corrects the reason of a dispute."""
        self._connection.execute(update(DisputeRow).where(DisputeRow.id == dispute_id).values(reason=reason))

    def open_disputes(self, *, client_id: int | None = None) -> list[Dispute]:
        """The open disputes, of one client if given."""
        query = select(DisputeRow.__table__).where(DisputeRow.closed_on.is_(None))
        if client_id is not None:
            query = query.where(
                DisputeRow.invoice_id.in_(select(InvoiceRow.id).where(InvoiceRow.client_id == client_id))
            )
        return [
            Dispute(row.id, row.invoice_id, row.opened_on, row.reason, row.closed_on)
            for row in self._connection.execute(query.order_by(DisputeRow.id))
        ]

    def add_promise(
        self,
        client_id: int,
        invoice_ids: Sequence[int],
        amount: int,
        *,
        promised_on: date,
        made_on: date,
        note: str,
        action_id: int,
    ) -> int:
        """Stores a promise about these invoices, or about the account, and returns its id."""
        row = self._insert(
            PromiseRow,
            client_id=client_id,
            invoice_id=invoice_ids[0] if len(invoice_ids) == 1 else None,
            amount=amount,
            promised_on=promised_on,
            made_on=made_on,
            note=note,
            action_id=action_id,
        )
        if len(invoice_ids) > 1:
            links = [{"promise_id": row, "invoice_id": one} for one in invoice_ids]
            self._connection.execute(insert(PromiseInvoiceRow), links)
        return row

    def withdraw_promise(self, promise_id: int, day: date | None) -> None:
        """Takes a promise back, or restores it with None."""
        self._connection.execute(
            update(PromiseRow).where(PromiseRow.id == promise_id).values(withdrawn_on=day)
        )

    def promises(self, *, client_id: int | None = None, since: date | None = None) -> list[Promise]:
        """The promises that were not withdrawn, of one client or due since a day (included) if given."""
        query = select(PromiseRow.__table__).where(PromiseRow.withdrawn_on.is_(None))
        if client_id is not None:
            query = query.where(PromiseRow.client_id == client_id)
        if since is not None:
            query = query.where(PromiseRow.promised_on >= since)
        rows = self._connection.execute(query.order_by(PromiseRow.promised_on, PromiseRow.id))
        named = promised_together(self._connection)
        return [promise_of(row, named) for row in rows]

    def add_pause(
        self,
        until: date,
        reason: str,
        *,
        action_id: int,
        client_id: int | None = None,
        invoice_id: int | None = None,
    ) -> int:
        """Sets a client or an invoice aside until a day (included) and returns the pause's id."""
        return self._insert(
            PauseRow,
            client_id=client_id,
            invoice_id=invoice_id,
            until=until,
            reason=reason,
            action_id=action_id,
        )

    def lift_pause(self, pause_id: int, day: date | None) -> None:
        """Ends a pause before its day, or restores it with None."""
        self._connection.execute(update(PauseRow).where(PauseRow.id == pause_id).values(lifted_on=day))

    def pauses(self, *, since: date | None = None, client_id: int | None = None) -> list[Pause]:
        """The pauses that were not lifted.

        Only those that run on or after a day, or about one client or his invoices, if given.
        """
        query = select(PauseRow.__table__).where(PauseRow.lifted_on.is_(None))
        if since is not None:
            query = query.where(PauseRow.until >= since)
        if client_id is not None:
            invoices = select(InvoiceRow.id).where(InvoiceRow.client_id == client_id)
            query = query.where(or_(PauseRow.client_id == client_id, PauseRow.invoice_id.in_(invoices)))
        names = Pause.__slots__
        return [
            Pause(**{name: getattr(row, name) for name in names})
            for row in self._connection.execute(query.order_by(PauseRow.id))
        ]

    def _insert(self, table: Any, **values: Any) -> int:
        result = self._connection.execute(insert(table).values(**values))
        return int(result.inserted_primary_key[0])  # type: ignore[index]


def invoice_folded(number: str, label: str, order_reference: str) -> str:
    """What a search for an invoice looks into, beside its client's name."""
    return fold(f"{number} {label} {order_reference}")


@cache
def _invoices() -> Any:
    reversed_by = (
        select(_reversal.id)
        .where(_reversal.reverses_id == InvoiceRow.id)
        .scalar_subquery()
        .label("reversed_by")
    )
    columns = [column for column in InvoiceRow.__table__.columns if column.name != "folded"]
    return select(*columns, reversed_by)


def _invoice(row: Any) -> StoredInvoice:
    values = row._asdict()
    values["kind"] = DocumentKind(values["kind"])
    values["to_confirm"] = bool(values["to_confirm"])
    values["corrects"] = bool(values["corrects"])
    return StoredInvoice(**values)
