"""The forms a FEC takes in life: sides, encodings, bad lines, opening entries, lone client lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.exchange.detect import read

Write = Callable[..., Path]

HEADER = (
    "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\t"
    "PieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise"
)


def line(journal: str, number: str, day: str, account: str, amounts: str, **more: str) -> str:
    """Write one line; `amounts` is debit and credit; `more`: aux, name, piece, label, letter, title."""
    debit, credit = amounts.split()
    if account.startswith("411"):
        more = {"aux": "C1", "name": "Lefèvre & Cœur"} | more
    cells = [
        journal,
        more.get("title", ""),
        number,
        day,
        account,
        "Clients",
        more.get("aux", ""),
        more.get("name", ""),
    ]
    cells += [
        more.get("piece", ""),
        day,
        more.get("label", ""),
        debit,
        credit,
        more.get("letter", ""),
        "",
        day,
        "",
        "",
    ]
    return "\t".join(cells)


SALE = [
    line("VE", "1", "20260105", "411000", "120,00 0,00", piece="F1"),
    line("VE", "1", "20260105", "706000", "0,00 100,00", piece="F1"),
    line("VE", "1", "20260105", "445710", "0,00 20,00", piece="F1"),
]
PAID = [
    line("BQ", "2", "20260201", "411000", "0,00 120,00", piece="VIR", label="VIR SEPA LEFEVRE"),
    line("BQ", "2", "20260201", "512000", "120,00 0,00", piece="VIR"),
]


def text(*lines: str) -> str:
    return "\r\n".join([HEADER, *lines, ""])


def test_invoice_net_vat_and_payment(write: Write) -> None:
    reading = read(write(text(*SALE, *PAID), "fec.txt"))
    invoice, payment = reading.invoices[0], reading.payments[0]
    assert (invoice.number, invoice.net, invoice.vat, invoice.gross) == ("F1", 10000, 2000, 12000)
    assert (invoice.line, invoice.issue_date, invoice.client_code) == (2, date(2026, 1, 5), "C1")
    assert (payment.amount, payment.bank_date, payment.mode) == (12000, date(2026, 2, 1), "transfer")
    assert reading.warnings == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "iso8859-15", "utf-16"])
def test_names_in_every_encoding(write: Write, encoding: str) -> None:
    reading = read(write(text(*SALE), "fec.txt", encoding))
    assert reading.clients[0].name == "Lefèvre & Cœur"


def test_names_in_cp850(write: Write) -> None:
    lines = [one.replace("Lefèvre & Cœur", "Hôtel Gaëlle Lefèvre") for one in SALE]
    assert read(write(text(*lines), "fec.txt", "cp850")).clients[0].name == "Hôtel Gaëlle Lefèvre"


def test_montant_and_sens_any_case_and_order(write: Write) -> None:
    content = (
        "SENS|MONTANT|COMPTENUM|COMPAUXNUM|JOURNALCODE|ECRITURENUM|ECRITUREDATE|PIECEREF\n"
        "D|120,00|411000|C1|VE|1|20260105|F1\n"
        "C|120,00|706000||VE|1|20260105|F1\n"
        "-1|50,00|411000|C1|BQ|2|20260110|X\n"
        "+1|50,00|512000||BQ|2|20260110|X\n"
        "Z|50,00|411000|C1|BQ|3|20260110|X\n"
    )
    reading = read(write(content, "fec.txt"))
    assert [row.gross for row in reading.invoices] == [12000]
    assert [row.amount for row in reading.payments] == [5000]
    assert [(one.line, one.column, one.value) for one in reading.rejected] == [(6, "SENS", "Z")]


def test_bad_lines_are_rejected_with_their_line_and_reason(write: Write) -> None:
    bad = [
        line("VE", "7", "20260231", "411000", "10,00 0,00"),
        line("VE", "8", "20260105", "411000", "dix 0,00"),
        line("VE", "9", "20260105", "411000", "12,345 0,00"),
        "VE\tVentes\t10",
        line("VE", "11", "20260105", "411000", "1,00 0,00") + "\tde trop",
    ]
    reading = read(write(text(*SALE, *bad), "fec.txt"))
    assert [(one.line, one.column, one.value) for one in reading.rejected] == [
        (5, "EcritureDate", "20260231"),
        (6, "Debit", "dix"),
        (7, "Debit", "12,345"),
        (8, "", "VE"),
        (9, "", "de trop"),
    ]
    assert reading.rejected[0].reason == "Cette date n’existe pas au calendrier."
    assert len(reading.invoices) == 1


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("0000000120,00", 12000),
        ("120", 12000),
        ("120.00", 12000),
        ("120,0000", 12000),
        (" 120,00 ", 12000),
        ('"120,00"', 12000),
    ],
)
def test_amounts_of_the_norm_and_around_it(write: Write, written: str, cents: int) -> None:
    lines = [SALE[0].replace("120,00", written), *SALE[1:]]
    assert read(write(text(*lines), "fec.txt")).invoices[0].gross == cents


def test_a_negative_debit_is_a_credit(write: Write) -> None:
    lines = [
        line("VE", "1", "20260105", "411000", "-120,00 0,00", piece="A1"),
        line("VE", "1", "20260105", "706000", "0,00 -120,00", piece="A1"),
    ]
    row = read(write(text(*lines), "fec.txt")).invoices[0]
    assert (row.kind, row.gross) == (DocumentKind.CREDIT_NOTE, 12000)


@pytest.mark.parametrize(
    ("journal", "title", "label"),
    [
        ("AN", "", ""),
        ("RAN", "", ""),
        ("X", "A Nouveaux Détaillés", ""),
        ("OD", "", "Report à nouveau"),
        ("OD", "", ""),
    ],
)
def test_opening_entries_are_carried_over_on_both_sides(
    write: Write, journal: str, title: str, label: str
) -> None:
    """By the journal, by the words, or (last case) by the capital accounts on the first day of the file."""
    more = {"title": title, "label": label}
    lines = [
        line(journal, "1", "20260101", "411000", "300,00 0,00", piece="F2025-9", **more),
        line(journal, "1", "20260101", "411000", "0,00 50,00", aux="C2", piece="RAN", **more),
        line(journal, "1", "20260101", "512000", "0,00 150,00", **more),
        line(journal, "1", "20260101", "101000", "0,00 100,00", **more),
    ]
    if label:
        lines[2] = line(journal, "1", "20260101", "120000", "0,00 150,00", **more)
    debit, credit = read(write(text(*lines, *SALE), "fec.txt")).invoices[:2]
    assert (debit.kind, debit.opening, debit.to_confirm) == (DocumentKind.OPENING_BALANCE, True, True)
    assert (credit.kind, credit.opening, credit.to_confirm) == (DocumentKind.OTHER_CREDIT, True, False)
    assert (debit.number, credit.number) == ("F2025-9", "À-nouveau 01/01/2026")


def test_a_returned_payment_is_another_debit_to_confirm(write: Write) -> None:
    lines = [
        line("BQ", "5", "20260210", "411000", "120,00 0,00", label="IMPAYE LEFEVRE"),
        line("BQ", "5", "20260210", "512000", "0,00 120,00"),
    ]
    row = read(write(text(*SALE, *lines), "fec.txt")).invoices[1]
    assert (row.kind, row.to_confirm, row.opening) == (DocumentKind.OTHER_DEBIT, True, False)


def test_client_lines_without_counterpart_follow_their_journal(write: Write) -> None:
    """Some exports hold the client accounts alone: the journal's name then tells sales from money."""
    lines = [
        line("VE", "1", "20260105", "411000", "120,00 0,00", piece="F1", title="Ventes"),
        line("VE", "3", "20260106", "411000", "0,00 20,00", piece="AV1", title="Ventes"),
        line("BQ", "2", "20260201", "411000", "0,00 120,00", title="Banque"),
    ]
    reading = read(write(text(*lines), "fec.txt"))
    assert [row.kind for row in reading.invoices] == [DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE]
    assert len(reading.payments) == 1
    assert any("ne sont pas équilibrées" in one.message for one in reading.warnings)


