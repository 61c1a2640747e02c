"""The aged balance: who owes what, and since when."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents
from creances_desktop.domain.text import plural

LIMITS = (30, 60, 90)
"""The last day late of each band but the first (not due) and the last (above)."""
MOST_LIMITS = 6
LAST_LIMIT = 3650


@dataclass(frozen=True, slots=True)
class AgedRow:
    """What one client owes, by age, in cents.

    `bands` go from not due to the oldest, in the order of `band_names` of its balance. `outstanding` = the
    bands + `unallocated`; `unallocated` ≤ 0 holds open credit notes and payments. `disputed` is what of the
    bands is contested: it stays in them.
    """

    client_id: int
    code: str
    name: str
    outstanding: Cents = 0
    bands: tuple[Cents, ...] = (0,) * (len(LIMITS) + 2)
    unallocated: Cents = 0
    disputed: Cents = 0

    @property
    def not_due(self) -> Cents:
        """What is not due yet."""
        return self.bands[0]

    @property
    def d1_30(self) -> Cents:
        """1 to 30 days late, with the usual limits; so for the three that follow."""
        return self._usual(1)

    @property
    def d31_60(self) -> Cents:
        """31 to 60 days late."""
        return self._usual(2)

    @property
    def d61_90(self) -> Cents:
        """61 to 90 days late."""
        return self._usual(3)

    @property
    def d90_plus(self) -> Cents:
        """More than 90 days late."""
        return self._usual(4)

    def _usual(self, number: int) -> Cents:
        if len(self.bands) != len(LIMITS) + 2:
            raise ValueError("a balance with limits of its own has no such band")
        return self.bands[number]

    @property
    def overdue(self) -> Cents:
        """What is past its due date, in cents, before credits."""
        return sum(self.bands[1:])

    @property
    def is_empty(self) -> bool:
        """Whether every column is zero; a client whose columns cancel out is not empty."""
        return not any((*self.bands, self.unallocated))


@dataclass(frozen=True, slots=True)
class AgedBalance:
    """The aged balance as of a day: rows in the order of client codes, and their sum without code or name.

    `limits` are the last days late of its bands but the first and the last.
    """

    as_of: date
    total: AgedRow
    rows: tuple[AgedRow, ...]
    limits: tuple[int, ...] = LIMITS

    @property
    def band_names(self) -> tuple[str, ...]:
        """The French names of the bands: `Non échu`, `1 à 30 jours`… `Plus de 90 jours`."""
        return band_names(self.limits)


def checked_limits(limits: Sequence[int]) -> tuple[int, ...]:
    """The limits as a tuple; InvalidValue unless they grow, from 1 to 3650 days, 6 of them at most."""
    found = tuple(limits)
    growing = all(before < after for before, after in pairwise((0, *found)))
    if not growing or len(found) > MOST_LIMITS or (found and found[-1] > LAST_LIMIT):
        raise InvalidValue(
            "aged_limits",
            f"Les tranches sont {MOST_LIMITS} nombres de jours au plus, du plus petit au plus grand\u00a0: "
            "par exemple 30, 60, 90.",
        )
    return found


def band_names(limits: Sequence[int] = LIMITS) -> tuple[str, ...]:
    """The French names of the bands that these limits make, from not due to the oldest."""
    names = [
        plural(last, "jour") if last == before + 1 else f"{before + 1} à {last} jours"
        for before, last in pairwise((0, *limits))
    ]
    return ("Non échu", *names, f"Plus de {limits[-1]} jours" if limits else "Échu")


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
    client_id: int,
    code: str,
    name: str,
    *,
    bands: Sequence[Cents],
    unallocated: Cents = 0,
    disputed: Cents = 0,
) -> AgedRow:
    """The row of a client from his bands, his open credits (≤ 0) and what he contests, in cents."""
    return AgedRow(client_id, code, name, sum(bands) + unallocated, tuple(bands), unallocated, disputed)


def aged_balance(rows: Iterable[AgedRow], as_of: date, limits: Sequence[int] = LIMITS) -> AgedBalance:
    """The balance of these rows in the order of codes; rows whose columns are all zero are left out.

    The rows have the bands of these limits.
    """
    kept = sorted((row for row in rows if not row.is_empty), key=lambda row: (row.code, row.client_id))
    bands = [sum(column) for column in zip(*(row.bands for row in kept), strict=True)] or [0] * (
        len(limits) + 2
    )
    total = aged_row(
        0,
        "",
        "",
        bands=bands,
        unallocated=sum(row.unallocated for row in kept),
        disputed=sum(row.disputed for row in kept),
    )
    return AgedBalance(as_of, total, tuple(kept), tuple(limits))


def aged_balance_of(
    items: Iterable[OpenItem],
    as_of: date,
    *,
    clients: Mapping[int, tuple[str, str]],
    unallocated: Mapping[int, Cents],
    limits: Sequence[int] = LIMITS,
) -> AgedBalance:
    """The aged balance of open due items as of a day.

    `clients` gives code and name by client id, for every client met; `unallocated` his open credits (≤ 0), in
    cents.
    """
    by_client: dict[int, list[Cents]] = {client_id: [0] * (len(limits) + 2) for client_id in unallocated}
    for item in items:
        bands = by_client.setdefault(item.client_id, [0] * (len(limits) + 2))
        bands[band(item.days_late(as_of), limits)] += item.outstanding
    rows = (
        aged_row(client_id, *clients[client_id], bands=bands, unallocated=unallocated.get(client_id, 0))
        for client_id, bands in by_client.items()
    )
    return aged_balance(rows, as_of, limits)
