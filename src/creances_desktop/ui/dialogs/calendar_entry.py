"""An entry of the calendar: entering one, correcting it, putting it off."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPlainTextEdit, QWidget

from creances_desktop.domain.calendar import CalendarEntry, EntryKind
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.recurrence import USUAL, Recurrence, Unit
from creances_desktop.domain.text import short_date
from creances_desktop.domain.working_days import is_working_day, next_working_day
from creances_desktop.services import calendar, calendar_series, clients, working_days
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.client_picker import ClientPicker
from creances_desktop.ui.widgets.fields import DateField, Field
from creances_desktop.ui.widgets.month_grid import WEEKDAYS

OWN_KINDS = (EntryKind.REMINDER, EntryKind.CALL, EntryKind.PROCEDURE, EntryKind.NOTE)
"""What a user enters himself; the other kinds come from a promise, a letter, a payment."""
NOTE_LINES = 4


class CalendarEntryDialog(FormDialog):
    """A new entry, or one to correct; an entry that is done is only shown."""

    def __init__(
        self,
        session: Session,
        day: date,
        entry: CalendarEntry | None = None,
        client_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        verb = "Ajouter à l’a&genda" if entry is None else "Enre&gistrer"
        title = "Nouvelle entrée de l’agenda" if entry is None else entry.kind.label
        super().__init__(title, verb, parent)
        self._session = session
        self._entry = entry
        self._holidays = working_days.of(session.store)
        self.kind = QComboBox(self)
        self.day = DateField(session.today(), self, required="Indiquez le jour.")
        self.about = Field(self, required="Indiquez de quoi il s’agit.")
        self.client = ClientPicker(
            lambda words: clients.matching(session.store, words, session.today()), self
        )
        self.note = QPlainTextEdit(self)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.fontMetrics().height() * NOTE_LINES + 14)
        self.repeat = QComboBox(self)
        self.until = DateField(session.today(), self)
        self.form = add_form(self)
        self.form.add("kind", "Genr&e", self.kind)
        self.form.add("day", "J&our", self.day)
        self.form.add("title", "O&bjet", self.about)
        self.form.add("client", "&Client", self.client)
        self.form.add("note", "&Note", self.note)
        if entry is None:
            self._add_repeat()
        else:
            for widget in (self.repeat, self.until):
                widget.hide()
        self.body.addWidget(self.form)
        self.day.value_edited.connect(self._say_day)
        self._fill(day, client_id)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 90)
        self.about.setFocus()

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        session: Session,
        entry: CalendarEntry | None = None,
        *,
        day: date | None = None,
        client_id: int | None = None,
    ) -> Changes | None:
        """Enter something on a day (today without one), or correct this entry; None when nothing changed."""
        start = entry.day if entry is not None else day or session.today()
        return cls(session, start, entry, client_id, parent).run()

    def save(self) -> Changes | None:
        """Add the entry, or correct it."""
        store, day, about = self._session.store, self.day.value(), str(self.about.value() or "")
        if self._entry is not None:
            return calendar.update(store, self._entry.id, day=day, title=about, note=self.note.toPlainText())
        kind, client = EntryKind(self.kind.currentData()), self.client.client()
        client_id = client.id if client is not None else None
        if kind is EntryKind.CALL and client is None:
            raise InvalidValue(
                "client", "Indiquez qui appeler\u00a0: le résultat sera noté à son historique."
            )
        if kind is EntryKind.PROCEDURE and client is None:
            raise InvalidValue("client", "Indiquez contre qui est la procédure\u00a0: le délai est le sien.")
        note = self.note.toPlainText().strip()
        chosen = self.repeat.currentData()
        if chosen is not None:
            recurrence = Recurrence(day, Unit(chosen[0]), chosen[1], self.until.value())
            return calendar_series.add(
                store, kind, about, recurrence, self._session.today(), client_id=client_id, note=note
            )
        return calendar.add(store, kind, day, about, client_id=client_id, note=note)

    def _add_repeat(self) -> None:
        """What comes back: how often, and until when."""
        self.repeat.addItem("Une seule fois", None)
        for unit, every in USUAL:
            words = Recurrence(date.min, unit, every).words
            self.repeat.addItem(f"{words[0].upper()}{words[1:]}", (unit.value, every))
        self.form.add("repeat", "&Revient", self.repeat)
        self.form.add("until", "&Jusqu’au", self.until, "Vide\u00a0: sans fin, inscrit un an à l’avance.")
        self.form.set_line_visible("until", False)
        self.repeat.activated.connect(self._on_repeat)

    @Slot()
    def _on_repeat(self) -> None:
        self.form.set_line_visible("until", self.repeat.currentData() is not None)

    def _fill(self, day: date, client_id: int | None) -> None:
        self.day.set_value(day)
        self._say_day(day)
        entry = self._entry
        known = entry.client_id if entry is not None else client_id
        if known is not None:
            self.client.set_value(clients.get(self._session.store, known))
        if entry is None:
            for kind in OWN_KINDS:
                self.kind.addItem(kind.label, kind.value)
            return
        self.kind.addItem(entry.kind.label, entry.kind.value)
        self.kind.setEnabled(False)
        self.client.setEnabled(False)
        self.about.set_value(entry.title)
        self.note.setPlainText(entry.note)
        self.form.set_line_visible("client", known is not None)
        series = calendar_series.of_entry(self._session.store, entry.id)
        if series is not None:
            self.form.set_hint("title", f"Revient {series.words}\u00a0; seule celle-ci change.")
        if entry.kind.why_fixed:
            self.day.setReadOnly(True)
            self.form.set_hint("day", entry.kind.why_fixed)
        if entry.done_on is not None:
            self._only_show(entry.done_on)

    def _only_show(self, done_on: date) -> None:
        self.banner.show_success(f"Fait le {short_date(done_on)}.")
        for field in (self.day, self.about, self.note):
            field.setReadOnly(True)
        self.accept_button.hide()

    @Slot(object)
    def _say_day(self, day: date | None) -> None:
        self.form.set_hint("day", "" if day is None else weekday_words(day, self._holidays))


class PostponeDialog(FormDialog):
    """Another day for an entry: typed, or one of those that are usual."""

    def __init__(self, session: Session, entry: CalendarEntry, parent: QWidget | None = None) -> None:
        super().__init__("Reporter", "&Reporter", parent)
        self._session = session
        self._entry = entry
        self._holidays = working_days.of(session.store)
        today = session.today()
        what = " — ".join(part for part in (entry.client_name, entry.title) if part)
        label = QLabel(f"{what}\nPrévu le {short_date(entry.day)}.", self)
        label.setWordWrap(True)
        self.body.addWidget(label)
        self.day = DateField(today, self, required="Indiquez le nouveau jour.")
        self.form = add_form(self)
        self.form.add("day", "&Nouveau jour", self.day)
        self.body.addWidget(self.form)
        usual = QHBoxLayout()
        for text, day in _usual_days(today, self._holidays):
            button = push_button(text, self, tooltip=f"{WEEKDAYS[day.weekday()]} {short_date(day)}")
            button.clicked.connect(partial(self._take, day))
            usual.addWidget(button)
        usual.addStretch(1)
        self.body.addLayout(usual)
        self.day.value_edited.connect(self._say_day)
        self.day.choose(next_working_day(max(today, entry.day), holidays=self._holidays))
        self.day.selectAll()
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 74)

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, entry: CalendarEntry) -> Changes | None:
        """Put this entry off; None when the user gave up."""
        return cls(session, entry, parent).run()

    def save(self) -> Changes | None:
        """Move the entry to the day chosen, today at the earliest."""
        day: date = self.day.value()
        if day < self._session.today():
            raise InvalidValue("day", "Ce jour est déjà passé\u00a0: choisissez-en un à venir.")
        return calendar.move(self._session.store, self._entry.id, day)

    def _take(self, day: date, *_pressed: bool) -> None:
        self.day.choose(day)

    @Slot(object)
    def _say_day(self, day: date | None) -> None:
        self.form.set_hint("day", "" if day is None else weekday_words(day, self._holidays))


def weekday_words(day: date, holidays: Container[date]) -> str:
    """The weekday of a day, and whether people work on it."""
    name = WEEKDAYS[day.weekday()]
    return name if is_working_day(day, holidays) else f"{name}, jour non ouvré"


def _usual_days(today: date, holidays: Container[date]) -> tuple[tuple[str, date], ...]:
    monday = next_working_day(date.fromordinal(today.toordinal() + 7 - today.weekday()), 0, holidays=holidays)
    return (
        ("&Demain", next_working_day(today, holidays=holidays)),
        ("Dans &3 jours", next_working_day(today, 3, holidays=holidays)),
        ("&Semaine prochaine", monday),
        (
            "Dans &2 semaines",
            next_working_day(date.fromordinal(today.toordinal() + 14), 0, holidays=holidays),
        ),
    )
