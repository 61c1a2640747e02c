"""What a mise en demeure must hold before it leaves, looked for in the very letter.

The law gives no list (C. civ. 1344 asks for a sufficient summons [T]); this one is practice, drawn from the
articles that give the letter its effects. A required point that is missing keeps the letter from leaving as a
mise en demeure; an advised one is only told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from creances_desktop.domain.clients import Channel, Nature
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.letter_fields import whole_date
from creances_desktop.domain.letters import LetterContent
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.plans import MISE_EN_DEMEURE
from creances_desktop.domain.wording import Fault, flag

_LAW = {
    Nature.PROFESSIONAL: (r"\b1344\b|\bL\.? ?441-10\b", "C. civ. art. 1344 ou C. com. art. L. 441-10"),
    Nature.CONSUMER: (r"\b1344(?:-1)?\b|\b1231-6\b", "C. civ. art. 1344, 1344-1 et 1231-6"),
    Nature.PUBLIC: (r"\b2192-13\b|\b1344\b", "CCP art. L. 2192-13"),
    # The law of every debt, whoever owes it.
    Nature.UNSPECIFIED: (r"\b1344\b", "C. civ. art. 1344"),
}
_OF_OTHERS = (Fault.BUSINESS_LAW, Fault.RECOVERY_COSTS)


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the checklist: `label` names it, `sentence` says what is missing, empty where it is met."""

    id: str
    label: str
    sentence: str = ""
    required: bool = True

    @property
    def is_met(self) -> bool:
        """Whether the letter has it."""
        return not self.sentence


class IncompleteMiseEnDemeure(DomainError):
    """A letter that may not leave as a mise en demeure; `points` are those that are missing."""

    def __init__(self, points: tuple[Point, ...]) -> None:
        self.points = points
        super().__init__(" ".join(point.sentence for point in points))


def is_mise_en_demeure(content: LetterContent) -> bool:
    """Whether the letter is meant as one."""
    return content.template.startswith(MISE_EN_DEMEURE)


def checklist(content: LetterContent) -> tuple[Point, ...]:
    """Every point in the order in which a reader looks for it, met or not."""
    return tuple(point for check in _CHECKS if (point := check(content)) is not None)


def missing(content: LetterContent) -> tuple[Point, ...]:
    """The required points that the letter lacks; empty when it may leave."""
    return tuple(point for point in checklist(content) if point.required and not point.is_met)


def _body(content: LetterContent) -> str:
    text = "\n".join((*content.opening, *content.closing))
    return text.replace("**", "").replace("\u00a0", " ").replace("\u202f", " ")


def _date(content: LetterContent) -> Point:
    return Point("date", f"Datée du {whole_date(content.issued_on)}")


def _creditor(content: LetterContent) -> Point:
    lacking = [name for name in content.company.missing_for_mise_en_demeure() if name != "le signataire"]
    sentence = f"Il manque à votre société {', '.join(lacking)}." if lacking else ""
    return Point("creditor", "Votre identité", sentence)


def _debtor(content: LetterContent) -> Point:
    lines = [line for line in content.recipient.lines if line.strip()]
    posted = content.channel is not Channel.EMAIL
    complete = bool(content.recipient.name.strip()) and (len(lines) >= 2 or not posted)
    return Point("debtor", "L’identité du client", "" if complete else "Il manque l’adresse du client.")


def _words(content: LetterContent) -> Point:
    summons = re.search(r"\ben demeure\b", _body(content), re.IGNORECASE)
    sentence = "" if summons else "Le texte ne dit pas «\u00a0mettons en demeure\u00a0»."
    return Point("words", "Les mots «\u00a0mise en demeure\u00a0»", sentence)


def _debt(content: LetterContent) -> Point:
    lines = [line for part in content.parts for line in part.lines]
    named = bool(lines) and all(line.number.strip() or line.label.strip() for line in lines)
    sentence = "" if named else "Une facture n’a ni numéro ni libellé\u00a0: la dette n’est pas désignée."
    return Point("debt", "La dette et d’où elle vient", sentence)


def _amount(content: LetterContent) -> Point:
    label = f"Le montant au jour de la lettre\u00a0: {format_cents(content.to_pay)}"
    return Point("amount", label, "" if content.to_pay > 0 else "Rien n’est à régler.")


def _deadline(content: LetterContent) -> Point:
    day = content.deadline
    if day is None or day <= content.issued_on:
        return Point("deadline", "Le délai accordé", "La lettre n’accorde aucun délai pour payer.")
    told = whole_date(day).replace("\u00a0", " ") in _body(content)
    label = f"Le délai accordé\u00a0: jusqu’au {whole_date(day)}"
    return Point("deadline", label, "" if told else "Le texte ne dit pas jusqu’à quel jour payer.")


def _law(content: LetterContent) -> Point:
    pattern, article = _LAW[content.recipient.nature]
    cited = re.search(pattern, _body(content))
    return Point("law", "Le fondement légal", "" if cited else f"Le texte ne cite pas la loi ({article}).")


def _nature(content: LetterContent) -> Point | None:
    """Of whom nothing is known, no interest of his regime can be told."""
    if content.recipient.nature is not Nature.UNSPECIFIED:
        return None
    sentence = "La nature du client est à préciser\u00a0: la lettre ne cite que la règle commune."
    return Point("nature", "Le régime du client", sentence, required=False)


def _only_own_law(content: LetterContent) -> Point | None:
    """For a consumer: neither 40 € nor recovery costs."""
    if content.recipient.nature is not Nature.CONSUMER:
        return None
    found = [one for one in flag(_body(content), Nature.CONSUMER) if one.fault in _OF_OTHERS]
    claims = content.annex is not None and (content.annex.indemnity > 0 or content.annex.further_costs > 0)
    sentence = found[0].reason if found else ""
    if claims:
        sentence = Fault.BUSINESS_LAW.reason
    return Point("consumer", "Ni indemnité de 40\u00a0€ ni frais de recouvrement", sentence)


def _signature(content: LetterContent) -> Point:
    signed = content.company.signatory.strip()
    sentence = "" if signed else "Il manque le nom du signataire."
    return Point("signature", f"Signée\u00a0: {signed}" if signed else "La signature", sentence)


def _quality(content: LetterContent) -> Point:
    sentence = "" if content.company.quality.strip() else "La qualité du signataire n’est pas indiquée."
    return Point("quality", "La qualité du signataire", sentence, required=False)


def _enclosures(content: LetterContent) -> Point:
    announced = re.search(r"\bjoints?\b|\bci-joint", _body(content), re.IGNORECASE)
    there = content.enclosures or content.annex is not None
    sentence = "Le texte annonce une pièce jointe qui n’y est pas." if announced and not there else ""
    label = "Les pièces jointes" if there else "Les pièces jointes\u00a0: aucune n’est annoncée"
    return Point("enclosures", label, sentence)


_CHECKS: tuple[Callable[[LetterContent], Point | None], ...] = (
    _date,
    _creditor,
    _debtor,
    _words,
    _debt,
    _amount,
    _deadline,
    _law,
    _nature,
    _only_own_law,
    _signature,
    _quality,
    _enclosures,
)
