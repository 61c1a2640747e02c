"""The actions about the relation with clients: sparing, no longer delivering, thanking, how often."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from creances_desktop.domain.other_letters import FieldValue
from creances_desktop.services.changes import Changes
from creances_desktop.services.relations import THANKS
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.contact_limits import ContactLimitsDialog
from creances_desktop.ui.dialogs.good_payers import GoodPayersDialog
from creances_desktop.ui.dialogs.other_letter import OtherLetterDialog
from creances_desktop.ui.dialogs.relations import NoDeliveryDialog, RelationDialog
from creances_desktop.ui.page import Page
from creances_desktop.ui.session import Session
from creances_desktop.ui.trade_actions import NO_CLIENT
from creances_desktop.ui.widgets.banner import Banner

SUSPENSION = "suspension"


class RelationActions(QObject):
    """What the menus open about the relation with clients, on what the page shows.

    Signals:
        done(Changes): an action changed the dossier.
        printing_requested(int): print this letter, now issued.
    """

    done = Signal(object)
    printing_requested = Signal(int)

    def __init__(self, session: Session, page: Callable[[], Page], banner: Banner, parent: QWidget) -> None:
        """`page` gives the page on the screen: its client is the one that is meant."""
        super().__init__(parent)
        self._session, self._page = session, page
        self._banner, self._parent = banner, parent

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The actions of the window that this object answers."""
        return {
            "relation": self._relation,
            "no_delivery": self._no_delivery,
            "good_payers": self._good_payers,
            "contact_limits": lambda: self._say(ContactLimitsDialog.ask(self._parent, self._session)),
        }

    def _relation(self) -> None:
        client_id = self._client()
        if client_id is not None:
            self._say(RelationDialog.ask(self._parent, self._session, client_id))

    def _no_delivery(self) -> None:
        """Note that one no longer delivers, then propose the letter that says so."""
        client_id = self._client()
        if client_id is None:
            return
        dialog = NoDeliveryDialog(self._session, self._parent, client_id)
        changes = dialog.run()
        self._say(changes)
        if changes is not None and dialog.to_write:
            self._write(client_id, SUSPENSION, {"service": "nos livraisons"})

    def _good_payers(self) -> None:
        def thank(client_id: int, period: str) -> None:
            self._write(client_id, THANKS, {"period": period})

        client_id = GoodPayersDialog.ask(self._parent, self._session, thank)
        if client_id is not None:
            self._page().client_chosen.emit(client_id)

    def _write(self, client_id: int, template_id: str, typed: Mapping[str, FieldValue]) -> None:
        written = OtherLetterDialog.ask(
            self._parent, self._session, client_id, template_id=template_id, typed=typed
        )
        if written is not None:
            self.done.emit(written.changes)
            if written.to_print:
                self.printing_requested.emit(written.changes.id)

    def _client(self) -> int | None:
        client_id = self._page().current_client_id()
        if client_id is None:
            messages.refuse(NO_CLIENT, self._parent, self._banner)
        return client_id

    def _say(self, changes: Changes | None) -> None:
        if changes is not None:
            self.done.emit(changes)
