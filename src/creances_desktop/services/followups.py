"""The follow-ups of the day: proposed on current data, reserved, drawn and stored client by client."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from creances_desktop.domain import followups as engine
from creances_desktop.domain.clients import Channel
from creances_desktop.domain.followups import (
    CallProposal,
    Excluded,
    LetterProposal,
    Proposals,
)
from creances_desktop.domain.letters import content_to_json
from creances_desktop.domain.other_letter_kinds import EVERY_LETTER
from creances_desktop.domain.plans import Plan, Step
from creances_desktop.domain.progress import NoProgress, Progress
from creances_desktop.domain.text import plural
from creances_desktop.domain.working_days import next_working_day
from creances_desktop.services import contact_limits, letters, working_days
from creances_desktop.services.calendar import agreed_call_day, close_passed_deadlines, enter_call
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.contact_limits import ContactLimits
from creances_desktop.services.followup_letters import letter_of, text_within
from creances_desktop.services.followup_situations import accounts, situations
from creances_desktop.services.letter_checks import (
    CheckedLetter,
    Finding,
    IncompleteMiseEnDemeure,
    findings,
    points,
    refuse_incomplete,
)
from creances_desktop.services.letter_drafts import StaleDraft
from creances_desktop.storage.followups import StepRecord
from creances_desktop.storage.letters import NewLetter, StoredLetter
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

GAP_SETTING = "minimum_gap_days"
DEFAULT_GAP_DAYS = 5


@dataclass(frozen=True, slots=True)
class Issued:
    """A letter that was reserved, drawn and stored, with the proposal it came from."""

    letter: StoredLetter
    proposal: LetterProposal


@dataclass(frozen=True, slots=True)
class Outcome:
    """What issuing gave.

    `skipped`: the names of the clients whose situation changed meanwhile; `cancelled`: the user stopped
    between two clients; `refused`: the clients whose mise en demeure lacks something, with what it is.
    """

    issued: tuple[Issued, ...]
    skipped: tuple[str, ...]
    cancelled: bool
    changes: Changes
    refused: tuple[tuple[str, str], ...] = ()


def prepare(
    store: Store, day: date, *, gap_days: int | None = None, client_ids: Collection[int] | None = None
) -> Proposals:
    """The letters to write on `day`, what is set aside with its reason, and the calls of the plans.

    `gap_days` replaces the dossier's minimum gap between two letters to one client (0 removes it) and its
    limit of contacts.
    """
    with store.reading() as r:
        gap, limits = pace(r, gap_days)
        return engine.due(situations(r, day, client_ids), day, minimum_gap_days=gap, limits=limits)


def checked(store: Store, proposal: LetterProposal, day: date) -> CheckedLetter:
    """The letter that issuing this proposal first would give, with what it lacks and what to review."""
    with store.reading() as r:
        content = letter_of(r, proposal, day, r.letters.next_reference(day))
    return CheckedLetter(letters.draw(store, content), points(content), findings(content), content.edited)


def to_review(
    store: Store, day: date, client_ids: Iterable[int] | None = None, *, gap_days: int | None = None
) -> list[tuple[str, tuple[Finding, ...]]]:
    """The clients whose letter of the day has passages to review before it leaves, with these passages."""
    wanted = None if client_ids is None else set(client_ids)
    found: list[tuple[str, tuple[Finding, ...]]] = []
    for proposal in prepare(store, day, gap_days=gap_days, client_ids=wanted).to_do:
        with store.reading() as r:
            # The texts of the program hold none.
            own = text_within(r, proposal).own or r.letter_templates.draft(proposal.client_id) is not None
            faults = findings(letter_of(r, proposal, day, "")) if own else ()
        if faults:
            found.append((proposal.client_name, faults))
    return found


def preview(store: Store, proposal: LetterProposal, day: date) -> bytes:
    """The PDF that issuing this proposal first would give: with the next reference."""
    with store.reading() as r:
        content = letter_of(r, proposal, day, r.letters.next_reference(day))
    return letters.draw(store, content)


def issue(
    store: Store,
    day: date,
    *,
    client_ids: Iterable[int] | None = None,
    gap_days: int | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Issues the letters of the day, of these clients only if given: reserved, drawn and stored one by one.

    Cancelling stops between two clients. Each client is evaluated again just before: what was paid or
    disputed meanwhile is left out.
    """
    progress = progress or NoProgress()
    wanted = None if client_ids is None else set(client_ids)
    proposals = prepare(store, day, gap_days=gap_days, client_ids=wanted).to_do
    issued: list[Issued] = []
    skipped: list[str] = []
    refused: list[tuple[str, str]] = []
    with store.together(_label(proposals)):
        for number, proposal in enumerate(proposals):
            if progress.cancelled:
                break
            progress.report(number, len(proposals), f"Lettre {number + 1} sur {len(proposals)}")
            try:
                one = _issue_one(store, proposal.client_id, day, gap_days)
            except (IncompleteMiseEnDemeure, StaleDraft) as error:
                refused.append((proposal.client_name, str(error)))
                continue
            if one is None:
                skipped.append(proposal.client_name)
            else:
                issued.append(one)
    progress.report(len(proposals), len(proposals), "")
    stopped = len(issued) + len(skipped) + len(refused) < len(proposals)
    outcome = changed(
        Subject.LETTERS,
        Subject.INVOICES,
        Subject.CALENDAR,
        message=f"{plural(len(issued), 'lettre prête', 'lettres prêtes')} à imprimer.",
    )
    return Outcome(tuple(issued), tuple(skipped), stopped, outcome, tuple(refused))


