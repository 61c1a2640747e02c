"""The line at the bottom of the window: what is known, what is saved, what is selected."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import plural, short_date

MESSAGE_MS = 8_000


class StatusBar(QStatusBar):
    """Messages on the left for a while; facts on the right that stay."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._selection = self._fact("Sélection")
        self._bank = self._fact("Règlements connus")
        self._backup = self._fact("Dernière sauvegarde")

    def say(self, message: str) -> None:
        """Show a message for eight seconds."""
        if message:
            self.showMessage(message, MESSAGE_MS)

    def show_selection(self, count: int, cents: int | None) -> None:
        """Show how many rows are selected and their sum; nothing for fewer than two."""
        text = plural(count, "ligne sélectionnée", "lignes sélectionnées") if count > 1 else ""
        if text and cents is not None:
            text += f"\u00a0: {format_cents(cents)}"
        self._set(self._selection, text)

    def show_bank_day(self, day: date | None) -> None:
        """Show until which day payments are known."""
        self._set(
            self._bank, f"Règlements connus jusqu’au {short_date(day)}" if day else "Aucun règlement connu"
        )

    def show_backup(self, day: date | None) -> None:
        """Show when the dossier was last copied, nothing when that is not known."""
        self._set(self._backup, f"Dernière sauvegarde le {short_date(day)}" if day else "")

    def facts(self) -> tuple[str, ...]:
        """What stands on the right now."""
        labels = (self._selection, self._bank, self._backup)
        return tuple(label.text() for label in labels if label.text())

    def _fact(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setProperty("tone", "muted")
        label.setAccessibleName(name)
        label.setContentsMargins(8, 0, 8, 0)
        self.addPermanentWidget(label)
        label.hide()
        return label

    @staticmethod
    def _set(label: QLabel, text: str) -> None:
        label.setText(text)
        label.setAccessibleDescription(text)
        label.setVisible(bool(text))
