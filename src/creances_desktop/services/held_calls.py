"""The calls of the plans that a promise, a pause, a dispute or an insolvency makes pointless.

Such a call is taken out of what is to be done, with its reason, and its step counts as not taken: it comes
back by itself on the first day on which nothing holds it any more.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from creances_desktop.domain.followups import held_reason
from creances_desktop.services import followups
from creances_desktop.services.followup_situations import accounts
from creances_desktop.storage.transaction import Transaction

TAKEN_OUT = "Appel retiré"


def withdraw(t: Transaction, client_id: int, today: date) -> None:
    """Takes out the open calls of the plan whose invoices are all held back on that day."""
    planned: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for entry_id, step_id, due_item_id in t.followups.planned_calls(client_id):
        planned[entry_id][due_item_id] = step_id
    if not planned:
        return
    (account,) = accounts(t, t.balance.open_items(today, client_id=client_id), today) or (None,)
    if account is None:
        return
    for entry_id, steps in planned.items():
        reason = held_reason(account, steps, today)
        if reason:
            note = t.calendar.get(entry_id).note
            told = f"{TAKEN_OUT}\u00a0: {reason}"
            t.calendar.change(entry_id, done_on=today, note=f"{note}\n{told}" if note else told)
            t.followups.void_steps(steps.values())


def bring_back(t: Transaction, client_id: int, today: date, entry: int) -> None:
    """Puts back the calls of a client that nothing holds any more, within an action under way."""
    if any(TAKEN_OUT in one.note for one in t.calendar.of_client(client_id)):
        followups.enter_calls(t, today, entry, client_ids=[client_id])
