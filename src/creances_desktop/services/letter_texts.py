"""The texts that letters are written from: those of the program, and the user's own in their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.letter_catalogue import notation_of
from creances_desktop.domain.letter_templates import LetterTemplate, fill, fill_all
from creances_desktop.domain.letter_templates import Wording as Filled
from creances_desktop.domain.wording import Finding, flag_for_any
from creances_desktop.services import letters
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.letter_templates import StoredText
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as the user writes it: fields between brackets, one paragraph a line of each tuple."""

    subject: str
    opening: tuple[str, ...]
    closing: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Subject and paragraphs, in the order of the letter."""
        return (self.subject, *self.opening, *self.closing)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a text, the latest first; `restored`: the program's text is in use from then on."""

    number: int
    made_at: str
    restored: bool
    text: LetterTemplate


def within(t: Transaction) -> tuple[LetterTemplate, ...]:
    """Every text, the user's in the place of the program's where he has one."""
    own = {one.key: one for one in t.letter_templates.latest() if not one.restored}
    return tuple(_own(one, own[one.key]) if one.key in own else one for one in letters.templates())


def all_texts(store: Store) -> tuple[LetterTemplate, ...]:
    """Every text in use, in the order of the program's."""
    with store.reading() as r:
        return within(r)


def built_in(key: tuple[str, str, str]) -> LetterTemplate:
    """The program's text of that key; KeyError when there is none."""
    for one in letters.templates():
        if one.key == key:
            return one
    raise KeyError(key)


def versions(store: Store, key: tuple[str, str, str]) -> tuple[Version, ...]:
    """The versions that the user made of a text, the latest first."""
    original = built_in(key)
    with store.reading() as r:
        found = r.letter_templates.history(key)
    return tuple(
        Version(one.version, one.made_at, one.restored, original if one.restored else _own(original, one))
        for one in found
    )


def wording(text: LetterTemplate) -> Wording:
    """The text as the user reads it."""
    notation = notation_of(text)
    return Wording(
        notation.shown(text.subject),
        tuple(notation.shown(one) for one in text.opening),
        tuple(notation.shown(one) for one in text.closing),
    )


def worded(text: LetterTemplate, wanted: Wording) -> LetterTemplate:
    """The text with the user's words in it, as it would be kept; what is unknown stays as it was typed."""
    notation = notation_of(text)
    return replace(
        text,
        subject=notation.written(wanted.subject.strip()),
        opening=tuple(notation.written(one.strip()) for one in wanted.opening if one.strip()),
        closing=tuple(notation.written(one.strip()) for one in wanted.closing if one.strip()),
        own=True,
    )


def in_full(text: LetterTemplate, values: Mapping[str, object]) -> Wording:
    """The text of one letter, to be edited for it alone: phrases in full, fields still between brackets.

    So the amounts and days of the letter stay right until it leaves. What has no value is left out.
    """
    notation = notation_of(text)
    named = {
        one.name: Filled(f"[{one.label}]")
        for one in notation.fields
        if not one.is_phrase and isinstance(values.get(one.name), str) and values[one.name]
    }
    known = text.with_phrases({**values, **named})
    return Wording(
        fill(text, text.subject, known),
        fill_all(text, text.opening, known),
        fill_all(text, text.closing, known),
    )


def unknown_fields(text: LetterTemplate, wanted: Wording) -> tuple[str, ...]:
    """The words between brackets that are no field of this letter."""
    notation = notation_of(text)
    return tuple(dict.fromkeys(word for line in wanted.lines for word in notation.unknown(line)))


def findings(text: LetterTemplate, wanted: Wording) -> tuple[Finding, ...]:
    """The passages to review, for the clients to whom this text may go."""
    natures = [text.nature] if text.nature else [Nature.PROFESSIONAL, Nature.CONSUMER, Nature.PUBLIC]
    return flag_for_any("\n".join(wanted.lines).replace("**", ""), natures)


def save(store: Store, key: tuple[str, str, str], wanted: Wording) -> Changes:
    """Keeps a new version of the user's text.

    InvalidValue beside `subject`, `opening` or `closing` for an empty part or an unknown field; nothing new
    is kept where nothing changed.
    """
    original = built_in(key)
    check(original, wanted)
    text = worded(original, wanted)
    with store.transaction() as t:
        known = next((one for one in t.letter_templates.latest() if one.key == key), None)
        parts = (text.subject, text.part_title, _BETWEEN.join(text.opening), _BETWEEN.join(text.closing))
        if known is not None and not known.restored and parts == _parts(known):
            return changed(message="Rien n’a changé dans ce texte.")
        entry = t.journal.append(
            "letter_text_saved",
            f"Texte «\u00a0{original.name}\u00a0» modifié",
            before=None if known is None else _parts(known),
            after=parts,
        )
        number = t.letter_templates.add(key, parts, action_id=entry)
    return changed(
        Subject.LETTERS,
        Subject.SETTINGS,
        message=f"Texte «\u00a0{original.name}\u00a0» enregistré (version {number}).",
        entry_id=entry,
    )


def restore(store: Store, key: tuple[str, str, str]) -> Changes:
    """Puts the program's text in use again; the user's versions stay in its history."""
    original = built_in(key)
    with store.transaction() as t:
        known = next((one for one in t.letter_templates.latest() if one.key == key), None)
        if known is None or known.restored:
            raise DomainError("Ce texte est déjà celui du programme.")
        entry = t.journal.append(
            "letter_text_restored",
            f"Texte «\u00a0{original.name}\u00a0» d’origine rétabli",
            before=_parts(known),
        )
        t.letter_templates.add(key, ("", "", "", ""), action_id=entry, restored=True)
    return changed(
        Subject.LETTERS,
        Subject.SETTINGS,
        message=f"Texte «\u00a0{original.name}\u00a0» d’origine rétabli.",
        entry_id=entry,
    )


def check(text: LetterTemplate, wanted: Wording) -> None:
    """Nothing for words that can be kept; InvalidValue beside the part that is empty or names no field."""
    notation = notation_of(text)
    for field, lines in (
        ("subject", (wanted.subject,)),
        ("opening", wanted.opening),
        ("closing", wanted.closing),
    ):
        unknown = [word for line in lines for word in notation.unknown(line)]
        if unknown:
            raise InvalidValue(
                field,
                f"«\u00a0[{unknown[0]}]\u00a0» n’est pas un champ de cette lettre\u00a0: choisissez-en un "
                "dans la liste, ou retirez les crochets.",
            )
        if not any(line.strip() for line in lines):
            raise InvalidValue(field, "Cette partie de la lettre ne peut pas rester vide.")


def _own(original: LetterTemplate, stored: StoredText) -> LetterTemplate:
    return replace(
        original,
        version=stored.version,
        subject=stored.subject,
        part_title=stored.part_title,
        opening=tuple(one for one in stored.opening.split(_BETWEEN) if one),
        closing=tuple(one for one in stored.closing.split(_BETWEEN) if one),
        own=True,
    )


def _parts(stored: StoredText) -> tuple[str, str, str, str]:
    return stored.subject, stored.part_title, stored.opening, stored.closing
