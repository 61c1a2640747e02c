"""Pages and forms that are scrolled where there is too little room, at a large size of text above all."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget


class PageArea(QScrollArea):
    """Gives its page the whole window, and never less than the page can live with.

    A scroll area that resizes its widget by itself asks for the height that the widget would like in its
    width, and so scrolls pages that can do with less.
    """

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._page = page
        self.setWidget(page)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        size = self.viewport().size().expandedTo(self._needed())
        if size != self._page.size():
            self._page.resize(size)

    def _needed(self) -> QSize:
        """The least that the page can live with."""
        return self._page.minimumSizeHint()


class FormArea(PageArea):
    """The fields of a form: asks for all the room that they need, as far as the screen has it."""

    LINES_AROUND = 7
    """Lines of text that the rest of the dialog takes: its frame, a message, its buttons."""

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()  # fields that appear make the dialog grow
        return super().eventFilter(watched, event)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self._page.layout()
        wraps = layout is not None and layout.hasHeightForWidth()
        needed = layout.totalHeightForWidth(width) if layout and wraps else self._page.sizeHint().height()
        return min(needed, self._room().height())

    def sizeHint(self) -> QSize:
        return self._page.sizeHint().boundedTo(self._room())

    def minimumSizeHint(self) -> QSize:
        needed, room = self._page.minimumSizeHint(), self._room()
        bars = QSize(
            self.verticalScrollBar().sizeHint().width() if needed.height() > room.height() else 0,
            self.horizontalScrollBar().sizeHint().height() if needed.width() > room.width() else 0,
        )
        return (needed + bars).boundedTo(room)

    def _needed(self) -> QSize:
        """The least size, with the lines that its words take in the width that there is."""
        needed, layout = self._page.minimumSizeHint(), self._page.layout()
        if layout is not None and layout.hasHeightForWidth():
            width = max(self.viewport().width(), needed.width())
            needed.setHeight(max(needed.height(), layout.totalMinimumHeightForWidth(width)))
        return needed

    def _room(self) -> QSize:
        """What the screen leaves to the fields."""
        line = self.fontMetrics().height()
        return self.screen().availableSize() - QSize(4 * line, self.LINES_AROUND * line)
