"""A strip that tells how far a long action is, and lets the user stop it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from creances_desktop.ui.executor import Executor, Task

APPEAR_AFTER_MS = 200
"""A shorter work is over before anyone could read its strip."""


class BusyStrip(QFrame):
    """Text, progress and Annuler for one task of the executor at a time; hidden while there is none."""

    def __init__(self, executor: Executor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._label = QLabel(self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(max(6, self.fontMetrics().height() // 2))
        self._bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._cancel = QPushButton("Annuler", self)
        self._cancel.setToolTip("Arrêter après l’étape en cours\u00a0; ce qui est fait reste fait")
        self._cancel.clicked.connect(self._on_cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 3, 4, 3)
        layout.addWidget(self._label, 2)
        layout.addWidget(self._bar, 3)
        layout.addWidget(self._cancel)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._appear = QTimer(self)
        self._appear.setSingleShot(True)
        self._appear.setInterval(APPEAR_AFTER_MS)
        self._appear.timeout.connect(self.show)
        executor.progressed.connect(self._on_progressed)
        executor.finished.connect(self._on_finished)
        self.hide()

    @property
    def task(self) -> Task | None:
        """The task followed, None when it ended."""
        return self._task

    def follow(self, task: Task) -> None:
        """Show this task until it ends; a task that already ended is not shown."""
        if task.done:
            return
        self._task = task
        self._bar.setRange(0, 0)
        self._say(task.label or "Travail en cours…")
        self._cancel.setEnabled(True)
        self._appear.start()

    def _say(self, text: str) -> None:
        self._label.setText(text)
        self._bar.setAccessibleName(text)

    @Slot(object, int, int, str)
    def _on_progressed(self, task: Task, done: int, total: int, text: str) -> None:
        if task is not self._task:
            return
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        words = text or task.label
        self._say(f"{words} ({done}/{total})" if total else words)

    @Slot(object)
    def _on_finished(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            self._appear.stop()
            self.hide()

    @Slot()
    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._cancel.setEnabled(False)
            self._say("Arrêt après l’étape en cours…")
