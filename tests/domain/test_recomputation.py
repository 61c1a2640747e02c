"""A thousand random invoices computed again by another method than the program's.

The method here knows nothing of the domain's code: it reads the shipped rates as text, walks every single day
with its own balance and rate as whole numbers, groups days that share both, and rounds each group once.
"""

import csv
import random
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import pytest

from creances_desktop.domain.claim_facts import ClaimFacts
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.interest import BalanceChange, ChangeEffect, Debt
from creances_desktop.domain.penalties import breakdown
from creances_desktop.domain.rates import law_tables, parse_figures, parse_rates
from creances_desktop.paths import resource

LAW = law_tables(
    parse_rates(resource("law/rates.csv").read_text(encoding="utf-8")),
    parse_figures(resource("law/figures.csv").read_text(encoding="utf-8")),
)
DAY = timedelta(days=1)
NATURES = (Nature.PROFESSIONAL, Nature.CONSUMER, Nature.PUBLIC)


@dataclass(frozen=True)
class Event:
    """A payment, its reversal or a credit note of a due item: cents taken off, negative for a reversal."""

    day: date
    amount: int
    effect: ChangeEffect


@dataclass(frozen=True)
class Case:
    nature: Nature
    items: tuple[tuple[date, int, tuple[Event, ...]], ...]
    as_of: date
    mise_en_demeure: date | None
    contract: str


@cache
def hundredths(series: str) -> dict[tuple[int, int], int]:
    """The rates of a series by year and half, in hundredths of a percent."""
    found = {}
    with resource("law/rates.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["series"] == series:
                year, half = row["semester"].split("-S")
                whole, _, parts = row["percent"].partition(".")
                found[int(year), int(half)] = int(whole) * 100 + int((parts + "00")[:2])
    return found


def semester(day: date) -> tuple[int, int]:
    return day.year, 1 if day.month < 7 else 2


def random_case(chance: random.Random) -> Case:
    nature = NATURES[chance.randrange(3)]
    issued = date(2019, 1, 1) + timedelta(days=chance.randrange(2700))
    items = []
    for number in range(chance.choice((1, 1, 1, 2, 3))):
        due = issued + timedelta(days=30 * (number + 1) + chance.randrange(30))
        amount = chance.choice((1, 99, 1_234_56, chance.randrange(1, 5_000_000)))
        items.append((due, amount, random_events(chance, due, amount)))
    return Case(
        nature=nature,
        items=tuple(items),
        as_of=min(issued + timedelta(days=chance.randrange(900)), date(2026, 12, 31)),
        mise_en_demeure=issued + timedelta(days=chance.randrange(300)) if chance.random() < 0.9 else None,
        contract=chance.choice(("", "", "", "12", "11.75", "9,5")),
    )


def random_events(chance: random.Random, due: date, amount: int) -> tuple[Event, ...]:
    events, left = [], amount
    for _ in range(chance.randrange(5)):
        part = left if chance.random() < 0.25 else chance.randrange(left + 1)
        day = due + timedelta(days=chance.randrange(-40, 500))
        events.append(Event(day, part, chance.choice(tuple(ChangeEffect))))
        left -= part
        if chance.random() < 0.15:  # returned unpaid
            events.append(Event(day + timedelta(days=chance.randrange(20)), -part, ChangeEffect.DAY_AFTER))
            left += part
    return tuple(events)


def balance(amount: int, due: date, events: tuple[Event, ...], day: date, as_of: date) -> int:
    """What bears interest on a day, from what was known as of another."""
    for event in events:
        if event.day > as_of:
            continue
        if event.effect is ChangeEffect.DAY_AFTER:
            counts = event.day < day
        elif event.effect is ChangeEffect.SAME_DAY:
            counts = event.day <= day
        else:
            counts = True  # never asked for before the due date
        amount -= event.amount if counts else 0
    return amount


def daily_rate(case: Case, began: date, day: date) -> int | None:
    """The rate of a day in hundredths of a percent."""
    ecb, legal = hundredths("ecb_main_refinancing"), hundredths("legal_other_creditors")
    if case.nature is Nature.PUBLIC:
        frozen = ecb.get(semester(began))
        return None if frozen is None else frozen + 800
    if case.contract:
        return int(Fraction(case.contract.replace(",", ".")) * 100)
    if case.nature is Nature.CONSUMER:
        return legal.get(semester(day))
    own = ecb.get(semester(day))
    return None if own is None else own + 1000


def by_days(case: Case) -> int:
    """The interest of an invoice in cents: every day on its own, rounded once for each stretch of equals."""
    total = 0
    for due, amount, events in case.items:
        began = due + DAY
        if case.nature is Nature.CONSUMER:
            if case.mise_en_demeure is None:
                continue
            began = max(began, case.mise_en_demeure + DAY)
        stretch: tuple[object, ...] = ()
        products = 0
        day = began
        while day <= case.as_of:
            base = balance(amount, due, events, day, case.as_of)
            rate = daily_rate(case, began, day)
            same = (base, rate, None if case.nature is Nature.PUBLIC else semester(day))
            if same != stretch:
                total += nearest(products)
                stretch, products = same, 0
            if base > 0 and rate is not None:
                products += base * rate
            day += DAY
        total += nearest(products)
    return total


def nearest(products: int) -> int:
    """Cents from cents x hundredths of a percent x days, to the nearest, halves up."""
    return int(Fraction(products, 100 * 100 * 365) + Fraction(1, 2))


@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_random_invoices_agree_to_the_cent(seed: int) -> None:
    chance = random.Random(20_260 + seed)
    bearing = 0
    for number in range(100):
        case = random_case(chance)
        debts = [
            Debt(
                place,
                due,
                amount,
                tuple(BalanceChange(event.day, -event.amount, event.effect) for event in events),
            )
            for place, (due, amount, events) in enumerate(case.items)
        ]
        found = breakdown(
            case.nature,
            debts,
            case.as_of,
            LAW,
            contract_rate_percent=case.contract,
            facts=ClaimFacts(mise_en_demeure=case.mise_en_demeure),
        )
        assert found.interest == by_days(case), (seed, number, case)
        owed = sum(
            amount - sum(event.amount for event in events if event.day <= case.as_of)
            for _, amount, events in case.items
        )
        assert found.outstanding == owed
        bearing += found.interest > 0
    assert bearing > 40
