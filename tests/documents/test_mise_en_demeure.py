"""The checklist of the mise en demeure: what the shipped letter has, and what stops it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from creances_desktop.domain.clients import Channel, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.letters import LetterContent
from creances_desktop.domain.mise_en_demeure import checklist, is_mise_en_demeure, missing

MakeLetter = Callable[..., LetterContent]


@pytest.fixture
def summons(make_letter: MakeLetter) -> Callable[..., LetterContent]:
    return lambda nature=Nature.PROFESSIONAL, **more: make_letter("mise_en_demeure", nature, **more)


def without(content: LetterContent, words: str, instead: str = "") -> LetterContent:
    """The letter with these words gone from its body."""
    told = (
        words.replace(" ", "\u00a0") if words not in "".join((*content.opening, *content.closing)) else words
    )
    assert told in "".join((*content.opening, *content.closing))
    return replace(
        content,
        opening=tuple(text.replace(told, instead) for text in content.opening),
        closing=tuple(text.replace(told, instead) for text in content.closing),
    )


@pytest.mark.parametrize("nature", list(Nature))
def test_the_shipped_letter_lacks_nothing(summons: MakeLetter, nature: Nature) -> None:
    content = summons(nature)
    assert is_mise_en_demeure(content)
    assert missing(content) == ()
    told = [point.id for point in checklist(content) if not point.is_met]
    assert told == (["nature"] if nature is Nature.UNSPECIFIED else [])


@pytest.mark.parametrize("nature", list(Nature))
def test_without_its_law_it_does_not_leave(summons: MakeLetter, nature: Nature) -> None:
    content = summons(nature)
    bare = replace(content, closing=tuple(one for one in content.closing if "article" not in one))
    (found,) = missing(bare)
    assert (found.id, bool(found.sentence)) == ("law", True)


@pytest.mark.parametrize(
    ("point", "change"),
    [
        ("creditor", lambda one: replace(one, company=Company("Roux", signatory="A. Roux"))),
        ("signature", lambda one: replace(one, company=replace(one.company, signatory=" "))),
        ("debtor", lambda one: replace(one, recipient=replace(one.recipient, lines=("Nom",)))),
        ("words", lambda one: without(one, "en demeure", "en retard")),
        ("debt", lambda one: replace(one, parts=())),
        ("amount", lambda one: replace(one, asked=0)),
        ("deadline", lambda one: replace(one, deadline=None)),
        ("deadline", lambda one: without(one, "29\u00a0novembre\u00a02026", "bientôt")),
        ("law", lambda one: without(without(one, "L.\u00a0441-10", ""), "1344", "")),
        ("enclosures", lambda one: replace(one, closing=("Voir le décompte ci-joint.", *one.closing))),
    ],
)  # fmt: skip
def test_what_is_taken_away_is_named(
    summons: MakeLetter, point: str, change: Callable[[LetterContent], LetterContent]
) -> None:
    (found,) = missing(change(summons()))
    assert (found.id, bool(found.sentence)) == (point, True)


def test_a_consumer_is_asked_neither_40_euros_nor_costs(summons: MakeLetter) -> None:
    content = summons(Nature.CONSUMER)
    for words in ("Une indemnité forfaitaire de 40 € est due.", "Les frais de relance sont de 12 €."):
        (found,) = missing(replace(content, closing=(words, *content.closing)))
        assert found.id == "consumer"
    assert "consumer" not in [point.id for point in checklist(summons())]


def test_by_mail_an_address_is_not_needed(summons: MakeLetter) -> None:
    content = summons()
    content = replace(content, channel=Channel.EMAIL, recipient=replace(content.recipient, lines=("Nom",)))
    assert missing(content) == ()


def test_an_association_signs_without_a_siren(summons: MakeLetter) -> None:
    content = summons()
    company = replace(content.company, legal_form="Association loi 1901", siren="")
    assert missing(replace(content, company=company)) == ()
    assert [one.id for one in missing(replace(content, company=replace(company, legal_form="SARL")))] == [
        "creditor"
    ]


def test_the_quality_of_who_signs_is_advised_only(summons: MakeLetter) -> None:
    content = summons()
    bare = replace(content, company=replace(content.company, quality=""))
    assert missing(bare) == ()
    assert [point.id for point in checklist(bare) if not point.is_met] == ["quality"]
