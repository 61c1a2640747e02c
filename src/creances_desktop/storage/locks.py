"""The one writer of a dossier: a lock of the system, which dies with its process, and a note of who has it.

Network drives may not carry the lock from one computer to the other. The note therefore names the computer
and is touched while the dossier is open: a fresh note from another computer is believed, even where the lock
seems free. A note that was left behind tells that its process ended without closing the dossier.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from creances_desktop.domain.errors import system_reason
from creances_desktop.storage.errors import LockedDossier, UnwritableDossier

WINDOW = "une fenêtre de Créances"
COMMAND = "une commande «\u00a0creances\u00a0» en cours"
BEAT_SECONDS = 30
"""How often the note is touched while the dossier is open."""
_FRESH_SECONDS = 4 * BEAT_SECONDS


@dataclass(frozen=True, slots=True)
class Crash:
    """A process that ended without closing the dossier; `at` is the last sign of its life."""

    holder: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Note:
    holder: str
    host: str
    at: float


class WriterLock:
    """The right to write in one dossier. Made by `acquire`, given back by `release`."""

    def __init__(self, path: Path, lock: FileLock, crash: Crash | None) -> None:
        self._path, self._lock, self.crash = path, lock, crash

    @classmethod
    def acquire(cls, path: Path, holder: str) -> WriterLock:
        """The lock of the dossier at `path`. Raises LockedDossier when another has it, UnwritableDossier."""
        lock_path, note_path = _paths(path)
        lock = FileLock(lock_path, timeout=0, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            note = _read(note_path)
            raise LockedDossier(path, _who(note)) from None
        except OSError as error:
            raise UnwritableDossier(path, system_reason(error)) from error
        note = _read(note_path)
        if note is not None and note.host != platform.node() and time.time() - note.at < _FRESH_SECONDS:
            lock.release()
            raise LockedDossier(path, _who(note))
        crash = None if note is None else Crash(note.holder, datetime.fromtimestamp(note.at, UTC))
        with contextlib.suppress(OSError):
            text = json.dumps({"holder": holder, "pid": os.getpid(), "host": platform.node()})
            note_path.write_text(text, encoding="utf-8")
        return cls(path, lock, crash)

    def beat(self) -> None:
        """Shows that the dossier is still open here."""
        with contextlib.suppress(OSError):
            os.utime(_paths(self._path)[1])

    def release(self) -> None:
        """Lets others write."""
        lock_path, note_path = _paths(self._path)
        with contextlib.suppress(OSError):
            note_path.unlink(missing_ok=True)
        self._lock.release()
        with contextlib.suppress(OSError):
            lock_path.unlink(missing_ok=True)


def _paths(path: Path) -> tuple[Path, Path]:
    return path.with_name(f".{path.name}.lock"), path.with_name(f".{path.name}.holder")


def _read(note_path: Path) -> _Note | None:
    try:
        note = json.loads(note_path.read_text(encoding="utf-8"))
        return _Note(str(note["holder"]), str(note.get("host", platform.node())), note_path.stat().st_mtime)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _who(note: _Note | None) -> str:
    if note is None:
        return WINDOW
    return (
        note.holder
        if note.host == platform.node()
        else f"{note.holder}, sur l’ordinateur «\u00a0{note.host}\u00a0»"
    )
