"""The window *Licences*: what is shipped with the program, whose it is, and the words of each licence."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from creances_desktop.domain.text import fold
from creances_desktop.services import licences
from creances_desktop.services.licences import Component
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

NO_TEXT = "Ce composant n’apporte pas le texte de sa licence\u00a0: seul son nom est connu."


@dataclass(frozen=True, slots=True)
class LicenceLine:
    """A row of the table."""

    component: Component


COLUMNS: tuple[Column[LicenceLine], ...] = (
    Column("name", "Composant", lambda line: line.component.name, width=30,
           sort_key=lambda line: fold(line.component.name), tooltip=lambda line: line.component.name),
    Column("version", "Version", lambda line: line.component.version, width=18, sortable=False),
    Column("licence", "Licence", lambda line: line.component.licence, width=40, stretch=True,
           sort_key=lambda line: fold(line.component.licence), tooltip=lambda line: line.component.licence),
)  # fmt: skip


class LicencesDialog(QDialog):
    """The table of the components, and below it the licence of the one chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Licences")
        self.table = Table("licences", self)
        self.model: ListModel[LicenceLine] = ListModel(COLUMNS, parent=self)
        self.table.set_rows_model(self.model)
        self.table.setAccessibleName("Composants livrés avec le programme")
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Texte de la licence")
        self._build()
        self.table.current_changed.connect(self._on_chosen)
        self.model.set_rows([LicenceLine(each) for each in licences.shipped()])
        self.table.select_id(0)
        self._on_chosen()
        self.table.setFocus()
        self.resize(fitting(self))

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 120, metrics.height() * 36)

    def _build(self) -> None:
        hint = QLabel(
            "Ce qui est livré avec Créances et que d’autres ont écrit. Choisissez une ligne pour lire sa "
            "licence.",
            self,
        )
        hint.setProperty("tone", "muted")
        hint.setWordWrap(True)
        halves = QSplitter(Qt.Orientation.Vertical, self)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.table)
        halves.addWidget(self.text)
        halves.setSizes([300, 300])
        close = push_button("Fermer", self)
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(hint)
        layout.addWidget(halves, 1)
        layout.addLayout(foot)

    @Slot()
    def _on_chosen(self) -> None:
        line = self.model.row_of(self.table.current_id())
        self.text.setPlainText("" if line is None else line.component.text or NO_TEXT)
