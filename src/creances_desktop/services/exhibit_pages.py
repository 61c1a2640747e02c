"""An exhibit that somebody else made, as A4 pages: reproduced, or named with the reason why it is not."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from creances_desktop.documents import evidence as drawing
from creances_desktop.documents.apart import as_a4
from creances_desktop.documents.joining import UnusablePaper
from creances_desktop.domain.attachments import MAIL, PAGED, TEXT, size_text
from creances_desktop.domain.company import Company
from creances_desktop.domain.evidence import Exhibit
from creances_desktop.exchange import eml


@dataclass(frozen=True, slots=True)
class Shown:
    """The A4 pages of an exhibit, and French sentences about what was changed or could not be shown."""

    pdf: bytes
    remarks: tuple[str, ...] = ()


def shown(exhibit: Exhibit, data: bytes, company: Company) -> Shown:
    """The pages of an exhibit with those bytes: whatever they are, never an error."""
    number = f"Pièce n° {exhibit.number}"
    try:
        if exhibit.media_type in PAGED:
            paper = as_a4(data, exhibit.file_name, turn=exhibit.turn)
            return Shown(paper.pdf, tuple(f"{number}\u00a0: {remark}" for remark in paper.remarks))
        if exhibit.media_type == MAIL.media_type:
            return Shown(_mail(exhibit, eml.read(data), company))
        if exhibit.media_type == TEXT.media_type:
            lines = data.decode("utf-8", "replace").splitlines()
            return Shown(drawing.text_sheet(exhibit.title, (), lines, company, exhibit.day))
        ending = PurePath(exhibit.file_name).suffix or "sans type"
        raise UnusablePaper(exhibit.file_name, f"un fichier {ending} ne se reproduit pas en pages")
    except (UnusablePaper, eml.UnreadableMail) as error:
        reason = error.reason if isinstance(error, UnusablePaper) else str(error).rstrip(".")
        remark = f"{number}, «\u00a0{exhibit.file_name}\u00a0»\u00a0: {reason}."
        return Shown(_instead(exhibit, data, reason, company), (remark,))


def _mail(exhibit: Exhibit, mail: eml.ReadMail, company: Company) -> bytes:
    sent = mail.sent_at
    heads = [("De", mail.sender), ("À", mail.to)]
    if mail.copies:
        heads.append(("Copie à", mail.copies))
    if sent is not None:
        zone = f" ({sent.tzname()})" if sent.tzinfo is not None else ""
        heads.append(("Date", f"{sent:%d/%m/%Y à %H:%M}{zone}"))
    heads.append(("Objet", mail.subject))
    if mail.files:
        heads.append(("Joints", ", ".join(mail.files)))
    lines = mail.text.splitlines() or ["(message sans texte)"]
    return drawing.text_sheet(exhibit.title, heads, lines, company, exhibit.day)


def _instead(exhibit: Exhibit, data: bytes, reason: str, company: Company) -> bytes:
    """The sheet in the place of an exhibit whose pages cannot be shown: it is named, with its fingerprint."""
    heads = [
        ("Fichier", f"{exhibit.file_name}, {size_text(len(data))}"),
        ("Empreinte", f"SHA-256 {hashlib.sha256(data).hexdigest()}"),
        ("Motif", f"{reason}."),
    ]
    lines = ("Cette pièce n’est pas reproduite ici\u00a0; l’original est communiqué à part, dans le ZIP.",)
    return drawing.text_sheet(exhibit.title, heads, lines, company, exhibit.day)
