"""By which ways a client can be reached, which were tried, which comes next; courtesy towards consumers."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from creances_desktop.domain.calendar import CallOutcome
from creances_desktop.domain.clients import Channel, Client, Nature
from creances_desktop.domain.nonpayment import Reason
from creances_desktop.domain.text import plural, short_date

SPOKEN = frozenset(CallOutcome) - {
    CallOutcome.VOICEMAIL,
    CallOutcome.UNREACHABLE,
    CallOutcome.WRONG_NUMBER,
}
"""The outcomes after which somebody was spoken to."""


@dataclass(frozen=True, slots=True)
class CallNote:
    """What came out of a call; `next_day` None means that no other call is wanted.

    `contact` is the person spoken to, as the user writes it; the note that is kept begins with it. `point`:
    the number or address used, empty for the usual one. `invoice_ids`: what was spoken of, empty for the
    account. `reason`: why he does not pay, as he says.
    """

    outcome: CallOutcome
    note: str = ""
    next_day: date | None = None
    contact: str = ""
    channel: Channel = Channel.PHONE
    point: str = ""
    invoice_ids: tuple[int, ...] = ()
    reason: Reason | None = None

    @property
    def text(self) -> str:
        """The note as it is kept: who was spoken to, and what was said."""
        return "\u00a0: ".join(part for part in (self.contact.strip(), self.note.strip()) if part)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One contact that was tried: by which channel, at which number or address, with whom, how it ended."""

    day: date
    channel: Channel
    point: str
    person: str
    outcome: CallOutcome | None


@dataclass(frozen=True, slots=True)
class Way:
    """A way to a client: a person (or the company) at a number or an address, with what was tried there."""

    channel: Channel
    point: str
    person: str
    role: str = ""
    tries: int = 0
    last_on: date | None = None
    last_outcome: CallOutcome | None = None

    @property
    def is_dead(self) -> bool:
        """Whether it leads nowhere: a wrong number."""
        return self.last_outcome is CallOutcome.WRONG_NUMBER

    @property
    def words(self) -> str:
        """`Mme Roy — 02 40 11 22 33`."""
        who = f"{self.person} ({self.role})" if self.role else self.person
        return " — ".join(part for part in (who, self.point) if part)

    @property
    def tried(self) -> str:
        """What was tried there: `2 fois, message laissé sur répondeur le 12/11/2026`, or `pas encore`."""
        if not self.tries or self.last_on is None:
            return "pas encore essayé"
        how = self.last_outcome.label.lower() if self.last_outcome else "envoyé"
        times = "1\u00a0fois" if self.tries == 1 else f"{self.tries}\u00a0fois"
        return f"{times}, {how} le {short_date(self.last_on)}"


def ways(client: Client, attempts: Iterable[Attempt]) -> tuple[Way, ...]:
    """Every way to a client, the preferred person's telephone first, then e-mail, then the post."""
    people = sorted(client.contacts, key=lambda one: not one.preferred)
    found = [Way(Channel.PHONE, one.phone.strip(), one.name, one.role) for one in people]
    found.append(Way(Channel.PHONE, client.phone.strip(), "Standard" if people else client.name))
    found += [Way(Channel.EMAIL, one.email.strip(), one.name, one.role) for one in people]
    found.append(Way(Channel.EMAIL, client.email.strip(), client.name))
    if client.address.is_complete:
        found.append(Way(Channel.LETTER, client.address.city, client.name))
    known: dict[tuple[Channel, str], Way] = {}
    for way in found:
        if way.point:
            known.setdefault((way.channel, way.point), way)
    if client.preferred_channel is Channel.EMAIL:
        known = dict(sorted(known.items(), key=lambda one: one[0][0] is Channel.LETTER))
    return _with_tries(known, attempts)


def _with_tries(known: dict[tuple[Channel, str], Way], attempts: Iterable[Attempt]) -> tuple[Way, ...]:
    for one in sorted(attempts, key=lambda one: one.day):
        way = known.get((one.channel, one.point))
        if way is None:
            # A number that is not on the card any more was tried all the same.
            way = Way(one.channel, one.point, one.person)
            if not one.point:
                continue
        known[one.channel, one.point] = Way(
            way.channel, way.point, way.person, way.role, way.tries + 1, one.day, one.outcome
        )
    return tuple(known.values())


def next_way(found: Sequence[Way]) -> Way | None:
    """The way to try next: the first one untried; when all were, the one tried longest ago.

    A way by which somebody was last spoken to is kept: what works is not left.
    """
    alive = [way for way in found if not way.is_dead]
    spoken = [way for way in alive if way.last_outcome in SPOKEN and way.channel is Channel.PHONE]
    if spoken:
        return max(spoken, key=lambda way: way.last_on or date.min)
    untried = [way for way in alive if not way.tries]
    if untried:
        return untried[0]
    return min(alive, key=lambda way: way.last_on or date.min, default=None)


def unanswered(attempts: Iterable[Attempt]) -> int:
    """How many attempts in a row reached nobody, up to the last one."""
    count = 0
    for one in sorted(attempts, key=lambda one: one.day, reverse=True):
        if one.outcome is None or one.outcome in SPOKEN:
            break
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class Courtesy:
    """Rules of courtesy towards consumers, chosen by the user.

    `quiet_days`: no calls on Sundays and public holidays; at most `most_calls` in `within_days` days.
    """

    quiet_days: bool = True
    most_calls: int = 2
    within_days: int = 7


def discourtesy(
    day: date, nature: Nature, called_on: Iterable[date], rules: Courtesy, holidays: Container[date]
) -> str:
    """Why a client would rather not be called on `day`, as a French sentence, or an empty one."""
    if nature is not Nature.CONSUMER:
        return ""
    if rules.quiet_days and (day.weekday() == 6 or day in holidays):
        name = "un dimanche" if day.weekday() == 6 else "un jour férié"
        return f"Pas d’appel à un particulier {name}\u00a0: c’est votre règle de courtoisie."
    calls = [one for one in called_on if day - timedelta(days=rules.within_days) < one <= day]
    if rules.most_calls and len(calls) >= rules.most_calls:
        return (
            f"Ce particulier a déjà reçu {plural(len(calls), 'appel')} en {rules.within_days} jours\u00a0: "
            f"votre règle de courtoisie s’arrête à {rules.most_calls}."
        )
    return ""


def courteous_day(
    day: date, nature: Nature, called_on: Sequence[date], rules: Courtesy, holidays: Container[date]
) -> date:
    """The first day from `day` on which nothing speaks against a call."""
    while discourtesy(day, nature, called_on, rules, holidays):
        day += timedelta(days=1)
    return day
