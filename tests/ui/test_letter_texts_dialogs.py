"""Protects the editor of texts: fields are inserted and seen, faults are said, nothing typed is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from creances_desktop.services import followups, letter_texts, letter_trials, letters, steps
from creances_desktop.ui.dialogs.letter_body import LetterBodyDialog
from creances_desktop.ui.dialogs.letter_templates import LetterTemplatesDialog
from creances_desktop.ui.dialogs.letter_versions import LetterVersionsDialog
from creances_desktop.ui.pages.followups_to_send import ToSend

from .conftest import TODAY

KEY = ("reminder_1", "", "courteous")


@pytest.fixture
def dialog(qtbot, theme, messages, session, owing):
    owing("Étoile", (10, 1_000_00), (12, 500_00))
    made = LetterTemplatesDialog(session)
    qtbot.addWidget(made, before_close_func=forget)
    made.show()
    made.show_text(KEY)
    return made


def forget(dialog) -> None:
    """A test ends with words that are not saved: closing would ask."""
    dialog._kept = None


def at_end(edit):
    edit.setFocus()
    edit.moveCursor(QTextCursor.MoveOperation.End)
    return edit


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_text_is_shown_in_words_and_its_letter_beside(dialog) -> None:
    assert dialog.text().key == KEY
    words = dialog.panel.wording()
    assert words == letter_texts.wording(letter_texts.built_in(KEY))
    assert "[Montant à régler]" in words.closing[0]
    assert dialog.preview.view.page_count() == 1
    assert not dialog.save_button.isEnabled()
    assert not dialog.restore_button.isEnabled()


def test_a_field_is_inserted_from_the_list_and_appears_in_the_letter(qtbot, dialog, type_text) -> None:
    edit = at_end(dialog.panel.texts["opening"])
    type_text(edit, " À vous, ")
    labels = [one.label for one in dialog.panel.field_model.rows]
    dialog.panel.fields.select_id(labels.index("Nom du client"))
    click(qtbot, dialog.panel.insert)
    assert dialog.panel.wording().opening[-1].endswith("À vous, [Nom du client]")
    qtbot.waitUntil(lambda: "À vous, Étoile" in " ".join(dialog.preview.view.accessibleDescription().split()))


def test_bold_words_stay_bold_and_pasted_ones_are_plain(qtbot, dialog) -> None:
    edit = dialog.panel.texts["subject"]
    edit.set_paragraphs(("Une **facture** due",))
    assert edit.paragraphs() == ("Une **facture** due",)
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert edit.paragraphs()[0].startswith("**Une")


def test_what_is_wrong_is_said_under_the_text(qtbot, dialog, type_text, messages) -> None:
    edit = at_end(dialog.panel.texts["closing"])
    type_text(edit, " [Prix] Escroc [Lien de paiement]")
    qtbot.waitUntil(lambda: len(dialog.panel.problems.sentences()) == 3)
    said = " ".join(dialog.panel.problems.sentences())
    assert "[Prix]" in said
    assert "Escroc" in said
    assert "Vide pour ce client\u00a0: Lien de paiement." in said
    click(qtbot, dialog.save_button)
    assert "n’est pas un champ" in messages.take().text
    assert letter_texts.versions(dialog._session.store, KEY) == ()


def test_a_passage_to_revise_is_told_once_saved_and_the_saving_is_undone(
    qtbot, dialog, session, type_text
) -> None:
    type_text(at_end(dialog.panel.texts["closing"]), " Escroc.")
    click(qtbot, dialog.save_button)
    assert dialog.text().own
    assert "passages à revoir" in dialog.banner.text()
    assert "Escroc" in dialog.banner.text()
    steps.undo(session.store, steps.listed(session.store)[0].id, TODAY)
    assert letter_texts.versions(session.store, KEY) == ()


def test_a_text_is_saved_restored_and_its_versions_taken_again(
    qtbot, dialog, session, messages, type_text
) -> None:
    type_text(at_end(dialog.panel.texts["closing"]), " Bien à vous.")
    assert dialog.save_button.isEnabled()
    click(qtbot, dialog.save_button)
    assert dialog.text().own
    assert not dialog.has_changes()
    click(qtbot, dialog.restore_button)
    assert not dialog.text().own
    assert len(letter_texts.versions(session.store, KEY)) == 2
    versions = LetterVersionsDialog(session, None, dialog.text())
    qtbot.addWidget(versions)
    versions.show()
    assert [one.restored for one in versions.model.rows] == [True, False]
    versions.versions.select_id(1)
    assert "Bien à vous." in versions.shown.toPlainText()
    assert versions.chosen().number == 1


def test_words_not_saved_are_not_lost_without_asking(qtbot, dialog, messages, type_text) -> None:
    type_text(at_end(dialog.panel.texts["closing"]), " Bien à vous.")
    messages.will_answer("")
    dialog.show_text(("mise_en_demeure", "", ""))
    assert dialog.text().key == KEY
    assert dialog.panel.wording().closing[-1].endswith("Bien à vous.")
    messages.will_answer("")
    dialog.reject()
    assert dialog.isVisible()
    messages.will_answer("Abandonner les modifications")
    dialog.show_text(("mise_en_demeure", "", ""))
    assert dialog.text().key == ("mise_en_demeure", "", "")


def test_the_worst_case_is_one_click_away(qtbot, dialog, owing, session) -> None:
    click(qtbot, dialog.worst)
    assert dialog.preview.view.page_count() >= 1


def test_one_letter_is_edited_from_the_list_of_the_day(  # noqa: PLR0917 - fixtures
    qtbot, theme, messages, session, owing, monkeypatch
) -> None:
    owing("Étoile", (10, 1_000_00))
    page = ToSend(session)
    qtbot.addWidget(page)
    page.reload()
    page.show()
    page.proposals.select_id(1)

    def edit(dialog: LetterBodyDialog) -> int:
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.panel.texts["opening"].set_paragraphs(("Cher client,", "Voici le rappel convenu."))
        click(qtbot, dialog.accept_button)
        return 1

    monkeypatch.setattr(LetterBodyDialog, "exec", edit)
    said = []
    page.data_changed.connect(said.append)
    action = next(one for one in page.lines.actions if "lettre" in one.text())
    action.trigger()
    assert said
    page.reload()
    (proposal,) = followups.prepare(session.store, TODAY).to_do
    assert letter_trials.draft(session.store, proposal, TODAY)[1].opening[1] == "Voici le rappel convenu."
    (one,) = followups.issue(session.store, TODAY).issued
    assert one.letter.id in [letter.id for letter in letters.to_print(session.store)]


def test_going_back_to_the_model_forgets_the_words(qtbot, theme, messages, session, owing) -> None:
    owing("Étoile", (10, 1_000_00))
    (proposal,) = followups.prepare(session.store, TODAY).to_do
    dialog = LetterBodyDialog(
        session, None, "Retoucher", letter_trials.draft(session.store, proposal, TODAY),
        lambda wanted: letter_trials.try_draft(session.store, proposal, wanted, TODAY),
    )  # fmt: skip
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.preview.view.page_count() == 1
    click(qtbot, dialog.back_button)
    assert dialog.given_up
    assert dialog.wanted is None
