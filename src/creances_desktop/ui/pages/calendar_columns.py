"""How entries of the calendar look: icon and word of each kind, columns of the lists, lines of the month."""

from __future__ import annotations

from datetime import date

from creances_desktop.domain.calendar import CalendarEntry, EntryKind
from creances_desktop.domain.text import short_date
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.columns import Column, State, date_column, state_column
from creances_desktop.ui.widgets.month_view import CalendarEntry as PaintedEntry

ICONS = {
    EntryKind.FOLLOW_UP: "send",
    EntryKind.REMINDER: "bell",
    EntryKind.CALL: "phone",
    EntryKind.PROMISE: "handshake",
    EntryKind.DEADLINE: "hourglass",
    EntryKind.INSTALMENT: "banknote",
    EntryKind.RECEIPT: "stamp",
    EntryKind.DISPUTE: "message-square",
    EntryKind.PROCEDURE: "gavel",
    EntryKind.LIMITATION: "scale",
    EntryKind.NOTE: "sticky-note",
}
CHIPS = (
    (EntryKind.FOLLOW_UP.value, "Relances"),
    (EntryKind.CALL.value, "Appels"),
    (EntryKind.PROMISE.value, "Promesses"),
    (EntryKind.DEADLINE.value, "Délais"),
    (EntryKind.INSTALMENT.value, "Échéanciers"),
    (EntryKind.RECEIPT.value, "Accusés"),
    (EntryKind.DISPUTE.value, "Litiges"),
    (EntryKind.PROCEDURE.value, "Procédures"),
    (EntryKind.LIMITATION.value, "Prescriptions"),
    (EntryKind.REMINDER.value, "Rappels"),
    (EntryKind.NOTE.value, "Notes"),
)


def kind_state(entry: CalendarEntry, today: date) -> State:
    """The icon and the word of an entry's kind; overdue ones are in the tone of danger."""
    return State(ICONS[entry.kind], entry.kind.label, _tone(entry, today))


def _tone(entry: CalendarEntry, today: date) -> Tone:
    if entry.done_on is not None:
        return Tone.MUTED
    return Tone.DANGER if entry.day < today else Tone.NORMAL


def progress_state(entry: CalendarEntry, today: date) -> State:
    """Whether an entry is done, late, for today or to come."""
    if entry.done_on is not None:
        words = entry.outcome.label if entry.outcome is not None else "Fait"
        return State("circle-check", words, Tone.SUCCESS)
    if entry.is_overdue(today):
        return State("circle-alert", "En retard", Tone.DANGER)
    return State("circle", "Aujourd’hui" if entry.day == today else "À venir", Tone.NORMAL)


def subject(entry: CalendarEntry) -> str:
    """Whom and what an entry is about, in one line."""
    return " — ".join(part for part in (entry.client_name, entry.title) if part)


def painted(entry: CalendarEntry, today: date, *, read_only: bool = False) -> PaintedEntry:
    """The entry as the month shows it: whom it is about, or what; none is dragged where one only reads."""
    return PaintedEntry(
        entry.id,
        entry.day,
        entry.client_name or entry.title,
        ICONS[entry.kind],
        _tone(entry, today),
        done=entry.done_on is not None,
        movable=entry.is_movable and not read_only and entry.kind is not EntryKind.FOLLOW_UP,
        detail=_detail(entry),
    )


def _detail(entry: CalendarEntry) -> str:
    """What a week says under the name: what it is about; of an entry without a client, its note."""
    if entry.kind is EntryKind.FOLLOW_UP:
        return f"{entry.title} · {entry.note}"
    if entry.client_name:
        return f"{entry.kind.label} · {entry.title}"
    return entry.note.splitlines()[0] if entry.note else entry.kind.label


def list_columns(today: date) -> list[Column[CalendarEntry]]:
    """The columns of the list view."""
    return [
        date_column("day", "Jour", lambda entry: entry.day, tone=lambda entry: _late(entry, today)),
        state_column("kind", "Genre", lambda entry: kind_state(entry, today), width=17),
        Column("client", "Client", lambda entry: entry.client_name, width=24, bold=_is_open),
        Column(
            "title",
            "Objet",
            lambda entry: entry.title,
            width=28,
            stretch=True,
            tooltip=lambda entry: entry.note,
        ),
        Column("invoice", "Facture", lambda entry: entry.invoice_number, width=13),
        state_column("state", "État", lambda entry: progress_state(entry, today), width=24),
        date_column("done", "Fait le", lambda entry: entry.done_on, hidden=True),
    ]


def day_columns(today: date, *, with_day: bool) -> list[Column[CalendarEntry]]:
    """The columns of the narrow lists beside the month."""
    columns: list[Column[CalendarEntry]] = [
        Column(
            "subject",
            "Entrée",
            lambda entry: f"{_word(entry)} — {entry.client_name or entry.title}",
            width=20,
            stretch=True,
            icon=lambda entry: ICONS[entry.kind],
            tone=lambda entry: kind_state(entry, today).tone,
            tooltip=subject,
            sortable=False,
        ),
    ]
    if with_day:
        day: Column[CalendarEntry] = Column(
            "day",
            "Jour",
            lambda entry: f"{entry.day:%d/%m}",
            width=6,
            tooltip=lambda one: short_date(one.day),
        )
        columns.insert(0, day)
    return columns


def _word(entry: CalendarEntry) -> str:
    """The kind of an entry; of a planned letter, which one."""
    return entry.title if entry.kind is EntryKind.FOLLOW_UP else entry.kind.label


def _late(entry: CalendarEntry, today: date) -> Tone:
    return Tone.DANGER if entry.is_overdue(today) else Tone.NORMAL


def _is_open(entry: CalendarEntry) -> bool:
    return entry.done_on is None
