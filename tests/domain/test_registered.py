"""The number of a registered letter, the day that counts, and what cannot have happened."""

from datetime import date

import pytest

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.letter_events import EventKind, LetterEvent
from creances_desktop.domain.registered import (
    CONSEQUENCES,
    Life,
    Stage,
    check_event,
    check_number,
    format_number,
    life_of,
    warning_of,
)

ISSUED, TODAY = date(2026, 11, 2), date(2026, 11, 21)
DEPOSITED, PRESENTED, SETTLED = date(2026, 11, 3), date(2026, 11, 5), date(2026, 11, 9)


def story(*events: tuple[EventKind, date]) -> Life:
    return life_of(LetterEvent(number, 1, kind, day) for number, (kind, day) in enumerate(events))


@pytest.mark.parametrize(
    ("typed", "normal", "shown", "unusual"),
    [
        ("1a 123 456 7890 1", "1A12345678901", "1A\u00a0123\u00a0456\u00a07890\u00a01", False),
        ("2C-123.456.7890.1", "2C12345678901", "2C\u00a0123\u00a0456\u00a07890\u00a01", False),
        ("rr123456785gb", "RR123456785GB", "RR\u00a0123\u00a0456\u00a0785\u00a0GB", False),
        ("RR123456786GB", "RR123456786GB", "RR\u00a0123\u00a0456\u00a0786\u00a0GB", True),
        ("123456789", "123456789", "123456789", True),
        ("", "", "", False),
    ],
)
def test_the_form_of_a_number_is_told_and_never_refused(
    typed: str, normal: str, shown: str, unusual: bool
) -> None:
    checked = check_number(typed)
    assert checked.number == normal
    assert format_number(checked.number) == shown
    assert bool(checked.warning) == unusual


@pytest.mark.parametrize(
    ("life", "counts"),
    [
        (story((EventKind.RECEIVED, SETTLED)), SETTLED),
        (story((EventKind.PRESENTED, PRESENTED), (EventKind.RECEIVED, SETTLED)), SETTLED),
        (story((EventKind.PRESENTED, PRESENTED), (EventKind.REFUSED, SETTLED)), PRESENTED),
        (story((EventKind.REFUSED, SETTLED)), SETTLED),
        (story((EventKind.PRESENTED, PRESENTED), (EventKind.UNCLAIMED, SETTLED)), PRESENTED),
        (story((EventKind.UNCLAIMED, SETTLED)), None),
        (story((EventKind.PRESENTED, PRESENTED), (EventKind.WRONG_ADDRESS, SETTLED)), None),
        (story((EventKind.PRESENTED, PRESENTED)), None),
    ],
)
def test_the_day_that_counts_is_the_receipt_or_the_first_presentation(
    life: Life, counts: date | None
) -> None:
    assert life.counts_from == counts


def test_a_receipt_is_missing_fifteen_days_after_the_deposit() -> None:
    life = story((EventKind.DEPOSITED, DEPOSITED))
    assert life.receipt_expected_on(15) == date(2026, 11, 18)
    assert life.stage(date(2026, 11, 17), 15) is Stage.AWAITED
    assert life.stage(date(2026, 11, 18), 15) is Stage.MISSING
    assert story().stage(TODAY, 15) is Stage.TO_DEPOSIT
    settled = story((EventKind.DEPOSITED, DEPOSITED), (EventKind.REFUSED, SETTLED))
    assert settled.stage(TODAY, 15) is Stage.REFUSED
    assert settled.receipt_expected_on(15) is None


@pytest.mark.parametrize(
    ("life", "kind", "day", "field"),
    [
        (Life(), EventKind.DEPOSITED, date(2026, 11, 22), "day"),
        (Life(), EventKind.DEPOSITED, date(2026, 11, 1), "day"),
        (Life(DEPOSITED), EventKind.PRESENTED, date(2026, 11, 2), "day"),
        (Life(DEPOSITED, PRESENTED), EventKind.RECEIVED, date(2026, 11, 4), "day"),
        (Life(None, PRESENTED), EventKind.DEPOSITED, date(2026, 11, 6), "day"),
        (Life(DEPOSITED, None, EventKind.RECEIVED, SETTLED), EventKind.PRESENTED, date(2026, 11, 10), "day"),
        (Life(DEPOSITED, None, EventKind.RECEIVED, SETTLED), EventKind.REFUSED, SETTLED, "kind"),
    ],
)
def test_what_cannot_have_happened_is_refused_beside_its_field(
    life: Life, kind: EventKind, day: date, field: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        check_event(life, kind, day, issued_on=ISSUED, today=TODAY)
    assert refused.value.field == field


def test_an_unclaimed_letter_waits_fifteen_days_at_the_post() -> None:
    assert "présentation" in warning_of(Life(DEPOSITED), EventKind.UNCLAIMED, SETTLED)
    assert "20/11/2026" in warning_of(Life(DEPOSITED, PRESENTED), EventKind.UNCLAIMED, date(2026, 11, 12))
    assert not warning_of(Life(DEPOSITED, PRESENTED), EventKind.UNCLAIMED, date(2026, 11, 20))


def test_where_no_text_settles_it_the_consequence_says_so() -> None:
    for kind in (EventKind.REFUSED, EventKind.UNCLAIMED, EventKind.WRONG_ADDRESS):
        assert CONSEQUENCES[kind].startswith("Pratique générale")
