"""The parts that letters and statements share: head, references, subject, payment, signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from creances_desktop.documents import page, paragraphs
from creances_desktop.documents.fonts import REGULAR, SEMIBOLD
from creances_desktop.documents.images import ImageTooLarge, PreparedImage, UnreadableImage, prepare
from creances_desktop.documents.page import BOTTOM, LEFT, RIGHT, WIDTH
from creances_desktop.documents.paragraphs import Style
from creances_desktop.documents.sheet import PORTRAIT, SOFT, TINT, Area, Picture, Sheets
from creances_desktop.domain.company import Company
from creances_desktop.domain.envelopes import PLAIN, PaperLayout
from creances_desktop.domain.letter_fields import whole_date
from creances_desktop.domain.letterhead import iban_groups
from creances_desktop.domain.letters import Recipient

_RIGHT_COLUMN = page.ADDRESS_X


@dataclass(frozen=True, slots=True)
class Density:
    """How tightly a letter is set, so that a signature is not alone on a second sheet; millimetres.

    `joined`: the references stand on one line, and the signature beside the name instead of under it.
    """

    body: Style
    gap: float
    signature: float
    joined: bool = False


ROOMY = Density(Style(size=10.5, leading=5.0, after=2.4), gap=4.0, signature=17.0)
TIGHT = Density(Style(size=10.0, leading=4.5, after=1.8), gap=3.0, signature=14.0)
TIGHTEST = Density(Style(size=9.6, leading=4.2, after=1.5), gap=2.4, signature=12.0)
COMPACT = Density(Style(size=9.5, leading=4.1, after=1.1), gap=2.0, signature=10.5, joined=True)
DENSITIES = (ROOMY, TIGHT, TIGHTEST, COMPACT)
"""From the one that is taken where there is room to the last resort."""


def begin(
    company: Company,
    recipient: Recipient,
    logo: PreparedImage | None,
    running_head: str,
    layout: PaperLayout = PLAIN,
) -> Sheets:
    """The first sheet with letterhead, address and folds, ready under the window of the envelope."""
    sheets = Sheets(
        PORTRAIT, bottom=BOTTOM, on_new_page=lambda made: page.continuation_head(made, running_head)
    )
    page.letterhead(sheets, company, logo)
    page.address_block(sheets, recipient.lines, layout)
    page.fold_marks(sheets, layout)
    sheets.y = layout.geometry.body_top
    return sheets


def running_head(company: Company, recipient: Recipient, reference: str, day: date) -> str:
    """The words at the head of the following pages."""
    return f"{company.legal_name} à {recipient.name} – {reference} – {whole_date(day)}"


def dated_references(
    sheets: Sheets,
    dated: str,
    sent_by: str,
    references: Sequence[tuple[str, str]],
    density: Density,
) -> None:
    """Nothing; on the left how the letter is sent and its references, on the right the place and the day."""
    sheets.text(_RIGHT_COLUMN, sheets.y + 3.6, dated, size=10.5, max_width=RIGHT - _RIGHT_COLUMN)
    if sent_by:
        sheets.text(LEFT, sheets.y + 3.6, sent_by, font=SEMIBOLD, size=10)
        sheets.y += 5.0
    lines = [f"{label}\u00a0: {value}" for label, value in references]
    if density.joined and sent_by:
        # under the place and the day there is the whole width
        lines = [" – ".join(lines)]
    for line in lines:
        width = WIDTH if density.joined and sent_by else 84.0
        sheets.text(LEFT, sheets.y + 3.6, line, size=9, colour=SOFT, max_width=width)
        sheets.y += 4.2


def place_and_day(place: str, day: date) -> str:
    """`Nantes, le 21 novembre 2026`, or the day alone."""
    return f"{place}, le {whole_date(day)}" if place else f"Le {whole_date(day)}"


def subject_line(sheets: Sheets, subject: str, density: Density) -> None:
    """Nothing; the subject is added in semibold letters, with the space around it."""
    sheets.y += density.gap + 1.0
    style = Style(size=11, leading=5.0, after=density.gap, justified=False, bold=True)
    paragraphs.write(sheets, LEFT, WIDTH, (f"Objet\u00a0: {subject}",), style)


def payment_box(sheets: Sheets, company: Company, reference: str, density: Density) -> None:
    """Nothing; how to pay is added in a tinted box: IBAN, BIC and the reference to quote."""
    iban, bic = company.iban.strip(), company.bic.strip()
    entries = [("IBAN", iban_groups(iban)), ("BIC", bic)] if iban else []
    entries = [entry for entry in entries if entry[1]]
    height = 7.4 + (4.7 if entries else 0.0) + 5.2
    sheets.need(height)
    sheets.add(Area(LEFT, sheets.y, WIDTH, height, TINT))
    title = f"Règlement par virement à l’ordre de {company.legal_name}" if iban else "Votre règlement"
    baseline = sheets.y + 5.0
    sheets.text(LEFT + 3, baseline, title, font=SEMIBOLD, size=9.2, max_width=WIDTH - 6)
    if entries:
        baseline += 4.8
    for index, (label, value) in enumerate(entries):
        x = LEFT + 3 + index * 105
        sheets.text(x, baseline, label, size=8.6, colour=SOFT)
        sheets.text(x + 10, baseline, value, font=SEMIBOLD, size=9.4, max_width=90 if not index else 48)
    baseline += 4.8
    sheets.text(LEFT + 3, baseline, "Référence à rappeler", size=8.6, colour=SOFT)
    sheets.text(LEFT + 34, baseline, reference, font=SEMIBOLD, size=9.4, max_width=WIDTH - 40)
    sheets.y += height + density.gap


def close(
    sheets: Sheets,
    company: Company,
    closing: Sequence[str],
    density: Density,
    *,
    enclosures: Sequence[str] = (),
    signature: PreparedImage | None = None,
    by_hand: bool = True,
) -> None:
    """Nothing; the closing paragraphs, the signature and the enclosures are added.

    The last two paragraphs stay with the signature: a name is never alone on a sheet. `by_hand` leaves room
    to sign where there is no image.
    """
    body = density.body
    room = density.signature if by_hand or signature is not None else 0.0
    names = signature_lines(company)
    height = 4.8 * len(names)
    height = max(height, room) if density.joined else height + room
    kept = tuple(closing[-2:])
    paragraphs.write(sheets, LEFT, WIDTH, closing[:-2], body)
    above = 2.0 if density.joined else 3.0
    sheets.need(paragraphs.height_of(kept, WIDTH, body) + above + height)
    paragraphs.write(sheets, LEFT, WIDTH, kept, body)
    sheets.y += above
    _sign(sheets, names, signature, density)
    sheets.y += height
    if enclosures:
        words = "Pièce jointe" if len(enclosures) == 1 else "Pièces jointes"
        text = f"{words}\u00a0: " + paragraphs.plain("\u00a0; ".join(enclosures))
        _beside_signature(sheets, text, above + height)


def _sign(
    sheets: Sheets,
    names: Sequence[tuple[str, str]],
    signature: PreparedImage | None,
    density: Density,
) -> None:
    """Nothing; the names are added from `sheets.y`, and the image under them or, `joined`, beside them."""
    size = density.body.size
    width = RIGHT - _RIGHT_COLUMN - (_BESIDE if density.joined else 0.0)
    for index, (name, font) in enumerate(names):
        baseline = sheets.y + 4.8 * index + 3.8
        sheets.text(_RIGHT_COLUMN, baseline, name, font=font, size=size, max_width=width)
    if signature is None:
        return
    widest = _BESIDE if density.joined else 55.0
    across, high = signature.fitted(widest, density.signature - 1.0)
    left = RIGHT - across if density.joined else _RIGHT_COLUMN
    top = sheets.y if density.joined else sheets.y + 4.8 * len(names)
    sheets.add(Picture(left, top + 0.5, across, high, signature.reader))


_BESIDE = 40.0
"""Millimetres that a signature beside the name may take."""


def _beside_signature(sheets: Sheets, text: str, height: float) -> None:
    """Nothing; the enclosures on the left of the signature that ends here, or under it when they are long."""
    style = Style(size=9, leading=4.2, justified=False)
    width = _RIGHT_COLUMN - LEFT - 6.0
    needed = paragraphs.height_of((text,), width, style)
    if needed > height - 3.0:
        paragraphs.write(sheets, LEFT, WIDTH, (text,), style)
        return
    end = sheets.y
    sheets.y = end - height + 3.0
    paragraphs.write(sheets, LEFT, width, (text,), style)
    sheets.y = end


def readable(image: bytes | None) -> PreparedImage | None:
    """The image, or None when there is none or it cannot be read: a letter leaves without its logo."""
    try:
        return prepare(image) if image else None
    except (UnreadableImage, ImageTooLarge):
        return None


def place_signature(sheets: Sheets, signature: PreparedImage, x: float, room: float) -> None:
    """Nothing; the image of the signature is added at `x` within so much room."""
    width, height = signature.fitted(55.0, room - 1.0)
    sheets.add(Picture(x, sheets.y + 0.5, width, height, signature.reader))


def signature_lines(company: Company) -> list[tuple[str, str]]:
    """Who signs and in what quality; the company itself when nobody was named."""
    signatory, quality = company.signatory.strip(), company.quality.strip()
    if not signatory:
        return [(company.legal_name, SEMIBOLD)]
    return [(signatory, SEMIBOLD), *([(quality, REGULAR)] if quality else [])]
