"""What a client contests on the phone: the part, what he claims, who answers by when."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from creances_desktop.domain.disputes import DisputeDraft
from creances_desktop.domain.errors import DomainError
from creances_desktop.services import disputes
from creances_desktop.services.calls import DisputeMade
from creances_desktop.ui.dialogs.call_form import CallForm
from creances_desktop.ui.dialogs.disputes import DisputeDialog
from creances_desktop.ui.session import Session

NOT_TOLD = "Le litige n’est pas rempli\u00a0: l’appel reste à enregistrer."


def dispute_made(parent: QWidget, session: Session, form: CallForm) -> DisputeMade | None:
    """What is contested of the invoices ticked, asked for in a dialog; None when nothing is.

    A single invoice that is in dispute already has its dispute corrected. What was filled in stays in the
    form in case the call is refused. Raises DomainError when the user gave up: the call is then not noted
    either.
    """
    contested = form.disputed()
    if not contested:
        return None
    running = disputes.open_on(session.store, contested[0]) if len(contested) == 1 else None
    new = DisputeDraft(reason=form.note.value().strip())
    known = form.dispute_told or (disputes.told_of(running) if running else new)
    told = DisputeDialog.told(parent, session, contested, known)
    if told is None:
        raise DomainError(NOT_TOLD)
    form.dispute_told = told
    return DisputeMade(contested, told)
