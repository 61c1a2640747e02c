"""Interest that a payment settled first is not asked for again: breakdowns, letters, statements, command."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from creances_desktop.domain.allocation import AllocationOrder
from creances_desktop.domain.clients import ClientDraft
from creances_desktop.domain.company import Company
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.payments import PaymentDraft
from creances_desktop.domain.settlement import Priority, charges_left
from creances_desktop.services import (
    assembly,
    breakdown,
    claims,
    clients,
    export,
    followups,
    imports,
    invoices,
    letters,
    payments,
    plans,
    statements,
    undo,
)
from creances_desktop.services.payments import AllocationSettings
from creances_desktop.storage.law import PURSUED

DAY = date(2026, 11, 21)
BEFORE, PAID, LATER = date(2026, 10, 31), date(2026, 11, 1), DAY


@pytest.fixture
def interest_first(books: Any) -> Iterator[Any]:
    payments.save_allocation_settings(
        books.store, AllocationSettings(AllocationOrder.OLDEST_FIRST, Priority.INTEREST_FIRST)
    )
    return books


def owing(books: Any) -> tuple[int, int]:
    """A client and his invoice of 1 000 €, due on 02/10/2026."""
    client_id = books.client()
    return client_id, int(books.invoice(client_id, gross=1_000_00, days_late=50))


def pay(books: Any, client_id: int, amount: int, on: date) -> tuple[int, tuple[int, ...]]:
    """The id of a payment set as the program proposes, and the interest that it settles."""
    proposal = payments.propose(books.store, client_id, amount, day=on)
    draft = PaymentDraft(client_id, amount, on, allocations=proposal.allocations)
    made = payments.record(books.store, draft, DAY, charges=proposal.charges)
    return made.id, tuple(one.amount for one in proposal.charges)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def pdf_text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return plain(text)


def test_what_was_paid_is_deducted_from_the_day_of_the_payment(interest_first: Any) -> None:
    """30 days of 1 000 € at 12,40 %: 10,19 €. The 200 € pay it, and 189,81 € of the principal."""
    books = interest_first
    client_id, invoice_id = owing(books)
    assert pay(books, client_id, 200_00, PAID) == (1, (10_19,))

    def at(day: date) -> Any:
        return breakdown.of_invoice_id(books.store, invoice_id, day).result

    before = at(BEFORE)
    assert (before.interest, before.received, before.charges) == (9_85, 0, 49_85)
    assert before.total == 1_049_85
    same = at(PAID)
    assert (same.interest, same.received, same.charges) == (10_19, 10_19, 40_00)
    assert same.total == 810_19 + 40_00
    # 20 days more, of 810,19 €: 5,50 €
    later = at(LATER)
    assert (later.interest, later.fixed_indemnity, later.received) == (15_69, 40_00, 10_19)
    assert (later.outstanding, later.charges, later.total) == (810_19, 45_50, 855_69)


def test_a_second_payment_pays_only_the_interest_since(interest_first: Any) -> None:
    books = interest_first
    client_id, invoice_id = owing(books)
    pay(books, client_id, 200_00, PAID)
    assert pay(books, client_id, 200_00, LATER)[1] == (5_50,)
    result = breakdown.of_invoice_id(books.store, invoice_id, LATER).result
    assert (result.interest, result.received, result.charges) == (15_69, 15_69, 40_00)
    assert result.outstanding == 1_000_00 + 15_69 - 400_00
    # all that is left, to the cent: the account is then even, and no more is asked for
    assert pay(books, client_id, result.total, LATER)[1] == (40_00,)
    result = breakdown.of_invoice_id(books.store, invoice_id, LATER).result
    assert (result.outstanding, result.charges, result.total) == (0, 0, 0)
    assert not result.is_claim_of_its_own
    assert breakdown.of_client(books.store, client_id, LATER, paid_late=True).invoices == ()


def test_screen_text_json_and_paper_show_the_deduction(interest_first: Any) -> None:
    books = interest_first
    client_id, invoice_id = owing(books)
    pay(books, client_id, 200_00, PAID)
    one = breakdown.of_invoice_id(books.store, invoice_id, LATER)
    told = breakdown.as_json(one)
    assert json.loads(json.dumps(told)) == told
    keys = ("outstanding", "interest", "fixed_indemnity", "charges", "total")
    assert [told[key] for key in keys] == ["810.19", "15.69", "40.00", "45.50", "855.69"]
    assert "received" not in told
    deduction = "Intérêts et indemnité déjà réglés : -10,19 €"
    text = plain(breakdown.as_text(one)).replace("−", "-")
    assert deduction in text
    assert text.count("855,69 €") == 1
    why = plain(breakdown.explanations(one).total.calculation)
    assert "− 10,19 € (intérêts et indemnité déjà réglés) = 855,69 €" in why
    paper = pdf_text(breakdown.pdf(books.store, one)).replace("−", "-")
    assert "Intérêts et indemnité déjà réglés" in paper
    assert "-10,19 €" in paper
    assert "855,69 €" in paper


def test_the_paid_charges_are_no_invoice_with_interest_of_their_own(interest_first: Any) -> None:
    """The debit that enters them is settled at once; it has no breakdown, even when asked for."""
    books = interest_first
    client_id, invoice_id = owing(books)
    pay(books, client_id, 200_00, PAID)
    with books.store.reading() as r:
        entered = next(one.id for one in r.invoices.of_client(client_id) if one.number.startswith("INT-"))
        assert breakdown.of_invoices(r, [invoice_id, entered], LATER)[0].invoice.id == invoice_id
        assert breakdown.of_invoices(r, [entered], LATER) == []
    assert list(breakdown.interest_to_date(books.store, LATER)) == [invoice_id]
    found = breakdown.of_client(books.store, client_id, LATER, paid_late=True)
    assert [one.invoice.id for one in found.invoices] == [invoice_id]
    assert (found.totals.received, found.totals.charges, found.totals.total) == (10_19, 45_50, 855_69)
    with pytest.raises(DomainError, match="décompte de leur facture"):
        breakdown.of_invoice_id(books.store, entered, LATER)
    with pytest.raises(DomainError, match="rien à décider"):
        claims.decide(books.store, entered, PURSUED, "", LATER)


def test_several_invoices_each_deduct_their_own(interest_first: Any) -> None:
    books = interest_first
    client_id, first = owing(books)
    second = int(books.invoice(client_id, "F-2", gross=500_00, days_late=40))
    pay(books, client_id, 200_00, PAID)
    found = breakdown.of_client(books.store, client_id, LATER)
    assert {one.invoice.id: one.result.received for one in found.invoices} == {first: 10_19, second: 0}
    assert found.totals.total == sum(one.result.total for one in found.invoices)
    paper = pdf_text(breakdown.pdf(books.store, found))
    assert "Déjà réglés" in paper


def test_a_cancelled_payment_deducts_nothing(interest_first: Any) -> None:
    books = interest_first
    client_id, invoice_id = owing(books)
    payment_id, _ = pay(books, client_id, 200_00, PAID)
    payments.cancel(books.store, payment_id, PAID, "doublon")
    result = breakdown.of_invoice_id(books.store, invoice_id, LATER).result
    assert (result.received, result.charges) == (0, 56_99)


def account(books: Any, client_id: int, day: date) -> tuple[int, int, list[str]]:
    """What a client owes on a day without and with his charges, and the words of his statement's lines."""
    content = statements.content(books.store, client_id, day, None, with_interest=True)
    assert content.charges is not None
    lines = [f"{line.document} {line.number}" for line in content.lines]
    return content.balance, content.balance + content.charges.total, lines