def test_each_client_with_his_own_account(write: Write) -> None:
    lines = [one.replace("411000\tClients\tC1\tLefèvre & Cœur", "411DUPONT\tDupont SARL\t\t") for one in SALE]
    client = read(write(text(*lines), "fec.txt")).clients[0]
    assert (client.code, client.name) == ("411DUPONT", "Dupont SARL")


def test_one_account_for_everybody_is_said(write: Write) -> None:
    lines = [one.replace("C1\tLefèvre & Cœur", "\t") for one in SALE]
    assert "un seul compte client (411000)" in read(write(text(*lines), "fec.txt")).warnings[0].message


def test_mixed_line_ends_ghost_lines_and_a_second_header(write: Write) -> None:
    content = HEADER + "\r\n" + SALE[0] + "\r" + SALE[1] + "\n\n" + HEADER + "\n" + SALE[2] + "\t\t\r\n \t \n"
    reading = read(write(content, "fec.txt"))
    assert reading.rejected == ()
    assert [row.gross for row in reading.invoices] == [12000]


def test_matching_codes_are_told_apart_by_account(write: Write) -> None:
    """The code AA of one client has nothing to do with the code AA of another."""
    lines = [
        line("VE", "1", "20260105", "411000", "10,00 0,00", letter="AA"),
        line("VE", "2", "20260105", "411000", "20,00 0,00", aux="C2", letter="AA"),
        line("BQ", "3", "20260106", "411000", "0,00 10,00", letter="AA"),
    ]
    reading = read(write(text(*lines), "fec.txt"))
    assert sorted(len(group) for group in reading.groups) == [1, 2]
