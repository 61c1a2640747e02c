"""Protects what holds a follow-up back: noted with its reason, seen by the engine, ended on demand."""

from datetime import date, timedelta

import pytest

from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.followups import ExclusionReason
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.promises import PromiseState
from creances_desktop.services import clients, followups, history, holds, lists, promises, steps

DAY = date(2026, 11, 21)
SOON = DAY + timedelta(days=5)


@pytest.fixture
def late(books):
    """A client and his invoice, ten days late: a reminder is due."""
    client_id = books.client()
    return client_id, books.invoice(client_id)


def excluded(books, day: date = DAY) -> list[ExclusionReason]:
    return [one.reason for one in followups.prepare(books.store, day).excluded]


def to_do(books, day: date = DAY) -> int:
    return len(followups.prepare(books.store, day).to_do)


def test_a_dispute_holds_until_it_is_closed(books, late) -> None:
    client_id, invoice_id = late
    assert to_do(books) == 1
    before = books.entries()
    holds.dispute(books.store, invoice_id, "Livraison incomplète", DAY)
    assert books.entries() == before + 1
    assert (to_do(books), excluded(books)) == (0, [ExclusionReason.DISPUTED])
    assert clients.card(books.store, client_id, DAY).disputes[0].reason == "Livraison incomplète"
    with pytest.raises(DomainError, match="déjà en litige"):
        holds.dispute(books.store, invoice_id, "", DAY)
    holds.close_dispute(books.store, invoice_id, DAY)
    assert to_do(books) == 1
    with pytest.raises(DomainError, match="pas en litige"):
        holds.close_dispute(books.store, invoice_id, DAY)


def test_several_disputes_at_once_each_have_their_entry(books, late) -> None:
    client_id, first = late
    second = books.invoice(client_id, "F-2")
    holds.dispute(books.store, first, "", DAY)
    before = books.entries()
    changes = holds.dispute_all(books.store, [first, second], "Prix", DAY)
    assert books.entries() == before + 1, "the first already was"
    assert changes.message == "1\u00a0facture en litige."
    assert any("Prix" in event.text for event in history.of_invoice(books.store, second))
    with pytest.raises(DomainError, match="déjà en litige"):
        holds.dispute_all(books.store, [first, second], "Prix", DAY)


def test_a_promise_holds_to_its_day_included(books, late) -> None:
    client_id, invoice_id = late
    made = holds.promise(books.store, client_id, 120_00, SOON, DAY, invoice_ids=(invoice_id,))
    assert excluded(books, SOON) == [ExclusionReason.PROMISED]
    assert to_do(books, SOON + timedelta(days=1)) == 1
    holds.withdraw_promise(books.store, made.id, DAY)
    assert to_do(books) == 1
    with pytest.raises(DomainError, match="déjà retirée"):
        holds.withdraw_promise(books.store, made.id, DAY)


@pytest.mark.parametrize(
    ("amount", "day", "field"), [(0, SOON, "amount"), (100, DAY - timedelta(days=1), "promised_on")]
)
def test_an_impossible_promise_is_named_and_not_written(books, late, amount, day, field) -> None:
    before = books.entries()
    with pytest.raises(InvalidValue) as refused:
        holds.promise(books.store, late[0], amount, day, DAY)
    assert refused.value.field == field
    assert books.entries() == before


def test_a_promise_never_exceeds_what_is_open_of_what_it_is_about(books, late) -> None:
    client_id, invoice_id = late
    books.invoice(client_id, "F-AUTRE", 300_00)
    before = books.entries()
    owed = 420_00
    for about, most in (((invoice_id,), owed - 300_00), ((), owed)):
        with pytest.raises(InvalidValue, match=f"^Il reste {format_cents(most)}") as refused:
            holds.promise(books.store, client_id, most + 1, SOON, DAY, invoice_ids=about)
        assert refused.value.field == "amount"
    assert books.entries() == before
    holds.promise(books.store, client_id, owed, SOON, DAY)


@pytest.mark.parametrize("about", ["client", "invoice"])
def test_a_pause_holds_to_its_day_included_and_can_be_lifted(books, late, about) -> None:
    client_id, invoice_id = late
    chosen = {"client_id": client_id} if about == "client" else {"invoice_id": invoice_id}
    made = holds.pause(books.store, SOON, " accord en cours ", DAY, **chosen)
    assert excluded(books, SOON) == [ExclusionReason.PAUSED]
    assert "accord en cours" in followups.prepare(books.store, DAY).excluded[0].message
    assert to_do(books, SOON + timedelta(days=1)) == 1
    holds.lift_pause(books.store, made.id, DAY)
    assert to_do(books) == 1
    with pytest.raises(DomainError, match="déjà levée"):
        holds.lift_pause(books.store, made.id, DAY)


