"""What happened to letters once drawn: how they left, what the post did with them, what was answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from creances_desktop.domain.letter_events import EventKind, LetterEvent
from creances_desktop.domain.registered import Life, life_of
from creances_desktop.storage.tables import DueItemRow
from creances_desktop.storage.tables_followups import FollowupRow, LetterRow
from creances_desktop.storage.tables_letters import LetterInvoiceRow
from creances_desktop.storage.tables_sending import LetterEventRow, RegisteredNumberRow

DEMAND = "mise_en_demeure"
"""What the step or the template of a formal notice begins with."""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Demand:
    """The day on which a mise en demeure about an invoice counts, and the letter that says so."""

    day: date
    letter_id: int
    reference: str


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step of the history as the letters know it; `letter_id` is that of its letter."""

    due_item_id: int
    cycle: int
    step: str
    attempt: int
    letter_id: int


class LetterEvents:
    """Events and numbers; what was withdrawn is left out."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        letter_id: int,
        kind: EventKind,
        day: date,
        *,
        recipient: str = "",
        text: str = "",
        attachment_id: int | None = None,
        action_id: int | None,
    ) -> int:
        """Enters an event and returns its id."""
        result = self._connection.execute(
            insert(LetterEventRow).values(
                letter_id=letter_id,
                kind=kind.value,
                day=day,
                recipient=recipient,
                text=text,
                attachment_id=attachment_id,
                action_id=action_id,
            )
        )
        return int(result.inserted_primary_key[0])  # type: ignore[index]

    def withdraw(self, event_id: int, day: date) -> None:
        """Takes an event back from that day on."""
        self._connection.execute(
            update(LetterEventRow).where(LetterEventRow.id == event_id).values(withdrawn_on=day)
        )

    def get(self, event_id: int) -> LetterEvent:
        """One event; KeyError if it is not there or was taken back."""
        found = self._read(LetterEventRow.id == event_id)
        if not found:
            raise KeyError(event_id)
        return found[0]

    def of_letters(self, letter_ids: Collection[int]) -> dict[int, list[LetterEvent]]:
        """The events of each of these letters, by day."""
        found: dict[int, list[LetterEvent]] = defaultdict(list)
        ids = sorted(letter_ids)
        for start in range(0, len(ids), _CHUNK):
            for event in self._read(LetterEventRow.letter_id.in_(ids[start : start + _CHUNK])):
                found[event.letter_id].append(event)
        return found

    def of_attachment(self, attachment_id: int) -> list[LetterEvent]:
        """The events that a file proves."""
        return self._read(LetterEventRow.attachment_id == attachment_id)

    def all(self) -> list[LetterEvent]:
        """Every event, by day."""
        return self._read()

    def numbers(self, letter_ids: Collection[int]) -> dict[int, str]:
        """The registered numbers of these letters that have one."""
        found: dict[int, str] = {}
        ids = sorted(letter_ids)
        for start in range(0, len(ids), _CHUNK):
            query = select(RegisteredNumberRow.letter_id, RegisteredNumberRow.number).where(
                RegisteredNumberRow.letter_id.in_(ids[start : start + _CHUNK]),
                RegisteredNumberRow.number != "",
            )
            found |= {row[0]: row[1] for row in self._connection.execute(query)}
        return found

    def letter_with_number(self, number: str) -> int | None:
        """The letter that bears a registered number, or None."""
        query = select(RegisteredNumberRow.letter_id).where(RegisteredNumberRow.number == number)
        found = self._connection.scalar(query.limit(1))
        return None if found is None else int(found)

    def set_number(self, letter_id: int, number: str, *, action_id: int) -> None:
        """Gives a letter its registered number in place of another; an empty one takes it away."""
        statement = upsert(RegisteredNumberRow).values(
            letter_id=letter_id, number=number, action_id=action_id
        )
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["letter_id"], set_={"number": number, "action_id": action_id}
            )
        )

    def demands(self, invoice_ids: Collection[int] | None = None) -> dict[int, Demand]:
        """The earliest day that counts of the formal notices about each invoice (of these only if given)."""
        reminded = (
            select(DueItemRow.invoice_id, FollowupRow.letter_id)
            .join(FollowupRow, FollowupRow.due_item_id == DueItemRow.id)
            .where(FollowupRow.letter_id.in_(select(LetterEventRow.letter_id)))
        )
        beside = select(LetterInvoiceRow.invoice_id, LetterInvoiceRow.letter_id)
        about = reminded.union(beside).subquery()
        query = (
            select(
                about.c.invoice_id,
                LetterRow.id,
                LetterRow.reference,
                LetterEventRow.kind,
                LetterEventRow.day,
            )
            .join(LetterRow, LetterRow.id == about.c.letter_id)
            .join(LetterEventRow, LetterEventRow.letter_id == LetterRow.id)
            .where(
                LetterEventRow.withdrawn_on.is_(None),
                LetterRow.template.startswith(DEMAND) | LetterRow.step.startswith(DEMAND),
            )
            .order_by(LetterEventRow.day, LetterEventRow.id)
        )
        events: dict[int, dict[tuple[int, str], list[LetterEvent]]] = defaultdict(lambda: defaultdict(list))
        wanted = None if invoice_ids is None else set(invoice_ids)
        for row in self._connection.execute(query):
            if wanted is None or row[0] in wanted:
                event = LetterEvent(0, row[1], EventKind(row[3]), row[4])
                events[row[0]][row[1], row[2]].append(event)
        found: dict[int, Demand] = {}
        for invoice_id, letters in events.items():
            days = [
                Demand(day, letter_id, reference)
                for (letter_id, reference), own in letters.items()
                if (day := life_of(own).counts_from) is not None
            ]
            if days:
                found[invoice_id] = min(days, key=lambda one: (one.day, one.letter_id))
        return found

    def lives(self) -> dict[int, Life]:
        """The life of every letter of which the post said something."""
        found: dict[int, list[LetterEvent]] = defaultdict(list)
        for event in self._read(LetterEventRow.kind.not_in(("delivered", "emailed", "answered"))):
            found[event.letter_id].append(event)
        return {letter_id: life_of(events) for letter_id, events in found.items()}

    def steps_of(self, letter_ids: Collection[int]) -> list[StepTaken]:
        """The steps that these letters took."""
        query = select(
            FollowupRow.due_item_id,
            FollowupRow.cycle,
            FollowupRow.step,
            FollowupRow.attempt,
            FollowupRow.letter_id,
        ).where(FollowupRow.letter_id.in_(sorted(letter_ids)))
        rows = self._connection.execute(query)
        return [StepTaken(*row[:4], row[4] or 0) for row in rows]

    def registered(self, *, delivered: str) -> list[int]:
        """The ids of the registered letters that left and whose fate is not known, oldest first."""
        settled = select(LetterEventRow.letter_id).where(
            LetterEventRow.withdrawn_on.is_(None),
            LetterEventRow.kind.in_(("received", "refused", "unclaimed", "wrong_address")),
        )
        query = (
            select(LetterRow.id)
            .where(
                LetterRow.channel == "registered_letter",
                LetterRow.status == delivered,
                LetterRow.id.not_in(settled),
            )
            .order_by(LetterRow.issued_on, LetterRow.id)
        )
        return list(self._connection.scalars(query))

    def _read(self, *conditions: Any) -> list[LetterEvent]:
        query = (
            select(
                LetterEventRow.id,
                LetterEventRow.letter_id,
                LetterEventRow.kind,
                LetterEventRow.day,
                LetterEventRow.recipient,
                LetterEventRow.text,
                LetterEventRow.attachment_id,
            )
            .where(LetterEventRow.withdrawn_on.is_(None), *conditions)
            .order_by(LetterEventRow.day, LetterEventRow.id)
        )
        return [
            LetterEvent(row.id, row.letter_id, EventKind(row.kind), row.day, row.recipient, row.text,
                        row.attachment_id)
            for row in self._connection.execute(query)
        ]  # fmt: skip
