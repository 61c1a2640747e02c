"""Files and folders asked of the user, in French; the answer is a path, or None when he gave up."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from creances_desktop import paths
from creances_desktop.ui.locale import french_file_dialog
from creances_desktop.ui.preferences import preferences

DOSSIERS = "Dossiers de Créances (*.creances)"
COPIES = "Copies d’un dossier (*.creances *.creances.zip *.zip)"
_LAST_FOLDER = "folders/{}"


def file_to_open(parent: QWidget | None, title: str, kinds: str, verb: str = "Ouvrir") -> Path | None:
    """The existing file chosen; `kinds` is a filter of Qt such as `DOSSIERS`."""
    dialog = _dialog(parent, title, kinds, verb)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _run(dialog, kinds)


def files_to_open(parent: QWidget | None, title: str, kinds: str, verb: str = "Ouvrir") -> list[Path]:
    """The existing files chosen, several at once; empty when the user gave up."""
    dialog = _dialog(parent, title, kinds, verb)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    chosen = [Path(name) for name in dialog.selectedFiles()] if _run_kept(dialog, kinds) else []
    dialog.deleteLater()
    return chosen


def file_to_write(
    parent: QWidget | None, title: str, kinds: str, name: str, *, suffix: str, verb: str = "Enregistrer"
) -> Path | None:
    """The file to write; Qt asks before an existing one is named. `suffix` is added when missing."""
    dialog = _dialog(parent, title, kinds, verb)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(name)
    return _run(dialog, kinds)


def folder(parent: QWidget | None, title: str, verb: str = "Choisir ce dossier") -> Path | None:
    """The folder chosen."""
    dialog = _dialog(parent, title, "", verb)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    return _run(dialog, title)


def _dialog(parent: QWidget | None, title: str, kinds: str, verb: str) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    if kinds:
        dialog.setNameFilter(kinds)
    known = preferences().value(_LAST_FOLDER.format(kinds or title), str(_first_folder()))
    start = Path(str(known))
    dialog.setDirectory(str(start if start.is_dir() else Path.home()))
    return french_file_dialog(dialog, verb)


def _first_folder() -> Path:
    """Where the user keeps his documents: beside a portable program, else where the system says."""
    if paths.portable_folder() is not None:
        return paths.data_folder()
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


def _run(dialog: QFileDialog, kinds: str) -> Path | None:
    accepted = _run_kept(dialog, kinds)
    chosen = [Path(name) for name in dialog.selectedFiles()]
    dialog.deleteLater()
    return chosen[0] if accepted and chosen else None


def _run_kept(dialog: QFileDialog, kinds: str) -> bool:
    """True when something was chosen; its folder is where the next dialog of this kind starts."""
    accepted = bool(dialog.exec())
    chosen = [Path(name) for name in dialog.selectedFiles()]
    if accepted and chosen:
        path = chosen[0]
        preferences().setValue(_LAST_FOLDER.format(kinds), str(path if path.is_dir() else path.parent))
    return accepted and bool(chosen)
