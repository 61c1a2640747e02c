"""The copies that the program keeps by itself: made, rotated, listed, compared, and sent to a second place.

They lie in the user's data folder, one folder for each dossier, compressed and read back after writing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from creances_desktop import paths
from creances_desktop.domain.errors import DomainError, EnvironmentProblem, system_reason
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.progress import Progress
from creances_desktop.domain.rotation import kept
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services import backup
from creances_desktop.storage import archive, passwords
from creances_desktop.storage.archive import DamagedArchive, Facts
from creances_desktop.storage.base import utc_now
from creances_desktop.storage.errors import PasswordNeeded
from creances_desktop.storage.store import Store

OLD = timedelta(days=7)
"""The age above which the copy in the second place is reminded."""

_SECOND = "second.json"
_SHOWN_ENTRIES = 200


class Reason(StrEnum):
    """Why a copy was made; `label` is its French name."""

    CLOSING = "closing"
    IMPORT = "import"
    MIGRATION = "migration"
    RESTORE = "restore"
    MANUAL = "manual"

    @property
    def label(self) -> str:
        """The French name."""
        return _LABELS[self.value]


_LABELS: dict[str, str] = {
    Reason.CLOSING: "À la fermeture",
    Reason.IMPORT: "Avant un import",
    Reason.MIGRATION: "Avant une mise à jour",
    Reason.RESTORE: "Avant une restauration",
    Reason.MANUAL: "À votre demande",
}
_WORDS = {
    Reason.CLOSING: "fermeture",
    Reason.IMPORT: "import",
    Reason.MIGRATION: "mise-a-jour",
    Reason.RESTORE: "restauration",
    Reason.MANUAL: "demande",
}
_ROTATED = frozenset({Reason.CLOSING.value, Reason.IMPORT.value})


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy as it lies on the disk: `size` of its file in bytes; `facts` None when it cannot be read.

    `place` is a French word for where it lies.
    """

    path: Path
    at: datetime
    size: int
    place: str
    facts: Facts | None

    @property
    def reason(self) -> str:
        """Why it was made, in French."""
        if self.facts is None:
            return "Illisible"
        return _LABELS.get(self.facts.reason, "Autre")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A copy beside the present: (what, then, now) as texts, and what was done since, newest first."""

    lines: tuple[tuple[str, str, str], ...]
    since: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SecondPlace:
    """Where copies go besides; `last` is when one was written there, None before the first."""

    folder: Path
    last: datetime | None


def folder_of(dossier: Path) -> Path:
    """The folder of the copies of a dossier."""
    path = dossier.absolute()
    known = hashlib.sha256(str(path).encode()).hexdigest()[:8]
    return paths.data_folder() / "sauvegardes" / f"{path.stem}-{known}"


def automatic(store: Store, reason: Reason) -> Backup | None:
    """A copy of an open dossier, unless there is one of its present state; None then.

    Old copies go, and the second place gets the new one when it is there. Raises UnwritableDossier,
    DamagedDossier.
    """
    dossier = store.path
    with store.reading() as r:
        seal = r.journal.head()
    if any(one.facts is not None and one.facts.seal == seal for one in _own(dossier)):
        return None
    return write(dossier, reason)


def write(dossier: Path, reason: Reason) -> Backup:
    """A copy of a dossier among those that the program keeps. Raises UnwritableDossier, DamagedDossier."""
    now = utc_now()
    folder = folder_of(dossier)
    stem = f"{dossier.stem} {now.astimezone():%Y-%m-%d %Hh%M%S} {_WORDS[reason]}"
    path, number = folder / f"{stem}{archive.SUFFIX}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem} {number}{archive.SUFFIX}"
    found = archive.pack(dossier, path, reason.value, now)
    rotate(dossier)
    with contextlib.suppress(OSError):
        send_to_second_place(dossier, path)
    return Backup(path, now, path.stat().st_size, "Cet ordinateur", found)


def rotate(dossier: Path) -> list[Path]:
    """Deletes the copies made by the program that a newer one replaces, and returns their paths."""
    made = [one for one in _own(dossier) if one.facts is not None and one.facts.reason in _ROTATED]
    wanted = kept(one.at.astimezone() for one in made)
    gone = []
    for one in made:
        if one.at.astimezone() not in wanted:
            with contextlib.suppress(OSError):
                one.path.unlink()
                gone.append(one.path)
    return gone


def listed(dossier: Path) -> list[Backup]:
    """The copies of a dossier, newest first: the program's, those beside it, those in the second place."""
    found = _own(dossier)
    for pattern, reason in (("avant-migration", Reason.MIGRATION), ("avant-restauration", Reason.RESTORE)):
        for path in dossier.parent.glob(f"{_escaped(dossier.stem)}.{pattern}*.creances"):
            found += _plain(path, reason)
    second = second_place(dossier)
    if second is not None:
        found += _packed(second.folder, f"{_escaped(dossier.stem)} *{archive.SUFFIX}", "Second emplacement")
    return sorted(found, key=lambda one: one.at, reverse=True)


def compare(store: Store, path: Path) -> Comparison:
    """What a copy holds beside the open dossier, and what was done since. Raises DamagedBackup."""
    with backup.opened(path, folder_of(store.path)) as then, Store.open(then) as former:
        old, seen = _figures(former)
        new, _ = _figures(store)
    lines = tuple((name, old[name], new[name]) for name in new)
    with store.reading() as r:
        since = [
            f"{entry.at.astimezone():%d/%m/%Y %H:%M}\u00a0: {entry.summary or 'effacée'}"
            for entry in r.journal.latest(_SHOWN_ENTRIES)
            if entry.id > seen
        ]
    return Comparison(lines, tuple(since))


