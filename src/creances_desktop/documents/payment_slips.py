"""The payment slip at the foot of a letter: how to transfer the exact amount, and a coupon for a cheque."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from creances_desktop.documents.fonts import REGULAR, SEMIBOLD, printable, text_width
from creances_desktop.documents.letter_blocks import DENSITIES, Density
from creances_desktop.documents.page import BOTTOM, LEFT, RIGHT, WIDTH
from creances_desktop.documents.qr_codes import qr_code
from creances_desktop.documents.sheet import INK, MM, SOFT, TINT, Area, Code, Frame, Rule, Sheets
from creances_desktop.domain.company import Company
from creances_desktop.domain.letter_fields import whole_date
from creances_desktop.domain.letterhead import head_lines, iban_groups
from creances_desktop.domain.letters import Recipient
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.payment_slips import PaymentSlip, Presence, grouped_reference

QR_SIDE = 29.6
"""Millimetres of the code with its white border: half a millimetre a module, which every telephone reads."""

_TRANSFER = 31.0
_COUPON = 39.0
_ABOVE = 2.2
"""White between the letter and its slip."""

_LABEL_X = LEFT + 3.0
_VALUE_X = LEFT + 29.0


@dataclass(frozen=True, slots=True)
class Slipped:
    """What the slip says besides its own figures."""

    slip: PaymentSlip
    company: Company
    recipient: Recipient
    deadline: date | None = None

    @property
    def required(self) -> float:
        """The millimetres of what must be printed."""
        slip = self.slip
        transfer = _TRANSFER if slip.transfer is Presence.ALWAYS else 0.0
        return transfer + (_COUPON if slip.coupon is Presence.ALWAYS else 0.0)

    @property
    def wanted(self) -> float:
        """The millimetres of the transfer where there is room for it, and of what must be printed."""
        if self.slip.transfer is Presence.NEVER:
            return self.required
        return max(self.required, _TRANSFER)


SetText = Callable[[Density, bool], Sheets]
"""Sets the text of a letter; the second argument: with the box of the bank account in the middle of it."""


def laid_out(set_text: SetText, slipped: Slipped | None) -> Sheets:
    """The text with its slip: at the foot of its last page, or on a page of its own where that is too full.

    A text of two sheets is set more tightly when that makes it one.
    """
    if slipped is None:
        return _tightest_needed(lambda density: set_text(density, True), 0.0)
    transfers = slipped.slip.transfer is not Presence.NEVER
    sheets = _tightest_needed(lambda density: set_text(density, not transfers), slipped.wanted)
    fits = _has_room(sheets, slipped.wanted)
    if fits and (sheets.page_count == 1 or slipped.slip.transfer is not Presence.IF_ROOM):
        _draw(sheets, slipped, transfer=transfers)
        return sheets
    boxed = _tightest_needed(lambda density: set_text(density, True), 0.0) if transfers else sheets
    if fits and sheets.page_count <= boxed.page_count:
        _draw(sheets, slipped, transfer=transfers)
        return sheets
    sheets = boxed
    if slipped.required:
        sheets.new_page()
        _draw(sheets, slipped, transfer=transfers)
    elif slipped.slip.coupon is not Presence.NEVER and _has_room(sheets, _COUPON):
        _draw(sheets, slipped, transfer=False)
    return sheets


def payment_reference(slip: PaymentSlip | None, reference: str) -> str:
    """What the client is asked to quote: the reference of the slip, or that of the letter without one."""
    transfers = slip is not None and slip.transfer is not Presence.NEVER
    return grouped_reference(slip.reference) if slip is not None and transfers else reference


def _tightest_needed(set_text: Callable[[Density], Sheets], foot: float) -> Sheets:
    """The text, as roomy as it can be so that it and its foot need one sheet; roomy where they need more."""
    roomiest, *tighter = DENSITIES
    roomy = set_text(roomiest)
    if roomy.page_count > 2 or (roomy.page_count == 1 and _has_room(roomy, foot)):
        return roomy
    for density in tighter:
        made = set_text(density)
        if made.page_count == 1 and _has_room(made, foot):
            return made
    return roomy


def _has_room(sheets: Sheets, foot: float) -> bool:
    return not foot or sheets.y + _ABOVE + foot <= BOTTOM + 0.01


def _draw(sheets: Sheets, slipped: Slipped, *, transfer: bool) -> None:
    """Nothing; what is wanted is added at the foot of the last page, the coupon last: it is cut off."""
    slip = slipped.slip
    height = _TRANSFER if transfer else 0.0
    coupon = slip.coupon is Presence.ALWAYS or (
        slip.coupon is Presence.IF_ROOM and _has_room(sheets, height + _COUPON)
    )
    top = BOTTOM - height - (_COUPON if coupon else 0.0)
    if transfer:
        _transfer(sheets, slipped, top)
        top += _TRANSFER
    if coupon:
        _coupon(sheets, slipped, top)
    sheets.y = BOTTOM


def _transfer(sheets: Sheets, slipped: Slipped, top: float) -> None:
    slip = slipped.slip
    width = WIDTH - (QR_SIDE + 2.0 if slip.qr else 0.0)
    room = width - (_VALUE_X - LEFT) - 2.0
    sheets.add(Area(LEFT, top, width, _TRANSFER - 1.2, TINT))
    baseline = top + 5.0
    sheets.text(_LABEL_X, baseline, "Pour régler par virement", font=SEMIBOLD, size=10)
    due = f", au plus tard le {whole_date(slipped.deadline)}" if slipped.deadline else ""
    account = iban_groups(slip.iban) + (f"   BIC {slip.bic}" if slip.bic else "")
    lines = (
        ("Bénéficiaire", slip.beneficiary, REGULAR),
        ("IBAN", account, SEMIBOLD),
        ("Montant", format_cents(slip.amount) + due, SEMIBOLD),
        ("Référence", grouped_reference(slip.reference), SEMIBOLD),
    )
    for label, value, font in lines:
        baseline += 4.6
        sheets.text(_LABEL_X, baseline, label, size=8.6, colour=SOFT)
        sheets.text(_VALUE_X, baseline, value, font=font, size=9.4, max_width=room)
    baseline += 4.6
    sheets.text(_LABEL_X, baseline, *_last_words(slip), size=8.2, colour=SOFT, max_width=width - 6.0)
    if slip.qr:
        code = qr_code(slip.qr)
        sheets.add(Code(RIGHT - QR_SIDE, top + 0.1, QR_SIDE, code))


def _last_words(slip: PaymentSlip) -> tuple[str]:
    scanned = "Code à scanner avec l’application de votre banque, si elle lit les codes QR de virement."
    if slip.link:
        return (f"En ligne\u00a0: {slip.link}",)
    return (scanned if slip.qr else "Merci de rappeler cette référence dans votre ordre de virement.",)


def _coupon(sheets: Sheets, slipped: Slipped, top: float) -> None:
    """Nothing; a line to cut along, and under it what must come with a cheque."""
    slip, company, recipient = slipped.slip, slipped.company, slipped.recipient
    cut = top + 4.0
    _scissors(sheets, 11.0, cut)
    sheets.add(Rule(17.0, cut, 204.0, cut, 0.6, SOFT, dash=1.1))
    baseline = cut + 6.6
    sheets.text(LEFT, baseline, "Coupon à joindre à votre chèque", font=SEMIBOLD, size=10)
    place = ", ".join(head_lines(company))
    left = (
        ("À l’ordre de", slip.beneficiary, SEMIBOLD),
        ("À envoyer à", place, REGULAR),
        ("De la part de", f"{recipient.name} ({recipient.code})", REGULAR),
        ("Courrier", slip.letter, SEMIBOLD),
    )
    frame = 46.0
    for label, value, font in left:
        baseline += 5.2
        sheets.text(LEFT, baseline, label, size=8.6, colour=SOFT)
        sheets.text(LEFT + 22, baseline, value, font=font, size=9.4, max_width=WIDTH - frame - 28.0)
    x, y = RIGHT - frame, cut + 9.0
    sheets.add(Frame(x, y, frame, 18.0, 0.6, INK, 1.2))
    sheets.text(x + frame / 2, y + 5.4, "Montant du chèque", size=8.6, colour=SOFT, align=0.5)
    amount = format_cents(slip.amount)
    size = 14.0 if text_width(printable(amount), SEMIBOLD, 14.0) / MM < frame - 4 else 10.0
    sheets.text(x + frame / 2, y + 12.6, amount, font=SEMIBOLD, size=size, align=0.5, max_width=frame - 4)


def _scissors(sheets: Sheets, x: float, y: float) -> None:
    """Nothing; a small pair of open scissors is added, its point at `x` + 5 on the line to cut."""
    for side in (-1.0, 1.0):
        sheets.add(Frame(x - 1.1, y + side * 1.15 - 0.8, 1.6, 1.6, 0.6, SOFT, 0.8))
        sheets.add(Rule(x + 0.4, y + side * 0.75, x + 5.0, y - side * 1.0, 0.7, SOFT))
