"""Protects the morning: who comes first, nobody twice, nothing lost when it is broken off."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from creances_desktop.domain.calendar import CallOutcome, EntryKind
from creances_desktop.domain.clients import Address, Channel, ClientDraft, Contact, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.contact_attempts import CallNote, Courtesy
from creances_desktop.domain.contact_limits import ContactLimits
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.domain.morning_session import OrderRules
from creances_desktop.domain.nonpayment import DEFAULTS, PLAN_LETTER, Reason
from creances_desktop.domain.payments import Allocation, PaymentDraft
from creances_desktop.domain.promises import PromiseState
from creances_desktop.services import (
    assembly,
    calendar,
    calls,
    clients,
    contact_attempts,
    contact_limits,
    followups,
    holds,
    invoices,
    letters,
    morning_absence,
    morning_session,
    nonpayment,
    order_rules,
    payments,
    promises,
    today,
)
from creances_desktop.services.assembly import Store
from creances_desktop.services.calls import PromiseMade
from creances_desktop.services.today_tasks import TaskKind

DAY = date(2026, 11, 24)  # a Tuesday
Owing = Callable[..., int]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    company = Company(
        legal_name="Menuiserie Martin", address="1 rue du Port\n44000 Nantes", signatory="M. M."
    )
    with assembly.create_company_file(tmp_path / "martin.creances", company) as store:
        yield store


@pytest.fixture
def owing(store: Store) -> Owing:
    def enter(name: str, days_late: int, cents: int, nature: Nature = Nature.PROFESSIONAL) -> int:
        people = (Contact(name="Mme Roy", phone="02 40 00 00 01", email="roy@exemple.fr", preferred=True),)
        client = clients.add(
            store,
            ClientDraft("", name, nature, address=Address("2 rue Haute", "44000", "Nantes"), contacts=people),
        ).id
        due = DAY - timedelta(days=days_late)
        draft = InvoiceDraft(
            client, DocumentKind.INVOICE, f"F-{name}", due - timedelta(days=30), None, None, cents,
            (DueItemDraft(due, cents),),
        )  # fmt: skip
        invoices.add(store, draft)
        return client

    return enter


def plan_call(store: Store, client_id: int, day: date = DAY) -> int:
    return calendar.add(store, EntryKind.CALL, day, "Appeler", client_id=client_id).id


def pay(store: Store, client_id: int, cents: int, day: date) -> int:
    items = payments.open_items(store, client_id)
    draft = PaymentDraft(client_id, cents, day, allocations=(Allocation(items[0].due_item_id, cents),))
    return payments.record(store, draft, day).id


def names(store: Store, day: date = DAY) -> list[str]:
    return [line.client_name for line in morning_session.plan(store, day).lines]


def test_broken_promises_come_first_then_what_should_bring_most(store: Store, owing: Owing) -> None:
    small, big, middle = owing("Petit", 3, 10_000), owing("Gros", 3, 900_000), owing("Moyen", 3, 300_000)
    for client in (small, big, middle):
        plan_call(store, client)
    assert names(store) == ["Gros", "Moyen", "Petit"]
    holds.promise(store, small, 10_000, DAY - timedelta(days=1), DAY - timedelta(days=5))
    assert names(store) == ["Petit", "Gros", "Moyen"]
    line = morning_session.plan(store, DAY).lines[0]
    assert line.kind.label == "Promesse non tenue"
    assert line.gain.formula.startswith("100,00\u00a0€ × 45\u00a0% (promesse non tenue) × 83\u00a0%")
    assert line.gain.formula.endswith("= 37,35\u00a0€")


def test_a_session_survives_the_end_of_the_program(store: Store, owing: Owing) -> None:
    for name in ("Un", "Deux", "Trois"):
        plan_call(store, owing(name, 3, 10_000))
    session, _ = morning_session.begin(store, DAY)
    first = morning_session.turn(store, session, DAY)
    assert first is not None
    call = CallNote(CallOutcome.VOICEMAIL, next_day=DAY + timedelta(days=2))
    morning_session.note_call(store, first, call, DAY)
    store.close()
    with assembly.open_company_file(store.path) as again:
        gate = morning_session.gate(again, DAY)
        assert gate.running is not None
        assert gate.waiting == 2
        resumed, _ = morning_session.begin(again, DAY)
        assert resumed == session
        following = morning_session.turn(again, session, DAY, after=first.position)
        assert following is not None
        assert following.item.client_id != first.item.client_id


def test_nobody_is_contacted_twice_on_a_day(store: Store, owing: Owing) -> None:
    client = owing("Étoile", 12, 100_000)
    plan_call(store, client)
    plan_call(store, client)
    today.open_day(store, DAY)
    session, _ = morning_session.begin(store, DAY)
    turn = morning_session.turn(store, session, DAY)
    assert turn is not None
    assert turn.letter, "the letter of the plan is proposed beside the call"
    call = CallNote(CallOutcome.REACHED, next_day=DAY + timedelta(days=6))
    morning_session.note_call(store, turn, call, DAY)
    assert [one.day for one in calendar.of_client(store, client) if one.done_on is None] == [call.next_day]
    assert morning_session.turn(store, session, DAY) is None
    morning_session.finish(store, session)
    assert followups.prepare(store, DAY).to_do == ()
    assert morning_session.plan(store, DAY).lines == ()
    contact_limits.save(store, ContactLimits(gap_counts_calls=False))
    morning = morning_session.plan(store, DAY)
    assert morning.lines == ()
    assert [one.why for one in morning.put_off] == ["Déjà contacté aujourd’hui."]
    with pytest.raises(DomainError, match="Personne"):
        morning_session.begin(store, DAY)
    # The next day, what no date asks for waits for the gap chosen.
    assert "Contacté hier" in morning_session.plan(store, DAY + timedelta(days=1)).put_off[0].why
    assert names(store, DAY + timedelta(days=2)) == ["Étoile"]


def test_a_letter_takes_the_place_of_the_call_and_puts_it_off(store: Store, owing: Owing) -> None:
    client = owing("Étoile", 12, 100_000)
    plan_call(store, client)
    session, _ = morning_session.begin(store, DAY)
    turn = morning_session.turn(store, session, DAY)
    assert turn is not None
    changes = morning_session.issue_letter(store, turn, DAY)
    assert "Appel reporté au 01/12/2026" in changes.message
    assert len(letters.to_print(store)) == 1
    with pytest.raises(DomainError, match="plus à émettre"):
        morning_session.issue_letter(store, turn, DAY)
    assert morning_session.turn(store, session, DAY) is None


def test_what_is_skipped_or_beyond_the_size_of_a_morning_comes_back(store: Store, owing: Owing) -> None:
    for number in range(4):
        plan_call(store, owing(f"C{number}", 3, 10_000 + number))
    order_rules.save(store, OrderRules(most=3))
    morning = morning_session.plan(store, DAY)
    assert (len(morning.lines), len(morning.later)) == (3, 1)
    session, _ = morning_session.begin(store, DAY)
    turn = morning_session.turn(store, session, DAY)
    assert turn is not None
    morning_session.skip(store, turn)
    morning_session.finish(store, session)
    later = morning_session.plan(store, DAY + timedelta(days=1))
    assert len(later.lines) + len(later.later) == 4


def test_a_consumer_is_not_called_on_a_sunday_nor_too_often(store: Store, owing: Owing) -> None:
    sunday = date(2026, 11, 29)
    client = owing("Mme Petit", -30, 10_000, Nature.CONSUMER)
    plan_call(store, client, sunday)
    assert "dimanche" in morning_session.plan(store, sunday).put_off[0].why
    contact_attempts.save_courtesy(store, Courtesy(quiet_days=False, most_calls=1, within_days=7))
    assert names(store, sunday) == ["Mme Petit"]
    calls.record(store, client, CallNote(CallOutcome.VOICEMAIL), DAY)
    assert "règle de courtoisie" in morning_session.plan(store, sunday).put_off[0].why
    plan_call(store, owing("SARL Grand", -30, 10_000), sunday)
    assert names(store, sunday) == ["SARL Grand"]


def test_the_gate_says_how_far_the_bank_is_known(store: Store, owing: Owing) -> None:
    client = owing("Étoile", 12, 100_000)
    assert "Aucun règlement" in morning_session.gate(store, DAY).question
    pay(store, client, 1_000, DAY - timedelta(days=8))
    assert morning_session.gate(store, DAY).question == "Règlements connus jusqu’au 16/11/2026."
    morning_session.confirm_bank(store, DAY - timedelta(days=1), DAY)
    assert morning_session.bank_sentence(store) == "Règlements connus jusqu’au 23/11/2026."
    with pytest.raises(InvalidValue):
        morning_session.confirm_bank(store, DAY + timedelta(days=1), DAY)


def test_promises_follow_the_money_there_and_back(store: Store, owing: Owing) -> None:
    client = owing("Étoile", 12, 100_000)
    made = holds.promise(store, client, 100_000, DAY, DAY - timedelta(days=3), person="Mme Roy").id
    entry = next(one for one in calendar.of_client(store, client) if one.kind is EntryKind.PROMISE)
    paid = pay(store, client, 100_000, DAY)
    assert "soldée" in today.open_day(store, DAY + timedelta(days=1)).changes.message
    assert calendar.get(store, entry.id).done_on is not None
    assert promises.get(store, made, DAY).status.state is PromiseState.KEPT
    payments.cancel(store, paid, DAY + timedelta(days=2), "chèque impayé", reopens=True)
    today.open_day(store, DAY + timedelta(days=3))
    assert calendar.get(store, entry.id).done_on is None
    after = promises.get(store, made, DAY + timedelta(days=3))
    assert after.status.state is PromiseState.BROKEN
    assert after.words.endswith("par Mme Roy")


def test_a_new_promise_takes_the_place_of_the_one_it_replaces(store: Store, owing: Owing) -> None:
    client = owing("Étoile", 12, 100_000)
    first = holds.promise(store, client, 100_000, DAY + timedelta(days=1), DAY).id
    made = PromiseMade(100_000, DAY + timedelta(days=8), replaces=(first,))
    calls.record(store, client, CallNote(CallOutcome.PROMISE, contact="Mme Roy"), DAY, promise=made)
    standing = promises.all_now(store, DAY + timedelta(days=2), client_id=client)
    assert [one.stored.promise.promised_on for one in standing] == [DAY + timedelta(days=8)]
    assert standing[0].stored.person == "Mme Roy"


def test_days_without_the_program_are_told_once(store: Store, owing: Owing) -> None:
    client = owing("Étoile", 3, 100_000)
    assert morning_absence.since_last_time(store, DAY - timedelta(days=14)) is None
    plan_call(store, client, DAY - timedelta(days=5))
    holds.promise(store, client, 100_000, DAY - timedelta(days=4), DAY - timedelta(days=14))
    absence = morning_absence.since_last_time(store, DAY)
    assert absence is not None
    assert absence.working_days == 8, "the 11th of November is a holiday"
    assert absence.came == ("1\u00a0promesse non tenue", "1\u00a0appel à passer")
    assert morning_absence.since_last_time(store, DAY) is None
    assert morning_absence.since_last_time(store, DAY + timedelta(days=1)) is None


def test_a_weekend_is_no_absence(store: Store) -> None:
    friday = date(2026, 11, 20)
    morning_absence.since_last_time(store, friday)
    assert morning_absence.since_last_time(store, friday + timedelta(days=3)) is None


def test_reasons_told_are_counted_with_their_amounts(store: Store, owing: Owing) -> None:
    lost, mute = owing("Perdu", 10, 100_000), owing("Muet", 20, 300_000)
    call = CallNote(CallOutcome.INVOICE_NOT_RECEIVED, reason=Reason.LOST_INVOICE)
    calls.record(store, lost, call, DAY)
    shares = nonpayment.report(store, DAY)
    assert [(one.reason, one.amount, one.percent) for one in shares] == [
        (Reason.LOST_INVOICE, 100_000, 25),
        (None, 300_000, 75),
    ]
    calls.record(store, lost, CallNote(CallOutcome.CASH_SHORTAGE, reason=Reason.CASH_SHORTAGE), DAY)
    assert nonpayment.report(store, DAY)[0].reason is Reason.CASH_SHORTAGE
    assert mute not in {line.client_id for line in shares[0].lines}


def test_only_documents_that_exist_are_proposed(store: Store) -> None:
    for reason in Reason:
        advice = nonpayment.advice(store, reason, DAY)
        known = nonpayment.documents()
        assert advice.document == (known.get(advice.action.document, "") if advice.action.document else "")
    table = dict(DEFAULTS)
    table[Reason.UNKNOWN] = nonpayment.actions(store)[Reason.BAD_FAITH]
    with pytest.raises(InvalidValue):
        nonpayment.save(
            store, {Reason.UNKNOWN: DEFAULTS[Reason.UNKNOWN].__class__(
                Reason.UNKNOWN, PLAN_LETTER, Channel.LETTER, 91, DEFAULTS[Reason.UNKNOWN].tone, "")},
        )  # fmt: skip


def test_the_next_untried_way_is_shown_and_a_wrong_number_left(store: Store, owing: Owing) -> None:
    client = owing("Étoile", 12, 100_000)
    reach = contact_attempts.reach(store, client, DAY)
    assert reach.next_way is not None
    assert reach.next_way.point == "02 40 00 00 01"
    calls.record(store, client, CallNote(CallOutcome.WRONG_NUMBER, next_day=DAY), DAY)
    after = contact_attempts.reach(store, client, DAY)
    assert after.next_way is not None
    assert (after.next_way.channel, after.next_way.point) == (Channel.EMAIL, "roy@exemple.fr")
    assert after.ways[0].is_dead


def test_a_plan_call_joins_the_call_already_agreed(store: Store, owing: Owing) -> None:
    client = owing("Étoile", 15, 100_000)
    agreed = DAY + timedelta(days=2)
    calls.record(store, client, CallNote(CallOutcome.VOICEMAIL, next_day=agreed), DAY)
    today.open_day(store, DAY)
    waiting = [one.day for one in calendar.of_client(store, client) if one.done_on is None]
    assert set(waiting) == {agreed}


def test_a_call_to_a_client_whose_credits_cover_his_debts_comes_last_and_says_why(
    store: Store, owing: Owing
) -> None:
    covered, small = owing("Couvert", 30, 900_000), owing("Petit", 5, 1_000)
    credit = InvoiceDraft(covered, DocumentKind.CREDIT_NOTE, "AV-1", DAY, None, None, 900_000)
    invoices.add(store, credit)
    for client in (covered, small):
        plan_call(store, client, DAY)
    lines = [one for one in today.overview(store, DAY).tasks if one.kind is TaskKind.CALL]
    assert [(one.client_id, one.amount) for one in lines] == [(small, 1_000), (covered, 0)]
    assert lines[1].gain == 0
    assert "ses avoirs et règlements couvrent ce qui est échu" in lines[1].formula
