"""What interrupts or suspends a limitation period, and what does not though people believe it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from creances_desktop.domain.rates import Certainty


class Effect(StrEnum):
    """What an event does to the period."""

    INTERRUPTS = "interrupts"
    """A whole new period runs (C. civ. 2231)."""
    DEBATABLE = "debatable"
    """A judge may see an interruption in it; the safe date ignores it unless the user counts it."""
    EXCEPTION = "exception"
    """It interrupts for some debtors or creditors only; left to the user."""
    SUSPENDS = "suspends"
    """The period stands still meanwhile (C. civ. 2238)."""
    NONE = "none"
    """It changes nothing, though people believe it does."""


class EventKind(StrEnum):
    """An event that the user records."""

    ACKNOWLEDGEMENT = "acknowledgement"
    PART_PAYMENT = "part_payment"
    LAWSUIT = "lawsuit"
    INJUNCTION_REQUEST = "injunction_request"
    INJUNCTION_SERVICE = "injunction_service"
    ENFORCEMENT = "enforcement"
    INSOLVENCY_DECLARATION = "insolvency_declaration"
    MISE_EN_DEMEURE = "mise_en_demeure"
    PUBLIC_CLAIM = "public_claim"
    INSURER_LETTER = "insurer_letter"
    MEDIATION = "mediation"
    SMALL_CLAIMS_AGREEMENT = "small_claims_agreement"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _LAW[self].label

    @property
    def effect(self) -> Effect:
        """What it does by itself."""
        return _LAW[self].effect

    @property
    def article(self) -> str:
        """The text or the judgment that it rests on."""
        return _LAW[self].article

    @property
    def explanation(self) -> str:
        """One French sentence on its effect."""
        return _LAW[self].explanation

    @property
    def certainty(self) -> Certainty:
        """How sure the effect is."""
        return _LAW[self].certainty

    @property
    def lasts(self) -> bool:
        """Whether the period only runs again once it has ended: a lawsuit, a mediation."""
        return self in _LASTING

    @property
    def is_judicial(self) -> bool:
        """Whether it is a lawsuit or an enforcement, to which the long stop of 20 years does not apply."""
        return self in _JUDICIAL


@dataclass(frozen=True, slots=True)
class _Law:
    label: str
    effect: Effect
    article: str
    explanation: str
    certainty: Certainty = Certainty.CONFIRMED


_LAW = {
    EventKind.ACKNOWLEDGEMENT: _Law(
        "Reconnaissance de dette, échéancier signé",
        Effect.INTERRUPTS,
        "C. civ., art. 2240 et 2231",
        "La reconnaissance par le débiteur fait courir un nouveau délai entier.",
    ),
    EventKind.PART_PAYMENT: _Law(
        "Paiement partiel",
        Effect.DEBATABLE,
        "C. civ., art. 2240\u00a0; Cass. 1re civ., 19 mai 2021, n° 19-26.253",
        "Un paiement partiel peut valoir reconnaissance, mais un juge peut en décider autrement\u00a0; "
        "la date la plus sûre l’ignore.",
        Certainty.SECONDARY,
    ),
    EventKind.LAWSUIT: _Law(
        "Action en justice, même en référé",
        Effect.INTERRUPTS,
        "C. civ., art. 2241 à 2243",
        "L’assignation interrompt jusqu’à la fin de l’instance\u00a0; l’effet est perdu en cas de "
        "désistement, de péremption ou de rejet définitif.",
    ),
    EventKind.INJUNCTION_REQUEST: _Law(
        "Requête en injonction de payer",
        Effect.NONE,
        "Cass. 1re civ., 10 juil. 1990, n° 89-13.345",
        "La requête n’interrompt pas la prescription\u00a0; seule la signification de l’ordonnance le fait.",
        Certainty.SECONDARY,
    ),
    EventKind.INJUNCTION_SERVICE: _Law(
        "Signification d’une injonction de payer",
        Effect.INTERRUPTS,
        "Cass. 1re civ., 10 juil. 1990, n° 89-13.345\u00a0; 9 sept. 2020, n° 19-12.006",
        "La signification interrompt\u00a0; l’effet est perdu si l’ordonnance devient non avenue.",
        Certainty.SECONDARY,
    ),
    EventKind.ENFORCEMENT: _Law(
        "Mesure conservatoire ou acte d’exécution forcée",
        Effect.INTERRUPTS,
        "C. civ., art. 2244",
        "Une mesure conservatoire ou un acte d’exécution fait courir un nouveau délai entier.",
    ),
    EventKind.INSOLVENCY_DECLARATION: _Law(
        "Déclaration de créance",
        Effect.INTERRUPTS,
        "infogreffe.fr, guide de la déclaration de créance",
        "La déclaration au passif interrompt jusqu’à la clôture de la procédure.",
    ),
    EventKind.MISE_EN_DEMEURE: _Law(
        "Mise en demeure, même recommandée",
        Effect.NONE,
        "Cass. com., 18 mai 2022, n° 20-23.204",
        "Une mise en demeure, même recommandée avec accusé de réception, n’interrompt pas la prescription.",
        Certainty.SECONDARY,
    ),
    EventKind.PUBLIC_CLAIM: _Law(
        "Demande écrite à un débiteur public",
        Effect.EXCEPTION,
        "Loi n° 68-1250 du 31/12/1968, art. 2",
        "Par exception, une demande écrite interrompt la prescription d’une créance sur un organisme "
        "public\u00a0; à vérifier, puis à retenir par vous.",
        Certainty.UNCONFIRMED,
    ),
    EventKind.INSURER_LETTER: _Law(
        "Lettre recommandée de l’assureur pour la prime",
        Effect.EXCEPTION,
        "C. assur., art. L114-2",
        "Par exception, la lettre recommandée avec accusé de réception d’un assureur à son assuré "
        "interrompt pour la prime\u00a0; à retenir par vous.",
    ),
    EventKind.MEDIATION: _Law(
        "Médiation ou conciliation",
        Effect.SUSPENDS,
        "C. civ., art. 2238",
        "Le délai est suspendu depuis l’accord écrit ou la première réunion\u00a0; "
        "il reste au moins six mois ensuite.",
    ),
    EventKind.SMALL_CLAIMS_AGREEMENT: _Law(
        "Accord du débiteur à la procédure des petites créances",
        Effect.SUSPENDS,
        "C. civ., art. 2238\u00a0; CPCE (exécution), art. L125-1",
        "L’accord du débiteur suspend le délai\u00a0; il reste au moins six mois ensuite.",
    ),
}
_LASTING = frozenset(
    {
        EventKind.LAWSUIT,
        EventKind.INSOLVENCY_DECLARATION,
        EventKind.MEDIATION,
        EventKind.SMALL_CLAIMS_AGREEMENT,
    }
)
_JUDICIAL = frozenset({EventKind.LAWSUIT, EventKind.INJUNCTION_SERVICE, EventKind.ENFORCEMENT})


@dataclass(frozen=True, slots=True)
class LimitationEvent:
    """An event with its day and its proof.

    `ended_on`: the end of a lawsuit, a mediation, an insolvency; None while it lasts. `lost`: withdrawn,
    perempted, rejected or void. `counted`: the user counts a debatable event or an exception.
    """

    kind: EventKind
    day: date
    proof: str = ""
    ended_on: date | None = None
    lost: bool = False
    counted: bool = False
