"""How long what is known of a client is kept, and what still holds it: dated delays with their source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.months import months_later
from creances_desktop.domain.text import plural, short_date


class RetentionKind(StrEnum):
    """What is kept, each with its delay; `label` is its French name."""

    ACCOUNTING = "accounting"
    CORRESPONDENCE = "correspondence"
    COMMERCIAL = "commercial"

    @property
    def label(self) -> str:
        """The French name."""
        return _LABELS[self]


_LABELS = {
    RetentionKind.ACCOUNTING: "Factures, avoirs et règlements",
    RetentionKind.CORRESPONDENCE: "Lettres, appels, promesses et pièces jointes",
    RetentionKind.COMMERCIAL: "Coordonnées, depuis le dernier contact",
}


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """A delay in whole years with where it comes from; `status` is its mark, K for what is unconfirmed."""

    kind: RetentionKind
    years: int
    source: str
    status: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept of one kind: its last day, and the last day on which it is kept (included)."""

    rule: RetentionRule
    last: date
    until: date


@dataclass(frozen=True, slots=True)
class AccountState:
    """What a client's account still asks for, in cents and counts, on the day."""

    outstanding: Cents = 0
    credits: Cents = 0
    letters_waiting: int = 0
    open_disputes: int = 0
    open_calls: int = 0


def until(rule: RetentionRule, last: date) -> date:
    """The last day (included) on which something of that day is kept.

    Accounting papers count from the end of their calendar year (C. com. L123-22 counts from the end of the
    financial year, which the program does not know); the rest from day to day.
    """
    start = date(last.year, 12, 31) if rule.kind is RetentionKind.ACCOUNTING else last
    return months_later(start, 12 * rule.years)


def held(rules: Iterable[RetentionRule], last_days: Mapping[RetentionKind, date | None]) -> tuple[Held, ...]:
    """What is kept of a client, by kind; nothing for a kind of which there is nothing."""
    found = ((rule, last_days.get(rule.kind)) for rule in rules)
    return tuple(Held(rule, last, until(rule, last)) for rule, last in found if last is not None)


def reasons_to_keep(kept: Iterable[Held], state: AccountState, day: date) -> tuple[str, ...]:
    """The French sentences that say why the client cannot be erased on `day`; none when he can."""
    found = []
    if state.outstanding:
        found.append(f"Il reste {format_cents(state.outstanding)} à régler.")
    if state.credits:
        found.append(f"Il reste {format_cents(state.credits)} d’avoirs ou de règlements non imputés.")
    waiting = (
        (state.letters_waiting, "lettre n’est pas encore partie", "lettres ne sont pas encore parties"),
        (state.open_disputes, "litige est ouvert", "litiges sont ouverts"),
        (state.open_calls, "entrée d’agenda reste à traiter", "entrées d’agenda restent à traiter"),
    )
    found += [f"{plural(count, one, many)}." for count, one, many in waiting if count]
    found += [
        f"{one.rule.kind.label}\u00a0: à conserver jusqu’au {short_date(one.until)} "
        f"({plural(one.rule.years, 'an')}, {one.rule.source})."
        for one in kept
        if one.until >= day
    ]
    return tuple(found)
