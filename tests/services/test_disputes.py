"""Disputes on a real dossier: the rest goes on being followed up, and every figure says what is contested."""

import io
import re
from datetime import date, timedelta

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.disputes import Answerer, Category, DisputeDraft, Outcome
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.followups import ExclusionReason
from creances_desktop.domain.letters import content_from_json
from creances_desktop.services import (
    balance,
    balance_report,
    breakdown,
    calendar,
    clients,
    disputes,
    followups,
    history,
    holds,
    invoices,
    lists,
    other_letters,
    payments,
    statements,
    today,
)
from creances_desktop.services.disputes import DisputeEnd

DAY = date(2026, 11, 21)
ANSWER = DAY + timedelta(days=12)
PART = DisputeDraft(
    "Trois portes rayées", 300_00, Category.NONCONFORMING, "Remplacement", Answerer.US, ANSWER
)


@pytest.fixture
def disputed(books):
    """1,200 € ten days late, 300 € of it contested: client, invoice, dispute."""
    client_id = books.client()
    invoice_id = books.invoice(client_id, gross=1200_00)
    return client_id, invoice_id, disputes.enter(books.store, invoice_id, PART, DAY).id


def proposal(books):
    (found,) = followups.prepare(books.store, DAY).to_do
    return found


def test_nine_hundred_of_twelve_hundred_go_on_being_followed_up(books, disputed) -> None:
    letter = proposal(books)
    assert (letter.total, letter.claimed) == (900_00, 900_00)
    (taken,) = letter.reminded
    assert (taken.item.outstanding, taken.item.disputed, taken.item.paid) == (900_00, 300_00, 0)


def test_the_letter_says_what_it_leaves_out(books, disputed) -> None:
    (issued,) = followups.issue(books.store, DAY).issued
    with books.store.reading() as r:
        content = content_from_json(r.letters.content(issued.letter.id))
    (line,) = content.parts[0].lines
    assert (line.amount, line.paid, line.disputed, line.outstanding) == (1200_00, 0, 300_00, 900_00)
    assert content.to_pay == 900_00
    assert "300,00\u00a0€** que vous contestez" in content.opening[-1]


def test_interest_runs_on_the_whole_debt(books, disputed) -> None:
    _, invoice_id, _ = disputed
    with_dispute = breakdown.of_invoice_id(books.store, invoice_id, DAY).result.interest
    holds.close_dispute(books.store, invoice_id, DAY)
    assert breakdown.of_invoice_id(books.store, invoice_id, DAY).result.interest == with_dispute > 0


def test_the_figures_keep_it_in_and_tell_it_apart(books, disputed) -> None:
    client_id, invoice_id, _ = disputed
    total = balance.aged(books.store, DAY).total
    assert (total.outstanding, total.disputed, total.d1_30) == (1200_00, 300_00, 1200_00)
    figures = today.overview(books.store, DAY).figures
    assert (figures.outstanding, figures.disputed) == (1200_00, 300_00)
    card = clients.card(books.store, client_id, DAY)
    assert (card.outstanding, card.disputed) == (1200_00, 300_00)
    assert invoices.card(books.store, invoice_id, DAY).disputed == 300_00
    (line,) = lists.invoice_page(books.store, [invoice_id], DAY)
    assert (line.outstanding, line.disputed_amount) == (1200_00, 300_00)
    text = balance_report.as_text(balance.aged(books.store, DAY))
    assert "Dont litige" in text
    assert "300,00" in text


def test_the_json_of_the_balance_keeps_its_seven_amounts(books, disputed) -> None:
    answer = balance_report.as_json(balance.aged(books.store, DAY))
    assert list(answer["total"]) == [
        "outstanding", "not_due", "d1_30", "d31_60", "d61_90", "d90_plus", "unallocated",
    ]  # fmt: skip
    assert answer["total"]["outstanding"] == "1200.00"


