"""The tab *Intérêts et prescription* of an invoice's card: what was recorded, and until when one may sue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.limitation_events import LimitationEvent
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import short_date
from creances_desktop.services import claims, limitation
from creances_desktop.services.changes import Changes
from creances_desktop.services.invoices import InvoiceCard
from creances_desktop.services.limitation import ItemLimitation
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.claim_facts import (
    AwardDialog,
    CapitalisationDialog,
    ClaimFactDialog,
    CostDialog,
    MiseEnDemeureDialog,
)
from creances_desktop.ui.dialogs.limitation_event import LimitationEventDialog
from creances_desktop.ui.dialogs.limitation_event_change import LimitationEventChangeDialog
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column, date_column
from creances_desktop.ui.widgets.facts import FactLines, Warned, Warnings
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

SOON = 183
"""Days before the last useful day from which it is shown as a warning."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A line of what was recorded: a cost or an event of limitation, with the row that removes it."""

    day: date
    what: str
    detail: str
    effect: str
    cost_id: int | None = None
    event_ids: tuple[int, ...] = ()
    event: LimitationEvent | None = None


COLUMNS: tuple[Column[Recorded], ...] = (
    date_column("day", "Date", lambda one: one.day),
    Column("what", "Quoi", lambda one: one.what, width=26, tooltip=lambda one: one.what),
    Column("detail", "Preuve", lambda one: one.detail, width=18, tooltip=lambda one: one.detail),
    Column("effect", "Effet", lambda one: one.effect, width=30, stretch=True, sortable=False,
           tooltip=lambda one: one.effect),
)  # fmt: skip


