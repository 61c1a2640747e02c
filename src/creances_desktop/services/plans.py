"""Follow-up plans as the user arranges them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import count
from typing import Any

from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.other_letter_kinds import EVERY_LETTER
from creances_desktop.domain.plans import MISE_EN_DEMEURE, Plan, Step, check, is_same_kind, numbered
from creances_desktop.domain.text import fold, plural
from creances_desktop.services import letters
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.followups import DEFAULT_GAP_DAYS, GAP_SETTING
from creances_desktop.services.statements import TEMPLATE as STATEMENT
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

MOST_GAP_DAYS = 60
NEW = "+"
"""What the id of a step begins with until it is stored."""
_NUMBER = "plan_step_number"
_ORDER = ("reminder_1", "reminder_2", "last_notice", MISE_EN_DEMEURE, "pre_due")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The plans with what hangs on them.

    `followers`: how many clients have each plan as their own. `times_done`: how many due items have come to
    each step, by its id.
    """

    plans: tuple[Plan, ...]
    followers: Mapping[int, int]
    times_done: Mapping[str, int]


def all_plans(store: Store) -> tuple[Plan, ...]:
    """The plans of the dossier, the default one first."""
    with store.reading() as r:
        return tuple(r.followups.plans())


def arrangement(store: Store) -> Arrangement:
    """The plans of the dossier, the default one first, with what hangs on them."""
    with store.reading() as r:
        return Arrangement(tuple(r.followups.plans()), r.followups.followers(), r.followups.times_done())


def template_choices() -> list[tuple[str, str]]:
    """The id and the French name of every text that a step may send, the first reminder first."""
    others = {*EVERY_LETTER, STATEMENT}
    names = {one.id: one.name for one in letters.templates() if one.nature is None and one.id not in others}
    order = {template_id: place for place, template_id in enumerate(_ORDER)}
    return sorted(names.items(), key=lambda one: (order.get(one[0], len(order)), one[0]))


def save(store: Store, plan: Plan) -> Changes:
    """Replaces a plan, or adds it when its id is 0; what was already done keeps its step.

    InvalidValue for a plan that cannot be followed, or whose name is empty or another plan's.
    """
    wanted = _checked(plan)
    with store.transaction() as t:
        known = {one.id: one for one in t.followups.plans()}
        _check_names([wanted, *(one for one in known.values() if one.id != wanted.id)])
        wanted = _with_ids(t, [wanted], known.values())[0]
        before = known.get(wanted.id)
        entry = t.journal.append(
            "plan_saved",
            f"Plan de relance enregistré\u00a0: {wanted.name}",
            before=None if before is None else asdict(before),
            after=asdict(wanted),
        )
        plan_id = t.followups.save_plan(wanted)
    return changed(
        Subject.SETTINGS,
        Subject.LETTERS,
        message=f"Plan de relance «\u00a0{wanted.name}\u00a0» enregistré.",
        entry_id=entry,
        row_id=plan_id,
    )


def arrange(store: Store, wanted: Sequence[Plan]) -> Changes:
    """Makes these the plans of the dossier, the first one the default: what is not there is deleted.

    Plans of id 0 are new, and so are steps whose id begins with `NEW`. The clients of a deleted plan follow
    the default one; what was done under a step stays in the history, and its id is never given to another.
    InvalidValue for a plan that cannot be followed, or whose name is empty or another plan's; DomainError
    without any plan.
    """
    if not wanted:
        raise DomainError("Il faut au moins un plan de relance\u00a0: gardez-en un.")
    plans = [_checked(plan) for plan in wanted]
    _check_names(plans)
    with store.transaction() as t:
        known = t.followups.plans()
        plans = _with_ids(t, plans, known)
        kept = {plan.id for plan in plans}
        gone = [plan for plan in known if plan.id not in kept]
        text = _told(known, plans, gone)
        entry = t.journal.append(
            "plans_arranged",
            text,
            before=[asdict(plan) for plan in known],
            after=[asdict(plan) for plan in plans],
        )
        t.followups.clear_plan_names()
        ids = [t.followups.save_plan(plan) for plan in plans]
        t.followups.set_default_plan(ids[0])
        moved = sum(len(t.followups.delete_plan(plan.id)) for plan in gone)
    text += f"\u00a0; {plural(moved, 'client suit', 'clients suivent')} le plan par défaut" if moved else ""
    return changed(
        *(Subject.SETTINGS, Subject.LETTERS, Subject.CLIENTS),
        message=f"{text}.",
        entry_id=entry,
        row_id=ids[0],
    )


