"""Files attached: once per content, never lost, never taken from under what they prove."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from creances_desktop.domain.attachments import MAX_BYTES, RefusedFile
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.services import attachments, call_sheet, history, sendings, steps
from creances_desktop.services.attachments import About, AttachmentKind, Wording, incoming
from creances_desktop.services.sendings import SendingChannel, SendingDraft

DAY = date(2026, 11, 21)
PDF = incoming("contrat.pdf", b"%PDF-1.4 contrat")
WORDING = Wording(AttachmentKind.CONTRACT, date(2026, 1, 5))


def blobs(books) -> int:
    with books.store.reading() as r:
        return len(r.blobs.digests())


def test_a_file_is_kept_once_and_found_from_client_and_invoice(books) -> None:
    client = books.client()
    first, second = books.invoice(client, "F-1"), books.invoice(client, "F-2")
    attachments.attach(books.store, About(client, first), [PDF], WORDING)
    made = attachments.attach(books.store, About(client, second), [PDF], WORDING)
    assert blobs(books) == 1
    assert [one.invoice_number for one in attachments.of_client(books.store, client)] == ["F-2", "F-1"]
    (one,) = attachments.of_invoice(books.store, second)
    assert (one.title, one.size, one.media_type) == (
        "Contrat (contrat.pdf)",
        len(PDF.data),
        "application/pdf",
    )
    assert attachments.data(books.store, made.id) == ("contrat.pdf", PDF.data)
    assert any(event.kind == "file" for event in history.of_client(books.store, client))


def test_the_same_content_is_not_attached_twice_to_one_thing(books) -> None:
    client = books.client()
    attachments.attach(books.store, About(client), [PDF], WORDING)
    before = books.entries()
    with pytest.raises(DomainError, match="déjà joint"):
        attachments.attach(books.store, About(client), [PDF, incoming("x.txt", b"abc")], WORDING)
    assert books.entries() == before
    assert len(attachments.of_client(books.store, client)) == 1


def test_a_removed_file_comes_back_by_its_entry(books) -> None:
    client = books.client()
    made = attachments.attach(books.store, About(client), [PDF], WORDING)
    removed = attachments.remove(books.store, made.id, DAY)
    assert attachments.of_client(books.store, client) == []
    assert blobs(books) == 1
    attachments.restore(books.store, removed.entry_id)
    assert len(attachments.of_client(books.store, client)) == 1
    with pytest.raises(DomainError, match="pas de pièce à remettre"):
        attachments.restore(books.store, removed.entry_id)


def test_what_is_said_of_a_file_can_be_corrected(books) -> None:
    client = books.client()
    invoice = books.invoice(client)
    made = attachments.attach(books.store, About(client), [PDF], WORDING)
    wording = Wording(AttachmentKind.QUOTE, DAY, "Devis signé")
    attachments.change(books.store, made.id, About(client, invoice), wording)
    (one,) = attachments.of_invoice(books.store, invoice)
    assert (one.kind, one.title, one.day) == (AttachmentKind.QUOTE, "Devis signé", DAY)


def test_several_files_under_one_label_are_numbered(books) -> None:
    client = books.client()
    files = [PDF, incoming("p2.pdf", b"%PDF-2")]
    attachments.attach(books.store, About(client), files, Wording(AttachmentKind.CONTRACT, DAY, "Bail"))
    assert {one.title for one in attachments.of_client(books.store, client)} == {"Bail (1/2)", "Bail (2/2)"}


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "film.pdf"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(RefusedFile, match="film.pdf"):
        attachments.read(path)
    with pytest.raises(RefusedFile, match="dossier"):
        attachments.read(tmp_path)


def test_a_sending_is_logged_with_its_proof_for_several_invoices(books) -> None:
    client = books.client(email="compta@durand.fr")
    invoices = [books.invoice(client, "F-1"), books.invoice(client, "F-2")]
    draft = SendingDraft(SendingChannel.EMAIL, date(2026, 11, 12), "compta@durand.fr")
    proof = incoming("envoi.eml", b"From: a@b.fr\nTo: compta@durand.fr\nSubject: F\n\nBonjour")
    before = books.entries()
    sendings.record(books.store, invoices, draft, DAY, proof=proof)
    assert blobs(books) == 1
    for invoice in invoices:
        (one,) = sendings.of_invoice(books.store, invoice)
        assert one.sentence == "envoyée par e-mail le 12/11/2026 à compta@durand.fr"
        (file,) = attachments.of_invoice(books.store, invoice)
        assert one.attachment_id == file.id
        assert any("envoyée par e-mail" in event.text for event in history.of_invoice(books.store, invoice))
    with pytest.raises(DomainError, match="prouve un envoi"):
        attachments.remove(books.store, file.id, DAY)
    sendings.withdraw(books.store, one.id, DAY)
    attachments.remove(books.store, file.id, DAY)
    assert sendings.of_invoice(books.store, invoices[1]) == []
    assert books.entries() > before
    with pytest.raises(DomainError, match="déjà été retiré"):
        sendings.withdraw(books.store, one.id, DAY)


@pytest.mark.parametrize(
    "day", [date(2026, 11, 22), date(2026, 10, 1)], ids=["to come", "before the invoice"]
)
def test_a_sending_that_cannot_be_is_refused_and_nothing_is_kept(books, day: date) -> None:
    invoice = books.invoice(books.client())
    with pytest.raises(InvalidValue) as refused:
        sendings.record(books.store, [invoice], SendingDraft(SendingChannel.POST, day), DAY, proof=PDF)
    assert refused.value.field == "day"
    assert blobs(books) == 0


def test_the_call_sheet_names_the_files_of_each_invoice_as_exhibits(books) -> None:
    client = books.client()
    first = books.invoice(client, "F-1")
    books.invoice(client, "F-2")
    for name in ("bl-1.pdf", "bl-2.pdf", "bl-3.pdf"):
        wording = Wording(AttachmentKind.DELIVERY_NOTE, date(2026, 9, 12))
        attachments.attach(
            books.store, About(client, first), [incoming(name, b"%PDF-1.4 " + name.encode())], wording
        )
    page = call_sheet.page(books.store, client, DAY)
    exhibits = {one.number: one.exhibits for one in page.invoices}
    named = "Bon de livraison du 12/09/2026"
    assert exhibits["F-1"][-3:] == (named, named, "et 1\u00a0autre")
    assert not any("livraison" in one.lower() for one in exhibits["F-2"])
    assert named in PdfReader(io.BytesIO(call_sheet.pdf(books.store, client, DAY))).pages[0].extract_text()


def test_a_file_is_turned_undone_and_kept_to_the_byte(books) -> None:
    client = books.client()
    made = attachments.attach(books.store, About(client), [incoming("scan.pdf", pdf_of(2))], WORDING)
    before = attachments.data(books.store, made.id)
    done = attachments.change(books.store, made.id, About(client), replace(WORDING, turn=1))
    (one,) = attachments.of_client(books.store, client)
    assert (one.turn, one.can_be_turned) == (1, True)
    assert attachments.data(books.store, made.id) == before
    sides = [
        page.mediabox for page in PdfReader(io.BytesIO(attachments.pages(books.store, made.id, 1))).pages
    ]
    assert [side.width > side.height for side in sides] == [True, True]
    assert history.journal(books.store)[0].summary.endswith("sens\u00a0: un quart de tour à droite")
    steps.undo(books.store, done.entry_id, DAY)
    assert attachments.of_client(books.store, client)[0].turn == 0


def pdf_of(pages: int) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
