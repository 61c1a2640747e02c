"""Lists of clients, invoices and payments (CSV and spreadsheets) to a reading."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from creances_desktop.domain.imports import ClientRow, ImportWarning, InvoiceRow, PaymentRow, Reading
from creances_desktop.domain.text import plural
from creances_desktop.exchange.cells import Cells
from creances_desktop.exchange.clients import read_clients, read_invoiced_clients
from creances_desktop.exchange.invoices import read_invoices
from creances_desktop.exchange.payments import read_payments
from creances_desktop.exchange.table import Records, Table, build_table

_NAMES = {"clients": "Liste de clients", "invoices": "Liste de factures", "payments": "Liste de règlements"}


def read_records(path: Path, records: Records, mapping: Mapping[str, str]) -> Reading:
    """The reading of a list; raises UnrecognisedColumns or UnreadableFile when it cannot be one."""
    table = build_table(path, records, mapping)
    cells = Cells(table)
    clients: tuple[ClientRow, ...] = ()
    invoices: tuple[InvoiceRow, ...] = ()
    payments: tuple[PaymentRow, ...] = ()
    if table.kind == "clients":
        clients = read_clients(cells)
    elif table.kind == "invoices":
        invoices = read_invoices(cells)
        clients = read_invoiced_clients(cells)
    else:
        payments = read_payments(cells)
    return Reading(
        path=str(path),
        format=table.kind,
        description=_describe(table, cells),
        clients=clients,
        invoices=invoices,
        payments=payments,
        rejected=cells.rejected(),
        warnings=(*_file_warnings(cells), *cells.warnings()),
    )


def _describe(table: Table, cells: Cells) -> str:
    """What the file was taken for, by which columns, and how its days and amounts were read."""
    used = sorted(set(table.positions.values()))
    columns = ", ".join(table.headers[position] for position in used)
    ignored = [
        header for position, header in enumerate(table.headers) if header and position not in set(used)
    ]
    parts = [f"{_NAMES[table.kind]} ({table.source}), reconnue à ses colonnes\u00a0: {columns}"]
    if ignored:
        parts.append(
            f"{plural(len(ignored), 'colonne')} laissée{'s' if len(ignored) > 1 else ''}\u00a0: "
            + ", ".join(ignored)
        )
    how = cells.how_read()
    if how:
        parts.append(how)
    return "\u00a0; ".join(parts) + "."


def _file_warnings(cells: Cells) -> tuple[ImportWarning, ...]:
    names = cells.month_first_columns()
    if not names:
        return ()
    message = (
        f"Les dates ont été lues mois/jour/année ({', '.join(names)}), car l’une d’elles ne peut se lire "
        "autrement."
    )
    return (ImportWarning(0, message),)
