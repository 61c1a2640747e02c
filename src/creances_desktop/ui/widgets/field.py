"""The typed fields of forms: they show a value the French way.

And say beside them what is wrong with what was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.money import format_cents, typed_cents
from creances_desktop.ui import icons
from creances_desktop.ui.theme import Tone


class Field(QLineEdit):
    """A line whose text stands for a value.

    Here the text itself, in subclasses an amount, a day, an identifier.

    What the user typed is checked when he leaves the field, never while he types; a set value is never
    checked.

    Signals: value_edited(object): the user changed the text and it stands for this value (None: empty).
    error_changed(str): the French sentence about what was typed, empty when it is right.
    """

    value_edited = Signal(object)
    error_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, required: str = "") -> None:
        """`required` is the sentence shown when the field is left empty; empty when it may be."""
        super().__init__(parent)
        self._required = required
        self._error = ""
        self._sign: QAction | None = None
        self.textEdited.connect(self._on_edited)
        self.editingFinished.connect(self._on_finished)

    def value(self) -> Any:
        """The value of the text, None when it is empty or wrong."""
        try:
            return self._parse(self.text())
        except (ValueError, DomainError):
            return None

    def set_value(self, value: Any) -> None:
        """Show this value, without any signal of the user's."""
        self.setText("" if value is None else self._format(value))
        self._set_error("")

    def error(self) -> str:
        """The sentence shown about what was typed."""
        return self._error

    def set_error(self, sentence: str) -> None:
        """Show this sentence, for instance what the service answered; empty when all is well."""
        self._set_error(sentence)

    def check(self) -> bool:
        """True when the text stands for a value, or is empty and may be; the sentence is shown otherwise."""
        try:
            value = self._parse(self.text())
        except (ValueError, DomainError) as error:
            self._set_error(str(error))
            return False
        self._set_error(self._required if value is None else "")
        return not self._error

    def _parse(self, text: str) -> Any:
        """The value of the text, None for an empty one; ValueError or DomainError with a French sentence."""
        return text.strip() or None

    def _format(self, value: Any) -> str:
        """The text of a value."""
        return str(value)

    def _set_error(self, sentence: str) -> None:
        if sentence == self._error:
            return
        self._error = sentence
        if self._sign is not None:
            self.removeAction(self._sign)
            self._sign.deleteLater()
            self._sign = None
        if sentence:
            sign = icons.icon("circle-alert", Tone.DANGER)
            self._sign = self.addAction(sign, QLineEdit.ActionPosition.TrailingPosition)
            icons.apply(self._sign, "circle-alert", Tone.DANGER)
            self._sign.setToolTip(sentence)
        self.setAccessibleDescription(sentence)
        self.error_changed.emit(sentence)

    @Slot()
    def _on_edited(self) -> None:
        """Take the reproach back as soon as it is answered, but never reproach while the user types."""
        try:
            value = self._parse(self.text())
        except (ValueError, DomainError):
            return
        if self._error and (value is not None or not self._required):
            self._set_error("")
        self.value_edited.emit(value)

    @Slot()
    def _on_finished(self) -> None:
        if not self.isModified() or (self._sign is not None and not shiboken6.isValid(self._sign)):
            # Untouched; or a last word of the focus while the form is being destroyed, its children first.
            return
        if self.check() and (value := self.value()) is not None:
            self.setText(self._format(value))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()


class AmountField(Field):
    """An amount in cents: `1 234,56`, `1234.56` and all their spaces are understood, `1 234,56 €` is shown.

    `minimum` and `maximum` are in cents and included; the sentence about them names them.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        required: str = "",
        minimum: int | None = None,
        maximum: int | None = None,
    ) -> None:
        super().__init__(parent, required=required)
        self._minimum = minimum
        self._maximum = maximum
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)

    def set_bounds(self, minimum: int | None, maximum: int | None) -> None:
        """Accept amounts between these cents, both included; None is no bound."""
        self._minimum, self._maximum = minimum, maximum

    def _parse(self, text: str) -> int | None:
        if not text.strip():
            return None
        cents = typed_cents(text)
        if self._minimum is not None and cents < self._minimum:
            raise ValueError(f"Le montant doit être d’au moins {format_cents(self._minimum)}.")
        if self._maximum is not None and cents > self._maximum:
            raise ValueError(f"Le montant ne peut pas dépasser {format_cents(self._maximum)}.")
        return cents

    def _format(self, value: int) -> str:
        return format_cents(value)


class IdentifierField(Field):
    """A SIREN, SIRET, VAT number, IBAN: `validate` gives its normal form, or raises with a French sentence.

    `show` groups the normal form for the eye (`FR76 3000 …`); value() always gives the normal form.
    """

    def __init__(
        self,
        validate: Callable[[str], str],
        parent: QWidget | None = None,
        *,
        required: str = "",
        show: Callable[[str], str] = str,
    ) -> None:
        super().__init__(parent, required=required)
        self._validate = validate
        self._show = show

    def _parse(self, text: str) -> str | None:
        return self._validate(text.strip()) if text.strip() else None

    def _format(self, value: str) -> str:
        return self._show(value)
