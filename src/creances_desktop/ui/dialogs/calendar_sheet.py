"""A day or a week of the calendar as it will be printed."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.services import calendar_sheets
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.print_pdf import print_pdf, save_pdf
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.fields import DateField
from creances_desktop.ui.widgets.pdf_view import PdfPreview

DAY, WEEK = "day", "week"


class CalendarSheetDialog(QDialog):
    """The preview of the real PDF, to print or to save."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, day: date, *, week: bool) -> None:
        """Show the page until the user closes it; nothing changes in the dossier."""
        dialog = cls(session, day, week=week, parent=parent)
        dialog.exec()
        dialog.deleteLater()

    def __init__(self, session: Session, day: date, *, week: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.data = b""
        self.setWindowTitle("Imprimer l’agenda")
        self.banner = Banner(self)
        self.what = QComboBox(self)
        self.what.addItem("Le jour", DAY)
        self.what.addItem("La semaine", WEEK)
        self.what.setCurrentIndex(int(week))
        self.what.setAccessibleName("Jour ou semaine")
        self.day = DateField(session.today(), self, required="Indiquez le jour.")
        self.day.setAccessibleName("Du")
        self.day.set_value(day)
        self.preview = PdfPreview(self)
        self.save_button = push_button("&Enregistrer le PDF…", self, icon="save")
        self.print_button = push_button("I&mprimer…", self, icon="printer", primary=True)
        self._place()
        self.what.activated.connect(self._draw)
        self.day.value_edited.connect(lambda chosen: self._draw() if chosen is not None else None)
        self.save_button.clicked.connect(self._on_save)
        self.print_button.clicked.connect(self._on_print)
        self._draw()
        self.print_button.setFocus()
        self.resize(fitting(self))

    def _place(self) -> None:
        close = push_button("Fermer", self)
        close.clicked.connect(self.reject)
        head = QHBoxLayout()
        for text, field in (("&Page", self.what), ("&Du", self.day)):
            label = QLabel(f"{text}\u00a0:", self)
            label.setBuddy(field)
            head.addWidget(label)
            head.addWidget(field)
        self.day.setMaximumWidth(self.fontMetrics().averageCharWidth() * 18)
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button in (self.print_button, self.save_button, close):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.banner)
        layout.addLayout(head)
        layout.addWidget(self.preview, 1)
        layout.addLayout(foot)

    def _is_week(self) -> bool:
        return bool(self.what.currentData() == WEEK)

    @Slot()
    def _draw(self) -> None:
        store, today, day = self._session.store, self._session.today(), self._chosen()
        make = calendar_sheets.week_pdf if self._is_week() else calendar_sheets.day_pdf
        self.banner.clear()
        self._session.executor.submit(
            lambda _: make(store, day, today),
            self._on_drawn,
            self._on_failed,
            key="calendar_sheet",
            owner=self,
        )

    def _chosen(self) -> date:
        return self.day.value() or self._session.today()

    def _on_drawn(self, data: bytes) -> None:
        self.data = data
        self.preview.show_pdf(data)

    def _on_failed(self, error: Exception) -> None:
        messages.show_error(error, self, self.banner)

    @Slot()
    def _on_save(self) -> None:
        name = calendar_sheets.file_name(self._chosen(), week=self._is_week())
        save_pdf(self, self.banner, self.data, "Enregistrer l’agenda", name, said="Agenda enregistré")

    @Slot()
    def _on_print(self) -> None:
        said = ("Agenda imprimé.", "Agenda enregistré.")
        print_pdf(self, self._session, self.banner, self.data, self.windowTitle(), said=said)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 42, line * 36)
