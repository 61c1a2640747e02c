"""A statement of account as a PDF: letterhead, movements with the running balance, what is overdue."""

from __future__ import annotations

from dataclasses import replace

from creances_desktop.documents import letter_blocks as blocks
from creances_desktop.documents import page, paragraphs, tables
from creances_desktop.documents.images import PreparedImage
from creances_desktop.documents.letter_blocks import ROOMY, Density
from creances_desktop.documents.page import LEFT, WIDTH
from creances_desktop.documents.paragraphs import Style
from creances_desktop.documents.payment_slips import Slipped, laid_out, payment_reference
from creances_desktop.documents.sheet import Metadata, Sheets
from creances_desktop.documents.tables import Column, Row, Table
from creances_desktop.domain.letter_fields import whole_date
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.settlement import RECEIVED
from creances_desktop.domain.statements import Charges, StatementContent, StatementLine
from creances_desktop.domain.text import plural, short_date

_COLUMNS = (
    Column("Date", 19),
    Column("Document", 20),
    Column("Numéro", 27),
    Column("Libellé", 41, max_lines=2),
    Column("Débit", 21, right=True),
    Column("Crédit", 21, right=True),
    Column("Solde", 21, right=True),
)
_SUMMARY_COLUMNS = (Column("", 70), Column("", 30, right=True))


def draw(content: StatementContent, *, logo: bytes | None = None, signature: bytes | None = None) -> bytes:
    """The PDF of the statement; the same content gives the same bytes.

    `logo` and `signature` are PNG or JPEG files, left out when they cannot be read.
    """
    images = blocks.readable(logo), blocks.readable(signature)
    slip = content.slip
    slipped = Slipped(slip, content.company, content.recipient) if slip is not None else None
    sheets = laid_out(lambda density, boxed: _set(content, images, density, boxed=boxed), slipped)
    page.footers(sheets, content.company)
    title = f"Relevé de compte {content.reference} – {content.recipient.name}".replace("  ", " ")
    return sheets.to_pdf(Metadata(title, content.company.legal_name, content.subject, content.as_of))


def _set(
    content: StatementContent,
    images: tuple[PreparedImage | None, PreparedImage | None],
    density: Density,
    *,
    boxed: bool,
) -> Sheets:
    company, recipient = content.company, content.recipient
    head = blocks.running_head(company, recipient, "Relevé de compte", content.as_of)
    sheets = blocks.begin(company, recipient, images[0], head, content.layout)
    references = [("Votre code client", recipient.code)]
    if content.reference:
        references.insert(0, ("Nos références", content.reference))
    dated = blocks.place_and_day(content.place, content.as_of)
    blocks.dated_references(sheets, dated, "", references, density)
    blocks.subject_line(sheets, content.subject, density)
    paragraphs.write(sheets, LEFT, WIDTH, content.opening, density.body)
    _draw_account(sheets, content, density)
    if boxed and content.balance > 0 and content.insolvency is None:
        known = content.reference or recipient.code
        blocks.payment_box(sheets, company, payment_reference(content.slip, known), density)
    blocks.close(sheets, company, content.closing, density, signature=images[1], by_hand=False)
    return sheets


def add(sheets: Sheets, content: StatementContent) -> None:
    """Nothing; the account is added to a document under way, below its own title, from `sheets.y`."""
    title = Style(size=12.5, leading=5.4, after=3.0, justified=False, bold=True)
    paragraphs.write(sheets, LEFT, WIDTH, (content.subject,), title)
    _draw_account(sheets, content, ROOMY)


def _draw_account(sheets: Sheets, content: StatementContent, density: Density) -> None:
    """The view, the movements with their running balance, and what the balance is made of."""
    if content.view:
        paragraphs.write(sheets, LEFT, WIDTH, (content.view,), replace(density.body, size=8.9))
    tables.draw(sheets, Table(_COLUMNS, LEFT, size=8.9), _rows(content), _totals(content))
    sheets.y += density.gap
    _draw_summary(sheets, content, density)


def _rows(content: StatementContent) -> list[Row]:
    rows = [_row(line) for line in content.lines]
    if content.since is not None:
        words = f"Solde avant le {whole_date(content.since)}"
        opening = ("", words, "", "", "", "", _balance(content.opening_balance))
        rows.insert(0, Row(opening, spanning=True))
    return rows or [Row(("", "Aucun mouvement", "", "", "", "", _balance(0)), spanning=True)]


def _row(line: StatementLine) -> Row:
    cells = (
        short_date(line.day),
        line.document,
        line.number,
        line.label,
        _amount(line.debit),
        _amount(line.credit),
        _balance(line.balance),
    )
    return Row(cells)


def _totals(content: StatementContent) -> tuple[Row, ...]:
    sums = (_amount(content.total_debit), _amount(content.total_credit))
    words = f"Solde au {whole_date(content.as_of)}"
    return (Row((words, "", "", "", *sums, _balance(content.balance)), strong=True, spanning=True),)


def _draw_summary(sheets: Sheets, content: StatementContent, density: Density) -> None:
    """What the balance is made of: overdue, not yet due, credits; then what of it is contested."""
    parts = [("Échu", content.overdue), ("À échoir", content.not_due)]
    if content.credits:
        parts.append(("Avoirs et règlements non imputés", -content.credits))
    sheets.need(5.0 * (len(parts) + 2 + bool(content.disputed)) + 1.0)
    table = Table(_SUMMARY_COLUMNS, LEFT)
    for words, amount in parts:
        tables.draw_row(sheets, table, Row((words, format_cents(amount))))
    words = "Solde en votre faveur" if content.balance < 0 else "Solde en notre faveur"
    words = words if content.balance else "Solde"
    tables.draw_row(sheets, table, Row((words, format_cents(abs(content.balance))), strong=True))
    if content.disputed:
        tables.draw_row(sheets, table, Row(("dont contesté", format_cents(content.disputed))))
    if content.charges is not None:
        _draw_charges(sheets, table, content, content.charges)
    whole = content.balance + (0 if content.charges is None else content.charges.total)
    if content.overdue_asked and content.to_pay != whole:
        row = Row(("Montant à régler à ce jour", format_cents(content.to_pay)), strong=True)
        tables.draw_row(sheets, table, row)
    sheets.y += density.gap


def _draw_charges(sheets: Sheets, table: Table, content: StatementContent, charges: Charges) -> None:
    """What the delay costs to that day, and the sum with the balance."""
    parts = [(f"Intérêts de retard au {whole_date(content.as_of)}", charges.interest)]
    if charges.indemnity:
        number = plural(charges.indemnities, "facture")
        parts.append((f"Indemnités forfaitaires ({number})", charges.indemnity))
    if charges.costs:
        parts.append(("Autres frais de recouvrement", charges.costs))
    if charges.received:
        parts.append((RECEIVED, -charges.received))
    sheets.need(5.0 * (len(parts) + 1) + 1.0)
    for words, amount in parts:
        tables.draw_row(sheets, table, Row((words, format_cents(amount))))
    words = "intérêts et indemnités" if charges.indemnity or charges.costs else "intérêts"
    total = (f"Solde avec {words}", format_cents(content.balance + charges.total))
    tables.draw_row(sheets, table, Row(total, strong=True))
    if charges.note:
        tables.draw_row(sheets, table, Row((charges.note, ""), spanning=True))


def _amount(amount: Cents) -> str:
    return format_cents(amount, symbol=False) if amount else ""


def _balance(amount: Cents) -> str:
    return format_cents(amount, symbol=False)
