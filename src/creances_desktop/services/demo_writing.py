"""What the example shows of writing: letters outside the plan, a text of its own, the tone of a client."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.letter_tones import Tone
from creances_desktop.services import clients, letter_texts, letters, other_letters
from creances_desktop.services import company as companies
from creances_desktop.services.other_letters import Order
from creances_desktop.storage.store import Store

_RECEIPT = ("payment_receipt", "", "")
_THANKS = "Votre confiance fait vivre l’atelier\u00a0: merci."


def write(store: Store, day: date) -> None:
    """Adds all of it, on the day of the example."""
    company = companies.get(store)
    companies.save(store, replace(company, footer="Menuiserie sur mesure, pose et réparation depuis 1987"))
    known = letter_texts.wording(letter_texts.built_in(_RECEIPT))
    letter_texts.save(store, _RECEIPT, replace(known, closing=(_THANKS, *known.closing)))
    _receipt(store, day)
    _duplicate(store, day)


def _receipt(store: Store, day: date) -> None:
    """A receipt for the last payment before a day, to a client who is written to courteously."""
    with store.reading() as r:
        paid = [one for client in r.clients.all() for one in r.payments.of_client(client.id)]
    last = max(
        (one for one in paid if one.bank_date <= day and one.amount > 0),
        key=lambda one: (one.bank_date, one.id),
    )
    client = clients.get(store, last.client_id)
    clients.update(store, client.id, replace(client, tone=Tone.COURTEOUS))
    _send(store, Order(client.id, "payment_receipt", payment_ids=(last.id,)), day)


def _duplicate(store: Store, day: date) -> None:
    """The copy of an invoice, for a client who asked for it."""
    with store.reading() as r:
        items = [one for one in r.balance.open_items(day) if one.days_late(day) > 0]
        posted = {one.id for one in r.clients.all() if one.address.is_complete}
    item = min((one for one in items if one.client_id in posted), key=lambda one: one.number)
    asked = {"requested_on": day - timedelta(days=1)}
    _send(store, Order(item.client_id, "duplicate", (item.invoice_id,), fields=asked), day)


def _send(store: Store, order: Order, day: date) -> None:
    letter_id = other_letters.issue_order(store, replace(order, channel=Channel.LETTER), day)
    letters.mark_delivered(store, [letter_id], "imprimée", day=day)