class InvoiceLawTab(QWidget):
    """Facts of the claim, then the limitation of each due item, then all events and costs.

    Signals:
        done(Changes): something was recorded.
    """

    done = Signal(object)

    def __init__(self, session: Session, invoice_id: int, banner: Banner, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._invoice_id, self._banner = session, invoice_id, banner
        self.facts, self.deadlines = FactLines(self), Warnings(self)
        self.recorded = Table("invoice_recorded", self)
        self.model: ListModel[Recorded] = ListModel(COLUMNS, parent=self)
        self.recorded.set_rows_model(self.model)
        self.recorded.setAccessibleName("Événements et frais enregistrés")
        self.recorded.set_empty_message("Rien d’enregistré", "Ajoutez un événement ou des frais.")
        self.add_button = push_button("A&jouter", self, icon="plus")
        self.change_button = push_button(
            "Modi&fier…", self, icon="pencil", tooltip="Fin, perte ou prise en compte"
        )
        self.remove_button = push_button("R&etirer", self, icon="trash-2")
        self._build()
        disable_if_reading(session, self.add_button, self.change_button, self.remove_button)
        self.recorded.current_changed.connect(lambda _: self._on_chosen())
        self.change_button.clicked.connect(self._on_change)
        self.remove_button.clicked.connect(self._on_remove)

    def show_card(self, card: InvoiceCard) -> None:
        """Show what is recorded about this invoice."""
        store, day = self._session.store, self._session.today()
        items = limitation.of_invoice(store, self._invoice_id, day)
        self.facts.show_lines(self._facts(card))
        shown = [_deadline(item, several=len(items) > 1) for item in items]
        shown.append(("info", limitation.MISE_EN_DEMEURE_SENTENCE, Tone.MUTED))
        self.deadlines.show_warnings(shown if items else [])
        self.model.set_rows([*self._costs(), *_events(items)])
        self._on_chosen()

    def _build(self) -> None:
        menu = QMenu(self.add_button)
        menu.addAction("É&vénement de prescription…").triggered.connect(
            lambda: self._tell(LimitationEventDialog.ask(self, self._session, self._invoice_id))
        )
        for text, kind in (
            ("&Mise en demeure reçue…", MiseEnDemeureDialog),
            ("&Jugement…", AwardDialog),
            ("&Capitalisation des intérêts…", CapitalisationDialog),
            ("&Frais justifiés…", CostDialog),
        ):
            menu.addAction(text).triggered.connect(self._asking(kind))
        self.add_button.setMenu(menu)
        self.menu = menu
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.change_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        head = QLabel("Prescription", self)
        head.setProperty("heading", True)
        grid = QGridLayout()
        grid.addWidget(self.facts, 0, 0, 2, 1)
        grid.addWidget(head, 0, 1)
        grid.addWidget(self.deadlines, 1, 1)
        grid.setRowStretch(1, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(grid)
        layout.addWidget(self.recorded, 1)
        layout.addLayout(buttons)

    def _asking(self, kind: type[ClaimFactDialog]) -> Callable[[], None]:
        return lambda: self._tell(kind.ask(self, self._session, self._invoice_id))

    def _facts(self, card: InvoiceCard) -> list[tuple[str, str]]:
        store, invoice = self._session.store, card.invoice
        award, ground = claims.award(store, invoice.id), claims.capitalisation(store, invoice.id)
        decision = claims.claim(store, invoice.id)
        received = claims.demand(store, invoice.id)
        words = ""
        if award is not None:
            words = f"Taux légal depuis le {short_date(award.since)}"
            if award.enforceable_on is not None:
                words += f", exécutoire le {short_date(award.enforceable_on)}"
        decided = ""
        if decision is not None:
            charges = decision.interest + decision.indemnity + decision.costs
            decided = (
                f"{claims.STATUS_LABELS[decision.status]}\u00a0: {format_cents(charges)} au "
                f"{short_date(decision.as_of)}"
            )
            decided += f" ({decision.reason})" if decision.reason else ""
        capitalised = "" if ground is None else f"{ground.ground.label}, depuis le {short_date(ground.since)}"
        return [
            ("Mise en demeure reçue le", received.words if received else ""),
            ("Jugement", words),
            ("Capitalisation", capitalised),
            ("Intérêts et indemnité", decided),
        ]

    def _costs(self) -> list[Recorded]:
        return [
            Recorded(
                cost.day,
                f"Frais de {format_cents(cost.amount)}",
                cost.label,
                "S’ajoutent à l’indemnité pour ce qui la dépasse",
                cost_id=cost.id,
            )
            for cost in claims.costs(self._session.store, self._invoice_id)
        ]

    @Slot()
    def _on_chosen(self) -> None:
        row = self.model.row_of(self.recorded.current_id())
        self.change_button.setEnabled(row is not None and bool(row.event_ids))
        self.remove_button.setEnabled(row is not None and (row.cost_id is not None or bool(row.event_ids)))

    @Slot()
    def _on_change(self) -> None:
        row = self.model.row_of(self.recorded.current_id())
        if row is not None and row.event is not None:
            self._tell(LimitationEventChangeDialog.ask(self, self._session, row.event_ids, row.event))

    @Slot()
    def _on_remove(self) -> None:
        row = self.model.row_of(self.recorded.current_id())
        if row is None:
            return
        store, today = self._session.store, self._session.today()
        changes: Changes | None = None
        try:
            if row.cost_id is not None:
                changes = claims.withdraw_cost(store, self._invoice_id, row.cost_id, today)
            with store.together(""):
                for event_id in row.event_ids:
                    changes = limitation.withdraw_event(store, event_id, today)
        except DomainError as error:
            messages.show_error(error, self, self._banner)
        self._tell(changes)

    def _tell(self, changes: Changes | None) -> None:
        if changes is not None:
            self.done.emit(changes)


def _deadline(item: ItemLimitation, *, several: bool) -> Warned:
    """The last useful day of a due item: icon, sentence, tone."""
    head = f"Échéance du {short_date(item.due_date)}\u00a0: " if several else ""
    left = item.days_left
    sentence = head + item.sentence
    admitted = item.limitation.if_admitted
    if admitted is not None:
        sentence += f" Le {short_date(admitted)} si un juge admettait tout ce qui est discutable."
    if left is not None and left < 0:
        return "ban", f"{sentence} Ce jour est passé.", Tone.DANGER
    if left is not None and left <= SOON:
        return "hourglass", sentence, Tone.WARNING
    return "hourglass", sentence, Tone.NORMAL


def _events(items: tuple[ItemLimitation, ...]) -> list[Recorded]:
    """The events of the due items, each once; those that the accounts tell cannot be removed."""
    ids: defaultdict[LimitationEvent, list[int]] = defaultdict(list)
    for stored in (one for item in items for one in item.events):
        ids[stored.event].append(stored.id)
    steps = {step.event: step for item in items for step in item.limitation.steps}
    return [
        Recorded(
            event.day, event.kind.label, event.proof, step.sentence, event_ids=tuple(ids[event]), event=event
        )
        for event, step in steps.items()
    ]
