"""Protects *À propos*: version and day, where the data lie, the licences of what is shipped."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QDesktopServices, QFileOpenEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

import creances_desktop
from creances_desktop import app as program
from creances_desktop import paths
from creances_desktop.domain.text import long_date
from creances_desktop.services import licences
from creances_desktop.ui import about, recents
from creances_desktop.ui.desktop_openings import DesktopOpenings
from creances_desktop.ui.dialogs.licences import NO_TEXT, LicencesDialog


@pytest.fixture
def portable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a portable program."""
    folder = tmp_path / "E" / "Créances"
    package = folder / "lib" / "creances_desktop"
    package.mkdir(parents=True)
    (folder / paths.PORTABLE_MARK).touch()
    monkeypatch.setattr(paths, "_PACKAGE", package)
    monkeypatch.delenv(paths.DATA_DIR_VARIABLE)
    return folder


def test_about_tells_the_version_its_day_and_where_everything_lies(session) -> None:
    text = about.about_text(session)
    assert f"Créances {creances_desktop.__version__}" in text
    day = re.search(r"Version du (.+?)\. ", text)
    assert day
    assert day.group(1) == long_date(program.date.fromisoformat(creances_desktop.__date__))
    for place in (session.store.path, paths.data_folder(), paths.settings_folder(), paths.log_folder()):
        assert str(place) in text
    assert "portable" not in text


def test_about_opens_the_licences_and_the_data(qtbot, session, monkeypatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = about.show_about(session, parent)
    buttons = {button.text().replace("&", ""): button for button in dialog.findChildren(QPushButton)}
    buttons["Voir les données"].click()
    assert [Path(url.toLocalFile()) for url in opened] == [paths.data_folder()]
    buttons["Licences…"].click()
    (window,) = dialog.findChildren(LicencesDialog)
    assert window.isVisible()
    window.close()
    dialog.close()


def test_the_licence_of_the_chosen_component_is_read(qtbot, monkeypatch) -> None:
    components = (
        licences.Component("Alpha", "1.0", "MIT", "Permission is hereby granted"),
        licences.Component("Beta", "2.0", "BSD", ""),
    )
    monkeypatch.setattr(licences, "shipped", lambda: components)
    window = LicencesDialog()
    qtbot.addWidget(window)
    assert window.text.toPlainText() == "Permission is hereby granted"
    window.table.select_id(1)
    assert window.text.toPlainText() == NO_TEXT.replace("\u00a0", " ")


def test_a_portable_program_keeps_everything_beside_it(portable: Path, session) -> None:
    data = portable / "Données"
    assert (paths.data_folder(), paths.log_folder(), paths.settings_folder()) == (
        data, data / "logs", data / "settings",
    )  # fmt: skip
    assert "Programme portable" in about.about_text(session)


def test_a_portable_program_finds_its_dossiers_under_another_drive_letter(
    portable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = portable / "Données" / "société.creances"
    inside.parent.mkdir()
    outside = portable.parent / "ailleurs.creances"
    for path in (inside, outside):
        path.touch()
        recents.remember(path)
    moved = portable.parent.parent / "F" / "Créances"
    moved.parent.mkdir()
    portable.rename(moved)
    monkeypatch.setattr(paths, "_PACKAGE", moved / "lib" / "creances_desktop")
    assert recents.recent() == [outside, moved / "Données" / "société.creances"]


def test_a_place_that_cannot_be_written_is_named_at_the_start(tmp_path: Path, monkeypatch, messages) -> None:
    monkeypatch.setattr(program, "application", QApplication.instance)
    error = OSError(30, "Read-only file system", str(tmp_path / "Données"))
    assert program.refuse_to_start(error) == 1
    assert str(tmp_path / "Données") in messages.take().text


def test_a_file_opened_from_the_desktop_of_macos_is_asked_for(qapp, qtbot, tmp_path: Path) -> None:
    listener = DesktopOpenings(qapp)
    try:
        with qtbot.waitSignal(listener.requested) as asked:
            QApplication.sendEvent(qapp, QFileOpenEvent(str(tmp_path / "société.creances")))
        assert asked.args == [tmp_path / "société.creances"]
        assert not listener.eventFilter(qapp, QEvent(QEvent.Type.User))
    finally:
        qapp.removeEventFilter(listener)
        listener.deleteLater()
