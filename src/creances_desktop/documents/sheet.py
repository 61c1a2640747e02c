"""Sheets of paper: what is drawn on each, in millimetres from the top left corner, and the PDF of them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import md5
from typing import Any, TypeAlias

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from creances_desktop.documents import fonts
from creances_desktop.documents.fonts import REGULAR
from creances_desktop.documents.qr_codes import QrCode
from creances_desktop.documents.scripts import visual

MM = 72 / 25.4
"""Points in a millimetre."""

PORTRAIT = (210.0, 297.0)
LANDSCAPE = (297.0, 210.0)

Colour: TypeAlias = float
"""A grey, from 0 (black) to 1 (white): letters are printed on office printers."""

INK: Colour = 0.08
SOFT: Colour = 0.38
LINE: Colour = 0.62
TINT: Colour = 0.945


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the PDF says of itself; `day` is its date, so that the same letter gives the same bytes."""

    title: str
    author: str
    subject: str
    day: date


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text from `x` on; `spread` is added to each space, in points, `stretch` is in percent."""

    x: float
    baseline: float
    text: str
    font: str
    size: float
    colour: Colour
    spread: float = 0.0
    stretch: float = 100.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, `weight` in points; `dash` millimetres long strokes, 0: one stroke."""

    x: float
    y: float
    to_x: float
    to_y: float
    weight: float
    colour: Colour
    dash: float = 0.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle drawn as a line, `weight` in points, its corners rounded by `radius` millimetres."""

    x: float
    y: float
    width: float
    height: float
    weight: float
    colour: Colour
    radius: float = 0.0
    dash: float = 0.0


@dataclass(frozen=True, slots=True)
class Area:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Picture:
    """An image in its box."""

    x: float
    y: float
    width: float
    height: float
    image: Any


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code in a square of `side` millimetres, its quiet zone included."""

    x: float
    y: float
    side: float
    code: QrCode


Mark: TypeAlias = Text | Rule | Area | Picture | Frame | Code


class Sheets:
    """The pages being filled.

    `y`, in millimetres from the top of the last page, is where the next thing goes, `bottom` how far down a
    page may be used. `on_new_page` draws the head of a following page and leaves `y` under it.
    """

    def __init__(
        self, size: tuple[float, float], *, bottom: float, on_new_page: Callable[[Sheets], None] | None = None
    ) -> None:
        self.size = size
        self.bottom = bottom
        self.y = 0.0
        self._on_new_page = on_new_page
        self._pages: list[list[Mark]] = [[]]

    @property
    def page_count(self) -> int:
        """The number of pages so far."""
        return len(self._pages)

    def has_room(self, height: float) -> bool:
        """Whether `height` millimetres are left on this page."""
        return self.y + height <= self.bottom + 0.01

    def new_page(self) -> None:
        """Nothing; the following marks go to a new page, under its head."""
        self._pages.append([])
        self.y = 0.0
        if self._on_new_page is not None:
            self._on_new_page(self)

    def need(self, height: float) -> None:
        """Nothing; a new page is begun when `height` millimetres are not left."""
        if not self.has_room(height):
            self.new_page()

    def add(self, *marks: Mark, page: int = -1) -> None:
        """Nothing; the marks are drawn in this order, on the current page or on `page`, counted from 0."""
        self._pages[page].extend(marks)

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        *,
        font: str = REGULAR,
        size: float = 10,
        colour: Colour = INK,
        align: float = 0.0,
        max_width: float | None = None,
        page: int = -1,
    ) -> None:
        """Nothing; one line of text is added. `align`: 0 = starts at `x`, 1 = ends there, 0.5 = is centred.

        A line wider than `max_width` millimetres is condensed into it.
        """
        clean = fonts.printable(text)
        if not clean:
            return
        width = fonts.text_width(clean, font, size) / MM
        stretch = 100.0
        if max_width is not None and width > max_width:
            stretch, width = 100.0 * max_width / width, max_width
        self.add(Text(x - align * width, baseline, clean, font, size, colour, 0.0, stretch), page=page)

    def to_pdf(self, metadata: Metadata) -> bytes:
        """The PDF of all pages; the same marks give the same bytes."""
        fonts.register()
        with fonts.DRAWING:
            return self._drawn(metadata)

    def _drawn(self, metadata: Metadata) -> bytes:
        buffer = io.BytesIO()
        width, height = self.size
        # the stubs take the font's name for a number
        canvas = Canvas(
            buffer,
            pagesize=(width * MM, height * MM),
            invariant=1,
            pageCompression=1,
            initialFontName=REGULAR,  # type: ignore[arg-type]
            lang="fr-FR",
        )
        _describe(canvas, metadata)
        for page in self._pages:
            painter = _Painter(canvas, height)
            for mark in page:
                painter.draw(mark)
            painter.finish()
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()


