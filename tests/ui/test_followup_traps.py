"""The traps that other programs fell into with their reminders, walked into through the window."""

import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from pypdf import PdfReader
from pytestqt.qtbot import QtBot

from creances_desktop.domain.calendar import CallOutcome, EntryKind
from creances_desktop.domain.followups import Excluded, LetterProposal
from creances_desktop.domain.invoices import DocumentKind, InvoiceDraft
from creances_desktop.services import calls, clients, followups, invoices, payments
from creances_desktop.ui.dialogs.call import CallDialog
from creances_desktop.ui.dialogs.holds import PauseDialog, PromiseDialog
from creances_desktop.ui.dialogs.morning_session import MorningSessionDialog
from creances_desktop.ui.dialogs.payment import PaymentDialog
from creances_desktop.ui.dialogs.plan import PlanDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Theme
from creances_desktop.ui.window import MainWindow

Owing = Callable[..., int]
TODAY = date(2026, 11, 21)


class Desk:
    """The window on the letters to send, on a day that the test chooses."""

    def __init__(self, qtbot: QtBot, session: Session) -> None:
        self.day = TODAY
        self.qtbot = qtbot
        self.session = Session(session.store, session.executor, lambda: self.day)
        self.window = MainWindow(self.session)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.begin_day()
        self.window.run_action("to_send")

    def go_to(self, day: date) -> None:
        """The program is used again on that day, and not on those between."""
        self.day = day
        self.window._on_day_checked()

    @property
    def letters(self) -> list[LetterProposal]:
        self.window.run_action("reload")
        return list(self.window.tabs.followups.to_send.proposal_model.rows)

    @property
    def aside(self) -> list[Excluded]:
        self.window.run_action("reload")
        return list(self.window.tabs.followups.to_send.excluded_model.rows)

    def issue_by_session(self) -> None:
        """Every letter of the day leaves by F9, Enter and Ctrl+L."""
        dialog = MorningSessionDialog(self.session, self.window)
        dialog.changed.connect(self.window.on_data_changed)
        dialog.gate.begin_button.click()
        while dialog.turn_page is not None and dialog.turn_page.turn.letter:
            dialog.turn_page.letter_button.click()
        assert not dialog.banner.text()
        dialog.close()

    def text(self, proposal: LetterProposal) -> str:
        data = followups.preview(self.session.store, proposal, self.day)
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, session: Session, messages: Any) -> Iterator[Desk]:
    made = Desk(qtbot, session)
    yield made
    made.window.close()


def test_1_days_without_the_program_lose_no_reminder(desk: Desk, owing: Owing) -> None:
    owing("Étoile", (6, 120_000))
    assert desk.letters == [], "two days before its step"
    desk.go_to(TODAY + timedelta(days=9))
    assert [one.step.id for one in desk.letters] == ["reminder_1"]


def test_2_days_after_are_not_days_before(desk: Desk, owing: Owing, qtbot: QtBot) -> None:
    owing("À venir", (-8, 120_000))
    assert desk.letters == [], "a step eight days after is not eight days before"
    dialog = PlanDialog(desk.session)
    qtbot.addWidget(dialog)
    dialog.show_step("reminder_1")
    dialog.step_form.days.selectAll()
    qtbot.keyClicks(dialog.step_form.days, "-5")
    dialog.accept()
    assert dialog.changes is not None
    assert desk.letters == [], "eight days before, a step five days before has not come"
    desk.go_to(TODAY + timedelta(days=3))
    assert [one.step.id for one in desk.letters] == ["reminder_1"]


def test_3_a_reminder_does_not_hide_the_other_invoices(desk: Desk, owing: Owing) -> None:
    client = owing("Étoile", (10, 120_000), (3, 70_000))
    (letter,) = desk.letters
    assert [item.number for item in letter.information] == [f"F{client}-3"]
    assert f"F{client}-3" in desk.text(letter)


def test_4_a_reminder_has_its_own_deadline_and_the_next_waits_for_it(desk: Desk, owing: Owing) -> None:
    owing("Étoile", (19, 120_000))
    (letter,) = desk.letters
    assert letter.deadline == TODAY + timedelta(days=8)
    assert f"{letter.deadline.day} novembre 2026" in desk.text(letter).replace("\u00a0", " ")
    desk.issue_by_session()
    desk.go_to(TODAY + timedelta(days=7))
    assert desk.letters == []
    assert [one.reason.value for one in desk.aside] == ["deadline_running"]
    with desk.session.store.reading() as r:
        due = [one.day for one in r.calendar.of_client(letter.client_id) if one.kind is EntryKind.DEADLINE]
    assert due == [letter.deadline]
    desk.go_to(letter.deadline + timedelta(days=1))
    assert [one.step.id for one in desk.letters] == ["reminder_2"]


