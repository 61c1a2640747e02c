"""What comes before a session: whether the payments are known, and who would be dealt with."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.morning_session import ActionKind, MorningLine, PutOff
from creances_desktop.domain.text import long_date, plural
from creances_desktop.services import morning_session
from creances_desktop.services.morning_session import Gate
from creances_desktop.ui import messages
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column, State, amount_column, state_column
from creances_desktop.ui.widgets.fields import DateField, Lean
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

STATES = {
    ActionKind.BROKEN_PROMISE: State("handshake", ActionKind.BROKEN_PROMISE.label, Tone.DANGER),
    ActionKind.MISSED_INSTALMENT: State("banknote", ActionKind.MISSED_INSTALMENT.label, Tone.DANGER),
    ActionKind.CALL: State("phone", ActionKind.CALL.label),
    ActionKind.DEADLINE: State("hourglass", ActionKind.DEADLINE.label, Tone.WARNING),
    ActionKind.LETTER: State("mail", ActionKind.LETTER.label, Tone.ACCENT),
    ActionKind.REMINDER: State("bell", ActionKind.REMINDER.label),
}
PUT_OFF_ROWS = 4
OLD_DAYS = 7


class GatePage(QWidget):
    """The question about the bank, the clients of the morning, and those left for another day.

    Signals:
        begun(): the user begins, or goes on.
        import_wanted(): the user wants to import his payments first.
        rules_wanted(): the user wants to change the order.
    """

    begun = Signal()
    import_wanted = Signal()
    rules_wanted = Signal()

    def __init__(self, session: Session, banner: Banner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._banner = session, banner
        self.title, self.bank, self.count = QLabel(self), QLabel(self), QLabel(self)
        self.absence = QLabel(self)
        self.absence.setWordWrap(True)
        self.title.setProperty("heading", True)
        self.bank_day = DateField(session.today(), self, lean=Lean.BEHIND)
        self.begin_button = push_button("&Commencer", self, icon="phone", primary=True)
        self.import_button = push_button("&Importer les règlements…", self, icon="download")
        self.rules_button = push_button("&Ordre de la séance…", self, icon="settings")
        self.table = Table("morning_lines", self)
        self.model: ListModel[MorningLine] = ListModel(
            _columns(), row_id=lambda line: line.client_id, parent=self
        )
        self.table.set_rows_model(self.model)
        self.table.setAccessibleName("Clients de la séance")
        self.table.set_empty_message(
            "Personne à contacter ce matin.", "Rien n’est dû aujourd’hui\u00a0: appels, promesses, lettres."
        )
        self.formula = QLabel(self)
        self.formula.setProperty("tone", "muted")
        self.formula.setWordWrap(True)
        self.table.current_changed.connect(self._on_current)
        self.put_off = Table("morning_put_off", self)
        self.put_off_model: ListModel[PutOff] = ListModel(
            _put_off_columns(), row_id=lambda one: one.client_id, parent=self
        )
        self.put_off.set_rows_model(self.put_off_model)
        self.put_off.setAccessibleName("Laissés pour un autre jour")
        self.put_off_title = QLabel(self)
        self.put_off_title.setProperty("heading", True)
        self.put_off.setFixedHeight((self.fontMetrics().height() + 9) * (PUT_OFF_ROWS + 1))
        self._place()
        self.begin_button.clicked.connect(self._on_begin)
        self.import_button.clicked.connect(lambda: self.import_wanted.emit())  # noqa: PLW0108 - drops the bool
        self.rules_button.clicked.connect(lambda: self.rules_wanted.emit())  # noqa: PLW0108 - drops the bool

    def show_gate(self, gate: Gate) -> None:
        """Show this gate, the keyboard on the button that begins."""
        self.title.setText(f"Séance du matin, {long_date(gate.day)}")
        days = (gate.day - gate.bank_day).days if gate.bank_day else None
        old = days is None or days > OLD_DAYS
        ago = "" if days is None or days <= 0 else f" Le dernier date d’il y a {plural(days, 'jour')}."
        self.bank.setText(f"{gate.question}{ago} Relancer quelqu’un qui vient de payer le vexe.")
        self.bank.setProperty("tone", (Tone.WARNING if old else Tone.NORMAL).value)
        self.bank.style().polish(self.bank)
        self.absence.setText(gate.absence)
        self.absence.setVisible(bool(gate.absence))
        self.bank_day.set_value(gate.bank_day)
        morning = gate.morning
        self.model.set_rows(morning.lines)
        if morning.lines:
            self.table.select_id(morning.lines[0].client_id)
        self._on_current(self.table.current_id())
        later = plural(len(morning.later), "autre attend", "autres attendent") if morning.later else ""
        count = plural(len(morning.lines), "client")
        self.count.setText(
            f"{count} dans l’ordre de ce que l’action peut rapporter"
            + (f"\u00a0; {later}." if later else ".")
        )
        self.put_off_model.set_rows(morning.put_off)
        self.put_off_title.setText(f"Laissés pour un autre jour ({len(morning.put_off)})")
        for widget in (self.put_off, self.put_off_title):
            widget.setVisible(bool(morning.put_off))
        running = gate.running is not None
        self.begin_button.setText(
            f"&Reprendre ({plural(gate.waiting, 'client')})" if running else "&Commencer la séance"
        )
        self.begin_button.setEnabled(running or bool(morning.lines))
        self.begin_button.setFocus()

    def _place(self) -> None:
        asked = QHBoxLayout()
        label = QLabel("&Banque vue jusqu’au\u00a0:", self)
        label.setBuddy(self.bank_day)
        self.bank_day.setAccessibleName("Banque vue jusqu’au")
        self.bank_day.setMaximumWidth(self.fontMetrics().averageCharWidth() * 18)
        self.bank.setWordWrap(True)
        for widget in (label, self.bank_day, self.import_button):
            asked.addWidget(widget)
        asked.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.rules_button)
        foot.addStretch(1)
        foot.addWidget(self.begin_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.title, self.absence, self.bank):
            layout.addWidget(widget)
        layout.addLayout(asked)
        layout.addWidget(self.count)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.formula)
        layout.addWidget(self.put_off_title)
        layout.addWidget(self.put_off)
        layout.addLayout(foot)

    @Slot(int)
    def _on_current(self, client_id: int) -> None:
        line = self.model.row_of(client_id)
        self.formula.setText(f"Gain attendu\u00a0: {line.gain.formula}" if line is not None else "")

    @Slot()
    def _on_begin(self) -> None:
        """Keep the day that the user has seen his bank, then begin."""
        if not self.bank_day.check():
            return
        day = self.bank_day.value()
        try:
            if day is not None:
                morning_session.confirm_bank(self._session.store, day, self._session.today())
        except DomainError as error:
            messages.show_error(error, self, self._banner)
            return
        self.begun.emit()


def _columns() -> list[Column[MorningLine]]:
    return [
        state_column("kind", "Pour", lambda line: STATES[line.kind], width=19),
        Column("client", "Client", lambda line: line.client_name, width=28, bold=lambda _: True),
        Column(
            "text", "De quoi il s’agit", lambda line: line.stakes[0].text, width=20, stretch=True,
            tooltip=lambda line: "\n".join(one.text for one in line.stakes),
        ),
        amount_column("amount", "Enjeu", lambda line: line.amount or None),
        amount_column("gain", "Gain attendu", lambda line: line.gain.amount or None,
                      title_tooltip="L’enjeu multiplié par la chance de l’action"),
    ]  # fmt: skip


def _put_off_columns() -> list[Column[PutOff]]:
    return [
        Column("client", "Client", lambda one: one.client_name, width=28),
        Column("why", "Pourquoi pas aujourd’hui", lambda one: one.why, width=40, stretch=True),
        amount_column("amount", "Enjeu", lambda one: one.amount or None),
    ]
