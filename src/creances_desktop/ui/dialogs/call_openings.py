"""The dialog *Phrases d’appel*: how a call begins in each situation, edited below the list."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from creances_desktop.domain.call_openings import FIELD_WORDS, OPENINGS, Opening
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.services import call_openings
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel
from creances_desktop.ui.widgets.text_box import TextBox


@dataclass(frozen=True, slots=True)
class _Line:
    opening: Opening
    text: str
    own: bool


class CallOpeningsDialog(FormDialog):
    """One line a situation above, the phrase of the one chosen below; all is saved at once."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> Changes | None:
        """What was changed; None when the user gave up."""
        return cls(session, parent).run()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Phrases d’appel", "En&registrer", parent, width=58, height=30)
        self._session = session
        self._phrases = call_openings.phrases(session.store)
        words = QLabel(
            "Ce que la fiche d’appel propose de dire pour commencer, selon la situation du client.", self
        )
        words.setWordWrap(True)
        words.setProperty("tone", "muted")
        self.list = Table("call_openings", self)
        self.model: ListModel[_Line] = ListModel(
            _columns(), row_id=lambda one: OPENINGS.index(one.opening), parent=self
        )
        self.list.set_rows_model(self.model)
        self.list.setAccessibleName("Situations et phrases")
        self._add_form()
        for part in (words, self.list, self.title, self.form):
            self.body.addWidget(part, 1 if part is self.list else 0)
        self.body.addWidget(self.reset_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.list.current_changed.connect(self._on_chosen)
        self._current = OPENINGS[0]
        self._show_rows()
        self.list.select_id(0)
        self.list.setFocus()

    def save(self) -> Changes | None:
        return call_openings.save(self._session.store, self._phrases)

    def show_refusal(self, error: DomainError | OSError) -> None:
        """Bring the situation whose phrase is refused before the eyes."""
        if isinstance(error, InvalidValue):
            self.list.select_id([one.id for one in OPENINGS].index(error.field))
            self.form.show_invalid(InvalidValue("text", str(error)))
            self.text.setFocus()
        else:
            super().show_refusal(error)

    def _add_form(self) -> None:
        self.title = QLabel(self)
        self.title.setProperty("heading", True)
        self.form = add_form(self)
        self.text = TextBox(3, self)
        self.form.add("text", "&Phrase", self.text)
        self.reset_button = push_button("Revenir à la phrase d’&origine", self, icon="undo-2")
        self.text.textChanged.connect(self._on_edited)
        self.reset_button.clicked.connect(self._on_reset)

    def _show_rows(self) -> None:
        known = call_openings.originals()
        self.model.set_rows(
            [_Line(one, self._phrases[one.id], self._phrases[one.id] != known[one.id]) for one in OPENINGS]
        )

    @Slot(int)
    def _on_chosen(self, row_id: int) -> None:
        one = self.model.row_of(row_id)
        if one is None or (one.opening is self._current and self.text.value()):
            return
        self._current = one.opening
        self.title.setText(f"{one.opening.label}\u00a0: {one.opening.help[0].lower()}{one.opening.help[1:]}")
        fields = ", ".join(f"[{field.value}] {FIELD_WORDS[field]}" for field in one.opening.fields)
        self.form.set_hint("text", f"Champs\u00a0: {fields}." if fields else "")
        self._show_text(one.text)

    def _show_text(self, text: str) -> None:
        self.text.blockSignals(True)
        self.text.set_value(text)
        self.text.blockSignals(False)
        self.reset_button.setEnabled(text != call_openings.originals()[self._current.id])

    @Slot()
    def _on_edited(self) -> None:
        self._phrases[self._current.id] = self.text.value()
        self.reset_button.setEnabled(self.text.value() != call_openings.originals()[self._current.id])
        self._show_rows()

    @Slot()
    def _on_reset(self) -> None:
        self._phrases[self._current.id] = call_openings.originals()[self._current.id]
        self._show_text(self._phrases[self._current.id])
        self._show_rows()


def _columns() -> list[Column[_Line]]:
    return [
        Column("situation", "Situation", lambda one: one.opening.label, width=28, sortable=False),
        Column("own", "", lambda one: "de vous" if one.own else "", width=9, sortable=False),
        Column("text", "Phrase", lambda one: one.text, width=40, stretch=True, sortable=False,
               tooltip=lambda one: one.text),
    ]  # fmt: skip
