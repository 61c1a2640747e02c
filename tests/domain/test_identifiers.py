"""Numbers of companies and accounts: wrong keys are refused with a sentence, right ones kept in one form."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.identifiers import (
    clean_bic,
    clean_email,
    clean_iban,
    clean_siren,
    clean_vat,
    format_iban,
    format_siren,
)


@pytest.mark.parametrize(
    ("clean", "typed", "kept"),
    [
        (clean_siren, " 732 829 320 ", "732829320"),
        (clean_siren, "732\u00a0829\u202f320", "732829320"),
        (clean_siren, "732.829.320.00074", "73282932000074"),
        (clean_siren, "356 000 000 49837", "35600000049837"),
        (clean_vat, "FR 40 303 265 045", "FR40303265045"),
        (clean_vat, "be 0403.170.701", "BE0403170701"),
        (clean_iban, "fr76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189"),
        (clean_iban, "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        (clean_bic, "agrifrpp", "AGRIFRPP"),
        (clean_bic, "BNPA FR PP XXX", "BNPAFRPPXXX"),
        (clean_email, " compta@client-12.example ", "compta@client-12.example"),
        (clean_email, "mailto:a.b+factures@exemple.fr", "a.b+factures@exemple.fr"),
    ],
)
def test_right_numbers_are_kept_in_one_form(clean: Callable[[str], str], typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("clean", "typed", "field"),
    [
        (clean_siren, "732829321", "siren"),
        (clean_siren, "73282932000075", "siren"),
        (clean_siren, "12345", "siren"),
        (clean_siren, "", "siren"),
        (clean_siren, "néant", "siren"),
        (clean_vat, "FR41303265045", "vat_number"),
        (clean_vat, "40303265045", "vat_number"),
        (clean_vat, "ZZ123456", "vat_number"),
        (clean_iban, "FR7630006000011234567890188", "iban"),
        (clean_iban, "FR76", "iban"),
        (clean_bic, "AGRI", "bic"),
        (clean_email, "compta.client.fr", "email"),
        (clean_email, "a@b", "email"),
        (clean_email, "deux@mots.fr, trois@mots.fr", "email"),
    ],
)
def test_wrong_numbers_are_refused_beside_their_field(
    clean: Callable[[str], str], typed: str, field: str
) -> None:
    with pytest.raises(InvalidValue) as refusal:
        clean(typed)
    assert refusal.value.field == field
    sentence = str(refusal.value)
    assert sentence.startswith(f"«\u00a0{typed}\u00a0» ")
    assert sentence.endswith(".")


def test_numbers_are_shown_in_the_groups_people_read() -> None:
    assert format_siren("732829320") == "732\u00a0829\u00a0320"
    assert format_siren("73282932000074") == "732\u00a0829\u00a0320\u00a000074"
    assert format_siren("en cours") == "en cours"
    assert format_iban("FR7630006000011234567890189").split("\u00a0") == [
        "FR76", "3000", "6000", "0112", "3456", "7890", "189",
    ]  # fmt: skip
