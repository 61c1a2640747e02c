"""The evidence file as a court clerk reads it: numbers, pages, order, what is missing, originals kept."""

import hashlib
import io
import zipfile
from datetime import date, timedelta

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.pdfgen.canvas import Canvas

from creances_desktop.domain.calendar import CallOutcome
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.contact_attempts import CallNote
from creances_desktop.domain.disputes import DisputeDraft, Outcome
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.progress import Cancelled
from creances_desktop.services import (
    attachments,
    calls,
    disputes,
    emails,
    evidence,
    followups,
    history,
    holds,
    invoices,
    letters,
    other_letters,
    registered,
    sendings,
)
from creances_desktop.services.attachments import About, AttachmentKind, Wording, incoming
from creances_desktop.services.disputes import DisputeEnd
from creances_desktop.services.evidence import Section
from creances_desktop.services.registered import EventKind
from creances_desktop.services.sendings import SendingChannel, SendingDraft

DAY = date(2026, 11, 21)
MAIL = (
    b"From: client@durand.fr\nTo: nous@martin.fr\nSubject: Votre facture\n"
    b"Date: Thu, 12 Nov 2026 10:15:00 +0100\n\nBonjour,\nNous paierons en fin de mois.\n"
)


def pdf(words: str, size: tuple[float, float] = A4, pages: int = 1, rotate: int = 0) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=size)
    for page in range(pages):
        canvas.drawString(60, size[1] - 90, f"{words} {page + 1}")
        canvas.showPage()
    canvas.save()
    if not rotate:
        return made.getvalue()
    writer = PdfWriter(clone_from=PdfReader(made))
    for sheet in writer.pages:
        sheet.rotate(rotate)
    turned = io.BytesIO()
    writer.write(turned)
    return turned.getvalue()


