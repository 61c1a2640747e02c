"""How the window looks, as the user left it: theme, size of the text, place on the screen."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from creances_desktop.ui.preferences import preferences
from creances_desktop.ui.theme import Choice, Theme

_THEME, _ZOOM, _GEOMETRY = "look/theme", "look/zoom", "look/geometry"
FIRST_SIZE = QSize(1280, 720)
GRIP = 80
"""Pixels of the title bar that must be on a screen for a window to be moved by hand."""


def restore(theme: Theme) -> None:
    """Give the theme what the user chose last."""
    kept = preferences()
    names = {choice.value: choice for choice in Choice}
    theme.choose(names.get(str(kept.value(_THEME, "")), Choice.SYSTEM))
    percent = str(kept.value(_ZOOM, ""))
    if percent.isdecimal():
        theme.set_zoom(int(percent))


def remember(theme: Theme) -> None:
    """Keep what the theme shows now."""
    preferences().setValue(_THEME, theme.choice.value)
    preferences().setValue(_ZOOM, str(theme.zoom))


def save_geometry(window: QWidget) -> None:
    """Keep the place and the size of the window."""
    preferences().setValue(_GEOMETRY, window.saveGeometry())


def restore_geometry(window: QWidget) -> None:
    """Put the window where the user left it, or on the main screen when that place is no longer visible."""
    kept = preferences().value(_GEOMETRY)
    if not (isinstance(kept, QByteArray) and window.restoreGeometry(kept)):
        window.resize(FIRST_SIZE)
    bring_on_screen(window)


def bring_on_screen(window: QWidget) -> None:
    """Move and shrink the window so that its title bar can be seized and nothing of it is out of reach."""
    frame = window.frameGeometry()
    head = frame.adjusted(0, 0, 0, -max(0, frame.height() - GRIP // 2))
    areas = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    visible = [area for area in areas if area.intersected(head).width() >= GRIP]
    if visible and any(frame.height() <= area.height() for area in visible):
        return
    area = visible[0] if visible else areas[0]
    window.resize(window.size().boundedTo(area.size()))
    corner = area.center() - window.rect().center()
    window.move(max(corner.x(), area.left()), max(corner.y(), area.top()))
