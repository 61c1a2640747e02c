"""The next step of the invoices on the screen, asked of the engine a page at a time, away from the window."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from creances_desktop.domain.plans import Step
from creances_desktop.domain.text import short_date
from creances_desktop.services import followups
from creances_desktop.ui.session import Session

Found = dict[int, tuple[Step | None, date | None]]
PLAN_DONE = "Plan terminé"
WHAT_IS_LEFT = (
    "Toutes les lettres du plan sont parties. Restent l’appel, une lettre hors plan (dernier avis, "
    "remise du dossier) et le dossier de preuves."
)
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
        """`Relance 1, 25/11/2026`, `Relance 1, à faire`, `Plan terminé`; empty when it is not known yet.

        Empty too when nothing is left to pay.
        """
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
            following = found.get(invoice_id)
            self._texts[invoice_id] = (
                "" if following is None else step_text(*following, self._session.today())
            )
        self.known.emit()


def step_text(step: Step | None, day: date | None, today: date) -> str:
    """What an open invoice has before it; without a step, its plan is done on `day`."""
    if step is None:
        last = None if day is None else day - timedelta(days=1)
        return PLAN_DONE if last is None or last < today else f"Délai jusqu’au {short_date(last)}"
    if day is None:
        return step.name
    return f"{step.name}, {short_date(day) if day > today else 'à faire'}"