def locked(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Secret"))))
    writer.encrypt(user_password=password, owner_password="autre", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (300, 200), "grey").save(made, "JPEG")
    return made.getvalue()


@pytest.fixture
def case(books) -> tuple[int, int]:
    """A client with one invoice: contract, order, invoice, sending, reminders, mise en demeure refused."""
    client = books.client()
    invoice = books.invoice(client, "F-1", 1_200_00, days_late=80)
    books.invoice(client, "F-2", 300_00, days_late=-20)
    invoices.attach_pdf(books.store, invoice, pdf("Facture F-1"))
    for about, name, data, kind in (
        (About(client), "contrat.pdf", pdf("Contrat", pages=2), AttachmentKind.CONTRACT),
        (About(client, invoice), "plan.pdf", pdf("Plan", landscape(A3)), AttachmentKind.ORDER),
        (About(client, invoice), "bl.jpg", photo(), AttachmentKind.DELIVERY_NOTE),
    ):
        attachments.attach(books.store, about, [incoming(name, data)], Wording(kind, date(2026, 7, 1)))
    sent = SendingDraft(SendingChannel.EMAIL, date(2026, 8, 10), "client@durand.fr")
    sendings.record(books.store, [invoice], sent, DAY, proof=incoming("envoi.eml", MAIL))
    for ago in (60, 40, 15):
        for one in followups.issue(books.store, DAY - timedelta(days=ago)).issued:
            letters.mark_delivered(books.store, [one.letter.id], "imprimée", day=one.letter.issued_on)
    registered.record_deposit(books.store, one.letter.id, "1A12345678901", date(2026, 11, 7), DAY)
    registered.record(
        books.store,
        one.letter.id,
        EventKind.REFUSED,
        date(2026, 11, 10),
        DAY,
        presented_on=date(2026, 11, 9),
        scan=incoming("avis.png", _png()),
    )
    emails.note_answer(
        books.store,
        one.letter.id,
        date(2026, 11, 12),
        "Fin de mois",
        DAY,
        mail=incoming("re.eml", MAIL + b"x"),
    )
    return client, invoice


def _png() -> bytes:
    made = io.BytesIO()
    Image.new("RGBA", (80, 120), (0, 0, 0, 0)).save(made, "PNG")
    return made.getvalue()


def texts(data: bytes) -> list[str]:
    return [" ".join((page.extract_text() or "").split()) for page in PdfReader(io.BytesIO(data)).pages]


def test_the_file_reads_in_the_order_of_a_case(books, case) -> None:
    client, invoice = case
    found = evidence.prepare(books.store, client, [invoice], DAY)
    assert [(one.number, one.title) for one in found.exhibits] == [
        (1, "Contrat"),
        (2, "Commande, F-1"),
        (3, "Bon de livraison, F-1"),
        (4, "Facture F-1"),
        (5, "Preuve d’envoi, F-1"),
        (6, "Relance 1 L2026-00001"),
        (7, "Relance 2 L2026-00002"),
        (8, "Mise en demeure L2026-00003"),
        (9, "Refusée par le destinataire, lettre L2026-00003"),
        (10, "Réponse à la lettre L2026-00003"),
        (11, "Décompte des intérêts et indemnités"),
    ]
    assert [one.section for one in found.exhibits][-1] is Section.BREAKDOWN
    assert found.missing == ()
    assert found.charges is not None
    assert found.charges.total > 1_200_00


def test_every_page_bears_its_number_and_that_of_its_exhibit(books, case) -> None:
    client, invoice = case
    found = evidence.prepare(books.store, client, [invoice], DAY)
    made = evidence.make_pdf(books.store, found)
    pages = texts(made.data)
    assert len(pages) == made.pages
    for number, text in enumerate(pages, 1):
        assert f"Page {number} / {made.pages}" in text
    reader = PdfReader(io.BytesIO(made.data))
    listed = pages[1]
    for one in found.exhibits:
        first = next(place for place, text in enumerate(pages) if f"Pièce n° {one.number} " in f"{text} ")
        assert f"{one.number} {one.title}" in listed
        assert f" {first + 1}" in listed
    titles = [mark.title for mark in _flat(reader.outline)]
    assert titles[:3] == ["Page de garde", "Bordereau des pièces", "Chronologie"]
    assert [title for title in titles if title.startswith("1. ")] == ["1. Contrat"]
    assert reader.metadata.title == "Dossier de preuves – Durand & Fils"
    assert reader.trailer["/Root"]["/Lang"] == "fr-FR"


def _flat(outline: list) -> list:
    return [mark for one in outline for mark in (_flat(one) if isinstance(one, list) else [one])]


def test_the_chronology_names_the_exhibits_that_prove_each_fact(books, case) -> None:
    client, invoice = case
    found = evidence.prepare(books.store, client, [invoice], DAY)
    numbers = {one.title: one.number for one in found.exhibits}
    page = texts(evidence.make_pdf(books.store, found).data)[2]
    refusal = numbers["Refusée par le destinataire, lettre L2026-00003"]
    assert f"refusée par le destinataire {refusal}" in page
    assert f"F-1 envoyée par e-mail à client@durand.fr {numbers['Preuve d’envoi, F-1']}" in page
    assert "10/11/2026" in page
    days = [one.day for one in found.facts]
    assert days == sorted(days)


def test_the_same_file_has_the_same_bytes(books, case) -> None:
    client, invoice = case
    found = evidence.prepare(books.store, client, [invoice], DAY)
    assert evidence.make_pdf(books.store, found).data == evidence.make_pdf(books.store, found).data
    assert evidence.make_zip(books.store, found).data == evidence.make_zip(books.store, found).data


def test_the_zip_holds_the_originals_to_the_byte_with_their_fingerprints(books, case) -> None:
    client, invoice = case
    found = evidence.prepare(books.store, client, [invoice], DAY)
    archive = zipfile.ZipFile(io.BytesIO(evidence.make_zip(books.store, found).data))
    assert archive.testzip() is None
    names = archive.namelist()
    assert names[0] == "00-Dossier-de-preuves.pdf"
    for line in archive.read("SHA256SUMS.txt").decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest
    bordereau = archive.read("Bordereau.csv").decode("utf-8-sig").splitlines()
    assert len(bordereau) == len(found.exhibits) + 1
    (contract,) = [name for name in names if name.startswith("01-")]
    assert archive.read(contract) == pdf_of(books, client)
    letter = next(name for name in names if "Mise-en-demeure" in name)
    assert archive.read(letter) == letters.pdf(books.store, letters.search(books.store, "00003")[0])


def pdf_of(books, client: int) -> bytes:
    one = next(
        one for one in attachments.of_client(books.store, client) if one.kind is AttachmentKind.CONTRACT
    )
    return attachments.data(books.store, one.id)[1]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("verrou.pdf", locked("secret"), "mot de passe"),
        ("casse.pdf", b"%PDF-1.7\n1 0 obj << /Type /Catalog >>\ntrailer", "abîmé"),
        ("tableau.xlsx", b"PK\x03\x04zz", "ne se reproduit pas"),
        ("photo.jpg", b"\xff\xd8\xff\xe0 not a photo", "image lisible"),
    ],
)
def test_what_cannot_be_joined_is_named_and_its_place_kept(books, case, name, data, said) -> None:
    client, invoice = case
    wording = Wording(AttachmentKind.OTHER, DAY)
    attachments.attach(books.store, About(client, invoice), [incoming(name, data)], wording)
    found = evidence.prepare(books.store, client, [invoice], DAY)
    made = evidence.make_pdf(books.store, found)
    (remark,) = [one for one in made.remarks if name in one]
    assert said in remark
    pages = texts(made.data)
    assert any(name in text and "communiqué à part" in text for text in pages[3:])
    assert " ".join(remark.split()) in pages[0]
    digest = hashlib.sha256(data).hexdigest()
    assert any(digest in text.replace(" ", "") for text in pages)


