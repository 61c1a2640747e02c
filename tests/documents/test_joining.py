"""Foreign papers: whatever the user attached becomes A4 pages, or is named with the reason why not."""

from __future__ import annotations

import io
import zlib
from datetime import date

import pypdfium2 as pdfium
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, NumberObject, RectangleObject, StreamObject
from reportlab.pdfgen.canvas import Canvas

from creances_desktop.documents import evidence, joining
from creances_desktop.documents.evidence import Bound, Stamp
from creances_desktop.documents.joining import UnusablePaper, as_a4
from creances_desktop.domain.company import Company

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)


def paper(width: float = A4[0], height: float = A4[1], *, pages: int = 1) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(width, height))
    for number in range(pages):
        canvas.setFont("Helvetica", 24)
        canvas.drawString(40, 40, f"bas gauche {number + 1}")
        canvas.drawRightString(width - 40, height - 60, "haut droit")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def changed(data: bytes, *, rotate: int = 0, crop: tuple[float, ...] = (), lock: str = "") -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        if rotate:
            page.rotate(rotate)
        if crop:
            page.cropbox = RectangleObject(crop)
    if lock:
        writer.encrypt(lock if lock != "owner" else "", "owner", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def places(pdf: bytes, words: str, page: int = 0) -> tuple[float, float]:
    """Where the words begin, in millimetres from the top left corner as the page is seen."""
    document = pdfium.PdfDocument(pdf)
    sheet = document[page]
    text = sheet.get_textpage()
    found = text.search(words).get_next()
    assert found is not None, text.get_text_bounded()
    left, _, _, top = text.get_charbox(found[0])
    height = sheet.get_height()
    text.close()
    document.close()
    return left / MM, (height - top) / MM


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    document = pdfium.PdfDocument(pdf)
    found = [tuple(round(side / MM) for side in document.get_page_size(n)) for n in range(len(document))]
    document.close()
    return found  # type: ignore[return-value]


def test_an_a4_paper_is_joined_as_it_is() -> None:
    joined = as_a4(paper(pages=3), "contrat.pdf")
    assert (joined.pages, joined.remarks) == (3, ())
    assert sizes(joined.pdf) == [(210, 297)] * 3
    assert places(joined.pdf, "bas gauche 3", 2) == pytest.approx(places(paper(pages=3), "bas gauche 3", 2))


@pytest.mark.parametrize(
    ("width", "height"), [(842, 1191), (1684, 2384), (612, 792), (300, 420), (3000, 900), (20, 9000)]
)
def test_other_formats_become_a4_without_losing_a_corner_and_it_is_said(width: float, height: float) -> None:
    joined = as_a4(paper(width, height), "plan.pdf")
    assert sizes(joined.pdf) == [(297, 210) if width > height else (210, 297)]
    assert joined.remarks == ("«\u00a0plan.pdf\u00a0» n’est pas au format A4\u00a0: il y est ramené.",)
    text = PdfReader(io.BytesIO(joined.pdf)).pages[0].extract_text()
    assert "bas gauche 1" in text
    assert "haut droit" in text


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_paper_scanned_sideways_is_seen_upright(rotate: int) -> None:
    turned = changed(paper(*reversed(A4)) if rotate != 180 else paper(), rotate=rotate)
    seen = pdfium.PdfDocument(turned)
    before = seen[0].render(scale=0.5).to_pil()
    seen.close()
    joined = as_a4(turned, "scan.pdf")
    assert sizes(joined.pdf) == [(210, 297)]
    made = pdfium.PdfDocument(joined.pdf)
    assert made[0].get_rotation() == 0
    after = made[0].render(scale=0.5).to_pil().resize(before.size)
    made.close()
    difference = sum(
        abs(a - b) for a, b in zip(before.convert("L").tobytes(), after.convert("L").tobytes(), strict=True)
    )
    assert difference / len(before.convert("L").tobytes()) < 3


def test_only_what_is_seen_of_a_cropped_paper_is_printed() -> None:
    cropped = changed(paper(), crop=(30, 30, 30 + 300, 30 + 400))
    joined = as_a4(cropped, "extrait.pdf")
    x, y = places(joined.pdf, "bas gauche")
    assert x == pytest.approx((A4[0] - 300) / 2 / MM + 10 / MM, abs=2)
    assert y == pytest.approx(297 - ((A4[1] - 400) / 2 / MM + 10 / MM) - 7, abs=3)


def test_a_landscape_page_stands_up_for_the_printer_only() -> None:
    landscape = paper(*reversed(A4))
    assert sizes(as_a4(landscape, "tableau.pdf").pdf) == [(297, 210)]
    upright = as_a4(landscape, "tableau.pdf", portrait=True)
    assert sizes(upright.pdf) == [(210, 297)]
    assert upright.remarks == ()
    assert "haut droit" in PdfReader(io.BytesIO(upright.pdf)).pages[0].extract_text()


def test_a_paper_that_opens_without_a_password_is_joined_a_locked_one_is_named() -> None:
    restricted = changed(paper(), lock="owner")
    joined = as_a4(restricted, "restreint.pdf")
    assert not PdfReader(io.BytesIO(joined.pdf)).is_encrypted
    assert "bas gauche" in PdfReader(io.BytesIO(joined.pdf)).pages[0].extract_text()
    with pytest.raises(UnusablePaper, match="« secret.pdf »".replace(" ", "\u00a0")) as refused:
        as_a4(changed(paper(), lock="sesame"), "secret.pdf")
    assert "mot de passe" in str(refused.value)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "vide"),
        (b"%PDF-1.7 and nothing more", "abîmé"),
        (b"PK\x03\x04 a spreadsheet", "ni un PDF ni une image"),
        (b"\x89PNG\r\n\x1a\n broken", "ni un PDF ni une image"),
        (b"\xff\xd8\xff broken", "ni un PDF ni une image"),
    ],
)
def test_what_is_no_paper_is_named_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnusablePaper, match=reason) as refused:
        as_a4(data, "pièce 3")
    assert "pièce 3" in str(refused.value)


