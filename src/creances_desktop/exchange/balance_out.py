"""The aged balance as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from creances_desktop.domain.balance import AgedBalance, AgedRow
from creances_desktop.domain.money import Cents
from creances_desktop.exchange.csv_out import Cell, write_table


def write(path: Path, balance: AgedBalance) -> None:
    """Writes the balance with its total last, as XLSX when the name of the file ends so, else as CSV.

    Raises EnvironmentProblem when the file cannot be written.
    """
    headers = ("Code", "Raison sociale", "Encours", *balance.band_names, "À imputer", "Dont en litige")
    write_table(path, headers, _rows(balance))


def _rows(balance: AgedBalance) -> Iterator[list[Cell]]:
    for row in balance.rows:
        yield [row.code, row.name, *_amounts(row)]
    yield ["", "Total", *_amounts(balance.total)]


def _amounts(row: AgedRow) -> tuple[Decimal, ...]:
    return tuple(map(_euros, (row.outstanding, *row.bands, row.unallocated, row.disputed)))


def _euros(amount: Cents) -> Decimal:
    return Decimal(amount) / 100
