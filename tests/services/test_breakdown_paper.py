"""What a breakdown says on paper, to the debtor, and beside it to the user alone."""

from datetime import date
from typing import Any

import pypdfium2

from creances_desktop.domain.claim_facts import AwardedInterest
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.domain.payments import Allocation, PaymentDraft, PaymentMode
from creances_desktop.domain.write_offs import WriteOffReason
from creances_desktop.services import breakdown, claims, invoices, payments

from .conftest import DAY


def _owed(books: Any, gross: int, nature: Nature, due: date = date(2026, 6, 20), **client: Any) -> int:
    """The id of an invoice of 20/05/2026 to a new client."""
    draft = InvoiceDraft(
        client_id=books.client(nature=nature, **client),
        kind=DocumentKind.INVOICE,
        number="F-1",
        issue_date=date(2026, 5, 20),
        net=gross,
        vat=0,
        gross=gross,
        due_items=(DueItemDraft(due, gross),),
    )
    return int(invoices.add(books.store, draft).id)


def paper_of(books: Any, found: Any) -> str:
    """The text of the PDF, its spaces made one."""
    document = pypdfium2.PdfDocument(breakdown.pdf(books.store, found))
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(text.split())


def test_a_due_date_before_the_end_of_a_public_delay_is_told_to_the_user_alone(books: Any) -> None:
    invoice_id = _owed(
        books, 1_000_00, Nature.PUBLIC, date(2026, 6, 1), public_body_kind="Centre hospitalier"
    )
    found = breakdown.of_invoice_id(books.store, invoice_id, date(2026, 8, 31))
    assert found.result.lines[0].first == date(2026, 6, 2)
    assert "si le marché fixe ce délai plus court" in found.hints[0]
    assert found.hints[0] in breakdown.warnings(found)
    assert "marché fixe" not in paper_of(books, found)


def test_the_paper_of_a_consumer_says_which_demand_and_which_judgment(books: Any) -> None:
    invoice_id = _owed(books, 1_000_00, Nature.CONSUMER)
    claims.record_mise_en_demeure(books.store, invoice_id, date(2026, 7, 10))
    claims.record_award(books.store, invoice_id, AwardedInterest(date(2026, 8, 1), date(2026, 8, 15)))
    found = breakdown.of_invoice_id(books.store, invoice_id, date(2026, 11, 21))
    paper = paper_of(books, found)
    assert (
        "À partir du 11/07/2026, les intérêts courent du lendemain de la mise en demeure reçue le 10/07/2026."
        in paper
    )
    assert "À partir du 01/08/2026, le jugement accorde le taux légal depuis le 01/08/2026." in paper
    assert "À partir du 16/10/2026, le taux légal est majoré" in paper
    assert "exécutoire (le 15/08/2026)" in paper


def test_a_returned_cheque_and_a_discount_are_named_on_the_paper(books: Any) -> None:
    client_id = books.client()
    invoice_id = books.invoice(client_id, gross=1_000_00, days_late=60)
    item = books.item(invoice_id)
    cheque = PaymentDraft(
        client_id,
        400_00,
        date(2026, 10, 1),
        PaymentMode.CHEQUE,
        "n° 12",
        allocations=(Allocation(item, 400_00),),
    )
    made = payments.record(books.store, cheque, DAY)
    payments.returned(books.store, made.id, date(2026, 10, 9), "sans provision")
    books.pay(client_id, 998_00, (item, 998_00), on=date(2026, 11, 2))
    payments.write_off(books.store, item, WriteOffReason.GOODWILL, date(2026, 11, 3))
    paper = paper_of(books, breakdown.of_invoice_id(books.store, invoice_id, DAY))
    assert "Chèque impayé (sans provision) : règlement par chèque, n° 12 du 01/10/2026" in paper
    assert "Geste commercial" in paper


def test_money_in_hand_is_deducted_from_the_account_and_told(books: Any) -> None:
    """Else interest would run on a principal that the creditor already holds."""
    client_id = books.client()
    books.invoice(client_id, gross=1_000_00, days_late=60)
    books.pay(client_id, 150_00)
    found = breakdown.of_client(books.store, client_id, DAY)
    assert (found.credits, found.totals.credits) == (150_00, 150_00)
    assert found.totals.total == 1_000_00 + found.totals.charges - 150_00
    assert "150,00\u00a0€ de ce client ne sont imputés" in breakdown.warnings(found.invoices[0])[-1]
    paper = paper_of(books, found)
    assert "Avoirs et règlements non imputés" in paper
    assert "imputez-les" not in paper
    before = breakdown.of_client(books.store, client_id, date(2026, 11, 1))
    assert before.credits == 0


def test_the_name_of_a_debtor_is_printed_as_it_was_typed(books: Any) -> None:
    invoice_id = _owed(books, 1_000_00, Nature.PROFESSIONAL, name="Bar <B> & Fils *Le Coin*")
    assert "Débiteur : Bar <B> & Fils *Le Coin* (code DURAND)" in paper_of(
        books, breakdown.of_invoice_id(books.store, invoice_id, DAY)
    )
    second = _owed(books, 1_000_00, Nature.PROFESSIONAL, code="GRAS", name="Bar **Gras** SARL")
    assert "Bar * *Gras* * SARL (code GRAS)" in paper_of(
        books, breakdown.of_invoice_id(books.store, second, DAY)
    )
