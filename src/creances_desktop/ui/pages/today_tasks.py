"""What happens when a thing to do is opened, and when several are dealt with at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.text import plural
from creances_desktop.services import calendar
from creances_desktop.services.today import Task, TaskKind
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.call import CallDialog
from creances_desktop.ui.dialogs.instalment_plan_card import open_plan
from creances_desktop.ui.dialogs.letter_life import LetterLifeDialog
from creances_desktop.ui.page import Page

LETTERS = (TaskKind.WRITE, TaskKind.PRINT, TaskKind.EMAIL)
OPENED = (TaskKind.CALL, TaskKind.RECEIPT)
"""What is dealt with one by one, each in its form."""


class TaskRunner(QObject):
    """Leads each thing to do to the place where it is done; speaks by the signals of the page."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page

    def open(self, task: Task) -> None:
        """Show where this is done: the letters, the call, the plan, the client's card, the calendar."""
        match task.kind:
            case TaskKind.PRINT | TaskKind.EMAIL:
                self._page.page_wanted.emit("followups", "to_print")
            case TaskKind.WRITE:
                self._page.page_wanted.emit("followups", f"clients:{task.client_id}")
            case TaskKind.CALL:
                self._call(task)
            case TaskKind.RECEIPT:
                self._letter(task)
            case TaskKind.INSTALMENT if task.broken and task.client_id is not None:
                open_plan(self._page, self._page.session, task.client_id, self._page.data_changed.emit)
            case _ if task.client_id is not None:
                self._page.client_chosen.emit(task.client_id)
            case _:
                self._page.page_wanted.emit("calendar", f"day:{task.day.isoformat()}")

    def process(self, tasks: Sequence[Task]) -> None:
        """Deal with all of them: what only needs a tick first, then the calls, at last the letters."""
        self._mark_done([task for task in tasks if task.kind not in (*LETTERS, *OPENED)])
        for task in tasks:
            if task.kind is TaskKind.CALL and not self._call(task):
                return
        for task in tasks:
            if task.kind is TaskKind.RECEIPT:
                self._letter(task)
        clients = [str(task.client_id) for task in tasks if task.kind is TaskKind.WRITE]
        if clients:
            self._page.page_wanted.emit("followups", f"clients:{','.join(clients)}")
        elif any(task.kind in LETTERS for task in tasks):
            self._page.page_wanted.emit("followups", "to_print")

    def _letter(self, task: Task) -> None:
        """Show what became of the registered letter, to note what the post said of it."""
        letter_id = calendar.get(self._page.session.store, task.row_id).letter_id
        if letter_id is not None:
            LetterLifeDialog.ask(self._page, self._page.session, letter_id, self._page.data_changed.emit)

    def _call(self, task: Task) -> bool:
        """True when the outcome of the call was noted."""
        changes = CallDialog.ask(self._page, self._page.session, entry_id=task.row_id)
        if changes is not None:
            self._page.data_changed.emit(changes)
        return changes is not None

    def _mark_done(self, tasks: Sequence[Task]) -> None:
        if not tasks:
            return
        store, today = self._page.session.store, self._page.session.today()
        label = f"{plural(len(tasks), 'élément marqué', 'éléments marqués')} comme fait" * (len(tasks) > 1)
        with store.together(label):
            for task in tasks:
                try:
                    changes = calendar.close(store, task.row_id, today)
                except DomainError as error:
                    messages.show_error(error, self._page)
                else:
                    self._page.data_changed.emit(changes)
