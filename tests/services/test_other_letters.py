"""Letters outside the plan: what each is about, what it names, and that it lives like the others."""

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from creances_desktop.domain.clients import Address, Channel
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.letters import LetterContent, content_from_json
from creances_desktop.domain.other_letters import OTHER_LETTERS, FieldKind, FieldValue
from creances_desktop.domain.payments import PaymentDraft, PaymentMode
from creances_desktop.services import (
    archive,
    calendar,
    company,
    followups,
    history,
    holds,
    letter_texts,
    letters,
    other_letters,
    payments,
    statements,
    today,
    verify,
)
from creances_desktop.services.other_letters import Order

DAY = date(2026, 11, 21)


def later(days: int) -> date:
    return DAY + timedelta(days=days)


def content_of(books: Any, letter_id: int) -> LetterContent:
    with books.store.reading() as r:
        return content_from_json(r.letters.content(letter_id))


def words_of(content: LetterContent) -> str:
    return "\n".join((content.subject, *content.opening, *content.closing)).replace("\u00a0", " ")


def typed(template_id: str) -> dict[str, FieldValue]:
    """Something for every field of a letter."""
    values: dict[FieldKind, FieldValue] = {
        FieldKind.TEXT: "Maître Roux",
        FieldKind.LINES: "Premier point.\n\nSecond point.",
        FieldKind.AMOUNT: 60_00,
        FieldKind.DAY: later(10),
    }
    return {one.name: values[one.kind] for one in OTHER_LETTERS[template_id].fields}


def issue(books: Any, client: int, template_id: str, *ids: int, **fields: FieldValue) -> LetterContent:
    known = typed(template_id) | fields
    return content_of(
        books, other_letters.issue(books.store, client, template_id, invoice_ids=ids, fields=known, day=DAY)
    )


@pytest.fixture
def durand(books: Any) -> Any:
    """A client with an invoice partly paid and one that is not due yet."""
    client = books.client()
    first = books.invoice(client, "F-1", 120_00, 40)
    second = books.invoice(client, "F-2", 80_00, -5)
    books.pay(client, 20_00, (books.item(first), 20_00))
    return client, first, second


@pytest.mark.parametrize("template_id", list(OTHER_LETTERS))
def test_each_is_reserved_drawn_kept_and_found_again(books: Any, durand: Any, template_id: str) -> None:
    client, first, second = durand
    letter_id = other_letters.issue(
        books.store, client, template_id, invoice_ids=[first, second], fields=typed(template_id), day=DAY
    )
    (letter,) = letters.page(books.store, letters.search(books.store))
    assert (letter.id, letter.reference, letter.step) == (letter_id, "L2026-00001", template_id)
    pdf = letters.pdf(books.store, letter_id)
    assert pdf.startswith(b"%PDF-")
    assert letters.draw(books.store, content_of(books, letter_id)) == pdf
    assert letters.search(books.store, "durand") == [letter_id]
    assert [one.kind for one in history.of_client(books.store, client)].count("letter") == 1
    assert verify.verify(books.store).problems == ()
    letters.mark_delivered(books.store, [letter_id], "imprimée")
    letters.returned(books.store, letter_id, "Adresse inconnue", DAY)
    assert letters.page(books.store, [letter_id])[0].status == "returned"


def test_the_preview_is_the_letter_that_leaves(books: Any, durand: Any) -> None:
    client, first, _ = durand
    order = Order(client, "suspension", (first,), fields=typed("suspension"))
    seen = other_letters.preview(books.store, order, DAY)
    assert letters.pdf(books.store, other_letters.issue_order(books.store, order, DAY)) == seen


def test_the_history_of_an_invoice_shows_the_letters_about_it(books: Any, durand: Any) -> None:
    client, first, second = durand
    issue(books, client, "duplicate", first)
    assert [one.kind for one in history.of_invoice(books.store, first)].count("letter") == 1
    assert [one.kind for one in history.of_invoice(books.store, second)].count("letter") == 0


