"""Protects the head of the first page: a month ago is what it was then, doubtful debts promise nothing."""

from datetime import date, timedelta

from creances_desktop.domain.disputes import DisputeDraft
from creances_desktop.domain.payments import PaymentDraft
from creances_desktop.domain.receipts_forecast import Basis
from creances_desktop.services import disputes, holds, key_figures, payments, receipts_forecast

from .conftest import DAY, Books


def settle(books: Books, client: int, number: str, days_late: int, days_after: int) -> None:
    """An invoice due so many days ago, and paid so many days after."""
    invoice = books.invoice(client, number, 100_00, days_late)
    due = DAY - timedelta(days=days_late)
    books.pay(client, 100_00, (books.item(invoice), 100_00), on=due + timedelta(days=days_after))


def expected(books: Books, day: date = DAY) -> list[tuple[str, int, Basis]]:
    found = receipts_forecast.forecast(books.store, day)
    return [(f"{one.day:%d/%m} {one.number}", one.amount, one.basis) for one in found.rows]


def test_each_receipt_is_expected_once_and_for_its_reason(books: Books) -> None:
    regular, new = books.client(), books.client("NEUF", "Neuf")
    for number in range(5):
        settle(books, regular, f"P{number}", 200 - 17 * number, 12)
    books.invoice(regular, "F-1", 300_00, 5)
    books.invoice(new, "F-2", 200_00, -3)
    promised = books.invoice(new, "F-3", 500_00, 40)
    holds.promise(books.store, new, 400_00, date(2026, 11, 30), DAY, invoice_ids=[promised])
    found = receipts_forecast.forecast(books.store, DAY)
    assert expected(books) == [
        ("24/11 F-2", 200_00, Basis.DUE_DATE),
        ("28/11 F-1", 300_00, Basis.RHYTHM),
        ("30/11 F-3", 400_00, Basis.PROMISE),
    ]
    assert {one.client_name for one in found.rows} == {"Durand & Fils", "Neuf"}
    assert found.undated == 0


def test_what_is_contested_or_doubtful_is_not_expected(books: Books) -> None:
    client, failed = books.client(), books.client("LIQUIDE", "Liquidé")
    contested = books.invoice(client, "F-1", 300_00, -5)
    books.invoice(failed, "F-2", 900_00, -5)
    disputes.enter(books.store, contested, DisputeDraft("Rayure", amount=100_00), DAY)
    holds.insolvency(books.store, failed, DAY)
    assert expected(books) == [("26/11 F-1", 200_00, Basis.DUE_DATE)]


def test_the_month_before_is_as_it_was_then(books: Books) -> None:
    client = books.client()
    old = books.invoice(client, "F-1", 300_00, 60)
    books.invoice(client, "F-2", 500_00, 10)
    books.pay(client, 300_00, (books.item(old), 300_00), on=DAY - timedelta(days=3))
    found = key_figures.trends(books.store, DAY)
    assert found.since == date(2026, 10, 21)
    assert (found.outstanding_before, found.overdue_before) == (800_00, 300_00)
    assert found.forecast_before == 500_00
    assert (found.forecast.total, found.forecast.undated) == (0, 500_00)


def test_the_dso_leaves_out_what_is_doubtful_and_what_was_reversed(books: Books) -> None:
    client, failed = books.client(), books.client("LIQUIDE", "Liquidé")
    books.invoice(client, "F-1", 310_00, 0)  # issued on 22 October
    assert key_figures.dso(books.store, DAY).days == 21 + 31
    books.invoice(failed, "F-2", 5_000_00, 400)
    holds.insolvency(books.store, failed, DAY)
    assert key_figures.dso(books.store, DAY).days == 21 + 31
    payments.record(books.store, PaymentDraft(client, 155_00, DAY), DAY)
    half = key_figures.dso(books.store, DAY)
    assert (half.days, half.beyond) == (37, False)  # 21 + 15.5, half up
    assert [step.month.name for step in half.steps] == ["novembre 2026", "octobre 2026"]


def test_an_empty_dossier_has_neither(books: Books) -> None:
    found = key_figures.trends(books.store, DAY)
    assert (found.forecast.rows, found.dso, found.dso_before) == ((), None, None)
