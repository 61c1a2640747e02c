"""The example dossier: a joinery with forty clients and two years behind it, dated relative to the day.

It is made by the program's own actions, week after week, so that whatever it shows could have been done by
hand. The same day gives the same dossier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from creances_desktop.domain.attachments import incoming
from creances_desktop.domain.calendar import CallOutcome, EntryKind
from creances_desktop.domain.claim_facts import AwardedInterest
from creances_desktop.domain.clients import Address, Channel
from creances_desktop.domain.contact_attempts import CallNote
from creances_desktop.domain.disputes import DisputeDraft
from creances_desktop.domain.payments import Allocation
from creances_desktop.domain.plans import SOFT_PLAN
from creances_desktop.domain.recurrence import Recurrence
from creances_desktop.domain.relations import Waiting
from creances_desktop.services import (
    assembly,
    calendar,
    calendar_series,
    claims,
    clients,
    company,
    demo_documents,
    demo_sending,
    demo_stories,
    demo_writing,
    disputes,
    followups,
    holds,
    instalment_plan_agreements,
    instalment_plans,
    invoices,
    letters,
    payments,
    promises,
    relations,
)
from creances_desktop.services.assembly import COMMAND, Store
from creances_desktop.services.demo_accounts import Accounts, Entry
from creances_desktop.services.demo_documents import on_working_day
from creances_desktop.services.demo_papers import attach_papers
from creances_desktop.services.disputes import DisputeEnd
from creances_desktop.services.instalment_plan_drafts import Draft
from creances_desktop.storage.base import utc_now

WEEKS = 15
"""For so many weeks the follow-ups were issued, once a week on the weekday of the example."""

GENTLE_TAG = "Plan souple"


def create(path: Path, day: date, *, holder: str = COMMAND) -> Store:
    """A new dossier with the example as it stands on the morning of `day`, open for writing.

    Raises FileExists rather than overwrite anything; nothing is left on the disk when it fails.
    """
    clock = _Clock(day - timedelta(days=demo_documents.HISTORY_DAYS + 3))
    store = assembly.create_company_file(path, demo_documents.COMPANY, holder=holder, clock=clock.tick)
    try:
        Example(store, day, clock).tell()
    except BaseException:
        store.close()
        path.unlink(missing_ok=True)
        raise
    store.clock = utc_now
    return store


class _Clock:
    """The time in the example: it goes on by seconds, and from day to day as the example is told."""

    def __init__(self, day: date) -> None:
        self.now = datetime.combine(day, time(8), UTC)

    def tick(self) -> datetime:
        """The moment of the next entry in the journal."""
        self.now += timedelta(seconds=7)
        return self.now

    def set(self, day: date, hour: int) -> None:
        """Goes on to an hour of a day; never back."""
        self.now = max(self.now, datetime.combine(day, time(hour), UTC))


class Example:
    """The example being lived through: what the stories may do, and where everything is."""

    def __init__(self, store: Store, day: date, clock: _Clock) -> None:
        self.store = store
        self.day = day
        self.accounts = Accounts(clock.set)
        self._clock = clock
        self._calls = 0

    def tell(self) -> None:
        """Lives through the two years."""
        self._begin()
        made = demo_documents.numbered(demo_documents.ordinary(self.day) + demo_stories.documents(self.day))
        entries = self.accounts.entries(made, demo_stories.unallocated(self.day))
        for day, things in self._agenda():
            entries = self._enter(entries, day)
            for thing in things:
                self._clock.set(day, 9)
                thing()
        self._enter(entries, self.day)
        entered = [(self.accounts.invoice_ids[one.number], one) for one in made if one.due]
        attach_papers(self.store, entered, self.day)
        demo_sending.attach_exhibits(self.store, entered, self.day)
        demo_sending.note_answers(self.store, self.day)
        self._clock.set(self.day, 8)
        for kind, ahead, title, code in demo_stories.ENTRIES:
            when = on_working_day(self.ago(-ahead)) if ahead else self.day
            client_id = self.accounts.client_ids[code] if code else None
            calendar.add(self.store, kind, when, title, client_id=client_id)
        for unit, every, ahead, title in demo_stories.SERIES:
            known = Recurrence(on_working_day(self.ago(-ahead)), unit, every)
            calendar_series.add(self.store, EntryKind.NOTE, title, known, self.day)
        demo_writing.write(self.store, self.day)
        instalment_plans.settle_calendar(self.store, self.day)
        followups.schedule_calls(self.store, self.day)

    def ago(self, days: int) -> date:
        """The day so many days before the example's; after it when `days` is negative."""
        return self.day - timedelta(days=days)

    # --- What the stories do -------------------------------------------------------------------------------

    def dispute(self, key: str, draft: DisputeDraft, days: int, complaint: str = "") -> None:
        """A client contests an invoice or a part of it, by e-mail or not; he is answered in so many days."""
        told = replace(draft, answer_by=on_working_day(self._today + timedelta(days=days)))
        files = [incoming("reclamation.eml", complaint.encode())] if complaint else []
        disputes.enter(self.store, self.accounts.invoice_ids[key], told, self._today, files)

    def settle_dispute(self, key: str, end: DisputeEnd) -> None:
        """The dispute about the invoice is closed."""
        known = disputes.open_on(self.store, self.accounts.invoice_ids[key])
        if known is not None:
            disputes.settle(self.store, known.id, end, self._today)

    def spare(self, client: str) -> None:
        """The client is one of the good ones: the first reminder waits for his usual day."""
        relations.spare(
            self.store,
            self.accounts.client_ids[client],
            cared=True,
            waits=Waiting.USUAL,
            plan_id=None,
            with_soft_plan=True,
        )

    def stop_delivery(self, client: str, reason: str) -> None:
        """Nothing is delivered to the client any more."""
        client_id = self.accounts.client_ids[client]
        relations.stop_delivery(self.store, client_id, self._today, reason, self._today)

    def promise(self, client: str, key: str, until: date, note: str) -> None:
        """The client promises to pay on a day: the invoices of `key`, or all he owes when it is empty."""
        client_id = self.accounts.client_ids[client]
        invoice_ids = tuple(self.accounts.invoice_ids[one] for one in key.split())
        owed = [
            item for item in payments.propose(self.store, client_id, 1).items if item.due_date < self._today
        ]
        amount = sum(item.outstanding for item in owed if not invoice_ids or item.invoice_id in invoice_ids)
        person = clients.contact_to_reach(clients.get(self.store, client_id))
        holds.promise(
            self.store,
            client_id,
            amount,
            until,
            self._today,
            invoice_ids=invoice_ids,
            note=note,
            person=person.name if person is not None else "",
            channel=Channel.PHONE.value,
        )

    def confirm(self, client: str) -> None:
        """The client's last promise is confirmed by a letter, which leaves."""
        client_id = self.accounts.client_ids[client]
        last = promises.all_now(self.store, self._today, client_id=client_id)[-1].stored.promise.id
        promises.confirm(self.store, last, self._today)
        letter_id = promises.get(self.store, last, self._today).stored.letter_id
        demo_sending.send_letters(self.store, [] if letter_id is None else [letter_id], self._today)

    def called_promise(self, client: str, key: str, until: date, note: str) -> None:
        """A promise made on the telephone."""
        person = clients.contact_to_reach(clients.get(self.store, self.accounts.client_ids[client]))
        call = CallNote(CallOutcome.PROMISE, note, contact=person.name if person is not None else "")
        calendar.record_unplanned_call(
            self.store,
            self.accounts.client_ids[client],
            call,
            self._today,
            invoice_id=self.accounts.invoice_ids[key],
        )
        self.promise(client, key, until, note)

    def grant_plan(self, client: str, key: str, first: date, count: int) -> None:
        """An instalment plan is proposed to a consumer; its agreement leaves that day."""
        invoice_id = self.accounts.invoice_ids[key]
        draft = Draft(self.accounts.client_ids[client], (invoice_id,), first, count, by_hand=True)
        plan_id = instalment_plan_agreements.grant(self.store, draft, self._today).id
        letter_id = instalment_plans.get(self.store, plan_id, self._today).stored.letter_id
        demo_sending.send_letters(self.store, [letter_id] if letter_id else [], self._today)

    def sign_plan(self, client: str) -> None:
        """The client's plan comes back signed."""
        found = instalment_plans.of_client(self.store, self.accounts.client_ids[client], self._today)
        plan = instalment_plans.under_way(found)
        if plan is not None:
            instalment_plan_agreements.sign(self.store, plan.stored.id, self._today, self._today)

    def pause(self, client: str, until: date, reason: str) -> None:
        """The client is set aside for a time."""
        holds.pause(self.store, until, reason, self._today, client_id=self.accounts.client_ids[client])

    def insolvency(self, client: str) -> None:
        """A court opened an insolvency that day."""
        holds.insolvency(self.store, self.accounts.client_ids[client], self._today)

    def receive_demand(self, key: str, day: date) -> None:
        """The mise en demeure about the invoice was handed over on `day`."""
        claims.record_mise_en_demeure(self.store, self.accounts.invoice_ids[key], day)

    def agree_rate(self, client: str, clause: str) -> None:
        """The client's contract fixes the rate of penalties."""
        known = clients.get(self.store, self.accounts.client_ids[client])
        clients.update(self.store, known.id, replace(known, contract_rate_percent=clause))

    def pursue_charges(self, key: str, reason: str) -> None:
        """The principal is paid; interest and indemnity are still claimed."""
        invoice_id = self.accounts.invoice_ids[key]
        claims.decide(self.store, invoice_id, claims.PURSUED, reason, self._today)

    def judgment(self, key: str, enforceable_on: date) -> None:
        """A judgment awards the legal rate from that day on."""
        awarded = AwardedInterest(self._today, enforceable_on)
        claims.record_award(self.store, self.accounts.invoice_ids[key], awarded)

    def returned(self, client: str, reason: str, address: Address) -> None:
        """The client's last letter came back; his address is corrected."""
        letter = letters.of_client(self.store, self.accounts.client_ids[client])[0]
        letters.returned(self.store, letter.id, reason, self._today)
        known = clients.get(self.store, letter.client_id)
        clients.update(self.store, known.id, replace(known, address=address))

    def unpaid(self, key: str) -> None:
        """The cheque that had settled the invoice comes back unpaid."""
        card = invoices.card(self.store, self.accounts.invoice_ids[key], self._today)
        payment_id = card.allocations[0].payment_id
        if payment_id is not None:
            payments.cancel(self.store, payment_id, self._today, "chèque impayé", reopens=True)

    def credit(self, key: str, invoice_key: str) -> None:
        """The credit note is set on the invoice."""
        credit_id = self.accounts.invoice_ids[key]
        due_item_id = self.accounts.due_items[self.accounts.invoice_ids[invoice_key]][0][0]
        with self.store.reading() as r:
            amount = r.payments.unallocated_credit(credit_id)
        payments.allocate_credit(self.store, credit_id, (Allocation(due_item_id, amount),))

    def run_for(self, client: str) -> None:
        """The follow-up of one client, outside the weekly run."""
        self._issue(on_working_day(self._today), [self.accounts.client_ids[client]])

    # --- How it goes on ------------------------------------------------------------------------------------

    @property
    def _today(self) -> date:
        return self._clock.now.date()

    def _begin(self) -> None:
        for field in ("logo", "signature_image"):
            company.set_image(self.store, field, demo_documents.image(field))
        with self.store.transaction() as t:
            gentle = t.followups.save_plan(SOFT_PLAN)
            t.journal.append("plan_saved", f"Plan «\u00a0{SOFT_PLAN.name}\u00a0» créé")
            by_email = t.followups.save_plan(demo_sending.EMAIL_PLAN)
            t.journal.append("plan_saved", f"Plan «\u00a0{demo_sending.EMAIL_PLAN.name}\u00a0» créé")
            for code, (draft, _habit) in demo_documents.clients().items():
                plan_id = gentle if GENTLE_TAG in draft.tags else None
                plan_id = by_email if code in demo_sending.BY_EMAIL else plan_id
                self.accounts.client_ids[code] = clients.enter(t, replace(draft, plan_id=plan_id)).id

    def _agenda(self) -> list[tuple[date, list[Callable[[], object]]]]:
        """Every day on which more happens than entries in the accounts, with what happens, in order."""
        planned: list[tuple[date, int, Callable[[], object]]] = [
            (self.ago(days), rank, partial(act, self)) for days, rank, act in demo_stories.ACTS
        ]
        offset = (self.day - on_working_day(self.day)).days
        for week in range(WEEKS, 0, -1):
            run = self.ago(7 * week + offset)
            planned.append((run, 2, partial(self._run, run)))
            planned.append((run + timedelta(days=2), 4, self._answer_calls))
        found: dict[date, list[Callable[[], object]]] = {}
        for when, _, thing in sorted(planned, key=lambda one: one[:2]):
            found.setdefault(when, []).append(thing)
        return list(found.items())

    def _enter(self, entries: list[tuple[date, Entry]], day: date) -> list[tuple[date, Entry]]:
        """Enters in the accounts what is dated up to a day; returns the rest."""
        with self.store.transaction() as t:
            for when, entry in entries:
                if when <= day:
                    entry(t)
        self._clock.set(day, 8)
        return [(when, entry) for when, entry in entries if when > day]

    def _run(self, day: date) -> None:
        self._issue(day)
        followups.schedule_calls(self.store, day)

    def _issue(self, day: date, client_ids: Iterable[int] | None = None) -> None:
        ago, client, reason = demo_stories.WITHDRAWN
        done = followups.issue(self.store, day, client_ids=client_ids)
        leaving = [one.letter.id for one in done.issued]
        for one in done.issued:
            if one.letter.client_code == client and day >= self.ago(ago):
                letters.cancel(self.store, one.letter.id, reason, day)
                leaving.remove(one.letter.id)
        demo_sending.send_letters(self.store, leaving, day)

    def _answer_calls(self) -> None:
        demo_sending.visit_post_office(self.store, self._today)
        for entry in calendar.to_do(self.store, self._today):
            if entry.kind in (EntryKind.RECEIPT, EntryKind.INSTALMENT, EntryKind.PROMISE):
                continue
            if entry.kind is not EntryKind.CALL:
                calendar.close(self.store, entry.id, self._today)
                continue
            outcome, note, again = demo_stories.CALL_NOTES[self._calls % len(demo_stories.CALL_NOTES)]
            self._calls += 1
            next_day = calendar.proposed_next_call(self.store, outcome, self._today) if again else None
            calendar.record_call(self.store, entry.id, CallNote(outcome, note, next_day), self._today)
