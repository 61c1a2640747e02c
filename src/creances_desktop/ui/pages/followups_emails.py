"""The letters that wait to leave by e-mail: a strip on the page *Suivi*, their drafts one after the other."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from creances_desktop.domain.text import plural
from creances_desktop.services import emails
from creances_desktop.services.changes import Changes
from creances_desktop.ui import file_dialogs, messages
from creances_desktop.ui.dialogs.email_draft import EmailDraftDialog
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button


class EmailsWaiting(QFrame):
    """How many wait, and what can be done with them; hidden when there is none.

    Signals:
        data_changed(Changes): letters were marked as sent.
    """

    data_changed = Signal(object)

    def __init__(self, session: Session, banner: Banner, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._banner = session, banner
        self.setProperty("banner", "accent")
        self.words = QLabel(self)
        self.prepare = push_button(
            "Préparer les e-mails…", self, icon="send", tooltip="Un brouillon après l’autre, à relire"
        )
        self.save = push_button(
            "Enregistrer les brouillons…", self, icon="save", tooltip="Tous les fichiers .eml dans un dossier"
        )
        disable_if_reading(session, self.prepare, self.save)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 6, 4)
        row.addWidget(self.words, 1)
        row.addWidget(self.save)
        row.addWidget(self.prepare)
        self.prepare.clicked.connect(lambda: self.prepare_all())  # noqa: PLW0108 - drops the bool
        self.save.clicked.connect(lambda: self.save_all())  # noqa: PLW0108
        self.hide()

    def reload(self) -> None:
        """Count again."""
        count = len(emails.waiting(self._session.store))
        words = plural(count, "lettre attend", "lettres attendent")
        self.words.setText(f"{words} d’être envoyée{'s' * (count > 1)} par e-mail.")
        self.setVisible(count > 0)

    def prepare_all(self) -> None:
        """Show the drafts one after the other; closing one without marking it stops."""
        waiting = [letter.id for letter in emails.waiting(self._session.store)]
        for number, letter_id in enumerate(waiting, 1):
            place = f"{number} sur {len(waiting)}" if len(waiting) > 1 else ""
            if not EmailDraftDialog.ask(self, self._session, letter_id, self._tell, place):
                return

    def save_all(self) -> None:
        """Write every draft in a folder; those without a known address are told."""
        folder = file_dialogs.folder(self, "Enregistrer les brouillons", "Enregistrer ici")
        if folder is None:
            return
        store = self._session.store
        ids = [letter.id for letter in emails.waiting(store)]
        self._session.executor.submit(
            lambda _: emails.write_drafts(store, ids, folder),
            lambda paths: self._on_saved(len(paths), len(ids) - len(paths), str(folder)),
            lambda error: messages.show_error(error, self, self._banner),
            owner=self,
            label="Brouillons",
        )

    def _on_saved(self, written: int, without: int, folder: str) -> None:
        words = plural(written, "brouillon enregistré", "brouillons enregistrés")
        text = f"{words} dans «\u00a0{folder}\u00a0»."
        if without:
            lacking = plural(without, "lettre n’a", "lettres n’ont")
            self._banner.show_warning(
                f"{text} {lacking} pas d’adresse e-mail connue\u00a0: ajoutez un contact."
            )
        else:
            self._banner.show_success(text)
        QDesktopServices.openUrl(QUrl.fromLocalFile(folder))

    def _tell(self, changes: Changes) -> None:
        self.data_changed.emit(changes)
