"""Many PDFs as one for the printer: each begins on a new sheet of paper, each has its bookmark.

The PDF is written piece by piece: the memory needed does not grow with their number.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

from creances_desktop.documents.pdf_writer import PdfStream


@dataclass(frozen=True, slots=True)
class Piece:
    """A PDF of the batch and the words of its bookmark; an `enclosed` one belongs to the piece before it."""

    title: str
    pdf: bytes
    enclosed: bool = False


def combine(
    pieces: Iterable[Piece],
    *,
    title: str,
    author: str,
    duplex: bool = True,
    on_piece: Callable[[int], None] | None = None,
) -> bytes:
    """One PDF of the pieces, in their order; the same pieces give the same bytes.

    With `duplex` a blank page follows a piece of an odd number of pages, except the last one: printed on
    both sides, every letter begins on its own sheet. `on_piece` is told after each how many are done; what it
    raises stops the work. Raises ValueError when there is no piece.
    """
    made = io.BytesIO()
    combine_into(made, pieces, title=title, author=author, duplex=duplex, on_piece=on_piece)
    return made.getvalue()


def combine_into(
    target: BinaryIO,
    pieces: Iterable[Piece],
    *,
    title: str,
    author: str,
    duplex: bool = True,
    on_piece: Callable[[int], None] | None = None,
) -> int:
    """The number of pages of the PDF that is written to `target`; otherwise as `combine`."""
    stream = PdfStream(target, title=title, author=author)
    count = 0
    for piece in pieces:
        if duplex and stream.page_count % 2:
            stream.add_blank_page()
        stream.add(piece.pdf, piece.title, level=1 if piece.enclosed else 0)
        count += 1
        if on_piece is not None:
            on_piece(count)
    if not count:
        raise ValueError("a batch needs at least one piece")
    stream.close()
    return stream.page_count
