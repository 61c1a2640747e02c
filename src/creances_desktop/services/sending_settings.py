"""What the law leaves to the user about what he sends: receipts awaited, deadlines counted from where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

DEADLINE_FROM_RECEIPT, RECEIPT_DAYS, REMIND_DEPOSIT = (
    "deadline_from_receipt",
    "receipt_days",
    "remind_deposit",
)


@dataclass(frozen=True, slots=True)
class SendingSettings:
    """The choices of the dossier.

    `deadline_from_receipt`: the delay that a registered letter grants runs again from the day that counts,
    never ending before the day that the letter names. `receipt_days`: a receipt is awaited so many days after
    the deposit. `remind_deposit`: a registered letter that was printed enters the calendar until deposited.
    """

    deadline_from_receipt: bool = False
    receipt_days: int = 15
    remind_deposit: bool = True


def get(store: Store) -> SendingSettings:
    """The settings of the dossier."""
    with store.reading() as r:
        return settings_in(r)


def settings_in(t: Transaction) -> SendingSettings:
    """The settings, within an action under way."""
    usual = SendingSettings()
    return SendingSettings(
        deadline_from_receipt=bool(t.settings.get(DEADLINE_FROM_RECEIPT, usual.deadline_from_receipt)),
        receipt_days=int(t.settings.get(RECEIPT_DAYS, usual.receipt_days)),
        remind_deposit=bool(t.settings.get(REMIND_DEPOSIT, usual.remind_deposit)),
    )


def save(store: Store, settings: SendingSettings, today: date) -> Changes:
    """Keeps the settings; what the calendar awaits follows them. InvalidValue beside `receipt_days`."""
    if not 1 <= settings.receipt_days <= 90:
        raise InvalidValue("receipt_days", "Indiquez entre 1 et 90 jours.")
    values = {
        DEADLINE_FROM_RECEIPT: settings.deadline_from_receipt,
        RECEIPT_DAYS: settings.receipt_days,
        REMIND_DEPOSIT: settings.remind_deposit,
    }
    from creances_desktop.services.registered import keep_in_step

    with store.transaction() as t:
        before = {key: t.settings.get(key) for key in values}
        for key, value in values.items():
            t.settings.set(key, value)
        entry = t.journal.append(
            "sending_settings_changed", "Réglages des envois modifiés", before=before, after=values
        )
        for letter_id in t.letter_events.lives():
            keep_in_step(t, letter_id, today, entry)
    return changed(
        *(Subject.SETTINGS, Subject.CALENDAR, Subject.LETTERS, Subject.INVOICES),
        message="Réglages des envois enregistrés.",
        entry_id=entry,
    )