def test_a_damaged_table_of_contents_is_repaired() -> None:
    data = paper(pages=2)
    broken = data[: data.rindex(b"xref")] + b"startxref\n99999999\n%%EOF"
    assert as_a4(b"junk before the head\n" + broken, "abime.pdf").pages == 2


def test_a_paper_of_too_many_pages_is_refused_by_name() -> None:
    writer = PdfWriter()
    for _ in range(joining.MOST_PAGES + 1):
        writer.add_blank_page(*A4)
    made = io.BytesIO()
    writer.write(made)
    with pytest.raises(UnusablePaper, match="401 pages"):
        as_a4(made.getvalue(), "annuaire.pdf")


def test_filled_in_fields_are_printed_with_the_paper() -> None:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4)
    canvas.drawString(50, 700, "bon de livraison")
    canvas.acroForm.textfield(name="nom", value="Martin livre", x=50, y=600, width=200, height=30)
    canvas.save()
    joined = as_a4(made.getvalue(), "bon.pdf")
    reader = PdfReader(io.BytesIO(joined.pdf))
    assert NameObject("/Annots") not in reader.pages[0]
    assert "Martin livre" in reader.pages[0].extract_text()


@pytest.mark.parametrize("mode", ["RGB", "CMYK", "RGBA", "P", "L", "1", "LA", "I;16"])
def test_photographs_of_every_kind_become_a_page(mode: str) -> None:
    made = io.BytesIO()
    format_ = "JPEG" if mode in {"RGB", "CMYK", "L"} else "PNG"
    Image.new(mode, (900, 600)).save(made, format_)
    joined = as_a4(made.getvalue(), "photo")
    assert sizes(joined.pdf) == [(297, 210)]


def test_a_scan_of_several_pages_gives_as_many_and_a_turned_photograph_stands_up() -> None:
    frames = [Image.new("L", (600, 800), shade) for shade in (10, 120, 240)]
    made = io.BytesIO()
    frames[0].save(made, "TIFF", save_all=True, append_images=frames[1:])
    assert as_a4(made.getvalue(), "scan.tif").pages == 3
    exif = Image.Exif()
    exif[0x0112] = 6
    made = io.BytesIO()
    Image.new("RGB", (900, 600), "red").save(made, "JPEG", exif=exif)
    assert sizes(as_a4(made.getvalue(), "photo.jpg").pdf) == [(210, 297)]


def test_a_page_that_unpacks_without_end_is_refused_before_it_is_bound() -> None:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4)
    canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(made))
    content = StreamObject()
    content[NameObject("/Filter")] = NameObject("/FlateDecode")
    content._data = zlib.compress(b" " * 100_000_000)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(content)
    bomb = io.BytesIO()
    writer.write(bomb)
    assert len(bomb.getvalue()) < 200_000
    with pytest.raises(UnusablePaper, match="page 1 est illisible"):
        as_a4(bomb.getvalue(), "bombe.pdf")


def test_pages_whose_resources_are_in_disorder_are_drawn_anew_and_can_be_bound() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(paper())))
    writer.pages[0]["/Resources"][NameObject("/ColorSpace")] = NumberObject(7)
    made = io.BytesIO()
    writer.write(made)
    joined = as_a4(made.getvalue(), "bon.pdf")
    assert (joined.pages, joined.remarks) == (1, ())
    bound = [Bound(joined.pdf, "1. Bon")]
    front = evidence.text_sheet("Bordereau", (), ("Bon",), Company("Atelier"), date(2026, 11, 23))
    stamps = [Stamp("Pièce n° 1", "", "Page 2")] * 2
    data = evidence.stamped((front, {}), bound, stamps, title="Dossier", author="Atelier")
    whole = PdfReader(io.BytesIO(data))
    assert "bas gauche" in whole.pages[1].extract_text()


def test_a_photograph_of_several_frames_of_which_one_is_none_is_refused() -> None:
    made = io.BytesIO()
    Image.new("L", (9, 7)).save(made, "TIFF")
    head = bytearray(made.getvalue())
    # the place of the next frame, after the list of this one: somewhere that holds none
    place = int.from_bytes(head[4:8], "little")
    count = int.from_bytes(head[place : place + 2], "little")
    head[place + 2 + 12 * count : place + 6 + 12 * count] = (len(head) - 20).to_bytes(4, "little")
    with pytest.raises(UnusablePaper, match="image lisible"):
        as_a4(bytes(head), "scan.tif")


@pytest.mark.parametrize(("turn", "corner"), [(1, "haut gauche"), (2, "haut droit"), (3, "bas droit")])
def test_a_scan_that_lies_sideways_without_a_mark_is_turned_as_asked(turn: int, corner: str) -> None:
    """The words at the foot on the left go round the page clockwise; the bytes given are not changed."""
    lying = paper()
    joined = as_a4(lying, "scan.pdf", turn=turn)
    assert sizes(joined.pdf) == [(210, 297) if turn == 2 else (297, 210)]
    x, y = places(joined.pdf, "bas gauche")
    width, height = sizes(joined.pdf)[0]
    assert (x > width / 2, y > height / 2) == (corner.endswith("droit"), corner.startswith("bas"))
    marked = changed(lying, rotate=90)
    assert sizes(as_a4(marked, "scan.pdf", turn=3).pdf) == [(210, 297)], "each undoes the other"