def follow_password(dossier: Path, progress: Progress) -> int:
    """Puts the copies on this computer under the password of the dossier; how many could not be.

    One under a password that was not given stays as it is, and so do those that a cancellation left over.
    """
    key = passwords.key_of(dossier)
    left, own = 0, [one for one in _own(dossier) if one.facts is not None]
    for number, one in enumerate(own):
        if progress.cancelled:
            return left + len(own) - number
        progress.report(number, len(own), "Sauvegardes sous le mot de passe")
        try:
            archive.rekey(one.path, key)
        except (OSError, DamagedArchive, PasswordNeeded):
            left += 1
        except passwords.database_errors():
            left += 1
    return left


def in_clear(dossier: Path) -> list[Path]:
    """The copies of a dossier that anybody who reaches them can read, newest first."""
    copies = [one for one in listed(dossier) if one.facts is not None and one.facts.clients is not None]
    return [one.path for one in copies]


def second_place(dossier: Path) -> SecondPlace | None:
    """Where copies of a dossier go besides, None when the user chose none."""
    try:
        note = json.loads((folder_of(dossier) / _SECOND).read_text(encoding="utf-8"))
        last = note.get("last")
        return SecondPlace(Path(note["folder"]), datetime.fromisoformat(last) if last else None)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def choose_second_place(dossier: Path, folder: Path | None) -> None:
    """Sends copies to this folder besides from now on, to none with None. Raises EnvironmentProblem."""
    note = folder_of(dossier) / _SECOND
    try:
        if folder is None:
            note.unlink(missing_ok=True)
        else:
            _remember(dossier, folder, None)
    except OSError as error:
        raise EnvironmentProblem(
            f"Ce choix n’a pas pu être noté dans «\u00a0{note.parent}\u00a0» ({system_reason(error)})"
            "\u00a0: vérifiez les droits, puis recommencez."
        ) from error


def send_to_second_place(dossier: Path, path: Path | None = None) -> bool:
    """Copies the newest copy, or this one, to the second place; False when there is none or it is not there.

    Raises OSError when the place refuses.
    """
    second = second_place(dossier)
    own = [one.path for one in sorted(_own(dossier), key=lambda one: one.at) if one.facts is not None]
    path = path or (own[-1] if own else None)
    if second is None or path is None or not second.folder.is_dir():
        return False
    target = second.folder / path.name
    if not target.exists():
        partial = second.folder / f".{path.name}.partial"
        try:
            shutil.copyfile(path, partial)
            archive.check(partial)
            partial.replace(target)
        except DamagedArchive as error:
            raise OSError("la copie relue n’est pas celle qui a été écrite") from error
        finally:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
    _remember(dossier, second.folder, utc_now())
    there = _packed(second.folder, f"{_escaped(dossier.stem)} *{archive.SUFFIX}", "")
    made = [one for one in there if one.facts is not None and one.facts.reason in _ROTATED]
    wanted = kept(one.at.astimezone() for one in made)
    for one in made:
        if one.at.astimezone() not in wanted:
            one.path.unlink(missing_ok=True)
    return True


def reminder(dossier: Path) -> str:
    """The sentence about a second place whose copy is old, empty when all is well or none was chosen."""
    second = second_place(dossier)
    if second is None or (second.last is not None and utc_now() - second.last < OLD):
        return ""
    since = f"depuis le {short_date(second.last.astimezone().date())}" if second.last else "encore"
    return (
        f"Aucune sauvegarde n’est partie {since} vers «\u00a0{second.folder}\u00a0»\u00a0: branchez ce "
        "support, puis ouvrez Dossier > Sauvegardes."
    )


def latest(dossier: Path) -> Backup | None:
    """The newest copy that can be read, None without one."""
    return next((one for one in listed(dossier) if one.facts is not None), None)


def _remember(dossier: Path, folder: Path, last: datetime | None) -> None:
    note = folder_of(dossier) / _SECOND
    note.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"folder": str(folder), "last": last.isoformat() if last else None})
    partial = note.with_name(f".{note.name}.partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(note)


def _own(dossier: Path) -> list[Backup]:
    return _packed(folder_of(dossier), f"*{archive.SUFFIX}", "Cet ordinateur")


def _packed(folder: Path, pattern: str, place: str) -> list[Backup]:
    found = []
    try:
        names = [path for path in folder.glob(pattern) if not path.name.startswith(".")]
    except OSError:
        return []
    for path in names:
        with contextlib.suppress(OSError):
            state = path.stat()
            try:
                facts = archive.facts(path)
                found.append(Backup(path, facts.at, state.st_size, place, facts))
            except DamagedArchive:
                at = datetime.fromtimestamp(state.st_mtime).astimezone()
                found.append(Backup(path, at, state.st_size, place, None))
    return found


def _plain(path: Path, reason: Reason) -> list[Backup]:
    with contextlib.suppress(OSError):
        state = path.stat()
        at = datetime.fromtimestamp(state.st_mtime).astimezone()
        facts: Facts | None = None
        with contextlib.suppress(DomainError):
            facts = archive.facts_of(path, reason=reason.value, at=at)
        return [Backup(path, at, state.st_size, "À côté du dossier", facts)]
    return []


def _figures(store: Store) -> tuple[dict[str, str], int]:
    with store.reading() as r:
        day = utc_now().astimezone().date()
        items = r.balance.open_items(day)
        owed: Cents = sum(item.outstanding for item in items)
        last = r.journal.last_id()
        return {
            "Clients": str(len(r.clients.all())),
            "Factures et avoirs": str(r.bulk.count("invoice")),
            "Règlements": str(r.bulk.count("payment")),
            "Lettres": str(r.bulk.count("letter")),
            "Reste dû": format_cents(owed),
            "Journal": plural(last, "action"),
        }, last


def _escaped(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)
