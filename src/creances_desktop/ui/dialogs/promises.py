"""The list of promises: running, kept, late, broken; confirmed or taken back with one key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.promises import PromiseState
from creances_desktop.domain.text import plural
from creances_desktop.services import holds, instalment_plans, promises
from creances_desktop.services.changes import Changes
from creances_desktop.services.promises import HORIZON_DAYS, PromiseNow
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.choosing import ChoosingDialog
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.chips import Chips
from creances_desktop.ui.widgets.columns import Column, State, amount_column, date_column, state_column
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

STATES = {
    PromiseState.RUNNING: State("hourglass", PromiseState.RUNNING.label, Tone.ACCENT),
    PromiseState.KEPT: State("circle-check", PromiseState.KEPT.label, Tone.SUCCESS),
    PromiseState.LATE: State("clock", PromiseState.LATE.label, Tone.WARNING),
    PromiseState.BROKEN: State("circle-x", PromiseState.BROKEN.label, Tone.DANGER),
    PromiseState.SETTLED: State("minus", PromiseState.SETTLED.label, Tone.MUTED),
}
FILTERS = {
    "running": frozenset({PromiseState.RUNNING}),
    "broken": frozenset({PromiseState.BROKEN}),
    "kept": frozenset({PromiseState.KEPT, PromiseState.LATE}),
}
WORDS = {"running": "En cours", "broken": "Non tenues", "kept": "Tenues"}


class PromisesDialog(ChoosingDialog):
    """Every promise with what became of it, decided from the payments.

    Signals:
        changed(Changes): a promise was confirmed or taken back.
    """

    changed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._all: list[PromiseNow] = []
        self.setWindowTitle("Promesses de règlement")
        self.banner, self.sentence = Banner(self), QLabel(self)
        self.sentence.setWordWrap(True)
        self.filters = Chips(WORDS.items(), self, exclusive=True, name="Filtrer les promesses")
        self.table = Table("promises", self)
        self.model: ListModel[PromiseNow] = ListModel(
            _columns(), row_id=lambda one: one.stored.promise.id, parent=self
        )
        self.table.set_rows_model(self.model)
        self.table.setAccessibleName("Promesses")
        self.table.set_empty_message(
            "Aucune promesse ici.", "Une promesse se note pendant un appel, ou par le menu Client."
        )
        self.confirm_button = push_button(
            "&Confirmer par lettre", self, icon="mail", tooltip="Écrire au client ce qu’il a promis"
        )
        self.withdraw_button = push_button("&Retirer la promesse", self, icon="undo-2")
        self.open_button = push_button("&Ouvrir le client", self, icon="user", primary=True)
        self._build()
        disable_if_reading(session, self.confirm_button, self.withdraw_button)
        self.reload()
        self.table.setFocus()
        self.resize(fitting(self))

    def reload(self) -> None:
        """Read the list again."""
        store, day = self._session.store, self._session.today()
        self._session.executor.submit(
            lambda _: (promises.all_now(store, day), instalment_plans.expected(store, day, HORIZON_DAYS)),
            self._show,
            self._failed,
            key="promises",
            owner=self,
        )

    def _build(self) -> None:
        close = push_button("Fermer", self)
        foot = QHBoxLayout()
        foot.addWidget(self.confirm_button)
        foot.addWidget(self.withdraw_button)
        foot.addStretch(1)
        foot.addWidget(self.open_button)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        for widget in (self.banner, self.sentence, self.filters):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.filters.chosen_changed.connect(lambda _: self._fill())
        self.table.current_changed.connect(self._on_current)
        self.table.activated_row.connect(self._on_opened)
        self.open_button.clicked.connect(lambda: self._on_opened(self.table.current_id()))
        self.confirm_button.clicked.connect(self._on_confirm)
        self.withdraw_button.clicked.connect(self._on_withdraw)
        close.clicked.connect(self.reject)

    def _show(self, known: tuple[list[PromiseNow], Cents]) -> None:
        found, planned = known
        self._all = sorted(found, key=lambda one: one.stored.promise.promised_on, reverse=True)
        coming = promises.outlook(found, self._session.today())
        broken = sum(1 for one in found if one.status.state is PromiseState.BROKEN)
        self.sentence.setText(
            f"Promis d’ici {coming.days} jours\u00a0: {format_cents(coming.promised)}, dont promesses "
            f"fiables {format_cents(coming.reliable)} (clients qui ont tenu à temps plus de la moitié des "
            "leurs). D’après la parole de chacun, "
            f"comptez plutôt sur {format_cents(coming.expected)}. "
            f"{plural(broken, 'promesse non tenue', 'promesses non tenues')}."
            + (f" Échéanciers\u00a0: {format_cents(planned)} à venir." if planned else "")
        )
        self._fill()

    def _fill(self) -> None:
        kept = next((FILTERS[name] for name in self.filters.chosen()), frozenset(PromiseState))
        self.model.set_rows([one for one in self._all if one.status.state in kept])
        if self.model.rowCount() and self.table.current_id() < 0:
            self.table.select_id(self.model.id_at(0))
        self._on_current(self.table.current_id())

    def _failed(self, error: Exception) -> None:
        messages.show_error(error, self, self.banner)

    @Slot(int)
    def _on_current(self, row_id: int) -> None:
        one = self.model.row_of(row_id)
        waits = one is not None and not one.status.state.is_over
        self.open_button.setEnabled(one is not None)
        self.withdraw_button.setEnabled(waits)
        running = one is not None and one.status.state is PromiseState.RUNNING
        self.confirm_button.setEnabled(running and one is not None and one.stored.letter_id is None)

    @Slot(int)
    def _on_opened(self, row_id: int) -> None:
        one = self.model.row_of(row_id)
        if one is not None:
            self._choose(one.stored.promise.client_id)

    @Slot()
    def _on_confirm(self) -> None:
        self._act(lambda row: promises.confirm(self._session.store, row, self._session.today()))

    @Slot()
    def _on_withdraw(self) -> None:
        self._act(lambda row: holds.withdraw_promise(self._session.store, row, self._session.today()))

    def _act(self, act: Callable[[int], Changes]) -> None:
        self.banner.clear()
        try:
            changes = act(self.table.current_id())
        except (DomainError, OSError) as error:
            self._failed(error)
        else:
            self.changed.emit(changes)
            self.banner.show_success(changes.message)
            self.reload()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 64, line * 30)


def _columns() -> list[Column[PromiseNow]]:
    return [
        state_column("state", "État", lambda one: STATES[one.status.state], width=16),
        Column("client", "Client", lambda one: one.stored.client_name, width=20, stretch=True,
               bold=lambda _: True),
        date_column("promised_on", "Pour le", lambda one: one.stored.promise.promised_on),
        amount_column("amount", "Promis", lambda one: one.stored.promise.amount),
        amount_column("received", "Reçu", lambda one: one.status.received or None),
        Column("invoice", "Sur", lambda one: ", ".join(one.stored.numbers) or "le compte", width=13),
        Column("person", "Par", _who, width=19),
        date_column("made_on", "Dite le", lambda one: one.stored.promise.made_on),
        Column("confirmed", "Confirmée", lambda one: "lettre" if one.stored.letter_id else "", width=11),
    ]  # fmt: skip


def _who(one: PromiseNow) -> str:
    channel = one.stored.channel
    how = Channel(channel).inline if channel in tuple(Channel) else ""
    return ", ".join(part for part in (one.stored.person, how) if part)
