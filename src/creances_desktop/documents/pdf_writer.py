"""Writes a PDF of the pages of others, one after the other: only the page numbers stay in memory."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import Any, BinaryIO

_A4 = b"[0 0 595.2756 841.8898]"
_CATALOG, _PAGES, _INFO, _OUTLINES = 1, 2, 3, 4
"""The objects whose numbers must be known before they can be written."""

_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_DROPPED = frozenset({"/StructParents", "/StructParent", "/Metadata", "/PieceInfo"})
"""Keys of a page that point to what only the whole document had."""


@dataclass(frozen=True, slots=True)
class _Bookmark:
    title: str
    page: int
    level: int


class PdfStream:
    """A PDF being written to `target`; `close` ends it.

    What several pieces have in common (logo, fonts that are equal) is written once.
    """

    def __init__(self, target: BinaryIO, *, title: str, author: str) -> None:
        self._target = target
        self._title, self._author = title, author
        self._offsets: dict[int, int] = {}
        self._next = _OUTLINES + 1
        self._position = 0
        self._pages: list[int] = []
        self._bookmarks: list[_Bookmark] = []
        self._known: dict[bytes, int] = {}
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    @property
    def page_count(self) -> int:
        """The number of pages so far."""
        return len(self._pages)

    def add_blank_page(self) -> None:
        """Nothing; an empty A4 page follows."""
        number = self._take_number()
        self._object(
            number, b"<< /Type /Page /Parent %d 0 R /MediaBox %s /Resources << >> >>" % (_PAGES, _A4)
        )
        self._pages.append(number)

    def add(self, pdf: bytes, bookmark: str = "", *, level: int = 0) -> int:
        """The number of pages added: those of `pdf`, with a bookmark to the first one if it has words.

        A bookmark of `level` 1 stands under the last one of level 0.
        """
        from pypdf import PdfReader

        reader = PdfReader(io.BytesIO(pdf))
        piece = _Piece(self)
        pages = list(reader.pages)
        numbers = [self._take_number() for _ in pages]
        for page, number in zip(pages, numbers, strict=True):
            piece.know(page, number)
        if bookmark and pages:
            self._bookmarks.append(_Bookmark(bookmark, numbers[0], level))
        for page, number in zip(pages, numbers, strict=True):
            self._object(number, piece.page(page))
        self._pages += numbers
        return len(pages)

    def close(self) -> None:
        """Nothing; the PDF is complete."""
        from pypdf.generic import TextStringObject

        kids = b" ".join(b"%d 0 R" % number for number in self._pages)
        self._object(_PAGES, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(self._pages), kids))
        outlines = self._write_outlines()
        shown = b"/Outlines %d 0 R /PageMode /UseOutlines " % _OUTLINES if outlines else b""
        self._object(
            _CATALOG,
            b"<< /Type /Catalog /Pages %d 0 R %s/Lang (fr-FR) "
            b"/ViewerPreferences << /DisplayDocTitle true >> >>" % (_PAGES, shown),
        )
        title, author, creator = (
            _serialised(TextStringObject(words)) for words in (self._title, self._author, "Créances")
        )
        self._object(
            _INFO,
            b"<< /Title %s /Author %s /Creator %s /Producer %s >>" % (title, author, creator, creator),
        )
        self._write_table()

    def unique(self, content: bytes) -> int:
        """The number of the object with this content, written now unless an equal one was."""
        digest = hashlib.sha256(content).digest()
        if digest not in self._known:
            self._known[digest] = self.write_object(content)
        return self._known[digest]

    def write_object(self, content: bytes) -> int:
        """The number of a new object with this content."""
        number = self._take_number()
        self._object(number, content)
        return number

    def reserve(self) -> int:
        """A number for an object that is written later with `fill`."""
        return self._take_number()

    def fill(self, number: int, content: bytes) -> None:
        """Nothing; the object with the reserved number is written."""
        self._object(number, content)

    def _take_number(self) -> int:
        self._next += 1
        return self._next - 1

    def _object(self, number: int, content: bytes) -> None:
        self._offsets[number] = self._position
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, content))

    def _write(self, data: bytes) -> None:
        self._target.write(data)
        self._position += len(data)

    def _write_outlines(self) -> bool:
        """Whether there are bookmarks; they are written with those of level 1 under those of level 0."""
        families: list[tuple[_Bookmark, list[_Bookmark]]] = []
        for one in self._bookmarks:
            if one.level and families:
                families[-1][1].append(one)
            else:
                families.append((one, []))
        if not families:
            self._object(_OUTLINES, b"<< /Type /Outlines /Count 0 >>")
            return False
        numbers = [self._take_number() for _ in families]
        for position, (head, children) in enumerate(families):
            below = b""
            if children:
                child_numbers = [self._take_number() for _ in children]
                for index, child in enumerate(children):
                    self._bookmark(child_numbers, index, child, numbers[position])
                # negative: the children are folded away until the reader opens them
                below = b"/First %d 0 R /Last %d 0 R /Count -%d " % (
                    child_numbers[0], child_numbers[-1], len(children),
                )  # fmt: skip
            self._bookmark(numbers, position, head, _OUTLINES, below)
        self._object(
            _OUTLINES,
            b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>"
            % (numbers[0], numbers[-1], len(numbers)),
        )
        return True

    def _bookmark(
        self, numbers: list[int], position: int, one: _Bookmark, parent: int, below: bytes = b""
    ) -> None:
        from pypdf.generic import TextStringObject

        before = b"/Prev %d 0 R " % numbers[position - 1] if position else b""
        after = b"/Next %d 0 R " % numbers[position + 1] if position + 1 < len(numbers) else b""
        title = _serialised(TextStringObject(one.title))
        self._object(
            numbers[position],
            b"<< /Title %s /Parent %d 0 R %s%s%s/Dest [%d 0 R /Fit] >>"
            % (title, parent, before, after, below, one.page),
        )

    def _write_table(self) -> None:
        start = self._position
        rows = [b"0000000000 65535 f \n"]
        rows += [
            b"%010d 00000 n \n" % self._offsets[number]
            if number in self._offsets
            else b"0000000000 65535 f \n"
            for number in range(1, self._next)
        ]
        self._write(b"xref\n0 %d\n%s" % (self._next, b"".join(rows)))
        self._write(
            b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
            % (self._next, _CATALOG, _INFO, start)
        )


class _Piece:
    """The objects of one piece as they get their new numbers."""

    def __init__(self, stream: PdfStream) -> None:
        self._stream = stream
        self._numbers: dict[int, int] = {}
        self._open: set[int] = set()

    def know(self, page: Any, number: int) -> None:
        """Nothing; this page bears that number in the new PDF."""
        if page.indirect_reference is not None:
            self._numbers[page.indirect_reference.idnum] = number

    def page(self, page: Any) -> bytes:
        """The page as it is written, what it uses being written before it."""
        from pypdf.generic import DictionaryObject, IndirectObject, NameObject

        kept = DictionaryObject()
        for key, value in page.items():
            if key not in _DROPPED and key != "/Parent":
                kept[NameObject(key)] = self._moved(value)
        for key in _INHERITED:
            if key not in kept and (inherited := _inherited(page, key)) is not None:
                kept[NameObject(key)] = self._moved(inherited)
        kept[NameObject("/Parent")] = IndirectObject(_PAGES, 0, None)
        return _serialised(kept)

    def _moved(self, value: Any) -> Any:
        """The value with the new numbers of what it points to."""
        from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

        if isinstance(value, IndirectObject):
            return self._reference(value)
        if isinstance(value, StreamObject):
            return value
        if isinstance(value, DictionaryObject):
            return DictionaryObject({key: self._moved(one) for key, one in value.items()})
        if isinstance(value, ArrayObject):
            return ArrayObject(self._moved(one) for one in value)
        return value

    def _reference(self, reference: Any) -> Any:
        from pypdf.generic import DictionaryObject, IndirectObject, NullObject

        idnum = reference.idnum
        if idnum not in self._numbers:
            target = reference.get_object()
            if target is None or isinstance(target, NullObject):
                return NullObject()
            if isinstance(target, DictionaryObject) and target.get("/Type") in {"/Page", "/Pages"}:
                return NullObject()
            if idnum in self._open:  # a ring: its number is needed before its content is known
                self._numbers[idnum] = self._stream.reserve()
            else:
                self._write(idnum, target)
        return IndirectObject(self._numbers[idnum], 0, None)

    def _write(self, idnum: int, target: Any) -> None:
        self._open.add(idnum)
        content = self._content(target)
        self._open.discard(idnum)
        if idnum in self._numbers:
            self._stream.fill(self._numbers[idnum], content)
        else:
            self._numbers[idnum] = self._stream.unique(content)

    def _content(self, target: Any) -> bytes:
        from pypdf.generic import DictionaryObject, NameObject, NumberObject, StreamObject

        if not isinstance(target, StreamObject):
            return _serialised(self._moved(target))
        data = target._data  # noqa: SLF001 - the bytes as they are stored; pypdf has no other name for them
        head = DictionaryObject(
            {key: self._moved(one) for key, one in target.items() if key not in {"/Length"} | _DROPPED}
        )
        head[NameObject("/Length")] = NumberObject(len(data))
        return b"%s\nstream\n%s\nendstream" % (_serialised(head), data)


def _inherited(page: Any, key: str) -> Any:
    """The value that the page takes from the tree it hangs in, None when there is none."""
    node, deep = page.get("/Parent"), 0
    while node is not None and deep < 50:
        node = node.get_object()
        if key in node:
            return node.raw_get(key)
        node, deep = node.get("/Parent"), deep + 1
    return None


def _serialised(value: Any) -> bytes:
    written = io.BytesIO()
    value.write_to_stream(written)
    return written.getvalue()
