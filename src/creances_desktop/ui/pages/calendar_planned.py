"""The planned letters on the calendar: asked for after what is stored is painted, away from the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject

from creances_desktop.domain.calendar import CalendarEntry, EntryKind
from creances_desktop.services import calendar_views, planned_letters
from creances_desktop.services.calendar_views import Wanted
from creances_desktop.services.planned_letters import PlannedLetters
from creances_desktop.ui import messages
from creances_desktop.ui.executor import Lane
from creances_desktop.ui.page import Page

KEY = "calendar_planned"


class PlannedOnCalendar(QObject):
    """Remembers the planned letters until the dossier changes."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._basis: PlannedLetters | None = None
        self._by_id: dict[int, CalendarEntry] = {}

    def ask(self, show: Callable[[], None]) -> None:
        """Compute them where something was done since; `show` is called if they are others than before."""
        session, today, basis = self._page.session, self._page.session.today(), self._basis
        session.executor.submit(
            lambda _: planned_letters.read(session.store, today, basis),
            lambda found: self._keep(found, show),
            lambda error: messages.show_error(error, self._page),
            lane=Lane.PDF,  # beside the file's worker: in a large dossier it takes seconds
            key=KEY,
            owner=self,
        )

    def forget(self) -> None:
        """Compute them again next time, whatever the journal says: some settings are not in it."""
        self._page.session.executor.forget(KEY)
        self._basis = None

    def count(self) -> dict[str, int]:
        """How many there are, by kind as `CalendarView.counts`; empty without any."""
        return {EntryKind.FOLLOW_UP.value: len(self._by_id)} if self._by_id else {}

    def kept(self, wanted: Wanted, days: tuple[date, date] | None = None) -> list[CalendarEntry]:
        """Those that pass the filters, by day; of these days, both included, only if given."""
        return planned_letters.kept(self._by_id.values(), wanted, days)

    def load(self, ids: list[int]) -> list[CalendarEntry]:
        """The entries with these ids, stored or planned, in any order."""
        planned = [self._by_id[one] for one in ids if one in self._by_id]
        stored = [one for one in ids if one not in self._by_id]
        return [*planned, *(calendar_views.page(self._page.session.store, stored) if stored else ())]

    def _keep(self, found: PlannedLetters, show: Callable[[], None]) -> None:
        before, self._basis = tuple(self._by_id.values()), found
        if found.entries != before:
            self._by_id = {one.id: one for one in found.entries}
            show()
