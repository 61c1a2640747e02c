"""The versions that the user made of a text, each shown in full; one may be taken again."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from creances_desktop.domain.letter_templates import LetterTemplate
from creances_desktop.services import letter_texts
from creances_desktop.services.letter_texts import Version
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import SideButton
from creances_desktop.ui.widgets.columns import Column
from creances_desktop.ui.widgets.splitter import KeptSplitter
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel


class LetterVersionsDialog(QDialog):
    """The list above, the text of the version chosen below."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, text: LetterTemplate) -> LetterTemplate | None:
        """The version to take again, None when the user gave up."""
        dialog = cls(session, parent, text)
        accepted = dialog.exec()
        chosen = dialog.chosen()
        dialog.deleteLater()
        return chosen.text if accepted and chosen is not None else None

    def __init__(self, session: Session, parent: QWidget | None, text: LetterTemplate) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Historique\u00a0: {text.name}")
        self.versions = Table("letter_versions", self)
        self.model: ListModel[Version] = ListModel(
            _columns(),
            letter_texts.versions(session.store, text.key),
            row_id=lambda one: one.number,
            parent=self,
        )
        self.versions.set_rows_model(self.model)
        self.versions.setAccessibleName("Versions")
        self.versions.set_empty_message("Ce texte n’a jamais été modifié.", "C’est celui du programme.")
        self.shown = QPlainTextEdit(self)
        self.shown.setReadOnly(True)
        self.shown.setAccessibleName("Texte de la version")
        self.take = QPushButton("&Reprendre cette version", self)
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.take, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(SideButton("Fermer", self), QDialogButtonBox.ButtonRole.RejectRole)
        halves = KeptSplitter("letter_versions", Qt.Orientation.Vertical, self)
        halves.addWidget(self.versions)
        halves.addWidget(self.shown)
        halves.share(160, 320)
        layout = QVBoxLayout(self)
        layout.addWidget(halves, 1)
        layout.addWidget(buttons)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.versions.current_changed.connect(self._on_current)
        self.versions.activated_row.connect(lambda _: self.accept())
        if self.model.rows:
            self.versions.select_id(self.model.rows[0].number)
        self._on_current()
        self.resize(fitting(self))

    def chosen(self) -> Version | None:
        """The version of the current line."""
        return self.model.row_of(self.versions.current_id())

    @Slot()
    def _on_current(self) -> None:
        version = self.chosen()
        self.take.setEnabled(version is not None)
        if version is None:
            self.shown.clear()
            return
        words = letter_texts.wording(version.text)
        self.shown.setPlainText("\n\n".join(line.replace("**", "") for line in words.lines))

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 44, line * 32)


def _columns() -> list[Column[Version]]:
    return [
        Column("number", "Version", lambda one: str(one.number), width=8, sortable=False),
        Column("made", "Enregistrée le", lambda one: _moment(one.made_at), width=18, sortable=False),
        Column("what", "Contenu", lambda one: "Original rétabli" if one.restored else "Votre texte", width=18,
               stretch=True, sortable=False),
    ]  # fmt: skip


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone():%d/%m/%Y à %H:%M}"
