"""The address block: what the sorting machine reads must fit and must never lose the street."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.clients import Address
from creances_desktop.domain.company import Company
from creances_desktop.domain.postal import LINE_LENGTH, address_lines, left_out, place_of

PARIS = Address("12, rue de la Paix", "75002", "Paris", "FR")


def test_capitals_from_the_street_on_and_no_country_for_france() -> None:
    assert address_lines("Boulangerie Lefèvre", "Mme Dupont", PARIS) == (
        "Boulangerie Lefèvre",
        "À l’attention de Mme Dupont",
        "12 RUE DE LA PAIX",
        "75002 PARIS",
    )


@pytest.mark.parametrize("country", ["", "FR", "fr", "France", "FRANCE"])
def test_france_has_no_country_line(country: str) -> None:
    assert address_lines("X", "", Address("1 rue A", "75001", "Paris", country))[-1] == "75001 PARIS"


@pytest.mark.parametrize(("country", "line"), [("BE", "BELGIQUE"), ("Suisse", "SUISSE"), ("zz", "ZZ")])
def test_a_foreign_country_has_its_own_last_line_in_capitals(country: str, line: str) -> None:
    assert address_lines("X", "", Address("1 rue A", "B-1000", "Bruxelles", country))[-2:] == (
        "B-1000 BRUXELLES",
        line,
    )


def test_the_contact_is_left_out_when_it_only_repeats_the_name() -> None:
    assert address_lines("Anne Chauvière", "anne chauvière", PARIS)[1] == "12 RUE DE LA PAIX"


def test_a_long_contact_is_named_without_introduction() -> None:
    lines = address_lines("X", "Mme Marie-Madeleine de La Rochefoucauld", PARIS)
    assert lines[1:3] == ("Mme Marie-Madeleine de La", "Rochefoucauld")


def test_the_contact_gives_way_before_the_street() -> None:
    address = Address("Bâtiment C\nRésidence du Parc\n14 rue Haute\nBP 12", "38000", "Grenoble", "")
    lines = address_lines("Société Alpine de Maintenance", "M. Petit", address)
    assert lines == (
        "Société Alpine de Maintenance",
        "BÂTIMENT C",
        "RÉSIDENCE DU PARC",
        "14 RUE HAUTE",
        "BP 12",
        "38000 GRENOBLE",
    )


words = st.text(alphabet="abcdé 'œ-12", max_size=120)


@given(words, words, st.lists(words, max_size=6), words)
def test_any_address_fits_the_window(name: str, contact: str, street: list[str], country: str) -> None:
    lines = address_lines(name, contact, Address("\n".join(street), "01000", "Bourg", country))
    assert len(lines) <= 7
    assert all(line == line.strip() and line for line in lines)
    assert all(len(line) <= LINE_LENGTH for line in lines if line != lines[-1])
    assert "01000 BOURG" in lines[-2:]


@given(st.lists(st.sampled_from(["Bâtiment B", "12 rue Haute", "ZI Nord", "BP 4"]), min_size=1, max_size=4))
def test_the_street_is_never_lost(street: list[str]) -> None:
    lines = address_lines("N" * 200, "C" * 60, Address("\n".join(street), "01000", "Bourg"))
    assert " ".join(street).upper() in " ".join(lines)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("12 rue de la République\n69002 LYON", "Lyon"),
        ("ZI\n85000 LA ROCHE-SUR-YON CEDEX 9", "La Roche-sur-Yon"),
        ("1 place d’Armes\n01370 Saint-Étienne-du-Bois\n", "Saint-Étienne-du-Bois"),
        ("Lyon", ""),
        ("", ""),
    ],
)
def test_the_place_of_a_letter_is_the_town_of_the_company(address: str, place: str) -> None:
    assert place_of(Company("X", address=address)) == place


def test_what_the_block_does_not_print_is_named() -> None:
    address = Address("Bâtiment C\nRésidence du Parc\n14 rue Haute\nBP 12", "38000", "Grenoble", "")
    assert left_out("Société Alpine", "M. Petit", address) == (
        "«\u00a0M. Petit\u00a0» n’est pas nommé\u00a0: l’adresse a déjà six lignes",
    )
    assert left_out("Boulangerie Lefèvre", "Mme Dupont", PARIS) == ()
    longest = Address("1 rue A\n2\n3\n4\n5\n6", "38000", "G" * 40, "")
    told = " ; ".join(left_out("Nom " * 70, "", longest))
    assert "ne tient pas en entier" in told
    assert "dépasse 38 signes" in told


@given(st.text(max_size=100), st.text(max_size=60), st.text(max_size=160), st.text(max_size=50))
def test_every_word_of_an_address_is_printed_or_named(
    name: str, contact: str, street: str, city: str
) -> None:
    address = Address(street, "44000", city, "")
    printed = "".join("".join(address_lines(name, contact, address)).split()).casefold()
    told = left_out(name, contact, address)
    for line in street.splitlines():
        bare = "".join(sign for sign in line if not sign.isspace() and sign not in ',;:.()"').upper()
        assert bare.casefold() in printed or any("ne tient pas dans" in words for words in told)
    if "".join(name.split()).casefold() not in printed:
        assert any("le nom" in words for words in told)
