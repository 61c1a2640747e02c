"""Protects the long lists: what each filter keeps, in what order, found by what words, with which sums."""

from datetime import date, timedelta

import pytest

from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.payments import Allocation
from creances_desktop.services import holds, invoices, lists, payments

DAY = date(2026, 11, 21)


@pytest.fixture
def known(books) -> dict[str, int]:
    """Three clients with an invoice in every state, by its number."""
    durand = books.client("DURAND", "Durand & Fils", email="a@durand.example")
    lefevre = books.client("LEFEVRE", "Scierie Lefèvre", email="b@lefevre.example")
    books.client("ZERO", "Zéro dette")
    ids = {
        "OLD": books.invoice(durand, "OLD", 100_00, 40),
        "LATE": books.invoice(durand, "LATE", 50_00, 1),
        "TODAY": books.invoice(lefevre, "TODAY", 30_00, 0),
        "SOON": books.invoice(lefevre, "SOON", 20_00, -10),
        "PAID": books.invoice(lefevre, "PAID", 10_00, 60),
        "GONE": books.invoice(lefevre, "GONE", 10_00, 5),
        "CREDIT": books.credit(durand, "CREDIT", 15_00),
    }
    books.pay(lefevre, 10_00, (books.item(ids["PAID"]), 10_00))
    books.pay(durand, 25_00, (books.item(ids["OLD"]), 25_00))
    payments.allocate_credit(books.store, ids["CREDIT"], (Allocation(books.item(ids["LATE"]), 5_00),))
    invoices.cancel(books.store, ids["GONE"], "erreur")
    return ids


def numbers(books, **asked) -> list[str]:
    ids = lists.invoice_ids(books.store, asked.pop("day", DAY), **asked)
    return [line.number for line in lists.invoice_page(books.store, ids, DAY)]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("all", ["CREDIT", "LATE", "OLD", "PAID", "SOON", "TODAY"]),
        ("open", ["LATE", "OLD", "SOON", "TODAY"]),
        ("overdue", ["LATE", "OLD"]),
        ("not_due", ["SOON", "TODAY"]),
        ("paid", ["PAID"]),
        ("credits", ["CREDIT"]),
        ("disputed", []),
        ("promised", []),
        ("to_confirm", []),
    ],
)
def test_a_filter_keeps_what_it_says(books, known, chosen, expected) -> None:
    assert sorted(numbers(books, chosen=chosen)) == expected


def test_disputes_and_promises_are_found_while_they_run(books, known) -> None:
    holds.dispute(books.store, known["OLD"], "", DAY)
    owner = invoices.get(books.store, known["TODAY"]).client_id
    holds.promise(books.store, owner, 50_00, DAY + timedelta(days=2), DAY)
    assert numbers(books, chosen="disputed") == ["OLD"]
    assert sorted(numbers(books, chosen="promised")) == ["SOON", "TODAY"], "a promise on the whole account"
    assert lists.invoice_ids(books.store, DAY + timedelta(days=3), chosen="promised").tolist() == []


@pytest.mark.parametrize(
    ("sort", "descending", "expected"),
    [
        ("due", False, ["OLD", "LATE", "TODAY", "SOON"]),
        ("due", True, ["SOON", "TODAY", "LATE", "OLD"]),
        ("number", False, ["LATE", "OLD", "SOON", "TODAY"]),
        ("gross", True, ["OLD", "LATE", "TODAY", "SOON"]),
        ("outstanding", False, ["SOON", "TODAY", "LATE", "OLD"]),
        ("issued", False, ["OLD", "LATE", "TODAY", "SOON"]),
    ],
)
def test_sql_sorts(books, known, sort, descending, expected) -> None:
    assert numbers(books, chosen="open", sort=sort, descending=descending) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lefevre", ["PAID", "SOON", "TODAY"]),
        ("LEFÈVRE soon", ["SOON"]),
        ("old", ["OLD"]),
        ("100%", []),
        ("_", []),
        ("durand lefevre", []),
    ],
)
def test_words_are_found_without_case_or_accents(books, known, words, expected) -> None:
    assert sorted(numbers(books, words=words)) == expected


