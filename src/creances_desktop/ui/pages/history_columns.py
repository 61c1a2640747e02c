"""The timeline of a client or of an invoice."""

from __future__ import annotations

from creances_desktop.domain.money import Cents
from creances_desktop.services.history import Event
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.columns import Column, State, amount_column, date_column, state_column

KINDS = {
    "invoice": State("receipt-euro", "Pièce"),
    "payment": State("banknote", "Règlement", Tone.SUCCESS),
    "letter": State("mail", "Lettre", Tone.ACCENT),
    "sending": State("send", "Envoi", Tone.ACCENT),
    "post": State("stamp", "Recommandé", Tone.ACCENT),
    "email": State("message-square", "E-mail", Tone.ACCENT),
    "file": State("paperclip", "Pièce jointe"),
    "action": State("history", "Action", Tone.MUTED),
}


def _amount(event: Event) -> Cents | None:
    return event.amount or None


HISTORY_COLUMNS: tuple[Column[Event], ...] = (
    date_column("day", "Date", lambda event: event.day),
    state_column("kind", "Quoi", lambda event: KINDS[event.kind], width=12),
    Column(
        "text",
        "Événement",
        lambda event: event.text,
        tooltip=lambda event: event.text,
        width=27,
        stretch=True,
    ),
    amount_column("amount", "Montant", _amount),
)
