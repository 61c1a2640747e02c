"""A letter looked at before it leaves: what a mise en demeure lacks, and the passages to review."""

from __future__ import annotations

from dataclasses import dataclass

from creances_desktop.domain.letters import LetterContent
from creances_desktop.domain.mise_en_demeure import (
    IncompleteMiseEnDemeure,
    Point,
    checklist,
    is_mise_en_demeure,
    missing,
)
from creances_desktop.domain.wording import Finding, flag

__all__ = [
    "CheckedLetter",
    "Finding",
    "IncompleteMiseEnDemeure",
    "Point",
    "findings",
    "points",
    "refuse_incomplete",
]


@dataclass(frozen=True, slots=True)
class CheckedLetter:
    """A letter as it would leave: its PDF, its checklist, empty but for a mise en demeure, and its faults."""

    pdf: bytes
    points: tuple[Point, ...]
    findings: tuple[Finding, ...]
    edited: bool = False

    @property
    def missing(self) -> tuple[Point, ...]:
        """The points that keep it from leaving."""
        return tuple(point for point in self.points if point.required and not point.is_met)


def points(content: LetterContent) -> tuple[Point, ...]:
    """The checklist of a mise en demeure; empty for any other letter."""
    return checklist(content) if is_mise_en_demeure(content) else ()


def findings(content: LetterContent) -> tuple[Finding, ...]:
    """The passages of a letter that threaten, insult, publish or cite the law of others."""
    text = "\n".join((content.subject, *content.opening, *content.closing))
    return flag(text.replace("**", ""), content.recipient.nature)


def refuse_incomplete(content: LetterContent) -> None:
    """Nothing; IncompleteMiseEnDemeure for one that may not leave as such."""
    lacking = missing(content) if is_mise_en_demeure(content) else ()
    if lacking:
        raise IncompleteMiseEnDemeure(lacking)
