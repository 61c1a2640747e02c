"""The frame of what explains a figure of the first page: a sentence, its rows, and the rule behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.services.assembly import Store
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

Found = TypeVar("Found")


class FigureRowsDialog(QDialog):
    """Reads the rows away from the window; what it is about tells its name, its columns and its words."""

    def __init__(
        self,
        name: str,
        title: str,
        columns: Sequence[Column[Any]],
        rule: str,
        parent: QWidget | None = None,
        *,
        size: tuple[int, int],
    ) -> None:
        """`size` is in lines of text; `name` is the key of the table's arrangement."""
        super().__init__(parent)
        self._lines = size
        self.setWindowTitle(title)
        self.banner = Banner(self)
        self.head = QLabel(self)
        self.head.setWordWrap(True)
        self.table = Table(name, self)
        self.model: ListModel[Any] = ListModel(columns, parent=self)
        self.table.set_rows_model(self.model)
        note = QLabel(rule, self)
        note.setProperty("tone", "muted")
        note.setWordWrap(True)
        self.close_button = push_button("Fermer", self)
        self.close_button.clicked.connect(self.reject)
        self.foot = QHBoxLayout()
        self.foot.addStretch(1)
        self.foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        for widget, share in ((self.banner, 0), (self.head, 0), (self.table, 1), (note, 0)):
            layout.addWidget(widget, share)
        layout.addLayout(self.foot)
        self.resize(fitting(self))

    def read(self, session: Session, job: Callable[[Store], Found], show: Callable[[Found], None]) -> None:
        """Show what `job` finds in the dossier."""
        store = session.store
        session.executor.submit(
            lambda _: job(store),
            show,
            lambda error: messages.show_error(error, self, self.banner),
            key=self.table.objectName(),
            owner=self,
        )

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(self._lines[0] * line, self._lines[1] * line)
