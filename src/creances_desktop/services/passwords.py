"""The password of a dossier: given, set, changed, taken away; and how long until the window locks itself."""

from __future__ import annotations

from pathlib import Path

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.text import plural
from creances_desktop.services import backup, backups, typing_drafts
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage import passwords
from creances_desktop.storage.errors import PasswordNeeded, WrongPassword
from creances_desktop.storage.passwords import is_encrypted
from creances_desktop.storage.store import WINDOW, Store, alone

__all__ = [
    "DEFAULT_LOCK_MINUTES",
    "LEAST_SIGNS",
    "PasswordNeeded",
    "WrongPassword",
    "change",
    "check_current",
    "checked_new",
    "copies_in_clear",
    "is_protected",
    "lock_minutes",
    "opens",
    "save_lock_minutes",
    "unlock",
    "what_was_done",
]

LEAST_SIGNS = 8
DEFAULT_LOCK_MINUTES = 15
_LOCK = "lock_after_minutes"
_LONGEST_LOCK = 240

is_protected = is_encrypted
opens = passwords.opens
unlock = backup.unlock


def check_current(path: Path, password: str) -> None:
    """Nothing for the password of an open dossier; raises InvalidValue on `current` for another one."""
    if not passwords.opens(path, password):
        raise InvalidValue("current", "Ce n’est pas le mot de passe actuel.")


def checked_new(password: str, again: str) -> str:
    """The new password; raises InvalidValue when it is short, or not typed alike twice."""
    if len(password) < LEAST_SIGNS:
        raise InvalidValue(
            "password", f"Au moins {LEAST_SIGNS} signes\u00a0: quelques mots se retiennent bien."
        )
    if password != again:
        raise InvalidValue("again", "Les deux saisies diffèrent.")
    return password


def change(path: Path, password: str | None, *, holder: str = WINDOW) -> None:
    """Puts a closed dossier under this password, or in clear text for None.

    Raises LockedDossier when it is open, PasswordNeeded, UnwritableDossier: it is then as it was.
    """
    with alone(path, holder=holder):
        passwords.rewrite(path, password)
        typing_drafts.forget(path)


def copies_in_clear(path: Path) -> list[Path]:
    """The copies of a dossier in clear text: the program’s, and others beside it that bear its name."""
    prefix = path.stem.casefold()
    beside = (
        other
        for other in path.parent.glob("*.creances")
        if other != path and other.stem.casefold().startswith(prefix) and not is_encrypted(other)
    )
    return sorted({*beside, *backups.in_clear(path)})


def what_was_done(path: Path, password: str | None) -> str:
    """What is said once the password was set or taken away, with the copies that lie in clear text."""
    if password is None:
        return "Le mot de passe est retiré\u00a0: qui a accès au fichier peut lire le dossier."
    said = "Le dossier est chiffré sous ce mot de passe."
    copies = copies_in_clear(path)
    if not copies:
        return f"{said} Ses sauvegardes le sont aussi."
    names = ", ".join(copy.name for copy in copies[:3]) + ("…" if len(copies) > 3 else "")
    made = plural(len(copies), "copie faite avant reste lisible", "copies faites avant restent lisibles")
    return f"{said} {made}\u00a0: {names}."


def lock_minutes(store: Store) -> int:
    """After how many minutes without a key or a click the window locks itself; 0: never."""
    with store.reading() as r:
        return int(r.settings.get(_LOCK, DEFAULT_LOCK_MINUTES))


def save_lock_minutes(store: Store, minutes: int) -> Changes:
    """Keeps that time. Raises InvalidValue for a negative one or one above four hours."""
    if not 0 <= minutes <= _LONGEST_LOCK:
        raise InvalidValue("minutes", f"Entre 0 (jamais) et {_LONGEST_LOCK} minutes.")
    with store.transaction() as t:
        before = t.settings.get(_LOCK, DEFAULT_LOCK_MINUTES)
        if before == minutes:
            return changed(message="")
        t.settings.set(_LOCK, minutes)
        words = f"après {minutes}\u00a0minutes" if minutes else "jamais"
        entry = t.journal.append(
            "lock_time_set", f"Verrouillage automatique\u00a0: {words}", before=before, after=minutes
        )
    return changed(Subject.SETTINGS, message=f"Verrouillage automatique\u00a0: {words}.", entry_id=entry)