@pytest.mark.parametrize(
    "data",
    [locked(""), pdf("Tournée", rotate=90), pdf("Petite", (200, 300)), pdf("A3", A3)],
    ids=["owner password", "turned", "small", "A3"],
)
def test_foreign_pages_become_a4_pages(books, case, data) -> None:
    client, invoice = case
    wording = Wording(AttachmentKind.OTHER, DAY)
    attachments.attach(books.store, About(client, invoice), [incoming("x.pdf", data)], wording)
    found = evidence.prepare(books.store, client, [invoice], DAY)
    made = evidence.make_pdf(books.store, found)
    assert not [one for one in made.remarks if "protégé" in one or "abîmé" in one]
    for page in PdfReader(io.BytesIO(made.data)).pages:
        sides = sorted((float(page.mediabox.width), float(page.mediabox.height)))
        assert sides == pytest.approx([595.3, 841.9], abs=6)


def test_every_exhibit_has_a_name_of_its_own(books) -> None:
    """A letter outside the plan by what it is, a file of no kind by its own name."""
    client = books.client()
    invoice = books.invoice(client, "F-1", 1_200_00, days_late=80)
    fields = {"service": "nos livraisons", "deadline": DAY + timedelta(days=8)}
    letter = other_letters.issue(
        books.store, client, "suspension", invoice_ids=[invoice], fields=fields, day=DAY
    )
    letters.mark_delivered(books.store, [letter], "imprimée", day=DAY)
    for name in ("plan.pdf", "photo du mur.pdf"):
        file = incoming(name, pdf(name))
        attachments.attach(books.store, About(client), [file], Wording(AttachmentKind.OTHER, DAY))
    titles = [one.title for one in evidence.prepare(books.store, client, [invoice], DAY).exhibits]
    assert "Suspension de nos prestations L2026-00001" in titles
    assert {"Autre pièce\u00a0: plan", "Autre pièce\u00a0: photo du mur"} <= set(titles)


def test_an_exhibit_is_bound_as_its_pages_were_turned(books, case) -> None:
    client, invoice = case
    wording = Wording(AttachmentKind.OTHER, DAY, turn=1)
    lying = pdf("Bon couché")
    made = attachments.attach(books.store, About(client, invoice), [incoming("bon.pdf", lying)], wording)
    found = evidence.prepare(books.store, client, [invoice], DAY)
    assert [one.turn for one in found.exhibits if one.row_id == made.id and one.source == "attachment"] == [1]
    pages = PdfReader(io.BytesIO(evidence.make_pdf(books.store, found).data)).pages
    (page,) = [one for one in pages if "Bon couché" in (one.extract_text() or "")]
    assert page.mediabox.width > page.mediabox.height
    with zipfile.ZipFile(io.BytesIO(evidence.make_zip(books.store, found).data)) as archive:
        assert lying in [archive.read(name) for name in archive.namelist()], "the original as it came"


