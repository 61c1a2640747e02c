"""Rates of the user, judgments, costs, claims of charges and events of limitation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from creances_desktop.domain.claim_facts import AwardedInterest, Capitalisation, CapitalisationGround
from creances_desktop.domain.limitation_events import EventKind, LimitationEvent
from creances_desktop.domain.money import Cents
from creances_desktop.storage.tables import InvoiceRow
from creances_desktop.storage.tables_law import (
    AwardRow,
    CapitalisationRow,
    ChargeClaimRow,
    ClientLimitationRow,
    LimitationEventRow,
    ProvenCostRow,
    UserRateRow,
)

PURSUED = "pursued"
WAIVED = "waived"
SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class UserRate:
    """A rate that the user entered: `percent` a year as a decimal text, `semester` as `2027-S1`."""

    series: str
    semester: str
    percent: str
    source: str
    published_on: date | None


@dataclass(frozen=True, slots=True)
class ProvenCost:
    """A recovery cost with its proof, in cents."""

    id: int
    invoice_id: int
    day: date
    amount: Cents
    label: str


@dataclass(frozen=True, slots=True)
class ChargeClaim:
    """A decision on the charges of an invoice with the figures of `as_of`, in cents."""

    id: int
    invoice_id: int
    as_of: date
    interest: Cents
    indemnity: Cents
    costs: Cents
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class StoredLimitationEvent:
    """An event of limitation with its row and its due item."""

    id: int
    due_item_id: int
    event: LimitationEvent


class LawRecords:
    """What the law needs beside the accounts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rates(self) -> list[UserRate]:
        """The rates of the user, by series and semester."""
        names = UserRate.__slots__
        query = select(*(getattr(UserRateRow, name) for name in names))
        rows = self._connection.execute(query.order_by(UserRateRow.series, UserRateRow.semester))
        return [UserRate(**row._asdict()) for row in rows]

    def save_rate(self, rate: UserRate, *, action_id: int) -> None:
        """Stores a rate, in place of an earlier one of the same semester."""
        values = {name: getattr(rate, name) for name in UserRate.__slots__} | {"action_id": action_id}
        statement = upsert(UserRateRow).values(**values)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["series", "semester"], set_=values)
        )

    def remove_rate(self, series: str, semester: str) -> None:
        """Takes a rate of the user away: the shipped one, if there is one, counts again."""
        self._connection.execute(
            delete(UserRateRow).where(UserRateRow.series == series, UserRateRow.semester == semester)
        )

    def award(self, invoice_id: int) -> AwardedInterest | None:
        """The judgment on an invoice."""
        row = self._connection.execute(
            select(AwardRow.since, AwardRow.enforceable_on).where(AwardRow.invoice_id == invoice_id)
        ).first()
        return None if row is None else AwardedInterest(row.since, row.enforceable_on)

    def awards(self) -> dict[int, AwardedInterest]:
        """The judgments by invoice."""
        query = select(AwardRow.invoice_id, AwardRow.since, AwardRow.enforceable_on)
        return {row[0]: AwardedInterest(row[1], row[2]) for row in self._connection.execute(query)}

    def performance_dates(self) -> dict[int, date]:
        """The days of delivery or performance that are known, by invoice."""
        query = select(InvoiceRow.id, InvoiceRow.performance_date).where(
            InvoiceRow.performance_date.is_not(None)
        )
        return {row[0]: row[1] for row in self._connection.execute(query) if row[1] is not None}

    def save_award(self, invoice_id: int, award: AwardedInterest | None, *, action_id: int) -> None:
        """Stores the judgment on an invoice in place of an earlier one, or removes it with None."""
        self._connection.execute(delete(AwardRow).where(AwardRow.invoice_id == invoice_id))
        if award is not None:
            self._insert(
                AwardRow,
                invoice_id=invoice_id,
                since=award.since,
                enforceable_on=award.enforceable_on,
                action_id=action_id,
            )

    def capitalisation(self, invoice_id: int) -> Capitalisation | None:
        """What lets the interest on an invoice bear interest."""
        row = self._connection.execute(
            select(CapitalisationRow.ground, CapitalisationRow.since).where(
                CapitalisationRow.invoice_id == invoice_id
            )
        ).first()
        return None if row is None else Capitalisation(CapitalisationGround(row.ground), row.since)

    def save_capitalisation(self, invoice_id: int, ground: Capitalisation | None, *, action_id: int) -> None:
        """Stores the clause or judgment in place of an earlier one, or removes it with None."""
        self._connection.execute(delete(CapitalisationRow).where(CapitalisationRow.invoice_id == invoice_id))
        if ground is not None:
            self._insert(
                CapitalisationRow,
                invoice_id=invoice_id,
                ground=ground.ground.value,
                since=ground.since,
                action_id=action_id,
            )

    def costs(self, invoice_id: int) -> list[ProvenCost]:
        """The recovery costs on an invoice, oldest first."""
        names = ProvenCost.__slots__
        query = select(*(getattr(ProvenCostRow, name) for name in names)).where(
            ProvenCostRow.invoice_id == invoice_id, ProvenCostRow.withdrawn_on.is_(None)
        )
        rows = self._connection.execute(query.order_by(ProvenCostRow.day, ProvenCostRow.id))
        return [ProvenCost(**row._asdict()) for row in rows]

    def add_cost(self, invoice_id: int, day: date, amount: Cents, label: str, *, action_id: int) -> int:
        """Stores a recovery cost and returns its id."""
        return self._insert(
            ProvenCostRow, invoice_id=invoice_id, day=day, amount=amount, label=label, action_id=action_id
        )

    def withdraw_cost(self, cost_id: int, day: date) -> None:
        """Takes a recovery cost back."""
        self._connection.execute(
            update(ProvenCostRow).where(ProvenCostRow.id == cost_id).values(withdrawn_on=day)
        )

    def claim(self, invoice_id: int) -> ChargeClaim | None:
        """The last decision on the charges of an invoice."""
        names = ChargeClaim.__slots__
        query = select(*(getattr(ChargeClaimRow, name) for name in names)).where(
            ChargeClaimRow.invoice_id == invoice_id
        )
        row = self._connection.execute(query.order_by(ChargeClaimRow.id.desc()).limit(1)).first()
        return None if row is None else ChargeClaim(**row._asdict())

    def add_claim(self, claim: ChargeClaim, *, action_id: int) -> int:
        """Stores a decision on the charges of an invoice; its `id` is ignored. Returns the row's id."""
        values = {name: getattr(claim, name) for name in ChargeClaim.__slots__ if name != "id"}
        return self._insert(ChargeClaimRow, **values, action_id=action_id)

    def limitation_events(
        self, due_item_ids: Iterable[int] | None = None
    ) -> dict[int, list[StoredLimitationEvent]]:
        """The events that stand, by due item, oldest first; of all due items without ids."""
        query = select(LimitationEventRow.__table__).where(LimitationEventRow.withdrawn_on.is_(None))
        if due_item_ids is not None:
            query = query.where(LimitationEventRow.due_item_id.in_(list(due_item_ids)))
        found: dict[int, list[StoredLimitationEvent]] = defaultdict(list)
        for row in self._connection.execute(query.order_by(LimitationEventRow.day, LimitationEventRow.id)):
            event = LimitationEvent(
                kind=EventKind(row.kind),
                day=row.day,
                proof=row.proof,
                ended_on=row.ended_on,
                lost=bool(row.lost),
                counted=bool(row.counted),
            )
            found[row.due_item_id].append(StoredLimitationEvent(row.id, row.due_item_id, event))
        return dict(found)

    def limitation_event(self, event_id: int) -> StoredLimitationEvent:
        """One event that stands; KeyError if it is not there or was withdrawn."""
        for events in self.limitation_events().values():
            for one in events:
                if one.id == event_id:
                    return one
        raise KeyError(event_id)

    def add_limitation_event(self, due_item_id: int, event: LimitationEvent, *, action_id: int) -> int:
        """Stores an event and returns its id."""
        return self._insert(
            LimitationEventRow,
            due_item_id=due_item_id,
            kind=event.kind.value,
            day=event.day,
            proof=event.proof,
            ended_on=event.ended_on,
            lost=event.lost,
            counted=event.counted,
            action_id=action_id,
        )

    def change_limitation_event(self, event_id: int, **columns: Any) -> None:
        """Changes an event (`ended_on`, `lost`, `counted`, `proof`, `withdrawn_on`)."""
        self._connection.execute(
            update(LimitationEventRow).where(LimitationEventRow.id == event_id).values(**columns)
        )

    def _insert(self, table: Any, **values: Any) -> int:
        result = self._connection.execute(insert(table).values(**values))
        return int(result.inserted_primary_key[0])  # type: ignore[index]

    def client_periods(self) -> dict[int, tuple[str | None, int | None, str]]:
        """(period, years, clause) that the user chose, by client."""
        query = select(
            ClientLimitationRow.client_id,
            ClientLimitationRow.period,
            ClientLimitationRow.years,
            ClientLimitationRow.clause,
        )
        return {row[0]: (row[1], row[2], row[3]) for row in self._connection.execute(query)}

    def save_client_period(
        self, client_id: int, chosen: tuple[str | None, int | None, str] | None, *, action_id: int
    ) -> None:
        """Keeps (period, years, clause) for a client in place of what was there; None: nothing."""
        self._connection.execute(
            delete(ClientLimitationRow).where(ClientLimitationRow.client_id == client_id)
        )
        if chosen is not None:
            period, years, clause = chosen
            self._connection.execute(
                insert(ClientLimitationRow).values(
                    client_id=client_id, period=period, years=years, clause=clause, action_id=action_id
                )
            )
