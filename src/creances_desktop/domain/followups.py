"""The follow-ups of a day: a pure function of due items, history, plans and the day.

The next written step of a due item is the one after the highest that was written in its current cycle: one at
a time, however late. Its day has come when the days since the due date reach the step's and the deadline
granted by the letter before has passed; equality with a day never decides, so days without the program lose
nothing. A notice meant for before the due date lapses after it, since its text would be untrue.

When several reasons hold an invoice back, the first of this order is told: to confirm, disputed, in a plan,
promised, paused (the invoice); insolvency, paused (the client); no address, deadline running, creditor
identity missing (the step); minimum gap,
covered by credits, below the minimum (the letter). A client whose credits cover all that is late is not
called either: he would be asked for what he has paid.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from creances_desktop.domain.contact_limits import NO_LIMITS, ContactLimits, free_again
from creances_desktop.domain.followup_facts import (
    AccountSituation,
    CallProposal,
    DoneStep,
    Excluded,
    ExclusionReason,
    ItemSituation,
    LetterProposal,
    Proposals,
    ProposedItem,
)
from creances_desktop.domain.followup_holds import account_hold, item_hold
from creances_desktop.domain.followup_sentences import (
    Pace,
    Refusal,
    call_why,
    proposal_why,
    refusal_sentence,
    written_why,
)
from creances_desktop.domain.followup_steps import (
    Track,
    attempt_number,
    next_call,
    next_written,
    read_plan,
)
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.letter_tones import Tone
from creances_desktop.domain.money import Cents
from creances_desktop.domain.plans import Plan, Step

__all__ = [
    "AccountSituation",
    "CallProposal",
    "DoneStep",
    "Excluded",
    "ExclusionReason",
    "ItemSituation",
    "LetterProposal",
    "Proposals",
    "ProposedItem",
    "due",
    "next_step",
    "steps_taken",
]


@dataclass(frozen=True, slots=True)
class _Reached:
    """A due item whose next written step has reached its days."""

    situation: ItemSituation
    step: Step
    previous: DoneStep | None
    days_late: int

    @property
    def item(self) -> OpenItem:
        return self.situation.item


def due(
    accounts: Iterable[AccountSituation],
    day: date,
    *,
    minimum_gap_days: int = 5,
    limits: ContactLimits = NO_LIMITS,
) -> Proposals:
    """The letters to write on `day`, the invoices left out with their reason, and the calls for the calendar.

    `minimum_gap_days`: days that must lie between two letters to one client; 0 removes only this gap.
    `limits`: how often a client is contacted at the most; a call beyond waits for a later day.
    """
    tracks: dict[int, Track] = {}
    letters: list[LetterProposal] = []
    excluded: list[Excluded] = []
    calls: list[CallProposal] = []
    for account in sorted(accounts, key=lambda account: (account.code, account.client_id)):
        track = tracks.get(id(account.plan))
        if track is None:
            track = tracks[id(account.plan)] = read_plan(account.plan)
        reached, to_call = _reached(account, track, day)
        free = free_again(account.contacted_on, day, limits) if account.contacted_on else None
        if reached:
            pace = Pace(minimum_gap_days, limits, free)
            candidates, left, held = _sort_out(account, reached, day, pace)
            excluded.extend(held)
            if candidates:
                letters.append(_letter(account, candidates, left, day))
        if to_call and free is None:
            calls.append(_call(account, to_call, day))
    return Proposals(tuple(letters), tuple(excluded), tuple(calls))


def next_step(situation: ItemSituation, plan: Plan, day: date) -> tuple[Step | None, date | None]:
    """The next written step of a due item and the first day it can be due.

    Without a step the plan is done, and the day follows the deadline of its last letter, if it granted one.
    The day may lie in the past: the step then waits for the next run. A plan, a promise or a pause puts it
    off; a dispute, which has no known end, does not.
    """
    step, previous = next_written(read_plan(plan), situation, situation.item.days_late(day))
    if step is None:
        return None, previous.deadline + timedelta(days=1) if previous and previous.deadline else None
    first = situation.item.due_date + timedelta(days=step.days)
    held = (
        previous.deadline if previous else None,
        situation.planned_until,
        situation.promised_until,
        situation.paused_until,
        situation.waits_until if previous is None and step.days >= 0 else None,
    )
    return step, max([first, *(until + timedelta(days=1) for until in held if until is not None)])


def steps_taken(proposal: LetterProposal | CallProposal, day: date) -> tuple[DoneStep, ...]:
    """The history rows of a letter issued or a call made on `day`: one per item, each at its own step."""
    if isinstance(proposal, LetterProposal):
        items, deadline, written = proposal.reminded, proposal.deadline, True
    else:
        items, deadline, written = proposal.items, None, False
    return tuple(
        DoneStep(
            due_item_id=taken.item.due_item_id,
            cycle=taken.item.cycle,
            step=taken.step.id,
            attempt=taken.attempt,
            done_on=day,
            deadline=deadline,
            written=written,
        )
        for taken in items
    )


def _reached(account: AccountSituation, track: Track, day: date) -> tuple[list[_Reached], list[ProposedItem]]:
    """The items whose written step has come, and those whose call has, each in order of due date."""
    reached: list[_Reached] = []
    to_call: list[ProposedItem] = []
    latest = day - timedelta(days=track.earliest)
    late = [one for one in account.items if one.item.due_date <= latest and one.item.outstanding > 0]
    if len(late) > 1:
        late.sort(key=lambda one: _order(one.item))
    owed = sum(one.item.outstanding for one in late)
    may_call = account_hold(account, day) is None and owed > account.credits
    for situation in late:
        days_late = situation.item.days_late(day)
        step, previous = next_written(track, situation, days_late)
        waiting = previous is None and days_late >= 0 and _waits(situation, day)
        if step is not None and days_late >= step.days and not waiting:
            reached.append(_Reached(situation, step, previous, days_late))
        call = next_call(track, situation, days_late) if may_call and not waiting else None
        if call is not None and item_hold(situation, day) is None:
            why = call_why(call, days_late, situation.item.due_date)
            attempt = attempt_number(situation, call)
            to_call.append(ProposedItem(situation.item, call, days_late, attempt, why))
    return reached, to_call


def _waits(situation: ItemSituation, day: date) -> bool:
    """Whether the first step still waits for the day on which the client usually pays."""
    return situation.waits_until is not None and day <= situation.waits_until


def _order(item: OpenItem) -> tuple[date, str, int]:
    return item.due_date, item.number, item.due_item_id


def held_reason(account: AccountSituation, due_item_ids: Collection[int], day: date) -> str:
    """Why none of these due items is followed up on a day, in French; empty where one may be or none is open.

    The reasons are those that outlast a letter: disputed, in a plan, promised, set aside, insolvency.
    """
    found = [
        one for one in account.items if one.item.due_item_id in due_item_ids and one.item.outstanding > 0
    ]
    reasons = []
    for situation in found:
        reason = item_hold(situation, day) or account_hold(account, day)
        if reason is None:
            return ""
        step = account.plan.steps[0]
        reasons.append(refusal_sentence(Refusal(reason, account, situation, step, None, day, Pace(0))))
    return reasons[0] if reasons else ""


def _step_hold(account: AccountSituation, reached: _Reached, day: date) -> ExclusionReason | None:
    if reached.step.needs_address and not account.has_address:
        return ExclusionReason.NO_ADDRESS
    previous = reached.previous
    if previous is not None and previous.deadline is not None and previous.deadline >= day:
        return ExclusionReason.DEADLINE_RUNNING
    if account.creditor_lacks and reached.step.is_mise_en_demeure:
        return ExclusionReason.CREDITOR_IDENTITY_MISSING
    return None


def _letter_hold(
    account: AccountSituation, top: Step, claimed: Cents, day: date, pace: Pace
) -> ExclusionReason | None:
    last = account.last_contact
    gap = pace.gap_days
    if pace.free_again is not None or (gap > 0 and last is not None and (day - last).days < gap):
        return ExclusionReason.MIN_GAP
    if claimed <= 0:
        return ExclusionReason.COVERED_BY_CREDIT
    return ExclusionReason.BELOW_MINIMUM if claimed < top.minimum else None


def _sort_out(
    account: AccountSituation, reached: Sequence[_Reached], day: date, pace: Pace
) -> tuple[list[_Reached], Cents, list[Excluded]]:
    """The items of the client's letter (none: no letter leaves), its credits, and the items left out."""
    held: dict[int, tuple[ExclusionReason, Cents]] = {}
    whole = account_hold(account, day)
    for one in reached:
        reason = item_hold(one.situation, day) or whole or _step_hold(account, one, day)
        if reason is not None:
            held[one.item.due_item_id] = reason, 0
    candidates = [one for one in reached if one.item.due_item_id not in held]
    left = account.credits
    if candidates:
        candidates, left = _fit_letter(account, candidates, held, day, pace)
    refused = []
    for one in reached:
        if one.item.due_item_id in held:
            reason, total = held[one.item.due_item_id]
            situation, step, previous = one.situation, one.step, one.previous
            refused.append(_excluded(Refusal(reason, account, situation, step, previous, day, pace, total)))
    return candidates, left, refused


