"""Sheets of paper: what is to be drawn on each, measured in millimetres from the top left corner, then the PDF."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from reportlab.pdfgen.canvas import Canvas

from creances_desktop.documents import fonts
from creances_desktop.documents.fonts import REGULAR

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
    """A line of text; `x` is its left end, `baseline` in millimetres from the top, `spread` points per space."""

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
    """A straight line, `weight` in points."""

    x: float
    y: float
    to_x: float
    to_y: float
    weight: float
    colour: Colour


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


Mark: TypeAlias = Text | Rule | Area | Picture


class Sheets:
    """The pages being filled. `y` is where the next thing goes, in millimetres from the top of the current page.

    `bottom` is the last place that a page may be used down to; `on_new_page` draws the head of a following page and
    leaves `y` under it.
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
        buffer = io.BytesIO()
        width, height = self.size
        canvas = Canvas(
            buffer,
            pagesize=(width * MM, height * MM),
            invariant=1,
            pageCompression=1,
            initialFontName=REGULAR,
            lang="fr-FR",
        )
        _describe(canvas, metadata)
        for page in self._pages:
            for mark in page:
                _draw(canvas, mark, height)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()


class _Stamp:
    """The time of a document for reportlab: the day of its content, whatever the clock or the environment says."""

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
    canvas._doc._timeStamp = _Stamp(metadata.day)  # noqa: SLF001 - reportlab offers no other way to say the day
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _draw(canvas: Canvas, mark: Mark, height: float) -> None:
    match mark:
        case Text():
            _draw_text(canvas, mark, height)
        case Rule():
            canvas.setStrokeGray(mark.colour)
            canvas.setLineWidth(mark.weight)
            canvas.line(mark.x * MM, (height - mark.y) * MM, mark.to_x * MM, (height - mark.to_y) * MM)
        case Area():
            canvas.setFillGray(mark.colour)
            bottom = (height - mark.y - mark.height) * MM
            canvas.rect(mark.x * MM, bottom, mark.width * MM, mark.height * MM, stroke=0, fill=1)
        case Picture():
            bottom = (height - mark.y - mark.height) * MM
            canvas.drawImage(mark.image, mark.x * MM, bottom, mark.width * MM, mark.height * MM, mask="auto")


def _draw_text(canvas: Canvas, mark: Text, height: float) -> None:
    line = canvas.beginText(mark.x * MM, (height - mark.baseline) * MM)
    line.setFont(mark.font, mark.size)
    line.setFillGray(mark.colour)
    if mark.stretch != 100.0:
        line.setHorizScale(mark.stretch)
    if mark.spread:
        line.setWordSpace(mark.spread)
    line.textOut(mark.text)
    if mark.spread:
        line.setWordSpace(0)
    if mark.stretch != 100.0:
        line.setHorizScale(100)
    canvas.drawText(line)
