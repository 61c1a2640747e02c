"""Many PDFs as one for the printer: each begins on a new sheet of paper, each has its bookmark."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A PDF of the batch and the words of its bookmark."""

    title: str
    pdf: bytes


def combine(
    pieces: Iterable[Piece],
    *,
    title: str,
    duplex: bool = True,
    on_piece: Callable[[int], None] | None = None,
) -> bytes:
    """One PDF of the pieces, in their order; the same pieces give the same bytes.

    With `duplex` a blank page follows a piece of an odd number of pages, except the last one: printed on
    both sides, every letter begins on its own sheet. `on_piece` is told after each how many are done; what it
    raises stops the work. Raises ValueError when there is no piece.
    """
    from pypdf import PdfWriter
    from pypdf.generic import NameObject, TextStringObject

    writer = PdfWriter()
    count = 0
    for piece in pieces:
        if duplex and len(writer.pages) % 2:
            writer.add_blank_page()
        writer.append(io.BytesIO(piece.pdf), outline_item=piece.title, import_outline=False)
        count += 1
        if on_piece is not None:
            on_piece(count)
    if not count:
        raise ValueError("a batch needs at least one piece")
    writer.add_metadata({"/Title": title, "/Creator": "Créances"})
    writer.root_object[NameObject("/Lang")] = TextStringObject("fr-FR")
    writer.page_mode = "/UseOutlines"
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