def test_a_returned_payment_takes_the_interest_it_had_paid_back_from_that_day(interest_first: Any) -> None:
    """Nothing changes before the return; from it on the interest is claimed once: in the breakdown only."""
    books = interest_first
    client_id, invoice_id = owing(books)
    payment_id, _ = pay(books, client_id, 200_00, PAID)
    days = (BEFORE, PAID, date(2026, 11, 9))
    known = [account(books, client_id, day) for day in days]
    results = [breakdown.of_invoice_id(books.store, invoice_id, day).result for day in days]
    payments.returned(books.store, payment_id, date(2026, 11, 10), "sans provision")
    assert [account(books, client_id, day) for day in days] == known
    assert [breakdown.of_invoice_id(books.store, invoice_id, day).result for day in days] == results

    balance, whole, lines = account(books, client_id, LATER)
    # 50 days of 1 000 €: money that came back was never there; and the indemnity
    result = breakdown.of_invoice_id(books.store, invoice_id, LATER).result
    assert (balance, whole) == (1_000_00, 1_056_99)
    assert (result.received, result.interest, result.charges) == (0, 16_99, 56_99)
    assert lines[-2:] == ["Rejet ", "Annulation AN-INT-5-F-1"]
    with books.store.reading() as r:
        assert [item.number for item in r.balance.open_items(LATER, client_id=client_id)] == ["F-1"]
    # and the next payment pays it
    second = payments.propose(books.store, client_id, result.total, day=LATER)
    assert sum(one.amount for one in second.charges) == result.charges
    assert second.left == 0


