"""What an import would do, before anything is written."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QSpinBox, QTabWidget, QVBoxLayout, QWidget

from creances_desktop.services.import_plan import ImportPlan
from creances_desktop.ui.dialogs.import_rows import (
    change_columns,
    change_rows,
    count_columns,
    count_rows,
    rejected_columns,
    rejected_rows,
    warning_lines,
)
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

ROWS_SHOWN = 7
FEC_WORDS = (
    "Un FEC ne donne pas les dates d’échéance\u00a0: elles sont estimées d’après le délai de règlement de "
    "chaque client, et marquées «\u00a0estimée\u00a0» jusqu’à ce que vous les corrigiez."
)
ALL_GOOD = "Toutes les lignes sont comprises, et rien de ce qui est connu ne change."


class ImportPreview(QWidget):
    """Counts, what each file was recognised as and why, changes old and new, rejected lines, warnings.

    Signals:
        terms_chosen(int): date the invoices without due date so many days after their own.
    """

    terms_chosen = Signal(int)

    def __init__(self, default_terms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: ImportPlan | None = None
        self.counts = Table("import_counts", self)
        self.count_model = ListModel(count_columns(), parent=self)
        self.description = QLabel(self)
        self.terms = QSpinBox(self)
        self.apply_terms = push_button(
            "&Recalculer", self, tooltip="Dater de nouveau les échéances qui manquent"
        )
        self._terms_line = QWidget(self)
        self.tabs = QTabWidget(self)
        self.rejected = Table("import_rejected", self)
        self.rejected_model = ListModel(rejected_columns(), parent=self)
        self.changes = Table("import_changes", self)
        self.change_model = ListModel(change_columns(), parent=self)
        self.warnings = QPlainTextEdit(self)
        self.warnings.setReadOnly(True)
        self.warnings.setTabChangesFocus(True)
        self.terms.setRange(0, 365)
        self.terms.setSuffix("\u00a0jours")
        # The style sheet does not reach the line inside: its text would touch the border.
        self.terms.lineEdit().setTextMargins(self.fontMetrics().averageCharWidth(), 0, 0, 0)
        self.terms.setValue(default_terms)
        self._place()
        self.counts.current_changed.connect(self._describe)
        self.apply_terms.clicked.connect(self._on_terms)

    def show_plan(self, plan: ImportPlan, *, with_terms: bool) -> None:
        """Show the outcome of an analysis; `with_terms` lets the user give a default delay."""
        self._plan = plan
        self.count_model.set_rows(count_rows(plan))
        rows = min(len(self.count_model.ids), ROWS_SHOWN) + 1
        self.counts.setFixedHeight((self.fontMetrics().height() + 7) * rows + 8)
        self.counts.selectRow(0)
        self._describe()
        self._terms_line.setVisible(with_terms)
        self.rejected_model.set_rows(rejected_rows(plan))
        self.change_model.set_rows(change_rows(plan))
        several = len(plan.files) > 1
        for table, model in ((self.rejected, self.rejected_model), (self.changes, self.change_model)):
            table.setColumnHidden(model.column_index("file"), not several)
        self._show_tabs(plan)

    def _show_tabs(self, plan: ImportPlan) -> None:
        words = warning_lines(plan)
        if any(file.format == "fec" for file in plan.files):
            words.insert(0, FEC_WORDS)
        counts = (len(self.rejected_model.ids), len(words), len(self.change_model.ids))
        titles = ("&Lignes rejetées", "À &savoir", "&Changements")
        self.warnings.setPlainText("\n\n".join(words) or ALL_GOOD)
        for place, (title, count) in enumerate(zip(titles, counts, strict=True)):
            self.tabs.setTabText(place, f"{title} ({count})")
            self.tabs.setTabVisible(place, count > 0)
        if not any(counts):
            self.tabs.setTabVisible(1, True)
            self.tabs.setTabText(1, titles[1])
        first = next((place for place, count in enumerate(counts) if count), 1)
        self.tabs.setCurrentIndex(first)

    def _place(self) -> None:
        self.counts.set_rows_model(self.count_model)
        self.counts.setAccessibleName("Ce que contiennent les fichiers")
        self.description.setWordWrap(True)
        self.description.setTextFormat(Qt.TextFormat.PlainText)
        self.description.setProperty("tone", "muted")
        line = QHBoxLayout(self._terms_line)
        line.setContentsMargins(0, 0, 0, 0)
        label = QLabel("Délai de règlement par &défaut\u00a0:", self)
        label.setBuddy(self.terms)
        hint = QLabel("pour les factures sans échéance des clients sans délai connu", self)
        hint.setProperty("tone", "muted")
        for widget in (label, self.terms, self.apply_terms, hint):
            line.addWidget(widget)
        line.addStretch(1)
        for table, model, name in (
            (self.rejected, self.rejected_model, "Lignes rejetées"),
            (self.changes, self.change_model, "Changements"),
        ):
            table.set_rows_model(model)
            table.setAccessibleName(name)
        self.warnings.setAccessibleName("À savoir")
        self.tabs.addTab(self.rejected, "")
        self.tabs.addTab(self.warnings, "")
        self.tabs.addTab(self.changes, "")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.counts)
        layout.addWidget(self.description)
        layout.addWidget(self._terms_line)
        layout.addWidget(self.tabs, 1)

    @Slot()
    def _describe(self) -> None:
        row = self.count_model.row_of(self.counts.current_id())
        if self._plan is not None and row is not None:
            self.description.setText(self._plan.files[row.file].description)

    @Slot()
    def _on_terms(self) -> None:
        self.terms_chosen.emit(self.terms.value())
