"""The editor of the texts of letters: which there are, their words, and what they give on a real client."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.letter_catalogue import notation_of
from creances_desktop.domain.letter_templates import LetterTemplate
from creances_desktop.domain.letter_tones import Tone
from creances_desktop.domain.other_letter_kinds import EVERY_LETTER
from creances_desktop.services import clients, letter_texts, letter_trials
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.letter_trials import Trial
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.letter_text_panel import LetterTextPanel
from creances_desktop.ui.dialogs.letter_versions import LetterVersionsDialog
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.executor import Lane
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.client_picker import ClientPicker
from creances_desktop.ui.widgets.columns import Column
from creances_desktop.ui.widgets.pdf_view import PdfPreview
from creances_desktop.ui.widgets.splitter import KeptSplitter
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

PAUSE_MS = 500


class LetterTemplatesDialog(QDialog):
    """Three columns: the texts, the words of the one chosen, and its letter as it will be printed."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> Changes | None:
        """What was kept, None when nothing was."""
        dialog = cls(session, parent)
        dialog.exec()
        changes = dialog.changes
        dialog.deleteLater()
        return changes

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.changes: Changes | None = None
        self._text: LetterTemplate | None = None
        self._kept: letter_texts.Wording | None = None
        self._cases = letter_trials.cases(session.store, session.today())
        self.setWindowTitle("Modèles de lettres")
        self.banner = Banner(self)
        self.texts = Table("letter_templates", self)
        self.model: ListModel[LetterTemplate] = ListModel(_columns(), parent=self)
        self.panel = LetterTextPanel(self)
        self.client = ClientPicker(
            lambda words: clients.matching(session.store, words, session.today()), self
        )
        self.worst = QCheckBox("Le &pire cas", self)
        self.preview = PdfPreview(self)
        self.save_button = push_button("&Enregistrer ce texte", self, icon="save", primary=True)
        self.restore_button = push_button(
            "Rétablir l’&original", self, icon="undo-2", tooltip="Reprendre le texte du programme"
        )
        self.versions_button = push_button(
            "&Historique…", self, icon="history", tooltip="Les versions que vous avez enregistrées"
        )
        self.close_button = push_button("&Fermer", self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._build()
        disable_if_reading(session, self.save_button, self.restore_button)
        self._connect()
        self._reload()
        self.texts.select_id(0)
        self.texts.setFocus()

    def text(self) -> LetterTemplate | None:
        """The text that is shown."""
        return self._text

    def has_changes(self) -> bool:
        """Whether the words on the screen are not those that are kept."""
        return self._kept is not None and self.panel.wording() != self._kept

    def show_text(self, key: tuple[str, str, str]) -> None:
        """Choose this text in the list."""
        keys = [one.key for one in self.model.rows]
        self.texts.select_id(keys.index(key))

    def _build(self) -> None:
        self.texts.setAccessibleName("Modèles de lettres")
        self.texts.set_rows_model(self.model)
        self.worst.setToolTip("Le nom le plus long du dossier, le plus grand nombre de factures")
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        label = QLabel("Ape&rçu pour\u00a0:", self)
        label.setBuddy(self.client)
        for widget, stretch in ((label, 0), (self.client, 1), (self.worst, 0)):
            head.addWidget(widget, stretch)
        column.addLayout(head)
        column.addWidget(self.preview, 1)
        columns = KeptSplitter("letter_templates", Qt.Orientation.Horizontal, self)
        for part in (self.texts, self.panel, right):
            columns.addWidget(part)
        columns.share(350, 550, 440)
        foot = QHBoxLayout()
        foot.addWidget(self.restore_button)
        foot.addWidget(self.versions_button)
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.banner)
        layout.addWidget(columns, 1)
        layout.addLayout(foot)
        self.resize(fitting(self))

    def _connect(self) -> None:
        self.texts.current_changed.connect(self._on_chosen)
        self.panel.edited.connect(self._on_edited)
        self.client.value_edited.connect(lambda chosen: self._draw() if chosen is not None else None)
        self.worst.clicked.connect(lambda: self._draw())  # noqa: PLW0108 - drops the bool
        self._pause.timeout.connect(self._draw)
        self.save_button.clicked.connect(self._on_save)
        self.restore_button.clicked.connect(self._on_restore)
        self.versions_button.clicked.connect(self._on_versions)
        self.close_button.clicked.connect(self.reject)

    def _reload(self) -> None:
        self.model.set_rows(sorted(letter_texts.all_texts(self._session.store), key=_place))

    @Slot(int)
    def _on_chosen(self, row_id: int) -> None:
        text = self.model.row_of(row_id)
        if text is None or (self._text is not None and text.key == self._text.key):
            return
        if not self._may_leave():
            self.show_text(self._text.key if self._text else text.key)
            return
        self._show(text)

    def _show(self, text: LetterTemplate) -> None:
        self._text = text
        self.banner.clear()
        self._show_usual_client(text)
        self.panel.show_wording(notation_of(text), letter_texts.wording(text))
        # As the editor gives it back: what a new line or a space changes is no change of the user's.
        self._kept = self.panel.wording()
        self.restore_button.setEnabled(text.own)
        self.save_button.setEnabled(False)
        self._draw()

    def _show_usual_client(self, text: LetterTemplate) -> None:
        """A client for whom this text is meant, unless the one shown is such a client."""
        shown = self.client.client()
        if shown is not None and self._cases.suits(text, shown):
            return
        usual = self._cases.usual_for(text)
        if usual is not None:
            self.client.set_value(clients.get(self._session.store, usual))
            self.client.setCursorPosition(0)

    def _may_leave(self) -> bool:
        """True when nothing would be lost, or the user wants to lose it."""
        return not self.has_changes() or messages.confirm(
            "Texte modifié",
            "Ce texte a été modifié et n’est pas enregistré.",
            "Abandonner les modifications",
            self,
            dangerous=True,
            give_up="Revenir au texte",
        )

    @Slot()
    def _on_edited(self) -> None:
        self.save_button.setEnabled(self.has_changes())
        self._pause.start()

    @Slot()
    def _draw(self) -> None:
        chosen_client, worst = self.client.client(), self.worst.isChecked()
        client_id = chosen_client.id if chosen_client is not None else None
        if self._text is None:
            return
        self.panel.show_problems(letter_texts.findings(self._text, self.panel.wording()))
        if worst and self._cases.most is not None:
            client_id = self._cases.most
        if client_id is None:
            self.preview.clear("Choisissez un client pour voir la lettre telle qu’elle sera imprimée.")
            return
        named = self._cases.longest if worst else None
        store, day, chosen = self._session.store, self._session.today(), client_id
        wanted = letter_texts.worded(self._text, self.panel.wording())
        self._session.executor.submit(
            lambda _: letter_trials.trial(store, wanted, chosen, day, named=named),
            self._on_drawn,
            lambda error: self.preview.clear(messages.sentence_of(error)),
            lane=Lane.PDF,
            key="letter_template",
            owner=self,
        )

    def _on_drawn(self, trial: Trial) -> None:
        self.preview.show_pdf(trial.letter.pdf)
        if self._text is not None:
            findings = letter_texts.findings(self._text, self.panel.wording())
            self.panel.show_problems(findings, trial.empty)

    @Slot()
    def _on_save(self) -> None:
        text = self._text
        if text is None:
            return
        wanted = self.panel.wording()
        faults = letter_texts.findings(text, wanted)
        try:
            self._done(letter_texts.save(self._session.store, text.key, wanted))
            if faults:
                told = " ".join(f"«\u00a0{one.passage}\u00a0»\u00a0: {one.reason}" for one in faults)
                self.banner.show_warning(f"Texte enregistré, avec des passages à revoir. {told}")
        except DomainError as error:
            if isinstance(error, InvalidValue):
                self.panel.show_invalid(error)
            messages.show_error(error, self, self.banner)

    @Slot()
    def _on_restore(self) -> None:
        text = self._text
        if text is None:
            return
        try:
            self._done(letter_texts.restore(self._session.store, text.key))
        except DomainError as error:
            messages.show_error(error, self, self.banner)

    @Slot()
    def _on_versions(self) -> None:
        """Bring an earlier version back to the screen; it is kept once saved."""
        if self._text is None:
            return
        chosen = LetterVersionsDialog.ask(self, self._session, self._text)
        if chosen is not None:
            self.panel.show_wording(notation_of(chosen), letter_texts.wording(chosen))
            self._on_edited()

    def _done(self, changes: Changes) -> None:
        key = self._text.key if self._text is not None else ("", "", "")
        self.changes = changed(Subject.LETTERS, Subject.SETTINGS, message=changes.message)
        self._reload()
        self._show(next(one for one in self.model.rows if one.key == key))
        self.banner.show_success(changes.message)

    def reject(self) -> None:
        if self._may_leave():
            super().reject()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 84, line * 44)


_ORDER = (*("pre_due", "reminder_1", "reminder_2", "last_notice", "mise_en_demeure"), *EVERY_LETTER)


def _place(one: LetterTemplate) -> tuple[int, bool, int]:
    """Reminders in the order in which they leave, then the other letters; tones from the kindest on."""
    place = _ORDER.index(one.id) if one.id in _ORDER else len(_ORDER)
    return place, one.nature is not None, list(Tone).index(one.tone) if one.tone else 0


def _columns() -> list[Column[LetterTemplate]]:
    return [
        Column("name", "Modèle", lambda one: one.name, width=14, stretch=True, sortable=False,
               tooltip=lambda one: one.name, bold=lambda one: one.own),
        Column("for", "Pour", _meant_for, width=11, sortable=False, tooltip=_meant_for),
        Column("state", "Texte", lambda one: f"Version {one.version}" if one.own else "Original", width=9,
               sortable=False),
    ]  # fmt: skip


def _meant_for(one: LetterTemplate) -> str:
    words = [one.nature.label if one.nature else "", one.tone.label if one.tone else ""]
    return ", ".join(word for word in words if word) or "Tous"
