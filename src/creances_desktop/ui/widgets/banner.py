"""A line inside the page that tells something without stopping the work."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from creances_desktop.ui import icons
from creances_desktop.ui.theme import Theme, Tone

_SIGNS = {
    Tone.ACCENT: ("info", "Information"),
    Tone.SUCCESS: ("circle-check", "Fait"),
    Tone.WARNING: ("triangle-alert", "Attention"),
    Tone.DANGER: ("circle-alert", "Erreur"),
}


class Banner(QFrame):
    """An inline message: icon, sentence, optional action, cross; hidden while it has nothing to say.

    Signals:
        action_requested(): the user chose the action.
        closed(): the user closed the banner.
    """

    action_requested = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.ACCENT
        self._sign = QLabel(self)
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = QPushButton(self)
        self._action.setProperty("link", True)
        self._action.clicked.connect(lambda: self.action_requested.emit())  # noqa: PLW0108 - drops the bool
        self._close = QToolButton(self)
        self._close.setAutoRaise(True)
        self._close.setToolTip("Fermer ce message")
        self._close.setAccessibleName("Fermer ce message")
        icons.apply(self._close, "x")
        self._close.clicked.connect(self._on_close)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 2, 2)
        layout.addWidget(self._sign)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._action)
        layout.addWidget(self._close)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()
        if (theme := Theme.current()) is not None:
            theme.changed.connect(self._repaint_sign)

    def text(self) -> str:
        """The sentence shown, empty when the banner is hidden."""
        return "" if self.isHidden() else self._label.text()

    @property
    def tone(self) -> Tone:
        """The tone of the last message."""
        return self._tone

    def show_message(self, tone: Tone, text: str, action: str = "") -> None:
        """Show the sentence in this tone (ACCENT, SUCCESS, WARNING or DANGER); `action` is a verb."""
        self._tone = tone
        self.setProperty("banner", tone.value)
        self._label.setText(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(f"{_SIGNS[tone][1]} : {text}")
        self.style().unpolish(self)
        self.style().polish(self)
        self._repaint_sign()
        self.show()

    def show_information(self, text: str, action: str = "") -> None:
        """Show something worth knowing."""
        self.show_message(Tone.ACCENT, text, action)

    def show_success(self, text: str, action: str = "") -> None:
        """Show that something was done."""
        self.show_message(Tone.SUCCESS, text, action)

    def show_warning(self, text: str, action: str = "") -> None:
        """Show why a request cannot be met."""
        self.show_message(Tone.WARNING, text, action)

    def show_danger(self, text: str, action: str = "") -> None:
        """Show that the machine is in the way."""
        self.show_message(Tone.DANGER, text, action)

    def clear(self) -> None:
        """Hide the banner."""
        self._label.clear()
        self.hide()

    @Slot()
    def _repaint_sign(self) -> None:
        size = self.fontMetrics().height()
        self._sign.setPixmap(icons.icon(_SIGNS[self._tone][0], self._tone).pixmap(size, size))

    @Slot()
    def _on_close(self) -> None:
        self.clear()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_close()
        else:
            super().keyPressEvent(event)