def _fit_letter(
    account: AccountSituation,
    candidates: list[_Reached],
    held: dict[int, tuple[ExclusionReason, Cents]],
    day: date,
    pace: Pace,
) -> tuple[list[_Reached], Cents]:
    """The candidates that a letter may claim and the credits to net there; the others enter `held`.

    Below the minimum of its highest step, a letter may still leave at the step under it. So it may when the
    credits cover all that stands at the highest step: nobody is put in demeure for what he has paid. What is
    not due yet is never asked for among what is overdue: its notice is a letter of its own, or none.
    """
    left = account.credits
    while candidates:
        asked = [one for one in candidates if one.days_late >= 0] or candidates
        top, total = _top_step(asked), sum(one.item.outstanding for one in asked)
        at_top = sum(one.item.outstanding for one in asked if one.step is top)
        reason = _letter_hold(account, top, total - left, day, pace)
        if reason is None and at_top > left:
            early = (one.item.due_item_id for one in candidates if one not in asked)
            held.update((due_item_id, (ExclusionReason.MIN_GAP, 0)) for due_item_id in early)
            return asked, left
        whole = reason in {ExclusionReason.MIN_GAP, ExclusionReason.COVERED_BY_CREDIT}
        if reason is None:
            reason, total, left = ExclusionReason.COVERED_BY_CREDIT, at_top, left - at_top
        elif reason is ExclusionReason.COVERED_BY_CREDIT:
            left -= total
        for one in asked:
            if whole or one.step is top:
                held[one.item.due_item_id] = reason, total
        candidates = [one for one in candidates if one.item.due_item_id not in held]
    return candidates, left


