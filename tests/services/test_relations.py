"""Good clients on a real dossier: spared by their rhythm, blocked where they must be, thanked."""

from datetime import date, timedelta

import pytest

from creances_desktop.domain.calendar import CallOutcome
from creances_desktop.domain.contact_attempts import CallNote
from creances_desktop.domain.contact_limits import ContactLimits
from creances_desktop.domain.disputes import DisputeDraft
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.followups import ExclusionReason
from creances_desktop.domain.invoices import DueItemDraft
from creances_desktop.domain.letter_tones import Tone
from creances_desktop.domain.payments import PaymentDraft
from creances_desktop.domain.plans import SOFT_PLAN
from creances_desktop.domain.relations import Waiting, quarter_of
from creances_desktop.services import (
    calls,
    client_merges,
    clients,
    contact_attempts,
    contact_limits,
    disputes,
    followups,
    history,
    holds,
    invoices,
    lists,
    payments,
    plans,
    relations,
)

DAY = date(2026, 11, 21)


def invoice(books, client_id: int, number: str, due: date) -> int:
    draft = books.draft(
        client_id, number, issue_date=due - timedelta(days=30), due_items=(DueItemDraft(due, 120_00),)
    )
    return invoices.add(books.store, draft).id


@pytest.fixture
def habitual(books):
    """A client who paid eight invoices on the 10th of the month, ten days after they fell due."""
    client_id = books.client()
    for number, month in enumerate((3, 4, 5, 6, 7, 8, 9, 10)):
        due = date(2026, month, 1) - timedelta(days=1)
        made = invoice(books, client_id, f"P-{number}", due)
        books.pay(client_id, 120_00, (books.item(made), 120_00), on=date(2026, month, 10))
    return client_id


def claimed(books, day: date) -> list[str]:
    return [
        one.item.number for letter in followups.prepare(books.store, day).to_do for one in letter.reminded
    ]


def test_the_rhythm_is_learned_from_what_was_paid(books, habitual) -> None:
    known = relations.of(books.store, habitual, DAY)
    assert (known.rhythm.count, known.rhythm.day, known.rhythm.on_day) == (8, 10, 8)
    assert "vers le 10 du mois (8 fois sur 8)" in known.rhythm_words
    assert "datez la facture avant le 10" in known.advice
    assert relations.of(books.store, books.client("NEUF", "Neuf"), DAY).rhythm is None


def test_a_returned_payment_teaches_nothing(books, habitual) -> None:
    from creances_desktop.services import payments

    last = payments.of_client(books.store, habitual)[0]
    payments.cancel(books.store, last.id, last.bank_date, "")
    assert relations.of(books.store, habitual, DAY).rhythm.count == 7


def test_the_first_step_of_a_spared_client_waits_for_his_usual_day(books, habitual) -> None:
    due = date(2026, 11, 11)
    invoice(books, habitual, "F-9", due)
    tenth = date(2026, 12, 10)
    day_of_plan = due + timedelta(days=8)
    assert claimed(books, day_of_plan) == ["F-9"]
    relations.spare(books.store, habitual, cared=True, waits=Waiting.USUAL, plan_id=None)
    assert claimed(books, day_of_plan) == []
    assert followups.prepare(books.store, day_of_plan).excluded == (), "not yet due is no exclusion"
    assert claimed(books, tenth + timedelta(days=2)) == []
    assert claimed(books, tenth + timedelta(days=3)) == ["F-9"]
    invoice_id = invoices.by_number(books.store, "F-9").id
    (step, when) = followups.next_steps(books.store, [invoice_id], day_of_plan)[invoice_id]
    assert (step.id, when) == ("reminder_1", tenth + timedelta(days=3))


