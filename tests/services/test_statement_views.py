"""Protects the two views of an account: by the dates of the papers, and as typed on the day itself."""

import io
from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.payments import Allocation, PaymentDraft
from creances_desktop.domain.penalties import RegimeUnavailable
from creances_desktop.services import invoices, payments, statements

DAY = date(2026, 11, 21)


def at(books, day: date) -> None:
    """From now on, entries are typed at noon of that day."""
    books.store.clock = lambda: datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(text.split())


@pytest.fixture
def typed(books):
    """An invoice paid on 10 November, which was typed on the 15th; the payment came back on the 18th."""
    at(books, date(2026, 10, 1))
    client_id = books.client()
    first = books.invoice(client_id, "F-1", 100_00, 40)
    at(books, date(2026, 11, 15))
    item = books.item(first)
    draft = PaymentDraft(client_id, 100_00, date(2026, 11, 10), allocations=(Allocation(item, 100_00),))
    paid = payments.record(books.store, draft, date(2026, 11, 15))
    at(books, date(2026, 11, 20))
    payments.returned(books.store, paid.id, date(2026, 11, 18), "provision insuffisante")
    at(books, DAY)
    return client_id


@pytest.mark.parametrize(
    ("day", "by_date", "as_typed"),
    [
        (date(2026, 11, 9), 100_00, 100_00),
        (date(2026, 11, 12), 0, 100_00),
        (date(2026, 11, 15), 0, 0),
        (date(2026, 11, 18), 100_00, 0),
        (date(2026, 11, 19), 100_00, 0),
        (date(2026, 11, 20), 100_00, 100_00),
        (date(2027, 3, 1), 100_00, 100_00),
    ],
)
def test_each_view_counts_by_its_own_clock(books, typed, day, by_date: int, as_typed: int) -> None:
    assert statements.content(books.store, typed, day).balance == by_date
    assert statements.content(books.store, typed, day, as_typed=True).balance == as_typed


def test_what_was_cancelled_later_still_stood_that_day(books) -> None:
    at(books, date(2026, 11, 2))
    client_id = books.client()
    invoice = books.invoice(client_id, "F-1", 100_00, 40)
    slip = books.pay(client_id, 30_00, on=date(2026, 11, 2))
    at(books, date(2026, 11, 12))
    invoices.cancel(books.store, invoice, "doublon")
    payments.cancel(books.store, slip.id, date(2026, 11, 2), "")
    before = statements.content(books.store, client_id, date(2026, 11, 5), as_typed=True)
    assert [line.document for line in before.lines] == ["Facture", "Virement"]
    assert (before.overdue, before.credits, before.balance) == (100_00, 30_00, 70_00)
    assert statements.content(books.store, client_id, date(2026, 11, 5)).lines == ()
    assert statements.content(books.store, client_id, DAY, as_typed=True).lines == ()


def test_a_credit_set_later_was_in_hand_that_day(books) -> None:
    at(books, date(2026, 11, 2))
    client_id = books.client()
    invoice, credit = books.invoice(client_id, "F-1", 100_00, 40), books.credit(client_id)
    at(books, date(2026, 11, 12))
    payments.allocate_credit(books.store, credit, (Allocation(books.item(invoice), 20_00),))
    before = statements.content(books.store, client_id, date(2026, 11, 5), as_typed=True)
    assert (before.overdue, before.credits) == (100_00, 20_00)
    after = statements.content(books.store, client_id, date(2026, 11, 5))
    assert (after.overdue, after.credits) == (80_00, 0)


def test_the_paper_says_which_view_it_is(books, typed) -> None:
    day = date(2026, 11, 12)
    by_date = text_of(statements.pdf(books.store, typed, day))
    as_typed = text_of(statements.pdf(books.store, typed, day, as_typed=True))
    assert "d’après la date des pièces" in by_date
    assert "tel que saisi au 12 novembre 2026" in as_typed


def test_interest_to_the_day_is_added_on_demand(books, typed) -> None:
    plain = statements.content(books.store, typed, DAY)
    assert plain.charges is None
    full = statements.content(books.store, typed, DAY, with_interest=True)
    assert full.charges is not None
    # 100 € at 12,40 % for 32 days until the payment, then for 3 days since it came back
    assert full.charges.interest > 0
    assert (full.charges.indemnity, full.charges.indemnities) == (40_00, 1)
    later = statements.content(books.store, typed, DAY + timedelta(days=30), with_interest=True)
    assert later.charges is not None
    assert later.charges.interest > full.charges.interest
    paper = text_of(statements.pdf(books.store, typed, DAY, with_interest=True))
    assert "Intérêts de retard au 21 novembre 2026" in paper
    assert "Indemnités forfaitaires (1 facture)" in paper
    far = statements.content(books.store, typed, date(2027, 2, 1), with_interest=True)
    assert far.charges is not None
    assert "1er semestre 2027" in far.charges.note


def test_interest_needs_todays_accounts_and_a_known_nature(books, typed) -> None:
    with pytest.raises(InvalidValue):
        statements.content(books.store, typed, DAY, with_interest=True, as_typed=True)
    unknown = books.client("X", nature=Nature.UNSPECIFIED)
    with pytest.raises(RegimeUnavailable):
        statements.content(books.store, unknown, DAY, with_interest=True)
