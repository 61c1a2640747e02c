"""Protects Enter on a button: what has the focus is what is pressed, never its contrary."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton

from creances_desktop.ui.dialogs.form_dialog import FormDialog
from creances_desktop.ui.dialogs.imports import ImportDialog
from creances_desktop.ui.widgets.buttons import SideButton, link_button, push_button
from creances_desktop.ui.widgets.fields import Field


class SavingForm(FormDialog):
    """A form that counts how often it saved."""

    def __init__(self) -> None:
        super().__init__("Essai", "Enregistrer")
        self.field = Field(self)
        self.body.addWidget(self.field)
        self.saved = 0

    def save(self) -> None:
        self.saved += 1


@pytest.fixture
def form(qtbot, theme, messages) -> SavingForm:
    dialog = SavingForm()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def test_enter_on_cancel_gives_up(qtbot, form) -> None:
    form.cancel_button.setFocus()
    qtbot.keyClick(form.cancel_button, Qt.Key.Key_Return)
    assert (form.result(), form.saved) == (QDialog.DialogCode.Rejected, 0)
    assert not form.isVisible()


def test_enter_in_a_field_saves(qtbot, form) -> None:
    qtbot.keyClick(form.field, Qt.Key.Key_Return)
    assert form.saved == 1


@pytest.mark.parametrize("make", [SideButton, push_button, link_button])
def test_enter_presses_a_button_that_is_no_default(qtbot, theme, make) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    button = make("&Faire", dialog)
    default = QPushButton("Défaire", dialog)
    default.setDefault(True)
    pressed: list[str] = []
    button.clicked.connect(lambda: pressed.append("faire"))
    default.clicked.connect(lambda: pressed.append("défaire"))
    dialog.show()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert pressed == ["faire"]


def test_an_import_begins_with_enter(qtbot, theme, messages, session, monkeypatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "creances_desktop.ui.file_dialogs.files_to_open", lambda *arguments: asked.append("files") or []
    )
    dialog = ImportDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert dialog.focusWidget() is dialog.choice.choose
    qtbot.keyClick(dialog.choice.choose, Qt.Key.Key_Return)
    assert asked == ["files"]
