"""Lists of payments: to whom they belong, and that none is lost or doubled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from creances_desktop.exchange.detect import read

Write = Callable[..., Path]


def test_one_payment_for_several_invoices(write: Write) -> None:
    content = "Code;N° facture;Date;Montant;Mode;Référence\nP1;F1, F2;F3;05/02/2026;300,00;Virement;REF 9\n"
    content = content.replace("F1, F2;F3", '"F1, F2;F3"')
    (row,) = read(write(content)).payments
    assert row.invoice_numbers == ("F1", "F2", "F3")
    assert (row.key, row.code, row.bank_date, row.amount) == ("P1", "P1", date(2026, 2, 5), 30000)
    assert (row.mode, row.reference) == ("transfer", "REF 9")


def test_a_payment_of_a_client_without_invoice(write: Write) -> None:
    content = "N° facture;Code client;Date;Montant;Mode\n;C1;05/02/2026;300,00;CB\n;;05/02/2026;1,00;CB\n"
    reading = read(write(content))
    (row,) = reading.payments
    assert (row.invoice_numbers, row.client_code, row.mode) == ((), "C1", "card")
    assert [(bad.line, bad.reason) for bad in reading.rejected] == [
        (3, "Il faut un numéro de facture ou un client.")
    ]


def test_a_client_may_be_named(write: Write) -> None:
    (row,) = read(write("Client;Date de règlement;Montant réglé\nLefèvre;05/02/2026;3,00\n")).payments
    assert row.client_code == "Lefèvre"


def test_two_identical_movements_both_survive_a_second_import(write: Write) -> None:
    header = "N° facture;Date;Montant;Mode\n"
    twice = header + "F1;05/02/2026;50,00;ESP\n" * 2
    first, second = (read(write(twice, name)).payments for name in ("a.csv", "b.csv"))
    assert len({row.key for row in first}) == 2
    assert [row.key for row in first] == [row.key for row in second]
    longer = read(
        write(header + "F0;01/02/2026;9,00;CB\n" + "F1;05/02/2026;50,00;ESP\n" * 3, "c.csv")
    ).payments
    assert {row.key for row in first} < {row.key for row in longer}


def test_one_code_over_several_lines_keeps_every_line(write: Write) -> None:
    content = "Code;N° facture;Date;Montant\nP1;F1;05/02/2026;50,00\nP1;F2;05/02/2026;70,00\n"
    assert [row.key for row in read(write(content)).payments] == ["P1", "P1#2"]


@pytest.mark.parametrize(
    ("line", "column", "value"),
    [
        ("F1;;5,00", "Date", ""),
        ("F1;30/02/2026;5,00", "Date", "30/02/2026"),
        ("F1;05/02/2026;", "Montant", ""),
        ("F1;05/02/2026;0", "Montant", "0"),
        ("F1;05/02/2026;cinq", "Montant", "cinq"),
    ],
)
def test_rejections(write: Write, line: str, column: str, value: str) -> None:
    reading = read(write(f"N° facture;Date;Montant;Mode\nF0;05/02/2026;5,00;\n{line};\n", "reglements.csv"))
    assert len(reading.payments) == 1
    (bad,) = reading.rejected
    assert (bad.line, bad.column, bad.value) == (3, column, value)


@pytest.mark.parametrize(
    ("word", "mode"),
    [
        ("Virement", "transfer"), ("VIR", "transfer"), ("Chèque", "cheque"), ("chq", "cheque"),
        ("CB", "card"), ("Carte bancaire", "card"), ("Prélèvement SEPA", "direct_debit"), ("Espèces", "cash"),
        ("LCR", "bill"), ("bank transfer", "transfer"), ("Autre", "other"), ("troc", "other"), ("", ""),
        ("VIR SEPA reçu", "transfer"),
    ],
)  # fmt: skip
def test_modes(write: Write, word: str, mode: str) -> None:
    (row,) = read(write(f"N° facture;Date;Montant;Mode\nF1;05/02/2026;5,00;{word}\n")).payments
    assert row.mode == mode


def test_a_returned_payment_stays_negative(write: Write) -> None:
    (row,) = read(write("N° facture;Date;Montant;Mode\nF1;05/02/2026;-5,00;CB\n")).payments
    assert row.amount == -500
