"""The tabs of the window and the ways from one page to another."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QWidget

from creances_desktop.services.changes import Changes
from creances_desktop.ui import icons
from creances_desktop.ui.page import Page
from creances_desktop.ui.pages.calendar import CalendarPage
from creances_desktop.ui.pages.clients import ClientsPage
from creances_desktop.ui.pages.followups import FollowupsPage
from creances_desktop.ui.pages.invoices import InvoicesPage
from creances_desktop.ui.pages.today import TodayPage
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Theme
from creances_desktop.ui.widgets.page_area import PageArea
from creances_desktop.ui.widgets.search import SearchField


class PageTabs(QTabWidget):
    """The pages, each a tab reached by Ctrl and its number.

    Signals:
        data_changed(Changes): a page changed the dossier.
        action_wanted(str): a page asks for an action of the window.
        selection_changed(int, object): for the status bar (number of selected rows, their sum in cents).
    """

    data_changed = Signal(object)
    action_wanted = Signal(str)
    selection_changed = Signal(int, object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.tabBar().setAccessibleName("Onglets")
        self.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clients = ClientsPage(session)
        self.invoices = InvoicesPage(session)
        self.followups = FollowupsPage(session)
        self.calendar = CalendarPage(session)
        self.pages: tuple[Page, ...] = (
            TodayPage(session),
            self.clients,
            self.invoices,
            self.followups,
            self.calendar,
        )
        for number, page in enumerate(self.pages, 1):
            self._add(page, number)
        self.currentChanged.connect(self._on_current_changed)
        if (theme := Theme.current()) is not None:
            theme.changed.connect(self._on_theme_changed)

    def current_page(self) -> Page:
        """The page on the screen."""
        return self.pages[self.currentIndex()]

    @Slot(str, str)
    def show_page(self, name: str, chosen: str = "") -> None:
        """Show the tab of that name, filtered when `chosen` is not empty; KeyError for another name."""
        page = {each.name: each for each in self.pages}[name]
        self.setCurrentIndex(self.pages.index(page))
        if chosen:
            page.show_filter(chosen)

    @Slot(int)
    def show_client(self, client_id: int) -> None:
        """Show the card of this client."""
        self.setCurrentIndex(self.pages.index(self.clients))
        self.clients.show_client(client_id)

    @Slot(int)
    def show_invoice(self, invoice_id: int) -> None:
        """Open the card of this invoice."""
        self.setCurrentIndex(self.pages.index(self.invoices))
        self.invoices.show_invoice(invoice_id)

    @Slot(int)
    def print_letter(self, letter_id: int) -> None:
        """Show this letter, then ask for the printer."""
        self.show_letter(letter_id)
        self.followups.issuing.print_letters([letter_id])

    @Slot(int)
    def show_letter(self, letter_id: int) -> None:
        """Show this letter as it was issued."""
        self.setCurrentIndex(self.pages.index(self.followups))
        self.followups.show_letter(letter_id)

    def tell(self, changes: Changes) -> None:
        """Let every page know what changed."""
        for page in self.pages:
            page.after_change(changes)

    def focus_search(self) -> None:
        """Bring the keyboard to the search field of the page, if it has one."""
        for field in self.current_page().findChildren(SearchField):
            if field.isVisible():
                field.setFocus()
                return

    def _add(self, page: Page, number: int) -> None:
        place = self.addTab(PageArea(page), icons.icon(page.icon_name), page.title)
        self.setTabToolTip(place, f"{page.title} (Ctrl+{number})")
        key = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
        key.activated.connect(partial(self.setCurrentIndex, place))
        page.data_changed.connect(self.data_changed)
        page.action_wanted.connect(self.action_wanted)
        page.selection_changed.connect(self.selection_changed)
        page.page_wanted.connect(self.show_page)
        page.letter_chosen.connect(self.show_letter)
        page.client_chosen.connect(self.show_client)
        page.invoice_chosen.connect(self.show_invoice)

    @Slot()
    def _on_current_changed(self) -> None:
        """Bring the keyboard to the page, unless it is walking along the tabs."""
        self.selection_changed.emit(0, None)
        if not self.tabBar().hasFocus():
            self.current_page().setFocus()

    @Slot()
    def _on_theme_changed(self) -> None:
        for place, page in enumerate(self.pages):
            self.setTabIcon(place, icons.icon(page.icon_name))
