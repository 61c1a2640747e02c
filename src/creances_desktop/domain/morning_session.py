"""The order of a morning: what each action is expected to bring, by a formula that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from creances_desktop.domain import insolvency
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.promises import Reliability
from creances_desktop.domain.text import plural


class ActionKind(StrEnum):
    """What the morning proposes to do about a client, the most pressing first."""

    BROKEN_PROMISE = "broken_promise"
    MISSED_INSTALMENT = "missed_instalment"
    CALL = "call"
    DEADLINE = "deadline"
    LETTER = "letter"
    REMINDER = "reminder"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _LABELS[self]

    @property
    def rank(self) -> int:
        """Its place among the kinds: a client is dealt with for the most pressing one."""
        return tuple(ActionKind).index(self)


_LABELS = {
    ActionKind.BROKEN_PROMISE: "Promesse non tenue",
    ActionKind.MISSED_INSTALMENT: "Échéance manquée",
    ActionKind.CALL: "Appel",
    ActionKind.DEADLINE: "Délai dépassé",
    ActionKind.LETTER: "Lettre",
    ActionKind.REMINDER: "Rappel",
}
_WORD_NOT_KEPT = (ActionKind.BROKEN_PROMISE, ActionKind.MISSED_INSTALMENT)
CEILING, FLOOR = 95, 40
NOTHING = "rien à attendre, ses avoirs et règlements couvrent ce qui est échu"


@dataclass(frozen=True, slots=True)
class OrderRules:
    """The figures of the formula, all changed by the user.

    The first five: the chance, in percent, that the action brings the money. `reliability`: how much the
    client's word weighs, in percent; `age`: what a month of delay takes away, `silence`: what an attempt that
    reached nobody takes away, both in percent. `most`: clients in one session, 0 for all. `gap_days`: days
    between two contacts that no date asks for.
    """

    broken_promise: int = 45
    call: int = 40
    deadline: int = 35
    letter: int = 20
    reminder: int = 5
    reliability: int = 100
    age: int = 3
    silence: int = 15
    most: int = 20
    gap_days: int = 2

    def chance(self, kind: ActionKind) -> int:
        """The chance of an action before anything is known of the client, in percent."""
        # An instalment is a promise in writing.
        known = ActionKind.BROKEN_PROMISE if kind is ActionKind.MISSED_INSTALMENT else kind
        return int(getattr(self, known.value))


def checked(rules: OrderRules) -> OrderRules:
    """The rules; InvalidValue beside the first figure that makes no sense."""
    for one in fields(rules):
        value = getattr(rules, one.name)
        limit = {"most": 200, "gap_days": 30}.get(one.name, 100)
        if not 0 <= value <= limit:
            raise InvalidValue(one.name, f"Indiquez un nombre entier de 0 à {limit}.")
    return rules


@dataclass(frozen=True, slots=True)
class Gain:
    """What an action is expected to bring, in cents, and the calculation in French."""

    amount: Cents
    formula: str


def expected_gain(
    amount: Cents,
    kind: ActionKind,
    rules: OrderRules,
    *,
    word: Reliability,
    days_late: int = 0,
    unanswered: int = 0,
    insolvent: bool = False,
) -> Gain:
    """The amount at stake at the chance of the action, moved by the client's word, the delay and silence.

    Nothing at stake, as where credits cover the debts, brings nothing and is said so;
    nor does an insolvency. The chance is at most
    95 %; neither the delay nor the silence takes more than 60 % of it away.
    """
    if insolvent:
        return Gain(0, insolvency.NOTHING_EXPECTED)
    if amount <= 0:
        return Gain(0, NOTHING)
    trust = 100 + (word.percent - 50) * rules.reliability // 100
    months = max(days_late, 0) // 30
    age = max(FLOOR, 100 - rules.age * months)
    silence = max(FLOOR, 100 - rules.silence * unanswered)
    chance = rules.chance(kind) * trust * age * silence
    gain = min(amount * chance // 100**4, amount * CEILING // 100)
    parts = [f"{format_cents(amount)} × {rules.chance(kind)}\u00a0% ({kind.label.lower()})"]
    parts.append(f"{trust}\u00a0% ({word.words})")
    if months:
        parts.append(f"{age}\u00a0% ({days_late} jours de retard)")
    if unanswered:
        parts.append(f"{silence}\u00a0% ({plural(unanswered, 'essai')} sans réponse)")
    return Gain(gain, f"{' × '.join(parts)} = {format_cents(gain)}")


@dataclass(frozen=True, slots=True)
class Stake:
    """One thing to do about a client: what, for how much, since when; `text` tells it in French.

    `asked_for`: a date was given for it (a call agreed, a broken promise); no gap puts it off.
    """

    kind: ActionKind
    client_id: int
    client_name: str
    text: str
    amount: Cents
    since: date
    asked_for: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a client beside what he owes."""

    word: Reliability
    days_late: int = 0
    unanswered: int = 0
    last_contact: date | None = None
    advice: str = ""
    """Why he would rather not be called today."""
    insolvent: bool = False


