"""The call sheet of a client as it will be printed: seen, saved, printed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.services import call_sheet, clients
from creances_desktop.services.letters import write_file
from creances_desktop.ui import file_dialogs, messages, printing
from creances_desktop.ui.dialogs.call_openings import CallOpeningsDialog
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.pdf_view import PdfPreview


class CallSheetPreview(QDialog):
    """One page to have under the pen; only the phrases that open calls can be changed from here."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, client_id: int) -> None:
        """Show the sheet until the user closes it."""
        dialog = cls(session, client_id, parent)
        dialog.exec()
        dialog.deleteLater()

    def __init__(self, session: Session, client_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._client_id = session, client_id
        self._client = clients.get(session.store, client_id)
        self.data = b""
        self.setWindowTitle(f"Fiche d’appel\u00a0: {self._client.name}")
        self.banner, self.preview = Banner(self), PdfPreview(self)
        self.save_button = push_button("&Enregistrer le PDF…", self, icon="save")
        self.phrases_button = push_button(
            "P&hrases d’appel…", self, icon="pencil", tooltip="Comment commencer, selon la situation"
        )
        disable_if_reading(session, self.phrases_button)
        self.print_button = push_button("I&mprimer…", self, icon="printer", primary=True)
        close = push_button("Fermer", self)
        foot = QHBoxLayout()
        foot.addWidget(self.phrases_button)
        foot.addStretch(1)
        for button in (self.save_button, self.print_button, close):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.banner)
        layout.addWidget(self.preview, 1)
        layout.addLayout(foot)
        self.save_button.clicked.connect(self._on_save)
        self.print_button.clicked.connect(self._on_print)
        close.clicked.connect(self.reject)
        self.phrases_button.clicked.connect(self._on_phrases)
        self.resize(fitting(self))
        self._draw()

    def _draw(self) -> None:
        session, client_id = self._session, self._client_id
        store, day = session.store, session.today()
        session.executor.submit(
            lambda _: call_sheet.pdf(store, client_id, day), self._on_drawn, self._failed, owner=self
        )

    def _on_drawn(self, data: bytes) -> None:
        self.data = data
        self.preview.show_pdf(data)
        self.print_button.setFocus()

    def _failed(self, error: Exception) -> None:
        for button in (self.save_button, self.print_button):
            button.setEnabled(bool(self.data))
        messages.show_error(error, self, self.banner)

    @Slot()
    def _on_phrases(self) -> None:
        if CallOpeningsDialog.ask(self, self._session) is not None:
            self._draw()

    @Slot()
    def _on_save(self) -> None:
        name = call_sheet.file_name(self._client.code, self._session.today())
        path = file_dialogs.file_to_write(
            self, "Enregistrer la fiche d’appel", "PDF (*.pdf)", name, suffix="pdf"
        )
        if path is None:
            return
        try:
            write_file(path, self.data)
        except (DomainError, OSError) as error:
            self._failed(error)
        else:
            self.banner.show_success(f"Fiche enregistrée\u00a0: {path}")

    @Slot()
    def _on_print(self) -> None:
        chosen = printing.ask_printer(self, self.windowTitle())
        if chosen is None:
            return
        data, title = self.data, self.windowTitle()
        self._session.executor.submit(
            lambda progress: printing.send(chosen, data, title, progress),
            lambda _: self.banner.show_success("Fiche d’appel imprimée."),
            self._failed,
            owner=self,
            label="Impression de la fiche d’appel",
        )

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 42, line * 36)
