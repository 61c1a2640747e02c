"""What came of a contact: who was reached and how, how it ended, why he does not pay, when to call again."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.calendar import CallOutcome
from creances_desktop.domain.clients import Channel
from creances_desktop.domain.contact_attempts import CallNote, Way, next_way
from creances_desktop.domain.disputes import DisputeDraft
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.nonpayment import Reason, reason_of
from creances_desktop.domain.working_days import is_working_day
from creances_desktop.services import calls, nonpayment, working_days
from creances_desktop.services.calls import CallSheet, PromiseMade
from creances_desktop.ui.dialogs.call_follow import ContestedInvoices, PromiseForm
from creances_desktop.ui.dialogs.call_outcomes import ContactBox, OutcomeList
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import DateField
from creances_desktop.ui.widgets.form import LabelledForm, align_forms
from creances_desktop.ui.widgets.month_grid import WEEKDAYS
from creances_desktop.ui.widgets.text_box import TextBox

NOTE_LINES = 3


class WayBox(QComboBox):
    """The number or address used: the next number to call chosen, with what was tried at each."""

    def __init__(self, sheet: CallSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        alive = [way for way in sheet.reach.ways if not way.is_dead]
        # Noting a call must not need its number: without one the call would be kept as a letter.
        numbers = [way for way in alive if way.channel is Channel.PHONE]
        self._ways: list[Way | None] = [*alive] if numbers else [None, *alive]
        for way in self._ways:
            known = way and f"{way.channel.label} — {way.words} ({way.tried})"
            self.addItem(known or "Téléphone, numéro inconnu")
        if numbers:
            # What is noted here is a call, even where an e-mail is the way to try next.
            self.setCurrentIndex(self._ways.index(next_way(numbers)))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(24)

    def way(self) -> Way | None:
        """The way chosen; None for a call to a number that is not on the card."""
        return self._ways[self.currentIndex()]


class ReasonBox(QComboBox):
    """Why he does not pay; empty when nothing new was told."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addItem("Rien de nouveau", None)
        for reason in Reason:
            self.addItem(reason.label, reason)

    def reason(self) -> Reason | None:
        """The reason chosen."""
        found = self.currentData()
        return None if found is None else Reason(found)

    def choose(self, reason: Reason | None) -> None:
        """Choose this reason."""
        self.setCurrentIndex(0 if reason is None else 1 + list(Reason).index(reason))


