"""Plans: the default one keeps its promised days, and a plan that cannot be followed is refused."""

from dataclasses import replace

import pytest

from creances_desktop.domain.clients import Channel, Nature
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.plans import DEFAULT_PLAN, Plan, Step, check


def test_default_plan_writes_at_8_20_and_45_days_and_calls_at_12_and_30() -> None:
    assert [(s.id, s.days, s.channel) for s in DEFAULT_PLAN.written] == [
        ("reminder_1", 8, Channel.LETTER),
        ("reminder_2", 20, Channel.LETTER),
        ("mise_en_demeure", 45, Channel.REGISTERED_LETTER),
    ]
    assert [(s.id, s.days) for s in DEFAULT_PLAN.calls] == [("call_1", 12), ("call_2", 30)]
    check(DEFAULT_PLAN)


@pytest.mark.parametrize(
    ("step_id", "nature", "days"),
    [
        ("reminder_1", Nature.CONSUMER, 8),
        ("reminder_2", Nature.PROFESSIONAL, 8),
        ("mise_en_demeure", Nature.PROFESSIONAL, 8),
        ("mise_en_demeure", Nature.PUBLIC, 8),
        ("mise_en_demeure", Nature.UNSPECIFIED, 8),
        ("mise_en_demeure", Nature.CONSUMER, 15),
    ],
)
def test_a_consumer_has_longer_in_the_last_step_only(step_id: str, nature: Nature, days: int) -> None:
    step = DEFAULT_PLAN.step(step_id)
    assert step is not None
    assert step.granted_days(nature) == days


def test_the_order_is_that_of_positions_not_of_the_tuple() -> None:
    plan = replace(DEFAULT_PLAN, steps=tuple(reversed(DEFAULT_PLAN.steps)))
    assert plan.written == DEFAULT_PLAN.written
    assert plan.calls == DEFAULT_PLAN.calls


def test_a_step_that_left_the_plan_is_not_found() -> None:
    assert DEFAULT_PLAN.step("reminder_9") is None


FIRST = Step("a", "Relance 1", 1, 8, Channel.LETTER, "reminder_1", 8)


@pytest.mark.parametrize(
    ("second", "field"),
    [
        (Step("b", "Relance 2", 1, 20, Channel.LETTER, "reminder_2", 8), "position"),
        (Step("b", "Relance 2", 2, 7, Channel.LETTER, "reminder_2", 8), "days"),
        (Step("a", "Relance 2", 2, 20, Channel.LETTER, "reminder_2", 8), "id"),
        (Step("b", "Relance 2", 2, 20, Channel.LETTER, "reminder_2", -1), "deadline_days"),
        (Step("b", "Relance 2", 2, 20, Channel.LETTER, "reminder_2", 8, -1), "deadline_days"),
        (Step("b", "Relance 2", 2, 20, Channel.LETTER, "reminder_2", 8, None, -1), "minimum"),
    ],
)
def test_a_plan_that_cannot_be_followed_is_refused_beside_its_field(second: Step, field: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        check(Plan(1, "Essai", (FIRST, second)))
    assert refusal.value.field == field
    assert str(refusal.value).endswith(".")
