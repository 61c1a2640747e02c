"""Édition > Historique: everything that was done in the dossier, and what of it can be undone or redone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.services import steps
from creances_desktop.services.changes import Changes
from creances_desktop.services.steps import Step
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column, State, state_column
from creances_desktop.ui.widgets.search import SearchField
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

SHOWN = 1000
_DONE = State("check", "Fait")
_UNDONE = State("undo-2", "Annulé", Tone.MUTED)
_LEFT = State("send", "Parti", Tone.ACCENT)


def _state(step: Step) -> State:
    return _UNDONE if step.undone else _LEFT if step.left else _DONE


COLUMNS: tuple[Column[Step], ...] = (
    Column(
        "at",
        "Quand",
        lambda step: f"{step.at.astimezone():%d/%m/%Y %H:%M}",
        sort_key=lambda step: step.id,
        width=17,
    ),
    Column(
        "name",
        "Action",
        lambda step: step.name[:1].upper() + step.name[1:],
        tooltip=lambda step: step.name,
        width=40,
        stretch=True,
    ),
    state_column("state", "État", _state, width=10),
)


class HistoryDialog(QDialog):
    """The actions, newest first.

    Signals:
        data_changed(Changes): something was undone or redone.
    """

    data_changed = Signal(object)

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, on_change: Callable[[Changes], None]) -> None:
        """Show it until the user closes; `on_change` is told what he does meanwhile."""
        dialog = cls(session, parent)
        dialog.data_changed.connect(on_change)
        dialog.exec()
        dialog.deleteLater()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._steps: list[Step] = []
        self.setWindowTitle("Historique du dossier")
        self.banner = Banner(self)
        self.search = SearchField("Chercher une action", self)
        self.table = Table("history", self)
        self.model: ListModel[Step] = ListModel(COLUMNS, row_id=lambda step: step.id, parent=self)
        self.table.set_rows_model(self.model)
        self.table.setAccessibleName("Actions du dossier")
        self.table.set_empty_message(
            "Rien encore", "Chaque action du dossier vient s’inscrire ici et peut s’annuler."
        )
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("tone", "muted")
        self._build()
        self.table.current_changed.connect(lambda _: self._on_chosen())
        self.search.search_requested.connect(lambda _: self._show())
        self.reload()
        self.table.setFocus()
        self.resize(fitting(self))

    def reload(self) -> None:
        """Read the actions again."""
        self._steps = steps.listed(self._session.store, SHOWN)
        self._show()

    def _build(self) -> None:
        self.undo_button = push_button(
            "&Annuler cette action", self, icon="undo-2", tooltip="Reprendre ce que cette action a enregistré"
        )
        self.redo_button = push_button(
            "&Rétablir cette action",
            self,
            icon="redo-2",
            tooltip="Enregistrer de nouveau ce qui a été annulé",
        )
        close = push_button("Fermer", self)
        close.clicked.connect(self.reject)
        self.undo_button.clicked.connect(lambda: self._run(undo=True))
        self.redo_button.clicked.connect(lambda: self._run(undo=False))
        foot = QHBoxLayout()
        foot.addWidget(self.undo_button)
        foot.addWidget(self.redo_button)
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        for widget, stretch in ((self.banner, 0), (self.search, 0), (self.table, 1), (self.sentence, 0)):
            layout.addWidget(widget, stretch)
        layout.addLayout(foot)

    def _show(self) -> None:
        kept = self.table.current_id()
        self.model.set_rows(steps.matching(self._steps, self.search.text()))
        if self.model.row_of(kept) is None and self.model.rows:
            self.table.select_id(self.model.rows[0].id)
        self._on_chosen()

    @Slot()
    def _on_chosen(self) -> None:
        step = self.model.row_of(self.table.current_id())
        writable = not self._session.store.read_only
        self.undo_button.setEnabled(step is not None and not step.undone and writable)
        self.redo_button.setEnabled(step is not None and step.undone and writable)
        self.sentence.setText("" if step is None else steps.explained(step))

    def _run(self, *, undo: bool) -> None:
        step = self.model.row_of(self.table.current_id())
        if step is None:
            return
        store, day, step_id = self._session.store, self._session.today(), step.id
        self._session.executor.submit(
            lambda _: steps.undo(store, step_id, day) if undo else steps.redo(store, step_id),
            self._on_done,
            lambda error: messages.show_error(error, self, self.banner),
            owner=self,
            label="Annulation" if undo else "Rétablissement",
        )

    def _on_done(self, changes: Changes) -> None:
        self.reload()
        self.banner.show_success(changes.message)
        self.data_changed.emit(changes)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 52, line * 30)
