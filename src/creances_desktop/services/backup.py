"""Copies of a dossier and their return."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from creances_desktop.domain.errors import DomainError, system_reason
from creances_desktop.storage import archive, backup, passwords
from creances_desktop.storage.archive import DamagedArchive
from creances_desktop.storage.base import utc_now
from creances_desktop.storage.errors import (
    DamagedDossier,
    FileExists,
    MissingDossier,
    NotADossier,
    PasswordNeeded,
    UnwritableDossier,
)
from creances_desktop.storage.store import COMMAND, Store, alone


class DamagedBackup(DomainError):
    """The copy cannot be restored."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"La sauvegarde «\u00a0{path.name}\u00a0» est abîmée ou n’est pas un dossier de Créances\u00a0: "
            "choisissez-en une autre. Rien n’a été modifié."
        )


def save(source: Path, target: Path) -> Path:
    """Writes a consistent copy of a dossier, open or not; compressed when its name ends in `.zip`.

    Raises FileExists.
    """
    if target.suffix != ".zip":
        return backup.copy(source, target)
    if target.exists():
        raise FileExists(target)
    archive.pack(source, target, "manual", utc_now())
    return target


@contextlib.contextmanager
def opened(source: Path, folder: Path) -> Iterator[Path]:
    """The dossier of a copy, compressed or not, as a file of its own for the length of the block.

    It may be opened, migrated and changed: it is gone afterwards. Raises DamagedBackup, PasswordNeeded,
    UnwritableDossier.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".copie-", dir=folder) as place:
            inner = Path(place) / "copie.creances"
            if archive.is_archive(source):
                _unpack(source, inner)
                try:
                    sound = backup.is_sound(inner)
                except PasswordNeeded:
                    raise PasswordNeeded(source) from None
                if not sound:
                    raise DamagedBackup(source)
            elif not backup.is_sound(source):
                raise DamagedBackup(source)
            else:
                backup.copy(source, inner)
            yield inner
    except OSError as error:
        raise UnwritableDossier(folder, system_reason(error)) from error


def unlock(source: Path, password: str) -> None:
    """Lets this process open a dossier or a copy, compressed or not, and all copies under the same key.

    Raises WrongPassword, DamagedBackup, OSError.
    """
    if not archive.is_archive(source):
        passwords.unlock(source, password)
        return
    with tempfile.TemporaryDirectory(prefix="creances-") as place:
        inner = Path(place) / source.name
        _unpack(source, inner)
        passwords.unlock(inner, password)


def _unpack(source: Path, inner: Path) -> None:
    try:
        archive.unpack(source, inner)
    except DamagedArchive:
        raise DamagedBackup(source) from None


def check(source: Path) -> None:
    """Reads a copy whole. Raises DamagedBackup when it could not be restored."""
    if not source.is_file():
        raise MissingDossier(source)
    try:
        if archive.is_archive(source):
            archive.check(source)
        elif not backup.is_sound(source):
            raise DamagedBackup(source)
    except DamagedArchive:
        raise DamagedBackup(source) from None


def restore(source: Path, target: Path, *, replace: bool = False) -> Path | None:
    """Puts a copy in the place of a dossier and returns where the former one was kept, None without one.

    Raises FileExists without `replace`, DamagedBackup, LockedDossier when the dossier is open elsewhere.
    """
    check(source)
    if archive.is_archive(source):
        with opened(source, target.absolute().parent) as plain:
            return _restore(plain, target, replace=replace)
    return _restore(source, target, replace=replace)


def _restore(source: Path, target: Path, *, replace: bool) -> Path | None:
    if not target.exists():
        backup.copy(source, target)
        return None
    if not replace:
        raise FileExists(target)
    try:
        # Opening for writing takes the lock: nobody works in the dossier while it is replaced.
        with Store.open(target, write=True, holder=COMMAND):
            kept = backup.set_aside(target)
            backup.overwrite(source, target)
    except (DamagedDossier, NotADossier):
        return _replace_damaged(source, target)
    return kept


def _replace_damaged(source: Path, target: Path) -> Path:
    """Puts a copy in the place of a file that can no longer be opened, which keeps its content elsewhere."""
    with alone(target, holder=COMMAND):
        ready = backup.copy(source, target.with_name(f".{target.name}.restored"))
        try:
            kept = backup.move_aside(target)
            ready.rename(target)
        finally:
            ready.unlink(missing_ok=True)
    return kept
