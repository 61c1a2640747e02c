"""Protects the window of the breakdown: every row, every figure explained, missing rates named, decisions."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.rates import Semester, Series
from creances_desktop.services import breakdown, claims, clients, letters, lists, payments, rates
from creances_desktop.ui import file_dialogs
from creances_desktop.ui.dialogs.breakdown import BreakdownDialog
from creances_desktop.ui.dialogs.charges import ChargesDialog
from creances_desktop.ui.dialogs.rates import RatesDialog

TODAY = date(2026, 11, 21)


@pytest.fixture
def shown(qtbot, theme, messages, session):
    def show(kind, *arguments, **asked):
        dialog = kind(session, *arguments, **asked)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return show


@pytest.fixture
def debtor(owing) -> int:
    """Owes 1 000 for 200 days and 50 for 5 days."""
    return owing("Étoile", (200, 1_000_00), (5, 50_00))


@pytest.fixture
def oldest(session, debtor) -> int:
    return lists.invoice_ids(session.store, TODAY, sort="due")[0]


def test_the_rows_are_those_of_the_service_and_sum_to_its_total(shown, session, oldest) -> None:
    dialog = shown(BreakdownDialog, invoice_id=oldest)
    one = breakdown.of_invoice_id(session.store, oldest, TODAY)
    assert len(one.result.lines) == 2, "two semesters"
    assert [row.interest for row in dialog.period_model.rows] == [line.interest for line in one.result.lines]
    (sums,) = dialog.sum_model.rows
    assert (sums.total, sums.per_day) == (one.result.total, one.further_day)
    assert not dialog.rates_button.isVisible()


def test_the_keyboard_explains_each_row_and_each_sum(qtbot, shown, oldest) -> None:
    dialog = shown(BreakdownDialog, invoice_id=oldest)
    assert dialog.periods.hasFocus()
    first = dialog.why.explanations()
    assert "12,15" in first[0].calculation
    assert [one.figure.split("\u00a0")[0] for one in first[1:]] == ["Base", "56"], (
        "then its base and its days"
    )
    qtbot.keyClick(dialog.periods, Qt.Key.Key_Down)
    assert "12,40" in dialog.why.explanations()[0].calculation
    qtbot.keyClick(dialog.periods, Qt.Key.Key_Return)
    assert dialog.why.text.hasFocus()
    assert "L441-10" in dialog.why.text.toPlainText()
    dialog.sums.setFocus()
    dialog.sums.select_id(0)
    figures = [one.figure for one in dialog.why.explanations()]
    assert figures[0] == "Total"
    assert "Indemnité forfaitaire pour frais de recouvrement" in figures
    assert "Chaque jour de plus" in figures


def test_a_coming_day_names_the_missing_rate_and_a_past_one_has_no_interest(
    qtbot, shown, oldest, session
) -> None:
    dialog = shown(BreakdownDialog, invoice_id=oldest)
    dialog.as_of.choose(date(2027, 2, 1))
    assert any("1er semestre 2027 à saisir" in one for one in dialog.warnings.sentences())
    assert dialog.rates_button.isVisible()
    assert dialog.period_model.rows[-1].interest is None
    rates.add(
        session.store,
        Series.ECB_MAIN_REFINANCING,
        Semester(2027, 1),
        "2,40",
        "BCE",
        date(2026, 6, 17),
        date(2027, 1, 2),
    )
    dialog.as_of.choose(date(2027, 2, 2))
    assert not dialog.rates_button.isVisible()
    assert all(row.interest for row in dialog.period_model.rows)
    dialog.as_of.choose(TODAY - timedelta(days=201))
    assert dialog.period_model.rows == []


def test_a_client_shows_all_his_late_invoices(shown, debtor, session) -> None:
    dialog = shown(BreakdownDialog, client_id=debtor)
    numbers = [row.number for row in dialog.period_model.rows if row.number]
    assert len(numbers) == 2
    assert dialog.sum_model.rows[-1].total == sum(row.total for row in dialog.sum_model.rows[:-1])
    assert dialog.chosen() is None, "the total is no invoice"
    dialog.sums.select_id(1)
    assert dialog.chosen().invoice.id == dialog.sum_model.rows[1].invoice_id


def test_a_client_without_a_nature_has_no_regime(shown, debtor, session, messages) -> None:
    from dataclasses import replace

    known = clients.get(session.store, debtor)
    clients.update(session.store, debtor, replace(known, nature=Nature.UNSPECIFIED))
    dialog = shown(BreakdownDialog, client_id=debtor)
    assert "nature" in messages.take().text
    assert not dialog.save_button.isEnabled()
    assert dialog.period_model.rows == []


def test_charges_given_up_leave_the_total(qtbot, shown, oldest, session) -> None:
    one = breakdown.of_invoice_id(session.store, oldest, TODAY)
    dialog = shown(ChargesDialog, None, one, TODAY)
    dialog.status.setCurrentIndex(1)
    dialog.status.activated.emit(1)
    assert dialog.accept_button.text() == "Renoncer aux intérêts et à l’indemnité"
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert "motif" in dialog.form.error("reason"), "a waiver without a reason is refused beside it"
    qtbot.keyClicks(dialog.reason, "Geste")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert claims.claim(session.store, oldest).status == claims.WAIVED
    after = shown(BreakdownDialog, invoice_id=oldest)
    assert after.sum_model.rows[0].total == 1_000_00
    assert any("renoncé" in one for one in after.warnings.sentences())


def test_the_pdf_is_written_where_the_user_says(qtbot, shown, oldest, monkeypatch, tmp_path) -> None:
    target = tmp_path / "décompte.pdf"
    monkeypatch.setattr(file_dialogs, "file_to_write", lambda *_, **__: target)
    dialog = shown(BreakdownDialog, invoice_id=oldest)
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert target.read_bytes().startswith(b"%PDF-")


def test_charges_of_a_paid_invoice_are_a_claim_of_their_own(shown, oldest, session, debtor) -> None:
    proposal = payments.propose(session.store, debtor, 1_000_00)
    from creances_desktop.domain.payments import PaymentDraft

    payments.record(
        session.store, PaymentDraft(debtor, 1_000_00, TODAY, allocations=proposal.allocations), TODAY
    )
    dialog = shown(BreakdownDialog, invoice_id=oldest)
    assert any("créance à part" in one for one in dialog.warnings.sentences())


def test_legal_rates_tell_their_state_and_take_a_rate_of_ones_own(qtbot, shown, session, messages) -> None:
    dialog = shown(RatesDialog)
    by_semester = {line.row.semester: line for line in dialog.model.rows}
    line = by_semester[Semester(2026, 2)]
    assert (str(line.default), str(line.public)) == ("12.40", "10.40")
    assert by_semester[Semester(2019, 2)].state.word == "À vérifier"
    assert "Tous les taux" in dialog.missing.sentences()[0]
    assert not dialog.remove_button.isEnabled(), "a shipped rate is not the user's to remove"
    rates.add(
        session.store, Series.ECB_MAIN_REFINANCING, Semester(2026, 2), "2,40", "BCE", date(2026, 6, 17), TODAY
    )
    dialog.reload()
    assert dialog.model.rows[0].is_own
    dialog.table.select_id(0)
    dialog._on_chosen()
    assert dialog.remove_button.isEnabled()
    qtbot.mouseClick(dialog.remove_button, Qt.MouseButton.LeftButton)
    assert rates.own(session.store) == ()
    assert messages.asked == [], "what can be undone is not asked"


def test_the_breakdown_of_a_letter_is_of_its_own_day(qtbot, theme, messages, example) -> None:
    letter_id = next(iter(letters.search(example.store)))
    dialog = BreakdownDialog(example, letter_id=letter_id)
    qtbot.addWidget(dialog)
    (letter,) = letters.page(example.store, [letter_id])
    assert dialog.day == letter.issued_on
    assert dialog.as_of.isReadOnly()
    assert dialog.shown
