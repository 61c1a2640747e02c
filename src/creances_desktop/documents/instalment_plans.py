"""What the agreement on an instalment plan has beside other letters: its table, and two signatures."""

from __future__ import annotations

from collections.abc import Sequence

from creances_desktop.documents import letter_blocks as blocks
from creances_desktop.documents import page, paragraphs, tables
from creances_desktop.documents.fonts import REGULAR, SEMIBOLD
from creances_desktop.documents.images import PreparedImage
from creances_desktop.documents.letter_blocks import Density
from creances_desktop.documents.page import LEFT, RIGHT, WIDTH
from creances_desktop.documents.paragraphs import Style
from creances_desktop.documents.sheet import LINE, SOFT, Rule, Sheets
from creances_desktop.documents.tables import Column, Row, Table
from creances_desktop.domain.instalment_plan_letters import AgreedSchedule
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import short_date

_COLUMNS = (
    Column("Échéance", 30),
    Column("À régler au plus tard le", 60),
    Column("Montant", 40, right=True),
    Column("Restera à régler", 40, right=True),
)
_SMALL = Style(size=8.8, leading=4.1, after=1.0, justified=False)
_LINES_BY_HAND = 3
_LINE_BY_HAND = 7.0
_SIGN = 22.0


def draw_schedule(sheets: Sheets, schedule: AgreedSchedule, density: Density) -> None:
    """Nothing; the table of the parts is added, with what is left after each."""
    left = schedule.total
    rows = []
    for one in schedule.parts:
        left -= one.amount
        cells = (
            f"{one.position} sur {len(schedule.parts)}",
            short_date(one.day),
            format_cents(one.amount),
            format_cents(left),
        )
        rows.append(Row(cells))
    totals = (
        Row(("Total de l’échéancier", "", format_cents(schedule.total), ""), strong=True, spanning=True),
    )
    tables.draw(sheets, Table(_COLUMNS, LEFT), rows, totals, "Échéancier")
    sheets.y += density.gap


def close(
    sheets: Sheets,
    names: tuple[Sequence[str], str],
    closing: Sequence[str],
    density: Density,
    *,
    mention: str,
    signature: PreparedImage | None,
) -> None:
    """Nothing; the closing paragraphs are added, then the mention to write by hand and both signatures.

    `names`: the lines of the creditor, and the client. The last two paragraphs stay with the signatures.
    """
    body = density.body
    paragraphs.write(sheets, LEFT, WIDTH, closing[:-2], body)
    told = (f"Mention à écrire de la main du signataire\u00a0: «\u00a0{mention}\u00a0»",) if mention else ()
    by_hand = paragraphs.height_of(told, WIDTH, _SMALL) + _LINES_BY_HAND * _LINE_BY_HAND if mention else 0.0
    sheets.need(paragraphs.height_of(closing[-2:], WIDTH, body) + by_hand + 20.0 + _SIGN)
    paragraphs.write(sheets, LEFT, WIDTH, closing[-2:], body)
    sheets.y += 2.0
    if mention:
        paragraphs.write(sheets, LEFT, WIDTH, told, _SMALL)
        for _ in range(_LINES_BY_HAND):
            sheets.y += _LINE_BY_HAND
            sheets.add(Rule(LEFT, sheets.y, RIGHT, sheets.y, 0.4, LINE))
        sheets.y += 3.0
    top = sheets.y
    _client(sheets, names[1])
    sheets.y = top
    _creditor(sheets, names[0], signature)
    sheets.y = top + 15.0 + _SIGN


def _client(sheets: Sheets, name: str) -> None:
    width = page.ADDRESS_X - LEFT - 8.0
    sheets.text(LEFT, sheets.y + 3.8, f"Pour {name}", font=SEMIBOLD, size=10, max_width=width)
    for label in (
        "Nom et qualité\u00a0:",
        "Fait à\u00a0:                                   le\u00a0:",
        "Signature\u00a0:",
    ):
        sheets.y += 5.6
        sheets.text(LEFT, sheets.y + 3.8, label, font=REGULAR, size=9.2, colour=SOFT)


def _creditor(sheets: Sheets, lines: Sequence[str], signature: PreparedImage | None) -> None:
    x = page.ADDRESS_X
    for place, line in enumerate(lines):
        font = REGULAR if place else SEMIBOLD
        sheets.text(x, sheets.y + 3.8, line, font=font, size=10, max_width=RIGHT - x)
        sheets.y += 4.8
    if signature is not None:
        blocks.place_signature(sheets, signature, x, _SIGN)