def test_what_is_usually_asked_and_missing_is_said_before(books) -> None:
    client = books.client(nature=Nature.CONSUMER)
    invoice = books.invoice(client, "F-9", days_late=30)
    said = "\n".join(evidence.prepare(books.store, client, [invoice], DAY).missing)
    for words in (
        "Contrat ou conditions générales",
        "Devis signé ou bon de commande\u00a0: F-9",
        "Bon de livraison",
        "La facture elle-même",
        "L’envoi de la facture n’est pas noté",
        "Aucune relance",
        "Aucune mise en demeure",
    ):
        assert words in said


def test_a_registered_letter_without_its_receipt_is_missing(books, case) -> None:
    client, invoice = case
    letter = letters.search(books.store, "00003")[0]
    event = registered.view(books.store, letter, DAY).events[-2]
    assert event.kind is EventKind.REFUSED
    registered.withdraw(books.store, event.id, DAY)
    (said,) = evidence.prepare(books.store, client, [invoice], DAY).missing
    assert "L2026-00003" in said


def test_an_exhibit_left_out_is_neither_numbered_nor_joined(books, case) -> None:
    client, invoice = case
    first = evidence.prepare(books.store, client, [invoice], DAY).exhibits[0]
    found = evidence.prepare(books.store, client, [invoice], DAY, left_out=[first.key])
    assert [one.number for one in found.exhibits] == list(range(1, len(found.exhibits) + 1))
    assert first.key not in {one.key for one in found.exhibits}


def test_one_content_attached_twice_is_one_exhibit(books, case) -> None:
    client, invoice = case
    other = invoices.by_number(books.store, "F-2").id
    wording = Wording(AttachmentKind.ORDER, DAY)
    file = incoming("commande.pdf", pdf("Commande commune"))
    for target in (invoice, other):
        attachments.attach(books.store, About(client, target), [file], wording)
    found = evidence.prepare(books.store, client, [invoice, other], DAY)
    (one,) = [one for one in found.exhibits if one.file_name == "commande.pdf"]
    assert set(one.invoice_ids) == {invoice, other}


def test_a_client_without_a_nature_has_no_breakdown_and_is_told(books) -> None:
    client = books.client(nature=Nature.UNSPECIFIED)
    invoice = books.invoice(client)
    found = evidence.prepare(books.store, client, [invoice], DAY)
    assert found.charges is None
    assert "nature" in found.no_breakdown
    assert "Décompte absent" in texts(evidence.make_pdf(books.store, found).data)[0]


def test_names_from_outside_break_neither_the_pages_nor_the_archive(books) -> None:
    client = books.client("X/..\\Y", "Ets <b>Ünïcode</b> & \u05d0\u05d1 \U0001f600 " + "x" * 80)
    invoice = books.invoice(client, "F/2026\\../1")
    wording = Wording(AttachmentKind.CONTRACT, DAY, "../../etc/**passwd** =cmd()")
    attachments.attach(books.store, About(client, invoice), [incoming("a b'\".pdf", pdf("x"))], wording)
    found = evidence.prepare(books.store, client, [invoice], DAY)
    names = zipfile.ZipFile(io.BytesIO(evidence.make_zip(books.store, found).data)).namelist()
    assert not [name for name in names if "/" in name or "\\" in name or name.startswith(".")]
    assert "/" not in evidence.file_name(found, "pdf")


def test_without_an_invoice_there_is_no_file(books) -> None:
    with pytest.raises(DomainError, match="au moins une facture"):
        evidence.prepare(books.store, books.client(), [], DAY)


def test_it_stops_between_two_exhibits_when_asked(books, case) -> None:
    class Stopped:
        cancelled = True

        def report(self, done: int, total: int, text: str = "") -> None:
            """Nothing."""

    client, invoice = case
    found = evidence.prepare(books.store, client, [invoice], DAY)
    with pytest.raises(Cancelled):
        evidence.make_pdf(books.store, found, Stopped())


def test_only_open_overdue_invoices_are_chosen_at_first(books, case) -> None:
    client, _ = case
    chosen = {one.number: one.chosen for one in evidence.candidates(books.store, client, DAY)}
    assert chosen == {"F-1": True, "F-2": False}


