"""The follow-ups of a day: a pure function of due items, history, plans and the day."""

from __future__ import annotations

from creances_desktop.domain.followup_facts import (
    AccountSituation,
    CallProposal,
    DoneStep,
    Excluded,
    ExclusionReason,
    ItemSituation,
    LetterProposal,
    ProposedItem,
    Proposals,
)

__all__ = [
    "AccountSituation",
    "CallProposal",
    "DoneStep",
    "Excluded",
    "ExclusionReason",
    "ItemSituation",
    "LetterProposal",
    "Proposals",
    "ProposedItem",
]
