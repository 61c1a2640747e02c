"""Foreign papers as A4 pages, and the lock of whoever opens a PDF with PDFium: see `documents.joining`."""

from __future__ import annotations

from creances_desktop.documents.joining import PDFIUM, A4Paper, UnusablePaper, as_a4, page_count

__all__ = ["PDFIUM", "A4Paper", "UnusablePaper", "as_a4", "page_count"]