def test_no_step_of_the_plan_is_taken(books: Any, durand: Any) -> None:
    client, first, _ = durand
    before = followups.prepare(books.store, DAY).to_do
    issue(books, client, "suspension", first)
    assert followups.prepare(books.store, DAY).to_do == before


# --- The receipt -------------------------------------------------------------------------------------------


def test_a_receipt_names_the_payments_really_received(books: Any, durand: Any) -> None:
    client, first, second = durand
    cheque = PaymentDraft(client, 30_00, later(-1), PaymentMode.CHEQUE, "CH 77")
    payments.record(books.store, cheque, DAY)
    fee = PaymentDraft(client, 1_00, DAY, PaymentMode.BANK_FEE)
    payments.record(books.store, fee, DAY)
    about_first = issue(books, client, "payment_receipt", first)
    assert [(one.amount, one.mode, one.settles) for one in about_first.received] == [
        (20_00, "Virement", "F-1")
    ]
    assert "il reste dû **100,00 €** sur la facture F-1" in words_of(about_first).replace("\u202f", " ")
    chosen = [one.id for one in other_letters.choices(books.store, client, DAY).payments]
    assert len(chosen) == 2, "a fee that the bank kept was never received"
    all_of_them = content_of(
        books,
        other_letters.issue_order(
            books.store, Order(client, "payment_receipt", payment_ids=tuple(chosen)), DAY
        ),
    )
    assert [one.amount for one in all_of_them.received] == [30_00, 20_00]
    assert "total de **50,00 €**" in words_of(all_of_them)
    assert "sous réserve de l’encaissement effectif du chèque" in words_of(all_of_them)
    assert "La somme de 30,00 €, qui n’est encore imputée sur aucune facture" in words_of(all_of_them)
    assert not all_of_them.asks_payment
    with pytest.raises(InvalidValue) as refused:
        other_letters.issue(books.store, client, "payment_receipt", invoice_ids=[second], day=DAY)
    assert refused.value.field == "payment_ids"


def test_a_payment_that_came_back_is_not_receipted(books: Any, durand: Any) -> None:
    client, _, _ = durand
    (payment,) = other_letters.choices(books.store, client, DAY).payments
    payments.cancel(books.store, payment.id, DAY, "Chèque impayé")
    with pytest.raises(InvalidValue, match="règlement"):
        other_letters.issue_order(
            books.store, Order(client, "payment_receipt", payment_ids=(payment.id,)), DAY
        )


# --- What is asked -----------------------------------------------------------------------------------------


def test_what_the_client_has_in_hand_is_deducted(books: Any, durand: Any) -> None:
    client, first, _ = durand
    books.credit(client, "A-1", 30_00)
    content = issue(books, client, "suspension", first)
    assert (content.total, content.credits, content.claimed) == (100_00, 30_00, 70_00)
    assert "**70,00 €**" in words_of(content)
    books.credit(client, "A-2", 90_00)
    with pytest.raises(InvalidValue, match="imputez-les"):
        issue(books, client, "suspension", first)


def test_a_suspension_cites_the_clause_or_none(books: Any, durand: Any) -> None:
    client, first, _ = durand
    cited = issue(books, client, "suspension", first, service="nos livraisons", clause="l’article 8 des CGV")
    assert (
        "nous suspendrons nos livraisons à compter du lendemain, en application de l’article 8"
        in words_of(cited)
    )
    bare = issue(books, client, "suspension", first, service="nos livraisons", clause="")
    assert "application" not in words_of(bare)
    assert "article" not in words_of(bare)


def test_what_is_not_due_yet_is_not_called_overdue(books: Any, durand: Any) -> None:
    client, first, second = durand
    content = issue(books, client, "suspension", first, second)
    assert [line.number for part in content.parts for line in part.lines] == ["F-1"]
    with pytest.raises(InvalidValue, match="échue et impayée"):
        issue(books, client, "handover_notice", second)


