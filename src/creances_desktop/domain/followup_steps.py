"""Which step of its plan a due item has come to, read from its history."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from creances_desktop.domain.followup_facts import DoneStep, ItemSituation
from creances_desktop.domain.plans import Plan, Step


@dataclass(frozen=True, slots=True)
class Track:
    """A plan read once for a whole run; `earliest` is the smallest number of days of any step."""

    written: tuple[Step, ...]
    calls: tuple[Step, ...]
    rank: dict[str, int]
    call_ids: frozenset[str]
    earliest: int


@lru_cache(maxsize=64)
def read_plan(plan: Plan) -> Track:
    """The plan in the shape that the engine asks 100,000 times; read once, whoever asks."""
    written, calls = plan.written, plan.calls
    return Track(
        written=written,
        calls=calls,
        rank={step.id: index for index, step in enumerate(written)},
        call_ids=frozenset(step.id for step in calls),
        earliest=min((step.days for step in plan.steps), default=0),
    )


def next_written(
    track: Track, situation: ItemSituation, days_late: int
) -> tuple[Step | None, DoneStep | None]:
    """The step after the highest one written in the current cycle, and the letter before it.

    No step when the plan is done. Notices for before the due date are passed over after it.
    """
    index, previous = _written_so_far(track, situation) if situation.history else (0, None)
    written = track.written
    while index < len(written) and _has_lapsed(written[index], days_late):
        index += 1
    return (written[index] if index < len(written) else None), previous


def next_call(track: Track, situation: ItemSituation, days_late: int) -> Step | None:
    """The latest call whose day has come, unless it or a later one is done.

    One telephone call makes up for all those that the plan foresaw before it.
    """
    cycle = situation.item.cycle
    done = {row.step for row in situation.history if row.cycle == cycle and not row.void}
    for step in reversed(track.calls):
        if step.id in done:
            return None
        if days_late >= step.days and not _has_lapsed(step, days_late):
            return step
    return None


def attempt_number(situation: ItemSituation, step: Step) -> int:
    """1 plus the void rows of the same step in the same cycle."""
    number, cycle = 1, situation.item.cycle
    for row in situation.history:
        if row.void and row.step == step.id and row.cycle == cycle:
            number += 1
    return number


def _has_lapsed(step: Step, days_late: int) -> bool:
    return step.days < 0 < days_late


def _written_so_far(track: Track, situation: ItemSituation) -> tuple[int, DoneStep | None]:
    """The index of the first step not yet written, and the letter before it, in the current cycle.

    A letter whose step has left the plan still counts as one step taken: otherwise changing the plan would
    start again with the friendliest reminder.
    """
    cycle, rank = situation.item.cycle, track.rank
    highest, previous, all_known = -1, None, True
    steps: set[str] = set()
    for row in situation.history:
        if row.cycle != cycle or row.void or not row.written or row.step in track.call_ids:
            continue
        steps.add(row.step)
        place = rank.get(row.step, -1)
        all_known = all_known and place >= 0
        highest = max(highest, place)
        if previous is None or _later(rank, row, previous):
            previous = row
    if not all_known:
        highest = max(highest, len(steps) - 1)
    return highest + 1, previous


def _later(rank: dict[str, int], row: DoneStep, other: DoneStep) -> bool:
    return (rank.get(row.step, -1), row.done_on) > (rank.get(other.step, -1), other.done_on)
