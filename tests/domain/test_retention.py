"""How long data are kept: counted to the day, told with their source."""

from datetime import date

import pytest

from creances_desktop.domain.retention import (
    AccountState,
    Held,
    RetentionKind,
    RetentionRule,
    held,
    reasons_to_keep,
    until,
)

ACCOUNTING = RetentionRule(RetentionKind.ACCOUNTING, 10, "C. com., art. L123-22", "S")
TALK = RetentionRule(RetentionKind.CORRESPONDENCE, 5, "C. civ., art. 2224", "S")
DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("rule", "last", "expected"),
    [
        (ACCOUNTING, date(2016, 1, 1), date(2026, 12, 31)),
        (ACCOUNTING, date(2016, 12, 31), date(2026, 12, 31)),
        (TALK, date(2021, 11, 21), date(2026, 11, 21)),
        (TALK, date(2024, 2, 29), date(2029, 2, 28)),
    ],
)
def test_the_last_day_on_which_it_is_kept(rule: RetentionRule, last: date, expected: date) -> None:
    assert until(rule, last) == expected


def test_a_kind_of_which_there_is_nothing_holds_nothing() -> None:
    kept = held((ACCOUNTING, TALK), {RetentionKind.CORRESPONDENCE: date(2020, 1, 2)})
    assert kept == (Held(TALK, date(2020, 1, 2), date(2025, 1, 2)),)


def test_the_last_day_itself_still_holds() -> None:
    kept = held((TALK,), {RetentionKind.CORRESPONDENCE: date(2021, 11, 21)})
    (reason,) = reasons_to_keep(kept, AccountState(), DAY)
    assert reason == (
        "Lettres, appels, promesses et pièces jointes\u00a0: à conserver jusqu’au 21/11/2026 "
        "(5\u00a0ans, C. civ., art. 2224)."
    )
    assert reasons_to_keep(kept, AccountState(), date(2026, 11, 22)) == ()


def test_each_thing_unfinished_is_a_reason_of_its_own() -> None:
    state = AccountState(120_00, 30_00, 1, 2, 3)
    reasons = reasons_to_keep((), state, DAY)
    assert len(reasons) == 5
    assert "120,00" in reasons[0]
    assert "1\u00a0lettre n’est pas encore partie" in reasons[2]
    assert "2\u00a0litiges sont ouverts" in reasons[3]
