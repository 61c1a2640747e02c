"""Who was called, and how the call ended: one key for each outcome."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QComboBox, QGridLayout, QRadioButton, QWidget

from creances_desktop.domain.calendar import CallOutcome
from creances_desktop.domain.clients import Client

_TEXTS = {
    CallOutcome.REACHED: "&Joint",
    CallOutcome.VOICEMAIL: "&Message laissé sur répondeur",
    CallOutcome.UNREACHABLE: "&Injoignable",
    CallOutcome.WRONG_NUMBER: "Ma&uvais numéro",
    CallOutcome.PROMISE: "&Promet de payer",
    CallOutcome.ALREADY_PAID: "Dit avoir &réglé",
    CallOutcome.CASH_SHORTAGE: "Difficulté de &trésorerie",
    CallOutcome.AWAITING_APPROVAL: "En attente de &validation",
    CallOutcome.INVOICE_NOT_RECEIVED: "&Facture non reçue",
    CallOutcome.DISPUTE: "C&onteste",
    CallOutcome.REFUSES: "Refu&se de payer",
}
ROWS = 6


class OutcomeList(QWidget):
    """The outcomes as radio buttons; the underlined letter chooses, with or without Alt.

    Signals:
        chosen(CallOutcome): another outcome is chosen.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Résultat de l’appel")
        self._buttons: dict[CallOutcome, QRadioButton] = {}
        self._keys: dict[str, CallOutcome] = {}
        group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        for place, (outcome, text) in enumerate(_TEXTS.items()):
            button = QRadioButton(text, self)
            key = text[text.index("&") + 1]
            button.setToolTip(f"Touche {key.upper()}")
            group.addButton(button)
            grid.addWidget(button, place % ROWS, place // ROWS)
            self._buttons[outcome] = button
            self._keys[key.lower()] = outcome
        group.buttonToggled.connect(self._on_toggled)

    def outcome(self) -> CallOutcome | None:
        """The outcome chosen; None before one is."""
        return next((outcome for outcome, button in self._buttons.items() if button.isChecked()), None)

    def choose(self, outcome: CallOutcome) -> None:
        """Choose this outcome."""
        self._buttons[outcome].setChecked(True)

    def set_focus(self) -> None:
        """Bring the keyboard to the outcome chosen, else to the first one."""
        self._buttons[self.outcome() or CallOutcome.REACHED].setFocus(Qt.FocusReason.OtherFocusReason)

    def buttons(self) -> tuple[QRadioButton, ...]:
        """The radio buttons, in the order of the keyboard."""
        return tuple(self._buttons.values())

    @Slot(QAbstractButton, bool)
    def _on_toggled(self, button: QAbstractButton, on: bool) -> None:
        if on:
            self.chosen.emit(self.outcome())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        outcome = self._keys.get(event.text().lower())
        if outcome is None:
            super().keyPressEvent(event)
            return
        self.choose(outcome)
        self.set_focus()


class ContactBox(QComboBox):
    """The person spoken to: a contact of the client, or any name typed."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItem("")
        people = sorted(client.contacts, key=lambda one: not one.preferred)
        for one in people:
            self.addItem(" — ".join(part for part in (one.name, one.role) if part), one.name)
        self.setCurrentIndex(1 if people else 0)
        line = self.lineEdit()
        if line is not None:
            line.setPlaceholderText("La personne à qui vous avez parlé")

    def choose(self, name: str) -> None:
        """Choose the contact of this name; nothing when the client has none."""
        place = self.findData(name)
        if place > 0:
            self.setCurrentIndex(place)

    def person(self) -> str:
        """The name of the person, empty when none was given."""
        place = self.findText(self.currentText())
        known = self.itemData(place) if place > 0 else None
        return str(known or self.currentText()).strip()
