"""A file to keep in the dossier: chosen, named, taken away."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from creances_desktop.ui import file_dialogs
from creances_desktop.ui.widgets.buttons import SideButton


class FileField(QWidget):
    """A file's name with a button to choose it and one to take it away.

    Signals:
        chosen(): another file was chosen, or it was taken away.
    """

    chosen = Signal()

    def __init__(self, title: str, kinds: str, parent: QWidget | None = None) -> None:
        """`title` is that of the dialog, `kinds` a filter of Qt."""
        super().__init__(parent)
        self._title, self._kinds = title, kinds
        self._path: Path | None = None
        self._kept = ""
        self.removed = False
        self._name = QLabel(self)
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.choose_button = SideButton("Choisir…", self)
        self.choose_button.setAccessibleName(title)
        self.choose_button.clicked.connect(self._on_choose)
        self._remove = SideButton("Retirer", self)
        self._remove.clicked.connect(self._on_remove)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._name, 1)
        layout.addWidget(self.choose_button)
        layout.addWidget(self._remove)
        self.setFocusProxy(self.choose_button)
        self._show()

    def set_kept(self, words: str) -> None:
        """Say that something is in the dossier already (`PDF joint`)."""
        self._kept = words
        self._show()

    def path(self) -> Path | None:
        """The file chosen now, None when nothing new was chosen."""
        return self._path

    def data(self) -> bytes | None:
        """The bytes of the file chosen now; OSError when it cannot be read."""
        return None if self._path is None else self._path.read_bytes()

    def choose(self, path: Path) -> None:
        """Take this file, as if the user had chosen it."""
        self._path, self.removed = path, False
        self._show()
        self.chosen.emit()

    def _show(self) -> None:
        known = self._path.name if self._path else "" if self.removed else self._kept
        self._name.setText(known or "Aucun fichier")
        self._name.setToolTip(str(self._path or ""))
        self._remove.setVisible(bool(known))

    @Slot()
    def _on_choose(self) -> None:
        path = file_dialogs.file_to_open(self, self._title, self._kinds, "Choisir")
        if path is not None:
            self.choose(path)

    @Slot()
    def _on_remove(self) -> None:
        self._path, self.removed = None, True
        self._show()
        self.chosen.emit()