class CallForm(QWidget):
    """The right side of a call. The keys of the outcomes work while one of them has the focus."""

    def __init__(
        self, session: Session, sheet: CallSheet, parent: QWidget | None = None, *, preset: bool = True
    ) -> None:
        """`preset`: somebody was reached until told otherwise; without, no outcome is chosen at first."""
        super().__init__(parent)
        self._session, self._sheet = session, sheet
        self._holidays = working_days.of(session.store)
        self._proposed: date | None = None
        self.dispute_told: DisputeDraft | None = None
        """What was told of the dispute, kept while the call is not noted."""
        today = session.today()
        self.way = WayBox(sheet, self)
        self.contact = ContactBox(sheet.card.client, self)
        self.outcomes = OutcomeList(self)
        self.promise = PromiseForm(sheet, today, self)
        self.contested = ContestedInvoices(sheet, self)
        self.reason = ReasonBox(self)
        self.advice = QLabel(self)
        self.advice.setWordWrap(True)
        self.advice.setProperty("tone", "muted")
        self.document = QCheckBox(self)
        self.note = TextBox(NOTE_LINES, self, placeholder="Ce qui a été dit, avec les mots du client")
        self.next_day = DateField(today, self)
        self.who, self.why, self.said = LabelledForm(self), LabelledForm(self), LabelledForm(self)
        self.who.add("way", "Par quel mo&yen", self.way)
        self.who.add("contact", "Inter&locuteur", self.contact)
        self.why.add("reason", "Pour&quoi impayé", self.reason)
        self.said.add("note", "Not&e", self.note)
        self.said.add("next_day", "R&appeler le", self.next_day)
        self.forms = [self.who, self.promise, self.why, self.said]
        self._place()
        self.outcomes.chosen.connect(self._on_outcome)
        self.way.activated.connect(self._on_way)
        self.reason.activated.connect(self._on_reason)
        self.next_day.value_edited.connect(self._say_day)
        if preset:
            self.outcomes.choose(CallOutcome.REACHED)
        else:
            self._on_outcome(None)
        self._on_way()

    def call(self, spoken_of: tuple[int, ...] = ()) -> CallNote:
        """The contact as typed, about these invoices; InvalidValue for a day that is not understood."""
        outcome = self.outcomes.outcome()
        if outcome is None:
            raise InvalidValue("outcome", "Choisissez d’abord comment l’appel s’est terminé.")
        if self.next_day.text().strip() and self.next_day.value() is None:
            raise InvalidValue("next_day", self.next_day.error() or "Cette date n’est pas comprise.")
        way = self.way.way()
        return CallNote(
            outcome,
            self.note.value(),
            self.next_day.value(),
            self.contact.person(),
            way.channel if way else Channel.PHONE,
            way.point if way else "",
            spoken_of,
            self.reason.reason(),
        )

    def promise_made(self) -> PromiseMade | None:
        """The promise, when that is how the call ended. Raises InvalidValue."""
        return self.promise.made() if self.outcomes.outcome() is CallOutcome.PROMISE else None

    def disputed(self) -> tuple[int, ...]:
        """The invoices contested, when that is how the call ended."""
        return self.contested.chosen() if self.outcomes.outcome() is CallOutcome.DISPUTE else ()

    def document_wanted(self) -> str:
        """The id of the document to prepare; empty for none."""
        reason = self.reason.reason()
        if reason is None or self.document.isHidden() or not self.document.isChecked():
            return ""
        return nonpayment.advice(self._session.store, reason, self._session.today()).action.document

    def to_confirm(self) -> bool:
        """Whether the promise made is to be confirmed by a letter."""
        return self.outcomes.outcome() is CallOutcome.PROMISE and self.promise.confirm.isChecked()

    def focus_outcomes(self) -> None:
        """Bring the keyboard to the outcomes."""
        self.outcomes.set_focus()

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.who)
        title = QLabel("Comment l’appel s’est-il terminé\u00a0?", self)
        title.setProperty("heading", True)
        column.addWidget(title)
        for widget in (
            self.outcomes, self.promise, self.contested, self.why, self.advice, self.document, self.said,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)
        align_forms((self.who, self.promise, self.why, self.said))
        order = (
            self.way, self.contact, *self.outcomes.buttons(), *self.promise.fields(), self.contested.table,
            self.reason, self.document, self.note, self.next_day,
        )  # fmt: skip
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    @Slot()
    def _on_way(self) -> None:
        way = self.way.way()
        if way is not None:
            self.contact.choose(way.person)

    @Slot(object)
    def _on_outcome(self, outcome: CallOutcome | None) -> None:
        self.promise.setVisible(outcome is CallOutcome.PROMISE)
        self.contested.setVisible(outcome is CallOutcome.DISPUTE)
        self.reason.choose(reason_of(outcome) if outcome else None)
        self._on_reason()

    @Slot()
    def _on_reason(self) -> None:
        """Show what follows this reason, and propose its day unless the user typed his own."""
        store, today = self._session.store, self._session.today()
        reason = self.reason.reason()
        self.advice.setVisible(reason is not None)
        self.document.setVisible(False)
        if reason is not None:
            advice = nonpayment.advice(store, reason, today)
            self.advice.setText(advice.words)
            if advice.document:
                self.document.setVisible(True)
                self.document.setChecked(False)
                self.document.setText(
                    f"Préparer aujourd’&hui\u00a0: {advice.document[0].lower()}{advice.document[1:]}"
                )
        outcome = self.outcomes.outcome()
        if outcome is not None and self.next_day.value() == self._proposed:
            self._proposed = calls.proposed_day(store, self._sheet.card.client.id, outcome, reason, today)
            self.next_day.set_value(self._proposed)
        self._say_day(self.next_day.value())

    @Slot(object)
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
