"""The account of a client as of a day, in two views: by the dates of the papers, or as typed by that day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents
from creances_desktop.domain.text import long_date
from creances_desktop.storage.invoices import StoredInvoice
from creances_desktop.storage.payments import StoredPayment
from creances_desktop.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Account:
    """The documents and payments that count, what is open of them, the credits in hand (≥ 0, in cents)."""

    documents: tuple[StoredInvoice, ...]
    payments: tuple[StoredPayment, ...]
    open_items: tuple[OpenItem, ...]
    credits: Cents
    view: str


def as_of(t: Transaction, client_id: int, day: date) -> Account:
    """The account at the end of a day, past or to come, by the dates of the papers, whenever typed."""
    return Account(
        tuple(t.invoices.of_client(client_id)),
        tuple(t.payments.ledger_of_client(client_id)),
        tuple(t.balance.open_items(day, client_id=client_id)),
        t.balance.credits(day, client_id=client_id).get(client_id, 0),
        f"Compte arrêté au {long_date(day)} d’après la date des pièces et des règlements, "
        "quel que soit le jour de leur saisie.",
    )


def as_typed(t: Transaction, client_id: int, day: date) -> Account:
    """The account at the end of a day as it could be read that evening: what was typed later is left out.

    Papers dated after that day are left out as well. A document that was corrected since is shown as it now
    stands: only entries and cancellations have a time.
    """
    documents = t.invoices.ledger_of_client(client_id)
    payments = t.payments.ledger_of_client(client_id)
    parts = t.payments.account_allocations(client_id)
    known = _Entered(
        t,
        [
            *(one.action_id for one in documents),
            *(one.action_id for one in payments),
            *(one.action_id for one in parts),
        ],
        day,
    )
    seen = [one for one in documents if known(one.action_id)]
    cancelled = {one.reverses_id for one in seen if one.reverses_id is not None}
    standing = [one for one in seen if one.reverses_id is None and one.id not in cancelled]
    money = [one for one in payments if known(one.action_id)]
    paid: dict[int, Cents] = {}
    for part in parts:
        if part.effective_on <= day and known(part.action_id):
            paid[part.due_item_id] = paid.get(part.due_item_id, 0) + part.amount
    items = [
        replace(item, outstanding=item.amount - paid.get(item.due_item_id, 0))
        for one in standing
        if one.kind.is_debit and one.issue_date <= day
        for item in _items(t, one)
    ]
    shown = {item.due_item_id for item in items}
    in_hand = (
        sum(one.amount for one in money if one.bank_date <= day)
        + sum(one.gross for one in standing if not one.kind.is_debit and one.issue_date <= day)
        - sum(amount for due_item_id, amount in paid.items() if due_item_id in shown)
    )
    return Account(
        tuple(standing),
        tuple(money),
        tuple(item for item in items if item.outstanding),
        in_hand,
        f"Compte tel que saisi au {long_date(day)}\u00a0: ce qui a été enregistré plus tard n’y figure pas.",
    )


class _Entered:
    """Whether what an action entered was there at the end of a day."""

    def __init__(self, t: Transaction, action_ids: list[int | None], day: date) -> None:
        times = t.journal.times({one for one in action_ids if one is not None})
        self._known = {entry for entry, at in times.items() if at.astimezone().date() <= day}

    def __call__(self, action_id: int | None) -> bool:
        return action_id is None or action_id in self._known


def _items(t: Transaction, one: StoredInvoice) -> list[OpenItem]:
    return [
        OpenItem(
            due_item_id=item.id,
            invoice_id=one.id,
            client_id=one.client_id,
            kind=one.kind,
            number=one.number,
            label=one.label,
            issue_date=one.issue_date,
            due_date=item.due_date,
            estimated=item.estimated,
            to_confirm=one.to_confirm,
            gross=one.gross,
            amount=item.amount,
            outstanding=item.amount,
        )
        for item in t.invoices.due_items(one.id)
    ]
