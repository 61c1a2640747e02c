"""Protects the editor of plans: steps added, moved, removed; plans made, copied, deleted, the default one."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from creances_desktop.domain.clients import Channel
from creances_desktop.services import followups, plans
from creances_desktop.services import steps as undoing
from creances_desktop.ui.dialogs.plan import PlanDialog

TODAY = date(2026, 11, 21)


@pytest.fixture
def dialog(qtbot, theme, messages, session):
    made = PlanDialog(session)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def press(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(box, value) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def steps(session, place: int = 0) -> list[tuple[str, str, int, str]]:
    plan = plans.all_plans(session.store)[place]
    return [(step.id, step.name, step.days, step.template) for step in plan.steps]


def test_a_step_is_added_with_its_text_and_channel(qtbot, dialog, session) -> None:
    dialog.show_step("mise_en_demeure")
    press(qtbot, dialog.add_step)
    form = dialog.step_form
    assert form.step_name.hasFocus()
    qtbot.keyClicks(form.step_name, "Dernier avis")
    form.days.selectAll()
    qtbot.keyClicks(form.days, "70")
    choose(form.template, "mise_en_demeure")
    assert "recommandé" in form.left._notes["channel"].text()
    choose(form.channel, Channel.REGISTERED_LETTER.value)
    assert form.left._notes["channel"].text() == ""
    press(qtbot, dialog.accept_button)
    assert steps(session)[-1] == ("step_1", "Dernier avis", 70, "mise_en_demeure")


def test_a_letter_becomes_a_call_and_a_letter_again(qtbot, dialog, session) -> None:
    dialog.show_step("reminder_1")
    choose(dialog.step_form.channel, Channel.PHONE.value)
    assert not dialog.step_form.template.isVisible()
    choose(dialog.step_form.channel, Channel.EMAIL.value)
    assert dialog.step_form.template.isVisible()
    press(qtbot, dialog.accept_button)
    assert plans.all_plans(session.store)[0].steps[0].channel is Channel.EMAIL
    assert steps(session)[0][3], "a letter has a text"


def test_steps_move_by_keyboard_and_keep_the_days_of_the_plan(qtbot, dialog, session) -> None:
    dialog.show_step("call_1")
    qtbot.keyClick(dialog.steps, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [step.id for step in dialog.draft.plan.steps][:2] == ["call_1", "reminder_1"]
    assert not dialog.up.isEnabled()
    qtbot.keyClick(dialog.steps, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(dialog.steps, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    press(qtbot, dialog.accept_button)
    assert [(name, days) for _, name, days, _ in steps(session)][:3] == [
        ("Relance 1", 8),
        ("Relance 2", 12),
        ("Appel 1", 20),
    ]


def test_a_removed_step_says_that_it_was_done_and_all_removed_is_refused(
    qtbot, dialog, session, messages, owing
) -> None:
    owing("Étoile", (10, 100_00))
    followups.issue(session.store, TODAY)
    other = PlanDialog(session)
    qtbot.addWidget(other)
    other.show()
    assert "déjà faite pour 1\u00a0échéance" in other.step_title.text()
    for _ in range(5):
        press(qtbot, other.remove_step)
    assert not other.remove_step.isEnabled()
    assert not other.step_form.isEnabled()
    press(qtbot, other.accept_button)
    assert "n’a plus d’étape" in messages.take().text
    assert len(steps(session)) == 5


def test_nothing_typed_in_one_plan_is_lost_by_looking_at_another(qtbot, dialog, session) -> None:
    press(qtbot, dialog.new_plan)
    assert dialog.name.hasFocus()
    qtbot.keyClicks(dialog.name, "Plan court")
    assert dialog.plan.currentText() == "Plan court"
    dialog.plan.setCurrentIndex(0)
    dialog.plan.activated.emit(0)
    dialog.step_form.days.selectAll()
    qtbot.keyClicks(dialog.step_form.days, "9")
    dialog.plan.setCurrentIndex(1)
    dialog.plan.activated.emit(1)
    press(qtbot, dialog.accept_button)
    assert [plan.name for plan in plans.all_plans(session.store)] == ["Plan standard", "Plan court"]
    assert steps(session)[0][2] == 9
    assert [row[1:] for row in steps(session, 1)] == [("Relance 1", 8, "reminder_1")]


def test_a_plan_without_a_name_is_shown_and_refused(qtbot, dialog, session) -> None:
    press(qtbot, dialog.copy_plan)
    dialog.plan.setCurrentIndex(0)
    dialog.plan.activated.emit(0)
    press(qtbot, dialog.accept_button)
    assert dialog.plan.currentIndex() == 1
    assert dialog.plan_form.error("name") == "Indiquez le nom du plan."
    assert len(plans.all_plans(session.store)) == 1


def test_the_default_plan_is_changed_and_the_other_deleted(qtbot, dialog, session, messages, owing) -> None:
    assert not dialog.remove_plan.isEnabled()
    press(qtbot, dialog.copy_plan)
    qtbot.keyClicks(dialog.name, "Plan court")
    press(qtbot, dialog.is_default)
    assert dialog.plan.currentText() == "Plan court (par défaut)"
    assert not dialog.is_default.isEnabled()
    dialog.plan.setCurrentIndex(0)
    dialog.plan.activated.emit(0)
    press(qtbot, dialog.remove_plan)
    assert "est retiré une fois cette fenêtre enregistrée" in dialog.banner.text()
    press(qtbot, dialog.accept_button)
    assert [plan.name for plan in plans.all_plans(session.store)] == ["Plan court"]
    undoing.undo(session.store, undoing.listed(session.store)[0].id, TODAY)
    assert len(plans.all_plans(session.store)) == 1
    assert plans.all_plans(session.store)[0].name != "Plan court"
