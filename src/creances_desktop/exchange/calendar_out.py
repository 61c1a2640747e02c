"""The calendar as an iCalendar file that Outlook, Thunderbird and telephones read (RFC 5545).

Each entry is a whole day with an identifier that never changes: a second import updates what the first one
brought. The sequence number grows with the dossier, so that programs take the newer words. What is no longer
to be done leaves the other calendar as a cancelled entry: `PUBLISH` allows it (RFC 5546, § 3.2.1).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Alarm as Reminder
    from icalendar import Event

PRODUCT = "-//creances-desktop//Agenda//FR"


class Alarm(StrEnum):
    """When other programs remind of an entry."""

    NONE = "none"
    SAME_DAY = "same_day"
    DAY_BEFORE = "day_before"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _ALARMS[self][0]


_ALARMS = {
    Alarm.NONE: ("Aucun rappel", timedelta()),
    Alarm.SAME_DAY: ("Le jour même, à 9 heures", timedelta(hours=9)),
    Alarm.DAY_BEFORE: ("La veille, à 9 heures", -timedelta(hours=15)),
}


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """An entry as other programs show it; `uid` is its own for ever.

    `gone`: an earlier file brought it, and it is to leave the other calendar.
    """

    uid: str
    day: date
    summary: str
    description: str
    category: str
    done: bool = False
    gone: bool = False


def calendar_bytes(
    lines: Iterable[CalendarLine], *, name: str, stamp: datetime, sequence: int, alarm: Alarm
) -> bytes:
    """The file: `name` is that of the calendar, `stamp` the moment in UTC, `sequence` never decreases."""
    # 40 ms to import, and needed only here.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for line in lines:
        calendar.add_component(_event(line, stamp, sequence, alarm))
    return bytes(calendar.to_ical())


def _event(line: CalendarLine, stamp: datetime, sequence: int, alarm: Alarm) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", line.uid)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", sequence)
    event.add("dtstart", line.day)
    event.add("dtend", line.day + timedelta(days=1))
    event.add("summary", line.summary)
    if line.description:
        event.add("description", line.description)
    if line.category:
        event.add("categories", [line.category])
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if line.gone else "CONFIRMED")
    # A whole day that leaves its owner free.
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    if alarm is not Alarm.NONE and not line.done and not line.gone:
        event.add_component(_alarm(line, alarm))
    return event


def _alarm(line: CalendarLine, alarm: Alarm) -> Reminder:
    from icalendar import Alarm as Reminder

    reminder = Reminder()
    reminder.add("action", "DISPLAY")
    reminder.add("description", line.summary)
    reminder.add("trigger", _ALARMS[alarm][1])
    return reminder
