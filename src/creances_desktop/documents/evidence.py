"""The sheets of an evidence file that the program draws: front pages, sheets of text, stamps on pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from creances_desktop.documents import letter_blocks as blocks
from creances_desktop.documents import page, paragraphs, tables
from creances_desktop.documents.fonts import REGULAR, SEMIBOLD, text_width
from creances_desktop.documents.images import PreparedImage
from creances_desktop.documents.page import BOTTOM, LEFT, RIGHT, WIDTH
from creances_desktop.documents.paragraphs import Style
from creances_desktop.documents.sheet import (
    INK,
    LANDSCAPE,
    LINE,
    MM,
    PORTRAIT,
    SOFT,
    TINT,
    Area,
    Metadata,
    Rule,
    Sheets,
)
from creances_desktop.documents.tables import Column, Row, Table
from creances_desktop.domain.company import Company
from creances_desktop.domain.letter_fields import whole_date
from creances_desktop.domain.letters import Recipient

_DEBT_COLUMNS = (
    Column("Facture", 30),
    Column("Émise le", 22),
    Column("Échéance", 22),
    Column("Montant TTC", 32, right=True),
    Column("Réglé", 32, right=True),
    Column("Reste dû", 32, right=True),
)
_LIST_COLUMNS = (
    Column("N°", 12, right=True),
    Column("Pièce", 104, max_lines=3),
    Column("Date", 22),
    Column("Pages", 14, right=True),
    Column("Page", 18, right=True),
)
_FACT_COLUMNS = (Column("Date", 24), Column("Fait", 122, max_lines=4), Column("Pièce n°", 24, right=True))
_SMALL = Style(size=8.6, leading=4.0, after=1.6, colour=SOFT, justified=False)
_BODY = Style(size=10.2, leading=4.8, after=2.2, justified=False)
_MONO = Style(size=9.4, leading=4.4, after=0.0, justified=False)
_NOTICE = (
    "Ce dossier réunit les pièces que le créancier détient, telles qu’il les a archivées. Le numéro de pièce "
    "et le numéro de page sont apposés sur chaque page\u00a0; rien d’autre n’y est ajouté."
)


@dataclass(frozen=True, slots=True)
class DebtLine:
    """An invoice of the cover, its cells as printed; `note` stands below them."""

    cells: tuple[str, str, str, str, str, str]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line of the list of exhibits; a heading has only a title. `first` is the page where it begins."""

    title: str
    number: int = 0
    day: str = ""
    pages: int = 0
    first: int = 0


@dataclass(frozen=True, slots=True)
class FactLine:
    """A line of the chronology; `exhibits` are the numbers that prove it, as printed."""

    day: str
    text: str
    exhibits: str


@dataclass(frozen=True, slots=True)
class Front:
    """What stands on the front pages."""

    company: Company
    recipient: Recipient
    identity: tuple[str, ...]
    day: date
    debts: tuple[DebtLine, ...]
    totals: tuple[DebtLine, ...]
    sums: tuple[tuple[str, str], ...]
    exhibits: tuple[ListLine, ...]
    facts: tuple[FactLine, ...]
    remarks: tuple[str, ...] = ()


def front(content: Front, *, logo: bytes | None = None) -> tuple[bytes, dict[str, int]]:
    """The PDF of the front pages, and the page (from 0) on which each of its parts begins."""
    sheets = _sheets(content)
    _cover(sheets, content, blocks.readable(logo))
    places = {"Page de garde": 0}
    sheets.new_page()
    places["Bordereau des pièces"] = sheets.page_count - 1
    _title(sheets, "Bordereau des pièces")
    _exhibits(sheets, content)
    sheets.new_page()
    places["Chronologie"] = sheets.page_count - 1
    _title(sheets, "Chronologie")
    rows = [Row((one.day, one.text, one.exhibits)) for one in content.facts]
    tables.draw(sheets, Table(_FACT_COLUMNS, LEFT), rows or [Row(("", "Aucun fait", ""))], ())
    words = f"Dossier de preuves – {content.recipient.name}"
    data = sheets.to_pdf(Metadata(words, content.company.legal_name, "Dossier de preuves", content.day))
    return data, places


