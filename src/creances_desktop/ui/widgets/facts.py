"""Short facts about one thing: figures side by side, lines of label and value, warnings with an icon."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.ui import icons
from creances_desktop.ui.theme import Theme, Tone

Figure = tuple[str, str, Tone]
"""Caption, value, tone."""
Warned = tuple[str, str, Tone]
"""Icon, sentence, tone."""


class FigureStrip(QFrame):
    """Captions over figures, on one card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 6, 12, 6)
        self._layout.setSpacing(20)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these instead."""
        _empty(self._layout)
        for caption, value, tone in figures:
            cell = QWidget(self)
            column = QVBoxLayout(cell)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            head, figure = QLabel(caption, cell), QLabel(value, cell)
            head.setProperty("tone", "muted")
            figure.setProperty("heading", True)
            figure.setProperty("tone", tone.value)
            figure.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            figure.setAccessibleName(f"{caption}\u00a0: {value}")
            column.addWidget(head)
            column.addWidget(figure)
            self._layout.addWidget(cell)
        self._layout.addStretch(1)


class FactLines(QWidget):
    """Lines of label and value; an empty value is shown as a dash."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(8, 8, 8, 8)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)

    def show_lines(self, lines: Iterable[tuple[str, str]]) -> None:
        """Show these instead."""
        _empty(self._grid)
        row = 0
        for row, (caption, value) in enumerate(lines):
            head = QLabel(f"{caption}\u00a0:", self)
            head.setProperty("tone", "muted")
            head.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            text = QLabel(value or "—", self)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setWordWrap(True)
            text.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            text.setAccessibleName(f"{caption}\u00a0: {value or 'non renseigné'}")
            self._grid.addWidget(head, row, 0)
            self._grid.addWidget(text, row, 1)
        self._grid.setRowStretch(row + 1, 1)


class Warnings(QWidget):
    """Sentences with their icon, one below the other; nothing at all when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[Warned] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self.hide()
        if (theme := Theme.current()) is not None:
            theme.changed.connect(self._repaint)

    def sentences(self) -> list[str]:
        """What is shown."""
        return [sentence for _, sentence, _ in self._shown]

    def show_warnings(self, warnings: Sequence[Warned]) -> None:
        """Show these instead."""
        self._shown = list(warnings)
        self._repaint()
        self.setVisible(bool(self._shown))

    def _repaint(self) -> None:
        _empty(self._layout)
        size = self.fontMetrics().height()
        for icon, sentence, tone in self._shown:
            line = QWidget(self)
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            sign, text = QLabel(line), QLabel(sentence, line)
            sign.setPixmap(icons.icon(icon, tone).pixmap(size, size))
            text.setProperty("tone", tone.value)
            text.setWordWrap(True)
            row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(text, 1)
            self._layout.addWidget(line)


def _empty(layout: QHBoxLayout | QVBoxLayout | QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
