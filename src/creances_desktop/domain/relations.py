"""The relation with a client: spared or not, delivered to or not, and what makes a good payer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.money import Cents
from creances_desktop.domain.text import short_date


class Waiting(StrEnum):
    """Whether the first step waits for the day on which the client usually pays."""

    USUAL = "usual"
    ALWAYS = "always"
    NEVER = "never"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _WAITING_LABELS[self]


_WAITING_LABELS = {
    Waiting.USUAL: "Comme tous les clients à ménager",
    Waiting.ALWAYS: "Attendre un cycle de règlement",
    Waiting.NEVER: "Ne pas attendre",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """What the user decided about a client.

    `no_delivery_since` is the day from which one no longer delivers to him, with the reason. `lesson`: what
    was learnt with him, in the user's words.
    """

    cared: bool = False
    waits: Waiting = Waiting.USUAL
    no_delivery_since: date | None = None
    no_delivery_reason: str = ""
    lesson: str = ""

    @property
    def waits_a_cycle(self) -> bool:
        """Whether his first step waits for his usual day."""
        return self.waits is Waiting.ALWAYS or (self.cared and self.waits is Waiting.USUAL)

    @property
    def no_delivery(self) -> bool:
        """Whether one no longer delivers to him."""
        return self.no_delivery_since is not None

    @property
    def no_delivery_words(self) -> str:
        """`Ne plus livrer depuis le 03/11/2026 : facture impayée`, empty when one delivers."""
        if self.no_delivery_since is None:
            return ""
        words = f"Ne plus livrer depuis le {short_date(self.no_delivery_since)}"
        return f"{words}\u00a0: {self.no_delivery_reason}" if self.no_delivery_reason else words


@dataclass(frozen=True, slots=True)
class GoodPayer:
    """A client who paid all that fell due in a quarter, and in time: how many due items, for how many cents.

    `median_delay` in days after the due date; `thanked_on` the day of the last thanks, if any.
    """

    client_id: int
    code: str
    name: str
    count: int
    amount: Cents
    median_delay: int
    thanked_on: date | None = None


def checked_stop(since: date | None, reason: str, today: date) -> tuple[date, str]:
    """The day and the reason of *Ne plus livrer*; InvalidValue beside the wrong one."""
    if since is None:
        raise InvalidValue("since", "Indiquez depuis quand vous ne livrez plus.")
    if since > today:
        raise InvalidValue("since", "Ce jour est à venir\u00a0: notez-le le moment venu.")
    if not reason.strip():
        raise InvalidValue("reason", "Indiquez le motif\u00a0: il est rappelé partout où est le client.")
    return since, reason.strip()


def quarter_of(day: date) -> tuple[date, date]:
    """The first and the last day of the quarter of a day."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    year, month = (first.year + 1, 1) if first.month == 10 else (first.year, first.month + 3)
    return first, date.fromordinal(date(year, month, 1).toordinal() - 1)
