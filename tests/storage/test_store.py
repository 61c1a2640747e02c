"""A dossier has one writer, is never overwritten, and an action is whole or not there."""

import multiprocessing
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from creances_desktop.domain.company import Company
from creances_desktop.storage import schema
from creances_desktop.storage.errors import (
    FileExists,
    LockedDossier,
    MissingDossier,
    NewerDossier,
    NotADossier,
    ReadOnlyDossier,
    UnwritableDossier,
)
from creances_desktop.storage.store import WINDOW, Store


def test_a_new_dossier_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.creances"
    path.write_bytes(b"precious")
    with pytest.raises(FileExists, match="existe déjà"):
        Store.create(path)
    assert path.read_bytes() == b"precious"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 not a dossier", b"SQLite format 3\0" + b"\0" * 200])
def test_a_foreign_file_is_named_as_such(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.creances"
    path.write_bytes(content)
    with pytest.raises(NotADossier, match=r"n’est pas un dossier"):
        Store.open(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_not_a_dossier(tmp_path: Path) -> None:
    path = tmp_path / "other.creances"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE client (id INTEGER)")
    connection.commit()
    connection.close()
    with pytest.raises(NotADossier):
        Store.open(path)


def test_a_missing_dossier_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingDossier, match="introuvable"):
        Store.open(tmp_path / "nowhere.creances")


def test_a_dossier_of_a_newer_version_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "a.creances"
    Store.create(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version={schema.CURRENT + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NewerDossier, match="version plus récente"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_second_writer_is_refused_while_reading_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.creances"
    with Store.create(path, holder=WINDOW) as first:
        with pytest.raises(LockedDossier, match="une fenêtre de Créances"):
            Store.open(path)
        with first.transaction() as t:
            t.company.save(Company("Nous"))
        with Store.open(path, write=False) as reader, reader.reading() as r:
            assert r.company.get().legal_name == "Nous"
    with Store.open(path) as again:
        assert not again.read_only


def _hold_until_killed(path: Path, ready: "multiprocessing.synchronize.Event") -> None:
    store = Store.open(path, holder=WINDOW)
    with store.transaction() as t:
        t.company.save(Company("half written"))
        ready.set()
        multiprocessing.Event().wait()


def test_a_killed_writer_leaves_neither_lock_nor_half_an_action(tmp_path: Path) -> None:
    path = tmp_path / "a.creances"
    with Store.create(path) as store, store.transaction() as t:
        t.company.save(Company("Nous"))
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_hold_until_killed, args=(path, ready))
    process.start()
    assert ready.wait(30)
    process.kill()
    process.join(30)
    with Store.open(path) as store, store.reading() as r:
        assert r.company.get().legal_name == "Nous"


def test_an_action_that_fails_leaves_nothing(store: Store) -> None:
    def pay_for_nobody() -> None:
        with store.transaction() as t:
            entry = t.journal.append("test", "test")
            t.payments.add(999, 100, date(2026, 1, 1), "transfer", "", action_id=entry)

    with pytest.raises(IntegrityError):
        pay_for_nobody()
    with store.reading() as r:
        assert r.journal.last_id() == 0


def test_a_dossier_opened_for_reading_refuses_to_write(tmp_path: Path) -> None:
    path = tmp_path / "a.creances"
    Store.create(path).close()
    with (
        Store.open(path, write=False) as reader,
        pytest.raises(ReadOnlyDossier, match="lecture seule"),
        reader.transaction(),
    ):
        pass


def test_a_full_disk_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.creances"
    with Store.create(path) as store:

        def fill() -> None:
            with store.transaction() as t:
                # SQLite's own limit stands for the disk's: the error is the same.
                t.bulk.rows("PRAGMA max_page_count=1")
                t.blobs.add(b"x" * 5_000_000, "application/pdf")

        with pytest.raises(UnwritableDossier, match="le disque est plein"):
            fill()
        with store.reading() as r:
            assert r.bulk.integrity() + r.bulk.dangling() == []
            assert r.bulk.count("blob") == 0


def test_the_files_of_a_dossier_are_safe_settings(store: Store) -> None:
    with store.reading() as r:
        assert r.bulk.rows("PRAGMA journal_mode")[0][0] == "wal"
        assert r.bulk.rows("PRAGMA synchronous")[0][0] == 2
        assert r.bulk.rows("PRAGMA foreign_keys")[0][0] == 1
