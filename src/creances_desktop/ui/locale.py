"""French everywhere, also on the buttons that Qt draws itself. To be called before the first widget."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QCoreApplication, QFileInfo, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QFileDialog, QFileIconProvider

_DIALOG_LABELS = {
    QFileDialog.DialogLabel.LookIn: "Dans :",
    QFileDialog.DialogLabel.FileName: "&Nom du fichier :",
    QFileDialog.DialogLabel.FileType: "Type de fichier :",
    QFileDialog.DialogLabel.Reject: "Annuler",
}


class FrenchKinds(QFileIconProvider):
    """What the files are in the dialogs that Qt draws itself: its French leaves the folders in English."""

    def type(self, info: QFileInfo) -> str:
        return "Dossier" if info.isDir() else super().type(info)


def install_french(app: QCoreApplication) -> bool:
    """True when Qt's own French texts were found; numbers and dates are French in any case.

    The translator belongs to `app`: it must outlive every widget.
    """
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    found = translator.load(QLocale(), "qtbase", "_", folder)
    app.installTranslator(translator)
    return found


def french_file_dialog(dialog: QFileDialog, accept: str) -> QFileDialog:
    """The same dialog with the labels that Qt leaves in English; `accept` is the verb of its button."""
    for label, text in _DIALOG_LABELS.items():
        dialog.setLabelText(label, text)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, accept)
    dialog.setIconProvider(_kinds())
    return dialog


@cache
def _kinds() -> FrenchKinds:
    # One for all: a dialog does not own its provider.
    return FrenchKinds()
