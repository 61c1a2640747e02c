"""What the lines of a FEC mean: the nature of each entry, by its counterparts and its journal."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TypeAlias

from creances_desktop.domain.money import Cents
from creances_desktop.domain.text import fold
from creances_desktop.exchange.fec_lines import FecLine

EntryKey: TypeAlias = tuple[object, ...]

_SALES, _COLLECTED_VAT, _VAT = "70", "4457", "445"
_MONEY = ("51", "53", "54", "58")
_CAPITAL = ("10", "11", "12")
_OPENING_CODES = frozenset(("an", "ano", "anv", "anx", "ran", "rano", "anouv", "anouveau", "anouveaux"))
_OPENING_WORDS = re.compile(
    r"\ba[ -]?nouveaux?\b|\bouverture\b|\breprise (?:de |du )?soldes?\b|\bsolde (?:initial|anterieur)\b"
)
_SALES_JOURNALS = frozenset(
    ("ve", "ven", "vt", "vte", "vent", "vente", "ventes", "fac", "facturation", "fact")
)
_MONEY_JOURNALS = frozenset(
    (
        "bq",
        "bqe",
        "bnq",
        "bk",
        "banque",
        "banques",
        "ca",
        "caisse",
        "tresorerie",
        "encaissements",
        "reglements",
    )
)


class Side(Enum):
    """What a line on a client account is."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    OPENING_DEBIT = "opening_debit"
    OPENING_CREDIT = "opening_credit"
    OTHER_DEBIT = "other_debit"
    OTHER_CREDIT = "other_credit"


@dataclass(frozen=True, slots=True)
class Entry:
    """The lines that were booked together, and what their accounts show.

    `net` and `vat` are the credits on its accounts of sales and VAT; `client_lines` counts its lines on 411.
    """

    lines: tuple[FecLine, ...]
    sales: bool
    collected_vat: bool
    money: bool
    opening: bool
    balanced: bool
    client_lines: int
    net: Cents
    vat: Cents

    def side(self, line: FecLine) -> Side:
        """What one of its client lines is.

        Money decides before sales for a credit, sales before money for a debit.
        """
        debit = line.amount > 0
        if self.opening:
            return Side.OPENING_DEBIT if debit else Side.OPENING_CREDIT
        if debit:
            sold = self.sales or (self.collected_vat and not self.money)
            return Side.INVOICE if sold else Side.OTHER_DEBIT
        if self.money:
            return Side.PAYMENT
        return Side.CREDIT_NOTE if self.sales or self.collected_vat else Side.OTHER_CREDIT

    def net_and_vat(self, line: FecLine) -> tuple[Cents | None, Cents | None]:
        """The net and the VAT of its only client line, positive.

        None when the entry does not tell them apart.
        """
        if self.client_lines != 1:
            return None, None
        side = 1 if line.amount > 0 else -1
        net, vat = side * self.net, side * self.vat
        if net + vat != side * line.amount or net < 0 or vat < 0:
            return None, None
        return net, vat


def group_entries(lines: Sequence[FecLine]) -> tuple[Entry, ...]:
    """The entries of the file, in its order.

    The norm numbers entries, but some programs number all of them 0 and others each line: the grouping under
    which the smallest share of entries is unbalanced is taken, the finest one when two are equal.
    """
    groupings: tuple[Callable[[FecLine], EntryKey], ...] = (
        lambda line: (line.journal, line.entry, line.day, line.piece),
        lambda line: (line.journal, line.entry, line.day),
        lambda line: (line.journal, line.day, line.piece),
        lambda line: (line.journal, line.day),
    )
    tried = [_group(lines, grouping) for grouping in groupings]
    groups = min(tried, key=lambda found: (_unbalanced_share(found.values()), -len(found)))
    first_day = min((line.day for line in lines), default=date.min)
    entries = [_entry(tuple(members), first_day) for members in groups.values()]
    return _guess_by_journal(entries)


def _group(
    lines: Sequence[FecLine], grouping: Callable[[FecLine], EntryKey]
) -> dict[EntryKey, list[FecLine]]:
    groups: defaultdict[EntryKey, list[FecLine]] = defaultdict(list)
    for line in lines:
        groups[grouping(line)].append(line)
    return groups


def _unbalanced_share(groups: Iterable[Sequence[FecLine]]) -> float:
    total = wrong = 0
    for members in groups:
        total += 1
        wrong += sum(line.amount for line in members) != 0
    return wrong / total if total else 0.0


def _entry(lines: tuple[FecLine, ...], first_day: date) -> Entry:
    accounts = [line.account for line in lines]
    sales = any(account.startswith(_SALES) for account in accounts)
    return Entry(
        lines=lines,
        sales=sales,
        collected_vat=any(account.startswith(_COLLECTED_VAT) for account in accounts),
        money=any(account.startswith(_MONEY) for account in accounts),
        opening=not sales and _is_opening(lines, accounts, first_day),
        balanced=sum(line.amount for line in lines) == 0,
        client_lines=sum(1 for line in lines if line.is_receivable),
        net=-sum(line.amount for line in lines if line.account.startswith("7")),
        vat=-sum(line.amount for line in lines if line.account.startswith(_VAT)),
    )


def _is_opening(lines: tuple[FecLine, ...], accounts: Sequence[str], first_day: date) -> bool:
    """Whether the entry carries balances over: by its journal, its words, or its place on the first day."""
    journal = lines[0]
    if fold(journal.journal) in _OPENING_CODES or _OPENING_WORDS.search(fold(journal.journal_label)):
        return True
    money = any(account.startswith(_MONEY) for account in accounts)
    result = any(account.startswith(("6", "7")) for account in accounts)
    capital = any(account.startswith(_CAPITAL) for account in accounts)
    if result:
        return False
    if not money and _OPENING_WORDS.search(fold(journal.label)):
        return True
    one_sided = sum(line.amount for line in lines) != 0
    clients_only = len(lines) > 1 and one_sided and all(line.is_receivable for line in lines)
    return journal.day == first_day and first_day.day == 1 and (capital or clients_only)


def _guess_by_journal(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries, those that do not balance and show no counterpart taking the nature of their journal.

    An extract of the client accounts alone, or a movement whose bank line is booked on another day, says no
    more.
    """
    shown: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        nature = "money" if entry.money else "sales" if entry.sales else ""
        shown[entry.lines[0].journal][nature] += 1
    guessed = []
    for entry in entries:
        told = entry.opening or entry.sales or entry.collected_vat or entry.money or entry.balanced
        guessed.append(entry if told else _as_journal(entry, shown[entry.lines[0].journal]))
    return tuple(guessed)


def _as_journal(entry: Entry, shown: Counter[str]) -> Entry:
    first = entry.lines[0]
    words = {fold(first.journal), *fold(first.journal_label).split()}
    money = shown["money"] > shown["sales"] or (not shown["sales"] and bool(words & _MONEY_JOURNALS))
    sales = shown["sales"] > shown["money"] or (not shown["money"] and bool(words & _SALES_JOURNALS))
    return replace(entry, sales=sales and not money, money=money)
