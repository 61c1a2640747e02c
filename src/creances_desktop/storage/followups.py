"""Follow-up plans and the steps done on due items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.followups import DoneStep
from creances_desktop.domain.letter_tones import Tone
from creances_desktop.domain.money import Cents
from creances_desktop.domain.plans import Plan, Step
from creances_desktop.storage.tables import ClientRow
from creances_desktop.storage.tables_followups import FollowupRow, PlanRow, PlanStepRow

_HISTORY = """
SELECT due_item_id, cycle, step, attempt, done_on, deadline, void, channel <> 'phone' FROM followup
{condition} ORDER BY due_item_id, cycle, done_on, id
"""
_LAST_WRITTEN = """
SELECT i.client_id, MAX(f.done_on) FROM followup f
JOIN due_item d ON d.id = f.due_item_id JOIN invoice i ON i.id = d.invoice_id
WHERE f.void = 0 AND f.channel <> 'phone' {condition} GROUP BY i.client_id
"""


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A step to enter as done on a due item.

    `letter_id` is None when it came from a call or from another tool.
    """

    due_item_id: int
    cycle: int
    step: str
    attempt: int
    channel: Channel
    done_on: date
    deadline: date | None
    outstanding: Cents
    days_late: int
    letter_id: int | None = None


class Followups:
    """Plans and history."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def plans(self) -> list[Plan]:
        """Every plan with its steps in order, the default one first."""
        steps: dict[int, list[Step]] = defaultdict(list)
        query = select(PlanStepRow.__table__).order_by(PlanStepRow.plan_id, PlanStepRow.position)
        for row in self._connection.execute(query):
            steps[row.plan_id].append(
                Step(
                    id=row.code,
                    name=row.name,
                    position=row.position,
                    days=row.days,
                    channel=Channel(row.channel),
                    template=row.template,
                    deadline_days=row.deadline_days,
                    consumer_deadline_days=row.consumer_deadline_days,
                    minimum=row.minimum,
                    claims_charges=bool(row.claims_charges),
                    tone=Tone(row.tone) if row.tone else Tone.FIRM,
                )
            )
        rows = self._connection.execute(
            select(PlanRow.__table__).order_by(PlanRow.is_default.desc(), PlanRow.id)
        )
        return [Plan(row.id, row.name, tuple(steps[row.id])) for row in rows]

    def save_plan(self, plan: Plan, *, is_default: bool = False) -> int:
        """Stores a plan (a new one when its id is 0) with its steps, and returns its id."""
        if plan.id:
            self._connection.execute(update(PlanRow).where(PlanRow.id == plan.id).values(name=plan.name))
            self._connection.execute(delete(PlanStepRow).where(PlanStepRow.plan_id == plan.id))
            plan_id = plan.id
        else:
            result = self._connection.execute(insert(PlanRow).values(name=plan.name, is_default=is_default))
            plan_id = int(result.inserted_primary_key[0])  # type: ignore[index]
        rows = [
            {
                "plan_id": plan_id,
                "code": step.id,
                "position": step.position,
                "name": step.name,
                "days": step.days,
                "channel": step.channel.value,
                "template": step.template,
                "deadline_days": step.deadline_days,
                "consumer_deadline_days": step.consumer_deadline_days,
                "minimum": step.minimum,
                "claims_charges": step.claims_charges,
                "tone": step.tone.value,
            }
            for step in plan.steps
        ]
        if rows:
            self._connection.execute(insert(PlanStepRow), rows)
        return plan_id

    def delete_plan(self, plan_id: int) -> list[int]:
        """Takes a plan away; the clients who followed it follow the default one: their ids.

        What was done under its steps stays in the history.
        """
        followers = list(self._connection.scalars(select(ClientRow.id).where(ClientRow.plan_id == plan_id)))
        self._connection.execute(update(ClientRow).where(ClientRow.plan_id == plan_id).values(plan_id=None))
        self._connection.execute(delete(PlanStepRow).where(PlanStepRow.plan_id == plan_id))
        self._connection.execute(delete(PlanRow).where(PlanRow.id == plan_id))
        return followers

    def set_default_plan(self, plan_id: int) -> None:
        """Makes a plan the one of every client who has none of his own."""
        self._connection.execute(update(PlanRow).values(is_default=PlanRow.id == plan_id))

    def clear_plan_names(self) -> None:
        """Gives the plans names that no user types, within an action that names them anew."""
        self._connection.exec_driver_sql("UPDATE plan SET name = char(1) || id")

    def followers(self) -> dict[int, int]:
        """How many clients have each plan as their own."""
        query = select(ClientRow.plan_id, func.count()).group_by(ClientRow.plan_id)
        return {row[0]: row[1] for row in self._connection.execute(query) if row[0] is not None}

    def times_done(self) -> dict[str, int]:
        """How many due items have come to each step, in whatever plan, by its id."""
        query = select(FollowupRow.step, func.count()).group_by(FollowupRow.step)
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def history(self, due_item_ids: Iterable[int] | None = None) -> dict[int, tuple[DoneStep, ...]]:
        """The steps done by due item, in the order they were done; of all due items without ids."""
        found: dict[int, list[DoneStep]] = defaultdict(list)
        for row in self._connection.exec_driver_sql(_HISTORY.format(condition=_among(due_item_ids, "WHERE"))):
            item, cycle, step, attempt, done, deadline, void, written = row
            found[item].append(
                DoneStep(
                    item,
                    cycle,
                    step,
                    attempt,
                    date.fromisoformat(done),
                    date.fromisoformat(deadline) if deadline else None,
                    bool(void),
                    bool(written),
                )
            )
        return {item: tuple(steps) for item, steps in found.items()}

    def last_written(self, client_id: int | None = None) -> dict[int, date]:
        """The day of the last written step that counted, by client."""
        condition = "" if client_id is None else f"AND i.client_id = {int(client_id)}"
        rows = self._connection.exec_driver_sql(_LAST_WRITTEN.format(condition=condition))
        return {client: date.fromisoformat(day) for client, day in rows}

    def add(self, records: Iterable[StepRecord], *, action_id: int) -> None:
        """Enters steps as done; an IntegrityError means that one of them was already done."""
        rows: list[dict[str, Any]] = [
            {name: getattr(record, name) for name in StepRecord.__slots__}
            | {"action_id": action_id, "channel": record.channel.value}
            for record in records
        ]
        if rows:
            self._connection.execute(insert(FollowupRow), rows)

    def void_letter(self, letter_id: int) -> None:
        """Marks the steps of a letter as not having counted."""
        self._connection.execute(
            update(FollowupRow).where(FollowupRow.letter_id == letter_id).values(void=True)
        )

    def planned_calls(self, client_id: int) -> list[tuple[int, int, int]]:
        """(calendar entry, step, due item) of the calls of the plan to a client that are to be made."""
        rows = self._connection.exec_driver_sql(
            """SELECT e.id, f.id, f.due_item_id FROM calendar_entry e
               JOIN followup f ON f.action_id = e.action_id AND f.channel = 'phone' AND f.void = 0
               JOIN due_item d ON d.id = f.due_item_id
               JOIN invoice i ON i.id = d.invoice_id AND i.client_id = e.client_id
               WHERE e.client_id = :client AND e.kind = 'call' AND e.done_on IS NULL
                 AND e.origin LIKE 'call:%' ORDER BY e.id, f.id""",
            {"client": client_id},
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def void_steps(self, step_ids: Iterable[int]) -> None:
        """Marks these steps as not having counted."""
        self._connection.execute(
            update(FollowupRow).where(FollowupRow.id.in_(list(step_ids))).values(void=True)
        )

    def void_action(self, action_id: int) -> None:
        """Marks the steps that one action entered as not having counted."""
        self._connection.execute(
            update(FollowupRow).where(FollowupRow.action_id == action_id).values(void=True)
        )


def _among(ids: Iterable[int] | None, word: str) -> str:
    if ids is None:
        return ""
    return f"{word} due_item_id IN ({','.join(str(int(item)) for item in ids) or 'NULL'})"
