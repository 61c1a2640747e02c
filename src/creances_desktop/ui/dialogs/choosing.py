"""A dialog that is looked at, and from which one thing may be opened."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from creances_desktop.ui.session import Session


class ChoosingDialog(QDialog):
    """Lists to look at; what the user opens in one of them closes the dialog.

    Signals:
        chosen(int): the client or the invoice that was opened, as the dialog says.
    """

    chosen = Signal(int)

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> int | None:
        """What the user wants to see; None when he only looked."""
        return cls(session, parent).run()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def run(self) -> int | None:
        """Show it, then let it go; see `ask`."""
        found: list[int] = []
        self.chosen.connect(found.append)
        self.exec()
        self.deleteLater()
        return found[0] if found else None

    def _choose(self, row_id: int) -> None:
        self.chosen.emit(row_id)
        self.accept()
