"""What should come in within some days, line by line: promises, instalments, habits, due dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents
from creances_desktop.domain.rhythm import Rhythm, expected_payment
from creances_desktop.domain.text import plural, short_date


class Basis(StrEnum):
    """What an expected receipt rests on."""

    PROMISE = "promise"
    INSTALMENT = "instalment"
    RHYTHM = "rhythm"
    DUE_DATE = "due_date"


@dataclass(frozen=True, slots=True)
class ExpectedReceipt:
    """`amount` cents expected on `day` from a client; `why` is a French sentence.

    `invoice_id` and `number` are None and empty for what is about several invoices.
    """

    client_id: int
    day: date
    amount: Cents
    basis: Basis
    why: str
    invoice_id: int | None = None
    number: str = ""
    client_name: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptsForecast:
    """What is expected from `first` to `last`, both included, by day; cents.

    `undated` is what is open without a day that can be told: its client is later than he usually is. What is
    contested is in neither.
    """

    first: date
    last: date
    rows: tuple[ExpectedReceipt, ...]
    undated: Cents

    @property
    def total(self) -> Cents:
        """What is expected in all."""
        return sum(row.amount for row in self.rows)


def forecast(
    day: date,
    days: int,
    items: Iterable[OpenItem],
    agreed: Iterable[ExpectedReceipt],
    *,
    held: Iterable[int] = (),
    rhythms: Mapping[int, Rhythm] | None = None,
    in_hand: Mapping[int, Cents] | None = None,
) -> ReceiptsForecast:
    """What should come in from `day` on within `days` days.

    `items` are what is open and not contested; those of the invoices `held` by a promise or a plan come as
    `agreed`. The others are expected on the usual day of the client where he has a `rhythm`, else on their
    due date; one whose day has passed has none any more. `in_hand` by client pays what is expected first.
    """
    known, aside = rhythms or {}, frozenset(held)
    expected, undated = list(agreed), 0
    for item in items:
        if item.invoice_id in aside or item.outstanding <= 0:
            continue
        one = _by_habit(item, known.get(item.client_id))
        if one.day < day:
            undated += item.outstanding
        else:
            expected.append(one)
    last = day + timedelta(days=days)
    expected.sort(key=lambda one: (one.day, one.client_id, one.number))
    within = [one for one in _after_credits(expected, in_hand or {}) if day <= one.day <= last]
    return ReceiptsForecast(day, last, tuple(within), undated)


def _by_habit(item: OpenItem, rhythm: Rhythm | None) -> ExpectedReceipt:
    due = f"Échéance du {short_date(item.due_date)}"
    if rhythm is None:
        day, basis, why = item.due_date, Basis.DUE_DATE, f"{due}, habitudes du client inconnues"
    else:
        day, basis = expected_payment(rhythm, item.due_date), Basis.RHYTHM
        late = max(0, (day - item.due_date).days)
        shift = f"paie {plural(late, 'jour')} après" if late else "paie à l’échéance"
        why = f"{due}\u00a0; {shift}, d’après {plural(rhythm.count, 'règlement')}"
    return ExpectedReceipt(item.client_id, day, item.outstanding, basis, why, item.invoice_id, item.number)


def _after_credits(
    expected: Iterable[ExpectedReceipt], in_hand: Mapping[int, Cents]
) -> Iterable[ExpectedReceipt]:
    """What is left of each once the credits of its client are taken, those expected first before."""
    left = dict(in_hand)
    for one in expected:
        taken = min(left.get(one.client_id, 0), one.amount)
        if taken > 0:
            left[one.client_id] -= taken
        if one.amount > taken:
            yield replace(one, amount=one.amount - max(taken, 0))
