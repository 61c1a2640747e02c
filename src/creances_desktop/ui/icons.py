"""Icons drawn in the colours of the theme.

An icon is rendered from its SVG at several sizes and densities. `apply` remembers its target, so that a
change of theme colours it again; item models ask `icon` each time they paint.
"""

from __future__ import annotations

import weakref
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from creances_desktop import paths
from creances_desktop.ui.theme import Theme, Tone, colours

SIZES = (16, 20, 24, 32)
DENSITIES = (1, 2)

_applied: weakref.WeakKeyDictionary[QAction | QAbstractButton, tuple[str, Tone]] = weakref.WeakKeyDictionary()
_watched: list[weakref.ref[Theme]] = []


def icon(name: str, tone: Tone = Tone.NORMAL) -> QIcon:
    """The icon `name` in the colour of `tone`, as the theme has it now.

    `name` is a file of resources/icons, without `.svg`.

    Raises FileNotFoundError when there is no such icon.
    """
    _watch_theme()
    return _rendered(name, colours().of(tone), colours().disabled)


def apply(target: QAction | QAbstractButton, name: str, tone: Tone = Tone.NORMAL) -> None:
    """Give the action or the button this icon, now and again after each change of theme."""
    _applied[target] = (name, tone)
    target.setIcon(icon(name, tone))


def app_icon() -> QIcon:
    """The icon of the program, for windows and the task bar."""
    renderer = QSvgRenderer(str(paths.resource("icons/app.svg")))
    result = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        result.addPixmap(_pixmap(renderer, size, 1))
    return result


@lru_cache(maxsize=256)
def _rendered(name: str, colour: str, disabled: str) -> QIcon:
    source = paths.resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    result = QIcon()
    for mode, shade in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", shade).encode()))
        for size in SIZES:
            for density in DENSITIES:
                result.addPixmap(_pixmap(renderer, size, density), mode)
    for size in SIZES:
        for density in DENSITIES:
            pixmap = result.pixmap(QSize(size, size), float(density), QIcon.Mode.Normal)
            result.addPixmap(pixmap, QIcon.Mode.Selected)
            result.addPixmap(pixmap, QIcon.Mode.Active)
    return result


def _pixmap(renderer: QSvgRenderer, size: int, density: int) -> QPixmap:
    pixmap = QPixmap(size * density, size * density)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size * density, size * density))
    painter.end()
    pixmap.setDevicePixelRatio(density)
    return pixmap


def _watch_theme() -> None:
    theme = Theme.current()
    if theme is None or QApplication.instance() is None or any(known() is theme for known in _watched):
        return
    _watched[:] = [weakref.ref(theme)]
    theme.changed.connect(_recolour)


def _recolour() -> None:
    for target, (name, tone) in list(_applied.items()):
        target.setIcon(icon(name, tone))