def text_sheet(
    title: str, heads: Sequence[tuple[str, str]], lines: Sequence[str], company: Company, day: date
) -> bytes:
    """Headers and lines of text as pages: a mail, a note, the sheet in place of what cannot be joined."""
    sheets = Sheets(PORTRAIT, bottom=BOTTOM, on_new_page=lambda made: page.continuation_head(made, title))
    sheets.y = 30.0
    _title(sheets, title)
    for label, value in heads:
        sheets.need(5.0)
        sheets.text(LEFT, sheets.y + 3.6, label, size=9.2, colour=SOFT)
        for line in paragraphs.split(value, WIDTH - 30, REGULAR, 9.6) or ("",):
            sheets.need(4.8)
            sheets.text(LEFT + 30, sheets.y + 3.6, line, size=9.6)
            sheets.y += 4.8
    if heads:
        sheets.y += 2.0
        sheets.add(Rule(LEFT, sheets.y, RIGHT, sheets.y, 0.4, LINE))
        sheets.y += 4.0
    for line in lines:
        # What is bold in a letter is only two stars in a mail.
        words = paragraphs.plain(line).rstrip()
        if words:
            paragraphs.write(sheets, LEFT, WIDTH, (words,), _MONO)
        else:
            sheets.y += 3.0
    return sheets.to_pdf(Metadata(title, company.legal_name, title, day))


def table_sheet(
    title: str, rows: Sequence[tuple[str, str, str]], heads: tuple[str, str, str], company: Company, day: date
) -> bytes:
    """A table of three columns as pages: what was said with the client."""
    sheets = Sheets(PORTRAIT, bottom=BOTTOM, on_new_page=lambda made: page.continuation_head(made, title))
    sheets.y = 30.0
    _title(sheets, title)
    columns = (Column(heads[0], 24), Column(heads[1], 58, max_lines=6), Column(heads[2], 88, max_lines=12))
    tables.draw(sheets, Table(columns, LEFT), [Row(one) for one in rows], ())
    return sheets.to_pdf(Metadata(title, company.legal_name, title, day))


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is put on a page: `exhibit` and `place` at the top right, empty on front pages; `foot` below."""

    exhibit: str
    place: str
    foot: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A document of the file: its PDF, the words of its bookmark, and the section that it begins, if any."""

    pdf: bytes
    bookmark: str
    section: str = ""


