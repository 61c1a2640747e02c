"""The aged balance as the command prints it."""

from __future__ import annotations

from typing import Any

from creances_desktop.domain.balance import AgedBalance, AgedRow
from creances_desktop.domain.money import Cents, format_cents, plain_cents
from creances_desktop.domain.text import short_date
from creances_desktop.services.text_table import text_table

COLUMNS = ("outstanding", "not_due", "d1_30", "d31_60", "d61_90", "d90_plus", "unallocated")
_HEADS = ("Code", "Client", "Encours", "Non échu", "1-30 j", "31-60 j", "61-90 j", "> 90 j", "Non imputé")
_DISPUTED = "Dont litige"


def as_json(balance: AgedBalance) -> dict[str, Any]:
    """The balance with amounts as texts such as `1234.56`."""
    return {
        "as_of": balance.as_of.isoformat(),
        "total": _amounts(balance.total),
        "clients": [{"code": row.code, "name": row.name, **_amounts(row)} for row in balance.rows],
    }


def as_text(balance: AgedBalance) -> str:
    """The balance as a table to read, its total last; what is contested has a column where there is some."""
    title = f"Balance âgée au {short_date(balance.as_of)}"
    if not balance.rows:
        return f"{title}\u00a0: personne ne doit rien."
    apart = balance.total.disputed > 0
    lines = [_line(row.code, row.name, row, apart=apart) for row in balance.rows]
    lines.append(_line("", "Total", balance.total, apart=apart))
    heads = (*_HEADS, _DISPUTED) if apart else _HEADS
    return f"{title}\n\n{text_table(heads, lines, right=2, total=True)}"


def _amounts(row: AgedRow) -> dict[str, str]:
    return {name: plain_cents(getattr(row, name)) for name in COLUMNS}


def _line(code: str, name: str, row: AgedRow, *, apart: bool) -> tuple[str, ...]:
    cells = [_cell(getattr(row, column)) for column in COLUMNS]
    return (code, name, *cells, *([_cell(row.disputed)] if apart else ()))


def _cell(amount: Cents) -> str:
    return format_cents(amount, symbol=False) if amount else "–"
