"""Small gaps between what was owed and what came: bank fees kept back, rounding, what is given up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from creances_desktop.domain.allocation import AllocationRefused, NotPositive
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents, format_cents


class WriteOffReason(StrEnum):
    """Why a rest is not claimed."""

    ROUNDING = "rounding"
    BANK_FEES = "bank_fees"
    GOODWILL = "goodwill"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _LABELS[self]


_LABELS = {
    WriteOffReason.ROUNDING: "Écart d’arrondi",
    WriteOffReason.BANK_FEES: "Frais retenus par la banque",
    WriteOffReason.GOODWILL: "Geste commercial",
    WriteOffReason.OTHER: "Autre motif",
}


@dataclass(frozen=True, slots=True)
class WriteOff:
    """A rest that is not claimed any more, in cents, above 0; `comment` is never empty for another reason."""

    due_item_id: int
    amount: Cents
    reason: WriteOffReason
    comment: str = ""


class AboveLimit(AllocationRefused):
    """A rest above what may be given up without a credit note; amounts in cents."""

    def __init__(self, item: OpenItem, limit: Cents) -> None:
        super().__init__(
            f"Il reste {format_cents(item.outstanding)} à payer sur {item.number}, plus que la limite des "
            f"écarts ({format_cents(limit)})\u00a0; faites un avoir, ou changez la limite dans les réglages."
        )
        self.item = item


class ReasonMissing(AllocationRefused):
    """A rest given up for another reason that is not told."""

    def __init__(self) -> None:
        super().__init__("Indiquez pourquoi ce reste n’est plus demandé.")


class FeesTooHigh(AllocationRefused):
    """Bank fees that are not a small part of the payment; amounts in cents."""

    def __init__(self, received: Cents, fees: Cents) -> None:
        super().__init__(
            f"{format_cents(fees)} de frais retenus pour {format_cents(received)} reçus\u00a0; "
            "vérifiez ces montants."
        )


def write_off(item: OpenItem, limit: Cents, reason: WriteOffReason, comment: str = "") -> WriteOff:
    """The write-off of all that is left on a due item, at most `limit` cents (included).

    NotPositive where nothing is left, AboveLimit, ReasonMissing otherwise.
    """
    if item.outstanding <= 0:
        raise NotPositive(item.outstanding)
    if item.outstanding > limit:
        raise AboveLimit(item, limit)
    if reason is WriteOffReason.OTHER and not comment.strip():
        raise ReasonMissing
    return WriteOff(item.due_item_id, item.outstanding, reason, comment.strip())


def gross_of_fees(received: Cents, fees: Cents) -> Cents:
    """What the client paid, in cents, when his bank or yours kept `fees` back from what was `received`.

    The client is credited with the whole; the fees are a cost of the company. NotPositive for a payment of
    zero or less, FeesTooHigh for fees below zero or above what was received.
    """
    if received <= 0:
        raise NotPositive(received)
    if not 0 <= fees <= received:
        raise FeesTooHigh(received, fees)
    return received + fees


def likely_fees(received: Cents, owed: Cents, limit: Cents) -> Cents:
    """The fees that a payment short of what is owed suggests, in cents; 0 where the gap is above `limit`."""
    gap = owed - received
    return gap if 0 < gap <= limit else 0
