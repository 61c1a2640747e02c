"""A day or a week of the calendar on paper."""

from __future__ import annotations

from datetime import date, timedelta

from creances_desktop.domain.calendar_sheet import CalendarSheet, day_title, sheet, week_of, week_title
from creances_desktop.services import planned_letters, working_days
from creances_desktop.storage.calendar import Wanted
from creances_desktop.storage.store import Store


def day_pdf(store: Store, day: date, today: date) -> bytes:
    """The page of a day; that of today begins with what is late."""
    title = f"{day_title(day)} – semaine {day.isocalendar().week}"
    return _drawn(_content(store, title, [day], today, with_late=day == today))


def week_pdf(store: Store, day: date, today: date) -> bytes:
    """The pages of the week of a day; that of today begins with what is late."""
    monday, sunday = week_of(day)
    days = [monday + timedelta(days=place) for place in range(7)]
    return _drawn(_content(store, week_title(day), days, today, with_late=monday <= today <= sunday))


def file_name(day: date, *, week: bool) -> str:
    """What the file is called unless the user calls it otherwise."""
    if week:
        year, number, _ = day.isocalendar()
        return f"agenda-{year}-semaine-{number:02}.pdf"
    return f"agenda-{day.isoformat()}.pdf"


def _content(store: Store, title: str, days: list[date], today: date, *, with_late: bool) -> CalendarSheet:
    with store.reading() as r:
        planned = planned_letters.kept(planned_letters.within(r, today), Wanted(), (days[0], days[-1]))
        entries = planned_letters.together(r.calendar.shown(days[0], days[-1], Wanted(done=True)), planned)
        late = r.calendar.open_until(min(today, days[0]) - timedelta(days=1)) if with_late else []
        return sheet(
            title,
            r.company.get().legal_name,
            today,
            days,
            entries,
            overdue=late,
            holidays=working_days.within(r).names(days[0], days[-1]),
            phones={client.id: client.phone for client in r.clients.all(archived=True)},
        )


def _drawn(content: CalendarSheet) -> bytes:
    from creances_desktop.documents import calendar as drawing

    return drawing.draw(content)
