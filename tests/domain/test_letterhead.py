"""Commercial paper says what the law asks of it, and leaves no hole where the company has not."""

from __future__ import annotations

import pytest

from creances_desktop.domain.company import Company
from creances_desktop.domain.letterhead import (
    contact_lines,
    footer_lines,
    iban_groups,
    legal_mentions,
    phone_groups,
)


def test_a_company_shows_form_capital_seat_siren_register_and_vat_number() -> None:
    company = Company(
        "Atelier Roux",
        legal_form="SARL",
        capital="10 000 €",
        siren="732829320",
        rcs_city="Lyon",
        vat_number="FR44732829320",
        address="12 rue A\n69002 LYON",
    )
    assert legal_mentions(company) == (
        "Atelier Roux, SARL au capital de 10 000 € – Siège social\u00a0: 12 rue A, 69002 LYON",
        "SIREN 732\u00a0829\u00a0320 RCS Lyon – TVA intracommunautaire FR44732829320",
    )


@pytest.mark.parametrize(
    ("changes", "mentions"),
    [
        ({}, ()),
        ({"siren": "732 829 320"}, ("X", "SIREN 732\u00a0829\u00a0320")),
        ({"siren": "73282932000074"}, ("X", "SIREN 732\u00a0829\u00a0320")),
        ({"legal_form": "EI"}, ("X, EI",)),
        ({"legal_form": "Micro-entreprise", "capital": "10 €"}, ("X, EI",)),
        ({"legal_form": "Entrepreneur individuel"}, ("X, entrepreneur individuel",)),
        (
            {"legal_form": "EI", "address": "1 rue A\n44000 NANTES"},
            ("X, EI – Adresse\u00a0: 1 rue A, 44000 NANTES",),
        ),
        ({"legal_form": "EIRL"}, ("X, EIRL",)),
        ({"legal_form": "Association loi 1901", "capital": "1"}, ("X, Association loi 1901",)),
        (
            {"legal_form": "Association", "address": "44000 NANTES"},
            ("X, Association – Siège\u00a0: 44000 NANTES",),
        ),
        ({"legal_form": "SAS", "capital": "variable"}, ("X, SAS à capital variable",)),
        ({"legal_form": "SAS", "capital": "à capital variable"}, ("X, SAS à capital variable",)),
        ({"rcs_city": "RCS Nantes"}, ("X", "RCS Nantes")),
        ({"vat_number": "FR44732829320"}, ("X", "TVA intracommunautaire FR44732829320")),
    ],
)
def test_what_is_not_known_leaves_no_hole(changes: dict[str, str], mentions: tuple[str, ...]) -> None:
    assert legal_mentions(Company("X", **changes)) == mentions  # type: ignore[arg-type]


def test_numbers_are_grouped_as_people_read_them() -> None:
    assert phone_groups("0478000000") == "04\u00a078\u00a000\u00a000\u00a000"
    assert phone_groups("+33 4 78 00 00 00") == "+33 4 78 00 00 00"
    assert iban_groups("fr76 3000 6000 0112 3456 7890 189") == (
        "FR76\u00a03000\u00a06000\u00a00112\u00a03456\u00a07890\u00a0189"
    )
    assert contact_lines(Company("X", email=" a@b.example ")) == ("a@b.example",)


def test_a_sole_trader_already_named_so_is_not_named_twice() -> None:
    assert legal_mentions(Company("Paul Roux EI", legal_form="EI", siren="732829320"))[0] == "Paul Roux EI"


@pytest.mark.parametrize("form", ["EI", "Micro-entreprise", "Association loi 1901"])
def test_who_is_in_no_register_of_companies_lacks_no_town_of_it(form: str) -> None:
    known = Company("X", legal_form=form, address="A", siren="732829320", iban="FR", signatory="S")
    assert known.missing_identity() == ()
    assert "la ville du RCS" in Company("X", legal_form="SARL").missing_identity()


def test_the_footer_of_the_company_s_choice_has_two_lines() -> None:
    assert footer_lines(Company("X", footer="Un  métier\n\ndeux\ntrois")) == ("Un métier", "deux")