def test_a_payment_of_the_rest_does_not_close_the_dispute(books, disputed) -> None:
    client_id, invoice_id, dispute_id = disputed
    books.pay(client_id, 900_00, (books.item(invoice_id), 900_00))
    assert followups.prepare(books.store, DAY).to_do == ()
    (left_out,) = followups.prepare(books.store, DAY).excluded
    assert left_out.reason is ExclusionReason.DISPUTED
    assert disputes.open_on(books.store, invoice_id).id == dispute_id
    assert balance.aged(books.store, DAY).total.disputed == 300_00


def test_a_part_payment_leaves_the_contested_part_for_last(books, disputed) -> None:
    client_id, invoice_id, _ = disputed
    made = books.pay(client_id, 500_00, (books.item(invoice_id), 500_00))
    assert proposal(books).claimed == 400_00
    payments.cancel(books.store, made.id, DAY, "")
    assert proposal(books).claimed == 900_00


def test_a_credit_note_on_the_contested_part_leaves_the_rest_to_pay(books, disputed) -> None:
    _, invoice_id, _ = disputed
    end = DisputeEnd(Outcome.CREDIT_NOTE, 300_00, "AV-7", "Portes reprises")
    before = books.entries()
    changes = disputes.settle(books.store, disputed[2], end, DAY)
    assert books.entries() == before + 1
    assert books.owed(invoice_id) == 900_00
    assert balance.aged(books.store, DAY).total.disputed == 0
    assert proposal(books).claimed == 900_00
    note = invoices.get(books.store, changes.id)
    assert (note.number, note.gross, note.net, note.vat, note.corrects) == ("AV-7", 300_00, 300_00, 0, True)
    (ended,) = disputes.of_invoice(books.store, invoice_id)
    assert (ended.outcome, ended.conceded, ended.credit_note_id) == (Outcome.CREDIT_NOTE, 300_00, note.id)


def test_a_credit_note_entered_meanwhile_reduces_the_dispute(books, disputed) -> None:
    client_id, invoice_id, _ = disputed
    draft = books.draft(
        client_id, "AV-1", 100_00, 0, kind=invoices.DocumentKind.CREDIT_NOTE, issue_date=DAY, due_items=()
    )
    credit = invoices.add(books.store, draft).id
    payments.allocate_credit(books.store, credit, (payments.Allocation(books.item(invoice_id), 100_00),))
    card = invoices.card(books.store, invoice_id, DAY)
    assert (card.outstanding, card.disputed) == (1100_00, 200_00)
    assert proposal(books).claimed == 900_00
    with pytest.raises(InvalidValue, match="de 200,00\u00a0€.*saisissez ensuite un autre avoir"):
        disputes.settle(books.store, disputed[2], DisputeEnd(Outcome.CREDIT_NOTE, 200_01, "AV-2"), DAY)


@pytest.mark.parametrize(
    ("end", "owed", "claimed"),
    [
        (DisputeEnd(Outcome.UPHELD, note="Bon de livraison signé"), 1200_00, 1200_00),
        (DisputeEnd(Outcome.COMPROMISE, 120_00, "AV-2", never_owed=False), 1080_00, 1080_00),
        (DisputeEnd(Outcome.CREDIT_NOTE, 300_00, ""), 1200_00, 1200_00),  # the credit note comes later
    ],
)
def test_every_outcome_leaves_the_right_amount_to_follow_up(books, disputed, end, owed, claimed) -> None:
    disputes.settle(books.store, disputed[2], end, DAY)
    assert books.owed(disputed[1]) == owed
    assert proposal(books).claimed == claimed
    with pytest.raises(DomainError, match="déjà clos"):
        disputes.settle(books.store, disputed[2], end, DAY)


