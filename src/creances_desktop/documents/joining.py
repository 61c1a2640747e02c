"""Foreign papers (PDF, scans, photographs) made A4, so that they can be printed, numbered and joined to ours.

What cannot be joined raises UnusablePaper, which names the paper and why; what was changed is told in French.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Any

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.text import plural

PDFIUM = RLock()
"""PDFium works for one thread at a time: whoever opens, reads or draws a PDF with it holds this lock."""

MOST_PAGES = 400
"""A paper with more pages is refused by name: it would fill the printer, or the memory."""

_MM = 72 / 25.4
_PORTRAIT = (210 * _MM, 297 * _MM)
_SLACK = 2 * _MM
"""How far a page may be from A4 and still be printed as it is."""

_LEAST_SIDE = 18.0
"""Points: what is smaller than a quarter of an inch is no page."""

_PHOTO_SIDE = 2400
"""Pixels of the longer side of a photograph: 200 dots an inch on A4."""

_MARGIN = 6 * _MM
"""Around a photograph or a paper that is made smaller: most printers cannot print to the edge."""

_OF_PILLOW = (OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, OverflowError, struct.error)
"""What Pillow raises for images that are not as they say."""


class UnusablePaper(DomainError):
    """A paper that cannot be joined; `name` is what the user calls it, `reason` a French clause."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"«\u00a0{name}\u00a0» n’a pas pu être joint\u00a0: {reason}.")
        self.name = name
        self.reason = reason


@dataclass(frozen=True, slots=True)
class A4Paper:
    """A paper as A4 pages; `remarks` are French sentences about what was changed, empty when nothing was."""

    name: str
    pdf: bytes
    pages: int
    remarks: tuple[str, ...] = ()


def as_a4(data: bytes, name: str, *, portrait: bool = False, turn: int = 0) -> A4Paper:
    """The paper as A4 pages, each as it is read on the screen: turned, cropped and filled in.

    PDF, PNG, JPEG, TIFF and other images are read. A landscape page stays landscape unless `portrait`, which
    turns it to stand with the others on the printer. `turn`: so many quarters to the right first, for a scan
    that lies sideways without saying so. Raises UnusablePaper.
    """
    if not data:
        raise UnusablePaper(name, "le fichier est vide")
    if not _looks_like_pdf(data):
        data = _photo_as_pdf(data, name)
    with PDFIUM, _opened(data, name) as source:
        for page in source if turn else ():
            page.set_rotation((page.get_rotation() + 90 * turn) % 360)
        paper = _normalised(source, name, portrait=portrait)
        if not _is_bindable(paper):
            # drawn into pages of ours, what its own pages hold besides their drawing no longer matters
            paper = _normalised(source, name, portrait=portrait, redrawn=True)
    return paper


def page_count(pdf: bytes) -> int:
    """How many pages a PDF of ours has."""
    with PDFIUM, _opened(pdf, "PDF") as document:
        return len(document)


def _looks_like_pdf(data: bytes) -> bool:
    """Whether it says so: some programs write a few bytes before the head."""
    return b"%PDF-" in data[:1024]


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        reason = (
            "il est protégé par un mot de passe" if locked else "le fichier est abîmé ou n’est pas un PDF"
        )
        raise UnusablePaper(name, reason) from error
    try:
        yield document
    finally:
        document.close()


def _normalised(source: Any, name: str, *, portrait: bool, redrawn: bool = False) -> A4Paper:
    import pypdfium2

    count = len(source)
    if not count:
        raise UnusablePaper(name, "il n’a aucune page")
    if count > MOST_PAGES:
        raise UnusablePaper(name, f"il a {count} pages, plus que les {MOST_PAGES} qui se joignent")
    source.init_forms()
    made = pypdfium2.PdfDocument.new()
    changed: list[str] = []
    try:
        for number in range(count):
            try:
                changed.append(_add_page(made, source, number, portrait=portrait, redrawn=redrawn))
            except (pypdfium2.PdfiumError, ValueError) as error:
                raise UnusablePaper(name, f"sa page {number + 1} est illisible") from error
        written = io.BytesIO()
        made.save(written)
    finally:
        made.close()
    return A4Paper(name, written.getvalue(), count, _remarks(name, changed))


