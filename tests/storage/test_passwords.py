"""A dossier under a password shows nothing to those without it, and loses nothing on the way."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest

from creances_desktop.domain.clients import Address, ClientDraft
from creances_desktop.services import clients
from creances_desktop.storage import backup, passwords
from creances_desktop.storage.errors import (
    DomainError,
    MissingDossier,
    NotADossier,
    PasswordNeeded,
    UnwritableDossier,
    WrongPassword,
)
from creances_desktop.storage.store import Store

PASSWORD = "Été à l’île d’Yeu ☃"
SECRET = "Œuvré & Fils"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Store.create(tmp_path / "société.creances") as store:
        clients.add(store, ClientDraft("C1", SECRET, address=Address("1 rue du Port", "44000", "Nantes")))
    return tmp_path / "société.creances"


@pytest.fixture
def under_password(path: Path) -> Path:
    passwords.rewrite(path, PASSWORD)
    return path


def names(path: Path) -> list[str]:
    with Store.open(path) as store, store.reading() as r:
        return [r.clients.get(client_id).name for client_id in (1,)]


def on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


def test_nothing_of_it_is_left_in_clear_text(under_password: Path) -> None:
    assert names(under_password) == [SECRET]
    with Store.open(under_password) as store:
        clients.add(store, ClientDraft("C2", "Lefèvre"))
        files = on_disk(under_password.parent)  # with its write-ahead log
    assert SECRET.encode() not in files
    assert b"Lef" not in files
    assert b"SQLite format 3" not in files
    assert under_password.stat().st_mode & 0o077 == 0


def test_it_opens_only_with_its_password(under_password: Path) -> None:
    passwords.forget(under_password)
    with pytest.raises(PasswordNeeded, match="société.creances"):
        Store.open(under_password)
    with pytest.raises(WrongPassword, match="vérifiez les majuscules"):
        passwords.unlock(under_password, PASSWORD.upper())
    with pytest.raises(PasswordNeeded):
        Store.open(under_password, write=False)
    decomposed = PASSWORD.replace("É", "E\u0301").replace("î", "i\u0302")
    passwords.unlock(under_password, decomposed)
    assert names(under_password) == [SECRET]
    assert passwords.opens(under_password, PASSWORD)
    assert not passwords.opens(under_password, "autre")


def test_any_tool_that_knows_sqlcipher_opens_it_with_the_password(under_password: Path) -> None:
    from sqlcipher3 import dbapi2

    with contextlib.closing(dbapi2.connect(str(under_password))) as connection:
        connection.execute("PRAGMA key = '" + PASSWORD.replace("'", "''") + "'")
        assert connection.execute("SELECT name FROM client").fetchall() == [(SECRET,)]


def test_the_password_is_changed_and_taken_away(under_password: Path) -> None:
    passwords.rewrite(under_password, "nouveau")
    passwords.forget(under_password)
    with pytest.raises(WrongPassword):
        passwords.unlock(under_password, PASSWORD)
    passwords.unlock(under_password, "nouveau")
    assert names(under_password) == [SECRET]
    passwords.rewrite(under_password, None)
    assert not passwords.is_encrypted(under_password)
    assert names(under_password) == [SECRET]
    assert SECRET.encode() in under_password.read_bytes()


def test_a_copy_opens_with_the_same_password(under_password: Path, tmp_path: Path) -> None:
    copy = backup.copy(under_password, tmp_path / "copie.creances")
    assert backup.is_sound(copy)
    assert SECRET.encode() not in copy.read_bytes()
    passwords.forget(copy)
    passwords.unlock(copy, PASSWORD)
    assert names(copy) == [SECRET]


def test_a_broken_page_is_found_before_the_copy_is_trusted(under_password: Path) -> None:
    data = bytearray(under_password.read_bytes())
    data[len(data) // 2] ^= 1
    under_password.write_bytes(data)
    assert not backup.is_sound(under_password)


@pytest.mark.parametrize("content", [b"", b"x" * 100, bytes(4096), b"bonjour" * 600])
def test_what_is_no_dossier_is_no_dossier_with_a_password_either(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "autre.creances"
    path.write_bytes(content)
    with pytest.raises((NotADossier, PasswordNeeded)):
        Store.open(path)
    if passwords.is_encrypted(path):
        with pytest.raises(WrongPassword, match="n’est pas un dossier"):
            passwords.unlock(path, "x")


def test_another_database_under_a_password_is_not_a_dossier(tmp_path: Path) -> None:
    path = tmp_path / "autre.creances"
    key = passwords.derive("x")
    with contextlib.closing(passwords.connect(str(path), key)) as connection:
        connection.execute("CREATE TABLE t (a)")
    passwords.unlock(path, "x")
    with pytest.raises(NotADossier):
        Store.open(path)


def test_a_full_disk_leaves_the_dossier_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(passwords, "export", full)
    before = path.read_bytes()
    with pytest.raises(UnwritableDossier):
        passwords.rewrite(path, PASSWORD)
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*.partial"))
    assert not list(path.parent.glob(".*.partial"))


def test_the_former_file_in_clear_text_is_overwritten(path: Path, tmp_path: Path) -> None:
    with path.open("rb") as former:
        passwords.rewrite(path, PASSWORD)
        assert not former.read().strip(b"\0")


def test_a_former_file_with_a_second_name_is_left_to_it(path: Path, tmp_path: Path) -> None:
    """A hard link is somebody's backup: it keeps what it held."""
    (tmp_path / "lien.creances").hardlink_to(path)
    passwords.rewrite(path, PASSWORD)
    assert names(tmp_path / "lien.creances") == [SECRET]


def test_a_dossier_with_triggers_was_made_by_something_else(path: Path) -> None:
    with contextlib.closing(passwords.connect(str(path), None)) as connection:
        connection.execute("CREATE TRIGGER t AFTER INSERT ON client BEGIN SELECT 1; END")
        connection.commit()
    with pytest.raises(NotADossier):
        Store.open(path)


def test_errors_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(MissingDossier):
        Store.open(tmp_path / "absent.creances")
    assert issubclass(PasswordNeeded, DomainError)
    shutil.rmtree(tmp_path)


def test_a_copy_without_a_password_takes_the_place_of_a_dossier_with_one(path: Path, tmp_path: Path) -> None:
    copy = backup.copy(path, tmp_path / "avant.creances")
    passwords.rewrite(path, PASSWORD)
    with Store.open(path) as store:
        clients.add(store, ClientDraft("C2", "Lefèvre"))
    backup.overwrite(copy, path)
    assert names(path) == [SECRET]
    assert not passwords.is_encrypted(path)