def _label(proposals: Collection[LetterProposal]) -> str:
    """What the user undoes as one: nothing to add when there is one letter, which its own entry names."""
    return f"Émission de {len(proposals)}\u00a0lettres" if len(proposals) > 1 else ""


def schedule_calls(store: Store, day: date) -> Changes:
    """Puts the calls of the plans that have come into the calendar, once each.

    Where the next call to a client is already agreed, the call of the plan falls on the same day.
    """
    calls = prepare(store, day).calls
    if not calls:
        return changed(message="")
    text = f"{plural(len(calls), 'appel mis', 'appels mis')} à l’agenda"
    with store.transaction() as t:
        entry = t.journal.append("calls_scheduled", text)
        _enter_calls(t, calls, day, entry)
    return changed(Subject.CALENDAR, message=f"{text}.", entry_id=entry)


def enter_calls(t: Transaction, day: date, entry: int, *, client_ids: Collection[int]) -> None:
    """What `schedule_calls` does for some clients, within an action under way."""
    gap, limits = pace(t, None)
    proposals = engine.due(situations(t, day, client_ids), day, minimum_gap_days=gap, limits=limits)
    _enter_calls(t, proposals.calls, day, entry)


def _enter_calls(t: Transaction, calls: Iterable[CallProposal], day: date, entry: int) -> None:
    # The program may be opened on a Saturday: nobody answers a company's call then.
    usual = next_working_day(day, 0, holidays=working_days.within(t))
    for call in calls:
        enter_call(t, call, agreed_call_day(t, call.client_id, day, usual), entry)
        t.followups.add(_records(call, day, None), action_id=entry)


def next_steps(
    store: Store, invoice_ids: Iterable[int], day: date
) -> dict[int, tuple[Step | None, date | None]]:
    """The next written step of each open invoice and the first day on which it can be due.

    No step: its plan is done, see `domain.followups.next_step`.
    """
    with store.reading() as r:
        items = r.balance.open_items(day, invoice_ids=invoice_ids)
        concerned = accounts(r, items, day)
    found: dict[int, tuple[Step | None, date | None]] = {}
    for account in concerned:
        for situation in account.items:
            step, when = engine.next_step(situation, account.plan, day)
            known = found.get(situation.item.invoice_id)
            if known is None or _comes_first((step, when), known):
                found[situation.item.invoice_id] = (step, when)
    return found


