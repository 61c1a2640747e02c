"""Dossiers that the desktop asks a running program to open: how macOS passes on a double click."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class DesktopOpenings(QObject):
    """Listens to the application for files to open.

    Signals:
        requested(Path): this file was double-clicked.
    """

    requested = Signal(object)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent) and event.file():
            self.requested.emit(Path(event.file()))
            return True
        return False
