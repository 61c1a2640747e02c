"""Files dropped on the window: a dossier is opened, anything else is imported."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from creances_desktop.ui.session import Session

DOSSIER_SUFFIX = ".creances"


class FileDrops(QObject):
    """Takes what is dropped on a window; where one only reads, nothing but a dossier.

    Signals:
        dossier_dropped(Path): one dossier.
        files_dropped(list): other files, as paths.
    """

    dossier_dropped = Signal(object)
    files_dropped = Signal(object)
    _later = Signal(object)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        # later: the program that drags is frozen until the event returns, and the import opens a dialog
        self._later.connect(self.files_dropped, Qt.ConnectionType.QueuedConnection)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.Drop) or not isinstance(event, QDropEvent):
            return False
        paths = _dropped(event)
        dossier = len(paths) == 1 and paths[0].suffix == DOSSIER_SUFFIX
        if not paths or (self._session.store.read_only and not dossier):
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            if dossier:
                self.dossier_dropped.emit(paths[0])
            else:
                self._later.emit(paths)
        return True


def _dropped(event: QDropEvent) -> list[Path]:
    """The local files that are dropped; none when one of them is not local."""
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls] if all(url.isLocalFile() for url in urls) else []
