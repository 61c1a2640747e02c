"""Protects the morning session in its window: everything by keyboard, nothing lost when it is left."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from creances_desktop.domain.calendar import CallOutcome, EntryKind
from creances_desktop.domain.call_openings import OPENINGS
from creances_desktop.domain.clients import Channel
from creances_desktop.domain.contact_attempts import CallNote
from creances_desktop.domain.nonpayment import Reason
from creances_desktop.services import (
    calendar,
    call_openings,
    calls,
    contact_attempts,
    holds,
    letters,
    morning_session,
    nonpayment,
    other_letters,
    payments,
    promises,
    registered,
)
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.call_openings import CallOpeningsDialog
from creances_desktop.ui.dialogs.call_sheet_preview import CallSheetPreview
from creances_desktop.ui.dialogs.letter_life import LetterLifeDialog
from creances_desktop.ui.dialogs.morning_report import MorningReportDialog
from creances_desktop.ui.dialogs.morning_rules import MorningRulesDialog
from creances_desktop.ui.dialogs.morning_session import MorningSessionDialog
from creances_desktop.ui.dialogs.nonpayment import NonpaymentTableDialog
from creances_desktop.ui.dialogs.nonpayment_report import NonpaymentReportDialog
from creances_desktop.ui.dialogs.promises import PromisesDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Theme

Owing = Callable[..., int]
TODAY = date(2026, 11, 21)


@pytest.fixture
def opened(qtbot: QtBot, theme: Theme, session: Session) -> Callable[[], MorningSessionDialog]:
    def open_dialog() -> MorningSessionDialog:
        dialog = MorningSessionDialog(session)
        qtbot.addWidget(dialog)
        dialog.resize(1366, 728)
        dialog.open()
        dialog.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        return dialog

    return open_dialog


def press(qtbot: QtBot, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    """A key where the keyboard is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key, modifier)


def call_for(session: Session, client_id: int) -> int:
    return calendar.add(session.store, EntryKind.CALL, session.today(), "Appeler", client_id=client_id).id


