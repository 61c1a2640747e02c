"""A letter as a PDF, drawn from its frozen content: the same content gives the same bytes."""

from __future__ import annotations

from creances_desktop.documents import page, paragraphs, tables
from creances_desktop.documents.fonts import SEMIBOLD
from creances_desktop.documents.images import PreparedImage, UnreadableImage, prepare
from creances_desktop.documents.page import BODY_TOP, BOTTOM, LEFT, RIGHT, WIDTH
from creances_desktop.documents.sheet import PORTRAIT, SOFT, TINT, Area, Metadata, Picture, Sheets
from creances_desktop.documents.tables import Column, Row, Table
from creances_desktop.domain.clients import Channel, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.letterhead import iban_groups, siren_groups
from creances_desktop.domain.letters import LetterContent, LetterLine, LetterPart, PartRole, Recipient
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import fold, long_date, plural, short_date

_COLUMNS = (
    Column("N° de pièce", 36),
    Column("Date", 19.5),
    Column("Échéance", 20.5),
    Column("Montant TTC", 25, right=True),
    Column("Déjà réglé", 23, right=True),
    Column("Reste dû", 25, right=True),
    Column("Retard", 21, right=True),
)
_CHANNEL_WORDS = {
    Channel.REGISTERED_LETTER: "Lettre recommandée avec accusé de réception",
    Channel.EMAIL: "Par courrier électronique",
}
_KIND_WORDS = {
    DocumentKind.OPENING_BALANCE: "Solde antérieur",
    DocumentKind.OTHER_DEBIT: "Autre somme due",
    DocumentKind.CREDIT_CANCELLATION: "Annulation d’avoir",
}
_ESTIMATED = "*\u00a0Échéance calculée à partir de la date de la pièce et du délai de règlement."
_SIGNATURE_SPACE = 17.0
_SIGNATURE_X = 110.0


def draw(content: LetterContent, *, logo: bytes | None = None, signature: bytes | None = None) -> bytes:
    """The PDF of the letter; `logo` and `signature` are PNG or JPEG files, left out when they cannot be read."""
    words = f"{content.company.legal_name} à {content.recipient.name} – {content.reference} – "
    head = words + long_date(content.issued_on)
    sheets = Sheets(PORTRAIT, bottom=BOTTOM, on_new_page=lambda made: page.continuation_head(made, head))
    first_page(sheets, content.company, content.recipient, readable(logo))
    references(sheets, content)
    paragraphs.write(sheets, LEFT, WIDTH, content.opening)
    _draw_parts(sheets, content)
    *closing, farewell = content.closing or ("",)
    paragraphs.write(sheets, LEFT, WIDTH, closing)
    sign(sheets, content.company, farewell, content.enclosures, readable(signature))
    page.footers(sheets, content.company)
    title = f"{content.step_name} {content.reference} – {content.recipient.name}"
    return sheets.to_pdf(Metadata(title, content.company.legal_name, content.subject, content.issued_on))


def first_page(sheets: Sheets, company: Company, recipient: Recipient, logo: PreparedImage | None) -> None:
    """Nothing; letterhead, address and folds are added; `sheets.y` is then under the window."""
    page.letterhead(sheets, company, logo)
    page.address_block(sheets, recipient.lines)
    page.fold_marks(sheets)
    sheets.y = BODY_TOP


def references(sheets: Sheets, content: LetterContent) -> None:
    """Nothing; on the left how it is sent and the references, on the right place and date, then the subject."""
    day = long_date(content.issued_on)
    dated = f"{content.place}, le {day}" if content.place else f"Le {day}"
    sheets.text(_SIGNATURE_X, sheets.y + 3.6, dated, size=10.5)
    told = _CHANNEL_WORDS.get(content.channel)
    if told:
        sheets.text(LEFT, sheets.y + 3.6, told, font=SEMIBOLD, size=10)
        sheets.y += 5.0
    for label, value in _reference_lines(content):
        sheets.text(LEFT, sheets.y + 3.6, f"{label}\u00a0: {value}", size=9, colour=SOFT, max_width=84)
        sheets.y += 4.2
    sheets.y += 5.0
    subject = f"**Objet\u00a0: {content.subject}**"
    paragraphs.write(sheets, LEFT, WIDTH, (subject,), paragraphs.Style(size=11, after=4.0, justified=False))


def sign(
    sheets: Sheets,
    company: Company,
    farewell: str,
    enclosures: tuple[str, ...],
    signature: PreparedImage | None,
) -> None:
    """Nothing; the last paragraph and the signature are added, together on one page, then the enclosures."""
    names = [name for name in (company.signatory.strip(), company.quality.strip()) if name]
    height = paragraphs.height_of((farewell,), WIDTH) if farewell else 0.0
    sheets.need(height + 3.0 + 5.0 * (1 + len(names)) + _SIGNATURE_SPACE)
    if farewell:
        paragraphs.write(sheets, LEFT, WIDTH, (farewell,))
    sheets.y += 3.0
    for name in names or [company.legal_name]:
        font = SEMIBOLD if name in {company.signatory.strip(), company.legal_name} else "SourceSans3"
        sheets.text(_SIGNATURE_X, sheets.y + 3.8, name, font=font, size=10.5, max_width=RIGHT - _SIGNATURE_X)
        sheets.y += 4.8
    if signature is not None:
        width, tall = signature.fitted(55.0, _SIGNATURE_SPACE)
        sheets.add(Picture(_SIGNATURE_X, sheets.y + 0.5, width, tall, signature.reader))
    sheets.y += _SIGNATURE_SPACE
    if enclosures:
        words = (
            ("Pièce jointe" if len(enclosures) == 1 else "Pièces jointes")
            + "\u00a0: "
            + "\u00a0; ".join(enclosures)
        )
        small = paragraphs.Style(size=9, leading=4.2, justified=False)
        paragraphs.write(sheets, LEFT, WIDTH, (words,), small)


