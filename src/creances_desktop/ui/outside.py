"""Copies given to other programs: a file of the dossier opened by the one that the system has for it."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from creances_desktop import paths
from creances_desktop.ui import messages
from creances_desktop.ui.widgets.banner import Banner

_ONE_DAY = 24 * 3600
_given: set[Path] = set()


def open_copy(
    name: str, data: bytes, parent: QWidget | None = None, banner: Banner | None = None
) -> Path | None:
    """Write a copy in a folder of its own and open it with the program that the system has for it.

    None, and a sentence, when it could not be written or when no program takes it. The copy is in clear text
    until `forget_copies`.
    """
    try:
        folder = Path(tempfile.mkdtemp(dir=paths.opened_folder()))
        _given.add(folder)
        path = folder / Path(name).name
        path.write_bytes(data)
    except OSError as error:
        messages.show_error(error, parent, banner)
        return None
    if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        return path
    messages.refuse(
        f"Aucun programme n’ouvre «\u00a0{path.name}\u00a0» ici\u00a0: la copie est dans {path.parent}.",
        parent,
        banner,
    )
    return None


def forget_copies() -> None:
    """Take away the copies given by this program, and what a crash of an earlier day left.

    One that another program still holds open goes the next time.
    """
    with contextlib.suppress(OSError):
        for folder in paths.opened_folder().iterdir():
            if folder in _given or time.time() - folder.stat().st_mtime > _ONE_DAY:
                shutil.rmtree(folder, ignore_errors=True)
    _given.clear()
