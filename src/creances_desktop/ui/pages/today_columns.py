"""The columns of the lists of the first page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from creances_desktop.domain.balance import AgedRow
from creances_desktop.domain.calendar import CalendarEntry
from creances_desktop.domain.text import plural
from creances_desktop.services.today import Task, TaskKind
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.columns import Column, State, amount_column, date_column, state_column

STATES = {
    TaskKind.PRINT: State("printer", TaskKind.PRINT.label, Tone.ACCENT),
    TaskKind.WRITE: State("mail", TaskKind.WRITE.label, Tone.ACCENT),
    TaskKind.CALL: State("phone", TaskKind.CALL.label),
    TaskKind.PROMISE: State("handshake", TaskKind.PROMISE.label, Tone.WARNING),
    TaskKind.DEADLINE: State("hourglass", TaskKind.DEADLINE.label, Tone.WARNING),
    TaskKind.ENTRY: State("bell", TaskKind.ENTRY.label),
}
WEEKDAYS = ("Lun.", "Mar.", "Mer.", "Jeu.", "Ven.", "Sam.", "Dim.")


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day of the week shown, with what the calendar holds on it."""

    day: date
    is_today: bool
    entries: tuple[CalendarEntry, ...]

    @property
    def text(self) -> str:
        """What is to do that day, in a few words; what is done is counted apart."""
        waiting = [entry for entry in self.entries if entry.done_on is None]
        done = len(self.entries) - len(waiting)
        if len(waiting) == 1 and not done:
            one = waiting[0]
            return " — ".join(part for part in (one.kind.label, one.client_name or one.title) if part)
        counts: dict[str, int] = {}
        for entry in waiting:
            counts[entry.kind.label] = counts.get(entry.kind.label, 0) + 1
        words = [_counted(count, label) for label, count in counts.items()]
        return ", ".join([*words, *([plural(done, "fait", "faits")] if done else [])])


def task_columns() -> list[Column[Task]]:
    """The list *À faire aujourd'hui*."""
    return [
        state_column("kind", "À faire", lambda task: STATES[task.kind], width=21),
        Column("client", "Client", lambda task: task.client_name, width=24, bold=lambda _: True),
        Column(
            "text", "De quoi il s’agit", lambda task: task.text, tooltip=lambda task: task.text, width=30,
            stretch=True,
        ),
        amount_column("amount", "Enjeu", lambda task: task.amount or None,
                      title_tooltip="Ce que l’action peut faire rentrer"),
        date_column("day", "Depuis le", lambda task: task.day),
    ]  # fmt: skip


def debtor_columns() -> list[Column[AgedRow]]:
    """The list of the largest debtors."""
    return [
        Column("client", "Client", lambda row: row.name, width=18, stretch=True, sortable=False),
        amount_column("overdue", "Échu", lambda row: row.overdue or None, width=13),
        amount_column("outstanding", "Encours", lambda row: row.outstanding, bold=lambda _: True, width=13),
    ]


def week_columns() -> list[Column[WeekDay]]:
    """The list of the days of the week."""
    return [
        Column(
            "day",
            "Jour",
            lambda one: f"{WEEKDAYS[one.day.weekday()]} {one.day:%d/%m}",
            width=10,
            bold=lambda one: one.is_today,
            tone=lambda one: Tone.ACCENT if one.is_today else Tone.NORMAL,
            sortable=False,
        ),
        Column(
            "text", "À l’agenda", lambda one: one.text, tooltip=lambda one: one.text, width=24, stretch=True,
            sortable=False,
        ),
    ]  # fmt: skip


def week_days(day: date, entries: tuple[CalendarEntry, ...]) -> list[WeekDay]:
    """The seven days from the Monday of the week of `day`, with their entries."""
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    return [WeekDay(each, each == day, tuple(one for one in entries if one.day == each)) for each in days]


def _counted(count: int, label: str) -> str:
    first, _, rest = label.lower().partition(" ")
    if count < 2:
        return f"{count} {label.lower()}"
    return f"{count} {first}s" + (f" {rest}s" if rest and rest.endswith("é") else f" {rest}" if rest else "")
