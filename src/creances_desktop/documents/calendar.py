"""A day or a week of the calendar as a PDF: lines to tick, what is late first."""

from __future__ import annotations

from creances_desktop.documents import tables
from creances_desktop.documents.fonts import SEMIBOLD
from creances_desktop.documents.sheet import LINE, PORTRAIT, SOFT, Metadata, Rule, Sheets
from creances_desktop.documents.tables import Column, Row, Table
from creances_desktop.domain.calendar_sheet import CalendarSheet, SheetDay, SheetLine
from creances_desktop.domain.text import plural, short_date

_LEFT = 18.0
_WIDTH = 174.0
_BOTTOM = 278.0
_COLUMNS = (
    Column("", 7),
    Column("Genre", 25),
    Column("Client", 47, max_lines=2),
    Column("Téléphone", 27),
    Column("Objet", 68, max_lines=3),
)
_LATE_COLUMNS = (
    Column("", 7),
    Column("Depuis le", 19),
    Column("Genre", 25),
    Column("Client", 44, max_lines=2),
    Column("Téléphone", 27),
    Column("Objet", 52, max_lines=3),
)
_BOX, _TICKED = "☐", "✓"


def draw(content: CalendarSheet) -> bytes:
    """The PDF of the page; the same content gives the same bytes."""
    sheets = Sheets(PORTRAIT, bottom=_BOTTOM, on_new_page=lambda made: _running_head(made, content))
    sheets.text(_LEFT, 18.0, content.company, size=9.5, colour=SOFT, max_width=_WIDTH)
    sheets.text(_LEFT, 26.5, content.title, font=SEMIBOLD, size=16, max_width=_WIDTH)
    sheets.y = 32.0
    if content.overdue:
        title = f"En retard ({len(content.overdue)})"
        rows = [_row(line, late=True) for line in content.overdue]
        tables.draw(sheets, Table(_LATE_COLUMNS, _LEFT), rows, (), title)
        sheets.y += 6.0
    for day in content.days:
        _draw_day(sheets, day, alone=len(content.days) == 1)
    _footers(sheets, content)
    return sheets.to_pdf(Metadata(content.title, content.company, content.title, content.printed_on))


def _draw_day(sheets: Sheets, day: SheetDay, *, alone: bool) -> None:
    holiday = f" – {day.holiday}" if day.holiday else ""
    title = f"{'À faire ce jour' if alone else day.title}{holiday}"
    if not day.lines:
        if alone or day.day.weekday() < 5:
            sheets.need(14.0)
            sheets.text(_LEFT, sheets.y + 4.2, title, font=SEMIBOLD, size=10, max_width=_WIDTH)
            words = "Rien de prévu."
            sheets.text(_LEFT + 1.4, sheets.y + 9.4, words, size=9.2, colour=SOFT)
            sheets.y += 15.0
        return
    rows = [_row(line, late=False) for line in day.lines]
    count = plural(len(day.lines), "entrée")
    tables.draw(sheets, Table(_COLUMNS, _LEFT), rows, (), f"{title} ({count})")
    sheets.y += 6.0


def _row(line: SheetLine, *, late: bool) -> Row:
    since = (short_date(line.since),) if late and line.since is not None else ()
    tick = _TICKED if line.done else _BOX
    return Row((tick, *since, line.kind, line.who, line.phone, line.what), line.note)


def _running_head(sheets: Sheets, content: CalendarSheet) -> None:
    words = f"{content.company} – {content.title}"
    sheets.text(_LEFT, 14.0, words, size=8.5, colour=SOFT, max_width=_WIDTH)
    sheets.add(Rule(_LEFT, 16.2, _LEFT + _WIDTH, 16.2, 0.4, LINE))
    sheets.y = 20.0


def _footers(sheets: Sheets, content: CalendarSheet) -> None:
    for number in range(sheets.page_count):
        words = f"Page {number + 1}/{sheets.page_count}"
        sheets.text(_LEFT + _WIDTH, 287.0, words, size=7.5, colour=SOFT, align=1.0, page=number)
        printed = f"Imprimé le {short_date(content.printed_on)}"
        sheets.text(_LEFT, 287.0, printed, size=7.5, colour=SOFT, page=number)
