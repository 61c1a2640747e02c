"""The actions about the relation with clients: sparing, no longer delivering, thanking, how often."""

from __future__ import annotations

from collections.abc import Callable

from creances_desktop.services.relations import THANKS
from creances_desktop.ui.dialogs.contact_limits import ContactLimitsDialog
from creances_desktop.ui.dialogs.good_payers import GoodPayersDialog
from creances_desktop.ui.dialogs.relations import NoDeliveryDialog, RelationDialog
from creances_desktop.ui.letter_actions import LetterActions

SUSPENSION = "suspension"


class RelationActions(LetterActions):
    """What the menus open about the relation with clients, on what the page shows."""

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
            self._write_to(client_id, template_id=SUSPENSION, typed={"service": "nos livraisons"})

    def _good_payers(self) -> None:
        def thank(client_id: int, period: str) -> None:
            self._write_to(client_id, template_id=THANKS, typed={"period": period})

        client_id = GoodPayersDialog.ask(self._parent, self._session, thank)
        if client_id is not None:
            self._page().client_chosen.emit(client_id)
