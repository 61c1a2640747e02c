"""The breakdown of interest and indemnities as a PDF: what was due, what came, each row with its source."""

from __future__ import annotations

from collections.abc import Sequence

from creances_desktop.documents import letter_blocks as blocks
from creances_desktop.documents import page, paragraphs, tables
from creances_desktop.documents.fonts import SEMIBOLD
from creances_desktop.documents.page import LEFT, RIGHT, WIDTH
from creances_desktop.documents.paragraphs import Style
from creances_desktop.documents.sheet import INK, PORTRAIT, Metadata, Rule, Sheets
from creances_desktop.documents.tables import Column, Row, Table
from creances_desktop.domain.breakdown_sheet import BreakdownSheet, SheetInvoice, SheetItem, SheetRow
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.letter_fields import whole_date
from creances_desktop.domain.letters import Recipient
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.settlement import RECEIVED
from creances_desktop.domain.text import plural, short_date

TITLE = "Décompte des intérêts et indemnités"
_MOVES = (
    Column("Date", 22),
    Column("Principal", 84),
    Column("Montant", 32, right=True),
    Column("Solde", 32, right=True),
)
_ROWS = (
    Column("Du", 19),
    Column("Au", 19),
    Column("Jours", 12, right=True),
    Column("Base", 25, right=True),
    Column("Taux annuel", 20, right=True),
    Column("Origine du taux", 51),
    Column("Intérêts", 24, right=True),
)
_SUMS = (Column("", 138), Column("", 32, right=True))
_SUMMARY = (
    Column("N° de facture", 44),
    Column("Reste dû", 32, right=True),
    Column("Intérêts", 30, right=True),
    Column("Indemnité et frais", 32, right=True),
    Column("Total", 32, right=True),
)
_SUMMARY_RECEIVED = (
    Column("N° de facture", 34),
    Column("Reste dû", 28, right=True),
    Column("Intérêts", 26, right=True),
    Column("Indemnité et frais", 30, right=True),
    Column("Déjà réglés", 24, right=True),
    Column("Total", 28, right=True),
)
"""Where some of the charges were already paid."""

_BODY = Style(size=9.6, leading=4.4, after=1.2, justified=False)
_TOP = 52.0
"""Under the letterhead: the sheet goes with a letter, no envelope shows its address."""

_NOTES = Style(size=8.2, leading=3.7, after=1.0, justified=False)


def draw(
    sheet: BreakdownSheet, company: Company, recipient: Recipient, *, logo: bytes | None = None
) -> bytes:
    """The PDF of the breakdown alone; the same figures give the same bytes."""
    words = f"{company.legal_name} – {TITLE} – {sheet.client_name}"
    sheets = Sheets(
        PORTRAIT, bottom=page.BOTTOM, on_new_page=lambda made: page.continuation_head(made, words)
    )
    page.letterhead(sheets, company, blocks.readable(logo))
    # A logo makes the letterhead taller.
    sheets.y = max(_TOP, sheets.y + 6.0)
    known = [line for line in recipient.lines[1:] if not line.startswith("À l’attention")]
    add(sheets, sheet, ", ".join(known))
    page.footers(sheets, company)
    title = f"{TITLE} au {whole_date(sheet.as_of)} – {sheet.client_name}"
    return sheets.to_pdf(Metadata(title, company.legal_name, TITLE, sheet.as_of))


def add(sheets: Sheets, sheet: BreakdownSheet, address: str = "", *, annex: bool = False) -> None:
    """Nothing; the breakdown is added from `sheets.y`, under its title; `annex`: it follows a letter."""
    _title(sheets, sheet, address, annex=annex)
    for invoice in sheet.invoices:
        _invoice(sheets, invoice, alone=len(sheet.invoices) == 1)
    if len(sheet.invoices) != 1:
        _summary(sheets, sheet)
    _sums(sheets, sheet, annex=annex)
    _notes(sheets, sheet)


