"""Protects undo in the window: one key over all pages, names in the menu, a history that undoes anything."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creances_desktop.domain.payments import PaymentDraft
from creances_desktop.services import clients, followups, holds, imports, letters, payments, steps
from creances_desktop.services.changes import Changes, Subject
from creances_desktop.ui.dialogs.history import HistoryDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Theme
from creances_desktop.ui.window import MainWindow

Owing = Callable[..., int]
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, session: Session) -> MainWindow:
    made = MainWindow(session)
    qtbot.addWidget(made)
    made.show()
    return made


def pay(window: MainWindow, client_id: int, cents: int) -> None:
    store, today = window.session.store, window.session.today()
    parts = payments.propose(store, client_id, cents).allocations
    window.on_data_changed(
        payments.record(store, PaymentDraft(client_id, cents, today, allocations=parts), today)
    )


def text(window: MainWindow, name: str) -> str:
    return window.actions_by_name[name].text().replace("&", "")


def test_the_menu_names_what_it_undoes_and_the_keys_do_it_from_any_page(
    qtbot: QtBot, window: MainWindow, owing: Owing
) -> None:
    client = owing("Étoile", (10, 120_000))
    pay(window, client, 120_000)
    exposure = window.tabs.pages[0].figures.exposure
    assert text(window, "undo").startswith("Annuler\u00a0: règlement de 1\u202f200,00\u00a0€")
    assert not window.actions_by_name["redo"].isEnabled()
    assert exposure.value() == "0,00\u00a0€"
    qtbot.keyClick(window, "3", CTRL)
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(window, "1", CTRL)
    assert exposure.value() == "1\u202f200,00\u00a0€"
    assert text(window, "redo").startswith("Rétablir\u00a0: règlement")
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL | SHIFT)
    assert exposure.value() == "0,00\u00a0€"
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_Y, CTRL)
    assert exposure.value() == "0,00\u00a0€"


def test_what_is_done_after_an_undo_ends_what_could_be_redone(
    qtbot: QtBot, window: MainWindow, owing: Owing
) -> None:
    client = owing("Étoile", (10, 120_000))
    pay(window, client, 50_000)
    window.run_action("undo")
    assert window.actions_by_name["redo"].isEnabled()
    pay(window, client, 20_000)
    assert not window.actions_by_name["redo"].isEnabled()
    assert "200,00" in text(window, "undo")


def test_a_refused_undo_says_why_and_stays_where_it_is(
    window: MainWindow, owing: Owing, messages: Any, session: Session
) -> None:
    client = owing("Étoile", (10, 120_000))
    window.on_data_changed(Changes(frozenset(Subject), ""))
    invoice = clients.card(session.store, client, session.today()).open_items[0].invoice_id
    window.on_data_changed(holds.dispute(session.store, invoice, "Qualité", session.today()))
    # A step that is no longer what the stack thinks: undone elsewhere meanwhile.
    (latest, *_) = steps.listed(session.store)
    steps.undo(session.store, latest.id, session.today())
    window.run_action("undo")
    assert "déjà annulé" in messages.take().text
    assert window.safe.undoing.stack.canUndo()


def test_an_import_is_undone_by_the_same_key_without_a_question(
    window: MainWindow, session: Session, tmp_path: Path, messages: Any
) -> None:
    path = tmp_path / "factures.csv"
    path.write_text(
        "numero;client;date;echeance;ttc\nF1;Étoile;01/10/2026;31/10/2026;1200,00\n", encoding="utf-8"
    )
    plan = imports.analyse(session.store, [path])
    window.on_data_changed(imports.execute(session.store, plan, today=session.today()))
    assert text(window, "undo").startswith("Annuler\u00a0: import de factures.csv")
    window.run_action("undo")
    assert window.tabs.pages[0].figures.exposure.value() == "0,00\u00a0€"
    window.run_action("redo")
    assert window.tabs.pages[0].figures.exposure.value() == "1\u202f200,00\u00a0€"
    assert messages.asked == []


def test_a_dossier_opened_again_remembers_what_can_be_undone(
    qtbot: QtBot, theme: Theme, session: Session, owing: Owing
) -> None:
    owing("Étoile", (10, 120_000))
    again = MainWindow(session)
    qtbot.addWidget(again)
    assert text(again, "undo").startswith("Annuler\u00a0: facture")
    again.run_action("undo")
    again.run_action("undo")
    assert clients.matching(session.store, "Étoile", session.today()) == []


def test_the_history_finds_undoes_and_redoes_any_action(
    qtbot: QtBot, theme: Theme, session: Session, owing: Owing, messages: Any
) -> None:
    first = owing("Étoile", (10, 120_000))
    owing("Zéphyr", (10, 90_000))
    payments.record(session.store, PaymentDraft(first, 50_00, session.today()), session.today())
    dialog = HistoryDialog(session)
    qtbot.addWidget(dialog)
    told: list[Changes] = []
    dialog.data_changed.connect(told.append)
    dialog.search.set_text("reglement 50")
    assert [step.name.split(" du ")[0] for step in dialog.model.rows] == ["règlement de 50,00\u00a0€"]
    assert "contre-passe" in dialog.sentence.text()
    qtbot.mouseClick(dialog.undo_button, Qt.MouseButton.LeftButton)
    assert payments.of_client(session.store, first) == []
    assert dialog.model.rows[0].undone
    assert not dialog.undo_button.isEnabled()
    qtbot.mouseClick(dialog.redo_button, Qt.MouseButton.LeftButton)
    assert [one.amount for one in payments.of_client(session.store, first)] == [50_00]
    dialog.search.set_text("client cree etoile")
    qtbot.mouseClick(dialog.undo_button, Qt.MouseButton.LeftButton)
    assert "repose sur" in messages.take().text
    assert len(told) == 2


def test_the_history_says_of_a_letter_that_left_that_it_stays(
    qtbot: QtBot, theme: Theme, session: Session, owing: Owing
) -> None:
    owing("Étoile", (20, 120_000))
    letter = followups.issue(session.store, session.today()).issued[0].letter
    letters.mark_delivered(session.store, [letter.id], "imprimée")
    dialog = HistoryDialog(session)
    qtbot.addWidget(dialog)
    assert "ne l’efface pas" in dialog.sentence.text()
    qtbot.mouseClick(dialog.undo_button, Qt.MouseButton.LeftButton)
    assert "est déjà partie" in dialog.banner.text()
