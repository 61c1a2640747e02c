"""What an export holds beside its lists, as complements that an import puts back exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from creances_desktop.domain.company import Company
from creances_desktop.domain.imports import Complement
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.plans import Plan
from creances_desktop.services import export_agenda, export_disputes
from creances_desktop.services.export_claims import claim_complements
from creances_desktop.services.export_contacts import PROMISE_DETAIL, contact_complements
from creances_desktop.services.export_instalment_plans import plan_complements
from creances_desktop.services.export_sending import sending_complements
from creances_desktop.services.export_tables import Ledger
from creances_desktop.services.export_writing import writing_complements

_STEP = ("cycle", "step", "attempt", "channel", "done_on", "deadline", "outstanding", "days_late", "void")
_PROMISE = ("amount", "promised_on", "made_on", "note", "withdrawn_on")
_ENTRY = ("kind", "day", "title", "note", "outcome", "done_on")


def complements(ledger: Ledger, company: Company, settings: dict[str, Any]) -> Iterator[Complement]:
    """The complements of the company, its settings, plans and rates, its clients, invoices and calendar."""
    profile = asdict(company)
    yield Complement("company", "", "", {name: profile[name] for name in profile if not _is_image(name)})
    for key, value in settings.items():
        yield Complement("setting", "", key, {"value": value})
    for plan in ledger.plans.values():
        yield Complement("plan", "", "", _plan(plan))
    for client in ledger.clients.values():
        kept = ledger.clients.get(ledger.kept_by_gone.get(client.id, 0))
        own_plan = ledger.plans.get(client.plan_id or 0)
        values = {
            "plan": own_plan.name if own_plan else "",
            "notes": client.notes,
            "tags": list(client.tags),
            "preferred_channel": client.preferred_channel.value,
            "archived": client.archived,
            "clause_without_notice": client.clause_without_notice,
            "trade": client.trade,
            "tone": client.tone or "",
            "contacts": [_contact(one) for one in ledger.contacts[client.id]],
            "merged_into": kept.code if kept is not None else "",
            "limitation": ledger.periods.get(client.id),
            "promises": [_account_promise(ledger, one) for one in ledger.account_promises[client.id]],
            "pauses": [_pause(one) for one in ledger.account_pauses[client.id]],
            "relation": export_agenda.relation(ledger, client.id),
        }
        yield Complement("client", client.code, "", values)
    for row in ledger.documents:
        if not _is_plain(ledger, row):
            yield _document(ledger, row)
    yield from claim_complements(ledger)
    yield from writing_complements(ledger)
    yield from sending_complements(ledger)
    yield from export_agenda.series(ledger)
    yield from contact_complements(ledger)
    yield from plan_complements(ledger)
    for one in ledger.calendar:
        document = ledger.by_id.get(one.invoice_id)
        owner = ledger.clients.get(one.client_id)
        values = {name: getattr(one, name) for name in _ENTRY}
        values["series"] = None if one.series_id is None else str(one.series_id)
        values["debit"] = document is None or DocumentKind(document.kind).is_debit
        key = ledger.document_keys[document.id] if document is not None else ""
        yield Complement("entry", owner.code if owner else "", key, values)


def _is_image(name: str) -> bool:
    return name in {"logo", "signature_image"}


def _plan(plan: Plan) -> dict[str, Any]:
    steps = [asdict(step) | {"channel": step.channel.value, "tone": step.tone.value} for step in plan.steps]
    return {"name": plan.name, "steps": steps}


def _contact(one: Any) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if name != "id"}


def _is_plain(ledger: Ledger, row: Any) -> bool:
    """Whether the lists alone say everything about a document, in the way that an import understands."""
    items = ledger.items[row.id]
    if len(items) > 1 or any(item.estimated or ledger.steps[item.id] for item in items):
        return False
    if ledger.disputes[row.id] or ledger.promises[row.id] or ledger.pauses[row.id]:
        return False
    return all(
        part.payment_id is not None
        and part.reverses_id is None
        and ledger.invoices_of[part.payment_id] == [row.id]
        for part in ledger.allocations[row.id]
    )


def _document(ledger: Ledger, row: Any) -> Complement:
    items = ledger.items[row.id]
    place = {item.id: position for position, item in enumerate(items)}
    parts = ledger.allocations[row.id]
    order = {part.id: position for position, part in enumerate(parts)}
    values = {
        "debit": DocumentKind(row.kind).is_debit,
        "due_items": [
            {"due_date": item.due_date, "amount": item.amount, "estimated": item.estimated} for item in items
        ],
        "allocations": [
            {
                "item": place[part.due_item_id],
                "payment": ledger.payment_keys.get(part.payment_id),
                "credit": ledger.document_keys.get(part.credit_id),
                "amount": part.amount,
                "effective_on": part.effective_on,
                "reopens": part.reopens,
                "reverses": order.get(part.reverses_id),
            }
            for part in parts
        ],
        "steps": [
            {"item": place[item.id], **{name: getattr(step, name) for name in _STEP}}
            for item in items
            for step in ledger.steps[item.id]
        ],
        "disputes": [export_disputes.told(ledger, one) for one in ledger.disputes[row.id]],
        "promises": [_promise(one) for one in ledger.promises[row.id]],
        "pauses": [_pause(one) for one in ledger.pauses[row.id]],
    }
    code = ledger.clients[row.client_id].code
    return Complement("invoice", code, ledger.document_keys[row.id], values)


def _promise(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in (*_PROMISE, *PROMISE_DETAIL)} | {"done_on": one.done_on}


def _account_promise(ledger: Ledger, one: Any) -> dict[str, Any]:
    """A promise about the account, or about several invoices, which it then names by key and side."""
    named = [ledger.by_id[link.invoice_id] for link in ledger.promise_invoices[one.id]]
    keys = [[ledger.document_keys[row.id], DocumentKind(row.kind).is_debit] for row in named]
    return _promise(one) | {"invoices": keys}


def _pause(one: Any) -> dict[str, Any]:
    return {"until": one.until, "reason": one.reason, "lifted_on": one.lifted_on, "done_on": one.done_on}
