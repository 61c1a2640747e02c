"""The aged balance as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from creances_desktop.domain.balance import AgedBalance, AgedRow
from creances_desktop.domain.money import Cents
from creances_desktop.exchange.csv_out import Cell, write_table

DISPUTED = "Dont en litige"


def write(path: Path, balance: AgedBalance) -> None:
    """Writes the balance with its total last, as XLSX when the name of the file ends so, else as CSV.

    What is contested has a column of its own, the last, where there is some. Raises EnvironmentProblem when
    the file cannot be written.
    """
    headers = ("Code", "Raison sociale", "Encours", *balance.band_names, "Non imputé")
    write_table(path, (*headers, DISPUTED) if balance.total.disputed else headers, _rows(balance))


def _rows(balance: AgedBalance) -> Iterator[list[Cell]]:
    apart = balance.total.disputed > 0
    for row in balance.rows:
        yield [row.code, row.name, *_amounts(row, apart=apart)]
    yield ["", "Total", *_amounts(balance.total, apart=apart)]


def _amounts(row: AgedRow, *, apart: bool) -> tuple[Decimal, ...]:
    disputed = (row.disputed,) if apart else ()
    return tuple(map(_euros, (row.outstanding, *row.bands, row.unallocated, *disputed)))


def _euros(amount: Cents) -> Decimal:
    return Decimal(amount) / 100
