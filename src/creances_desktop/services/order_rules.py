"""The figures of the formula that orders the morning, kept in the dossier."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date

from creances_desktop.domain.contact_attempts import Courtesy
from creances_desktop.domain.morning_session import OrderRules, checked
from creances_desktop.services import contact_attempts
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

SETTING = "morning_order"
BANK_SETTING = "bank_checked_until"


def get(store: Store) -> OrderRules:
    """The figures of the dossier."""
    with store.reading() as r:
        return within(r)


def within(r: Transaction) -> OrderRules:
    """What `get` answers, within a reading or an action under way."""
    kept = r.settings.get(SETTING)
    if not isinstance(kept, dict):
        return OrderRules()
    names = {one.name for one in fields(OrderRules)}
    return OrderRules(**{name: int(value) for name, value in kept.items() if name in names})


def save(store: Store, rules: OrderRules, polite: Courtesy | None = None) -> Changes:
    """Keeps the figures, and the rules of courtesy if given.

    InvalidValue beside the first figure that makes no sense; nothing is kept then.
    """
    after = asdict(checked(rules))
    with store.transaction() as t:
        before = asdict(within(t))
        t.settings.set(SETTING, after)
        if polite is not None:
            contact_attempts.keep_courtesy(t, polite)
        entry = t.journal.append(
            "morning_order_changed", "Ordre de la séance du matin modifié", before=before, after=after
        )
    return changed(
        Subject.SETTINGS, Subject.CALENDAR, message="Ordre de la séance enregistré.", entry_id=entry
    )


def bank_day(r: Transaction) -> date | None:
    """The day up to which payments are known: the latest payment, or a later day that the user confirmed."""
    last = r.payments.last_bank_date()
    kept = r.settings.get(BANK_SETTING)
    confirmed = date.fromisoformat(kept) if isinstance(kept, str) and kept else None
    return max((one for one in (last, confirmed) if one is not None), default=None)
