"""Instalment plans: granted with their letter, decided by payments, holding the follow-up, ended, undone."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from creances_desktop.domain.calendar import CallOutcome, EntryKind
from creances_desktop.domain.clients import Channel, Nature
from creances_desktop.domain.contact_attempts import CallNote
from creances_desktop.domain.disputes import DisputeDraft, Outcome
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.instalment_plan_parts import Charges, Shape
from creances_desktop.domain.instalment_plans import PartState, PlanState
from creances_desktop.domain.letters import content_from_json
from creances_desktop.domain.limitation_events import EventKind
from creances_desktop.domain.morning_session import ActionKind
from creances_desktop.domain.payments import Allocation, PaymentDraft
from creances_desktop.domain.states import ClientState, InvoiceState, client_state, invoice_state
from creances_desktop.services import (
    attachments,
    calendar,
    call_sheet,
    calls,
    clients,
    disputes,
    emails,
    followups,
    history,
    holds,
    instalment_plan_agreements,
    instalment_plan_drafts,
    instalment_plans,
    letters,
    limitation,
    lists,
    morning_report,
    morning_session,
    other_letters,
    payments,
    steps,
    today,
    verify,
)
from creances_desktop.services.changes import Changes
from creances_desktop.services.instalment_plan_drafts import Draft
from creances_desktop.services.today_tasks import TaskKind

from .conftest import DAY

FIRST = date(2026, 12, 15)


@pytest.fixture
def durand(books: Any) -> tuple[int, int, int]:
    """A client with two late invoices of 900 € and 300 €."""
    client = books.client()
    return client, books.invoice(client, "F-1", 900_00, 40), books.invoice(client, "F-2", 300_00, 20)


def draft(durand: tuple[int, int, int], **values: Any) -> Draft:
    client, *ids = durand
    return replace(Draft(client, tuple(ids), FIRST, 3), **values)


def grant(books: Any, durand: tuple[int, int, int], **values: Any) -> Changes:
    return instalment_plan_agreements.grant(books.store, draft(durand, **values), DAY)


def now(books: Any, plan_id: int, day: date = DAY) -> instalment_plans.PlanNow:
    return instalment_plans.get(books.store, plan_id, day)


def entries(books: Any, client: int) -> list[tuple[date, str, date | None]]:
    found = calendar.of_client(books.store, client)
    return [(one.day, one.title, one.done_on) for one in found if one.kind is EntryKind.INSTALMENT]


def pay(books: Any, durand: tuple[int, int, int], day: date, amount: int = 400_00) -> Changes:
    """Money for the older invoice, entered on the day it came."""
    parts = (Allocation(books.item(durand[1]), amount),)
    return payments.record(books.store, PaymentDraft(durand[0], amount, day, allocations=parts), day)


def latest_letter(books: Any) -> Any:
    letter = letters.page(books.store, letters.search(books.store))[0]
    with books.store.reading() as r:
        return letter, content_from_json(r.letters.content(letter.id))


def words_of(content: Any) -> str:
    return "\n".join((content.subject, *content.opening, *content.closing)).replace("\u00a0", " ")


# --- Granting ----------------------------------------------------------------------------------------------


def test_granting_keeps_the_plan_enters_the_calendar_and_writes_the_agreement(
    books: Any, durand: Any
) -> None:
    changes = grant(books, durand)
    one = now(books, changes.id)
    assert (one.status.state, one.total) == (PlanState.PROPOSED, 1_200_00)
    assert entries(books, durand[0]) == [
        (date(2026, 12, 15), "Échéance 1/3 de l’échéancier\u00a0: 400,00\u00a0€", None),
        (date(2027, 1, 15), "Échéance 2/3 de l’échéancier\u00a0: 400,00\u00a0€", None),
        (date(2027, 2, 15), "Échéance 3/3 de l’échéancier\u00a0: 400,00\u00a0€", None),
    ]
    letter, content = latest_letter(books)
    assert (letter.step, letter.claimed, one.stored.letter_id) == ("instalment_plan", 1_200_00, letter.id)
    assert [part.amount for part in content.schedule.parts] == [400_00] * 3
    assert letters.draw(books.store, content) == letters.pdf(books.store, letter.id)
    assert content.slip is None
    assert verify.verify(books.store).problems == ()
    told = [event.text for event in history.of_client(books.store, durand[0])]
    assert any(text.startswith("Échéancier proposé\u00a0: 1\u202f200,00") for text in told)


def test_the_preview_is_the_agreement_that_leaves(books: Any, durand: Any) -> None:
    seen = instalment_plan_drafts.checked(books.store, draft(durand, by_hand=True), DAY)
    grant(books, durand, by_hand=True)
    assert letters.pdf(books.store, latest_letter(books)[0].id) == seen.pdf
    assert seen.findings == ()


def test_by_email_each_part_is_told_with_its_day_and_nothing_is_asked_at_once(
    books: Any, durand: Any
) -> None:
    grant(books, durand, channel=Channel.EMAIL)
    body = emails.prepare(books.store, latest_letter(books)[0].id).body
    assert "- 15/12/2026\u00a0: 400,00\u00a0€\n- 15/01/2027\u00a0: 400,00\u00a0€" in body
    assert "À régler\u00a0:" not in body


def test_charges_are_added_or_waived_as_chosen(books: Any, durand: Any) -> None:
    known = instalment_plan_drafts.figures(books.store, durand[0], durand[1:], DAY)
    assert known.indemnity == 80_00
    assert known.interest > 0
    added = instalment_plan_drafts.work_out(books.store, draft(durand, charges=Charges.ADDED), DAY)
    assert added.total == 1_200_00 + known.interest + known.indemnity
    grant(books, durand, charges=Charges.ADDED)
    letter, content = latest_letter(books)
    assert letter.claimed == added.total
    assert "Ce total comprend les intérêts de retard arrêtés à ce jour" in words_of(content)
    assert content.parts[0].total == 1_200_00


def test_the_clauses_stand_only_where_they_are_wanted(books: Any, durand: Any) -> None:
    grant(books, durand, lapse_clause=False)
    bare = words_of(latest_letter(books)[1])
    assert "Déchéance du terme" not in bare
    assert "écrite de votre main" not in bare
    assert "nous renonçons aux intérêts de retard et à l’indemnité forfaitaire" in bare
    assert "reconnaît devoir à Menuiserie Martin la somme de 1\u202f200,00 €" in bare
    plan = instalment_plans.of_client(books.store, durand[0], DAY)[0]
    instalment_plan_agreements.end(books.store, plan.stored.id, "", DAY)
    grant(books, durand, by_hand=True)
    content = latest_letter(books)[1]
    assert "huit jours après une mise en demeure restée sans effet" in words_of(content)
    assert "mille deux cents euros (1\u202f200,00\u00a0€)" in content.schedule.mention


def test_a_consumer_owes_no_indemnity(books: Any) -> None:
    client = books.client("PARTICULIER", "Mme Petit", nature=Nature.CONSUMER)
    ids = (books.invoice(client, "F-1", 900_00, 60),)
    known = instalment_plan_drafts.figures(books.store, client, ids, DAY)
    assert known.indemnity == 0
    assert "aucune indemnité" in known.regime


def test_what_is_contested_stays_apart(books: Any, durand: Any) -> None:
    contest = DisputeDraft("Rayures", 200_00)
    disputes.enter(books.store, durand[1], contest, DAY)
    found = instalment_plan_drafts.work_out(books.store, draft(durand), DAY)
    assert (found.total, found.figures.disputed) == (1_000_00, 200_00)
    assert found.notes == ("200,00\u00a0€ contestés restent à part.",)
    grant(books, durand)
    content = latest_letter(books)[1]
    assert [line.disputed for line in content.parts[0].lines] == [200_00, 0]
    assert content.parts[0].total == 1_000_00


def test_a_plan_typed_by_hand_may_hold_any_days_and_amounts(books: Any, durand: Any) -> None:
    changes = grant(books, durand, shape=Shape.TYPED, typed="15/12/2026 1000\n26/12/2026 solde")
    parts = now(books, changes.id).stored.terms.parts
    # The 26th is a Saturday.
    assert [(one.day, one.amount) for one in parts] == [
        (date(2026, 12, 15), 1_000_00), (date(2026, 12, 28), 200_00),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"invoice_ids": ()}, "invoice_ids", "Cochez au moins une facture"),
        ({"first": None}, "first", "Indiquez le jour"),
        ({"first": DAY - timedelta(days=3)}, "first", "déjà passée"),
        ({"count": 1}, "count", "de 2 à 60"),
        ({"shape": Shape.TYPED, "typed": "15/12/2026 100\n15/01/2027 200"}, "typed", "font 300,00"),
    ],
)
def test_what_makes_no_plan_is_refused_beside_its_field(
    books: Any, durand: Any, values: dict[str, Any], field: str, words: str
) -> None:
    before = books.entries()
    with pytest.raises(InvalidValue, match=words) as refused:
        grant(books, durand, **values)
    assert refused.value.field == field
    assert books.entries() == before


def test_nothing_is_divided_of_what_is_contested_paid_covered_or_in_insolvency(
    books: Any, durand: Any
) -> None:
    client, first, second = durand
    holds.dispute(books.store, first, "Tout est contesté", DAY)
    with pytest.raises(InvalidValue, match="sans contestation"):
        grant(books, (client, first, first))
    books.pay(client, 50_00)
    with pytest.raises(InvalidValue, match="imputez-les d’abord"):
        grant(books, (client, second, second))
    holds.insolvency(books.store, client, DAY)
    with pytest.raises(DomainError, match="procédure collective"):
        grant(books, durand)


def test_an_invoice_is_in_one_plan_at_a_time(books: Any, durand: Any) -> None:
    grant(books, durand)
    with pytest.raises(InvalidValue, match="est déjà dans l’échéancier du 21/11/2026"):
        grant(books, durand)


# --- Signed ------------------------------------------------------------------------------------------------


def test_a_signed_plan_is_an_acknowledgement_of_the_debt(books: Any, durand: Any) -> None:
    plan = grant(books, durand).id
    day = DAY + timedelta(days=3)
    instalment_plan_agreements.sign(books.store, plan, day, day)
    assert now(books, plan, day).status.state is PlanState.CURRENT
    (found,) = limitation.of_invoice(books.store, durand[1], day)
    (event,) = found.events
    assert (event.event.kind, event.event.day) == (EventKind.ACKNOWLEDGEMENT, day)
    assert event.event.proof == "Échéancier L2026-00001 signé"
    with pytest.raises(DomainError, match="signé depuis"):
        instalment_plan_agreements.sign(books.store, plan, day, day)


def test_the_signed_copy_is_asked_after_until_it_came(books: Any, durand: Any) -> None:
    def reminders() -> list[tuple[date, date | None]]:
        found = calendar.of_client(books.store, durand[0])
        return [(one.day, one.done_on) for one in found if one.title == "Échéancier à recevoir signé"]

    plan = grant(books, durand).id
    assert reminders() == [(date(2026, 12, 1), None)]
    instalment_plan_agreements.sign(books.store, plan, DAY, DAY)
    assert reminders() == [(date(2026, 12, 1), DAY)]


def test_a_scan_of_the_signed_copy_is_kept_with_the_letter(books: Any, durand: Any) -> None:
    plan = grant(books, durand).id
    scan = attachments.incoming("accord.pdf", letters.pdf(books.store, latest_letter(books)[0].id))
    instalment_plan_agreements.sign(books.store, plan, DAY, DAY, scan=scan)
    (kept,) = attachments.of_letter(books.store, latest_letter(books)[0].id)
    assert kept.title.startswith("Échéancier signé")


def test_a_signature_is_neither_before_the_proposal_nor_to_come(books: Any, durand: Any) -> None:
    plan = grant(books, durand).id
    for day in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
        with pytest.raises(InvalidValue, match="La signature est entre"):
            instalment_plan_agreements.sign(books.store, plan, day, DAY)
    instalment_plan_agreements.sign(books.store, plan, DAY, DAY, acknowledges=False)
    assert limitation.of_invoice(books.store, durand[1], DAY)[0].events == ()


# --- Kept, missed ------------------------------------------------------------------------------------------


def test_while_it_runs_nothing_is_sent_and_a_missed_instalment_ends_that_the_day_after(
    books: Any, durand: Any
) -> None:
    plan = grant(books, durand).id
    assert followups.prepare(books.store, DAY).to_do == ()
    assert {one.reason.label for one in followups.prepare(books.store, FIRST).excluded} == {
        "Échéancier en cours"
    }
    after = FIRST + timedelta(days=1)
    assert len(followups.prepare(books.store, after).to_do) == 1
    tasks = today.overview(books.store, after).tasks
    assert (tasks[0].kind, tasks[0].broken, tasks[0].amount) == (TaskKind.INSTALMENT, True, 400_00)
    assert tasks[0].text == "Échéance 1/3 de l’échéancier, manquée depuis le 15/12/2026"
    assert now(books, plan, after).status.state is PlanState.LATE


def test_lists_the_card_and_the_call_sheet_tell_the_plan(books: Any, durand: Any) -> None:
    client, first, _ = durand
    grant(books, durand)
    (line,) = lists.invoice_page(books.store, [first], DAY)
    assert invoice_state(line, DAY) is InvoiceState.PLANNED
    after = FIRST + timedelta(days=1)
    (late,) = lists.invoice_page(books.store, [first], after)
    assert invoice_state(late, after) is InvoiceState.OVERDUE
    (plan,) = clients.card(books.store, client, DAY).plans
    assert call_sheet.page(books.store, client, DAY).plans == (f"{plan.words}.",)
    opening = call_sheet.page(books.store, client, after).opening
    assert "400,00\u00a0€ le 15/12/2026, échéance de votre échéancier" in opening


def test_the_list_of_clients_tells_a_plan_that_is_kept_and_a_part_in_dispute(books: Any, durand: Any) -> None:
    def state(day: date = DAY) -> ClientState:
        return client_state(lists.client_page(books.store, [durand[0]], day)[0])

    assert state() is ClientState.OVERDUE
    disputed = disputes.enter(books.store, durand[2], DisputeDraft("Rayures", 100_00), DAY).id
    assert state() is ClientState.PARTLY_DISPUTED
    disputes.settle(books.store, disputed, disputes.DisputeEnd(Outcome.UPHELD), DAY)
    grant(books, durand)
    assert state() is ClientState.PLANNED
    assert state(FIRST + timedelta(days=1)) is ClientState.OVERDUE
    disputes.enter(books.store, durand[2], DisputeDraft("Rayures"), DAY)
    assert state() is ClientState.DISPUTED


def test_what_the_plans_should_bring_within_a_month_is_known(books: Any, durand: Any) -> None:
    plan = grant(books, durand).id
    assert instalment_plans.expected(books.store, DAY, 30) == 400_00
    assert instalment_plans.expected(books.store, DAY, 90) == 1_200_00
    assert instalment_plans.expected(books.store, FIRST + timedelta(days=1), 30) == 400_00
    instalment_plan_agreements.end(books.store, plan, "", DAY)
    assert instalment_plans.expected(books.store, DAY, 90) == 0


def test_the_morning_begins_with_a_missed_instalment(books: Any, durand: Any) -> None:
    plan = grant(books, durand).id
    instalment_plan_agreements.sign(books.store, plan, DAY, DAY)
    assert not morning_session.plan(books.store, FIRST).lines
    (line,) = morning_session.plan(books.store, FIRST + timedelta(days=1)).lines
    assert line.kind is ActionKind.MISSED_INSTALMENT


def test_on_its_day_an_instalment_is_awaited(books: Any, durand: Any) -> None:
    grant(books, durand)
    (task,) = [one for one in today.overview(books.store, FIRST).tasks if one.kind is TaskKind.INSTALMENT]
    assert (task.broken, task.text) == (False, "Échéance 1/3 de l’échéancier, attendue aujourd’hui")


def test_payments_keep_the_instalments_and_opening_the_day_closes_them(books: Any, durand: Any) -> None:
    plan = grant(books, durand).id
    pay(books, durand, FIRST)
    today.open_day(books.store, FIRST)
    one = now(books, plan, FIRST)
    assert [part.state for part in one.status.parts][:2] == [PartState.KEPT, PartState.COMING]
    assert [done for _, _, done in entries(books, durand[0])] == [FIRST, None, None]
    assert one.words == (
        "Échéancier proposé (à signer) le 21/11/2026\u00a0: 1\u00a0échéance réglée sur 3, prochaine le "
        "15/01/2027\u00a0: 400,00\u00a0€"
    )
    assert followups.prepare(books.store, FIRST + timedelta(days=1)).to_do == ()
    # Twice the same day changes nothing more.
    before = books.entries()
    assert instalment_plans.settle_calendar(books.store, FIRST).message == ""
    assert books.entries() == before


def test_an_instalment_whose_money_went_back_is_awaited_again(books: Any, durand: Any) -> None:
    grant(books, durand)
    paid = pay(books, durand, FIRST)
    instalment_plans.settle_calendar(books.store, FIRST)
    payments.cancel(books.store, paid.id, FIRST, "saisi par erreur")
    assert "de nouveau attendue" in instalment_plans.settle_calendar(books.store, FIRST).message
    assert [done for _, _, done in entries(books, durand[0])] == [None, None, None]


def test_a_call_answers_a_missed_instalment(books: Any, durand: Any) -> None:
    grant(books, durand)
    after = FIRST + timedelta(days=1)
    calls.record(books.store, durand[0], CallNote(CallOutcome.REACHED, "Paiera demain"), after)
    assert [done for _, _, done in entries(books, durand[0])] == [after, None, None]
    assert instalment_plans.settle_calendar(books.store, after).message == ""
    assert not [one for one in today.overview(books.store, after).tasks if one.kind is TaskKind.INSTALMENT]


# --- Ended -------------------------------------------------------------------------------------------------


def test_ending_a_plan_gives_the_follow_up_back_and_can_be_undone(books: Any, durand: Any) -> None:
    plan = grant(books, durand).id
    instalment_plan_agreements.end(books.store, plan, "Tout est réglé autrement", DAY)
    assert now(books, plan).status.state is PlanState.ENDED
    assert len(followups.prepare(books.store, DAY).to_do) == 1
    assert clients.card(books.store, durand[0], DAY).plans == ()
    with pytest.raises(DomainError, match="déjà terminé"):
        instalment_plan_agreements.end(books.store, plan, "", DAY)
    steps.undo(books.store, steps.listed(books.store)[0].id, DAY)
    assert now(books, plan).status.state is PlanState.PROPOSED
    assert [done for _, _, done in entries(books, durand[0])] == [None, None, None]


def test_a_plan_whose_agreement_is_cancelled_before_it_left_is_over(books: Any, durand: Any) -> None:
    plan = grant(books, durand).id
    letters.cancel(books.store, latest_letter(books)[0].id, "Mauvais montant", DAY)
    assert now(books, plan).status.state is PlanState.ENDED
    assert all(done for _, _, done in entries(books, durand[0]))
    assert len(followups.prepare(books.store, DAY).to_do) == 1
    steps.undo(books.store, steps.listed(books.store)[0].id, DAY)
    assert now(books, plan).status.state is PlanState.PROPOSED


def test_granting_can_be_undone_and_done_again(books: Any, durand: Any) -> None:
    plan = grant(books, durand).id
    (step, *_) = steps.listed(books.store)
    assert step.name.startswith("échéancier proposé")
    steps.undo(books.store, step.id, DAY)
    assert instalment_plans.of_client(books.store, durand[0], DAY) == []
    assert entries(books, durand[0]) == []
    assert letters.to_print(books.store) == []
    assert len(followups.prepare(books.store, DAY).to_do) == 1
    steps.redo(books.store, step.id)
    assert now(books, plan).status.state is PlanState.PROPOSED
    assert len(letters.to_print(books.store)) == 1


def test_a_plan_lapses_by_its_clause_after_a_missed_instalment_only(books: Any, durand: Any) -> None:
    plan = grant(books, durand).id
    instalment_plan_agreements.sign(books.store, plan, DAY, DAY)
    with pytest.raises(DomainError, match="Aucune échéance n’est manquée"):
        instalment_plan_agreements.end(books.store, plan, "", DAY, lapsed=True)
    after = FIRST + timedelta(days=1)
    one = now(books, plan, after)
    assert "aucune n’a été émise" in instalment_plan_agreements.lapse_words(books.store, one, after)
    instalment_plan_agreements.end(books.store, plan, "", after, lapsed=True)
    assert now(books, plan, after).status.state is PlanState.LAPSED


def test_without_the_clause_nothing_lapses(books: Any, durand: Any) -> None:
    plan = grant(books, durand, lapse_clause=False).id
    instalment_plan_agreements.sign(books.store, plan, DAY, DAY)
    with pytest.raises(DomainError, match="pas de clause"):
        instalment_plan_agreements.end(books.store, plan, "", FIRST + timedelta(days=1), lapsed=True)


def test_an_unsigned_plan_holds_back_but_is_never_enforced(books: Any, durand: Any) -> None:
    plan = grant(books, durand).id
    sentences = {one.message for one in followups.prepare(books.store, FIRST).excluded}
    assert sentences == {
        "Échéancier proposé (à signer), prochaine échéance le 15/12/2026\u00a0: pas de relance jusque-là."
    }
    after = FIRST + timedelta(days=1)
    late = now(books, plan, after)
    assert late.words.startswith("Échéancier proposé (à signer) le 21/11/2026\u00a0: aucune échéance réglée")
    with pytest.raises(DomainError, match="Notez d’abord sa signature, ou terminez"):
        instalment_plan_agreements.notice_fields(late, after)
    with pytest.raises(DomainError, match="ne s’est engagé à rien"):
        instalment_plan_agreements.end(books.store, plan, "", after, lapsed=True)
    instalment_plan_agreements.sign(books.store, plan, DAY, after)
    signed = now(books, plan, after)
    assert signed.words.startswith("Échéancier du 21/11/2026, en retard\u00a0: ")
    assert instalment_plan_agreements.notice_fields(signed, after)["agreed_on"] == DAY


def test_the_letter_about_a_missed_instalment_knows_what_is_missing(books: Any, durand: Any) -> None:
    plan = grant(books, durand).id
    instalment_plan_agreements.sign(books.store, plan, DAY, DAY)
    after = FIRST + timedelta(days=1)
    fields = instalment_plan_agreements.notice_fields(now(books, plan, after), after + timedelta(days=8))
    letter_id = other_letters.issue(
        books.store,
        durand[0],
        instalment_plan_agreements.NOTICE,
        invoice_ids=durand[1:],
        fields=fields,
        day=after,
    )
    instalment_plan_agreements.noticed(books.store, plan, letter_id)
    letter, content = latest_letter(books)
    assert letter.claimed == 400_00
    assert "la clause de déchéance du terme de cet échéancier s’appliquera" in words_of(content)
    told = instalment_plan_agreements.lapse_words(books.store, now(books, plan, after), after)
    assert "les huit jours de la clause ne sont pas passés" in told


def test_a_plan_granted_in_the_session_is_reported_and_puts_the_next_call_off(
    books: Any, durand: tuple[int, int, int]
) -> None:
    client = durand[0]
    session, _ = morning_session.begin(books.store, DAY)
    turn = morning_session.turn(books.store, session, DAY)
    assert turn is not None
    call = CallNote(CallOutcome.CASH_SHORTAGE, next_day=DAY + timedelta(days=2))
    morning_session.note_call(books.store, turn, call, DAY)
    grant(books, durand)
    waiting = [one for one in calendar.of_client(books.store, client) if one.done_on is None]
    agreed = [one.day for one in waiting if one.kind is EntryKind.CALL]
    assert agreed == [FIRST + timedelta(days=1)], "there is nothing to ask for before"
    morning_session.finish(books.store, session)
    report = morning_report.of(books.store, session)
    assert report.plans == 1
    assert report.lines[0].said.endswith(
        "Échéancier accordé\u00a0: 1\u202f200,00\u00a0€ en 3\u00a0échéances dès le 15/12/2026."
    )
