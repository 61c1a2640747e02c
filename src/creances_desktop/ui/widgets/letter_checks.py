"""What is said beside the preview of a letter: what it lacks, what to review, what was found in order."""

from __future__ import annotations

from creances_desktop.services.letter_checks import CheckedLetter
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.facts import Warned

_SHORT = {
    "date": "date",
    "creditor": "votre identité",
    "debtor": "celle du client",
    "words": "mots «\u00a0mise en demeure\u00a0»",
    "debt": "dette",
    "amount": "montant",
    "deadline": "délai",
    "law": "loi",
    "consumer": "ni 40\u00a0€ ni frais",
    "signature": "signature",
    "quality": "qualité",
    "enclosures": "pièces jointes",
}
"""What each point is called where it is met: the line beside the preview stays short."""


def checks_of(letter: CheckedLetter) -> list[Warned]:
    """The lines to show: what stops it first, then the passages to review, then what is only advised."""
    lines: list[Warned] = [
        ("circle-x", f"{one.label}\u00a0: {one.sentence}", Tone.DANGER) for one in letter.missing
    ]
    if letter.missing:
        sentence = "Elle ne partira pas comme mise en demeure tant que cela manque."
        lines.insert(0, ("ban", sentence, Tone.DANGER))
    lines += [
        ("triangle-alert", f"«\u00a0{one.passage}\u00a0»\u00a0: {one.reason}", Tone.WARNING)
        for one in letter.findings
    ]
    lines += [
        ("info", one.sentence, Tone.MUTED) for one in letter.points if not one.required and not one.is_met
    ]
    met = [_SHORT[one.id] for one in letter.points if one.is_met]
    if met:
        lines.append(("circle-check", f"Mise en demeure vérifiée\u00a0: {', '.join(met)}.", Tone.SUCCESS))
    return lines
