"""What stands on the screen while no dossier is open: three doors, the dossiers of before, and messages."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QVBoxLayout, QWidget

from creances_desktop.ui import file_dialogs, icons, recents
from creances_desktop.ui.company_files import ask_new
from creances_desktop.ui.doors import EXAMPLE, Doors
from creances_desktop.ui.executor import Executor, Task
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.busy import BusyStrip
from creances_desktop.ui.widgets.buttons import link_button

RECENTS_SHOWN = 4


class WelcomeWindow(QMainWindow):
    """The first window of somebody who has no dossier, or whose dossier cannot be opened.

    Signals:
        opening_requested(Path): open this dossier.
        creation_requested(Path, str): create a dossier there, open it, then run this action of the window.
        example_requested(): open the example dossier.
        closed(): the user closed the window.
    """

    opening_requested = Signal(object)
    creation_requested = Signal(object, str)
    example_requested = Signal()
    closed = Signal()

    def __init__(self, executor: Executor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Créances")
        self.banner = Banner(self)
        self.busy = BusyStrip(executor, self)
        self.doors = Doors(self)
        self._build()
        self.doors.chosen.connect(self._on_door_chosen)
        executor.started.connect(self._on_task_started)
        executor.finished.connect(self._on_task_finished)
        self.resize(1080, 560)

    def _build(self) -> None:
        sign = QLabel(self)
        sign.setPixmap(icons.app_icon().pixmap(56, 56))
        sign.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        title = QLabel("Créances", self)
        title.setProperty("heading", True)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.8)
        title.setFont(font)
        motto = QLabel("Qui me doit quoi, que dois-je faire aujourd’hui, et puis-je le prouver ?", self)
        motto.setProperty("tone", "muted")
        middle = QWidget(self)
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(24, 12, 24, 12)
        layout.addWidget(self.banner)
        layout.addStretch(1)
        for label in (sign, title, motto):
            layout.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(16)
        layout.addWidget(self.doors, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(10)
        layout.addLayout(self._links())
        layout.addStretch(2)
        layout.addWidget(self.busy)
        self.setCentralWidget(middle)

    def _links(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        opening = link_button("&Ouvrir un dossier…", self, tooltip="Choisir un fichier .creances")
        opening.clicked.connect(lambda: self._open())  # noqa: PLW0108 - drops the bool
        creating = link_button("&Créer un dossier vide…", self, tooltip="Créer le dossier de votre société")
        creating.clicked.connect(lambda: self._create(""))
        for button in (opening, creating):
            row.addWidget(button)
        for path in recents.recent()[:RECENTS_SHOWN]:
            button = link_button(path.stem, self, tooltip=str(path))
            button.clicked.connect(partial(self._open_recent, path))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _on_door_chosen(self, door: str) -> None:
        if door == EXAMPLE:
            self.example_requested.emit()
        else:
            self._create(door)

    def _create(self, then: str) -> None:
        if (path := ask_new(self)) is not None:
            self.creation_requested.emit(path, then)

    def _open(self) -> None:
        path = file_dialogs.file_to_open(self, "Ouvrir un dossier", file_dialogs.DOSSIERS)
        if path is not None:
            self.opening_requested.emit(path)

    def _open_recent(self, path: Path, *_checked: bool) -> None:
        self.opening_requested.emit(path)

    @Slot(object)
    def _on_task_started(self, task: Task) -> None:
        self.doors.setEnabled(False)
        self.busy.follow(task)

    @Slot(object)
    def _on_task_finished(self, _task: Task) -> None:
        self.doors.setEnabled(True)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)
