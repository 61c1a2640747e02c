"""Icons drawn in the colours of the theme.

An icon is rendered from its SVG at several sizes and densities. `apply` remembers its target, so that a
change of theme colours it again; item models ask `icon` each time they paint.
"""

from __future__ import annotations

import math
import weakref
from functools import lru_cache

import shiboken6
from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QToolButton

from creances_desktop import paths
from creances_desktop.ui.theme import Theme, Tone, colours

SIZES = (12, 16, 18, 20, 24, 28, 32)
PRUNE_AT = 1_000

_applied: dict[QAction | QAbstractButton, tuple[str, Tone]] = {}
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
    if len(_applied) >= PRUNE_AT:
        _forget_destroyed()
    _applied[target] = (name, tone)
    _colour(target, name, tone)


def app_icon() -> QIcon:
    """The icon of the program, for windows and the task bar."""
    renderer = QSvgRenderer(str(paths.resource("icons/app.svg")))
    result = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        result.addPixmap(_pixmap(renderer, size, 1))
    return result


@lru_cache(maxsize=256)
def _rendered(name: str, colour: str, disabled: str, *, gap: bool = False) -> QIcon:
    """The icon at all sizes; a `gap` to its right is for push buttons, where Qt leaves none."""
    source = paths.resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    result = QIcon()
    for modes, shade in (
        ((QIcon.Mode.Normal, QIcon.Mode.Selected, QIcon.Mode.Active), colour),
        ((QIcon.Mode.Disabled,), disabled),
    ):
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", shade).encode()))
        for size in SIZES:
            for density in _densities():
                pixmap = _pixmap(renderer, size, density, size // 4 if gap else 0)
                for mode in modes:
                    result.addPixmap(pixmap, mode)
    return result


def _densities() -> range:
    """The whole pixels per point that a screen of this machine may ask for: drawing is half of a start."""
    dense = max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
    return range(1, math.ceil(dense) + 1)


def _pixmap(renderer: QSvgRenderer, size: int, density: int, gap: int = 0) -> QPixmap:
    pixmap = QPixmap((size + gap) * density, size * density)
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
    _forget_destroyed()
    for target, (name, tone) in _applied.items():
        _colour(target, name, tone)


def _colour(target: QAction | QAbstractButton, name: str, tone: Tone) -> None:
    if isinstance(target, QPushButton):
        _watch_theme()
        side = target.fontMetrics().height()
        target.setIconSize(QSize(side + side // 4, side))
        target.setIcon(_rendered(name, colours().of(tone), colours().disabled, gap=True))
    else:
        if isinstance(target, QToolButton):
            side = target.fontMetrics().height()
            target.setIconSize(QSize(side, side))
        target.setIcon(icon(name, tone))


def _forget_destroyed() -> None:
    for target in [each for each in _applied if not shiboken6.isValid(each)]:
        del _applied[target]
