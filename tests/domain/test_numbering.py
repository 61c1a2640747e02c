"""Protects the number proposed for the next invoice."""

import pytest

from creances_desktop.domain.numbering import number_after


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("FA-2026-0099", "FA-2026-0100"),
        ("F2026-0999", "F2026-1000"),
        ("99", "100"),
        ("007", "008"),
        ("F12/A", "F13/A"),
        ("SANS", ""),
        ("avoir 2022 remise annuelle", ""),
        ("", ""),
    ],
)
def test_the_last_digits_grow_and_keep_their_zeros(last: str, expected: str) -> None:
    assert number_after(last) == expected
