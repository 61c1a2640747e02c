"""The report of a morning session: who was dealt with, what was obtained, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.text import long_date, plural, short_date


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A client of the session: what was at stake, and what came of it; `done` false: still to be done."""

    client_name: str
    kind: str
    amount: Cents
    said: str
    done: bool


@dataclass(frozen=True, slots=True)
class MorningReport:
    """A session as it ended; `promised` in cents; `bank_day`: payments were known up to that day."""

    day: date
    bank_day: date | None
    lines: tuple[ReportLine, ...]
    contacts: int
    spoken: int
    letters: int
    promises: int
    promised: Cents
    disputes: int
    plans: int = 0

    @property
    def title(self) -> str:
        """`Séance du matin du 24 novembre 2026`."""
        return f"Séance du matin du {long_date(self.day)}"

    @property
    def done(self) -> int:
        """The clients dealt with."""
        return sum(1 for one in self.lines if one.done)

    @property
    def figures(self) -> Sequence[tuple[str, str]]:
        """Captions and figures, the same on screen and on paper."""
        return (
            ("Clients traités", f"{self.done} sur {len(self.lines)}"),
            ("Contacts", f"{self.contacts}, dont {plural(self.spoken, 'joint')}"),
            ("Promesses", f"{self.promises} ({format_cents(self.promised)})"),
            ("Échéanciers", str(self.plans)),
            ("Lettres émises", str(self.letters)),
            ("Litiges ouverts", str(self.disputes)),
        )

    @property
    def bank(self) -> str:
        """`Règlements connus jusqu’au 23/11/2026`."""
        if self.bank_day is None:
            return "Aucun règlement connu"
        return f"Règlements connus jusqu’au {short_date(self.bank_day)}"
