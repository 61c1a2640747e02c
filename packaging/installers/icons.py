"""The icon of the program in the forms that each system wants, from its one drawing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import facts
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING = facts.ROOT / "resources" / "icons" / "app.svg"
FOLDER = facts.BUILD / "icons"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512, 1024)
ICO_SIZES = (16, 24, 32, 48, 64, 256)
ICNS_SIZES = (16, 32, 64, 128, 256, 512, 1024)
BANNER = FOLDER / "banner.bmp"
"""What the installer for Windows shows at its side, in the pixels that it has there: it shrinks badly."""
BANNER_SIZE = (164, 314)
BANNER_ICON = 64
BANNER_COLOUR = (0x12, 0x60, 0x7A)  # the ground of the icon, which goes on to the edges


def build() -> Path:
    """The folder with the PNG of each size, `creances.ico`, `creances.icns` and the banner."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    application = QGuiApplication.instance() or QGuiApplication(["icons"])
    renderer = QSvgRenderer(str(DRAWING))
    for size in SIZES:
        _draw(renderer, size).save(str(png(size)))
    del application
    _write("ico", ICO_SIZES)
    _write("icns", ICNS_SIZES)
    _write_banner()
    return FOLDER


def png(size: int) -> Path:
    """The file of the icon with `size` × `size` pixels."""
    return FOLDER / f"{size}.png"


def _draw(renderer: QSvgRenderer, size: int) -> QImage:
    """The icon drawn four times as large, then reduced: its small sizes stay clear."""
    large = QImage(size * 4, size * 4, QImage.Format.Format_ARGB32_Premultiplied)
    large.fill(Qt.GlobalColor.transparent)
    painter = QPainter(large)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return large.scaled(size, size, keep, smooth).convertToFormat(QImage.Format.Format_ARGB32)


def _write(kind: str, sizes: tuple[int, ...]) -> None:
    """One file that holds the pictures of these sizes as they were drawn."""
    images = [Image.open(png(size)) for size in sizes]
    options = {"sizes": [(size, size) for size in sizes]} if kind == "ico" else {}
    images[-1].save(FOLDER / f"creances.{kind}", append_images=images[:-1], **options)


def _write_banner() -> None:
    banner = Image.new("RGB", BANNER_SIZE, BANNER_COLOUR)
    icon = Image.open(png(BANNER_ICON))
    banner.paste(icon, ((BANNER_SIZE[0] - BANNER_ICON) // 2, BANNER_SIZE[1] // 4), icon)
    banner.save(BANNER)


if __name__ == "__main__":
    build()