def readable(image: bytes | None) -> PreparedImage | None:
    """The image, or None when there is none or it cannot be read: a letter leaves without its logo."""
    try:
        return prepare(image) if image else None
    except UnreadableImage:
        return None


def payment_box(sheets: Sheets, company: Company, reference: str) -> None:
    """Nothing; how to pay is added in a tinted box: IBAN, BIC and the reference to quote."""
    entries = [("Référence à rappeler", reference)]
    if company.iban.strip():
        entries = [("IBAN", iban_groups(company.iban)), *entries]
        if company.bic.strip():
            entries.insert(1, ("BIC", company.bic.strip()))
    height = 7.6 + 4.6 * ((len(entries) + 1) // 2) + 1.0
    sheets.need(height + 3.0)
    sheets.add(Area(LEFT, sheets.y, WIDTH, height, TINT))
    title = (
        f"Règlement par virement à l’ordre de {company.legal_name}"
        if company.iban.strip()
        else "Votre règlement"
    )
    sheets.text(LEFT + 3, sheets.y + 5.0, title, font=SEMIBOLD, size=9.2, max_width=WIDTH - 6)
    for index, (label, value) in enumerate(entries):
        x = LEFT + 3 + (index % 2) * 104
        y = sheets.y + 10.0 + (index // 2) * 4.8
        sheets.text(x, y, label, size=8.6, colour=SOFT)
        sheets.text(x + (10 if len(label) < 6 else 31), y, value, font=SEMIBOLD, size=9.4, max_width=90)
    sheets.y += height + 4.0


def _reference_lines(content: LetterContent) -> list[tuple[str, str]]:
    lines = [("Nos références", content.reference), ("Votre code client", content.recipient.code)]
    if content.recipient.nature is not Nature.CONSUMER and content.recipient.siren.strip():
        lines.append(("Votre SIREN", siren_groups(content.recipient.siren)))
    return lines


def _draw_parts(sheets: Sheets, content: LetterContent) -> None:
    asked = [part for part in content.parts if part.role is not PartRole.INFORMATION]
    told = [part for part in content.parts if part.role is PartRole.INFORMATION]
    simple = len(asked) == 1 and not content.credits
    for part in asked:
        _draw_part(sheets, content, part, "Montant à régler" if simple else "Total")
    if not simple:
        _draw_recap(sheets, content, asked)
    payment_box(sheets, content.company, content.reference)
    for part in told:
        _draw_part(sheets, content, part, "Total")


def _draw_part(sheets: Sheets, content: LetterContent, part: LetterPart, total_words: str) -> None:
    rows = [
        _row(line, content.recipient.name, with_step=part.role is PartRole.OTHER_REMINDED)
        for line in part.lines
    ]
    total = Row((total_words, "", "", "", "", format_cents(part.total), ""), strong=True)
    tables.draw(sheets, Table(_COLUMNS, LEFT), rows, (total,), part.title)
    if any(line.estimated for line in part.lines):
        sheets.text(LEFT + 1.4, sheets.y + 3.2, _ESTIMATED, size=7.9, colour=SOFT)
        sheets.y += 3.6
    sheets.y += 4.0


def _row(line: LetterLine, client: str, *, with_step: bool) -> Row:
    due = short_date(line.due_date) + ("*" if line.estimated else "")
    late = plural(line.days_late, "jour") if line.days_late > 0 else "–"
    cells = (
        line.number,
        short_date(line.issue_date),
        due,
        format_cents(line.amount),
        format_cents(line.paid) if line.paid else "–",
        format_cents(line.outstanding),
        late,
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
    """Whether the label says more than `facture`, its number and the client's name, as labels of ledgers do."""
    left = fold(label)
    for known in (fold(client), fold(number), "facture", "fact", "fac", "fa", "n°", "no", ":", "-"):
        left = left.replace(known, " ") if known else left
    return len(left.replace(" ", "")) > 2


def _draw_recap(sheets: Sheets, content: LetterContent, asked: list[LetterPart]) -> None:
    lines = [(part.title or "Factures", part.total) for part in asked]
    if content.credits:
        lines.append(("Avoirs et règlements non imputés, à déduire", -content.credits))
    columns = (Column("", 110), Column("", 39, right=True))
    table = Table(columns, LEFT)
    sheets.need(5.0 * len(lines) + 8.0)
    for words, amount in lines:
        tables.draw_row(sheets, table, Row((words, format_cents(amount))))
    tables.draw_row(sheets, table, Row(("Montant à régler", format_cents(content.claimed)), strong=True))
    sheets.y += 4.0
