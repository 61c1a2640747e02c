"""What can be done with a line of *À envoyer* instead of writing: open the client, hold the letter back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from creances_desktop.domain.followups import LetterProposal
from creances_desktop.services import letter_drafts, letter_trials
from creances_desktop.services.changes import Changes
from creances_desktop.ui import icons
from creances_desktop.ui.dialogs.disputes import DisputeDialog
from creances_desktop.ui.dialogs.holds import PauseDialog, PromiseDialog
from creances_desktop.ui.dialogs.letter_body import LetterBodyDialog
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import link_button
from creances_desktop.ui.widgets.flow import FlowLayout
from creances_desktop.ui.widgets.table import Table


class LineActions(QObject):
    """The actions of the current line, as buttons under the list and as its context menu.

    Signals:
        data_changed(Changes): the client or an invoice is now held back.
        client_chosen(int): open this client.
    """

    data_changed = Signal(object)
    client_chosen = Signal(int)

    def __init__(self, session: Session, current: Callable[[], LetterProposal | None], table: Table) -> None:
        super().__init__(table)
        self._session = session
        self._current = current
        self._table = table
        self.actions = [
            self._made("O&uvrir le client", "user", "Voir la fiche du client (Entrée)", self._open),
            self._made("Mettre de cô&té…", "pause", "Ne plus relancer avant un jour", self._pause),
            self._made("&Promesse…", "handshake", "Noter que le client promet de payer", self._promise),
            self._made("&Litige…", "scale", "Noter que le client conteste une facture", self._dispute),
            self._made(
                "Retouc&her la lettre…", "pencil", "Changer les mots de cette lettre seule", self._edit_words
            ),
        ]
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._on_menu_requested)
        table.current_changed.connect(self._enable)
        self._enable()
        disable_if_reading(session, *self.actions[1:])

    def buttons(self, parent: QWidget) -> FlowLayout:
        """A row with a button for each action, or more rows where it is narrow."""
        row = FlowLayout(None, 2)
        for action in self.actions:
            button = link_button(action.text(), parent, tooltip=action.toolTip())
            button.clicked.connect(action.trigger)
            button.setEnabled(action.isEnabled())
            action.enabledChanged.connect(button.setEnabled)
            row.addWidget(button)
            if action is not self.actions[0]:
                disable_if_reading(self._session, button)
        return row

    def menu(self) -> QMenu:
        """The context menu of the current line."""
        menu = QMenu(self._table)
        menu.setToolTipsVisible(True)
        menu.addActions(self.actions)
        return menu

    def _made(self, text: str, icon: str, tip: str, do: Callable[[LetterProposal], None]) -> QAction:
        action = QAction(text, self)
        action.setToolTip(tip)
        icons.apply(action, icon)
        action.triggered.connect(lambda: self._run(do))
        return action

    def _run(self, do: Callable[[LetterProposal], None]) -> None:
        proposal = self._current()
        if proposal is not None:
            do(proposal)

    def _open(self, proposal: LetterProposal) -> None:
        self.client_chosen.emit(proposal.client_id)

    def _pause(self, proposal: LetterProposal) -> None:
        self._say(PauseDialog.ask(self._table, self._session, client_id=proposal.client_id))

    def _promise(self, proposal: LetterProposal) -> None:
        about = tuple(dict.fromkeys(one.item.invoice_id for one in proposal.reminded))
        self._say(PromiseDialog.ask(self._table, self._session, proposal.client_id, invoice_ids=about))

    def _dispute(self, proposal: LetterProposal) -> None:
        invoices = list(dict.fromkeys(one.item.invoice_id for one in proposal.reminded))
        self._say(DisputeDialog.ask(self._table, self._session, invoices))

    def _edit_words(self, proposal: LetterProposal) -> None:
        """Change the words of this letter alone, or go back to those of its text."""
        store, day = self._session.store, self._session.today()
        dialog = LetterBodyDialog(
            self._session,
            self._table,
            f"Retoucher la lettre à {proposal.client_name}",
            letter_trials.draft(store, proposal, day),
            lambda wanted: letter_trials.try_draft(store, proposal, wanted, day),
        )
        dialog.run()
        if dialog.wanted is not None:
            text = letter_trials.text_of(store, proposal)
            self._say(letter_drafts.keep(store, proposal, text, dialog.wanted))
        elif dialog.given_up:
            self._say(letter_drafts.drop(store, proposal.client_id, proposal.client_name))

    def _say(self, changes: Changes | None) -> None:
        if changes is not None:
            self.data_changed.emit(changes)

    def _enable(self, _row_id: int = -1) -> None:
        for action in self.actions:
            action.setEnabled(self._current() is not None)

    def _on_menu_requested(self, position: QPoint) -> None:
        if self._current() is not None:
            menu = self.menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self._table.viewport().mapToGlobal(position))
