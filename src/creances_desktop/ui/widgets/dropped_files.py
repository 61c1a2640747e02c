"""Files that come by drag-and-drop or by the clipboard: paths to read, or bytes that have no file yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from creances_desktop.services.attachments import IncomingFile, incoming, read

Reader = Callable[[], IncomingFile]
"""Gives the file; raises RefusedFile or OSError."""
_MAIL = "message/rfc822"


def holds_files(data: QMimeData, *, pasted: bool = False) -> bool:
    """Whether there is something that can be attached; text counts only when it is pasted."""
    local = data.hasUrls() and all(url.isLocalFile() for url in data.urls())
    return local or data.hasImage() or data.hasFormat(_MAIL) or (pasted and bool(data.text().strip()))


def readers(data: QMimeData, stamp: str, *, pasted: bool = False) -> list[Reader]:
    """What gives each file; `stamp` names those that have no name (`2026-11-21`)."""
    if data.hasUrls() and all(url.isLocalFile() for url in data.urls()):
        return readers_of([Path(url.toLocalFile()) for url in data.urls()])
    if data.hasFormat(_MAIL):
        return [_given(f"message-{stamp}.eml", data.data(_MAIL).data())]
    if data.hasImage():
        return [_given(f"image-{stamp}.png", _png(data.imageData()))]
    if pasted and data.text().strip():
        return [_given(f"texte-{stamp}.txt", data.text().encode())]
    return []


def readers_of(paths: list[Path]) -> list[Reader]:
    """What gives the file at each of these places."""
    return [_at(path) for path in paths]


def _at(path: Path) -> Reader:
    return lambda: read(path)


def _given(name: str, data: bytes | bytearray | memoryview) -> Reader:
    return lambda: incoming(name, bytes(data))


def _png(image: QImage) -> bytes:
    written = QByteArray()
    buffer = QBuffer(written)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return bytes(written.data())
