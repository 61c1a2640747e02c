"""Whether promises to pay were kept: decided from what came in, never typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from creances_desktop.domain.money import Cents


class PromiseState(StrEnum):
    """What became of a promise as of a day."""

    RUNNING = "running"
    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    SETTLED = "settled"
    """Nothing is left to pay though the promised money did not bring it: a credit note, another promise."""

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _LABELS[self]

    @property
    def is_over(self) -> bool:
        """Whether nothing more is expected of it."""
        return self in (PromiseState.KEPT, PromiseState.LATE, PromiseState.SETTLED)


_LABELS = {
    PromiseState.RUNNING: "En cours",
    PromiseState.KEPT: "Tenue",
    PromiseState.LATE: "Tenue en retard",
    PromiseState.BROKEN: "Non tenue",
    PromiseState.SETTLED: "Sans objet",
}


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """A promise of one client: `amount` cents, expected by `due_by` at the latest.

    Of these invoices; of none: on his account. `due_by` is the promised day, or the first day after it on
    which banks work.
    """

    id: int
    invoice_ids: tuple[int, ...]
    amount: Cents
    made_on: date
    due_by: date


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came on `day` and stands: cents, set on an invoice or, with None, on nothing yet."""

    day: date
    amount: Cents
    invoice_id: int | None = None


@dataclass(frozen=True, slots=True)
class PromiseStatus:
    """What became of a promise: cents `received` of it and still `missing`, `on` the day it was complete."""

    state: PromiseState
    received: Cents
    missing: Cents
    on: date | None = None


def settle(
    promises: Iterable[PromiseFacts],
    receipts: Iterable[Receipt],
    day: date,
    left: Mapping[int, Cents],
) -> dict[int, PromiseStatus]:
    """What became of the promises of one client as of `day`, by id.

    `receipts` are those that stand: a cheque that came back is not among them. `left`: what is still open by
    invoice. Money that came before a promise was made does not count for it, and no cent counts for two: the
    promise expected first takes it. A promise asks for no more than what was owed.
    """
    standing = [one for one in receipts if one.day <= day and one.amount > 0]
    standing.sort(key=lambda one: (one.day, one.invoice_id or 0, one.amount))
    pool = [_Piece(one.day, one.amount, one.invoice_id) for one in standing]
    found: dict[int, PromiseStatus] = {}
    for promise in sorted(promises, key=lambda one: (one.due_by, one.id)):
        taken = _take(promise, pool)
        open_now = sum(left.get(one, 0) for one in promise.invoice_ids or left)
        found[promise.id] = _status(promise, taken, open_now, day)
    return found


@dataclass(slots=True)
class _Piece:
    """What no promise has taken yet of a receipt."""

    day: date
    amount: Cents
    invoice_id: int | None


def _take(promise: PromiseFacts, pool: Sequence[_Piece]) -> list[tuple[date, Cents]]:
    """The money of the pool that counts for a promise, by day; it is taken out of the pool."""
    taken: list[tuple[date, Cents]] = []
    wanted = promise.amount
    eligible = [
        piece
        for piece in pool
        if piece.day >= promise.made_on
        and (not promise.invoice_ids or piece.invoice_id in (None, *promise.invoice_ids))
    ]
    if promise.invoice_ids:
        # The money of its own invoices first: what is set on nothing yet may be for another.
        eligible.sort(key=lambda piece: piece.invoice_id is None)
    for piece in eligible:
        part = min(wanted, piece.amount)
        if part > 0:
            piece.amount -= part
            wanted -= part
            taken.append((piece.day, part))
    return sorted(taken)


def _status(
    promise: PromiseFacts, taken: Sequence[tuple[date, Cents]], open_now: Cents, day: date
) -> PromiseStatus:
    received = sum(amount for _, amount in taken)
    target = min(promise.amount, received + max(open_now, 0))
    if target <= 0:
        return PromiseStatus(PromiseState.SETTLED, 0, 0)
    if received >= target:
        on = taken[-1][0]
        state = PromiseState.KEPT if on <= promise.due_by else PromiseState.LATE
        return PromiseStatus(state, received, 0, on)
    state = PromiseState.RUNNING if day <= promise.due_by else PromiseState.BROKEN
    return PromiseStatus(state, received, target - received)


@dataclass(frozen=True, slots=True)
class Reliability:
    """How a client kept his word: promises kept in time, late, and broken; the others do not count."""

    kept: int = 0
    late: int = 0
    broken: int = 0

    @property
    def count(self) -> int:
        """The promises that were put to the test."""
        return self.kept + self.late + self.broken

    @property
    def percent(self) -> int:
        """The chance given to his next promise: (kept + late ÷ 2 + 1) ÷ (all + 2), in whole percent.

        Without a past it is 50: one promise alone makes nobody certain.
        """
        return (100 * (2 * self.kept + self.late + 2)) // (2 * (self.count + 2))

    @property
    def is_reliable(self) -> bool:
        """Whether more than half of his promises were kept in time."""
        return 2 * self.kept > self.count

    @property
    def words(self) -> str:
        """`3 promesses tenues sur 4`, or that there is none yet."""
        if not self.count:
            return "aucune promesse échue"
        if not self.kept:
            broken = f", {self.late} en retard" if self.late else ""
            return f"aucune promesse tenue à temps sur {self.count}{broken}"
        noun = "promesse tenue" if self.kept < 2 else "promesses tenues"
        late = f", {self.late} en retard" if self.late else ""
        return f"{self.kept}\u00a0{noun} sur {self.count}{late}"


def reliability(states: Iterable[PromiseState]) -> Reliability:
    """How many promises were kept, late and broken."""
    counts = dict.fromkeys(PromiseState, 0)
    for state in states:
        counts[state] += 1
    return Reliability(counts[PromiseState.KEPT], counts[PromiseState.LATE], counts[PromiseState.BROKEN])


def expected(amount: Cents, known: Reliability) -> Cents:
    """What to count on of a promised amount, in cents: the amount at the chance of the client's word."""
    return amount * known.percent // 100
