"""Where the window keeps what the user arranged: columns, sizes, theme. Never business data."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from creances_desktop import paths


def preferences() -> QSettings:
    """The preferences file of this user, read and written at once; all objects on it share their values."""
    return QSettings(str(paths.settings_folder() / "interface.ini"), QSettings.Format.IniFormat)
