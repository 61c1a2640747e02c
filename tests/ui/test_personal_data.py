"""Protects the dialog of a client's personal data: what it tells, what it hands over, what it erases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creances_desktop.domain.retention import RetentionKind
from creances_desktop.services import clients, personal_data
from creances_desktop.ui import file_dialogs
from creances_desktop.ui.dialogs.personal_data import PersonalDataDialog, RetentionDialog
from creances_desktop.ui.session import Session

LATER = date(2045, 1, 2)


def test_who_owes_cannot_be_erased_and_it_says_why(qtbot: QtBot, example: Session) -> None:
    dialog = PersonalDataDialog(example, None, clients.find(example.store, "TRANSPORTS").id)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.accept_button.isEnabled()
    said = " ".join(dialog.reasons.sentences())
    assert "à régler" in said
    assert "L123-22" in said


def test_his_data_are_handed_over(
    qtbot: QtBot, example: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, messages: Any
) -> None:
    path = tmp_path / "client.zip"
    monkeypatch.setattr(file_dialogs, "file_to_write", lambda *_, **__: path)
    dialog = PersonalDataDialog(example, None, 1)
    qtbot.addWidget(dialog)
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    assert path.read_bytes().startswith(b"PK")
    assert str(path) in messages.take().text


def test_erasing_is_asked_for_in_words(qtbot: QtBot, example: Session, messages: Any) -> None:
    later = replace(example, today=lambda: LATER)
    with example.store.reading() as r:
        ids = [one.id for one in r.clients.all()]
    client_id = next(one for one in ids if not personal_data.overview(example.store, one, LATER).reasons)
    dialog = PersonalDataDialog(later, None, client_id)
    qtbot.addWidget(dialog)
    dialog.show()
    messages.will_answer("")
    dialog.accept()
    assert dialog.isVisible(), "giving up leaves everything"
    messages.will_answer("Effacer définitivement")
    dialog.accept()
    assert dialog.changes is not None
    again = PersonalDataDialog(later, None, client_id)
    qtbot.addWidget(again)
    assert again.reasons.sentences() == ["Effacé le 02/01/2045."]
    assert not again.accept_button.isEnabled()


def test_the_delays_are_changed_beside_their_source(qtbot: QtBot, example: Session) -> None:
    dialog = RetentionDialog(example)
    qtbot.addWidget(dialog)
    dialog.years[RetentionKind.ACCOUNTING].setValue(12)
    dialog.accept()
    assert personal_data.rules(example.store)[0].years == 12
