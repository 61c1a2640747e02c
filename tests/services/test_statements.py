"""Protects the statement of account: every movement, the right balance, the same bytes twice."""

from datetime import date, timedelta

from creances_desktop.domain.payments import Allocation
from creances_desktop.services import payments, statements

DAY = date(2026, 11, 21)


def test_movements_balance_and_bounce(books) -> None:
    client_id = books.client()
    first = books.invoice(client_id, "F-1", 100_00, 40)
    books.invoice(client_id, "F-2", 50_00, -5)
    credit = books.credit(client_id, gross=20_00)
    payments.allocate_credit(books.store, credit, (Allocation(books.item(first), 20_00),))
    bounced = books.pay(client_id, 80_00, (books.item(first), 80_00), on=DAY - timedelta(days=9))
    payments.cancel(books.store, bounced.id, DAY - timedelta(days=4), "impayé", reopens=True)
    slip = books.pay(client_id, 33_00, on=DAY - timedelta(days=2))
    payments.cancel(books.store, slip.id, DAY - timedelta(days=2), "")
    content = statements.content(books.store, client_id, DAY)
    assert content.balance == 130_00
    assert [line.document for line in content.lines] == ["Facture", "Avoir", "Facture", "Virement", "Rejet"]
    assert (content.overdue, content.not_due, content.credits) == (80_00, 50_00, 0)


def test_what_came_before_the_first_day_is_summed_up(books) -> None:
    client_id = books.client()
    books.invoice(client_id, "F-1", 100_00, 40)
    books.invoice(client_id, "F-2", 50_00, -5)
    content = statements.content(books.store, client_id, DAY, DAY - timedelta(days=31))
    assert (content.opening_balance, [line.number for line in content.lines]) == (100_00, ["F-2"])


def test_the_same_statement_is_drawn_with_the_same_bytes(books) -> None:
    client_id = books.client()
    books.invoice(client_id)
    data = statements.pdf(books.store, client_id, DAY)
    assert data.startswith(b"%PDF-")
    assert data == statements.pdf(books.store, client_id, DAY)


def test_the_file_name_is_safe_everywhere() -> None:
    assert statements.file_name("Été/:*", DAY) == "releve_ETE_2026-11-21.pdf"
