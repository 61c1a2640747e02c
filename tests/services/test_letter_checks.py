"""What may not leave does not: a mise en demeure that lacks something, a passage to review."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from creances_desktop.domain.letter_templates import LetterTemplate
from creances_desktop.services import company, followups, letters

DAY = date(2026, 11, 21)


@pytest.fixture
def at_last(books: Any) -> int:
    """A client whose invoice has come to the mise en demeure."""
    client = books.client()
    invoice = books.invoice(client, gross=1_000_00, days_late=60)
    with books.store.transaction() as t:
        entry = t.journal.append("steps_entered", "Relances antérieures")
        for step in ("reminder_1", "reminder_2"):
            t.followups.add([_step(books.item(invoice), step)], action_id=entry)
    return client


def _step(item: int, step: str) -> Any:
    from creances_desktop.domain.clients import Channel
    from creances_desktop.storage.followups import StepRecord

    return StepRecord(item, 1, step, 1, Channel.LETTER, date(2026, 10, 20), date(2026, 10, 28), 1_000_00, 30)


def use(monkeypatch: pytest.MonkeyPatch, change: Any) -> None:
    """Every text changed by `change`, as if the user had edited it."""
    texts: tuple[LetterTemplate, ...] = tuple(replace(change(one), own=True) for one in letters.templates())
    monkeypatch.setattr(letters, "templates", lambda: texts)


def test_a_whole_mise_en_demeure_leaves_with_its_checklist(books: Any, at_last: int) -> None:
    (proposal,) = followups.prepare(books.store, DAY).to_do
    letter = followups.checked(books.store, proposal, DAY)
    assert (letter.missing, letter.findings) == ((), ())
    assert {point.id for point in letter.points} >= {
        "creditor",
        "debtor",
        "words",
        "deadline",
        "law",
        "signature",
    }
    assert len(followups.issue(books.store, DAY).issued) == 1


def test_one_that_lacks_its_words_stays_and_says_why(
    books: Any, at_last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, lambda one: replace(one, opening=("Bonjour,",), closing=("Salutations.",)))
    (proposal,) = followups.prepare(books.store, DAY).to_do
    lacking = [point.id for point in followups.checked(books.store, proposal, DAY).missing]
    assert lacking == ["words", "deadline", "law"]
    done = followups.issue(books.store, DAY)
    assert (done.issued, done.skipped, done.cancelled) == ((), (), False)
    ((client, lacks),) = done.refused
    assert client == "Durand & Fils"
    assert "mettons en demeure" in lacks
    assert letters.search(books.store) == []
    assert followups.prepare(books.store, DAY).to_do == (proposal,)


def test_an_ordinary_letter_has_no_checklist(books: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    books.invoice(books.client())
    use(monkeypatch, lambda one: replace(one, opening=("Bonjour,",)))
    (proposal,) = followups.prepare(books.store, DAY).to_do
    assert followups.checked(books.store, proposal, DAY).points == ()
    assert len(followups.issue(books.store, DAY).issued) == 1


def test_without_identity_the_invoice_is_set_aside(books: Any, at_last: int) -> None:
    company.save(books.store, replace(company.get(books.store), siren="", signatory=""))
    found = followups.prepare(books.store, DAY)
    assert found.to_do == ()
    (held,) = found.excluded
    assert held.reason.value == "creditor_identity_missing"
    assert "le SIREN, le signataire" in held.message


def test_passages_to_review_are_told_before_anything_leaves(
    books: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.invoice(books.client())
    assert followups.to_review(books.store, DAY) == []
    use(monkeypatch, lambda one: replace(one, opening=("Vous êtes un **escroc**.",)))
    ((client, findings),) = followups.to_review(books.store, DAY)
    assert (client, [one.passage for one in findings]) == ("Durand & Fils", ["escroc"])
    (proposal,) = followups.prepare(books.store, DAY).to_do
    assert followups.checked(books.store, proposal, DAY).findings == findings
