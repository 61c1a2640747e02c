"""Lists of clients: nothing costs a line but the want of a name, and an empty cell says nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.imports import ClientRow, Reading
from creances_desktop.exchange.detect import read

Write = Callable[..., Path]


def one(reading: Reading) -> ClientRow:
    (row,) = reading.clients
    return row


def test_all_the_columns(write: Write) -> None:
    content = (
        "Code;Raison sociale;Nature;SIREN/SIRET;N° TVA;Contact;E-mail;Téléphone;Adresse;Code postal;Ville;"
        "Pays;Délai de règlement (jours);Conditions de règlement;Taux contractuel (%);Type d'acheteur public;"
        "Jugement d'ouverture\n"
        "C1;Lefèvre & Fils;Professionnel;732 829 320 00074;FR40303265045;Mme Noël;a@b.fr;'+33 1 02;"
        '"1 rue du Bœuf\nBât. B";1000;Bourg-en-Bresse;France;45 jours;fin de mois;12,40 %;;03/02/2026\n'
    )
    row = one(read(write(content)))
    assert row == ClientRow(
        line=2, code="C1", name="Lefèvre & Fils", nature=Nature.PROFESSIONAL, siren="73282932000074",
        vat_number="FR40303265045", contact="Mme Noël", email="a@b.fr", phone="+33 1 02",
        street="1 rue du Bœuf\nBât. B", zip="01000", city="Bourg-en-Bresse", country="FR", terms_days=45,
        terms="fin de mois", contract_rate_percent="12.40", public_body_kind=None,
        insolvency_judgment=date(2026, 2, 3),
    )  # fmt: skip


def test_an_empty_cell_says_nothing(write: Write) -> None:
    row = one(read(write("Code;Raison sociale;SIREN;Ville;Délai\nC1;Dupont;;;\n")))
    assert (row.siren, row.city, row.terms_days, row.nature) == (None, None, None, None)


@pytest.mark.parametrize(
    ("column", "value"),
    [("SIREN", "732829321"), ("N° TVA", "FR00000000000"), ("E-mail", "pas d'adresse")],
)
def test_a_wrong_value_never_costs_the_line(write: Write, column: str, value: str) -> None:
    reading = read(write(f"Code;Raison sociale;{column}\nC0;Noël;\nC1;Dupont;{value}\n"))
    assert [row.code for row in reading.clients] == ["C0", "C1"]
    assert (reading.clients[1].siren, reading.clients[1].vat_number, reading.clients[1].email) == (
        None,
        None,
        None,
    )
    (warning,) = reading.warnings
    assert warning.line == 3
    assert value in warning.message


@pytest.mark.parametrize(
    ("word", "siren", "nature"),
    [
        ("", "732829320", Nature.PROFESSIONAL),
        ("", "732829321", None),
        ("", "", None),
        ("Particulier", "", Nature.CONSUMER),
        ("personne physique", "", Nature.CONSUMER),
        ("PUBLIC", "732829320", Nature.PUBLIC),
        ("Collectivité territoriale", "", Nature.PUBLIC),
        ("À préciser", "732829320", Nature.UNSPECIFIED),
        ("professional", "", Nature.PROFESSIONAL),
        ("martien", "", None),
    ],
)
def test_the_nature_is_what_the_file_says_else_what_the_siren_says(
    write: Write, word: str, siren: str, nature: Nature | None
) -> None:
    assert one(read(write(f"Code;Raison sociale;Nature;SIREN\nC1;X;{word};{siren}\n"))).nature is nature


@pytest.mark.parametrize(
    ("text", "days", "terms"),
    [
        ("30", 30, None), ("30 j", 30, None), ("45 jours", 45, None), ("0", 0, None), ("Comptant", 0, None),
        ("45 jours fin de mois", None, "45 jours fin de mois"), ("", None, None),
    ],
)  # fmt: skip
def test_terms_in_days_or_in_words(write: Write, text: str, days: int | None, terms: str | None) -> None:
    row = one(read(write(f"Code;Raison sociale;Délai de règlement\nC1;X;{text}\n")))
    assert (row.terms_days, row.terms) == (days, terms)


@pytest.mark.parametrize(
    ("text", "kept"), [("France", "FR"), ("fr", "FR"), ("be", "BE"), ("Belgique", "Belgique"), ("", None)]
)
def test_countries(write: Write, text: str, kept: str | None) -> None:
    assert one(read(write(f"Code;Raison sociale;Pays\nC1;X;{text}\n"))).country == kept


def test_a_client_without_code_gets_that_of_his_name(write: Write) -> None:
    reading = read(write("Nom;Ville\nÉbénisterie Noël & Fils;Sète\n;Paris\n"))
    assert [row.code for row in reading.clients] == ["EBENISTERIE-NOEL-FILS"]
    assert [(bad.line, bad.column) for bad in reading.rejected] == [(3, "Nom")]


def test_a_second_file_joined_on_the_code_needs_no_name(write: Write) -> None:
    row = one(read(write("Code;E-mail\nC1;a@b.fr\n")))
    assert (row.code, row.name, row.email) == ("C1", "", "a@b.fr")


def test_a_code_twice(write: Write) -> None:
    reading = read(write("Code;Raison sociale\nC1;Dupont\nC1;Dupont\nC1;Durand\n"))
    assert len(reading.clients) == 1
    assert [bad.line for bad in reading.rejected] == [4]
    assert [said.line for said in reading.warnings] == [3]


@pytest.mark.parametrize(
    ("written", "country", "read_as"),
    [
        ("612345678", "", "0612345678"),
        ("612345678", "France", "0612345678"),
        ("0612345678", "", "0612345678"),
        ("612345678", "Espagne", "612345678"),
        ("6 12 34 56 78", "", "6 12 34 56 78"),
    ],
)
def test_the_zero_that_a_spreadsheet_took_from_a_telephone_comes_back(
    write: Write, written: str, country: str, read_as: str
) -> None:
    row = one(read(write(f"Code;Raison sociale;Téléphone;Pays\nC1;Lefèvre;{written};{country}\n")))
    assert row.phone == read_as
