"""Letters that claim interest and indemnity: only where the step says so, frozen, with their annex."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.disputes import DisputeDraft
from creances_desktop.domain.invoices import DueItemDraft
from creances_desktop.domain.letters import LetterContent, content_from_json, content_to_json
from creances_desktop.domain.plans import DEFAULT_PLAN
from creances_desktop.services import (
    archive,
    breakdown,
    claims,
    company,
    disputes,
    followup_letters,
    followups,
    invoices,
    letters,
    plans,
)

DAY = date(2026, 11, 21)


def keep_plan(books: Any, *wanted: str, claims_charges: bool) -> None:
    """Leaves these steps in the plan of the dossier; the mise en demeure claims the charges or not."""
    (plan,) = plans.all_plans(books.store)
    steps = [
        replace(step, claims_charges=claims_charges and step.id == "mise_en_demeure")
        for step in plan.steps
        if step.id in wanted
    ]
    plans.save(books.store, replace(plan, steps=tuple(steps)))


@pytest.fixture
def claiming(books: Any) -> Any:
    """A dossier that sends a mise en demeure at once, and claims the charges in it."""
    keep_plan(books, "mise_en_demeure", claims_charges=True)
    return books


def issued(books: Any) -> tuple[Any, LetterContent, str]:
    """The only letter of the day, its frozen content and the text of its PDF."""
    (one,) = followups.issue(books.store, DAY).issued
    with books.store.reading() as r:
        content = content_from_json(r.letters.content(one.letter.id))
    document = pypdfium2.PdfDocument(letters.pdf(books.store, one.letter.id))
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return one.letter, content, text.replace("\u00a0", " ").replace("\u202f", " ")


def overdue(books: Any, nature: Nature = Nature.PROFESSIONAL) -> int:
    client_id = books.client(nature=nature)
    return int(books.invoice(client_id, gross=1_000_00, days_late=50))


def test_by_default_a_letter_asks_for_the_principal_alone(books: Any) -> None:
    keep_plan(books, "mise_en_demeure", claims_charges=False)
    overdue(books)
    letter, content, text = issued(books)
    assert (content.annex, content.to_pay, letter.claimed) == (None, 1_000_00, 1_000_00)
    assert "ne les comprend pas" in text
    assert "Annexe" not in text


def test_a_step_that_claims_charges_prints_them_with_their_breakdown(claiming: Any) -> None:
    """Due on 02/10/2026, 50 days at 12.40 %: 16.99 € and 40 €."""
    overdue(claiming)
    letter, content, text = issued(claiming)
    assert letter.step == "mise_en_demeure"
    assert content.annex is not None
    assert (content.annex.interest, content.annex.indemnity) == (16_99, 40_00)
    assert (letter.claimed, content.claimed, content.to_pay) == (1_000_00, 1_000_00, 1_056_99)
    for said in (
        "Intérêts de retard arrêtés au 21/11/2026",
        "Indemnité forfaitaire pour frais de recouvrement (1 × 40 €)",
        "1 056,99 €",
        "Pièce jointe : décompte des intérêts et indemnités",
        "Annexe – Décompte des intérêts et indemnités arrêté au 21 novembre 2026",
        "Taux BCE du 2e semestre 2026",
        "augmentée de 56,99 €",
        "les comprend, arrêtées à ce jour",
    ):
        assert said in text


def test_the_charges_are_frozen_with_the_letter(claiming: Any) -> None:
    invoice_id = overdue(claiming)
    letter, content, _ = issued(claiming)
    before = letters.pdf(claiming.store, letter.id)
    claims.decide(claiming.store, invoice_id, claims.WAIVED, "Geste", DAY)
    assert letters.draw(claiming.store, content) == before
    assert content_from_json(content_to_json(content)) == content


def test_a_content_of_before_the_charges_is_still_read(books: Any) -> None:
    overdue(books)
    _, content, _ = issued(books)
    old = json.loads(content_to_json(content))
    del old["annex"]
    assert content_from_json(json.dumps(old)) == content


def test_a_consumer_is_never_asked_for_the_forty_euros(claiming: Any) -> None:
    """Interest only from the day after a mise en demeure that he received."""
    invoice_id = overdue(claiming, Nature.CONSUMER)
    claims.record_mise_en_demeure(claiming.store, invoice_id, DAY - timedelta(days=20))
    _, content, text = issued(claiming)
    assert content.annex is not None
    assert (content.annex.indemnity, content.annex.interest) == (0, 1_51)
    assert "forfaitaire" not in text
    assert "40 €" not in text


@pytest.mark.parametrize("nature", [Nature.CONSUMER, Nature.UNSPECIFIED])
def test_where_nothing_can_be_claimed_the_letter_leaves_without(claiming: Any, nature: Nature) -> None:
    overdue(claiming, nature)
    _, content, _ = issued(claiming)
    assert (content.annex, content.to_pay) == (None, 1_000_00)


def test_charges_that_were_waived_are_not_claimed_again(claiming: Any) -> None:
    invoice_id = overdue(claiming)
    claims.decide(claiming.store, invoice_id, claims.WAIVED, "Client fidèle", DAY)
    _, content, _ = issued(claiming)
    assert content.annex is None


def test_only_the_invoices_at_the_step_bear_charges(books: Any) -> None:
    """The other overdue invoice of the letter is at a step that claims none."""
    keep_plan(books, "reminder_1", "mise_en_demeure", claims_charges=True)
    client_id = books.client()
    books.invoice(client_id, "F-1", 1_000_00, 50)
    followups.issue(books.store, DAY - timedelta(days=35))
    books.invoice(client_id, "F-2", 500_00, 10)
    _, content, _ = issued(books)
    assert content.annex is not None
    assert [one.number for one in content.annex.invoices] == ["F-1"]
    assert content.to_pay == 1_500_00 + 56_99


def test_the_default_plan_claims_nothing() -> None:
    assert not any(step.claims_charges for step in DEFAULT_PLAN.steps)


def test_what_is_contested_bears_no_interest_in_a_letter_that_leaves_it_out(claiming: Any) -> None:
    """The letter says that it claims nothing of the 300 €: interest on them would say the contrary."""
    invoice_id = overdue(claiming)
    draft = DisputeDraft("Une porte rayée", 300_00)
    disputes.enter(claiming.store, invoice_id, draft, DAY)
    _, content, text = issued(claiming)
    assert content.annex is not None
    (invoice,) = content.annex.invoices
    ((row,),) = [item.rows for item in invoice.items]
    assert (row.base, row.days) == (700_00, 50)
    assert (content.annex.outstanding, content.annex.interest, content.annex.indemnity) == (
        700_00,
        11_89,  # 700 × 12,40 % × 50 ÷ 365
        40_00,
    )
    assert content.to_pay == content.total + 51_89 == 751_89
    assert "la somme de 300,00 € que vous contestez n’y est pas réclamée" in " ".join(text.split())
    assert "Part contestée, mise à part" in text
    assert "aucun intérêt n’y est compté sur les 300,00 € contestés" in text
    whole = breakdown.of_invoice_id(claiming.store, invoice_id, DAY)
    assert (whole.result.outstanding, whole.result.interest) == (1_000_00, 16_99)


def test_an_instalment_contested_whole_bears_no_interest_in_the_letter_about_the_other(
    claiming: Any,
) -> None:
    client_id = claiming.client()
    late = [DAY - timedelta(days=days) for days in (50, 40)]
    draft = claiming.draft(
        client_id, "F-1", 1_000_00, 50, due_items=tuple(DueItemDraft(day, 500_00) for day in late)
    )
    invoice_id = invoices.add(claiming.store, draft).id
    disputes.enter(claiming.store, invoice_id, DisputeDraft("Une porte rayée", 500_00), DAY)
    _, content, _ = issued(claiming)
    assert content.annex is not None
    (invoice,) = content.annex.invoices
    assert sum(row.base for item in invoice.items for row in item.rows) == content.total == 500_00


def test_the_archive_says_in_french_which_text_a_letter_was_written_from(books: Any) -> None:
    keep_plan(books, "reminder_1", claims_charges=False)
    overdue(books)
    letter, _, _ = issued(books)
    words = dict(archive.lines(archive.of_letter(books.store, letter.id)))["Texte"]
    assert words == "Relance 1, ton courtois\u00a0: texte du programme, version 1"


@pytest.mark.parametrize("nature", [Nature.PROFESSIONAL, Nature.PUBLIC])
def test_a_mise_en_demeure_about_two_invoices_with_charges_is_one_sheet_and_its_annex(
    claiming: Any, nature: Nature
) -> None:
    """With the payment slip at its foot, and a line of what was sold under each invoice."""
    known = company.get(claiming.store)
    account = {"iban": "FR7630006000011234567890189", "quality": "Gérante"}
    company.save(claiming.store, replace(known, **account))
    client_id = claiming.client(nature=nature, siren="552100554")
    for number in ("F-1", "F-2"):
        draft = claiming.draft(client_id, number, 1_000_00, 50, label="Pose de trois fenêtres")
        invoices.add(claiming.store, draft)
    letter, content, _ = issued(claiming)
    document = pypdfium2.PdfDocument(letters.pdf(claiming.store, letter.id))
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    assert len(pages) == 2
    first, annex = (" ".join(page.split()) for page in pages)
    for said in (
        "MISE EN DEMEURE",
        "Pour régler par virement",
        "Alice Martin",
        "Pièce jointe",
        "552 100 554",
    ):
        assert said in first, said
    assert annex.count("Annexe – Décompte") == 1
    assert content.to_pay == 2_000_00 + content.annex.charges  # type: ignore[union-attr]


def test_the_letters_cited_are_those_that_left_after_the_due_date(books: Any) -> None:
    (plan,) = plans.all_plans(books.store)
    first, *others = plan.steps
    notice = replace(first, id="pre_due", name="Avant l’échéance", position=0, days=-7, template="pre_due")
    plans.save(books.store, replace(plan, steps=(notice, *others[1:], replace(first, position=1))))
    books.invoice(books.client(), days_late=-5)
    for later in (0, 15):
        assert followups.issue(books.store, DAY + timedelta(days=later)).issued
    day = DAY + timedelta(days=28)
    (proposal,) = followups.prepare(books.store, day).to_do
    with books.store.reading() as r:
        assert followup_letters.previous_within(r, proposal) == [DAY + timedelta(days=15)]
