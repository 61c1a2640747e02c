"""Forms half filled in: kept on the disk while one types, offered again after a crash, gone once done with.

Those of a dossier under a password are kept under its key.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from creances_desktop.services import typing_drafts
from creances_desktop.ui.widgets.client_picker import ClientPicker
from creances_desktop.ui.widgets.edit_grid import EditGrid, EditModel

EVERY_MS = 1_000
"""How much of the typing a crash costs at most."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was left: its title, when, and what stood in each field."""

    title: str
    at: datetime
    values: tuple[Any, ...]


def listed(dossier: Path) -> list[Draft]:
    """The drafts kept for a dossier, the latest first."""
    found = [draft for path in typing_drafts.files(dossier) if (draft := _read(dossier, path)) is not None]
    return sorted(found, key=lambda draft: draft.at, reverse=True)


class DraftKeeper(QObject):
    """Keeps what is typed in one form until the form is done with; knows what an earlier run left."""

    def __init__(self, form: QDialog, dossier: Path) -> None:
        super().__init__(form)
        self._form = form
        self._dossier = dossier
        self._name = _key(form)
        self._path = typing_drafts.folder(dossier) / f"{self._name}{typing_drafts.SUFFIX}"
        self.left = _read(dossier, self._path)
        self._known = self._first = capture(form)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.keep)
        self._timer.start()

    @Slot()
    def keep(self) -> None:
        """Write what stands in the form, if it changed."""
        values = capture(self._form)
        if values in (self._known, self._first):
            return
        self._known = values
        note = {"title": self._form.windowTitle(), "at": datetime.now(UTC).isoformat(), "values": values}
        typing_drafts.write(self._dossier, self._name, json.dumps(note, ensure_ascii=False))

    def take_up(self) -> None:
        """Put back what an earlier run left."""
        if self.left is not None:
            restore(self._form, self.left.values)

    def drop(self) -> None:
        """Forget the draft: the form was saved, or given up."""
        self._timer.stop()
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)


def capture(form: QWidget) -> tuple[tuple[str, Any], ...]:
    """What stands in each field of a form, in the order in which the form made them."""
    return tuple(_value(field) for field in _fields(form))


def restore(form: QWidget, values: tuple[Any, ...]) -> None:
    """Puts values into the fields of a form of the same kind, as if they had been typed."""
    pairs = list(zip(values, list(_fields(form)), strict=False))
    # The lists last: what the other fields say decides which rows they have.
    for (kind, value), field in sorted(pairs, key=lambda pair: isinstance(pair[1], EditGrid)):
        if kind != _value(field)[0] and not isinstance(field, ClientPicker):
            continue
        if isinstance(field, ClientPicker) and kind == "client":
            field.choose(value)
        elif isinstance(field, EditGrid):
            _fill(field, value)
        elif isinstance(field, QComboBox):
            if 0 <= value < field.count() and value != field.currentIndex():
                field.setCurrentIndex(value)
                field.activated.emit(value)
        elif isinstance(field, QAbstractButton):
            if field.isChecked() != value:
                field.click()
        elif isinstance(field, QPlainTextEdit):
            field.setPlainText(value)
        elif isinstance(field, QLineEdit) and field.text() != value:
            field.setText(value)
            field.setModified(True)
            field.textEdited.emit(value)


def _fields(form: QWidget) -> Iterator[QWidget]:
    yield from (field for field in form.findChildren(QWidget) if _is_field(field))


def _fill(grid: EditGrid, rows: list[list[str]]) -> None:
    """Types into the cells again; a row that is there no more is left out."""
    for row, texts in enumerate(rows):
        for column, text in zip(_edited_columns(grid), texts, strict=False):
            index = grid.model().index(row, column)
            if index.isValid() and grid.model().data(index, Qt.ItemDataRole.EditRole) != text:
                grid.model().setData(index, text, Qt.ItemDataRole.EditRole)


def _edited_columns(grid: EditGrid) -> list[int]:
    model = grid.model()
    if not isinstance(model, EditModel):
        return []
    return [column for column in range(model.columnCount()) if model.is_editable(column)]


def _typed_rows(grid: EditGrid) -> list[list[str]]:
    columns, model = _edited_columns(grid), grid.model()
    return [
        [str(model.data(model.index(row, column), Qt.ItemDataRole.EditRole)) for column in columns]
        for row in range(model.rowCount() if columns else 0)
    ]


def _is_field(field: QWidget) -> bool:
    if isinstance(field, QLineEdit | QPlainTextEdit):
        parent = field.parent()
        inner = isinstance(parent, QComboBox | QAbstractSpinBox)
        cell = parent is not None and isinstance(parent.parent(), QAbstractItemView)
        return not inner and not cell and not field.isReadOnly()
    return isinstance(field, QComboBox | EditGrid) or (
        isinstance(field, QAbstractButton) and field.isCheckable()
    )


def _value(field: QWidget) -> tuple[str, Any]:
    if isinstance(field, EditGrid):
        return "rows", _typed_rows(field)
    if isinstance(field, ClientPicker) and (client := field.client()) is not None:
        return "client", client.code
    if isinstance(field, QComboBox):
        return "choice", field.currentIndex()
    if isinstance(field, QAbstractButton):
        return "check", field.isChecked()
    if isinstance(field, QPlainTextEdit):
        return "text", field.toPlainText()
    return "line", field.text() if isinstance(field, QLineEdit) else ""


def _key(form: QDialog) -> str:
    text = f"{type(form).__name__} {form.windowTitle()}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _read(dossier: Path, path: Path) -> Draft | None:
    text = typing_drafts.read(dossier, path)
    if text is None:
        return None
    try:
        note = json.loads(text)
        values = tuple((str(kind), value) for kind, value in note["values"])
        return Draft(str(note["title"]), datetime.fromisoformat(note["at"]), values)
    except (ValueError, KeyError, TypeError):
        return None
