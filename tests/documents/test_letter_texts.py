"""The shipped texts: each regime says what its law supports and nothing of another's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.letter_templates import LetterTemplate
from creances_desktop.domain.letter_tones import Tone
from creances_desktop.domain.letters import LetterContent
from creances_desktop.domain.plans import DEFAULT_PLAN

MakeLetter = Callable[..., LetterContent]

KINDS = ("reminder_1", "reminder_2", "last_notice", "mise_en_demeure")
TONED = tuple((kind, tone) for kind in ("pre_due", *KINDS) for tone in Tone)
BUSINESS_LAW = (
    "441-10",
    "D. 441-5",
    "40\u00a0€",
    "frais de recouvrement",
    "indemnité",
    "pénalités",
    "entre professionnels",
)
PUBLIC_LAW = ("2192", "commande publique", "intérêts moratoires")
COMMON_LAW = "article 1344 du code civil"
"""What holds for every debt, whoever owes it."""
CIVIL_LAW = ("code civil", "1344", "1231-6", "taux légal")
THREATS = (
    "huissier",
    "pénale",
    "saisie",
    "poursuites",
    "plainte",
    "fichier",
    "publier",
    "sous peine",
    "immédiatement",
)
PREVIOUS = (date(2026, 10, 3), date(2026, 10, 22))


def words(content: LetterContent) -> str:
    return "\n".join(
        (content.subject, *content.opening, *content.closing, *(part.title for part in content.parts))
    )


@pytest.fixture(params=[1, 3])
def text_of(request: pytest.FixtureRequest, make_letter: MakeLetter) -> Callable[[str, Nature], str]:
    """The words of a letter about one invoice, then about three with everything a letter can hold."""
    many = {"others": 2, "information": 2, "held": 10_00, "previous": PREVIOUS} if request.param > 1 else {}
    return lambda kind, nature: words(make_letter(kind, nature, count=request.param, **many))


def test_every_written_step_of_the_default_plan_has_its_text(shipped: tuple[LetterTemplate, ...]) -> None:
    neutral = {template.id for template in shipped if template.nature is None}
    assert {step.template for step in DEFAULT_PLAN.written} | {"statement"} <= neutral
    assert len({template.key for template in shipped}) == len(shipped)


@pytest.mark.parametrize("kind", KINDS)
def test_a_consumer_reads_nothing_of_business_or_public_law(
    kind: str, text_of: Callable[[str, Nature], str]
) -> None:
    text = text_of(kind, Nature.CONSUMER)
    assert not [word for word in (*BUSINESS_LAW, *PUBLIC_LAW) if word in text.casefold() or word in text]


@pytest.mark.parametrize("kind", KINDS)
def test_a_client_of_unknown_nature_reads_of_no_regime(
    kind: str, text_of: Callable[[str, Nature], str]
) -> None:
    text = text_of(kind, Nature.UNSPECIFIED).replace(COMMON_LAW, "")
    assert not [word for word in (*BUSINESS_LAW, *PUBLIC_LAW, *CIVIL_LAW, "article") if word in text]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("nature", list(Nature))
def test_no_letter_threatens_and_none_claims_more_than_the_invoices(
    kind: str, nature: Nature, make_letter: MakeLetter
) -> None:
    content = make_letter(kind, nature, count=2)
    text = words(content)
    assert not [word for word in THREATS if word in text.casefold()]
    assert content.claimed == sum(line.outstanding for part in content.parts for line in part.lines)


def test_business_law_is_recalled_as_a_right_from_the_second_reminder(
    text_of: Callable[[str, Nature], str],
) -> None:
    assert "441-10" not in text_of("reminder_1", Nature.PROFESSIONAL)
    for kind in KINDS[1:]:
        text = text_of(kind, Nature.PROFESSIONAL)
        assert "articles L.\u00a0441-10, II et D.\u00a0441-5 du code de commerce" in text
        assert "Nous nous réservons le droit" in text or "nous nous réservons le droit" in text
        assert not [word for word in PUBLIC_LAW if word in text]


def test_a_public_body_reads_of_public_procurement_only_where_it_applies(
    text_of: Callable[[str, Nature], str],
) -> None:
    for kind in KINDS[1:]:
        text = text_of(kind, Nature.PUBLIC)
        assert "pour les créances nées d’un contrat de la commande publique" in text
        assert "articles L.\u00a02192-13 et D.\u00a02192-35" in text
        assert not [word for word in ("441-10", *CIVIL_LAW) if word in text]


def test_the_interest_of_a_consumer_is_the_legal_one_from_the_mise_en_demeure(
    text_of: Callable[[str, Nature], str],
) -> None:
    text = text_of("mise_en_demeure", Nature.CONSUMER)
    assert "articles 1231-6 et 1344-1" in text
    assert "intérêt au taux légal à compter de la mise en demeure" in text


@pytest.mark.parametrize("nature", list(Nature))
def test_a_mise_en_demeure_has_its_words_its_sum_and_its_day(nature: Nature, make_letter: MakeLetter) -> None:
    content = make_letter("mise_en_demeure", nature, count=3, others=1, held=10_00)
    text = words(content)
    owed = content.parts[0].total - 10_00
    assert content.subject == "MISE EN DEMEURE DE PAYER"
    assert "**Nous vous mettons en demeure**" in text
    assert f"{owed // 100},{owed % 100:02d}\u00a0€" in text
    day = "6\u00a0décembre\u00a02026" if nature is Nature.CONSUMER else "29\u00a0novembre\u00a02026"
    assert f"au plus tard le {day}" in text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("nature", list(Nature))
def test_one_invoice_is_spoken_of_in_the_singular_and_several_in_the_plural(
    kind: str, nature: Nature, make_letter: MakeLetter
) -> None:
    one = words(make_letter(kind, nature, count=1))
    many = words(make_letter(kind, nature, count=2))
    plurals = ("factures", "échues", "impayées", "détaillées", "arrivées", "réglées")
    assert not [word for word in plurals if word in one.casefold()]
    assert "factures" in many.casefold()
    assert "la facture" not in many.casefold()


@pytest.mark.parametrize("kind", KINDS[1:])
def test_earlier_letters_are_only_named_when_they_were_sent(kind: str, make_letter: MakeLetter) -> None:
    assert "Malgré" not in words(make_letter(kind, count=2))
    assert "Malgré nos courriers des 3 et 22" in words(make_letter(kind, count=2, previous=PREVIOUS))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("nature", list(Nature))
def test_spaces_and_apostrophes_are_french(kind: str, nature: Nature, make_letter: MakeLetter) -> None:
    text = words(make_letter(kind, nature, count=3, others=2, information=1, held=5, previous=PREVIOUS))
    assert "'" not in text
    assert "  " not in text
    assert not [mark for mark in (" :", " ;", " ?", " !", " »", "« ", " €", " .", " ,", "( ") if mark in text]
    assert "{" not in text
    assert text.count("**") % 2 == 0


# --- Tones -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "tone"), TONED)
@pytest.mark.parametrize("nature", list(Nature))
def test_every_tone_keeps_to_the_law_of_the_client(
    kind: str, tone: Tone, nature: Nature, make_letter: MakeLetter
) -> None:
    text = words(make_letter(kind, nature, count=2, tone=tone, previous=PREVIOUS, held=10_00))
    if nature is Nature.UNSPECIFIED:
        text = text.replace(COMMON_LAW, "")
    foreign = {
        Nature.PROFESSIONAL: PUBLIC_LAW,
        Nature.CONSUMER: (*BUSINESS_LAW, *PUBLIC_LAW),
        Nature.PUBLIC: ("441-10", *CIVIL_LAW),
        Nature.UNSPECIFIED: (*BUSINESS_LAW, *PUBLIC_LAW, *CIVIL_LAW, "article"),
    }[nature]
    assert not [word for word in foreign if word in text]
    assert not [word for word in THREATS if word in text.casefold()]
    assert "{" not in text
    assert not [mark for mark in (" ,", " .", "  ", "'", " :") if mark in text]
    assert text.count("**") % 2 == 0


@pytest.mark.parametrize("kind", ["reminder_1", "reminder_2"])
def test_the_tones_of_a_reminder_are_three_texts(kind: str, make_letter: MakeLetter) -> None:
    assert len({words(make_letter(kind, tone=tone)) for tone in Tone}) == 3


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tone", list(Tone))
def test_every_reminder_says_the_sum_and_the_day(kind: str, tone: Tone, make_letter: MakeLetter) -> None:
    content = make_letter(kind, count=1, tone=tone)
    text = words(content)
    owed = content.claimed
    assert f"{owed // 100},{owed % 100:02d}\u00a0€" in text
    assert "29\u00a0novembre\u00a02026" in text


def test_a_notice_before_the_due_date_claims_no_delay(make_letter: MakeLetter) -> None:
    text = words(make_letter("pre_due", count=1))
    assert "arrive prochainement à échéance" in text
    assert not [word for word in ("retard", "impayé", "échue", "mise en demeure") if word in text]


def test_a_mise_en_demeure_is_only_announced_by_the_last_notice(make_letter: MakeLetter) -> None:
    assert "mise en demeure" not in words(make_letter("reminder_2", tone=Tone.FORMAL))
    assert "Dernier avis avant mise en demeure" in words(make_letter("last_notice"))


@pytest.mark.parametrize(
    ("regime", "words"),
    [("is_professional", "comprend, arrêtées à ce jour"), ("is_public", "comprend, arrêtés à ce jour")],
)
def test_what_the_amount_includes_agrees_with_its_name(
    regime: str, words: str, shipped: tuple[LetterTemplate, ...]
) -> None:
    """« Des pénalités et une indemnité » are feminine, « des intérêts et une indemnité » are not."""
    (text,) = [one for one in shipped if (one.id, one.tone) == ("reminder_2", Tone.FIRM)]
    known = {"is_professional": False, "is_public": False, "charges": "52,40\u00a0€", regime: True}
    assert words in str(text.with_phrases(known)["law_reminder"])


def test_texts_hold_fields_and_agreements_only(shipped: tuple[LetterTemplate, ...]) -> None:
    """What depends on the case is a phrase: the user edits texts without a word of a program in them."""
    for template in shipped:
        text = "\n".join((template.subject, template.part_title, *template.opening, *template.closing))
        assert "{%" not in text
