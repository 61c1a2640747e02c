"""Issuing the follow-ups on a real dossier: what is proposed, frozen, cancelled, returned, never doubled."""

import contextlib
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from creances_desktop.domain.clients import Address, Channel, Nature
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.invoices import DueItemDraft
from creances_desktop.domain.letters import content_from_json
from creances_desktop.domain.plans import DEFAULT_PLAN, Plan, Step
from creances_desktop.domain.progress import NoProgress
from creances_desktop.services import (
    calendar,
    clients,
    company,
    followups,
    holds,
    invoices,
    letters,
    payments,
)
from creances_desktop.storage.followups import StepRecord

DAY = date(2026, 11, 21)


def later(days: int) -> date:
    return DAY + timedelta(days=days)


def proposed(books: Any, day: date = DAY, gap: int | None = None) -> dict[str, str]:
    """Step proposed by client on a day."""
    return {one.client_code: one.step.id for one in followups.prepare(books.store, day, gap_days=gap).to_do}


def reasons(books: Any, day: date = DAY) -> dict[str, str]:
    return {one.invoice_number: one.reason.value for one in followups.prepare(books.store, day).excluded}


def issue(books: Any, day: date = DAY) -> list[Any]:
    """The letters issued and delivered on a day."""
    done = followups.issue(books.store, day)
    letters.mark_delivered(books.store, [one.letter.id for one in done.issued], "imprimée")
    return [letters.page(books.store, [one.letter.id])[0] for one in done.issued]


class StopAfter(NoProgress):
    """A user who presses *Annuler* while the letter after `letters_done` others is being made."""

    def __init__(self, letters_done: int) -> None:
        self._wanted = letters_done
        self._seen = 0

    def report(self, done: int, total: int, text: str = "") -> None:
        self._seen = done

    @property
    def cancelled(self) -> bool:
        return self._seen >= self._wanted


# --- Issuing -----------------------------------------------------------------------------------------------


def test_a_letter_is_reserved_drawn_stored_and_waits_to_be_printed(books: Any) -> None:
    durand = books.client()
    invoice = books.invoice(durand, gross=1_200_00)
    (issued,) = followups.issue(books.store, DAY).issued
    letter = issued.letter
    assert letter.status == "to_print"
    assert (letter.step, letter.channel, letter.claimed) == ("reminder_1", "letter", 1_200_00)
    assert letter.deadline == later(8)
    assert letter.file_name == f"DURAND_{letter.reference}_relance_1.pdf"
    pdf = letters.pdf(books.store, letter.id)
    assert pdf.startswith(b"%PDF-")
    with books.store.reading() as r:
        content = content_from_json(r.letters.content(letter.id))
        history = r.followups.history([books.item(invoice)])[books.item(invoice)]
    assert letters.draw(books.store, content) == pdf
    assert [(one.step, one.attempt, one.done_on, one.deadline) for one in history] == [
        ("reminder_1", 1, DAY, later(8))
    ]
    assert [one.id for one in letters.to_print(books.store)] == [letter.id]
    (deadline,) = calendar.of_client(books.store, durand)
    assert (deadline.kind.value, deadline.day) == ("deadline", later(8))


def test_the_preview_is_the_letter_that_leaves(books: Any) -> None:
    books.invoice(books.client())
    (proposal,) = followups.prepare(books.store, DAY).to_do
    preview = followups.preview(books.store, proposal, DAY)
    (issued,) = followups.issue(books.store, DAY).issued
    assert letters.pdf(books.store, issued.letter.id) == preview


def test_a_letter_keeps_its_figures_and_its_letterhead_whatever_comes_after(books: Any) -> None:
    durand = books.client()
    invoice = books.invoice(durand, gross=1_000_00)
    (letter,) = issue(books)
    before = letters.pdf(books.store, letter.id)
    books.pay(durand, 1_000_00, (books.item(invoice), 1_000_00))
    company.save(books.store, replace(company.get(books.store), legal_name="Autre nom"))
    client = clients.get(books.store, durand)
    clients.update(books.store, durand, replace(client, name="Durand et Filles"))
    assert letters.pdf(books.store, letter.id) == before
    with books.store.reading() as r:
        content = content_from_json(r.letters.content(letter.id))
    assert (content.claimed, content.company.legal_name) == (1_000_00, "Menuiserie Martin")
    assert content.recipient.name == "Durand & Fils"


