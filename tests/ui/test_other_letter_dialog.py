"""Protects the writing of a letter outside the plan: what it asks, ticks, shows and issues."""

import pytest
from PySide6.QtCore import Qt

from creances_desktop.domain.other_letters import OTHER_LETTERS
from creances_desktop.domain.payments import PaymentDraft
from creances_desktop.services import letters, payments
from creances_desktop.ui.dialogs.other_letter import OtherLetterDialog
from creances_desktop.ui.dialogs.other_letter_form import with_key

from .conftest import TODAY


@pytest.fixture
def dialog(qtbot, theme, messages, session, owing):
    client_id = owing("Étoile", (40, 1_000_00), (12, 500_00), (-20, 250_00))
    made = OtherLetterDialog(session, None, client_id)
    qtbot.addWidget(made)
    made.show()
    return made


def choose(dialog, template_id: str) -> None:
    dialog.kind.setCurrentIndex(dialog.kind.findData(template_id))
    dialog.kind.activated.emit(dialog.kind.currentIndex())


def redrawn(qtbot, dialog, pages: int = 1) -> None:
    qtbot.waitUntil(lambda: dialog.preview.view.page_count() == pages)


def test_every_letter_shows_the_fields_that_it_asks(dialog) -> None:
    for letter in OTHER_LETTERS.values():
        choose(dialog, letter.id)
        assert dialog.form.isVisible() is bool(letter.fields)
        assert dialog.channel.currentData() == letter.channel
        assert [one for one in letter.fields if dialog.form.field(one.name).isVisible()] == list(
            letter.fields
        )


def test_the_overdue_invoices_are_ticked_and_the_ticks_survive_another_letter(qtbot, dialog) -> None:
    choose(dialog, "suspension")
    numbers = [one.number for one in dialog.about.invoice_model.rows]
    assert len(numbers) == 2
    assert len(dialog.about.invoice_ids()) == 2
    first = dialog.about.invoice_ids()[0]
    dialog.about.invoice_model.set_ticked([first], ticked=False)
    choose(dialog, "payment_receipt")
    assert dialog.about.payments.isVisible()
    choose(dialog, "settlement_offer")
    assert len(dialog.about.invoice_model.rows) == 3
    assert first not in dialog.about.invoice_ids()


def test_the_preview_says_what_is_missing_then_shows_the_letter(qtbot, dialog, type_text) -> None:
    choose(dialog, "suspension")
    assert dialog.preview.view.page_count() == 0
    assert "Indiquez ce qui est suspendu" in dialog.preview.view.accessibleDescription()
    type_text(dialog.form.field("service"), "nos livraisons")
    redrawn(qtbot, dialog)
    assert "suspension de nos livraisons" in dialog.preview.view.accessibleDescription()


def test_a_field_left_empty_keeps_the_form_open_beside_it(qtbot, dialog, session) -> None:
    choose(dialog, "dispute_answer")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert dialog.form.error("dispute") == "Indiquez ce que le client conteste."
    assert letters.to_print(session.store) == []


def test_nothing_ticked_is_said_above(qtbot, dialog, messages) -> None:
    choose(dialog, "duplicate")
    dialog.about.invoice_model.set_ticked(list(dialog.about.invoice_ids()), ticked=False)
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert "au moins une facture" in messages.take().text


def test_the_letter_is_issued_and_waits_to_be_printed(qtbot, dialog, session, type_text) -> None:
    choose(dialog, "settlement_offer")
    type_text(dialog.form.field("amount"), "1200")
    qtbot.mouseClick(dialog.print_button, Qt.MouseButton.LeftButton)
    assert dialog.to_print
    (letter,) = letters.to_print(session.store)
    assert (letter.id, letter.claimed) == (dialog.changes.id, 1_200_00)


def test_a_receipt_is_about_the_payment_that_came(qtbot, dialog, session) -> None:
    payments.record(session.store, PaymentDraft(1, 300_00, TODAY), TODAY)
    again = OtherLetterDialog(session, None, 1, template_id="payment_receipt")
    qtbot.addWidget(again)
    again.show()
    assert len(again.about.payment_ids()) == 1
    qtbot.mouseClick(again.accept_button, Qt.MouseButton.LeftButton)
    assert not again.to_print
    assert len(letters.to_print(session.store)) == 1


def test_keys_of_labels_never_meet() -> None:
    taken = {"L"}
    assert [with_key(text, taken) for text in ("Lettre", "Été", "Et")] == ["L&ettre", "É&té", "Et"]
