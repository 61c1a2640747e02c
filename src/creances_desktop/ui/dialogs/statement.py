"""The statement of account of a client: seen, printed, saved."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.services import clients, statements
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.print_pdf import print_pdf, save_pdf
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.fields import DateField, Lean
from creances_desktop.ui.widgets.pdf_view import PdfPreview


class StatementDialog(QDialog):
    """The statement as it will be printed, as of any day, of the whole account or from a day on."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, client_id: int) -> None:
        """Show the statement until the user closes it; nothing changes in the dossier."""
        dialog = cls(session, parent, client_id)
        dialog.exec()
        dialog.deleteLater()

    def __init__(self, session: Session, parent: QWidget | None, client_id: int) -> None:
        super().__init__(parent)
        self._session, self._client_id = session, client_id
        self._client = clients.get(session.store, client_id)
        self.data = b""
        self.setWindowTitle(f"Relevé de compte\u00a0: {self._client.name}")
        self.banner = Banner(self)
        self.since = DateField(session.today(), self, lean=Lean.BEHIND)
        self.since.setAccessibleName("Depuis le")
        self.as_of = DateField(session.today(), self, required="Indiquez le jour du relevé.")
        self.as_of.setAccessibleName("Au")
        self.as_of.set_value(session.today())
        self.with_interest = QCheckBox("Avec les &intérêts", self)
        self.with_interest.setToolTip("Les intérêts et l’indemnité de chaque facture, arrêtés à ce jour")
        self.as_typed = QCheckBox("&Tel que saisi ce jour-là", self)
        self.as_typed.setToolTip("Seulement ce qui était déjà saisi à la fin de ce jour")
        self.preview = PdfPreview(self)
        self.save_button = push_button("&Enregistrer le PDF…", self, icon="save", primary=True)
        self.print_button = push_button("I&mprimer…", self, icon="printer")
        close = push_button("Fermer", self)
        head = QHBoxLayout()
        for text, field in (("&Depuis le", self.since), ("A&u", self.as_of)):
            label = QLabel(f"{text}\u00a0:", self)
            label.setBuddy(field)
            field.setMaximumWidth(self.fontMetrics().averageCharWidth() * 18)
            head.addWidget(label)
            head.addWidget(field)
        self.since.setPlaceholderText("le début")
        head.addSpacing(12)
        head.addWidget(self.with_interest)
        head.addWidget(self.as_typed)
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button in (self.save_button, self.print_button, close):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.banner)
        layout.addLayout(head)
        layout.addWidget(self.preview, 1)
        layout.addLayout(foot)
        self.resize(fitting(self))
        self.since.value_edited.connect(lambda _: self._draw())
        self.as_of.value_edited.connect(lambda day: self._draw() if day is not None else None)
        self.with_interest.clicked.connect(lambda: self._on_switched(self.as_typed))
        self.as_typed.clicked.connect(lambda: self._on_switched(self.with_interest))
        self.save_button.clicked.connect(self._on_save)
        self.print_button.clicked.connect(self._on_print)
        close.clicked.connect(self.reject)
        self._draw()

    def day(self) -> date:
        """The day of the statement."""
        return self.as_of.value() or self._session.today()

    def _draw(self) -> None:
        store, client_id, day, since = self._session.store, self._client_id, self.day(), self.since.value()
        interest, as_typed = self.with_interest.isChecked(), self.as_typed.isChecked()
        self.banner.clear()
        self._session.executor.submit(
            lambda _: statements.pdf(store, client_id, day, since, with_interest=interest, as_typed=as_typed),
            self._on_drawn,
            self._on_undrawn,
            key=f"statement:{client_id}",
            owner=self,
        )

    def _on_switched(self, other: QCheckBox) -> None:
        """Interest is computed on the accounts as they now stand: the two switches exclude each other."""
        other.setChecked(False)
        self._draw()

    def _on_drawn(self, data: bytes) -> None:
        self.data = data
        self._enable(True)
        self.preview.show_pdf(data)

    def _enable(self, enabled: bool) -> None:
        for button in (self.save_button, self.print_button):
            button.setEnabled(enabled)

    def _on_undrawn(self, error: Exception) -> None:
        """Nothing is saved or printed that is not the statement asked for."""
        self._enable(False)
        self._on_failed(error)

    def _on_failed(self, error: Exception) -> None:
        messages.show_error(error, self, self.banner)

    @Slot()
    def _on_save(self) -> None:
        name = statements.file_name(self._client.code, self.day())
        title = "Enregistrer le relevé de compte"
        save_pdf(self, self.banner, self.data, title, name, said="Relevé enregistré")

    @Slot()
    def _on_print(self) -> None:
        said = ("Relevé imprimé.", "Relevé enregistré.")
        print_pdf(self, self._session, self.banner, self.data, self.windowTitle(), said=said)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 42, line * 36)
