"""Lists of invoices as small companies have them: what is kept, what costs a line, and how it is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from creances_desktop.domain.imports import InvoiceRow, Reading, Rejected, UnrecognisedColumns
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.exchange.detect import read

Write = Callable[..., Path]
HEADER = "N° facture;Code client;Date;Échéance;Montant TTC"


@pytest.fixture
def read_list(write: Write) -> Callable[..., Reading]:
    def _read(*lines: str, header: str = HEADER, **how: str) -> Reading:
        return read(write("\n".join([header, *lines, ""]), **how))

    return _read


Read = Callable[..., Reading]


def only(reading: Reading) -> InvoiceRow:
    assert reading.rejected == ()
    (row,) = reading.invoices
    return row


def test_the_example_of_the_documentation(read_list: Read) -> None:
    """A wrong due date costs its line, named by the file's own header, with a reason; the others stay."""
    reading = read_list("F1;C1;05/01/2026;04/02/2026;120,00", "F2;C1;05/01/2026;31/02/2026;10,00")
    assert [row.number for row in reading.invoices] == ["F1"]
    assert reading.rejected == (
        Rejected(3, "Échéance", "31/02/2026", "Cette date n’existe pas au calendrier."),
    )


@pytest.mark.parametrize(
    ("line", "column", "value"),
    [
        (";C1;05/01/2026;;120,00", "N° facture", ""),
        ("F1;;05/01/2026;;120,00", "Code client", ""),
        ("F1;C1;;;120,00", "Date", ""),
        ("F1;C1;hier;;120,00", "Date", "hier"),
        ("F1;C1;05/01/2026;;", "Montant TTC", ""),
        ("F1;C1;05/01/2026;;12,345", "Montant TTC", "12,345"),
        ("F1;C1;05/01/2026;;0,00", "Montant TTC", "0,00"),
        ("F1;C1;05/01/2026;;120,00;;surplus", "", "surplus"),
    ],
)
def test_a_line_is_lost_for_want_of_key_date_or_amount(
    read_list: Read, line: str, column: str, value: str
) -> None:
    reading = read_list("F0;C1;05/01/2026;;120,00", line)
    assert [row.number for row in reading.invoices] == ["F0"]
    (rejected,) = reading.rejected
    assert (rejected.line, rejected.column, rejected.value) == (3, column, value)
    assert rejected.reason.endswith(".")


def test_line_numbers_are_those_of_the_file(read_list: Read) -> None:
    """Preamble, ghost lines, cells over several lines: the number leads to the right place in an editor."""
    reading = read_list(
        "",
        'F1;C1;05/01/2026;;120,00;"Pose\nde portes\n\nen bois"',
        ";;;;;",
        "F2;C1;99/01/2026;;1,00;x",
        "F3;C1;05/01/2026;;1,00;y",
        header="Export du 29/06/2026\nSociété Œuvré\n\n" + HEADER + ";Libellé",
    )
    assert [(row.number, row.line) for row in reading.invoices] == [("F1", 6), ("F3", 12)]
    assert reading.invoices[0].label == "Pose\nde portes\n\nen bois"
    assert [(one.line, one.value) for one in reading.rejected] == [(11, "99/01/2026")]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("trailing", ["", "{}", "{}{}"])
def test_separators_line_ends_and_trailing_separators(
    write: Write, separator: str, end: str, trailing: str
) -> None:
    more = trailing.format(*[separator] * 2)
    rows = [HEADER, '"F;1,|";C1;05/01/2026;04/02/2026;120.00', "F2;C1;13/01/2026;;1.00"]
    content = end.join(separator.join(_cells(row)) + more for row in rows) + end
    reading = read(write(content))
    assert [row.number for row in reading.invoices] == ["F;1,|", "F2"]
    assert [row.gross for row in reading.invoices] == [12000, 100]


def _cells(row: str) -> list[str]:
    if row.startswith('"'):
        quoted, rest = row[1:].split('"', 1)
        return [f'"{quoted}"', *rest[1:].split(";")]
    return row.split(";")


def test_line_ends_may_be_mixed(write: Write) -> None:
    content = HEADER + "\r\nF1;C1;05/01/2026;;1,00\rF2;C1;05/01/2026;;2,00\n\r\nF3;C1;05/01/2026;;3,00"
    assert [row.line for row in read(write(content)).invoices] == [2, 3, 5]


def test_a_quote_never_closed_costs_its_line_only(read_list: Read) -> None:
    lines = [f"F{number};C1;05/01/2026;;1,00;pièce" for number in range(300)]
    lines[100] = 'F100;C1;05/01/2026;;1,00;"Chez Paul'
    lines[200] = 'F200;C1;05/01/2026;;1,00;tube 3/4" cuivre'
    reading = read_list(*lines, header=HEADER + ";Libellé")
    assert len(reading.invoices) == 299
    assert [(one.line, one.reason) for one in reading.rejected] == [
        (102, "Un guillemet ouvert n’est jamais refermé.")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "iso8859-15", "cp850"])
