"""Protects invoices: checked, never erased, frozen once used, owed as of a day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft
from creances_desktop.services import clients, followups, history, invoices, lists

DAY = date(2026, 11, 21)
PDF = b"%PDF-1.7\nune facture"


def test_an_invoice_has_its_due_item_and_is_owed_from_its_date(books) -> None:
    client_id = books.client()
    draft = books.draft(client_id, gross=120_00, days_late=10)
    made = invoices.add(books.store, draft)
    card = invoices.card(books.store, made.id, DAY)
    assert [(item.due_date, item.amount) for item in card.due_items] == [(DAY - timedelta(days=10), 120_00)]
    assert card.outstanding == 120_00
    assert books.owed(made.id, draft.issue_date - timedelta(days=1)) == 0
    assert made.message == "Facture F-1 de 120,00\u00a0€ — Durand & Fils\u00a0: enregistrée."


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": "  "}, "number"),
        ({"gross": 0, "net": 0, "due_items": ()}, "gross"),
        ({"net": 100_00, "vat": 19_00}, "gross"),
        ({"net": 100_00, "vat": None}, "gross"),
        ({"due_items": (DueItemDraft(DAY, 119_00),)}, "due_items"),
        ({"due_items": ()}, "due_items"),
        ({"due_items": (DueItemDraft(date(2026, 1, 1), 120_00),)}, "due_date"),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_written(books, change, field) -> None:
    client_id = books.client()
    before = books.entries()
    with pytest.raises(InvalidValue) as refused:
        invoices.add(books.store, replace(books.draft(client_id), **change))
    assert refused.value.field == field
    assert books.entries() == before
    assert len(lists.invoice_ids(books.store, DAY)) == 0


def test_net_and_vat_may_both_be_unknown(books) -> None:
    made = invoices.add(books.store, replace(books.draft(books.client()), net=None, vat=None))
    stored = invoices.get(books.store, made.id)
    assert (stored.net, stored.vat, stored.gross) == (None, None, 120_00)


def test_a_number_is_used_once_per_client(books) -> None:
    first, second = books.client(), books.client("MARTIN", "Martin")
    books.invoice(first, "F-1")
    with pytest.raises(InvalidValue, match="F-1"):
        books.invoice(first, "F-1")
    assert books.invoice(second, "F-1"), "another client's paper may bear the same number"


def test_the_due_date_follows_the_clients_terms_or_the_companys(books) -> None:
    usual, own = books.client(), books.client("MARTIN", "Martin", terms_days=45)
    issued = date(2026, 1, 31)
    assert invoices.due_date(books.store, usual, issued) == issued + timedelta(days=30)
    assert invoices.due_date(books.store, own, issued) == issued + timedelta(days=45)


def test_the_number_proposed_follows_the_last_of_its_kind(books) -> None:
    client_id = books.client()
    assert invoices.proposed_number(books.store, DocumentKind.INVOICE) == ""
    books.invoice(client_id, "F-0099", days_late=20)
    books.invoice(client_id, "F-0100", days_late=5)
    books.credit(client_id, "A-07")
    assert invoices.proposed_number(books.store, DocumentKind.INVOICE) == "F-0101"
    assert invoices.proposed_number(books.store, DocumentKind.CREDIT_NOTE) == "A-08"
    books.invoice(client_id, "F-0101", days_late=15)
    assert invoices.proposed_number(books.store, DocumentKind.INVOICE) == "F-0102", "F-0101 is taken"


def test_a_correction_is_one_entry_with_before_and_after(books) -> None:
    client_id = books.client()
    invoice_id = books.invoice(client_id)
    before = books.entries()
    draft = replace(books.draft(client_id, days_late=3), label="Escalier")
    draft = replace(draft, issue_date=books.draft(client_id).issue_date)
    invoices.update(books.store, invoice_id, draft)
    assert books.entries() == before + 1
    card = invoices.card(books.store, invoice_id, DAY)
    assert card.invoice.label == "Escalier"
    assert card.due_items[0].due_date == DAY - timedelta(days=3)
    entry = history.journal(books.store, 1)[0]
    assert entry.before["due_dates"] != entry.after["due_dates"]
    assert [len(lists.invoice_ids(books.store, DAY, words=word)) for word in ("escalier", "porte")] == [1, 0]


def test_once_paid_the_amount_is_frozen_and_the_label_is_not(books) -> None:
    client_id = books.client()
    invoice_id = books.invoice(client_id)
    books.pay(client_id, 10_00, (books.item(invoice_id), 10_00))
    draft = books.draft(client_id)
    with pytest.raises(DomainError, match="avoir"):
        invoices.update(
            books.store, invoice_id, replace(draft, gross=90_00, net=90_00,
                                             due_items=(replace(draft.due_items[0], amount=90_00),))
        )  # fmt: skip
    assert invoices.get(books.store, invoice_id).gross == 120_00
    invoices.update(books.store, invoice_id, replace(draft, label="Précisé"))
    assert invoices.get(books.store, invoice_id).label == "Précisé"


def test_once_a_letter_spoke_of_it_an_invoice_is_not_cancelled(books) -> None:
    invoice_id = books.invoice(books.client())
    assert followups.issue(books.store, DAY).issued
    with pytest.raises(DomainError, match="lettre"):
        invoices.cancel(books.store, invoice_id, "erreur")
    assert books.owed(invoice_id) == 120_00


def test_neither_client_nor_kind_changes(books) -> None:
    client_id, other = books.client(), books.client("MARTIN", "Martin")
    invoice_id = books.invoice(client_id)
    with pytest.raises(DomainError, match="client"):
        invoices.update(books.store, invoice_id, books.draft(other))


@pytest.mark.parametrize("kind", ["invoice", "credit"])
def test_cancelling_adds_a_reversal_and_erases_nothing(books, kind) -> None:
    client_id = books.client()
    invoice_id = books.invoice(client_id) if kind == "invoice" else books.credit(client_id)
    issued = invoices.get(books.store, invoice_id).issue_date
    before = books.entries()
    invoices.cancel(books.store, invoice_id, "mauvais client")
    assert books.entries() == before + 1
    card = clients.card(books.store, client_id, DAY)
    assert (card.outstanding, card.credits) == (0, 0)
    assert clients.card(books.store, client_id, issued).outstanding == 0, "it never counted"
    assert len(lists.invoice_ids(books.store, DAY)) == 0, "lists hide the pair"
    assert invoices.get(books.store, invoice_id).reversed_by is not None
    assert any("mauvais client" in event.text for event in history.of_client(books.store, client_id))
    with pytest.raises(DomainError, match="déjà"):
        invoices.cancel(books.store, invoice_id, "encore")


def test_after_a_cancellation_the_number_is_free_again(books) -> None:
    client_id = books.client()
    invoices.cancel(books.store, books.invoice(client_id), "erreur")
    assert books.owed(books.invoice(client_id)) == 120_00


def test_a_pdf_comes_with_the_invoice_in_the_same_action(books) -> None:
    client_id = books.client()
    before = books.entries()
    made = invoices.add(books.store, books.draft(client_id), pdf=PDF)
    assert books.entries() == before + 1
    assert invoices.pdf(books.store, made.id) == PDF


def test_what_is_no_pdf_is_refused_with_the_whole_invoice(books) -> None:
    client_id = books.client()
    with pytest.raises(DomainError, match="PDF"):
        invoices.add(books.store, books.draft(client_id), pdf=b"GIF89a")
    assert len(lists.invoice_ids(books.store, DAY)) == 0
    invoice_id = books.invoice(client_id)
    with pytest.raises(DomainError, match="PDF"):
        invoices.attach_pdf(books.store, invoice_id, b"GIF89a")
    assert invoices.pdf(books.store, invoice_id) is None


def test_a_document_is_found_by_its_number_when_it_is_the_only_one(books) -> None:
    client_id, other = books.client(), books.client("MARTIN", "Martin")
    invoice_id = books.invoice(client_id)
    assert invoices.by_number(books.store, "F-1").id == invoice_id
    books.invoice(other)
    with pytest.raises(DomainError, match="2"):
        invoices.by_number(books.store, "F-1")
    with pytest.raises(DomainError, match="F-9"):
        invoices.by_number(books.store, "F-9")


def test_the_history_of_an_invoice_tells_its_payments_and_letters(books) -> None:
    client_id = books.client()
    invoice_id = books.invoice(client_id)
    followups.issue(books.store, DAY)
    books.pay(client_id, 20_00, (books.item(invoice_id), 20_00))
    events = history.of_invoice(books.store, invoice_id)
    assert {event.kind for event in events} >= {"invoice", "payment", "letter"}
    assert next(event.amount for event in events if event.kind == "payment") == 20_00
    assert [event.day for event in events] == sorted((event.day for event in events), reverse=True)
