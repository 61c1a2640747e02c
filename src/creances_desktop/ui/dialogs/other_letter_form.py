"""The form of a letter outside the plan: the fields that this letter asks, and nothing else."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from creances_desktop.domain.other_letters import AskedField, FieldKind, FieldValue, OtherLetter
from creances_desktop.ui.widgets.fields import AmountField, DateField, Field, LabelledForm, Lean
from creances_desktop.ui.widgets.text_box import TextBox

_LINES = 5
_PAST = frozenset({"told_on", "received_on", "requested_on"})


class OtherLetterForm(LabelledForm):
    """The lines of one letter.

    Signals:
        edited(): the user changed a field.
    """

    edited = Signal()

    def __init__(
        self, letter: OtherLetter, today: date, reserved: str, parent: QWidget | None = None
    ) -> None:
        """`reserved` are the keys that the dialog around it already uses, in capitals."""
        super().__init__(parent)
        self._letter = letter
        taken = set(reserved)
        for one in letter.fields:
            label = with_key(one.label, taken)
            self.add(one.name, label, self._field(one, today), one.hint)

    def values(self) -> dict[str, FieldValue]:
        """What was typed, what is empty left out."""
        found = {one.name: self._value(one.name) for one in self._letter.fields}
        return {name: value for name, value in found.items() if value is not None}

    def fill(self, values: dict[str, FieldValue]) -> None:
        """Show these values in the lines that the letter has."""
        for one in self._letter.fields:
            value = values.get(one.name)
            field = self.field(one.name)
            if value is None:
                continue
            if isinstance(field, TextBox):
                field.set_value(str(value))
            elif isinstance(field, Field):
                field.set_value(value)

    def _value(self, name: str) -> FieldValue | None:
        field = self.field(name)
        if isinstance(field, TextBox):
            return field.value() or None
        value: FieldValue | None = field.value() if isinstance(field, Field) else None
        return value

    def _field(self, one: AskedField, today: date) -> QWidget:
        if one.kind is FieldKind.LINES:
            box = TextBox(_LINES, self)
            box.textChanged.connect(self.edited)
            return box
        field: Field
        if one.kind is FieldKind.AMOUNT:
            field = AmountField(self, required=one.missing, minimum=1)
        elif one.kind is FieldKind.DAY:
            lean = Lean.BEHIND if one.name in _PAST else Lean.AHEAD
            field = DateField(today, self, required=one.missing, lean=lean)
        else:
            field = Field(self, required=one.missing)
        field.textEdited.connect(lambda _: self.edited.emit())
        if isinstance(field, DateField):
            field.value_edited.connect(lambda _: self.edited.emit())
        return field


def with_key(label: str, taken: set[str]) -> str:
    """The label with a `&` before the first letter that is not taken; that letter is taken from then on."""
    for place, letter in enumerate(label):
        key = letter.upper()
        if key.isascii() and key.isalpha() and key not in taken:
            taken.add(key)
            return f"{label[:place]}&{label[place:]}"
    return label
