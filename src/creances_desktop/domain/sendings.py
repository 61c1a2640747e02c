"""How an invoice reached the client: the log that later proves that he received it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.text import short_date


class SendingChannel(StrEnum):
    """The way by which an invoice was sent."""

    EMAIL = "email"
    POST = "post"
    REGISTERED_LETTER = "registered_letter"
    PORTAL = "portal"
    BY_HAND = "by_hand"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _LABELS[self]

    @property
    def words(self) -> str:
        """The words within a sentence: `envoyée par e-mail`."""
        return _WORDS[self]


_LABELS = {
    SendingChannel.EMAIL: "E-mail",
    SendingChannel.POST: "Courrier",
    SendingChannel.REGISTERED_LETTER: "Recommandé avec AR",
    SendingChannel.PORTAL: "Portail (Chorus Pro, plateforme…)",
    SendingChannel.BY_HAND: "Remise en main propre",
    SendingChannel.OTHER: "Autre",
}
_WORDS = {
    SendingChannel.EMAIL: "envoyée par e-mail",
    SendingChannel.POST: "postée",
    SendingChannel.REGISTERED_LETTER: "envoyée en recommandé",
    SendingChannel.PORTAL: "déposée sur un portail",
    SendingChannel.BY_HAND: "remise en main propre",
    SendingChannel.OTHER: "envoyée",
}


@dataclass(frozen=True, slots=True)
class SendingDraft:
    """What the user says of a sending; `recipient` a name or an address, as he writes it."""

    channel: SendingChannel
    day: date
    recipient: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """A sending as stored; `attachment_id` is its proof."""

    id: int
    invoice_id: int
    channel: SendingChannel
    day: date
    recipient: str
    note: str
    attachment_id: int | None = None

    @property
    def sentence(self) -> str:
        """`envoyée par e-mail le 03/10/2026 à compta@client.fr`."""
        to = f" à {self.recipient}" if self.recipient else ""
        return f"{self.channel.words} le {short_date(self.day)}{to}"


def check(draft: SendingDraft, issue_date: date, today: date) -> None:
    """Nothing for a sending that can be; InvalidValue beside `day` otherwise."""
    if draft.day > today:
        raise InvalidValue("day", "Ce jour n’est pas encore venu\u00a0: notez l’envoi une fois fait.")
    if draft.day < issue_date:
        raise InvalidValue(
            "day", f"La facture est du {short_date(issue_date)}\u00a0: elle n’a pas pu partir avant."
        )
