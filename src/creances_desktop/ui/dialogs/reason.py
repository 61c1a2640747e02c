"""A reason asked in one line, for an action that keeps it in the history."""

from __future__ import annotations

from PySide6.QtWidgets import QInputDialog, QWidget


class ReasonDialog(QInputDialog):
    """One line and a button that bears the verb."""

    @classmethod
    def ask(cls, parent: QWidget | None, title: str, text: str, verb: str) -> str | None:
        """The reason typed; None when the user gave up. `text` says what follows from the action."""
        dialog = cls(parent)
        dialog.setWindowTitle(title)
        dialog.setLabelText(text)
        dialog.setOkButtonText(verb)
        dialog.setMinimumWidth(420)
        accepted = dialog.exec()
        reason = dialog.textValue()
        dialog.deleteLater()
        return reason if accepted else None
