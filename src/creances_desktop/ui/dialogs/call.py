"""The outcome of a call: what the client owes on the left, what he said on the right."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from creances_desktop.domain.calendar import CallOutcome
from creances_desktop.domain.contact_attempts import CallNote
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.working_days import is_working_day
from creances_desktop.services import calendar, calls, working_days
from creances_desktop.services.calls import CallSheet
from creances_desktop.services.changes import Changes
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.call_follow import ContestedInvoices, PromiseForm
from creances_desktop.ui.dialogs.call_outcomes import ContactBox, OutcomeList
from creances_desktop.ui.dialogs.call_sheet import CallSheetPanel
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import DateField
from creances_desktop.ui.widgets.form import align_forms
from creances_desktop.ui.widgets.month_grid import WEEKDAYS

NOTE_LINES = 5


class CallDialog(FormDialog):
    """Who was reached, how it ended, what was said, when to call again; one accept notes all of it."""

    def __init__(self, session: Session, sheet: CallSheet, parent: QWidget | None = None) -> None:
        super().__init__(f"Noter un appel — {sheet.card.client.name}", "Enre&gistrer l’appel", parent)
        self._session = session
        self._sheet = sheet
        self._holidays = working_days.of(session.store)
        today = session.today()
        self.sheet = CallSheetPanel(sheet, today, self)
        self.contact = ContactBox(sheet.card.client, self)
        self.outcomes = OutcomeList(self)
        self.promise = PromiseForm(sheet, today, self)
        self.contested = ContestedInvoices(sheet, self)
        self.note = QPlainTextEdit(self)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.fontMetrics().height() * NOTE_LINES + 14)
        self.note.setPlaceholderText("Ce qui a été dit, avec les mots du client")
        self.next_day = DateField(today, self)
        self._proposed: date | None = None
        self.who = add_form(self)
        self.who.add("contact", "Inter&locuteur", self.contact)
        self.said = add_form(self)
        self.said.add("note", "Not&e", self.note)
        self.said.add("next_day", "R&appeler le", self.next_day)
        self.forms.append(self.promise)
        self._place()
        self.outcomes.chosen.connect(self._on_outcome)
        self.next_day.value_edited.connect(self._on_next_day)
        self.outcomes.choose(CallOutcome.REACHED)
        self.outcomes.set_focus()

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        session: Session,
        client_id: int | None = None,
        entry_id: int | None = None,
    ) -> Changes | None:
        """Note a call to this client, or the call of the calendar; None when the user gave up."""
        try:
            sheet = calls.sheet(session.store, session.today(), client_id=client_id, entry_id=entry_id)
        except DomainError as error:
            messages.show_error(error, parent)
            return None
        return cls(session, sheet, parent).run()

    def save(self) -> Changes | None:
        """Note the call with the promise or the dispute that goes with it."""
        outcome = self.outcomes.outcome()
        if self.next_day.text().strip() and self.next_day.value() is None:
            raise InvalidValue("next_day", self.next_day.error() or "Cette date n’est pas comprise.")
        note = CallNote(outcome, self.note.toPlainText(), self.next_day.value(), self.contact.person())
        entry = self._sheet.entry
        return calls.record(
            self._session.store,
            self._sheet.card.client.id,
            note,
            self._session.today(),
            entry_id=entry.id if entry is not None else None,
            promise=self.promise.made() if outcome is CallOutcome.PROMISE else None,
            disputed=self.contested.chosen() if outcome is CallOutcome.DISPUTE else (),
        )

    def _place(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.who)
        title = QLabel("Comment l’appel s’est-il terminé\u00a0?", self)
        title.setProperty("heading", True)
        right.addWidget(title)
        for widget in (self.outcomes, self.promise, self.contested, self.said):
            right.addWidget(widget)
        right.addStretch(1)
        align_forms((self.who, self.promise, self.said))
        columns = QHBoxLayout()
        columns.setSpacing(18)
        columns.addWidget(self.sheet, 5)
        columns.addLayout(right, 6)
        self.body.addLayout(columns)
        em = self.fontMetrics().height()
        self.resize(em * 56, em * 31)
        order = (
            self.contact, *self.outcomes.buttons(), self.promise.amount, self.promise.day, self.promise.about,
            self.contested.table, self.note, self.next_day, self.accept_button,
        )  # fmt: skip
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    @Slot(object)
    def _on_outcome(self, outcome: CallOutcome) -> None:
        self.promise.setVisible(outcome is CallOutcome.PROMISE)
        self.contested.setVisible(outcome is CallOutcome.DISPUTE)
        if self.next_day.value() == self._proposed:
            self._proposed = calendar.proposed_next_call(self._session.store, outcome, self._session.today())
            self.next_day.set_value(self._proposed)
        self._say_day(self.next_day.value())

    @Slot(object)
    def _on_next_day(self, day: date | None) -> None:
        self._say_day(day)

    def _say_day(self, day: date | None) -> None:
        self.said.set_hint("next_day", day_words(day, self._session.today(), self._holidays))


def day_words(day: date | None, today: date, holidays: Container[date]) -> str:
    """What to know of a day on which to call: its weekday, and whether people work."""
    if day is None:
        return "vide\u00a0: aucun rappel"
    if day < today:
        return "déjà passé"
    name = WEEKDAYS[day.weekday()]
    return name if is_working_day(day, holidays) else f"{name}, jour non ouvré"
