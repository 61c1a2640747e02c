"""Instalment plans granted to a client (échéanciers): what became of them, decided from what came in.

Not to be confused with the several due dates of an invoice (`instalments.py`): a plan is agreed on later,
about invoices that are already due.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from creances_desktop.domain.instalment_plan_parts import PlanPart
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.text import plural, short_date


class PartState(StrEnum):
    """What became of an instalment as of a day."""

    COMING = "coming"
    KEPT = "kept"
    LATE = "late"
    MISSED = "missed"
    SETTLED = "settled"
    """Nothing is left to pay of it though no money came for it: a credit note, a payment known afterwards."""

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _PART_STATES[self]

    @property
    def is_over(self) -> bool:
        """Whether nothing more is expected of it."""
        return self in (PartState.KEPT, PartState.LATE, PartState.SETTLED)


_PART_STATES = {
    PartState.COMING: "À venir",
    PartState.KEPT: "Réglée",
    PartState.LATE: "Réglée en retard",
    PartState.MISSED: "Manquée",
    PartState.SETTLED: "Sans objet",
}


class PlanState(StrEnum):
    """What became of a plan as of a day."""

    PROPOSED = "proposed"
    CURRENT = "current"
    LATE = "late"
    KEPT = "kept"
    LAPSED = "lapsed"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _PLAN_STATES[self]

    @property
    def is_under_way(self) -> bool:
        """Whether something is still expected of it."""
        return self in (PlanState.PROPOSED, PlanState.CURRENT, PlanState.LATE)


_PLAN_STATES = {
    PlanState.PROPOSED: "À signer",
    PlanState.CURRENT: "En cours",
    PlanState.LATE: "En retard",
    PlanState.KEPT: "Tenu",
    PlanState.LAPSED: "Déchu",
    PlanState.ENDED: "Terminé",
}


@dataclass(frozen=True, slots=True)
class PlanInvoice:
    """An invoice of a plan: the cents of it that are divided, and what was left to pay of it that day."""

    invoice_id: int
    amount: Cents
    outstanding: Cents


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan; `charges` cents of its parts are interest and indemnity. `lapsed`: it ended by its clause."""

    invoices: tuple[PlanInvoice, ...]
    parts: tuple[PlanPart, ...]
    charges: Cents
    proposed_on: date
    signed_on: date | None = None
    ended_on: date | None = None
    lapsed: bool = False

    @property
    def total(self) -> Cents:
        """What is divided, in cents."""
        return sum(one.amount for one in self.parts)


@dataclass(frozen=True, slots=True)
class PlanReceipt:
    """Money that came on `day` and stands: cents, set on an invoice of the plan, or on none of them (None).

    None is for what is on no invoice yet and for what was set on the charges of these invoices.
    """

    day: date
    amount: Cents
    invoice_id: int | None = None


@dataclass(frozen=True, slots=True)
class PartStatus:
    """What became of an instalment: cents `received` of it and `missing`, `on` the day it was complete."""

    part: PlanPart
    state: PartState
    received: Cents
    missing: Cents
    on: date | None = None


@dataclass(frozen=True, slots=True)
class PlanStatus:
    """What became of a plan as of a day."""

    state: PlanState
    parts: tuple[PartStatus, ...]

    @property
    def paid(self) -> int:
        """How many instalments nothing more is expected of."""
        return sum(1 for one in self.parts if one.state.is_over)

    @property
    def missing(self) -> Cents:
        """What is still expected, in cents."""
        return sum(one.missing for one in self.parts)

    @property
    def next_part(self) -> PartStatus | None:
        """The first instalment that something is expected of: missed, or to come."""
        return next((one for one in self.parts if not one.state.is_over), None)

    @property
    def missed(self) -> tuple[PartStatus, ...]:
        """Those whose day passed without the whole money."""
        return tuple(one for one in self.parts if one.state is PartState.MISSED)

    @property
    def holds_until(self) -> date | None:
        """The last day on which the plan holds the follow-up back: that of its next instalment.

        None once an instalment was missed, or where the plan is over.
        """
        following = self.next_part
        if not self.state.is_under_way or following is None or following.state is PartState.MISSED:
            return None
        return following.part.day


