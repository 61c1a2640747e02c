"""What a letter must not say: threats, insults, publicity, false acts, the law of others.

The program flags the passage and says why; the user decides. Patterns are read on a text without accents, so
that each finds what it means however it is written; the passage told is the user's own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from creances_desktop.domain.clients import Nature


class Fault(StrEnum):
    """What is wrong with a passage."""

    PENAL_THREAT = "penal_threat"
    SEIZURE_THREAT = "seizure_threat"
    INTIMIDATION = "intimidation"
    INSULT = "insult"
    PUBLICITY = "publicity"
    FALSE_ACT = "false_act"
    FALSE_EFFECT = "false_effect"
    BUSINESS_LAW = "business_law"
    RECOVERY_COSTS = "recovery_costs"
    PUBLIC_LAW = "public_law"

    @property
    def reason(self) -> str:
        """The French sentence that tells why."""
        return _REASONS[self]


_REASONS = {
    Fault.PENAL_THREAT: "Une dette impayée n’est pas une infraction\u00a0: menacer de suites pénales peut se "
    "retourner contre vous.",
    Fault.SEIZURE_THREAT: "Une saisie suppose un titre exécutoire\u00a0: sans lui, l’annoncer est une menace "
    "sans droit.",
    Fault.INTIMIDATION: "Annoncer une visite ou de mauvaises suites, c’est intimider\u00a0: le client peut "
    "le faire valoir contre vous.",
    Fault.INSULT: "Restez civil\u00a0: un mot blessant dessert votre dossier devant un juge.",
    Fault.PUBLICITY: "Une dette ne se rend pas publique et ne se dit pas à des tiers\u00a0: le client peut "
    "vous le reprocher.",
    Fault.FALSE_ACT: "Cette formule imite un acte de justice ou de commissaire de justice\u00a0: une lettre "
    "n’en est pas un.",
    Fault.FALSE_EFFECT: "Une lettre, même recommandée, n’interrompt pas la prescription d’ordinaire\u00a0: "
    "n’affirmez pas le contraire.",
    Fault.BUSINESS_LAW: "Ces règles ne valent qu’entre professionnels\u00a0: un particulier ne doit ni "
    "l’indemnité de 40\u00a0€ ni ce que fixe le code de commerce.",
    Fault.RECOVERY_COSTS: "Il est interdit de réclamer à un particulier des frais de recouvrement sans titre "
    "exécutoire (C. conso., art. L. 121-21\u00a0; CPCE, art. L. 111-8).",
    Fault.PUBLIC_LAW: "Ces règles ne valent que pour un acheteur public.",
}

_OWNED = "biens|comptes?|meubles|salaires?|vehicules?"
_TOLD_TO = "voisins?|employeur|famille|proches|clients|fournisseurs|collegues|banque"
_HIDDEN = "dette|nom|impayes?|situation|retards?|identite"
_ACTS = "titre executoire|assignation|jugement|signification|convocation|citation"
_COSTS = (
    "recouvrement|relance|rappel|mise en demeure|dossier|gestion|contentieux|huissier|commissaire|avocat|"
    "procedure|impaye"
)
_WE_COME = (
    "(?:nous|on|je) (?:vien|pass|debarqu|ser|arriv)[a-z]*|(?:allons|va|vais) (?:venir|passer|debarquer)|"
    "quelqu'un (?:vien|pass)[a-z]*"
)
_ALWAYS: tuple[tuple[Fault, str], ...] = (
    (Fault.PENAL_THREAT, r"\b(?:porter|deposer|depot de|porterons|deposerons) (?:une )?plainte\b"),
    (Fault.PENAL_THREAT, r"(?<!clause )(?<!clauses )\bpenal(?:e|es|ement)?\b"),
    (Fault.PENAL_THREAT, r"\b(?:escroquerie|abus de confiance|casier judiciaire)\b"),
    (Fault.PENAL_THREAT, r"\b(?:procureur|gendarmerie|garde a vue|prison|emprisonnement)\b"),
    (Fault.PENAL_THREAT, r"\bcorrectionnel(?:le|les|s)?\b"),
    (Fault.PENAL_THREAT, r"\b(?:la|a la|de) police\b(?! d'assurance| de caracter)"),
    (Fault.SEIZURE_THREAT, rf"\bsaisi(?:r|rons|rions|e|es)\b[^.]{{0,40}}\b(?:vos|votre|sur) (?:{_OWNED})\b"),
    (Fault.SEIZURE_THREAT, r"\b(?:nous ferons|faire) saisir\b|\bsaisie immediate\b"),
    (Fault.SEIZURE_THREAT, r"\bexpuls(?:ion|er|erons)\b"),
    (Fault.INTIMIDATION, rf"\b(?:{_WE_COME}) (?:chez vous|a votre (?:domicile|porte|travail|bureau))\b"),
    (Fault.INTIMIDATION, rf"\b(?:{_WE_COME}) (?:vous (?:voir|rendre visite|trouver)|sonner|frapper)\b"),
    (Fault.INTIMIDATION, r"\b(?:nous|on|je) (?:vous rendr(?:ons|a|ai) visite|sa(?:vons|it|is) ou vous)\b"),
    (
        Fault.INTIMIDATION,
        r"\b(?:allez|pourriez bien) (?:le |vous en )?(?:regretter|mordre les doigts|repentir)\b",
    ),
    (Fault.INTIMIDATION, r"\b(?:le regretterez|vous en (?:repentirez|mordrez)|entendrez parler de nous)\b"),
    (Fault.INTIMIDATION, r"\b(?:a vos risques et perils|tant pis pour vous|gare a vous)\b"),
    (Fault.INTIMIDATION, r"\bvous (?:le )?(?:payer|paierez) (?:tres )?cher\b|\bcela vous coutera cher\b"),
    (
        Fault.INTIMIDATION,
        r"\b(?:envoyer|enverrons|enverra|enverrai) (?:quelqu'un|du monde|des (?:gens|hommes))\b",
    ),
    (Fault.INSULT, r"\b(?:escroc|voleur|menteur|tricheur|profiteur|parasite|incapable|minable)s?\b"),
    (Fault.INSULT, r"\barnaqueu[rs]e?s?\b|\bmalhonnete(?:te|s)?\b|\bridicule\b"),
    (Fault.INSULT, r"\bhonteu(?:x|se|ses)\b|\bune honte\b|\bincompetent(?:e|s)?\b"),
    (Fault.INSULT, r"\b(?:votre|d'une|de) mauvaise foi\b"),
    (Fault.PUBLICITY, r"\breseaux? socia(?:l|ux)\b|\b(?:facebook|instagram|tiktok|twitter|avis google)\b"),
    (Fault.PUBLICITY, rf"\b(?:publi|diffus|divulg|affich)\w*\b[^.]{{0,60}}\b(?:{_HIDDEN})\b"),
    (Fault.PUBLICITY, r"\b(?:liste noire|mauvais(?:es)? payeu(?:r|rs|se|ses))\b"),
    (
        Fault.PUBLICITY,
        rf"\b(?:inform|preven|avert|contact|alert)\w*\b[^.]{{0,30}}\bvo(?:tre|s) (?:{_TOLD_TO})\b",
    ),
    (Fault.PUBLICITY, r"\bfich(?:er|age|e|erons)\b[^.]{0,30}\bbanque de france\b"),
    (Fault.FALSE_ACT, r"\bcommandement de payer\b|\bsommation de payer\b|\bacte d'huissier\b"),
    (Fault.FALSE_ACT, r"\bau nom du peuple francais\b|\brepublique francaise\b"),
    (Fault.FALSE_ACT, rf"\b(?:vaut|valant|tient lieu de|tenant lieu de) (?:{_ACTS})\b"),
    (Fault.FALSE_ACT, r"\b(?:avis|ordre|notification) (?:officiel(?:le)?|judiciaire)\b"),
    (Fault.FALSE_EFFECT, r"\binterrom(?:pt|pra|pre)\b[^.]{0,30}\bprescription\b"),
    (Fault.FALSE_EFFECT, r"\binterruptif\b[^.]{0,30}\bprescription\b"),
)
_TO_A_CONSUMER: tuple[tuple[Fault, str], ...] = (
    (Fault.BUSINESS_LAW, r"\b[ld]\.? ?441-(?:5|6|9|10)\b|\bcode de commerce\b"),
    (
        Fault.BUSINESS_LAW,
        r"\b(?:40|quarante)(?:,00)? ?(?:€|euros?)(?!\w)[^.]{0,40}\b(?:par facture|frais|forfait)",
    ),
    (Fault.BUSINESS_LAW, r"\bindemnite(?:s)? forfaitaires?\b|\bentre professionnels\b"),
    (Fault.RECOVERY_COSTS, rf"\bfrais (?:de |d')(?:{_COSTS})s?\b(?![^.]{{0,60}}\ba notre charge\b)"),
    (Fault.RECOVERY_COSTS, r"\ba vos frais\b|\bfrais (?:sont |seront )?a votre charge\b"),
)
_TO_A_PRIVATE_CLIENT: tuple[tuple[Fault, str], ...] = (
    (Fault.PUBLIC_LAW, r"\b[ldr]\.? ?2192-\d+\b|\bcode de la commande publique\b"),
    (Fault.PUBLIC_LAW, r"\binterets moratoires\b"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A passage flagged: `text[start:end]` of what was read."""

    fault: Fault
    start: int
    end: int
    passage: str

    @property
    def reason(self) -> str:
        """The French sentence that tells why."""
        return self.fault.reason


