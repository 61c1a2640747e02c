"""The contacts of an export, and who made the promises; how an import puts them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from creances_desktop.domain.calendar import CallOutcome
from creances_desktop.domain.clients import Channel
from creances_desktop.domain.contact_attempts import Attempt
from creances_desktop.domain.imports import Complement
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.nonpayment import Reason
from creances_desktop.services.export_tables import Ledger
from creances_desktop.storage.transaction import Transaction

SUBJECT = "contact"
PROMISE_DETAIL = ("person", "promise_channel", "settled")
_COLUMNS = ("day", "channel", "point", "person", "outcome", "reason", "note")


def contact_complements(ledger: Ledger) -> Iterator[Complement]:
    """The contacts with each client, with the keys of the invoices that were spoken of."""
    spoken: dict[int, list[Any]] = {}
    for link in ledger.contact_invoices:
        document = ledger.by_id.get(link.invoice_id)
        if document is not None:
            debit = DocumentKind(document.kind).is_debit
            spoken.setdefault(link.attempt_id, []).append([ledger.document_keys[document.id], debit])
    for one in ledger.contacts_tried:
        owner = ledger.clients.get(one.client_id)
        if owner is not None:
            values = {name: getattr(one, name) for name in _COLUMNS} | {"invoices": spoken.get(one.id, [])}
            yield Complement(SUBJECT, owner.code, "", values)


def put_back(
    t: Transaction,
    complements: Iterable[Complement],
    clients: Mapping[str, int],
    made: Mapping[tuple[str, str, bool], int],
    entry: int,
) -> None:
    """Enters the contacts with the clients of this import again."""
    for one in complements:
        if one.client not in clients:
            continue
        said = one.values
        invoices = [made.get((one.client, key, bool(debit))) for key, debit in said["invoices"]]
        attempt = Attempt(
            date.fromisoformat(said["day"]),
            Channel(said["channel"]),
            said["point"],
            said["person"],
            CallOutcome(said["outcome"]) if said["outcome"] else None,
        )
        t.contact_attempts.add(
            clients[one.client],
            attempt,
            action_id=entry,
            reason=Reason(said["reason"]) if said["reason"] else None,
            note=said["note"],
            invoice_ids=[invoice_id for invoice_id in invoices if invoice_id is not None],
        )


def describe_promise(t: Transaction, promise_id: int, said: Mapping[str, Any]) -> None:
    """Puts back who made a promise and how; an export of an earlier version does not tell it."""
    person, channel, settled = (said.get(name) or "" for name in PROMISE_DETAIL)
    if person or channel or settled:
        t.promises.describe(promise_id, person=person, channel=channel, settled=settled)
