"""The actions about what is written: letters outside the plan, their texts."""

from __future__ import annotations

from collections.abc import Callable

from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.letter_templates import LetterTemplatesDialog
from creances_desktop.ui.letter_actions import LetterActions
from creances_desktop.ui.trade_actions import NO_CLIENT


class WritingActions(LetterActions):
    """What the menus open about letters, on what the page shows."""

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The actions of the window that this object answers."""
        return {
            "write_letter": self._write,
            "letter_texts": lambda: self._say(LetterTemplatesDialog.ask(self._parent, self._session)),
            "write_about_invoice": self._write_about_invoice,
        }

    def _write(self) -> None:
        client_id = self._client()
        if client_id is not None:
            self._write_to(client_id)

    def _write_about_invoice(self) -> None:
        """Write about the invoice of the page: a duplicate, until the user chooses otherwise."""
        client_id, invoice_id = self._page().current_client_id(), self._page().current_invoice_id()
        if client_id is None or invoice_id is None:
            messages.refuse(NO_CLIENT, self._parent, self._banner)
        else:
            self._write_to(client_id, template_id="duplicate", invoice_ids=(invoice_id,))
