"""How large a window of tables opens: Qt itself stops at two thirds of the screen."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

FRAME = QSize(16, 48)
"""Room for the frame that the desktop puts around a window, in pixels."""


def fitting(window: QWidget, wanted: QSize | None = None) -> QSize:
    """The size that the window asks for, or another one, as far as its screen holds it."""
    return (wanted or window.sizeHint()).boundedTo(window.screen().availableSize() - FRAME)
