"""What the user decided about clients and what comes back in the calendar: exported, and put back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.imports import Complement
from creances_desktop.domain.recurrence import Recurrence, Unit
from creances_desktop.domain.relations import Relation, Waiting
from creances_desktop.services.export_tables import Ledger
from creances_desktop.storage.transaction import Transaction

_RELATION = ("cared", "waits", "no_delivery_since", "no_delivery_reason", "lesson")
_SERIES = ("kind", "title", "note", "first_day", "unit", "every", "until", "planned_until")


def relation(ledger: Ledger, client_id: int) -> dict[str, Any] | None:
    """The relation with a client as it is exported, None where nothing was noted."""
    row = ledger.relations.get(client_id)
    return None if row is None else {name: getattr(row, name) for name in _RELATION}


def put_relation_back(t: Transaction, client_id: int, said: Mapping[str, Any] | None, entry: int) -> None:
    """Keeps the relation with a client again."""
    if said is None:
        return
    known = Relation(
        bool(said["cared"]),
        Waiting(said["waits"]),
        _day(said["no_delivery_since"]),
        said["no_delivery_reason"],
        str(said.get("lesson", "")),
    )
    t.relations.keep(client_id, known, action_id=entry)


def series(ledger: Ledger) -> Iterator[Complement]:
    """What comes back, each under a key that its entries bear."""
    for row in ledger.series:
        owner = ledger.clients.get(row.client_id)
        values = {name: getattr(row, name) for name in _SERIES}
        yield Complement("series", owner.code if owner else "", str(row.id), values)


def put_series_back(t: Transaction, said: Mapping[str, Any], client_id: int | None, entry: int) -> int:
    """Enters a series again, without its entries; its id."""
    first = date.fromisoformat(said["first_day"])
    known = Recurrence(first, Unit(said["unit"]), said["every"], _day(said["until"]))
    kind = EntryKind(said["kind"])
    series_id = t.series.add(kind, said["title"], said["note"], known, client_id=client_id, action_id=entry)
    t.series.change(series_id, planned_until=_day(said["planned_until"]))
    return series_id


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
