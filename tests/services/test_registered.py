"""The life of a registered letter: what the calendar awaits, which day counts for interest and follow-up."""

from datetime import date, timedelta

import pytest

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.services import (
    breakdown,
    calendar,
    claims,
    followups,
    history,
    letters,
    other_letters,
    registered,
    sending_settings,
    verify,
)
from creances_desktop.services.attachments import incoming
from creances_desktop.services.registered import EventKind, Stage
from creances_desktop.services.sending_settings import SendingSettings

DAY = date(2026, 11, 21)
SCAN = incoming("ar.jpg", b"\xff\xd8\xff scan")


@pytest.fixture
def demand(books) -> int:
    """A registered mise en demeure to a consumer, issued and printed on 1 November."""
    client = books.client(nature=Nature.CONSUMER)
    books.invoice(client, days_late=80)
    for ago in (60, 40):
        for one in followups.issue(books.store, DAY - timedelta(days=ago)).issued:
            letters.mark_delivered(books.store, [one.letter.id], "imprimée", day=one.letter.issued_on)
    (issued,) = followups.issue(books.store, date(2026, 11, 2)).issued
    assert issued.letter.channel == "registered_letter"
    letters.mark_delivered(books.store, [issued.letter.id], "imprimée", day=date(2026, 11, 2))
    return issued.letter.id


def opened(books, day: date = date(2027, 6, 1)) -> dict[str, date]:
    return {one.title: one.day for one in calendar.to_do(books.store, day)}


def note(books, letter: int, kind: EventKind, day: date, **values: object) -> None:
    registered.record(books.store, letter, kind, day, max(DAY, day), **values)


def test_a_printed_registered_letter_waits_to_be_deposited_then_for_its_receipt(books, demand) -> None:
    reference = letters.page(books.store, [demand])[0].reference
    assert opened(books)[f"Déposer le recommandé {reference}"] == date(2026, 11, 2)
    assert registered.view(books.store, demand, DAY).stage is Stage.TO_DEPOSIT
    registered.record_deposit(books.store, demand, "1a 123 456 7890 1", date(2026, 11, 3), DAY, scan=SCAN)
    found = registered.view(books.store, demand, DAY)
    assert (found.number, found.expected_on, found.stage) == (
        "1A12345678901",
        date(2026, 11, 18),
        Stage.MISSING,
    )
    assert f"Déposer le recommandé {reference}" not in opened(books)
    assert opened(books)[f"Accusé de réception attendu\u00a0: {reference}"] == date(2026, 11, 18)
    assert registered.awaited(books.store, DAY, missing_only=True) == [demand]
    assert registered.awaited(books.store, date(2026, 11, 10), missing_only=True) == []
    assert letters.search(books.store, "1a123456") == [demand]
    note(books, demand, EventKind.RECEIVED, date(2026, 11, 6), scan=SCAN)
    assert registered.awaited(books.store, DAY) == []
    assert f"Accusé de réception attendu\u00a0: {reference}" not in opened(books)
    assert verify.verify(books.store).problems == ()
    client = letters.page(books.store, [demand])[0].client_id
    assert any("reçue, accusé signé" in one.text for one in history.of_client(books.store, client))


def test_a_stage_taken_back_makes_the_calendar_wait_again(books, demand) -> None:
    registered.record_deposit(books.store, demand, "", date(2026, 11, 3), DAY)
    note(books, demand, EventKind.REFUSED, date(2026, 11, 6))
    event = registered.view(books.store, demand, DAY).events[-1]
    assert event.kind is EventKind.REFUSED
    registered.withdraw(books.store, event.id, DAY)
    assert registered.view(books.store, demand, DAY).stage is Stage.MISSING
    assert any("Accusé de réception attendu" in title for title in opened(books))
    with pytest.raises(DomainError, match="déjà été retirée"):
        registered.withdraw(books.store, event.id, DAY)


