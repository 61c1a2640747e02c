"""One client of the session: what is to be done about him, what he owes, what he says."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance, Slot
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
KEYS = "Une lettre choisit le résultat, puis Entrée enregistre"


class TurnPage(QWidget):
    """The client whose turn it is; built anew for each.

    Signals:
        record_wanted(): note the contact and go on.
        letter_wanted(): issue the letter proposed and go on.
        reminders_wanted(): tick his reminders.
        registered_wanted(): note what the post said of his registered letter.
        skip_wanted(): leave him for another day.
        sheet_wanted(): show his call sheet.
    """

    record_wanted = Signal()
    letter_wanted = Signal()
    reminders_wanted = Signal()
    registered_wanted = Signal()
    skip_wanted = Signal()
    sheet_wanted = Signal()

    def __init__(self, session: Session, turn: Turn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.turn = turn
        self.sheet = CallSheetPanel(turn.sheet, session.today(), self)
        self.call = CallForm(session, turn.sheet, self, preset=False)
        self.head = QLabel(f"{turn.position} / {turn.count} — {turn.item.client_name}", self)
        self.head.setProperty("heading", True)
        self.what = QLabel(_what(turn), self)
        self.what.setWordWrap(True)
        self.formula = QLabel(_formula(turn), self)
        self.formula.setProperty("tone", "muted")
        self.formula.setWordWrap(True)
        self.record_button = self._button(
            "Enregistrer (Ctrl+Entrée)", "check", "Noter le contact, puis le client suivant (Entrée)",
            "Ctrl+Return", self.record_wanted, primary=True,
        )  # fmt: skip
        letter = f"Émettre {turn.letter.split(',')[0] or 'la lettre'} (Ctrl+L)"
        self.letter_button = self._button(
            letter, "mail", "Émettre la lettre proposée à la place de l’appel (Ctrl+L)", "Ctrl+L",
            self.letter_wanted,
        )  # fmt: skip
        self.reminders_button = self._button(
            f"Cocher {plural(len(turn.reminders), 'rappel')} (Ctrl+E)", "bell",
            "Marquer ses rappels comme faits (Ctrl+E)", "Ctrl+E", self.reminders_wanted,
        )  # fmt: skip
        self.registered_button = self._button(
            "Recommandé… (Ctrl+R)", "stamp", "Noter le dépôt ou l’accusé du recommandé (Ctrl+R)", "Ctrl+R",
            self.registered_wanted,
        )  # fmt: skip
        self.sheet_button = self._button(
            "Fiche… (Ctrl+I)",
            "file-text",
            "La fiche d’appel à imprimer (Ctrl+I)",
            "Ctrl+I",
            self.sheet_wanted,
        )
        self.skip_button = self._button(
            "Passer (Ctrl+N)", "chevron-right", "Laisser ce client pour un autre matin (Ctrl+N)", "Ctrl+N",
            self.skip_wanted,
        )  # fmt: skip
        self.letter_button.setVisible(bool(turn.letter))
        self.reminders_button.setVisible(bool(turn.reminders))
        self.registered_button.setVisible(turn.registered is not None)
        self._place()
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(button is self.record_button)
        self.record_button.setEnabled(False)
        (self._own_button() or self.record_button).setDefault(True)
        self.call.outcomes.chosen.connect(self._on_outcome)

    def _own_button(self) -> QPushButton | None:
        """What Enter does before an outcome is chosen: what the turn is about where that is no call."""
        kind = self.turn.line.kind if self.turn.line is not None else None
        if kind is ActionKind.LETTER and self.turn.letter:
            return self.letter_button
        if kind is not ActionKind.REMINDER:
            return None
        if self.turn.registered is not None:
            return self.registered_button
        return self.reminders_button if self.turn.reminders else None

    @Slot()
    def _on_outcome(self) -> None:
        self.record_button.setEnabled(True)
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
        for button in (
            self.letter_button, self.reminders_button, self.registered_button, self.sheet_button,
        ):  # fmt: skip
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
