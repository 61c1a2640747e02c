"""Protects the short forms that hold a follow-up back."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from creances_desktop.domain.disputes import Category, DisputeDraft, Outcome
from creances_desktop.services import attachments, clients, disputes, invoices, lists
from creances_desktop.services.changes import Subject
from creances_desktop.ui.dialogs.attach import AttachDialog
from creances_desktop.ui.dialogs.disputes import DisputeDialog, SettleDisputeDialog
from creances_desktop.ui.dialogs.holds import InsolvencyDialog, PauseDialog, PromiseDialog

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
def complaint(tmp_path) -> Path:
    """The letter of a client who contests."""
    path = tmp_path / "reclamation.txt"
    path.write_text("Les portes sont rayées.")
    return path


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
    assert dialog.category.hasFocus()
    dialog.category.setCurrentIndex(dialog.category.findData("price"))
    dialog.reason.set_value("Remise oubliée")
    accept(qtbot, dialog)
    assert [(one.reason, one.category) for one in card(session, debtor).disputes] == [
        ("Remise oubliée", Category.PRICE)
    ] * 2


def test_a_part_of_an_invoice_in_dispute_says_what_is_left_to_follow_up(
    qtbot, shown, session, debtor
) -> None:
    (invoice_id,) = lists.invoice_ids(session.store, TODAY, chosen="overdue").tolist()[:1]
    dialog = shown(DisputeDialog(session, None, [invoice_id]))
    dialog.amount.setFocus()
    qtbot.keyClicks(dialog.amount, "30")
    assert dialog.form._notes["amount"].text() == "70,00\u00a0€ restent à relancer."
    dialog.claim.setPlainText("Un avoir")
    dialog.answer_by.setFocus()
    qtbot.keyClicks(dialog.answer_by, "+8")
    accept(qtbot, dialog)
    (dispute,) = card(session, debtor).disputes
    assert (dispute.amount, dispute.claim, dispute.answer_by) == (
        30_00,
        "Un avoir",
        TODAY + timedelta(days=8),
    )
    assert card(session, debtor).disputed == 30_00


@pytest.mark.usefixtures("theme")
def test_what_is_in_dispute_is_shown_to_change_to_file_and_to_end(
    qtbot, session, debtor, complaint, monkeypatch
) -> None:
    (invoice_id,) = lists.invoice_ids(session.store, TODAY, chosen="overdue").tolist()[:1]
    disputes.enter(session.store, invoice_id, DisputeDraft("Rayures", 30_00), TODAY)
    seen = []

    def settled(dialog) -> None:
        dialog.outcome.setCurrentIndex(1)
        dialog.accept()

    def used(dialog) -> None:
        dialog.show()
        seen.append((dialog.reason.value(), dialog.amount.value()))
        dialog.files.take([lambda: attachments.read(complaint)])
        qtbot.waitUntil(lambda: len(dialog.files.model.rows) == 1)
        (end,) = [one for one in dialog.findChildren(QPushButton) if one.text() == "&Clore le litige…"]
        qtbot.mouseClick(end, Qt.MouseButton.LeftButton)
        assert not dialog.isVisible()

    monkeypatch.setattr(AttachDialog, "exec", lambda asked: asked.accept())
    monkeypatch.setattr(SettleDisputeDialog, "exec", settled)
    monkeypatch.setattr(DisputeDialog, "exec", used)
    changes = DisputeDialog.ask(None, session, [invoice_id])
    assert seen == [("Rayures", 30_00)]
    assert disputes.open_on(session.store, invoice_id) is None
    assert "maintenue" in changes.message
    assert Subject.ATTACHMENTS in changes.subjects


def test_a_dispute_takes_its_first_exhibit(qtbot, shown, session, debtor, complaint) -> None:
    (invoice_id,) = lists.invoice_ids(session.store, TODAY, chosen="overdue").tolist()[:1]
    dialog = shown(DisputeDialog(session, None, [invoice_id]))
    dialog.paper.choose(complaint)
    accept(qtbot, dialog)
    known = disputes.open_on(session.store, invoice_id)
    assert [one.file_name for one in attachments.of_dispute(session.store, known.id)] == ["reclamation.txt"]


def test_more_than_is_owed_is_refused_beside_the_amount(qtbot, shown, session, debtor) -> None:
    (invoice_id,) = lists.invoice_ids(session.store, TODAY, chosen="overdue").tolist()[:1]
    dialog = shown(DisputeDialog(session, None, [invoice_id]))
    qtbot.keyClicks(dialog.amount, "100,01")
    accept(qtbot, dialog)
    assert "100,00\u00a0€" in dialog.form.error("amount")
    assert dialog.isVisible()


def test_a_dispute_is_ended_with_its_credit_note(qtbot, shown, session, debtor) -> None:
    (invoice_id,) = lists.invoice_ids(session.store, TODAY, chosen="overdue").tolist()[:1]
    dispute_id = disputes.enter(session.store, invoice_id, DisputeDraft(amount=30_00), TODAY).id
    dialog = shown(SettleDisputeDialog(session, None, disputes.open_on(session.store, invoice_id)))
    assert dialog.conceded.value() == 30_00
    dialog.number.set_value("AV-1")
    accept(qtbot, dialog)
    assert invoices.card(session.store, invoice_id, TODAY).outstanding == 70_00
    (ended,) = disputes.of_invoice(session.store, invoice_id)
    assert (ended.id, ended.outcome) == (dispute_id, Outcome.CREDIT_NOTE)


def test_an_upheld_claim_asks_for_no_credit_note(qtbot, shown, session, debtor) -> None:
    (invoice_id,) = lists.invoice_ids(session.store, TODAY, chosen="overdue").tolist()[:1]
    disputes.enter(session.store, invoice_id, DisputeDraft(amount=30_00), TODAY)
    dialog = shown(SettleDisputeDialog(session, None, disputes.open_on(session.store, invoice_id)))
    dialog.outcome.setFocus()
    qtbot.keyClick(dialog.outcome, Qt.Key.Key_Down)
    dialog.outcome.activated.emit(dialog.outcome.currentIndex())
    assert not dialog.number.isVisible()
    accept(qtbot, dialog)
    assert invoices.card(session.store, invoice_id, TODAY).outstanding == 100_00
    assert disputes.open_on(session.store, invoice_id) is None


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
    assert dialog.about.count() == 5
    dialog.about.setCurrentIndex(1)
    dialog.about.activated.emit(1)
    assert dialog.amount.value() == 100_00
    qtbot.keyClicks(dialog.promised_on, "+3")
    qtbot.keyClick(dialog.promised_on, Qt.Key.Key_Return)
    (promise,) = card(session, debtor).promises
    assert (promise.amount, promise.promised_on) == (100_00, TODAY + timedelta(days=3))
    assert promise.invoice_ids == (dialog.about.currentData(),)


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


def test_a_promise_of_several_invoices_is_ticked_and_adds_up(qtbot, shown, session, debtor) -> None:
    dialog = shown(PromiseDialog(session, None, debtor))
    assert not dialog.ticks.isVisible()
    qtbot.keyClick(dialog.about, Qt.Key.Key_End)
    assert dialog.ticks.isVisible()
    qtbot.keyClicks(dialog.promised_on, "+3")
    dialog.amount.set_value(10_00)
    accept(qtbot, dialog)
    assert dialog.form.error("ticks") == "Cochez au moins une facture."
    assert card(session, debtor).promises == ()
    for row in (0, 1):
        dialog.ticks.selectRow(row)
        qtbot.keyClick(dialog.ticks, Qt.Key.Key_Space)
    assert dialog.amount.value() == dialog.ticks.owed() > 0
    accept(qtbot, dialog)
    (promise,) = card(session, debtor).promises
    assert promise.invoice_ids == dialog.ticks.chosen()
    assert len(promise.invoice_ids) == 2
