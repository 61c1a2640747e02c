"""Contacts that were tried, with what came of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, true

from creances_desktop.domain.calendar import CallOutcome
from creances_desktop.domain.clients import Channel
from creances_desktop.domain.contact_attempts import Attempt
from creances_desktop.domain.nonpayment import Reason
from creances_desktop.storage.tables import ClientRow
from creances_desktop.storage.tables_contacts import ContactAttemptRow, ContactInvoiceRow

MANY = 500

# The last reason told about each invoice: by a contact that spoke of it, or of the whole account.
_REASONS = """
SELECT invoice_id, reason FROM (
    SELECT i.id AS invoice_id, c.reason,
           ROW_NUMBER() OVER (PARTITION BY i.id ORDER BY c.day DESC, c.id DESC) AS place
    FROM contact_attempt c
    LEFT JOIN contact_invoice x ON x.attempt_id = c.id
    JOIN invoice i ON i.id = x.invoice_id OR (x.invoice_id IS NULL AND i.client_id = c.client_id
                                              AND i.issue_date <= c.day)
    WHERE c.reason <> '' AND c.day <= :day
) WHERE place = 1
"""


# Only while the call that was agreed on then is still to be made: it tells whether the money came.
_SAID_PAID = """
SELECT a.id, a.client_id, a.day, MAX(c.day), x.invoice_id
FROM contact_attempt a
JOIN calendar_entry c ON c.action_id = a.action_id AND c.client_id = a.client_id
LEFT JOIN contact_invoice x ON x.attempt_id = a.id
WHERE a.outcome = 'already_paid' AND a.day <= :day
      AND c.kind = 'call' AND c.done_on IS NULL AND c.day >= :day
GROUP BY a.id, x.invoice_id
"""


@dataclass(frozen=True, slots=True)
class SaidPaid:
    """What a client said to have paid on `told_on`, to be asked about on `until`.

    `invoice_id` None: all that was due then.
    """

    told_on: date
    until: date
    invoice_id: int | None

    def is_about(self, invoice_id: int, due_date: date) -> bool:
        """Whether an invoice with this due date is part of it."""
        return self.invoice_id == invoice_id if self.invoice_id is not None else due_date <= self.told_on


@dataclass(frozen=True, slots=True)
class StoredAttempt:
    """A contact as stored; `invoice_ids` empty: about the account."""

    id: int
    client_id: int
    client_name: str
    day: date
    channel: Channel
    point: str
    person: str
    outcome: CallOutcome | None
    reason: Reason | None
    note: str
    entry_id: int | None
    action_id: int | None
    invoice_ids: tuple[int, ...] = ()

    @property
    def attempt(self) -> Attempt:
        """What the rules of the trade need of it."""
        return Attempt(self.day, self.channel, self.point, self.person, self.outcome)


class ContactAttempts:
    """The contacts with clients."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        client_id: int,
        attempt: Attempt,
        *,
        action_id: int,
        reason: Reason | None = None,
        note: str = "",
        entry_id: int | None = None,
        invoice_ids: Iterable[int] = (),
    ) -> int:
        """Stores a contact and returns its id."""
        result = self._connection.execute(
            insert(ContactAttemptRow).values(
                client_id=client_id,
                day=attempt.day,
                channel=attempt.channel.value,
                point=attempt.point,
                person=attempt.person,
                outcome=attempt.outcome.value if attempt.outcome else "",
                reason=reason.value if reason else "",
                note=note,
                entry_id=entry_id,
                action_id=action_id,
            )
        )
        attempt_id = int(result.inserted_primary_key[0])  # type: ignore[index]
        rows = [{"attempt_id": attempt_id, "invoice_id": one} for one in dict.fromkeys(invoice_ids)]
        if rows:
            self._connection.execute(insert(ContactInvoiceRow), rows)
        return attempt_id

    def of_client(self, client_id: int) -> list[StoredAttempt]:
        """The contacts with a client, the latest first."""
        return self._read(ContactAttemptRow.client_id == client_id)

    def of_clients(self, client_ids: Collection[int]) -> dict[int, list[StoredAttempt]]:
        """The contacts with these clients, the latest first, by client."""
        found: dict[int, list[StoredAttempt]] = {}
        # A long list of ids costs more than everybody.
        chosen = ContactAttemptRow.client_id.in_(list(client_ids)) if len(client_ids) < MANY else true()
        for one in self._read(chosen):
            found.setdefault(one.client_id, []).append(one)
        return found

    def of_day(self, day: date) -> list[StoredAttempt]:
        """The contacts of a day, the latest first."""
        return self._read(ContactAttemptRow.day == day)

    def of_action(self, action_id: int) -> StoredAttempt | None:
        """The contact that one action noted, or None."""
        return next(iter(self._read(ContactAttemptRow.action_id == action_id)), None)

    def reasons(self, day: date) -> dict[int, Reason]:
        """The last reason told about each invoice up to a day, by invoice."""
        rows = self._connection.exec_driver_sql(_REASONS, {"day": day.isoformat()})
        return {int(invoice_id): Reason(reason) for invoice_id, reason in rows}

    def said_paid(self, day: date) -> dict[int, list[SaidPaid]]:
        """What clients said to have paid and what is to be asked about from `day` on, by client."""
        found: dict[int, list[SaidPaid]] = {}
        rows = self._connection.exec_driver_sql(_SAID_PAID, {"day": day.isoformat()})
        for _, client_id, told_on, until, invoice_id in rows:
            said = SaidPaid(date.fromisoformat(told_on), date.fromisoformat(until), invoice_id)
            found.setdefault(client_id, []).append(said)
        return found

    def _read(self, condition: Any) -> list[StoredAttempt]:
        query = (
            select(ContactAttemptRow.__table__, ClientRow.name.label("client_name"))
            .join(ClientRow, ClientRow.id == ContactAttemptRow.client_id)
            .where(condition)
            .order_by(ContactAttemptRow.day.desc(), ContactAttemptRow.id.desc())
        )
        rows = list(self._connection.execute(query))
        spoken: dict[int, list[int]] = {}
        if rows:
            links = select(ContactInvoiceRow.attempt_id, ContactInvoiceRow.invoice_id).join(
                ContactAttemptRow, ContactAttemptRow.id == ContactInvoiceRow.attempt_id
            )
            links = links.where(condition)
            for attempt_id, invoice_id in self._connection.execute(links):
                spoken.setdefault(attempt_id, []).append(invoice_id)
        return [_stored(row, tuple(sorted(spoken.get(row.id, ())))) for row in rows]


def _stored(row: Any, invoice_ids: tuple[int, ...]) -> StoredAttempt:
    return StoredAttempt(
        id=row.id,
        client_id=row.client_id,
        client_name=row.client_name,
        day=row.day,
        channel=Channel(row.channel),
        point=row.point,
        person=row.person,
        outcome=CallOutcome(row.outcome) if row.outcome else None,
        reason=Reason(row.reason) if row.reason else None,
        note=row.note,
        entry_id=row.entry_id,
        action_id=row.action_id,
        invoice_ids=invoice_ids,
    )
