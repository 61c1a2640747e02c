"""Plans are added, renamed, deleted, changed: what was done survives, and no step is taken for another."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.plans import DEFAULT_PLAN, Plan, Step, exchange, numbered
from creances_desktop.services import clients, followups, letters, plans

from .conftest import DAY

LETTER = Step("+1", "Rappel", 1, 5, Channel.LETTER, "reminder_1", 8)


def standard(books: Any) -> Plan:
    return plans.all_plans(books.store)[0]


def without(plan: Plan, *gone: str) -> Plan:
    return replace(plan, steps=numbered(step for step in plan.steps if step.id not in gone))


def test_plans_are_added_renamed_and_the_default_is_chosen(books: Any) -> None:
    first = standard(books)
    done = plans.arrange(books.store, [Plan(0, "Court", (LETTER,)), replace(first, name="Long")])
    assert "« Court » ajouté" in done.message.replace("\u00a0", " ")
    assert "renommé « Long »" in done.message.replace("\u00a0", " ")
    assert [plan.name for plan in plans.all_plans(books.store)] == ["Court", "Long"]
    client_id = books.client()
    books.invoice(client_id, days_late=6)
    (one,) = followups.prepare(books.store, DAY).to_do
    assert (one.step.name, one.step.id) == ("Rappel", "step_1"), (
        "the default plan is the one that is followed"
    )


def test_names_can_be_exchanged_but_not_shared(books: Any) -> None:
    plans.arrange(books.store, [standard(books), Plan(0, "Court", (LETTER,))])
    first, second = plans.all_plans(books.store)
    plans.arrange(books.store, [replace(first, name="Court"), replace(second, name="Plan standard")])
    assert [plan.name for plan in plans.all_plans(books.store)] == ["Court", "Plan standard"]
    before = books.entries()
    with pytest.raises(InvalidValue, match="s’appelle déjà"):
        plans.arrange(books.store, [replace(first, name="court "), replace(second, name="Court")])
    with pytest.raises(DomainError, match="au moins un plan"):
        plans.arrange(books.store, [])
    assert books.entries() == before


def test_the_clients_of_a_deleted_plan_follow_the_default_one(books: Any) -> None:
    plans.arrange(books.store, [standard(books), Plan(0, "Court", (LETTER,))])
    short = plans.all_plans(books.store)[1]
    client_id = books.client(plan_id=short.id)
    assert plans.arrangement(books.store).followers == {short.id: 1}
    books.invoice(client_id, days_late=10)
    followups.issue(books.store, DAY)
    done = plans.arrange(books.store, [standard(books)])
    assert "1\u00a0client suit le plan par défaut" in done.message
    assert clients.get(books.store, client_id).plan_id is None
    assert [one.reference for one in letters.page(books.store, letters.search(books.store))], "letters stay"
    later = DAY + timedelta(days=15)
    (one,) = followups.prepare(books.store, later).to_do
    assert one.step.id == "reminder_2", "the letter of the deleted plan counts as one step taken"


def test_a_removed_step_stays_in_the_history_and_its_id_is_never_given_again(books: Any) -> None:
    plans.arrange(books.store, [Plan(standard(books).id, "Essai", (LETTER,))])
    client_id = books.client()
    books.invoice(client_id, days_late=10)
    followups.issue(books.store, DAY)
    plan = standard(books)
    assert plans.arrangement(books.store).times_done == {"step_1": 1}
    plans.arrange(books.store, [replace(plan, steps=(replace(LETTER, name="Autre"),))])
    assert [step.id for step in standard(books).steps] == ["step_2"]
    plans.arrange(books.store, [replace(plan, steps=(replace(LETTER, name="Encore"),))])
    assert [step.id for step in standard(books).steps] == ["step_3"]
    assert plans.arrangement(books.store).times_done == {"step_1": 1}
    assert followups.prepare(books.store, DAY + timedelta(days=30)).to_do == (), "one step, one letter"


@pytest.mark.parametrize("copied", [False, True])
def test_a_step_that_becomes_another_thing_is_another_step(books: Any, copied: bool) -> None:
    """A first reminder turned into a mise en demeure was never sent as one; a new wording keeps its step."""
    client_id = books.client()
    books.invoice(client_id, days_late=10)
    followups.issue(books.store, DAY)
    plan = standard(books)
    changed = replace(
        plan,
        steps=tuple(
            replace(step, template="mise_en_demeure")
            if step.id == "reminder_1"
            else replace(step, template="reminder_1")
            if step.id == "reminder_2"
            else step
            for step in plan.steps
        ),
    )
    wanted = [plan, replace(changed, id=0, name="Copie")] if copied else [changed]
    plans.arrange(books.store, wanted)
    ids = [step.id for step in plans.all_plans(books.store)[-1].steps]
    assert ids == ["step_1", "call_1", "reminder_2", "call_2", "mise_en_demeure"]


def test_a_step_nobody_came_to_keeps_its_id(books: Any) -> None:
    plan = standard(books)
    steps = tuple(
        replace(step, channel=Channel.LETTER, template="reminder_1") if step.id == "call_1" else step
        for step in plan.steps
    )
    plans.arrange(books.store, [replace(plan, steps=steps)])
    assert [step.id for step in standard(books).steps] == [step.id for step in DEFAULT_PLAN.steps]


def test_steps_that_are_exchanged_keep_the_rhythm_of_the_plan() -> None:
    moved = exchange(DEFAULT_PLAN.steps, 0, 1)
    assert [(step.id, step.days, step.position) for step in moved[:3]] == [
        ("call_1", 8, 1),
        ("reminder_1", 12, 2),
        ("reminder_2", 20, 3),
    ]


def test_a_plan_without_a_step_or_a_letter_without_a_text_is_refused(books: Any) -> None:
    plan = standard(books)
    with pytest.raises(InvalidValue, match="plus d’étape"):
        plans.arrange(books.store, [replace(plan, steps=())])
    with pytest.raises(InvalidValue, match="modèle"):
        plans.arrange(books.store, [replace(plan, steps=(replace(LETTER, template=""),))])


def test_every_text_of_a_letter_can_be_chosen_but_the_statement() -> None:
    names = dict(plans.template_choices())
    assert {"reminder_1", "reminder_2", "mise_en_demeure"} <= set(names)
    assert "statement" not in names
    assert all(names.values())
