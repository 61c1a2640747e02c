"""A plan granted to a client: its instalments with what became of them, its signature, its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.instalment_plan_parts import Charges
from creances_desktop.domain.instalment_plans import PartState, PartStatus
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import short_date
from creances_desktop.domain.working_days import next_working_day
from creances_desktop.services import (
    instalment_plan_agreements,
    instalment_plans,
    letters,
    working_days,
)
from creances_desktop.services.changes import Changes
from creances_desktop.services.instalment_plans import PlanNow
from creances_desktop.ui import messages, outside
from creances_desktop.ui.dialogs.call import CallDialog
from creances_desktop.ui.dialogs.instalment_plan import InstalmentPlanDialog
from creances_desktop.ui.dialogs.instalment_plan_ends import EndPlanDialog, SignedDialog
from creances_desktop.ui.dialogs.other_letter import OtherLetterDialog
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column, State, amount_column, date_column, state_column
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

STATES = {
    PartState.COMING: State("hourglass", PartState.COMING.label, Tone.ACCENT),
    PartState.KEPT: State("circle-check", PartState.KEPT.label, Tone.SUCCESS),
    PartState.LATE: State("clock", PartState.LATE.label, Tone.WARNING),
    PartState.MISSED: State("circle-x", PartState.MISSED.label, Tone.DANGER),
    PartState.SETTLED: State("minus", PartState.SETTLED.label, Tone.MUTED),
}


def open_plan(
    parent: QWidget | None, session: Session, client_id: int, on_change: Callable[[Changes], None]
) -> None:
    """Show the plan of a client that is under way, or grant him one."""
    found = instalment_plans.of_client(session.store, client_id, session.today())
    running = instalment_plans.under_way(found)
    if running is not None:
        InstalmentPlanCard.ask(parent, session, running.stored.id, on_change)
        return
    changes = InstalmentPlanDialog.ask(parent, session, client_id)
    if changes is not None:
        on_change(changes)


class InstalmentPlanCard(QDialog):
    """One plan, decided from the payments.

    Signals:
        changed(Changes): the plan was signed or ended, a letter was written.
    """

    changed = Signal(object)

    @classmethod
    def ask(
        cls, parent: QWidget | None, session: Session, plan_id: int, on_change: Callable[[Changes], None]
    ) -> None:
        """Show the plan until the user closes it."""
        dialog = cls(session, parent, plan_id)
        dialog.changed.connect(on_change)
        dialog.exec()
        dialog.deleteLater()

    def __init__(self, session: Session, parent: QWidget | None, plan_id: int) -> None:
        super().__init__(parent)
        self._session, self._plan_id = session, plan_id
        self.one = instalment_plans.get(session.store, plan_id, session.today())
        self.setWindowTitle(f"Échéancier de {self.one.stored.client_name}")
        self.banner, self.head, self.terms = Banner(self), QLabel(self), QLabel(self)
        self.table = Table("instalment_plan", self)
        self.model: ListModel[PartStatus] = ListModel(
            _columns(), row_id=lambda part: part.part.position, parent=self
        )
        self.table.set_rows_model(self.model)
        self.table.setAccessibleName("Échéances")
        self.sign_button = push_button("Noter la &signature…", self, icon="pencil")
        self.letter_button = push_button("&Voir l’accord", self, icon="file-text")
        self.call_button = push_button("Noter un &appel…", self, icon="phone")
        self.notice_button = push_button(
            "&Mettre en demeure…", self, icon="mail", tooltip="Réclamer les échéances manquées par lettre"
        )
        self.lapse_button = push_button(
            "&Déchéance du terme…", self, icon="gavel", tooltip="Tout ce qui reste dû devient exigible"
        )
        self.end_button = push_button("&Terminer…", self, icon="undo-2")
        self._build()
        self.reload()
        disable_if_reading(
            session,
            self.sign_button,
            self.call_button,
            self.notice_button,
            self.lapse_button,
            self.end_button,
        )
        self.table.setFocus()
        self.resize(fitting(self))

    def reload(self) -> None:
        """Read the plan again."""
        self.one = instalment_plans.get(self._session.store, self._plan_id, self._session.today())
        one, running = self.one, self.one.status.state.is_under_way
        self.head.setText(one.words)
        self.terms.setText(_terms(one))
        self.model.set_rows(one.status.parts)
        self.sign_button.setVisible(running and one.stored.signed_on is None)
        self.letter_button.setVisible(one.stored.letter_id is not None)
        self.call_button.setVisible(running and bool(one.status.missed))
        self.notice_button.setVisible(running and bool(one.status.missed))
        self.lapse_button.setVisible(running and bool(one.status.missed) and one.stored.terms.lapse_clause)
        self.end_button.setVisible(running)

    def _build(self) -> None:
        self.head.setProperty("heading", True)
        self.terms.setProperty("tone", "muted")
        for label in (self.head, self.terms):
            label.setWordWrap(True)
        close = push_button("Fermer", self)
        foot = QHBoxLayout()
        left = (self.sign_button, self.letter_button, self.call_button, self.notice_button)
        for button in (*left, self.lapse_button, self.end_button):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        for widget in (self.banner, self.head, self.terms):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.sign_button.clicked.connect(self._on_sign)
        self.letter_button.clicked.connect(self._on_letter)
        self.call_button.clicked.connect(self._on_call)
        self.notice_button.clicked.connect(self._on_notice)
        self.lapse_button.clicked.connect(self._on_lapse)
        self.end_button.clicked.connect(self._on_end)
        close.clicked.connect(self.reject)

    @Slot()
    def _on_sign(self) -> None:
        self._tell(SignedDialog(self._session, self, self.one).run())

    @Slot()
    def _on_end(self) -> None:
        self._tell(EndPlanDialog(self._session, self, self.one).run())

    @Slot()
    def _on_letter(self) -> None:
        if self.one.stored.letter_id is not None:
            data = letters.pdf(self._session.store, self.one.stored.letter_id)
            outside.open_copy(f"echeancier-{self.one.stored.reference}.pdf", data, self, self.banner)

    @Slot()
    def _on_call(self) -> None:
        self._tell(CallDialog.ask(self, self._session, self.one.client_id))

    @Slot()
    def _on_notice(self) -> None:
        """Write the letter that demands what was missed; its eight days are those of the clause."""
        holidays = working_days.of(self._session.store)
        eighth = self._session.today() + timedelta(days=instalment_plan_agreements.NOTICE_DAYS)
        deadline = next_working_day(eighth, 0, holidays=holidays)
        try:
            typed = instalment_plan_agreements.notice_fields(self.one, deadline)
        except DomainError as error:
            messages.show_error(error, self, self.banner)
            return
        written = OtherLetterDialog.ask(
            self,
            self._session,
            self.one.client_id,
            template_id=instalment_plan_agreements.NOTICE,
            invoice_ids=self.one.stored.invoice_ids,
            typed=typed,
        )
        if written is not None:
            instalment_plan_agreements.noticed(self._session.store, self._plan_id, written.changes.id)
            self._tell(written.changes)

    @Slot()
    def _on_lapse(self) -> None:
        store, today = self._session.store, self._session.today()
        try:
            instalment_plan_agreements.refuse_unsigned(self.one)
        except DomainError as error:
            messages.show_error(error, self, self.banner)
            return
        if not messages.confirm(
            "Déchéance du terme",
            f"Rendre exigibles les {format_cents(self.one.status.missing)} qui restent\u00a0?",
            "Prononcer la déchéance",
            self,
            informative=instalment_plan_agreements.lapse_words(store, self.one, today),
            dangerous=True,
        ):
            return
        try:
            self._tell(instalment_plan_agreements.end(store, self._plan_id, "", today, lapsed=True))
        except DomainError as error:
            messages.show_error(error, self, self.banner)

    def _tell(self, changes: Changes | None) -> None:
        if changes is not None:
            self.changed.emit(changes)
            self.reload()
            self.banner.show_success(changes.message)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 52, line * 26)


def _terms(one: PlanNow) -> str:
    """What was agreed, in one paragraph."""
    terms = one.stored.terms
    signed = one.stored.signed_on
    charges = terms.interest + terms.indemnity
    fate = "ajoutés" if terms.charges is Charges.ADDED else "abandonnés s’il est tenu"
    words = (
        f"{'Facture' if len(one.stored.numbers) == 1 else 'Factures'} {', '.join(one.stored.numbers)}",
        instalment_plans.money_words(one),
        f"signé le {short_date(signed)}" if signed else "pas encore signé",
        f"intérêts et indemnité de {format_cents(charges)} {fate}" if charges else "",
        "avec clause de déchéance" if terms.lapse_clause else "sans clause de déchéance",
    )
    return "\u00a0· ".join(word for word in words if word)


def _columns() -> list[Column[PartStatus]]:
    return [
        Column("position", "Échéance", lambda part: str(part.part.position), width=10, stretch=True),
        date_column("day", "À régler le", lambda part: part.part.day),
        amount_column("amount", "Montant", lambda part: part.part.amount, bold=lambda _: True),
        amount_column("received", "Reçu", lambda part: part.received or None),
        amount_column("missing", "Manque", lambda part: part.missing or None),
        state_column("state", "État", lambda part: STATES[part.state], width=20),
        date_column("on", "Réglée le", lambda part: part.on),
    ]
