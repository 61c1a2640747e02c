"""Protects what is being typed: a crash costs a second of it, and the form offers the rest again."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creances_desktop.services import clients, passwords
from creances_desktop.ui import drafts
from creances_desktop.ui.dialogs.client import ClientDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Theme


def opened(qtbot: QtBot, session: Session) -> ClientDialog:
    form = ClientDialog(session)
    qtbot.addWidget(form)
    form.show()
    return form


def crash(form: ClientDialog) -> None:
    """The process is gone: nobody closed the form."""
    assert form.half_typed is not None
    form.half_typed.keep()
    form.half_typed._timer.stop()
    form.half_typed = None
    form.hide()


def test_a_form_left_by_a_crash_is_offered_and_taken_up(qtbot: QtBot, theme: Theme, session: Session) -> None:
    form = opened(qtbot, session)
    assert form.banner.text() == ""
    name = form.forms[0].field("name")
    qtbot.keyClicks(name, "Menuiserie du Lac")
    qtbot.keyClicks(form.forms[0].field("code"), "LAC")
    crash(form)
    (kept,) = drafts.listed(session.store.path)
    assert kept.title == form.windowTitle()
    again = opened(qtbot, session)
    assert "Une saisie interrompue le" in again.banner.text()
    assert again.forms[0].field("name").text() == ""
    again.banner.action_requested.emit()
    assert again.forms[0].field("name").text() == "Menuiserie du Lac"
    assert again.banner.text() == ""
    qtbot.mouseClick(again.accept_button, Qt.MouseButton.LeftButton)
    assert clients.find(session.store, "LAC").name == "Menuiserie du Lac"
    assert drafts.listed(session.store.path) == []


def test_a_form_given_up_leaves_nothing(qtbot: QtBot, theme: Theme, session: Session) -> None:
    form = opened(qtbot, session)
    qtbot.keyClicks(form.forms[0].field("name"), "Rien")
    assert form.half_typed is not None
    form.half_typed.keep()
    assert len(drafts.listed(session.store.path)) == 1
    form.reject()
    assert drafts.listed(session.store.path) == []


def test_an_untouched_form_keeps_nothing(qtbot: QtBot, theme: Theme, session: Session) -> None:
    form = opened(qtbot, session)
    assert form.half_typed is not None
    form.half_typed.keep()
    assert drafts.listed(session.store.path) == []


def test_nothing_typed_lies_in_clear_beside_a_dossier_under_a_password(
    qtbot: QtBot, theme: Theme, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "is_protected", lambda _: True)
    form = opened(qtbot, session)
    qtbot.keyClicks(form.forms[0].field("name"), "Secret")
    assert form.half_typed is not None
    assert not form.half_typed._timer.isActive()


def test_a_broken_draft_is_as_none(session: Session) -> None:
    folder: Path = drafts._folder(session.store.path)
    folder.mkdir(parents=True)
    (folder / "x.json").write_text("{", encoding="utf-8")
    assert drafts.listed(session.store.path) == []