def test_the_sums_of_a_long_cover_stay_on_the_paper(books) -> None:
    client = books.client()
    ids = [books.invoice(client, f"F-{number:03d}", days_late=20 + number) for number in range(120)]
    for count in (114, 117, 120):
        found = evidence.prepare(books.store, client, ids[:count], DAY)
        heights: list[float] = []

        def visit(
            text: str, _cm: object, matrix: list[float], *_: object, seen: list[float] = heights
        ) -> None:
            if "hors frais de justice" in text:
                seen.append(matrix[5])

        for page in PdfReader(io.BytesIO(evidence.make_pdf(books.store, found).data)).pages[:5]:
            page.extract_text(visitor_text=visit)
        assert len(heights) == 1
        assert heights[0] > 70


def test_what_was_said_has_its_own_day_not_that_of_its_entry(books) -> None:
    client = books.client()
    invoice = books.invoice(client, "F-1", 1_200_00, days_late=80)
    days = [DAY - timedelta(days=ago) for ago in (30, 25, 20, 15)]
    calls.record(books.store, client, CallNote(CallOutcome.VOICEMAIL, "Répondeur plein"), days[0])
    holds.promise(books.store, client, 100_00, DAY, days[1], invoice_ids=(invoice,))
    disputes.enter(books.store, invoice, DisputeDraft("Porte rayée", 740_00), days[2])
    (open_one,) = disputes.of_invoice(books.store, invoice)
    disputes.settle(books.store, open_one.id, DisputeEnd(Outcome.UPHELD), days[3])
    found = evidence.prepare(books.store, client, [invoice], DAY)
    said = [(one.day, one.text) for one in found.facts if one.keys == ("contacts:0",)]
    assert [day for day, _ in said] == days
    page = next(text for text in texts(evidence.make_pdf(books.store, found).data) if "Répondeur" in text)
    assert all(f"{day:%d/%m/%Y}" in page for day in days)
    told = [one.day for one in history.of_client(books.store, client) if one.kind == "action"]
    assert told[:4] == days[::-1]
    sheet = calls.sheet(books.store, DAY, client_id=client)
    assert [one.day for one in sheet.contacts] == days[::-1]


def test_the_file_says_whose_it_is_and_in_which_language(books, case) -> None:
    client, invoice = case
    made = evidence.make_pdf(books.store, evidence.prepare(books.store, client, [invoice], DAY))
    whole = PdfReader(io.BytesIO(made.data))
    assert whole.metadata is not None
    assert whole.metadata.title == "Dossier de preuves – Durand & Fils"
    assert whole.metadata.author == "Menuiserie Martin"
    assert whole.root_object["/Lang"] == "fr-FR"
    assert whole.root_object["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_what_is_contested_is_told_apart_in_every_total(books) -> None:
    client = books.client()
    ids = [books.invoice(client, "F-1", 1_200_00, days_late=80), books.invoice(client, "F-2", 300_00, 60)]
    plain = "".join(
        texts(evidence.make_pdf(books.store, evidence.prepare(books.store, client, ids, DAY)).data)
    )
    assert "contesté" not in plain
    disputes.enter(books.store, ids[0], DisputeDraft("Porte rayée", 740_00), DAY)
    found = evidence.prepare(books.store, client, ids, DAY)
    assert (found.outstanding, found.disputed) == (1_500_00, 740_00)
    assert [one.disputed for one in found.debts] == [740_00, 0]
    cover, *rest = texts(evidence.make_pdf(books.store, found).data)
    # below its invoice, below the total of the invoices, below the principal
    assert cover.count("dont contesté") == 3
    assert cover.count("740,00") == 3
    assert "".join(rest).count("dont contesté 740,00") == 1, "in the sums of the breakdown"


def test_a_client_without_a_nature_is_told_what_he_contests_as_well(books) -> None:
    client = books.client(nature=Nature.UNSPECIFIED)
    invoice = books.invoice(client, "F-1", 1_200_00, days_late=80)
    disputes.enter(books.store, invoice, DisputeDraft("Porte rayée"), DAY)
    cover = texts(evidence.make_pdf(books.store, evidence.prepare(books.store, client, [invoice], DAY)).data)[
        0
    ]
    assert cover.count("dont contesté") == 3
    assert "Décompte absent" in cover
