"""Protects the copies given to other programs: opened, for their owner only, and taken away again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QDesktopServices

from creances_desktop import paths
from creances_desktop.ui import outside


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the system was asked to open."""
    asked: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(url.toLocalFile()) or True)
    return asked


def test_a_copy_is_for_its_owner_and_goes_with_the_program(qapp: Any, opened: list[str]) -> None:
    path = outside.open_copy("../../facture n° 1.pdf", b"%PDF-1.7")
    assert path is not None
    assert opened == [str(path)]
    assert path.name == "facture n° 1.pdf"
    assert path.read_bytes() == b"%PDF-1.7"
    assert paths.opened_folder() in path.parents
    assert path.parent.stat().st_mode & 0o077 == 0
    outside.forget_copies()
    assert not path.exists()


def test_what_a_crash_left_goes_the_next_day(qapp: Any, opened: list[str]) -> None:
    path = outside.open_copy("a.pdf", b"x")
    assert path is not None
    outside._given.clear()  # another run of the program
    outside.forget_copies()
    assert path.exists(), "another window may be showing it"
    os.utime(path.parent, (0, 0))
    outside.forget_copies()
    assert not path.exists()


def test_no_program_for_it_is_said_with_the_place(
    qapp: Any, monkeypatch: pytest.MonkeyPatch, messages: Any
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    assert outside.open_copy("plan.dwg", b"x") is None
    assert "Aucun programme n’ouvre" in messages.take().text


def test_the_folders_of_the_program_are_for_its_owner() -> None:
    for folder in (paths.data_folder(), paths.settings_folder(), paths.log_folder()):
        assert Path(folder).stat().st_mode & 0o077 == 0
