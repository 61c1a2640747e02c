"""Forms half filled in: kept on the disk while one types, offered again after a crash, gone once done with.

Nothing is kept of a dossier under a password: the draft would lie in clear text.
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

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from creances_desktop import paths
from creances_desktop.services import passwords

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
    found = [draft for path in _folder(dossier).glob("*.json") if (draft := _read(path)) is not None]
    return sorted(found, key=lambda draft: draft.at, reverse=True)


class DraftKeeper(QObject):
    """Keeps what is typed in one form until the form is done with; knows what an earlier run left."""

    def __init__(self, form: QDialog, dossier: Path) -> None:
        super().__init__(form)
        self._form = form
        self._path = _folder(dossier) / f"{_key(form)}.json"
        self._kept = not passwords.is_protected(dossier)
        self.left = _read(self._path) if self._kept else None
        self._known = self._first = capture(form)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.keep)
        if self._kept:
            self._timer.start()

    @Slot()
    def keep(self) -> None:
        """Write what stands in the form, if it changed."""
        values = capture(self._form)
        if values in (self._known, self._first):
            return
        self._known = values
        note = {"title": self._form.windowTitle(), "at": datetime.now(UTC).isoformat(), "values": values}
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            partial = self._path.with_suffix(".partial")
            partial.touch(mode=0o600)
            partial.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
            partial.replace(self._path)

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
    for (kind, value), field in zip(values, list(_fields(form)), strict=False):
        if kind != type(field).__name__ and kind != _value(field)[0]:
            continue
        if isinstance(field, QComboBox):
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


def _is_field(field: QWidget) -> bool:
    if isinstance(field, QLineEdit | QPlainTextEdit):
        inner = isinstance(field.parent(), QComboBox | QAbstractSpinBox)
        return not inner and not field.isReadOnly()
    return isinstance(field, QComboBox) or (isinstance(field, QAbstractButton) and field.isCheckable())


def _value(field: QWidget) -> tuple[str, Any]:
    if isinstance(field, QComboBox):
        return "choice", field.currentIndex()
    if isinstance(field, QAbstractButton):
        return "check", field.isChecked()
    if isinstance(field, QPlainTextEdit):
        return "text", field.toPlainText()
    return "line", field.text() if isinstance(field, QLineEdit) else ""


def _folder(dossier: Path) -> Path:
    known = hashlib.sha256(str(dossier.absolute()).encode()).hexdigest()[:12]
    return paths.data_folder() / "brouillons" / known


def _key(form: QDialog) -> str:
    text = f"{type(form).__name__} {form.windowTitle()}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _read(path: Path) -> Draft | None:
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
        values = tuple((str(kind), value) for kind, value in note["values"])
        return Draft(str(note["title"]), datetime.fromisoformat(note["at"]), values)
    except (OSError, ValueError, KeyError, TypeError):
        return None
