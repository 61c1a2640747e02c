"""What became of instalment plans: decided from payments, told to the calendar and to the follow-up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.instalment_plan_parts import Charges
from creances_desktop.domain.instalment_plans import (
    PartState,
    PartStatus,
    PlanFacts,
    PlanReceipt,
    PlanState,
    PlanStatus,
    progress_words,
    settle,
)
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.promises import Receipt
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.instalment_plans import ENDED, LAPSED, StoredPlan
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

ORIGIN = "instalment:"
DEALT = "dealt"
"""A missed instalment about which the client was contacted again."""

__all__ = [
    "DEALT",
    "ORIGIN",
    "Held",
    "PartState",
    "PlanNow",
    "PlanState",
    "StoredPlan",
    "close_entries",
    "deal_with_missed",
    "end_with_agreement",
    "expected",
    "get",
    "holding",
    "holding_of",
    "of_client",
    "origin",
    "settle_calendar",
    "signature_origin",
    "under_way",
    "within",
]


@dataclass(frozen=True, slots=True)
class PlanNow:
    """A plan with what became of it as of a day."""

    stored: StoredPlan
    status: PlanStatus

    @property
    def client_id(self) -> int:
        """Whose plan it is."""
        return self.stored.terms.client_id

    @property
    def words(self) -> str:
        """`Échéancier du 23/11/2026, tenu\u00a0: 6 échéances réglées sur 6`.

        Under way without a signature it is `Échéancier proposé (à signer) le 23/11/2026`, late or not.
        """
        state, day = self.status.state, short_date(self.stored.terms.proposed_on)
        progress = progress_words(self.status)
        if self.is_unsigned:
            return f"Échéancier proposé (à signer) le {day}\u00a0: {progress}"
        told = "" if state is PlanState.CURRENT else f", {state.label.lower()}"
        return f"Échéancier du {day}{told}\u00a0: {progress}"

    @property
    def is_unsigned(self) -> bool:
        """Whether it runs though the client has not signed it: it binds him to nothing yet."""
        return self.status.state.is_under_way and self.stored.signed_on is None

    @property
    def total(self) -> Cents:
        """What is divided, in cents."""
        return sum(one.amount for one in self.stored.terms.parts)

    def title(self, status: PartStatus) -> str:
        """`Échéance 2/6 de l’échéancier`."""
        return part_title(status.part.position, len(self.status.parts))


def part_title(position: int, count: int) -> str:
    """What an instalment is called in the calendar."""
    return f"Échéance {position}/{count} de l’échéancier"


def origin(plan_id: int, position: int) -> str:
    """What the entry of an instalment in the calendar comes from."""
    return f"{ORIGIN}{plan_id}:{position}"


def signature_origin(plan_id: int) -> str:
    """What the reminder about the signed copy comes from."""
    return f"plan_signature:{plan_id}"


def close_entries(t: Transaction, one: StoredPlan, today: date) -> None:
    """Takes what a plan had put in the calendar out of what is to be done."""
    t.calendar.close_origin(signature_origin(one.id), today)
    for part in one.terms.parts:
        t.calendar.close_origin(origin(one.id, part.position), today)


def end_with_agreement(t: Transaction, letter_id: int, client_id: int, today: date) -> None:
    """Ends a plan whose agreement was cancelled before it left: nobody can have signed it."""
    for one in t.instalment_plans.all(client_ids=[client_id]):
        if one.letter_id == letter_id and one.signed_on is None:
            reason = "Accord annulé avant son envoi"
            t.instalment_plans.change(one.id, ended_on=today, ended_as=ENDED, reason=reason)
            close_entries(t, one, today)


def within(
    r: Transaction,
    day: date,
    client_ids: Collection[int] | None = None,
    *,
    ended: bool = False,
    items: Mapping[int, Sequence[OpenItem]] | None = None,
) -> list[PlanNow]:
    """The plans by day, of these clients if given; those that the user ended too if asked.

    `items`: all that each of them has open, where it is known already.
    """
    stored = r.instalment_plans.all(client_ids=client_ids, ended=ended)
    if not stored:
        return []
    owners = {one.terms.client_id for one in stored}
    receipts = r.promises.receipts(day, owners)
    left: dict[int, Cents] = defaultdict(int)
    for client_id in owners:
        known = None if items is None else items.get(client_id)
        for item in r.balance.open_items(day, client_id=client_id) if known is None else known:
            left[item.invoice_id] += item.outstanding
    return [_now(r, one, receipts.get(one.terms.client_id, ()), left, day) for one in stored]


def _now(
    r: Transaction, stored: StoredPlan, receipts: Sequence[Receipt], left: Mapping[int, Cents], day: date
) -> PlanNow:
    terms = stored.terms
    added = terms.charges is Charges.ADDED
    facts = PlanFacts(
        terms.invoices,
        terms.parts,
        terms.interest + terms.indemnity if added else 0,
        terms.proposed_on,
        stored.signed_on,
        stored.ended_on,
        stored.ended_as == LAPSED,
    )
    own = frozenset(stored.invoice_ids)
    # Money set on the charges of these invoices pays those that the plan added.
    aside = r.instalment_plans.charge_debits(own) if added else frozenset()
    money = [
        PlanReceipt(one.day, one.amount, one.invoice_id if one.invoice_id in own else None)
        for one in receipts
        if one.invoice_id is None or one.invoice_id in own or one.invoice_id in aside
    ]
    return PlanNow(stored, settle(facts, money, left, day))


def of_client(store: Store, client_id: int, day: date) -> list[PlanNow]:
    """The plans of a client, ended or not, the latest first."""
    with store.reading() as r:
        return list(reversed(within(r, day, [client_id], ended=True)))


def under_way(plans: Collection[PlanNow]) -> PlanNow | None:
    """The latest plan of which something is still expected; None without one."""
    found = [one for one in plans if one.status.state.is_under_way]
    return max(found, key=lambda one: one.stored.id, default=None)


def get(store: Store, plan_id: int, day: date) -> PlanNow:
    """One plan as of a day. Raises DomainError when it is not there any more."""
    with store.reading() as r:
        try:
            owner = r.instalment_plans.get(plan_id).terms.client_id
        except KeyError:
            raise DomainError("Cet échéancier n’est plus dans le dossier.") from None
        return next(one for one in within(r, day, [owner], ended=True) if one.stored.id == plan_id)


@dataclass(frozen=True, slots=True)
class Held:
    """Until when plans hold the follow-up of each invoice back, included; and those no client has signed."""

    until: Mapping[int, date]
    unsigned: frozenset[int]


def holding(r: Transaction, day: date, items: Mapping[int, Sequence[OpenItem]] | None = None) -> Held:
    """What plans hold back on a day."""
    plans = within(r, day, items, items=items)
    unsigned = {invoice_id for one in plans if one.is_unsigned for invoice_id in one.stored.invoice_ids}
    return Held(_holding(plans), frozenset(unsigned))


def holding_of(r: Transaction, day: date, client_ids: Collection[int]) -> dict[int, date]:
    """Until when a plan holds back each invoice of these clients, included."""
    return _holding(within(r, day, client_ids))


def _holding(plans: Collection[PlanNow]) -> dict[int, date]:
    found: dict[int, date] = {}
    for one in plans:
        until = one.status.holds_until
        if until is not None:
            found |= {invoice_id: max(until, found.get(invoice_id, until)) for invoice_id in
                      one.stored.invoice_ids}  # fmt: skip
    return found


def expected(store: Store, day: date, days: int) -> Cents:
    """What the plans under way should bring within so many days, missed instalments left out; cents."""
    with store.reading() as r:
        plans = within(r, day)
    return sum(
        part.missing
        for one in plans
        if one.status.state.is_under_way
        for part in one.status.parts
        if part.state is PartState.COMING and part.part.day <= day + timedelta(days=days)
    )


def settle_calendar(store: Store, day: date) -> Changes:
    """Closes in the calendar the instalments that were paid, and opens again those whose money went back."""
    with store.reading() as r:
        moved = [
            (one, part)
            for one in within(r, day)
            for part, before in zip(one.status.parts, one.stored.settled, strict=True)
            if _settled(part, before) != before
        ]
    if not moved:
        return changed(message="")
    over = sum(1 for _, part in moved if part.state.is_over)
    words = []
    if over:
        words.append(plural(over, "échéance d’échéancier soldée", "échéances d’échéancier soldées"))
    if len(moved) > over:
        words.append(
            plural(
                len(moved) - over,
                "échéance d’échéancier de nouveau attendue",
                "échéances d’échéancier de nouveau attendues",
            )
        )
    text = ", ".join(words)
    with store.transaction() as t:
        entry = t.journal.append(
            "instalments_settled",
            text,
            after={origin(one.stored.id, part.part.position): part.state.value for one, part in moved},
        )
        places = t.calendar.of_origin(ORIGIN)
        for one, part in moved:
            t.instalment_plans.settle(one.stored.id, part.part.position, _settled(part, ""))
            place = places.get(origin(one.stored.id, part.part.position))
            if place is not None:
                t.calendar.change(place[0], done_on=day if part.state.is_over else None)
    return changed(Subject.CALENDAR, Subject.INVOICES, message=f"{text}.", entry_id=entry)


def _settled(part: PartStatus, before: str) -> str:
    """What the calendar takes an instalment for; one that was dealt with stays so until it is paid."""
    if part.state.is_over:
        return part.state.value
    return DEALT if before == DEALT else ""


def deal_with_missed(t: Transaction, client_id: int, today: date) -> None:
    """Closes the missed instalments of a client who was contacted again."""
    for one in within(t, today, [client_id]):
        for part, before in zip(one.status.parts, one.stored.settled, strict=True):
            if part.state is PartState.MISSED and before != DEALT:
                t.instalment_plans.settle(one.stored.id, part.part.position, DEALT)
                t.calendar.close_origin(origin(one.stored.id, part.part.position), today)


def money_words(one: PlanNow) -> str:
    """`6 échéances, 2 400,00 €, du 15/12/2026 au 17/05/2027`."""
    parts = one.stored.terms.parts
    return (
        f"{plural(len(parts), 'échéance')}, {format_cents(one.total)}, du {short_date(parts[0].day)} au "
        f"{short_date(parts[-1].day)}"
    )