def _title(sheets: Sheets, sheet: BreakdownSheet, address: str, *, annex: bool) -> None:
    title = f"{TITLE} arrêté au {whole_date(sheet.as_of)}"
    title = f"Annexe – {title}" if annex else title
    sheets.text(LEFT, sheets.y + 5.0, title, font=SEMIBOLD, size=13, max_width=WIDTH)
    sheets.y += 7.0
    debtor = f"Débiteur\u00a0: {sheet.client_name} (code {sheet.client_code})"
    lines = (
        f"{debtor}, {address}" if address else debtor,
        f"Régime appliqué\u00a0: {_REGIMES[sheet.regime]}",
    )
    paragraphs.write(sheets, LEFT, WIDTH, map(paragraphs.plain, lines), _BODY)


_REGIMES = {
    Nature.PROFESSIONAL: "créance entre professionnels",
    Nature.CONSUMER: "créance sur un particulier",
    Nature.PUBLIC: "créance de la commande publique",
    Nature.UNSPECIFIED: "",
}


def _invoice(sheets: Sheets, invoice: SheetInvoice, *, alone: bool) -> None:
    sheets.need(46.0 if alone else 64.0)
    title = (
        f"Facture {invoice.number} du {short_date(invoice.issue_date)} – {format_cents(invoice.gross)} TTC"
    )
    sheets.y += 2.0
    sheets.text(LEFT, sheets.y + 4.2, title, font=SEMIBOLD, size=10.5, max_width=WIDTH)
    sheets.y += 6.6
    for item in invoice.items:
        tables.draw(sheets, Table(_MOVES, LEFT, 8.8), _move_rows(item), ())
        sheets.y += 2.4
        if item.rows:
            tables.draw(sheets, Table(_ROWS, LEFT, 8.8), _interest_rows(item), _interest_total(item))
            sheets.y += 3.0
    if not any(item.rows for item in invoice.items):
        paragraphs.write(sheets, LEFT, WIDTH, ("Aucun intérêt à cette date.",), _BODY)
    if not alone:
        _table(sheets, _charges(invoice))
    paragraphs.write(sheets, LEFT, WIDTH, invoice.notes, _NOTES)


def _move_rows(item: SheetItem) -> list[Row]:
    due = f"Somme à payer au plus tard le {short_date(item.due_date)}"
    first = Row((short_date(item.due_date), due, format_cents(item.amount), format_cents(item.amount)))
    return [
        first,
        *(
            Row((short_date(one.day), one.words, format_cents(one.amount), format_cents(one.balance)))
            for one in item.moves
        ),
    ]


def _interest_rows(item: SheetItem) -> list[Row]:
    years = {year.last: year for year in item.years}
    rows = []
    for row in item.rows:
        note = f"Base dont {format_cents(row.capitalised)} d’intérêts capitalisés" if row.capitalised else ""
        rows.append(Row(_cells(row), note))
        year = years.get(row.last)
        if year is not None:
            words = (
                f"Capitalisation (C. civ., art. 1343-2)\u00a0: {format_cents(year.amount)} d’intérêts de "
                f"l’année du {short_date(year.first)} au {short_date(year.last)}"
            )
            rows.append(Row((words, *("",) * 6), spanning=True))
    return rows


def _interest_total(item: SheetItem) -> tuple[Row, ...]:
    total = format_cents(sum(row.interest for row in item.rows))
    return (Row(("Total des intérêts", "", "", "", "", "", total), strong=True, spanning=True),)


def _cells(row: SheetRow) -> tuple[str, ...]:
    if not row.source:
        origin, rate, interest = row.origin, "inconnu", "non compté"
    else:
        origin, rate, interest = f"{row.origin} ({row.source})", row.rate, format_cents(row.interest)
    days, base = str(row.days), format_cents(row.base)
    return (short_date(row.first), short_date(row.last), days, base, rate, origin, interest)


def _charges(invoice: SheetInvoice) -> list[Row]:
    rows = [Row(("Reste dû", format_cents(invoice.outstanding)))]
    if invoice.interest:
        rows.append(Row(("Intérêts de retard", format_cents(invoice.interest))))
    if invoice.indemnity:
        rows.append(Row(("Indemnité forfaitaire", format_cents(invoice.indemnity))))
    if invoice.further_costs:
        rows.append(Row(("Frais justifiés au-delà de l’indemnité", format_cents(invoice.further_costs))))
    if invoice.received:
        rows.append(Row((RECEIVED, format_cents(-invoice.received))))
    if invoice.given_up:
        rows = [*rows, Row(("Intérêts et indemnité non réclamés", format_cents(-_asked(invoice))))]
    return [*rows, Row((f"Total de la facture {invoice.number}", format_cents(invoice.total)), strong=True)]


