"""A PDF as it will be printed, page by page."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from creances_desktop.ui import icons
from creances_desktop.ui.theme import Theme, colours
from creances_desktop.ui.widgets.pdf_pages import PdfPages, UnreadablePdf

GAP = 10
PAGES_KEPT = 8
ZOOMS = (50, 75, 100, 125, 150, 200, 300)


class PdfView(QAbstractScrollArea):
    """The pages below each other, as wide as the view or at a zoom (100: true size).

    Signals:
        view_changed(): the page on the screen, the number of pages or the zoom changed.
    """

    view_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: PdfPages | None = None
        self._zoom: int | None = None
        self._message = ""
        self._images: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._places: list[QRect] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Aperçu du document")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalScrollBar().setSingleStep(self.fontMetrics().height() * 2)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        if (theme := Theme.current()) is not None:
            theme.changed.connect(self.viewport().update)

    def show_pdf(self, data: bytes) -> None:
        """Show this document from its first page, at the zoom in use; a message when it cannot be read."""
        self.clear()
        try:
            self._pages = PdfPages(data)
        except UnreadablePdf:
            self.clear("Ce document n’est pas un PDF lisible.")
            return
        self.setAccessibleDescription(self._pages.text(0)[:2_000])
        self._place_pages()
        self.verticalScrollBar().setValue(0)
        self.view_changed.emit()

    def clear(self, message: str = "") -> None:
        """Show no document, but this French sentence."""
        if self._pages is not None:
            self._pages.close()
        self._pages = None
        self._message = message
        self._images.clear()
        self.setAccessibleDescription(message)
        self._place_pages()
        self.view_changed.emit()

    def page_count(self) -> int:
        """How many pages are shown, 0 without a document."""
        return len(self._places)

    def current_page(self) -> int:
        """The page that takes most of the view, from 0; -1 without a document."""
        shown = self._shown_area()
        heights = [place.intersected(shown).height() for place in self._places]
        return heights.index(max(heights)) if heights else -1

    def zoom(self) -> int:
        """The zoom in use, in percent of the true size."""
        if self._pages is None or not self._places:
            return 100
        return round(self._places[0].width() / self._pages.size(0)[0] / self._true_size() * 100)

    def fits_width(self) -> bool:
        """True while pages are as wide as the view."""
        return self._zoom is None

    @Slot()
    def fit_width(self) -> None:
        """Make pages as wide as the view, also when it is resized."""
        self._set_zoom(None)

    def set_zoom(self, percent: int) -> None:
        """Show pages at this percentage of their true size, 50 to 300."""
        self._set_zoom(min(max(percent, ZOOMS[0]), ZOOMS[-1]))

    @Slot()
    def zoom_in(self) -> None:
        """Take the next larger zoom."""
        self.set_zoom(next((step for step in ZOOMS if step > self.zoom()), ZOOMS[-1]))

    @Slot()
    def zoom_out(self) -> None:
        """Take the next smaller zoom."""
        self.set_zoom(next((step for step in reversed(ZOOMS) if step < self.zoom()), ZOOMS[0]))

    @Slot()
    def next_page(self) -> None:
        """Go to the top of the next page."""
        self.go_to_page(self.current_page() + 1)

    @Slot()
    def previous_page(self) -> None:
        """Go to the top of the page before."""
        self.go_to_page(self.current_page() - 1)

    def go_to_page(self, page: int) -> None:
        """Go to the top of this page, from 0; the nearest one when there is no such page."""
        if self._places:
            place = self._places[min(max(page, 0), len(self._places) - 1)]
            self.verticalScrollBar().setValue(place.top() - GAP)

    def _set_zoom(self, zoom: int | None) -> None:
        page = self.current_page()
        self._zoom = zoom
        self._place_pages()
        self.go_to_page(page)
        self.view_changed.emit()

    def _true_size(self) -> float:
        """Device-independent pixels per point at 100 %."""
        return self.logicalDpiX() / 72

    def _scale(self) -> float:
        if self._pages is None:
            return 1.0
        if self._zoom is not None:
            return self._zoom / 100 * self._true_size()
        widest = max(self._pages.size(page)[0] for page in range(len(self._pages)))
        return max(0.1, (self.viewport().width() - 2 * GAP) / widest)

    def _place_pages(self) -> None:
        """Compute where each page lies, in the coordinates of the whole strip of pages."""
        self._places = []
        top, scale, width = GAP, self._scale(), self.viewport().width()
        for page in range(len(self._pages)) if self._pages is not None else ():
            points = self._pages.size(page) if self._pages is not None else (0.0, 0.0)
            across, down = round(points[0] * scale), round(points[1] * scale)
            self._places.append(QRect(max(GAP, (width - across) // 2), top, across, down))
            top += down + GAP
        right = max((place.right() + GAP for place in self._places), default=0)
        self.verticalScrollBar().setRange(0, max(0, top - self.viewport().height()))
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.horizontalScrollBar().setRange(0, max(0, right - width))
        self.horizontalScrollBar().setPageStep(width)
        self.viewport().update()

    def _shown_area(self) -> QRect:
        area = self.viewport().rect()
        return area.translated(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _image(self, page: int) -> QImage:
        """The page at the density of the screen; the last few are kept."""
        assert self._pages is not None  # noqa: S101 - pages are painted only while there are some
        size = QSizeF(self._places[page].size()) * self.devicePixelRatioF()
        key = (page, round(size.width()))
        if key not in self._images:
            self._images[key] = self._pages.sized(page, key[1], round(size.height()))
            if len(self._images) > PAGES_KEPT:
                self._images.popitem(last=False)
        self._images.move_to_end(key)
        return self._images[key]

    @Slot()
    def _on_scrolled(self) -> None:
        self.viewport().update()
        self.view_changed.emit()

    def _paint_page(self, painter: QPainter, page: int) -> None:
        """Paint the page pixel for pixel: between two pixels of the screen its lines would be squashed."""
        image, place = self._image(page), self._places[page]
        to_screen = painter.deviceTransform()
        corner = to_screen.map(QPointF(place.topLeft()))
        from_screen, _ = to_screen.inverted()
        start = from_screen.map(QPointF(round(corner.x()), round(corner.y())))
        wanted = QSizeF(place.size()) * self.devicePixelRatioF()
        exact = QSizeF(round(wanted.width()), round(wanted.height()))
        # Only a page too large to be drawn in full is coarser than the screen.
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, image.size() != exact.toSize())
        painter.drawImage(QRectF(start, exact / self.devicePixelRatioF()), image)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(colours().separator))
        if not self._places:
            painter.setPen(QColor(colours().muted))
            area = self.viewport().rect().adjusted(GAP, GAP, -GAP, -GAP)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message)
        shown = self._shown_area()
        painter.translate(-shown.topLeft())
        for page, place in enumerate(self._places):
            if place.intersects(shown):
                self._paint_page(painter, page)
                painter.setPen(QPen(QColor(colours().border), 1))
                painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.resetTransform()
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours().accent), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page = self.current_page()
        self._place_pages()
        if self.fits_width() and page > 0:
            self.go_to_page(page)
        self.view_changed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Plus:
                self.zoom_in()
            case Qt.Key.Key_Minus:
                self.zoom_out()
            case Qt.Key.Key_0:
                self.fit_width()
            case Qt.Key.Key_Home:
                self.go_to_page(0)
            case Qt.Key.Key_End:
                self.go_to_page(self.page_count() - 1)
            case _:
                super().keyPressEvent(event)


class PdfPreview(QWidget):
    """A PdfView under its bar: pages, zoom, width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PdfView(self)
        self._page = QLabel(self)
        self._zoom = QLabel(self)
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, 0, 0)
        self._previous = self._button("chevron-up", "Page précédente", self.view.previous_page)
        self._next = self._button("chevron-down", "Page suivante", self.view.next_page)
        self._out = self._button("zoom-out", "Réduire l’aperçu (-)", self.view.zoom_out)
        self._in = self._button("zoom-in", "Agrandir l’aperçu (+)", self.view.zoom_in)
        self._fit = self._button("move-horizontal", "Ajuster à la largeur (0)", self.view.fit_width)
        for widget in (self._previous, self._next, self._page):
            bar.addWidget(widget)
        bar.addStretch(1)
        for widget in (self._zoom, self._out, self._in, self._fit):
            bar.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(bar)
        layout.addWidget(self.view, 1)
        self.view.view_changed.connect(self._on_view_changed)
        self._on_view_changed()

    def show_pdf(self, data: bytes) -> None:
        """Show this document; see PdfView."""
        self.view.show_pdf(data)

    def clear(self, message: str = "") -> None:
        """Show this sentence instead of a document."""
        self.view.clear(message)

    def _button(self, icon: str, tip: str, slot: object) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        icons.apply(button, icon)
        button.clicked.connect(slot)
        return button

    @Slot()
    def _on_view_changed(self) -> None:
        count, page = self.view.page_count(), self.view.current_page()
        self._page.setText(f"Page {page + 1} sur {count}" if count else "")
        self._zoom.setText(f"{self.view.zoom()} %" if count else "")
        self._previous.setEnabled(page > 0)
        self._next.setEnabled(-1 < page < count - 1)
        for button in (self._out, self._in, self._fit):
            button.setEnabled(count > 0)
