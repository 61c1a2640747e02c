"""Files that prove something: what they are, what their bytes really hold, what is refused and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import PurePath

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.text import fold

MAX_BYTES = 50 * 1024 * 1024
"""A scan of a contract has a few megabytes; beyond, the file would make the whole dossier heavy."""


class AttachmentKind(StrEnum):
    """What a file is, in the order in which an evidence file lists exhibits."""

    CONTRACT = "contract"
    TERMS = "terms"
    QUOTE = "quote"
    ORDER = "order"
    DELIVERY_NOTE = "delivery_note"
    INVOICE = "invoice"
    SENDING_PROOF = "sending_proof"
    MAIL = "mail"
    RECEIPT = "receipt"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The French word shown to the user."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    AttachmentKind.CONTRACT: "Contrat",
    AttachmentKind.TERMS: "Conditions générales",
    AttachmentKind.QUOTE: "Devis",
    AttachmentKind.ORDER: "Commande",
    AttachmentKind.DELIVERY_NOTE: "Bon de livraison",
    AttachmentKind.INVOICE: "Facture",
    AttachmentKind.SENDING_PROOF: "Preuve d’envoi",
    AttachmentKind.MAIL: "Courrier ou e-mail",
    AttachmentKind.RECEIPT: "Accusé, avis postal",
    AttachmentKind.OTHER: "Autre pièce",
}
_WORDS = (
    (AttachmentKind.TERMS, ("cgv", "conditions generales", "cgu")),
    (AttachmentKind.QUOTE, ("devis", "proposition")),
    (AttachmentKind.DELIVERY_NOTE, ("livraison", "reception de travaux", "pv de reception", "bl-", "bl_")),
    (AttachmentKind.RECEIPT, ("accuse", "recommande", "avis de", "depot", "lrar", "ar-", "ar_")),
    (AttachmentKind.ORDER, ("commande", "bon de cde", "bc-", "bc_")),
    (AttachmentKind.CONTRACT, ("contrat", "convention", "marche")),
    (AttachmentKind.SENDING_PROOF, ("preuve d’envoi", "preuve d'envoi", "chorus", "depot portail")),
    (AttachmentKind.INVOICE, ("facture", "invoice")),
)


@dataclass(frozen=True, slots=True)
class FileType:
    """What the bytes of a file are: media type, usual endings (the first one is proposed), French word."""

    media_type: str
    endings: tuple[str, ...]
    word: str


PDF = FileType("application/pdf", (".pdf",), "PDF")
PNG = FileType("image/png", (".png",), "image PNG")
JPEG = FileType("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"), "image JPEG")
TIFF = FileType("image/tiff", (".tif", ".tiff"), "image TIFF")
GIF = FileType("image/gif", (".gif",), "image GIF")
WEBP = FileType("image/webp", (".webp",), "image WebP")
BMP = FileType("image/bmp", (".bmp",), "image BMP")
MAIL = FileType("message/rfc822", (".eml",), "message électronique")
TEXT = FileType("text/plain", (".txt", ".csv", ".md"), "texte")
UNKNOWN = FileType("application/octet-stream", (), "fichier")
IMAGES = frozenset({PNG, JPEG, TIFF, GIF, WEBP, BMP})
_SIGNED = (PDF, PNG, JPEG, TIFF, GIF, WEBP, BMP)
_EXECUTABLE = frozenset(
    [
        ".exe",
        ".com",
        ".bat",
        ".cmd",
        ".scr",
        ".msi",
        ".js",
        ".jse",
        ".vbs",
        ".vbe",
        ".wsf",
        ".ps1",
        ".lnk",
        ".jar",
        ".app",
        ".sh",
        ".hta",
        ".pif",
        ".cpl",
        ".dll",
    ]
)
_HEADERS = (b"from:", b"to:", b"subject:", b"date:", b"received:", b"return-path:", b"message-id:",
            b"mime-version:", b"delivered-to:", b"x-unsent:")  # fmt: skip


PAGED = frozenset(one.media_type for one in (PDF, *IMAGES))
"""The media types of what has pages."""


class RefusedFile(DomainError):
    """A file that cannot be an exhibit; the sentence names it."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"«\u00a0{name}\u00a0» n’est pas joint\u00a0: {reason}")


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file chosen, dropped or pasted, ready to be kept: `name` ends as its bytes say.

    `renamed_from` is the name that the user knows when its ending was wrong.
    """

    name: str
    data: bytes
    type: FileType
    renamed_from: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept in the dossier with what it is attached to; `size` in bytes.

    `invoice_number` and `letter_reference` name its subject, both are empty for a file of the client;
    `dispute_id` is the dispute about that invoice that it is an exhibit of. `turn`: the quarter turns to the
    right with which its pages are read; its bytes are never turned.
    """

    id: int
    client_id: int
    invoice_id: int | None
    letter_id: int | None
    kind: AttachmentKind
    label: str
    day: date
    file_name: str
    sha256: str
    size: int
    media_type: str
    invoice_number: str = ""
    letter_reference: str = ""
    removed_on: date | None = None
    dispute_id: int | None = None
    turn: int = 0

    @property
    def can_be_turned(self) -> bool:
        """Whether it has pages: a PDF or an image."""
        return self.media_type in PAGED

    @property
    def title(self) -> str:
        """How it is named in a list: its label, or else what it is and its file."""
        return self.label or f"{self.kind.label} ({self.file_name})"


