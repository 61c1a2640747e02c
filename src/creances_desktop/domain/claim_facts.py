"""What the user recorded about a claim and the settings that its interest depends on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from creances_desktop.domain.money import Cents
from creances_desktop.domain.regimes import FloorChoice


class InsolvencyStop(StrEnum):
    """The last day of interest around an opening judgment (C. com. L622-28 does not say which)."""

    STOP_BEFORE = "stop_before"
    STOP_ON = "stop_on"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return "La veille du jugement" if self is InsolvencyStop.STOP_BEFORE else "Le jour du jugement"


class CapitalisationGround(StrEnum):
    """What allows interest to bear interest (C. civ. 1343-2)."""

    CLAUSE = "clause"
    JUDGMENT = "judgment"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return "Clause du contrat" if self is CapitalisationGround.CLAUSE else "Jugement"


@dataclass(frozen=True, slots=True)
class Capitalisation:
    """A recorded clause or judgment; whole years of interest are counted from `since`, included."""

    ground: CapitalisationGround
    since: date


@dataclass(frozen=True, slots=True)
class AwardedInterest:
    """A judgment that awards the legal rate from `since` on (that day included).

    `enforceable_on`: the day it became enforceable, even provisionally; None while it is not.
    """

    since: date
    enforceable_on: date | None = None


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """The facts and the choices of one invoice; without them, nothing is added to what the law gives alone.

    `mise_en_demeure`: received, or first presented if refused or unclaimed. `clause_without_notice`: the
    clause that a consumer accepted puts him in default by the due date alone (C. civ. 1344). `proven_costs`:
    recovery costs on proof, in cents; only what exceeds the fixed indemnity is added.
    """

    mise_en_demeure: date | None = None
    clause_without_notice: bool = False
    floor_choice: FloorChoice = FloorChoice.APPLY_CONTRACT
    insolvency_stop: InsolvencyStop = InsolvencyStop.STOP_BEFORE
    awarded: AwardedInterest | None = None
    capitalisation: Capitalisation | None = None
    proven_costs: Cents = 0


NOTHING_RECORDED = ClaimFacts()
