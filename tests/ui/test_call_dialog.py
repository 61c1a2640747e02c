"""Protects the sheet of a call: what is owed in sight, one key an outcome, one accept for all."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from creances_desktop.domain.calendar import CallOutcome, EntryKind
from creances_desktop.domain.clients import Address, Channel, ClientDraft, Contact
from creances_desktop.domain.company import Company
from creances_desktop.domain.contact_attempts import CallNote
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.services import assembly, calendar, calls, clients, contact_attempts, invoices
from creances_desktop.services.assembly import Store
from creances_desktop.ui.dialogs.call import CallDialog
from creances_desktop.ui.dialogs.instalment_plan import InstalmentPlanDialog
from creances_desktop.ui.session import Session

TODAY = date(2026, 11, 24)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    company = Company(legal_name="Menuiserie Martin")
    with assembly.create_company_file(tmp_path / "martin.creances", company) as store:
        yield store


@pytest.fixture
def dialog(qtbot, theme, messages, store, executor) -> CallDialog:
    people = (Contact(name="M. Petit", role="atelier"), Contact(name="Mme Roy", phone="0240", preferred=True))
    client = clients.add(store, ClientDraft("LEFEVRE", "Scierie Lefèvre", contacts=people)).id
    for number, due in (("F-1", date(2026, 10, 1)), ("F-2", date(2026, 12, 31))):
        draft = InvoiceDraft(
            client, DocumentKind.INVOICE, number, date(2026, 9, 1), None, None, 90_000,
            (DueItemDraft(due, 90_000),),
        )  # fmt: skip
        invoices.add(store, draft)
    entry = calendar.add(store, EntryKind.CALL, TODAY, "Appel 1", client_id=client).id
    session = Session(store, executor, lambda: TODAY)
    dialog = CallDialog(session, calls.sheet(store, TODAY, entry_id=entry))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def open_entries(store: Store) -> list[tuple[EntryKind, date]]:
    return [(one.kind, one.day) for one in calendar.upcoming(store, TODAY) if one.done_on is None]


def test_the_next_day_is_proposed_and_follows_the_outcome(dialog):
    assert dialog.call.outcomes.outcome() is CallOutcome.REACHED
    assert dialog.call.next_day.value() == date(2026, 12, 1)
    dialog.call.outcomes.choose(CallOutcome.VOICEMAIL)
    assert dialog.call.next_day.value() == date(2026, 11, 26)
    dialog.call.outcomes.choose(CallOutcome.DISPUTE)
    assert dialog.call.next_day.value() is None


def test_a_day_typed_is_not_replaced(dialog):
    dialog.call.next_day.choose(date(2026, 12, 10))
    dialog.call.outcomes.choose(CallOutcome.VOICEMAIL)
    assert dialog.call.next_day.value() == date(2026, 12, 10)


def test_one_letter_chooses_the_outcome(dialog, qtbot):
    button = dialog.call.outcomes.buttons()[0]
    for key, outcome in ((Qt.Key.Key_I, CallOutcome.UNREACHABLE), (Qt.Key.Key_P, CallOutcome.PROMISE)):
        qtbot.keyClick(button, key)
        assert dialog.call.outcomes.outcome() is outcome


def test_every_outcome_has_its_own_letter(dialog):
    keys = [button.text()[button.text().index("&") + 1].lower() for button in dialog.call.outcomes.buttons()]
    assert len(set(keys)) == len(CallOutcome) == len(keys)


def test_the_outcome_is_noted_with_the_person_and_the_next_call(dialog, store):
    assert dialog.call.contact.person() == "Mme Roy"
    dialog.call.note.setPlainText("rappeler la semaine prochaine")
    dialog.accept()
    assert dialog.changes is not None
    assert open_entries(store) == [(EntryKind.CALL, date(2026, 12, 1))]
    noted = [one for one in calendar.upcoming(store, TODAY) if one.done_on is not None]
    assert [one.note for one in noted] == ["Mme Roy\u00a0: rappeler la semaine prochaine"]


def test_a_promise_needs_its_day_and_is_watched(dialog, store):
    dialog.call.outcomes.choose(CallOutcome.PROMISE)
    assert dialog.call.promise.isVisible()
    assert dialog.call.promise.amount.value() == 90_000, "what is overdue, not the whole account"
    dialog.accept()
    assert dialog.changes is None
    assert dialog.call.promise.error("promised_on") == "Indiquez le jour promis."
    dialog.call.promise.day.set_value(date(2026, 11, 30))
    dialog.accept()
    assert "Promesse de 900,00\u00a0€" in dialog.changes.message
    assert open_entries(store) == [(EntryKind.PROMISE, date(2026, 11, 30))]


def test_a_promise_on_one_invoice_takes_its_amount(dialog, store):
    dialog.call.outcomes.choose(CallOutcome.PROMISE)
    place = next(place for place in range(dialog.call.promise.about.count())
                 if dialog.call.promise.about.itemText(place).startswith("F-2"))  # fmt: skip
    dialog.call.promise.about.setCurrentIndex(place)
    dialog.call.promise.about.activated.emit(place)
    assert dialog.call.promise.amount.value() == 90_000


def contest(dialog, qtbot) -> None:
    """Ticks the first invoice as contested."""
    dialog.call.outcomes.choose(CallOutcome.DISPUTE)
    assert dialog.call.contested.isVisible()
    dialog.call.contested.table.selectRow(0)
    qtbot.keyClick(dialog.call.contested.table, Qt.Key.Key_Space)
    dialog.call.note.setPlainText("deux portes manquent")


def test_a_part_of_a_contested_invoice_is_put_in_dispute_with_the_call(dialog, store, qtbot, fill_dispute):
    contest(dialog, qtbot)
    fill_dispute(300_00, "un avoir")
    dialog.accept()
    card = clients.card(store, dialog._sheet.card.client.id, TODAY)
    (noted,) = card.disputes
    assert (noted.reason, noted.amount, noted.claim) == ("deux portes manquent", 300_00, "un avoir")
    assert card.disputed == 300_00, "the rest goes on being followed up"
    assert "300,00\u00a0€ en litige sur F-1" in dialog.changes.message


def test_giving_up_the_dispute_notes_no_call_either(dialog, store, qtbot, fill_dispute, messages):
    contest(dialog, qtbot)
    fill_dispute(300_00, key=Qt.Key.Key_Escape)
    dialog.accept()
    assert dialog.changes is None
    assert dialog.isVisible()
    assert "l’appel reste à enregistrer" in messages.take().text
    assert open_entries(store) == [(EntryKind.CALL, TODAY)]
    assert clients.card(store, dialog._sheet.card.client.id, TODAY).disputes == ()


def test_what_was_told_of_a_dispute_stays_when_the_call_is_refused(dialog, store, qtbot, fill_dispute):
    contest(dialog, qtbot)
    dialog.call.next_day.choose(date(2026, 11, 2))
    fill_dispute(300_00, "un avoir")
    dialog.accept()
    assert "déjà passée" in dialog.call.said.error("next_day")
    assert (dialog.call.dispute_told.amount, dialog.call.dispute_told.claim) == (300_00, "un avoir")


def test_a_day_gone_by_keeps_the_form_open_and_the_call_to_be_made(dialog, store):
    dialog.call.next_day.choose(date(2026, 11, 2))
    dialog.accept()
    assert dialog.changes is None
    assert "déjà passée" in dialog.call.said.error("next_day")
    assert open_entries(store) == [(EntryKind.CALL, TODAY)]


def test_the_left_side_shows_what_is_owed(dialog):
    model = dialog.sheet.invoices.rows_model()
    assert [row.number for row in model.rows] == ["F-1", "F-2"]


def test_a_call_to_nobody_is_refused_in_words(qtbot, theme, messages, store, executor):
    entry = calendar.add(store, EntryKind.CALL, TODAY, "Appeler la banque").id
    assert CallDialog.ask(None, Session(store, executor, lambda: TODAY), entry_id=entry) is None
    assert "aucun client" in messages.take().text


def test_a_promise_on_the_phone_about_several_invoices_is_ticked(dialog, store, qtbot):
    form = dialog.call.promise
    dialog.call.outcomes.choose(CallOutcome.PROMISE)
    qtbot.keyClick(form.about, Qt.Key.Key_End)
    form.day.set_value(date(2026, 11, 30))
    form.amount.set_value(1_00)
    dialog.accept()
    assert form.error("ticks") == "Cochez au moins une facture."
    for row in (0, 1):
        form.ticks.selectRow(row)
        qtbot.keyClick(form.ticks, Qt.Key.Key_Space)
    assert form.amount.value() == 180_000
    dialog.accept()
    assert "sur F-1, F-2" in dialog.changes.message
    (promise,) = clients.card(store, dialog._sheet.card.client.id, TODAY).promises
    assert len(promise.invoice_ids) == 2


def test_a_call_to_a_client_without_a_number_is_kept_as_a_call(qtbot, theme, messages, store, executor):
    address = Address("1 rue du Port", "44000", "Nantes")
    client = clients.add(store, ClientDraft("SANSTEL", "Sans téléphone", address=address)).id
    session = Session(store, executor, lambda: TODAY)
    dialog = CallDialog(session, calls.sheet(store, TODAY, client_id=client))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    way = dialog.call.way
    assert [way.itemText(index).split()[0] for index in range(way.count())] == ["Téléphone,", "Courrier"]
    assert way.currentText() == "Téléphone, numéro inconnu"
    dialog.accept()
    (kept,) = contact_attempts.reach(store, client, TODAY).attempts
    assert kept.attempt.channel is Channel.PHONE


def test_a_call_is_noted_as_one_though_an_email_comes_next(qtbot, theme, messages, store, executor):
    people = (Contact(name="Mme Roy", phone="0240", email="roy@lefevre.example", preferred=True),)
    client = clients.add(store, ClientDraft("LEFEVRE", "Scierie Lefèvre", contacts=people)).id
    calls.record(store, client, CallNote(CallOutcome.VOICEMAIL), TODAY)
    sheet = calls.sheet(store, TODAY, client_id=client)
    assert sheet.reach.next_way is not None
    assert sheet.reach.next_way.channel is Channel.EMAIL
    dialog = CallDialog(Session(store, executor, lambda: TODAY), sheet)
    qtbot.addWidget(dialog)
    dialog.call.outcomes.choose(CallOutcome.VOICEMAIL)
    dialog.accept()
    kept = contact_attempts.reach(store, client, TODAY).attempts
    assert [(one.channel, one.point) for one in kept] == [(Channel.PHONE, "0240")] * 2


def test_a_client_short_of_money_may_be_granted_a_plan_after_the_call(dialog, monkeypatch):
    asked: list[int] = []
    monkeypatch.setattr(InstalmentPlanDialog, "ask", lambda *args: asked.append(args[2]))
    dialog.call.outcomes.choose(CallOutcome.CASH_SHORTAGE)
    assert "échéancier de règlement" in dialog.call.document.text()
    dialog.call.document.setChecked(True)
    dialog.accept()
    assert asked == [1]
