"""The public holidays of a dossier: the library's days and names, and whose they are."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import creances_desktop
from creances_desktop.domain.company import Company
from creances_desktop.domain.working_days import next_working_day
from creances_desktop.services import assembly, history, working_days
from creances_desktop.services.assembly import Store
from creances_desktop.services.working_days import Holidays, Region

YEAR = date(2027, 1, 1), date(2027, 12, 31)
GOOD_FRIDAY, SAINT_STEPHEN = date(2027, 3, 26), date(2027, 12, 26)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    company = Company(legal_name="Menuiserie Martin", address="3 quai des Bateliers\n67000 Strasbourg")
    with assembly.create_company_file(tmp_path / "martin.creances", company) as store:
        yield store


def test_the_eleven_public_holidays_of_2027_have_french_names() -> None:
    found = Holidays().names(*YEAR)
    assert list(found) == [
        date(2027, 1, 1),
        date(2027, 3, 29),
        date(2027, 5, 1),
        date(2027, 5, 6),
        date(2027, 5, 8),
        date(2027, 5, 17),
        date(2027, 7, 14),
        date(2027, 8, 15),
        date(2027, 11, 1),
        date(2027, 11, 11),
        date(2027, 12, 25),
    ]
    assert found[date(2027, 3, 29)] == "Lundi de Pâques"


def test_alsace_and_moselle_have_two_more() -> None:
    more = Holidays(alsace_moselle=True).names(*YEAR).keys() - Holidays().names(*YEAR).keys()
    assert more == {GOOD_FRIDAY, SAINT_STEPHEN}


def test_names_keep_to_the_days_asked_over_two_years() -> None:
    found = Holidays().names(date(2026, 12, 25), date(2027, 1, 1))
    assert list(found) == [date(2026, 12, 25), date(2027, 1, 1)]
    assert "Noël" in found[date(2026, 12, 25)]


def test_a_company_in_strasbourg_has_two_more_by_its_post_code(store):
    assert working_days.region(store) is Region.BY_ADDRESS
    assert GOOD_FRIDAY in working_days.of(store)
    thursday = date(2027, 3, 25)
    # Friday is a holiday there, and Easter Monday is one everywhere
    assert next_working_day(thursday, holidays=working_days.of(store)) == date(2027, 3, 30)


def test_the_setting_wins_over_the_post_code(store):
    changes = working_days.save_region(store, Region.FRANCE)
    assert GOOD_FRIDAY not in working_days.of(store)
    assert changes.message == "Jours fériés\u00a0: les 11 jours fériés nationaux."
    working_days.save_region(store, Region.ALSACE_MOSELLE)
    assert SAINT_STEPHEN in working_days.of(store)
    assert [entry.action for entry in history.journal(store, 2)] == ["holidays_region_changed"] * 2


def test_the_library_of_holidays_is_imported_only_when_a_day_is_asked() -> None:
    code = "import sys, creances_desktop.services.working_days; print('holidays' in sys.modules)"
    sources = str(Path(creances_desktop.__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": sources}
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert answer.stdout.strip() == "False"
