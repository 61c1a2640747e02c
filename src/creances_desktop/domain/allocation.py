"""On which due items a payment is set: what the payer designated first, then as the user's setting says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Any, TypeAlias

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.payments import Allocation
from creances_desktop.domain.text import short_date


class AllocationRefused(DomainError):
    """An allocation that the user edited and that cannot be recorded."""


class AboveOutstanding(AllocationRefused):
    """More is set on a due item than is left to pay on it; amounts in cents."""

    def __init__(self, item: OpenItem, amount: Cents) -> None:
        super().__init__(
            f"{format_cents(amount)} imputés sur {item.number} (échéance du {short_date(item.due_date)}), "
            f"où il reste {format_cents(item.outstanding)} à payer\u00a0; réduisez ce montant."
        )
        self.item = item


class AboveAmount(AllocationRefused):
    """More is allocated than was paid; amounts in cents."""

    def __init__(self, amount: Cents, allocated: Cents) -> None:
        super().__init__(
            f"{format_cents(allocated)} imputés pour un règlement de {format_cents(amount)}\u00a0; "
            f"retirez {format_cents(allocated - amount)}."
        )
        self.excess = allocated - amount


class NotPositive(AllocationRefused):
    """An amount of zero or less."""

    def __init__(self, amount: Cents) -> None:
        super().__init__(
            f"Un montant doit être supérieur à zéro ({format_cents(amount)} saisis)\u00a0; corrigez-le."
        )


class NotOpen(AllocationRefused):
    """A due item that is paid already, or another client's."""

    def __init__(self) -> None:
        super().__init__(
            "Une des factures choisies n’est plus à payer ou n’est pas à ce client\u00a0; rouvrez la fenêtre."
        )


class AllocationOrder(StrEnum):
    """In which order debts that the payer did not designate are paid: a setting."""

    OLDEST_FIRST = "oldest_first"
    LEGAL = "legal"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return "Ordre légal" if self is AllocationOrder.LEGAL else "La plus ancienne échéance d’abord"

    @property
    def rule(self) -> str:
        """The French sentence that tells the law's rule beside the setting."""
        return _ORDER_RULES[self]


_ORDER_RULES = {
    AllocationOrder.OLDEST_FIRST: (
        "Sans indication du client, le règlement va à l’échéance la plus ancienne\u00a0; "
        "la loi prévoit un ordre plus long (C. civ., art. 1342-10)."
    ),
    AllocationOrder.LEGAL: (
        "Sans indication du client, le règlement va aux dettes échues, puis à celles qu’il avait le plus "
        "intérêt à payer, puis à la plus ancienne, puis à proportion (C. civ., art. 1342-10)."
    ),
}

Ranking: TypeAlias = Callable[[OpenItem], tuple[Any, ...]]
"""The place of a due item, lowest first; items of the same place share in proportion."""


def oldest_first(item: OpenItem) -> tuple[Any, ...]:
    """The place of a due item by its due date, then the date, number and id of its invoice: no two share."""
    return item.due_date, item.issue_date, item.number, item.due_item_id


def legal_order(day: date, rates: Mapping[int, Decimal] | None = None) -> Ranking:
    """The places that C. civ. 1342-10 gives on a day.

    Debts due on that day first; then those that cost the debtor most (`rates`: the annual rate of
    late-payment interest by due item id, 0 where it has none); then the oldest; equals share in proportion.
    """
    costs = rates or {}

    def place(item: OpenItem) -> tuple[Any, ...]:
        cost = costs.get(item.due_item_id, Decimal(0))
        return item.due_date > day, -cost, item.due_date, item.issue_date

    return place


def ranking(order: AllocationOrder, day: date, rates: Mapping[int, Decimal] | None = None) -> Ranking:
    """The ranking of a setting; the arguments are those of `legal_order`."""
    return legal_order(day, rates) if order is AllocationOrder.LEGAL else oldest_first


