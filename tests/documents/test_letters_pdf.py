"""Letters on paper: every figure is there, in the window what belongs in it, and always the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader

from creances_desktop.documents import letters
from creances_desktop.domain.clients import Address, Channel, Client, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.envelopes import GEOMETRY, Envelope
from creances_desktop.domain.invoices import DocumentKind, OpenItem
from creances_desktop.domain.letters import LetterContent, content_from_json, content_to_json
from creances_desktop.domain.money import format_cents

MM = 72 / 25.4
MakeLetter = Callable[..., LetterContent]


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text().replace("\u00a0", " ") for page in PdfReader(io.BytesIO(pdf)).pages]


def plain(text: str) -> str:
    """The text as extraction gives it: no-break spaces are printed as spaces."""
    return text.replace("\u00a0", " ")


def letters_in(pdf: bytes, page: int = 0) -> list[tuple[str, float, float, float, float]]:
    """Every printed character with its box in millimetres from the top left: left, top, right, bottom."""
    document = pdfium.PdfDocument(pdf)
    sheet = document[page]
    height = sheet.get_height()
    text = sheet.get_textpage()
    found = []
    for index in range(text.count_chars()):
        letter = text.get_text_range(index, 1)
        left, bottom, right, top = text.get_charbox(index)
        if letter.strip():
            found.append((letter, left / MM, (height - top) / MM, right / MM, (height - bottom) / MM))
    text.close()
    document.close()
    return found


@pytest.mark.parametrize("kind", ["reminder_1", "reminder_2", "mise_en_demeure"])
@pytest.mark.parametrize("nature", list(Nature))
def test_every_figure_of_the_content_is_printed(kind: str, nature: Nature, make_letter: MakeLetter) -> None:
    content = make_letter(kind, nature, count=3, others=2, information=1, held=45_00)
    text = "\n".join(pages_of(letters.draw(content)))
    for part in content.parts:
        assert plain(part.title) in text
        assert plain(format_cents(part.total)) in text
        for line in part.lines:
            for printed in (line.number, f"{line.issue_date:%d/%m/%Y}", f"{line.due_date:%d/%m/%Y}"):
                assert printed in text
            assert plain(format_cents(line.outstanding)) in text
            assert f"{line.days_late} jour" in text
    assert plain(format_cents(-content.credits)) in text
    assert plain(format_cents(content.claimed)) in text
    for words in (
        "FR76 3000 6000 0112 3456 7890 189",
        "AGRIFRPP",
        "Hélène Lefèvre",
        "Gérante",
        "R-2026-000123",
    ):
        assert words in text
    for words in (
        "SARL au capital de 20\u202f000 €",
        "SIREN 732 829 320 RCS Lyon",
        "FR44732829320",
        "Lyon, le 21 novembre 2026",
    ):
        assert words in text


def test_the_same_content_gives_the_same_bytes_also_after_storage(make_letter: MakeLetter) -> None:
    content = make_letter("mise_en_demeure", count=40, others=2, information=3)
    first = letters.draw(content)
    assert letters.draw(content) == first
    assert letters.draw(content_from_json(content_to_json(content))) == first
    assert letters.draw(replace(content, reference="R-2026-000124")) != first


def test_the_clock_and_the_environment_do_not_change_the_bytes(
    make_letter: MakeLetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = letters.draw(make_letter())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert letters.draw(make_letter()) == first


def test_letters_drawn_at_the_same_time_do_not_mix(make_letter: MakeLetter) -> None:
    contents = [make_letter("reminder_1", count=n, to=None) for n in range(1, 9)]
    alone = [letters.draw(content) for content in contents]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(letters.draw, contents * 3))
    assert together == alone * 3


def test_the_pdf_says_what_it_is(make_letter: MakeLetter) -> None:
    reader = PdfReader(io.BytesIO(letters.draw(make_letter("mise_en_demeure"))))
    metadata = reader.metadata
    assert metadata is not None
    assert metadata.title == "Mise en demeure R-2026-000123 – Boulangerie du Marché SAS"
    assert metadata.author == "Menuiserie Lefèvre & Œuvré"
    assert metadata.subject == "MISE EN DEMEURE DE PAYER"
    assert metadata.creation_date is not None
    assert metadata.creation_date.date() == date(2026, 11, 21)
    assert reader.root_object["/Lang"] == "fr-FR"


def test_every_font_is_embedded_and_a_page_stays_light(make_letter: MakeLetter) -> None:
    data = letters.draw(make_letter("mise_en_demeure", count=120))
    reader = PdfReader(io.BytesIO(data))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
    assert len(letters.draw(make_letter())) < 60_000
    assert len(data) < 60_000 * len(reader.pages)


@pytest.mark.parametrize("kind", ["reminder_1", "mise_en_demeure"])
def test_only_the_address_is_in_the_window(
    kind: str, make_letter: MakeLetter, make_client: Callable[..., Client], company: Company
) -> None:
    longest = make_client(
        name="Société Coopérative Agricole de Transformation et de Distribution des Œufs W",
        address=Address(
            "MMMMMMMM WWWWWWWW MMMMMMMM WWWWWWWW MM\nZone industrielle Nord", "1000", "Bruxelles", "BE"
        ),
    )
    wordy = replace(company, legal_name="Établissements " * 8, address="\n".join(["une ligne d’adresse"] * 9))
    content = make_letter(kind, to=longest, company=wordy)
    left, top, right, bottom = GEOMETRY[Envelope.DL].shown
    inside = [
        (letter, x, y, to_x, to_y)
        for letter, x, y, to_x, to_y in letters_in(letters.draw(content))
        if to_x > left and x < right and to_y > top and y < bottom
    ]
    printed = "".join(letter for letter, *_ in inside)
    assert printed == "".join("".join(content.recipient.lines).split())
    assert min(x for _, x, *_ in inside) == pytest.approx(110, abs=1.0)
    assert min(y for _, _, y, *_ in inside) >= 50.0
    assert max(to_x for *_, to_x, _ in inside) <= right
    assert max(to_y for *_, to_y in inside) <= bottom


@pytest.mark.parametrize("count", [60, 120])
def test_long_tables_repeat_their_head_and_keep_their_total(count: int, make_letter: MakeLetter) -> None:
    content = make_letter("mise_en_demeure", Nature.PROFESSIONAL, count=count)
    pages = pages_of(letters.draw(content))
    numbered = [f"Page {n}/{len(pages)}" in page for n, page in enumerate(pages, 1)]
    assert len(pages) > 2
    assert all(numbered)
    with_rows = [page for page in pages if "FA-2026-" in page]
    assert all("Reste dû" in page for page in with_rows)
    assert all("R-2026-000123 – 21 novembre 2026" in page for page in pages[1:])
    text = "\n".join(pages)
    assert all(text.count(f"FA-2026-{n:04d}") == 1 for n in range(1, count + 1))
    closing = next(page for page in pages if "Montant à régler" in page)
    assert plain(format_cents(sum(line.outstanding for line in content.parts[0].lines))) in closing
    assert closing.count("FA-2026-") >= 2


def test_a_total_never_stands_alone_wherever_the_page_ends(make_letter: MakeLetter) -> None:
    for count in range(12, 34):
        pages = pages_of(letters.draw(make_letter("reminder_2", count=count)))
        with_total = next(page for page in pages if "Montant à régler" in page)
        assert with_total.count("FA-2026-") >= 2, count
        last = pages[-1]
        assert "Hélène Lefèvre" in last
        assert "merci de ne pas tenir compte" in last, count


def test_one_page_has_no_page_number(make_letter: MakeLetter) -> None:
    (text,) = pages_of(letters.draw(make_letter("reminder_1", count=3)))
    assert "Page " not in text


@pytest.mark.parametrize("nature", list(Nature))
def test_a_mise_en_demeure_about_two_invoices_is_one_sheet(nature: Nature, make_letter: MakeLetter) -> None:
    assert len(pages_of(letters.draw(make_letter("mise_en_demeure", nature, count=2)))) == 1


def test_a_registered_letter_and_a_message_say_how_they_are_sent(make_letter: MakeLetter) -> None:
    assert (
        "Lettre recommandée avec accusé de réception"
        in pages_of(letters.draw(make_letter("mise_en_demeure")))[0]
    )
    assert "recommandée" not in pages_of(letters.draw(make_letter("reminder_1")))[0]
    mail = make_letter("reminder_1", channel=Channel.EMAIL)
    assert "Par courrier électronique" in pages_of(letters.draw(mail))[0]


def test_values_are_printed_as_they_are_never_as_markup(
    make_letter: MakeLetter, make_client: Callable[..., Client], make_item: Callable[..., OpenItem]
) -> None:
    item = make_item(1, 9, amount=1_234_567_89, label="Fûts & <b>œuvres</b> à 5 €", number="F<1>&2")
    to = make_client(name="Martin & Fils <SARL> **Œ**")
    text = pages_of(letters.draw(make_letter("reminder_1", to=to, items=(item,))))[0]
    for words in (
        "Martin & Fils <SARL> **Œ**",
        "F<1>&2",
        "Fûts & <b>œuvres</b> à 5 €",
        "1\u202f234\u202f567,89 €",
    ):
        assert words in text


def test_letters_that_the_font_lacks_do_not_stop_a_letter(
    make_letter: MakeLetter, make_client: Callable[..., Client]
) -> None:
    to = make_client(name="Café 🍕 שלום مرحبا e\u0301 \u200f\ufe0f①\x07")
    text = pages_of(letters.draw(make_letter("mise_en_demeure", to=to)))[0]
    assert "Café ? " in text
    assert "שלום" in text
    assert "é 1" in text


def test_a_company_known_by_name_alone_has_a_letter_without_holes(
    make_letter: MakeLetter, make_client: Callable[..., Client]
) -> None:
    content = make_letter("mise_en_demeure", company=Company("Dupont Services"), to=make_client(contacts=()))
    (text,) = pages_of(letters.draw(content))
    assert "Le 21 novembre 2026" in text
    for hole in ("IBAN", "BIC", "SIREN 732", "Tél.", "virement", "None", " ,", "capital"):
        assert hole not in text
    assert text.count("Dupont Services") == 2, "letterhead and signature"


def test_instalments_other_documents_and_estimated_dates_are_told(
    make_letter: MakeLetter, make_item: Callable[..., OpenItem]
) -> None:
    items = (
        make_item(1, 9, amount=400_00, gross=1200_00, label=""),
        make_item(2, 9, kind=DocumentKind.OPENING_BALANCE, label="Reprise"),
        make_item(3, 9, estimated=True, label="FACTURE FA-2026-0003 BOULANGERIE DU MARCHE SAS"),
    )
    text = pages_of(letters.draw(make_letter("reminder_1", items=items)))[0]
    assert "Échéance d’une facture de 1\u202f200,00 € TTC" in text
    assert "Solde antérieur – Reprise" in text
    assert "12/11/2026*" in text
    assert "* Échéance calculée" in text
    assert "BOULANGERIE DU MARCHE" not in text.replace("Boulangerie", ""), "a label that says nothing new"


def test_enclosures_are_named(make_letter: MakeLetter) -> None:
    one = make_letter("reminder_1", enclosures=("Copie de la facture FA-1",))
    assert "Pièce jointe : Copie de la facture FA-1" in pages_of(letters.draw(one))[0]
    two = make_letter("reminder_1", enclosures=("A", "B"))
    assert "Pièces jointes : A ; B" in pages_of(letters.draw(two))[0]


def test_enclosures_stand_beside_the_signature_and_under_it_when_they_are_long(
    make_letter: MakeLetter,
) -> None:
    """They must not push a letter to a second sheet while the place beside the signature is empty."""

    def tops(*enclosures: str) -> tuple[float, float]:
        found = letters_in(letters.draw(make_letter("reminder_1", enclosures=enclosures)))
        printed = "".join(letter for letter, *_ in found)
        return tuple(found[printed.rindex(word)][2] for word in ("HélèneLefèvre", "Pièce"))  # type: ignore[return-value]

    name, beside = tops("Copie de la facture FA-1")
    assert abs(name - beside) < 3.0
    name, under = tops(*(f"copie de la facture FA-2026-{n:04d}, signée et tamponnée" for n in range(14)))
    assert under > name + 15.0


def test_logo_and_signature_are_drawn_and_a_broken_image_is_left_out(make_letter: MakeLetter) -> None:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGBA", (3000, 900), (20, 80, 160, 128)).save(buffer, "PNG")
    image, content = buffer.getvalue(), make_letter("reminder_1", count=1)
    drawn = letters.draw(content, logo=image, signature=image)
    assert drawn == letters.draw(content, logo=image, signature=image)
    assert len(PdfReader(io.BytesIO(drawn)).pages[0].images) >= 1
    assert letters.draw(content, logo=b"not an image", signature=b"") == letters.draw(content)
