"""Copies of a dossier and their return."""

from __future__ import annotations

from pathlib import Path

from creances_desktop.domain.errors import DomainError
from creances_desktop.storage import backup
from creances_desktop.storage.errors import DamagedDossier, FileExists, MissingDossier, NotADossier
from creances_desktop.storage.store import COMMAND, Store, alone


class DamagedBackup(DomainError):
    """The copy cannot be restored."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"La sauvegarde «\u00a0{path.name}\u00a0» est abîmée ou n’est pas un dossier de Créances\u00a0: "
            "choisissez-en une autre. Rien n’a été modifié."
        )


def save(source: Path, target: Path) -> Path:
    """Writes a consistent copy of a dossier, open or not. Raises FileExists."""
    return backup.copy(source, target)


def restore(source: Path, target: Path, *, replace: bool = False) -> Path | None:
    """Puts a copy in the place of a dossier and returns where the former one was kept, None without one.

    Raises FileExists without `replace`, DamagedBackup, LockedDossier when the dossier is open elsewhere.
    """
    if not source.is_file():
        raise MissingDossier(source)
    if not backup.is_sound(source):
        raise DamagedBackup(source)
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