def test_an_offer_says_what_is_waived_and_asks_for_no_more(books: Any, durand: Any) -> None:
    client, first, second = durand
    content = issue(books, client, "settlement_offer", first, second, amount=150_00, conditions="")
    assert (content.to_pay, content.total, content.deadline) == (150_00, 180_00, later(10))
    assert "soit 30,00 €" in words_of(content)
    assert "conditions suivantes" not in words_of(content)
    for amount, sentence in ((200_00, "Il ne reste dû que"), (180_00, "proposez moins")):
        with pytest.raises(InvalidValue, match=sentence) as refused:
            issue(books, client, "settlement_offer", first, second, amount=amount)
        assert refused.value.field == "amount"
    (entry,) = calendar.of_client(books.store, client)
    assert (entry.day, entry.title[:20]) == (later(10), "Fin du délai accordé")


def test_once_its_day_has_passed_what_is_still_open_is_to_be_done(books: Any, durand: Any) -> None:
    client, first, _ = durand
    content = issue(books, client, "settlement_offer", first, amount=50_00)
    letters.mark_delivered(books.store, [one.id for one in letters.to_print(books.store)], "imprimée")
    holds.pause(books.store, later(20), "Offre en cours", DAY, client_id=client)
    found = [one for one in today.overview(books.store, later(11)).tasks if content.reference in one.text]
    assert [one.amount for one in found] == [100_00]


def test_a_promise_keeps_its_day_out_of_the_deadlines(books: Any, durand: Any) -> None:
    client, first, _ = durand
    content = issue(books, client, "promise_confirmation", first, told_by="Mme Petit")
    assert (content.to_pay, content.deadline, content.channel) == (60_00, None, Channel.EMAIL)
    assert "avec Mme Petit" in words_of(content)
    assert calendar.of_client(books.store, client) == []
    account = content_of(
        books,
        other_letters.issue(
            books.store, client, "promise_confirmation", day=DAY,
            fields={"amount": 500_00, "promised_on": later(3)},
        ),
    )  # fmt: skip
    assert account.parts == ()


def test_an_answer_keeps_the_paragraphs_that_were_typed(books: Any, durand: Any) -> None:
    client, first, _ = durand
    content = issue(books, client, "dispute_answer", first, answer="Un **point**.\n\n{{ x }} & <b>")
    assert content.opening[2:] == ("Un * *point* *.", "{{ x }} & <b>")


def test_a_third_party_is_written_to_at_his_own_address(books: Any, durand: Any) -> None:
    client, first, _ = durand
    content = issue(
        books, client, "handover_file", first,
        third_party="Maître Roux", third_party_address="3 place Bellecour\n69002 LYON",
        documents="contrat\n\nfacture F-1",
    )  # fmt: skip
    assert content.recipient.lines == ("Maître Roux", "3 place Bellecour", "69002 LYON")
    assert content.enclosures == ("contrat", "facture F-1")
    assert "Durand & Fils, 2 RUE HAUTE, 44000 NANTES" in words_of(content)
    assert not content.asks_payment


def test_a_statement_follows_its_letter(books: Any, durand: Any) -> None:
    client, _, _ = durand
    content = content_of(books, other_letters.issue(books.store, client, "statement_cover", day=DAY))
    assert content.statement is not None
    assert (content.statement.balance, content.enclosures) == (180_00, ("relevé de compte",))
    assert (
        "un solde de **180,00 €** en notre faveur ; les sommes échues s’élèvent à **100,00 €**"
        in words_of(content)
    )


def test_a_thank_you_comes_without_an_account(books: Any, durand: Any) -> None:
    client, _, _ = durand
    content = issue(books, client, "thanks", period="ce trimestre", offer="")
    assert (content.statement, content.enclosures) == (None, ())


def test_a_debtor_is_described_in_the_middle_of_a_sentence(books: Any) -> None:
    client = books.client(siren="552100554")
    first = books.invoice(client, "F-1", 120_00, 40)
    content = issue(books, client, "handover_file", first, third_party="Maître Roux")
    (told,) = [one for one in content.opening if "Débiteur" in one]
    assert told.endswith("SIREN\u00a0552\u00a0100\u00a0554, professionnel.")


