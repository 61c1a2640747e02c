"""Protects the short forms that hold a follow-up back."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from creances_desktop.services import clients, lists
from creances_desktop.ui.dialogs.holds import DisputeDialog, InsolvencyDialog, PauseDialog, PromiseDialog

TODAY = date(2026, 11, 21)


@pytest.fixture
def shown(qtbot, theme, messages):
    def show(dialog):
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return show


@pytest.fixture
def debtor(owing) -> int:
    return owing("Étoile", (40, 100_00), (5, 50_00), (-9, 30_00))


def card(session, client_id):
    return clients.card(session.store, client_id, TODAY)


def accept(qtbot, dialog) -> None:
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)


def test_a_dispute_of_several_invoices(qtbot, shown, session, debtor) -> None:
    ids = lists.invoice_ids(session.store, TODAY).tolist()[:2]
    dialog = shown(DisputeDialog(session, None, ids))
    assert dialog.reason.hasFocus()
    dialog.reason.lineEdit().setText("Prix")
    accept(qtbot, dialog)
    assert [one.reason for one in card(session, debtor).disputes] == ["Prix", "Prix"]


def test_a_pause_wants_its_day_and_its_reason(qtbot, shown, session, debtor) -> None:
    dialog = shown(PauseDialog(session, None, client_id=debtor))
    accept(qtbot, dialog)
    assert dialog.form.error("until") == "Indiquez jusqu’à quand."
    qtbot.keyClicks(dialog.until, "+10")
    accept(qtbot, dialog)
    assert "motif" in dialog.form.error("reason")
    assert dialog.isVisible()
    dialog.reason.setCurrentIndex(0)
    accept(qtbot, dialog)
    (pause,) = card(session, debtor).pauses
    assert (pause.client_id, pause.until) == (debtor, TODAY + timedelta(days=10))


def test_a_pause_of_one_invoice_names_it(qtbot, shown, session, debtor) -> None:
    invoice_id = lists.invoice_ids(session.store, TODAY)[0]
    dialog = shown(PauseDialog(session, None, invoice_ids=[invoice_id]))
    qtbot.keyClicks(dialog.until, "fm")
    dialog.reason.lineEdit().setText("avoir")
    accept(qtbot, dialog)
    (pause,) = card(session, debtor).pauses
    assert (pause.invoice_id, pause.until, pause.reason) == (invoice_id, date(2026, 11, 30), "avoir")


def test_a_promise_proposes_what_is_late(qtbot, shown, session, debtor) -> None:
    dialog = shown(PromiseDialog(session, None, debtor))
    assert dialog.amount.value() == 150_00
    assert dialog.about.count() == 4
    dialog.about.setCurrentIndex(1)
    dialog.about.activated.emit(1)
    assert dialog.amount.value() == 100_00
    qtbot.keyClicks(dialog.promised_on, "+3")
    qtbot.keyClick(dialog.promised_on, Qt.Key.Key_Return)
    (promise,) = card(session, debtor).promises
    assert (promise.amount, promise.promised_on) == (100_00, TODAY + timedelta(days=3))
    assert promise.invoice_id == dialog.about.currentData()


def test_a_promise_for_a_day_gone_by_is_refused_beside_it(qtbot, shown, session, debtor) -> None:
    dialog = shown(PromiseDialog(session, None, debtor))
    qtbot.keyClicks(dialog.promised_on, "-3")
    accept(qtbot, dialog)
    assert "passée" in dialog.form.error("promised_on")
    assert card(session, debtor).promises == ()


def test_an_insolvency_is_noted_then_removed(qtbot, shown, session, debtor) -> None:
    dialog = shown(InsolvencyDialog(session, None, debtor))
    assert not [one for one in dialog.findChildren(QPushButton) if "Retirer" in one.text()]
    qtbot.keyClicks(dialog.judgment, "15/10")
    accept(qtbot, dialog)
    assert card(session, debtor).client.insolvency_judgment == date(2026, 10, 15)
    again = shown(InsolvencyDialog(session, None, debtor))
    assert again.judgment.value() == date(2026, 10, 15)
    (remove,) = [one for one in again.findChildren(QPushButton) if "Retirer" in one.text()]
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert card(session, debtor).client.insolvency_judgment is None
    assert again.changes is not None
    assert not again.isVisible()


def test_giving_up_writes_nothing(qtbot, shown, session, debtor) -> None:
    dialog = shown(PromiseDialog(session, None, debtor))
    qtbot.keyClicks(dialog.promised_on, "+3")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.changes is None
    assert card(session, debtor).promises == ()
