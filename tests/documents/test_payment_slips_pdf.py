"""The slip on paper: the code is read back from the printed page, and nothing is printed over anything."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pypdfium2 as pdfium
import pytest
import zxingcpp
from pypdf import PdfReader

from creances_desktop.documents import letters, statements
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.envelopes import GEOMETRY, Envelope, PaperLayout
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.letters import LetterContent, content_from_json, content_to_json
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.payment_slips import Presence, SlipSettings, slip_of
from creances_desktop.domain.statements import StatementContent

MakeLetter = Callable[..., LetterContent]
MM = 72 / 25.4


def slipped(content: LetterContent, settings: SlipSettings | None = None, link: str = "") -> LetterContent:
    wanted = settings or SlipSettings()
    slip = slip_of(content.company, wanted, amount=content.to_pay, letter=content.reference, link=link)
    return replace(content, slip=slip)


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text().replace("\u00a0", " ") for page in PdfReader(io.BytesIO(pdf)).pages]


def codes_of(pdf: bytes, dpi: int = 150) -> list[list[str]]:
    """The texts of the codes that a telephone would see on each page."""
    document = pdfium.PdfDocument(pdf)
    found = []
    for number in range(len(document)):
        image = document[number].render(scale=dpi / 72).to_pil()
        found.append([code.text for code in zxingcpp.read_barcodes(image)])
    document.close()
    return found


@pytest.mark.parametrize("dpi", [96, 150, 300])
@pytest.mark.parametrize(
    "name",
    [
        "Menuiserie Lefèvre & Œuvré",
        "A" * 80,
        "Société <Générale> de l’Étang « du Nord » 1/2",
        "Łódź Spółka ž",
    ],
)
def test_the_code_is_read_back_from_the_page_field_by_field(
    name: str, dpi: int, make_letter: MakeLetter, company: Company
) -> None:
    content = slipped(
        make_letter("reminder_1", count=3, held=10_00, company=replace(company, legal_name=name))
    )
    assert content.slip is not None
    ((code,),) = codes_of(letters.draw(content), dpi)
    assert code.split("\n") == [
        "BCD", "002", "1", "SCT", "AGRIFRPP", name[:70], "FR7630006000011234567890189",
        f"EUR{content.to_pay // 100}.{content.to_pay % 100:02d}", "", content.slip.reference,
    ]  # fmt: skip
    assert content.slip.reference.startswith("RF")


def test_the_slip_prints_what_the_code_says(make_letter: MakeLetter) -> None:
    content = slipped(make_letter("reminder_1", count=2), link="https://payer.exemple.fr/lefevre")
    (text,) = pages_of(letters.draw(content))
    slip = text[text.index("Pour régler par virement") :]
    for words in (
        "Menuiserie Lefèvre & Œuvré",
        "FR76 3000 6000 0112 3456 7890 189",
        "AGRIFRPP",
        f"{format_cents(content.to_pay)}, au plus tard le 29 novembre 2026".replace("\u00a0", " "),
        "https://payer.exemple.fr/lefevre",
    ):
        assert words in slip
    assert "Règlement par virement à l’ordre" not in text, "the account is told once"


@pytest.mark.parametrize("kind", ["reminder_1", "reminder_2", "mise_en_demeure"])
@pytest.mark.parametrize("settings", [
    SlipSettings(),
    SlipSettings(qr=False),
    SlipSettings(coupon=Presence.ALWAYS),
    SlipSettings(transfer=Presence.IF_ROOM, coupon=Presence.NEVER),
    SlipSettings(transfer=Presence.NEVER, coupon=Presence.ALWAYS),
])  # fmt: skip
def test_wherever_the_page_ends_nothing_is_printed_over_the_slip(
    kind: str, settings: SlipSettings, make_letter: MakeLetter
) -> None:
    for count in (1, 2, 3, 5, 9, 14, 18, 22, 120):
        content = slipped(make_letter(kind, count=count), settings)
        pdf = letters.draw(content)
        pages = pages_of(pdf)
        text = "\n".join(pages)
        assert "FR76 3000 6000 0112 3456 7890 189" in text
        if settings.transfer is Presence.ALWAYS:
            assert "Pour régler par virement" in pages[-1], count
        if settings.coupon is Presence.ALWAYS:
            assert "Coupon à joindre à votre chèque" in pages[-1], count
        _assert_lines_apart(pdf)
        codes = [code for page in codes_of(pdf, 100) for code in page]
        assert len(codes) == (1 if settings.qr and "Pour régler par virement" in text else 0), count


def _assert_lines_apart(pdf: bytes) -> None:
    """No two lines of text share their place: the slip stands below the signature, above the mentions."""
    document = pdfium.PdfDocument(pdf)
    sheet = document[len(document) - 1]
    text = sheet.get_textpage()
    boxes = [text.get_rect(n) for n in range(text.count_rects())]
    document_height = sheet.get_height()
    text.close()
    document.close()
    assert document_height
    for index, (left, bottom, right, top) in enumerate(boxes):
        for other_left, other_bottom, other_right, other_top in boxes[index + 1 :]:
            across = min(right, other_right) - max(left, other_left)
            along = min(top, other_top) - max(bottom, other_bottom)
            assert across < 1 or along < 3.2


def test_a_slip_that_finds_no_room_never_adds_a_sheet_unless_it_must(make_letter: MakeLetter) -> None:
    content = make_letter("mise_en_demeure", count=6)
    bare = letters.draw(content)
    optional = SlipSettings(transfer=Presence.IF_ROOM, coupon=Presence.IF_ROOM)
    assert len(pages_of(letters.draw(slipped(content, optional)))) == len(pages_of(bare)) == 1
    assert "Règlement par virement à l’ordre" in pages_of(letters.draw(slipped(content, optional)))[0]


def test_the_coupon_names_amount_payer_and_letter(make_letter: MakeLetter) -> None:
    content = slipped(make_letter("reminder_1", count=1), SlipSettings(coupon=Presence.ALWAYS))
    page = pages_of(letters.draw(content))[-1]
    coupon = page[page.index("Coupon à joindre") :]
    for words in (
        "Boulangerie du Marché SAS (C0042)",
        "R-2026-000123",
        "12 rue de la République, 69002 LYON",
    ):
        assert words in coupon
    assert format_cents(content.to_pay).replace("\u00a0", " ") in coupon


def test_a_statement_has_its_slip_too(
    statement: Callable[..., StatementContent],
) -> None:
    content = statement(3)
    slip = slip_of(content.company, SlipSettings(), amount=content.balance, letter="RC20261121-C0042")
    pdf = statements.draw(replace(content, slip=slip))
    found = [code for page in codes_of(pdf) for code in page]
    assert [code.split("\n")[9] for code in found] == ["RF48RC20261121C0042"]


def test_the_slip_is_frozen_with_the_letter(make_letter: MakeLetter) -> None:
    content = replace(slipped(make_letter("reminder_1")), layout=PaperLayout(Envelope.C5, 15, -20))
    assert content_from_json(content_to_json(content)) == content
    assert letters.draw(content_from_json(content_to_json(content))) == letters.draw(content)


@pytest.mark.parametrize("envelope", list(Envelope))
@pytest.mark.parametrize("nature", list(Nature))
def test_the_window_of_each_envelope_shows_the_address_alone(
    envelope: Envelope, nature: Nature, make_letter: MakeLetter
) -> None:
    content = replace(make_letter("reminder_1", nature), layout=PaperLayout(envelope, 10, 5))
    document = pdfium.PdfDocument(letters.draw(content))
    text = document[0].get_textpage()
    height = document[0].get_height() / MM
    left, top, right, bottom = GEOMETRY[envelope].shown
    shown = text.get_text_bounded(left * MM, (height - bottom) * MM, right * MM, (height - top) * MM)
    text.close()
    document.close()
    assert "".join(shown.split()) == "".join("".join(content.recipient.lines).split())


def test_offsets_move_the_address_and_nothing_else(make_letter: MakeLetter) -> None:
    content = make_letter("reminder_1")

    def places(one: LetterContent) -> dict[str, tuple[float, float]]:
        document = pdfium.PdfDocument(letters.draw(one))
        text = document[0].get_textpage()
        found = {}
        for words in ("Boulangerie du Marché", "Lyon, le 21", "Objet", "Montant à régler"):
            place = text.search(words).get_next()
            assert place is not None
            box = text.get_charbox(place[0])
            found[words] = (box[0] / MM, box[3] / MM)
        text.close()
        document.close()
        return found

    before, after = places(content), places(replace(content, layout=PaperLayout(Envelope.DL, 25, -12)))
    moved = before.pop("Boulangerie du Marché"), after.pop("Boulangerie du Marché")
    assert after == before
    assert moved[1][0] - moved[0][0] == pytest.approx(2.5, abs=0.05)
    assert moved[1][1] - moved[0][1] == pytest.approx(1.2, abs=0.05), "up is upwards"


def test_nothing_is_asked_for_by_another_day_than_that_of_the_invoice_before_it_is_due(
    make_letter: MakeLetter, make_item: Callable[..., OpenItem]
) -> None:
    alone = make_letter("pre_due", items=(make_item(1, -5),))
    assert "au plus tard le 26 novembre 2026" in pages_of(letters.draw(slipped(alone)))[0]
    several = make_letter("pre_due", items=(make_item(1, -5), make_item(2, -6)))
    assert "au plus tard" not in pages_of(letters.draw(slipped(several)))[0]