class _Stamp:
    """The time of a document for reportlab: the day of its content, whatever the clock says."""

    def __init__(self, day: date) -> None:
        self.tzname = "UTC"
        self.t = 0.0
        self.YMDhms = (day.year, day.month, day.day, 0, 0, 0)
        self.dhh = self.dmm = 0


def _describe(canvas: Canvas, metadata: Metadata) -> None:
    canvas.setTitle(metadata.title)
    canvas.setAuthor(metadata.author)
    canvas.setSubject(metadata.subject)
    canvas.setCreator("Créances")
    # reportlab offers no other way to say the day, and makes the identifier of the PDF from the clock
    document: Any = canvas._doc  # type: ignore[attr-defined]  # noqa: SLF001
    document._timeStamp = _Stamp(metadata.day)  # noqa: SLF001
    document.signature = md5(metadata.day.isoformat().encode(), usedforsecurity=False)
    canvas.setViewerPreference("DisplayDocTitle", "true")


class _Painter:
    """Draws the marks of one page; what follows in the same font, size and grey is said once."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self._canvas = canvas
        self._height = height
        self._line: PDFTextObject | None = None
        self._style: tuple[object, ...] = ()
        self._stroke: tuple[float, float, float] = (-1.0, -1.0, 0.0)

    def draw(self, mark: Mark) -> None:
        """Nothing; the mark is drawn over what is there."""
        if isinstance(mark, Text):
            self._text(mark)
            return
        self.finish()
        if isinstance(mark, Rule):
            self._rule(mark)
        elif isinstance(mark, Code):
            self._code(mark)
        else:
            self._boxed(mark)

    def _boxed(self, mark: Area | Picture | Frame) -> None:
        box = (mark.x * MM, (self._height - mark.y - mark.height) * MM, mark.width * MM, mark.height * MM)
        if isinstance(mark, Area):
            self._canvas.setFillGray(mark.colour)
            self._canvas.rect(*box, stroke=0, fill=1)
        elif isinstance(mark, Frame):
            self._line_style(mark.weight, mark.colour, mark.dash)
            self._canvas.roundRect(*box, mark.radius * MM, stroke=1, fill=0)
        else:
            self._canvas.drawImage(mark.image, *box, mask="auto")

    def finish(self) -> None:
        """Nothing; the text begun is written down."""
        if self._line is not None:
            self._line.setWordSpace(0)
            self._line.setHorizScale(100)
            self._canvas.drawText(self._line)
            self._line = None

    def _text(self, mark: Text) -> None:
        if self._line is None:
            self._line = self._canvas.beginText()
            self._style = ()
        line = self._line
        parts = fonts.pieces(visual(mark.text), mark.font)
        if len(parts) > 1 or parts[0][1] != mark.font:
            self._mixed(line, mark, parts)
            return
        style = (mark.font, mark.size, mark.colour, mark.spread, mark.stretch)
        if style != self._style:
            line.setFont(mark.font, mark.size)
            line.setFillGray(mark.colour)
            line.setWordSpace(mark.spread)
            line.setHorizScale(mark.stretch)
            self._style = style
        line.setTextOrigin(mark.x * MM, (self._height - mark.baseline) * MM)
        line.textOut(parts[0][0])

    def _mixed(self, line: PDFTextObject, mark: Text, parts: tuple[tuple[str, str], ...]) -> None:
        """A line in more than one font: a name in another script."""
        line.setFillGray(mark.colour)
        line.setWordSpace(mark.spread)
        line.setHorizScale(mark.stretch)
        line.setTextOrigin(mark.x * MM, (self._height - mark.baseline) * MM)
        for text, font in parts:
            line.setFont(font, mark.size)
            line.textOut(text)
        self._style = ()

    def _rule(self, mark: Rule) -> None:
        self._line_style(mark.weight, mark.colour, mark.dash)
        height = self._height
        self._canvas.line(mark.x * MM, (height - mark.y) * MM, mark.to_x * MM, (height - mark.to_y) * MM)

    def _line_style(self, weight: float, colour: Colour, dash: float) -> None:
        if self._stroke == (weight, colour, dash):
            return
        self._canvas.setLineWidth(weight)
        self._canvas.setStrokeGray(colour)
        if dash or self._stroke[2]:
            self._canvas.setDash([dash * MM, dash * MM * 0.8] if dash else [])
        self._stroke = (weight, colour, dash)

    def _code(self, mark: Code) -> None:
        """One path in the modules' own measure; each a hair higher, so that no screen shows gaps in it."""
        module = mark.side * MM / mark.code.size
        left, top = mark.x * MM, (self._height - mark.y) * MM
        path = " ".join(f"{column} {row} {length} 1.02 re" for column, row, length in mark.code.runs)
        # reportlab's own paths say each rectangle in five operators: three times the size and the time
        self._canvas._code.append(  # type: ignore[attr-defined]  # noqa: SLF001
            f"q {module:.5f} 0 0 {-module:.5f} {left:.3f} {top:.3f} cm 0 g {path} f Q"
        )
