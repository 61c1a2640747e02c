"""The paper « Décompte des intérêts et indemnités », frozen: what a letter annexes and a debtor checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.money import Cents
from creances_desktop.domain.settlement import charges_left


@dataclass(frozen=True, slots=True)
class SheetMove:
    """What came on a due item: `amount` in cents, negative for a payment, and the balance after it."""

    day: date
    words: str
    amount: Cents
    balance: Cents


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of interest, bounds included; cents; `rate` as printed; `source` counts from 1 in the notes.

    `capitalised` is the part of the base that is interest of earlier years. `source` is 0 for days that were
    left out because their rate is not known: `rate` and `interest` are then empty and 0.
    """

    first: date
    last: date
    days: int
    base: Cents
    rate: str
    origin: str
    source: int
    interest: Cents
    capitalised: Cents = 0


@dataclass(frozen=True, slots=True)
class SheetYear:
    """The interest of a whole year that bears interest from the day after `last`; cents."""

    first: date
    last: date
    amount: Cents


@dataclass(frozen=True, slots=True)
class SheetItem:
    """A due item: what was due when, what came since, its interest; cents."""

    due_date: date
    amount: Cents
    moves: tuple[SheetMove, ...]
    rows: tuple[SheetRow, ...]
    years: tuple[SheetYear, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetInvoice:
    """An invoice with its due items and its sums, in cents; `notes` are French sentences about it alone.

    `given_up`: its charges were waived or settled and are not asked for. `received`: what was already paid of
    its charges, never above them.
    """

    number: str
    issue_date: date
    gross: Cents
    items: tuple[SheetItem, ...]
    outstanding: Cents
    interest: Cents
    indemnity: Cents
    further_costs: Cents
    further_day: Cents
    notes: tuple[str, ...] = ()
    given_up: bool = False
    received: Cents = 0

    @property
    def charges(self) -> Cents:
        """Interest, indemnity and further costs less what was paid of them, 0 when they were given up."""
        return 0 if self.given_up else sum(self.charges_left)

    @property
    def charges_left(self) -> tuple[Cents, Cents, Cents]:
        """What is left of interest, indemnity and further costs."""
        return charges_left(self.interest, self.indemnity, self.further_costs, self.received)

    @property
    def total(self) -> Cents:
        """Outstanding and charges."""
        return self.outstanding + self.charges


@dataclass(frozen=True, slots=True)
class BreakdownSheet:
    """The breakdowns of some invoices of a client as of a day, ready to print.

    `sources` are the origins of the rates, in the order of their numbers; `rules` how the interest was
    counted; `alerts` what the reader must know. `credits`: what the client has in hand, ≥ 0, in cents.
    `disputed`: what of the outstanding he contests, 0 where it was set apart before.
    """

    as_of: date
    regime: Nature
    client_name: str
    client_code: str
    invoices: tuple[SheetInvoice, ...]
    sources: tuple[str, ...]
    rules: tuple[str, ...]
    indemnity_source: str = ""
    alerts: tuple[str, ...] = ()
    credits: Cents = 0
    disputed: Cents = 0

    @property
    def claimed(self) -> tuple[SheetInvoice, ...]:
        """The invoices whose charges are asked for."""
        return tuple(one for one in self.invoices if not one.given_up)

    @property
    def outstanding(self) -> Cents:
        """What is left to pay, in cents."""
        return sum(one.outstanding for one in self.invoices)

    @property
    def interest(self) -> Cents:
        """The interest that is asked for, in cents."""
        return sum(one.interest for one in self.claimed)

    @property
    def indemnity(self) -> Cents:
        """The fixed indemnities, in cents."""
        return sum(one.indemnity for one in self.claimed)

    @property
    def indemnities(self) -> int:
        """How many invoices bear the fixed indemnity."""
        return sum(1 for one in self.claimed if one.indemnity)

    @property
    def further_costs(self) -> Cents:
        """The recovery costs above the indemnity, in cents."""
        return sum(one.further_costs for one in self.claimed)

    @property
    def further_day(self) -> Cents:
        """What each further day costs, in cents."""
        return sum(one.further_day for one in self.claimed)

    @property
    def received(self) -> Cents:
        """What was already paid of the charges that are asked for, in cents."""
        return sum(one.received for one in self.claimed)

    @property
    def charges(self) -> Cents:
        """Interest, indemnities and further costs less what was already paid of them, in cents."""
        return self.interest + self.indemnity + self.further_costs - self.received

    @property
    def total(self) -> Cents:
        """Outstanding and charges less what the client has in hand, in cents."""
        return self.outstanding + self.charges - self.credits
