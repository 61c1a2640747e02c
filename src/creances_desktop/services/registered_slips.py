"""The form of registered letters as the user measured it, or as it is proposed."""

from __future__ import annotations

import json
from functools import cache

from creances_desktop.domain.labels import (
    LabelSheet,
    SlipLayout,
    checked,
    label_sheets,
    slip_layout,
    stored_layout,
)
from creances_desktop.paths import resource
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

SETTING = "registered_slip"


@cache
def shipped() -> SlipLayout:
    """The proposed positions: not those of the post, whose form's measures are not public."""
    return slip_layout(json.loads(resource("paper/registered_slip.json").read_text(encoding="utf-8")))


@cache
def sheets() -> tuple[LabelSheet, ...]:
    """The sheets of labels that are sold."""
    return label_sheets(resource("paper/labels.json").read_text(encoding="utf-8"))


def layout(store: Store) -> SlipLayout:
    """The layout in use. Raises UnusableLayout when the one kept cannot be read."""
    with store.reading() as r:
        return layout_of(r)


def layout_of(t: Transaction) -> SlipLayout:
    """The same, within an action under way."""
    stored = t.settings.get(SETTING)
    return shipped() if stored is None else slip_layout(stored)


def save(store: Store, wanted: SlipLayout) -> Changes:
    """Keeps the layout. Raises UnusableLayout with what of it cannot be printed."""
    after = stored_layout(checked(wanted))
    with store.transaction() as t:
        before = t.settings.get(SETTING)
        t.settings.set(SETTING, after)
        entry = t.journal.append(
            "registered_slip_changed", "Calage de l’imprimé de recommandé modifié", before=before, after=after
        )
    return changed(Subject.SETTINGS, message="Calage de l’imprimé enregistré.", entry_id=entry)
