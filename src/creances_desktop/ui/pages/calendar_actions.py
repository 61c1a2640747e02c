"""What is done with an entry of the calendar: opened, noted, done, put off, moved, entered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from PySide6.QtCore import QObject, Slot

from creances_desktop.domain.calendar import CalendarEntry, EntryKind
from creances_desktop.domain.errors import DomainError
from creances_desktop.services import calendar, calendar_series
from creances_desktop.services.changes import Changes
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.calendar_entry import OWN_KINDS, CalendarEntryDialog, PostponeDialog
from creances_desktop.ui.dialogs.call import CallDialog
from creances_desktop.ui.dialogs.instalment_plan_card import open_plan
from creances_desktop.ui.page import Page
from creances_desktop.ui.pages.calendar_detail import EntryDetail, can_call, can_reopen

PLANNED = (
    "Cette relance vient du plan\u00a0: elle ne se déplace, ne se clôt ni ne se reporte ici. "
    "Entrée mène à l’onglet Suivi ou à la fiche du client, où l’on peut la mettre de côté."
)
LETTER_KINDS = (EntryKind.DEADLINE, EntryKind.RECEIPT)


class EntryPlace(Protocol):
    """What these actions ask of the page: the entry and the day they are about."""

    def current_entry(self) -> CalendarEntry | None:
        """The entry on which keys and buttons act."""

    def entry(self, entry_id: int) -> CalendarEntry | None:
        """The loaded entry with this id."""

    def chosen_day(self) -> date:
        """The day on which a new entry is put."""

    def follow(self, entry: CalendarEntry, day: date) -> None:
        """Show the day to which an entry went, with it still chosen."""


class EntryActions(QObject):
    """Acts on the entry that the page has chosen; speaks by the signals of the page."""

    def __init__(self, page: Page, place: EntryPlace) -> None:
        super().__init__(page)
        self._page = page
        self._place = place
        self._session = page.session

    @Slot(int)
    def open(self, entry_id: int) -> None:
        """Open an entry where it is dealt with: a call, a letter, a plan, a client, else the entry itself."""
        entry = self._place.entry(entry_id)
        if entry is None:
            return
        if can_call(entry):
            self._note(entry)
        elif entry.kind is EntryKind.FOLLOW_UP:
            self._show_planned(entry)
        elif entry.kind in LETTER_KINDS and entry.letter_id is not None:
            self._page.letter_chosen.emit(entry.letter_id)
        elif entry.kind is EntryKind.INSTALMENT and entry.client_id is not None:
            open_plan(self._page, self._session, entry.client_id, self._page.data_changed.emit)
        elif entry.kind is EntryKind.PROMISE and entry.client_id is not None:
            self._page.client_chosen.emit(entry.client_id)
        else:
            self._tell(CalendarEntryDialog.ask(self._page, self._session, entry))

    @Slot()
    def add(self) -> None:
        """Enter something on the day chosen, never in the past."""
        day = max(self._place.chosen_day(), self._session.today())
        self._tell(CalendarEntryDialog.ask(self._page, self._session, day=day))

    @Slot()
    def edit(self) -> None:
        """Correct the entry chosen."""
        entry = self._stored_entry()
        if entry is not None and entry.done_on is None:
            self._tell(CalendarEntryDialog.ask(self._page, self._session, entry))

    @Slot()
    def note_call(self) -> None:
        """Note the outcome of the call chosen, or of a call that was not planned to its client."""
        entry = self._place.current_entry()
        if entry is None or entry.client_id is None:
            return
        if can_call(entry):
            self._note(entry)
        else:
            self._tell(CallDialog.ask(self._page, self._session, entry.client_id))

    @Slot()
    def mark_done(self) -> None:
        """Mark the entry chosen as done; one marked by mistake is to do again."""
        entry = self._stored_entry()
        if entry is None:
            return
        if can_reopen(entry):
            self._do(lambda: calendar.reopen(self._session.store, entry.id))
        elif entry.done_on is None:
            self._do(lambda: calendar.close(self._session.store, entry.id, self._session.today()))

    @Slot()
    def postpone(self) -> None:
        """Put the entry chosen off."""
        entry = self._stored_entry()
        if entry is not None and entry.done_on is None:
            if entry.kind.why_fixed:
                messages.refuse(entry.kind.why_fixed, self._page)
                return
            self._tell(PostponeDialog.ask(self._page, self._session, entry))

    @Slot(int, date)
    def move(self, entry_id: int, day: date) -> None:
        """Move an entry that was dragged to a day."""
        if day < self._session.today():
            messages.refuse(
                "Ce jour est déjà passé\u00a0: déposez l’entrée sur aujourd’hui ou plus tard.", self._page
            )
            return
        entry = self._place.entry(entry_id)
        if entry is not None and entry.kind is EntryKind.FOLLOW_UP:
            messages.refuse(PLANNED, self._page)
            return
        try:
            changes = calendar.move(self._session.store, entry_id, day)
        except DomainError as error:
            messages.show_error(error, self._page)
            return
        if entry is not None:
            self._place.follow(entry, day)
        self._tell(changes)

    @Slot()
    def show_client(self) -> None:
        """Show the client whom the entry chosen is about."""
        entry = self._place.current_entry()
        if entry is not None and entry.client_id is not None:
            self._page.client_chosen.emit(entry.client_id)

    @Slot()
    def show_invoice(self) -> None:
        """Show the invoice that the entry chosen is about."""
        entry = self._place.current_entry()
        if entry is not None and entry.invoice_id is not None:
            self._page.invoice_chosen.emit(entry.invoice_id)

    @Slot()
    def show_letter(self) -> None:
        """Show the letter whose deadline the entry chosen watches."""
        entry = self._place.current_entry()
        if entry is not None and entry.letter_id is not None:
            self._page.letter_chosen.emit(entry.letter_id)

    @Slot()
    def remove(self) -> None:
        """Take an entry of the user's own off the calendar; Ctrl+Z brings it back."""
        entry = self._stored_entry()
        if entry is None:
            return
        if entry.kind not in OWN_KINDS:
            messages.refuse(
                entry.kind.why_open
                or "Cette entrée vient d’une lettre, d’un litige, de la loi\u00a0: marquez-la comme faite.",
                self._page,
            )
            return
        if entry.done_on is not None:
            messages.refuse("Cette entrée est faite\u00a0: elle reste à l’historique.", self._page)
            return
        series = calendar_series.of_entry(self._session.store, entry.id)
        if series is None:
            self._do(lambda: calendar.remove(self._session.store, entry.id))
            return
        chosen = messages.choose(
            "Retirer",
            f"«\u00a0{entry.title}\u00a0» revient {series.words}.",
            ("Seulement celle-ci", "Celle-ci et les suivantes"),
            self._page,
        )
        if chosen == "Seulement celle-ci":
            self._do(lambda: calendar.remove(self._session.store, entry.id))
        elif chosen:
            self._do(lambda: calendar_series.stop(self._session.store, entry.id))

    def connect_detail(self, detail: EntryDetail) -> None:
        """Answer the buttons beside the entry chosen."""
        detail.client_wanted.connect(self.show_client)
        detail.letter_wanted.connect(self.show_letter)
        detail.invoice_wanted.connect(self.show_invoice)
        detail.call_wanted.connect(self.note_call)
        detail.done_wanted.connect(self.mark_done)
        detail.postpone_wanted.connect(self.postpone)
        detail.edit_wanted.connect(self.edit)

    def _stored_entry(self) -> CalendarEntry | None:
        """The entry on which keys and buttons act; none for a planned letter, which says why."""
        entry = self._place.current_entry()
        if entry is not None and entry.kind is EntryKind.FOLLOW_UP:
            messages.refuse(PLANNED, self._page)
            return None
        return entry

    def _show_planned(self, entry: CalendarEntry) -> None:
        """Lead to the letter to send where its day has come, else to the client."""
        if entry.day <= self._session.today():
            self._page.page_wanted.emit("followups", f"clients:{entry.client_id}")
        elif entry.client_id is not None:
            self._page.client_chosen.emit(entry.client_id)

    def _note(self, entry: CalendarEntry) -> None:
        self._tell(CallDialog.ask(self._page, self._session, entry.client_id, entry.id))

    def _do(self, act: Callable[[], Changes]) -> None:
        try:
            changes = act()
        except DomainError as error:
            messages.show_error(error, self._page)
        else:
            self._tell(changes)

    def _tell(self, changes: Changes | None) -> None:
        if changes is not None:
            self._page.data_changed.emit(changes)
