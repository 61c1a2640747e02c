"""Follow-up plans: which step comes how many days after the due date, by which channel, granting how long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from creances_desktop.domain.clients import Channel, Nature
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.letter_tones import Tone
from creances_desktop.domain.money import Cents


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan.

    `days` counts from the due date: positive after it, negative before it. `deadline_days` is what the letter
    grants, counted from its day; `consumer_deadline_days` replaces it for a consumer when given. `minimum` is
    the claimed amount under which no letter is sent. `template` is empty for a call. `tone` is how its letter
    speaks, unless the client has his own.
    """

    id: str
    name: str
    position: int
    days: int
    channel: Channel
    template: str
    deadline_days: int
    consumer_deadline_days: int | None = None
    minimum: Cents = 0
    claims_charges: bool = False
    tone: Tone = Tone.FIRM

    @property
    def is_call(self) -> bool:
        """Whether the step is a telephone call, which never holds back a written step."""
        return self.channel is Channel.PHONE

    @property
    def is_mise_en_demeure(self) -> bool:
        """Whether the letter of the step is a mise en demeure."""
        return self.template.startswith(MISE_EN_DEMEURE)

    @property
    def needs_address(self) -> bool:
        """Whether the step leaves by post."""
        return self.channel in _BY_POST

    def granted_days(self, nature: Nature) -> int:
        """The days that the letter of this step grants to a client of this nature."""
        if nature is Nature.CONSUMER and self.consumer_deadline_days is not None:
            return self.consumer_deadline_days
        return self.deadline_days


_BY_POST = frozenset({Channel.LETTER, Channel.REGISTERED_LETTER})


@dataclass(frozen=True, slots=True)
class Plan:
    """A named series of steps; `id` is 0 until stored. The order is that of `Step.position`."""

    id: int
    name: str
    steps: tuple[Step, ...]

    @property
    def written(self) -> tuple[Step, ...]:
        """The steps that send a letter or a message, in order."""
        return tuple(step for step in sorted(self.steps, key=_position) if not step.is_call)

    @property
    def calls(self) -> tuple[Step, ...]:
        """The calls, in order."""
        return tuple(step for step in sorted(self.steps, key=_position) if step.is_call)

    def step(self, step_id: str) -> Step | None:
        """The step of that id, or None when the plan no longer has it."""
        return next((step for step in self.steps if step.id == step_id), None)


def _position(step: Step) -> int:
    return step.position


MISE_EN_DEMEURE = "mise_en_demeure"
"""What the id of every template of a mise en demeure begins with."""


def is_same_kind(before: Step, after: Step) -> bool:
    """Whether what was done under the one may count as the other: a call, a reminder, a mise en demeure."""
    return before.is_call == after.is_call and (
        before.template.startswith(MISE_EN_DEMEURE) == after.template.startswith(MISE_EN_DEMEURE)
    )


def exchange(steps: Sequence[Step], place: int, other: int) -> tuple[Step, ...]:
    """The steps in their order with two of them exchanged: each takes the place and the days of the other."""
    moved = list(steps)
    first, second = moved[place], moved[other]
    moved[place], moved[other] = replace(second, days=first.days), replace(first, days=second.days)
    return numbered(moved)


def numbered(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps with positions from 1 in this order."""
    return tuple(replace(step, position=place) for place, step in enumerate(steps, 1))


def check(plan: Plan) -> None:
    """Nothing for a plan that can be followed; InvalidValue otherwise.

    There is a step; a letter has a template; identifiers and positions are unique, days never decrease from
    one step to the next, deadlines and minimums are not negative.
    """
    steps = sorted(plan.steps, key=_position)
    if not steps:
        raise InvalidValue(
            "steps",
            f"Le plan «\u00a0{plan.name}\u00a0» n’a plus d’étape\u00a0: ajoutez-en une, ou supprimez-le.",
        )
    for step in steps:
        if step.deadline_days < 0 or (step.consumer_deadline_days or 0) < 0:
            raise InvalidValue(
                "deadline_days", f"Le délai accordé par {_quoted(step)} ne peut pas être négatif."
            )
        if not step.is_call and not step.template:
            raise InvalidValue("template", f"Choisissez le modèle de la lettre de {_quoted(step)}.")
        if step.minimum < 0:
            raise InvalidValue("minimum", f"Le montant minimal de {_quoted(step)} ne peut pas être négatif.")
    for before, after in pairwise(steps):
        pair = f"{_quoted(before)} et {_quoted(after)}"
        if before.position == after.position:
            raise InvalidValue(
                "position", f"{pair} ont la même place dans le plan\u00a0; déplacez l’une d’elles."
            )
        if after.days < before.days:
            raise InvalidValue("days", f"{pair} se suivent\u00a0: le nombre de jours ne peut pas diminuer.")
    if len({step.id for step in steps}) < len(steps):
        raise InvalidValue(
            "id", f"Le plan {plan.name} contient deux fois la même étape\u00a0; supprimez-en une."
        )


def _quoted(step: Step) -> str:
    return f"«\u00a0{step.name}\u00a0»"


DEFAULT_PLAN = Plan(
    id=0,
    name="Plan standard",
    steps=(
        Step("reminder_1", "Relance 1", 1, 8, Channel.LETTER, "reminder_1", 8, tone=Tone.COURTEOUS),
        Step("call_1", "Appel 1", 2, 12, Channel.PHONE, "", 0),
        Step("reminder_2", "Relance 2", 3, 20, Channel.LETTER, "reminder_2", 8),
        Step("call_2", "Appel 2", 4, 30, Channel.PHONE, "", 0),
        Step(
            "mise_en_demeure",
            "Mise en demeure",
            5,
            45,
            Channel.REGISTERED_LETTER,
            "mise_en_demeure",
            8,
            15,
            tone=Tone.FORMAL,
        ),
    ),
)
"""The plan of a new company file: letters at +8, +20 and +45 days, calls in the calendar at +12 and +30."""

SOFT_PLAN = Plan(
    0,
    "Plan souple",
    (
        Step("reminder_1", "Relance 1", 1, 15, Channel.LETTER, "reminder_1", 10, minimum=5000),
        Step("call_1", "Appel 1", 2, 25, Channel.PHONE, "", 0),
        Step("reminder_2", "Relance 2", 3, 35, Channel.LETTER, "reminder_2", 10, minimum=5000),
        Step(
            "mise_en_demeure", "Mise en demeure", 4, 60, Channel.REGISTERED_LETTER, "mise_en_demeure", 15, 15
        ),
    ),
)
"""The plan proposed for clients to be spared: later, less often, nothing for small sums."""