@dataclass(frozen=True, slots=True)
class MorningLine:
    """A client to deal with this morning: the most pressing action, the others, and the expected gain."""

    client_id: int
    client_name: str
    kind: ActionKind
    amount: Cents
    gain: Gain
    stakes: tuple[Stake, ...]


@dataclass(frozen=True, slots=True)
class PutOff:
    """A client left for another day, with the French sentence that tells why."""

    client_id: int
    client_name: str
    amount: Cents
    why: str


@dataclass(frozen=True, slots=True)
class Morning:
    """The clients of the morning in order, those beyond its size, and those put off."""

    lines: tuple[MorningLine, ...]
    later: tuple[MorningLine, ...]
    put_off: tuple[PutOff, ...]


def arrange(stakes: Iterable[Stake], known: dict[int, Known], rules: OrderRules, day: date) -> Morning:
    """The morning of `day`: one line a client, broken promises first, then by expected gain.

    A client contacted less than `gap_days` ago waits, unless a date was given; one whom courtesy forbids to
    call waits, unless a letter can leave instead.
    """
    by_client: dict[int, list[Stake]] = {}
    for one in stakes:
        by_client.setdefault(one.client_id, []).append(one)
    lines: list[MorningLine] = []
    put_off: list[PutOff] = []
    for client_id, own in by_client.items():
        facts = known.get(client_id, Known(Reliability()))
        own.sort(key=lambda one: (one.kind.rank, one.since))
        why = _why_not(own, facts, rules, day)
        if why:
            put_off.append(PutOff(client_id, own[0].client_name, max(one.amount for one in own), why))
        else:
            lines.append(_line(own, facts, rules))
    lines.sort(key=lambda one: (_first(one), -one.gain.amount, one.client_name, one.client_id))
    most = rules.most or len(lines)
    put_off.sort(key=lambda one: (-one.amount, one.client_name))
    return Morning(tuple(lines[:most]), tuple(lines[most:]), tuple(put_off))


def _first(line: MorningLine) -> int:
    return 0 if line.kind in _WORD_NOT_KEPT else 1


def _line(own: Sequence[Stake], facts: Known, rules: OrderRules) -> MorningLine:
    top = own[0]
    amount = max(one.amount for one in own)
    gain = expected_gain(
        amount,
        top.kind,
        rules,
        word=facts.word,
        days_late=facts.days_late,
        unanswered=facts.unanswered,
        insolvent=facts.insolvent,
    )
    return MorningLine(top.client_id, top.client_name, top.kind, amount, gain, tuple(own))


def _why_not(own: Sequence[Stake], facts: Known, rules: OrderRules, day: date) -> str:
    if facts.last_contact == day:
        return "Déjà contacté aujourd’hui."
    if facts.advice and not any(one.kind in (ActionKind.LETTER, ActionKind.REMINDER) for one in own):
        return facts.advice
    if facts.last_contact is None or any(one.asked_for for one in own):
        return ""
    days = (day - facts.last_contact).days
    if 0 < days < rules.gap_days and not any(one.kind is ActionKind.REMINDER for one in own):
        ago = "hier" if days == 1 else f"il y a {days} jours"
        return f"Contacté {ago}\u00a0: vous laissez {plural(rules.gap_days, 'jour')} entre deux contacts."
    return ""
