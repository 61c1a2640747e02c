"""The report of a morning session as a PDF: figures, then one line per client."""

from __future__ import annotations

from creances_desktop.documents import tables
from creances_desktop.documents.fonts import SEMIBOLD
from creances_desktop.documents.sheet import LINE, PORTRAIT, SOFT, Metadata, Rule, Sheets
from creances_desktop.documents.tables import Column, Row, Table
from creances_desktop.domain.company import Company
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.morning_report import MorningReport

_LEFT, _WIDTH, _BOTTOM = 18.0, 174.0, 276.0
_COLUMNS = (
    Column("Client", 46.0),
    Column("Pour", 28.0),
    Column("Enjeu", 24.0, right=True),
    Column("Ce qu’il en est", 76.0),
)


def draw(report: MorningReport, company: Company) -> bytes:
    """The PDF of the report; the same report gives the same bytes."""
    sheets = Sheets(PORTRAIT, bottom=_BOTTOM, on_new_page=lambda made: _running_head(made, report))
    sheets.text(_LEFT, 18.0, company.legal_name, size=10, colour=SOFT, max_width=_WIDTH)
    sheets.text(_LEFT, 26.0, report.title, font=SEMIBOLD, size=16, max_width=_WIDTH)
    sheets.text(_LEFT, 31.6, report.bank, size=9, colour=SOFT)
    step = _WIDTH / len(report.figures)
    for place, (caption, figure) in enumerate(report.figures):
        sheets.text(_LEFT + place * step, 40.0, caption, size=8.5, colour=SOFT, max_width=step - 2)
        sheets.text(_LEFT + place * step, 45.2, figure, font=SEMIBOLD, size=10, max_width=step - 2)
    sheets.y = 51.0
    rows = [
        Row((one.client_name, one.kind, format_cents(one.amount) if one.amount else "–", one.said))
        for one in report.lines
    ]
    tables.draw(sheets, Table(_COLUMNS, _LEFT, size=8.8), rows or [Row(("Aucun client", "", "", ""))], [])
    for page in range(sheets.page_count):
        words = f"Page {page + 1}/{sheets.page_count}"
        sheets.text(_LEFT + _WIDTH, 286.0, words, size=7.5, colour=SOFT, align=1.0, page=page)
    return sheets.to_pdf(Metadata(report.title, company.legal_name, report.title, report.day))


def _running_head(sheets: Sheets, report: MorningReport) -> None:
    sheets.text(_LEFT, 14.0, report.title, size=8.5, colour=SOFT, max_width=_WIDTH)
    sheets.add(Rule(_LEFT, 16.2, _LEFT + _WIDTH, 16.2, 0.4, LINE))
    sheets.y = 20.0