def test_the_wait_is_overridden_either_way(books, habitual) -> None:
    due = date(2026, 11, 11)
    invoice(books, habitual, "F-9", due)
    day = due + timedelta(days=8)
    relations.spare(books.store, habitual, cared=True, waits=Waiting.USUAL, plan_id=None)
    relations.do_not_wait(books.store, habitual)
    assert claimed(books, day) == ["F-9"]
    assert relations.of(books.store, habitual, DAY).relation.cared
    relations.spare(books.store, habitual, cared=False, waits=Waiting.ALWAYS, plan_id=None)
    assert claimed(books, day) == []


def test_only_the_first_step_waits(books, habitual) -> None:
    invoice(books, habitual, "F-9", date(2026, 10, 1))
    followups.issue(books.store, date(2026, 10, 20))
    relations.spare(books.store, habitual, cared=True, waits=Waiting.ALWAYS, plan_id=None)
    assert claimed(books, date(2026, 10, 30)) == ["F-9"]


def test_a_spared_client_gets_the_soft_plan_once(books, habitual) -> None:
    before = books.entries()
    relations.spare(books.store, habitual, cared=True, waits=Waiting.NEVER, plan_id=None, with_soft_plan=True)
    assert books.entries() == before + 1
    other = books.client("AUTRE", "Autre")
    relations.spare(books.store, other, cared=True, waits=Waiting.NEVER, plan_id=None, with_soft_plan=True)
    known = {plan.name: plan.id for plan in plans.all_plans(books.store)}
    assert list(known) == ["Plan standard", SOFT_PLAN.name]
    for client_id in (habitual, other):
        assert clients.get(books.store, client_id).plan_id == known[SOFT_PLAN.name]
    invoice(books, habitual, "F-9", date(2026, 11, 11))
    assert claimed(books, date(2026, 11, 20)) == []
    assert claimed(books, date(2026, 11, 26)) == ["F-9"]


def test_no_delivery_has_its_day_and_its_reason_wherever_the_client_is(books) -> None:
    client_id = books.client()
    changes = relations.stop_delivery(books.store, client_id, DAY, "Deux factures impayées", DAY)
    assert changes.message == (
        "Durand & Fils\u00a0: ne plus livrer depuis le 21/11/2026\u00a0: Deux factures impayées."
    )
    card = clients.card(books.store, client_id, DAY)
    assert card.known.relation.no_delivery_words.endswith("Deux factures impayées")
    (line,) = lists.client_page(books.store, [client_id], DAY)
    assert line.no_delivery
    assert lists.client_ids(books.store, DAY, chosen="blocked").tolist() == [client_id]
    relations.resume_delivery(books.store, client_id)
    assert not clients.card(books.store, client_id, DAY).known.relation.no_delivery
    assert [one.action for one in history.journal(books.store, 2)] == [
        "delivery_resumed", "delivery_stopped",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("since", "reason", "field"),
    [(None, "Impayé", "since"), (DAY + timedelta(days=1), "Impayé", "since"), (DAY, "  ", "reason")],
)
def test_no_delivery_wants_a_day_and_a_reason(books, since, reason, field) -> None:
    with pytest.raises(InvalidValue) as refused:
        relations.stop_delivery(books.store, books.client(), since, reason, DAY)
    assert refused.value.field == field


def test_the_good_payers_of_the_quarter(books) -> None:
    first, last = quarter_of(date(2026, 9, 30))
    assert (first, last) == (date(2026, 7, 1), date(2026, 9, 30))
    due = date(2026, 8, 20)
    paid = {}
    for code, on in (("TOT", -2), ("JUSTE", 3), ("TARD", 4)):
        client_id = paid[code] = books.client(code, code.title())
        made = invoice(books, client_id, f"{code}-1", due)
        books.pay(client_id, 120_00, (books.item(made), 120_00), on=due + timedelta(days=on))
    half = books.client("DEMI", "Demi")
    made = invoice(books, half, "DEMI-1", due)
    invoice(books, half, "DEMI-2", due)
    books.pay(half, 120_00, (books.item(made), 120_00), on=due)
    contests = books.client("CONTESTE", "Conteste")
    made = invoice(books, contests, "C-1", due)
    books.pay(contests, 120_00, (books.item(made), 120_00), on=due)
    open_one = invoice(books, contests, "C-2", date(2026, 12, 31))
    disputes.enter(books.store, open_one, DisputeDraft(), DAY)
    found = relations.good_payers(books.store, first, last, DAY)
    assert [(one.code, one.count, one.amount, one.median_delay) for one in found] == [
        ("JUSTE", 1, 120_00, 3),
        ("TOT", 1, 120_00, -2),
    ]