def test_every_encoding_gives_the_same_rows(read_list: Read, encoding: str) -> None:
    reading = read_list(
        "F1;Ébénisterie Noël;05/01/2026;;120,00",
        header="N° facture;Client;Date;Échéance;Montant TTC",
        encoding=encoding,
    )
    assert only(reading).client_name == "Ébénisterie Noël"


def test_gross_from_net_and_vat(read_list: Read) -> None:
    row = only(
        read_list("F1;C1;05/01/2026;100,00;20,00", header="N° facture;Code client;Date;Montant HT;TVA")
    )
    assert (row.net, row.vat, row.gross) == (10000, 2000, 12000)


def test_missing_net_or_vat_follow_from_the_gross(read_list: Read) -> None:
    header = "N° facture;Code client;Date;Montant HT;TVA;Montant TTC"
    assert only(read_list("F1;C1;05/01/2026;100,00;;120,00", header=header)).vat == 2000
    row = only(read_list("F1;C1;05/01/2026;;20,00;120,00", header=header))
    assert (row.net, row.vat) == (10000, 2000)
    reading = read_list("F1;C1;05/01/2026;100,00;5,50;120,00", header=header)
    assert (only(reading).net, only(reading).vat) == (None, None)
    assert "ne font pas le montant TTC" in reading.warnings[0].message


def test_a_list_of_what_is_left_to_pay(read_list: Read) -> None:
    reading = read_list("F1;Dupont;05/01/2026;04/02/2026;70,00", header="Pièce;Tiers;Date;À régler le;Solde")
    row = only(reading)
    assert (row.gross, row.outstanding, row.client_name, row.client_code) == (7000, 7000, "Dupont", "")
    assert reading.warnings[0].line == 0


def test_outstanding_is_kept_and_checked(read_list: Read) -> None:
    header = HEADER + ";Reste dû"
    assert only(read_list("F1;C1;05/01/2026;;120,00;0,00", header=header)).outstanding == 0
    assert only(read_list("F1;C1;05/01/2026;;120,00;", header=header)).outstanding is None
    reading = read_list("F1;C1;05/01/2026;;120,00;150,00", header=header)
    assert only(reading).outstanding is None
    assert "dépasse" in reading.warnings[0].message


@pytest.mark.parametrize(
    ("kind", "amount", "expected"),
    [
        ("", "-120,00", DocumentKind.CREDIT_NOTE),
        ("Avoir", "120,00", DocumentKind.CREDIT_NOTE),
        ("AVOIR", "(120,00)", DocumentKind.CREDIT_NOTE),
        ("credit note", "120,00-", DocumentKind.CREDIT_NOTE),
        ("381", "120,00", DocumentKind.CREDIT_NOTE),
        ("Facture", "120,00", DocumentKind.INVOICE),
        ("Acompte", "120,00", DocumentKind.INVOICE),
        ("Reprise de solde", "120,00", DocumentKind.OPENING_BALANCE),
        ("Autre débit", "120,00", DocumentKind.OTHER_DEBIT),
        ("other_credit", "120,00", DocumentKind.OTHER_CREDIT),
    ],
)
def test_kinds_and_signs(read_list: Read, kind: str, amount: str, expected: DocumentKind) -> None:
    row = only(read_list(f"F1;C1;05/01/2026;04/02/2026;{amount};{kind}", header=HEADER + ";Type"))
    assert (row.kind, row.gross) == (expected, 12000)
    assert row.opening is (expected is DocumentKind.OPENING_BALANCE)
    assert (row.due_date is None) is not expected.is_debit


def test_a_quotation_is_not_owed(read_list: Read) -> None:
    reading = read_list("F1;C1;05/01/2026;;120,00;Devis", header=HEADER + ";Type")
    assert reading.invoices == ()
    assert (reading.rejected[0].column, reading.rejected[0].value) == ("Type", "Devis")


@pytest.mark.parametrize(
    ("currency", "kept"), [("EUR", True), ("€", True), ("", True), ("USD", False), ("CHF", False)]
)
def test_other_currencies_are_refused_with_the_reason(read_list: Read, currency: str, kept: bool) -> None:
    reading = read_list(f"F1;C1;05/01/2026;;120,00;{currency}", header=HEADER + ";Devise")
    assert bool(reading.invoices) is kept
    if not kept:
        assert reading.rejected[0].column == "Devise"
        assert currency in reading.rejected[0].reason


