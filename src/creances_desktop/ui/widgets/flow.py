"""A layout in lines, like words: what does not fit in the width goes on below."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Items of their own size from left to right, on as many lines as the width asks for.

    An item that is wider than the whole takes a line of its own, as high as it then wants to be.
    """

    def __init__(self, parent: QWidget | None, spacing: int, *, wide: QWidget | None = None) -> None:
        """`spacing` stands between items and between lines, in pixels; `wide` takes what its line leaves.

        Without `parent` it is a part of another layout.
        """
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._wide = wide
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """The items of each line with their sizes."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = -1
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if size.width() > width:
                height = item.heightForWidth(width) if item.hasHeightForWidth() else size.height()
                size = QSize(max(width, item.minimumSize().width()), height)
            if size.width() + self.spacing() > left:
                lines.append([])
                left = width + self.spacing()
            lines[-1].append((item, size))
            left -= size.width() + self.spacing()
        return lines

    def _arrange(self, area: QRect, *, moving: bool) -> int:
        """The height that the lines take in this width; `moving` also puts the items there."""
        top = area.top()
        for line in self._lines(area.width()):
            height = max(size.height() for _, size in line)
            taken = sum(size.width() for _, size in line) + self.spacing() * (len(line) - 1)
            left = area.left()
            for item, size in line:
                spare = area.width() - taken if self._wide and item.widget() is self._wide else 0
                if moving:
                    drop = (height - size.height()) // 2
                    item.setGeometry(QRect(left, top + drop, size.width() + max(spare, 0), size.height()))
                left += size.width() + max(spare, 0) + self.spacing()
            top += height + self.spacing()
        return max(top - self.spacing(), area.top()) - area.top()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), moving=False)

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._arrange(area, moving=True)

    def sizeHint(self) -> QSize:
        """All on one line."""
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(len(hints) - 1, 0)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """As wide as the widest item."""
        size = QSize(0, 0)
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size
