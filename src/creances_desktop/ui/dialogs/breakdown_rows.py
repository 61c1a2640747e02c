"""What the window *Décompte* shows: a row for each stretch of days, a line of sums for each invoice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from creances_desktop.domain import explanations
from creances_desktop.domain.explanations import Explanation
from creances_desktop.domain.interest import Debt, InterestLine, LeftOut
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.penalties import Breakdown, daily_interest
from creances_desktop.domain.rates import Certainty, percent_text
from creances_desktop.domain.settlement import RECEIVED
from creances_desktop.domain.text import short_date
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.columns import RIGHT, Column, amount_column, date_column, number_column


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """Days of one base and one rate, both bounds included; `interest` None where the rate is not known.

    `due` is only on the first row of its due item, `number` on the first of its invoice; cents.
    """

    number: str
    due: date | None
    first: date
    last: date
    base: Cents
    rate: str
    source: str
    interest: Cents | None
    why: tuple[Explanation, ...]

    @property
    def days(self) -> int:
        """The number of days, at least 1."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class SumRow:
    """The sums of an invoice, or of all (`invoice_id` None), in cents."""

    invoice_id: int | None
    label: str
    outstanding: Cents
    interest: Cents
    indemnity: Cents
    costs: Cents
    total: Cents
    per_day: Cents
    why: tuple[Explanation, ...]
    given_up: bool = False
    received: Cents = 0

    @property
    def charges(self) -> Cents:
        """What is claimed beside the principal; nothing once it was given up or paid."""
        return 0 if self.given_up else self.interest + self.indemnity + self.costs - self.received


def period_rows(
    number: str, due_dates: Mapping[int, date], debts: Sequence[Debt], result: Breakdown
) -> list[PeriodRow]:
    """The rows of an invoice, grouped by due item, oldest first."""
    by_id = {debt.due_item_id: debt for debt in debts}
    parts: list[InterestLine | LeftOut] = [*result.lines, *result.left_out]
    parts.sort(key=lambda part: (due_dates[part.due_item_id], part.due_item_id, part.first))
    rows: list[PeriodRow] = []
    before = None
    for part in parts:
        due = due_dates[part.due_item_id] if part.due_item_id != before else None
        head = number if not rows else ""
        before = part.due_item_id
        if isinstance(part, InterestLine):
            rows.append(_counted(head, due, part, by_id.get(part.due_item_id), result))
        else:
            why = (explanations.explain_left_out(part),)
            rows.append(
                PeriodRow(head, due, part.first, part.last, part.base, "?", _capital(part.message), None, why)
            )
    return rows


def _counted(
    number: str, due: date | None, line: InterestLine, debt: Debt | None, result: Breakdown
) -> PeriodRow:
    why = [explanations.explain_line(line)]
    if debt is not None:
        why.append(explanations.explain_base(line, debt))
    why.append(explanations.explain_days(line, result.regime))
    why += [
        explanations.explain_year(year)
        for year in result.capitalised
        if year.due_item_id == line.due_item_id and year.last < line.first and line.capitalised
    ]
    rate = percent_text(line.rate_percent)
    return PeriodRow(
        number, due, line.first, line.last, line.base, rate, line.rate_source, line.interest, tuple(why)
    )


def sum_row(
    invoice_id: int, number: str, debts: Sequence[Debt], result: Breakdown, *, given_up: bool = False
) -> SumRow:
    """The sums of an invoice; `given_up`: its charges were waived or settled, and count for nothing."""
    why = [explanations.explain_total(result), explanations.explain_interest(result)]
    why.append(explanations.explain_indemnity(result))
    per_day = daily_interest(result, debts)
    why.append(_per_day(per_day, result))
    return SumRow(
        invoice_id,
        number,
        result.outstanding,
        result.interest,
        result.fixed_indemnity,
        result.further_costs,
        result.outstanding if given_up else result.total,
        0 if given_up else per_day,
        tuple(why),
        given_up,
        result.received,
    )


