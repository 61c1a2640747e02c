"""The next step of the invoices on the screen, asked of the engine a page at a time, away from the window."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from creances_desktop.domain.plans import Step
from creances_desktop.domain.text import short_date
from creances_desktop.services import followups
from creances_desktop.ui.session import Session

Found = dict[int, tuple[Step | None, date | None]]
WANTED_AT_ONCE = 600
"""Three pages: what was scrolled past before that is asked again when it is seen again."""


class NextSteps(QObject):
    """Remembers what was answered until `forget`.

    Signals:
        known(): the steps of more invoices are known.
    """

    known = Signal()

    def __init__(self, session: Session, key: str, parent: QObject) -> None:
        """`key` names the list: a newer question of the same list replaces an older one."""
        super().__init__(parent)
        self._session = session
        self._key = f"next_steps:{key}"
        self._texts: dict[int, str] = {}
        self._wanted: dict[int, None] = {}
        # Rows are asked for while they are painted: the engine starts once they stand on the screen.
        self._ask_later = QTimer(self, singleShot=True, interval=0)
        self._ask_later.timeout.connect(self._ask)

    def text(self, invoice_id: int) -> str:
        """`Relance 1, 25/11/2026`, `Relance 1, à faire`; empty when none is to come, or not known yet."""
        return self._texts.get(invoice_id, "")

    def forget(self) -> None:
        """Ask again what is shown next: the dossier changed."""
        self._session.executor.forget(self._key)
        self._texts.clear()
        self._wanted.clear()

    def want(self, invoice_ids: Iterable[int]) -> None:
        """Ask for these, and for what was asked before and not answered yet."""
        self._wanted |= dict.fromkeys(one for one in invoice_ids if one not in self._texts)
        if self._wanted:
            self._ask_later.start()

    @Slot()
    def _ask(self) -> None:
        ids = list(self._wanted)[-WANTED_AT_ONCE:]
        if not ids:
            return
        store, day = self._session.store, self._session.today()
        self._session.executor.submit(
            lambda _: followups.next_steps(store, ids, day),
            lambda found: self._take(ids, found),
            key=self._key,
            owner=self,
        )

    def _take(self, ids: list[int], found: Found) -> None:
        for invoice_id in ids:
            self._wanted.pop(invoice_id, None)
            self._texts[invoice_id] = _text(*found.get(invoice_id, (None, None)), self._session.today())
        self.known.emit()


def _text(step: Step | None, day: date | None, today: date) -> str:
    if step is None:
        return ""
    if day is None:
        return step.name
    return f"{step.name}, {short_date(day) if day > today else 'à faire'}"
