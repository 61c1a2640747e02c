"""The plans as the editor changes them, before anything is saved."""

from __future__ import annotations

from dataclasses import replace

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.plans import Plan, Step, check, exchange, numbered
from creances_desktop.services.plans import NEW, Arrangement

FIRST_DAYS = 8
"""When the only step of a new plan comes, and the time that a new letter grants."""


class PlansDraft:
    """Every plan, the one shown and the default one by their places; steps are always in their order."""

    def __init__(self, known: Arrangement, template: str) -> None:
        """`template` is the text of a new letter."""
        self._known = known
        self._template = template
        self._added = 0
        self.plans = [_sorted(plan) for plan in known.plans]
        self.current = 0
        self.default = 0

    @property
    def plan(self) -> Plan:
        """The plan shown."""
        return self.plans[self.current]

    @property
    def followers(self) -> int:
        """How many clients have the plan shown as their own."""
        return self._known.followers.get(self.plan.id, 0)

    def times_done(self, step: Step) -> int:
        """How many due items have come to a step."""
        return self._known.times_done.get(step.id, 0)

    def wanted(self) -> list[Plan]:
        """The plans to save, the default one first."""
        others = [plan for place, plan in enumerate(self.plans) if place != self.default]
        return [self.plans[self.default], *others]

    def check(self) -> None:
        """Raises InvalidValue for the first plan that cannot be followed, which is then the one shown."""
        for place, plan in enumerate(self.plans):
            try:
                check(plan)
            except InvalidValue:
                self.current = place
                raise

    def add_plan(self) -> None:
        """A plan with one letter, without a name yet, is shown."""
        self.plans.append(Plan(0, "", numbered([self._letter("Relance 1", FIRST_DAYS)])))
        self.current = len(self.plans) - 1

    def copy_plan(self) -> None:
        """A plan with the same steps as the one shown, without a name yet, is shown."""
        self.plans.append(replace(self.plan, id=0, name=""))
        self.current = len(self.plans) - 1

    def remove_plan(self) -> None:
        """The plan shown is left out; the default one never is."""
        del self.plans[self.current]
        self.default -= self.current < self.default
        self.current = self.default

    def rename(self, name: str) -> None:
        """Gives the plan shown a name."""
        self.plans[self.current] = replace(self.plan, name=name)

    def add_step(self, after: int) -> int:
        """A new letter right after the step of that place, on the same day; its own place."""
        steps = list(self.plan.steps)
        days = steps[after].days if steps else FIRST_DAYS
        steps.insert(after + 1, self._letter("Nouvelle relance", days))
        self._set(numbered(steps))
        return after + 1

    def remove_step(self, place: int) -> None:
        """The step of that place leaves the plan."""
        steps = list(self.plan.steps)
        del steps[place]
        self._set(numbered(steps))

    def move_step(self, place: int, by: int) -> int:
        """Exchanges a step with the one above or below, days included; its place then."""
        other = place + by
        if not 0 <= other < len(self.plan.steps):
            return place
        self._set(exchange(self.plan.steps, place, other))
        return other

    def change_step(self, place: int, step: Step) -> None:
        """Puts a step in the place of another."""
        steps = list(self.plan.steps)
        steps[place] = step
        self._set(numbered(steps))

    def _letter(self, name: str, days: int) -> Step:
        self._added += 1
        return Step(f"{NEW}{self._added}", name, 0, days, Channel.LETTER, self._template, FIRST_DAYS)

    def _set(self, steps: tuple[Step, ...]) -> None:
        self.plans[self.current] = replace(self.plan, steps=steps)


def _sorted(plan: Plan) -> Plan:
    return replace(plan, steps=numbered(sorted(plan.steps, key=lambda step: step.position)))
