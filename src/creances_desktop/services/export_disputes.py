"""The disputes of an export with their details, and how an import puts them back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.disputes import Answerer
from creances_desktop.services.export_tables import Ledger
from creances_desktop.storage.transaction import Transaction

_DETAIL = ("amount", "category", "claim", "answered_by", "answer_by", "outcome", "outcome_note", "conceded")


def told(ledger: Ledger, one: Any) -> dict[str, Any]:
    """A dispute as it is exported; its credit note by the key of that document."""
    values = {"opened_on": one.opened_on, "reason": one.reason, "closed_on": one.closed_on}
    if one.category is None:
        return values
    detail = {name: getattr(one, name) for name in _DETAIL}
    return values | detail | {"credit": ledger.document_keys.get(one.credit_note_id), "done_on": one.done_on}


def put_back(
    t: Transaction, said: Mapping[str, Any], invoice_id: int, credit_id: int | None, entry: int
) -> None:
    """Enters a dispute again, with its day in the calendar and the credit note that ended it."""
    row = t.invoices.add_dispute(
        invoice_id, date.fromisoformat(said["opened_on"]), said["reason"], action_id=entry
    )
    if said["closed_on"]:
        t.invoices.close_dispute(row, date.fromisoformat(said["closed_on"]))
    if "category" not in said:
        return
    columns = {name: said[name] for name in _DETAIL}
    answer_by = date.fromisoformat(said["answer_by"]) if said["answer_by"] else None
    columns |= {"answer_by": answer_by, "credit_note_id": credit_id}
    t.disputes.set_detail(row, action_id=entry, **columns)
    if answer_by is None:
        return
    invoice = t.invoices.get(invoice_id)
    entry_id = t.calendar.add(
        EntryKind.DISPUTE,
        answer_by,
        f"{Answerer(said['answered_by']).awaited}\u00a0: litige sur {invoice.number}",
        action_id=entry,
        client_id=invoice.client_id,
        invoice_id=invoice_id,
        note=said["claim"],
        origin=f"dispute:{row}",
    )
    if entry_id is not None and said.get("done_on"):
        t.calendar.change(entry_id, done_on=date.fromisoformat(said["done_on"]))
