"""A letter as a draft for the user's own mailer: to whom, which words, which files; then marked as sent."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.services import attachments, emails, letters
from creances_desktop.services.changes import Changes
from creances_desktop.services.emails import Draft, OfferedFile
from creances_desktop.ui import file_dialogs, messages, outside
from creances_desktop.ui.dialogs.letter_event import EmailedDialog
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import RIGHT, Column
from creances_desktop.ui.widgets.fields import Field
from creances_desktop.ui.widgets.form import LabelledForm
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

DRAFTS = "Brouillons d’e-mail (*.eml)"


def file_columns() -> list[Column[OfferedFile]]:
    """The files that the message may carry."""
    return [
        Column("words", "Pièce", lambda one: one.words, width=24, stretch=True),
        Column("name", "Fichier", lambda one: one.name, width=28, tooltip=lambda one: one.name),
        Column("size", "Taille", lambda one: attachments.size_text(one.size), RIGHT,
               sort_key=lambda one: one.size, width=10),
    ]  # fmt: skip


class EmailDraftDialog(QDialog):
    """The draft, wholly editable; the program itself sends nothing.

    Signals:
        data_changed(Changes): the letter was marked as sent.
    """

    data_changed = Signal(object)

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        session: Session,
        letter_id: int,
        on_change: Callable[[Changes], None],
        place: str = "",
    ) -> bool:
        """Show it until it is closed; whether the letter was marked as sent. `place` says `2 sur 5`."""
        dialog = cls(session, letter_id, parent, place)
        dialog.data_changed.connect(on_change)
        sent = bool(dialog.exec())
        dialog.deleteLater()
        return sent

    def __init__(
        self, session: Session, letter_id: int, parent: QWidget | None = None, place: str = ""
    ) -> None:
        super().__init__(parent)
        self._session, self._letter_id = session, letter_id
        self._made = emails.prepare(session.store, letter_id)
        letter = self._made.letter
        self.setWindowTitle(f"E-mail {place}".strip() + f" — {letter.client_name}, {letter.reference}")
        self.banner = Banner(self)
        self.to = QComboBox(self)
        self.to.setEditable(True)
        self.to.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.copies, self.subject = Field(self), Field(self, required="Indiquez un objet.")
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Texte du message")
        self.files = Table("email_files", self)
        self.model = ListModel(file_columns(), self._made.files, checkable=True, parent=self)
        self._build()
        disable_if_reading(session, self.sent_button)
        self._fill()
        self.resize(fitting(self))
        self.open_button.setFocus()

    def draft(self) -> Draft:
        """What is shown."""
        keys = [self._made.files[place].key for place in sorted(self.model.ticked())]
        return Draft(
            self.to.currentText(),
            self.copies.text(),
            self.subject.text(),
            self.text.toPlainText(),
            tuple(keys),
        )

    def _build(self) -> None:
        self.files.set_rows_model(self.model)
        self.files.setAccessibleName("Pièces du message")
        self.files.setMaximumHeight(self.fontMetrics().height() * 8)
        self.form = LabelledForm(self)
        self.form.add("to", "&Destinataire", self.to)
        self.form.add("copies", "&Copie à", self.copies, "Adresses séparées par des virgules")
        self.form.add("subject", "O&bjet", self.subject)
        heading = QLabel("Pièces &jointes", self)
        heading.setProperty("heading", True)
        heading.setBuddy(self.files)
        self.open_button = push_button("Ouvrir dans la &messagerie", self, icon="send", primary=True)
        self.save_button = push_button(
            "&Enregistrer le brouillon…", self, icon="save", tooltip="Un fichier .eml"
        )
        self.sent_button = push_button(
            "Marquer en&voyée…", self, icon="circle-check", tooltip="Une fois parti\u00a0: quand et à qui"
        )
        self.later = push_button("Fermer", self)
        row = QHBoxLayout()
        for button in (self.open_button, self.save_button):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.sent_button, self.later):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        for widget in (self.banner, self.form, self.text, heading, self.files):
            layout.addWidget(widget, 1 if widget is self.text else 0)
        layout.addLayout(row)
        self.open_button.clicked.connect(lambda: self._open())  # noqa: PLW0108 - drops the bool
        self.save_button.clicked.connect(lambda: self._save())  # noqa: PLW0108
        self.sent_button.clicked.connect(lambda: self._mark())  # noqa: PLW0108
        self.later.clicked.connect(self.reject)

    def _fill(self) -> None:
        made = self._made
        for one in made.others:
            self.to.addItem(one.words)
        self.to.setCurrentText(made.contact.words if made.contact else "")
        why = (
            f"Proposé\u00a0: {made.contact.why}" if made.contact else "Aucune adresse connue\u00a0: à saisir"
        )
        self.form.set_hint("to", why)
        self.subject.setText(made.subject)
        self.text.setPlainText(made.body)
        self.model.set_ticked([place for place, file in enumerate(made.files) if file.chosen], ticked=True)

    def _built(self) -> bytes | None:
        """The `.eml`, or None once it was said what is wrong."""
        self.banner.clear()
        self.form.clear_errors()
        if not self.form.check():
            return None
        try:
            return emails.build(self._session.store, self._letter_id, self.draft())
        except InvalidValue as error:
            if not self.form.show_invalid(error):
                messages.show_error(error, self, self.banner)
        except DomainError as error:
            messages.show_error(error, self, self.banner)
        return None

    def _open(self) -> None:
        data = self._built()
        if data is None:
            return
        name = emails.draft_name(self._made.letter)
        if outside.open_copy(name, data, self, self.banner) is not None:
            self.banner.show_information(
                "Le brouillon est ouvert dans votre messagerie. Une fois envoyé, marquez la lettre envoyée."
            )

    def _save(self) -> None:
        data = self._built()
        if data is None:
            return
        name = emails.draft_name(self._made.letter)
        path = file_dialogs.file_to_write(self, "Enregistrer le brouillon", DRAFTS, name, suffix="eml")
        if path is None:
            return
        try:
            letters.write_file(path, data)
        except DomainError as error:
            messages.show_error(error, self, self.banner)
        else:
            self.banner.show_information(
                f"Brouillon enregistré\u00a0: {path}. Une fois envoyé, marquez la lettre envoyée."
            )

    def _mark(self) -> None:
        try:
            to = ", ".join(emails.parse_addresses(self.to.currentText()))
        except InvalidValue:
            to = ""
        changes = EmailedDialog.ask(self, self._session, self._letter_id, to)
        if changes is not None:
            self.data_changed.emit(changes)
            self.accept()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 42, line * 32)
