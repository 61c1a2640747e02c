"""Rows of payments from a recognised table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from creances_desktop.domain.imports import PaymentRow
from creances_desktop.exchange.cells import Cells
from creances_desktop.exchange.identity import Identities
from creances_desktop.exchange.invoices import refuse_currencies
from creances_desktop.exchange.words import read_mode

_BETWEEN_NUMBERS = re.compile(r"\s*[,;\n]\s*")


def read_payments(cells: Cells) -> tuple[PaymentRow, ...]:
    """The payments of the table, in its order, without the lines that were rejected.

    A line lives by its date, its amount, and the invoices or the client that it concerns. Two lines that say
    the same thing are two payments: nothing here takes one away.
    """
    dates, amounts = cells.dates("date", vital=True), cells.amounts("amount", vital=True)
    cells.require("date", dates, "La date du règlement manque.")
    cells.require("amount", amounts, "Le montant du règlement manque.")
    for row, amount in enumerate(amounts):
        if amount == 0:
            cells.reject(row, "amount", "Le montant est nul.")
    numbers = _invoice_numbers(cells)
    clients = [
        code or name for code, name in zip(cells.texts("client_id"), cells.texts("client_name"), strict=True)
    ]
    _require_owner(cells, numbers, clients)
    refuse_currencies(cells)
    modes = cells.texts("mode")
    known_modes = {text: read_mode(text) for text in set(modes)}
    skipped = cells.skipped()
    columns = zip(
        cells.table.lines,
        _keys(cells, skipped, dates, numbers, clients, amounts),
        cells.texts("id"),
        numbers,
        clients,
        dates,
        amounts,
        [known_modes[text] for text in modes],
        cells.texts("reference"),
        cells.texts("label"),
        strict=True,
    )
    return tuple(PaymentRow(*values) for row, values in enumerate(columns) if row not in skipped)


def _keys(cells: Cells, skipped: frozenset[int], *facts: Sequence[object]) -> list[str]:
    """The identity of each line: the key or the number that the file gives, else what the line says."""
    identities = Identities()
    keys: list[str] = []
    columns = zip(cells.texts("key"), cells.texts("id"), cells.texts("reference"), *facts, strict=True)
    for row, (key, code, *said) in enumerate(columns):
        if row in skipped:
            keys.append("")
        elif key:
            keys.append(key)
        else:
            keys.append(identities.numbered(code) if code else identities.key(*said))
    return keys


def _invoice_numbers(cells: Cells) -> list[tuple[str, ...]]:
    """The invoices that each line names; several stand between commas or semicolons."""
    return [
        tuple(number for number in _BETWEEN_NUMBERS.split(text) if number)
        if "," in text or ";" in text or "\n" in text
        else (text,)
        if text
        else ()
        for text in cells.texts("invoice_number")
    ]


def _require_owner(cells: Cells, numbers: Sequence[tuple[str, ...]], clients: Sequence[str]) -> None:
    asked = "invoice_number" if cells.has("invoice_number") else "client_id"
    for row, (named, client) in enumerate(zip(numbers, clients, strict=True)):
        if not named and not client:
            cells.reject(row, asked, "Il faut un numéro de facture ou un client.")
