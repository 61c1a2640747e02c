"""What the follow-up engine is given and what it answers; `domain.followups` exports these names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from creances_desktop.domain.clients import Channel, Nature
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.letter_tones import Tone
from creances_desktop.domain.money import Cents
from creances_desktop.domain.plans import Plan, Step


@dataclass(frozen=True, slots=True)
class DoneStep:
    """A step once taken for a due item: a row of the history, which stays whatever becomes of the plan.

    `step` is the step's id; `deadline` what the letter granted (None: nothing). `void`: cancelled before it
    left, or returned; it then counts only for the number of the next attempt. `written` tells a letter from a
    call when the plan no longer has the step.
    """

    due_item_id: int
    cycle: int
    step: str
    attempt: int
    done_on: date
    deadline: date | None
    void: bool = False
    written: bool = True


@dataclass(frozen=True, slots=True)
class ItemSituation:
    """A due item with what holds it back and what was done for it.

    `planned_until` (the next instalment of a plan, `unsigned` while its client has not signed it),
    `promised_until` and `paused_until` are the last days that hold it back. `waits_until`: the last day on
    which the first step waits for the usual payment of a client who is spared. `history` may hold other
    cycles.
    """

    item: OpenItem
    disputed: bool = False
    planned_until: date | None = None
    promised_until: date | None = None
    paused_until: date | None = None
    pause_reason: str = ""
    history: tuple[DoneStep, ...] = ()
    waits_until: date | None = None
    unsigned: bool = False


@dataclass(frozen=True, slots=True)
class AccountSituation:
    """A client with his open due items.

    `credits` ≥ 0, in cents: open credit notes and unallocated payments. `last_written_on`: the day of the
    last letter that was sent to him, `last_called_on` of the last call where the gap counts it.
    `contacted_on`: the days of late on which he was written to or called. `paused_until` is the last day of
    the pause. `tone` replaces that of the steps. `broken_word`: the promise that he did not keep, in French,
    which asks for a firmer tone; empty without one.
    """

    client_id: int
    code: str
    name: str
    nature: Nature
    plan: Plan
    has_address: bool
    insolvency_judgment: date | None = None
    paused_until: date | None = None
    pause_reason: str = ""
    credits: Cents = 0
    last_written_on: date | None = None
    items: tuple[ItemSituation, ...] = ()
    last_called_on: date | None = None
    contacted_on: tuple[date, ...] = ()
    tone: Tone | None = None
    broken_word: str = ""
    creditor_lacks: tuple[str, ...] = ()
    """What the company has not said of itself (French names): no mise en demeure leaves without it."""

    @property
    def last_contact(self) -> date | None:
        """The day from which the gap counts."""
        known = [day for day in (self.last_written_on, self.last_called_on) if day is not None]
        return max(known, default=None)


class ExclusionReason(StrEnum):
    """Why an invoice whose step has come is not written about today."""

    TO_CONFIRM = "to_confirm"
    DISPUTED = "disputed"
    PLANNED = "planned"
    PROMISED = "promised"
    PAUSED = "paused"
    INSOLVENCY = "insolvency"
    NO_ADDRESS = "no_address"
    DEADLINE_RUNNING = "deadline_running"
    MIN_GAP = "min_gap"
    COVERED_BY_CREDIT = "covered_by_credit"
    BELOW_MINIMUM = "below_minimum"
    CREDITOR_IDENTITY_MISSING = "creditor_identity_missing"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _REASON_LABELS[self]


_REASON_LABELS = {
    ExclusionReason.TO_CONFIRM: "À confirmer",
    ExclusionReason.DISPUTED: "En litige",
    ExclusionReason.PLANNED: "Échéancier en cours",
    ExclusionReason.PROMISED: "Promesse en cours",
    ExclusionReason.PAUSED: "Mis de côté",
    ExclusionReason.INSOLVENCY: "Procédure collective",
    ExclusionReason.NO_ADDRESS: "Adresse incomplète",
    ExclusionReason.DEADLINE_RUNNING: "Délai en cours",
    ExclusionReason.MIN_GAP: "Courrier récent",
    ExclusionReason.COVERED_BY_CREDIT: "Couvert par un crédit",
    ExclusionReason.BELOW_MINIMUM: "Sous le minimum",
    ExclusionReason.CREDITOR_IDENTITY_MISSING: "Identité de la société incomplète",
}


@dataclass(frozen=True, slots=True)
class Excluded:
    """An invoice that would have a written step today but for one reason.

    `message` is the French sentence to show.
    """

    client_id: int
    client_code: str
    client_name: str
    invoice_number: str
    due_item_id: int
    reason: ExclusionReason
    message: str


@dataclass(frozen=True, slots=True)
class ProposedItem:
    """A due item whose step has come; `why` tells the user, in French, why today."""

    item: OpenItem
    step: Step
    days_late: int
    attempt: int
    why: str


@dataclass(frozen=True, slots=True)
class LetterProposal:
    """One letter to one client, at the highest step among its items.

    `at_step`: the items at that step; `other_reminded`: those reminded at their own, lower step;
    `information`: the client's other overdue items, whose step does not change. `total`: outstanding of the
    first two, in cents. `credits` is netted once; `deadline` is the last day granted.
    """

    client_id: int
    client_code: str
    client_name: str
    nature: Nature
    step: Step
    channel: Channel
    template: str
    deadline: date
    at_step: tuple[ProposedItem, ...]
    other_reminded: tuple[ProposedItem, ...]
    information: tuple[OpenItem, ...]
    credits: Cents
    total: Cents
    why: str
    tone: Tone = Tone.FIRM
    tone_why: str = ""
    """Why the tone is not that of the step, in French; empty when it is."""

    @property
    def claimed(self) -> Cents:
        """What the letter asks for: the total less the client's credits, in cents; always above 0."""
        return self.total - self.credits

    @property
    def reminded(self) -> tuple[ProposedItem, ...]:
        """The items whose step is taken by this letter: those of its step, then the others."""
        return self.at_step + self.other_reminded


@dataclass(frozen=True, slots=True)
class CallProposal:
    """One call to one client, for the calendar of the day `on`.

    Each item is at its own call step; `step` is the highest of them.
    """

    client_id: int
    client_code: str
    client_name: str
    step: Step
    on: date
    items: tuple[ProposedItem, ...]
    why: str

    @property
    def total(self) -> Cents:
        """Outstanding of the items, in cents."""
        return sum(proposed.item.outstanding for proposed in self.items)


@dataclass(frozen=True, slots=True)
class Proposals:
    """The answer of a day, in the order of client codes, then due dates, numbers and ids."""

    to_do: tuple[LetterProposal, ...]
    excluded: tuple[Excluded, ...]
    calls: tuple[CallProposal, ...]
