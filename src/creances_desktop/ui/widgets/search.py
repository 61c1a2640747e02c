"""Search as you type, without asking the file at every key."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from creances_desktop.ui import icons
from creances_desktop.ui.theme import Tone

PAUSE_MS = 130
"""The pause in typing after which one searches: shorter than a hesitation, longer than between two keys."""


class SearchField(QLineEdit):
    """A search field: Ctrl+F comes to it while it is visible, Esc empties it, Down goes on to the list.

    Signals:
        search_requested(str): the typing paused; the text as typed, without outer spaces.
        list_wanted(): the user pressed Down or Enter and wants to go to the results.
    """

    search_requested = Signal(str)
    list_wanted = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked = ""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setToolTip("Rechercher (Ctrl+F) ; Échap efface")
        self.setClearButtonEnabled(True)
        sign = self.addAction(icons.icon("search", Tone.MUTED), QLineEdit.ActionPosition.LeadingPosition)
        icons.apply(sign, "search", Tone.MUTED)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.textChanged.connect(self._on_changed)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        shortcut.activated.connect(self._on_find)

    def set_text(self, text: str) -> None:
        """Show this text and search for it at once."""
        self.setText(text)
        self._ask()

    @Slot()
    def _on_changed(self) -> None:
        self._pause.start()

    @Slot()
    def _ask(self) -> None:
        """Ask, unless nothing but outer spaces changed."""
        self._pause.stop()
        text = self.text().strip()
        if text != self._asked:
            self._asked = text
            self.search_requested.emit(text)

    @Slot()
    def _on_find(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape if self.text():
                self.clear()
                self._ask()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Down:
                self._ask()
                self.list_wanted.emit()
            case _:
                super().keyPressEvent(event)
