"""The words of a letter: subject, what comes before the table and after it, and the fields to insert."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.letter_notation import FieldLabel, Notation
from creances_desktop.domain.wording import Finding
from creances_desktop.services.letter_texts import Wording
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column
from creances_desktop.ui.widgets.facts import Warned, Warnings
from creances_desktop.ui.widgets.letter_text import LetterText
from creances_desktop.ui.widgets.splitter import KeptSplitter
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

_PARTS = (("subject", "O&bjet"), ("opening", "A&vant le tableau"), ("closing", "Après le &tableau"))


class LetterTextPanel(QWidget):
    """Three texts with the list of fields below; what is wrong with them is said under the texts.

    Signals:
        edited(): the user changed a text.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notation = Notation(())
        self.texts = {name: LetterText(self._notation, self) for name, _ in _PARTS}
        self._last = self.texts["opening"]
        self.problems = Warnings(self)
        self.fields = Table("letter_fields", self)
        self.field_model: ListModel[FieldLabel] = ListModel(_field_columns(), parent=self)
        self.insert = push_button(
            "&Insérer le champ",
            self,
            icon="plus",
            tooltip="Le mettre où est le curseur (Entrée dans la liste)",
        )
        self.agree = push_button(
            "A&ccord…", self, tooltip="[la facture | les factures]\u00a0: selon le nombre de factures"
        )
        self.bold = push_button("&Gras", self, tooltip="Mettre en gras les mots choisis (Ctrl+B)")
        self._build()
        self._connect()

    def show_wording(self, notation: Notation, wording: Wording) -> None:
        """Show these words, with the fields that this letter may use."""
        self._notation = notation
        self.field_model.set_rows(notation.fields)
        for name, edit in self.texts.items():
            edit.set_notation(notation)
            lines = getattr(wording, name)
            edit.set_paragraphs((lines,) if isinstance(lines, str) else lines)
        self.problems.show_warnings([])

    def wording(self) -> Wording:
        """The words as they now stand."""
        subject = " ".join(self.texts["subject"].paragraphs())
        return Wording(subject, self.texts["opening"].paragraphs(), self.texts["closing"].paragraphs())

    def unknown(self) -> tuple[str, ...]:
        """The words between brackets that are no field of this letter."""
        lines = self.wording().lines
        return tuple(dict.fromkeys(word for line in lines for word in self._notation.unknown(line)))

    def show_problems(self, findings: Iterable[Finding], empty: Iterable[str] = ()) -> None:
        """Say which fields are unknown or empty, and which passages are to be reviewed."""
        found = tuple(findings)
        lines: list[Warned] = [
            ("circle-x", f"«\u00a0[{word}]\u00a0» n’est pas un champ de cette lettre.", Tone.DANGER)
            for word in self.unknown()
        ]
        lines += [
            ("triangle-alert", f"«\u00a0{one.passage}\u00a0»\u00a0: {one.reason}", Tone.WARNING)
            for one in found
        ]
        missing = tuple(empty)
        if missing:
            lines.append(("circle-x", f"Vide pour ce client\u00a0: {', '.join(missing)}.", Tone.DANGER))
        self.problems.show_warnings(lines)
        for edit in self.texts.values():
            edit.set_faults(one.passage for one in found)

    def show_invalid(self, error: InvalidValue) -> bool:
        """True when the error is about one of the texts: it then has the focus."""
        if error.field not in self.texts:
            return False
        self.texts[error.field].setFocus()
        return True

    def _build(self) -> None:
        words = QWidget(self)
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for name, title in _PARTS:
            label = QLabel(f"{title}\u00a0:", self)
            label.setBuddy(self.texts[name])
            self.texts[name].setAccessibleName(title.replace("&", ""))
            column.addWidget(label)
            column.addWidget(self.texts[name], {"subject": 0, "opening": 3, "closing": 4}[name])
        line = self.fontMetrics().lineSpacing()
        self.texts["subject"].setFixedHeight(line + 20)
        self.texts["subject"].setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self.problems)
        self.fields.setAccessibleName("Champs à insérer")
        self.fields.set_rows_model(self.field_model)
        below = QWidget(self)
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 2, 0, 0)
        lower.addWidget(self.fields, 1)
        row = QHBoxLayout()
        for button in (self.insert, self.agree, self.bold):
            row.addWidget(button)
        row.addStretch(1)
        lower.addLayout(row)
        halves = KeptSplitter("letter_text_panel", Qt.Orientation.Vertical, self)
        halves.addWidget(words)
        halves.addWidget(below)
        halves.share(430, 190)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(halves)

    def _connect(self) -> None:
        for edit in self.texts.values():
            edit.edited.connect(self.edited)
            edit.cursorPositionChanged.connect(self._on_cursor_moved)
        self.insert.clicked.connect(lambda: self._insert(self.fields.current_id()))
        self.fields.activated_row.connect(self._insert)
        self.agree.clicked.connect(self._on_agree)
        self.bold.clicked.connect(self._on_bold)

    @Slot()
    def _on_cursor_moved(self) -> None:
        edit = self.sender()
        if isinstance(edit, LetterText) and edit.hasFocus():
            self._last = edit

    @Slot()
    def _on_agree(self) -> None:
        self._last.insert_agreement()

    @Slot()
    def _on_bold(self) -> None:
        self._last.toggle_bold()

    @Slot(int)
    def _insert(self, row_id: int) -> None:
        field = self.field_model.row_of(row_id)
        if field is not None:
            self._last.insert_field(field.label)


def _field_columns() -> list[Column[FieldLabel]]:
    return [
        Column("label", "Champ", lambda one: one.label, width=26, sortable=False,
               icon=lambda one: "message-square" if one.is_phrase else "tag"),
        Column("example", "Exemple, ou quand il s’imprime", lambda one: one.example, width=30, stretch=True,
               sortable=False, tooltip=lambda one: one.example),
    ]  # fmt: skip
