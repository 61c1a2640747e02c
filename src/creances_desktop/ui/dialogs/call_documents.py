"""The papers that follow a call: the confirmation of a promise, the document that goes with a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.nonpayment import STATEMENT
from creances_desktop.domain.other_letter_kinds import AGREEMENT
from creances_desktop.services import nonpayment, promises
from creances_desktop.services.changes import Changes
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.call_form import CallForm
from creances_desktop.ui.dialogs.instalment_plan import InstalmentPlanDialog
from creances_desktop.ui.dialogs.other_letter import OtherLetterDialog
from creances_desktop.ui.dialogs.statement import StatementDialog
from creances_desktop.ui.session import Session


def after_call(
    parent: QWidget, session: Session, client_id: int, form: CallForm, changes: Changes
) -> Changes:
    """Prepares what the form asks for, once the call is noted; what changed in all.

    A paper that cannot be made is told; the call stays noted.
    """
    document, store, today = form.document_wanted(), session.store, session.today()
    try:
        if form.to_confirm() and changes.id:
            changes = _joined(changes, promises.confirm(store, changes.id, today))
        if document == STATEMENT:
            StatementDialog.ask(parent, session, client_id)
        elif document == AGREEMENT.id:
            granted = InstalmentPlanDialog.ask(parent, session, client_id)
            changes = changes if granted is None else _joined(changes, granted)
        elif nonpayment.asks_fields(document):
            written = OtherLetterDialog.ask(parent, session, client_id, template_id=document)
            changes = changes if written is None else _joined(changes, written.changes)
        elif document:
            changes = _joined(changes, nonpayment.prepare(store, client_id, document, today))
    except (DomainError, OSError) as error:
        messages.show_error(error, parent)
    return changes


def _joined(first: Changes, second: Changes) -> Changes:
    """Both changes as one, the sentences one after the other."""
    return Changes(
        first.subjects | second.subjects,
        f"{first.message} {second.message}".strip(),
        first.entry_id,
        first.id,
    )
