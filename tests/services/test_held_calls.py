"""A call of the plan leaves the list while its client is not to be called, and comes back by itself."""

from datetime import date, timedelta
from typing import Any

import pytest

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.services import calendar, clients, followups, history, holds

from .conftest import DAY

LATER = DAY + timedelta(days=6)


@pytest.fixture
def called(books: Any) -> tuple[int, int]:
    """A client and his invoice, fourteen days late: the call of the plan is in the calendar."""
    client_id = books.client()
    invoice_id = books.invoice(client_id, days_late=14)
    followups.schedule_calls(books.store, DAY)
    assert calls(books) == ["Appel 1\u00a0: 1\u00a0facture, 120,00\u00a0€"]
    return client_id, invoice_id


def calls(books: Any, day: date = DAY) -> list[str]:
    """The calls to make by the Monday after: the days of these tests are Saturdays."""
    monday = day + timedelta(days=2)
    return [one.title for one in calendar.to_do(books.store, monday) if one.kind is EntryKind.CALL]


def taken_out(books: Any, client_id: int) -> list[str]:
    """The notes of the calls that were taken out."""
    notes = [one.note for one in calendar.of_client(books.store, client_id) if one.done_on is not None]
    return [note.splitlines()[-1].replace("\u00a0", " ") for note in notes if "Appel retiré" in note]


def test_a_paused_client_is_not_called_until_the_day_after(books: Any, called: tuple[int, int]) -> None:
    client_id, _ = called
    before = books.entries()
    holds.pause(books.store, LATER, "Vacances", DAY, client_id=client_id)
    assert books.entries() == before + 1
    assert calls(books) == []
    assert taken_out(books, client_id) == [
        "Appel retiré : Client mis de côté jusqu’au 27/11/2026 : vacances."
    ]
    followups.schedule_calls(books.store, LATER)
    assert calls(books, LATER) == []
    followups.schedule_calls(books.store, LATER + timedelta(days=1))
    assert len(calls(books, LATER + timedelta(days=1))) == 1


def test_a_pause_that_is_lifted_brings_the_call_back_at_once(books: Any, called: tuple[int, int]) -> None:
    client_id, _ = called
    holds.pause(books.store, LATER, "Vacances", DAY, client_id=client_id)
    (pause,) = clients.card(books.store, client_id, DAY).pauses
    holds.lift_pause(books.store, pause.id, DAY)
    assert len(calls(books)) == 1
    followups.schedule_calls(books.store, DAY)
    assert len(calls(books)) == 1, "once"


def test_a_promise_waits_for_its_day_and_then_the_call_comes_back(
    books: Any, called: tuple[int, int]
) -> None:
    client_id, invoice_id = called
    made = holds.promise(books.store, client_id, 120_00, LATER, DAY, invoice_ids=(invoice_id,))
    assert calls(books) == []
    assert "promis pour le 27/11/2026" in taken_out(books, client_id)[0]
    holds.withdraw_promise(books.store, made.id, DAY)
    assert len(calls(books)) == 1


def test_a_dispute_and_an_insolvency_take_the_call_out(books: Any, called: tuple[int, int]) -> None:
    client_id, invoice_id = called
    holds.dispute(books.store, invoice_id, "Prix", DAY)
    assert calls(books) == []
    holds.close_dispute(books.store, invoice_id, DAY)
    assert len(calls(books)) == 1
    holds.insolvency(books.store, client_id, DAY, DAY)
    assert calls(books) == []
    assert "Procédure collective" in taken_out(books, client_id)[-1]
    holds.insolvency(books.store, client_id, None, DAY)
    assert len(calls(books)) == 1
    assert any("Procédure collective" in one.text for one in history.of_client(books.store, client_id))


def test_a_call_stays_as_long_as_one_of_its_invoices_is_followed_up(books: Any) -> None:
    client_id = books.client()
    first, second = (books.invoice(client_id, number, days_late=14) for number in ("F-1", "F-2"))
    followups.schedule_calls(books.store, DAY)
    holds.pause(books.store, LATER, "Vérification", DAY, invoice_id=first)
    assert len(calls(books)) == 1
    holds.pause(books.store, LATER, "Vérification", DAY, invoice_id=second)
    assert calls(books) == []


def test_a_call_of_the_users_own_stays(books: Any) -> None:
    client_id = books.client()
    books.invoice(client_id, days_late=14)
    calendar.add(books.store, EntryKind.CALL, DAY, "Parler du chantier", client_id=client_id)
    holds.pause(books.store, LATER, "Vacances", DAY, client_id=client_id)
    assert calls(books) == ["Parler du chantier"]
