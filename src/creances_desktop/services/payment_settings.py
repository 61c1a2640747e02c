"""How payments are set on debts: the user's settings, told with the law's rule."""

from __future__ import annotations

from dataclasses import dataclass

from creances_desktop.domain.allocation import AllocationOrder
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.settlement import Priority
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

DEFAULT_LIMIT: Cents = 5_00
HIGHEST_LIMIT: Cents = 1_000_00


@dataclass(frozen=True, slots=True)
class AllocationSettings:
    """In which order debts are paid, what is paid first on each, and up to how many cents a gap is given up.

    `order.rule` and `priority.rule` tell the law beside the setting.
    """

    order: AllocationOrder = AllocationOrder.OLDEST_FIRST
    priority: Priority = Priority.PRINCIPAL_FIRST
    write_off_limit: Cents = DEFAULT_LIMIT


def allocation_settings(store: Store) -> AllocationSettings:
    """The settings of the dossier."""
    with store.reading() as r:
        return settings_of(r)


def settings_of(t: Transaction) -> AllocationSettings:
    """The same within an action under way."""
    usual = AllocationSettings()
    return AllocationSettings(
        AllocationOrder(t.settings.get("allocation_order", usual.order.value)),
        Priority(t.settings.get("settlement_priority", usual.priority.value)),
        int(t.settings.get("write_off_limit", usual.write_off_limit)),
    )


def save_allocation_settings(store: Store, settings: AllocationSettings) -> Changes:
    """Keeps the settings for the payments to come. Raises InvalidValue for a limit that is no small gap."""
    if not 0 <= settings.write_off_limit <= HIGHEST_LIMIT:
        raise InvalidValue(
            "write_off_limit",
            f"La limite des écarts est comprise entre 0 et {format_cents(HIGHEST_LIMIT)}.",
        )
    with store.transaction() as t:
        before = _stored(settings_of(t))
        after = _stored(settings)
        for key, value in after.items():
            t.settings.set(key, value)
        entry = t.journal.append(
            "allocation_settings_changed", "Règles d’imputation modifiées", before=before, after=after
        )
    return changed(Subject.SETTINGS, message="Règles d’imputation enregistrées.", entry_id=entry)


def _stored(settings: AllocationSettings) -> dict[str, object]:
    return {
        "allocation_order": settings.order.value,
        "settlement_priority": settings.priority.value,
        "write_off_limit": settings.write_off_limit,
    }
