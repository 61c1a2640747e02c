"""The actions of the mornings: the session and its report, call sheets, reasons, promises."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.services.changes import Changes
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.call_openings import CallOpeningsDialog
from creances_desktop.ui.dialogs.call_sheet_preview import CallSheetPreview
from creances_desktop.ui.dialogs.morning_report import MorningReportDialog
from creances_desktop.ui.dialogs.morning_rules import MorningRulesDialog
from creances_desktop.ui.dialogs.morning_session import MorningSessionDialog
from creances_desktop.ui.dialogs.nonpayment import NonpaymentTableDialog
from creances_desktop.ui.dialogs.nonpayment_report import NonpaymentReportDialog
from creances_desktop.ui.dialogs.promises import PromisesDialog
from creances_desktop.ui.page import Page
from creances_desktop.ui.session import Session
from creances_desktop.ui.trade_actions import NO_CLIENT
from creances_desktop.ui.widgets.banner import Banner


class SessionActions(QObject):
    """What the menus open about the mornings.

    Signals:
        done(Changes): an action changed the dossier.
    """

    done = Signal(object)

    def __init__(self, session: Session, page: Callable[[], Page], banner: Banner, parent: QWidget) -> None:
        """`page` gives the page on the screen: its client is the one that is meant."""
        super().__init__(parent)
        self._session, self._page = session, page
        self._banner, self._parent = banner, parent
        self.morning: MorningSessionDialog | None = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The actions of the window that this object answers."""
        parent, session = self._parent, self._session
        return {
            "morning": self._morning,
            "morning_report": self._report,
            "call_sheet": self._call_sheet,
            "promises": self._promises,
            "nonpayment_report": lambda: self._chosen(NonpaymentReportDialog.ask(parent, session)),
            "nonpayment_actions": lambda: self._say(NonpaymentTableDialog.ask(parent, session)),
            "call_openings": lambda: self._say(CallOpeningsDialog.ask(parent, session)),
            "morning_rules": lambda: self._say(MorningRulesDialog.ask(parent, session)),
        }

    def _morning(self) -> None:
        """Open the session over the window; asked again, it comes to the front."""
        if self.morning is not None:
            self.morning.raise_()
            self.morning.activateWindow()
            return
        dialog = self.morning = MorningSessionDialog(self._session, self._parent)
        dialog.changed.connect(self._say)
        dialog.import_wanted.connect(lambda: self._page().action_wanted.emit("import"))
        dialog.letters_wanted.connect(lambda: self._page().page_wanted.emit("followups", "to_print"))
        dialog.finished.connect(self._on_morning_closed)
        dialog.open()

    def _on_morning_closed(self) -> None:
        if self.morning is not None:
            self.morning.deleteLater()
            self.morning = None

    def _report(self) -> None:
        try:
            MorningReportDialog.ask(self._parent, self._session)
        except DomainError as error:
            messages.show_error(error, self._parent, self._banner)

    def _promises(self) -> None:
        dialog = PromisesDialog(self._session, self._parent)
        dialog.changed.connect(self._say)
        self._chosen(dialog.run())

    def _call_sheet(self) -> None:
        client_id = self._page().current_client_id()
        if client_id is None:
            messages.refuse(NO_CLIENT, self._parent, self._banner)
        else:
            CallSheetPreview.ask(self._parent, self._session, client_id)

    def _chosen(self, client_id: int | None) -> None:
        """The client opened in a list is shown by the page, as any other."""
        if client_id is not None:
            self._page().client_chosen.emit(client_id)

    def _say(self, changes: Changes | None) -> None:
        if changes is not None:
            self.done.emit(changes)
