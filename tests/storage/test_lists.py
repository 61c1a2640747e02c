"""The long lists: ids in the right order, pages that say the same as the balance."""

from datetime import date

import pytest

from creances_desktop.domain.clients import Address, ClientDraft
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.storage import lists
from creances_desktop.storage.store import Store

DAY = date(2026, 3, 1)


@pytest.fixture
def filled(store: Store) -> Store:
    """Three clients: an open and a paid invoice, an overdue one in dispute, a credit note."""
    with store.transaction() as t:
        entry = t.journal.append("test", "test")
        lefevre = t.clients.add(ClientDraft("C1", "Lefèvre & Œuvré", address=Address(city="Saint-Étienne")))
        dupont = t.clients.add(ClientDraft("C2", "dupont 100%"))
        t.clients.add(ClientDraft("C3", "Çelik"))

        def document(client: int, kind: DocumentKind, number: str, gross: int, due: date) -> int:
            items = (DueItemDraft(due, gross),) if kind.is_debit else ()
            return t.invoices.add(
                InvoiceDraft(client, kind, number, date(2026, 1, 5), gross, 0, gross, items),
                action_id=entry,
            )

        document(lefevre, DocumentKind.INVOICE, "F-1", 100_00, date(2026, 4, 1))
        paid = document(lefevre, DocumentKind.INVOICE, "F-2", 60_00, date(2026, 2, 1))
        late = document(dupont, DocumentKind.INVOICE, "F-3", 30_00, date(2026, 1, 31))
        document(dupont, DocumentKind.CREDIT_NOTE, "A-1", 10_00, date(2026, 1, 31))
        payment = t.payments.add(lefevre, 60_00, date(2026, 2, 3), "transfer", "", action_id=entry)
        t.payments.allocate(
            t.invoices.due_items(paid)[0].id, 60_00, date(2026, 2, 3), action_id=entry, payment_id=payment
        )
        t.invoices.add_dispute(late, DAY, "qualité", action_id=entry)
    return store


@pytest.mark.parametrize(
    ("chosen", "numbers"),
    [
        ("all", ["A-1", "F-1", "F-2", "F-3"]),
        ("open", ["F-1", "F-3"]),
        ("overdue", ["F-3"]),
        ("not_due", ["F-1"]),
        ("paid", ["F-2"]),
        ("disputed", ["F-3"]),
        ("promised", []),
        ("to_confirm", []),
        ("credits", ["A-1"]),
    ],
)
def test_invoices_are_filtered_by_their_state_of_the_day(
    filled: Store, chosen: str, numbers: list[str]
) -> None:
    with filled.reading() as r:
        ids = r.lists.invoice_ids(DAY, chosen=chosen, sort="number")
        assert [line.number for line in r.lists.invoice_page(ids, DAY)] == numbers


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("lefevre", ["F-1", "F-2"]),
        ("LEFÈVRE f-1", ["F-1"]),
        ("oeuvre", ["F-1", "F-2"]),
        ("étienne", ["F-1", "F-2"]),
        ("100%", ["A-1", "F-3"]),
        ("10_", []),
        ("introuvable", []),
    ],
)
def test_a_search_ignores_case_and_accents_and_takes_signs_literally(
    filled: Store, words: str, numbers: list[str]
) -> None:
    with filled.reading() as r:
        ids = r.lists.invoice_ids(DAY, words=words, sort="number")
        assert [line.number for line in r.lists.invoice_page(ids, DAY)] == numbers


def test_every_order_gives_every_row_once_both_ways(filled: Store) -> None:
    with filled.reading() as r:
        for sort in lists._INVOICE_SORTS:
            up = list(r.lists.invoice_ids(DAY, sort=sort))
            assert sorted(up) == sorted(r.lists.invoice_ids(DAY, sort=sort, descending=True))
            assert len(up) == 4
        for sort in lists._CLIENT_SORTS:
            assert len(r.lists.client_ids(DAY, sort=sort)) == 3


def test_clients_sort_by_name_without_accents(filled: Store) -> None:
    with filled.reading() as r:
        lines = r.lists.client_page(r.lists.client_ids(DAY), DAY)
        assert [line.code for line in lines] == ["C3", "C2", "C1"]
        assert [
            line.code for line in r.lists.client_page(r.lists.client_ids(DAY, chosen="overdue"), DAY)
        ] == ["C2"]
        dupont = next(line for line in lines if line.code == "C2")
        assert (dupont.outstanding, dupont.overdue, dupont.disputed) == (30_00, 30_00, True)


def test_totals_count_credits_as_negative(filled: Store) -> None:
    with filled.reading() as r:
        ids = r.lists.invoice_ids(DAY)
        assert r.lists.invoice_totals(ids, DAY) == (100_00 + 60_00 + 30_00 - 10_00, 120_00)


def test_a_line_is_what_the_page_promises(filled: Store) -> None:
    with filled.reading() as r:
        (line,) = r.lists.invoice_page(r.lists.invoice_ids(DAY, words="F-3"), DAY)
    assert (line.client_name, line.due_date, line.outstanding, line.disputed) == (
        "dupont 100%",
        date(2026, 1, 31),
        30_00,
        True,
    )
