"""The text of a letter can be searched and is read in the order in which a person reads it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader

from creances_desktop.documents import letters
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.letters import LetterContent
from creances_desktop.domain.payment_slips import Presence, SlipSettings, slip_of

MakeLetter = Callable[..., LetterContent]


def by_pdfium(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    texts = []
    for number in range(len(document)):
        page = document[number].get_textpage()
        texts.append(page.get_text_range())
        page.close()
    document.close()
    return " ".join("\n".join(texts).replace("\u00a0", " ").split())


def by_pypdf(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


@pytest.mark.parametrize("read", [by_pdfium, by_pypdf])
@pytest.mark.parametrize("kind", ["reminder_1", "reminder_2", "mise_en_demeure"])
@pytest.mark.parametrize("nature", [Nature.PROFESSIONAL, Nature.CONSUMER, Nature.PUBLIC])
def test_a_letter_is_read_from_its_head_to_its_slip(
    read: Callable[[bytes], str], kind: str, nature: Nature, make_letter: MakeLetter
) -> None:
    content = make_letter(kind, nature, count=3, others=2, information=1)
    settings = SlipSettings(coupon=Presence.ALWAYS)
    slip = slip_of(content.company, settings, amount=content.to_pay, letter=content.reference)
    text = read(letters.draw(replace(content, slip=slip)))
    wanted = [
        "Menuiserie Lefèvre & Œuvré",
        content.recipient.lines[0],
        content.recipient.lines[-1],
        "Nos références",
        f"Objet : {content.subject}",
        "Madame, Monsieur",
        "N° de facture",
        "FA-2026-0001",
        "FA-2026-0002",
        "FA-2026-0003",
        "FA-2026-0200",
        "Montant à régler",
        "salutations",
        "Hélène Lefèvre",
        "Pour régler par virement",
        "Coupon à joindre",
    ]
    places = []
    start = 0
    for words in wanted:
        place = text.find(words, start)
        assert place >= 0, f"{words!r} does not follow what stands before it"
        places.append(place)
        start = place
    assert places == sorted(places)


@pytest.mark.parametrize("read", [by_pdfium, by_pypdf])
def test_a_row_of_the_table_is_read_from_left_to_right(
    read: Callable[[bytes], str], make_letter: MakeLetter
) -> None:
    text = read(letters.draw(make_letter("reminder_1", count=3)))
    row = text[text.index("FA-2026-0001") : text.index("FA-2026-0002")]
    assert row.startswith("FA-2026-0001 07/10/2026 06/11/2026 195,31 € 50,00 € 145,31 € 15 jours")


def test_a_name_of_signs_is_found_by_searching_for_it(make_letter: MakeLetter, make_client: object) -> None:
    name = "Martin & Fils <SARL> « L’Étoile » 100 % œuvres – n° 7"
    content = make_letter("reminder_1", to=make_client(name=name))  # type: ignore[operator]
    document = pdfium.PdfDocument(letters.draw(content))
    page = document[0].get_textpage()
    for words in ("Martin & Fils <SARL>", "L’Étoile", "œuvres", "n° 7"):
        assert page.search(words).get_next() is not None, words
    page.close()
    document.close()


def test_eighty_characters_without_a_space_stay_on_the_sheet(
    make_letter: MakeLetter, make_client: object
) -> None:
    content = make_letter("mise_en_demeure", to=make_client(name="W" * 80))  # type: ignore[operator]
    document = pdfium.PdfDocument(letters.draw(content))
    for number in range(len(document)):
        sheet = document[number]
        width = sheet.get_width()
        page = sheet.get_textpage()
        assert all(page.get_charbox(place)[2] <= width - 15 for place in range(page.count_chars()))
        page.close()
    document.close()
