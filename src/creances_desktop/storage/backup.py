"""Consistent copies of a dossier: only SQLite's own backup, never a copy of the file."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import datetime
from pathlib import Path

from creances_desktop.storage.errors import FileExists, MissingDossier, NotADossier, UnwritableDossier
from creances_desktop.storage.schema import APPLICATION_ID


def copy(source: Path, target: Path) -> Path:
    """Copies a dossier, open or not, to a new file and returns its path.

    The copy is written beside the target, checked, then renamed: a half-written file never bears the name.
    Raises FileExists, MissingDossier, NotADossier, UnwritableDossier.
    """
    if target.exists():
        raise FileExists(target)
    if not source.is_file():
        raise MissingDossier(source)
    partial = target.with_name(f".{target.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as origin:
            with contextlib.closing(sqlite3.connect(partial)) as destination:
                origin.backup(destination)
                destination.execute("PRAGMA journal_mode=DELETE")
        if not is_sound(partial):
            raise NotADossier(source)
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        os.link(partial, target) if hasattr(os, "link") and os.name != "nt" else partial.rename(target)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise UnwritableDossier(target, str(error)) from error
        raise NotADossier(source) from error
    except FileExistsError:
        raise FileExists(target) from None
    except OSError as error:
        raise UnwritableDossier(target, error.strerror or str(error)) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    return target


def is_sound(path: Path) -> bool:
    """Whether a file is one of our dossiers and SQLite finds nothing wrong with it."""
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            return ours and connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    except sqlite3.DatabaseError:
        return False


def copy_before_migration(path: Path, version: int) -> Path:
    """A copy of a dossier about to be migrated, named after its version and the moment."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    return copy(path, path.with_name(f"{path.stem}.avant-migration-{version}-{stamp}.creances"))


def set_aside(path: Path) -> Path:
    """Keeps a copy of a dossier about to be replaced and returns where it lies."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    return copy(path, path.with_name(f"{path.stem}.avant-restauration-{stamp}.creances"))


def overwrite(source: Path, target: Path) -> None:
    """Replaces the content of a dossier by a copy's, in one transaction of SQLite. Raises UnwritableDossier."""
    try:
        with contextlib.closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as origin:
            with contextlib.closing(sqlite3.connect(target)) as destination:
                origin.backup(destination)
    except sqlite3.OperationalError as error:
        raise UnwritableDossier(target, str(error)) from error
