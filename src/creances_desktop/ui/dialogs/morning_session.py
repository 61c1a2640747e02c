"""The morning session: a question about the bank, one client after the other, a report; all by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.services import morning_report, morning_session
from creances_desktop.services.changes import Changes
from creances_desktop.services.morning_session import Gate, Turn
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.call_dispute import dispute_made
from creances_desktop.ui.dialogs.call_documents import after_call
from creances_desktop.ui.dialogs.call_sheet_preview import CallSheetPreview
from creances_desktop.ui.dialogs.letter_life import LetterLifeDialog
from creances_desktop.ui.dialogs.morning_end import EndPage
from creances_desktop.ui.dialogs.morning_gate import GatePage
from creances_desktop.ui.dialogs.morning_rules import MorningRulesDialog
from creances_desktop.ui.dialogs.morning_turn import TurnPage
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button


class MorningSessionDialog(QDialog):
    """The session over the window; closed at any moment, it goes on where it was.

    Signals:
        changed(Changes): an action changed the dossier.
        import_wanted(): the user wants to import his payments first; the dialog is closed.
        letters_wanted(): the user wants to see the letters to print; the dialog is closed.
    """

    changed = Signal(object)
    import_wanted = Signal()
    letters_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._session_id = 0
        self.turn_page: TurnPage | None = None
        self.setWindowTitle("Séance du matin")
        self.banner = Banner(self)
        self.gate = GatePage(session, self.banner, self)
        self.end = EndPage(session, self.banner, self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.gate)
        self.stack.addWidget(self.end)
        self.pause_button = push_button(
            "Pause (Échap)", self, icon="pause", tooltip="Fermer\u00a0: la séance reprendra ici (Échap)"
        )
        self.finish_button = push_button(
            "Terminer (Ctrl+T)", self, icon="flag", tooltip="Arrêter ici et voir le compte rendu (Ctrl+T)"
        )
        self.finish_button.setShortcut("Ctrl+T")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self.banner)
        layout.addWidget(self.stack, 1)
        self.gate.begun.connect(self._on_begun)
        self.gate.import_wanted.connect(self._on_import)
        self.gate.rules_wanted.connect(self._on_rules)
        self.end.closed.connect(self.accept)
        self.end.letters_wanted.connect(self._on_letters)
        self.pause_button.clicked.connect(self.reject)
        self.finish_button.clicked.connect(self._on_finish)
        for button in (self.pause_button, self.finish_button):
            button.hide()
        self.resize(fitting(self))
        self._load_gate()

    def current_turn(self) -> Turn | None:
        """The client on the screen, None before and after the session."""
        return self.turn_page.turn if self.turn_page is not None else None

    def _load_gate(self) -> None:
        store, day = self._session.store, self._session.today()
        self._run(lambda: morning_session.gate(store, day), self._show_gate)

    def _show_gate(self, gate: Gate) -> None:
        self.stack.setCurrentWidget(self.gate)
        self.gate.show_gate(gate)

    def _run(self, job: Callable[[], object], then: Callable[..., None]) -> None:
        """Do a job away from the screen, then show what it gives."""
        self._session.executor.submit(lambda _: job(), then, self._failed, key="morning", owner=self)

    def _failed(self, error: Exception) -> None:
        messages.show_error(error, self, self.banner)

    @Slot()
    def _on_begun(self) -> None:
        self.banner.clear()
        try:
            self._session_id, changes = morning_session.begin(self._session.store, self._session.today())
        except DomainError as error:
            self._failed(error)
            return
        self.changed.emit(changes)
        self._next(0)

    def _next(self, after: int) -> None:
        store, day, session_id = self._session.store, self._session.today(), self._session_id
        self._run(lambda: morning_session.turn(store, session_id, day, after=after), self._show_turn)

    def _show_turn(self, turn: Turn | None) -> None:
        self._drop_turn()
        if turn is None:
            self._on_finish()
            return
        page = self.turn_page = TurnPage(self._session, turn, self)
        page.record_wanted.connect(self._on_record)
        page.letter_wanted.connect(self._on_letter)
        page.reminders_wanted.connect(self._on_reminders)
        page.registered_wanted.connect(self._on_registered)
        page.skip_wanted.connect(self._on_skip)
        page.sheet_wanted.connect(self._on_sheet)
        page.add_buttons(self.finish_button, self.pause_button)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.call.focus_outcomes()

    def _drop_turn(self) -> None:
        if self.turn_page is not None:
            for button in (self.finish_button, self.pause_button):
                button.hide()
                button.setParent(self)
            self.stack.removeWidget(self.turn_page)
            self.turn_page.deleteLater()
            self.turn_page = None

    @Slot()
    def _on_record(self) -> None:
        """Note the contact; refused, the form stays and says why beside the field."""
        page = self.turn_page
        if page is None or not all(form.check() for form in page.call.forms):
            return
        self.banner.clear()
        store, today = self._session.store, self._session.today()
        try:
            call, promise = page.call.call(page.sheet.spoken_of()), page.call.promise_made()
            dispute = dispute_made(self, self._session, page.call)
            changes = morning_session.note_call(
                store,
                page.turn,
                call,
                today,
                promise=promise,
                dispute=dispute,
            )
        except InvalidValue as error:
            if not any(form.show_invalid(error) for form in page.call.forms):
                self._failed(error)
            return
        except DomainError as error:
            self._failed(error)
            return
        self._went(after_call(self, self._session, page.turn.item.client_id, page.call, changes), page.turn)

    @Slot()
    def _on_letter(self) -> None:
        store, today = self._session.store, self._session.today()
        self._do(lambda turn: morning_session.issue_letter(store, turn, today))

    @Slot()
    def _on_reminders(self) -> None:
        store, today = self._session.store, self._session.today()
        self._do(lambda turn: morning_session.close_reminders(store, turn, today))

    @Slot()
    def _on_registered(self) -> None:
        """Show what became of the registered letter, to note what the post said of it."""
        turn = self.current_turn()
        if turn is None or turn.registered is None:
            return
        LetterLifeDialog.ask(self, self._session, turn.registered, self.changed.emit)
        store, today = self._session.store, self._session.today()
        self._do(lambda turn: morning_session.follow_registered(store, turn, today))

    @Slot()
    def _on_skip(self) -> None:
        self._do(lambda turn: morning_session.skip(self._session.store, turn))

    def _do(self, act: Callable[[Turn], Changes]) -> None:
        turn = self.current_turn()
        if turn is None:
            return
        self.banner.clear()
        try:
            changes = act(turn)
        except (DomainError, OSError) as error:
            self._failed(error)
        else:
            self._went(changes, turn)

    def _went(self, changes: Changes, turn: Turn) -> None:
        """Tell what was done, and go on; the same client comes again when he still waits."""
        self.changed.emit(changes)
        self._next(turn.position - 1)

    @Slot()
    def _on_sheet(self) -> None:
        turn = self.current_turn()
        if turn is not None:
            CallSheetPreview.ask(self, self._session, turn.item.client_id)

    @Slot()
    def _on_finish(self) -> None:
        self._drop_turn()
        store = self._session.store
        self.changed.emit(morning_session.finish(store, self._session_id))
        self.stack.setCurrentWidget(self.end)
        self.end.show_report(morning_report.of(store, self._session_id))

    @Slot()
    def _on_rules(self) -> None:
        changes = MorningRulesDialog.ask(self, self._session)
        if changes is not None:
            self.changed.emit(changes)
            self._load_gate()

    @Slot()
    def _on_import(self) -> None:
        self.reject()
        self.import_wanted.emit()

    @Slot()
    def _on_letters(self) -> None:
        self.accept()
        self.letters_wanted.emit()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 70, line * 40)
