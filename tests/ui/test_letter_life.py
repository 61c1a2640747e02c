"""The life of a letter from the window: stages, numbers, e-mails, answers; drafts for the user's mailer."""

from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from creances_desktop.domain.clients import Channel, Contact
from creances_desktop.domain.letter_events import EventKind
from creances_desktop.domain.plans import Plan
from creances_desktop.services import (
    clients,
    emails,
    followups,
    letters,
    registered,
    sending_settings,
    steps,
    today,
)
from creances_desktop.services.today import TaskKind
from creances_desktop.ui import file_dialogs
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
from creances_desktop.ui.pages.followups_issue import issued_report
from creances_desktop.ui.pages.today import TodayPage

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
    qtbot.mouseClick(life.withdraw, Qt.MouseButton.LeftButton)
    assert known(session, letter).life.outcome is None
    steps.undo(session.store, steps.listed(session.store)[0].id, TODAY)
    assert known(session, letter).life.outcome is not None, "nothing is asked that Ctrl+Z brings back"


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


def test_the_contact_proposed_is_written_to_as_he_is_shown(qtbot, theme, session, letter, opened) -> None:
    store = session.store
    with store.transaction() as t:
        client = t.clients.get(t.letters.get(letter).client_id)
        person = Contact(0, "Benali, Hélène", "comptable", "", "helene@durand.fr")
        t.clients.update(client.id, replace(client, contacts=(person,)))
        t.journal.append("client_updated", "Contact ajouté", client_id=client.id)
    dialog = shown(qtbot, EmailDraftDialog(session, letter))
    assert dialog.to.currentText() == '"Benali, Hélène (comptable)" <helene@durand.fr>'
    qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    message = message_from_bytes(opened[0].read_bytes(), policy=policy.default)
    assert message["To"] == "helene@durand.fr"


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


def test_the_client_and_the_state_are_read_beside_the_letter_on_a_small_screen(
    qtbot, theme, session, by_email
) -> None:
    followups.issue(session.store, TODAY)
    page = FollowupsPage(session)
    qtbot.addWidget(page)
    page.resize(1342, 588)
    page.show()
    page.show_filter("sent")
    page.grab()
    table, model = page.sent.table, page.sent.model
    assert table.horizontalScrollBar().maximum() == 0
    room = {name: table.columnWidth(model.column_index(name)) for name in ("client", "status")}
    state = model.column_index("status")
    shown = {model.index(row, state).data() for row in range(model.rowCount())}
    assert "À envoyer par e-mail" in shown
    words = table.fontMetrics().horizontalAdvance("À envoyer par e-mail")
    assert room["status"] >= words + table.iconSize().width() + 20
    assert room["client"] >= table.fontMetrics().horizontalAdvance("Transports Moreau-Lebreton SAS")


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


@pytest.fixture
def by_email(session, owing) -> list[int]:
    """Two first reminders that leave by e-mail, and one on paper; only one of the two has an address."""
    store = session.store
    plan = followups.plans(store)[0]
    steps = tuple(
        replace(step, channel=Channel.EMAIL) if step.id == "reminder_1" else step for step in plan.steps
    )
    with store.transaction() as t:
        mails = t.followups.save_plan(Plan(0, "Par e-mail", steps))
        t.journal.append("plan_saved", "Plan créé")
    ids = [
        owing("Avec adresse", (10, 100_00)),
        owing("Sans adresse", (10, 200_00)),
        owing("Papier", (10, 300_00)),
    ]
    for place, client_id in enumerate(ids[:2]):
        known = clients.get(store, client_id)
        email = "" if place else "compta@client.fr"
        clients.update(store, client_id, replace(known, plan_id=mails, email=email))
    return ids


def test_letters_by_email_wait_apart_from_those_to_print(  # noqa: PLR0917 - fixtures
    qtbot, theme, session, by_email, messages, monkeypatch
) -> None:
    outcome = followups.issue(session.store, TODAY)
    assert len(outcome.issued) == 3
    assert [letter.client_name for letter in letters.to_print(session.store)] == ["Papier"]
    assert "2\u00a0partent par e-mail" in issued_report(outcome)
    page = FollowupsPage(session)
    qtbot.addWidget(page)
    page.show()
    page.reload()
    assert page.mails.isVisible()
    assert "2\u00a0lettres attendent" in page.mails.words.text()
    seen: list[str] = []

    def ask(parent, session_, letter_id, on_change, place):
        seen.append(place)
        on_change(emails.mark_sent(session_.store, letter_id, TODAY, "x@client.fr", TODAY))
        return True

    monkeypatch.setattr(EmailDraftDialog, "ask", ask)
    qtbot.mouseClick(page.mails.prepare, Qt.MouseButton.LeftButton)
    assert seen == ["1 sur 2", "2 sur 2"]
    page.reload()
    assert page.mails.isHidden()
    kinds = {task.kind for task in today.overview(session.store, TODAY).tasks}
    assert TaskKind.EMAIL not in kinds


def test_all_drafts_are_saved_and_those_without_an_address_are_told(  # noqa: PLR0917 - fixtures
    qtbot, theme, session, by_email, messages, monkeypatch, tmp_path, opened
) -> None:
    followups.issue(session.store, TODAY)
    assert TaskKind.EMAIL in {task.kind for task in today.overview(session.store, TODAY).tasks}
    page = FollowupsPage(session)
    qtbot.addWidget(page)
    page.show()
    page.reload()
    monkeypatch.setattr(file_dialogs, "folder", lambda *_: tmp_path / "brouillons")
    qtbot.mouseClick(page.mails.save, Qt.MouseButton.LeftButton)
    (draft,) = (tmp_path / "brouillons").iterdir()
    assert message_from_bytes(draft.read_bytes(), policy=policy.default)["To"] == "compta@client.fr"
    assert "pas d’adresse" in page.banner.text()
    assert len(emails.waiting(session.store)) == 2


def test_a_registered_letter_to_deposit_is_opened_from_the_things_to_do(
    qtbot, theme, session, letter, monkeypatch
) -> None:
    (task,) = [one for one in today.overview(session.store, TODAY).tasks if one.kind is TaskKind.RECEIPT]
    assert "Déposer le recommandé" in task.text
    assert task.amount == 1_200_00
    shown: list[int] = []
    monkeypatch.setattr(LetterLifeDialog, "ask", lambda *args: shown.append(args[2]))
    page = TodayPage(session)
    qtbot.addWidget(page)
    page.runner.open(task)
    assert shown == [letter]
