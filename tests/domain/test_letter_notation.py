"""The text of a letter as the user writes it comes back as it was, and never becomes a program."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.letter_catalogue import notation_of
from creances_desktop.domain.letter_notation import FieldLabel, Kind, Notation
from creances_desktop.domain.letter_templates import LetterTemplate, Phrase, fill
from creances_desktop.services import letters

NOTATION = Notation(
    [FieldLabel("claimed", "Montant à régler"), FieldLabel("client", "Nom du client")],
    [Phrase("previous_owed", "Malgré nos courriers", "si…", "Malgré tout")],
)
TEXT = LetterTemplate("x", 1, "X", "", (), ())


def test_fields_are_read_by_their_french_names() -> None:
    kept = 'Réglez **{{ claimed }}** pour {{ accord("la facture", "les factures") }}. {{ previous_owed }}'
    shown = "Réglez **[Montant à régler]** pour [la facture | les factures]. [Malgré nos courriers]"
    assert NOTATION.shown(kept) == shown
    assert NOTATION.written(shown) == kept
    assert [one.kind for one in NOTATION.marks(shown)] == [Kind.FIELD, Kind.AGREEMENT, Kind.PHRASE]
    assert NOTATION.names(shown) == ("claimed",)


def test_case_and_accents_do_not_matter_and_the_unknown_is_named() -> None:
    assert NOTATION.written("[montant a regler]") == "{{ claimed }}"
    assert NOTATION.unknown("[Prix] et [Prix] et [Nom du client]") == ("Prix",)
    assert NOTATION.written("[Prix]") == "[Prix]"


@pytest.mark.parametrize("typed", ["{{ claimed }}", "{% if x %}", "{# rien #}", "a {{ b", "{{{{", "}}"])
def test_what_looks_like_a_program_stays_words(typed: str) -> None:
    assert fill(TEXT, NOTATION.written(typed), {"claimed": "1 €"}).replace("\u00a0", " ") == typed


@given(st.text(alphabet='ab {}%#[]|"\\é’*\n', max_size=40))
def test_any_text_can_be_filled_and_says_what_was_typed(typed: str) -> None:
    kept = NOTATION.written(typed)
    values = {"accord": lambda one, _many: one}
    filled = fill(TEXT, kept, values).replace("\u00a0", " ")
    plain = NOTATION.marks(typed) == () and "  " not in typed
    if plain and typed == typed.strip() and not any(mark in typed for mark in (" .", " ,", "\n")):
        assert filled == typed


@pytest.mark.parametrize("template", letters.templates(), ids=lambda one: "-".join(one.key))
def test_every_text_of_the_program_is_shown_without_a_program_and_comes_back(
    template: LetterTemplate,
) -> None:
    notation = notation_of(template)
    for text in (template.subject, template.part_title, *template.opening, *template.closing):
        shown = notation.shown(text)
        assert "{" not in shown
        assert notation.unknown(shown) == ()
        assert notation.written(shown) == text
