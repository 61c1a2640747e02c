"""The outcome of a call: what the client owes on the left, what he said on the right."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.services import calls
from creances_desktop.services.calls import CallSheet
from creances_desktop.services.changes import Changes
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.call_dispute import dispute_made
from creances_desktop.ui.dialogs.call_documents import after_call
from creances_desktop.ui.dialogs.call_form import CallForm
from creances_desktop.ui.dialogs.call_sheet import CallSheetPanel
from creances_desktop.ui.dialogs.form_dialog import FormDialog
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.session import Session


class CallDialog(FormDialog):
    """Who was reached, how it ended, what was said, when to call again; one accept notes all of it."""

    def __init__(self, session: Session, sheet: CallSheet, parent: QWidget | None = None) -> None:
        super().__init__(f"Noter un appel — {sheet.card.client.name}", "Enre&gistrer l’appel", parent)
        self._session = session
        self._sheet = sheet
        self.sheet = CallSheetPanel(sheet, session.today(), self)
        self.call = CallForm(session, sheet, self)
        self.forms += self.call.forms
        columns = QHBoxLayout()
        columns.setSpacing(18)
        columns.addWidget(self.sheet, 5)
        columns.addWidget(self.call, 6)
        self.body.addLayout(columns)
        em = self.fontMetrics().height()
        self.resize(fitting(self, QSize(em * 58, em * 34)))
        QWidget.setTabOrder(self.call.next_day, self.accept_button)
        self.call.focus_outcomes()

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        session: Session,
        client_id: int | None = None,
        entry_id: int | None = None,
    ) -> Changes | None:
        """Note a call to this client, or the call of the calendar; None when the user gave up."""
        try:
            sheet = calls.sheet(session.store, session.today(), client_id=client_id, entry_id=entry_id)
        except DomainError as error:
            messages.show_error(error, parent)
            return None
        return cls(session, sheet, parent).run()

    def save(self) -> Changes | None:
        """Note the call with the promise or the dispute that goes with it, then prepare its papers."""
        entry = self._sheet.entry
        call, promise = self.call.call(self.sheet.spoken_of()), self.call.promise_made()
        dispute = dispute_made(self, self._session, self.call)
        changes = calls.record(
            self._session.store,
            self._sheet.card.client.id,
            call,
            self._session.today(),
            entry_id=entry.id if entry is not None else None,
            promise=promise,
            dispute=dispute,
        )
        return after_call(self, self._session, self._sheet.card.client.id, self.call, changes)
