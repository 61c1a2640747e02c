"""The phrases that open a call: those of the program, or the user's own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from creances_desktop.domain.call_openings import OPENINGS, checked, opening_of, parse, said
from creances_desktop.domain.call_sheet import Situation
from creances_desktop.paths import resource
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

SETTING = "call_openings"


@lru_cache(maxsize=1)
def originals() -> Mapping[str, str]:
    """The phrases of the program, by the id of their situation."""
    return parse((resource("phrases") / "calls.txt").read_text(encoding="utf-8"))


def phrases(store: Store) -> dict[str, str]:
    """The phrases in use, by the id of their situation."""
    with store.reading() as r:
        return _phrases(r)


def _phrases(r: Transaction) -> dict[str, str]:
    own = r.settings.get(SETTING, {})
    return {one.id: str(own.get(one.id) or originals()[one.id]) for one in OPENINGS}


def opening(store: Store, situation: Situation) -> str:
    """What to say first to a client in this situation."""
    return said(phrases(store)[opening_of(situation).id], situation)


def save(store: Store, wanted: Mapping[str, str]) -> Changes:
    """Keeps the phrases. InvalidValue, with the id of the situation, for the first that cannot be said."""
    told = checked(wanted)
    own = {name: text for name, text in told.items() if text != originals()[name]}
    with store.transaction() as t:
        before = t.settings.get(SETTING, {})
        t.settings.set(SETTING, own)
        entry = t.journal.append(
            "call_openings_changed", "Phrases d’appel modifiées", before=before, after=own
        )
    return changed(Subject.SETTINGS, message="Phrases d’appel enregistrées.", entry_id=entry)
