"""The apostrophe that keeps a text from being run as a formula by a spreadsheet, put on and taken off."""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "\t", "\r")


def with_guard(text: str) -> str:
    """The text, with one more apostrophe in front when what follows its apostrophes looks like a formula."""
    return "'" + text if text.lstrip("'").startswith(_STARTS) else text


def without_guard(text: str) -> str:
    """The text as it was before `with_guard`."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_STARTS) else text
