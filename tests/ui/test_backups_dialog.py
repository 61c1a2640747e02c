"""Protects the window's copies: made at closing, shown, compared, restored, and a broken one refused."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creances_desktop.domain.clients import ClientDraft
from creances_desktop.services import assembly, backups, clients
from creances_desktop.services.backups import Reason
from creances_desktop.ui import file_dialogs
from creances_desktop.ui.dialogs.backups import BackupsDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Theme
from creances_desktop.ui.window import MainWindow


def shown(qtbot: QtBot, session: Session) -> BackupsDialog:
    dialog = BackupsDialog(session)
    qtbot.addWidget(dialog)
    return dialog


def click(qtbot: QtBot, button: Any) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_closing_keeps_a_copy_and_lets_go_of_the_dossier(
    qtbot: QtBot, theme: Theme, session: Session
) -> None:
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.show()
    clients.add(session.store, ClientDraft("A", "Alpha"))
    with qtbot.waitSignal(window.closed):
        window.close()
    (made,) = backups.listed(session.store.path)
    assert made.reason == "À la fermeture"
    assert made.facts is not None
    assert made.facts.clients == 1
    assembly.open_company_file(session.store.path).close()


def test_a_disk_that_refuses_the_copy_is_told_and_the_window_closes(
    qtbot: QtBot, theme: Theme, session: Session, messages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("creances_desktop.storage.archive._write", full)
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window.closed):
        window.close()
    assert "libérez de la place" in messages.take().text


def test_a_copy_is_made_compared_and_restored(qtbot: QtBot, theme: Theme, session: Session) -> None:
    dialog = shown(qtbot, session)
    assert not dialog.restore_button.isEnabled()
    click(qtbot, dialog.now_button)
    assert "relue et conforme" in dialog.banner.text()
    clients.add(session.store, ClientDraft("A", "Alpha"))
    click(qtbot, dialog.compare_button)
    told = dialog.detail.toPlainText()  # which gives plain spaces
    assert "Clients : 0, maintenant 1" in told
    assert "1 action faite depuis" in told
    assert "Client créé : Alpha" in told
    click(qtbot, dialog.restore_button)
    assert dialog.chosen == dialog.model.rows[0][1].path


def test_a_broken_copy_is_marked_and_never_restored(
    qtbot: QtBot, theme: Theme, session: Session, messages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = backups.write(session.store.path, Reason.MANUAL)
    one.path.write_bytes(one.path.read_bytes()[:500])
    dialog = shown(qtbot, session)
    assert dialog.model.rows[0][1].reason == "Illisible"
    assert not dialog.restore_button.isEnabled()
    assert "ne comptez pas sur elle" in dialog.detail.toPlainText()
    monkeypatch.setattr(file_dialogs, "file_to_open", lambda *_, **__: one.path)
    click(qtbot, dialog.other_button)
    assert "abîmée" in messages.take().text
    assert dialog.chosen is None


def test_a_second_place_gets_the_copies(
    qtbot: QtBot, theme: Theme, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stick = tmp_path / "cle"
    stick.mkdir()
    dialog = shown(qtbot, session)
    assert "Aucun second emplacement" in dialog.second.text()
    assert dialog.send_button.isHidden()
    monkeypatch.setattr(file_dialogs, "folder", lambda *_: stick)
    click(qtbot, dialog.place_button)
    assert "Rien n’a été copié" in dialog.banner.text()
    click(qtbot, dialog.now_button)
    assert [one.suffix for one in stick.iterdir()] == [".zip"]
    assert str(stick) in dialog.second.text()
    click(qtbot, dialog.forget_button)
    assert "Aucun second emplacement" in dialog.second.text()
