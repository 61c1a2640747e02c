"""What was sent and what proves it comes back from an export, and nothing outside of it is read."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from creances_desktop.domain.company import Company
from creances_desktop.services import (
    assembly,
    attachments,
    company,
    export,
    followups,
    imports,
    invoices,
    letters,
    registered,
    sendings,
)
from creances_desktop.services.attachments import About, AttachmentKind, Wording, incoming
from creances_desktop.services.registered import EventKind
from creances_desktop.services.sendings import SendingChannel, SendingDraft
from creances_desktop.services.verify import verify
from creances_desktop.storage.store import Store

DAY = date(2026, 11, 21)


def brought_back(books: Any, folder: Path, path: Path) -> Path:
    """A new dossier with the files of an export."""
    with assembly.create_company_file(path, Company(company.get(books.store).legal_name)) as store:
        plan = imports.analyse(store, [folder / name for name in export.LISTS if (folder / name).exists()])
        assert plan.rejected == 0
        imports.execute(store, plan, today=DAY)
    return path


def exported_of(books: Any, tmp_path: Path) -> Path:
    export.write(books.store, tmp_path / "export", DAY)
    return tmp_path / "export"


def test_attachments_and_sendings_come_back(books: Any, tmp_path: Path) -> None:
    client = books.client()
    invoice = books.invoice(client, "F-1", days_late=80)
    invoices.attach_pdf(books.store, invoice, b"%PDF-1.4 facture")
    for about, name in ((About(client), "../contrat.pdf"), (About(client, invoice), "bl.pdf")):
        file = incoming(name, b"%PDF-1.4 " + name.encode())
        attachments.attach(
            books.store, about, [file], Wording(AttachmentKind.CONTRACT, DAY, "Pièce <1>", turn=2)
        )
    sent = SendingDraft(SendingChannel.EMAIL, DAY, "compta@durand.fr", "avec le BL")
    proof = incoming("envoi.txt", b"parti")
    sendings.record(books.store, [invoice], sent, DAY, proof=proof)
    folder = exported_of(books, tmp_path)
    back = brought_back(books, folder, tmp_path / "retour.creances")
    with Store.open(back, write=False) as store:
        again = invoices.by_number(store, "F-1")
        assert invoices.pdf(store, again.id) == b"%PDF-1.4 facture"
        files = attachments.of_client(store, again.client_id)
        assert {one.turn for one in files if one.kind == "contract"} == {2}
        assert {(one.file_name, one.label, one.kind) for one in files if one.kind == "contract"} == {
            ("contrat.pdf", "Pièce <1>", AttachmentKind.CONTRACT),
            ("bl.pdf", "Pièce <1>", AttachmentKind.CONTRACT),
        }
        (line,) = sendings.of_invoice(store, again.id)
        assert (line.recipient, line.note, line.day) == ("compta@durand.fr", "avec le BL", DAY)
        assert line.attachment_id in {one.id for one in files}
        assert verify(store).problems == ()


def test_a_file_outside_the_export_is_never_read(books: Any, tmp_path: Path) -> None:
    client = books.client()
    file = incoming("a.txt", b"secret")
    attachments.attach(books.store, About(client), [file], Wording(AttachmentKind.OTHER, DAY))
    folder = exported_of(books, tmp_path)
    (tmp_path / "secret.txt").write_bytes(b"secret")
    lines = folder / "complements.csv"
    text = lines.read_text("utf-8-sig")
    (kept,) = (folder / "pieces").iterdir()
    text = text.replace(f"pieces/{kept.name}", "../secret.txt")
    lines.write_text(text, "utf-8-sig")
    back = brought_back(books, folder, tmp_path / "retour.creances")
    with Store.open(back, write=False) as store, store.reading() as r:
        assert r.attachments.all() == []


def test_the_day_that_a_receipt_proves_is_exported_as_the_one_that_counts(books: Any, tmp_path: Path) -> None:
    client = books.client()
    books.invoice(client, "F-1", days_late=80)
    for ago in (60, 40, 18):
        for one in followups.issue(books.store, DAY - timedelta(days=ago)).issued:
            letters.mark_delivered(books.store, [one.letter.id], "imprimée", day=one.letter.issued_on)
    registered.record(books.store, one.letter.id, EventKind.RECEIVED, date(2026, 11, 6), DAY)
    folder = exported_of(books, tmp_path)
    assert "06/11/2026" in (folder / "factures.csv").read_text("utf-8-sig")
    events = (folder / "archives" / "suivi-des-lettres.csv").read_text("utf-8-sig")
    assert "Reçue, accusé signé" in events
