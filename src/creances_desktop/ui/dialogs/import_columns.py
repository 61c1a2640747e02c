"""When a required column was not recognised: the columns of the file, their first values, what each is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from creances_desktop.domain.imports import UnrecognisedColumns
from creances_desktop.services import imports

IGNORED = "— ne pas lire —"
SAMPLES = 3
KINDS = {"invoices": "Factures et avoirs", "clients": "Clients", "payments": "Règlements"}


class ColumnsPage(QWidget):
    """Asks which column is which.

    Signals:
        changed(): another column was named.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problem: UnrecognisedColumns | None = None
        self._boxes: dict[str, QComboBox] = {}
        self._title = QLabel(self)
        self._title.setWordWrap(True)
        self._title.setProperty("heading", True)
        self.kind = QComboBox(self)
        for kind, label in KINDS.items():
            self.kind.addItem(label, kind)
        self.kind.activated.connect(self._on_kind)
        self._lacking = QLabel(self)
        self._lacking.setWordWrap(True)
        self._lacking.setTextFormat(Qt.TextFormat.PlainText)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        line = QHBoxLayout()
        question = QLabel("&Ce que contient le fichier\u00a0:", self)
        question.setBuddy(self.kind)
        line.addWidget(question)
        line.addWidget(self.kind)
        line.addStretch(1)
        layout.addLayout(line)
        layout.addWidget(self._lacking)
        layout.addWidget(self._area, 1)

    @property
    def path(self) -> str:
        """The file that is asked about."""
        return "" if self._problem is None else self._problem.path

    def ask(self, problem: UnrecognisedColumns) -> None:
        """Show the columns of this file; what was understood, or said before, is filled in."""
        again = self.path == problem.path
        said = self.mapping() if again else {}
        self._problem = problem
        name = Path(problem.path).name
        self._title.setText(
            f"«\u00a0{name}\u00a0»\u00a0: dites de quelle colonne il s’agit, une fois pour toutes."
        )
        if not again:
            self.kind.setCurrentIndex(self.kind.findData(problem.kind))
        self._fill(said)

    def _fill(self, said: Mapping[str, str]) -> None:
        """Ask about every column as a file of the kind chosen has them."""
        problem = self._problem
        if problem is None:
            return
        kind = str(self.kind.currentData())
        names = imports.column_names(kind)
        known = imports.proposed_columns(kind, problem.headers) | dict(said)
        self._boxes = {}
        content = QFrame(self._area)
        content.setProperty("card", True)
        grid = QGridLayout(content)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(24)
        grid.setColumnStretch(3, 1)
        for place, text in enumerate(("Colonne du fichier", "Premières valeurs", "Ce que c’est")):
            head = QLabel(text, content)
            head.setProperty("tone", "muted")
            grid.addWidget(head, 0, place)
        for place, header in enumerate(problem.headers):
            line = self._line(content, place, header)
            box = self._box(content, header, names, known.get(header, ""))
            line[0].setBuddy(box)
            for column, widget in enumerate((*line, box)):
                grid.addWidget(widget, place + 1, column)
        grid.setRowStretch(len(problem.headers) + 1, 1)
        self._area.setWidget(content)
        self._say()
        first = next((box for box in self._boxes.values() if not box.currentData()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def mapping(self) -> dict[str, str]:
        """What the user said: {header: canonical name}, empty for a column not to be read."""
        return {header: str(box.currentData()) for header, box in self._boxes.items()}

    def lacking(self) -> list[str]:
        """The French names of what is still required."""
        if self._problem is None:
            return []
        kind = str(self.kind.currentData())
        return imports.missing_columns(kind, self._problem.headers, self.mapping())

    def twice(self) -> list[str]:
        """The French names given to two columns."""
        chosen = [box.currentText() for box in self._boxes.values() if box.currentData()]
        return sorted({name for name in chosen if chosen.count(name) > 1})

    def is_complete(self) -> bool:
        """Whether the file can be read as it is named now."""
        return not self.lacking() and not self.twice()

    def _line(self, parent: QWidget, place: int, header: str) -> tuple[QLabel, QLabel]:
        rows = self._problem.sample if self._problem is not None else ()
        values = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
        title = QLabel(header or f"(colonne {place + 1} sans titre)", parent)
        title.setTextFormat(Qt.TextFormat.PlainText)
        sample = QLabel(" · ".join(value[:28] for value in values[:SAMPLES]), parent)
        sample.setTextFormat(Qt.TextFormat.PlainText)
        sample.setProperty("tone", "muted")
        return title, sample

    def _box(self, parent: QWidget, header: str, names: dict[str, str], known: str) -> QComboBox:
        box = QComboBox(parent)
        box.addItem(IGNORED, "")
        for name, label in names.items():
            box.addItem(label, name)
        box.setCurrentIndex(max(box.findData(known), 0))
        box.setAccessibleName(f"Colonne {header}")
        box.activated.connect(self._on_named)
        self._boxes[header] = box
        return box

    @Slot()
    def _on_kind(self) -> None:
        self._fill({})
        self.changed.emit()

    @Slot()
    def _on_named(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        lacking, twice = self.lacking(), self.twice()
        if twice:
            text = f"Deux colonnes portent le même nom\u00a0: {', '.join(twice)}."
        elif lacking:
            text = f"Il manque\u00a0: {', '.join(lacking)}."
        else:
            text = "Tout ce qui est nécessaire est là. Ce choix servira aux prochains fichiers semblables."
        self._lacking.setText(text)
        self._lacking.setProperty("tone", "warning" if twice or lacking else "success")
        self._lacking.style().unpolish(self._lacking)
        self._lacking.style().polish(self._lacking)
