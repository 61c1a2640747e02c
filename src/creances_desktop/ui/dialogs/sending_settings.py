"""Settings of what is sent: when receipts are awaited, and from where a granted delay runs."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from creances_desktop.services import sending_settings
from creances_desktop.services.changes import Changes
from creances_desktop.services.sending_settings import SendingSettings
from creances_desktop.ui.dialogs.holds import HoldDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.number_field import DaysField

WORDS = (
    "Aucun texte ne fixe le départ du délai accordé par une lettre\u00a0: c’est la lettre qui le dit. "
    "Compté de la réception, il ne finit jamais avant la date qu’elle porte."
)


class SendingSettingsDialog(HoldDialog):
    """The choices of the dossier about what it sends."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> Changes | None:
        """What was changed; None when the user gave up."""
        return cls(session, parent).run()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Réglages des envois", "&Enregistrer", "Recommandés et délais", WORDS, parent)
        self._session = session
        known = sending_settings.get(session.store)
        self.start = QComboBox(self)
        self.start.addItem("à la date que porte la lettre", False)
        self.start.addItem("autant de jours après la réception", True)
        self.start.setCurrentIndex(int(known.deadline_from_receipt))
        self.days = DaysField(self, required="Indiquez un nombre de jours.", maximum=90)
        self.days.set_value(known.receipt_days)
        self.remind = QCheckBox("Rappeler de &déposer les recommandés imprimés", self)
        self.remind.setChecked(known.remind_deposit)
        self.form.add("start", "&Le délai accordé finit", self.start)
        self.form.add("receipt_days", "&Accusé attendu après", self.days, "jours depuis le dépôt")
        self.body.insertWidget(self.body.count() - 1, self.remind)
        self.start.setFocus()

    def save(self) -> Changes | None:
        """Keep the choices; the calendar follows."""
        settings = SendingSettings(
            bool(self.start.currentData()), int(self.days.value()), self.remind.isChecked()
        )
        return sending_settings.save(self._session.store, settings, self._session.today())
