"""Payments of a client that came back: what to know before calling him."""

from __future__ import annotations

from collections.abc import Sequence

from creances_desktop.domain.call_sheet import SheetLine
from creances_desktop.domain.contact_attempts import SPOKEN
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import short_date
from creances_desktop.storage.contact_attempts import StoredAttempt
from creances_desktop.storage.transaction import Transaction


def of_client(r: Transaction, client_id: int) -> tuple[SheetLine, ...]:
    """The payments that came back, the latest first: a mistake dated as the payment itself is none."""
    ledger = r.payments.ledger_of_client(client_id)
    paid = {one.id: one for one in ledger}
    back = [
        (one, paid[one.reverses_id])
        for one in ledger
        if one.reverses_id is not None and one.reverses_id in paid
    ]
    return tuple(
        SheetLine(
            one.bank_date,
            f"{one.label or 'Règlement revenu'}\u00a0: {format_cents(original.amount)} du "
            f"{short_date(original.bank_date)}",
        )
        for one, original in sorted(back, key=lambda pair: pair[0].bank_date, reverse=True)
        if one.bank_date > original.bank_date
    )


def unspoken(incidents: Sequence[SheetLine], attempts: Sequence[StoredAttempt]) -> bool:
    """Whether the latest of them was not spoken of yet: nobody was reached since."""
    return bool(incidents) and not any(
        one.outcome in SPOKEN and one.day >= incidents[0].day for one in attempts
    )
