"""The number of the next document, proposed from the last one."""

from __future__ import annotations

import re


def number_after(number: str) -> str:
    """The number that follows: `FA-2026-0099` → `FA-2026-0100`; the last run of digits grows, its zeros stay.

    A number without a digit, none at all, or digits followed by words proposes nothing: the result is empty.
    """
    found = re.search(r"(\d+)(\D{0,3})$", number)
    if found is None:
        return ""
    digits, end = found.groups()
    return f"{number[: found.start()]}{int(digits) + 1:0{len(digits)}d}{end}"
