"""The calendar on a real dossier: what is planned, moved, done, and what a call leaves behind."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from creances_desktop.domain.calendar import CallOutcome, EntryKind
from creances_desktop.domain.clients import ClientDraft
from creances_desktop.domain.company import Company
from creances_desktop.domain.contact_attempts import CallNote
from creances_desktop.domain.disputes import DisputeDraft
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.services import assembly, calendar, calls, clients, history, invoices
from creances_desktop.services.assembly import Store
from creances_desktop.services.calls import DisputeMade, PromiseMade
from creances_desktop.services.changes import Subject

TODAY = date(2026, 11, 23)
LATER = date(2026, 11, 30)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    company = Company(legal_name="Menuiserie Martin", address="3 quai des Bateliers\n67000 Strasbourg")
    with assembly.create_company_file(tmp_path / "martin.creances", company) as store:
        yield store


@pytest.fixture
def client_id(store: Store) -> int:
    return clients.add(store, ClientDraft("LEFEVRE", "Scierie Lefèvre")).id


def invoice(store: Store, client_id: int, number: str, euros: int) -> int:
    draft = InvoiceDraft(
        client_id, DocumentKind.INVOICE, number, date(2026, 9, 1), None, None, euros * 100,
        (DueItemDraft(date(2026, 10, 1), euros * 100),),
    )  # fmt: skip
    return invoices.add(store, draft).id


def planned_call(store: Store, client_id: int) -> int:
    return calendar.add(store, EntryKind.CALL, TODAY, "Appel 1", client_id=client_id).id


def test_an_entry_without_words_is_refused(store):
    with pytest.raises(InvalidValue) as refused:
        calendar.add(store, EntryKind.NOTE, TODAY, "  ")
    assert refused.value.field == "title"


def test_what_is_overdue_stays_until_it_is_done(store):
    entry = calendar.add(store, EntryKind.REMINDER, date(2026, 11, 2), "Voir le banquier").id
    assert [one.id for one in calendar.to_do(store, TODAY)] == [entry]
    changes = calendar.close(store, entry, TODAY)
    assert changes.subjects == {Subject.CALENDAR}
    assert calendar.to_do(store, TODAY) == []
    with pytest.raises(DomainError, match="déjà fait"):
        calendar.move(store, entry, LATER)


@pytest.mark.parametrize("kind", [one for one in EntryKind if one.why_fixed])
def test_what_mirrors_something_else_stays_on_its_day(store, client_id, kind):
    with store.transaction() as t:
        row = t.calendar.add(
            kind, TODAY, "Miroir", action_id=t.journal.append("test", "essai"), client_id=client_id
        )
    before = calendar.get(store, row)
    for move in (
        lambda: calendar.move(store, row, LATER),
        lambda: calendar.update(store, row, day=LATER, title="Miroir", note=""),
    ):
        with pytest.raises(DomainError, match="^Ce jour"):
            move()
    if kind.why_open:
        with pytest.raises(DomainError, match=kind.why_open):
            calendar.close(store, row, TODAY)
    assert calendar.get(store, row) == before
    calendar.update(store, row, day=TODAY, title="Miroir", note="à surveiller")
    assert calendar.get(store, row).note == "à surveiller"


def test_a_move_to_a_day_without_work_is_told(store):
    entry = calendar.add(store, EntryKind.NOTE, TODAY, "Voir le banquier").id
    moved = calendar.move(store, entry, date(2026, 12, 25))
    assert moved.message == "Reporté au 25/12/2026, jour non ouvré."
    assert calendar.move(store, entry, date(2026, 12, 28)).message == "Reporté au 28/12/2026."


def test_what_was_marked_by_mistake_is_to_do_again(store):
    entry = calendar.add(store, EntryKind.REMINDER, TODAY, "Voir le banquier").id
    calendar.close(store, entry, TODAY)
    calendar.reopen(store, entry)
    assert [one.id for one in calendar.to_do(store, TODAY)] == [entry]
    with pytest.raises(DomainError, match="encore à faire"):
        calendar.reopen(store, entry)


def test_a_noted_call_is_not_reopened(store, client_id):
    entry = planned_call(store, client_id)
    calendar.record_call(store, entry, CallNote(CallOutcome.REACHED), TODAY)
    with pytest.raises(DomainError, match="historique"):
        calendar.reopen(store, entry)


def test_an_entry_is_changed_and_the_journal_keeps_what_it_was(store, client_id):
    entry = planned_call(store, client_id)
    calendar.update(store, entry, day=LATER, title=" Appel à la comptable ", note="Le matin")
    found = calendar.get(store, entry)
    assert (found.day, found.title, found.note) == (LATER, "Appel à la comptable", "Le matin")
    kept = history.journal(store, 1)[0]
    assert (kept.action, kept.before["title"]) == ("calendar_entry_changed", "Appel 1")


def test_the_next_call_follows_the_call(store, client_id):
    entry = planned_call(store, client_id)
    call = CallNote(CallOutcome.VOICEMAIL, "message laissé", date(2026, 11, 25), "Mme Petit")
    changes = calendar.record_call(store, entry, call, TODAY)
    assert changes.message == "Appel noté. Prochain appel le 25/11/2026."
    done, following = calendar.of_client(store, client_id)
    assert (done.outcome, done.note) == (CallOutcome.VOICEMAIL, "Mme Petit\u00a0: message laissé")
    assert (following.day, following.kind, following.done_on) == (date(2026, 11, 25), EntryKind.CALL, None)


def test_a_promise_made_on_the_phone_is_watched(store, client_id):
    number = invoice(store, client_id, "F-1", 900)
    entry = planned_call(store, client_id)
    made = PromiseMade(50_000, LATER, (number,))
    changes = calls.record(
        store, client_id, CallNote(CallOutcome.PROMISE), TODAY, entry_id=entry, promise=made
    )
    assert changes.subjects == {Subject.CALENDAR, Subject.CLIENTS, Subject.INVOICES}
    assert "Promesse de 500,00\u00a0€ pour le 30/11/2026" in changes.message
    card = clients.card(store, client_id, TODAY)
    assert [(one.amount, one.invoice_ids) for one in card.promises] == [(50_000, (number,))]
    kinds = [one.kind for one in calendar.of_client(store, client_id) if one.done_on is None]
    assert kinds == [EntryKind.PROMISE]


def test_a_refused_promise_leaves_the_call_to_be_made(store, client_id):
    """One transaction: the call is not noted when what belongs to it cannot be."""
    entry = planned_call(store, client_id)
    with pytest.raises(InvalidValue) as refused:
        calls.record(
            store,
            client_id,
            CallNote(CallOutcome.PROMISE, "paiera"),
            TODAY,
            entry_id=entry,
            promise=PromiseMade(50_000, date(2026, 11, 1)),
        )
    assert refused.value.field == "promised_on"
    assert calendar.get(store, entry).done_on is None


def test_contested_invoices_are_in_dispute_with_what_was_said(store, client_id):
    first, second = (invoice(store, client_id, number, 100) for number in ("F-1", "F-2"))
    call = CallNote(CallOutcome.DISPUTE, "deux portes manquent")
    said = DisputeDraft(call.note, amount=40_00, claim="les portes")
    changes = calls.record(store, client_id, call, TODAY, dispute=DisputeMade((first,), said))
    assert "40,00\u00a0€ en litige sur F-1" in changes.message
    card = clients.card(store, client_id, TODAY)
    assert [(one.invoice_id, one.reason) for one in card.disputes] == [(first, "deux portes manquent")]
    assert clients.card(store, client_id, TODAY).disputed == 40_00
    calls.record(store, client_id, call, TODAY, dispute=DisputeMade((first, second), said))
    assert clients.card(store, client_id, TODAY).disputed == 40_00 + 100_00, "several are contested whole"
    assert {one.invoice_id for one in clients.card(store, client_id, TODAY).disputes} == {first, second}


def test_the_sheet_shows_the_account_and_the_last_contacts(store, client_id):
    invoice(store, client_id, "F-1", 900)
    entry = planned_call(store, client_id)
    calls.record(store, client_id, CallNote(CallOutcome.UNREACHABLE), TODAY)
    sheet = calls.sheet(store, TODAY, entry_id=entry)
    assert sheet.card.overdue == 90_000
    assert sheet.contacts[0].text == "Appel\u00a0: injoignable"
    assert sheet.entry is not None
    assert sheet.entry.id == entry


def test_there_is_no_sheet_for_a_call_to_nobody_or_already_noted(store, client_id):
    nobody = calendar.add(store, EntryKind.CALL, TODAY, "Appeler la banque").id
    with pytest.raises(DomainError, match="aucun client"):
        calls.sheet(store, TODAY, entry_id=nobody)
    entry = planned_call(store, client_id)
    calendar.record_call(store, entry, CallNote(CallOutcome.REACHED), TODAY)
    with pytest.raises(DomainError, match="déjà noté"):
        calls.sheet(store, TODAY, entry_id=entry)
