"""What readers give: codes from names, and the question about columns as one sentence."""

from __future__ import annotations

import pytest

from creances_desktop.domain.imports import UnrecognisedColumns, client_code_from_name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Scierie Lefèvre & Fils", "SCIERIE-LEFEVRE-FILS"),
        ("  scierie LEFÈVRE & fils ", "SCIERIE-LEFEVRE-FILS"),
        ("Œuvré", "OEUVRE"),
        ("L'Hôtel d’Été", "L-HOTEL-D-ETE"),
        ("a" * 60, "A" * 40),
        ("", ""),
        ("&&&", ""),
    ],
)
def test_a_name_gives_one_code_whatever_its_case_and_accents(name: str, code: str) -> None:
    assert client_code_from_name(name) == code


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (("N° facture",), "une colonne nécessaire n’a pas été reconnue\u00a0: «\u00a0N° facture\u00a0»"),
        (
            ("Date", "Montant"),
            "des colonnes nécessaires n’ont pas été reconnues\u00a0: «\u00a0Date\u00a0», «",
        ),
    ],
)
def test_the_question_is_one_sentence(labels: tuple[str, ...], words: str) -> None:
    asked = UnrecognisedColumns(
        "C:\\Export\\mes factures.csv",
        "invoices",
        headers=("a",),
        missing=("x",),
        missing_labels=labels,
        sample=(),
    )
    assert str(asked).startswith("Dans «\u00a0mes factures.csv\u00a0», ")
    assert words in str(asked)
