"""What one invoice costs its debtor: interest and indemnity, line by line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from creances_desktop.domain.clients import Client
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.money import format_cents, plain_cents
from creances_desktop.domain.penalties import BalanceChange, Breakdown, Debt, breakdown
from creances_desktop.domain.rates import LawTables, law_tables, parse_figures, parse_rates
from creances_desktop.domain.text import short_date
from creances_desktop.paths import resource
from creances_desktop.services import company, invoices
from creances_desktop.services.text_table import text_table
from creances_desktop.storage.invoices import StoredInvoice
from creances_desktop.storage.store import Store

_HEADS = ("Du", "Au", "Jours", "Base", "Taux", "Intérêts")


@dataclass(frozen=True, slots=True)
class InvoiceBreakdown:
    """The breakdown of one invoice; `due_dates` gives the day of each due item by its id."""

    invoice: StoredInvoice
    client: Client
    due_dates: dict[int, date]
    result: Breakdown


@cache
def law() -> LawTables:
    """The rates and figures that the program ships."""
    rates = resource("law/rates.csv").read_text(encoding="utf-8")
    figures = resource("law/figures.csv").read_text(encoding="utf-8")
    return law_tables(parse_rates(rates), parse_figures(figures))


def of_invoice(store: Store, number: str, day: date) -> InvoiceBreakdown:
    """The breakdown of the invoice with that number as of a day.

    Raises DomainError when no such invoice is known or it is a credit, RegimeUnavailable when this version
    does not know the regime of its client.
    """
    invoice = invoices.by_number(store, number)
    if not invoice.kind.is_debit:
        raise DomainError(f"{invoice.kind.label} {number}\u00a0: un décompte ne se fait que sur une facture.")
    with store.reading() as r:
        client = r.clients.get(invoice.client_id)
        items = r.invoices.due_items(invoice.id)
        moves: dict[int, list[BalanceChange]] = defaultdict(list)
        for due_item_id, effective_on, amount in r.payments.movements(invoice.id):
            if effective_on <= day:
                moves[due_item_id].append(BalanceChange(effective_on, -amount))
    debts = [Debt(item.id, item.due_date, item.amount, tuple(moves[item.id])) for item in items]
    result = breakdown(
        client.nature,
        debts,
        day,
        law(),
        contract_rate_percent=client.contract_rate_percent,
        insolvency_judgment=client.insolvency_judgment,
    )
    return InvoiceBreakdown(invoice, client, {item.id: item.due_date for item in items}, result)


def as_json(one: InvoiceBreakdown) -> dict[str, Any]:
    """The breakdown with amounts and rates as texts; `due_item` is the due date of the item."""
    result = one.result
    return {
        "invoice": one.invoice.number,
        "as_of": result.as_of.isoformat(),
        "regime": result.regime.value,
        "outstanding": plain_cents(result.outstanding),
        "lines": [
            {
                "due_item": one.due_dates[line.due_item_id].isoformat(),
                "from": line.first.isoformat(),
                "to": line.last.isoformat(),
                "days": line.days,
                "base": plain_cents(line.base),
                "rate_percent": f"{line.rate_percent:.2f}",
                "rate_source": line.rate_source,
                "interest": plain_cents(line.interest),
            }
            for line in result.lines
        ],
        "interest": plain_cents(result.interest),
        "fixed_indemnity": plain_cents(result.fixed_indemnity),
        "charges": plain_cents(result.charges),
        "total": plain_cents(result.total),
        "missing_rates": [str(semester) for semester in result.missing_rates],
    }


def as_text(one: InvoiceBreakdown) -> str:
    """The breakdown to read."""
    result = one.result
    parts = [
        f"Décompte de la facture {one.invoice.number} ({one.client.name}) au {short_date(result.as_of)}",
    ]
    if result.lines:
        rows = [
            (
                short_date(line.first),
                short_date(line.last),
                str(line.days),
                format_cents(line.base),
                f"{line.rate_percent:.2f}\u00a0%".replace(".", ","),
                format_cents(line.interest),
            )
            for line in result.lines
        ]
        sources = dict.fromkeys(line.rate_source for line in result.lines)
        parts += [text_table(_HEADS, rows, right=2), "\n".join(sources)]
    parts.append("\n".join(f"{words}\u00a0: {amount}" for words, amount in sums(result)))
    parts += [missing_sentence(result)] if result.missing_rates else []
    return "\n\n".join(parts)


def sums(result: Breakdown) -> tuple[tuple[str, str], ...]:
    """The words and amounts at the foot of a breakdown."""
    return (
        ("Reste dû", format_cents(result.outstanding)),
        ("Intérêts de retard", format_cents(result.interest)),
        ("Indemnité forfaitaire pour frais de recouvrement", format_cents(result.fixed_indemnity)),
        ("Total", format_cents(result.total)),
    )


def missing_sentence(result: Breakdown) -> str:
    """What is left out because a rate is not known yet."""
    names = ", ".join(semester.label for semester in result.missing_rates)
    return f"Le taux n’est pas connu pour\u00a0: {names}. Les jours de cette période ne sont pas comptés."


def pdf(store: Store, one: InvoiceBreakdown) -> bytes:
    """The breakdown on paper."""
    from creances_desktop.documents import breakdown as drawing

    return drawing.draw(
        drawing.BreakdownSheet(
            company.get(store),
            one.client.name,
            one.invoice.number,
            one.invoice.issue_date,
            one.result,
            sums(one.result),
            missing_sentence(one.result) if one.result.missing_rates else "",
        )
    )
