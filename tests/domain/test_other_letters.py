"""The catalogue of letters outside the plan: each has its text, in every field that it asks."""

import re
from datetime import date

import pytest

from creances_desktop.domain.letter_templates import LetterTemplate, parse_phrases, parse_template
from creances_desktop.domain.other_letter_fields import listed
from creances_desktop.domain.other_letters import OTHER_LETTERS, FieldKind, check_fields
from creances_desktop.paths import resource

PHRASES = parse_phrases((resource("phrases") / "letters.txt").read_text(encoding="utf-8"))


def text_of(letter_id: str) -> LetterTemplate:
    return parse_template((resource("letters") / f"{letter_id}.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("letter_id", list(OTHER_LETTERS))
def test_every_letter_has_a_text_that_uses_what_it_asks(letter_id: str) -> None:
    letter, text = OTHER_LETTERS[letter_id], text_of(letter_id)
    assert text.name == letter.name
    words = " ".join((text.subject, *text.opening, *text.closing))
    words += " ".join(phrase.text for phrase in PHRASES if phrase.name in words)
    addressee = {"third_party", "third_party_address"} if letter.to_third_party else set()
    printed = {one.name for one in letter.fields} - addressee - {letter.enclosures}
    assert not [name for name in printed if not re.search(rf"\b{name}\b", words)]
    names = [one.name for one in letter.fields]
    for name in (letter.asked, letter.deadline, letter.enclosures):
        assert not name or name in names


def test_a_field_of_another_kind_or_of_another_letter_is_a_fault_of_the_program() -> None:
    duplicate = OTHER_LETTERS["duplicate"]
    check_fields(duplicate, {"requested_on": date(2026, 11, 21)})
    with pytest.raises(KeyError, match="amount"):
        check_fields(duplicate, {"amount": 1})
    with pytest.raises(TypeError, match="requested_on"):
        check_fields(duplicate, {"requested_on": "hier"})


def test_kinds_of_fields_are_all_used() -> None:
    assert {one.kind for letter in OTHER_LETTERS.values() for one in letter.fields} == set(FieldKind)


def test_numbers_are_listed_as_french_does() -> None:
    assert [listed(words) for words in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        "", "A", "A et B", "A, B et C",
    ]  # fmt: skip
    many = [f"F-{number}" for number in range(1, 8)]
    assert listed(many[:6]) == "F-1, F-2, F-3, F-4, F-5 et F-6"
    assert listed(many) == "F-1, F-2, F-3 et 4 autres"
