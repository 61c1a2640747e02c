"""What happens to a letter once it is drawn: how it left, what the post did with it, what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EventKind(StrEnum):
    """A thing that happened to a letter."""

    DELIVERED = "delivered"
    EMAILED = "emailed"
    ANSWERED = "answered"
    DEPOSITED = "deposited"
    PRESENTED = "presented"
    RECEIVED = "received"
    REFUSED = "refused"
    UNCLAIMED = "unclaimed"
    WRONG_ADDRESS = "wrong_address"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _LABELS[self]

    @property
    def is_outcome(self) -> bool:
        """Whether the post is then done with the letter."""
        return self in OUTCOMES


_LABELS = {
    EventKind.DELIVERED: "Sortie du programme",
    EventKind.EMAILED: "Envoyée par e-mail",
    EventKind.ANSWERED: "Réponse du client",
    EventKind.DEPOSITED: "Déposée à La Poste",
    EventKind.PRESENTED: "Première présentation",
    EventKind.RECEIVED: "Reçue, accusé signé",
    EventKind.REFUSED: "Refusée par le destinataire",
    EventKind.UNCLAIMED: "Avisée et non réclamée",
    EventKind.WRONG_ADDRESS: "Destinataire inconnu à l’adresse",
}
POSTAL = (
    EventKind.DEPOSITED,
    EventKind.PRESENTED,
    EventKind.RECEIVED,
    EventKind.REFUSED,
    EventKind.UNCLAIMED,
    EventKind.WRONG_ADDRESS,
)
"""The life of a registered letter, in its order."""
OUTCOMES = frozenset({EventKind.RECEIVED, EventKind.REFUSED, EventKind.UNCLAIMED, EventKind.WRONG_ADDRESS})


@dataclass(frozen=True, slots=True)
class LetterEvent:
    """One event of a letter; `text` is what was said of it, `recipient` to whom it went.

    `attachment_id` is its scan, or the mail that answered.
    """

    id: int
    letter_id: int
    kind: EventKind
    day: date
    recipient: str = ""
    text: str = ""
    attachment_id: int | None = None
