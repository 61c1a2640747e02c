"""Where things lie: what the program ships, and where it keeps the user's data, logs and settings."""

import os
import sys
from pathlib import Path

import platformdirs

APP_NAME = "Creances"
DATA_DIR_VARIABLE = "CREANCES_DATA_DIR"
PORTABLE_MARK = "creances-portable.txt"
"""The file beside the program that makes it keep everything there: the folder for a USB stick has it."""
PORTABLE_DATA = "Données"

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """The file or folder *name* of the shipped resources, e.g. ``"fonts/SourceSans3-Regular.ttf"``.

    *name* is relative to ``resources/`` and separated by ``/``. Raises FileNotFoundError when nothing is
    there: the installation is then incomplete.
    """
    for root in _resource_roots():
        candidate = root / name
        if candidate.exists():
            return candidate
    raise FileNotFoundError(f"resource {name!r} is missing from this installation")


def data_folder() -> Path:
    """The folder of the user's data, created if needed.

    ``CREANCES_DATA_DIR`` replaces it, and so does the folder of a portable program.
    """
    override = _override()
    return _created(override or platformdirs.user_data_path(APP_NAME, appauthor=False))


def opened_folder() -> Path:
    """The folder of the copies given to other programs while this one runs, created if needed."""
    return _created(data_folder() / "ouverts")


def log_folder() -> Path:
    """The folder of the log files, created if needed; ``CREANCES_DATA_DIR/logs`` when that is set."""
    override = _override()
    return _created(override / "logs" if override else platformdirs.user_log_path(APP_NAME, appauthor=False))


def settings_folder() -> Path:
    """The folder of the settings, created if needed; ``CREANCES_DATA_DIR/settings`` when that is set."""
    override = _override()
    return _created(
        override / "settings" if override else platformdirs.user_config_path(APP_NAME, appauthor=False)
    )


def _resource_roots() -> list[Path]:
    """The places where resources may lie: a frozen program, an installed wheel, the source tree."""
    roots = [_PACKAGE / "resources", _PACKAGE.parents[1] / "resources"]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        roots.insert(0, Path(frozen) / "resources")
        roots.insert(0, Path(frozen) / "creances_desktop" / "resources")
    return roots


def portable_folder() -> Path | None:
    """The folder that a portable program shares with its data; None for an installed one."""
    folder = _PACKAGE.parents[1]
    return folder if (folder / PORTABLE_MARK).is_file() else None


def _override() -> Path | None:
    value = os.environ.get(DATA_DIR_VARIABLE)
    if value:
        return Path(value).expanduser().absolute()
    portable = portable_folder()
    return portable / PORTABLE_DATA if portable is not None else None


def _created(folder: Path) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)  # for its owner's eyes only
    return folder
