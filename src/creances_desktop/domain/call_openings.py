"""How a call begins: one phrase for each situation of the client, in the user's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from creances_desktop.domain.call_sheet import Situation
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.letter_templates import french_spaces
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.nonpayment import Reason
from creances_desktop.domain.text import plural

LONGEST = 300
"""The sheet has room for three lines."""


class Field(StrEnum):
    """What a phrase may name between square brackets; the value is what the user types."""

    OVERDUE = "échu"
    LATE = "retard"
    PROMISE = "promesse"


FIELD_WORDS = {
    Field.OVERDUE: "ce qui est échu et non contesté",
    Field.LATE: "le plus grand retard, en jours",
    Field.PROMISE: "la promesse et son jour",
}
_OWING = (Field.OVERDUE, Field.LATE)


@dataclass(frozen=True, slots=True)
class Opening:
    """A situation with the fields that have a value in it; `help` says when it applies."""

    id: str
    label: str
    help: str
    fields: tuple[Field, ...] = _OWING


INSOLVENCY = Opening(
    "insolvency", "Procédure collective", "Un tribunal l’a ouverte\u00a0: rien ne se réclame plus.", ()
)
NOTHING_DUE = Opening("nothing_due", "Rien n’est échu", "Le client n’a pas de retard.", ())
RETURNED = Opening(
    "returned", "Règlement revenu impayé", "Son règlement est revenu, et vous ne lui avez pas parlé depuis."
)
BROKEN = Opening(
    "broken", "Promesse non tenue", "Ce qu’il a promis en dernier n’est pas arrivé.", (*_OWING, Field.PROMISE)
)
RUNNING = Opening(
    "running", "Promesse en cours", "Le jour qu’il a promis n’est pas passé.", (*_OWING, Field.PROMISE)
)
FIRST = Opening("first", "Premier contact", "Ni appel ni lettre jusqu’ici.")
REMINDED = Opening("reminded", "Déjà relancé", "Sans effet, et sans motif connu.")
_BY_REASON = {
    reason: Opening(reason.value, reason.label, "Le motif qu’il a donné en dernier.") for reason in Reason
}
OPENINGS = (INSOLVENCY, NOTHING_DUE, RETURNED, BROKEN, RUNNING, FIRST, REMINDED, *_BY_REASON.values())


def opening_of(s: Situation) -> Opening:
    """The situation that the client is in: an insolvency, a payment that came back, a promise, his reason."""
    found = (
        (bool(s.insolvency), INSOLVENCY),
        (not s.overdue, NOTHING_DUE),
        (s.returned, RETURNED),
        (bool(s.broken), BROKEN),
        (bool(s.running), RUNNING),
    )
    for applies, opening in found:
        if applies:
            return opening
    if s.reason is not None:
        return _BY_REASON[s.reason]
    return REMINDED if s.contacts or s.letters else FIRST


def parse(text: str) -> dict[str, str]:
    """The phrases in `text` by situation: `# id`, then the phrase in one line."""
    return dict(re.findall(r"^# (\w+)\n(.+)$", text.replace("\r\n", "\n"), re.MULTILINE))


def checked(phrases: Mapping[str, str]) -> dict[str, str]:
    """The phrases in one line each; InvalidValue (the id of the situation) for the first wrong one."""
    found = {}
    for opening in OPENINGS:
        text = " ".join(phrases[opening.id].split())
        if not text:
            raise InvalidValue(opening.id, "Écrivez une phrase, ou revenez à celle d’origine.")
        if len(text) > LONGEST:
            raise InvalidValue(opening.id, f"La fiche a la place de {LONGEST} signes\u00a0: raccourcissez.")
        for name in re.findall(r"\[([^\[\]]*)\]", text):
            if name not in {field.value for field in opening.fields}:
                raise InvalidValue(opening.id, f"Le champ [{name}] n’a pas de valeur dans cette situation.")
        found[opening.id] = text
    return found


def said(phrase: str, s: Situation) -> str:
    """The phrase as it is spoken to this client, between quotes."""
    values = {
        Field.OVERDUE: format_cents(s.overdue),
        Field.LATE: plural(s.oldest_late, "jour"),
        Field.PROMISE: s.broken or s.running,
    }
    text = phrase
    for field, value in values.items():
        text = text.replace(f"[{field.value}]", value)
    return f"«\u00a0{french_spaces(text)}\u00a0»"