def _checked(plan: Plan) -> Plan:
    name = " ".join(plan.name.split())
    if not name:
        raise InvalidValue("name", "Indiquez le nom du plan.")
    if any(not step.name.strip() for step in plan.steps):
        raise InvalidValue("step_name", "Indiquez le nom de chaque étape du plan.")
    checked = replace(plan, name=name)
    check(checked)
    return checked


def _check_names(plans: Iterable[Plan]) -> None:
    seen: set[str] = set()
    for plan in plans:
        if fold(plan.name) in seen:
            raise InvalidValue("name", f"Un autre plan s’appelle déjà «\u00a0{plan.name}\u00a0».")
        seen.add(fold(plan.name))


def _with_ids(t: Transaction, plans: Iterable[Plan], known: Iterable[Plan]) -> list[Plan]:
    """The plans with a new id for each step that is new, or that became another thing than was done."""
    stored: defaultdict[str, list[Step]] = defaultdict(list)
    for plan in known:
        for step in plan.steps:
            stored[step.id].append(step)
    done = t.followups.times_done()
    taken = {*stored, *done}
    numbers = count(int(t.settings.get(_NUMBER, 0)) + 1)

    def own_id(step: Step) -> str:
        before = stored.get(step.id, ())
        is_other = step.id in done and before and not any(is_same_kind(one, step) for one in before)
        if not step.id.startswith(NEW) and not is_other:
            return step.id
        while True:
            number = next(numbers)
            if (step_id := f"step_{number}") not in taken:
                t.settings.set(_NUMBER, number)
                return step_id

    return [
        replace(plan, steps=tuple(replace(step, id=own_id(step)) for step in plan.steps)) for plan in plans
    ]


def _told(known: Sequence[Plan], plans: Sequence[Plan], gone: Sequence[Plan]) -> str:
    """What is arranged, in French, for the journal."""
    before: dict[int, Plan] = {plan.id: plan for plan in known}
    told = [f"«\u00a0{plan.name}\u00a0» ajouté" for plan in plans if not plan.id]
    for plan in plans:
        old = before.get(plan.id)
        if old is not None and old.name != plan.name:
            told.append(f"«\u00a0{old.name}\u00a0» renommé «\u00a0{plan.name}\u00a0»")
        elif old is not None and _in_order(old) != _in_order(plan):
            told.append(f"«\u00a0{plan.name}\u00a0» modifié")
    told += [f"«\u00a0{plan.name}\u00a0» supprimé" for plan in gone]
    if known and known[0].id != plans[0].id:
        told.append(f"«\u00a0{plans[0].name}\u00a0» par défaut")
    return f"Plans de relance\u00a0: {', '.join(told) or 'rien de changé'}"


def _in_order(plan: Plan) -> Any:
    return numbered(sorted(plan.steps, key=lambda step: step.position))


def minimum_gap_days(store: Store) -> int:
    """The least number of days between two letters to one client."""
    with store.reading() as r:
        return int(r.settings.get(GAP_SETTING, DEFAULT_GAP_DAYS))


def save_minimum_gap_days(store: Store, days: int) -> Changes:
    """Keeps the least number of days between two letters, 0 to 60. InvalidValue otherwise."""
    if not 0 <= days <= MOST_GAP_DAYS:
        raise InvalidValue(
            GAP_SETTING, f"L’écart entre deux lettres est compris entre 0 et {MOST_GAP_DAYS} jours."
        )
    with store.transaction() as t:
        before = t.settings.get(GAP_SETTING, DEFAULT_GAP_DAYS)
        t.settings.set(GAP_SETTING, days)
        entry = t.journal.append(
            "minimum_gap_changed", "Écart entre deux lettres modifié", before=before, after=days
        )
    return changed(
        Subject.SETTINGS, Subject.LETTERS, message="Écart entre deux lettres enregistré.", entry_id=entry
    )
