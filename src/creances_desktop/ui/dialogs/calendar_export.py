"""The calendar for Outlook, Thunderbird or a telephone: what is exported, and with which reminders."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from creances_desktop.services import calendar_export
from creances_desktop.services.calendar_export import Alarm, Wish
from creances_desktop.services.changes import Changes
from creances_desktop.ui import file_dialogs
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session

ABOUT = (
    "Le fichier s’ouvre dans Outlook, Thunderbird, ou sur un téléphone. Importé de nouveau plus tard, il met "
    "à jour les entrées déjà reçues, sans les doubler, et annule celles qui ont été faites ou retirées "
    "depuis\u00a0: selon le programme, elles disparaissent ou sont barrées. Il contient des noms de clients"
    "\u00a0: gardez-le pour vous."
)
DONE_SINCE = timedelta(days=90)


class CalendarExportDialog(FormDialog):
    """Asks what to export, then where; a large calendar is written by a job, once the dialog is closed."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> tuple[Path, Wish] | None:
        """Where to write what; None when the user gave up."""
        dialog = cls(session, parent)
        dialog.exec()
        chosen = dialog.chosen
        dialog.deleteLater()
        return chosen

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Exporter l’agenda", "&Enregistrer le fichier…", parent, width=42)
        self._session = session
        self.chosen: tuple[Path, Wish] | None = None
        about = QLabel(ABOUT, self)
        about.setWordWrap(True)
        about.setProperty("tone", "muted")
        self.what = QComboBox(self)
        self.what.addItem("Tout ce qui reste à faire", False)
        self.what.addItem("Aussi ce qui est fait depuis 3 mois", True)
        self.alarm = QComboBox(self)
        for one in Alarm:
            self.alarm.addItem(one.label, one.value)
        self.form = add_form(self)
        self.form.add("what", "E&ntrées", self.what)
        self.form.add("alarm", "&Rappels", self.alarm)
        self.body.addWidget(about)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.what.setFocus()

    def save(self) -> Changes | None:
        """Ask where to write; only which entries left is remembered."""
        today = self._session.today()
        path = file_dialogs.file_to_write(
            self, "Exporter l’agenda", "Agenda (*.ics)", calendar_export.file_name(today), suffix="ics"
        )
        if path is not None:
            since = today - DONE_SINCE if self.what.currentData() else None
            self.chosen = path, Wish(since, Alarm(self.alarm.currentData()))
        return None
