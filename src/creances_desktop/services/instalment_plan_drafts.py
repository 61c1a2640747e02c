"""An instalment plan being worked out: what can be divided, into which parts, on which paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from creances_desktop.domain.clients import Channel, Client, Nature
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.instalment_plan_letters import AgreedSchedule, mention
from creances_desktop.domain.instalment_plan_parts import (
    Charges,
    Interval,
    PlanPart,
    Shape,
    check_days,
    long_plan_words,
    parse_parts,
    schedule,
)
from creances_desktop.domain.instalment_plans import PlanInvoice
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.other_letter_kinds import AGREEMENT
from creances_desktop.domain.settlement import charges_left
from creances_desktop.domain.text import short_date
from creances_desktop.services import breakdown, disputes, instalment_plans, other_letters, working_days
from creances_desktop.services.letter_checks import CheckedLetter
from creances_desktop.services.other_letters import Order
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Draft:
    """What the user asks for; `typed` are the lines of a plan typed by hand, which the others leave empty."""

    client_id: int
    invoice_ids: tuple[int, ...]
    first: date | None = None
    count: int = 3
    interval: Interval = Interval.MONTH
    shape: Shape = Shape.EQUAL
    typed: str = ""
    charges: Charges = Charges.WAIVED
    lapse_clause: bool = True
    by_hand: bool = False
    channel: Channel = Channel.LETTER


@dataclass(frozen=True, slots=True)
class Figures:
    """What can be divided of some invoices on a day; cents.

    `principal` is what is not contested of them, `disputed` the rest; `interest` and `indemnity` are their
    charges. `regime`: why there are none, or what they are, in French.
    """

    client: Client
    invoices: tuple[PlanInvoice, ...]
    principal: Cents
    disputed: Cents
    interest: Cents
    indemnity: Cents
    regime: str

    def total(self, charges: Charges) -> Cents:
        """What is divided, with or without the charges."""
        added = self.interest + self.indemnity if charges is Charges.ADDED else 0
        return self.principal + added


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft worked out: its figures, its parts, and what to know of it in French."""

    figures: Figures
    parts: tuple[PlanPart, ...]
    notes: tuple[str, ...]

    @property
    def total(self) -> Cents:
        """What is divided, in cents."""
        return sum(one.amount for one in self.parts)


def figures(store: Store, client_id: int, invoice_ids: Sequence[int], day: date) -> Figures:
    """What can be divided of these invoices of a client. Raises InvalidValue (`invoice_ids`), DomainError."""
    with store.reading() as r:
        return _figures(r, client_id, invoice_ids, day)


def work_out(store: Store, draft: Draft, day: date) -> Proposal:
    """The parts of a plan as they would be agreed on.

    Raises InvalidValue (`invoice_ids`, `first`, `count`, `typed`), DomainError.
    """
    with store.reading() as r:
        return work_out_within(r, draft, day)


def checked(store: Store, draft: Draft, day: date) -> CheckedLetter:
    """The agreement as it would leave; raises as `work_out`."""
    with store.reading() as r:
        order = order_of(r, draft, work_out_within(r, draft, day))
    return other_letters.checked(store, order, day)


