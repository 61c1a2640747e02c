"""What a payment settles: principal, interest or indemnity, in the order that the user's setting says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from creances_desktop.domain.allocation import NotPositive, Ranking, oldest_first, spread
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents

RECEIVED = "Intérêts et indemnité déjà réglés"
"""The words beside what was already paid of the charges of an invoice."""


class Priority(StrEnum):
    """What a payment settles first on a debt that bears interest: a setting."""

    PRINCIPAL_FIRST = "principal_first"
    INTEREST_FIRST = "interest_first"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return "Le principal d’abord" if self is Priority.PRINCIPAL_FIRST else "Les intérêts d’abord"

    @property
    def rule(self) -> str:
        """The French sentence that tells the law's rule beside the setting."""
        return _RULES[self]


_RULES = {
    Priority.PRINCIPAL_FIRST: (
        "Beaucoup d’entreprises imputent d’abord sur le principal, par tolérance\u00a0; la loi impute "
        "d’abord sur les intérêts, sauf accord contraire (C. civ., art. 1343-1)."
    ),
    Priority.INTEREST_FIRST: (
        "Le paiement partiel d’une dette qui porte intérêt s’impute d’abord sur les intérêts, sauf "
        "accord contraire (C. civ., art. 1343-1). Aucun texte ne place l’indemnité de 40\u00a0€\u00a0: "
        "elle est payée en dernier."
    ),
}


class Part(StrEnum):
    """What a part of a payment settles."""

    PRINCIPAL = "principal"
    INTEREST = "interest"
    INDEMNITY = "indemnity"


@dataclass(frozen=True, slots=True)
class Claim:
    """A due item with what is claimed beside its principal, in cents.

    The indemnity of an invoice is on one of its due items only. A charge that was waived or not claimed is 0.
    """

    item: OpenItem
    interest: Cents = 0
    indemnity: Cents = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """A part of a payment, in cents, above 0."""

    due_item_id: int
    part: Part
    amount: Cents


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a payment settles, in order, and what it leaves over, in cents; their sum is the payment."""

    parts: tuple[Settled, ...]
    left_over: Cents

    def total(self, part: Part) -> Cents:
        """What went to principal, to interest or to indemnities."""
        return sum(settled.amount for settled in self.parts if settled.part is part)


def settle(
    amount: Cents,
    claims: Sequence[Claim],
    priority: Priority,
    *,
    designated: Sequence[int] = (),
    rank: Ranking = oldest_first,
) -> Settlement:
    """What `amount` (cents, above 0) settles: due items in the order of `allocate`, indemnities last.

    Interest first: on each due item in its turn, its interest and then its principal. Principal first: all
    principals, then all interest. NotPositive for an amount of zero or less.
    """
    if amount <= 0:
        raise NotPositive(amount)
    parts: list[Settled] = []
    by_id = {claim.item.due_item_id: claim for claim in claims}
    left = amount
    for kinds in _ROUNDS[priority]:
        owed = [(claim.item, sum(_owed(claim, kind) for kind in kinds)) for claim in claims]
        for item, share in spread(left, owed, designated, rank):
            left -= share
            rest = share
            for kind in kinds:
                part = min(rest, _owed(by_id[item.due_item_id], kind))
                rest -= part
                if part > 0:
                    parts.append(Settled(item.due_item_id, kind, part))
    return Settlement(tuple(parts), left)


_ROUNDS = {
    Priority.PRINCIPAL_FIRST: ((Part.PRINCIPAL,), (Part.INTEREST,), (Part.INDEMNITY,)),
    Priority.INTEREST_FIRST: ((Part.INTEREST, Part.PRINCIPAL), (Part.INDEMNITY,)),
}


def charges_left(
    interest: Cents, indemnity: Cents, costs: Cents, received: Cents
) -> tuple[Cents, Cents, Cents]:
    """What is left of interest, indemnity and costs once `received` cents paid them in that order, ≥ 0."""
    left = []
    for amount in (interest, indemnity, costs):
        paid = min(amount, max(0, received))
        received -= paid
        left.append(amount - paid)
    return left[0], left[1], left[2]


def _owed(claim: Claim, kind: Part) -> Cents:
    if kind is Part.PRINCIPAL:
        return claim.item.outstanding
    return claim.interest if kind is Part.INTEREST else claim.indemnity
