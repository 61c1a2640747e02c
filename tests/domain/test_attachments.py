"""What may be an exhibit, and what hostile files are answered."""

import pytest

from creances_desktop.domain import attachments
from creances_desktop.domain.attachments import AttachmentKind, RefusedFile, guess_kind, incoming, size_text

PDF = b"%PDF-1.7\n..."
EML = b"From: a@b.fr\r\nTo: c@d.fr\r\nSubject: Votre facture\r\n\r\nBonjour"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("vide.pdf", b"", "vide"),
        ("enorme.pdf", PDF + bytes(attachments.MAX_BYTES), "50\u00a0Mo"),
        ("contrat.exe", PDF, "programme"),
        ("contrat.pdf", b"MZ\x90\x00 a program in disguise", "programme"),
        ("contrat.pdf", b"just words", "contenu est autre"),
        ("photo.jpg", b"<html>", "contenu est autre"),
        ("..\\..\\run.bat", b"echo", "programme"),
    ],
)
def test_hostile_files_are_refused_by_name_and_reason(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        incoming(name, data)
    assert reason in str(refused.value)
    assert name.replace("\\", "/").rsplit("/", maxsplit=1)[-1] in str(refused.value)


@pytest.mark.parametrize(
    ("name", "data", "kept", "found"),
    [
        ("contrat.pdf", PDF, "contrat.pdf", attachments.PDF),
        ("scan.pdf", b"\xff\xd8\xff\xe0 jfif", "scan.jpg", attachments.JPEG),
        ("photo.jpg", b"\x89PNG\r\n\x1a\n....", "photo.png", attachments.PNG),
        ("/home/x/Scan.TIF", b"II*\x00....", "Scan.TIF", attachments.TIFF),
        ("message", EML, "message.eml", attachments.MAIL),
        ("devis.docx", b"PK\x03\x04", "devis.docx", attachments.UNKNOWN),
        ("note.txt", b"Hello: world\n", "note.txt", attachments.TEXT),
        ("", PDF, "fichier.pdf", attachments.PDF),
    ],
)
def test_a_file_is_what_its_bytes_say(name: str, data: bytes, kept: str, found: attachments.FileType) -> None:
    file = incoming(name, data)
    assert (file.name, file.type) == (kept, found)
    assert bool(file.renamed_from) == (kept != name.rsplit("/", maxsplit=1)[-1])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Devis signé 2026-114.pdf", AttachmentKind.QUOTE),
        ("CGV 2026.pdf", AttachmentKind.TERMS),
        ("Bon de livraison 88.pdf", AttachmentKind.DELIVERY_NOTE),
        ("bon de commande.pdf", AttachmentKind.ORDER),
        ("Accusé de réception.jpg", AttachmentKind.RECEIPT),
        ("contrat-cadre.pdf", AttachmentKind.CONTRACT),
        ("Photo.jpg", AttachmentKind.OTHER),
    ],
)
def test_the_kind_is_guessed_from_the_name(name: str, kind: AttachmentKind) -> None:
    assert guess_kind(name, attachments.PDF) is kind


def test_sizes_are_read_in_french() -> None:
    assert [size_text(size) for size in (1, 840, 12_300, 3_565_158)] == [
        "1\u00a0octet",
        "840\u00a0octets",
        "12\u00a0Ko",
        "3,4\u00a0Mo",
    ]