def test_a_payment_entered_by_mistake_leaves_no_trace_of_its_interest(interest_first: Any) -> None:
    books = interest_first
    client_id, _ = owing(books)
    known = account(books, client_id, LATER)
    payment_id, _ = pay(books, client_id, 200_00, PAID)
    payments.cancel(books.store, payment_id, PAID, "doublon")
    assert account(books, client_id, LATER) == known


def test_the_interest_paid_stays_with_its_invoice_through_an_export(
    interest_first: Any, tmp_path: Path
) -> None:
    """The ids are others in the dossier that the files make; the deduction is the same."""
    books = interest_first
    books.invoice(books.client("AVANT", "Avant SA"), "F-0", gross=10_00, days_late=1)
    client_id, invoice_id = owing(books)
    pay(books, client_id, 200_00, PAID)
    pay(books, client_id, 100_00, date(2026, 11, 10))
    payment_id, _ = pay(books, client_id, 50_00, date(2026, 11, 12))
    payments.returned(books.store, payment_id, date(2026, 11, 14), "")
    export.write(books.store, tmp_path / "export", DAY)
    with assembly.create_company_file(tmp_path / "retour.creances", Company("Menuiserie Martin")) as back:
        client = clients.add(back, ClientDraft("PREMIER", "Premier SARL"))
        invoices.add(back, books.draft(client.id, "F-00"))
        paths = [tmp_path / "export" / name for name in export.LISTS]
        imports.execute(back, imports.analyse(back, paths), today=DAY)
        for day in (BEFORE, PAID, date(2026, 11, 11), date(2026, 11, 13), LATER):
            there = breakdown.of_invoice(back, "F-1", day).result
            here = breakdown.of_invoice_id(books.store, invoice_id, day).result
            assert (there.total, there.received) == (here.total, here.received)
        assert imports.analyse(back, paths).writes.is_empty


def test_a_decision_keeps_what_is_left_to_claim(interest_first: Any) -> None:
    books = interest_first
    client_id, invoice_id = owing(books)
    pay(books, client_id, 200_00, PAID)
    claims.decide(books.store, invoice_id, PURSUED, "", LATER)
    decided = claims.claim(books.store, invoice_id)
    assert decided is not None
    assert (decided.interest, decided.indemnity) == (5_50, 40_00)


def test_a_letter_claims_what_is_left(interest_first: Any) -> None:
    books = interest_first
    (plan,) = plans.all_plans(books.store)
    steps = [replace(one, claims_charges=True) for one in plan.steps if one.id == "mise_en_demeure"]
    plans.save(books.store, replace(plan, steps=tuple(steps)))
    client_id, _ = owing(books)
    pay(books, client_id, 200_00, PAID)
    (one,) = followups.issue(books.store, DAY).issued
    text = pdf_text(letters.pdf(books.store, one.letter.id))
    assert "Intérêts et indemnité déjà réglés" in text
    assert "855,69 €" in text
    assert "augmentée de 45,50 €" in text
    assert "866" not in text


def test_a_statement_with_interest_asks_for_what_is_left(interest_first: Any) -> None:
    books = interest_first
    client_id, _ = owing(books)
    pay(books, client_id, 200_00, PAID)
    content = statements.content(books.store, client_id, LATER, None, with_interest=True)
    assert content.charges is not None
    assert (content.charges.received, content.charges.total) == (10_19, 45_50)
    assert content.balance + content.charges.total == 855_69


@pytest.mark.parametrize(
    ("received", "left"),
    [(0, (10, 40, 5)), (12, (0, 38, 5)), (52, (0, 0, 3)), (99, (0, 0, 0)), (-1, (10, 40, 5))],
)
def test_what_was_received_pays_interest_then_indemnity_then_costs(
    received: int, left: tuple[int, int, int]
) -> None:
    assert charges_left(10, 40, 5, received) == left


def test_a_return_that_the_bank_list_brings_gives_the_interest_back_too(
    interest_first: Any, tmp_path: Path
) -> None:
    """And the inverse of that import brings it all back."""
    books = interest_first
    client_id, _ = owing(books)
    pay(books, client_id, 200_00, PAID)
    paid = account(books, client_id, LATER)
    path = tmp_path / "banque.csv"
    path.write_text(
        "Code;Code client;Date;Montant;Libellé\nR1;DURAND;10/11/2026;-200,00;Chèque impayé\n",
        encoding="utf-8",
    )
    imports.execute(books.store, imports.analyse(books.store, [path]), today=DAY)
    balance, whole, lines = account(books, client_id, LATER)
    assert (balance, whole) == (1_000_00, 1_056_99)
    assert lines[-1] == "Annulation AN-INT-5-F-1"
    last = undo.last_import(books.store)
    assert last is not None
    undo.undo(books.store, last.id, today=DAY)
    assert account(books, client_id, LATER)[:2] == paid[:2]
