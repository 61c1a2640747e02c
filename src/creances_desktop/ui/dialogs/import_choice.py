"""The first step of an import: files are chosen or dropped."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from creances_desktop.ui import file_dialogs, icons
from creances_desktop.ui.theme import Theme, Tone
from creances_desktop.ui.widgets.buttons import push_button

KINDS = "Fichiers à importer (*.txt *.csv *.tsv *.xlsx *.xls *.ods);;Tous les fichiers (*)"
KNOWN = (
    (
        "Un FEC",
        "le fichier des écritures comptables de votre comptable\u00a0: soldes, factures et règlements",
    ),
    ("Des factures", "CSV ou Excel\u00a0: numéro, client, date, montant\u00a0; le reste est lu s’il est là"),
    ("Des clients", "CSV ou Excel\u00a0: code ou nom, puis adresse, SIREN, e-mail, délai de règlement…"),
    ("Des règlements", "CSV ou Excel\u00a0: date, montant, et la facture ou le client"),
)


class DropZone(QFrame):
    """Where files are dropped or chosen; tells what can be read.

    Signals:
        files_chosen(tuple): the paths of the files.
    """

    files_chosen = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAcceptDrops(True)
        self._sign = QLabel(self)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        title = QLabel("Déposez ici un ou plusieurs fichiers", self)
        title.setProperty("heading", True)
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.choose = push_button(
            "&Choisir des fichiers…",
            self,
            icon="folder-open",
            tooltip="Choisir un ou plusieurs fichiers sur cet ordinateur",
            primary=True,
        )
        self.choose.clicked.connect(self._on_choose)
        lines = "".join(
            f"<tr><td style='padding-right:14px'><b>{name}</b></td><td>{what}</td></tr>"
            for name, what in KNOWN
        )
        known = QLabel(f"<table cellspacing='0' cellpadding='3'>{lines}</table>", self)
        known.setTextFormat(Qt.TextFormat.RichText)
        promise = QLabel(
            "Chaque fichier est reconnu à son contenu. Rien n’est écrit avant que vous ayez vu ce qui "
            "changerait.",
            self,
        )
        promise.setProperty("tone", "muted")
        promise.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(1)
        layout.addWidget(self._sign)
        layout.addWidget(title)
        layout.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(10)
        layout.addWidget(known, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(promise)
        layout.addStretch(2)
        if (theme := Theme.current()) is not None:
            theme.changed.connect(self._repaint_sign)
        self._repaint_sign()

    @Slot()
    def _repaint_sign(self) -> None:
        side = self.fontMetrics().height() * 2
        self._sign.setPixmap(icons.icon("download", Tone.ACCENT).pixmap(side, side))

    @Slot()
    def _on_choose(self) -> None:
        chosen = file_dialogs.files_to_open(self, "Importer", KINDS, "Choisir")
        if chosen:
            self.files_chosen.emit(tuple(chosen))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(url.toLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = local_files(url.toLocalFile() for url in event.mimeData().urls())
        if files:
            event.acceptProposedAction()
            self.files_chosen.emit(tuple(files))


def local_files(names: Iterable[str]) -> list[Path]:
    """Those of these names that are files on this computer."""
    return [path for name in names if name and (path := Path(name)).is_file()]
