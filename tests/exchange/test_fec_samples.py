"""The three real FEC samples: the balance of the client accounts to the cent, and nothing twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from creances_desktop.domain.imports import Reading
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.exchange.detect import read

Sample = Callable[[str], Path]


def signed(reading: Reading) -> dict[str, int]:
    amounts = {row.key: row.gross if row.kind.is_debit else -row.gross for row in reading.invoices}
    return amounts | {row.key: -row.amount for row in reading.payments}


FACTS = {
    "A": {"balance": 5_251_724, "lines": 538, "debits": 400, "clients": 17, "groups": 134, "unbalanced": 15},
    "B": {"balance": 2_777_170, "lines": 153, "debits": 20, "clients": 4, "groups": 0, "unbalanced": 0},
    "C": {"balance": 1_441_652, "lines": 151, "debits": 100, "clients": 34, "groups": 45, "unbalanced": 0},
}


@pytest.mark.parametrize("letter", FACTS)
def test_balance_lines_and_matching_groups(fec_sample: Sample, letter: str) -> None:
    reading = read(fec_sample(letter))
    amounts = signed(reading)
    assert reading.format == "fec"
    assert reading.rejected == ()
    assert {
        "balance": sum(amounts.values()),
        "lines": len(amounts),  # every line has its own key
        "debits": sum(1 for amount in amounts.values() if amount > 0),
        "clients": len(reading.clients),
        "groups": len(reading.groups),
        "unbalanced": sum(1 for group in reading.groups if sum(amounts[key] for key in group)),
    } == FACTS[letter]


def test_a_line_is_what_its_counterparts_make_it(fec_sample: Sample) -> None:
    reading = read(fec_sample("A"))
    kinds = {kind: [row for row in reading.invoices if row.kind is kind] for kind in DocumentKind}
    assert len(kinds[DocumentKind.INVOICE]) == 391
    assert len(kinds[DocumentKind.CREDIT_NOTE]) == 9
    assert len(kinds[DocumentKind.OPENING_BALANCE]) == 7
    assert len(kinds[DocumentKind.OTHER_DEBIT]) == 2
    assert len(reading.payments) == 129
    confirmed_first = kinds[DocumentKind.OPENING_BALANCE] + kinds[DocumentKind.OTHER_DEBIT]
    assert [row for row in reading.invoices if row.to_confirm] == sorted(
        confirmed_first, key=lambda row: row.line
    )
    assert all(row.opening for row in kinds[DocumentKind.OPENING_BALANCE])
    assert all(row.net + row.vat == row.gross for row in kinds[DocumentKind.INVOICE] if row.net is not None)
    assert all(row.due_date is None for row in reading.invoices), "a FEC has no due date"


def test_real_invoice_numbers_stay_as_they_are_printed(fec_sample: Sample) -> None:
    numbers = {row.number for row in read(fec_sample("A")).invoices}
    assert "FA 220011" in numbers
    assert "À-nouveau 01/09/2021" in numbers


def test_payment_modes_posing_as_clients_are_said_first(fec_sample: Sample) -> None:
    warning = read(fec_sample("B")).warnings[0]
    assert "sont des modes de règlement" in warning.message
    assert "RECETTE CB" in warning.message
    for letter in "AC":
        assert not any("modes de règlement" in one.message for one in read(fec_sample(letter)).warnings)


def test_a_month_is_no_invoice_number(fec_sample: Sample) -> None:
    reading = read(fec_sample("C"))
    months = [row for row in reading.invoices if row.number == "VE 0323"]
    assert len(months) > 20
    assert len({row.key for row in months}) == len(months)
    assert any("«\u00a0VE 0323\u00a0»" in one.message for one in reading.warnings)
    assert not any("numéro de facture" in one.message for one in read(fec_sample("A")).warnings)


def test_what_was_recognised_is_said(fec_sample: Sample) -> None:
    assert "du 01/09/2021 au 31/08/2022" in read(fec_sample("A")).description
    assert "22 zones (tabulation, UTF-8)" in read(fec_sample("B")).description
    assert "18 zones («\u00a0|\u00a0»" in read(fec_sample("C")).description


def test_two_halves_give_the_keys_of_the_whole(fec_sample: Sample, tmp_path: Path) -> None:
    """A later export that overlaps an earlier one must recognise every line that it already gave."""
    whole = fec_sample("A")
    header, *lines = whole.read_text("utf-8-sig").splitlines()
    halves = []
    for name, wanted in (("1.txt", "<"), ("2.txt", ">=")):
        kept = [line for line in lines if (line.split("\t")[3] < "20220301") == (wanted == "<")]
        path = tmp_path / name
        path.write_text("\n".join([header, *kept]), "utf-8")
        halves.append(signed(read(path)))
    first, second = halves
    assert not first.keys() & second.keys()
    assert first | second == signed(read(whole))


@pytest.mark.parametrize(
    ("closing", "contradicts"),
    [("20221231", True), ("20241231", True), ("20230630", False)],
)
def test_closing_day_in_the_name_against_the_entries(
    fec_sample: Sample, tmp_path: Path, closing: str, contradicts: bool
) -> None:
    path = tmp_path / f"732829320FEC{closing}.txt"
    path.write_bytes(fec_sample("C").read_bytes())
    said = [one.message for one in read(path).warnings if "clôture" in one.message]
    assert bool(said) is contradicts
    if contradicts:
        assert re.search(r"vont du 09/01/2023 au 29/06/2023", said[0]) or "au 29/06/2023" in said[0]


def test_two_identical_lines_both_survive(fec_sample: Sample) -> None:
    """Sample B has movements that repeat on one day: the balance above needs them all."""
    reading = read(fec_sample("B"))
    alike = [
        (row.bank_date, row.amount, row.client_code, row.label, row.reference) for row in reading.payments
    ]
    assert len({row.key for row in reading.payments}) == len(alike)
