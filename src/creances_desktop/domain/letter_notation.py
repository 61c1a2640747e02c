"""The text of a letter as the user reads and writes it: `[Montant à régler]` stands for a field.

`[la facture | les factures]` agrees with the number of invoices. Beneath, the same text holds `{{ claimed }}`
and `{{ accord("la facture", "les factures") }}`: the names stay what they are when a label changes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from creances_desktop.domain.letter_templates import Phrase
from creances_desktop.domain.text import fold

_STRING = r'"(?:[^"\\]|\\.)*"'
_TOKEN = re.compile(
    rf"\{{\{{\s*(?:(?P<name>\w+)|accord\((?P<one>{_STRING}),\s*(?P<many>{_STRING})\)|(?P<text>{_STRING}))"
    r"\s*\}\}"
)
_BRACKETS = re.compile(r"\[([^\[\]\n]*)\]")
_OPENING = re.compile(r"\{(?=[{%#])")


class Kind(StrEnum):
    """What stands between brackets."""

    FIELD = "field"
    PHRASE = "phrase"
    AGREEMENT = "agreement"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FieldLabel:
    """A field by its French name, with an example or, for a phrase, when it is printed."""

    name: str
    label: str
    example: str = ""
    is_phrase: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """`text[start:end]` is a mark, its brackets included; `name` is the field's, empty for an agreement."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    words: str = ""


class Notation:
    """Reads and writes texts with the fields of one kind of letter."""

    def __init__(self, fields: Iterable[FieldLabel], phrases: Iterable[Phrase] = ()) -> None:
        shared = (FieldLabel(one.name, one.label, one.help, is_phrase=True) for one in phrases)
        self.fields: tuple[FieldLabel, ...] = (*fields, *shared)
        self._by_name: Mapping[str, FieldLabel] = {one.name: one for one in self.fields}
        self._by_label: Mapping[str, FieldLabel] = {fold(one.label): one for one in self.fields}

    def shown(self, text: str) -> str:
        """The text as the user reads it; a field that is none of this letter keeps its own name."""

        def word(match: re.Match[str]) -> str:
            if match["text"]:
                return str(json.loads(match["text"]))
            if match["one"]:
                return f"[{json.loads(match['one'])} | {json.loads(match['many'])}]"
            known = self._by_name.get(match["name"])
            return f"[{known.label if known else match['name']}]"

        return _TOKEN.sub(word, text)

    def marks(self, shown: str) -> tuple[Mark, ...]:
        """What stands between brackets in a text as the user writes it, in order."""
        return tuple(self._mark(match) for match in _BRACKETS.finditer(shown))

    def unknown(self, shown: str) -> tuple[str, ...]:
        """The words between brackets that are no field of this letter, each once."""
        return tuple(dict.fromkeys(one.words for one in self.marks(shown) if one.kind is Kind.UNKNOWN))

    def written(self, shown: str) -> str:
        """The text to keep, of a text as the user writes it; what is unknown stays between its brackets."""
        parts: list[str] = []
        place = 0
        for mark in self.marks(shown):
            parts.append(_escaped(shown[place : mark.start]))
            parts.append(_token(mark) or _escaped(shown[mark.start : mark.end]))
            place = mark.end
        return "".join([*parts, _escaped(shown[place:])])

    def names(self, shown: str) -> tuple[str, ...]:
        """The names of the fields that the text uses, each once; phrases are left out."""
        return tuple(dict.fromkeys(one.name for one in self.marks(shown) if one.kind is Kind.FIELD))

    def label(self, name: str) -> str:
        """The French name of a field; its own name where there is none."""
        known = self._by_name.get(name)
        return known.label if known else name

    def _mark(self, match: re.Match[str]) -> Mark:
        words = match[1].strip()
        if words.count("|") == 1:
            return Mark(Kind.AGREEMENT, *match.span(), words=words)
        known = self._by_label.get(fold(words))
        if known is None:
            return Mark(Kind.UNKNOWN, *match.span(), words=words)
        kind = Kind.PHRASE if known.is_phrase else Kind.FIELD
        return Mark(kind, *match.span(), name=known.name, words=words)


def _token(mark: Mark) -> str:
    """The field or agreement as it is kept, empty for what is none."""
    if mark.kind is Kind.UNKNOWN:
        return ""
    if mark.kind is Kind.AGREEMENT:
        one, many = (json.dumps(part.strip(), ensure_ascii=False) for part in mark.words.split("|"))
        return f"{{{{ accord({one}, {many}) }}}}"
    return f"{{{{ {mark.name} }}}}"


def _escaped(text: str) -> str:
    """Braces that the user typed stay braces."""
    return _OPENING.sub('{{ "{" }}', text)
