"""One writer, told by name; the right dies with its process and is honest between computers."""

import json
import os
import platform
import sqlite3
import time
from pathlib import Path

import pytest

from creances_desktop.domain.company import Company
from creances_desktop.services import assembly
from creances_desktop.storage import places, store
from creances_desktop.storage.errors import LockedDossier, MovedDossier, ReadOnlyDossier
from creances_desktop.storage.places import Place, PlaceKind
from creances_desktop.storage.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.creances"
    assembly.create_company_file(path, Company("Nous")).close()
    return path


def note(path: Path, host: str, age: float) -> Path:
    left = path.with_name(f".{path.name}.holder")
    left.write_text(json.dumps({"holder": "une fenêtre de Créances", "pid": 1, "host": host}))
    at = time.time() - age
    os.utime(left, (at, at))
    return left


def test_a_fresh_note_of_another_computer_is_believed(path: Path) -> None:
    """A network drive may show the lock as free to the second computer."""
    note(path, "PC-COMPTA", 20)
    with pytest.raises(LockedDossier, match="sur l’ordinateur «\u00a0PC-COMPTA\u00a0»"):
        Store.open(path)
    Store.open(path, write=False).close()


@pytest.mark.parametrize(("host", "age"), [("PC-COMPTA", 3600), (platform.node(), 5)])
def test_a_note_left_behind_tells_of_a_crash_and_holds_nobody_back(path: Path, host: str, age: float) -> None:
    note(path, host, age)
    with Store.open(path) as opened:
        assert opened.crash is not None
        assert abs(time.time() - opened.crash.at.timestamp() - age) < 5
    with Store.open(path) as again:
        assert again.crash is None


def test_an_open_dossier_shows_that_it_is(path: Path) -> None:
    with Store.open(path) as opened:
        left = path.with_name(f".{path.name}.holder")
        os.utime(left, (0, 0))
        opened.beat()
        assert time.time() - left.stat().st_mtime < 5


def test_a_reader_is_refused_every_change_by_name(path: Path) -> None:
    with Store.open(path, write=False) as reader, pytest.raises(ReadOnlyDossier), reader.transaction():
        pass


@pytest.mark.parametrize("how", ["removed", "renamed", "replaced"])
def test_a_file_taken_away_under_the_program_loses_nothing_that_is_open(
    path: Path, tmp_path: Path, how: str
) -> None:
    with Store.open(path) as opened:
        with opened.transaction() as t:
            t.journal.append("note", "Enregistré avant")
        if how == "renamed":
            path.rename(tmp_path / "b.creances")
        else:
            path.unlink()
        if how == "replaced":
            path.write_bytes(b"something else")
        with pytest.raises(MovedDossier, match="Sauvegarder une copie"), opened.transaction():
            pass
        if how == "replaced":
            path.unlink()
        kept = opened.copy_to(tmp_path / "garde.creances")
    with Store.open(kept) as again, again.reading() as r:
        assert r.journal.latest(1)[0].summary == "Enregistré avant"


def test_where_others_may_touch_the_file_there_is_no_log_beside_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "of", lambda _: Place(PlaceKind.SYNCHRONISED, "Dropbox"))
    assert store.places.of(path).is_shared
    with Store.open(path) as opened:
        with opened.transaction() as t:
            t.journal.append("note", "Dans Dropbox")
        assert not path.with_name(f"{path.name}-wal").exists()
        with opened.reading() as r:
            assert r._connection.exec_driver_sql("PRAGMA mmap_size").scalar() in (0, None)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()