@pytest.mark.parametrize(("most", "free"), [(2, False), (3, True), (0, True)])
def test_letters_and_calls_together_reach_the_limit(books, most, free) -> None:
    client_id = books.client()
    books.invoice(client_id, days_late=10)
    for days in (5, 2):
        with books.store.transaction() as t:
            contact_attempts.note(t, client_id, CallNote(CallOutcome.REACHED), DAY - timedelta(days=days))
    contact_limits.save(books.store, ContactLimits(most=most, per_days=7, gap_counts_calls=False))
    found = followups.prepare(books.store, DAY)
    assert bool(found.to_do) is free
    if not free:
        (left_out,) = found.excluded
        assert left_out.reason is ExclusionReason.MIN_GAP
        assert left_out.message == (
            "Déjà 2\u00a0contacts avec ce client en 7\u00a0jours\u00a0; le suivant peut avoir lieu le "
            "23/11/2026 (limite que vous avez choisie)."
        )
        assert followups.prepare(books.store, DAY + timedelta(days=2)).to_do
    assert followups.prepare(books.store, DAY, gap_days=0).to_do, "a gap that is asked for stands alone"


def test_the_gap_counts_calls_that_reached_somebody_unless_the_user_says_no(books) -> None:
    client_id = books.client()
    books.invoice(client_id, days_late=10)
    with books.store.transaction() as t:
        contact_attempts.note(t, client_id, CallNote(CallOutcome.VOICEMAIL), DAY - timedelta(days=3))
    assert followups.prepare(books.store, DAY).to_do
    with books.store.transaction() as t:
        contact_attempts.note(t, client_id, CallNote(CallOutcome.REACHED), DAY - timedelta(days=3))
    (left_out,) = followups.prepare(books.store, DAY).excluded
    assert left_out.message.startswith("Dernier appel à ce client le 18/11/2026\u00a0; le suivant")
    contact_limits.save(books.store, ContactLimits(gap_counts_calls=False))
    assert followups.prepare(books.store, DAY).to_do


@pytest.mark.parametrize("named", [True, False])
def test_what_he_says_to_have_paid_is_left_until_the_next_call(books, named) -> None:
    client_id = books.client()
    told, other = books.invoice(client_id, "F-1", days_late=10), books.invoice(client_id, "F-2", days_late=9)
    later = books.invoice(client_id, "F-3", days_late=-1)
    contact_limits.save(books.store, ContactLimits(gap_counts_calls=False))
    again = DAY + timedelta(days=14)
    note = CallNote(CallOutcome.ALREADY_PAID, next_day=again, invoice_ids=(told,) if named else ())
    calls.record(books.store, client_id, note, DAY)
    left_out = {one.invoice_number: one for one in followups.prepare(books.store, DAY).excluded}
    assert set(left_out) == ({"F-1"} if named else {"F-1", "F-2"})
    assert left_out["F-1"].message == (
        "Facture mise de côté jusqu’au 05/12/2026\u00a0: le client a dit le 21/11/2026 l’avoir réglée, "
        "rappel ce jour-là."
    )
    (letter,) = followups.prepare(books.store, again).to_do
    expected = {other, later} if named else {later}
    assert {one.item.invoice_id for one in letter.reminded} == expected
    (letter,) = followups.prepare(books.store, again + timedelta(days=1)).to_do
    assert {one.item.invoice_id for one in letter.reminded} == {told, other, later}


