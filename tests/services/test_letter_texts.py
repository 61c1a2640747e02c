"""The user's own texts: versions kept, the original pristine, one letter edited alone, trials."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.letter_tones import Tone
from creances_desktop.domain.letters import LetterContent, content_from_json
from creances_desktop.services import (
    assembly,
    clients,
    company,
    export,
    followups,
    history,
    imports,
    letter_drafts,
    letter_texts,
    letter_trials,
    letters,
    other_letters,
    plans,
)
from creances_desktop.services.letter_texts import Wording
from creances_desktop.services.other_letters import Order

DAY = date(2026, 11, 21)
KEY = ("reminder_1", "", "courteous")
MINE = Wording(
    "Votre [facture | facturation]",
    ("Bonjour,", "Il reste **[Montant à régler]** à payer [intérêts compris]."),
    ("Merci d’y penser avant le [Date limite].",),
)


def content_of(books: Any, letter_id: int) -> LetterContent:
    with books.store.reading() as r:
        return content_from_json(r.letters.content(letter_id))


def text_of_pdf(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def issued(books: Any) -> LetterContent:
    (one,) = followups.issue(books.store, DAY).issued
    return content_of(books, one.letter.id)


# --- Texts -------------------------------------------------------------------------------------------------


def test_the_user_s_text_is_what_leaves_and_the_letter_remembers_its_version(books: Any) -> None:
    books.invoice(books.client(), gross=120_00)
    letter_texts.save(books.store, KEY, replace(MINE, subject="Premier essai"))
    letter_texts.save(books.store, KEY, MINE)
    content = issued(books)
    assert (content.subject, content.template_version, content.origin.own) == ("Votre facture", 2, True)
    assert content.origin.tone == "courteous"
    assert content.opening[:2] == ("Bonjour,", "Il reste **120,00\u00a0€** à payer.")
    assert content.closing == ("Merci d’y penser avant le 29\u00a0novembre\u00a02026.",)


def test_the_original_comes_back_and_no_version_is_lost(books: Any) -> None:
    books.invoice(books.client())
    letter_texts.save(books.store, KEY, MINE)
    letter_texts.restore(books.store, KEY)
    assert issued(books).origin.own is False
    letter_texts.save(books.store, KEY, replace(MINE, subject="De nouveau"))
    found = letter_texts.versions(books.store, KEY)
    assert [(one.number, one.restored) for one in found] == [(3, False), (2, True), (1, False)]
    assert letter_texts.wording(found[2].text) == MINE
    assert letter_texts.built_in(KEY).own is False
    assert [one.summary for one in history.journal(books.store)[:3]] == [
        "Texte «\u00a0Relance 1\u00a0» modifié",
        "Lettre L2026-00001 prête à imprimer",
        "Relance 1 L2026-00001 pour Durand & Fils",
    ]


def test_what_was_issued_keeps_its_words_whatever_the_text_becomes(books: Any) -> None:
    books.invoice(books.client())
    (one,) = followups.issue(books.store, DAY).issued
    before = letters.pdf(books.store, one.letter.id)
    letter_texts.save(books.store, KEY, MINE)
    assert letters.pdf(books.store, one.letter.id) == before


def test_saving_the_same_words_makes_no_version_and_restoring_twice_is_refused(books: Any) -> None:
    letter_texts.save(books.store, KEY, MINE)
    letter_texts.save(books.store, KEY, MINE)
    assert len(letter_texts.versions(books.store, KEY)) == 1
    letter_texts.restore(books.store, KEY)
    with pytest.raises(DomainError, match="déjà"):
        letter_texts.restore(books.store, KEY)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("opening", replace(MINE, opening=("Payez [Le prix].",))),
        ("subject", replace(MINE, subject=" ")),
        ("closing", replace(MINE, closing=())),
        ("closing", replace(MINE, closing=("[Motif avancé]",))),
    ],
)
def test_an_unknown_field_or_an_empty_part_is_refused_beside_it(
    books: Any, field: str, wrong: Wording
) -> None:
    with pytest.raises(InvalidValue) as refused:
        letter_texts.save(books.store, KEY, wrong)
    assert refused.value.field == field
    assert letter_texts.versions(books.store, KEY) == ()


def test_the_user_s_text_of_another_letter_is_used_too(books: Any) -> None:
    client = books.client()
    invoice = books.invoice(client)
    letter_texts.save(
        books.store,
        ("duplicate", "", ""),
        Wording("Copie", ("Voici [Numéros des factures].",), ("Bien à vous.",)),
    )
    content = content_of(
        books, other_letters.issue(books.store, client, "duplicate", invoice_ids=[invoice], day=DAY)
    )
    assert (content.subject, content.opening) == ("Copie", ("Voici F-1.",))


def test_a_text_for_everybody_is_read_as_a_consumer_would(books: Any) -> None:
    text = letter_texts.built_in(("reminder_2", "", "firm"))
    wrong = replace(letter_texts.wording(text), closing=("Une indemnité forfaitaire est due.",))
    assert [one.passage for one in letter_texts.findings(text, wrong)] == ["indemnité forfaitaire"]
    law = letter_texts.built_in(("mise_en_demeure", "professional", ""))
    assert letter_texts.findings(law, letter_texts.wording(law)) == ()


# --- Trials ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", letters.templates(), ids=lambda one: "-".join(one.key))
def test_every_text_is_tried_on_a_client_and_on_the_worst_case(books: Any, text: Any) -> None:
    client = books.client(nature=text.nature or Nature.PROFESSIONAL)
    other = books.client("LONG", "Société " + "très " * 14 + "longue")
    invoice = books.invoice(client, "F-1", 120_00, 40)
    books.invoice(client, "F-2", 80_00, -5)
    books.pay(client, 20_00, (books.item(invoice), 20_00))
    before = books.entries()
    trial = letter_trials.trial(books.store, text, client, DAY, named=other)
    assert trial.letter.pdf.startswith(b"%PDF-")
    assert trial.letter.findings == ()
    assert not set(trial.empty) - {"Nos courriers précédents", "Avoirs et règlements à déduire"}
    assert books.entries() == before


def test_an_empty_field_is_named_before_anything_is_printed(books: Any) -> None:
    client = books.client()
    books.invoice(client)
    text = letter_texts.worded(letter_texts.built_in(KEY), replace(MINE, subject="[Lien de paiement]"))
    assert letter_trials.trial(books.store, text, client, DAY).empty == ("Lien de paiement",)


def test_the_cases_of_a_dossier(books: Any) -> None:
    assert letter_trials.cases(books.store, DAY).usual == {}
    first = books.client("A", "Court", nature=Nature.CONSUMER)
    longest = books.client("B", "Un nom bien plus long", nature=Nature.PROFESSIONAL)
    for number in range(3):
        books.invoice(first, f"F-{number}")
    found = letter_trials.cases(books.store, DAY)
    assert (found.usual[None], found.longest, found.most) == (first, longest, first)
    assert found.usual[Nature.PROFESSIONAL] == longest


def test_the_text_before_the_due_date_is_tried_on_what_is_not_due_yet(books: Any) -> None:
    early = next(one for one in letters.templates() if one.id == "pre_due")
    late = books.client("A", nature=Nature.PROFESSIONAL)
    books.invoice(late, "F-1", days_late=30)
    alone = letter_trials.cases(books.store, DAY)
    assert (alone.usual_for(early), alone.suits(early, clients.get(books.store, late))) == (late, True)
    # Nothing to come: an example, not an invoice that is overdue.
    shown = text_of_pdf(letter_trials.trial(books.store, early, late, DAY).letter.pdf)
    assert "EXEMPLE-1" in shown
    assert "F-1" not in shown
    coming = books.client("B", nature=Nature.PROFESSIONAL)
    books.invoice(coming, "F-2", days_late=-5)
    books.invoice(coming, "F-3", days_late=5)
    found = letter_trials.cases(books.store, DAY)
    assert found.usual_for(early) == coming
    assert found.suits(early, clients.get(books.store, coming))
    assert not found.suits(early, clients.get(books.store, late))
    assert found.usual_for(letter_texts.built_in(KEY)) == late
    shown = text_of_pdf(letter_trials.trial(books.store, early, coming, DAY).letter.pdf)
    assert "F-2" in shown
    assert "F-3" not in shown


# --- One letter --------------------------------------------------------------------------------------------


def test_the_words_of_one_letter_leave_with_its_present_figures(books: Any) -> None:
    client = books.client()
    books.invoice(client, gross=120_00)
    (proposal,) = followups.prepare(books.store, DAY).to_do
    text, words = letter_trials.draft(books.store, proposal, DAY)
    assert "[Montant à régler]" in "".join(words.closing)
    assert "ne nous a pas encore été réglée" in "".join(words.opening)
    wanted = replace(words, opening=("Cher client,", "Comme convenu au téléphone, voici le rappel."))
    assert letter_trials.try_draft(books.store, proposal, wanted, DAY).edited
    letter_drafts.keep(books.store, proposal, text, wanted)
    assert letter_trials.draft(books.store, proposal, DAY)[1] == wanted
    credit_free = followups.checked(books.store, proposal, DAY)
    assert credit_free.edited
    content = issued(books)
    assert (content.edited, content.opening[1]) == (True, "Comme convenu au téléphone, voici le rappel.")
    assert "**120,00\u00a0€**" in content.closing[0]
    assert letter_texts.versions(books.store, KEY) == ()
    with books.store.reading() as r:
        assert r.letter_templates.draft(client) is None, "a draft leaves with its letter"


def test_a_draft_for_another_situation_waits_to_be_looked_at(books: Any) -> None:
    client = books.client()
    books.invoice(client, "F-1")
    (proposal,) = followups.prepare(books.store, DAY).to_do
    text, words = letter_trials.draft(books.store, proposal, DAY)
    letter_drafts.keep(books.store, proposal, text, words)
    books.invoice(client, "F-2")
    done = followups.issue(books.store, DAY)
    assert done.issued == ()
    assert "n’est plus la même" in done.refused[0][1]
    letter_drafts.drop(books.store, client, "Durand & Fils")
    assert not issued(books).edited


def test_one_other_letter_may_have_its_own_words(books: Any) -> None:
    client = books.client()
    invoice = books.invoice(client)
    order = Order(client, "duplicate", (invoice,))
    _, words = other_letters.wording(books.store, order, DAY)
    wanted = replace(words, closing=("À bientôt, [Nom du client].",))
    letter = content_of(books, other_letters.issue_order(books.store, replace(order, wording=wanted), DAY))
    assert (letter.closing, letter.edited) == (("À bientôt, Durand & Fils.",), True)


# --- Tones -------------------------------------------------------------------------------------------------


def test_the_client_s_tone_replaces_that_of_the_step_and_survives(books: Any) -> None:
    client = books.client()
    books.invoice(client)
    known = clients.get(books.store, client)
    clients.update(books.store, client, replace(known, tone=Tone.FORMAL))
    assert clients.get(books.store, client).tone is Tone.FORMAL
    assert issued(books).origin.tone == "formal"


def test_every_choice_of_text_of_a_step_has_one_for_all(books: Any) -> None:
    ids = [template_id for template_id, _ in plans.template_choices()]
    assert ids == ["reminder_1", "reminder_2", "last_notice", "mise_en_demeure", "pre_due"]


def test_texts_and_words_of_a_letter_go_out_and_back_with_an_export(books: Any, tmp_path: Any) -> None:
    books.invoice(books.client())
    letter_texts.save(books.store, KEY, MINE)
    letter_texts.restore(books.store, KEY)
    letter_texts.save(books.store, KEY, MINE)
    (proposal,) = followups.prepare(books.store, DAY).to_do
    text, words = letter_trials.draft(books.store, proposal, DAY)
    letter_drafts.keep(books.store, proposal, text, words)
    company.save(
        books.store,
        replace(company.get(books.store), footer="Un métier", payment_link="https://paiement.example/m"),
    )
    folder = tmp_path / "export"
    export.write(books.store, folder, DAY)
    with assembly.create_company_file(tmp_path / "retour.creances", Company("Menuiserie Martin")) as back:
        paths = [folder / name for name in export.LISTS if (folder / name).exists()]
        imports.execute(back, imports.analyse(back, paths), today=DAY)
        found = [(one.number, one.restored, one.made_at) for one in letter_texts.versions(back, KEY)]
        assert found == [
            (one.number, one.restored, one.made_at) for one in letter_texts.versions(books.store, KEY)
        ]
        assert letter_texts.wording(letter_texts.versions(back, KEY)[0].text) == MINE
        (again,) = followups.prepare(back, DAY).to_do
        assert letter_trials.draft(back, again, DAY)[1] == words
        assert company.get(back).payment_link == "https://paiement.example/m"
        assert company.get(back).footer == "Un métier"
