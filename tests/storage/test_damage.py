"""A damaged, unreachable or unfinished dossier is told in one sentence, and nothing is left half made."""

import os
from pathlib import Path

import pytest

from creances_desktop.domain.company import Company
from creances_desktop.storage import backup, schema
from creances_desktop.storage.errors import DamagedDossier, UnwritableDossier
from creances_desktop.storage.store import Store

PAGE = 4096


def filled(path: Path) -> Path:
    with Store.create(path) as store, store.transaction() as t:
        t.company.save(Company("Nous"))
        for number in range(150):
            t.blobs.add(os.urandom(9000 + number), "application/pdf")
    return path


def damaged(path: Path) -> Path:
    data = bytearray(filled(path).read_bytes())
    for page in range(len(data) // PAGE // 2, len(data) // PAGE):
        data[page * PAGE : page * PAGE + 64] = b"\xff" * 64
    path.write_bytes(data)
    return path


def test_a_cut_dossier_says_to_restore_a_copy(tmp_path: Path) -> None:
    """It was called a foreign file, which sent the user looking for another one."""
    path = filled(tmp_path / "a.creances")
    path.write_bytes(path.read_bytes()[: 10 * PAGE])
    with pytest.raises(DamagedDossier, match="restaurez votre dernière sauvegarde"):
        Store.open(path, write=False)


def test_damage_met_while_reading_or_writing_is_told(tmp_path: Path) -> None:
    """`verifier` itself ended in a programmer's report."""
    path = damaged(tmp_path / "a.creances")
    with (
        Store.open(path, write=False) as reader,
        pytest.raises(DamagedDossier, match="est abîmé"),
        reader.reading() as r,
    ):
        list(r.blobs.damaged())
    with Store.open(path) as store, pytest.raises(DamagedDossier), store.transaction() as t:
        list(t.blobs.damaged())


def test_a_damaged_dossier_is_not_copied_as_a_sound_one(tmp_path: Path) -> None:
    path = damaged(tmp_path / "a.creances")
    with pytest.raises(DamagedDossier):
        backup.copy(path, tmp_path / "b.creances")
    assert sorted(one.name for one in tmp_path.glob("*b.creances*")) == []


def test_a_dossier_is_read_where_nothing_may_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a read-only stick SQLite cannot lay its log beside the file and refuses to open it."""
    path = filled(tmp_path / "a.creances")
    assert backup.reading_uri(path).endswith("?mode=ro")
    before = sorted(tmp_path.iterdir())
    # Root may write anywhere: what a read-only folder answers is put in its place.
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert backup.reading_uri(path).endswith("immutable=1")
    with Store.open(path, write=False) as reader, reader.reading() as r:
        assert r.company.get().legal_name == "Nous"
    assert sorted(tmp_path.iterdir()) == before
    (tmp_path / "a.creances-wal").write_bytes(b"somebody writes")
    assert backup.reading_uri(path).endswith("?mode=ro")


def test_a_disk_that_fills_while_a_dossier_is_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = schema.create

    def on_a_small_disk(engine: schema.Engine) -> None:
        from sqlalchemy import event

        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA max_page_count=3"))
        make(engine)

    monkeypatch.setattr(schema, "create", on_a_small_disk)
    with pytest.raises(UnwritableDossier, match="le disque est plein"):
        Store.create(tmp_path / "a.creances")
    assert list(tmp_path.iterdir()) == []
