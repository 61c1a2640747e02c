"""The life of a letter from the window: stages, numbers, e-mails, answers; drafts for the user's mailer."""

from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from creances_desktop.domain.letter_events import EventKind
from creances_desktop.services import emails, followups, letters, registered, sending_settings
from creances_desktop.ui.dialogs.email_draft import EmailDraftDialog
from creances_desktop.ui.dialogs.letter_event import (
    AnswerDialog,
    EmailedDialog,
    NumberDialog,
    PostalEventDialog,
)
from creances_desktop.ui.dialogs.letter_life import LetterLifeDialog
from creances_desktop.ui.dialogs.sending_settings import SendingSettingsDialog
from creances_desktop.ui.pages.followups import FollowupsPage

TODAY = date(2026, 11, 21)


@pytest.fixture
def letter(session, owing) -> int:
    """A registered mise en demeure, printed five days ago."""
    owing("Durand & Fils", (80, 1_200_00))
    store = session.store
    for ago in (60, 40, 18):
        for one in followups.issue(store, TODAY - timedelta(days=ago)).issued:
            letters.mark_delivered(store, [one.letter.id], "imprimée", day=one.letter.issued_on)
    found = one.letter.id
    assert letters.page(store, [found])[0].channel == "registered_letter"
    return found


@pytest.fixture
def opened(monkeypatch) -> list[Path]:
    """What was opened in another program."""
    seen: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(Path(url.toLocalFile())) or True)
    return seen


@pytest.fixture
def life(qtbot, theme, session, letter):
    dialog = LetterLifeDialog(session, letter)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def shown(qtbot, dialog):
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def known(session, letter: int):
    return registered.view(session.store, letter, TODAY)


def test_a_deposit_is_noted_with_its_number_by_keyboard(qtbot, theme, session, letter) -> None:
    dialog = shown(qtbot, PostalEventDialog(session, None, known(session, letter), EventKind.DEPOSITED))
    qtbot.keyClicks(dialog.number, "1a1234567890")
    assert "inhabituel" in dialog.warning.text()
    qtbot.keyClicks(dialog.number, "1")
    assert dialog.warning.isHidden()
    dialog.day.clear()
    qtbot.keyClicks(dialog.day, "5/11")
    qtbot.keyClick(dialog.day, Qt.Key.Key_Return)
    assert dialog.changes is not None
    after = known(session, letter)
    assert (after.number, after.life.deposited_on) == ("1A12345678901", date(2026, 11, 5))


def test_a_refusal_is_noted_with_its_first_presentation_and_its_scan(
    qtbot, theme, session, letter, tmp_path
) -> None:
    dialog = shown(qtbot, PostalEventDialog(session, None, known(session, letter), EventKind.REFUSED))
    scan = tmp_path / "avis.jpg"
    scan.write_bytes(b"\xff\xd8\xff avis")
    dialog.scan.choose(scan)
    dialog.presented.set_value(date(2026, 11, 6))
    dialog.day.set_value(date(2026, 11, 9))
    dialog.accept()
    after = known(session, letter)
    assert after.life.counts_from == date(2026, 11, 6)
    assert [event.kind for event in after.events[-2:]] == [EventKind.PRESENTED, EventKind.REFUSED]
    assert after.events[-1].attachment_id is not None


def test_an_impossible_day_is_refused_beside_it_and_nothing_is_kept(qtbot, theme, session, letter) -> None:
    dialog = shown(qtbot, PostalEventDialog(session, None, known(session, letter), EventKind.RECEIVED))
    dialog.presented.set_value(date(2026, 11, 10))
    dialog.day.set_value(date(2026, 11, 9))
    dialog.accept()
    assert dialog.form.error("presented_on")
    assert known(session, letter).life.presented_on is None


