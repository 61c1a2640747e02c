"""What an export tells of the law, put back beside the documents that an import of its lists made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from creances_desktop.domain.claim_facts import AwardedInterest, Capitalisation, CapitalisationGround
from creances_desktop.domain.imports import Complement
from creances_desktop.domain.limitation_events import EventKind, LimitationEvent
from creances_desktop.services.export_claims import COST, DECISION, TERMS
from creances_desktop.storage.law import ChargeClaim, UserRate
from creances_desktop.storage.transaction import Transaction


def rates(t: Transaction, complements: Iterable[Complement], entry: int) -> None:
    """Puts the rates of the user back, except where the dossier has one of its own."""
    known = {(rate.series, rate.semester) for rate in t.law.rates()}
    for one in complements:
        values = one.values
        if (values["series"], values["semester"]) not in known:
            rate = UserRate(**{**values, "published_on": _day(values["published_on"])})
            t.law.save_rate(rate, action_id=entry)


def claims(
    t: Transaction,
    complements: Iterable[Complement],
    made: Mapping[tuple[str, str, bool], int],
    entry: int,
) -> None:
    """Puts back what was recorded about the documents of `made`: id by client, key and side."""
    for one in complements:
        invoice_id = made.get((one.client, one.key, bool(one.values["debit"])))
        if invoice_id is not None:
            _claim(t, invoice_id, one.values, entry)
            claimed = made.get((one.client, one.values.get("charges_of", ""), True))
            if claimed is not None:
                t.claim_inputs.link_charges(invoice_id, claimed)


def _claim(t: Transaction, invoice_id: int, values: dict[str, Any], entry: int) -> None:
    terms = {name: value for name, value in values.get("terms", {}).items() if name in TERMS}
    if "notified_on" in terms:
        terms["notified_on"] = _day(terms["notified_on"])
    if "corrects" in terms:
        terms["corrects"] = bool(terms["corrects"])
    if terms:
        t.invoices.change(invoice_id, **terms)
    for award in values.get("awards", ()):
        awarded = AwardedInterest(date.fromisoformat(award["since"]), _day(award["enforceable_on"]))
        t.law.save_award(invoice_id, awarded, action_id=entry)
    for said in values.get("capitalisations", ()):
        ground = Capitalisation(CapitalisationGround(said["ground"]), date.fromisoformat(said["since"]))
        t.law.save_capitalisation(invoice_id, ground, action_id=entry)
    for cost in values.get("costs", ()):
        day, amount, label = (cost[name] for name in COST)
        t.law.add_cost(invoice_id, date.fromisoformat(day), amount, label, action_id=entry)
    for said in values.get("claims", ()):
        figures = {name: said[name] for name in DECISION} | {"as_of": date.fromisoformat(said["as_of"])}
        t.law.add_claim(ChargeClaim(id=0, invoice_id=invoice_id, **figures), action_id=entry)
    _events(t, invoice_id, values.get("limitation", ()), entry)


def _events(t: Transaction, invoice_id: int, events: Iterable[dict[str, Any]], entry: int) -> None:
    items = {item.position: item.id for item in t.invoices.due_items(invoice_id)}
    for said in events:
        event = LimitationEvent(
            kind=EventKind(said["kind"]),
            day=date.fromisoformat(said["day"]),
            proof=said["proof"],
            ended_on=_day(said["ended_on"]),
            lost=bool(said["lost"]),
            counted=bool(said["counted"]),
        )
        if said["position"] in items:
            t.law.add_limitation_event(items[said["position"]], event, action_id=entry)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
