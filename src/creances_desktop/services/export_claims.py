"""What an export tells of the law: rates of the user, judgments, costs, decisions, events of limitation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from creances_desktop.domain.imports import Complement
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.services.export_tables import Ledger

TERMS = ("terms", "early_payment", "notified_on", "corrects")
AWARD = ("since", "enforceable_on")
CAPITALISATION = ("ground", "since")
COST = ("day", "amount", "label")
DECISION = ("as_of", "interest", "indemnity", "costs", "status", "reason")
EVENT = ("position", "kind", "day", "proof", "ended_on", "lost", "counted")
RATE = ("series", "semester", "percent", "source", "published_on")


def claim_complements(ledger: Ledger) -> Iterator[Complement]:
    """The rates of the user, then what was recorded about each document."""
    for rate in ledger.law["rates"]:
        yield Complement("rate", "", f"{rate.series} {rate.semester}", _named(rate, RATE))
    tables = {
        "awards": AWARD,
        "capitalisations": CAPITALISATION,
        "costs": COST,
        "claims": DECISION,
        "limitation": EVENT,
    }
    by_document: dict[int, dict[str, Any]] = {}
    for name, columns in tables.items():
        for row in ledger.law[name]:
            by_document.setdefault(row.invoice_id, {}).setdefault(name, []).append(_named(row, columns))
    for row in ledger.documents:
        known = by_document.get(row.id, {})
        terms = {name: value for name, value in _named(row, TERMS).items() if value}
        claimed = ledger.by_id.get(ledger.claimed.get(row.id))
        if claimed is not None:
            known = known | {"charges_of": ledger.document_keys[claimed.id]}
        if known or terms:
            values = {"debit": DocumentKind(row.kind).is_debit, "terms": terms, **known}
            code = ledger.clients[row.client_id].code
            yield Complement("claim", code, ledger.document_keys[row.id], values)


def _named(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
