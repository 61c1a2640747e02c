"""The aged balance: who owes what, and since when."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents

LIMITS = (30, 60, 90)
"""The last day late of each band but the first (not due) and the last (above)."""


@dataclass(frozen=True, slots=True)
class AgedRow:
    """What one client owes, by age, in cents.

    `outstanding` = the bands + `unallocated`; `unallocated` ≤ 0 holds open credit notes and payments.
    """

    client_id: int
    code: str
    name: str
    outstanding: Cents = 0
    not_due: Cents = 0
    d1_30: Cents = 0
    d31_60: Cents = 0
    d61_90: Cents = 0
    d90_plus: Cents = 0
    unallocated: Cents = 0

    @property
    def overdue(self) -> Cents:
        """What is past its due date, in cents, before credits."""
        return self.d1_30 + self.d31_60 + self.d61_90 + self.d90_plus

    @property
    def is_empty(self) -> bool:
        """Whether every column is zero; a client whose columns cancel out is not empty."""
        return not any((*self.bands, self.unallocated))

    @property
    def bands(self) -> tuple[Cents, Cents, Cents, Cents, Cents]:
        """The five bands, from not due to the oldest."""
        return self.not_due, self.d1_30, self.d31_60, self.d61_90, self.d90_plus


@dataclass(frozen=True, slots=True)
class AgedBalance:
    """The aged balance as of a day: rows in the order of client codes, and their sum without code or name."""

    as_of: date
    total: AgedRow
    rows: tuple[AgedRow, ...]


def band(days_late: int, limits: Sequence[int] = LIMITS) -> int:
    """The number of the band of a due item: 0 not due (0 days late or less), then 1 up to len(limits) + 1.

    A limit belongs to the band that it ends. Nothing is dropped above the last.
    """
    return 0 if days_late <= 0 else 1 + bisect_left(limits, days_late)


def spread(items: Iterable[OpenItem], as_of: date, limits: Sequence[int] = LIMITS) -> tuple[Cents, ...]:
    """The outstanding amounts by band, in cents: len(limits) + 2 of them; their sum is that of the items."""
    amounts = [0] * (len(limits) + 2)
    for item in items:
        amounts[band(item.days_late(as_of), limits)] += item.outstanding
    return tuple(amounts)


def aged_row(
    client_id: int, code: str, name: str, *, bands: Sequence[Cents], unallocated: Cents = 0
) -> AgedRow:
    """The row of a client from his five bands and his open credits (≤ 0), in cents."""
    not_due, d1_30, d31_60, d61_90, d90_plus = bands
    return AgedRow(
        client_id=client_id,
        code=code,
        name=name,
        outstanding=sum(bands) + unallocated,
        not_due=not_due,
        d1_30=d1_30,
        d31_60=d31_60,
        d61_90=d61_90,
        d90_plus=d90_plus,
        unallocated=unallocated,
    )


def aged_balance(rows: Iterable[AgedRow], as_of: date) -> AgedBalance:
    """The balance of these rows in the order of codes; rows whose columns are all zero are left out."""
    kept = sorted((row for row in rows if not row.is_empty), key=lambda row: (row.code, row.client_id))
    bands = [sum(column) for column in zip(*(row.bands for row in kept), strict=True)] or [0] * 5
    total = aged_row(0, "", "", bands=bands, unallocated=sum(row.unallocated for row in kept))
    return AgedBalance(as_of, total, tuple(kept))


def aged_balance_of(
    items: Iterable[OpenItem],
    as_of: date,
    *,
    clients: Mapping[int, tuple[str, str]],
    unallocated: Mapping[int, Cents],
) -> AgedBalance:
    """The aged balance of open due items as of a day.

    `clients` gives code and name by client id, for every client met; `unallocated` his open credits (≤ 0), in
    cents.
    """
    by_client: dict[int, list[Cents]] = {client_id: [0] * 5 for client_id in unallocated}
    for item in items:
        bands = by_client.setdefault(item.client_id, [0] * 5)
        bands[band(item.days_late(as_of))] += item.outstanding
    rows = (
        aged_row(client_id, *clients[client_id], bands=bands, unallocated=unallocated.get(client_id, 0))
        for client_id, bands in by_client.items()
    )
    return aged_balance(rows, as_of)
