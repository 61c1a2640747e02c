"""The breakdown of an invoice as a PDF: interest line by line, indemnity, total, sources of the rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from creances_desktop.documents import page, paragraphs, tables
from creances_desktop.documents.fonts import SEMIBOLD
from creances_desktop.documents.page import LEFT, WIDTH
from creances_desktop.documents.paragraphs import Style
from creances_desktop.documents.sheet import PORTRAIT, SOFT, Metadata, Sheets
from creances_desktop.documents.tables import Column, Row, Table
from creances_desktop.domain.company import Company
from creances_desktop.domain.letter_fields import whole_date
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.penalties import Breakdown
from creances_desktop.domain.text import short_date

_COLUMNS = (
    Column("Du", 26),
    Column("Au", 26),
    Column("Jours", 20, right=True),
    Column("Base", 36, right=True),
    Column("Taux annuel", 26, right=True),
    Column("Intérêts", 36, right=True),
)
_NOTES = Style(size=8.6, leading=4.0, after=1.4, justified=False)
_FORMULA = "Intérêts = base × taux × jours ÷ 365, arrondis au centime à chaque ligne\u00a0; du lendemain de "
_FORMULA += "l’échéance au jour du paiement, inclus (C. com., art. L441-10 II)."


@dataclass(frozen=True, slots=True)
class BreakdownSheet:
    """What stands on the sheet; `sums` are the words and amounts at its foot, `missing` what is left out."""

    company: Company
    client_name: str
    number: str
    issue_date: date
    result: Breakdown
    sums: tuple[tuple[str, str], ...]
    missing: str = ""


def draw(sheet: BreakdownSheet) -> bytes:
    """The PDF of the breakdown; the same figures give the same bytes."""
    result = sheet.result
    title = f"Décompte de la facture {sheet.number} au {whole_date(result.as_of)}"
    sheets = Sheets(
        PORTRAIT, bottom=page.BOTTOM, on_new_page=lambda made: page.continuation_head(made, title)
    )
    sheets.text(LEFT, 20.0, sheet.company.legal_name, size=10, colour=SOFT, max_width=WIDTH)
    sheets.text(LEFT, 29.0, title, font=SEMIBOLD, size=15, max_width=WIDTH)
    about = f"{sheet.client_name} – facture du {whole_date(sheet.issue_date)}"
    sheets.text(LEFT, 35.4, about, size=10, colour=SOFT, max_width=WIDTH)
    sheets.y = 42.0
    tables.draw(sheets, Table(_COLUMNS, LEFT), _rows(result), _interest_total(result))
    sheets.y += 6.0
    table = Table((Column("", WIDTH - 36), Column("", 36, right=True)), LEFT)
    sheets.need(6.0 * len(sheet.sums))
    for index, cells in enumerate(sheet.sums):
        tables.draw_row(sheets, table, Row(cells, strong=index == len(sheet.sums) - 1))
    sheets.y += 6.0
    paragraphs.write(sheets, LEFT, WIDTH, _notes(sheet), _NOTES)
    page.footers(sheets, sheet.company)
    return sheets.to_pdf(Metadata(title, sheet.company.legal_name, about, result.as_of))


def _rows(result: Breakdown) -> tuple[Row, ...]:
    rows = tuple(
        Row(
            (
                short_date(line.first),
                short_date(line.last),
                str(line.days),
                format_cents(line.base),
                f"{line.rate_percent:.2f}\u00a0%".replace(".", ","),
                format_cents(line.interest),
            )
        )
        for line in result.lines
    )
    return rows or (Row(("Aucun intérêt à cette date", "", "", "", "", ""), spanning=True),)


def _interest_total(result: Breakdown) -> tuple[Row, ...]:
    words = ("Total des intérêts", "", "", "", "", format_cents(result.interest))
    return (Row(words, strong=True, spanning=True),)


def _notes(sheet: BreakdownSheet) -> tuple[str, ...]:
    sources = dict.fromkeys(line.rate_source for line in sheet.result.lines)
    indemnity = sheet.result.fixed_indemnity_source
    given = [f"Indemnité forfaitaire\u00a0: {indemnity}."] if indemnity else []
    return (*([_FORMULA] if sources else []), *sources, *given, *([sheet.missing] if sheet.missing else []))
