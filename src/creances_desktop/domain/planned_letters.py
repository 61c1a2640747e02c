"""The letters that the plans foresee: of each client the next one for everything he owes, on its day.

Nothing of this is stored: a payment, a promise or another plan moves it. The engine itself says what would
leave on the day; what is held back today (promise, dispute, pause, insolvency) has no day and is left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zlib import crc32

from creances_desktop.domain.calendar import CalendarEntry, EntryKind
from creances_desktop.domain.contact_limits import NO_LIMITS, ContactLimits, free_again
from creances_desktop.domain.followup_facts import (
    AccountSituation,
    ExclusionReason,
    ItemSituation,
    LetterProposal,
    Proposals,
)
from creances_desktop.domain.followup_holds import account_hold, item_hold
from creances_desktop.domain.followups import due, next_step
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import plural

FIRST_ID = 1 << 30
"""The entries of planned letters are numbered from here on, beyond what a dossier can hold of stored ones."""

Waiting = dict[date, list[ItemSituation]]
_JOINS_THE_NEXT = frozenset({ExclusionReason.COVERED_BY_CREDIT, ExclusionReason.BELOW_MINIMUM})


@dataclass(frozen=True, slots=True)
class PlannedLetter:
    """A letter on the day on which it would leave if nothing happened before."""

    day: date
    letter: LetterProposal


def planned(
    accounts: Iterable[AccountSituation],
    day: date,
    *,
    minimum_gap_days: int = 5,
    limits: ContactLimits = NO_LIMITS,
) -> list[PlannedLetter]:
    """The letters to come as of `day`, by day and client name; what was due before counts on `day`.

    Each due item is in one letter at the most, that of its next step: the letters after it depend on the
    answer. `accounts`, the gap and the limits are those of `followups.due`.
    """
    found = [
        one
        for account in accounts
        if account_hold(account, day) is None
        for one in _of_account(account, day, minimum_gap_days, limits)
    ]
    return sorted(found, key=lambda one: (one.day, one.letter.client_name, one.letter.client_id))


def entries(letters: Iterable[PlannedLetter]) -> list[CalendarEntry]:
    """The letters as entries of the calendar, in the same order.

    The id stays that of the client and the step whatever the day, so that other calendars move what they
    know; from `FIRST_ID` on.
    """
    seen: Counter[tuple[int, str]] = Counter()
    taken: set[int] = set()
    found = []
    for one in letters:
        key = one.letter.client_id, one.letter.step.id
        entry_id = _id(*key, seen[key])
        while entry_id in taken:
            entry_id = FIRST_ID | (entry_id + 1) % FIRST_ID
        seen[key] += 1
        taken.add(entry_id)
        found.append(_entry(entry_id, one))
    return found


def _of_account(
    account: AccountSituation, day: date, gap: int, limits: ContactLimits
) -> Iterator[PlannedLetter]:
    waiting: Waiting = defaultdict(list)
    for situation in account.items:
        if situation.item.outstanding > 0 and item_hold(situation, day) is None:
            _wait(waiting, account, situation, day)
    while waiting:
        first = min(waiting)
        on = _free_day(account, first, gap, limits)
        group: list[ItemSituation] = []
        for known in sorted(one for one in waiting if one <= on):
            for situation in waiting.pop(known):
                if on == first:
                    group.append(situation)
                else:
                    # A notice for before the due date may have lapsed while the client was left in peace.
                    _wait(waiting, account, situation, on)
        group.extend(waiting.pop(on, ()))
        account = replace(account, items=tuple(group))
        answer = due([account], on, minimum_gap_days=gap, limits=limits)
        for letter in answer.to_do:
            yield PlannedLetter(on, letter)
        _wait_longer(waiting, group, answer, on)
        if waiting and answer.to_do:
            account = replace(account, last_written_on=on, contacted_on=(*account.contacted_on, on))


def _wait(waiting: Waiting, account: AccountSituation, situation: ItemSituation, day: date) -> None:
    """Enters a due item at the day of its next step, `day` at the earliest; not when its plan is done."""
    step, when = next_step(situation, account.plan, day)
    if step is not None and when is not None:
        waiting[max(when, day)].append(situation)


def _wait_longer(waiting: Waiting, group: Sequence[ItemSituation], answer: Proposals, on: date) -> None:
    """Enters again what waits for a letter: apart from the one that leaves, or with the next one."""
    held = {one.due_item_id: one.reason for one in answer.excluded}
    for situation in group:
        reason = held.get(situation.item.due_item_id)
        if reason is ExclusionReason.MIN_GAP and answer.to_do:
            waiting[on + timedelta(days=1)].append(situation)
        elif reason in _JOINS_THE_NEXT and waiting:
            waiting[min(waiting)].append(situation)


def _free_day(account: AccountSituation, day: date, gap: int, limits: ContactLimits) -> date:
    """The first day from `day` on on which the client may be written to."""
    last = account.last_contact
    if last is not None and gap > 0:
        day = max(day, last + timedelta(days=gap))
    while (free := free_again(account.contacted_on, day, limits)) is not None:
        day = free
    return day


def _id(client_id: int, step: str, place: int) -> int:
    return FIRST_ID | crc32(f"{client_id}:{step}:{place}".encode()) % FIRST_ID


def _entry(entry_id: int, one: PlannedLetter) -> CalendarEntry:
    letter = one.letter
    invoices = {item.item.invoice_id: item.item.number for item in letter.reminded}
    alone = next(iter(invoices.items())) if len(invoices) == 1 else None
    return CalendarEntry(
        id=entry_id,
        kind=EntryKind.FOLLOW_UP,
        day=one.day,
        client_id=letter.client_id,
        client_name=letter.client_name,
        invoice_number=alone[1] if alone else "",
        title=letter.step.name,
        note=f"{format_cents(letter.claimed)} à demander pour {plural(len(invoices), 'facture')}.",
        invoice_id=alone[0] if alone else None,
    )
