"""The ordinary business of the example: its clients, and two years of invoices paid more or less in time."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random

from creances_desktop.domain.clients import Address, Channel, ClientDraft, Contact, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.money import Cents, round_to_cents
from creances_desktop.domain.payments import PaymentMode
from creances_desktop.paths import resource

HISTORY_DAYS = 730
QUIET_DAYS = 62
"""Invoices due since then are paid in time unless a story says otherwise: today's letters are chosen."""

_DELAYS = {"prompt": (-6, 4), "slow": (9, 24), "late": (14, 48), "tenth": (2, 2)}
"""How many days after the due date a client pays, by his habit; some let their day of the month come."""

COMPANY = Company(
    legal_name="Menuiserie Lefèvre & Fils",
    legal_form="SARL",
    capital="20\u202f000\u00a0€",
    siren="999486129",
    rcs_city="Nantes",
    vat_number="FR25999486129",
    address="12 rue des Ajoncs\nZA du Pallet\n44190 Clisson",
    phone="02 61 91 00 10",
    email="compta@menuiserie-lefevre.example",
    iban="FR3899907001230004567890A21",
    bic="CLSNFRPP",
    signatory="Hélène Lefèvre",
    quality="Gérante",
    default_terms_days=30,
)
"""Invented, like its bank; the keys of its numbers are right."""


@dataclass(frozen=True, slots=True)
class Habit:
    """What a client orders: every so many days (0: now and then), for about so many euros, paid how."""

    every: int
    euros: int
    vat_percent: int
    pays: str
    works: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money for a document: `percent` of its gross amount, on a day."""

    day: date
    percent: int = 100
    mode: PaymentMode = PaymentMode.TRANSFER


@dataclass(frozen=True, slots=True)
class ExampleDocument:
    """An invoice or credit note of the example; `due` gives each due date with its percentage of the gross.

    `key` names it in a story; `net` in cents.
    """

    client: str
    issue: date
    due: tuple[tuple[date, int], ...]
    net: Cents
    vat_percent: int
    label: str
    receipts: tuple[Receipt, ...] = ()
    key: str = ""
    kind: DocumentKind = DocumentKind.INVOICE
    number: str = ""
    to_confirm: bool = False

    @property
    def vat(self) -> Cents:
        """The VAT in cents, rounded to the nearest."""
        return round_to_cents(Decimal(self.net) * self.vat_percent / 10_000)

    @property
    def gross(self) -> Cents:
        """What is to be paid, in cents."""
        return self.net + self.vat

    def split(self, percents: Iterable[int]) -> list[Cents]:
        """The parts of the gross amount for these percentages; together they make it when those make 100."""
        wanted = list(percents)
        parts = [round_to_cents(Decimal(self.gross) * percent / 10_000) for percent in wanted]
        if sum(wanted) == 100:
            parts[-1] += self.gross - sum(parts)
        return parts


@cache
def clients() -> dict[str, tuple[ClientDraft, Habit]]:
    """The clients of the example by code, each with his habit."""
    found = {}
    with resource("demo/clients.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            habit = Habit(
                int(row["every"]), int(row["net"]), int(row["vat"]), pays=row["pays"], works=row["works"]
            )
            found[row["code"]] = _draft(row), habit
    return found


@cache
def labels() -> dict[str, list[str]]:
    """What the joiner does, by kind of client."""
    found: dict[str, list[str]] = defaultdict(list)
    with resource("demo/works.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            found[row["kind"]].append(row["label"])
    return found


def image(field: str) -> bytes:
    """The PNG of the letterhead's `logo` or `signature_image`."""
    name = "logo" if field == "logo" else "signature"
    return resource(f"demo/{name}.png").read_bytes()


def ordinary(day: date) -> list[ExampleDocument]:
    """Two years of regular orders up to `day`, with their payments."""
    made: list[ExampleDocument] = []
    for code, (draft, habit) in clients().items():
        if habit.every:
            made += _orders(code, draft.terms_days or 0, habit, day)
    return made


def numbered(documents: Iterable[ExampleDocument]) -> list[ExampleDocument]:
    """The documents in the order of their days, numbered year by year."""
    counts: dict[tuple[str, int], int] = defaultdict(int)
    made = []
    for one in sorted(documents, key=lambda one: (one.issue, one.client, one.label, one.net)):
        prefix = "F" if one.kind.is_debit else "A"
        counts[prefix, one.issue.year] += 1
        number = f"{prefix}{one.issue.year}-{counts[prefix, one.issue.year]:04d}"
        made.append(replace(one, number=one.number or number))
    return made


def on_working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _tenth(day: date) -> date:
    """The first 10th of a month on or after a day."""
    following = day.replace(day=1) + timedelta(days=31)
    return day.replace(day=10) if day.day <= 10 else following.replace(day=10)


def _draft(row: dict[str, str]) -> ClientDraft:
    nature = Nature(row["nature"])
    contact = Contact(0, row["contact"], row["role"], row["phone"], row["email"], preferred=True)
    return ClientDraft(
        code=row["code"],
        name=row["name"],
        nature=nature,
        siren=row["siren"],
        address=Address(row["street"], row["zip"], row["city"], "FR" if row["city"] else ""),
        phone=row["phone"],
        email=row["email"],
        preferred_channel=Channel.EMAIL if nature is Nature.CONSUMER and row["email"] else Channel.LETTER,
        terms_days=int(row["terms_days"]),
        notes=row["notes"],
        tags=tuple(tag for tag in row["tags"].split("\n") if tag),
        contacts=(contact,) if row["contact"] else (),
    )


def _orders(code: str, terms: int, habit: Habit, day: date) -> Iterable[ExampleDocument]:
    chance = Random(code)  # the same client orders the same things, whatever the day
    issue = day - timedelta(days=HISTORY_DAYS - chance.randrange(habit.every))
    while issue < day:
        issued = on_working_day(issue)
        due = issued + timedelta(days=terms)
        first, last = _DELAYS[habit.pays if (day - due).days > QUIET_DAYS else "prompt"]
        ready = due + timedelta(days=chance.randint(first, last))
        if habit.pays == "tenth":
            ready = _tenth(due + timedelta(days=2))
        paid = on_working_day(ready)
        label = chance.choice(labels()[habit.works])
        net = habit.euros * chance.randint(60, 150)
        mode = PaymentMode.CHEQUE if chance.randrange(9) == 0 else PaymentMode.TRANSFER
        receipts = (Receipt(max(paid, issued), 100, mode),) if paid < day else ()
        yield ExampleDocument(code, issued, ((due, 100),), net, habit.vat_percent, label, receipts)
        issue += timedelta(days=habit.every + chance.randint(-4, 4))
