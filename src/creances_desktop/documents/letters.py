"""A letter as a PDF, drawn from its frozen content: the same content gives the same bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from creances_desktop.documents import breakdown, instalment_plans, page, paragraphs, statements, tables
from creances_desktop.documents import letter_blocks as blocks
from creances_desktop.documents.images import PreparedImage
from creances_desktop.documents.letter_blocks import Density
from creances_desktop.documents.page import LEFT, WIDTH
from creances_desktop.documents.payment_slips import Slipped, laid_out, payment_reference
from creances_desktop.documents.sheet import SOFT, Metadata, Sheets
from creances_desktop.documents.tables import Column, Row, Table
from creances_desktop.domain.clients import Channel, Nature
from creances_desktop.domain.instalment_plan_letters import AgreedSchedule
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.letterhead import siren_groups
from creances_desktop.domain.letters import LetterContent, LetterLine, LetterPart, PartRole
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.settlement import RECEIVED
from creances_desktop.domain.text import fold, plural, short_date

_COLUMNS = (
    Column("N° de facture", 36),
    Column("Date", 19.5),
    Column("Échéance", 20.5),
    Column("Montant TTC", 25, right=True),
    Column("Déjà réglé", 23, right=True),
    Column("Reste dû", 25, right=True),
    Column("Retard", 21, right=True),
)
_DISPUTED_COLUMNS = (
    Column("N° de facture", 28.5),
    Column("Date", 18),
    Column("Échéance", 20.5),
    Column("Montant TTC", 24, right=True),
    Column("Déjà réglé", 22, right=True),
    Column("Contesté", 19, right=True),
    Column("Réclamé", 22, right=True),
    Column("Retard", 16, right=True),
)
"""What the table says where a part of a line is contested: that part, and what is asked for."""
_RECAP_COLUMNS = (Column("", 110), Column("", 39, right=True))
_RECEIVED_COLUMNS = (
    Column("Reçu le", 22),
    Column("Mode", 26),
    Column("Référence", 36),
    Column("Au titre de", 60),
    Column("Montant", 26, right=True),
)
_CHANNEL_WORDS = {
    Channel.REGISTERED_LETTER: "Lettre recommandée avec accusé de réception",
    Channel.EMAIL: "Par courrier électronique",
}
_KIND_WORDS = {
    DocumentKind.OPENING_BALANCE: "Solde antérieur",
    DocumentKind.OTHER_DEBIT: "Autre somme due",
    DocumentKind.CREDIT_CANCELLATION: "Annulation d’un avoir ou d’un règlement",
}
_ASKED = (PartRole.AT_STEP, PartRole.OTHER_REMINDED)
_PRE_DUE = "pre_due"
_EMPTY_WORDS = frozenset({"facture", "fact", "fac", "fa", "f", "n", "no", "client"})
_INDEMNITY = "Indemnité forfaitaire pour frais de recouvrement"
_CREDITS = "Avoirs et règlements non imputés, à déduire"
_TO_PAY = "Montant à régler"
_ESTIMATED = "*\u00a0Échéance calculée à partir de la date de la facture et du délai de règlement."


def draw(content: LetterContent, *, logo: bytes | None = None, signature: bytes | None = None) -> bytes:
    """The PDF of the letter; `logo` and `signature` are images, left out if they are unreadable."""
    images = blocks.readable(logo), blocks.readable(signature)
    sheets = laid_out(lambda density, boxed: _set(content, images, density, boxed=boxed), _slipped(content))
    if content.annex is not None:
        sheets.new_page()
        breakdown.add(sheets, content.annex, annex=True)
    if content.statement is not None:
        sheets.new_page()
        statements.add(sheets, content.statement)
    page.footers(sheets, content.company)
    title = f"{content.step_name} {content.reference} – {content.recipient.name}"
    return sheets.to_pdf(Metadata(title, content.company.legal_name, content.subject, content.issued_on))


def _slipped(content: LetterContent) -> Slipped | None:
    if content.slip is None:
        return None
    return Slipped(content.slip, content.company, content.recipient, _pay_by(content))


def _pay_by(content: LetterContent) -> date | None:
    """The day that the slip says: the deadline of the letter, or the due date of what is not due yet.

    Before the due date nothing else may be asked; due items of several days have none in common.
    """
    if content.template != _PRE_DUE:
        return content.deadline
    days = {line.due_date for part in content.parts if part.role in _ASKED for line in part.lines}
    return days.pop() if len(days) == 1 else None


def _set(
    content: LetterContent,
    images: tuple[PreparedImage | None, PreparedImage | None],
    density: Density,
    *,
    boxed: bool,
) -> Sheets:
    company, recipient = content.company, content.recipient
    head = blocks.running_head(company, recipient, content.reference, content.issued_on)
    sheets = blocks.begin(company, recipient, images[0], head, content.layout)
    sent_by = _CHANNEL_WORDS.get(content.channel, "")
    dated = blocks.place_and_day(content.place, content.issued_on)
    blocks.dated_references(sheets, dated, sent_by, _references(content), density)
    blocks.subject_line(sheets, content.subject, density)
    paragraphs.write(sheets, LEFT, WIDTH, content.opening, density.body)
    _draw_parts(sheets, content, density, boxed=boxed)
    if content.schedule is not None:
        _sign_both(sheets, content, content.schedule, density, images[1])
        return sheets
    blocks.close(
        sheets, company, content.closing, density, enclosures=content.enclosures, signature=images[1]
    )
    return sheets


def _sign_both(
    sheets: Sheets,
    content: LetterContent,
    schedule: AgreedSchedule,
    density: Density,
    signature: PreparedImage | None,
) -> None:
    """The end of an agreement: the creditor signs it, and the client does."""
    company = content.company
    lines = [f"Pour {company.legal_name}", *(name for name, _ in blocks.signature_lines(company))]
    instalment_plans.close(
        sheets,
        (list(dict.fromkeys(lines)), content.recipient.name),
        content.closing,
        density,
        mention=schedule.mention,
        signature=signature,
    )


def _references(content: LetterContent) -> list[tuple[str, str]]:
    recipient = content.recipient
    client = recipient.code
    if recipient.nature is not Nature.CONSUMER and recipient.siren.strip():
        client += f" – SIREN {siren_groups(recipient.siren)}"
    known = [("Votre code client", client)] if client else []
    return [("Nos références", content.reference), *known]


def _draw_parts(sheets: Sheets, content: LetterContent, density: Density, *, boxed: bool) -> None:
    """What is asked for and its sum, how to pay it, then what is only told."""
    asked = [part for part in content.parts if part.role is not PartRole.INFORMATION]
    if content.received:
        _draw_received(sheets, content, density)
    if len(asked) == 1:
        _draw_part(sheets, content, asked[0], _totals_to_pay(content), density)
    elif asked:
        for part in asked:
            _draw_part(sheets, content, part, (_total("Total", part.total),), density)
        _draw_recap(sheets, content, asked, density)
    if content.schedule is not None:
        instalment_plans.draw_schedule(sheets, content.schedule, density)
    if boxed and content.asks_payment:
        quoted = payment_reference(content.slip, content.reference)
        blocks.payment_box(sheets, content.company, quoted, density)
    for part in content.parts:
        if part.role is PartRole.INFORMATION:
            _draw_part(sheets, content, part, (_total("Total", part.total),), density)


def _draw_received(sheets: Sheets, content: LetterContent, density: Density) -> None:
    """The payments that a receipt names."""
    rows = [
        Row(
            (
                short_date(one.day),
                one.mode,
                one.reference or "–",
                one.settles or "–",
                format_cents(one.amount),
            )
        )
        for one in content.received
    ]
    total = format_cents(sum(one.amount for one in content.received))
    totals = (Row(("Total reçu", "", "", "", total), strong=True, spanning=True),)
    tables.draw(sheets, Table(_RECEIVED_COLUMNS, LEFT), rows, totals)
    sheets.y += density.gap


def _draw_part(
    sheets: Sheets, content: LetterContent, part: LetterPart, totals: tuple[Row, ...], density: Density
) -> None:
    with_step = part.role is PartRole.OTHER_REMINDED
    contested = any(line.disputed for line in part.lines)
    rows = [
        _row(line, content.recipient.name, with_step=with_step, contested=contested) for line in part.lines
    ]
    columns = _DISPUTED_COLUMNS if contested else _COLUMNS
    if contested:
        totals = tuple(_shifted(row) for row in totals)
    tables.draw(sheets, Table(columns, LEFT), rows, totals, part.title)
    if any(line.estimated for line in part.lines):
        sheets.text(LEFT + 1.4, sheets.y + 3.2, _ESTIMATED, size=7.9, colour=SOFT)
        sheets.y += 3.6
    sheets.y += density.gap


def _totals_to_pay(content: LetterContent) -> tuple[Row, ...]:
    rows = [_total(words, amount, strong=False) for words, amount in _added(content)]
    to_pay = _total(content.asked_label or _TO_PAY, content.to_pay)
    if content.asked is not None and (rows or content.schedule is None):
        return (_total("Total", content.total), *rows, to_pay)
    return (_total("Total", content.total), *rows, to_pay) if rows else (to_pay,)


def _added(content: LetterContent) -> list[tuple[str, Cents]]:
    """What stands between the total and what is to be paid: credits, then the charges claimed."""
    lines = [(_CREDITS, -content.credits)] if content.credits else []
    if content.schedule is not None and content.schedule.added:
        until = short_date(content.issued_on)
        lines.append((f"Intérêts de retard arrêtés au {until}", content.schedule.interest))
        lines.append((_INDEMNITY, content.schedule.indemnity))
        return [(words, amount) for words, amount in lines if amount]
    annex = content.annex
    if annex is None:
        return lines
    charges = (
        (f"Intérêts de retard arrêtés au {short_date(annex.as_of)}", annex.interest),
        (breakdown.indemnity_words(annex), annex.indemnity),
        ("Frais de recouvrement justifiés, au-delà de l’indemnité", annex.further_costs),
        (RECEIVED, -annex.received),
    )
    return [*lines, *((words, amount) for words, amount in charges if amount)]


def _total(words: str, amount: Cents, *, strong: bool = True) -> Row:
    return Row((words, "", "", "", "", format_cents(amount), ""), strong=strong, spanning=True)


def _shifted(row: Row) -> Row:
    """A row of totals under the wider table: its amount stands one column further."""
    words, *rest = row.cells
    return replace(row, cells=(words, "", *rest))


def _draw_recap(sheets: Sheets, content: LetterContent, asked: list[LetterPart], density: Density) -> None:
    lines = [*((part.title, part.total) for part in asked), *_added(content)]
    table = Table(_RECAP_COLUMNS, LEFT)
    sheets.need(5.0 * len(lines) + 6.0)
    for words, amount in lines:
        tables.draw_row(sheets, table, Row((words, format_cents(amount))))
    tables.draw_row(sheets, table, Row((_TO_PAY, format_cents(content.to_pay)), strong=True))
    sheets.y += density.gap


def _row(line: LetterLine, client: str, *, with_step: bool, contested: bool) -> Row:
    cells = (
        line.number,
        short_date(line.issue_date),
        short_date(line.due_date) + ("*" if line.estimated else ""),
        format_cents(line.amount),
        format_cents(line.paid) if line.paid else "–",
        *([format_cents(line.disputed) if line.disputed else "–"] if contested else ()),
        format_cents(line.outstanding),
        plural(line.days_late, "jour") if line.days_late > 0 else "–",
    )
    return Row(cells, " – ".join(_notes(line, client, with_step=with_step)))


def _notes(line: LetterLine, client: str, *, with_step: bool) -> list[str]:
    """What the figures do not say: the step, what the document is, an instalment, what was sold."""
    notes = [line.step_name] if with_step and line.step_name else []
    if line.kind in _KIND_WORDS:
        notes.append(_KIND_WORDS[line.kind])
    if line.amount != line.gross:
        notes.append(f"Échéance d’une facture de {format_cents(line.gross)} TTC")
    if _tells_more(line.label, line.number, client):
        notes.append(line.label)
    return notes


def _tells_more(label: str, number: str, client: str) -> bool:
    """Whether the label says more than `facture`, the number and the client's name, as ledgers have it."""
    left = fold(label)
    for known in (fold(client), fold(number)):
        left = left.replace(known, " ") if known else left
    return any(word not in _EMPTY_WORDS for word in re.findall(r"\w+", left))
