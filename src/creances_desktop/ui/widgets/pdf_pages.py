"""The pages of a PDF as images, for the screen and for a printer."""

from __future__ import annotations

from typing import Self

from PySide6.QtGui import QImage

from creances_desktop.services.joining import PDFIUM

MOST_PIXELS = 40_000_000
"""Of the image of one page, A4 at 600 dpi: a page that says it is a mile long is shown coarsely."""


class UnreadablePdf(ValueError):
    """The bytes are no PDF that can be shown."""


class PdfPages:
    """An open PDF; to be closed, or used with `with`."""

    def __init__(self, data: bytes) -> None:
        """Raises UnreadablePdf when `data` is not a PDF."""
        import pypdfium2

        with PDFIUM:
            try:
                self._document = pypdfium2.PdfDocument(data)
                numbers = range(len(self._document))
                sizes = [self._document.get_page_size(each) for each in numbers]
            except pypdfium2.PdfiumError as error:
                raise UnreadablePdf(str(error)) from error
        # some programs write pages without a width
        self._sizes = [(max(1.0, width), max(1.0, height)) for width, height in sizes]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._sizes)

    def size(self, page: int) -> tuple[float, float]:
        """Width and height of this page (from 0) in points, 72 an inch."""
        return self._sizes[page]

    def image(self, page: int, pixels_per_point: float) -> QImage:
        """The page (from 0) on white, at this density; 300 dpi are 300 / 72 pixels per point.

        It is coarser where it would have more than MOST_PIXELS, and white where the page cannot be read.
        """
        width, height = self._sizes[page]
        return self.sized(page, round(width * pixels_per_point), round(height * pixels_per_point))

    def sized(self, page: int, width: int, height: int) -> QImage:
        """The page (from 0) on white, drawn into exactly so many pixels; otherwise as `image`."""
        import pypdfium2
        from pypdfium2 import raw

        scale = min(1.0, (MOST_PIXELS / max(1, width * height)) ** 0.5)
        width, height = max(1, round(width * scale)), max(1, round(height * scale))
        with PDFIUM:
            try:
                sheet = self._document[page]
                # `render` takes a scale alone and rounds up: an image a row higher than its place is
                # squashed into it.
                bitmap = pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGRx)
                bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
                raw.FPDF_RenderPageBitmap(bitmap, sheet, 0, 0, width, height, 0, raw.FPDF_ANNOT)
            except pypdfium2.PdfiumError:
                return _white(width, height)
            image = QImage(
                bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
            ).copy()
            bitmap.close()
            sheet.close()
        return image

    def text(self, page: int) -> str:
        """The text of this page (from 0), for a screen reader; empty where it cannot be read."""
        import pypdfium2

        with PDFIUM:
            try:
                sheet = self._document[page]
                words = sheet.get_textpage()
                text = str(words.get_text_bounded())
            except pypdfium2.PdfiumError:
                return ""
            words.close()
            sheet.close()
        return text

    def close(self) -> None:
        """Give the memory of the document back."""
        with PDFIUM:
            self._document.close()


def _white(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    return image