def test_5_what_is_paid_disputed_or_promised_is_not_reminded(
    desk: Desk, owing: Owing, qtbot: QtBot, fill_dispute: Callable[..., None]
) -> None:
    paid, disputed, promised = (owing(name, (10, 50_000)) for name in ("Payé", "Litige", "Promis"))
    assert len(desk.letters) == 3
    payment = PaymentDialog(desk.session, client_id=paid)
    qtbot.addWidget(payment)
    payment.amount.set_value(50_000)
    payment.amount.value_edited.emit(50_000)
    payment.accept()
    assert payment.changes is not None
    call = CallDialog(desk.session, calls.sheet(desk.session.store, TODAY, client_id=disputed))
    qtbot.addWidget(call)
    call.call.outcomes.choose(CallOutcome.DISPUTE)
    fill_dispute()
    call.accept()
    assert call.changes is not None
    promise = PromiseDialog(desk.session, None, promised)
    qtbot.addWidget(promise)
    promise.promised_on.set_value(TODAY + timedelta(days=3))
    promise.accept()
    assert desk.letters == []
    assert {one.reason.value for one in desk.aside} == {"disputed", "promised"}
    assert "21/11/2026" in desk.window.tabs.followups.to_send.known_until.text(), "the bank is in sight"
    desk.go_to(TODAY + timedelta(days=4))
    assert [one.client_id for one in desk.letters] == [promised], "the promise is over"


def test_6_credits_are_netted_wherever_they_stand(desk: Desk, owing: Owing) -> None:
    whole, part = owing("Tout", (10, 50_000)), owing("Partie", (10, 50_000))
    for client, cents in ((whole, 50_000), (part, 20_000)):
        credit = InvoiceDraft(
            client, DocumentKind.CREDIT_NOTE, f"AV{client}", TODAY - timedelta(days=1), None, None, cents
        )
        invoices.add(desk.session.store, credit)
    (letter,) = desk.letters
    assert (letter.client_id, letter.credits, letter.claimed) == (part, 20_000, 30_000)
    assert [one.reason.value for one in desk.aside] == ["covered_by_credit"]


def test_7_history_outlives_the_step_that_made_it(desk: Desk, owing: Owing, qtbot: QtBot) -> None:
    client = owing("Étoile", (10, 120_000))
    desk.issue_by_session()
    dialog = PlanDialog(desk.session)
    qtbot.addWidget(dialog)
    dialog.show_step("reminder_1")
    dialog.remove_step.click()
    dialog.accept()
    assert dialog.changes is not None
    desk.window.tabs.show_client(client)
    with desk.session.store.reading() as r:
        (letter,) = r.letters.of_client(client)
        history = r.followups.history()
    assert letter.step == "reminder_1"
    assert [step.step for steps in history.values() for step in steps] == ["reminder_1"]
    desk.go_to(TODAY + timedelta(days=9))
    desk.window.run_action("to_send")
    assert desk.letters == [], "the deadline of what was sent is over, the next step has not come"


def test_8_an_issued_invoice_is_never_changed_to_add_fees(desk: Desk, owing: Owing) -> None:
    client = owing("Étoile", (60, 120_000))
    before = invoices.by_number(desk.session.store, f"F{client}-60")
    for day in (0, 9, 18, 27):
        desk.go_to(TODAY + timedelta(days=day))
        if desk.letters:
            desk.issue_by_session()
    after = invoices.by_number(desk.session.store, f"F{client}-60")
    assert after == before
    card = clients.card(desk.session.store, client, desk.day)
    assert card.outstanding == 120_000
    with desk.session.store.reading() as r:
        assert len(r.letters.of_client(client)) == 3


def test_9_one_invoice_is_taken_out_and_what_was_sent_is_seen(desk: Desk, owing: Owing, qtbot: QtBot) -> None:
    client = owing("Étoile", (10, 120_000), (11, 70_000))
    out = invoices.by_number(desk.session.store, f"F{client}-11").id
    pause = PauseDialog(desk.session, None, invoice_ids=(out,))
    qtbot.addWidget(pause)
    pause.until.set_value(TODAY + timedelta(days=30))
    pause.reason.setCurrentText("Avoir à venir")
    pause.accept()
    (letter,) = desk.letters
    assert [one.item.number for one in letter.reminded] == [f"F{client}-10"]
    assert [one.invoice_number for one in desk.aside] == [f"F{client}-11"]
    desk.issue_by_session()
    sheet = calls.sheet(desk.session.store, TODAY, client_id=client)
    assert any(event.kind == "letter" for event in sheet.contacts), "seen before the next one is sent"
    assert payments.open_items(desk.session.store, client)
