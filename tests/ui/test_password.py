"""Protects who may open a dossier: setting, giving, changing and taking away its password, and the lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from creances_desktop.app import Program
from creances_desktop.domain.company import Company
from creances_desktop.services import assembly, backup, passwords
from creances_desktop.storage import passwords as keys
from creances_desktop.ui.dialogs.password import PasswordDialog, UnlockDialog, Wanted
from creances_desktop.ui.executor import SynchronousExecutor
from creances_desktop.ui.idle_lock import IdleLock, LockDialog
from creances_desktop.ui.session import Session

DAY = date(2026, 11, 21)
PASSWORD = "quatre mots bien choisis"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "Menuiserie.creances"
    assembly.create_company_file(made, Company("Menuiserie Lefèvre")).close()
    return made


@pytest.fixture
def protected(path: Path) -> Path:
    passwords.change(path, PASSWORD)
    return path


@pytest.fixture
def program(qtbot: QtBot, qapp: QApplication) -> Iterator[Program]:
    made = Program(SynchronousExecutor(), lambda: DAY)
    yield made
    made._close_window()
    if made.welcome is not None:
        made.welcome.deleteLater()


@pytest.fixture
def in_modal(qtbot: QtBot) -> Callable[[Callable[[QWidget], None]], None]:
    """Does something with the modal dialog that comes next."""

    def plan(do: Callable[[QWidget], None]) -> None:
        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None:
                QTimer.singleShot(10, look)
            else:
                do(dialog)

        QTimer.singleShot(0, look)

    return plan


def session(path: Path) -> Session:
    return Session(assembly.open_company_file(path), SynchronousExecutor(), lambda: DAY)


def test_a_password_is_asked_twice_and_long_enough(qtbot: QtBot, path: Path) -> None:
    opened = session(path)
    dialog = PasswordDialog(opened)
    qtbot.addWidget(dialog)
    dialog.password.setText("court")
    dialog.accept()
    assert "Au moins 8 signes" in dialog.form.error("password")
    dialog.password.setText(PASSWORD)
    dialog.again.setText("autre chose")
    dialog.accept()
    assert "diffèrent" in dialog.form.error("again")
    assert dialog.wanted is None
    dialog.again.setText(PASSWORD)
    dialog.minutes.setValue(5)
    dialog.accept()
    assert dialog.wanted == Wanted(PASSWORD)
    assert passwords.lock_minutes(opened.store) == 5
    opened.store.close()


def test_only_who_knows_it_changes_or_removes_it(qtbot: QtBot, protected: Path) -> None:
    opened = session(protected)
    dialog = PasswordDialog(opened)
    qtbot.addWidget(dialog)
    dialog.current.setText("mauvais mot")
    qtbot.mouseClick(dialog.remove_button, Qt.MouseButton.LeftButton)
    assert "actuel" in dialog.form.error("current")
    assert dialog.wanted is None
    dialog.current.setText(PASSWORD)
    dialog.minutes.setValue(0)
    dialog.accept()
    assert dialog.wanted is None, "left empty, the password stays"
    assert passwords.lock_minutes(opened.store) == 0
    again = PasswordDialog(opened)
    qtbot.addWidget(again)
    again.current.setText(PASSWORD)
    qtbot.mouseClick(again.remove_button, Qt.MouseButton.LeftButton)
    assert again.wanted == Wanted(None)
    opened.store.close()


def test_the_whole_way_in_the_program(
    program: Program, path: Path, in_modal: Callable[[Callable[[QWidget], None]], None]
) -> None:
    backup.save(path, path.with_name("Menuiserie avant.creances"))
    program.open(path)
    program.change_password(Wanted(PASSWORD))
    assert program.window is not None
    assert "Menuiserie avant.creances" in program.window.banner.text()
    assert program.window.actions_by_name["lock"].isEnabled()
    assert keys.is_encrypted(path)
    program._close_window()
    keys.forget(path)
    tried: list[str] = []

    def give(dialog: QWidget) -> None:
        assert isinstance(dialog, UnlockDialog)
        dialog.password.setText("mauvais mot")
        dialog.accept()
        tried.append(dialog.banner.text())
        dialog.password.setText(PASSWORD)
        dialog.accept()

    in_modal(give)
    program.open(path)
    assert "n’ouvre pas" in tried[0]
    assert program.window is not None
    program.change_password(Wanted(None))
    assert not keys.is_encrypted(path)
    assert program.window is not None
    assert "retiré" in program.window.banner.text()


def test_a_copy_of_before_the_password_changed_is_restored_with_the_former_one(
    program: Program, path: Path, in_modal: Callable[[Callable[[QWidget], None]], None]
) -> None:
    passwords.change(path, PASSWORD)
    elsewhere = path.with_name("ailleurs.creances.zip")
    backup.save(path, elsewhere)
    former = path.read_bytes()[:16]
    passwords.change(path, "un autre, plus long encore")
    keys._keys.pop(former)

    def give(dialog: QWidget) -> None:
        assert isinstance(dialog, UnlockDialog)
        dialog.password.setText(PASSWORD)
        dialog.accept()

    in_modal(give)
    program._restore(elsewhere, path)
    assert program.window is not None
    assert "Copie restaurée" in program.window.banner.text()
    assert path.read_bytes()[:16] == former


def test_giving_up_says_what_is_needed(
    program: Program, protected: Path, in_modal: Callable[[Callable[[QWidget], None]], None]
) -> None:
    keys.forget(protected)
    in_modal(lambda dialog: dialog.reject())  # type: ignore[attr-defined]
    program.open(protected)
    assert program.window is None
    assert program.welcome is not None
    assert "protégé par un mot de passe" in program.welcome.banner.text()


def test_the_lock_covers_everything_until_the_password(
    qtbot: QtBot, protected: Path, in_modal: Callable[[Callable[[QWidget], None]], None]
) -> None:
    window = QWidget()
    half_typed = QLineEdit("à moitié saisi", window)
    qtbot.addWidget(window)
    window.show()
    lock = IdleLock(protected, 5, window)
    seen: list[bool] = []

    def unlock(dialog: QWidget) -> None:
        assert isinstance(dialog, LockDialog)
        seen.append(lock.is_locked and window.childAt(half_typed.geometry().center()) is not half_typed)
        dialog.reject()
        dialog.closeEvent(QCloseEvent())
        seen.append(dialog.isVisible())
        dialog.password.setText("mauvais mot")
        dialog.accept()
        seen.append(dialog.isVisible())
        dialog.password.setText(PASSWORD)
        dialog.accept()

    in_modal(unlock)
    lock._timer.timeout.emit()
    assert seen == [True, True, True]
    assert not lock.is_locked
    assert half_typed.text() == "à moitié saisi"
    assert window.childAt(half_typed.geometry().center()) is half_typed
    lock.stop()


def test_any_key_or_click_puts_the_lock_off(qtbot: QtBot, protected: Path) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    lock = IdleLock(protected, 5, field)
    lock._timer.start(10_000)
    lock._timer.setInterval(300_000)
    before = lock._timer.remainingTime()
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert lock._timer.remainingTime() > before - 1000
    assert lock._timer.isActive()
    lock.set_minutes(0)
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert not lock._timer.isActive()


def test_who_cannot_unlock_closes_the_program(
    qtbot: QtBot, protected: Path, in_modal: Callable[[Callable[[QWidget], None]], None]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    lock = IdleLock(protected, 5, window)
    in_modal(lambda dialog: dialog.leave_button.click())  # type: ignore[attr-defined]
    with qtbot.waitSignal(lock.closing_requested):
        lock.lock()
    lock.stop()
