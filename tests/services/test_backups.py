"""The copies that the program keeps: sound, few, told apart when broken, and back in place whole."""

import json
import os
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from creances_desktop.domain.clients import ClientDraft
from creances_desktop.domain.errors import DomainError
from creances_desktop.services import assembly, backup, backups, clients, imports
from creances_desktop.services.backups import Reason
from creances_desktop.services.verify import verify
from creances_desktop.storage import archive, rows
from creances_desktop.storage import backup as copies

from .conftest import DAY, Books


def test_a_copy_says_what_it_holds_and_is_smaller(books: Books) -> None:
    for number in range(30):
        books.invoice(books.client(f"C{number}", f"Client {number}"), f"F{number}")
    one = backups.write(books.store.path, Reason.MANUAL)
    (listed,) = backups.listed(books.store.path)
    assert listed.facts == one.facts
    assert one.facts is not None
    assert (one.facts.clients, one.facts.invoices) == (30, 30)
    assert one.facts.last_change is not None
    assert one.size < one.facts.size / 3
    assert one.path.stat().st_mode & 0o077 == 0, "for its owner's eyes only"
    assert list(one.path.parent.glob(".*")) == [], "nothing half written stays"


def test_nothing_is_copied_twice_while_nothing_changes(books: Books) -> None:
    assert backups.automatic(books.store, Reason.CLOSING) is not None
    assert backups.automatic(books.store, Reason.CLOSING) is None
    books.client()
    assert backups.automatic(books.store, Reason.CLOSING) is not None
    assert len(backups.listed(books.store.path)) == 2


def test_an_import_is_preceded_by_a_copy(books: Books) -> None:
    path = books.store.path.with_name("clients.csv")
    path.write_text("Code;Raison sociale\nA;Alpha\n", encoding="utf-8")
    books.client()
    imports.execute(books.store, imports.analyse(books.store, [path]), today=DAY)
    (made,) = backups.listed(books.store.path)
    assert (made.reason, made.facts.clients if made.facts else 0) == ("Avant un import", 1)


def test_an_import_does_not_wait_for_a_full_disk_and_says_so(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "_write", full)
    path = books.store.path.with_name("clients.csv")
    path.write_text("Code;Raison sociale\nA;Alpha\n", encoding="utf-8")
    said = imports.execute(books.store, imports.analyse(books.store, [path]), today=DAY).message
    assert "Aucune sauvegarde n’a pu être faite" in said
    assert clients.find(books.store, "A").name == "Alpha"
    assert backups.listed(books.store.path) == []


def _break(path: Path, how: str) -> None:
    data = bytearray(path.read_bytes())
    if how == "cut":
        data = data[: len(data) // 2]
    elif how == "flipped":
        data[len(data) // 2] ^= 0xFF
    elif how == "emptied":
        data = bytearray()
    else:
        data[:] = os.urandom(len(data))
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("how", "packed"),
    [(how, True) for how in ("cut", "flipped", "emptied", "noise")]
    # One bit of a text in a plain copy is nothing that SQLite could see: packed copies have a digest.
    + [(how, False) for how in ("cut", "emptied", "noise")],
)
def test_a_broken_copy_is_known_before_anything_is_replaced(books: Books, how: str, packed: bool) -> None:
    books.client()
    path = books.store.path
    target = path.with_name("copie.creances.zip" if packed else "copie.creances")
    backup.save(path, target)
    _break(target, how)
    books.store.close()
    before = path.read_bytes()
    with pytest.raises(DomainError, match="abîmée|mot de passe"):
        backup.restore(target, path, replace=True)
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.iterdir()) == sorted([path.name, target.name])


def test_a_restored_copy_is_the_dossier_of_then_and_the_present_one_is_kept(books: Books) -> None:
    books.invoice(books.client())
    with books.store.reading() as r:
        then = list(rows.dump(r._connection))
    one = backups.write(books.store.path, Reason.CLOSING)
    clients.add(books.store, ClientDraft("NEUF", "Venu depuis"))
    path = books.store.path
    books.store.close()
    kept = backup.restore(one.path, path, replace=True)
    with assembly.open_company_file(path) as store:
        with store.reading() as r:
            assert list(rows.dump(r._connection)) == then
        assert verify(store).problems == ()
    assert kept is not None
    with assembly.open_company_file(kept) as store:
        assert clients.find(store, "NEUF").name == "Venu depuis"
    listed = backups.listed(path)
    assert "Avant une restauration" in {each.reason for each in listed}


