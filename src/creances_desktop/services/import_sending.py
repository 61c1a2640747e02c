"""Attachments and sendings of an export, put back beside the clients and documents that an import made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from creances_desktop.domain.attachments import MAX_BYTES, PDF, AttachmentKind, type_of
from creances_desktop.domain.imports import Complement
from creances_desktop.domain.sendings import SendingChannel, SendingDraft
from creances_desktop.storage.attachments import NewAttachment
from creances_desktop.storage.transaction import Transaction


def attach(
    t: Transaction,
    complements: Iterable[Complement],
    clients: Mapping[str, int],
    made: Mapping[tuple[str, str, bool], int],
    entry: int,
) -> None:
    """Keeps the files that lie beside the lists; one that is gone, or was changed, is left out."""
    for one in complements:
        invoice_id = made.get((one.client, one.key, bool(one.values["debit"]))) if one.key else None
        client_id = clients.get(one.client)
        if client_id is None or (one.key and invoice_id is None):
            continue
        data = _read(one.values)
        if data is None:
            continue
        if one.values["paper"]:
            t.invoices.change(invoice_id or 0, pdf_sha256=t.blobs.add(data, PDF.media_type))
            continue
        name = Path(str(one.values["name"])).name or "fichier"
        new = NewAttachment(
            client_id,
            invoice_id,
            None,
            AttachmentKind(one.values["kind"]),
            str(one.values["label"]),
            date.fromisoformat(one.values["day"]),
            name,
            t.blobs.add(data, type_of(data, name).media_type),
            _dispute(t, one.values.get("dispute"), invoice_id),
            _turn(one.values.get("turn")),
        )
        t.attachments.add(new, action_id=entry)


def _turn(quarters: object) -> int:
    return quarters if isinstance(quarters, int) and 0 <= quarters <= _MOST_TURN else 0


_MOST_TURN = 3


def _dispute(t: Transaction, place: int | None, invoice_id: int | None) -> int | None:
    """The dispute at that place among those of an invoice, oldest first."""
    if place is None or invoice_id is None:
        return None
    known = t.disputes.of_invoice(invoice_id)
    return known[place].id if 0 <= place < len(known) else None


def log(
    t: Transaction, complements: Iterable[Complement], made: Mapping[tuple[str, str, bool], int], entry: int
) -> None:
    """Logs the sendings of the documents of `made`: id by client, key and side."""
    for one in complements:
        invoice_id = made.get((one.client, one.key, bool(one.values["debit"])))
        if invoice_id is None:
            continue
        values = one.values
        draft = SendingDraft(
            SendingChannel(values["channel"]),
            date.fromisoformat(values["day"]),
            str(values["recipient"]),
            str(values["note"]),
        )
        proof = values["proof"]
        kept = [each.id for each in t.attachments.of_invoice(invoice_id) if proof and each.sha256 == proof]
        t.sendings.add(invoice_id, draft, kept[0] if kept else None, action_id=entry)


def _read(values: Mapping[str, Any]) -> bytes | None:
    """The bytes of a file beside the complements, None unless they are those that were exported."""
    path = Path(str(values.get("path") or ""))
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == values["sha256"] else None
