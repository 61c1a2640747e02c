"""Searching ignores case and accents; dates and numbers read as in a French letter."""

from datetime import date

import pytest

from creances_desktop.domain.text import fold, long_date, plural, short_date


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Lefèvre  & Œuvré", "lefevre & oeuvre"),
        ("ÇELIK", "celik"),
        ("Müller\u00a0Straße", "muller strasse"),
        ("N’Diaye", "n'diaye"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


def test_dates_and_plurals() -> None:
    assert short_date(date(2026, 3, 5)) == "05/03/2026"
    assert long_date(date(2026, 12, 1)) == "1er\u00a0décembre 2026"
    assert [plural(count, "facture") for count in (0, 1, 2, 1500)] == [
        "0\u00a0facture",
        "1\u00a0facture",
        "2\u00a0factures",
        "1\u202f500\u00a0factures",
    ]