@pytest.mark.parametrize(
    ("until", "reason", "field"), [(DAY - timedelta(days=1), "x", "until"), (SOON, "  ", "reason")]
)
def test_a_pause_wants_a_day_to_come_and_a_reason(books, late, until, reason, field) -> None:
    before = books.entries()
    for pause in (
        lambda: holds.pause(books.store, until, reason, DAY, client_id=late[0]),
        lambda: holds.pause_all(books.store, [late[1]], until, reason, DAY),
    ):
        with pytest.raises(InvalidValue) as refused:
            pause()
        assert refused.value.field == field
    assert books.entries() == before


def test_one_wrong_id_sets_nothing_aside(books, late) -> None:
    with pytest.raises(KeyError):
        holds.pause_all(books.store, [late[1], 999], SOON, "accord", DAY)
    assert clients.card(books.store, late[0], DAY).pauses == ()
    assert to_do(books) == 1


def test_an_insolvency_stops_every_reminder_until_it_is_removed(books, late) -> None:
    client_id, _ = late
    holds.insolvency(books.store, client_id, DAY - timedelta(days=2))
    assert excluded(books) == [ExclusionReason.INSOLVENCY]
    entry = history.journal(books.store, 1)[0]
    assert (entry.before, entry.after) == (None, "2026-11-19")
    holds.insolvency(books.store, client_id, None)
    assert to_do(books) == 1


def test_a_promise_about_several_invoices_holds_exactly_these(books) -> None:
    client_id = books.client()
    first, second, third = (books.invoice(client_id, number) for number in ("F-1", "F-2", "F-3"))
    made = holds.promise(books.store, client_id, 240_00, SOON, DAY, invoice_ids=(first, second))
    assert "F-1, F-2" in made.message
    (proposal,) = followups.prepare(books.store, SOON).to_do
    assert [one.item.number for one in proposal.reminded] == ["F-3"]
    (after,) = followups.prepare(books.store, SOON + timedelta(days=1)).to_do
    assert sorted(one.item.number for one in after.reminded) == ["F-1", "F-2", "F-3"]
    promised = lists.invoice_ids(books.store, DAY, chosen="promised").tolist()
    assert sorted(promised) == [first, second]
    until = {one.id: one.promised_until for one in lists.invoice_page(books.store, [*promised, third], DAY)}
    assert until == {first: SOON, second: SOON, third: None}
    holds.withdraw_promise(books.store, made.id, DAY)
    assert lists.invoice_ids(books.store, DAY, chosen="promised").tolist() == []


def test_a_promise_names_no_invoice_of_another_client(books, late) -> None:
    client_id, _ = late
    other = books.invoice(books.client("AUTRE"), "F-9")
    before = books.entries()
    with pytest.raises(DomainError, match="F-9 n’est pas de ce client"):
        holds.promise(books.store, client_id, 100_00, SOON, DAY, invoice_ids=(late[1], other))
    assert books.entries() == before


def test_a_promise_about_several_invoices_is_kept_by_payments_on_these(books) -> None:
    client_id = books.client()
    ids = [books.invoice(client_id, number) for number in ("F-1", "F-2", "F-3")]
    made = holds.promise(books.store, client_id, 240_00, SOON, DAY, invoice_ids=ids[:2]).id
    books.pay(client_id, 120_00, (books.item(ids[2]), 120_00))
    assert promises.get(books.store, made, SOON + timedelta(days=3)).status.received == 0
    for one in ids[:2]:
        books.pay(client_id, 120_00, (books.item(one), 120_00))
    now = promises.get(books.store, made, SOON + timedelta(days=3))
    assert now.status.state is PromiseState.KEPT
    assert " sur F-1, F-2" in now.words


def test_undone_and_redone_a_promise_about_several_invoices_is_the_same(books) -> None:
    client_id = books.client()
    ids = tuple(books.invoice(client_id, number) for number in ("F-1", "F-2"))
    made = holds.promise(books.store, client_id, 240_00, SOON, DAY, invoice_ids=ids).id
    step = steps.listed(books.store)[0].id
    steps.undo(books.store, step, DAY)
    assert promises.all_now(books.store, DAY) == []
    steps.redo(books.store, step)
    assert promises.get(books.store, made, DAY).stored.promise.invoice_ids == ids
