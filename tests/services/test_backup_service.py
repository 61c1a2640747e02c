"""Copies of a dossier made while it is being written in, and their return."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from creances_desktop.domain.clients import ClientDraft
from creances_desktop.domain.company import Company
from creances_desktop.services import assembly, backup, clients
from creances_desktop.services.assembly import Store
from creances_desktop.storage.errors import FileExists, LockedDossier, MissingDossier

DAY = date(2026, 11, 21)


def make(path: Path, *names: str) -> Path:
    with assembly.create_company_file(path, Company("Menuiserie Martin")) as store:
        for name in names:
            clients.add(store, ClientDraft("", name))
    return path


def names(path: Path) -> list[str]:
    with Store.open(path, write=False) as store, store.reading() as r:
        return sorted(client.name for client in r.clients.all())


def test_a_copy_holds_what_the_open_dossier_has_not_yet_put_in_its_main_file(tmp_path: Path) -> None:
    """A copy of the file alone lost a hundred rows of a hundred."""
    path = make(tmp_path / "d.creances")
    with Store.open(path) as store:
        wanted = sorted(f"Client {number:03d}" for number in range(100))
        for name in wanted:
            clients.add(store, ClientDraft(name.replace(" ", ""), name))
        assert (tmp_path / "d.creances-wal").stat().st_size > 0
        copy = backup.save(path, tmp_path / "copie.creances")
        assert names(copy) == wanted
    assert not list(tmp_path.glob(".*.partial"))


def test_a_copy_never_overwrites(tmp_path: Path) -> None:
    path, mine = make(tmp_path / "d.creances"), tmp_path / "mien.creances"
    mine.write_bytes(b"mine")
    with pytest.raises(FileExists):
        backup.save(path, mine)
    assert mine.read_bytes() == b"mine"


def test_a_replaced_dossier_is_kept_and_can_come_back(tmp_path: Path) -> None:
    path = make(tmp_path / "d.creances", "Avant")
    copy = backup.save(path, tmp_path / "copie.creances")
    with Store.open(path) as store:
        clients.add(store, ClientDraft("", "Après"))
    kept = backup.restore(copy, path, replace=True)
    assert names(path) == ["Avant"]
    assert kept is not None
    assert names(kept) == ["Après", "Avant"]
    backup.restore(kept, path, replace=True)
    assert names(path) == ["Après", "Avant"]


@pytest.mark.parametrize("damage", ["cut", "foreign", "empty"])
def test_what_is_no_sound_copy_changes_nothing(tmp_path: Path, damage: str) -> None:
    path, bad = make(tmp_path / "d.creances", "Avant"), tmp_path / "mauvais.creances"
    if damage == "cut":
        bad.write_bytes(path.read_bytes()[:9000])
    elif damage == "empty":
        bad.write_bytes(b"")
    else:
        with sqlite3.connect(bad) as connection:
            connection.execute("CREATE TABLE client (id INTEGER)")
        connection.close()
    before = path.read_bytes()
    with pytest.raises(backup.DamagedBackup, match="Rien n’a été modifié"):
        backup.restore(bad, path, replace=True)
    assert path.read_bytes() == before
    with pytest.raises(backup.DamagedBackup):
        backup.restore(bad, tmp_path / "autre.creances")
    assert sorted(one.name for one in tmp_path.glob("*.creances")) == ["d.creances", "mauvais.creances"]


def test_a_dossier_open_elsewhere_is_not_replaced(tmp_path: Path) -> None:
    path = make(tmp_path / "d.creances", "Avant")
    copy = backup.save(path, tmp_path / "copie.creances")
    with Store.open(path), pytest.raises(LockedDossier):
        backup.restore(copy, path, replace=True)
    assert not list(tmp_path.glob("*avant-restauration*"))


def test_a_copy_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(MissingDossier, match="introuvable"):
        backup.restore(tmp_path / "nulle-part.creances", tmp_path / "d.creances")


@pytest.mark.parametrize("left", [0, 3000, 30_000])
def test_a_damaged_dossier_is_replaced_by_its_copy_and_kept(tmp_path: Path, left: int) -> None:
    """It can no longer be opened: restoring would otherwise answer that it is damaged, and to restore."""
    path = make(tmp_path / "d.creances", "Avant")
    copy = backup.save(path, tmp_path / "copie.creances")
    rest = path.read_bytes()[:left]
    path.write_bytes(rest)
    kept = backup.restore(copy, path, replace=True)
    assert names(path) == ["Avant"]
    assert kept is not None
    assert kept.read_bytes() == rest
    assert not list(tmp_path.glob(".*"))