@pytest.mark.parametrize("template_id", list(OTHER_LETTERS))
def test_no_double_punctuation_stands_at_the_head_of_a_line(
    books: Any, durand: Any, template_id: str
) -> None:
    client, first, _ = durand
    content = issue(books, client, template_id, first)
    words = "\n".join((content.subject, *content.opening, *content.closing))
    assert not re.findall(r" [:;?!»€%]|« |'|\.\.\.| [,.]|  ", words)


# --- What is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("template_id", list(OTHER_LETTERS))
def test_a_required_field_is_asked_for_by_name(books: Any, durand: Any, template_id: str) -> None:
    client, first, _ = durand
    for one in OTHER_LETTERS[template_id].fields:
        if not one.required:
            continue
        with pytest.raises(InvalidValue) as refused:
            other_letters.issue(
                books.store, client, template_id, invoice_ids=[first], day=DAY,
                fields={name: value for name, value in typed(template_id).items() if name != one.name},
            )  # fmt: skip
        assert (refused.value.field, str(refused.value)) == (one.name, one.missing)
    assert letters.to_print(books.store) == []


def test_a_day_that_has_passed_is_no_deadline(books: Any, durand: Any) -> None:
    client, first, _ = durand
    for template_id, name in (("suspension", "deadline"), ("promise_confirmation", "promised_on")):
        with pytest.raises(InvalidValue, match="déjà passé") as refused:
            issue(books, client, template_id, first, **{name: later(-1)})
        assert refused.value.field == name


def test_an_invoice_of_another_client_or_paid_is_refused(books: Any, durand: Any) -> None:
    client, first, _ = durand
    other = books.invoice(books.client("AUTRE", "Autre"), "F-9")
    with pytest.raises(InvalidValue, match="n’est plus au compte"):
        issue(books, client, "suspension", first, other)
    books.pay(client, 100_00, (books.item(first), 100_00))
    with pytest.raises(InvalidValue, match="échue et impayée"):
        issue(books, client, "suspension", first)
    paid = issue(books, client, "duplicate", first)
    assert "reste dû" not in words_of(paid)


def test_nothing_is_asked_of_a_client_in_insolvency(books: Any, durand: Any) -> None:
    client, first, _ = durand
    holds.insolvency(books.store, client, later(-3))
    with pytest.raises(DomainError, match="procédure collective"):
        issue(books, client, "settlement_offer", first)
    issue(books, client, "handover_file", first)


def test_a_statement_informs_a_client_in_insolvency_and_asks_for_nothing(books: Any, durand: Any) -> None:
    client, _, _ = durand
    mine = company.get(books.store)
    company.save(books.store, replace(mine, iban="FR7630006000011234567890189"))
    asked = issue(books, client, "statement_cover")
    assert asked.slip is not None
    assert "meilleurs délais" in " ".join(asked.closing)
    holds.insolvency(books.store, client, later(-3))
    told = issue(books, client, "statement_cover")
    assert told.slip is None
    assert "meilleurs délais" not in " ".join(told.closing)
    alone = statements.content(books.store, client, DAY)
    assert (alone.slip, alone.to_pay) == (None, 0)
    assert alone.balance > 0
    assert "meilleurs délais" not in " ".join(alone.closing)
    drawn = PdfReader(io.BytesIO(statements.draw(books.store, alone)))
    assert "Règlement par virement" not in "".join(page.extract_text() for page in drawn.pages)


def test_without_an_address_only_an_email_leaves(books: Any) -> None:
    client = books.client("SANS", "Sans adresse", address=Address())
    first = books.invoice(client)
    with pytest.raises(DomainError, match="adresse de Sans adresse est incomplète"):
        issue(books, client, "suspension", first)
    order = Order(client, "suspension", (first,), fields=typed("suspension"), channel=Channel.EMAIL)
    assert content_of(books, other_letters.issue_order(books.store, order, DAY)).channel is Channel.EMAIL


