"""On which due items a payment is set: what the payer designated first, then the oldest due first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

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


def allocate(
    amount: Cents, open_items: Sequence[OpenItem], *, designated: Sequence[int] = ()
) -> tuple[Allocation, ...]:
    """The allocations of `amount` (cents, above 0) to the due items: first those designated, in that order.

    Then the oldest due date first. Never above what is outstanding on a due item, nor above the amount in
    all: what is left over stays unallocated. Designated ids that are not open are passed over. NotPositive
    for an amount of zero or less.
    """
    if amount <= 0:
        raise NotPositive(amount)
    rank = {due_item_id: place for place, due_item_id in reversed(list(enumerate(designated)))}
    allocations = []
    for item in sorted(open_items, key=lambda item: (rank.get(item.due_item_id, len(rank)), *_age(item))):
        part = min(amount, item.outstanding)
        if part > 0:
            allocations.append(Allocation(item.due_item_id, part))
            amount -= part
    return tuple(allocations)


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


def _age(item: OpenItem) -> tuple[int, int, str, int]:
    return item.due_date.toordinal(), item.issue_date.toordinal(), item.number, item.due_item_id
