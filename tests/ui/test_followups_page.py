"""Protects the page of the letters: what is ticked leaves once, what is not taken stays to be printed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from creances_desktop.domain.progress import Progress
from creances_desktop.services import followups, holds, letters
from creances_desktop.services.changes import Subject, changed
from creances_desktop.services.letters import StoredLetter
from creances_desktop.ui import file_dialogs, printing
from creances_desktop.ui.dialogs.holds import PauseDialog
from creances_desktop.ui.dialogs.reason import ReasonDialog
from creances_desktop.ui.pages.followups import FollowupsPage
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Theme

Owing = Callable[..., int]


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Callable[[Session], FollowupsPage]:
    def show(session: Session) -> FollowupsPage:
        page = FollowupsPage(session)
        qtbot.addWidget(page)
        page.data_changed.connect(page.after_change)
        page.resize(1366, 640)
        page.show()
        return page

    return show


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the printer received: the dialog accepts, nothing is printed."""
    received: list[bytes] = []

    def send(chosen: printing.Chosen, data: bytes, title: str, progress: Progress) -> str:
        received.append(data)
        return printing.PRINTED

    one_sided = QPrinter.DuplexMode.DuplexNone
    chosen = printing.Chosen(QPrinter(), "Bureau", 1, one_sided, grey=False, pages=None, file=None)
    monkeypatch.setattr(printing, "ask_printer", lambda *_: chosen)
    monkeypatch.setattr(printing, "send", send)
    return received


def stored(session: Session) -> list[StoredLetter]:
    return letters.page(session.store, letters.search(session.store))


def test_the_letters_of_the_day_are_ticked_and_previewed(
    session: Session, owing: Owing, shown: Callable[[Session], FollowupsPage]
) -> None:
    owing("Étoile", (10, 120_000))
    owing("Zéphyr", (50, 90_000))
    page = shown(session)
    assert [one.client_name for one in page.to_send.ticked()] == ["Étoile", "Zéphyr"]
    assert page.to_send.preview.view.page_count() == 1
    assert "Échue depuis 10" in page.to_send.why.text()
    assert page.to_send.choice.text().startswith("2\u00a0lettres sur 2")
    assert "Aucun règlement connu" in page.to_send.known_until.text()
    assert page.halves.tabText(0) == "À envoyer (2)"


def test_what_the_user_unticks_stays_so_after_a_reading(
    qtbot: QtBot, session: Session, owing: Owing, shown: Callable[[Session], FollowupsPage]
) -> None:
    owing("Étoile", (10, 120_000))
    owing("Zéphyr", (50, 90_000))
    page = shown(session)
    qtbot.keyClick(page.to_send.proposals, Qt.Key.Key_Space)
    owing("Nouveau", (11, 10_000))
    page.reload()
    assert [one.client_name for one in page.to_send.ticked()] == ["Nouveau", "Zéphyr"]


def test_another_page_asks_for_one_client_only(
    session: Session, owing: Owing, shown: Callable[[Session], FollowupsPage]
) -> None:
    owing("Étoile", (10, 120_000))
    client = owing("Zéphyr", (50, 90_000))
    page = shown(session)
    page.show_filter(f"clients:{client}")
    assert [one.client_name for one in page.to_send.ticked()] == ["Zéphyr"]
    assert page.to_send.proposals.current_id() == client


def test_what_is_set_aside_is_shown_with_its_reason_in_full(
    session: Session, owing: Owing, shown: Callable[[Session], FollowupsPage]
) -> None:
    owing("Sans adresse", (10, 120_000), city="")
    page = shown(session)
    assert page.to_send.excluded_title.text() == "Mis de côté (1)"
    page.to_send.excluded.select_id(page.to_send.excluded_model.id_at(0))
    assert "Adresse postale incomplète" in page.to_send.why.text()
    assert page.to_send.preview.view.page_count() == 0
    assert not page.to_send.print_button.isEnabled()


def test_issue_and_print_leaves_nothing_to_print(
    qtbot: QtBot,
    session: Session,
    owing: Owing,
    shown: Callable[[Session], FollowupsPage],
    printer: list[bytes],
) -> None:
    owing("Étoile", (10, 120_000))
    owing("Zéphyr", (50, 90_000))
    page = shown(session)
    qtbot.mouseClick(page.to_send.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(printer) == 1)
    assert printer[0].startswith(b"%PDF")
    assert {one.status for one in stored(session)} == {letters.DELIVERED}
    assert page.banner.text().startswith("2\u00a0lettres émises.")
    assert page.to_send.proposal_model.rowCount() == 0
    assert page.waiting.isHidden()


