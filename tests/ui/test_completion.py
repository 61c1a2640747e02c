"""Protects the grid of incomplete clients: keyboard, paste, wrong cells kept and marked, saved at once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from creances_desktop.domain.clients import ClientDraft, Nature
from creances_desktop.domain.company import Company
from creances_desktop.services import assembly, clients, history
from creances_desktop.services.assembly import Store
from creances_desktop.ui import file_dialogs
from creances_desktop.ui.dialogs.completion import CompletionDialog
from creances_desktop.ui.dialogs.completion_cells import nature_of
from creances_desktop.ui.dialogs.completion_grid import block_of
from creances_desktop.ui.dialogs.imports import ImportDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone

TODAY = date(2026, 11, 24)
GOOD = "pro\t732 829 320\t3 rue Haute\t44000\tNantes\tcompta@lefevre.fr\t30"
WRONG = "particulier\t\t5 rue Basse\t4400\tNantes\tfaux\t45j"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with assembly.create_company_file(tmp_path / "martin.creances", Company(legal_name="Martin")) as store:
        for code in ("A1", "B2", "C3"):
            clients.add(store, ClientDraft(code, f"Client {code}"))
        yield store


@pytest.fixture
def dialog(qtbot, theme, messages, store, executor) -> CompletionDialog:
    dialog = CompletionDialog(Session(store, executor, lambda: TODAY))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def at(dialog: CompletionDialog, row: int, column: str):
    return dialog.model.index(row, dialog.model.column_index(column))


def paste(dialog: CompletionDialog, text: str, row: int = 0, column: str = "nature") -> None:
    QGuiApplication.clipboard().setText(text)
    dialog.grid.setCurrentIndex(at(dialog, row, column))
    dialog.grid.paste()


@pytest.mark.parametrize(
    ("typed", "nature"),
    [
        ("pro", Nature.PROFESSIONAL),
        ("Particulier", Nature.CONSUMER),
        ("pub", Nature.PUBLIC),
        ("Organisme public", Nature.PUBLIC),
    ],
)
def test_a_nature_is_known_by_its_first_letters(typed, nature):
    assert nature_of(typed) is nature


@pytest.mark.parametrize("typed", ["p", "", "x"])
def test_what_could_be_two_natures_is_none(typed):
    with pytest.raises(ValueError, match="professionnel, particulier"):
        nature_of(typed)


def test_a_block_of_a_spreadsheet_is_cells():
    assert block_of("a\tb\r\nc\t\r\n") == [["a", "b"], ["c", ""]]
    assert block_of('"3 rue Haute\nBP 12"\tNantes\n') == [["3 rue Haute\nBP 12", "Nantes"]]
    assert block_of("") == []


def test_a_block_is_pasted_from_the_current_cell_and_nothing_is_saved(dialog, store):
    paste(dialog, f"{GOOD}\n{WRONG}")
    assert at(dialog, 0, "nature").data() == "Professionnel"
    assert at(dialog, 1, "terms_days").data() == "45"
    assert dialog.save.text() == "&Enregistrer 2\u00a0clients"
    assert clients.find(store, "A1").address.city == ""


def test_a_wrong_value_stays_in_its_cell_marked_with_the_reason(dialog, messages):
    paste(dialog, WRONG)
    row = dialog.model.rows[0]
    assert set(row.errors) == {"zip", "email"}
    assert at(dialog, 0, "zip").data() == "4400"
    assert "cinq chiffres" in at(dialog, 0, "zip").data(Qt.ItemDataRole.ToolTipRole)
    assert at(dialog, 0, "zip").data(Qt.ItemDataRole.DecorationRole) is not None
    assert dialog.model.columns[dialog.model.column_index("zip")].tone(row) is Tone.DANGER
    dialog.save.click()
    assert "Client A1" in messages.take().text
    assert dialog.changes is None
    assert dialog.grid.currentIndex() == at(dialog, 0, "zip")


def test_all_is_saved_in_one_action(dialog, store):
    paste(dialog, f"{GOOD}\n{GOOD.replace('732 829 320', '')}")
    dialog.save.click()
    assert dialog.changes.message == "2\u00a0clients complétés."
    assert history.journal(store, 1)[0].action == "clients_completed"
    saved = clients.find(store, "A1")
    assert (saved.siren, saved.nature, saved.address.zip) == ("732829320", Nature.PROFESSIONAL, "44000")
    assert (saved.terms_days, saved.email) == (30, "compta@lefevre.fr")


def test_a_siren_makes_a_professional_at_once(dialog):
    paste(dialog, "732829320", column="siren")
    assert at(dialog, 0, "nature").data() == "Professionnel"


def test_a_cell_is_typed_and_emptied_by_keyboard(dialog, qtbot):
    dialog.grid.setCurrentIndex(at(dialog, 1, "city"))
    dialog.grid.edit(at(dialog, 1, "city"))
    editor = dialog.grid.findChild(QLineEdit)
    qtbot.keyClicks(editor, "Rennes")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at(dialog, 1, "city").data() == "Rennes")
    dialog.grid.setCurrentIndex(at(dialog, 1, "city"))
    qtbot.keyClick(dialog.grid, Qt.Key.Key_Delete)
    assert at(dialog, 1, "city").data() == ""
    assert not dialog.model.rows[1].is_changed, "back to what is known is no change"
    assert not dialog.save.isEnabled()


def test_cells_without_a_place_are_told(dialog, messages):
    paste(dialog, "30\t60", row=2, column="terms_days")
    assert "1\u00a0case collée\u00a0; 1\u00a0case dépasse" in messages.take().text


def test_a_file_of_clients_completes_and_keeps_what_was_typed(dialog, store, messages, monkeypatch, tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("Code;Adresse;Code postal;Ville\nB2;1 rue des Lilas;44000;Nantes\n", encoding="utf-8")
    paste(dialog, "Rennes", column="city")
    monkeypatch.setattr(file_dialogs, "file_to_open", lambda *_: path)
    monkeypatch.setattr(ImportDialog, "exec", lambda self: self.go.click())
    dialog.from_file.click()
    assert "Import terminé" in messages.take().text
    shown = {row.client.code: (row.client.address.city, row.draft.address.city) for row in dialog.model.rows}
    assert shown["B2"] == ("Nantes", "Nantes")
    assert shown["A1"] == ("", "Rennes")
    dialog.reject()
    assert dialog.changes is not None, "what the file brought is in the dossier"


def test_when_all_is_complete_the_grid_says_so(qtbot, theme, messages, executor, tmp_path):
    with assembly.create_company_file(tmp_path / "vide.creances", Company(legal_name="Vide")) as store:
        dialog = CompletionDialog(Session(store, executor, lambda: TODAY))
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.grid._empty_title == "Tous les clients sont complets."
        assert not dialog.save.isEnabled()
