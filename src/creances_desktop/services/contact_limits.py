"""How often clients are contacted at the most: the settings, and the contacts of late."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta

from creances_desktop.domain.contact_limits import NO_LIMITS, ContactLimits, checked
from creances_desktop.domain.text import plural
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

__all__ = ["NO_LIMITS", "ContactLimits", "of", "recent", "save", "within"]

SETTING = "contact_limits"
LOOK_BACK = timedelta(days=90)
"""How far back contacts count: no limit and no gap is longer."""

Contacts = dict[int, list[tuple[date, bool]]]


def of(store: Store) -> ContactLimits:
    """The limits of the dossier."""
    with store.reading() as r:
        return within(r)


def within(r: Transaction) -> ContactLimits:
    """What `of` answers, within a reading or an action under way."""
    kept = r.settings.get(SETTING, {})
    return ContactLimits(**{name: kept.get(name, value) for name, value in asdict(ContactLimits()).items()})


def save(store: Store, limits: ContactLimits) -> Changes:
    """Keeps the limits. Raises InvalidValue (`most`, `per_days`)."""
    after = checked(limits)
    text = (
        f"Au plus {plural(after.most, 'contact')} par client en {plural(after.per_days, 'jour')}"
        if after.most
        else "Nombre de contacts par client\u00a0: sans limite"
    )
    with store.transaction() as t:
        before = within(t)
        if after.firmer_when_broken != before.firmer_when_broken:
            firmer = "d’un cran" if after.firmer_when_broken else "non"
            text += f"\u00a0; ton plus ferme après une promesse non tenue\u00a0: {firmer}"
        t.settings.set(SETTING, asdict(after))
        entry = t.journal.append("contact_limits_changed", text, before=asdict(before), after=asdict(after))
    return changed(Subject.SETTINGS, Subject.LETTERS, message=f"{text}.", entry_id=entry)


def recent(r: Transaction, day: date) -> Contacts:
    """The contacts of late, by client: the day, and whether somebody was spoken to."""
    return r.relations.contacts(day - LOOK_BACK, day)