def test_only_what_is_ticked_is_issued(
    qtbot: QtBot,
    session: Session,
    owing: Owing,
    shown: Callable[[Session], FollowupsPage],
    printer: list[bytes],
) -> None:
    owing("Étoile", (10, 120_000))
    owing("Zéphyr", (50, 90_000))
    page = shown(session)
    qtbot.keyClick(page.to_send.proposals, Qt.Key.Key_Space)
    page.issue_and_print()
    qtbot.waitUntil(lambda: len(printer) == 1)
    assert [one.client_name for one in stored(session)] == ["Zéphyr"]


def test_given_up_at_the_printer_nothing_is_issued_and_what_waits_is_printed_later(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    session: Session,
    owing: Owing,
    shown: Callable[[Session], FollowupsPage],
    printer: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owing("Étoile", (10, 120_000))
    page = shown(session)
    with monkeypatch.context() as nobody:
        nobody.setattr(printing, "ask_printer", lambda *_: None)
        page.issue_and_print()
        qtbot.waitUntil(lambda: page.banner.text() == "Rien n’a été émis ni imprimé.")
        assert stored(session) == []
        assert [one.client_name for one in page.to_send.ticked()] == ["Étoile"]
        followups.issue(session.store, session.today())
        page.after_change(changed(Subject.LETTERS, message=""))
        page.issuing.print_waiting()
        assert "Rien n’a été imprimé" in page.banner.text()
    assert [one.status for one in stored(session)] == ["to_print"]
    assert page.waiting.isVisible()
    assert "1\u00a0lettre émise attend d’être imprimée" in page.waiting_text.text()
    qtbot.mouseClick(page.print_waiting, Qt.MouseButton.LeftButton)
    assert [one.status for one in stored(session)] == [letters.DELIVERED]
    assert page.waiting.isHidden()


def test_a_printer_that_refuses_marks_nothing_as_printed(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    session: Session,
    owing: Owing,
    shown: Callable[[Session], FollowupsPage],
    printer: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
    messages: Any,
) -> None:
    owing("Étoile", (10, 120_000))
    page = shown(session)

    def refuse(*_: object) -> str:
        raise printing.PrinterRefused("Bureau", "papier épuisé")

    monkeypatch.setattr(printing, "send", refuse)
    page.issue_and_print()
    qtbot.waitUntil(lambda: bool(messages.shown))
    assert "papier épuisé" in messages.take().text
    assert [one.status for one in stored(session)] == ["to_print"]
    assert page.waiting.isVisible()
    assert not page.issuing.busy


def test_the_files_and_one_of_them_all_go_to_a_folder(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    session: Session,
    owing: Owing,
    shown: Callable[[Session], FollowupsPage],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    owing("Étoile", (10, 120_000))
    owing("Zéphyr", (50, 90_000))
    page = shown(session)
    folder = tmp_path / "lettres"
    folder.mkdir()
    monkeypatch.setattr(file_dialogs, "folder", lambda *_: folder)
    qtbot.mouseClick(page.to_send.save_button, Qt.MouseButton.LeftButton)
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "ETOILE_L2026-00001_relance_1.pdf",
        "ZEPHYR_L2026-00002_relance_1.pdf",
        "lettres-2026-11-21.pdf",
    ]
    assert str(folder) in page.banner.text()
    assert {one.status for one in stored(session)} == {letters.DELIVERED}


def test_cancelling_between_two_clients_keeps_what_is_issued(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    session: Session,
    owing: Owing,
    shown: Callable[[Session], FollowupsPage],
    printer: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owing("Étoile", (10, 120_000))
    owing("Zéphyr", (50, 90_000))
    page = shown(session)
    # the task looks whether it is still wanted before each client, and reports just after
    session.executor.progressed.connect(lambda task, done, total, text: total == 2 and task.cancel())
    page.issue_and_print()
    qtbot.waitUntil(lambda: "arrêté" in page.banner.text())
    assert len(stored(session)) == 1
    assert printer == []
    assert "arrêté" in page.banner.text()
    assert page.waiting.isVisible()


def test_a_line_can_be_set_aside_instead(
    session: Session,
    owing: Owing,
    shown: Callable[[Session], FollowupsPage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = owing("Étoile", (10, 120_000))
    page = shown(session)
    day = session.today()

    def ask(parent: object, session: Session, *, client_id: int) -> object:
        return holds.pause(session.store, day, "vacances", day, client_id=client_id)

    monkeypatch.setattr(PauseDialog, "ask", ask)
    assert [action.text() for action in page.to_send.lines.menu().actions()] == [
        action.text() for action in page.to_send.lines.actions
    ]
    page.to_send.lines.actions[1].trigger()
    assert page.to_send.proposal_model.rowCount() == 0
    assert [one.client_id for one in page.to_send.excluded_model.rows] == [client]


def test_everything_sent_is_found_again_as_it_left(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    session: Session,
    owing: Owing,
    shown: Callable[[Session], FollowupsPage],
    printer: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    owing("Étoile", (10, 120_000))
    owing("Zéphyr", (50, 90_000))
    page = shown(session)
    page.issue_and_print()
    qtbot.waitUntil(lambda: len(printer) == 1)
    letter = next(one for one in stored(session) if one.client_name == "Étoile")
    page.show_letter(letter.id)
    assert page.sent.table.current_id() == letter.id
    assert page.sent.preview.view.page_count() == 1
    page.sent.search.set_text("zephyr")
    assert page.sent.model.rowCount() == 1
    page.show_letter(letter.id)
    assert page.sent.search.text() == ""
    assert page.sent.table.current_id() == letter.id
    target = tmp_path / "copie.pdf"
    monkeypatch.setattr(file_dialogs, "file_to_write", lambda *_, **__: target)
    qtbot.mouseClick(page.sent.save_button, Qt.MouseButton.LeftButton)
    assert target.read_bytes() == letters.pdf(session.store, letter.id)
    qtbot.mouseClick(page.sent.print_button, Qt.MouseButton.LeftButton)
    assert len(printer) == 2


def test_a_letter_that_came_back_is_written_again(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    session: Session,
    owing: Owing,
    shown: Callable[[Session], FollowupsPage],
    printer: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owing("Étoile", (10, 120_000))
    page = shown(session)
    page.issue_and_print()
    qtbot.waitUntil(lambda: len(printer) == 1)
    page.show_filter("sent")
    assert page.sent.returned_button.isEnabled()
    assert not page.sent.cancel_button.isEnabled()
    monkeypatch.setattr(ReasonDialog, "ask", lambda *_: "N’habite plus à l’adresse")
    qtbot.mouseClick(page.sent.returned_button, Qt.MouseButton.LeftButton)
    assert [one.status for one in stored(session)] == ["returned"]
    assert [one.client_name for one in page.to_send.ticked()] == ["Étoile"]


def test_a_reason_is_asked_and_nothing_happens_without(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    session: Session,
    owing: Owing,
    shown: Callable[[Session], FollowupsPage],
    monkeypatch: pytest.MonkeyPatch,
    messages: Any,
) -> None:
    owing("Étoile", (10, 120_000))
    followups.issue(session.store, session.today())
    page = shown(session)
    page.show_filter("sent")
    monkeypatch.setattr(ReasonDialog, "ask", lambda *_: "")
    qtbot.mouseClick(page.sent.cancel_button, Qt.MouseButton.LeftButton)
    assert "motif" in messages.take().text
    monkeypatch.setattr(ReasonDialog, "ask", lambda *_: None)
    qtbot.mouseClick(page.sent.cancel_button, Qt.MouseButton.LeftButton)
    assert [one.status for one in stored(session)] == ["to_print"]


def test_an_empty_morning_teaches(session: Session, shown: Callable[[Session], FollowupsPage]) -> None:
    page = shown(session)
    assert page.to_send.proposals._empty_title == "Aucune lettre à émettre aujourd’hui."
    assert "échéance" in page.to_send.proposals._empty_hint
    assert page.sent.table._empty_title == "Aucune lettre n’est encore partie."
    assert not page.to_send.print_button.isEnabled()
    assert all(not action.isEnabled() for action in page.to_send.lines.actions)
