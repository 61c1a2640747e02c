"""Legal ceilings of payment terms: warnings with their source, never a refusal."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from creances_desktop.domain.months import end_of_month
from creances_desktop.domain.rates import Certainty
from creances_desktop.domain.terms import (
    Period,
    Start,
    Terms,
    describe,
    due_date,
    end_of_ten_days,
)
from creances_desktop.domain.text import short_date


class Ceiling(StrEnum):
    """A dated row of `resources/law/terms.csv`."""

    GENERAL = "general"
    GENERAL_END_OF_MONTH = "general_end_of_month"
    UNAGREED = "unagreed"
    PERIODIC = "periodic"
    TRANSPORT = "transport"
    PERISHABLE = "perishable"
    PERISHABLE_PERIODIC = "perishable_periodic"
    LIVESTOCK = "livestock"
    ALCOHOL = "alcohol"
    WINE = "wine"
    WINE_END_OF_MONTH = "wine_end_of_month"
    PUBLIC = "public"
    PUBLIC_HOSPITAL = "public_hospital"
    PUBLIC_COMPANY = "public_company"
    PUBLIC_UNRECORDED = "public_unrecorded"


class Trade(StrEnum):
    """What is sold, where the law gives it a ceiling of its own."""

    GENERAL = "general"
    TRANSPORT = "transport"
    PERISHABLE = "perishable"
    LIVESTOCK = "livestock"
    ALCOHOL = "alcohol"
    WINE = "wine"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _TRADE_LABELS[self]


_TRADE_LABELS = {
    Trade.GENERAL: "Cas général",
    Trade.TRANSPORT: "Transport routier, location de véhicules, commission de transport, transit",
    Trade.PERISHABLE: "Denrées alimentaires périssables",
    Trade.LIVESTOCK: "Bétail sur pied et viandes fraîches",
    Trade.ALCOHOL: "Boissons alcooliques soumises aux droits de consommation",
    Trade.WINE: "Raisins, moûts et vins",
}


@dataclass(frozen=True, slots=True)
class CeilingRow:
    """A number of days that terms may not exceed, from a day on, until the next row of the same ceiling."""

    ceiling: Ceiling
    in_force_since: date
    days: int
    article: str
    source: str
    certainty: Certainty
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ceilings:
    """The dated ceilings; rows of the user, given after the shipped ones, replace those of the same day."""

    rows: Mapping[Ceiling, Sequence[CeilingRow]]

    def on(self, ceiling: Ceiling, day: date) -> CeilingRow | None:
        """The row in force on that day, or None before the first."""
        found = [row for row in self.rows.get(ceiling, ()) if row.in_force_since <= day]
        return found[-1] if found else None


@dataclass(frozen=True, slots=True)
class CeilingWarning:
    """A due date beyond what the law allows: one French sentence, and the row that says so."""

    message: str
    row: CeilingRow


@dataclass(frozen=True, slots=True)
class _Limit:
    day: date
    row: CeilingRow
    words: str


def ceilings(rows: Iterable[CeilingRow]) -> Ceilings:
    """The table of these rows."""
    by_ceiling: dict[Ceiling, list[CeilingRow]] = {}
    for row in sorted(rows, key=lambda row: row.in_force_since):
        by_ceiling.setdefault(row.ceiling, []).append(row)
    return Ceilings(by_ceiling)


def parse_ceilings(text: str) -> tuple[CeilingRow, ...]:
    """The rows of the shipped ceilings (`resources/law/terms.csv`); ValueError if one cannot be read."""
    return tuple(
        CeilingRow(
            ceiling=Ceiling(row["ceiling"]),
            in_force_since=date.fromisoformat(row["in_force_since"]),
            days=int(row["days"]),
            article=row["article"],
            source=row["source"],
            certainty=Certainty(row["status"]),
            note=row["note"],
        )
        for row in csv.DictReader(text.splitlines(), strict=True)
    )


def warnings(
    due: date,
    issue_date: date,
    trade: Trade,
    table: Ceilings,
    *,
    terms: Terms | None = None,
    delivered_on: date | None = None,
) -> tuple[CeilingWarning, ...]:
    """The warnings about a due date between professionals: none, or one; never a refusal.

    `terms` tells periodic invoices and the counting of « fin de mois » apart; a due date typed by hand has
    none. Without a day of delivery, that of the invoice stands for it.
    """
    limits = _limits(issue_date, trade, table, terms, delivered_on or issue_date)
    if not limits or due <= max(limit.day for limit in limits):
        return ()
    limit = max(limits, key=lambda limit: limit.day)
    return (CeilingWarning(_sentence(due, limit), limit.row),)


def terms_warnings(terms: Terms, trade: Trade, table: Ceilings, since: date) -> tuple[CeilingWarning, ...]:
    """The warnings about terms: the first date of an invoice, within four years of `since`, that exceeds.

    Four years hold every length of month, a 29 February among them.
    """
    for offset in range(4 * 366):
        issue = since + timedelta(days=offset)
        found = warnings(due_date(terms, issue), issue, trade, table, terms=terms)
        if found:
            message = (
                f"«\u00a0{describe(terms)}\u00a0» peut dépasser le plafond légal\u00a0: pour une facture du "
                f"{short_date(issue)}, {found[0].message[0].lower()}{found[0].message[1:]}"
            )
            return (CeilingWarning(message, found[0].row),)
    return ()


def unagreed_due_date(performed_on: date, table: Ceilings) -> date | None:
    """The due date where the parties agreed on nothing: counted from the delivery, not from the invoice."""
    row = table.on(Ceiling.UNAGREED, performed_on)
    return None if row is None else performed_on + timedelta(days=row.days)


def _limits(issue: date, trade: Trade, table: Ceilings, terms: Terms | None, delivered: date) -> list[_Limit]:
    periodic = terms is not None and terms.periodic
    if trade in _FROM_ISSUE:
        net, month_end = _FROM_ISSUE[trade]
        if periodic and trade is Trade.GENERAL:
            net, month_end = Ceiling.PERIODIC, None
        limits = [_net(table.on(net, issue), issue, "la date de la facture")]
        if month_end is not None and terms is not None and terms.period is Period.MONTH:
            limits.append(_end_of_month(table.on(month_end, issue), issue, terms))
    elif trade is Trade.PERISHABLE and periodic:
        row = table.on(Ceiling.PERISHABLE_PERIODIC, issue)
        limits = [_net(row, end_of_ten_days(delivered), "la fin de la décade de livraison")]
    elif trade is Trade.ALCOHOL:
        row = table.on(Ceiling.ALCOHOL, issue)
        limits = [_net(row, end_of_month(delivered), "la fin du mois de livraison")]
    else:
        limits = [_net(table.on(Ceiling(trade.value), issue), delivered, "la livraison")]
    return [limit for limit in limits if limit is not None]


_FROM_ISSUE: Mapping[Trade, tuple[Ceiling, Ceiling | None]] = {
    Trade.GENERAL: (Ceiling.GENERAL, Ceiling.GENERAL_END_OF_MONTH),
    Trade.TRANSPORT: (Ceiling.TRANSPORT, None),
    Trade.WINE: (Ceiling.WINE, Ceiling.WINE_END_OF_MONTH),
}
"""For each trade whose ceilings count from the invoice: the net ceiling, and that of the end of month."""


def _net(row: CeilingRow | None, start: date, words: str) -> _Limit | None:
    if row is None:
        return None
    return _Limit(start + timedelta(days=row.days), row, f"{row.days} jours après {words}")


def _end_of_month(row: CeilingRow | None, issue: date, terms: Terms) -> _Limit | None:
    """The ceiling « 45 jours fin de mois », counted as the terms count; lawful only in a contract."""
    if row is None:
        return None
    allowed = Terms(row.days, Start.ISSUE, Period.MONTH, terms.reading)
    return _Limit(due_date(allowed, issue), row, f"«\u00a0{describe(allowed)}\u00a0»")


def _sentence(due: date, limit: _Limit) -> str:
    doubt = "" if limit.row.certainty is not Certainty.UNCONFIRMED else ", à vérifier"
    return (
        f"L’échéance du {short_date(due)} dépasse le plafond légal, {limit.words}, soit le "
        f"{short_date(limit.day)} ({limit.row.article}{doubt}\u00a0; source\u00a0: {limit.row.source})."
    )
