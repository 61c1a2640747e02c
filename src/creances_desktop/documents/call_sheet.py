"""The call sheet as a PDF: one page A4, with blanks to fill by hand."""

from __future__ import annotations

from collections.abc import Sequence

from creances_desktop.documents import paragraphs, tables
from creances_desktop.documents.fonts import REGULAR, SEMIBOLD
from creances_desktop.documents.paragraphs import Style
from creances_desktop.documents.sheet import INK, LINE, PORTRAIT, SOFT, TINT, Area, Metadata, Rule, Sheets
from creances_desktop.documents.tables import Column, Row, Table
from creances_desktop.domain.call_sheet import CallSheetPage, SheetInvoice
from creances_desktop.domain.company import Company
from creances_desktop.domain.letter_fields import whole_date
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import short_date

_LEFT, _RIGHT, _WIDTH = 15.0, 195.0, 180.0
_BLANKS_TOP = 226.0
"""Where the part to fill by hand begins at the latest: what stands above never reaches it."""
_SMALL = Style(size=9.0, leading=4.1, after=0.6, justified=False)
_SAID = Style(size=10.5, leading=4.8, after=0.6, justified=False)
_WARNING = Style(size=10.0, leading=4.6, after=0.6, justified=False, bold=True)
_HALF = 88.0
_INVOICES = (
    Column("Facture", 32.0),
    Column("Échéance", 22.0),
    Column("Retard", 18.0, right=True),
    Column("Reste dû", 26.0, right=True),
    Column("", 4.0),
    Column("Pièces à portée de main", 78.0, max_lines=1),
)


def draw(page: CallSheetPage, company: Company) -> bytes:
    """The PDF of the sheet, always one page; the same content gives the same bytes."""
    sheets = Sheets(PORTRAIT, bottom=1000.0)
    _head(sheets, page, company)
    if page.warning:
        paragraphs.write(sheets, _LEFT, _WIDTH, (page.warning,), _WARNING)
        sheets.y += 1.0
    rows = [_row(one) for one in page.invoices] or [Row(("Rien d’ouvert", "", "", "", "", ""), spanning=True)]
    if page.more_invoices:
        rows.append(Row((page.more_invoices, "", "", "", "", ""), spanning=True))
    tables.draw(sheets, Table(_INVOICES, _LEFT, size=8.6), rows, [])
    sheets.y += 2.0
    _exhibits(sheets, page)
    top = sheets.y
    _column(sheets, _LEFT, (("Derniers contacts", [_line(one.day, one.text) for one in page.contacts]),))
    left = sheets.y
    sheets.y = top
    promised = [*page.promises, f"En tout\u00a0: {page.word}."] if page.promises else []
    _column(
        sheets,
        _LEFT + _WIDTH - _HALF,
        (
            *((("Échéancier", page.plans),) if page.plans else ()),
            ("Promesses", promised),
            ("Incidents de paiement", [_line(one.day, one.text) for one in page.incidents]),
        ),
    )
    sheets.y = max(left, sheets.y) + 1.0
    _script(sheets, page)
    _blanks(sheets)
    words = f"Préparée le {short_date(page.day)} — document interne, à ne pas envoyer"
    sheets.text(_LEFT, 288.0, words, size=7.5, colour=SOFT)
    return sheets.to_pdf(Metadata(page.title, company.legal_name, page.title, page.day))


def _head(sheets: Sheets, page: CallSheetPage, company: Company) -> None:
    sheets.text(_LEFT, 14.0, company.legal_name, size=9, colour=SOFT, max_width=100)
    sheets.text(_RIGHT, 14.0, whole_date(page.day), size=9, colour=SOFT, align=1.0)
    sheets.text(_LEFT, 21.5, page.title, font=SEMIBOLD, size=15, max_width=140)
    sheets.text(_RIGHT, 21.5, f"{page.code} — {page.nature.label}", size=9, colour=SOFT, align=1.0)
    y = 27.0
    for way in page.ways or ("Aucun numéro ni adresse connus",):
        bold = way.startswith("→")
        sheets.text(_LEFT, y, way, font=SEMIBOLD if bold else REGULAR, size=9, max_width=_WIDTH)
        y += 4.2
    sheets.add(Area(_LEFT, y - 1.6, _WIDTH, 11.0, TINT))
    step = _WIDTH / len(page.figures)
    for place, (caption, figure) in enumerate(page.figures):
        x = _LEFT + 2 + place * step
        sheets.text(x, y + 2.4, caption, size=8, colour=SOFT, max_width=step - 3)
        sheets.text(x, y + 7.2, figure, font=SEMIBOLD, size=10, max_width=step - 3)
    sheets.y = y + 11.4