def _figures(t: Transaction, client_id: int, invoice_ids: Sequence[int], day: date) -> Figures:
    client = t.clients.get(client_id)
    chosen = list(dict.fromkeys(invoice_ids))
    if not chosen:
        raise InvalidValue("invoice_ids", "Cochez au moins une facture.")
    if client.insolvency_judgment is not None and client.insolvency_judgment <= day:
        raise DomainError(
            f"{client.name} est en procédure collective\u00a0: il ne peut plus payer ses dettes antérieures, "
            "elles se déclarent."
        )
    _refuse_taken(t, client_id, chosen, day)
    items = t.balance.open_items(day, invoice_ids=chosen)
    apart = disputes.contested(t, items, day)
    left = dict.fromkeys(chosen, 0)
    contested = dict.fromkeys(chosen, 0)
    for item in items:
        left[item.invoice_id] += item.outstanding
        contested[item.invoice_id] += apart.get(item.due_item_id, 0)
    found = tuple(
        PlanInvoice(one, left[one] - contested[one], left[one])
        for one in chosen
        if left[one] > contested[one]
    )
    if not found:
        raise InvalidValue(
            "invoice_ids", "Rien n’est dû sans contestation sur ces factures\u00a0: il n’y a rien à étaler."
        )
    in_hand = t.balance.credits(day, client_id=client_id).get(client_id, 0)
    if in_hand > 0:
        raise InvalidValue(
            "invoice_ids",
            f"{format_cents(in_hand)} d’avoirs et de règlements ne sont sur aucune facture\u00a0: "
            "imputez-les d’abord.",
        )
    interest, indemnity, regime = _charges(t, client, [one.invoice_id for one in found], day, apart)
    return Figures(
        client,
        found,
        sum(one.amount for one in found),
        sum(contested.values()),
        interest,
        indemnity,
        regime,
    )


def _refuse_taken(t: Transaction, client_id: int, invoice_ids: Sequence[int], day: date) -> None:
    for one in instalment_plans.within(t, day, [client_id]):
        taken = set(one.stored.invoice_ids) & set(invoice_ids)
        if one.status.state.is_under_way and taken:
            number = t.invoices.get(min(taken)).number
            raise InvalidValue(
                "invoice_ids",
                f"La facture {number} est déjà dans l’échéancier du "
                f"{short_date(one.stored.terms.proposed_on)}\u00a0: terminez-le d’abord.",
            )


def _charges(
    t: Transaction, client: Client, invoice_ids: Sequence[int], day: date, apart: Mapping[int, Cents]
) -> tuple[Cents, Cents, str]:
    """The interest and the fixed indemnity by the client's regime, and what to say of them."""
    if client.nature is Nature.UNSPECIFIED:
        return 0, 0, "Nature du client à préciser\u00a0: ni intérêts ni indemnité ne se calculent."
    found = breakdown.totals(breakdown.of_invoices(t, invoice_ids, day, apart=apart))
    # Proven costs stay apart: an agreement adds or waives what the law gives for the delay alone.
    interest, indemnity, _ = charges_left(found.interest, found.fixed_indemnity, 0, found.received)
    consumer = client.nature is Nature.CONSUMER
    regime = "Particulier\u00a0: intérêts au taux légal, aucune indemnité forfaitaire." if consumer else ""
    return interest, indemnity, regime


def work_out_within(t: Transaction, draft: Draft, day: date) -> Proposal:
    """What `work_out` does, within an action under way."""
    known = _figures(t, draft.client_id, draft.invoice_ids, day)
    holidays = working_days.within(t)
    total = known.total(draft.charges)
    if draft.shape is Shape.TYPED:
        parts = parse_parts(draft.typed, total, holidays=holidays)
        check_days(parts, day, "typed")
    else:
        if draft.first is None:
            raise InvalidValue("first", "Indiquez le jour de la première échéance.")
        parts = schedule(
            total, draft.first, draft.count, interval=draft.interval, shape=draft.shape, holidays=holidays
        )
        check_days(parts, day)
    disputed = f"{format_cents(known.disputed)} contestés restent à part." if known.disputed else ""
    notes = (known.regime, disputed, long_plan_words(parts, day))
    return Proposal(known, parts, tuple(note for note in notes if note))


def order_of(t: Transaction, draft: Draft, found: Proposal) -> Order:
    """The agreement as it is asked for."""
    known = found.figures
    company = t.company.get().legal_name
    agreed = AgreedSchedule(
        found.parts,
        draft.charges,
        known.interest,
        known.indemnity,
        draft.lapse_clause,
        mention(found.total, company) if draft.by_hand else "",
    )
    ids = tuple(one.invoice_id for one in known.invoices)
    return Order(draft.client_id, AGREEMENT.id, ids, channel=draft.channel, schedule=agreed)
