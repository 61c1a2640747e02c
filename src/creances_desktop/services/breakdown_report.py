"""The breakdown of an invoice as the command tells it: JSON, text, and what to know beside."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.money import Cents, format_cents, plain_cents
from creances_desktop.domain.penalties import Breakdown
from creances_desktop.domain.rates import percent_text
from creances_desktop.domain.settlement import RECEIVED
from creances_desktop.domain.text import short_date
from creances_desktop.services.text_table import text_table
from creances_desktop.storage.law import SETTLED, WAIVED

if TYPE_CHECKING:
    from creances_desktop.services.breakdown import InvoiceBreakdown

_HEADS = ("Du", "Au", "Jours", "Base", "Taux", "Intérêts")


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


def no_regime_json(number: str, outstanding: Cents, day: date) -> dict[str, Any]:
    """The same for a client whose nature is not known: no charges, since no regime applies."""
    nothing, left = plain_cents(0), plain_cents(outstanding)
    return {
        "invoice": number,
        "as_of": day.isoformat(),
        "regime": Nature.UNSPECIFIED.value,
        "outstanding": left,
        "lines": [],
        "interest": nothing,
        "fixed_indemnity": nothing,
        "charges": nothing,
        "total": left,
        "missing_rates": [],
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
                percent_text(line.rate_percent),
                format_cents(line.interest),
            )
            for line in result.lines
        ]
        sources = dict.fromkeys(line.rate_source for line in result.lines)
        parts += [text_table(_HEADS, rows, right=2), "\n".join(sources)]
    parts.append("\n".join(f"{words}\u00a0: {amount}" for words, amount in sums(result)))
    parts += [missing_sentence(result)] if result.missing_rates else []
    return "\n\n".join(parts)


def warnings(one: InvoiceBreakdown) -> tuple[str, ...]:
    """What to know beside the figures, in French sentences: alerts, due dates, what was decided."""
    return (*(alert.message for alert in one.result.alerts), *one.notes, *one.hints, *decided(one))


def decided(one: InvoiceBreakdown) -> tuple[str, ...]:
    """What the user decided on the charges, when he gave them up or got them: one French sentence."""
    if one.claim is None or one.claim.status not in _DECISIONS:
        return ()
    claim = one.claim
    reason = f" ({claim.reason})" if claim.reason else ""
    return (f"{_DECISIONS[claim.status]} le {short_date(claim.as_of)}{reason}.",)


_DECISIONS = {
    WAIVED: "Vous avez renoncé aux intérêts et à l’indemnité",
    SETTLED: "Les intérêts et l’indemnité ont été réglés",
}


def sums(result: Breakdown) -> tuple[tuple[str, str], ...]:
    """The words and amounts at the foot of a breakdown."""
    further = result.further_costs
    return (
        ("Reste dû", format_cents(result.outstanding)),
        ("Intérêts de retard", format_cents(result.interest)),
        ("Indemnité forfaitaire pour frais de recouvrement", format_cents(result.fixed_indemnity)),
        *([("Frais de recouvrement justifiés, au-delà", format_cents(further))] if further else []),
        *([(RECEIVED, format_cents(-result.received))] if result.received else []),
        ("Total", format_cents(result.total)),
    )


def missing_sentence(result: Breakdown) -> str:
    """What is left out because a rate is not known yet."""
    names = ", ".join(semester.label for semester in result.missing_rates)
    days = " et ".join(f"du {short_date(one.first)} au {short_date(one.last)}" for one in result.left_out[:6])
    return (
        f"Le taux n’est pas connu pour\u00a0: {names}. Les jours de cette période ne sont pas comptés "
        f"({days})."
    )