def test_the_timeline_says_what_each_stage_entails_and_takes_one_back(
    qtbot, life, session, letter, messages
) -> None:
    registered.record(session.store, letter, EventKind.REFUSED, date(2026, 11, 6), TODAY)
    life.reload()
    assert "Pratique générale" in life.consequence.text()
    assert any("Refusée" in figure for figure in _figures(life))
    messages.will_answer("Retirer")
    qtbot.mouseClick(life.withdraw, Qt.MouseButton.LeftButton)
    assert known(session, letter).life.outcome is None


def _figures(life) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in life.figures.findChildren(QLabel)]


def test_the_letter_is_reopened_as_it_left_and_its_archive_is_told(
    qtbot, life, session, letter, opened
) -> None:
    qtbot.mouseClick(life.pdf, Qt.MouseButton.LeftButton)
    assert opened[0].read_bytes() == letters.pdf(session.store, letter)
    from PySide6.QtWidgets import QLabel

    told = " ".join(label.text() for label in life.facts.findChildren(QLabel))
    assert letters.page(session.store, [letter])[0].pdf_sha256 in told
    assert "version 1" in told
    assert "Intacte" in told


def test_numbers_answers_and_emails_are_noted(qtbot, theme, session, letter, tmp_path) -> None:
    number = shown(qtbot, NumberDialog(session, None, known(session, letter)))
    qtbot.keyClicks(number.number, "2C12345678901")
    number.accept()
    mailed = shown(qtbot, EmailedDialog(session, None, known(session, letter), ""))
    qtbot.keyClicks(mailed.to, "compta@durand.fr")
    mailed.accept()
    answer = shown(qtbot, AnswerDialog(session, None, known(session, letter)))
    answer.accept()
    assert "Notez" in answer.form.error("text")
    answer.text.set_value("Nous contestons le solde")
    answer.accept()
    after = known(session, letter)
    assert after.number == "2C12345678901"
    assert [event.kind for event in after.events[-2:]] == [EventKind.EMAILED, EventKind.ANSWERED]


def test_a_draft_is_shown_before_it_is_opened_in_the_mailer(qtbot, theme, session, letter, opened) -> None:
    dialog = shown(qtbot, EmailDraftDialog(session, letter))
    assert dialog.to.currentText() == ""
    qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    assert "à qui" in dialog.form.error("to")
    assert opened == []
    dialog.to.setCurrentText("Gérant <yves@durand.fr>")
    qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    message = message_from_bytes(opened[0].read_bytes(), policy=policy.default)
    assert (opened[0].suffix, message["To"], message["X-Unsent"]) == (".eml", "yves@durand.fr", "1")
    assert [one.get_content() for one in message.iter_attachments()] == [letters.pdf(session.store, letter)]
    assert emails.waiting(session.store) == []


def test_the_list_of_letters_shows_stages_and_finds_missing_receipts(
    qtbot, theme, session, letter, messages
) -> None:
    registered.record_deposit(session.store, letter, "1A12345678901", date(2026, 11, 4), TODAY)
    page = FollowupsPage(session)
    qtbot.addWidget(page)
    page.show()
    page.show_filter("missing")
    assert list(page.sent.model.ids) == [letter]
    column = page.sent.model.column_index("status")
    assert page.sent.model.index(0, column).data() == "Accusé manquant"
    registered.record(session.store, letter, EventKind.RECEIVED, date(2026, 11, 6), TODAY)
    page.reload()
    assert list(page.sent.model.ids) == []
    page.sent.show_filter("all")
    assert letter in page.sent.model.ids


def test_the_choice_of_the_deadline_is_a_visible_setting(qtbot, theme, session) -> None:
    dialog = shown(qtbot, SendingSettingsDialog(session))
    dialog.start.setCurrentIndex(1)
    dialog.days.setText("0")
    dialog.accept()
    assert "entre 1 et 90" in dialog.form.error("receipt_days")
    dialog.days.setText("21")
    dialog.accept()
    kept = sending_settings.get(session.store)
    assert (kept.deadline_from_receipt, kept.receipt_days, kept.remind_deposit) == (True, 21, True)
    assert QApplication.activeModalWidget() is None