@pytest.mark.parametrize(
    ("end", "field"),
    [
        (DisputeEnd(Outcome.CREDIT_NOTE, 0, "AV-1"), "conceded"),
        (DisputeEnd(Outcome.COMPROMISE, 300_01, "AV-1"), "conceded"),
        (DisputeEnd(Outcome.CREDIT_NOTE, 500_00, ""), "conceded"),
        (DisputeEnd(Outcome.UPHELD, 10_00), "conceded"),
        (DisputeEnd(Outcome.CREDIT_NOTE, 300_00, "F-1"), "number"),
    ],
)
def test_an_impossible_outcome_is_named_and_leaves_the_dispute_open(books, disputed, end, field) -> None:
    before = books.entries()
    with pytest.raises(InvalidValue) as refused:
        disputes.settle(books.store, disputed[2], end, DAY)
    assert refused.value.field == field
    assert books.entries() == before
    assert disputes.open_on(books.store, disputed[1]) is not None


def test_the_day_of_the_answer_is_in_the_calendar_and_moves_with_the_dispute(books, disputed) -> None:
    (entry,) = calendar.of_client(books.store, disputed[0])
    assert (entry.kind, entry.day, entry.title) == (
        EntryKind.DISPUTE, ANSWER, "Répondre au client\u00a0: litige sur F-1",
    )  # fmt: skip
    later = ANSWER + timedelta(days=8)
    told = DisputeDraft("Portes", 200_00, Category.WORK, "Remise", Answerer.CLIENT, later)
    disputes.change(books.store, disputed[2], told, DAY)
    (entry,) = calendar.of_client(books.store, disputed[0])
    assert (entry.day, entry.title) == (later, "Réponse attendue du client\u00a0: litige sur F-1")
    assert proposal(books).claimed == 1000_00
    disputes.settle(books.store, disputed[2], DisputeEnd(Outcome.UPHELD), later)
    (entry,) = calendar.of_client(books.store, disputed[0])
    assert entry.done_on == later


def test_a_day_of_answer_that_has_passed_may_stay(books, disputed) -> None:
    after = ANSWER + timedelta(days=3)
    told = DisputeDraft("Portes et chant", 300_00, Category.WORK, "", Answerer.US, ANSWER)
    disputes.change(books.store, disputed[2], told, after)
    assert disputes.open_on(books.store, disputed[1]).reason == "Portes et chant"
    with pytest.raises(InvalidValue, match="déjà passé"):
        disputes.change(books.store, disputed[2], DisputeDraft(answer_by=DAY - timedelta(days=1)), after)


def test_a_dispute_needs_something_to_contest(books, disputed) -> None:
    client_id, invoice_id, _ = disputed
    with pytest.raises(DomainError, match="déjà en litige"):
        disputes.enter(books.store, invoice_id, PART, DAY)
    paid = books.invoice(client_id, "F-2")
    books.pay(client_id, 120_00, (books.item(paid), 120_00))
    with pytest.raises(DomainError, match="Rien ne reste dû"):
        disputes.enter(books.store, paid, DisputeDraft(), DAY)


def test_a_dispute_noted_on_the_phone_is_about_the_whole_invoice(books) -> None:
    client_id = books.client()
    invoice_id = books.invoice(client_id, gross=1200_00)
    holds.dispute(books.store, invoice_id, "Prix", DAY)
    assert disputes.open_on(books.store, invoice_id).amount is None
    assert balance.aged(books.store, DAY).total.disputed == 1200_00
    disputes.change(books.store, disputes.open_on(books.store, invoice_id).id, PART, DAY)
    assert proposal(books).claimed == 900_00


def test_a_closed_dispute_counts_for_the_days_between(books, disputed) -> None:
    later = DAY + timedelta(days=20)
    disputes.settle(books.store, disputed[2], DisputeEnd(Outcome.UPHELD), later)
    assert balance.aged(books.store, DAY).total.disputed == 300_00
    assert balance.aged(books.store, later).total.disputed == 0