def settle(
    plan: PlanFacts, receipts: Sequence[PlanReceipt], left: Mapping[int, Cents], day: date
) -> PlanStatus:
    """What became of a plan as of `day`; money decides, in the order of the instalments.

    `left`: what is still open of each of its invoices. Money of before the plan does not count, nor what was
    already set on an invoice when it was agreed on. A credit note, or a payment of before the plan that was
    known only later, shortens the plan from its end.
    """
    end = day if plan.ended_on is None else min(day, plan.ended_on)
    money = _counted(plan, receipts, left, end)
    received = sum(amount for _, amount in money)
    aside = sum(
        one.amount for one in receipts if one.invoice_id is None and plan.proposed_on <= one.day <= end
    )
    bound = (
        received + sum(left.get(one.invoice_id, 0) for one in plan.invoices) + max(plan.charges - aside, 0)
    )
    target = min(plan.total, bound)
    statuses, before = [], 0
    for part in plan.parts:
        after = min(before + part.amount, target)
        statuses.append(_part_status(part, before, after, money, end))
        before = after
    return PlanStatus(_state(plan, statuses), tuple(statuses))


def _counted(
    plan: PlanFacts, receipts: Sequence[PlanReceipt], left: Mapping[int, Cents], end: date
) -> list[tuple[date, Cents]]:
    """The money that counts for a plan, by day.

    An invoice gives no more than what went down on it since: what came that very day may have been set on it
    before the plan, and is then taken from the earliest.
    """
    since = [one for one in receipts if plan.proposed_on <= one.day <= end and one.amount > 0]
    found = [(one.day, one.amount) for one in since if one.invoice_id is None]
    for invoice in plan.invoices:
        own = sorted((one.day, one.amount) for one in since if one.invoice_id == invoice.invoice_id)
        went_down = max(invoice.outstanding - left.get(invoice.invoice_id, 0), 0)
        for came, amount in reversed(own):
            part = min(amount, went_down)
            went_down -= part
            if part:
                found.append((came, part))
    return sorted(found)


def _part_status(
    part: PlanPart, before: Cents, after: Cents, money: Sequence[tuple[date, Cents]], end: date
) -> PartStatus:
    """The instalment that goes from `before` to `after` cents of all that is expected."""
    wanted = after - before
    if wanted <= 0:
        return PartStatus(part, PartState.SETTLED, 0, 0)
    summed, on = 0, None
    for came, amount in money:
        summed += amount
        if summed >= after:
            on = came
            break
    if on is not None:
        state = PartState.KEPT if on <= part.day else PartState.LATE
        return PartStatus(part, state, wanted, 0, on)
    received = max(summed - before, 0)
    state = PartState.COMING if end <= part.day else PartState.MISSED
    return PartStatus(part, state, received, wanted - received)


def _state(plan: PlanFacts, parts: Sequence[PartStatus]) -> PlanState:
    if plan.ended_on is not None:
        return PlanState.LAPSED if plan.lapsed else PlanState.ENDED
    if all(one.state.is_over for one in parts):
        return PlanState.KEPT
    if any(one.state is PartState.MISSED for one in parts):
        return PlanState.LATE
    return PlanState.PROPOSED if plan.signed_on is None else PlanState.CURRENT


def progress_words(status: PlanStatus) -> str:
    """`3 échéances réglées sur 6, prochaine le 15/12/2026\u00a0: 400,00 €`; a missed one is told instead."""
    count = len(status.parts)
    paid = f"aucune échéance réglée sur {count}"
    if status.paid:
        paid = f"{plural(status.paid, 'échéance réglée', 'échéances réglées')} sur {count}"
    following = status.next_part
    if following is None or not status.state.is_under_way:
        return paid
    what = format_cents(following.missing)
    if following.state is PartState.MISSED:
        return f"{paid}\u00a0; échéance du {short_date(following.part.day)} manquée\u00a0: {what}"
    return f"{paid}, prochaine le {short_date(following.part.day)}\u00a0: {what}"
