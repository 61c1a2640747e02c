"""Foreign papers as A4 pages, made by a process apart, and the lock of whoever opens a PDF with PDFium.

See `documents.joining` and `documents.apart`.
"""

from __future__ import annotations

from creances_desktop.documents.apart import as_a4, serve
from creances_desktop.documents.joining import PDFIUM, A4Paper, UnusablePaper, page_count

__all__ = ["PDFIUM", "A4Paper", "UnusablePaper", "as_a4", "page_count", "serve"]
