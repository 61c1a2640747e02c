"""Letters sent by e-mail: drafted for the user's mailer, marked sent by him; nothing goes by itself."""

from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from creances_desktop.domain.clients import Channel, Contact
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.services import attachments, delivery, emails, followups, history, invoices, letters
from creances_desktop.services.attachments import About, AttachmentKind, Wording, incoming
from creances_desktop.services.emails import Draft

DAY = date(2026, 11, 21)
PDF = b"%PDF-1.4\n%facture"


@pytest.fixture
def letter(books) -> int:
    """A first reminder that the plan sends by e-mail, drawn."""
    plan = followups.plans(books.store)[0]
    steps = tuple(
        replace(step, channel=Channel.EMAIL) if step.id == "reminder_1" else step for step in plan.steps
    )
    with books.store.transaction() as t:
        t.followups.save_plan(replace(plan, steps=steps))
        t.journal.append("plan_saved", "Plan modifié")
    accountant = Contact(0, "Nadia Benali", "Comptable", "", "nadia@client.fr")
    client = books.client(email="info@client.fr", contacts=(accountant,))
    invoice = books.invoice(client, "F-1")
    invoices.attach_pdf(books.store, invoice, PDF)
    attachments.attach(
        books.store,
        About(client, invoice),
        [incoming("bl.pdf", b"%PDF-1.4 bl")],
        Wording(AttachmentKind.DELIVERY_NOTE, DAY),
    )
    (issued,) = followups.issue(books.store, DAY).issued
    return issued.letter.id


def draft(made: emails.Prepared, **values: object) -> Draft:
    known: dict[str, object] = {
        "to": made.contact.address if made.contact else "",
        "copies": "",
        "subject": made.subject,
        "body": made.body,
        "files": tuple(file.key for file in made.files if file.chosen),
    }
    return Draft(**(known | values))  # type: ignore[arg-type]


def test_a_draft_holds_the_letter_its_invoices_and_its_own_words(books, letter) -> None:
    made = emails.prepare(books.store, letter)
    assert made.contact is not None
    assert made.contact.words == "Nadia Benali (Comptable) <nadia@client.fr>"
    assert [file.words for file in made.files if file.chosen] == ["La lettre", "Facture F-1"]
    assert [file.name for file in made.files if not file.chosen] == ["bl.pdf"]
    data = emails.build(books.store, letter, draft(made))
    message = message_from_bytes(data, policy=policy.default)
    files = {one.get_filename(): one.get_content() for one in message.iter_attachments()}
    assert files == {made.letter.file_name: letters.pdf(books.store, letter), "F-1.pdf": PDF}
    text = message.get_body(("plain",)).get_content()
    assert "F-1 du" in text
    assert "120,00\u00a0€" in text
    assert "**" not in text
    assert made.letter.reference in message["Subject"]
    assert message["X-Unsent"] == "1"


@pytest.mark.parametrize(
    ("values", "field"), [({"to": ""}, "to"), ({"to": "nadia"}, "to"), ({"copies": "x"}, "copies")]
)
def test_a_wrong_address_is_refused_beside_its_field(books, letter, values, field) -> None:
    made = emails.prepare(books.store, letter)
    with pytest.raises(InvalidValue) as refused:
        emails.build(books.store, letter, draft(made, **values))
    assert refused.value.field == field


def test_a_message_too_heavy_for_mail_servers_is_refused(books, letter, monkeypatch) -> None:
    monkeypatch.setattr(emails, "HEAVY", 1000)
    made = emails.prepare(books.store, letter)
    with pytest.raises(InvalidValue, match="20 Mo"):
        emails.build(books.store, letter, draft(made))


def test_the_letter_has_left_once_the_user_says_so(books, letter) -> None:
    assert [one.id for one in emails.waiting(books.store)] == [letter]
    emails.mark_sent(books.store, letter, DAY, "Nadia <nadia@client.fr>", DAY)
    (sent,) = letters.page(books.store, [letter])
    assert sent.status == letters.DELIVERED
    assert sent.delivered_at is not None
    assert emails.waiting(books.store) == []
    assert any("nadia@client.fr" in one.text for one in history.of_client(books.store, sent.client_id))