def flag(text: str, nature: Nature) -> tuple[Finding, ...]:
    """The passages to review of a text for a client of this nature, in order."""
    return _found(text, nature)


def flag_for_any(text: str, natures: Iterable[Nature]) -> tuple[Finding, ...]:
    """The passages to review of a text that goes to clients of all these natures."""
    found = {one for nature in natures for one in _found(text, nature)}
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _found(text: str, nature: Nature) -> tuple[Finding, ...]:
    flat = _flat(text)
    found: dict[tuple[int, int], Finding] = {}
    for fault, pattern in _patterns(nature):
        for match in pattern.finditer(flat):
            start, end = match.span()
            found.setdefault((start, end), Finding(fault, start, end, text[start:end]))
    return tuple(found[span] for span in sorted(found))


@cache
def _patterns(nature: Nature) -> tuple[tuple[Fault, re.Pattern[str]], ...]:
    rules = list(_ALWAYS)
    if nature is Nature.CONSUMER:
        rules += _TO_A_CONSUMER
    if nature in {Nature.CONSUMER, Nature.PROFESSIONAL}:
        rules += _TO_A_PRIVATE_CLIENT
    return tuple((fault, re.compile(pattern)) for fault, pattern in rules)


def _flat(text: str) -> str:
    """The text in small letters without accents, letter for letter: places stay what they are."""
    return "".join(_letters(text))


def _letters(text: str) -> Iterator[str]:
    for letter in text:
        if letter.isspace() or letter in "\u00a0\u202f":
            yield " "
        elif letter == "’":
            yield "'"
        else:
            bare = unicodedata.normalize("NFD", letter)[0].lower()
            yield bare if len(bare) == 1 else letter
