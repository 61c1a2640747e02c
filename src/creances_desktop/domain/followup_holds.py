"""What holds a follow-up back whatever its step: on the invoice, then on the client."""

from __future__ import annotations

from datetime import date

from creances_desktop.domain.followup_facts import AccountSituation, ExclusionReason, ItemSituation


def item_hold(situation: ItemSituation, day: date) -> ExclusionReason | None:
    """What holds a due item back on a day, in the order in which reasons are told; None when nothing does."""
    if situation.item.to_confirm:
        return ExclusionReason.TO_CONFIRM
    if situation.disputed:
        return ExclusionReason.DISPUTED
    if situation.planned_until is not None and situation.planned_until >= day:
        return ExclusionReason.PLANNED
    if situation.promised_until is not None and situation.promised_until >= day:
        return ExclusionReason.PROMISED
    if situation.paused_until is not None and situation.paused_until >= day:
        return ExclusionReason.PAUSED
    return None


def account_hold(account: AccountSituation, day: date) -> ExclusionReason | None:
    """What holds all of a client's items back on a day; None when nothing does."""
    if account.insolvency_judgment is not None and account.insolvency_judgment <= day:
        return ExclusionReason.INSOLVENCY
    if account.paused_until is not None and account.paused_until >= day:
        return ExclusionReason.PAUSED
    return None