def _asked(invoice: SheetInvoice) -> int:
    return sum(invoice.charges_left)


def _summary(sheets: Sheets, sheet: BreakdownSheet) -> None:
    rows = []
    for one in sheet.invoices:
        charges = (one.interest, one.indemnity + one.further_costs, -one.received)
        amounts = (one.outstanding, *((0, 0, 0) if one.given_up else charges), one.total)
        shown = amounts if sheet.received else (*amounts[:3], amounts[4])
        rows.append(Row((one.number, *map(format_cents, shown))))
    columns = _SUMMARY_RECEIVED if sheet.received else _SUMMARY
    sheets.y += 3.0
    tables.draw(sheets, Table(columns, LEFT), rows, (), "Récapitulatif")
    sheets.y += 2.0


def _sums(sheets: Sheets, sheet: BreakdownSheet, *, annex: bool) -> None:
    """The sums; those of an annex are of the charges alone, the letter counts the principal."""
    rows = [] if annex else [Row(("Principal restant dû", format_cents(sheet.outstanding)))]
    if sheet.disputed and not annex:
        rows.append(Row(("dont contesté", format_cents(sheet.disputed))))
    rows.append(
        Row((f"Intérêts de retard arrêtés au {short_date(sheet.as_of)}", format_cents(sheet.interest)))
    )
    if sheet.indemnity:
        rows.append(Row((indemnity_words(sheet), format_cents(sheet.indemnity))))
    if sheet.further_costs:
        words = "Frais de recouvrement justifiés, au-delà de l’indemnité"
        rows.append(Row((words, format_cents(sheet.further_costs))))
    if sheet.received:
        rows.append(Row((RECEIVED, format_cents(-sheet.received))))
    if sheet.credits and not annex:
        rows.append(Row(("Avoirs et règlements non imputés", format_cents(-sheet.credits))))
    total, amount = "Total dû", sheet.total
    if annex:
        total, amount = "Total des intérêts et indemnités", sheet.charges
    elif len(sheet.claimed) < len(sheet.invoices):
        total = "Total dû, intérêts et indemnités abandonnés ou réglés non compris"
    rows.append(Row((total, format_cents(amount)), strong=True))
    sheets.y += 1.6
    _table(sheets, rows)
    if sheet.further_day:
        words = (
            f"À compter du lendemain, {format_cents(sheet.further_day)} d’intérêts de plus par jour, "
            "tant que la base et le taux ne changent pas."
        )
        paragraphs.write(sheets, LEFT, WIDTH, (words,), _BODY)


def indemnity_words(sheet: BreakdownSheet) -> str:
    """The words of the line of indemnities: `Indemnité forfaitaire (2 × 40 €)`."""
    each = sheet.indemnity // max(1, sheet.indemnities)
    amount = format_cents(each).replace(",00", "")
    return f"Indemnité forfaitaire pour frais de recouvrement ({sheet.indemnities} × {amount})"


def _table(sheets: Sheets, rows: Sequence[Row]) -> None:
    sheets.need(5.2 * len(rows) + 2.0)
    table = Table(_SUMS, LEFT)
    for row in rows:
        tables.draw_row(sheets, table, row)
    sheets.y += 2.6


def _notes(sheets: Sheets, sheet: BreakdownSheet) -> None:
    sheets.need(16.0)
    sheets.y += 1.0
    sheets.add(Rule(LEFT, sheets.y, RIGHT, sheets.y, 0.4, INK))
    sheets.y += 1.6
    rules = list(sheet.rules)
    sources = [f"({number}) {source}." for number, source in enumerate(sheet.sources, 1)]
    if sheet.indemnities:
        rules.append(f"Indemnité due une fois par facture payée en retard\u00a0: {sheet.indemnity_source}.")
    missing = [row for one in sheet.invoices for item in one.items for row in item.rows if not row.source]
    if missing:
        days = plural(sum(row.days for row in missing), "jour laissé de côté", "jours laissés de côté")
        rules.append(f"{days}, faute de taux publié connu\u00a0: aucun taux n’est supposé.")
    paragraphs.write(sheets, LEFT, WIDTH, (*sources, *rules, *sheet.alerts), _NOTES)
