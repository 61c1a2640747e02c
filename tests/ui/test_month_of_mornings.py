"""A month of mornings on the example, through the window by keyboard only, with days left out."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from creances_desktop.domain.calendar import CallOutcome, EntryKind
from creances_desktop.domain.contact_attempts import SPOKEN
from creances_desktop.domain.payments import Allocation, PaymentDraft
from creances_desktop.domain.promises import PromiseState
from creances_desktop.services import calendar, letters, morning_session, payments, promises
from creances_desktop.services.assembly import Store
from creances_desktop.services.promises import DEALT
from creances_desktop.ui.dialogs.disputes import DisputeDialog
from creances_desktop.ui.dialogs.morning_session import MorningSessionDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Theme
from creances_desktop.ui.window import MainWindow

FIRST = date(2026, 11, 23)
# No weekends; a Thursday and a Friday away, then a whole week; the 25th of December is a holiday.
AWAY = {date(2026, 11, 26), date(2026, 11, 27), *(date(2026, 12, 7) + timedelta(days=n) for n in range(5))}
MORNINGS = [
    day
    for day in (FIRST + timedelta(days=n) for n in range(31))
    if day.weekday() < 5 and day not in AWAY
]  # fmt: skip
KEYS = (
    Qt.Key.Key_M, Qt.Key.Key_P, Qt.Key.Key_J, Qt.Key.Key_I, Qt.Key.Key_F, Qt.Key.Key_P, Qt.Key.Key_V,
    Qt.Key.Key_T, Qt.Key.Key_O, Qt.Key.Key_U, Qt.Key.Key_R, Qt.Key.Key_S,
)  # fmt: skip
"""What the clients answer, in turn: one letter an outcome."""

Contact = tuple[int, date]


class Mornings:
    """The user at his desk: one key after the other, wherever the keyboard is."""

    def __init__(self, qtbot: QtBot, window: MainWindow, store: Store) -> None:
        self.qtbot, self.window, self.store = qtbot, window, store
        self.turns = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        widget = QApplication.focusWidget()
        assert widget is not None
        self.qtbot.keyClick(widget, key, modifier)

    def tab_to(self, wanted: QWidget) -> None:
        for _ in range(40):
            if QApplication.focusWidget() is wanted:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never reaches {wanted.accessibleName()}")

    def work(self, day: date) -> None:
        """One session, from F9 to the end of the report."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.qtbot.keyClick(self.window, Qt.Key.Key_F9)
        dialog = self.window.mornings.morning
        assert isinstance(dialog, MorningSessionDialog)
        dialog.activateWindow()
        self.qtbot.waitUntil(dialog.isActiveWindow)
        if not dialog.gate.model.rowCount():
            self.press(Qt.Key.Key_Escape)
            return
        self.press(Qt.Key.Key_Return)
        for _ in range(60):
            if dialog.current_turn() is None:
                break
            before = dialog.current_turn()
            self._deal(dialog)
            assert not dialog.banner.text(), dialog.banner.text()
            assert dialog.current_turn() is not before, f"{day}: {self._reproach(dialog)}"
        assert dialog.end.report is not None
        assert dialog.end.report.day == day
        assert all(one.done for one in dialog.end.report.lines)
        self.press(Qt.Key.Key_Return)
        assert self.window.mornings.morning is None

    @staticmethod
    def _reproach(dialog: MorningSessionDialog) -> str:
        """Why the turn did not end: what the form reproaches."""
        page = dialog.turn_page
        assert page is not None
        lines = [(form, name) for form in page.call.forms for name in form._fields]
        said = [form.error(name) for form, name in lines if form.error(name)]
        return f"{page.turn.item.client_name}, {page.call.outcomes.outcome()}: {said}"

    def _accept_dispute(self) -> None:
        """Enter in the dialog that asks what is contested."""
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, DisputeDialog)
        self.qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)

    def _deal(self, dialog: MorningSessionDialog) -> None:
        """A letter or a call, in turn; reminders are ticked."""
        page, turn = dialog.turn_page, dialog.current_turn()
        assert page is not None
        assert turn is not None
        assert turn.line is not None, f"nothing is left to do about {turn.item.client_name}"
        control = Qt.KeyboardModifier.ControlModifier
        self.turns += 1
        if turn.line.kind.value == "reminder" and turn.reminders:
            self.press(Qt.Key.Key_E, control)
        elif turn.letter and (turn.line.kind.value == "letter" or self.turns % 3 == 0):
            self.press(Qt.Key.Key_L, control)
        else:
            key = KEYS[self.turns % len(KEYS)]
            if key == Qt.Key.Key_O and not page.call.contested.table.rows_model().rowCount():
                key = Qt.Key.Key_S
            if key == Qt.Key.Key_P and page.call.promise.amount.value() is None:
                key = Qt.Key.Key_J  # who owes nothing promises nothing
            self.press(key)
            if key == Qt.Key.Key_P:
                self.tab_to(page.call.promise.day)
                for sign in "+4":
                    self.qtbot.keyClick(page.call.promise.day, sign)
            elif key == Qt.Key.Key_O:
                self.tab_to(page.call.contested.table)
                self.press(Qt.Key.Key_Down)
                if not page.call.contested.chosen():
                    self.press(Qt.Key.Key_Space)
                if len(page.call.contested.chosen()) == 1:  # of several, each is contested whole
                    QTimer.singleShot(0, self._accept_dispute)
            self.press(Qt.Key.Key_Return, control)
            # What a window manager does when the dialog of a dispute closes.
            dialog.activateWindow()
            self.qtbot.waitUntil(dialog.isActiveWindow)


