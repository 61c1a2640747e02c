"""The aged balance as a PDF, A4 landscape: one line per client, the totals last."""

from __future__ import annotations

from creances_desktop.documents import tables
from creances_desktop.documents.fonts import SEMIBOLD
from creances_desktop.documents.sheet import LANDSCAPE, LINE, SOFT, Metadata, Rule, Sheets
from creances_desktop.documents.tables import Column, Row, Table
from creances_desktop.domain.balance import LIMITS, AgedBalance, AgedRow
from creances_desktop.domain.company import Company
from creances_desktop.domain.letter_fields import whole_date
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.text import plural

_LEFT = 15.0
_WIDTH = 267.0
_BOTTOM = 188.0
_AMOUNT = 27.0
_CODE = 24.0
_CLIENT = 54.0
_FEWEST = 40.0
_NAMED = 4
"""The narrowest column of names: what many bands leave."""


def draw(balance: AgedBalance, company: Company) -> bytes:
    """The PDF of the aged balance, amounts in euros; the same balance gives the same bytes."""
    title = f"Balance âgée au {whole_date(balance.as_of)}"
    sheets = Sheets(LANDSCAPE, bottom=_BOTTOM, on_new_page=lambda made: _running_head(made, company, title))
    sheets.text(_LEFT, 18.0, company.legal_name, size=10, colour=SOFT, max_width=_WIDTH)
    sheets.text(_LEFT, 26.0, title, font=SEMIBOLD, size=16)
    clients = plural(len(balance.rows), "client")
    sheets.text(_LEFT, 31.6, f"{clients} – montants TTC en euros, par échéance", size=9, colour=SOFT)
    sheets.y = 36.0
    columns = _columns(balance)
    nothing = Row(("", "Aucune somme due", *[""] * (len(columns) - 2)), spanning=True)
    rows = [_row(row) for row in balance.rows] or [nothing]
    totals = [_row(balance.total, "Total"), *_shares(balance.total), *_disputed(balance)]
    tables.draw(
        sheets, Table(columns, _LEFT, size=8.8 if len(balance.limits) <= len(LIMITS) else 8.2), rows, totals
    )
    _footers(sheets, company)
    return sheets.to_pdf(Metadata(title, company.legal_name, title, balance.as_of))


def _columns(balance: AgedBalance) -> tuple[Column, ...]:
    """The columns of the bands of this balance, over the whole width of the sheet."""
    names = (*balance.band_names, "Non imputé", "Solde")
    amount = min(_AMOUNT, (_WIDTH - _CODE - _FEWEST) / len(names))
    client = _CLIENT if amount == _AMOUNT else _FEWEST
    return (
        Column("Code", _CODE),
        Column("Client", client),
        *(Column(name, amount, right=True) for name in names),
    )


def _row(row: AgedRow, words: str = "") -> Row:
    amounts = tuple(_amount(amount) for amount in (*row.bands, row.unallocated))
    cells = (words or row.code, row.name, *amounts, format_cents(row.outstanding, symbol=False))
    return Row(cells, strong=bool(words), spanning=bool(words))


def _shares(total: AgedRow) -> tuple[Row, ...]:
    """The share of each band in what is owed before credits, in percent, halves up; none without debts."""
    owed = sum(total.bands)
    if owed <= 0:
        return ()
    shares = tuple(f"{(amount * 200 + owed) // (2 * owed)}\u00a0%" for amount in total.bands)
    return (Row(("Part des sommes dues", "", *shares, "", ""), spanning=True),)


def _disputed(balance: AgedBalance) -> tuple[Row, ...]:
    """What of the balance is contested, and by whom; nothing without a dispute."""
    if not balance.total.disputed:
        return ()
    contesting = [row for row in balance.rows if row.disputed]
    named = ", ".join(f"{row.name} {_amount(row.disputed)}" for row in contesting[:_NAMED])
    if len(contesting) > _NAMED:
        named += f" et {plural(len(contesting) - _NAMED, 'autre client', 'autres clients')}"
    words = f"Dont en litige, compris dans les colonnes ci-dessus\u00a0: {named}"
    blank = [""] * (len(balance.band_names) + 1)
    return (Row((words, "", *blank, _amount(balance.total.disputed)), spanning=True),)


def _amount(amount: Cents) -> str:
    return format_cents(amount, symbol=False) if amount else "–"


def _running_head(sheets: Sheets, company: Company, title: str) -> None:
    sheets.text(_LEFT, 14.0, f"{company.legal_name} – {title}", size=8.5, colour=SOFT, max_width=_WIDTH)
    sheets.add(Rule(_LEFT, 16.2, _LEFT + _WIDTH, 16.2, 0.4, LINE))
    sheets.y = 20.0


def _footers(sheets: Sheets, company: Company) -> None:
    for number in range(sheets.page_count):
        words = f"Page {number + 1}/{sheets.page_count}"
        sheets.text(_LEFT + _WIDTH, 198.0, words, size=7.5, colour=SOFT, align=1.0, page=number)
        sheets.text(_LEFT, 198.0, company.legal_name, size=7.5, colour=SOFT, max_width=200, page=number)
