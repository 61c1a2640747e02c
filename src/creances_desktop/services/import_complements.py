"""The complements of an export, right after its lists were imported: the dossier is then the one exported.

They concern only what this import entered: what was in the dossier before is never touched, and importing the
same files again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.clients import Channel
from creances_desktop.domain.company import Company
from creances_desktop.domain.imports import Complement
from creances_desktop.domain.letter_tones import Tone
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.plans import DEFAULT_PLAN, Plan, Step
from creances_desktop.services import (
    export_agenda,
    export_contacts,
    export_disputes,
    export_instalment_plans,
    import_claims,
    import_sending,
)
from creances_desktop.services.company import checked
from creances_desktop.services.export_writing import DRAFT, TEXT, put_back_drafts, put_back_texts
from creances_desktop.storage.transaction import Transaction

_DUE_ITEM = ("id", "invoice_id", "position", "due_date", "amount", "estimated")
_STEP = ("cycle", "step", "attempt", "channel", "done_on", "deadline", "outstanding", "days_late", "void")
_ALLOCATION = (
    *("id", "due_item_id", "payment_id", "credit_id", "amount", "effective_on", "reopens", "reverses_id"),
)


def complete(t: Transaction, complements: Iterable[Complement], entry: int) -> None:
    """Puts the complements of the rows that the journal entry `entry` made in place."""
    known = list(complements)
    if not known:
        return
    alone = t.complements.is_alone(entry)
    if alone:
        _company_and_settings(t, known)
    plans = _plans(t, [one for one in known if one.subject == "plan"], alone=alone)
    clients = t.complements.clients(entry)
    invoices = _Invoices(t, entry)
    invoices.complete([one for one in known if one.subject == "invoice"])
    import_claims.claims(t, [one for one in known if one.subject == "claim"], invoices.made, entry)
    put_back_drafts(t, [one for one in known if one.subject == DRAFT], clients, entry)
    if alone:
        put_back_texts(t, [one for one in known if one.subject == TEXT], entry)
        import_claims.rates(t, [one for one in known if one.subject == "rate"], entry)
    attached = [one for one in known if one.subject == "attachment"]
    import_sending.attach(t, attached, clients, invoices.made, entry)
    import_sending.log(t, [one for one in known if one.subject == "sending"], invoices.made, entry)
    series: dict[str, int] = {}
    contacts = [one for one in known if one.subject == export_contacts.SUBJECT]
    export_contacts.put_back(t, contacts, clients, invoices.made, entry)
    plans_agreed = [one for one in known if one.subject == export_instalment_plans.SUBJECT]
    export_instalment_plans.put_back(t, plans_agreed, clients, invoices.made, entry)
    for one in known:
        owned = one.client in clients or (alone and not one.client)
        if one.subject == "client" and one.client in clients:
            _client(t, clients[one.client], one.values, plans, entry)
            _account_promises(t, one, clients[one.client], invoices.made, entry)
            kept = clients.get(one.values.get("merged_into", ""))
            if kept is not None:
                t.client_merges.add(clients[one.client], kept, action_id=entry)
        elif one.subject == "series" and owned:
            client_id = clients.get(one.client)
            series[one.key] = export_agenda.put_series_back(t, one.values, client_id, entry)
        elif one.subject == "entry" and owned:
            invoice_id = invoices.made.get((one.client, one.key, bool(one.values["debit"])))
            row = _calendar_entry(t, one.values, clients.get(one.client), invoice_id, entry)
            series_id = series.get(one.values.get("series") or "")
            if row is not None and series_id is not None:
                t.series.join(series_id, [row])


class _Rows:
    """The rows to write at once, in the order of their columns."""

    def __init__(self) -> None:
        self.items: list[tuple[Any, ...]] = []
        self.parts: list[tuple[Any, ...]] = []
        self.steps: list[tuple[Any, ...]] = []

    def write(self, t: Transaction) -> None:
        """Writes them."""
        t.bulk.insert("due_item", _DUE_ITEM, self.items)
        t.bulk.insert("allocation", (*_ALLOCATION, "action_id"), self.parts)
        t.bulk.insert("followup", ("due_item_id", *_STEP, "action_id"), self.steps)


class _Invoices:
    """The documents that the import made, by client, key and side."""

    def __init__(self, t: Transaction, entry: int) -> None:
        self._t = t
        self._entry = entry
        self.made = t.complements.documents(entry)
        self._payments = t.complements.payments(entry)
        self._next_item = t.bulk.next_id("due_item")
        self._next_allocation = t.bulk.next_id("allocation")

    def complete(self, complements: list[Complement]) -> None:
        """Replaces what the lists could only say roughly: due items, allocations, steps, holds."""
        wanted = [
            (self.made[one.client, one.key, bool(one.values["debit"])], one)
            for one in complements
            if (one.client, one.key, bool(one.values["debit"])) in self.made
        ]
        fitting = [
            (invoice_id, one)
            for invoice_id, one in wanted
            if all(self._source(one.client, part) != (None, None) for part in one.values["allocations"])
        ]
        self._t.complements.clear(
            self._entry, [invoice_id for invoice_id, one in fitting if one.values["debit"]]
        )
        rows = _Rows()
        for invoice_id, one in fitting:
            if one.values["debit"]:
                self._due_items(invoice_id, one, rows)
        rows.write(self._t)
        for invoice_id, one in fitting:
            self._holds(invoice_id, one)

    def _source(self, client: str, part: dict[str, Any]) -> tuple[int | None, int | None]:
        """(payment id, credit id) of an allocation; neither when the import did not enter it."""
        if part["payment"] is not None:
            return self._payments.get(part["payment"]), None
        return None, self.made.get((client, part["credit"], False))

    def _due_items(self, invoice_id: int, one: Complement, rows: _Rows) -> None:
        values = one.values
        items = list(range(self._next_item, self._next_item + len(values["due_items"])))
        self._next_item += len(items)
        for position, (item_id, item) in enumerate(zip(items, values["due_items"], strict=True), 1):
            moved = item["due_date"], item["amount"], item["estimated"]
            rows.items.append((item_id, invoice_id, position, *moved))
        first = self._next_allocation
        self._next_allocation += len(values["allocations"])
        for part_id, part in enumerate(values["allocations"], first):
            reverses = None if part["reverses"] is None else first + part["reverses"]
            moved = part["amount"], part["effective_on"], part["reopens"]
            source = self._source(one.client, part)
            rows.parts.append((part_id, items[part["item"]], *source, *moved, reverses, self._entry))
        for step in values["steps"]:
            rows.steps.append((items[step["item"]], *(step[name] for name in _STEP), self._entry))

    def _holds(self, invoice_id: int, one: Complement) -> None:
        t, values = self._t, one.values
        if not any(values[name] for name in ("disputes", "promises", "pauses")):
            return
        client_id = t.invoices.get(invoice_id).client_id
        for said in values["disputes"]:
            credit_id = self.made.get((one.client, said.get("credit") or "", False))
            export_disputes.put_back(t, said, invoice_id, credit_id, self._entry)
        _promises(t, values["promises"], client_id, [invoice_id], self._entry)
        _pauses(t, values["pauses"], client_id, invoice_id, self._entry)


def _company_and_settings(t: Transaction, complements: list[Complement]) -> None:
    for one in complements:
        if one.subject == "setting":
            t.settings.set(one.key, one.values["value"])
        elif one.subject == "company":
            present = t.company.get()
            names = {field.name for field in fields(Company)} - {"legal_name", "logo", "signature_image"}
            missing = {
                name: one.values[name] for name in names & set(one.values) if not getattr(present, name)
            }
            days = one.values.get("default_terms_days", present.default_terms_days)
            t.company.save(checked(replace(present, **missing | {"default_terms_days": days})))


def _plans(t: Transaction, complements: list[Complement], *, alone: bool) -> dict[str, int]:
    """The plans of the dossier by name; those it lacks are added, and one never adapted is replaced."""
    known = {plan.name: plan for plan in t.followups.plans()}
    ids = {name: plan.id for name, plan in known.items()}
    for one in complements:
        steps = tuple(_step(said) for said in one.values["steps"])
        name = one.values["name"]
        if name not in known:
            ids[name] = t.followups.save_plan(Plan(0, name, steps))
        elif alone and known[name].steps == DEFAULT_PLAN.steps != steps:
            t.followups.save_plan(Plan(known[name].id, name, steps))
    return ids


def _step(said: dict[str, Any]) -> Step:
    tone = Tone(said.get("tone") or Tone.FIRM)
    return Step(**{**said, "channel": Channel(said["channel"]), "tone": tone})


def _client(
    t: Transaction, client_id: int, values: dict[str, Any], plans: dict[str, int], entry: int
) -> None:
    t.complements.set_client(
        client_id,
        {
            "plan_id": plans.get(values["plan"]),
            "notes": values["notes"],
            "tags": "\n".join(values["tags"]),
            "preferred_channel": Channel(values["preferred_channel"]).value,
            "archived": values["archived"],
            "clause_without_notice": values.get("clause_without_notice", False),
            "trade": values.get("trade", "general"),
        },
    )
    t.complements.replace_contacts(client_id, values["contacts"])
    t.clients.set_tone(client_id, Tone(values["tone"]) if values.get("tone") else None)
    if values.get("limitation") is not None:
        period, years, clause = values["limitation"]
        t.law.save_client_period(client_id, (period, years, clause), action_id=entry)
    _pauses(t, values["pauses"], client_id, None, entry)
    export_agenda.put_relation_back(t, client_id, values.get("relation"), entry)


def _account_promises(
    t: Transaction,
    client: Complement,
    client_id: int,
    made: Mapping[tuple[str, str, bool], int],
    entry: int,
) -> None:
    """The promises about the account, or about several invoices of which this import made some."""
    for said in client.values["promises"]:
        keys = said.get("invoices") or ()
        found = [made.get((client.client, key, bool(debit))) for key, debit in keys]
        about = [invoice_id for invoice_id in found if invoice_id is not None]
        if about or not keys:
            _promises(t, [said], client_id, about, entry)


def _promises(
    t: Transaction, promises: list[dict[str, Any]], client_id: int, about: Sequence[int], entry: int
) -> None:
    invoice_id = about[0] if len(about) == 1 else None
    for said in promises:
        promised_on = date.fromisoformat(said["promised_on"])
        row = t.invoices.add_promise(
            client_id,
            about,
            said["amount"],
            promised_on=promised_on,
            made_on=date.fromisoformat(said["made_on"]),
            note=said["note"],
            action_id=entry,
        )
        export_contacts.describe_promise(t, row, said)
        withdrawn = _day(said["withdrawn_on"])
        if withdrawn is not None:
            t.invoices.withdraw_promise(row, withdrawn)
        title = f"Promesse de {format_cents(said['amount'])}"
        entry_id = t.calendar.add(
            EntryKind.PROMISE,
            promised_on,
            title,
            action_id=entry,
            client_id=client_id,
            invoice_id=invoice_id,
            note=said["note"],
            origin=f"promise:{row}",
        )
        if entry_id is not None and said["done_on"]:
            t.calendar.change(entry_id, done_on=_day(said["done_on"]))


def _pauses(
    t: Transaction, pauses: list[dict[str, Any]], client_id: int, invoice_id: int | None, entry: int
) -> None:
    for said in pauses:
        until = date.fromisoformat(said["until"])
        row = t.invoices.add_pause(
            until,
            said["reason"],
            action_id=entry,
            client_id=client_id if invoice_id is None else None,
            invoice_id=invoice_id,
        )
        lifted = _day(said["lifted_on"])
        if lifted is not None:
            t.invoices.lift_pause(row, lifted)
        entry_id = t.calendar.add(
            EntryKind.REMINDER,
            until,
            "Fin de la mise de côté",
            action_id=entry,
            client_id=client_id,
            invoice_id=invoice_id,
            note=said["reason"],
            origin=f"pause:{row}",
        )
        if entry_id is not None and said["done_on"]:
            t.calendar.change(entry_id, done_on=_day(said["done_on"]))


def _calendar_entry(
    t: Transaction, values: dict[str, Any], client_id: int | None, invoice_id: int | None, entry: int
) -> int | None:
    entry_id = t.calendar.add(
        EntryKind(values["kind"]),
        date.fromisoformat(values["day"]),
        values["title"],
        action_id=entry,
        client_id=client_id,
        invoice_id=invoice_id,
        note=values["note"],
    )
    if entry_id is not None and values["done_on"]:
        t.calendar.change(entry_id, done_on=_day(values["done_on"]), outcome=values["outcome"])
    return entry_id


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
