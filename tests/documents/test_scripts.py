"""Names from right to left: read in their order, joined as they are written, never in a letter's way."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.documents import fonts, letters
from creances_desktop.documents.scripts import shaped, visual
from creances_desktop.domain.clients import Address, Client, Contact
from creances_desktop.domain.letters import LetterContent


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("محمد", "ﻣﺤﻤﺪ"),
        ("دار", "ﺩﺍﺭ"),
        ("سلام", "ﺳﻼﻡ"),
        ("بَيت", "ﺑَﻴﺖ"),
        ("Dupont", "Dupont"),
        ("דוד", "דוד"),
    ],
)
def test_arabic_letters_take_the_form_that_their_neighbours_ask_for(text: str, forms: str) -> None:
    assert shaped(text) == forms
    assert shaped(forms) == forms, "what is shaped stays so"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Dupont & Fils", "Dupont & Fils"),
        ("אבג", "גבא"),
        ("Société אבג דה SARL", "Société הד גבא SARL"),
        ("אבג 12 דה", "הד 12 גבא"),
        ("אב (גד) ה", "ה (דג) בא"),
        ("rue אבג 12", "rue גבא 12"),
    ],
)
def test_words_from_right_to_left_are_turned_and_numbers_are_not(text: str, seen: str) -> None:
    assert visual(text) == seen


@given(st.text(max_size=60))
def test_no_text_loses_a_letter_or_stops_the_printer(text: str) -> None:
    clean = fonts.printable(text)
    assert fonts.printable(clean) == clean
    assert len(visual(clean)) == len(clean)
    assert "".join(piece for piece, _ in fonts.pieces(clean, fonts.REGULAR)) == clean
    assert fonts.text_width(clean, fonts.REGULAR, 10) >= 0


def test_names_in_every_script_stand_on_the_letter_and_can_be_searched(
    make_letter: Callable[..., LetterContent], make_client: Callable[..., Client]
) -> None:
    to = make_client(
        name="Épicerie مخبز السلام SARL",
        contacts=(Contact(1, "דוד בן־גוריון", "", preferred=True),),
        address=Address("12 rue de la Paix\nУлица Ленина", "13001", "Marseille"),  # noqa: RUF001
    )
    content = make_letter("reminder_1", count=2, to=to)
    data = letters.draw(content)
    assert letters.draw(content) == data
    document = pdfium.PdfDocument(data)
    page = document[0].get_textpage()
    text = page.get_text_range()
    page.close()
    document.close()
    for words in ("Épicerie", "SARL", "УЛИЦА ЛЕНИНА", "דוד", "גוריון"):
        assert words in text
    assert "?" not in text.split("Objet")[0], "every letter has its glyph"
    assert len(data) < 80_000


def test_a_letter_without_such_names_does_not_carry_the_other_font(
    make_letter: Callable[..., LetterContent],
) -> None:
    assert b"DejaVu" not in letters.draw(make_letter("reminder_1"))