def _is_bindable(paper: A4Paper) -> bool:
    """Whether the pages can be bound with others as they are; False where what they name is not in order.

    Raises UnusablePaper when what a page draws cannot be unpacked, or not within bounds.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    orderly = True
    for number, page in enumerate(PdfReader(io.BytesIO(paper.pdf)).pages, 1):
        try:
            resources = _named(page, "/Resources")
            orderly = orderly and _is_orderly(resources)
            contents = page.get_contents()
            if contents is not None:
                contents.get_data()
            for drawn in _drawn(resources):
                drawn.get_data()
        except PyPdfError as error:
            raise UnusablePaper(paper.name, f"sa page {number} est illisible") from error
    return orderly


def _is_orderly(resources: Any) -> bool:
    """Whether the fonts, images and colours of a page are lists by name."""
    if not isinstance(resources, dict):
        return False
    kinds = ((name, one.get_object()) for name, one in resources.items())
    return all(isinstance(one, list if name == "/ProcSet" else dict) for name, one in kinds)


def _named(holder: Any, name: str) -> Any:
    """What a dictionary of a PDF holds by that name; an empty one for nothing."""
    found = holder.get(name) if isinstance(holder, dict) else None
    return {} if found is None else found.get_object()


def _drawn(resources: Any) -> Iterator[Any]:
    """The drawings that a page places, of which one may be the whole page as it came."""
    named = _named(resources, "/XObject")
    for one in named.values() if isinstance(named, dict) else ():
        drawn = one.get_object()
        if isinstance(drawn, dict) and drawn.get("/Subtype") == "/Form" and hasattr(drawn, "get_data"):
            yield drawn


def _add_page(made: Any, source: Any, number: int, *, portrait: bool, redrawn: bool) -> str:
    """What was done to the page, empty when it looks as it did; `redrawn` takes its drawing only."""
    from pypdfium2 import raw

    page = source[number]
    # What was typed into fields and stuck on as notes becomes part of the page.
    if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_FAIL:
        raise ValueError("not flattened")
    width, height = page.get_size()
    plain = page.get_rotation() == 0 and page.get_mediabox() == page.get_bbox()
    left, bottom, *_ = page.get_bbox()
    page.close()
    if min(width, height) < _LEAST_SIDE:
        raise ValueError("no size")
    wide = width > height
    paper = (_PORTRAIT[1], _PORTRAIT[0]) if wide else _PORTRAIT
    fits = abs(width - paper[0]) <= _SLACK and abs(height - paper[1]) <= _SLACK
    if not redrawn and fits and plain and (left, bottom) == (0, 0) and not (wide and portrait):
        made.import_pages(source, [number])
        return ""
    _place(made, source, number, (width, height), turned=wide and portrait, fits=fits)
    return "" if fits else "resized"


def _place(
    made: Any, source: Any, number: int, size: tuple[float, float], *, turned: bool, fits: bool
) -> None:
    """The page drawn into the middle of an A4 page, made smaller when it must be, never larger."""
    import pypdfium2

    width, height = size
    wide = width > height and not turned
    paper = (_PORTRAIT[1], _PORTRAIT[0]) if wide else _PORTRAIT
    if turned:
        width, height = height, width
    margin = 0.0 if fits else _MARGIN
    scale = min(1.0, (paper[0] - 2 * margin) / width, (paper[1] - 2 * margin) / height)
    matrix = pypdfium2.PdfMatrix()
    if turned:
        matrix = matrix.rotate(90, ccw=True).translate(width, 0)
    matrix = matrix.scale(scale, scale)
    matrix = matrix.translate((paper[0] - width * scale) / 2, (paper[1] - height * scale) / 2)
    drawn = source.page_as_xobject(number, made).as_pageobject()
    drawn.set_matrix(matrix)
    sheet = made.new_page(*paper)
    sheet.insert_obj(drawn)
    sheet.gen_content()
    sheet.close()


def _remarks(name: str, changed: list[str]) -> tuple[str, ...]:
    resized = [number for number, what in enumerate(changed, 1) if what]
    if not resized:
        return ()
    if len(resized) == len(changed):
        return (f"«\u00a0{name}\u00a0» n’est pas au format A4\u00a0: il y est ramené.",)
    pages = plural(len(resized), "page", "pages")
    return (f"«\u00a0{name}\u00a0»\u00a0: {pages} d’un autre format, ramenées à l’A4.",)


def _photo_as_pdf(data: bytes, name: str) -> bytes:
    """A photograph or a scan as a PDF of A4 pages, upright as the camera held it."""
    from PIL import Image, ImageOps, ImageSequence

    pages = []
    try:
        with Image.open(io.BytesIO(data)) as opened:
            for frame in ImageSequence.Iterator(opened):
                upright = ImageOps.exif_transpose(frame) or frame
                pages.append(_flat(upright))
                if len(pages) > MOST_PAGES:
                    break
    except (*_OF_PILLOW, Image.DecompressionBombError) as error:
        raise UnusablePaper(name, "ce n’est ni un PDF ni une image lisible") from error
    return _pdf_of(pages)


def _flat(image: Any) -> bytes:
    """The image on white as JPEG, at most 200 dots an inch on A4."""
    from PIL import Image

    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layered = image.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        image = Image.alpha_composite(ground, layered)
    picture = image.convert("RGB")
    picture.thumbnail((_PHOTO_SIDE, _PHOTO_SIDE))
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=82)
    return written.getvalue()


def _pdf_of(photos: list[bytes]) -> bytes:
    import pypdfium2

    with PDFIUM:
        made = pypdfium2.PdfDocument.new()
        for photo in photos:
            image = pypdfium2.PdfImage.new(made)
            image.load_jpeg(io.BytesIO(photo), inline=True)
            wide, high = image.get_px_size()
            paper = (_PORTRAIT[1], _PORTRAIT[0]) if wide > high else _PORTRAIT
            room = paper[0] - 2 * _MARGIN, paper[1] - 2 * _MARGIN
            scale = min(room[0] / wide, room[1] / high)
            matrix = pypdfium2.PdfMatrix().scale(wide * scale, high * scale)
            image.set_matrix(matrix.translate((paper[0] - wide * scale) / 2, (paper[1] - high * scale) / 2))
            sheet = made.new_page(*paper)
            sheet.insert_obj(image)
            sheet.gen_content()
            sheet.close()
        written = io.BytesIO()
        made.save(written)
        made.close()
    return written.getvalue()
