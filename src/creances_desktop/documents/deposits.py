"""The deposit list of a batch: what is handed over at the post office, to be stamped there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from creances_desktop.documents import page, paragraphs, tables
from creances_desktop.documents.fonts import SEMIBOLD
from creances_desktop.documents.letter_blocks import readable
from creances_desktop.documents.page import LEFT, RIGHT, WIDTH
from creances_desktop.documents.paragraphs import Style
from creances_desktop.documents.sheet import LINE, PORTRAIT, SOFT, Frame, Metadata, Sheets
from creances_desktop.documents.tables import Column, Row, Table
from creances_desktop.domain.company import Company
from creances_desktop.domain.letter_fields import whole_date
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.postage import Postage, StampLine
from creances_desktop.domain.text import plural

_ITEMS = (
    Column("N°", 10, right=True),
    Column("Numéro de recommandé", 42),
    Column("Destinataire", 68, max_lines=2),
    Column("Référence", 25),
    Column("Prix", 25, right=True),
)
_STAMPS = (
    Column("Produit", 74),
    Column("Poids", 26, right=True),
    Column("Nombre", 20, right=True),
    Column("Prix unitaire", 25, right=True),
    Column("Total", 25, right=True),
)
_NOTE = Style(size=8.4, leading=3.9, after=1.2, justified=False)


@dataclass(frozen=True, slots=True)
class DepositItem:
    """A letter of the list; `number` is that of the registered letter, empty while it is not known."""

    number: str
    recipient: str
    reference: str
    price: Cents | None


@dataclass(frozen=True, slots=True)
class DepositList:
    """The letters of a deposit with what they cost; `source` tells where the tariffs were read."""

    day: date
    items: tuple[DepositItem, ...]
    postage: Postage
    source: str
    registered: bool = True


def draw(deposit: DepositList, company: Company, *, logo: bytes | None = None) -> bytes:
    """The PDF of the list; the same list gives the same bytes."""
    title = "Bordereau de dépôt"
    words = f"{company.legal_name} – {title} du {whole_date(deposit.day)}"
    sheets = Sheets(
        PORTRAIT, bottom=page.BOTTOM, on_new_page=lambda made: page.continuation_head(made, words)
    )
    page.letterhead(sheets, company, readable(logo))
    kind = "de lettres recommandées" if deposit.registered else "de lettres"
    sheets.text(RIGHT, 20, f"{title} {kind}", font=SEMIBOLD, size=13, align=1.0)
    sheets.text(RIGHT, 26, f"Le {whole_date(deposit.day)}", size=10.5, align=1.0)
    count = plural(len(deposit.items), "lettre", "lettres")
    sheets.text(RIGHT, 31, count, size=10.5, align=1.0)
    sheets.y = max(56.0, sheets.y + 6.0)  # a logo makes the letterhead taller
    tables.draw(sheets, Table(_ITEMS, LEFT, 9.0), _rows(deposit), ())
    sheets.y += 5.0
    tables.draw(
        sheets, Table(_STAMPS, LEFT, 9.0), [_stamp(line) for line in deposit.postage.lines], _totals(deposit)
    )
    sheets.y += 2.0
    paragraphs.write(sheets, LEFT, WIDTH, _notes(deposit), _NOTE)
    _visa(sheets)
    page.footers(sheets, company)
    return sheets.to_pdf(
        Metadata(f"{title} du {whole_date(deposit.day)}", company.legal_name, title, deposit.day)
    )


def _rows(deposit: DepositList) -> list[Row]:
    return [
        Row(
            (
                str(number),
                one.number or ("…………………………………" if deposit.registered else "–"),
                one.recipient,
                one.reference,
                "tarif inconnu" if one.price is None else format_cents(one.price),
            )
        )
        for number, one in enumerate(deposit.items, 1)
    ]


def _stamp(line: StampLine) -> Row:
    weight = f"jusqu’à {line.up_to_grams} g" if line.up_to_grams else "–"
    unit = "inconnu" if line.price is None else format_cents(line.price)
    total = "–" if line.total is None else format_cents(line.total)
    return Row((line.product.label, weight, str(line.count), unit, total))


def _totals(deposit: DepositList) -> tuple[Row, ...]:
    words = "Affranchissement total" if not deposit.postage.unknown else "Affranchissement connu"
    return (Row((words, "", "", "", format_cents(deposit.postage.total)), strong=True, spanning=True),)


def _notes(deposit: DepositList) -> list[str]:
    notes = []
    if deposit.postage.unknown:
        missing = plural(deposit.postage.unknown, "prix n’est pas connu", "prix ne sont pas connus")
        notes.append(
            f"{missing}\u00a0: saisissez les tarifs dans Outils, Impression, ou demandez-les au guichet."
        )
    if deposit.source:
        notes.append(f"Tarifs\u00a0: {deposit.source}.")
    notes.append("Poids estimé d’après le nombre de feuilles\u00a0: la pesée du guichet fait foi.")
    return notes


def _visa(sheets: Sheets) -> None:
    """Nothing; a place for the stamp of the post office is added."""
    sheets.need(36.0)
    sheets.y += 3.0
    sheets.add(Frame(RIGHT - 70, sheets.y, 70, 30, 0.5, LINE, 1.0))
    sheets.text(RIGHT - 68, sheets.y + 4.2, "Cachet du bureau de dépôt", size=8, colour=SOFT)
    sheets.text(LEFT, sheets.y + 4.2, "Remis par\u00a0:", size=9, colour=SOFT)
    sheets.text(LEFT, sheets.y + 14.2, "Signature\u00a0:", size=9, colour=SOFT)
    sheets.y += 32.0
