"""The end of a session: its report on screen, as a PDF and on paper."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.morning_report import MorningReport, ReportLine
from creances_desktop.services import morning_report
from creances_desktop.services.letters import write_file
from creances_desktop.ui import file_dialogs, messages, printing
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column, State, amount_column, state_column
from creances_desktop.ui.widgets.facts import FigureStrip
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel


class EndPage(QWidget):
    """What came of the morning.

    Signals:
        letters_wanted(): show the letters to print.
        closed(): the user is done.
    """

    letters_wanted = Signal()
    closed = Signal()

    def __init__(self, session: Session, banner: Banner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._banner = session, banner
        self.report: MorningReport | None = None
        self.title, self.bank, self.figures = QLabel(self), QLabel(self), FigureStrip(self)
        self.title.setProperty("heading", True)
        self.bank.setProperty("tone", "muted")
        self.table = Table("morning_report", self)
        self.model: ListModel[ReportLine] = ListModel(_columns(), parent=self)
        self.table.set_rows_model(self.model)
        self.table.setAccessibleName("Compte rendu par client")
        self.letters_button = push_button("&Lettres à imprimer", self, icon="printer")
        self.save_button = push_button("&Enregistrer le PDF…", self, icon="save")
        self.print_button = push_button("I&mprimer…", self, icon="printer")
        self.close_button = push_button("&Terminer", self, icon="check", primary=True)
        foot = QHBoxLayout()
        foot.addWidget(self.letters_button)
        foot.addStretch(1)
        for button in (self.save_button, self.print_button, self.close_button):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.title, self.bank, self.figures):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.letters_button.clicked.connect(lambda: self.letters_wanted.emit())  # noqa: PLW0108 - drops the bool
        self.close_button.clicked.connect(lambda: self.closed.emit())  # noqa: PLW0108 - drops the bool
        self.save_button.clicked.connect(self._on_save)
        self.print_button.clicked.connect(self._on_print)

    def show_report(self, report: MorningReport) -> None:
        """Show this report, the keyboard on the button that closes."""
        self.report = report
        self.title.setText(report.title)
        self.bank.setText(f"{report.bank}.")
        self.figures.show_figures([(caption, value, Tone.NORMAL) for caption, value in report.figures])
        self.model.set_rows(report.lines)
        self.letters_button.setVisible(bool(report.letters))
        self.close_button.setFocus()

    @Slot()
    def _on_save(self) -> None:
        if self.report is None:
            return
        name = morning_report.file_name(self.report.day)
        path = file_dialogs.file_to_write(
            self, "Enregistrer le compte rendu", "PDF (*.pdf)", name, suffix="pdf"
        )
        if path is None:
            return
        try:
            write_file(path, morning_report.pdf(self._session.store, self.report))
        except (DomainError, OSError) as error:
            messages.show_error(error, self, self._banner)
        else:
            self._banner.show_success(f"Compte rendu enregistré\u00a0: {path}")

    @Slot()
    def _on_print(self) -> None:
        chosen = printing.ask_printer(self, self.title.text()) if self.report is not None else None
        if chosen is None or self.report is None:
            return
        data, title = morning_report.pdf(self._session.store, self.report), self.title.text()
        self._session.executor.submit(
            lambda progress: printing.send(chosen, data, title, progress),
            lambda _: self._banner.show_success("Compte rendu imprimé."),
            lambda error: messages.show_error(error, self, self._banner),
            owner=self,
            label="Impression du compte rendu",
        )


def _columns() -> list[Column[ReportLine]]:
    return [
        state_column(
            "done",
            "État",
            lambda one: (
                State("check", "Traité", Tone.SUCCESS)
                if one.done
                else State("clock", "À faire", Tone.WARNING)
            ),
            width=11,
        ),
        Column("client", "Client", lambda one: one.client_name, width=28, bold=lambda _: True),
        Column("kind", "Pour", lambda one: one.kind, width=18),
        amount_column("amount", "Enjeu", lambda one: one.amount or None),
        Column("said", "Ce qu’il en est", lambda one: one.said, width=40, stretch=True),
    ]
