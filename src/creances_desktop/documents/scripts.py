"""Names in scripts that are written from right to left: letters joined, words turned, so that they are read.

Enough for a name or an address inside a French letter: the base direction is always from left to right.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_NUMBERS = frozenset({"EN", "AN"})
_PAIRS = ("()", "[]", "<>", "«»", "{}")
_MIRRORED = {pair[side]: pair[1 - side] for pair in _PAIRS for side in (0, 1)}


@lru_cache(maxsize=2_000)
def shaped(text: str) -> str:
    """The text with its Arabic letters in the form that their neighbours ask for; other text as it is.

    Shaping what is shaped changes nothing.
    """
    if not any("\u0620" <= letter <= "\u06d3" for letter in text):
        return text
    forms = _forms()
    made: list[str] = []
    letters = _with_ligatures(text)
    for place, letter in enumerate(letters):
        known = forms.get(letter)
        if known is None:
            made.append(letter)
            continue
        before = _joins_on(_neighbour(letters, place, -1))
        after = _joins_back(_neighbour(letters, place, 1)) and "initial" in known
        joined = bool(before) and ("final" in known)
        name = ("medial" if after else "final") if joined else ("initial" if after else "isolated")
        made.append(known.get(name, letter))
    return "".join(made)


@lru_cache(maxsize=2_000)
def visual(text: str) -> str:
    """The text in the order in which it stands on the paper, from left to right."""
    kinds = [unicodedata.bidirectional(letter) for letter in text]
    if _RIGHT_TO_LEFT.isdisjoint(kinds):
        return text
    made: list[str] = []
    place = 0
    while place < len(text):
        if kinds[place] not in _RIGHT_TO_LEFT:
            made.append(text[place])
            place += 1
            continue
        end = _end_of_run(kinds, place)
        made.append(_turned(text[place:end], kinds[place:end]))
        place = end
    return "".join(made)


def _end_of_run(kinds: list[str], start: int) -> int:
    """Where the run from right to left ends: at its last letter before one of the other."""
    end = start
    for place in range(start, len(kinds)):
        if kinds[place] in _RIGHT_TO_LEFT or (kinds[place] in _NUMBERS and place > start):
            end = place + 1
        elif kinds[place] == "L":
            break
    while kinds[end - 1] not in _RIGHT_TO_LEFT and kinds[end - 1] != "NSM":
        end -= 1  # a number at the end belongs to what follows
    return end


def _turned(text: str, kinds: list[str]) -> str:
    """The run from its end to its beginning; numbers and marks keep their own order."""
    groups: list[str] = []
    for letter, kind in zip(text, kinds, strict=True):
        follows = kind == "NSM" or (kind in _NUMBERS and groups and groups[-1][-1].isdigit())
        if follows and groups:
            groups[-1] += letter
        else:
            groups.append(_MIRRORED.get(letter, letter))
    return "".join(reversed(groups))


def _neighbour(letters: list[str], place: int, step: int) -> str:
    """The next letter that joins or not; marks above and below do not stand between."""
    place += step
    while 0 <= place < len(letters):
        if unicodedata.category(letters[place][0]) != "Mn":
            return letters[place]
        place += step
    return ""


def _joins_on(letter: str) -> bool:
    """Whether the letter is joined to the one that follows it."""
    return letter == "\u0640" or "initial" in _forms().get(letter, {})


def _joins_back(letter: str) -> bool:
    """Whether the letter is joined to the one before it."""
    return letter == "\u0640" or "final" in _forms().get(letter, {})


def _with_ligatures(text: str) -> list[str]:
    """The letters; lam and alef, always written as one, are one."""
    letters: list[str] = []
    for letter in text:
        if letters and letters[-1] == "\u0644" and (letters[-1] + letter) in _forms():
            letters[-1] += letter
        else:
            letters.append(letter)
    return letters


@cache
def _forms() -> dict[str, dict[str, str]]:
    """The forms of each Arabic letter by name, as the Unicode tables have them."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFC00), *range(0xFE80, 0xFEFD)):
        kind, *parts = unicodedata.decomposition(chr(code)).split(" ")
        name = kind.strip("<>")
        if name in {"isolated", "initial", "medial", "final"} and len(parts) <= 2:
            base = "".join(chr(int(part, 16)) for part in parts)
            if len(base) == 1 or base[0] == "\u0644":
                found.setdefault(base, {})[name] = chr(code)
    return found
