"""A copy holds everything written, bears its name only when whole, and never takes a file's place."""

import os
from pathlib import Path

import pytest

from creances_desktop.domain.company import Company
from creances_desktop.storage import backup
from creances_desktop.storage.errors import FileExists, MissingDossier, NotADossier
from creances_desktop.storage.store import Store


def test_a_copy_of_an_open_dossier_has_the_last_action(store: Store, tmp_path: Path) -> None:
    with store.transaction() as t:
        t.company.save(Company("Nous"))
    target = backup.copy(store.path, tmp_path / "copie.creances")
    with Store.open(target) as copied, copied.reading() as r:
        assert r.company.get().legal_name == "Nous"
    assert sorted(path.name for path in tmp_path.iterdir() if "copie" in path.name) == ["copie.creances"]
    if os.name == "posix":
        assert target.stat().st_mode & 0o777 == store.path.stat().st_mode & 0o777 == 0o600


def test_a_copy_never_overwrites(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "copie.creances"
    target.write_text("mine")
    with pytest.raises(FileExists):
        backup.copy(store.path, target)
    assert target.read_text() == "mine"


def test_what_is_no_dossier_is_not_copied(tmp_path: Path) -> None:
    source = tmp_path / "a.creances"
    source.write_text("no database at all, but long enough to be read as one page of it")
    with pytest.raises(NotADossier):
        backup.copy(source, tmp_path / "b.creances")
    with pytest.raises(MissingDossier):
        backup.copy(tmp_path / "none.creances", tmp_path / "b.creances")
    assert not (tmp_path / "b.creances").exists()


def test_a_cut_copy_is_recognised(store: Store, tmp_path: Path) -> None:
    target = backup.copy(store.path, tmp_path / "copie.creances")
    assert backup.is_sound(target)
    data = target.read_bytes()
    target.write_bytes(data[: len(data) // 2])
    assert not backup.is_sound(target)
