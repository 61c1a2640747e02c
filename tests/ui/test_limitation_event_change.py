"""Protects what the user tells later of a limitation event: its end, its loss, that it is counted."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from creances_desktop.domain.limitation_events import EventKind, LimitationEvent
from creances_desktop.services import limitation, lists
from creances_desktop.ui.dialogs.limitation_event_change import LimitationEventChangeDialog
from creances_desktop.ui.pages.invoice_card import InvoiceCardDialog

TODAY = date(2026, 11, 21)


@pytest.fixture
def shown(qtbot, theme, messages, session):
    def show(kind, *arguments):
        dialog = kind(session, *arguments)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        return dialog

    return show


@pytest.fixture
def invoice_id(session, owing) -> int:
    owing("Alto", (200, 1_000_00))
    return lists.invoice_ids(session.store, TODAY)[0]


def recorded(session, invoice_id):
    return limitation.of_invoice(session.store, invoice_id, TODAY)[0]


def change(session, invoice_id, shown):
    """The form on the event of the invoice."""
    one = recorded(session, invoice_id).events[0]
    return shown(LimitationEventChangeDialog, None, [one.id], one.event)


def test_a_lawsuit_ends_then_loses_its_effect(qtbot, shown, session, invoice_id) -> None:
    before = recorded(session, invoice_id).last_day
    event = LimitationEvent(EventKind.LAWSUIT, date(2026, 9, 1), "Assignation")
    limitation.add_event_to_invoice(session.store, invoice_id, event)
    assert recorded(session, invoice_id).last_day is None, "nothing runs while the lawsuit lasts"
    dialog = change(session, invoice_id, shown)
    assert not dialog.counted.isVisible()
    dialog.ended_on.set_value(date(2026, 8, 1))
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert "avant le début" in dialog.form.error("ended_on")
    dialog.ended_on.set_value(date(2026, 10, 1))
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert recorded(session, invoice_id).last_day > before
    dialog = change(session, invoice_id, shown)
    dialog.lost.setChecked(True)
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert recorded(session, invoice_id).last_day == before


def test_a_debatable_event_is_counted_later(qtbot, shown, session, invoice_id) -> None:
    event = LimitationEvent(EventKind.PART_PAYMENT, date(2026, 11, 1), "Virement")
    limitation.add_event_to_invoice(session.store, invoice_id, event)
    before = recorded(session, invoice_id).last_day
    dialog = change(session, invoice_id, shown)
    assert not dialog.ended_on.isVisible()
    assert not dialog.lost.isVisible()
    dialog.counted.setChecked(True)
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert recorded(session, invoice_id).last_day > before


def test_the_card_changes_only_a_recorded_event(qtbot, shown, session, invoice_id, monkeypatch) -> None:
    card = shown(InvoiceCardDialog, invoice_id)
    card.tabs.setCurrentIndex(1)
    assert not card.law.change_button.isEnabled()
    event = LimitationEvent(EventKind.MEDIATION, date(2026, 11, 1), "Accord")
    limitation.add_event_to_invoice(session.store, invoice_id, event)
    card.reload()
    card.law.recorded.select_id(0)
    asked = []
    monkeypatch.setattr(LimitationEventChangeDialog, "ask", lambda *given: asked.append(given[2:]))
    qtbot.mouseClick(card.law.change_button, Qt.MouseButton.LeftButton)
    assert asked == [((recorded(session, invoice_id).events[0].id,), event)]
