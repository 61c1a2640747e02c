"""Stored due items and movements as the debts that interest is computed from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.interest import ONE_DAY, BalanceChange, ChangeEffect, Debt
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.payments import PaymentMode
from creances_desktop.domain.penalties import Breakdown, breakdown
from creances_desktop.domain.public_delay import (
    earlier_than_delay,
    parse_public_body,
    public_delay,
    public_warnings,
)
from creances_desktop.services import rates
from creances_desktop.services.claim_facts import facts_of, settings_in
from creances_desktop.storage.claim_inputs import NO_FACTS, DebtItem, Movement
from creances_desktop.storage.letter_events import Demand
from creances_desktop.storage.transaction import Transaction

CONTESTED = "contested"
"""The mode of the movement that takes what is contested off a base: no payment has it."""


@dataclass(frozen=True, slots=True)
class Computed:
    """The breakdown of one invoice with the debts and movements it was made from.

    `notes` are French sentences about the due dates that were used, `hints` those for the user alone.
    """

    invoice_id: int
    result: Breakdown
    debts: tuple[Debt, ...]
    movements: tuple[Movement, ...]
    notes: tuple[str, ...]
    hints: tuple[str, ...] = ()


def compute(
    t: Transaction,
    invoice_ids: Collection[int],
    day: date,
    *,
    known_only: bool = False,
    apart: Mapping[int, Cents] | None = None,
) -> Iterator[Computed]:
    """The breakdowns of these debits as of a day, in that order; cancelled ones never were a debt.

    `apart`: what is contested by due item, in cents, and bears no interest here. What was paid of the charges
    until that day is deducted; the debits that enter it are left out.
    The rate is the client's clause, or else, for a professional, the company's. Raises RegimeUnavailable for
    a client of unspecified nature (`known_only` leaves his invoices out), InvalidValue for a clause that is
    no rate.
    """
    inputs, law, settings = t.claim_inputs, rates.law_in(t), settings_in(t)
    items, movements = inputs.items(invoice_ids), inputs.movements(invoice_ids)
    recorded, received = inputs.facts(invoice_ids), inputs.received(invoice_ids, day)
    demands = t.letter_events.demands(invoice_ids)
    for row in inputs.documents(invoice_ids):
        nature = Nature(row.nature)
        if known_only and nature is Nature.UNSPECIFIED:
            continue
        own = items.get(row.id, [])
        contested = _contested(own, apart or {})
        moves = (*contested, *(one for one in movements.get(row.id, ()) if one.day <= day))
        starts, notes, hints = _due_dates(row, nature, own)
        debts = debts_of(own, moves, starts)
        clause = row.contract_rate_percent
        if not clause and nature is Nature.PROFESSIONAL:
            clause = settings.company_rate
        facts = facts_of(
            recorded.get(row.id, NO_FACTS),
            settings,
            mise_en_demeure=row.mise_en_demeure_received or _demand_day(demands, row.id),
            clause_without_notice=bool(row.clause_without_notice),
            day=day,
        )
        result = breakdown(
            nature,
            debts,
            day,
            law,
            contract_rate_percent=clause,
            insolvency_judgment=row.insolvency_judgment,
            facts=facts,
        )
        told = (*notes, *_apart_words(contested))
        yield Computed(row.id, result.less(received.get(row.id, 0)), debts, moves, told, hints)


def _contested(items: Iterable[DebtItem], apart: Mapping[int, Cents]) -> tuple[Movement, ...]:
    """What is contested of these due items, as what takes it off their base from the beginning."""
    return tuple(
        Movement(
            one.id,
            one.due_date,
            apart[one.id],
            None,
            None,
            corrects=False,
            mode=CONTESTED,
            reference="",
            number="",
        )
        for one in items
        if apart.get(one.id, 0) > 0
    )


def _apart_words(contested: Sequence[Movement]) -> tuple[str, ...]:
    if not contested:
        return ()
    amount = format_cents(sum(one.amount for one in contested))
    words = (
        "Ce décompte ne porte que sur la part non contestée\u00a0: aucun intérêt n’y est compté sur les "
        f"{amount} contestés, sans que nous y renoncions."
    )
    return (words,)


def _demand_day(demands: dict[int, Demand], invoice_id: int) -> date | None:
    """The day that the receipts of registered letters prove; one that the user typed comes before it."""
    demand = demands.get(invoice_id)
    return None if demand is None else demand.day


def debts_of(
    items: Sequence[DebtItem], movements: Iterable[Movement], starts: Sequence[date]
) -> tuple[Debt, ...]:
    """The due items as debts; `starts` gives the last day of each on which nothing is late."""
    dates = {item.id: start for item, start in zip(items, starts, strict=True)}
    changes: dict[int, list[BalanceChange]] = {item.id: [] for item in items}
    for one in movements:
        changes[one.due_item_id].append(_change(one, dates[one.due_item_id]))
    return tuple(Debt(item.id, dates[item.id], item.amount, tuple(changes[item.id])) for item in items)


def _change(one: Movement, due_date: date) -> BalanceChange:
    effect = _effect(one)
    if one.undoes is None:
        return BalanceChange(one.day, -one.amount, effect)
    # The base is again what it was from the first day on which the part that is reversed had lowered it.
    lowered = BalanceChange(one.undoes, one.amount, effect).first_day(due_date)
    return BalanceChange(one.day, -one.amount, effect, undoes=lowered - ONE_DAY)


def _effect(one: Movement) -> ChangeEffect:
    """From when a movement counts: a payment from the day after, a credit or a rest given up from its day.

    A credit note that corrects the invoice, and the cancellation of an invoice entered by mistake, take off
    what was never due.
    """
    if one.mode == CONTESTED:
        return ChangeEffect.FROM_DUE_DATE
    if one.credit_kind is None:
        given_up = one.mode == PaymentMode.WRITE_OFF
        return ChangeEffect.SAME_DAY if given_up else ChangeEffect.DAY_AFTER
    if one.corrects or one.credit_kind is DocumentKind.DEBIT_CANCELLATION:
        return ChangeEffect.FROM_DUE_DATE
    return ChangeEffect.SAME_DAY


def _due_dates(
    row: object, nature: Nature, items: Sequence[DebtItem]
) -> tuple[list[date], tuple[str, ...], tuple[str, ...]]:
    """The last day of each item on which nothing is late, and what to say about it to all, and to the user.

    A public body's delay (CCP R2192-10 to R2192-15) takes the place of the due date where the day on which
    the body was told of the invoice is recorded, and where the due date was only estimated. A due date that a
    paper gave is kept otherwise, with a word when it is not that of the delay; so are those of instalments.
    """
    own = [item.due_date for item in items]
    if nature is not Nature.PUBLIC or len(items) != 1:
        return own, (), ()
    try:
        delay = public_delay(
            parse_public_body(row.public_body_kind),  # type: ignore[attr-defined]
            rates.terms_ceilings(),
            request_date=row.issue_date,  # type: ignore[attr-defined]
            notified_on=row.notified_on,  # type: ignore[attr-defined]
            performed_on=row.performance_date,  # type: ignore[attr-defined]
        )
    except InvalidValue:
        return own, (), ()
    if row.notified_on is not None or items[0].estimated:  # type: ignore[attr-defined]
        return [delay.due_date], (f"Délai de paiement public\u00a0: {delay.words}.",), ()
    told = [one.message for one in public_warnings(own[0], delay)]
    return own, (), tuple(told or filter(None, [earlier_than_delay(own[0], delay)]))
