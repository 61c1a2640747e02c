"""Protects the plan granted to a client: what the form asks, shows and refuses, and the life of the plan."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from creances_desktop.domain.instalment_plan_parts import Charges, Shape
from creances_desktop.domain.instalment_plans import PlanState
from creances_desktop.services import instalment_plan_agreements, instalment_plans, letters, other_letters
from creances_desktop.services.instalment_plan_drafts import Draft
from creances_desktop.services.today import TaskKind
from creances_desktop.ui.dialogs.instalment_plan import InstalmentPlanDialog
from creances_desktop.ui.dialogs.instalment_plan_card import InstalmentPlanCard, open_plan
from creances_desktop.ui.dialogs.instalment_plan_ends import EndPlanDialog, SignedDialog
from creances_desktop.ui.dialogs.other_letter import OtherLetterDialog, Written
from creances_desktop.ui.pages.today import TodayPage
from creances_desktop.ui.session import Session

from .conftest import TODAY

FIRST = date(2026, 12, 15)


@pytest.fixture
def debtor(owing) -> int:
    return owing("Étoile", (40, 900_00), (12, 300_00), (-20, 250_00))


@pytest.fixture
def dialog(qtbot, theme, messages, session, debtor):
    made = InstalmentPlanDialog(session, None, debtor)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def plan(session, dialog, debtor) -> int:
    """A plan in three months about what was overdue."""
    draft = Draft(debtor, dialog.draft().invoice_ids, FIRST, 3)
    return instalment_plan_agreements.grant(session.store, draft, TODAY).id


def choose(box, value: str) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def accept(qtbot, dialog) -> None:
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)


def running(session, debtor, day: date = TODAY) -> instalment_plans.PlanNow:
    found = instalment_plans.under_way(instalment_plans.of_client(session.store, debtor, day))
    assert found is not None
    return found


def test_what_is_overdue_is_ticked_and_the_agreement_is_seen_before_it_leaves(dialog) -> None:
    assert len(dialog.draft().invoice_ids) == 2
    assert dialog.summary.text().startswith("1\u202f200,00\u00a0€ en 3\u00a0échéances, du 07/12/2026")
    assert (
        "reconnaît devoir" in dialog.preview.view.accessibleDescription() or dialog.preview.view.page_count()
    )
    assert dialog.typed.isHidden()


def test_the_plan_is_granted_as_the_form_stands(qtbot, dialog, session, debtor) -> None:
    dialog.first.setFocus()
    dialog.first.selectAll()
    qtbot.keyClicks(dialog.first, "15/12/2026")
    dialog.count.selectAll()
    qtbot.keyClicks(dialog.count, "4")
    choose(dialog.charges, Charges.ADDED.value)
    qtbot.waitUntil(lambda: "4\u00a0échéances" in dialog.summary.text())
    qtbot.mouseClick(dialog.lapse_clause, Qt.MouseButton.LeftButton)
    accept(qtbot, dialog)
    terms = running(session, debtor).stored.terms
    assert [one.day for one in terms.parts][:2] == [FIRST, date(2027, 1, 15)]
    assert (len(terms.parts), terms.charges, terms.lapse_clause) == (4, Charges.ADDED, False)
    assert [one.step for one in letters.to_print(session.store)] == ["instalment_plan"]


def test_typed_parts_begin_as_the_parts_stood_and_a_wrong_sum_is_refused_beside_them(
    qtbot, dialog, session
) -> None:
    choose(dialog.shape, Shape.TYPED.value)
    assert dialog.typed.value().splitlines()[0] == "07/12/2026 400,00"
    assert dialog.first.isHidden()
    dialog.typed.set_value("15/12/2026 400\n15/01/2027 700")
    accept(qtbot, dialog)
    assert "font 1\u202f100,00" in dialog.form.error("typed")
    assert dialog.isVisible()
    assert letters.to_print(session.store) == []


def test_the_number_of_parts_has_one_pair_of_bounds(qtbot, dialog) -> None:
    dialog.count.selectAll()
    qtbot.keyClicks(dialog.count, "61")
    accept(qtbot, dialog)
    assert dialog.form.error("count") == "Indiquez un nombre entier, de 2 à 60."


def test_nothing_ticked_is_said_above(qtbot, dialog, messages) -> None:
    dialog.ticks.invoices.set_ticked(list(dialog.draft().invoice_ids), ticked=False)
    accept(qtbot, dialog)
    assert "au moins une facture" in messages.take().text
    assert dialog.isVisible()


def test_a_day_that_has_passed_is_refused_beside_its_field(qtbot, dialog) -> None:
    dialog.first.selectAll()
    qtbot.keyClicks(dialog.first, "02/11/2026")
    accept(qtbot, dialog)
    assert "déjà passée" in dialog.form.error("first")


def test_the_card_offers_what_the_plan_may_become(qtbot, session, debtor, plan) -> None:
    card = InstalmentPlanCard(session, None, plan)
    qtbot.addWidget(card)
    card.show()
    assert card.model.rowCount() == 3
    shown = (card.sign_button, card.letter_button, card.end_button, card.notice_button, card.lapse_button)
    assert [one.isVisible() for one in shown] == [True, True, True, False, False]
    late = Session(session.store, session.executor, lambda: FIRST + timedelta(days=1))
    missed = InstalmentPlanCard(late, None, plan)
    qtbot.addWidget(missed)
    missed.show()
    assert missed.notice_button.isVisible()
    assert missed.lapse_button.isVisible()
    assert "manquée" in missed.head.text()


def test_the_signature_is_noted(qtbot, session, debtor, plan) -> None:
    dialog = SignedDialog(session, None, running(session, debtor))
    qtbot.addWidget(dialog)
    dialog.show()
    accept(qtbot, dialog)
    assert running(session, debtor).status.state is PlanState.CURRENT


def test_a_plan_is_ended_with_its_reason(qtbot, session, debtor, plan) -> None:
    dialog = EndPlanDialog(session, None, running(session, debtor))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog.reason, "Tout est paye")
    accept(qtbot, dialog)
    (ended,) = instalment_plans.of_client(session.store, debtor, TODAY)
    assert (ended.status.state, ended.stored.reason) == (PlanState.ENDED, "Tout est paye")


def test_nothing_is_demanded_on_a_plan_that_is_not_signed(
    qtbot, monkeypatch, messages, session, plan
) -> None:
    late = Session(session.store, session.executor, lambda: FIRST + timedelta(days=1))
    card = InstalmentPlanCard(late, None, plan)
    qtbot.addWidget(card)
    card.show()
    monkeypatch.setattr(OtherLetterDialog, "ask", lambda *_, **__: pytest.fail("the letter was written"))
    for button in (card.notice_button, card.lapse_button):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert "Notez d’abord sa signature" in messages.take().text
    assert card.one.status.state is PlanState.LATE


def test_a_lapse_is_asked_about_before(qtbot, messages, session, debtor, plan) -> None:
    instalment_plan_agreements.sign(session.store, plan, TODAY, TODAY)
    late = Session(session.store, session.executor, lambda: FIRST + timedelta(days=1))
    card = InstalmentPlanCard(late, None, plan)
    qtbot.addWidget(card)
    card.show()
    messages.will_answer("")
    qtbot.mouseClick(card.lapse_button, Qt.MouseButton.LeftButton)
    assert "huit jours" in messages.asked[0].informative
    assert card.one.status.state is PlanState.LATE
    messages.will_answer("Prononcer la déchéance")
    with qtbot.waitSignal(card.changed):
        qtbot.mouseClick(card.lapse_button, Qt.MouseButton.LeftButton)
    assert card.one.status.state is PlanState.LAPSED


def test_a_missed_instalment_is_demanded_by_a_letter_that_the_plan_remembers(
    qtbot, monkeypatch, session, debtor, plan
) -> None:
    after = FIRST + timedelta(days=1)
    instalment_plan_agreements.sign(session.store, plan, TODAY, TODAY)
    card = InstalmentPlanCard(Session(session.store, session.executor, lambda: after), None, plan)
    qtbot.addWidget(card)
    card.show()

    def write(_parent, _session, client_id, *, template_id, invoice_ids, typed):
        letter_id = other_letters.issue(
            session.store, client_id, template_id, invoice_ids=invoice_ids, fields=typed, day=after
        )
        return Written(other_letters.changes_of(session.store, letter_id), to_print=False)

    monkeypatch.setattr(OtherLetterDialog, "ask", write)
    with qtbot.waitSignal(card.changed):
        qtbot.mouseClick(card.notice_button, Qt.MouseButton.LeftButton)
    (letter,) = [one for one in letters.to_print(session.store) if one.step == "missed_instalment"]
    assert (letter.claimed, card.one.stored.notice_id) == (400_00, letter.id)
    assert letter.deadline == after + timedelta(days=8)


def test_enter_on_a_missed_instalment_shows_its_plan(qtbot, monkeypatch, session, debtor, plan) -> None:
    page = TodayPage(Session(session.store, session.executor, lambda: FIRST + timedelta(days=1)))
    qtbot.addWidget(page)
    page.show()
    first = page.task_model.row_at(0)
    assert (first.kind, first.broken) == (TaskKind.INSTALMENT, True)
    opened: list[int] = []
    monkeypatch.setattr(InstalmentPlanCard, "ask", lambda *args: opened.append(args[2]))
    page.tasks.setFocus()
    page.tasks.selectRow(0)
    qtbot.keyClick(page.tasks, Qt.Key.Key_Return)
    assert opened == [plan]


def test_a_client_without_a_plan_is_granted_one_and_the_other_shows_his(
    monkeypatch, session, dialog, debtor
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(InstalmentPlanDialog, "ask", lambda *args, **_: opened.append("granted"))
    monkeypatch.setattr(InstalmentPlanCard, "ask", lambda *args: opened.append(args[2]))
    open_plan(None, session, debtor, opened.append)
    draft = Draft(debtor, dialog.draft().invoice_ids, FIRST, 3)
    plan_id = instalment_plan_agreements.grant(session.store, draft, TODAY).id
    open_plan(None, session, debtor, opened.append)
    assert opened == ["granted", plan_id]