def test_a_whole_session_by_keyboard_only(
    qtbot: QtBot, session: Session, owing: Owing, opened: Callable[[], MorningSessionDialog]
) -> None:
    first, second, third = (
        owing("Gros", (3, 900_000)),
        owing("Moyen", (10, 300_000)),
        owing("Petit", (3, 50_000)),
    )
    for client in (first, third):
        call_for(session, client)
    dialog = opened()
    assert "Aucun règlement" in dialog.gate.bank.text()
    press(qtbot, Qt.Key.Key_Return)
    turn = dialog.current_turn()
    assert turn is not None
    assert turn.item.client_name == "Gros"
    press(qtbot, Qt.Key.Key_M)
    press(qtbot, Qt.Key.Key_Return)
    turn = dialog.current_turn()
    assert turn is not None
    assert turn.item.client_name == "Moyen"
    assert turn.letter
    press(qtbot, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    report = dialog.end.report
    assert report is not None
    assert [(one.client_name, one.done) for one in report.lines] == [
        ("Gros", True), ("Moyen", True), ("Petit", False),
    ]  # fmt: skip
    assert (report.contacts, report.spoken, report.letters) == (1, 0, 1)
    assert len(letters.to_print(session.store)) == 1
    waiting = [one for one in calendar.of_client(session.store, first) if one.done_on is None]
    assert [one.day for one in waiting] == [date(2026, 11, 24)], "two working days after a Saturday"
    press(qtbot, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert second


def test_paused_it_goes_on_where_it_was(
    qtbot: QtBot, session: Session, owing: Owing, opened: Callable[[], MorningSessionDialog]
) -> None:
    for name in ("Un", "Deux"):
        call_for(session, owing(name, (3, 100_000)))
    dialog = opened()
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Return)
    turn = dialog.current_turn()
    assert turn is not None
    assert turn.position == 1, "no call is noted before its outcome is chosen"
    press(qtbot, Qt.Key.Key_J)
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    again = opened()
    assert "Reprendre" in again.gate.begin_button.text()
    press(qtbot, Qt.Key.Key_Return)
    turn = again.current_turn()
    assert turn is not None
    assert turn.position == 2


def test_enter_issues_the_letter_where_no_call_was_to_be_made(
    qtbot: QtBot, session: Session, owing: Owing, opened: Callable[[], MorningSessionDialog]
) -> None:
    client = owing("Moyen", (10, 300_000))
    dialog = opened()
    press(qtbot, Qt.Key.Key_Return)
    page = dialog.turn_page
    assert page is not None
    assert page.call.outcomes.outcome() is None
    assert not page.record_button.isEnabled()
    press(qtbot, Qt.Key.Key_Return)
    assert dialog.end.report is not None
    assert (dialog.end.report.contacts, dialog.end.report.letters) == (0, 1)
    assert contact_attempts.reach(session.store, client, TODAY).attempts == ()


def test_a_registered_letter_is_followed_from_its_turn(
    qtbot: QtBot,
    session: Session,
    owing: Owing,
    opened: Callable[[], MorningSessionDialog],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = owing("Moyen", (40, 300_000))
    order = other_letters.Order(
        client,
        "suspension",
        tuple(one.invoice_id for one in payments.open_items(session.store, client)),
        fields={"service": "la maintenance", "deadline": TODAY + timedelta(days=9)},
        channel=Channel.REGISTERED_LETTER,
    )
    letter = other_letters.issue_order(session.store, order, TODAY - timedelta(days=1))
    letters.mark_delivered(session.store, [letter], "imprimée", day=TODAY - timedelta(days=1))
    holds.pause(session.store, TODAY + timedelta(days=9), "congés", TODAY, client_id=client)
    asked: list[int] = []

    def posted(_: object, session: Session, letter_id: int, on_change: Callable[[Changes], None]) -> None:
        asked.append(letter_id)
        if len(asked) > 1:
            on_change(registered.record_deposit(session.store, letter_id, "", TODAY, TODAY))

    monkeypatch.setattr(LetterLifeDialog, "ask", posted)
    dialog = opened()
    press(qtbot, Qt.Key.Key_Return)
    page = dialog.turn_page
    assert page is not None
    assert not page.reminders_button.isVisible()
    press(qtbot, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert asked == [letter]
    page = dialog.turn_page
    assert page is not None, "still to deposit"
    press(qtbot, Qt.Key.Key_Return)
    assert asked == [letter, letter]
    assert dialog.end.report is not None
    assert [one.done for one in dialog.end.report.lines] == [True]


def test_a_promise_is_noted_and_confirmed_with_one_key(
    qtbot: QtBot, session: Session, owing: Owing, opened: Callable[[], MorningSessionDialog]
) -> None:
    client = owing("Étoile", (3, 100_000))
    call_for(session, client)
    dialog = opened()
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_P)
    press(qtbot, Qt.Key.Key_Return)
    page = dialog.turn_page
    assert page is not None
    assert page.call.promise.error("promised_on") == "Indiquez le jour promis."
    page.call.promise.day.setFocus()
    for sign in "+5":
        qtbot.keyClick(page.call.promise.day, sign)
    qtbot.keyClick(page.call.promise.day, Qt.Key.Key_F8)
    assert page.call.promise.confirm.isChecked()
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    report = dialog.end.report
    assert report is not None
    assert (report.promises, report.promised) == (1, 100_000)
    (made,) = promises.all_now(session.store, TODAY)
    assert made.stored.letter_id is not None
    (letter,) = letters.page(session.store, [made.stored.letter_id])
    assert letter.template == "promise_confirmation"


def test_a_refusal_stays_on_the_client(
    qtbot: QtBot, session: Session, owing: Owing, opened: Callable[[], MorningSessionDialog]
) -> None:
    call_for(session, owing("Étoile", (3, 100_000)))
    dialog = opened()
    press(qtbot, Qt.Key.Key_Return)
    page = dialog.turn_page
    assert page is not None
    page.call.outcomes.choose(CallOutcome.REACHED)
    page.call.next_day.choose(TODAY - timedelta(days=3))
    page.record_button.click()
    assert dialog.turn_page is page
    assert "déjà passée" in page.call.said.error("next_day")


def test_payments_known_beyond_the_day_are_not_told_as_days_ago(
    session: Session, owing: Owing, opened: Callable[[], MorningSessionDialog]
) -> None:
    owing("Étoile", (3, 100_000))
    dialog = opened()
    known = morning_session.gate(session.store, TODAY)
    for days, told in ((3, True), (0, False), (-2, False)):
        dialog.gate.show_gate(replace(known, bank_day=TODAY - timedelta(days=days)))
        assert ("Le dernier date" in dialog.gate.bank.text()) is told


def test_the_formula_is_in_sight_and_can_be_changed(
    qtbot: QtBot, session: Session, owing: Owing, opened: Callable[[], MorningSessionDialog]
) -> None:
    call_for(session, owing("Étoile", (3, 100_000)))
    dialog = opened()
    assert "40\u00a0% (appel)" in dialog.gate.formula.text()
    rules = MorningRulesDialog(session)
    qtbot.addWidget(rules)
    rules._fields["call"].set_value(80)
    rules.quiet.setChecked(False)
    rules.accept()
    assert rules.changes is not None
    dialog._load_gate()
    assert "80\u00a0% (appel)" in dialog.gate.formula.text()
    assert not morning_session.plan(session.store, TODAY).put_off


def test_the_table_of_reasons_is_edited_and_used(
    qtbot: QtBot, theme: Theme, session: Session, owing: Owing
) -> None:
    dialog = NonpaymentTableDialog(session)
    qtbot.addWidget(dialog)
    dialog.list.select_id(list(Reason).index(Reason.CASH_SHORTAGE))
    dialog.days.setText("")
    qtbot.keyClicks(dialog.days, "9")
    dialog.document.setCurrentIndex(dialog.document.findData("settlement_offer"))
    dialog.document.activated.emit(dialog.document.currentIndex())
    dialog.accept()
    assert dialog.changes is not None
    advice = nonpayment.advice(session.store, Reason.CASH_SHORTAGE, TODAY)
    assert (advice.action.days, advice.document) == (9, "Proposition de règlement amiable")
    client = owing("Étoile", (3, 100_000))
    day = calls.proposed_day(session.store, client, CallOutcome.CASH_SHORTAGE, Reason.CASH_SHORTAGE, TODAY)
    assert day == date(2026, 12, 3)


def test_the_words_that_open_a_call_are_the_users(qtbot: QtBot, theme: Theme, session: Session) -> None:
    dialog = CallOpeningsDialog(session)
    qtbot.addWidget(dialog)
    dialog.list.select_id([one.id for one in OPENINGS].index("first"))
    assert not dialog.reset_button.isEnabled()
    dialog.text.setPlainText("Allo, [promesse] ?")
    dialog.list.select_id(0)
    dialog.accept()
    assert dialog.changes is None
    assert "[promesse]" in dialog.form.error("text")
    assert dialog.text.value() == "Allo, [promesse] ?"
    dialog.text.setPlainText("Allo, [retard] de retard ?")
    dialog.accept()
    assert dialog.changes is not None
    assert call_openings.phrases(session.store)["first"] == "Allo, [retard] de retard ?"
    again = CallOpeningsDialog(session)
    qtbot.addWidget(again)
    again.list.select_id([one.id for one in OPENINGS].index("first"))
    qtbot.mouseClick(again.reset_button, Qt.MouseButton.LeftButton)
    again.accept()
    assert call_openings.phrases(session.store) == dict(call_openings.originals())


def test_why_am_i_not_paid_leads_to_the_client(
    qtbot: QtBot, theme: Theme, session: Session, owing: Owing
) -> None:
    client = owing("Étoile", (3, 100_000))
    calls.record(session.store, client, CallNote(CallOutcome.CASH_SHORTAGE), TODAY)
    dialog = NonpaymentReportDialog(session)
    qtbot.addWidget(dialog)
    assert "Vous savez pourquoi pour 1\u202f000,00\u00a0€" in dialog.sentence.text()
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(dialog.invoices, Qt.Key.Key_Return)
    assert chosen.args == [client]


def test_promises_are_confirmed_and_taken_back_in_their_list(
    qtbot: QtBot, theme: Theme, session: Session, owing: Owing
) -> None:
    client = owing("Étoile", (3, 100_000))
    holds.promise(session.store, client, 60_000, TODAY + timedelta(days=6), TODAY, person="Mme Roy")
    dialog = PromisesDialog(session)
    qtbot.addWidget(dialog)
    assert "300,00\u00a0€" in dialog.sentence.text(), "half of it: nothing is known of his word"
    told: list[Changes] = []
    dialog.changed.connect(told.append)
    dialog.confirm_button.click()
    assert not dialog.confirm_button.isEnabled()
    dialog.withdraw_button.click()
    assert dialog.model.rowCount() == 0
    assert len(told) == 2


def test_the_call_sheet_and_the_report_are_seen(
    qtbot: QtBot, example: Session, theme: Theme, messages: Any
) -> None:
    preview = CallSheetPreview(example, 1)
    qtbot.addWidget(preview)
    assert preview.data.startswith(b"%PDF-")
    session_id, _ = morning_session.begin(example.store, TODAY)
    morning_session.finish(example.store, session_id)
    dialog = MorningReportDialog(example)
    qtbot.addWidget(dialog)
    assert dialog.end.report is not None
    assert dialog.end.report.done == 0


def test_the_session_of_the_example_fits_a_small_screen(qtbot: QtBot, example: Session, theme: Theme) -> None:
    dialog = MorningSessionDialog(example)
    qtbot.addWidget(dialog)
    dialog.resize(1366, 700)
    dialog.show()
    dialog.gate.begin_button.click()
    page = dialog.turn_page
    assert page is not None
    page.call.outcomes.choose(CallOutcome.PROMISE)
    assert dialog.minimumSizeHint().height() <= 700
    assert page.record_button.geometry().bottom() <= page.height()
