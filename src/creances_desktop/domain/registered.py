"""The life of a registered letter: its number, its stages, which day counts and what each outcome entails."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.letter_events import OUTCOMES, EventKind, LetterEvent
from creances_desktop.domain.text import short_date

KEPT_DAYS = 15
"""Calendar days that the post keeps a letter it could not hand over (code des postes, art. R1-1-6)."""

_NATIONAL = re.compile(r"[0-9][A-Z][0-9]{11}")
_S10 = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_SEPARATORS = re.compile(r"[\s.\-_/]+")


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """A number in its normal form, and what is unusual about it: a French sentence, empty when nothing is."""

    number: str
    warning: str = ""


def check_number(text: str) -> NumberCheck:
    """The number of a registered letter as typed, without spaces, in capitals. It is never refused.

    The check digit of the national form is not published: only its shape is looked at. That of the
    international form (S10) is computed, and a difference only told.
    """
    number = _SEPARATORS.sub("", text).upper()
    if not number or _NATIONAL.fullmatch(number):
        return NumberCheck(number)
    if _S10.fullmatch(number):
        if _s10_digit(number[2:10]) == int(number[10]):
            return NumberCheck(number)
        return NumberCheck(number, "Clé de contrôle inhabituelle\u00a0: relisez le numéro sur le bordereau.")
    return NumberCheck(
        number,
        "Format inhabituel\u00a0: on attend un chiffre, une lettre et 11 chiffres (1A 123 456 7890 1), ou "
        "deux lettres, 9 chiffres et deux lettres (RR 123 456 785 FR).",
    )


def format_number(number: str) -> str:
    """The number in the groups that the post prints; as it is when its form is unusual."""
    if _NATIONAL.fullmatch(number):
        groups = (2, 3, 3, 4, 1)
    elif _S10.fullmatch(number):
        groups = (2, 3, 3, 3, 2)
    else:
        return number
    parts, start = [], 0
    for length in groups:
        parts.append(number[start : start + length])
        start += length
    return "\u00a0".join(parts)


def _s10_digit(digits: str) -> int:
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, _S10_WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


class Stage(StrEnum):
    """Where a registered letter stands."""

    TO_DEPOSIT = "to_deposit"
    AWAITED = "awaited"
    MISSING = "missing"
    RECEIVED = "received"
    REFUSED = "refused"
    UNCLAIMED = "unclaimed"
    WRONG_ADDRESS = "wrong_address"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _STAGES[self]


_STAGES = {
    Stage.TO_DEPOSIT: "À déposer",
    Stage.AWAITED: "Accusé attendu",
    Stage.MISSING: "Accusé manquant",
    Stage.RECEIVED: "Reçue",
    Stage.REFUSED: "Refusée",
    Stage.UNCLAIMED: "Non réclamée",
    Stage.WRONG_ADDRESS: "Mauvaise adresse",
}


@dataclass(frozen=True, slots=True)
class Life:
    """The stages of a registered letter; `outcome` None while the post is not done with it."""

    deposited_on: date | None = None
    presented_on: date | None = None
    outcome: EventKind | None = None
    outcome_on: date | None = None

    @property
    def counts_from(self) -> date | None:
        """The day that counts: received, or first presented when refused or unclaimed; None without one.

        A letter refused without a day of presentation counts from the refusal, which is one.
        """
        match self.outcome:
            case EventKind.RECEIVED:
                return self.outcome_on
            case EventKind.REFUSED:
                return self.presented_on or self.outcome_on
            case EventKind.UNCLAIMED:
                return self.presented_on
            case _:
                return None

    def receipt_expected_on(self, days: int) -> date | None:
        """The day on which the receipt should be back, None before the deposit and once it is settled."""
        if self.deposited_on is None or self.outcome is not None:
            return None
        return self.deposited_on + timedelta(days=days)

    def stage(self, today: date, days: int) -> Stage:
        """Where it stands on a day, receipts being expected within so many days."""
        if self.outcome is not None:
            return Stage(self.outcome.value)
        expected = self.receipt_expected_on(days)
        if expected is None:
            return Stage.TO_DEPOSIT if self.presented_on is None else Stage.AWAITED
        return Stage.MISSING if today >= expected else Stage.AWAITED


def life_of(events: Iterable[LetterEvent]) -> Life:
    """The life that these events tell; the last outcome counts."""
    deposited = presented = None
    outcome: LetterEvent | None = None
    for event in events:
        if event.kind is EventKind.DEPOSITED:
            deposited = event.day
        elif event.kind is EventKind.PRESENTED:
            presented = event.day if presented is None else min(presented, event.day)
        elif event.kind in OUTCOMES:
            outcome = event
    if outcome is None:
        return Life(deposited, presented)
    return Life(deposited, presented, outcome.kind, outcome.day)


def check_event(life: Life, kind: EventKind, day: date, *, issued_on: date, today: date) -> None:
    """Nothing when this can have happened that day; InvalidValue beside `day` or `kind` otherwise."""
    if day > today:
        raise InvalidValue("day", "Ce jour n’est pas encore venu\u00a0: notez ce qui est arrivé.")
    if day < issued_on:
        raise InvalidValue(
            "day", f"La lettre est du {short_date(issued_on)}\u00a0: rien n’a pu arriver avant."
        )
    if kind is not EventKind.DEPOSITED and life.deposited_on is not None and day < life.deposited_on:
        raise InvalidValue(
            "day", f"La lettre a été déposée le {short_date(life.deposited_on)}\u00a0: c’est avant."
        )
    if kind in OUTCOMES and life.presented_on is not None and day < life.presented_on:
        raise InvalidValue(
            "day", f"Elle a été présentée le {short_date(life.presented_on)}\u00a0: c’est avant."
        )
    first = min((one for one in (life.presented_on, life.outcome_on) if one is not None), default=None)
    if kind is EventKind.DEPOSITED and first is not None and day > first:
        raise InvalidValue("day", f"Elle a été présentée le {short_date(first)}\u00a0: c’est après.")
    if kind is EventKind.PRESENTED and life.outcome_on is not None and day > life.outcome_on:
        raise InvalidValue("day", f"Son sort est connu le {short_date(life.outcome_on)}\u00a0: c’est après.")
    if kind in OUTCOMES and life.outcome is not None:
        raise InvalidValue(
            "kind", f"Déjà noté\u00a0: {life.outcome.label.lower()}. Retirez d’abord cette ligne."
        )


def warning_of(life: Life, kind: EventKind, day: date) -> str:
    """What is unusual about it: a French sentence, empty when nothing is."""
    if kind is EventKind.UNCLAIMED and life.presented_on is None:
        return "Notez aussi la première présentation (elle est sur l’avis)\u00a0: c’est elle qui compte."
    if kind is EventKind.UNCLAIMED and life.presented_on is not None:
        end = life.presented_on + timedelta(days=KEPT_DAYS)
        if day < end:
            return (
                f"La Poste garde un recommandé {KEPT_DAYS} jours (code des postes, art. R1-1-6), ici "
                f"jusqu’au {short_date(end)}\u00a0: vérifiez la date."
            )
    return ""


CONSEQUENCES = {
    EventKind.DEPOSITED: (
        "La preuve de dépôt établit l’envoi. L’avis de réception revient d’habitude sous quinzaine."
    ),
    EventKind.PRESENTED: (
        f"Absent, le destinataire est avisé\u00a0; le pli l’attend {KEPT_DAYS} jours calendaires (code des "
        "postes, art. R1-1-6). Gardez cette date\u00a0: elle compte s’il ne vient pas."
    ),
    EventKind.RECEIVED: (
        "L’avis signé prouve la réception. D’un particulier, les intérêts courent du lendemain (C. civ., "
        "art. 1231-6 et 1344-1)."
    ),
    EventKind.REFUSED: (
        "Pratique générale, sans texte\u00a0: celui qui refuse le pli ne peut dire qu’il n’a pas été mis en "
        "demeure. On compte de la première présentation\u00a0; gardez le pli fermé avec sa mention."
    ),
    EventKind.UNCLAIMED: (
        "Pratique générale, à faire vérifier\u00a0: une mise en demeure envoyée et non retirée est "
        "d’ordinaire tenue pour valable. On compte de la première présentation\u00a0; gardez le pli fermé "
        "avec sa mention."
    ),
    EventKind.WRONG_ADDRESS: (
        "Pratique générale\u00a0: la lettre n’a pas touché son destinataire. Corrigez l’adresse (registre du "
        "commerce, annuaire), puis renvoyez-la\u00a0; rien ne court de cet envoi."
    ),
}
"""What each stage entails; where no text settles it, the sentence says that it is general practice."""
