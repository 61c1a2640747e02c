"""« Pendant votre absence »: the days on which the dossier was not opened, and what came meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.promises import PromiseState
from creances_desktop.domain.text import plural, short_date
from creances_desktop.domain.working_days import is_working_day
from creances_desktop.services import instalment_plans, promises, working_days
from creances_desktop.services.working_days import Holidays
from creances_desktop.storage.store import Store

SETTING = "last_day_opened"
BEFORE_SETTING = "last_day_opened_before"


@dataclass(frozen=True, slots=True)
class Absence:
    """The days without the program: the last day `since` which it was opened, working days missed since.

    `came`: what fell due in those days and still waits, each as a French phrase.
    """

    since: date
    working_days: int
    came: tuple[str, ...]

    @property
    def words(self) -> str:
        """The sentence of the window."""
        missed = plural(self.working_days, "jour ouvré", "jours ouvrés")
        head = f"Pendant votre absence depuis le {short_date(self.since)} ({missed})"
        if not self.came:
            return f"{head}, rien n’est resté en attente."
        return f"{head}\u00a0: {', '.join(self.came)}. Rien n’est perdu, rien n’est parti deux fois."


def since_last_time(store: Store, day: date) -> Absence | None:
    """The absence that ends on `day`, None when no working day was missed; `day` is kept for next time."""
    with store.reading() as r:
        kept = r.settings.get(SETTING)
        last = date.fromisoformat(kept) if isinstance(kept, str) else None
        holidays = working_days.within(r)
    if last is not None and last >= day:
        return None
    if not store.read_only:
        # No entry in the journal: the user did nothing.
        with store.transaction() as t:
            t.settings.set(SETTING, day.isoformat())
            t.settings.set(BEFORE_SETTING, last.isoformat() if last is not None else "")
    return None if last is None else _absence(store, last, day, holidays)


def of_day(store: Store, day: date) -> Absence | None:
    """The absence that ended on `day`, the last day on which the dossier was opened; None without one."""
    with store.reading() as r:
        kept, before = r.settings.get(SETTING), r.settings.get(BEFORE_SETTING)
        holidays = working_days.within(r)
    if kept != day.isoformat() or not before:
        return None
    return _absence(store, date.fromisoformat(before), day, holidays)


def _absence(store: Store, last: date, day: date, holidays: Holidays) -> Absence | None:
    between = [last + timedelta(days=shift) for shift in range(1, (day - last).days)]
    missed = sum(1 for one in between if is_working_day(one, holidays))
    return Absence(last, missed, _came(store, last, day)) if missed else None


def _came(store: Store, last: date, day: date) -> tuple[str, ...]:
    with store.reading() as r:
        waiting = [one for one in r.calendar.open_until(day) if last < one.day < day]
        broken = [
            one
            for one in promises.within(r, day)
            if one.status.state is PromiseState.BROKEN and last <= one.due_by < day
        ]
        missed = [
            part
            for plan in instalment_plans.within(r, day)
            for part in plan.status.missed
            if last <= part.part.day < day
        ]
    counts = {
        kind: sum(1 for one in waiting if one.kind is kind)
        for kind in (EntryKind.CALL, EntryKind.DEADLINE, EntryKind.REMINDER, EntryKind.NOTE)
    }
    said = [
        (len(broken), "promesse non tenue", "promesses non tenues"),
        (len(missed), "échéance d’échéancier manquée", "échéances d’échéancier manquées"),
        (counts[EntryKind.CALL], "appel à passer", "appels à passer"),
        (counts[EntryKind.DEADLINE], "délai passé", "délais passés"),
        (counts[EntryKind.REMINDER] + counts[EntryKind.NOTE], "rappel", "rappels"),
    ]
    return tuple(plural(count, one, many) for count, one, many in said if count)
