"""A few lines of free text in a form."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QWidget


class TextBox(QPlainTextEdit):
    """Free text of some lines; Tab leaves it, as it leaves every field."""

    def __init__(self, lines: int, parent: QWidget | None = None, *, placeholder: str = "") -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.document().setDocumentMargin(6)
        margins = int(self.document().documentMargin() * 2) + self.frameWidth() * 2
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + margins + 2)

    def value(self) -> str:
        """The text without outer blank lines."""
        return self.toPlainText().strip()

    def set_value(self, text: str) -> None:
        """Show this text."""
        self.setPlainText(text)
