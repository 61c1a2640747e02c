"""The generated ledgers, French and English: read without a question, to the cent of their answers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from creances_desktop.domain.clients import Nature
from creances_desktop.exchange.detect import read

Ledger = Callable[[str], Path]


@pytest.mark.parametrize("language", ["", "fr"])
@pytest.mark.parametrize("size", ["xs", "s", "m"])
def test_a_ledger_is_read_whole(ledger: Ledger, size: str, language: str) -> None:
    folder = ledger(size)
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    clients, invoices, payments = (
        read(folder / language / f"{name}.csv") for name in ("clients", "invoices", "payments")
    )
    assert (clients.format, invoices.format, payments.format) == ("clients", "invoices", "payments")
    for reading in (clients, invoices, payments):
        assert reading.rejected == ()
        assert reading.warnings == ()
    assert len(clients.clients) == expected["clients"]
    assert all(row.nature is Nature.PROFESSIONAL for row in clients.clients), (
        "every SIREN of the ledger is valid"
    )
    assert len(invoices.invoices) == expected["invoices"]
    assert len(payments.payments) == expected["payments"]
    left = {row.number: row.gross for row in invoices.invoices}
    paid: defaultdict[str, int] = defaultdict(int)
    for row in payments.payments:
        paid[row.invoice_numbers[0]] += row.amount
    outstanding = sum(gross - paid[number] for number, gross in left.items())
    assert f"{outstanding // 100}.{outstanding % 100:02d}" == expected["outstanding"]


def test_both_languages_say_the_same(ledger: Ledger) -> None:
    folder = ledger("s")
    for name in ("clients", "invoices", "payments"):
        english, french = read(folder / f"{name}.csv"), read(folder / "fr" / f"{name}.csv")
        assert english.clients == french.clients
        assert english.invoices == french.invoices
        assert english.payments == french.payments


def test_what_was_understood_is_said(ledger: Ledger) -> None:
    description = read(ledger("xs") / "fr" / "invoices.csv").description
    assert description.startswith(
        "Liste de factures (CSV, séparateur «\u00a0;\u00a0», UTF-8), reconnue à ses colonnes"
    )
    assert "Échéance" in description
    assert "dates lues jour/mois/année" in description
    assert "décimales à la virgule" in description
