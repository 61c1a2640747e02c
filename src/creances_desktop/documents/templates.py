"""The texts of letters that the program ships."""

from __future__ import annotations

from functools import cache

from creances_desktop.domain.letter_templates import LetterTemplate, parse_template
from creances_desktop.paths import resource


@cache
def built_in() -> tuple[LetterTemplate, ...]:
    """Every template of `resources/letters`, in the order of their files; read once."""
    files = sorted(resource("letters").glob("*.txt"))
    return tuple(parse_template(file.read_text(encoding="utf-8")) for file in files)
