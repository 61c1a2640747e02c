"""Amounts in words, as a debtor writes them by hand."""

import pytest

from creances_desktop.domain.number_words import MOST, amount_in_words


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (0, "zéro euro"),
        (1, "un centime"),
        (1_00, "un euro"),
        (1_01, "un euro et un centime"),
        (21_00, "vingt et un euros"),
        (70_50, "soixante-dix euros et cinquante centimes"),
        (71_00, "soixante et onze euros"),
        (77_00, "soixante-dix-sept euros"),
        (80_00, "quatre-vingts euros"),
        (81_00, "quatre-vingt-un euros"),
        (91_00, "quatre-vingt-onze euros"),
        (99_99, "quatre-vingt-dix-neuf euros et quatre-vingt-dix-neuf centimes"),
        (100_00, "cent euros"),
        (101_00, "cent un euros"),
        (200_00, "deux cents euros"),
        (280_00, "deux cent quatre-vingts euros"),
        (1_000_00, "mille euros"),
        (1_200_00, "mille deux cents euros"),
        (2_400_00, "deux mille quatre cents euros"),
        (80_000_00, "quatre-vingt mille euros"),
        (200_000_00, "deux cent mille euros"),
        (1_000_000_00, "un million d’euros"),
        (2_300_000_00, "deux millions trois cent mille euros"),
        (80_000_000_00, "quatre-vingts millions d’euros"),
    ],
)
def test_amounts_as_french_writes_them(cents: int, words: str) -> None:
    assert amount_in_words(cents) == words


@pytest.mark.parametrize("cents", [-1, MOST + 1])
def test_there_are_no_words_beyond(cents: int) -> None:
    with pytest.raises(ValueError, match="no words"):
        amount_in_words(cents)


def test_no_two_amounts_have_the_same_words() -> None:
    said = [amount_in_words(euros * 100) for euros in range(10_000)]
    assert len(set(said)) == len(said)
