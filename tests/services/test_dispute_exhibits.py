"""The exhibits of a dispute: kept with it, in the evidence file, the export and what is erased."""

import io
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from creances_desktop.domain.company import Company
from creances_desktop.domain.disputes import DisputeDraft
from creances_desktop.domain.errors import DomainError
from creances_desktop.services import (
    assembly,
    attachments,
    client_merges,
    disputes,
    evidence,
    export,
    imports,
    invoices,
    steps,
)
from creances_desktop.services.attachments import About, AttachmentKind, Wording, incoming
from creances_desktop.services.verify import verify

DAY = date(2026, 11, 21)
PHOTO = incoming("rayures.png", b"\x89PNG\r\n\x1a\n rayures")
LETTER = incoming("reclamation.txt", b"Trois portes sont abimees.")
DRAFT = DisputeDraft("Portes rayées", 300_00)


@pytest.fixture
def disputed(books):
    """Client, invoice, dispute with the letter of the client."""
    client_id = books.client()
    invoice_id = books.invoice(client_id, "F-1", gross=1200_00)
    made = disputes.enter(books.store, invoice_id, DRAFT, DAY, [LETTER])
    return client_id, invoice_id, made.id


def add(books, disputed, file, about=None) -> None:
    client_id, invoice_id, dispute_id = disputed
    about = about or About(client_id, invoice_id, dispute_id=dispute_id)
    attachments.attach(books.store, about, [file], Wording(AttachmentKind.OTHER, DAY, "Photo"))


def names(found) -> list[str]:
    return sorted(one.file_name for one in found)


def test_exhibits_are_found_from_the_dispute_its_invoice_and_its_client(books, disputed) -> None:
    client_id, invoice_id, dispute_id = disputed
    add(books, disputed, PHOTO)
    add(books, disputed, incoming("bl.txt", b"livre"), About(client_id, invoice_id))
    both = ["rayures.png", "reclamation.txt"]
    assert names(attachments.of_dispute(books.store, dispute_id)) == both
    assert names(attachments.of_invoice(books.store, invoice_id)) == ["bl.txt", *both]
    assert names(attachments.of_client(books.store, client_id)) == ["bl.txt", *both]
    told = {attachments.subject_words(one) for one in attachments.of_dispute(books.store, dispute_id)}
    assert told == {"Litige F-1"}


def test_a_file_of_the_invoice_becomes_an_exhibit_without_being_kept_twice(books, disputed) -> None:
    client_id, invoice_id, dispute_id = disputed
    add(books, disputed, PHOTO, About(client_id, invoice_id))
    add(books, disputed, PHOTO)
    assert names(attachments.of_invoice(books.store, invoice_id)) == ["rayures.png", "reclamation.txt"]
    with pytest.raises(DomainError, match="déjà joint"):
        add(books, disputed, PHOTO)
    (photo,) = (one for one in attachments.of_dispute(books.store, dispute_id) if one.label == "Photo")
    attachments.change(
        books.store, photo.id, About(client_id, invoice_id), Wording(AttachmentKind.OTHER, DAY)
    )
    assert names(attachments.of_dispute(books.store, dispute_id)) == ["reclamation.txt"]


def test_a_dispute_and_its_first_exhibit_are_one_action(books, disputed) -> None:
    client_id, invoice_id, _ = disputed
    (last, *_) = steps.listed(books.store)
    steps.undo(books.store, last.id, DAY)
    assert disputes.of_invoice(books.store, invoice_id) == []
    assert attachments.of_client(books.store, client_id) == []
    steps.redo(books.store, last.id)
    known = disputes.open_on(books.store, invoice_id)
    assert names(attachments.of_dispute(books.store, known.id)) == ["reclamation.txt"]


def test_the_evidence_file_lists_them_among_the_exchanges(books, disputed) -> None:
    client_id, invoice_id, _ = disputed
    made = evidence.make_pdf(books.store, evidence.prepare(books.store, client_id, [invoice_id], DAY))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made.data)).pages)
    assert "litige sur F-1" in text
    assert "pièce du litige" in " ".join(text.split())


def test_they_come_back_from_an_export_with_their_dispute(books, disputed, tmp_path: Path) -> None:
    client_id, _, _ = disputed
    later = books.invoice(client_id, "F-2", gross=80_00)
    disputes.enter(books.store, later, DisputeDraft("Prix"), DAY, [PHOTO])
    export.write(books.store, tmp_path / "export", DAY)
    with assembly.create_company_file(tmp_path / "retour.creances", Company("Menuiserie Martin")) as store:
        folder = tmp_path / "export"
        plan = imports.analyse(store, [folder / name for name in export.LISTS if (folder / name).exists()])
        imports.execute(store, plan, today=DAY)
        for number, file in (("F-1", "reclamation.txt"), ("F-2", "rayures.png")):
            known = disputes.open_on(store, invoices.by_number(store, number).id)
            assert names(attachments.of_dispute(store, known.id)) == [file]
        assert verify(store).problems == ()
    listed = next(folder.rglob("pieces.csv")).read_text("utf-8-sig")
    assert "Litige du" in listed
    assert DAY.strftime("%d/%m/%Y") in listed


def test_they_follow_a_client_that_is_joined_to_another(books, disputed) -> None:
    client_id, _, dispute_id = disputed
    kept = books.client("AUTRE", "Autre & Fils")
    client_merges.merge(books.store, kept, client_id)
    (one,) = attachments.of_dispute(books.store, dispute_id)
    assert one.client_id == kept


def test_they_are_erased_with_their_client(books, disputed) -> None:
    client_id, _, dispute_id = disputed
    with books.store.transaction() as t:
        t.personal_data.collect(client_id)
        assert ("reclamation.txt", attachments.of_dispute(books.store, dispute_id)[0].sha256) in (
            t.personal_data.files()
        )
        entry = t.journal.append("client_erased", "Effacé", client_id=client_id)
        assert t.personal_data.erase(client_id, DAY, entry) == 1
    (one,) = attachments.of_dispute(books.store, dispute_id)
    assert (one.file_name, one.size) == ("effacé", 0)