def test_an_answer_is_kept_with_its_mail(books, letter) -> None:
    emails.mark_sent(books.store, letter, DAY, "nadia@client.fr", DAY)
    mail = incoming("re.eml", b"From: nadia@client.fr\nTo: a@b.fr\nSubject: Re\n\nVirement lundi")
    with pytest.raises(InvalidValue) as refused:
        emails.note_answer(books.store, letter, DAY, "  ", DAY)
    assert refused.value.field == "text"
    emails.note_answer(books.store, letter, DAY, "Virement lundi", DAY, mail=mail)
    (kept,) = attachments.of_letter(books.store, letter)
    assert kept.kind is AttachmentKind.MAIL
    with pytest.raises(DomainError, match="prouve"):
        attachments.remove(books.store, kept.id, DAY)
    client = letters.page(books.store, [letter])[0].client_id
    assert any("Virement lundi" in one.text for one in history.of_client(books.store, client))


def test_a_letter_that_waits_for_the_mailer_does_not_wait_for_the_printer(books, letter) -> None:
    (shown,) = letters.page(books.store, [letter])
    assert letters.status_label(shown) == "À envoyer par e-mail"
    assert letters.status_label(replace(shown, channel=Channel.LETTER)) == "À imprimer"
    told = [one.text for one in history.of_client(books.store, shown.client_id) if one.kind == "letter"]
    assert told == [f"Lettre {shown.reference} (à envoyer par e-mail)"]
    emails.mark_sent(books.store, letter, DAY, "nadia@client.fr", DAY)
    (sent,) = letters.page(books.store, [letter])
    assert letters.status_label(sent) == "Envoyée"


def test_a_day_to_come_or_before_the_letter_is_refused(books, letter) -> None:
    for day in (DAY + timedelta(days=1), DAY - timedelta(days=1)):
        with pytest.raises(InvalidValue) as refused:
            emails.mark_sent(books.store, letter, day, "nadia@client.fr", DAY)
        assert refused.value.field == "day"


def test_drafts_of_a_batch_are_written_whole_in_a_folder(books, letter, tmp_path: Path) -> None:
    (path,) = emails.write_drafts(books.store, [letter], tmp_path / "brouillons")
    assert path.suffix == ".eml"
    assert message_from_bytes(path.read_bytes(), policy=policy.default)["To"] == "nadia@client.fr"
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_run_without_a_window_writes_the_letter_and_its_draft(books, letter, tmp_path: Path) -> None:
    run = delivery.run(books.store, DAY, tmp_path)
    (sent,) = run.redelivered
    assert sent.letter.id == letter
    draft = tmp_path / f"{Path(sent.letter.file_name).stem}.eml"
    message = message_from_bytes(draft.read_bytes(), policy=policy.default)
    files = {one.get_filename(): one.get_content() for one in message.iter_attachments()}
    assert files[sent.letter.file_name] == (tmp_path / sent.letter.file_name).read_bytes()
    assert delivery.run(books.store, DAY, tmp_path).redelivered == ()


def test_a_copy_by_email_leaves_a_registered_letter_to_be_printed(books) -> None:
    client = books.client(email="info@client.fr")
    books.invoice(client, days_late=80)
    for ago in (60, 40):
        for one in followups.issue(books.store, DAY - timedelta(days=ago)).issued:
            letters.mark_delivered(books.store, [one.letter.id], "imprimée", day=one.letter.issued_on)
    (demand,) = followups.issue(books.store, DAY).issued
    emails.mark_sent(books.store, demand.letter.id, DAY, "info@client.fr", DAY)
    assert [one.id for one in letters.to_print(books.store)] == [demand.letter.id]
