"""Protects the order of a morning: the formula is what it says, nobody vanishes, nobody comes twice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.morning_session import (
    ActionKind,
    Known,
    OrderRules,
    Stake,
    arrange,
    checked,
    expected_gain,
)
from creances_desktop.domain.promises import Reliability

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("kind", "word", "late", "silent", "wanted"),
    [
        (ActionKind.CALL, Reliability(), 0, 0, 40_000),
        (ActionKind.LETTER, Reliability(), 0, 0, 20_000),
        (ActionKind.CALL, Reliability(kept=2), 0, 0, 50_000),
        (ActionKind.CALL, Reliability(broken=2), 0, 0, 30_000),
        (ActionKind.CALL, Reliability(), 65, 0, 37_600),
        (ActionKind.CALL, Reliability(), 0, 2, 28_000),
        (ActionKind.CALL, Reliability(), 3000, 50, 6_400),
    ],
    ids=["call", "letter", "kept his word", "broke it", "two months late", "two attempts in vain", "floors"],
)
def test_the_gain_is_the_stake_at_its_chance(
    kind: ActionKind, word: Reliability, late: int, silent: int, wanted: int
) -> None:
    gain = expected_gain(100_000, kind, OrderRules(), word=word, days_late=late, unanswered=silent)
    assert gain.amount == wanted


def test_figures_that_make_no_sense_are_refused() -> None:
    for rules in (OrderRules(call=101), OrderRules(most=-1), OrderRules(gap_days=31)):
        with pytest.raises(InvalidValue):
            checked(rules)


stakes = st.lists(
    st.builds(
        Stake,
        st.sampled_from(list(ActionKind)),
        st.integers(1, 6),
        st.just("Client"),
        st.just("texte"),
        st.integers(0, 10**6),
        st.just(DAY),
        st.booleans(),
    ),
    max_size=12,
)
facts = st.dictionaries(
    st.integers(1, 6),
    st.builds(
        Known,
        st.just(Reliability()),
        st.integers(0, 400),
        st.integers(0, 5),
        st.none() | st.integers(0, 9).map(lambda ago: DAY - timedelta(days=ago)),
        st.sampled_from(["", "Pas d’appel un dimanche."]),
    ),
)


@given(stakes, facts, st.integers(0, 4))
def test_every_client_is_somewhere_and_only_once(found, known, most) -> None:
    morning = arrange(found, known, OrderRules(most=most), DAY)
    placed = [one.client_id for one in (*morning.lines, *morning.later, *morning.put_off)]
    assert sorted(placed) == sorted({one.client_id for one in found})
    assert not most or len(morning.lines) <= most
    ordered = [*morning.lines, *morning.later]
    first = (ActionKind.BROKEN_PROMISE, ActionKind.MISSED_INSTALMENT)
    broken = [line.kind in first for line in ordered]
    assert broken == sorted(broken, reverse=True), "a word that was not kept comes first"
    for line in ordered:
        last = known.get(line.client_id, Known(Reliability())).last_contact
        assert last != DAY, "nobody is contacted twice on a day"
