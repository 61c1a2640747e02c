"""The papers around the pile of *Préparer le courrier*: each is drawn, then goes to a printer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from creances_desktop.domain.labels import UnusableLayout
from creances_desktop.services import mail_papers, registered_slips
from creances_desktop.ui import messages, printing
from creances_desktop.ui.dialogs.mail_options import AddressChoice, MailChoice
from creances_desktop.ui.dialogs.print_pdf import print_pdf
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner


class MailPapers(QObject):
    """Labels or envelopes, slips of registered letters, the deposit list, for the letters that are ticked."""

    def __init__(
        self, session: Session, parent: QWidget, banner: Banner, ticked: Callable[[], list[int]]
    ) -> None:
        super().__init__(parent)
        self._session, self._parent, self._banner, self._ticked = session, parent, banner, ticked
        self.choice = MailChoice(parent)
        self.address = AddressChoice(parent)

    @Slot()
    def print_addresses(self) -> None:
        """Labels from the first free one on, or an envelope each."""
        store, ids, day = self._session.store, self._ticked(), self._session.today()
        what, which = self.address.chosen()
        start = self.address.start.value()
        if what == "label":
            self._make(lambda: mail_papers.labels(store, ids, which, day, start=start), "Étiquettes")
        else:
            size = mail_papers.envelope_size(which)
            self._make(lambda: mail_papers.envelopes(store, ids, which, day), "Enveloppes", size)

    @Slot()
    def print_test_page(self) -> None:
        """The frames of the sheet of labels."""
        store, day, which = self._session.store, self._session.today(), self.address.chosen()[1]
        self._make(lambda: mail_papers.label_page(store, which, day), "Page d’essai")

    @Slot()
    def print_slips(self) -> None:
        """What is added to the form of each registered letter."""
        store, ids, day = self._session.store, self._ticked(), self._session.today()
        try:
            layout = registered_slips.layout(store)
        except UnusableLayout as error:
            messages.show_error(error, self._parent, self._banner)
            return
        self._make(lambda: mail_papers.slips(store, ids, day), "Recommandés", (layout.width, layout.height))

    @Slot()
    def print_deposit(self) -> None:
        """The list to have stamped at the post office."""
        store, ids, day = self._session.store, self._ticked(), self._session.today()
        wanted = self.choice.options()
        self._make(lambda: mail_papers.deposit_list(store, ids, day, wanted), "Bordereau de dépôt")

    def _make(self, draw: Callable[[], bytes], title: str, size: printing.Size | None = None) -> None:
        """Draw a paper, then ask for the printer it goes to."""
        self._banner.clear()
        self._session.executor.submit(
            lambda _: draw(),
            lambda data: print_pdf(self._parent, self._session, self._banner, data, title, paper=size),
            lambda error: messages.show_error(error, self._parent, self._banner),
            owner=self,
            label=title,
        )