def test_the_history_tells_the_dispute_in_french(books, disputed) -> None:
    disputes.settle(books.store, disputed[2], DisputeEnd(Outcome.UPHELD), DAY)
    texts = [event.text for event in history.of_invoice(books.store, disputed[1])]
    assert "Litige clos sur F-1\u00a0: créance maintenue" in texts
    assert "300,00\u00a0€ en litige sur F-1\u00a0: Trois portes rayées" in texts


@pytest.mark.parametrize("name", ["balance.csv", "balance.xlsx"])
def test_the_tables_of_the_balance_tell_it_apart(books, disputed, tmp_path, name) -> None:
    path = tmp_path / name
    balance.write(books.store, DAY, path)
    if name.endswith("csv"):
        lines = [line.split(";") for line in path.read_text("utf-8-sig").splitlines()]
    else:
        lines = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert lines[0][-1] == "Dont en litige"
    assert [str(line[-1]).replace(",", ".") for line in lines[1:]] in (["300.00"] * 2, ["300.0"] * 2)


def test_the_pdf_of_the_balance_names_who_contests(books, disputed) -> None:
    text = PdfReader(io.BytesIO(balance.pdf(books.store, DAY))).pages[0].extract_text()
    assert "Dont en litige" in text
    assert "Durand & Fils 300,00" in text


def test_a_statement_tells_the_contested_part_apart_and_does_not_ask_for_it(books, disputed) -> None:
    client_id, _, _ = disputed
    content = statements.content(books.store, client_id, DAY)
    assert (content.balance, content.disputed) == (1200_00, 300_00)
    words = " ".join(content.closing).replace("\u202f", " ")
    assert "à l’exception de la somme de 300,00\u00a0€ que vous contestez." in words
    text = PdfReader(io.BytesIO(statements.pdf(books.store, client_id, DAY))).pages[0].extract_text()
    assert re.search(r"dont contesté\s+300,00", text)
    letter_id = other_letters.issue(books.store, client_id, "statement_cover", day=DAY)
    with books.store.reading() as r:
        cover = content_from_json(r.letters.content(letter_id))
    assert cover.statement.disputed == 300_00
    assert (content.slip.amount, cover.slip.amount) == (900_00, 900_00), "what is not contested"
    assert "à l’exception de la somme de 300,00\u00a0€ que vous contestez." in " ".join(cover.closing)


def test_a_statement_without_a_dispute_says_nothing_of_one(books, disputed) -> None:
    disputes.settle(books.store, disputed[2], DisputeEnd(Outcome.UPHELD, note="Bon signé"), DAY)
    content = statements.content(books.store, disputed[0], DAY)
    assert content.disputed == 0
    assert "contest" not in " ".join(content.closing)


def test_a_call_is_worth_what_is_not_contested(books) -> None:
    client_id = books.client()
    invoice_id = books.invoice(client_id, gross=1200_00, days_late=14)
    monday = DAY + timedelta(days=2)
    followups.schedule_calls(books.store, DAY)
    disputes.enter(books.store, invoice_id, PART, DAY)
    (call,) = [one for one in today.overview(books.store, monday).tasks if one.kind == "call"]
    assert call.amount == 900_00
    assert call.text == "Appel 1\u00a0: 1\u00a0facture", "not the amount of the day it was planned"


def test_a_statement_with_interest_counts_none_on_what_is_contested(books, disputed) -> None:
    """As the letters do: the slip asks for what is not contested with its interest."""
    client_id, _, dispute_id = disputed
    later = DAY + timedelta(days=20)
    content = statements.content(books.store, client_id, later, with_interest=True)
    assert "300,00\u00a0€ contestés" in content.charges.note
    assert content.to_pay == 900_00 + content.charges.total
    disputes.settle(books.store, dispute_id, DisputeEnd(Outcome.UPHELD), DAY)
    whole = statements.content(books.store, client_id, later, with_interest=True)
    assert "contestés" not in whole.charges.note
    assert whole.charges.interest > content.charges.interest > 0
