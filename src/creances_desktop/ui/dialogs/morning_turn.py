"""One client of the session: what is to be done about him, what he owes, what he says."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from creances_desktop.domain.morning_session import ActionKind
from creances_desktop.domain.text import plural
from creances_desktop.services.morning_session import Turn
from creances_desktop.ui.dialogs.call_form import CallForm
from creances_desktop.ui.dialogs.call_sheet import CallSheetPanel
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import push_button

STAKES_SHOWN = 3
KEYS = "Une lettre choisit le résultat — Entrée enregistre — Ctrl+N passe — Échap met en pause"


class TurnPage(QWidget):
    """The client whose turn it is; built anew for each.

    Signals:
        record_wanted(): note the contact and go on.
        letter_wanted(): issue the letter proposed and go on.
        reminders_wanted(): tick his reminders.
        skip_wanted(): leave him for another day.
        sheet_wanted(): show his call sheet.
    """

    record_wanted = Signal()
    letter_wanted = Signal()
    reminders_wanted = Signal()
    skip_wanted = Signal()
    sheet_wanted = Signal()

    def __init__(self, session: Session, turn: Turn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.turn = turn
        self.sheet = CallSheetPanel(turn.sheet, session.today(), self)
        self.call = CallForm(session, turn.sheet, self)
        self.head = QLabel(f"{turn.position} / {turn.count} — {turn.item.client_name}", self)
        self.head.setProperty("heading", True)
        self.what = QLabel(_what(turn), self)
        self.what.setWordWrap(True)
        self.formula = QLabel(_formula(turn), self)
        self.formula.setProperty("tone", "muted")
        self.formula.setWordWrap(True)
        self.record_button = self._button(
            "Enregistrer et suivant", "check", "Noter le contact, puis le client suivant (Entrée)",
            "Ctrl+Return", self.record_wanted, primary=True,
        )  # fmt: skip
        letter = f"Émettre la lettre ({turn.letter.split(',')[0]})" if turn.letter else "Émettre la lettre"
        self.letter_button = self._button(
            letter, "mail", "Émettre la lettre proposée à la place de l’appel (Ctrl+L)", "Ctrl+L",
            self.letter_wanted,
        )  # fmt: skip
        self.reminders_button = self._button(
            f"Cocher {plural(len(turn.reminders), 'rappel')}", "bell",
            "Marquer ses rappels comme faits (Ctrl+E)", "Ctrl+E", self.reminders_wanted,
        )  # fmt: skip
        self.sheet_button = self._button(
            "Fiche d’appel…", "file-text", "La fiche d’appel à imprimer (Ctrl+I)", "Ctrl+I", self.sheet_wanted
        )
        self.skip_button = self._button(
            "Passer", "chevron-right", "Laisser ce client pour un autre matin (Ctrl+N)", "Ctrl+N",
            self.skip_wanted,
        )  # fmt: skip
        self.letter_button.setVisible(bool(turn.letter))
        self.reminders_button.setVisible(bool(turn.reminders))
        self._place()
        self.record_button.setAutoDefault(True)
        self.record_button.setDefault(True)

    def add_buttons(self, *buttons: QPushButton) -> None:
        """Put the buttons of the whole session beside those of this client."""
        for button in buttons:
            self._foot.insertWidget(self._foot.count() - 2, button)
            button.show()

    def _button(
        self, text: str, icon: str, tip: str, key: str, wanted: SignalInstance, *, primary: bool = False
    ) -> QPushButton:
        button = push_button(text, self, icon=icon, tooltip=tip, primary=primary)
        shortcut = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(button.click)
        button.clicked.connect(lambda: wanted.emit())  # noqa: PLW0108 - drops the bool
        return button

    def _place(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(18)
        columns.addWidget(self.sheet, 5)
        columns.addWidget(self.call, 6)
        foot = self._foot = QHBoxLayout()
        for button in (self.letter_button, self.reminders_button, self.sheet_button):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.skip_button)
        foot.addWidget(self.record_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        keys = QLabel(KEYS, self)
        keys.setProperty("tone", "muted")
        first = QHBoxLayout()
        first.addWidget(self.head)
        first.addStretch(1)
        first.addWidget(keys)
        layout.addLayout(first)
        for widget in (self.what, self.formula):
            layout.addWidget(widget)
        layout.addLayout(columns, 1)
        layout.addLayout(foot)


def _what(turn: Turn) -> str:
    """What is to be done about him, the most pressing first."""
    if turn.line is None:
        return "Plus rien à faire aujourd’hui pour ce client\u00a0: passez au suivant."
    stakes = turn.line.stakes[:STAKES_SHOWN]
    more = len(turn.line.stakes) - len(stakes)
    said = "\u00a0; ".join(
        f"lettre proposée, {one.text}" if one.kind is ActionKind.LETTER else one.text for one in stakes
    )
    end = f"\u00a0; et {plural(more, 'autre')}." if more else "."
    return f"{said[0].upper()}{said[1:]}{end}"


def _formula(turn: Turn) -> str:
    return f"Gain attendu\u00a0: {turn.line.gain.formula}" if turn.line is not None else ""
