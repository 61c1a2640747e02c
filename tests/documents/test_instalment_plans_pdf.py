"""The agreement on an instalment plan on paper: its table, the mention by hand, two signatures."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from creances_desktop.documents import letters
from creances_desktop.domain.instalment_plan_letters import AgreedSchedule, mention
from creances_desktop.domain.instalment_plan_parts import Charges, schedule
from creances_desktop.domain.letters import LetterContent, content_from_json, content_to_json
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import short_date

MakeLetter = Callable[..., LetterContent]
FIRST = date(2026, 12, 15)


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text().replace("\u00a0", " ") for page in PdfReader(io.BytesIO(pdf)).pages]


def agreement(make_letter: MakeLetter, count: int = 6, *, by_hand: bool = True) -> LetterContent:
    content = make_letter("reminder_1", count=2)
    total = content.total + 52_40
    agreed = AgreedSchedule(
        schedule(total, FIRST, count, holidays=frozenset()),
        Charges.ADDED,
        12_40,
        40_00,
        lapse_clause=True,
        mention=mention(total, content.company.legal_name) if by_hand else "",
    )
    return replace(content, schedule=agreed, asked=total, asked_label="Total de l’échéancier", credits=0)


@pytest.mark.parametrize("count", [2, 6, 60])
def test_every_instalment_is_printed_with_what_is_left_after_it(make_letter: MakeLetter, count: int) -> None:
    content = agreement(make_letter, count)
    text = "\n".join(pages_of(letters.draw(content)))
    assert content.schedule is not None
    left = content.schedule.total
    for part in content.schedule.parts:
        left -= part.amount
        for shown in (f"{part.position} sur {count}", short_date(part.day), format_cents(part.amount)):
            assert shown.replace("\u00a0", " ") in text
    assert left == 0
    assert "Intérêts de retard arrêtés au" in text
    assert "Indemnité forfaitaire pour frais de recouvrement" in text


def test_both_sign_on_one_sheet_with_the_mention_by_hand(make_letter: MakeLetter) -> None:
    last = pages_of(letters.draw(agreement(make_letter)))[-1]
    for words in ("Mention à écrire de la main", "Pour Boulangerie du Marché SAS", "Signature :", "Hélène"):
        assert words in last
    bare = "\n".join(pages_of(letters.draw(agreement(make_letter, by_hand=False))))
    assert "Mention à écrire" not in bare


def test_the_same_agreement_gives_the_same_bytes_from_its_frozen_text(make_letter: MakeLetter) -> None:
    content = agreement(make_letter)
    assert content_from_json(content_to_json(content)) == content
    assert letters.draw(content_from_json(content_to_json(content))) == letters.draw(content)
