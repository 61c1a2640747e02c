"""Limitation periods: until which day a debt can be claimed before a court, and what moved that day.

The last useful day is the anniversary itself: the period is over when its last day is (C. civ. 2229), counted
in days and not in hours (2228). No text extends it over a week-end: it is not extended here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.limitation_events import Effect, EventKind, LimitationEvent
from creances_desktop.domain.limitation_periods import Period, PeriodRow, Periods
from creances_desktop.domain.months import months_later
from creances_desktop.domain.rates import Certainty
from creances_desktop.domain.text import long_date, short_date


@dataclass(frozen=True, slots=True)
class StartDay:
    """The day from which a period runs, and why, in French."""

    day: date
    why: str


@dataclass(frozen=True, slots=True)
class LimitationStep:
    """What one event did: its sentence, and the last useful day after it (None while nothing runs)."""

    event: LimitationEvent
    sentence: str
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Limitation:
    """Until when a due item can be claimed.

    `last_day` is the safe one: debatable events and exceptions count only where the user counts them; None
    while a lawsuit or a mediation lasts. `if_admitted`: the day if a judge admitted them all, if it differs.
    """

    row: PeriodRow
    start: StartDay
    last_day: date | None
    if_admitted: date | None
    steps: tuple[LimitationStep, ...]
    exceptions: tuple[str, ...]

    def is_over(self, day: date) -> bool:
        """Whether the last useful day is past; the anniversary itself is still in time."""
        return self.last_day is not None and day > self.last_day

    @property
    def sentence(self) -> str:
        """The French sentence of the due item, with its article."""
        doubt = ", à vérifier" if self.row.certainty is Certainty.UNCONFIRMED else ""
        source = f"{self.row.article}{doubt}"
        if self.last_day is None:
            return f"La prescription ne court pas en ce moment ({source})."
        return f"Dernier jour utile\u00a0: {long_date(self.last_day)} ({source})."


@dataclass(frozen=True, slots=True)
class LimitationAlert:
    """A calendar entry some months before the last useful day."""

    day: date
    months: int
    message: str


ALERT_MONTHS = (6, 3, 1)
"""How long before the last useful day the calendar warns."""


def start_day(
    period: Period,
    *,
    issue_date: date,
    due_date: date,
    due_date_agreed: bool = True,
    performed_on: date | None = None,
    judgment_on: date | None = None,
) -> StartDay:
    """The earliest day from which the period may be said to run.

    InvalidValue for a judgment without its day.
    """
    if period is Period.JUDGMENT:
        if judgment_on is None:
            raise InvalidValue("judgment_on", "Indiquez le jour du titre exécutoire.")
        return StartDay(judgment_on, f"titre exécutoire du {short_date(judgment_on)}")
    done, words = (
        (issue_date, f"facture du {short_date(issue_date)}")
        if performed_on is None
        else (performed_on, f"livraison ou prestation du {short_date(performed_on)}")
    )
    if period in (Period.PUBLIC, Period.TRANSPORT) or not due_date_agreed:
        return StartDay(done, words)
    return StartDay(due_date, f"échéance du {short_date(due_date)}")


def limitation(
    row: PeriodRow, start: StartDay, events: Iterable[LimitationEvent], table: Periods
) -> Limitation:
    """The last useful day of a due item after the events that were recorded, each explained in its step."""
    ordered = sorted(events, key=lambda event: event.day)
    safe, steps = _run(row, start.day, ordered, table)
    admitted, _ = _run(row, start.day, [replace(event, counted=True) for event in ordered], table)
    return Limitation(
        row, start, safe, None if admitted == safe else admitted, steps, _exceptions(row.period)
    )


def alerts(last_day: date | None) -> tuple[LimitationAlert, ...]:
    """The calendar entries six, three and one month before the last useful day; none while nothing runs."""
    if last_day is None:
        return ()
    return tuple(
        LimitationAlert(
            months_later(last_day, -months),
            months,
            f"Prescription dans {months} mois\u00a0: dernier jour utile le {short_date(last_day)}.",
        )
        for months in ALERT_MONTHS
    )


def _exceptions(period: Period) -> tuple[str, ...]:
    """The letters that interrupt by exception, which the user weighs himself."""
    if period is Period.PUBLIC:
        return (EventKind.PUBLIC_CLAIM.explanation,)
    return (EventKind.INSURER_LETTER.explanation,)


def _run(
    row: PeriodRow, start: date, events: Sequence[LimitationEvent], table: Periods
) -> tuple[date | None, tuple[LimitationStep, ...]]:
    last: date | None = row.last_useful_day(start)
    stop: date | None = table.on(Period.LONG_STOP, start).last_useful_day(start)
    still_until = start
    steps: list[LimitationStep] = []
    for event in events:
        sentence = _without_effect(event, row.period, start, last)
        if sentence is None:
            if event.kind.is_judicial or row.period is Period.JUDGMENT:
                stop = None
            last = _moved(row, event, last, still_until, table)
            if last is not None and stop is not None:
                last = min(last, stop)
            if event.kind.lasts and event.ended_on is not None:
                still_until = max(still_until, event.ended_on)
            sentence = event.kind.explanation
        steps.append(LimitationStep(event, sentence, last))
    return last, tuple(steps)


def _without_effect(event: LimitationEvent, period: Period, start: date, last: date | None) -> str | None:
    """Why an event changes nothing, in French; None where it changes the last useful day."""
    effect = event.kind.effect
    left_to_the_user = effect in (Effect.DEBATABLE, Effect.EXCEPTION) and not event.counted
    if effect is Effect.NONE or left_to_the_user:
        return event.kind.explanation
    if event.kind is EventKind.PUBLIC_CLAIM and period is not Period.PUBLIC:
        return "Une demande écrite n’interrompt que la prescription d’une créance sur un organisme public."
    if event.lost:
        return (
            "Effet perdu\u00a0: désistement, péremption, rejet ou ordonnance non avenue (C. civ., art. 2243)."
        )
    return _out_of_time(event, start, last)


def _out_of_time(event: LimitationEvent, start: date, last: date | None) -> str | None:
    """Why an event comes too early or too late, in French; None where it comes in time."""
    if last is None:
        return "Une instance ou une suspension dure déjà\u00a0: le délai ne court pas."
    if event.day > last:
        return (
            f"La prescription était déjà acquise le {short_date(last)}\u00a0: cet événement ne change rien."
        )
    if event.day < start:
        return "Cet événement précède le point de départ du délai\u00a0: il ne change rien."
    return None


def _moved(
    row: PeriodRow, event: LimitationEvent, last: date | None, still_until: date, table: Periods
) -> date | None:
    """The last useful day after an effective event; never earlier than before; None while it lasts.

    Days before `still_until` stood still already: a mediation during a lawsuit suspends nothing twice.
    """
    if last is None or (event.kind.lasts and event.ended_on is None):
        return None
    ended = event.ended_on if event.kind.lasts and event.ended_on is not None else event.day
    if event.kind.effect is not Effect.SUSPENDS:
        return max(last, row.last_useful_day(ended))
    shortest = table.on(Period.AFTER_SUSPENSION, ended).last_useful_day(ended)
    return max(last + timedelta(days=max(0, (ended - max(event.day, still_until)).days)), shortest)