def _comes_first(one: tuple[Step | None, date | None], other: tuple[Step | None, date | None]) -> bool:
    """Whether a next step comes before another; a plan that is done comes last."""
    return (one[0] is None, one[1] or date.max) < (other[0] is None, other[1] or date.max)


def plans(store: Store) -> list[Plan]:
    """The follow-up plans of the dossier, the default one first."""
    with store.reading() as r:
        return r.followups.plans()


def step_names(store: Store) -> dict[str, str]:
    """The French name of what a letter is, by its `step`: a step of a plan, or a letter outside the plan."""
    known = {letter.id: letter.name for letter in EVERY_LETTER.values()}
    return known | {step.id: step.name for plan in plans(store) for step in plan.steps}


def excluded_by_reason(proposals: Proposals) -> dict[str, list[Excluded]]:
    """What is set aside, by the French name of the reason."""
    found: dict[str, list[Excluded]] = defaultdict(list)
    for one in proposals.excluded:
        found[one.reason.label].append(one)
    return found


def _issue_one(store: Store, client_id: int, day: date, gap_days: int | None) -> Issued | None:
    with store.transaction() as t:
        gap, limits = pace(t, gap_days)
        proposals = engine.due(
            situations(t, day, [client_id]), day, minimum_gap_days=gap, limits=limits
        ).to_do
        if not proposals:
            return None
        proposal = proposals[0]
        letter_id = _reserve(t, proposal, day)
    letters.finish(store, letter_id)
    with store.reading() as r:
        return Issued(r.letters.get(letter_id), proposal)


def _reserve(t: Transaction, proposal: LetterProposal, day: date) -> int:
    """Freezes a letter and enters the steps it takes; the drawing comes after the commit."""
    reference = t.letters.next_reference(day)
    content = letter_of(t, proposal, day, reference)
    refuse_incomplete(content)
    entry = t.journal.append(
        "letter_reserved",
        f"{proposal.step.name} {reference} pour {proposal.client_name}",
        client_id=proposal.client_id,
        after={"reference": reference, "claimed": proposal.claimed, "step": proposal.step.id},
    )
    letter = NewLetter(
        client_id=proposal.client_id,
        client_name=proposal.client_name,
        reference=reference,
        step=proposal.step.id,
        channel=proposal.channel.value,
        template=content.template,
        issued_on=day,
        deadline=proposal.deadline,
        total=proposal.total,
        credits=proposal.credits,
        claimed=proposal.claimed,
        content=content_to_json(content),
        file_name=letters.file_name(proposal.client_code, reference, proposal.step.name),
    )
    letter_id = t.letters.reserve(letter, action_id=entry)
    t.letter_templates.drop_draft(proposal.client_id)
    t.followups.add(_records(proposal, day, letter_id), action_id=entry)
    # The letter is what follows the deadlines that have passed.
    close_passed_deadlines(t, proposal.client_id, day)
    return letter_id


def _records(proposal: LetterProposal | CallProposal, day: date, letter_id: int | None) -> list[StepRecord]:
    items = proposal.reminded if isinstance(proposal, LetterProposal) else proposal.items
    channel = proposal.channel if isinstance(proposal, LetterProposal) else Channel.PHONE
    return [
        StepRecord(
            due_item_id=step.due_item_id,
            cycle=step.cycle,
            step=step.step,
            attempt=step.attempt,
            channel=channel,
            done_on=step.done_on,
            deadline=step.deadline,
            outstanding=one.item.outstanding,
            days_late=one.days_late,
            letter_id=letter_id,
        )
        for one, step in zip(items, engine.steps_taken(proposal, day), strict=True)
    ]


def pace(t: Transaction, gap_days: int | None) -> tuple[int, ContactLimits]:
    """The gap in days and the limits of contacts: the user's, or the gap asked for and no limit."""
    if gap_days is not None:
        return gap_days, contact_limits.NO_LIMITS
    return int(t.settings.get(GAP_SETTING, DEFAULT_GAP_DAYS)), contact_limits.within(t)