def test_only_the_ticked_clients_are_written_to(books: Any) -> None:
    first, second = books.client("AAA", "Alpha"), books.client("BBB", "Bêta")
    books.invoice(first, "F-1")
    books.invoice(second, "F-2")
    done = followups.issue(books.store, DAY, client_ids=[second])
    assert [one.letter.client_code for one in done.issued] == ["BBB"]
    assert proposed(books) == {"AAA": "reminder_1"}


def test_cancelling_stops_between_two_clients(books: Any) -> None:
    for code in ("AAA", "BBB", "CCC", "DDD"):
        books.invoice(books.client(code, code), f"F-{code}")
    done = followups.issue(books.store, DAY, progress=StopAfter(1))
    assert done.cancelled
    assert [one.letter.client_code for one in done.issued] == ["AAA", "BBB"]
    assert {one.status for one in letters.to_print(books.store)} == {"to_print"}
    assert sorted(proposed(books)) == ["CCC", "DDD"]
    rest = followups.issue(books.store, DAY)
    assert not rest.cancelled
    assert [one.letter.reference[-2:] for one in rest.issued] == ["03", "04"]


@pytest.mark.parametrize("change", ["pay", "dispute", "pause"])
def test_each_client_is_looked_at_again_just_before(
    books: Any, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    durand = books.client()
    invoice = books.invoice(durand, gross=300_00)
    stale = followups.prepare(books.store, DAY)
    if change == "pay":
        books.pay(durand, 300_00, (books.item(invoice), 300_00))
    elif change == "dispute":
        holds.dispute(books.store, invoice, "Seuil abîmé", DAY)
    else:
        holds.pause(books.store, later(3), "Attend le chef", DAY, client_id=durand)
    monkeypatch.setattr(followups, "prepare", lambda *_args, **_more: stale)
    done = followups.issue(books.store, DAY)
    assert (done.issued, done.skipped, done.cancelled) == ((), ("Durand & Fils",), False)
    assert letters.search(books.store) == []


def test_a_partial_payment_meanwhile_is_in_the_letter(books: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    durand = books.client()
    invoice = books.invoice(durand, gross=300_00)
    stale = followups.prepare(books.store, DAY)
    books.pay(durand, 100_00, (books.item(invoice), 100_00))
    monkeypatch.setattr(followups, "prepare", lambda *_args, **_more: stale)
    (issued,) = followups.issue(books.store, DAY).issued
    assert issued.letter.claimed == 200_00


# --- Never twice -------------------------------------------------------------------------------------------


def test_the_file_itself_refuses_the_double_letter(books: Any) -> None:
    item = books.item(books.invoice(books.client()))
    record = StepRecord(item, 1, "reminder_1", 1, Channel.LETTER, DAY, later(8), 120_00, 10)

    def enter() -> None:
        with books.store.transaction() as t:
            t.followups.add([record], action_id=t.journal.append("test", "Essai"))

    enter()
    with pytest.raises(IntegrityError):
        enter()


def test_the_same_day_nothing_is_sent_twice(books: Any) -> None:
    books.invoice(books.client())
    assert len(issue(books)) == 1
    assert issue(books) == []


def test_a_minimum_gap_lies_between_two_letters_to_one_client(books: Any) -> None:
    durand = books.client()
    books.invoice(durand, "F-1", days_late=10)
    issue(books)
    books.invoice(durand, "F-2", days_late=7)
    for days in (1, 4):
        assert reasons(books, later(days)) == {"F-2": "min_gap"}
        assert proposed(books, later(days)) == {}
    assert proposed(books, later(1), gap=0) == {"DURAND": "reminder_1"}
    assert proposed(books, later(5)) == {"DURAND": "reminder_1"}
    with books.store.transaction() as t:
        t.settings.set(followups.GAP_SETTING, 8)
    assert reasons(books, later(5)) == {"F-2": "min_gap"}


# --- Letters that did not count ----------------------------------------------------------------------------


def test_a_letter_cancelled_before_it_left_is_a_new_attempt(books: Any) -> None:
    durand = books.client()
    item = books.item(books.invoice(durand))
    (first,) = followups.issue(books.store, DAY).issued
    letters.cancel(books.store, first.letter.id, "Mauvais interlocuteur", DAY)
    # Not even the minimum gap counts: nothing was sent.
    (second,) = followups.issue(books.store, DAY).issued
    with books.store.reading() as r:
        history = r.followups.history([item])[item]
    assert [(one.step, one.attempt, one.void) for one in history] == [
        ("reminder_1", 1, True),
        ("reminder_1", 2, False),
    ]
    assert second.letter.reference != first.letter.reference
    assert {one.status: one.void_reason for one in letters.of_client(books.store, durand)} == {
        "to_print": "",
        "cancelled": "Mauvais interlocuteur",
    }
    open_deadlines = [one for one in calendar.of_client(books.store, durand) if one.done_on is None]
    assert len(open_deadlines) == 1


def test_a_letter_that_came_back_is_a_new_attempt_and_keeps_its_bytes(books: Any) -> None:
    durand = books.client()
    books.invoice(durand)
    (letter,) = issue(books)
    pdf = letters.pdf(books.store, letter.id)
    letters.returned(books.store, letter.id, "N’habite pas à l’adresse indiquée", later(6))
    assert letters.pdf(books.store, letter.id) == pdf
    (again,) = followups.prepare(books.store, later(6)).to_do
    assert (again.step.id, again.at_step[0].attempt) == ("reminder_1", 2)


def test_what_left_is_not_cancelled_and_what_did_not_leave_does_not_come_back(books: Any) -> None:
    books.invoice(books.client())
    (issued,) = followups.issue(books.store, DAY).issued
    with pytest.raises(DomainError, match="n’est plus possible"):
        letters.returned(books.store, issued.letter.id, "Refusée", DAY)
    with pytest.raises(DomainError, match="motif"):
        letters.cancel(books.store, issued.letter.id, "  ", DAY)
    letters.mark_delivered(books.store, [issued.letter.id], "imprimée")
    with pytest.raises(DomainError, match="n’est plus possible"):
        letters.cancel(books.store, issued.letter.id, "Trop tard", DAY)
    assert [one.status for one in letters.page(books.store, [issued.letter.id])] == ["delivered"]


def test_money_that_came_back_opens_a_new_cycle(books: Any) -> None:
    durand = books.client()
    item = books.item(books.invoice(durand, gross=500_00, days_late=30))
    assert [one.step for one in issue(books)] == ["reminder_1"]
    payment = books.pay(durand, 500_00, (item, 500_00)).id
    assert proposed(books, later(20)) == {}
    payments.cancel(books.store, payment, later(10), "Chèque impayé", reopens=True)
    assert proposed(books, later(9)) == {}
    (letter,) = issue(books, later(12))
    assert letter.step == "reminder_1"
    with books.store.reading() as r:
        history = r.followups.history([item])[item]
    assert [(one.cycle, one.step, one.attempt) for one in history] == [
        (1, "reminder_1", 1),
        (2, "reminder_1", 1),
    ]


def test_a_payment_entered_by_mistake_opens_no_new_cycle(books: Any) -> None:
    durand = books.client()
    item = books.item(books.invoice(durand, gross=500_00, days_late=30))
    issue(books)
    payment = books.pay(durand, 500_00, (item, 500_00)).id
    payments.cancel(books.store, payment, DAY, "Autre client")
    assert proposed(books, later(9)) == {"DURAND": "reminder_2"}


# --- The traps of other programs ---------------------------------------------------------------------------


def test_days_without_the_program_lose_nothing_and_skip_no_step(books: Any) -> None:
    """Trap 1: the step is decided by what is past, never by equality with today."""
    books.invoice(books.client(), days_late=8)
    steps = []
    day = DAY
    for _ in range(4):
        day += timedelta(days=97)
        steps += [one.step for one in issue(books, day)]
    assert steps == ["reminder_1", "reminder_2", "mise_en_demeure"]


@pytest.mark.parametrize(("late", "step"), [(-60, None), (-8, None), (7, None), (8, "reminder_1")])
def test_days_count_after_the_due_date(books: Any, late: int, step: str | None) -> None:
    """Trap 2: letters meant for after the due date never leave before it."""
    books.invoice(books.client(), days_late=late)
    assert proposed(books) == ({} if step is None else {"DURAND": step})


def test_the_other_overdue_invoices_are_in_the_letter_and_keep_their_step(books: Any) -> None:
    """Trap 3: reminding one invoice does not hide the others."""
    durand = books.client()
    books.invoice(durand, "F-VIEILLE", 100_00, days_late=50)
    books.invoice(durand, "F-NEUVE", 70_00, days_late=3)
    (proposal,) = followups.prepare(books.store, DAY).to_do
    assert [one.item.number for one in proposal.at_step] == ["F-VIEILLE"]
    assert [one.number for one in proposal.information] == ["F-NEUVE"]
    assert proposal.claimed == 100_00
    issue(books)
    assert proposed(books, later(5)) == {"DURAND": "reminder_1"}


def test_each_instalment_is_reminded_on_its_own_due_date(books: Any) -> None:
    """Trap 3: not only after the last one."""
    durand = books.client()
    draft = books.draft(durand, gross=300_00, days_late=20)
    items = tuple(DueItemDraft(DAY - timedelta(days=late), 100_00) for late in (20, 9, -30))
    invoices.add(books.store, replace(draft, due_items=items))
    (letter,) = issue(books)
    assert (letter.step, letter.claimed) == ("reminder_1", 200_00)
    (second,) = issue(books, later(9))
    assert (second.step, second.claimed) == ("reminder_2", 100_00)


def test_a_step_waits_for_the_deadline_of_the_letter_before(books: Any) -> None:
    """Trap 4: every reminder grants its own deadline, and the next step counts from there."""
    books.invoice(books.client(), days_late=60)
    (first,) = issue(books)
    assert first.deadline == later(8)
    for days in (6, 8):
        assert reasons(books, later(days)) == {"F-1": "deadline_running"}
    assert proposed(books, later(9)) == {"DURAND": "reminder_2"}


def test_a_consumer_has_fifteen_days_in_the_last_letter(books: Any) -> None:
    books.invoice(books.client(nature=Nature.CONSUMER), days_late=60)
    deadlines = [(issue(books, later(days))[0]).deadline for days in (0, 9, 18)]
    assert deadlines == [later(8), later(17), later(18 + 15)]


def test_nothing_paid_disputed_promised_or_paused_is_reminded(books: Any) -> None:
    """Trap 5."""
    durand = books.client()
    numbers = ("F-PAYEE", "F-LITIGE", "F-PROMISE", "F-PAUSE", "F-DUE")
    ids = {number: books.invoice(durand, number) for number in numbers}
    books.pay(durand, 120_00, (books.item(ids["F-PAYEE"]), 120_00))
    holds.dispute(books.store, ids["F-LITIGE"], "Rayures", DAY)
    holds.promise(books.store, durand, 120_00, later(4), DAY, invoice_ids=(ids["F-PROMISE"],))
    holds.pause(books.store, later(2), "Geste commercial", DAY, invoice_id=ids["F-PAUSE"])
    (proposal,) = followups.prepare(books.store, DAY).to_do
    assert [one.item.number for one in proposal.reminded] == ["F-DUE"]
    assert reasons(books) == {"F-LITIGE": "disputed", "F-PROMISE": "promised", "F-PAUSE": "paused"}
    assert proposal.information == ()


def test_a_broken_promise_and_a_settled_dispute_go_on(books: Any) -> None:
    durand = books.client()
    first, second = books.invoice(durand, "F-1"), books.invoice(durand, "F-2")
    holds.promise(books.store, durand, 120_00, later(4), DAY, invoice_ids=(first,))
    holds.dispute(books.store, second, "Rayures", DAY)
    assert proposed(books, later(4)) == {}
    assert proposed(books, later(5)) == {"DURAND": "reminder_1"}
    holds.close_dispute(books.store, second, later(5))
    (proposal,) = followups.prepare(books.store, later(5)).to_do
    assert [one.item.number for one in proposal.at_step] == ["F-1", "F-2"]


def test_credits_are_netted_whatever_the_step(books: Any) -> None:
    """Trap 6: a credit note and a payment without an invoice lower what the client is asked for."""
    durand = books.client()
    books.invoice(durand, "F-1", 100_00, days_late=50)
    books.credit(durand, gross=30_00)
    books.pay(durand, 20_00)
    (proposal,) = followups.prepare(books.store, DAY).to_do
    assert (proposal.total, proposal.credits, proposal.claimed) == (100_00, 50_00, 50_00)
    books.pay(durand, 50_00)
    assert proposed(books) == {}
    assert reasons(books) == {"F-1": "covered_by_credit"}


def test_history_outlives_the_plan_that_made_it(books: Any) -> None:
    """Trap 7: changing the plan erases no letter and starts nothing again."""
    books.invoice(books.client(), days_late=60)
    issue(books)
    issue(books, later(9))
    with books.store.transaction() as t:
        plan = t.followups.plans()[0]
        new = Step("ultime", "Dernier avis", 1, 10, Channel.LETTER, "reminder_2", 8)
        t.followups.save_plan(Plan(plan.id, plan.name, (new, *DEFAULT_PLAN.steps[4:])))
    with books.store.reading() as r:
        kept = [step.step for steps in r.followups.history().values() for step in steps]
    assert kept == ["reminder_1", "reminder_2"]
    assert len(letters.search(books.store)) == 2
    assert proposed(books, later(18)) == {}


def test_letters_never_touch_the_invoice(books: Any) -> None:
    """Trap 8: no fee is added to what was issued."""
    invoice = books.invoice(books.client(), gross=100_00, days_late=60)
    before = invoices.card(books.store, invoice, DAY).invoice
    for days in (0, 9, 18):
        assert issue(books, later(days))
    card = invoices.card(books.store, invoice, later(18))
    assert card.invoice == before
    assert card.outstanding == 100_00


def test_one_invoice_can_be_taken_out_and_what_was_sent_is_seen(books: Any) -> None:
    """Trap 9."""
    durand = books.client()
    kept, out = books.invoice(durand, "F-1"), books.invoice(durand, "F-2")
    holds.pause(books.store, later(30), "Vu avec le client", DAY, invoice_id=out)
    (letter,) = issue(books)
    with contextlib.closing(sqlite3.connect(books.store.path)) as file:
        reminded = file.execute("SELECT due_item_id FROM followup WHERE letter_id = ?", (letter.id,))
        assert reminded.fetchall() == [(books.item(kept),)]
    (seen,) = letters.of_client(books.store, durand)
    assert (seen.reference, seen.status) == (letter.reference, "delivered")
    assert letters.search(books.store, "durand") == [letter.id]


def test_without_an_address_no_letter_leaves(books: Any) -> None:
    durand = books.client(address=Address())
    books.invoice(durand)
    assert reasons(books) == {"F-1": "no_address"}
    client = clients.get(books.store, durand)
    clients.update(books.store, durand, replace(client, address=Address("", "44000", "Nantes")))
    assert proposed(books) == {"DURAND": "reminder_1"}


def test_an_insolvency_stops_everything_from_its_day_on(books: Any) -> None:
    durand = books.client()
    books.invoice(durand)
    holds.insolvency(books.store, durand, DAY)
    assert reasons(books) == {"F-1": "insolvency"}
    assert proposed(books, later(-1)) == {"DURAND": "reminder_1"}


def test_calls_enter_the_calendar_once_and_never_hold_a_letter_back(books: Any) -> None:
    durand = books.client()
    books.invoice(durand, days_late=12)
    for _ in range(2):
        followups.schedule_calls(books.store, DAY)
    assert [one.kind.value for one in calendar.of_client(books.store, durand)] == ["call"]
    assert proposed(books) == {"DURAND": "reminder_1"}


def test_the_next_step_of_an_invoice_and_its_day_are_known(books: Any) -> None:
    invoice = books.invoice(books.client(), days_late=10)
    step, day = followups.next_steps(books.store, [invoice], DAY)[invoice]
    assert step is not None
    assert (step.id, day) == ("reminder_1", DAY - timedelta(days=2))
    issue(books)
    step, day = followups.next_steps(books.store, [invoice], DAY)[invoice]
    assert step is not None
    assert (step.id, day) == ("reminder_2", later(10))


def test_a_call_of_the_plan_is_planned_on_a_working_day(books: Any) -> None:
    durand = books.client()
    books.invoice(durand, days_late=12)
    assert DAY.weekday() == 5, "a Saturday"
    followups.schedule_calls(books.store, DAY)
    (call,) = calendar.of_client(books.store, durand)
    assert call.day == DAY + timedelta(days=2)


def test_delivering_to_a_folder_marks_what_is_in_place(books: Any, tmp_path: Path) -> None:
    books.invoice(books.client())
    (issued,) = followups.issue(books.store, DAY).issued
    (done,) = letters.deliver_to_folder(books.store, [issued.letter.id], tmp_path / "sortie")
    assert done.path.read_bytes() == letters.pdf(books.store, issued.letter.id)
    assert letters.to_print(books.store) == []
