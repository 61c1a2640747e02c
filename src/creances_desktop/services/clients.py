"""Clients: adding, changing, and what their card shows."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from datetime import date

from creances_desktop.domain.clients import Client, ClientDraft, Contact, Nature
from creances_desktop.domain.contract_rates import parse_contract_rate
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.identifiers import clean_siren, clean_vat
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents
from creances_desktop.domain.text import fold, plural
from creances_desktop.services import disputes, instalment_plans, relations, terms
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.instalment_plans import PlanNow
from creances_desktop.services.relations import NOTHING_KNOWN, Known
from creances_desktop.storage.disputes import StoredDispute
from creances_desktop.storage.invoices import Pause
from creances_desktop.storage.promise_rows import Promise
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class ClientCard:
    """Everything the head of a client's card shows, as of a day; cents.

    `outstanding` is what is open on his invoices, `credits` what he has in hand (credit notes, payments not
    allocated), `disputed` what of `outstanding` he contests, `known` the relation with
    him and his rhythm, `plans` those that the user did not end.
    """

    client: Client
    outstanding: Cents
    overdue: Cents
    credits: Cents
    oldest_due: date | None
    open_items: tuple[OpenItem, ...]
    disputes: tuple[StoredDispute, ...]
    promises: tuple[Promise, ...]
    pauses: tuple[Pause, ...]
    disputed: Cents = 0
    known: Known = NOTHING_KNOWN
    plans: tuple[PlanNow, ...] = ()


def checked(draft: ClientDraft, known: ClientDraft | None = None) -> ClientDraft:
    """The draft with clean numbers; InvalidValue beside the first wrong field.

    A valid SIREN makes a professional of a client whose nature is not yet known. Terms that are simple net
    days set `terms_days`. What stays as it is `known` is not read again: an import may have brought words
    that say no terms, and they do not hold back the rest.
    """
    if not draft.name.strip():
        raise InvalidValue("name", "Indiquez le nom du client.")
    for field, value in [
        ("email", draft.email),
        *((f"contact:{one.name}", one.email) for one in draft.contacts),
    ]:
        if value and not _EMAIL.fullmatch(value.strip()):
            raise InvalidValue(field, f"«\u00a0{value}\u00a0» n’est pas une adresse e-mail.")
    if draft.terms_days is not None and not 0 <= draft.terms_days <= 365:
        raise InvalidValue("terms_days", "Le délai de règlement est compris entre 0 et 365 jours.")
    terms_days = draft.terms_days
    if draft.terms.strip() and (known is None or draft.terms != known.terms):
        terms_days = terms.net_days(draft.terms)
    if known is None or draft.contract_rate_percent != known.contract_rate_percent:
        parse_contract_rate(draft.contract_rate_percent)
    siren = clean_siren(draft.siren) if draft.siren.strip() else ""
    nature = draft.nature
    if siren and nature is Nature.UNSPECIFIED:
        nature = Nature.PROFESSIONAL
    return replace(
        draft,
        code=draft.code.strip(),
        name=" ".join(draft.name.split()),
        siren=siren,
        vat_number=clean_vat(draft.vat_number) if draft.vat_number.strip() else "",
        email=draft.email.strip(),
        phone=draft.phone.strip(),
        nature=nature,
        terms=draft.terms.strip(),
        terms_days=terms_days,
        contacts=tuple(one for one in draft.contacts if one.name or one.phone or one.email),
    )


def add(store: Store, draft: ClientDraft) -> Changes:
    """Enters a client; without a code, one is made from his name. Raises InvalidValue."""
    with store.transaction() as t:
        return enter(t, draft)


def enter(t: Transaction, draft: ClientDraft) -> Changes:
    """What `add` does, within an action under way."""
    client = checked(draft)
    if not client.code:
        client = replace(client, code=_free_code(t, client.name))
    known = t.clients.find(client.code)
    if known is not None:
        raise InvalidValue("code", f"Le code «\u00a0{client.code}\u00a0» est déjà celui de {known.name}.")
    entry = t.journal.append("client_added", f"Client créé\u00a0: {client.name}", after=_journaled(client))
    client_id = t.clients.add(client, action_id=entry)
    return changed(Subject.CLIENTS, message=f"Client {client.name} créé.", entry_id=entry, row_id=client_id)


def update(store: Store, client_id: int, draft: ClientDraft) -> Changes:
    """Replaces what is known about a client. Raises InvalidValue."""
    with store.transaction() as t:
        before = t.clients.get(client_id)
        client = checked(draft, before)
        same_code = t.clients.find(client.code)
        if not client.code or (same_code is not None and same_code.id != client_id):
            raise InvalidValue(
                "code",
                f"Le code «\u00a0{client.code}\u00a0» est vide ou déjà pris\u00a0: choisissez-en un autre.",
            )
        t.clients.update(client_id, client)
        entry = t.journal.append(
            "client_changed",
            f"Client modifié\u00a0: {client.name}",
            client_id=client_id,
            before=_journaled(before),
            after=_journaled(client),
        )
    return changed(
        Subject.CLIENTS, message=f"Client {client.name} enregistré.", entry_id=entry, row_id=client_id
    )


def get(store: Store, client_id: int) -> Client:
    """One client with his contacts."""
    with store.reading() as r:
        return r.clients.get(client_id)


def find(store: Store, code: str) -> Client:
    """The client with that code; raises DomainError when there is none."""
    with store.reading() as r:
        client = r.clients.find(code)
    if client is None:
        raise DomainError(f"Aucun client n’a le code «\u00a0{code}\u00a0».")
    return client


def matching(store: Store, words: str, day: date, limit: int = 12) -> list[Client]:
    """The first clients whose name, code or city contains every word: what a form proposes."""
    with store.reading() as r:
        ids = r.lists.client_ids(day, words=words)[:limit]
        return [r.clients.get(client_id) for client_id in ids]


def card(store: Store, client_id: int, day: date) -> ClientCard:
    """The head of a client's card as of a day."""
    with store.reading() as r:
        items = tuple(r.balance.open_items(day, client_id=client_id))
        return ClientCard(
            client=r.clients.get(client_id),
            outstanding=sum(item.outstanding for item in items),
            overdue=sum(item.outstanding for item in items if item.days_late(day) > 0),
            credits=r.balance.credits(day, client_id=client_id).get(client_id, 0),
            oldest_due=min((item.due_date for item in items), default=None),
            open_items=items,
            disputes=tuple(r.disputes.open_of_client(client_id)),
            promises=tuple(r.invoices.promises(client_id=client_id)),
            pauses=tuple(r.invoices.pauses(since=day, client_id=client_id)),
            disputed=sum(disputes.contested(r, items, day).values()),
            known=relations.within(r, client_id, day),
            plans=tuple(instalment_plans.within(r, day, [client_id])),
        )


