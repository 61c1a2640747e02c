"""A form in lines: label with its key, field, and beside it what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.ui.widgets.field import Field


class LabelledForm(QWidget):
    """A grid of labels and fields; each line is known by the English name of what it edits.

    A label with `&` gives its key to the field. Beside each field stands its hint, or the sentence about its
    error.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(2, 1)
        self._fields: dict[str, QWidget] = {}
        self._labels: dict[str, QLabel] = {}
        self._notes: dict[str, QLabel] = {}
        self._hints: dict[str, str] = {}

    def add(self, name: str, label: str, field: QWidget, hint: str = "") -> None:
        """Add a line; `label` is without its colon and may have a `&`, `hint` is a short muted text."""
        row = self._grid.rowCount()
        text = QLabel(f"{label}\u00a0:", self)
        text.setBuddy(field)
        text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        note = QLabel(self)
        note.setWordWrap(True)
        note.setTextFormat(Qt.TextFormat.PlainText)
        note.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if not field.accessibleName():
            field.setAccessibleName(label.replace("&", ""))
        self._grid.addWidget(text, row, 0)
        self._grid.addWidget(field, row, 1)
        self._grid.addWidget(note, row, 2)
        if self._fields:
            # Tab follows the lines, whatever the order in which the fields were made.
            QWidget.setTabOrder(list(self._fields.values())[-1], field)
        self._fields[name] = field
        self._labels[name] = text
        self._notes[name] = note
        self._hints[name] = hint
        self._show_note(name, "")
        if isinstance(field, Field):
            field.error_changed.connect(lambda sentence: self._show_note(name, sentence))

    def add_heading(self, text: str) -> None:
        """Add a title above the next lines."""
        heading = QLabel(text, self)
        heading.setProperty("heading", True)
        row = self._grid.rowCount()
        if self._fields:
            self._grid.setRowMinimumHeight(row, self.fontMetrics().height() // 2)
            row += 1
        self._grid.addWidget(heading, row, 0, 1, 3)

    def field(self, name: str) -> QWidget:
        """The field of this line; KeyError when there is none."""
        return self._fields[name]

    def set_hint(self, name: str, hint: str) -> None:
        """Show another short text beside this field; an error keeps its place."""
        self._hints[name] = hint
        if not self.error(name):
            self._show_note(name, "")

    def label_width(self) -> int:
        """The width that the labels need, in pixels."""
        return max((label.sizeHint().width() for label in self._labels.values()), default=0)

    def set_column_widths(self, labels: int, notes: int) -> None:
        """Give labels and notes at least these pixels: the fields of two forms then stand in one column."""
        self._grid.setColumnMinimumWidth(0, labels)
        self._grid.setColumnMinimumWidth(2, notes)

    def set_line_visible(self, name: str, visible: bool) -> None:
        """Show or hide a whole line."""
        for widget in (self._fields[name], self._labels[name], self._notes[name]):
            widget.setVisible(visible)

    def error(self, name: str) -> str:
        """The sentence shown beside this field, empty when there is none."""
        note = self._notes[name]
        return note.text() if note.property("tone") == "danger" else ""

    def set_error(self, name: str, sentence: str) -> None:
        """Show this sentence beside the field; empty takes it back."""
        field = self._fields[name]
        if isinstance(field, Field):
            field.set_error(sentence)
        else:
            self._show_note(name, sentence)

    def clear_errors(self) -> None:
        """Take back every sentence."""
        for name in self._fields:
            self.set_error(name, "")

    def check(self) -> bool:
        """True when every visible field is right; otherwise the first wrong one has the focus."""
        fields = [each for each in self._fields.values() if isinstance(each, Field) and not each.isHidden()]
        wrong = [each for each in fields if not each.check()]
        if wrong:
            _focus(wrong[0])
        return not wrong

    def show_invalid(self, error: InvalidValue) -> bool:
        """True when the refused value has its line here: the sentence is then beside it, with the focus."""
        if error.field not in self._fields:
            return False
        self.set_error(error.field, str(error))
        _focus(self._fields[error.field])
        return True

    def _show_note(self, name: str, sentence: str) -> None:
        note = self._notes[name]
        note.setText(sentence or self._hints[name])
        note.setProperty("tone", "danger" if sentence else "muted")
        note.style().unpolish(note)
        note.style().polish(note)


def _focus(field: QWidget) -> None:
    """Give a refused field the focus, its text selected: what is typed next takes its place."""
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(field, Field):
        field.selectAll()


def align_forms(forms: Sequence[LabelledForm], note_letters: int = 16) -> None:
    """Let the fields of several forms stand under each other; room for notes of so many average letters."""
    widest = max(form.label_width() for form in forms)
    for form in forms:
        form.set_column_widths(widest, form.fontMetrics().averageCharWidth() * note_letters)