def _row(one: SheetInvoice) -> Row:
    late = f"{one.days_late}\u00a0j" if one.days_late else "–"
    papers = ", ".join((*((one.held,) if one.held else ()), *one.exhibits)) or "aucune"
    due = ("≈\u00a0" if one.estimated else "") + short_date(one.due_date)
    return Row((one.number, due, late, format_cents(one.outstanding), "", papers))


def _exhibits(sheets: Sheets, page: CallSheetPage) -> None:
    """What is at hand beside the papers of the invoices, in two lines at the most."""
    if not page.exhibits:
        return
    words = f"Aussi à portée de main\u00a0: {', '.join(page.exhibits)}."
    lines = paragraphs.split(words, _WIDTH, REGULAR, _SMALL.size)
    for number, line in enumerate(lines[:2]):
        cut = "…" if number == 1 and len(lines) > 2 else ""
        sheets.text(_LEFT, sheets.y + 3.0, line + cut, size=_SMALL.size, max_width=_WIDTH)
        sheets.y += _SMALL.leading
    sheets.y += 1.6


def _line(day: object, text: str) -> str:
    return f"{day:%d/%m}\u00a0: {text}"


def _column(sheets: Sheets, x: float, parts: Sequence[tuple[str, Sequence[str]]]) -> None:
    for title, lines in parts:
        sheets.text(x, sheets.y + 3.6, title, font=SEMIBOLD, size=9.5)
        sheets.y += 5.2
        for line in lines or ("néant",):
            first = paragraphs.split(line, _HALF, REGULAR, _SMALL.size)[:2]
            for number, words in enumerate(first):
                cut = (
                    "…"
                    if number == 1 and len(paragraphs.split(line, _HALF, REGULAR, _SMALL.size)) > 2
                    else ""
                )
                sheets.text(x, sheets.y + 3.0, words + cut, size=_SMALL.size, max_width=_HALF)
                sheets.y += _SMALL.leading
        sheets.y += 1.2


def _script(sheets: Sheets, page: CallSheetPage) -> None:
    """What to say: the opening, the figure to obtain, what may be granted, what is kept in reserve."""
    sheets.add(Rule(_LEFT, sheets.y, _RIGHT, sheets.y, 0.4, LINE))
    sheets.y += 1.6
    parts = (
        ("Pour commencer", (page.opening,), _SAID),
        ("À obtenir", (page.goal,), _SAID),
        ("Ce qui peut être accordé", tuple(f"– {one}" for one in page.grants), _SMALL),
        ("En réserve", (page.lever,), _SMALL),
    )
    for title, texts, style in parts:
        needed = paragraphs.height_of(texts, _WIDTH - 42.0, style)
        if sheets.y + needed > _BLANKS_TOP - 2.0:
            continue
        sheets.text(_LEFT, sheets.y + 3.6, title, font=SEMIBOLD, size=9.5, max_width=40.0)
        paragraphs.write(sheets, _LEFT + 42.0, _WIDTH - 42.0, texts, style)
        sheets.y += 1.0


def _blanks(sheets: Sheets) -> None:
    """What is filled by hand during the call."""
    y = min(_BLANKS_TOP, sheets.y + 8.0)
    sheets.add(Rule(_LEFT, y - 3.0, _RIGHT, y - 3.0, 0.8, INK))
    rows: tuple[tuple[tuple[str, float, float], ...], ...] = (
        (("Parlé à", _LEFT, 105.0), ("le", 108.0, 140.0), ("à", 143.0, 160.0), ("durée", 164.0, _RIGHT)),
        (("Motif", _LEFT, 105.0), ("Factures", 108.0, _RIGHT)),
        (("Promet", _LEFT, 70.0), ("€ pour le", 73.0, 120.0), ("par", 123.0, _RIGHT)),
        (("Prochain appel le", _LEFT, 105.0), ("demander", 108.0, _RIGHT)),
    )
    for row in rows:
        y += 8.0
        for caption, start, end in row:
            sheets.text(start, y, caption, size=9, colour=SOFT)
            begin = start + len(caption) * 1.75 + 2.5
            sheets.add(Rule(begin, y + 0.8, end, y + 0.8, 0.4, LINE))
    y += 6.0
    sheets.text(_LEFT, y, "Notes", size=9, colour=SOFT)
    while y < 276.0:
        y += 6.5
        sheets.add(Rule(_LEFT, y, _RIGHT, y, 0.3, LINE))
