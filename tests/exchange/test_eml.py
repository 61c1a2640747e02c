"""Drafts that a mail program opens, and foreign mails read as text, whatever their state."""

import contextlib
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.exchange import eml
from creances_desktop.exchange.eml import DraftFile, UnreadableMail

PDF = DraftFile("lettre.pdf", "application/pdf", b"%PDF-1.4 \x00\xff octets")


def made(**values: object) -> bytes:
    known: dict[str, object] = {
        "sender": ("Menuiserie Œuvré & Fils", "contact@oeuvre.fr"),
        "to": ["compta@client.fr"],
        "subject": "Relance n° 1 – L2026-00012",
        "body": "Madame, Monsieur,\n\nVous nous devez 1\u202f234,56\u00a0€.\n",
        "files": [PDF],
    }
    return eml.draft(**(known | values))  # type: ignore[arg-type]


def test_a_draft_is_unsent_and_carries_its_files_to_the_byte() -> None:
    message = message_from_bytes(made(copies=["chef@client.fr"]), policy=policy.default)
    assert message["X-Unsent"] == "1"
    assert message["To"] == "compta@client.fr"
    assert message["Cc"] == "chef@client.fr"
    assert message["Subject"] == "Relance n° 1 – L2026-00012"
    assert message["From"].addresses[0].display_name == "Menuiserie Œuvré & Fils"
    body = message.get_body(("plain",))
    assert body is not None
    assert "1\u202f234,56\u00a0€" in body.get_content()
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "lettre.pdf"
    assert attached.get_content() == PDF.data


def test_the_same_draft_gives_the_same_bytes() -> None:
    assert made() == made()
    assert b"\r\n" in made()
    assert b"\n" not in made().replace(b"\r\n", b"")


def test_no_header_can_be_slipped_in() -> None:
    message = message_from_bytes(
        made(subject="Relance\r\nBcc: espion@ailleurs.fr", sender=("A\nBcc: x@y.fr", "a@b.fr")),
        policy=policy.default,
    )
    assert message["Bcc"] is None
    assert "espion" in message["Subject"]


@pytest.mark.parametrize("address", ["", "pas une adresse", "a@b@c", "é@ü"])
def test_a_company_without_a_mail_address_leaves_the_sender_to_the_mailer(address: str) -> None:
    assert message_from_bytes(made(sender=("Menuiserie", address)), policy=policy.default)["From"] is None


@given(st.text(max_size=60), st.text(max_size=300), st.text(max_size=30))
def test_any_words_can_be_written(subject: str, body: str, name: str) -> None:
    data = made(subject=subject, body=body, files=[DraftFile(name, "application/pdf", b"%PDF-1")])
    assert eml.read(data).to == "compta@client.fr"


def test_a_mail_is_read_as_text() -> None:
    html = (
        b"From: =?iso-8859-1?Q?H=E9l=E8ne?= <helene@client.fr>\r\nTo: contact@oeuvre.fr\r\n"
        b"Subject: =?utf-8?B?UsOpcG9uc2U=?=\r\nDate: Thu, 12 Nov 2026 10:15:00 +0100\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n"
        b"<html><head><style>p{}</style></head><body><p>Bonjour,</p><p>R\xe9glement &agrave; la fin&nbsp;du "
        b"mois."
        b"<br>H\xe9l\xe8ne</p><script>alert(1)</script></body></html>"
    )
    mail = eml.read(html)
    assert mail.sender == "Hélène <helene@client.fr>"
    assert mail.subject == "Réponse"
    assert mail.sent_at is not None
    assert mail.text.split("\n") == ["Bonjour,", "Réglement à la fin du mois.", "Hélène"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02",
        b"Content-Type: text/plain; charset=klingon\r\n\r\nqa'pla",
        b"Content-Type: multipart/mixed\r\n\r\n--x\r\nunfinished",
        b"From: <<<\r\nDate: yesterday\r\nTo: ,,,;\r\n\r\ntext",
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!not base64",
    ],
)
def test_damaged_mails_are_read_as_far_as_they_go(data: bytes) -> None:
    with contextlib.suppress(UnreadableMail):
        assert "<" not in eml.read(data).text


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with contextlib.suppress(UnreadableMail):
        eml.read(b"Content-Type: multipart/alternative; boundary=b\r\n" + data)
