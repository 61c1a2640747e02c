"""The base of a tab: it knows what it shows, reloads when it is seen, and talks up by signals."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from creances_desktop.services.changes import Changes, Subject
from creances_desktop.ui.session import Session


class Page(QWidget):
    """A tab of the window.

    Signals:
        data_changed: an action changed the dossier (`Changes`); the window tells pages and status bar.
        client_chosen: show this client's card (client id).
        invoice_chosen: show this invoice's card (invoice id).
        letter_chosen: show this letter as it was issued (letter id).
        page_wanted: show another tab, filtered (page name, filter id or empty).
        action_wanted: run an action of the window by its name (`import`, `new_invoice`…).
        selection_changed: for the status bar (number of selected rows, their sum in cents, None without one).
    """

    data_changed = Signal(object)
    client_chosen = Signal(int)
    invoice_chosen = Signal(int)
    letter_chosen = Signal(int)
    page_wanted = Signal(str, str)
    action_wanted = Signal(str)
    selection_changed = Signal(int, object)

    name = ""
    title = ""
    icon_name = ""
    subjects: frozenset[Subject] = frozenset(Subject)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._stale = True

    def reload(self) -> None:
        """Reads again what the page shows; pages override it."""

    def current_client_id(self) -> int | None:
        """The client shown or selected, on whom the menu *Client* acts; None without one."""
        return None

    def current_invoice_id(self) -> int | None:
        """The invoice shown or selected, on which the menu *Facture* acts; None without one."""
        return None

    def show_filter(self, chosen: str) -> None:
        """Shows the page filtered as another page asked; pages with filters override it."""

    def after_change(self, changes: Changes) -> None:
        """Reloads now when visible, otherwise when shown next, if the page shows what changed."""
        if not self.subjects & changes.subjects:
            return
        if self.isVisible():
            self._stale = False
            self.reload()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Reloads a page that became stale while it was hidden."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.reload()
