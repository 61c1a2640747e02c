"""Consistent copies of a dossier: only SQLite's own backup, never a copy of the file."""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path

from creances_desktop.domain.errors import system_reason
from creances_desktop.storage import passwords
from creances_desktop.storage.errors import (
    DamagedDossier,
    FileExists,
    MissingDossier,
    NotADossier,
    UnreachableDossier,
    UnwritableDossier,
)
from creances_desktop.storage.schema import APPLICATION_ID


def copy(source: Path, target: Path) -> Path:
    """Copies a dossier, open or not, to a new file and returns its path.

    The copy is written beside the target, checked, then renamed: a half-written file never bears the name.
    Raises FileExists, MissingDossier, NotADossier, DamagedDossier, UnwritableDossier.
    """
    if target.exists():
        raise FileExists(target)
    if not source.is_file():
        raise MissingDossier(source)
    if not os.access(source, os.R_OK):
        raise UnreachableDossier(source)
    partial = target.with_name(f".{target.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        _transfer(source, partial)
        _make_single_file(partial)
        if not is_sound(partial):
            raise _at_fault(source)
        _put_in_place(partial, target)
    except passwords.operational_errors() as error:
        raise UnwritableDossier(target, str(error)) from error
    except passwords.database_errors() as error:
        raise _at_fault(source) from error
    except FileExistsError:
        raise FileExists(target) from None
    except OSError as error:
        raise UnwritableDossier(target, system_reason(error)) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    return target


def overwrite(source: Path, target: Path) -> None:
    """Replaces the content of a dossier by that of a copy, whole or not at all. Raises UnwritableDossier.

    The dossier then opens as the copy did: with its password, or without.
    """
    try:
        if passwords.key_of(source) == passwords.key_of(target):
            _transfer(source, target)
        else:
            _take_the_place(source, target)
    except passwords.operational_errors() as error:
        raise UnwritableDossier(target, str(error)) from error


def _take_the_place(source: Path, target: Path) -> None:
    """For copies under another password: their pages cannot be written into the dossier."""
    partial = copy(source, target.with_name(f".{target.name}.restored"))
    for companion in companions(target):
        companion.unlink(missing_ok=True)
    partial.replace(target)


def is_sound(path: Path) -> bool:
    """Whether a file is one of our dossiers and SQLite finds nothing wrong with it. Raises PasswordNeeded."""
    key = passwords.key_of(path)
    try:
        with contextlib.closing(passwords.connect(reading_uri(path), key, uri=True)) as connection:
            ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            return bool(ours) and connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    except passwords.database_errors():
        return False


def copy_before_migration(path: Path, version: int) -> Path:
    """A copy of a dossier about to be migrated, named after its version and the moment."""
    return copy(path, path.with_name(f"{path.stem}.avant-migration-{version}-{_stamp()}.creances"))


def move_aside(path: Path) -> Path:
    """Gives a file that cannot be copied as a dossier another name, and returns it."""
    kept = path.with_name(f"{path.stem}.abime-{_stamp()}.creances")
    try:
        for companion, name in zip(companions(path), companions(kept), strict=True):
            if companion.exists():
                companion.rename(name)
        path.rename(kept)
    except OSError as error:
        raise UnwritableDossier(path, system_reason(error)) from error
    return kept


def companions(path: Path) -> tuple[Path, Path]:
    """The files that SQLite keeps beside an open dossier: the write-ahead log and its index."""
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


def reading_uri(path: Path) -> str:
    """What SQLite opens a dossier by to read it, where nothing may be written beside it too.

    A file in a folder that refuses writing cannot be changed by us; without a log, nobody else is at it.
    """
    path = path.absolute()
    uri = f"{path.as_uri()}?mode=ro"
    if not os.access(path.parent, os.W_OK) and not companions(path)[0].exists():
        return f"{uri}&immutable=1"
    return uri


def set_aside(path: Path) -> Path:
    """Keeps a copy of a dossier about to be replaced and returns where it lies."""
    return copy(path, path.with_name(f"{path.stem}.avant-restauration-{_stamp()}.creances"))


def _transfer(source: Path, target: Path) -> None:
    key = passwords.key_of(source)
    with (
        contextlib.closing(passwords.connect(reading_uri(source), key, uri=True)) as origin,
        contextlib.closing(passwords.connect(str(target), key)) as destination,
    ):
        origin.backup(destination)


def _make_single_file(path: Path) -> None:
    """Leaves the write-ahead mode: a copy is one file, without others beside it."""
    with contextlib.closing(passwords.connect(str(path), passwords.key_of(path))) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    # As the dossier itself: for its owner's eyes only.
    path.chmod(0o600)


def _put_in_place(partial: Path, target: Path) -> None:
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        # A hard link fails when the name was taken meanwhile; a rename would overwrite it.
        os.link(partial, target)
    except FileExistsError:
        raise
    except OSError:
        # FAT, as on USB sticks, has no links.
        if target.exists():
            raise FileExistsError(target) from None
        partial.rename(target)


def _at_fault(path: Path) -> NotADossier | DamagedDossier:
    """What to say of a file that SQLite could not copy: damaged when it begins like a dossier."""
    with contextlib.suppress(OSError), path.open("rb") as file:
        if file.read(72)[68:] == APPLICATION_ID.to_bytes(4, "big"):
            return DamagedDossier(path)
    return NotADossier(path)


def _stamp() -> str:
    return datetime.now(UTC).astimezone().strftime("%Y%m%d-%H%M%S-%f")
