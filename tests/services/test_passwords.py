"""The copies of a dossier follow its password, and a copy under another one asks for that."""

from pathlib import Path

import pytest

from creances_desktop.domain.clients import ClientDraft
from creances_desktop.domain.company import Company
from creances_desktop.domain.progress import NoProgress
from creances_desktop.services import assembly, backup, backups, clients, passwords
from creances_desktop.services.backups import Reason
from creances_desktop.services.passwords import PasswordNeeded, WrongPassword
from creances_desktop.storage import archive
from creances_desktop.storage import passwords as keys

from .conftest import Books

FIRST, SECOND = "quatre mots bien choisis", "et quatre mots meilleurs"
SECRET = "Œuvré et fils de Nantes"


class Stopped(NoProgress):
    """A progress that the user cancelled."""

    @property
    def cancelled(self) -> bool:
        return True


@pytest.fixture
def dossier(books: Books) -> Path:
    """A closed dossier with a name in it, of which the program keeps two copies."""
    path = books.store.path
    for code in ("C1", "C2"):
        clients.add(books.store, ClientDraft(code, SECRET))
        backups.write(path, Reason.MANUAL)
    books.store.close()
    return path


def copies(dossier: Path) -> list[Path]:
    return [one.path for one in backups.listed(dossier)]


def in_clear(path: Path, folder: Path) -> bool:
    """Whether the packed dossier shows the name to somebody without the password."""
    plain = folder / "dehors.creances"
    archive.unpack(path, plain)
    try:
        return SECRET.encode() in plain.read_bytes()
    finally:
        plain.unlink()


def test_the_copies_on_this_computer_follow_the_password(dossier: Path, tmp_path: Path) -> None:
    first = copies(dossier)
    assert all(in_clear(one, tmp_path) for one in first)
    moments = [one.at for one in backups.listed(dossier)]
    passwords.change(dossier, FIRST)
    assert passwords.copies_in_clear(dossier) == sorted(first), "they are named while they are not done"
    assert "2\u00a0copies faites avant restent lisibles" in passwords.what_was_done(dossier, FIRST)
    assert backups.follow_password(dossier, NoProgress()) == 0
    assert not any(in_clear(one, tmp_path) for one in copies(dossier))
    assert copies(dossier) == first
    listed = backups.listed(dossier)
    assert [one.at for one in listed] == moments
    assert all(one.facts is not None and one.facts.clients is None for one in listed)
    assert passwords.what_was_done(dossier, FIRST).endswith("Ses sauvegardes le sont aussi.")
    for one in first:
        backup.check(one)
    assert not list(first[0].parent.glob(".*")), "nothing is left of the way there"
    assert all(one.stat().st_mode & 0o077 == 0 for one in first)


def test_they_follow_it_when_it_changes_and_when_it_goes(dossier: Path, tmp_path: Path) -> None:
    for password in (FIRST, SECOND, None):
        passwords.change(dossier, password)
        assert backups.follow_password(dossier, NoProgress()) == 0
    assert all(in_clear(one, tmp_path) for one in copies(dossier))
    newest, oldest = copies(dossier)
    backup.restore(oldest, dossier, replace=True)
    with assembly.open_company_file(dossier) as store:
        assert backups.compare(store, newest).since == ()


def test_what_cannot_follow_is_counted_and_left_as_it_was(dossier: Path) -> None:
    newest, oldest = copies(dossier)
    oldest.write_bytes(b"PK\x03\x04 broken")
    passwords.change(dossier, FIRST)
    assert backups.follow_password(dossier, Stopped()) == 1, "a broken one is no copy"
    assert backups.in_clear(dossier) == [newest]
    assert oldest.read_bytes() == b"PK\x03\x04 broken"


def test_a_copy_under_another_password_asks_for_that_one(dossier: Path) -> None:
    passwords.change(dossier, FIRST)
    backups.follow_password(dossier, NoProgress())
    copy = copies(dossier)[0]
    beside = dossier.with_name(f"{dossier.stem}.avant-restauration-1.creances")
    beside.write_bytes(dossier.read_bytes())
    keys.forget(dossier)
    dossier.unlink()
    assembly.create_company_file(dossier, Company("Nous")).close()
    with pytest.raises(PasswordNeeded) as needed:
        backup.restore(copy, dossier, replace=True)
    assert needed.value.path == copy
    with pytest.raises(WrongPassword):
        passwords.unlock(copy, SECOND)
    shown = next(one for one in backups.listed(dossier) if one.path == beside)
    assert shown.reason == "Avant une restauration", "a copy that cannot be opened now is not a broken one"
    passwords.unlock(copy, FIRST)
    backup.restore(copy, dossier, replace=True)
    with assembly.open_company_file(dossier) as store, store.reading() as r:
        assert r.clients.find("C2") is not None
