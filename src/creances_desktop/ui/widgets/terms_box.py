"""Payment terms typed as words, with what they mean told while typing, and the choice where they mean two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QRadioButton, QVBoxLayout, QWidget

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.terms import describe
from creances_desktop.domain.terms_text import AmbiguousTerms
from creances_desktop.ui.widgets.field import Field


@dataclass(frozen=True, slots=True)
class ToldTerms:
    """What terms mean: the sentence, and the warnings that refuse nothing."""

    sentence: str
    warnings: tuple[str, ...] = ()


class TermsBox(QWidget):
    """A line for terms; below it their meaning, both readings of ambiguous ones, and legal warnings.

    Signals:
        edited(): the user typed or chose other terms.
    """

    edited = Signal()

    def __init__(self, tell: Callable[[str], ToldTerms], parent: QWidget | None = None) -> None:
        """`tell` says what a text means; AmbiguousTerms or another InvalidValue where it cannot."""
        super().__init__(parent)
        self._tell = tell
        self.line = Field(self)
        self.line.setPlaceholderText("30 jours, 45 jours fin de mois, à réception…")
        self.first, self.second = QRadioButton(self), QRadioButton(self)
        self.sentence, self.warning = QLabel(self), QLabel(self)
        for label, tone in ((self.sentence, "muted"), (self.warning, "warning")):
            label.setWordWrap(True)
            label.setProperty("tone", tone)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for widget in (self.line, self.first, self.second, self.sentence, self.warning):
            layout.addWidget(widget)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._on_edited)
        self.first.clicked.connect(lambda: self._choose(self.first.text()))
        self.second.clicked.connect(lambda: self._choose(self.second.text()))
        self._show_readings(())

    def text(self) -> str:
        """The text typed."""
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        """Show these terms, without any signal of the user's."""
        self.line.set_value(text or None)
        self.retell()

    def retell(self) -> None:
        """Say again what the terms mean, once what they depend on has changed."""
        self._show_readings(())
        try:
            told = self._tell(self.text())
        except AmbiguousTerms as error:
            self._show_readings(tuple(describe(terms) for terms in error.readings))
            self._say("Ces mots se comptent de deux façons\u00a0: choisissez celle de votre contrat.", ())
        except InvalidValue as error:
            self._say(str(error), ())
        else:
            self._say(told.sentence, told.warnings)

    def is_ambiguous(self) -> bool:
        """Whether the user still has to choose between two readings."""
        return not self.first.isHidden()

    def _say(self, sentence: str, warnings: tuple[str, ...]) -> None:
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.line.setAccessibleDescription(sentence)
        self.warning.setText("\n".join(f"⚠\u00a0{one}" for one in warnings))
        self.warning.setVisible(bool(warnings))

    def _show_readings(self, readings: tuple[str, ...]) -> None:
        for button, text in zip((self.first, self.second), readings or ("", ""), strict=True):
            button.setText(text)
            button.setAutoExclusive(False)
            button.setChecked(False)
            button.setAutoExclusive(True)
            button.setVisible(bool(readings))

    def _choose(self, reading: str) -> None:
        self.set_text(reading)
        self.line.setFocus()
        self.edited.emit()

    @Slot()
    def _on_edited(self) -> None:
        self.retell()
        self.edited.emit()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)
