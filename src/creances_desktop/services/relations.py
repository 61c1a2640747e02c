"""The relation with a client: sparing him, no longer delivering to him, his rhythm, the good payers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from statistics import median_low

from creances_desktop.domain import rhythm as rules
from creances_desktop.domain.plans import SOFT_PLAN
from creances_desktop.domain.relations import GoodPayer, Relation, Waiting, checked_stop
from creances_desktop.domain.rhythm import Rhythm
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

THANKS = "thanks"
"""The template of the letter to a good payer."""
IN_TIME_DAYS = 3
"""Days after the due date that still count as in time: those of the bank."""


@dataclass(frozen=True, slots=True)
class Known:
    """The relation with a client, his rhythm if there is one, and what it teaches (French, maybe empty)."""

    relation: Relation
    rhythm: Rhythm | None
    rhythm_words: str
    advice: str


NOTHING_KNOWN = Known(Relation(), None, "", "")


def of(store: Store, client_id: int, day: date) -> Known:
    """What is known of a client as of a day."""
    with store.reading() as r:
        return within(r, client_id, day)


def within(r: Transaction, client_id: int, day: date) -> Known:
    """What `of` answers, within a reading or an action under way."""
    found = rules.learn(r.relations.settled(day, [client_id]).get(client_id, []))
    if found is None:
        return Known(r.relations.get(client_id), None, "", "")
    client = r.clients.get(client_id)
    days = client.terms_days if client.terms_days is not None else r.company.get().default_terms_days
    return Known(r.relations.get(client_id), found, rules.words(found), rules.advice(found, days))


def waiting(r: Transaction, client_ids: Collection[int], day: date) -> dict[int, Rhythm]:
    """The rhythms of those of these clients whose first step waits for their usual day."""
    noted = r.relations.noted()
    patient = [one for one in client_ids if one in noted and noted[one].waits_a_cycle]
    if not patient:
        return {}
    settled = r.relations.settled(day, patient)
    learned = {client_id: rules.learn(rows) for client_id, rows in settled.items()}
    return {client_id: found for client_id, found in learned.items() if found is not None}


def spare(
    store: Store,
    client_id: int,
    *,
    cared: bool,
    waits: Waiting,
    plan_id: int | None,
    with_soft_plan: bool = False,
    lesson: str | None = None,
) -> Changes:
    """Marks a client as one to be spared or not, with his plan (None: the usual one) and whether he waits.

    `lesson`: what is to be remembered of him, None to leave it as it is. `with_soft_plan`: he gets the soft
    plan of the program, made by the same action where it is not there.
    """
    with store.transaction() as t:
        client = t.clients.get(client_id)
        before = t.relations.get(client_id)
        if with_soft_plan:
            known = next((plan for plan in t.followups.plans() if plan.name == SOFT_PLAN.name), None)
            plan_id = known.id if known is not None else t.followups.save_plan(SOFT_PLAN)
        learnt = before.lesson if lesson is None else " ".join(lesson.split())
        text = f"{client.name}\u00a0: {'client à ménager' if cared else 'client ordinaire'}"
        if learnt and learnt != before.lesson:
            text += f", leçon retenue\u00a0: {learnt.rstrip('.')}"
        entry = t.journal.append(
            "client_relation_changed",
            text,
            client_id=client_id,
            before={
                "cared": before.cared,
                "waits": before.waits.value,
                "plan_id": client.plan_id,
                "lesson": before.lesson,
            },
            after={"cared": cared, "waits": waits.value, "plan_id": plan_id, "lesson": learnt},
        )
        t.relations.keep(client_id, replace(before, cared=cared, waits=waits, lesson=learnt), action_id=entry)
        if client.plan_id != plan_id:
            t.clients.update(client_id, replace(client, plan_id=plan_id))
    return changed(
        Subject.CLIENTS,
        Subject.INVOICES,
        Subject.LETTERS,
        Subject.SETTINGS,
        message=f"{text}.",
        entry_id=entry,
    )


def do_not_wait(store: Store, client_id: int) -> Changes:
    """Lets the first step of a client come on its day, whatever his rhythm; the rest stays as it is."""
    with store.reading() as r:
        known, plan_id = r.relations.get(client_id), r.clients.get(client_id).plan_id
    return spare(store, client_id, cared=known.cared, waits=Waiting.NEVER, plan_id=plan_id)


def stop_delivery(store: Store, client_id: int, since: date | None, reason: str, today: date) -> Changes:
    """Notes that one no longer delivers to a client. Raises InvalidValue (`since`, `reason`)."""
    day, told = checked_stop(since, reason, today)
    with store.transaction() as t:
        before = t.relations.get(client_id)
        after = replace(before, no_delivery_since=day, no_delivery_reason=told)
        text = f"{t.clients.get(client_id).name}\u00a0: {_lowered(after.no_delivery_words)}"
        entry = t.journal.append(
            "delivery_stopped",
            text,
            client_id=client_id,
            before={"since": before.no_delivery_since, "reason": before.no_delivery_reason},
            after={"since": day, "reason": told},
        )
        t.relations.keep(client_id, after, action_id=entry)
    return changed(Subject.CLIENTS, Subject.INVOICES, message=f"{text}.", entry_id=entry)


def resume_delivery(store: Store, client_id: int) -> Changes:
    """Notes that one delivers to a client again."""
    with store.transaction() as t:
        before = t.relations.get(client_id)
        text = f"{t.clients.get(client_id).name}\u00a0: livraisons reprises"
        entry = t.journal.append(
            "delivery_resumed",
            text,
            client_id=client_id,
            before={"since": before.no_delivery_since, "reason": before.no_delivery_reason},
        )
        t.relations.keep(
            client_id, replace(before, no_delivery_since=None, no_delivery_reason=""), action_id=entry
        )
    return changed(Subject.CLIENTS, Subject.INVOICES, message=f"{text}.", entry_id=entry)


def good_payers(store: Store, first: date, last: date, day: date) -> list[GoodPayer]:
    """The clients who paid in time all that fell due from `first` to `last`, the greatest amounts first.

    Those with a dispute, with something overdue today, or in insolvency are left out.
    """
    with store.reading() as r:
        due = r.relations.due_between(first, last)
        paid = r.relations.settled_between(first, last, day)
        late = {item.client_id for item in r.balance.open_items(day) if item.days_late(day) > IN_TIME_DAYS}
        out = late | r.relations.disputing()
        thanked = r.relations.last_letters(THANKS)
        names = r.clients.names()
        failed = {one.id for one in r.clients.facts(due) if one.insolvency_judgment is not None}
    found = []
    for client_id, rows in paid.items():
        delays = [(one.paid_on - one.due_date).days for one, _ in rows]
        whole = len(rows) == due.get(client_id, (0, 0))[0]
        if client_id in out | failed or not whole or max(delays) > IN_TIME_DAYS:
            continue
        amount = sum(cents for _, cents in rows)
        known = thanked.get(client_id)
        found.append(GoodPayer(client_id, *names[client_id], len(rows), amount, median_low(delays), known))
    return sorted(found, key=lambda one: (-one.amount, one.name))


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
