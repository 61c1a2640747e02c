"""What an export tells of attachments and sendings: complements that an import puts back, lists to read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from creances_desktop.domain.attachments import Attachment
from creances_desktop.domain.evidence import safe_name
from creances_desktop.domain.imports import Complement
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.exchange.csv_out import Cell
from creances_desktop.services.export_tables import Ledger
from creances_desktop.services.letters import write_file
from creances_desktop.storage.transaction import Transaction

FOLDER = "pieces"
FILE_HEADERS = (
    "Fichier",
    "Code client",
    "Facture",
    "Lettre",
    "Litige du",
    "Genre",
    "Intitulé",
    "Jour",
    "SHA-256",
)
SENDING_HEADERS = ("Facture", "Code client", "Jour", "Canal", "À", "Remarque")
EVENT_HEADERS = ("Lettre", "Jour", "Étape", "N° de recommandé", "À", "Note")


def sending_complements(ledger: Ledger) -> Iterator[Complement]:
    """The PDF of each document, the files attached, then the sendings of each invoice."""
    for row in ledger.documents:
        if row.pdf_sha256:
            file = _kept(row.pdf_sha256, f"{row.number}.pdf")
            paper = {"paper": True, "file": file, "sha256": row.pdf_sha256}
            yield _about(ledger, row.id, "attachment", paper)
    for one in ledger.attachments:
        values: dict[str, object] = {
            "paper": False,
            "file": file_of(one),
            "sha256": one.sha256,
            "name": one.file_name,
            "kind": one.kind.value,
            "label": _label(one),
            "day": one.day.isoformat(),
        }
        if one.turn:
            values["turn"] = one.turn
        if one.invoice_id in ledger.by_id:
            ids = [dispute.id for dispute in ledger.disputes[one.invoice_id or 0]]
            if one.dispute_id in ids:
                values["dispute"] = ids.index(one.dispute_id)
            yield _about(ledger, one.invoice_id or 0, "attachment", values)
        elif one.client_id in ledger.clients:
            yield Complement("attachment", ledger.clients[one.client_id].code, "", values | {"debit": True})
    shas = {one.id: one.sha256 for one in ledger.attachments}
    for sending in ledger.sendings:
        if sending.invoice_id in ledger.by_id:
            values = {
                "channel": sending.channel.value,
                "day": sending.day.isoformat(),
                "recipient": sending.recipient,
                "note": sending.note,
                "proof": shas.get(sending.attachment_id or 0, ""),
            }
            yield _about(ledger, sending.invoice_id, "sending", values)


def write_files(r: Transaction, ledger: Ledger, folder: Path) -> list[Path]:
    """Writes the files attached, once per content, and the PDFs of documents; returns their paths."""
    digests = {file_of(one): one.sha256 for one in ledger.attachments}
    for row in ledger.documents:
        if row.pdf_sha256:
            digests[_kept(row.pdf_sha256, f"{row.number}.pdf")] = row.pdf_sha256
    paths = []
    for name, digest in sorted(digests.items()):
        paths.append(folder / name)
        write_file(paths[-1], r.blobs.get(digest))
    return paths


def file_rows(ledger: Ledger) -> Iterator[list[Cell]]:
    """The files attached, to read."""
    opened = {one.id: one.opened_on for known in ledger.disputes.values() for one in known}
    for one in ledger.attachments:
        code = ledger.clients[one.client_id].code
        about = one.invoice_number, one.letter_reference, opened.get(one.dispute_id)
        yield [file_of(one), code, *about, one.kind.label, one.label, one.day, one.sha256]


def sending_rows(ledger: Ledger) -> Iterator[list[Cell]]:
    """The sendings of invoices, to read."""
    for one in ledger.sendings:
        row = ledger.by_id.get(one.invoice_id)
        if row is not None:
            code = ledger.clients[row.client_id].code
            yield [row.number, code, one.day, one.channel.label, one.recipient, one.note]


def event_rows(r: Transaction) -> Iterator[list[Cell]]:
    """What became of the letters, to read."""
    events = r.letter_events.all()
    ids = {one.letter_id for one in events}
    references = {letter.id: letter.reference for letter in r.letters.page(ids)}
    numbers = r.letter_events.numbers(ids)
    for one in events:
        number = numbers.get(one.letter_id, "")
        reference = references[one.letter_id]
        yield [reference, one.day, one.kind.label, number, one.recipient, " ".join(one.text.split())]


def file_of(one: Attachment) -> str:
    """Where the export keeps the file, as a path within its folder."""
    return _kept(one.sha256, one.file_name)


def _kept(digest: str, name: str) -> str:
    ending = Path(name).suffix.lower()
    return f"{FOLDER}/{digest[:16]}-{safe_name(Path(name).stem)}{ending}"


def _label(one: Attachment) -> str:
    """The label; a file of a letter, which is not imported, names it and stays with the client."""
    if one.letter_id is None:
        return one.label
    about = f"lettre {one.letter_reference}"
    title = one.label or one.kind.label
    return title if about in title else f"{title}, {about}"


def _about(ledger: Ledger, invoice_id: int, subject: str, values: dict[str, object]) -> Complement:
    row = ledger.by_id[invoice_id]
    code = ledger.clients[row.client_id].code
    debit = DocumentKind(row.kind).is_debit
    return Complement(subject, code, ledger.document_keys[invoice_id], values | {"debit": debit})
