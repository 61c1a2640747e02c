"""The files of a client, an invoice or a letter: joined by dialog, drop or paste, opened, saved, removed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.services import attachments, letters
from creances_desktop.services.attachments import About, Attachment, AttachmentKind, IncomingFile
from creances_desktop.services.changes import Changes
from creances_desktop.ui import file_dialogs, messages, outside
from creances_desktop.ui.dialogs.attach import AttachDialog
from creances_desktop.ui.executor import Lane
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column, State, date_column, state_column
from creances_desktop.ui.widgets.dropped_files import Reader, holds_files, readers, readers_of
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

_WITHIN = Qt.ShortcutContext.WidgetWithChildrenShortcut
ANY_FILE = "Pièces (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.eml *.txt);;Tous les fichiers (*)"
ICONS = {
    AttachmentKind.INVOICE: "receipt-euro",
    AttachmentKind.MAIL: "mail",
    AttachmentKind.RECEIPT: "stamp",
    AttachmentKind.SENDING_PROOF: "send",
    AttachmentKind.CONTRACT: "handshake",
}


def attachment_columns() -> list[Column[Attachment]]:
    """The list of files."""
    return [
        state_column("kind", "Genre", _kind, width=20),
        Column("label", "Intitulé", lambda one: one.label or one.file_name, tooltip=lambda one: one.file_name,
               width=16, stretch=True),
        Column("about", "Concerne", attachments.subject_words, width=19),
        date_column("day", "Du", lambda one: one.day),
        Column("size", "Taille", lambda one: attachments.size_text(one.size), sort_key=lambda one: one.size,
               width=9),
        Column("file", "Fichier", lambda one: one.file_name, width=16, hidden=True),
    ]  # fmt: skip


def _kind(one: Attachment) -> State:
    return State(ICONS.get(one.kind, "file-text"), one.kind.label)


class AttachmentsView(QWidget):
    """The list, with what can be done with each file; whatever is dropped or pasted on it is attached.

    Signals:
        done(Changes): the dossier changed.
    """

    done = Signal(object)

    def __init__(self, session: Session, name: str, banner: Banner | None, parent: QWidget) -> None:
        """`name` keeps the user's arrangement of the columns apart from that of other lists."""
        super().__init__(parent)
        self._session, self._banner = session, banner
        self._about: About | None = None
        self._removal = 0
        self.table = Table(name, self)
        self.model: ListModel[Attachment] = ListModel(
            attachment_columns(), row_id=lambda one: one.id, parent=self
        )
        self.table.set_rows_model(self.model)
        self.table.setAccessibleName("Pièces jointes")
        self.table.set_empty_message(
            "Aucune pièce", "Glissez ici contrat, devis, commande, bon de livraison, e-mails, accusés."
        )
        self.add = push_button("Joindre…", self, icon="paperclip", tooltip="Choisir des fichiers à joindre")
        self.open = push_button("Ouvrir", self, icon="folder-open", tooltip="Ouvrir une copie de la pièce")
        self.save = push_button(
            "Enregistrer sous…", self, icon="save", tooltip="Copier la pièce dans un fichier"
        )
        self.edit = push_button(
            "Modifier…",
            self,
            icon="pencil",
            tooltip="Genre, jour, intitulé, sujet, sens des pages",
        )
        self.put_back = push_button("Remettre", self, icon="undo-2")
        self.remove = push_button("Retirer", self, icon="trash-2", tooltip="Retirer la pièce de la liste")
        self._build()
        disable_if_reading(session, self.add, self.edit, self.put_back, self.remove)
        self.setAcceptDrops(not session.store.read_only)

    def show_about(self, about: About) -> None:
        """Show the files of this client, invoice, dispute or letter."""
        if about != self._about:
            self.put_back.hide()
        self._about = about
        store = self._session.store
        if about.letter_id is not None:
            found = attachments.of_letter(store, about.letter_id)
        elif about.dispute_id is not None:
            found = attachments.of_dispute(store, about.dispute_id)
        elif about.invoice_id is not None:
            found = attachments.of_invoice(store, about.invoice_id)
        else:
            found = attachments.of_client(store, about.client_id)
        self.model.set_rows(found)
        self._show_actions()

    def take(self, wanted: list[Reader]) -> None:
        """Read these files away from the window, then ask what they are."""
        if not wanted or self._about is None:
            return
        self._session.executor.submit(
            lambda _: [reader() for reader in wanted],
            # later: the reading has to end before the dialog waits for its answers
            lambda files: QTimer.singleShot(0, self, lambda: self._ask(files)),
            lambda error: messages.show_error(error, self, self._banner),
            lane=Lane.PDF,
            owner=self,
            label="Lecture des fichiers",
        )

    def open_file(self, attachment_id: int) -> None:
        """Open a copy of this file."""
        name, data = attachments.data(self._session.store, attachment_id)
        outside.open_copy(name, data, self, self._banner)

    def _build(self) -> None:
        row = QHBoxLayout()
        for button in (self.add, self.open, self.save, self.edit):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.put_back)
        row.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.table, 1)
        layout.addLayout(row)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(_WITHIN)
        paste.activated.connect(self._on_paste)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self)
        delete.setContext(_WITHIN)
        delete.activated.connect(lambda: self._with_current(self._remove))
        disable_if_reading(self._session, paste, delete)
        self.add.clicked.connect(lambda: self._choose())  # noqa: PLW0108 - drops the bool
        self.open.clicked.connect(lambda: self._with_current(lambda one: self.open_file(one.id)))
        self.save.clicked.connect(lambda: self._with_current(self._save))
        self.edit.clicked.connect(lambda: self._with_current(self._edit))
        self.remove.clicked.connect(lambda: self._with_current(self._remove))
        self.put_back.clicked.connect(lambda: self._restore())  # noqa: PLW0108 - drops the bool
        self.put_back.hide()
        self.table.activated_row.connect(self.open_file)
        self.table.current_changed.connect(self._show_actions)
        self.setFocusProxy(self.table)

    @Slot()
    def _show_actions(self) -> None:
        chosen = self.model.row_of(self.table.current_id()) is not None
        for button in (self.open, self.save, self.edit, self.remove):
            button.setEnabled(chosen)

    def _with_current(self, do: Callable[[Attachment], None]) -> None:
        one = self.model.row_of(self.table.current_id())
        if one is not None:
            do(one)

    def _choose(self) -> None:
        self.take(readers_of(file_dialogs.files_to_open(self, "Joindre des pièces", ANY_FILE, "Joindre")))

    def _ask(self, files: list[IncomingFile]) -> None:
        if self._about is not None:
            self._tell(AttachDialog.ask(self, self._session, self._about, files))

    def _edit(self, one: Attachment) -> None:
        self._tell(AttachDialog.edit(self, self._session, one))

    def _save(self, one: Attachment) -> None:
        suffix = one.file_name.rpartition(".")[2]
        path = file_dialogs.file_to_write(
            self, "Enregistrer la pièce", f"Fichier (*.{suffix})", one.file_name, suffix=suffix
        )
        if path is None:
            return
        try:
            letters.write_file(path, attachments.data(self._session.store, one.id)[1])
        except DomainError as error:
            messages.show_error(error, self, self._banner)
        else:
            messages.notify(f"Pièce enregistrée\u00a0: {path}", self, self._banner)

    def _remove(self, one: Attachment) -> None:
        try:
            changes = attachments.remove(self._session.store, one.id, self._session.today())
        except DomainError as error:
            messages.show_error(error, self, self._banner)
        else:
            self._removal = changes.entry_id
            self.put_back.setToolTip(f"Remettre «\u00a0{one.title}\u00a0», retirée à l’instant")
            self.put_back.show()
            self._tell(changes)

    def _restore(self) -> None:
        """Put back what was removed last."""
        self.put_back.hide()
        try:
            changes = attachments.restore(self._session.store, self._removal)
        except DomainError as error:
            messages.show_error(error, self, self._banner)
        else:
            self._tell(changes)

    def _tell(self, changes: Changes | None) -> None:
        if changes is not None:
            self.done.emit(changes)

    @Slot()
    def _on_paste(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        if data is None or not holds_files(data, pasted=True):
            messages.refuse("Il n’y a ni fichier, ni image, ni texte à coller.", self, self._banner)
            return
        self.take(readers(data, self._session.today().isoformat(), pasted=True))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._about is not None and holds_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        wanted = readers(event.mimeData(), self._session.today().isoformat())
        event.acceptProposedAction()
        self.take(wanted)