def test_a_copy_is_compared_with_the_present(books: Books) -> None:
    books.client()
    one = backups.write(books.store.path, Reason.MANUAL)
    books.invoice(books.client("B", "Beta"))
    found = backups.compare(books.store, one.path)
    assert ("Clients", "1", "2") in found.lines
    assert ("Factures et avoirs", "0", "1") in found.lines
    assert len(found.since) == 2
    assert "Client créé\u00a0: Beta" in found.since[1]
    assert [each.name for each in backups.folder_of(books.store.path).iterdir()] == [one.path.name]


def test_copies_go_to_the_second_place_and_its_age_is_reminded(
    books: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "cle"
    stick.mkdir()
    path = books.store.path
    assert backups.reminder(path) == ""
    backups.choose_second_place(path, stick)
    assert "Aucune sauvegarde n’est partie encore" in backups.reminder(path)
    one = backups.write(path, Reason.CLOSING)
    assert (stick / one.path.name).read_bytes() == one.path.read_bytes()
    assert backups.reminder(path) == ""
    stick.rename(tmp_path / "absente")
    books.client()
    assert backups.automatic(books.store, Reason.CLOSING) is not None, "an absent stick holds nothing back"
    later = datetime.now(UTC) + timedelta(days=8)
    monkeypatch.setattr(backups, "utc_now", lambda: later)
    assert "branchez ce support" in backups.reminder(path)


def test_old_copies_go_and_those_of_the_user_stay(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    start = datetime(2026, 1, 1, 17, tzinfo=UTC)
    mine = backups.write(books.store.path, Reason.MANUAL)
    for day in range(60):
        monkeypatch.setattr(backups, "utc_now", lambda at=start + timedelta(days=day): at)
        backups.write(books.store.path, Reason.CLOSING)
    listed = backups.listed(books.store.path)
    assert 10 <= len(listed) <= 20
    assert mine.path in {one.path for one in listed}
    assert min(one.at for one in listed).month == 1, "a copy of each month"


def test_a_packed_copy_of_a_dossier_in_use_is_consistent(books: Books) -> None:
    books.client()
    with books.store.transaction() as t:
        t.journal.append("note", "Pas encore enregistré")
        one = backups.write(books.store.path, Reason.MANUAL)
    with backup.opened(one.path, one.path.parent) as then:
        assert copies.is_sound(then)
        with assembly.open_company_file(then, write=False) as store, store.reading() as r:
            assert r.journal.latest(1)[0].summary.startswith("Client créé")


@pytest.mark.parametrize(
    "changed",
    [
        {"size": "much"},
        {"size": True},
        {"sha256": 7},
        {"clients": "40"},
        {"at": "2026-11-23T10:00:00"},
        {"last_change": "2026-11-23T10:00:00"},
        {"at": 12},
        {"colour": "red"},
        {"reason": ["closing"]},
    ],
    ids=str,
)
def test_a_copy_whose_note_was_written_by_others_is_broken_not_our_fault(
    books: Books, changed: dict[str, object]
) -> None:
    one = backups.write(books.store.path, Reason.MANUAL)
    with zipfile.ZipFile(one.path) as packed:
        note = json.loads(packed.read("contenu.json")) | changed
        dossier = packed.read("dossier.creances")
    with zipfile.ZipFile(one.path, "w") as packed:
        packed.writestr("contenu.json", json.dumps(note))
        packed.writestr("dossier.creances", dossier)
    (listed,) = backups.listed(books.store.path)
    assert (listed.facts, listed.reason) == (None, "Illisible")
    with pytest.raises(backup.DamagedBackup):
        backup.check(one.path)


def test_a_copy_made_for_a_reason_of_a_later_version_is_listed(books: Books) -> None:
    path = backups.folder_of(books.store.path) / f"plus tard{archive.SUFFIX}"
    archive.pack(books.store.path, path, "by_the_moon", datetime.now(UTC))
    (listed,) = backups.listed(books.store.path)
    assert listed.reason == "Autre"
