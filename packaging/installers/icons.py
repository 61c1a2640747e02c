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


def build() -> Path:
    """The folder with the PNG of each size, `creances.ico` and `creances.icns`."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    application = QGuiApplication.instance() or QGuiApplication(["icons"])
    renderer = QSvgRenderer(str(DRAWING))
    for size in SIZES:
        _draw(renderer, size).save(str(png(size)))
    del application
    _write("ico", ICO_SIZES)
    _write("icns", ICNS_SIZES)
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


if __name__ == "__main__":
    build()