def test_a_line_says_what_is_left_as_of_the_day(books, known) -> None:
    lines = {line.number: line for line in lists.invoice_page(books.store, list(known.values()), DAY)}
    assert (lines["OLD"].outstanding, lines["LATE"].outstanding) == (75_00, 45_00)
    assert (lines["PAID"].outstanding, lines["CREDIT"].credit_left) == (0, 10_00)
    yesterday = lists.invoice_page(books.store, [known["OLD"]], DAY - timedelta(days=1))
    assert yesterday[0].outstanding == 100_00


def test_a_page_keeps_its_order_and_leaves_out_what_is_gone(books, known) -> None:
    ids = [known["TODAY"], 999_999, known["OLD"]]
    assert [line.id for line in lists.invoice_page(books.store, ids, DAY)] == [known["TODAY"], known["OLD"]]


def test_the_totals_of_a_selection_count_credits_negative(books, known) -> None:
    chosen = [known[name] for name in ("OLD", "LATE", "CREDIT")]
    totals = lists.invoice_totals(books.store, chosen, DAY)
    assert (totals.count, totals.gross, totals.outstanding) == (3, 135_00, 110_00)
    assert lists.invoice_totals(books.store, [], DAY).gross == 0


def test_a_selection_of_thousands_is_one_question(books, known) -> None:
    totals = lists.invoice_totals(books.store, [known["OLD"], *range(1_000, 101_000)], DAY)
    assert totals.outstanding == 75_00


def test_the_account_of_a_client_is_a_list_too(books, known) -> None:
    owner = invoices.get(books.store, known["OLD"]).client_id
    assert sorted(numbers(books, client_id=owner)) == ["CREDIT", "LATE", "OLD"]


def codes(books, **asked) -> list[str]:
    ids = lists.client_ids(books.store, DAY, **asked)
    return [line.code for line in lists.client_page(books.store, ids, DAY)]


def test_clients_are_filtered_and_sorted(books, known) -> None:
    assert codes(books) == ["DURAND", "LEFEVRE", "ZERO"]
    assert codes(books, chosen="overdue") == ["DURAND"]
    assert codes(books, chosen="incomplete") == ["ZERO"], "without an e-mail"
    assert codes(books, sort="outstanding", descending=True) == ["DURAND", "LEFEVRE", "ZERO"]
    assert codes(books, sort="oldest") == ["DURAND", "LEFEVRE", "ZERO"], "who owes nothing comes last"
    assert codes(books, words="SCIERIE") == ["LEFEVRE"]


def test_a_client_line_adds_up(books, known) -> None:
    line = lists.client_page(books.store, lists.client_ids(books.store, DAY, words="durand"), DAY)[0]
    assert (line.outstanding, line.overdue) == (120_00, 120_00)
    assert line.oldest_due == DAY - timedelta(days=40)


def test_several_clients_owe_together(books, known) -> None:
    ids = lists.client_ids(books.store, DAY)
    assert lists.client_outstanding(books.store, ids, DAY) == 170_00
    assert lists.client_outstanding(books.store, ids, DAY - timedelta(days=1)) == 205_00
    assert lists.client_outstanding(books.store, [], DAY) == 0


def test_clients_held_back_are_found(books, known) -> None:
    owner = invoices.get(books.store, known["OLD"]).client_id
    holds.pause(books.store, DAY, "accord", DAY, client_id=owner)
    holds.insolvency(books.store, owner, DAY)
    holds.dispute(books.store, known["OLD"], "", DAY)
    for chosen in ("paused", "insolvency", "disputed"):
        assert codes(books, chosen=chosen) == ["DURAND"]


def test_only_debits_are_ever_paid(books, known) -> None:
    lines = lists.invoice_page(books.store, lists.invoice_ids(books.store, DAY, chosen="paid"), DAY)
    assert all(DocumentKind(line.kind).is_debit for line in lines)
