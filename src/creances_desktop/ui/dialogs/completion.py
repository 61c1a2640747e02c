"""*À compléter*: the clients who lack a nature, an address or an e-mail, filled in one grid."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.text import fold, plural
from creances_desktop.services import clients, lists
from creances_desktop.services.changes import Changes
from creances_desktop.ui import file_dialogs, messages
from creances_desktop.ui.dialogs.completion_cells import WORDS_OF_NATURE, CompletionRow
from creances_desktop.ui.dialogs.completion_grid import CompletionGrid, CompletionModel
from creances_desktop.ui.dialogs.import_choice import KINDS
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import SideButton, push_button

AT_ONCE = 500
"""Clients shown at once, those who owe most first: the next ones come when these are saved."""


class CompletionDialog(QDialog):
    """The grid; nothing is saved until the user says so, and then all of it at once."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.changes: Changes | None = None
        self._session = session
        self.setWindowTitle("À compléter")
        self.banner = Banner(self)
        self.model = CompletionModel(parent=self)
        self.grid = CompletionGrid(self.model, self)
        self._title = QLabel(self)
        self._title.setProperty("heading", True)
        self._help = QLabel(
            "Tapez dans les cases, ou collez un bloc copié d’un tableur (Ctrl+V). Tab\u00a0: case suivante. "
            f"Nature\u00a0: {WORDS_OF_NATURE} (les premières lettres suffisent).",
            self,
        )
        self._state = QLabel(self)
        self.from_file = push_button(
            "Compléter depuis un &fichier…",
            self,
            icon="folder-open",
            tooltip="Un fichier de clients, reconnus à leur code",
        )
        self.save = SideButton("&Enregistrer", self)
        self._place()
        self.model.edited.connect(self._on_edited)
        self.grid.pasted.connect(self._on_pasted)
        self.from_file.clicked.connect(self._on_file)
        self._load()

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> Changes | None:
        """Complete the clients that lack something; None when nothing was saved."""
        dialog = cls(session, parent)
        dialog.exec()
        changes = dialog.changes
        dialog.deleteLater()
        return changes

    def changed_rows(self) -> list[CompletionRow]:
        """The clients about whom something was typed."""
        return [row for row in self.model.rows if row.is_changed]

    @Slot()
    def accept(self) -> None:
        """Save every client that was typed into; wrong cells are shown first, and nothing is saved then."""
        self.grid.commit()
        self.banner.clear()
        if self._show_first_error():
            return
        drafts = {row.client.id: row.draft for row in self.changed_rows()}
        if not drafts:
            return
        try:
            changes = clients.complete(self._session.store, drafts)
        except (DomainError, OSError) as error:
            messages.show_error(error, self, self.banner)
            return
        self.changes = merged(self.changes, changes)
        super().accept()

    def _load(self) -> None:
        """Read the clients again; what was typed about those still there is kept."""
        store, day = self._session.store, self._session.today()
        typed = {row.client.id: row for row in self.model.rows if row.is_changed}
        found = clients.incomplete(store, day, limit=AT_ONCE)
        lines = lists.client_page(store, [client.id for client in found], day)
        owed = {line.id: line.outstanding for line in lines}
        found.sort(key=lambda client: (-owed.get(client.id, 0), fold(client.name)))
        self.model.set_rows(
            CompletionRow(client, owed.get(client.id, 0), row.typed, row.errors)
            if (row := typed.get(client.id)) is not None
            else CompletionRow(client, owed.get(client.id, 0))
            for client in found
        )
        count = len(found)
        words = plural(count, "client incomplet", "clients incomplets")
        self._title.setText(f"Les {AT_ONCE} premiers clients incomplets" if count == AT_ONCE else words)
        self.grid.set_empty_message("Tous les clients sont complets.", "Il n’y a rien à faire ici.")
        if count:
            self.grid.setCurrentIndex(self.model.index(0, self.model.column_index("nature")))
        self._on_edited()

    def _place(self) -> None:
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(SideButton("Annuler", self), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._help.setWordWrap(True)
        self._help.setProperty("tone", "muted")
        self.grid.setAccessibleName("Clients à compléter")
        foot = QHBoxLayout()
        foot.addWidget(self.from_file)
        foot.addWidget(self._state, 1)
        foot.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(8)
        for widget in (self._title, self._help, self.banner):
            layout.addWidget(widget)
        layout.addWidget(self.grid, 1)
        layout.addLayout(foot)
        em = self.fontMetrics().height()
        self.resize(fitting(self, QSize(em * 70, em * 31)))
        self.grid.setFocus()

    def _show_first_error(self) -> bool:
        """True when a cell is wrong: it is current, and its sentence is in the banner."""
        for place, row in enumerate(self.model.rows):
            for name, sentence in row.errors.items():
                self.grid.setCurrentIndex(self.model.index(place, self.model.column_index(name)))
                self.grid.setFocus()
                messages.refuse(f"{row.client.name}\u00a0: {sentence}", self, self.banner)
                return True
        return False

    @Slot()
    def _on_edited(self) -> None:
        changed = self.changed_rows()
        wrong = sum(len(row.errors) for row in changed)
        self.save.setText(f"&Enregistrer {plural(len(changed), 'client')}" if changed else "&Enregistrer")
        self.save.setEnabled(bool(changed))
        self._state.setText(plural(wrong, "case à corriger", "cases à corriger") if wrong else "")
        self._state.setProperty("tone", "danger")
        self._state.style().unpolish(self._state)
        self._state.style().polish(self._state)

    @Slot(int, int)
    def _on_pasted(self, written: int, lost: int) -> None:
        if not lost:
            self.banner.clear()
            return
        kept = plural(written, "case collée", "cases collées")
        messages.refuse(
            f"{kept}\u00a0; {plural(lost, 'case dépasse', 'cases dépassent')} la grille\u00a0: "
            "placez-vous sur la première case du bloc, puis collez.",
            self,
            self.banner,
        )

    @Slot()
    def _on_file(self) -> None:
        """Import a file of clients joined on the code; what was typed meanwhile stays in the grid."""
        from creances_desktop.ui.dialogs.imports import ImportDialog

        path = file_dialogs.file_to_open(self, "Compléter depuis un fichier", KINDS, "Choisir")
        if path is None:
            return
        changes = ImportDialog.ask(self, self._session, (path,))
        if changes is not None:
            self.changes = merged(self.changes, changes)
            self._load()
            messages.notify(changes.message, self, self.banner)


def merged(before: Changes | None, after: Changes) -> Changes:
    """Both changes as one: what the window reloads, and what it says."""
    if before is None:
        return after
    return Changes(
        before.subjects | after.subjects, f"{before.message} {after.message}", after.entry_id, after.id
    )