def pay(store: Store, day: date) -> None:
    """What the bank shows that morning: of the promises that are due, every other one is kept."""
    for one in promises.all_now(store, day):
        promise = one.stored.promise
        due = one.status.state is PromiseState.RUNNING and promise.promised_on <= day
        if not due or promise.id % 2:
            continue
        items = [
            item
            for item in payments.open_items(store, promise.client_id)
            if promise.concerns(item.invoice_id)
        ]
        left, parts = one.status.missing, []
        for item in items:
            if part := min(left, item.outstanding):
                parts.append(Allocation(item.due_item_id, part))
                left -= part
        amount = sum(part.amount for part in parts)
        if amount:
            payments.record(
                store, PaymentDraft(promise.client_id, amount, day, allocations=tuple(parts)), day
            )


@pytest.fixture
def day() -> list[date]:
    return [FIRST]


@pytest.mark.timeout(600)
def test_a_month_of_mornings_leaves_nothing_open_and_disturbs_nobody_twice(
    qtbot: QtBot, theme: Theme, example: Session, day: list[date], messages: object
) -> None:
    session = Session(example.store, example.executor, lambda: day[0])
    store = session.store
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.show()
    window.begin_day()
    mornings = Mornings(qtbot, window, store)
    absences = []
    for morning in MORNINGS:
        day[0] = morning
        pay(store, morning)
        window._on_day_checked()
        if "absence" in window.banner.text():
            absences.append(morning)
        mornings.work(morning)
    last = MORNINGS[-1]
    assert mornings.turns > 100
    assert absences == [date(2026, 11, 30), date(2026, 12, 14)]
    assert _contacts(store).most_common(1)[0][1] == 1, "two contacts with one client on one day"
    _every_call_is_answered_or_dated(store, last)
    _every_promise_is_settled(store, last)
    window.close()


def _contacts(store: Store) -> Counter[Contact]:
    """Letters of the plan and attempts since the first morning, by client and day."""
    found: Counter[Contact] = Counter()
    with store.reading() as r:
        for morning in MORNINGS:
            found.update((one.client_id, one.day) for one in r.contact_attempts.of_day(morning))
    for letter in letters.page(store, letters.search(store)):
        if letter.issued_on >= FIRST and letter.template != "promise_confirmation":
            found[letter.client_id, letter.issued_on] += 1
    return found


def _every_call_is_answered_or_dated(store: Store, last: date) -> None:
    waiting = {one.client_id for one in morning_session.plan(store, last).put_off}
    waiting |= {one.client_id for one in morning_session.plan(store, last).later}
    entries = [
        one for one in calendar.between(store, FIRST, last + timedelta(days=60)) if one.kind is EntryKind.CALL
    ]
    assert entries
    for one in entries:
        if one.done_on is None:
            assert one.day > last or one.client_id in waiting, f"{one.client_name}: {one.title} of {one.day}"
    planned = {one.client_id for one in entries if one.done_on is None}
    with store.reading() as r:
        clients = {one.client_id for one in entries}
        tried = r.contact_attempts.of_clients(clients)
        written = r.followups.last_written()
    for client_id, attempts in tried.items():
        latest = attempts[0]
        nobody = latest.outcome is not None and latest.outcome not in SPOKEN
        followed = client_id in planned or written.get(client_id, date.min) > latest.day
        assert not nobody or followed, f"{latest.client_name} was not reached, and nothing follows"
        for later, earlier in pairwise(attempts):
            assert later.day >= earlier.day


def _every_promise_is_settled(store: Store, last: date) -> None:
    made = promises.all_now(store, last)
    assert {one.status.state for one in made} >= {PromiseState.KEPT, PromiseState.BROKEN}
    pending = {one.client_id for one in morning_session.plan(store, last).put_off}
    for one in made:
        state, promise = one.status.state, one.stored.promise
        settled = state.is_over or (state is PromiseState.BROKEN and one.stored.settled == DEALT)
        running = state is PromiseState.RUNNING and one.due_by >= last
        assert settled or running or promise.client_id in pending, f"{one.stored.client_name}: {one.words}"


def test_every_outcome_has_been_given_a_key() -> None:
    assert len(set(KEYS)) == len(CallOutcome)
