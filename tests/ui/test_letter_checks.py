"""Protects what is said beside a letter: what stops it first, in words, then what was found in order."""

from dataclasses import replace

import pytest

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.mise_en_demeure import Point
from creances_desktop.domain.wording import flag
from creances_desktop.services import company, followups
from creances_desktop.services.letter_checks import CheckedLetter
from creances_desktop.ui.pages.followups_to_send import ToSend
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.letter_checks import checks_of

from .conftest import TODAY


def test_what_is_missing_comes_first_and_in_red() -> None:
    points = (
        Point("date", "Datée"),
        Point("law", "Le fondement légal", "Le texte ne cite pas la loi."),
        Point("quality", "La qualité", "La qualité n’est pas indiquée.", required=False),
    )
    letter = CheckedLetter(b"", points, flag("Vous êtes un escroc.", Nature.PROFESSIONAL))
    lines = checks_of(letter)
    assert [tone for _, _, tone in lines] == [
        Tone.DANGER, Tone.DANGER, Tone.WARNING, Tone.MUTED, Tone.SUCCESS,
    ]  # fmt: skip
    assert "ne partira pas" in lines[0][1]
    assert "ne cite pas la loi" in lines[1][1]
    assert lines[-1][1] == "Mise en demeure vérifiée\u00a0: date."
    assert checks_of(CheckedLetter(b"", (), ())) == []


@pytest.fixture
def page(qtbot, theme, messages, session, owing):
    owing("Étoile", (10, 1_000_00))
    made = ToSend(session)
    qtbot.addWidget(made)
    made.reload()
    made.show()
    return made


def test_an_ordinary_letter_has_nothing_to_say(page) -> None:
    page.proposals.select_id(1)
    assert page.checks.sentences() == []
    assert page.preview.view.page_count() == 1


def test_the_letter_is_drawn_again_when_the_company_changes(page, session) -> None:
    page.proposals.select_id(1)
    assert "Atelier Neuf" not in page.preview.view.accessibleDescription()
    company.save(session.store, replace(company.get(session.store), legal_name="Atelier Neuf"))
    page.reload()
    assert "Atelier Neuf" in page.preview.view.accessibleDescription()
    assert followups.prepare(session.store, TODAY).to_do
