"""Messages as `.eml` files (RFC 5322): drafts that a mail program opens ready to send, mails to be read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email import message_from_bytes, policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from html import unescape

from creances_desktop.domain.errors import DomainError

_TAG = re.compile(r"<(br|/p|/div|/tr|/li|/h\d)[^>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(style|script|head)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_ANY_TAG = re.compile(r"<[^>]*>")
_ENOUGH = 200_000
"""Characters of a mail that are read: the rest of a longer one is left out, and told."""


class UnreadableMail(DomainError):
    """A file that is no message."""

    def __init__(self) -> None:
        super().__init__("Ce message ne peut pas être lu\u00a0: enregistrez-le de nouveau au format .eml.")


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file that a draft carries."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail as it reads: headers in words, the text of its body, the names of what it carries."""

    sender: str
    to: str
    copies: str
    subject: str
    sent_at: datetime | None
    text: str
    files: tuple[str, ...]


def draft(
    sender: tuple[str, str],
    to: Sequence[str],
    subject: str,
    body: str,
    *,
    copies: Sequence[str] = (),
    files: Sequence[DraftFile] = (),
    sent_on: date | None = None,
) -> bytes:
    """The bytes of an unsent message; the same message gives the same bytes.

    `sender` is (name, address), without a From line when the address is empty or is none. Mail programs open
    it as a draft by `X-Unsent: 1`; with `sent_on`, it is a message of that day instead.
    """
    message = EmailMessage(policy=policy.SMTP)
    if (address := _address(*sender)) is not None:
        message["From"] = address
    message["To"] = ", ".join(to)
    if copies:
        message["Cc"] = ", ".join(copies)
    message["Subject"] = _one_line(subject)
    if sent_on is None:
        message["X-Unsent"] = "1"
    else:
        message["Date"] = datetime.combine(sent_on, time(9, 30), UTC)
    message.set_content(body, charset="utf-8", cte="quoted-printable")
    for file in files:
        main, _, sub = file.media_type.partition("/")
        if main == "message":
            # A message within a message may not be encoded: it travels as a plain file.
            main, sub = "application", "octet-stream"
        message.add_attachment(
            file.data,
            maintype=main or "application",
            subtype=sub or "octet-stream",
            filename=_one_line(file.name),
        )
    if message.is_multipart():
        digest = hashlib.sha256(body.encode() + b"".join(file.data for file in files)).hexdigest()
        message.set_boundary(f"=_creances_{digest[:32]}")
    return message.as_bytes()


def read(data: bytes) -> ReadMail:
    """The mail in those bytes. Raises UnreadableMail."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        if not isinstance(message, EmailMessage):
            raise UnreadableMail
        text, files = _body(message)
        if len(text) > _ENOUGH:
            text = text[:_ENOUGH] + "\n[…] La suite du message n’est pas reproduite."
        return ReadMail(
            sender=_header(message, "From"),
            to=_header(message, "To"),
            copies=_header(message, "Cc"),
            subject=_header(message, "Subject"),
            sent_at=_moment(message),
            text=text.replace("\r\n", "\n").strip(),
            files=files,
        )
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError, KeyError) as error:
        raise UnreadableMail from error


def _address(name: str, address: str) -> Address | None:
    try:
        return Address(display_name=_one_line(name), addr_spec=_one_line(address)) if address else None
    except (ValueError, MessageError, IndexError):
        return None


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _header(message: EmailMessage, name: str) -> str:
    try:
        return _one_line(str(message.get(name, "")))
    except (ValueError, LookupError, IndexError, AttributeError):
        # A damaged header is told as it stands.
        raw = dict(message.raw_items()).get(name, "")
        return _one_line(str(raw))


def _moment(message: EmailMessage) -> datetime | None:
    try:
        header = message["Date"]
        return header.datetime if header is not None else None
    except (ValueError, TypeError, AttributeError, IndexError):
        return None


def _body(message: EmailMessage) -> tuple[str, tuple[str, ...]]:
    part = message.get_body(("plain", "html"))
    text = ""
    if part is not None:
        text = _decoded(part)
        if part.get_content_subtype() == "html":
            text = _readable(text)
    names = tuple(one.get_filename() or "sans nom" for one in message.iter_attachments())
    return text, names


def _decoded(part: MIMEPart) -> str:
    """The text of a part; where it does not say its characters, they are UTF-8 or those of Windows."""
    payload = part.get_payload(decode=True)
    if part.get_content_charset() is None and isinstance(payload, bytes):
        try:
            return payload.decode("utf-8")
        except UnicodeDecodeError:
            return payload.decode("cp1252", "replace")
    try:
        return str(part.get_content())
    except (LookupError, ValueError):
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else str(payload)


def _readable(html: str) -> str:
    """The words of a page, a line end where a block ends."""
    text = _TAG.sub("\n", _HIDDEN.sub("", html).replace("\r", "").replace("\n", " "))
    lines = (" ".join(line.split()) for line in unescape(_ANY_TAG.sub("", text)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
