"""Follow-up plans as the user arranges them."""

from __future__ import annotations

from dataclasses import asdict, replace

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.plans import Plan, check
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.followups import DEFAULT_GAP_DAYS, GAP_SETTING
from creances_desktop.storage.store import Store

MOST_GAP_DAYS = 60


def all_plans(store: Store) -> tuple[Plan, ...]:
    """The plans of the dossier, the default one first."""
    with store.reading() as r:
        return tuple(r.followups.plans())


def save(store: Store, plan: Plan) -> Changes:
    """Replaces a plan, or adds it when its id is 0; what was already done keeps its step.

    InvalidValue for a plan that cannot be followed, or whose name is empty or another plan's.
    """
    name = " ".join(plan.name.split())
    if not name:
        raise InvalidValue("name", "Indiquez le nom du plan.")
    if any(not step.name.strip() for step in plan.steps):
        raise InvalidValue("step_name", "Indiquez le nom de chaque étape du plan.")
    plan = replace(plan, name=name)
    check(plan)
    with store.transaction() as t:
        known = {one.id: one for one in t.followups.plans()}
        if any(one.name == name and one.id != plan.id for one in known.values()):
            raise InvalidValue("name", f"Un autre plan s’appelle déjà «\u00a0{name}\u00a0».")
        before = known.get(plan.id)
        entry = t.journal.append(
            "plan_saved",
            f"Plan de relance enregistré\u00a0: {name}",
            before=None if before is None else asdict(before),
            after=asdict(plan),
        )
        plan_id = t.followups.save_plan(plan)
    return changed(
        Subject.SETTINGS,
        Subject.LETTERS,
        message=f"Plan de relance «\u00a0{name}\u00a0» enregistré.",
        entry_id=entry,
        row_id=plan_id,
    )


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
