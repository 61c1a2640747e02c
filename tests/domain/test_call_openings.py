"""How a call begins: the right phrase for the situation, the user's words, no field without a value."""

from dataclasses import replace
from datetime import date

import pytest

from creances_desktop.domain.call_openings import OPENINGS, checked, opening_of, said
from creances_desktop.domain.call_sheet import Situation
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.nonpayment import Reason
from creances_desktop.services.call_openings import originals

OWING = Situation(date(2026, 11, 21), Nature.PROFESSIONAL, 1_200_00, 12, 1_200_00)


@pytest.mark.parametrize(
    ("situation", "found"),
    [
        (replace(OWING, broken="100 €", insolvency=date(2026, 11, 2)), "insolvency"),
        (replace(OWING, overdue=0, broken="100 €"), "nothing_due"),
        (replace(OWING, broken="100 €", returned=True), "returned"),
        (replace(OWING, broken="100 €", reason=Reason.ABSENCE), "broken"),
        (replace(OWING, running="100 €", reason=Reason.ABSENCE), "running"),
        (replace(OWING, reason=Reason.ABSENCE, contacts=2), "absence"),
        (OWING, "first"),
        (replace(OWING, letters=1), "reminded"),
    ],
)
def test_the_promise_comes_before_the_reason(situation: Situation, found: str) -> None:
    assert opening_of(situation).id == found


def test_every_situation_has_a_phrase_that_can_be_said() -> None:
    assert checked(originals()) == dict(originals())
    assert set(originals()) == {one.id for one in OPENINGS}


def test_a_phrase_is_said_with_the_figures_of_the_client_and_french_spaces() -> None:
    words = said("Bonjour, [échu] depuis [retard] : quand ?", OWING)
    assert words == "«\u00a0Bonjour, 1\u202f200,00\u00a0€ depuis 12\u00a0jours\u00a0: quand\u00a0?\u00a0»"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("first", " "),
        ("first", "Vous m’aviez promis [promesse]."),
        ("broken", "[nom] !"),
        ("first", "a" * 301),
    ],
)
def test_what_cannot_be_said_is_refused(name: str, text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        checked({**originals(), name: text})
    assert refused.value.field == name
