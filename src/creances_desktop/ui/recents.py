"""The dossiers opened lately and when each was last copied; kept with the preferences of the user."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

from creances_desktop import paths
from creances_desktop.ui.preferences import preferences

KEPT = 8
_KEY = "dossiers/recents"


def recent() -> list[Path]:
    """The dossiers opened lately that are still there, the latest first."""
    try:
        names = json.loads(str(preferences().value(_KEY, "[]")))
    except ValueError:
        return []
    return [path for name in names if isinstance(name, str) and (path := _found(name)).is_file()]


def remember(path: Path) -> None:
    """Put a dossier at the head of the list."""
    path = path.absolute()
    names = [_kept(each) for each in (path, *(each for each in recent() if each != path))]
    preferences().setValue(_KEY, json.dumps(names[:KEPT]))


def forget(path: Path) -> None:
    """Take a dossier out of the list."""
    preferences().setValue(_KEY, json.dumps([_kept(each) for each in recent() if each != path.absolute()]))


def last_backup(path: Path) -> date | None:
    """The day on which a copy of this dossier was last saved from the window; None when not known."""
    try:
        return date.fromisoformat(str(preferences().value(_backup_key(path), "")))
    except ValueError:
        return None


def backed_up(path: Path, day: date) -> None:
    """Remember that a copy was saved on that day."""
    preferences().setValue(_backup_key(path), day.isoformat())


def _backup_key(path: Path) -> str:
    return f"backups/{hashlib.sha256(_kept(path.absolute()).encode()).hexdigest()[:16]}"


def _kept(path: Path) -> str:
    """How a path is remembered: within a portable folder from there on, for the stick's letter changes."""
    folder = paths.portable_folder()
    if folder is not None and path.is_relative_to(folder):
        return path.relative_to(folder).as_posix()
    return str(path)


def _found(name: str) -> Path:
    """The path remembered under this name."""
    folder = paths.portable_folder()
    return Path(name) if folder is None else folder / name