def stamped(
    front: tuple[bytes, dict[str, int]],
    documents: Sequence[Bound],
    stamps: Sequence[Stamp],
    *,
    title: str,
    author: str,
) -> bytes:
    """One PDF of the front pages and of these documents, with a stamp on each page and bookmarks.

    `front` is what `front()` gave; `stamps` has one for each page of the whole. The same documents give the
    same bytes.
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter()
    writer.append(io.BytesIO(front[0]), import_outline=False)
    for words, place in front[1].items():
        writer.add_outline_item(title=words, page_number=place)
    parent: Any = None
    for one in documents:
        first = len(writer.pages)
        writer.append(io.BytesIO(one.pdf), import_outline=False)
        if one.section:
            parent = writer.add_outline_item(title=one.section, page_number=first, bold=True)
        writer.add_outline_item(title=one.bookmark, page_number=first, parent=parent)
    overlays = {size: PdfReader(io.BytesIO(_overlay(stamps, size))) for size in (PORTRAIT, LANDSCAPE)}
    for number, sheet in enumerate(writer.pages):
        box = sheet.mediabox
        size = LANDSCAPE if box.width > box.height else PORTRAIT
        sheet.merge_page(overlays[size].pages[number])
    writer.add_metadata({"/Title": title, "/Author": author, "/Creator": "Créances"})
    writer.root_object[NameObject("/Lang")] = TextStringObject("fr-FR")
    shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    writer.root_object[NameObject("/ViewerPreferences")] = shown
    writer.page_mode = "/UseOutlines"
    writer.compress_identical_objects()
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _overlay(stamps: Sequence[Stamp], size: tuple[float, float]) -> bytes:
    """A transparent page for each stamp."""
    sheets = Sheets(size, bottom=size[1])
    for number, stamp in enumerate(stamps):
        if number:
            sheets.new_page()
        _box(sheets, size[0] - 8.0, 6.0, (stamp.exhibit, stamp.place))
        _box(sheets, size[0] - 8.0, size[1] - 10.5, (stamp.foot,))
    return sheets.to_pdf(Metadata("", "", "", date(2000, 1, 1)))


def _box(sheets: Sheets, right: float, top: float, words: tuple[str, ...]) -> None:
    """Words in a white box with its border, that ends at `right`: legible on any scan."""
    lines = [word for word in words if word]
    if not lines:
        return
    width = max(
        text_width(word, SEMIBOLD if not place else REGULAR, 9 if not place else 7.5) / MM
        for place, word in enumerate(lines)
    )
    width, height = width + 4.0, 5.2 + 3.6 * (len(lines) - 1)
    left = right - width
    sheets.add(Area(left, top, width, height, 1.0))
    for y in (top, top + height):
        sheets.add(Rule(left, y, right, y, 0.6, INK))
    for x in (left, right):
        sheets.add(Rule(x, top, x, top + height, 0.6, INK))
    sheets.text(left + 2.0, top + 3.8, lines[0], font=SEMIBOLD, size=9)
    for place, word in enumerate(lines[1:], 1):
        sheets.text(left + 2.0, top + 3.8 + 3.5 * place, word, size=7.5)


def _sheets(content: Front) -> Sheets:
    words = f"{content.company.legal_name} – Dossier de preuves, {content.recipient.name}"
    return Sheets(PORTRAIT, bottom=BOTTOM, on_new_page=lambda made: page.continuation_head(made, words))


def _title(sheets: Sheets, words: str) -> None:
    for line in paragraphs.split(words, WIDTH, SEMIBOLD, 14):
        sheets.text(LEFT, sheets.y + 5.0, line, font=SEMIBOLD, size=14)
        sheets.y += 7.0
    sheets.y += 2.0


def _cover(sheets: Sheets, content: Front, logo: PreparedImage | None) -> None:
    page.letterhead(sheets, content.company, logo)
    sheets.y = max(92.0, sheets.y + 16.0)
    sheets.text(LEFT, sheets.y, "Dossier de preuves", font=SEMIBOLD, size=24)
    sheets.y += 8.0
    sheets.text(LEFT, sheets.y, f"établi le {whole_date(content.day)}", size=11, colour=SOFT)
    sheets.y += 10.0
    _parties(sheets, content)
    rows = [Row(one.cells, one.note) for one in content.debts]
    totals = tuple(Row(one.cells, strong=not place) for place, one in enumerate(content.totals))
    tables.draw(sheets, Table(_DEBT_COLUMNS, LEFT), rows, totals)
    sheets.y += 5.0
    columns = Table((Column("", 118), Column("", 52, right=True)), LEFT, size=9.6)
    sheets.need(5.4 * len(content.sums) + 2.0)
    for words, amount in content.sums:
        tables.draw_row(sheets, columns, Row((words, amount), strong=words.startswith("Total")))
    sheets.y += 6.0
    count = sum(1 for one in content.exhibits if one.number)
    words = f"{count} pièce{'s' if count > 1 else ''} numérotée{'s' if count > 1 else ''}"
    paragraphs.write(sheets, LEFT, WIDTH, (f"**{words}**, au bordereau qui suit.", *content.remarks), _BODY)
    paragraphs.write(sheets, LEFT, WIDTH, (_NOTICE,), _SMALL)


def _parties(sheets: Sheets, content: Front) -> None:
    """The creditor and the debtor side by side, in a tinted box."""
    debtor = (*content.recipient.lines, *content.identity)
    height = 9.0 + 4.6 * max(len(debtor), 3)
    sheets.add(Area(LEFT, sheets.y, WIDTH, height, TINT))
    halves = (
        ("Créancier", (content.company.legal_name, *content.company.address.splitlines())),
        ("Débiteur", debtor),
    )
    for place, (head, lines) in enumerate(halves):
        x = LEFT + 4.0 + place * WIDTH / 2
        sheets.text(x, sheets.y + 5.0, head, size=8.6, colour=SOFT)
        for index, line in enumerate(lines):
            font = SEMIBOLD if not index else REGULAR
            baseline = sheets.y + 10.0 + 4.6 * index
            sheets.text(x, baseline, line, font=font, size=9.8, max_width=WIDTH / 2 - 8)
    sheets.y += height + 7.0


def _exhibits(sheets: Sheets, content: Front) -> None:
    rows: list[Row] = []
    for one in content.exhibits:
        if one.number:
            cells = (str(one.number), one.title, one.day, str(one.pages), str(one.first))
            rows.append(Row(cells))
        else:
            rows.append(Row(("", one.title, "", "", ""), strong=True))
    tables.draw(sheets, Table(_LIST_COLUMNS, LEFT), rows or [Row(("", "Aucune pièce", "", "", ""))], ())
