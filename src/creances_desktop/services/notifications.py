"""What is said beside the clock while the program runs: the settings, and the words of the moment."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from creances_desktop.domain.notifications import NotificationRules, checked, words
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.store import Store

__all__ = ["NotificationRules", "message", "rules", "save_rules"]

SETTING = "notifications"


def rules(store: Store) -> NotificationRules:
    """The settings of the dossier."""
    with store.reading() as r:
        return _read(r.settings.get(SETTING, {}))


def save_rules(store: Store, wanted: NotificationRules) -> Changes:
    """Keeps the settings. Raises InvalidValue (`hours`)."""
    after = checked(wanted)
    text = "Notifications de l’agenda activées" if after.enabled else "Notifications de l’agenda coupées"
    with store.transaction() as t:
        before = t.settings.get(SETTING)
        t.settings.set(SETTING, _written(after))
        entry = t.journal.append("notifications_changed", text, before=before, after=_written(after))
    return changed(Subject.SETTINGS, message=f"{text}.", entry_id=entry)


def message(store: Store, day: date) -> tuple[str, str]:
    """Title and text of what is to be said on a day; both empty when nothing is to be done."""
    with store.reading() as r:
        waiting = r.calendar.open_until(day)
    today = [entry for entry in waiting if entry.day == day]
    return words(today, len(waiting) - len(today))


def _written(one: NotificationRules) -> dict[str, Any]:
    return {
        "enabled": one.enabled,
        "hours": [f"{hour:%H:%M}" for hour in one.hours],
        "quiet_from": f"{one.quiet_from:%H:%M}",
        "quiet_until": f"{one.quiet_until:%H:%M}",
        "only_weekdays": one.only_weekdays,
    }


def _read(kept: dict[str, Any]) -> NotificationRules:
    usual = NotificationRules()
    return NotificationRules(
        enabled=bool(kept.get("enabled", usual.enabled)),
        hours=tuple(time.fromisoformat(hour) for hour in kept["hours"]) if "hours" in kept else usual.hours,
        quiet_from=_time(kept.get("quiet_from"), usual.quiet_from),
        quiet_until=_time(kept.get("quiet_until"), usual.quiet_until),
        only_weekdays=bool(kept.get("only_weekdays", usual.only_weekdays)),
    )


def _time(text: str | None, usual: time) -> time:
    return time.fromisoformat(text) if text else usual
