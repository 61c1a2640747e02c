"""SQLite's quick check of a file, stopped when its time is over."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from creances_desktop.storage import passwords
from creances_desktop.storage.backup import reading_uri

_STEPS = 20_000
"""Instructions of SQLite between two looks at the clock: some milliseconds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What SQLite found, in its own words; `finished` is whether it came to the end of the file."""

    problems: tuple[str, ...]
    finished: bool


def quick(path: Path, seconds: float, cancelled: Callable[[], bool] | None = None) -> Outcome:
    """Checks the pages of a file within a time; a file that cannot be opened at all has one problem."""
    end = time.monotonic() + seconds
    over = False

    def stop() -> int:
        nonlocal over
        over = time.monotonic() > end or (cancelled is not None and cancelled())
        return int(over)

    try:
        key = passwords.key_of(path)
        with contextlib.closing(passwords.connect(reading_uri(path), key, uri=True)) as connection:
            connection.set_progress_handler(stop, _STEPS)
            found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(5)")]
    except passwords.database_errors() as error:
        return Outcome((), finished=False) if over else Outcome((str(error),), finished=True)
    return Outcome(tuple(text for text in found if text != "ok"), finished=True)