def _top_step(items: Sequence[_Reached | ProposedItem]) -> Step:
    top = items[0].step
    for one in items:
        if one.step.position > top.position:
            top = one.step
    return top


def _excluded(refusal: Refusal) -> Excluded:
    account, item = refusal.account, refusal.situation.item
    return Excluded(
        client_id=account.client_id,
        client_code=account.code,
        client_name=account.name,
        invoice_number=item.number,
        due_item_id=item.due_item_id,
        reason=refusal.reason,
        message=refusal_sentence(refusal),
    )


def _letter(
    account: AccountSituation, candidates: Sequence[_Reached], left: Cents, day: date
) -> LetterProposal:
    top = _top_step(candidates)
    tone, tone_why = proposed_tone(account, top)
    proposed = [_proposed(account, one) for one in candidates]
    return LetterProposal(
        client_id=account.client_id,
        client_code=account.code,
        client_name=account.name,
        nature=account.nature,
        step=top,
        channel=top.channel,
        template=top.template,
        deadline=day + timedelta(days=top.granted_days(account.nature)),
        at_step=tuple(one for one in proposed if one.step is top),
        other_reminded=tuple(one for one in proposed if one.step is not top),
        information=_information(account, {one.item.due_item_id for one in proposed}, day),
        credits=left,
        total=sum(one.item.outstanding for one in proposed),
        why=proposal_why(top, proposed),
        tone=tone,
        tone_why=tone_why,
    )


def proposed_tone(account: AccountSituation, step: Step) -> tuple[Tone, str]:
    """The tone of a letter, and why it is not that of its step.

    What the client's card says comes first; a promise that was not kept asks for the next firmer one.
    """
    if account.tone is not None:
        return account.tone, "" if account.tone is step.tone else "choisi sur la fiche du client"
    firmer = step.tone.firmer
    if not account.broken_word or firmer is step.tone:
        return step.tone, ""
    return firmer, f"{account.broken_word}\u00a0; l’étape dit «\u00a0{step.tone.label.lower()}\u00a0»"


def _proposed(account: AccountSituation, one: _Reached) -> ProposedItem:
    attempt = attempt_number(one.situation, one.step)
    why = written_why(account.plan, one.item.due_date, one.days_late, one.previous, attempt)
    return ProposedItem(one.item, one.step, one.days_late, attempt, why)


def _information(account: AccountSituation, reminded: set[int], day: date) -> tuple[OpenItem, ...]:
    """The other overdue items that nothing of their own holds back: owed and not contested."""
    others = (
        situation.item
        for situation in account.items
        if situation.item.due_date < day
        and situation.item.outstanding > 0
        and situation.item.due_item_id not in reminded
        and item_hold(situation, day) is None
    )
    return tuple(sorted(others, key=_order))


def _call(account: AccountSituation, items: Sequence[ProposedItem], day: date) -> CallProposal:
    top = _top_step(items)
    return CallProposal(
        client_id=account.client_id,
        client_code=account.code,
        client_name=account.name,
        step=top,
        on=day,
        items=tuple(items),
        why=proposal_why(top, items),
    )