def test_the_letters_cited_asked_for_what_was_overdue(books: Any) -> None:
    """The copy of an invoice is no demand left unanswered, nor is a promise noted before its due date."""
    client = books.client()
    first = books.invoice(client, "F-1", 120_00, 40)
    for template_id, day in (("duplicate", -20), ("suspension", -12), ("promise_confirmation", -45)):
        letter_id = other_letters.issue(
            books.store, client, template_id, invoice_ids=[first], fields=typed(template_id), day=later(day)
        )
        letters.mark_delivered(books.store, [letter_id], "imprimée")
    words = words_of(issue(books, client, "handover_notice", first))
    assert "Malgré notre courrier du 9 novembre 2026, vous restez nous devoir" in words


@pytest.mark.parametrize(
    ("count", "named"),
    [
        (1, "duplicata de la facture F-1"),
        (2, "duplicatas des factures F-1 et F-2"),
        (7, "duplicatas de 7 factures"),
    ],
)
def test_the_copies_are_named_in_one_breath(books: Any, count: int, named: str) -> None:
    client = books.client()
    ids = [books.invoice(client, f"F-{n}", 120_00, 41 - n) for n in range(1, count + 1)]
    content = issue(books, client, "duplicate", *ids)
    assert content.enclosures == (named,)


def test_an_answer_names_the_invoices_that_were_contested(books: Any) -> None:
    client = books.client()
    ids = [books.invoice(client, f"F-{n}", 120_00, 40) for n in (1, 2)]
    assert issue(books, client, "dispute_answer", *ids).subject == (
        "Réponse à votre contestation des factures F-1 et F-2"
    )


def test_what_asks_for_nothing_is_told_without_an_amount(books: Any) -> None:
    client = books.client()
    first = books.invoice(client, "F-1", 120_00, 40)
    orders = (("duplicate", "Rien n’est réclamé"), ("suspension", "120,00\u00a0€ sur 1\u00a0échéance"))
    for template_id, amounts in orders:
        letter_id = other_letters.issue(
            books.store, client, template_id, invoice_ids=[first], fields=typed(template_id), day=DAY
        )
        assert dict(archive.lines(archive.of_letter(books.store, letter_id)))["Montants"] == amounts
    told = [entry.note for entry in calendar.to_do(books.store, later(30)) if entry.letter_id]
    assert not any("0,00" in note.replace("120,00", "") for note in told)


def test_the_list_knows_which_text_a_letter_was_written_from(books: Any) -> None:
    """As the card of the letter tells it, for a text of the program, one's own, and words changed for it."""
    client = books.client()
    first = books.invoice(client, "F-1", 120_00, 40)
    key = ("duplicate", "", "")
    plain = other_letters.issue(books.store, client, "duplicate", invoice_ids=[first], day=DAY)
    known = letter_texts.wording(letter_texts.built_in(key))
    letter_texts.save(books.store, key, replace(known, subject="Copie"))
    own = other_letters.issue(books.store, client, "duplicate", invoice_ids=[first], day=DAY)
    order = Order(client, "duplicate", (first,), wording=replace(known, subject="Autre"))
    edited = other_letters.issue_order(books.store, order, DAY)
    books.invoice(books.client("SECOND", "Second"), "F-2", 120_00, 10)
    reminder = followups.issue(books.store, DAY).issued[0].letter.id
    ids = [plain, own, edited, reminder]
    found = archive.texts(books.store, ids)
    assert [found[one].replace("\u00a0", " ") for one in ids] == [
        "Envoi d’un duplicata de facture : texte du programme, version 1",
        "Envoi d’un duplicata de facture : votre texte, version 1",
        "Envoi d’un duplicata de facture : votre texte, version 1, modifié pour cette lettre",
        "Relance 1, ton courtois : texte du programme, version 1",
    ]
    cards = [dict(archive.lines(archive.of_letter(books.store, one)))["Texte"] for one in ids]
    assert cards == [found[one] for one in ids]
