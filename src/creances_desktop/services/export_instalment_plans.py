"""The instalment plans of an export, and how an import puts them back: letters are not imported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from creances_desktop.domain.imports import Complement
from creances_desktop.domain.instalment_plan_parts import Charges, PlanPart
from creances_desktop.domain.instalment_plans import PlanInvoice
from creances_desktop.services import instalment_plan_agreements, instalment_plans
from creances_desktop.services.export_tables import Ledger
from creances_desktop.storage.instalment_plans import NewPlan
from creances_desktop.storage.transaction import Transaction

SUBJECT = "instalment_plan"
_TERMS = ("proposed_on", "charges", "interest", "indemnity", "lapse_clause")
_STATE = ("signed_on", "ended_on", "ended_as", "reason")


def plan_complements(ledger: Ledger) -> Iterator[Complement]:
    """The plans with the keys of their invoices."""
    invoices, parts = _by_plan(ledger.planned_invoices), _by_plan(ledger.planned_parts)
    for one in ledger.instalment_plans:
        owner = ledger.clients.get(one.client_id)
        if owner is None:
            continue
        values = {name: getattr(one, name) for name in (*_TERMS, *_STATE)}
        # An invoice that was cancelled since is exported no more, nor is what the plan took of it.
        values["invoices"] = [
            [ledger.document_keys[row.invoice_id], row.amount, row.outstanding]
            for row in invoices[one.id]
            if row.invoice_id in ledger.by_id
        ]
        values["parts"] = [[row.day, row.amount, row.settled, row.done_on] for row in parts[one.id]]
        yield Complement(SUBJECT, owner.code, str(one.id), values)


def _by_plan(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.plan_id].append(row)
    return found


def put_back(
    t: Transaction,
    complements: Iterable[Complement],
    clients: Mapping[str, int],
    made: Mapping[tuple[str, str, bool], int],
    entry: int,
) -> None:
    """Keeps the plans of the clients of this import again, those whose invoices it made."""
    for one in complements:
        said = one.values
        known = [(made.get((one.client, key, True)), amount, left) for key, amount, left in said["invoices"]]
        invoices = tuple(PlanInvoice(row, amount, left) for row, amount, left in known if row is not None)
        if one.client not in clients or not invoices or len(invoices) < len(known):
            continue
        parts = tuple(
            PlanPart(place, date.fromisoformat(day), amount)
            for place, (day, amount, _, _) in enumerate(said["parts"], 1)
        )
        new = NewPlan(
            clients[one.client],
            date.fromisoformat(said["proposed_on"]),
            Charges(said["charges"]),
            said["interest"],
            said["indemnity"],
            bool(said["lapse_clause"]),
            invoices,
            parts,
        )
        plan_id = t.instalment_plans.add(new, action_id=entry)
        t.instalment_plans.change(
            plan_id,
            signed_on=_day(said["signed_on"]),
            ended_on=_day(said["ended_on"]),
            ended_as=said["ended_as"],
            reason=said["reason"],
        )
        instalment_plan_agreements.enter_parts(t, plan_id, new, entry)
        for place, (_, _, settled, done_on) in enumerate(said["parts"], 1):
            t.instalment_plans.settle(plan_id, place, settled)
            if done_on:
                t.calendar.close_origin(instalment_plans.origin(plan_id, place), date.fromisoformat(done_on))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