def type_of(data: bytes, name: str) -> FileType:
    """What the bytes are, by their own signature; the name only tells text apart from the unknown."""
    head = data[:1024]
    if head.startswith(b"%PDF-") or b"%PDF-" in head:
        return PDF
    for signature, found in (
        (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG), (b"II*\x00", TIFF), (b"MM\x00*", TIFF),
        (b"GIF8", GIF), (b"BM", BMP),
    ):  # fmt: skip
        if head.startswith(signature):
            return found
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if _looks_like_mail(head):
        return MAIL
    if PurePath(name).suffix.lower() in TEXT.endings and b"\0" not in data:
        return TEXT
    return UNKNOWN


def incoming(name: str, data: bytes) -> IncomingFile:
    """The file as it is kept. Raises RefusedFile: empty, too large, a program, or not what its name says."""
    name = PurePath(name.replace("\\", "/")).name.strip() or "fichier"
    if not data:
        raise RefusedFile(name, "ce fichier est vide.")
    if len(data) > MAX_BYTES:
        raise too_large(name, len(data))
    ending = PurePath(name).suffix.lower()
    if ending in _EXECUTABLE or data.startswith((b"MZ", b"\x7fELF", b"#!")):
        raise RefusedFile(name, "un programme ne peut pas être une pièce.")
    found = type_of(data, name)
    claimed = next((one for one in (*_SIGNED, MAIL) if ending in one.endings), None)
    if claimed is not None and found is UNKNOWN:
        words = f"son nom annonce «\u00a0{claimed.word}\u00a0», mais son contenu est autre\u00a0; ouvrez-le"
        raise RefusedFile(name, f"{words} pour vérifier.")
    if found.endings and ending not in found.endings:
        return IncomingFile(f"{PurePath(name).stem}{found.endings[0]}", data, found, renamed_from=name)
    return IncomingFile(name, data, found)


def too_large(name: str, size: int) -> RefusedFile:
    """The refusal of a file above the limit."""
    return RefusedFile(
        name,
        f"il pèse {size_text(size)}, plus que les {size_text(MAX_BYTES)} permis\u00a0; réduisez-le d’abord.",
    )


def guess_kind(name: str, found: FileType) -> AttachmentKind:
    """The kind that a file's name suggests; the user sees it and may change it."""
    if found is MAIL:
        return AttachmentKind.MAIL
    words = fold(PurePath(name).stem)
    return next(
        (kind for kind, known in _WORDS if any(word in words for word in known)), AttachmentKind.OTHER
    )


def size_text(size: int) -> str:
    """A size as the user reads it: `840 octets`, `12 Ko`, `3,4 Mo`."""
    if size < 1024:
        return f"{size}\u00a0octet{'s' if size > 1 else ''}"
    if size < 1024 * 1024:
        return f"{round(size / 1024)}\u00a0Ko"
    return f"{size / 1024 / 1024:.1f}".replace(".", ",").removesuffix(",0") + "\u00a0Mo"


def _looks_like_mail(head: bytes) -> bool:
    """Whether the first lines are headers of a message."""
    lines = head.lstrip(b"\xef\xbb\xbf\r\n").lower().splitlines()[:12]
    if not lines or not lines[0].split(b":")[0].replace(b"-", b"").isalpha():
        return False
    return sum(line.startswith(_HEADERS) for line in lines) >= 2
