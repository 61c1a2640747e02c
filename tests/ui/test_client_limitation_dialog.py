"""Protects the form of a client's own limitation period: what it does, and what no contract may."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from creances_desktop.domain.clients import ClientDraft, Nature
from creances_desktop.domain.limitation_periods import Period
from creances_desktop.services import clients, limitation_rules
from creances_desktop.services.limitation_rules import ClientPeriod
from creances_desktop.ui.dialogs.client_limitation import ClientLimitationDialog

TODAY = date(2026, 11, 21)


@pytest.fixture
def shown(qtbot, theme, messages, session):
    def show(client_id: int) -> ClientLimitationDialog:
        dialog = ClientLimitationDialog(session, None, client_id)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return show


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_contract_fixes_its_years_and_goes_back_to_the_law(qtbot, shown, session, owing) -> None:
    client_id = owing("Étoile", (10, 100_00))
    dialog = shown(client_id)
    assert "5 ans" in plain(dialog.told.text())
    assert "21/11/2031" in dialog.told.text()
    qtbot.keyClicks(dialog.years, "3")
    qtbot.keyClicks(dialog.clause, "CGV, art. 9")
    assert "Une facture à échéance du 21/11/2026 se prescrit le 21/11/2029" in plain(dialog.told.text())
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert limitation_rules.client_period(session.store, client_id) == ClientPeriod(None, 3, "CGV, art. 9")

    dialog = shown(client_id)
    assert dialog.clause.text() == "CGV, art. 9"
    dialog.years.clear()
    dialog.clause.clear()
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert limitation_rules.client_period(session.store, client_id) == ClientPeriod()


def test_another_period_of_the_table_is_chosen(qtbot, shown, session, owing) -> None:
    client_id = owing("Étoile", (10, 100_00))
    dialog = shown(client_id)
    offered = [dialog.period.itemData(place) for place in range(dialog.period.count())]
    assert Period.JUDGMENT.value not in offered
    dialog.period.setCurrentIndex(dialog.period.findData(Period.TRANSPORT.value))
    dialog.period.activated.emit(dialog.period.currentIndex())
    assert "21/11/2027" in dialog.told.text()
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert limitation_rules.client_period(session.store, client_id).period is Period.TRANSPORT


def test_what_no_contract_may_is_refused_beside_the_field(qtbot, shown, session, owing) -> None:
    client_id = owing("Étoile", (10, 100_00))
    dialog = shown(client_id)
    qtbot.keyClicks(dialog.years, "12")
    qtbot.keyClicks(dialog.clause, "CGV")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert "entre 1 et 10 ans" in plain(dialog.form.error("limitation"))
    assert dialog.told.text() == ""
    dialog.clause.clear()
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert "clause" in dialog.form.error("clause")
    limitation_rules.save_client_period(session.store, client_id, ClientPeriod(None, 3, "CGV"))
    clients.update(session.store, client_id, ClientDraft("ETOILE", "Étoile", Nature.CONSUMER))
    assert "2 ans" in plain(limitation_rules.told(session.store, client_id, TODAY)), "the contract is not one"
    dialog = shown(client_id)
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert "ne peut pas être changé par contrat" in dialog.form.error("limitation")
