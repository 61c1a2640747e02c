"""Protects the form of invoices: filled by keyboard, amounts that agree, nothing saved too early."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.services import clients, invoices, lists
from creances_desktop.ui.dialogs.invoice import InvoiceDialog
from creances_desktop.ui.dialogs.invoice_amounts import rate_text

TODAY = date(2026, 11, 21)


@pytest.fixture
def shown(qtbot, theme, messages, session):
    def show(**asked) -> InvoiceDialog:
        dialog = InvoiceDialog(session, **asked)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return show


def known(session) -> int:
    return len(lists.invoice_ids(session.store, TODAY))


def test_an_invoice_is_filled_without_the_mouse(qtbot, shown, owing, session, type_text) -> None:
    owing("Étoile & Fils", (40, 100_00))
    owing("Martin", (40, 100_00))
    dialog = shown()
    qtbot.waitUntil(dialog.client.hasFocus)
    type_text(dialog.client, "étoi")
    assert dialog.client.proposals() == ["Étoile & Fils (ETOILEFI, Nantes)"]
    for widget, text in (
        (dialog.client, ""),
        (dialog.number, "F-77"),
        (dialog.issue_date, "15"),
        (dialog.terms.line, ""),
        (dialog.due_date, "fm"),
        (dialog.amounts.net, "100"),
    ):
        assert QApplication.focusWidget() is widget
        qtbot.keyClicks(widget, text)
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    assert dialog.amounts.gross.text() == "120,00\u00a0€"
    qtbot.keyClick(dialog.amounts.gross, Qt.Key.Key_Return)
    assert dialog.changes is not None
    card = invoices.card(session.store, dialog.changes.id, TODAY)
    assert (card.client_name, card.invoice.number) == ("Étoile & Fils", "F-77")
    assert card.invoice.issue_date == date(2026, 11, 15)
    assert card.due_items[0].due_date == date(2026, 11, 30)
    assert (card.invoice.net, card.invoice.vat, card.invoice.gross) == (100_00, 20_00, 120_00)


def test_the_number_and_the_due_date_are_proposed(shown, owing) -> None:
    dialog = shown(client_id=owing("Étoile", (40, 100_00)))
    assert dialog.number.text() == "F1-41", "the number after F1-40"
    assert dialog.due_date.value() == TODAY + timedelta(days=30)


def test_a_client_no_longer_meant_takes_his_due_date_along(qtbot, shown, owing) -> None:
    owing("Zimmermann")
    dialog = shown()
    qtbot.keyClicks(dialog.client, "zi")
    assert dialog.due_date.value() is not None, "one client only has these letters"
    qtbot.keyClicks(dialog.client, "q")
    assert (dialog.due_date.value(), dialog.due_date.error()) == (None, "")


def test_a_due_date_of_ones_own_is_kept(qtbot, shown, owing) -> None:
    dialog = shown(client_id=owing("Étoile"))
    dialog.due_date.selectAll()
    qtbot.keyClicks(dialog.due_date, "+10")
    dialog.issue_date.selectAll()
    qtbot.keyClicks(dialog.issue_date, "1511")
    assert dialog.due_date.text() == "+10"
    assert dialog.due_date.value() == date(2026, 11, 25), "counted from the date of the invoice"


@pytest.mark.parametrize(
    ("rate", "field", "typed", "expected"),
    [
        ("20\u00a0%", "net", "100", (100_00, 20_00, 120_00)),
        ("20\u00a0%", "gross", "100", (83_33, 16_67, 100_00)),
        ("5,5\u00a0%", "net", "10,01", (10_01, 55, 10_56)),
        ("2,1\u00a0%", "gross", "1 000", (979_43, 20_57, 1000_00)),
        ("Sans TVA", "gross", "50", (50_00, 0, 50_00)),
    ],
)
def test_one_amount_gives_the_others(qtbot, shown, rate, field, typed, expected) -> None:  # noqa: PLR0917 - fixtures
    dialog = shown()
    amounts = dialog.amounts
    amounts.rate.setCurrentIndex(amounts.rate.findText(rate))
    qtbot.keyClicks(getattr(amounts, field), typed)
    assert amounts.values() == expected


def test_a_vat_of_ones_own_changes_the_gross_and_the_rate_shown(qtbot, shown) -> None:
    dialog = shown()
    amounts = dialog.amounts
    qtbot.keyClicks(amounts.net, "100")
    amounts.vat.selectAll()
    qtbot.keyClicks(amounts.vat, "15")
    assert amounts.values() == (100_00, 15_00, 115_00)
    assert amounts.rate.currentData() is None


def test_another_rate_keeps_the_amount_that_was_typed(qtbot, shown) -> None:
    dialog = shown()
    amounts = dialog.amounts
    qtbot.keyClicks(amounts.gross, "110")
    amounts.rate.setCurrentIndex(amounts.rate.findText("10\u00a0%"))
    amounts.rate.activated.emit(amounts.rate.currentIndex())
    assert amounts.values() == (100_00, 10_00, 110_00)


def test_what_is_missing_is_said_beside_its_field_and_the_form_stays(qtbot, shown, session) -> None:
    dialog = shown()
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert dialog.form.error("client_id") == "Choisissez le client."
    assert dialog.form.error("gross") == "Indiquez le montant TTC."
    assert dialog.client.hasFocus()
    assert known(session) == 0


def test_a_refused_number_is_said_beside_it(qtbot, shown, owing, session) -> None:
    dialog = shown(client_id=owing("Étoile", (40, 100_00)))
    dialog.number.selectAll()
    qtbot.keyClicks(dialog.number, "F1-40")
    qtbot.keyClicks(dialog.amounts.gross, "12")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert "F1-40" in dialog.form.error("number")
    assert dialog.isVisible()
    assert known(session) == 1


def test_an_unknown_client_is_refused(qtbot, shown) -> None:
    dialog = shown()
    qtbot.keyClicks(dialog.client, "zzz")
    assert dialog.client.proposals() == []
    assert not dialog.client.check()
    assert "zzz" in dialog.form.error("client_id")


def test_the_arrows_choose_among_the_proposals(qtbot, shown, owing) -> None:
    owing("Martin Alpha")
    owing("Martin Beta")
    dialog = shown()
    qtbot.keyClicks(dialog.client, "mart")
    assert len(dialog.client.proposals()) == 2
    qtbot.keyClick(dialog.client, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.client, Qt.Key.Key_Return)
    assert dialog.isVisible(), "Enter took the client, not the form"
    assert dialog.client.client().name == "Martin Beta"
    assert dialog.client.proposals() == []


def test_escape_closes_the_proposals_first(qtbot, shown, owing) -> None:
    owing("Martin Alpha")
    dialog = shown()
    qtbot.keyClicks(dialog.client, "mart")
    qtbot.keyClick(dialog.client, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.client.proposals() == []


def test_a_credit_note_has_no_due_date(qtbot, shown, owing, session) -> None:
    dialog = shown(client_id=owing("Étoile"), credit_note=True)
    assert dialog.windowTitle() == "Nouvel avoir"
    assert not dialog.due_date.isVisible()
    qtbot.keyClicks(dialog.number, "A-1")
    qtbot.keyClicks(dialog.amounts.gross, "24")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    stored = invoices.get(session.store, dialog.changes.id)
    assert (stored.kind, stored.gross) == (DocumentKind.CREDIT_NOTE, 24_00)


def test_a_correction_shows_what_is_known_and_keeps_what_is_not(qtbot, shown, owing, session) -> None:
    owing("Étoile", (40, 100_00))
    invoice_id = lists.invoice_ids(session.store, TODAY)[0]
    dialog = shown(invoice_id=invoice_id)
    assert dialog.client.isReadOnly()
    assert dialog.amounts.values() == (100_00, 0, 100_00)
    qtbot.keyClicks(dialog.label, "Escalier")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    stored = invoices.get(session.store, invoice_id)
    assert (stored.label, stored.number, stored.gross) == ("Escalier", "F1-40", 100_00)


def test_the_pdf_comes_with_the_invoice(qtbot, shown, owing, session, tmp_path: Path) -> None:
    paper = tmp_path / "facture.pdf"
    paper.write_bytes(b"%PDF-1.7\n")
    dialog = shown(client_id=owing("Étoile"))
    qtbot.keyClicks(dialog.number, "F-1")
    qtbot.keyClicks(dialog.amounts.gross, "12")
    dialog.file.choose(paper)
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert invoices.pdf(session.store, dialog.changes.id) == b"%PDF-1.7\n"


def test_a_file_that_went_away_is_said_and_nothing_is_saved(  # noqa: PLR0917 - fixtures
    qtbot, shown, owing, session, messages, tmp_path: Path
) -> None:
    dialog = shown(client_id=owing("Étoile"))
    qtbot.keyClicks(dialog.number, "F-1")
    qtbot.keyClicks(dialog.amounts.gross, "12")
    dialog.file.choose(tmp_path / "absent.pdf")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert "introuvable" in messages.take().text
    assert dialog.isVisible()
    assert known(session) == 0


@pytest.mark.parametrize(("rate", "text"), [("20", "20\u00a0%"), ("5.5", "5,5\u00a0%"), ("0", "Sans TVA")])
def test_a_rate_is_written_the_french_way(rate, text) -> None:
    from decimal import Decimal

    assert rate_text(Decimal(rate)) == text


def test_terms_give_the_due_date_while_they_are_typed(qtbot, shown, owing) -> None:
    dialog = shown(client_id=owing("Étoile"))
    assert "délai habituel" in dialog.terms.sentence.text(), "the company's terms, as long as none are typed"
    dialog.terms.line.setFocus()
    qtbot.keyClicks(dialog.terms.line, "45 jours fin de mois")
    assert dialog.terms.is_ambiguous()
    qtbot.mouseClick(dialog.terms.second, Qt.MouseButton.LeftButton)
    assert dialog.terms.text() == "fin de mois + 45\u00a0jours"
    assert dialog.due_date.value() == date(2027, 1, 14)
    assert "30/11/2026" in dialog.terms.sentence.text(), "the steps of the count are told"


def test_a_due_date_beyond_the_ceiling_is_said_and_kept(qtbot, shown, owing, session) -> None:
    dialog = shown(client_id=owing("Étoile"))
    dialog.due_date.selectAll()
    qtbot.keyClicks(dialog.due_date, "+90")
    assert "L441-10" in dialog.terms.warning.text()
    dialog.amounts.gross.setFocus()
    qtbot.keyClicks(dialog.amounts.gross, "100")
    qtbot.keyClicks(dialog.number, "1")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    card = invoices.card(session.store, dialog.changes.id, TODAY)
    assert card.due_items[0].due_date == TODAY + timedelta(days=90)


def test_parts_become_due_items_that_the_hand_may_correct(qtbot, shown, owing, session) -> None:
    dialog = shown(client_id=owing("Étoile"))
    qtbot.keyClicks(dialog.number, "1")
    qtbot.keyClicks(dialog.amounts.gross, "1000")
    qtbot.keyClicks(dialog.terms.line, "30 % comptant, 70 % 30 jours")
    assert [item.amount for item in dialog.due.parts.items()] == [300_00, 700_00]
    assert not dialog.due_date.isVisible()
    model = dialog.due.parts.model
    assert model.setData(model.index(0, 1), "400")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert "échéances" in dialog.form.error("due_items"), "the parts are more than the invoice"
    assert model.setData(model.index(1, 1), "600")
    assert model.setData(model.index(1, 0), "25/12/2026")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    card = invoices.card(session.store, dialog.changes.id, TODAY)
    assert [(item.due_date, item.amount) for item in card.due_items] == [
        (TODAY, 400_00),
        (date(2026, 12, 25), 600_00),
    ]
    again = shown(invoice_id=card.invoice.id)
    assert [item.amount for item in again.due.parts.items()] == [400_00, 600_00], "reopened as it was fixed"


def test_a_discount_is_told_with_its_deadline_and_a_wrong_one_refused(qtbot, shown, owing, session) -> None:
    dialog = shown(client_id=owing("Étoile"))
    qtbot.keyClicks(dialog.number, "1")
    qtbot.keyClicks(dialog.amounts.gross, "1000")
    qtbot.keyClicks(dialog.due.early_payment, "beaucoup")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert "escompte" in dialog.form.error("early_payment")
    dialog.due.early_payment.clear()
    qtbot.keyClicks(dialog.due.early_payment, "2 % 10 jours")
    assert "980,00" in dialog.terms.sentence.text()
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert invoices.get(session.store, dialog.changes.id).early_payment


def test_a_public_buyer_is_notified_and_a_credit_note_may_correct(qtbot, shown, owing, session) -> None:
    client_id = owing("Mairie")
    known = clients.get(session.store, client_id)
    clients.update(session.store, client_id, replace(known, nature=Nature.PUBLIC))
    dialog = shown(client_id=client_id)
    assert dialog.notified_on.isVisible()
    dialog.notified_on.choose(date(2026, 11, 20))
    assert dialog.due_date.value() == date(2026, 12, 20), "30 days from the day the buyer was told"
    credit = shown(client_id=client_id, credit_note=True)
    assert not credit.terms.isVisible()
    qtbot.keyClicks(credit.number, "A1")
    qtbot.keyClicks(credit.amounts.gross, "10")
    credit.corrects.click()
    qtbot.mouseClick(credit.accept_button, Qt.MouseButton.LeftButton)
    assert invoices.get(session.store, credit.changes.id).corrects