def _per_day(cents: Cents, result: Breakdown) -> Explanation:
    return Explanation(
        figure="Chaque jour de plus",
        article="",
        rate="",
        calculation=f"{format_cents(cents)} par jour de retard après le {short_date(result.as_of)}",
        source="Base et taux du dernier jour compté, sur 365 jours\u00a0; ils peuvent changer ensuite.",
    )


def total_row(rows: Sequence[SumRow]) -> SumRow:
    """The sum of these rows."""
    claimed = [row for row in rows if not row.given_up]
    outstanding = sum(row.outstanding for row in rows)
    interest = sum(row.interest for row in claimed)
    indemnity = sum(row.indemnity for row in claimed)
    costs = sum(row.costs for row in claimed)
    received = sum(row.received for row in claimed)
    total = outstanding + interest + indemnity + costs - received
    words = (
        f"{format_cents(outstanding)} (reste dû) + {format_cents(interest)} (intérêts) + "
        f"{format_cents(indemnity)} (indemnités forfaitaires)"
    )
    words += f" + {format_cents(costs)} (frais justifiés)" if costs else ""
    words += f" − {format_cents(received)} ({RECEIVED.lower()})" if received else ""
    why = Explanation(
        "Total",
        "",
        "",
        f"{words} = {format_cents(total)}",
        "Somme des factures, chacune calculée à part ; ce qui a été abandonné ou réglé n’y est pas.",
    )
    per_day = sum(row.per_day for row in rows)
    return SumRow(
        None, "Total", outstanding, interest, indemnity, costs, total, per_day, (why,), received=received
    )


def period_columns(*, of_client: bool) -> tuple[Column[PeriodRow], ...]:
    """The columns of the rows; the invoice only where there are several."""
    number: tuple[Column[PeriodRow], ...] = (
        Column("number", "Facture", lambda row: row.number, width=13, sortable=False),
    )

    def tone(row: PeriodRow) -> Tone:
        if row.interest is None:
            return Tone.DANGER
        unsure = any(one.certainty is Certainty.UNCONFIRMED for one in row.why)
        return Tone.WARNING if unsure else Tone.NORMAL

    return (
        *(number if of_client else ()),
        date_column("due", "Échéance", lambda row: row.due),
        date_column("first", "Du", lambda row: row.first),
        date_column("last", "Au", lambda row: row.last),
        number_column("days", "Jours", lambda row: row.days, width=6),
        amount_column("base", "Base", lambda row: row.base, width=12),
        Column("rate", "Taux", lambda row: row.rate, RIGHT, width=8, tone=tone),
        Column(
            "source",
            "Origine du taux",
            lambda row: row.source,
            width=20,
            stretch=True,
            tooltip=lambda row: row.source,
            tone=tone,
            icon=lambda row: "triangle-alert" if tone(row) is not Tone.NORMAL else None,
        ),
        amount_column("interest", "Intérêts", lambda row: row.interest, bold=lambda _row: True, width=11),
    )


def sum_columns() -> tuple[Column[SumRow], ...]:
    """The columns of the sums."""

    def bold(row: SumRow) -> bool:
        return row.invoice_id is None

    def label(row: SumRow) -> str:
        return row.label + (" (hors total\u00a0: abandonnés ou réglés)" if row.given_up else "")

    return (
        Column(
            "label",
            "Facture",
            label,
            width=16,
            stretch=True,
            bold=bold,
        ),
        amount_column("outstanding", "Reste dû", lambda row: row.outstanding, bold=bold),
        amount_column("interest", "Intérêts", lambda row: row.interest, bold=bold),
        amount_column("indemnity", "Indemnité", lambda row: row.indemnity, bold=bold),
        amount_column("costs", "Frais en plus", lambda row: row.costs or None, bold=bold),
        amount_column("received", "Déjà réglés", lambda row: -row.received or None, bold=bold),
        amount_column("total", "Total", lambda row: row.total, bold=lambda _row: True),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
