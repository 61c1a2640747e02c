"""Protects the joining of two cards: the double is proposed, what happens is told, either may be kept."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from creances_desktop.services import clients, history
from creances_desktop.ui.dialogs.client_merge import ClientMergeDialog

TODAY = date(2026, 11, 21)


@pytest.fixture
def shown(qtbot, theme, messages, session):
    def show(client_id: int) -> ClientMergeDialog:
        dialog = ClientMergeDialog(session, None, client_id)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return show


def facts(dialog) -> str:
    labels = [one.text() for one in dialog.facts.findChildren(QLabel) if not one.isHidden()]
    return " ".join(labels).replace("\u00a0", " ")


def test_the_double_is_proposed_and_the_other_card_may_be_the_kept_one(qtbot, shown, session, owing) -> None:
    first, second = owing("Étoile", (10, 100_00)), owing("ETOILE", (5, 50_00), (3, 20_00))
    dialog = shown(first)
    assert dialog.other.client().id == second
    assert "2 pièces" in facts(dialog)
    dialog.kept.setCurrentIndex(1)
    dialog.kept.activated.emit(1)
    qtbot.waitUntil(lambda: "1 pièce" in facts(dialog))
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert dialog.changes.id == second
    assert clients.card(session.store, second, TODAY).outstanding == 170_00
    assert clients.get(session.store, first).archived


def test_nothing_is_joined_without_the_other_card(qtbot, shown, session, owing) -> None:
    client_id = owing("Étoile", (10, 100_00))
    before = len(history.journal(session.store))
    dialog = shown(client_id)
    assert not dialog.accept_button.isEnabled()
    qtbot.keyClicks(dialog.other, "toile")
    qtbot.keyClick(dialog.other, Qt.Key.Key_Return)
    assert dialog.other.client().id == client_id
    assert not dialog.accept_button.isEnabled(), "it is the same card"
    assert len(history.journal(session.store)) == before
