"""The call sheet asks for what is owed and not contested: a wrong figure costs a client."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

from pypdf import PdfReader

from creances_desktop.domain.calendar import CallOutcome
from creances_desktop.domain.contact_attempts import CallNote
from creances_desktop.domain.disputes import DisputeDraft
from creances_desktop.domain.payments import Allocation, PaymentDraft, PaymentMode
from creances_desktop.services import (
    attachments,
    call_openings,
    call_sheet,
    calls,
    disputes,
    followups,
    holds,
    invoices,
    payments,
)
from creances_desktop.services.attachments import About, AttachmentKind, Wording, incoming

DAY = date(2026, 11, 21)


def test_what_is_contested_is_not_asked_for(books: Any) -> None:
    durand = books.client()
    invoice = books.invoice(durand, gross=1_200_00)
    disputes.enter(books.store, invoice, DisputeDraft("Porte rayée", 300_00), DAY)
    page = call_sheet.page(books.store, durand, DAY)
    said = " ".join((page.goal, *page.grants)).replace("\u202f", " ")
    assert "900,00" in page.goal
    assert "1 200,00" not in said
    assert "300,00" in page.grants[-1]
    assert "contestés" in page.grants[-1]


def test_the_sheet_begins_with_the_words_of_the_user(books: Any) -> None:
    durand = books.client()
    books.invoice(durand, gross=1_200_00)
    first = call_sheet.page(books.store, durand, DAY).opening
    assert "bien reçue" in first
    wanted = {**call_openings.phrases(books.store), "first": "Allô, [échu] : qu’en est-il ?"}
    call_openings.save(books.store, wanted)
    said = call_sheet.page(books.store, durand, DAY).opening.replace("\u202f", " ").replace("\xa0", " ")
    assert said == "« Allô, 1 200,00 € : qu’en est-il ? »"
    call_openings.save(books.store, {**wanted, **call_openings.originals()})
    assert call_sheet.page(books.store, durand, DAY).opening == first


def test_files_of_the_client_and_of_letters_are_at_hand(books: Any) -> None:
    durand = books.client()
    invoice = books.invoice(durand, days_late=10)
    (letter,) = followups.issue(books.store, DAY).issued
    for about, name in (
        (About(durand), "contrat"),
        (About(durand, letter_id=letter.letter.id), "avis"),
        (About(durand, invoice), "bl"),
    ):
        file = incoming(f"{name}.txt", name.encode())
        attachments.attach(books.store, about, [file], Wording(AttachmentKind.OTHER, DAY, name))
    page = call_sheet.page(books.store, durand, DAY)
    assert set(page.exhibits) == {
        "contrat du 21/11/2026",
        f"avis de la lettre {letter.letter.reference} du 21/11/2026",
    }
    assert "bl du 21/11/2026" in page.invoices[0].exhibits
    text = PdfReader(io.BytesIO(call_sheet.pdf(books.store, durand, DAY))).pages[0].extract_text()
    assert "Aussi à portée de main" in text


def test_an_estimated_due_date_bears_its_mark(books: Any) -> None:
    durand = books.client()
    due = invoices.single_due_item(120_00, DAY, estimated=True)
    invoices.add(books.store, books.draft(durand, due_items=due))
    text = PdfReader(io.BytesIO(call_sheet.pdf(books.store, durand, DAY))).pages[0].extract_text()
    assert "≈" in text


def test_nothing_is_asked_of_a_client_in_insolvency(books: Any) -> None:
    durand = books.client()
    books.invoice(durand, gross=1_200_00, days_late=40)
    asked = call_sheet.page(books.store, durand, DAY)
    assert "1\u202f200,00" in asked.goal
    holds.insolvency(books.store, durand, DAY + timedelta(days=1))
    assert call_sheet.page(books.store, durand, DAY) == asked, "the judgment is still to come"
    holds.insolvency(books.store, durand, DAY)
    page = call_sheet.page(books.store, durand, DAY)
    said = " ".join((page.opening, page.goal, page.lever, *page.grants))
    assert "mandataire" in page.opening
    assert "€" not in said
    assert "Relance" not in page.lever.replace("lettre de relance", "")
    assert "21/11/2026" in page.warning
    text = PdfReader(io.BytesIO(call_sheet.pdf(books.store, durand, DAY))).pages[0].extract_text()
    assert "Procédure collective ouverte le 21/11/2026" in text


def test_a_cheque_that_came_back_is_spoken_of_first(books: Any) -> None:
    durand = books.client()
    invoice = books.invoice(durand, gross=1_200_00, days_late=40)
    paid = PaymentDraft(
        durand,
        1_200_00,
        DAY - timedelta(days=20),
        mode=PaymentMode.CHEQUE,
        allocations=(Allocation(books.item(invoice), 1_200_00),),
    )
    payment = payments.record(books.store, paid, DAY).id
    payments.cancel(books.store, payment, DAY - timedelta(days=5), "chèque impayé", reopens=True)
    page = call_sheet.page(books.store, durand, DAY)
    assert "revenu impayé" in page.opening
    (incident,) = page.incidents
    assert incident.text.startswith("Chèque impayé\u00a0: 1\u202f200,00"), "the reason is not told twice"
    calls.record(books.store, durand, CallNote(CallOutcome.REACHED), DAY)
    assert "revenu impayé" not in call_sheet.page(books.store, durand, DAY).opening