@pytest.mark.parametrize(
    ("events", "first_day"),
    [
        ([(EventKind.RECEIVED, 6)], 7),
        ([(EventKind.PRESENTED, 5), (EventKind.REFUSED, 5)], 6),
        ([(EventKind.PRESENTED, 5), (EventKind.UNCLAIMED, 20)], 6),
        ([(EventKind.PRESENTED, 5), (EventKind.WRONG_ADDRESS, 6)], None),
        ([(EventKind.PRESENTED, 5)], None),
        ([], None),
    ],
)
def test_a_consumer_owes_interest_from_the_day_after_the_one_that_counts(
    books, demand, events, first_day
) -> None:
    for kind, day in events:
        note(books, demand, kind, date(2026, 11, day))
    lines = breakdown.of_invoice(books.store, "F-1", DAY).result.lines
    assert [line.first for line in lines] == ([date(2026, 11, first_day)] if first_day else [])


def test_a_day_typed_by_the_user_comes_before_the_letter(books, demand) -> None:
    note(books, demand, EventKind.RECEIVED, date(2026, 11, 6))
    (invoice,) = [one for one in range(1, 5) if _is_invoice(books, one)]
    claims.record_mise_en_demeure(books.store, invoice, date(2026, 11, 12))
    (line,) = breakdown.of_invoice(books.store, "F-1", DAY).result.lines
    assert line.first == date(2026, 11, 13)
    assert claims.demand(books.store, invoice).typed
    claims.record_mise_en_demeure(books.store, invoice, None)
    found = claims.demand(books.store, invoice)
    assert (found.day, found.typed, found.letter_id) == (date(2026, 11, 6), False, demand)


def _is_invoice(books, invoice_id: int) -> bool:
    try:
        with books.store.reading() as r:
            return bool(r.invoices.get(invoice_id))
    except KeyError:
        return False


def test_the_deadline_runs_from_the_receipt_only_when_the_user_wants_it(books, demand) -> None:
    granted = letters.page(books.store, [demand])[0].deadline
    assert granted == date(2026, 11, 17)
    note(books, demand, EventKind.RECEIVED, date(2026, 11, 10))
    assert registered.view(books.store, demand, DAY).deadline == granted
    sending_settings.save(books.store, SendingSettings(deadline_from_receipt=True), DAY)
    assert registered.view(books.store, demand, DAY).deadline == date(2026, 11, 25)
    assert any(day == date(2026, 11, 25) for day in opened(books).values())
    with books.store.reading() as r:
        history_ = registered.extended(r, r.followups.history())
    assert max(step.deadline for steps in history_.values() for step in steps) == date(2026, 11, 25)
    sending_settings.save(books.store, SendingSettings(), DAY)
    assert registered.view(books.store, demand, DAY).deadline == granted


def test_a_wrong_address_gives_its_step_back_when_asked(books, demand) -> None:
    registered.record_deposit(books.store, demand, "", date(2026, 11, 3), DAY)
    note(books, demand, EventKind.WRONG_ADDRESS, date(2026, 11, 9), send_again=True)
    assert letters.page(books.store, [demand])[0].status == "returned"
    (again,) = followups.prepare(books.store, DAY).to_do
    assert again.step.id == "mise_en_demeure"
    assert not any("L2026-00003" in title for title in opened(books))


def test_two_letters_never_bear_one_number(books, demand) -> None:
    registered.set_number(books.store, demand, "1A 123 456 7890 1")
    other = letters.search(books.store)[-1]
    with pytest.raises(InvalidValue) as refused:
        registered.set_number(books.store, other, "1a12345678901")
    assert refused.value.field == "number"
    made = registered.set_number(books.store, demand, "12")
    assert "inhabituel" in made.message


def test_only_a_letter_of_the_plan_can_be_proposed_again(books) -> None:
    client = books.client()
    invoice = books.invoice(client, "F-1", 120_00, 60)
    fields = {"service": "nos livraisons", "deadline": DAY + timedelta(days=8)}
    alone = other_letters.issue(
        books.store, client, "suspension", invoice_ids=[invoice], fields=fields, day=DAY
    )
    assert not registered.view(books.store, alone, DAY).of_plan
    issued = followups.issue(books.store, DAY).issued
    assert [registered.view(books.store, one.letter.id, DAY).of_plan for one in issued] == [True]
