"""What was paid and on which due items it was set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from creances_desktop.domain.money import Cents


class PaymentMode(StrEnum):
    """How the money came."""

    TRANSFER = "transfer"
    CHEQUE = "cheque"
    CARD = "card"
    DIRECT_DEBIT = "direct_debit"
    CASH = "cash"
    BILL = "bill"
    OTHER = "other"
    BANK_FEE = "bank_fee"
    """What a bank kept back: the client is credited with it, the account never received it."""
    WRITE_OFF = "write_off"
    """A rest that is not claimed any more."""

    @property
    def label(self) -> str:
        """The French word shown to the user."""
        return _MODE_LABELS[self]

    @property
    def is_money(self) -> bool:
        """Whether money came: what the user chooses when he enters a payment."""
        return self not in (PaymentMode.BANK_FEE, PaymentMode.WRITE_OFF)


_MODE_LABELS = {
    PaymentMode.TRANSFER: "Virement",
    PaymentMode.CHEQUE: "Chèque",
    PaymentMode.CARD: "Carte",
    PaymentMode.DIRECT_DEBIT: "Prélèvement",
    PaymentMode.CASH: "Espèces",
    PaymentMode.BILL: "Effet",
    PaymentMode.OTHER: "Autre",
    PaymentMode.BANK_FEE: "Frais bancaires",
    PaymentMode.WRITE_OFF: "Écart de règlement",
}


@dataclass(frozen=True, slots=True)
class Allocation:
    """A part of a payment (or credit note) set on a due item, in cents, positive."""

    due_item_id: int
    amount: Cents


@dataclass(frozen=True, slots=True)
class PaymentDraft:
    """What the user types about a payment.

    `amount` in cents, positive; `bank_date` is the day the money arrived.
    """

    client_id: int
    amount: Cents
    bank_date: date
    mode: PaymentMode = PaymentMode.TRANSFER
    reference: str = ""
    allocations: tuple[Allocation, ...] = ()
