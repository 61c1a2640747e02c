"""The log of the sendings of invoices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update

from creances_desktop.domain.sendings import Sending, SendingChannel, SendingDraft
from creances_desktop.storage.tables_sending import InvoiceSendingRow

_CHUNK = 500


class Sendings:
    """What was sent, withdrawn lines left out."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, invoice_id: int, draft: SendingDraft, attachment_id: int | None, *, action_id: int | None
    ) -> int:
        """Logs a sending and returns its id."""
        result = self._connection.execute(
            insert(InvoiceSendingRow).values(
                invoice_id=invoice_id,
                channel=draft.channel.value,
                day=draft.day,
                recipient=draft.recipient,
                note=draft.note,
                attachment_id=attachment_id,
                action_id=action_id,
            )
        )
        return int(result.inserted_primary_key[0])  # type: ignore[index]

    def withdraw(self, sending_id: int, day: date) -> None:
        """Takes a line back from that day on."""
        self._connection.execute(
            update(InvoiceSendingRow).where(InvoiceSendingRow.id == sending_id).values(withdrawn_on=day)
        )

    def get(self, sending_id: int) -> Sending:
        """One sending; KeyError if it is not there or was taken back."""
        found = self._read(InvoiceSendingRow.id == sending_id)
        if not found:
            raise KeyError(sending_id)
        return found[0]

    def of_invoices(self, invoice_ids: Collection[int]) -> dict[int, list[Sending]]:
        """The sendings of each of these invoices, oldest first."""
        found: dict[int, list[Sending]] = defaultdict(list)
        ids = sorted(invoice_ids)
        for start in range(0, len(ids), _CHUNK):
            for one in self._read(InvoiceSendingRow.invoice_id.in_(ids[start : start + _CHUNK])):
                found[one.invoice_id].append(one)
        return found

    def of_attachment(self, attachment_id: int) -> list[Sending]:
        """The sendings that a file proves."""
        return self._read(InvoiceSendingRow.attachment_id == attachment_id)

    def all(self) -> list[Sending]:
        """Every sending, oldest first."""
        return self._read()

    def _read(self, *conditions: Any) -> list[Sending]:
        query = (
            select(
                InvoiceSendingRow.id,
                InvoiceSendingRow.invoice_id,
                InvoiceSendingRow.channel,
                InvoiceSendingRow.day,
                InvoiceSendingRow.recipient,
                InvoiceSendingRow.note,
                InvoiceSendingRow.attachment_id,
            )
            .where(InvoiceSendingRow.withdrawn_on.is_(None), *conditions)
            .order_by(InvoiceSendingRow.day, InvoiceSendingRow.id)
        )
        return [
            Sending(row.id, row.invoice_id, SendingChannel(row.channel), row.day, row.recipient, row.note,
                    row.attachment_id)
            for row in self._connection.execute(query)
        ]  # fmt: skip
