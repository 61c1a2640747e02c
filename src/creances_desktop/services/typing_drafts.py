"""The files of forms half filled in: in clear beside other data, sealed for a dossier under a password."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

from creances_desktop import paths
from creances_desktop.storage import passwords
from creances_desktop.storage.errors import PasswordNeeded

SUFFIX = ".saisie"


def folder(dossier: Path) -> Path:
    """Where the drafts of a dossier lie."""
    known = hashlib.sha256(str(dossier.absolute()).encode()).hexdigest()[:12]
    return paths.data_folder() / "brouillons" / known


def files(dossier: Path) -> Iterator[Path]:
    """The drafts kept for a dossier."""
    yield from folder(dossier).glob(f"*{SUFFIX}")


def write(dossier: Path, name: str, text: str) -> None:
    """Keeps a draft, under the dossier's own key when it has one; nothing where the disk refuses."""
    path = folder(dossier) / f"{name}{SUFFIX}"
    partial = path.with_suffix(".partial")
    with contextlib.suppress(*_refusals()):
        key = passwords.key_of(dossier)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        if key is None:
            partial.write_text(text, encoding="utf-8")
        else:
            passwords.seal(partial, text, key)
        partial.replace(path)


def read(dossier: Path, path: Path) -> str | None:
    """What a draft holds; None when there is none, or none that is this dossier's to read."""
    try:
        key = passwords.key_of(dossier)
        if key is None:
            return path.read_text(encoding="utf-8")
        return passwords.unseal(path, key) if passwords.is_encrypted(path) else None
    except _refusals():
        return None


def forget(dossier: Path) -> None:
    """Takes every draft away: the password changed, none may lie in clear or under the old one."""
    for path in files(dossier):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _refusals() -> tuple[type[Exception], ...]:
    return (OSError, ValueError, PasswordNeeded, *passwords.database_errors())
