"""The report of the last session, seen again: on screen, as a PDF, on paper."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from creances_desktop.services import morning_report
from creances_desktop.ui.dialogs.morning_end import EndPage
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner


class MorningReportDialog(QDialog):
    """What came of the last session."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> None:
        """Show the report until the user closes it. Raises DomainError when there was no session yet."""
        dialog = cls(session, parent)
        dialog.exec()
        dialog.deleteLater()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        report = morning_report.last(session.store)
        super().__init__(parent)
        self.setWindowTitle("Compte rendu de séance")
        self.banner = Banner(self)
        self.end = EndPage(session, self.banner, self)
        self.end.show_report(report)
        self.end.letters_button.hide()
        self.end.closed.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self.banner)
        layout.addWidget(self.end, 1)
        self.resize(fitting(self))

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 60, line * 32)