def test_the_next_call_ends_the_wait_for_what_he_says_to_have_paid(books) -> None:
    client_id = books.client()
    books.invoice(client_id, days_late=10)
    contact_limits.save(books.store, ContactLimits(gap_counts_calls=False))
    again = DAY + timedelta(days=3)
    calls.record(books.store, client_id, CallNote(CallOutcome.ALREADY_PAID, next_day=again), DAY)
    assert not followups.prepare(books.store, again).to_do
    calls.record(books.store, client_id, CallNote(CallOutcome.VOICEMAIL, next_day=again), again)
    assert followups.prepare(books.store, again).to_do


@pytest.mark.parametrize(
    ("limits", "field"), [(ContactLimits(most=31), "most"), (ContactLimits(per_days=0), "per_days")]
)
def test_an_impossible_limit_is_named(books, limits, field) -> None:
    with pytest.raises(InvalidValue) as refused:
        contact_limits.save(books.store, limits)
    assert refused.value.field == field


def broken_word(books) -> int:
    """A client whose reminder is due, and whose promise was for yesterday."""
    client_id = books.client()
    books.invoice(client_id, days_late=10)
    holds.promise(books.store, client_id, 50_00, DAY - timedelta(days=4), DAY - timedelta(days=9))
    return client_id


def test_who_did_not_keep_his_word_is_written_to_one_tone_firmer(books) -> None:
    client_id = broken_word(books)
    (letter,) = followups.prepare(books.store, DAY).to_do
    assert letter.tone is letter.step.tone.firmer is not letter.step.tone
    assert letter.tone_why.startswith("la promesse de 50,00\u00a0€ pour le 17/11/2026 n’a pas été tenue")
    assert f"«\u00a0{letter.step.tone.label.lower()}\u00a0»" in letter.tone_why
    contact_limits.save(books.store, ContactLimits(firmer_when_broken=False))
    (letter,) = followups.prepare(books.store, DAY).to_do
    assert (letter.tone, letter.tone_why) == (letter.step.tone, "")
    contact_limits.save(books.store, ContactLimits())
    with books.store.transaction() as t:
        t.clients.set_tone(client_id, Tone.COURTEOUS)
    (letter,) = followups.prepare(books.store, DAY).to_do
    assert letter.tone is Tone.COURTEOUS, "what the card says comes first"


def test_a_promise_kept_at_last_makes_the_tone_what_it_was(books) -> None:
    client_id = broken_word(books)
    assert followups.prepare(books.store, DAY).to_do[0].tone_why
    paid = PaymentDraft(client_id, 50_00, DAY - timedelta(days=1))
    payments.record(books.store, paid, DAY)
    assert not followups.prepare(books.store, DAY).to_do[0].tone_why, "late, but kept"


def test_a_lesson_is_kept_with_the_relation_and_goes_with_the_client(books) -> None:
    durand = books.client()
    relations.spare(
        books.store, durand, cared=False, waits=Waiting.USUAL, plan_id=None, lesson="Dater\navant le 10."
    )
    assert relations.of(books.store, durand, DAY).relation.lesson == "Dater avant le 10."
    relations.stop_delivery(books.store, durand, DAY, "Chèque revenu", DAY)
    relations.spare(books.store, durand, cared=True, waits=Waiting.USUAL, plan_id=None)
    known = relations.of(books.store, durand, DAY).relation
    assert (known.lesson, known.cared) == ("Dater avant le 10.", True)
    kept = books.client("AUTRE", "Autre & Fils")
    client_merges.merge(books.store, kept, durand)
    assert relations.of(books.store, kept, DAY).relation.lesson == "Dater avant le 10."
    assert any("leçon retenue" in one.text for one in history.of_client(books.store, kept))