def test_facts_from_another_tool(read_list: Read) -> None:
    header = (
        HEADER + ";Niveau de relance;Dernière relance;En litige;Promesse le;Promesse montant;"
        "Mise en demeure reçue le;Livraison / prestation le;N° de commande;Libellé;À confirmer"
    )
    line = "F1;C1;05/01/2026;;120,00;Relance 2;01/03/2026;oui;01/07/2026;60,00;15/03/2026;02/01/2026"
    row = only(read_list(line + ";BC 7;Pose;oui", header=header))
    assert (row.level_reached, row.last_followup, row.disputed) == (2, date(2026, 3, 1), True)
    assert (row.promised_on, row.promised_amount) == (date(2026, 7, 1), 6000)
    assert (row.mise_en_demeure_received, row.performance_date) == (date(2026, 3, 15), date(2026, 1, 2))
    assert (row.order_reference, row.label, row.to_confirm) == ("BC 7", "Pose", True)


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("", 0),
        ("0", 0),
        ("1", 1),
        ("Relance 1", 1),
        ("R2", 2),
        ("niveau 2", 2),
        ("Mise en demeure", 3),
        ("MED", 3),
    ],
)
def test_levels_in_words_and_figures(read_list: Read, word: str, level: int) -> None:
    reading = read_list(f"F1;C1;05/01/2026;;120,00;{word}", header=HEADER + ";Niveau de relance")
    assert only(reading).level_reached == level
    assert reading.warnings == ()


def test_wrong_optional_values_are_left_empty_and_said(read_list: Read) -> None:
    header = HEADER + ";Niveau de relance;Dernière relance;En litige"
    reading = read_list("F1;C1;05/01/2026;;120,00;9;30/02/2026;peut-être", header=header)
    row = only(reading)
    assert (row.level_reached, row.last_followup, row.disputed) == (0, None, True)
    said = " ".join(one.message for one in reading.warnings)
    assert {one.line for one in reading.warnings} == {2}
    for words in ("«\u00a09\u00a0»", "Dernière relance", "30/02/2026", "litige"):
        assert words in said


def test_american_dates_are_read_and_said(read_list: Read) -> None:
    reading = read_list("F1;C1;01/02/2026;01/31/2026;120,00")
    assert (only(reading).issue_date, only(reading).due_date) == (date(2026, 1, 2), date(2026, 1, 31))
    assert "mois/jour/année (Date, Échéance)" in reading.warnings[0].message


def test_a_number_twice(read_list: Read) -> None:
    line = "F1;C1;05/01/2026;;120,00"
    repeated = read_list(line, line)
    assert len(repeated.invoices) == 1
    assert "répète la ligne 2" in repeated.warnings[0].message
    other = read_list(line, "F1;C2;05/01/2026;;50,00")
    assert [row.client_code for row in other.invoices] == ["C1"]
    assert "déjà à la ligne 2" in other.rejected[0].reason


def test_a_key_column_tells_equal_numbers_apart(read_list: Read) -> None:
    header = HEADER + ";Clé"
    reading = read_list("VE 01;C1;05/01/2026;;1,00;a1", "VE 01;C1;05/01/2026;;1,00;a2", header=header)
    assert [row.key for row in reading.invoices] == ["a1", "a2"]


def test_a_total_under_the_list_is_no_invoice(read_list: Read) -> None:
    reading = read_list("F1;C1;05/01/2026;;120,00", "Total général;;;;120,00")
    assert reading.rejected == ()
    assert len(reading.invoices) == 1
    assert "total" in reading.warnings[0].message


def test_clients_described_by_the_list(read_list: Read) -> None:
    header = "N° facture;Code client;Client;E-mail;Date;Montant TTC"
    reading = read_list(
        "F1;C1;Lefèvre;a@b.fr;05/01/2026;1,00", "F2;C1;Lefèvre;;05/01/2026;1,00",
        "F3;C2;Noël;faux;05/01/2026;1,00",
        header=header,
    )  # fmt: skip
    assert [(row.code, row.name, row.email) for row in reading.clients] == [
        ("C1", "Lefèvre", "a@b.fr"),
        ("C2", "Noël", None),
    ]
    assert len(reading.invoices) == 3
    assert [one.line for one in reading.warnings] == [4]


def test_an_unknown_required_column_is_asked_for(write: Write) -> None:
    path = write("Zorglub;Client;Date facture;Montant TTC\nF1;Dupont;05/01/2026;1,00\n", "export.csv")
    with pytest.raises(UnrecognisedColumns) as question:
        read(path)
    asked = question.value
    assert (asked.kind, asked.missing, asked.missing_labels) == ("invoices", ("number",), ("N° facture",))
    assert asked.headers == ("Zorglub", "Client", "Date facture", "Montant TTC")
    assert asked.sample == (("F1", "Dupont", "05/01/2026", "1,00"),)
    assert "«\u00a0export.csv\u00a0»" in str(asked)
    assert "«\u00a0N° facture\u00a0»" in str(asked)
    reading = read(path, mapping={"Zorglub": "number"})
    assert only(reading).number == "F1"


def test_columns_that_are_left_aside_are_named(read_list: Read) -> None:
    reading = read_list("F1;C1;05/01/2026;;120,00;x", header=HEADER + ";Couleur")
    assert "Couleur" in reading.description
