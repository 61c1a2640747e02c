"""Buttons with their verb, their icon and their tooltip."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from creances_desktop.ui import icons
from creances_desktop.ui.theme import Tone


class SideButton(QPushButton):
    """A button that Enter presses while it has the focus, and never from elsewhere in its dialog.

    Without it, Enter on *Annuler* would press the default button of the dialog: the very contrary.
    """

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def push_button(
    text: str, parent: QWidget, *, icon: str = "", tooltip: str = "", primary: bool = False
) -> QPushButton:
    """A button that bears a verb (with `&` for its key); `primary` is the one main action of a page."""
    button = SideButton(text, parent)
    button.setProperty("primary", primary)
    button.setToolTip(tooltip)
    if icon:
        icons.apply(button, icon, Tone.ON_ACCENT if primary else Tone.NORMAL)
    return button


def link_button(text: str, parent: QWidget, *, tooltip: str = "") -> QPushButton:
    """A button that looks like a link: a figure that leads to its list, `Pourquoi ?`."""
    button = SideButton(text, parent)
    button.setProperty("link", True)
    button.setToolTip(tooltip)
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return button


def tool_button(icon: str, tooltip: str, parent: QWidget) -> QToolButton:
    """A button with an icon only; its tooltip is also its accessible name."""
    button = QToolButton(parent)
    button.setAutoRaise(True)
    button.setToolTip(tooltip)
    button.setAccessibleName(tooltip)
    icons.apply(button, icon)
    return button