def allocate(
    amount: Cents,
    open_items: Sequence[OpenItem],
    *,
    designated: Sequence[int] = (),
    rank: Ranking = oldest_first,
) -> tuple[Allocation, ...]:
    """The allocations of `amount` (cents, above 0) to the due items: first those designated, in that order.

    Then as `rank` places them. Never above what is outstanding on a due item, nor above the amount in all:
    what is left over stays unallocated. Designated ids that are not open are passed over. NotPositive for an
    amount of zero or less.
    """
    if amount <= 0:
        raise NotPositive(amount)
    owed = [(item, item.outstanding) for item in open_items]
    return tuple(
        Allocation(item.due_item_id, part)
        for item, part in spread(amount, owed, designated, rank)
        if part > 0
    )


def spread(
    amount: Cents, owed: Sequence[tuple[OpenItem, Cents]], designated: Sequence[int], rank: Ranking
) -> list[tuple[OpenItem, Cents]]:
    """The parts of an amount in the order of payment, never above what is owed on an item; zeros included."""
    places = {due_item_id: place for place, due_item_id in reversed(list(enumerate(designated)))}

    def key(row: tuple[OpenItem, Cents]) -> tuple[Any, ...]:
        item = row[0]
        if item.due_item_id in places:
            return 0, places[item.due_item_id]
        return 1, *rank(item)

    parts: list[tuple[OpenItem, Cents]] = []
    rows = [(item, max(0, due)) for item, due in owed]
    for _, tied in groupby(sorted(rows, key=key), key=key):
        equals = sorted(tied, key=lambda row: oldest_first(row[0]))
        shares = in_proportion(amount, [due for _, due in equals])
        parts.extend((item, share) for (item, _), share in zip(equals, shares, strict=True))
        amount -= sum(shares)
    return parts


def in_proportion(amount: Cents, owed: Sequence[Cents]) -> list[Cents]:
    """The parts of `amount` on debts in proportion to them, to the cent, none above its debt.

    The cents that rounding down leaves go to the largest remainders, the first of equals.
    """
    total = sum(owed)
    if amount >= total:
        return list(owed)
    shares = [amount * due // total for due in owed]
    places = sorted(range(len(owed)), key=lambda place: (-(amount * owed[place] % total), place))
    for place in places[: amount - sum(shares)]:
        shares[place] += 1
    return shares


def left_over(amount: Cents, allocations: Sequence[Allocation]) -> Cents:
    """What a payment leaves unallocated, in cents: an over-payment, to refund or to keep."""
    return amount - sum(allocation.amount for allocation in allocations)


def check(amount: Cents, allocations: Sequence[Allocation], open_items: Sequence[OpenItem]) -> None:
    """Nothing when these allocations of a payment may be recorded; a subclass of AllocationRefused otherwise.

    Several allocations to one due item count together.
    """
    if amount <= 0:
        raise NotPositive(amount)
    known = {item.due_item_id: item for item in open_items}
    by_item: Counter[int] = Counter()
    for allocation in allocations:
        if allocation.amount <= 0:
            raise NotPositive(allocation.amount)
        if allocation.due_item_id not in known:
            raise NotOpen
        by_item[allocation.due_item_id] += allocation.amount
    for due_item_id, allocated in by_item.items():
        if allocated > known[due_item_id].outstanding:
            raise AboveOutstanding(known[due_item_id], allocated)
    if by_item.total() > amount:
        raise AboveAmount(amount, by_item.total())


def first_fitting_day(
    day: date, part: Cents, moves: Iterable[tuple[date, Cents]], limit: Cents
) -> date | None:
    """The first day from `day` on (included) from which `part` never brings the sum of `moves` above `limit`.

    Money received while a cheque that came back later still covered the debt counts from the return. None
    where it does not even fit in the end.
    """
    by_day: Counter[date] = Counter()
    for on, amount in moves:
        by_day[max(on, day)] += amount
    by_day[day] += part
    total, first = 0, None
    for on in sorted(by_day):
        total += by_day[on]
        if total > limit:
            first = None
        elif first is None:
            first = on
    return first