def complete(store: Store, drafts: dict[int, ClientDraft]) -> Changes:
    """Replaces several clients at once: what the grid *À compléter* saves, whole or not at all."""
    with store.transaction() as t:
        known = {client_id: t.clients.get(client_id) for client_id in drafts}
        checked_drafts = {client_id: checked(draft, known[client_id]) for client_id, draft in drafts.items()}
        before = [_journaled(client) for client in known.values()]
        for client_id, client in checked_drafts.items():
            t.clients.update(client_id, client)
        entry = t.journal.append(
            "clients_completed",
            plural(len(drafts), "client complété", "clients complétés"),
            before=before,
            after=[_journaled(client) for client in checked_drafts.values()],
        )
    return changed(
        Subject.CLIENTS,
        message=f"{plural(len(drafts), 'client complété', 'clients complétés')}.",
        entry_id=entry,
    )


def incomplete(store: Store, day: date, *, limit: int | None = None) -> list[Client]:
    """The clients whose nature, address or e-mail is missing, those who owe most first; `limit` at most."""
    with store.reading() as r:
        ids = r.lists.client_ids(day, chosen="incomplete", sort="outstanding", descending=True)
        return [r.clients.get(client_id) for client_id in ids[:limit]]


def _journaled(client: ClientDraft) -> dict[str, object]:
    return asdict(client)


def _free_code(t: Transaction, name: str) -> str:
    stem = re.sub(r"[^A-Z0-9]", "", fold(name).upper())[:8] or "CLIENT"
    code, number = stem, 1
    while t.clients.find(code) is not None:
        number += 1
        code = f"{stem}{number}"
    return code


def contact_to_reach(client: Client) -> Contact | None:
    """The person a letter or a call is for: the preferred contact, else the first."""
    return next(iter(client.contacts), None)
