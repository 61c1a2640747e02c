"""Templates: a text that cannot be filled is refused with a sentence, and values never change its form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.letter_templates import (
    LetterTemplate,
    TemplateProblem,
    choose_template,
    fill,
    french_spaces,
    parse_phrases,
    parse_template,
)
from creances_desktop.domain.letter_tones import Tone

TEXT = """---
id: reminder_1
version: 3
name: Relance 1
nature: professional
subject: Rappel : {{ client }}
---

# opening

Madame, Monsieur,

Une ligne
sur deux.

# closing

À bientôt !
"""


def template(nature: Nature | None = None, template_id: str = "reminder_1") -> LetterTemplate:
    return LetterTemplate(template_id, 1, "Relance 1", "Objet", (), (), nature)


def test_a_template_is_read_with_its_paragraphs() -> None:
    read = parse_template(TEXT)
    assert (read.id, read.version, read.nature) == ("reminder_1", 3, Nature.PROFESSIONAL)
    assert read.opening == ("Madame, Monsieur,", "Une ligne sur deux.")
    assert read.closing == ("À bientôt !",)
    assert parse_template("\ufeff" + TEXT.replace("\n", "\r\n")) == read


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("sans en-tête", "---"),
        (TEXT.replace("version: 3", "version: trois"), "incorrect"),
        (TEXT.replace("name: Relance 1\n", ""), "name"),
        (TEXT.replace("# closing", "# fin"), "fin"),
        (TEXT.replace("nature: professional", "nature: martien"), "martien"),
    ],
)
def test_a_broken_template_is_refused_with_a_sentence(broken: str, words: str) -> None:
    with pytest.raises(TemplateProblem, match=words):
        parse_template(broken)


def test_the_text_of_the_clients_nature_comes_before_the_neutral_one() -> None:
    neutral, professional = template(), template(Nature.PROFESSIONAL)
    assert choose_template((neutral, professional), "reminder_1", Nature.PROFESSIONAL) is professional
    assert choose_template((professional, neutral), "reminder_1", Nature.CONSUMER) is neutral
    with pytest.raises(TemplateProblem, match="reminder_9"):
        choose_template((neutral,), "reminder_9", Nature.CONSUMER)
    with pytest.raises(TemplateProblem):
        choose_template((professional,), "reminder_1", Nature.CONSUMER)


def test_the_nearest_tone_is_taken_and_the_more_formal_one_of_two() -> None:
    texts = {tone: replace(template(), tone=tone) for tone in Tone}
    assert (
        choose_template(texts.values(), "reminder_1", Nature.CONSUMER, Tone.COURTEOUS).tone is Tone.COURTEOUS
    )
    two = [texts[Tone.COURTEOUS], texts[Tone.FORMAL]]
    assert choose_template(two, "reminder_1", Nature.CONSUMER, Tone.FIRM).tone is Tone.FORMAL
    assert choose_template(two[:1], "reminder_1", Nature.CONSUMER, Tone.FORMAL).tone is Tone.COURTEOUS
    law = replace(template(Nature.CONSUMER), tone=Tone.FORMAL)
    assert choose_template([*texts.values(), law], "reminder_1", Nature.CONSUMER, Tone.FIRM) is law


def test_a_phrase_stands_where_it_applies_and_leaves_no_hole() -> None:
    (paid, owed) = parse_phrases(
        "# paid\nlabel: payé\nhelp: si payé\n{% if sum %}, **payé {{ sum }}**{% endif %}\n\n"
        "# owed\nlabel: dû\nhelp: autres lettres\n{{ other }}\n"
    )
    line = "Une facture {{ paid }}, et {{ paid }} rien."
    text = replace(template(), phrases=(paid, owed), opening=(line, "{{ owed }}"))
    assert (
        fill(text, line, text.with_phrases({"sum": "5 €"}))
        == "Une facture, **payé 5\u00a0€**, et, **payé 5\u00a0€** rien."
    )
    assert fill(text, line, text.with_phrases({"sum": ""})) == "Une facture, et rien."
    assert "owed" not in text.with_phrases({"sum": ""})


def test_a_value_is_never_taken_for_markup() -> None:
    text = fill(template(), "**{{ client }}**", {"client": "<b>A & B</b> {{ x }} **gras**\nLtd"})
    assert text == "**<b>A & B</b> {{ x }} * *gras* * Ltd**"


def test_amounts_keep_their_narrow_spaces() -> None:
    assert fill(template(), "{{ a }}", {"a": "1\u202f234,56\u00a0€"}) == "1\u202f234,56\u00a0€"


@pytest.mark.parametrize("text", ["{{ inconnu }}", "{% if %}", "{{ ''.__class__.__mro__ }}", "{{ a("])
def test_a_field_that_does_not_exist_is_named(text: str) -> None:
    with pytest.raises(TemplateProblem, match="Relance 1"):
        fill(template(), text, {})


def test_french_spaces() -> None:
    assert french_spaces("Quoi ? « Oui » : 40 € ; n° 7, L. 441-10") == (
        "Quoi\u00a0? «\u00a0Oui\u00a0»\u00a0: 40\u00a0€\u00a0; n°\u00a07, L.\u00a0441-10"
    )


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ accord.__globals__ }}",
        "{{ accord.__init__.__globals__['os'].system('true') }}",
        "{% for n in range(999999999) %}x{% endfor %}",
        "{{ 'x' * 9999999999 }}",
        "{{ 'x'.center(9999999999) }}",
        "{{ '%999999999d' % 1 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'x'|center(9999999999) }}",
        "{{ lipsum(9999) }}",
        "{{ cycler('a') }}",
        "{{ namespace(a=1) }}",
        "{% set claimed = 0 %}",
        "{% include 'secret' %}",
        "{% import 'os' as os %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ accord('seul') }}",
        "{{ self }}",
        "{% if " + "(" * 5000 + "claimed" + ")" * 5000 + " %}x{% endif %}",
    ],
)
def test_a_text_fills_fields_and_can_do_nothing_else(text: str) -> None:
    """A dossier made by somebody else may hold any template."""
    values = {"claimed": "120,00 €", "accord": lambda one, many, count=1: one}
    with pytest.raises(TemplateProblem, match="ne peut pas être rempli"):
        fill(template(), text, values)
