"""When the program speaks up beside the clock, and what it says: at the hours chosen, never in quiet ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from creances_desktop.domain.calendar import CalendarEntry
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.text import plural

NAMED = 3
"""So many entries are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class NotificationRules:
    """What the user chose: whether, at which hours, and between which ones never.

    `quiet_from` may be later than `quiet_until`: the quiet hours then last over midnight. Equal: none.
    """

    enabled: bool = True
    hours: tuple[time, ...] = (time(9), time(14))
    quiet_from: time = time(18, 30)
    quiet_until: time = time(8)
    only_weekdays: bool = True


def checked(rules: NotificationRules) -> NotificationRules:
    """The rules with their hours in order; InvalidValue beside the first wrong field."""
    hours = tuple(sorted(set(rules.hours)))
    if rules.enabled and not hours:
        raise InvalidValue("hours", "Indiquez au moins une heure, par exemple 9:00.")
    silenced = [hour for hour in hours if is_quiet(hour, rules)]
    if rules.enabled and len(silenced) == len(hours):
        raise InvalidValue("hours", "Ces heures tombent toutes dans les heures de silence.")
    return NotificationRules(rules.enabled, hours, rules.quiet_from, rules.quiet_until, rules.only_weekdays)


def is_quiet(at: time, rules: NotificationRules) -> bool:
    """Whether nothing is said at that hour; `quiet_until` itself is free."""
    first, last = rules.quiet_from, rules.quiet_until
    if first == last:
        return False
    if first < last:
        return first <= at < last
    return at >= first or at < last


def is_due(now: datetime, last: datetime | None, rules: NotificationRules) -> bool:
    """Whether an hour chosen came since the program last spoke up or began to watch (`last`).

    An hour missed while the computer slept is made up for once; yesterday's is not.
    """
    if not rules.enabled or is_quiet(now.time(), rules) or (rules.only_weekdays and now.weekday() >= 5):
        return False
    passed = [hour for hour in rules.hours if hour <= now.time() and not is_quiet(hour, rules)]
    if not passed:
        return False
    latest = datetime.combine(now.date(), passed[-1])
    return last is None or last < latest


def words(today: Sequence[CalendarEntry], late: int) -> tuple[str, str]:
    """Title and text of what is said; both empty when nothing is to be done."""
    if not today and not late:
        return "", ""
    parts = [plural(len(today), "entrée") + " aujourd’hui"] if today else []
    if late:
        parts.append(f"{late} en retard")
    named = [f"{entry.kind.label}\u00a0: {entry.client_name or entry.title}" for entry in today[:NAMED]]
    if len(today) > NAMED:
        named.append(f"et {plural(len(today) - NAMED, 'autre')}")
    return f"Agenda\u00a0: {', '.join(parts)}", "\n".join(named)
