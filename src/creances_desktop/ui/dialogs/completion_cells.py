"""The cells of the grid *À compléter*: what was typed, what is wrong with it, and the client it makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from creances_desktop.domain.clients import Client, ClientDraft, Nature
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.identifiers import clean_email, clean_siren, format_siren
from creances_desktop.domain.money import Cents
from creances_desktop.domain.text import fold
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.columns import Column, amount_column
from creances_desktop.ui.widgets.edit_grid import Edit

_NATURES = (
    (Nature.PROFESSIONAL, ("professionnel", "pro", "entreprise", "societe", "b2b")),
    (Nature.CONSUMER, ("particulier", "consommateur", "prive", "b2c")),
    (Nature.PUBLIC, ("organisme public", "public", "administration", "collectivite")),
    (Nature.UNSPECIFIED, ("a preciser",)),
)
WORDS_OF_NATURE = "professionnel, particulier ou organisme public"


@dataclass(frozen=True, slots=True)
class CompletionRow:
    """A client and what was typed about him: texts by column, and the sentence about each wrong one."""

    client: Client
    outstanding: Cents
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        """Whether something other than what is known was typed."""
        return bool(self.typed)

    @property
    def draft(self) -> ClientDraft:
        """The client as typed; what is wrong is left out."""
        draft: ClientDraft = self.client
        for name, text in self.typed.items():
            if name not in self.errors:
                draft = _CELLS[name].write(draft, text)
        return draft


@dataclass(frozen=True, slots=True)
class _Cell:
    """How a column is read from a client and written to him; `write` refuses with a French sentence."""

    title: str
    read: Callable[[ClientDraft], str]
    write: Callable[[ClientDraft, str], ClientDraft]
    width: int


def nature_of(text: str) -> Nature:
    """The nature meant by a word or its beginning; ValueError with a French sentence."""
    bare = fold(text)
    found = {nature for nature, words in _NATURES if any(word.startswith(bare) for word in words)}
    exact = {nature for nature, words in _NATURES if bare in words}
    if len(exact or found) != 1 or not bare:
        raise ValueError(f"«\u00a0{text}\u00a0» n’est pas une nature\u00a0: tapez {WORDS_OF_NATURE}.")
    return (exact or found).pop()


def typed_into(row: CompletionRow, name: str, text: str) -> CompletionRow:
    """The row after this text was typed or pasted in a column; a wrong one is kept with its sentence."""
    bare = " ".join(text.split())
    typed = {key: value for key, value in row.typed.items() if key != name}
    errors = {key: value for key, value in row.errors.items() if key != name}
    if bare != value_of(replace(row, typed=typed, errors=errors), name):
        typed[name] = bare
        try:
            _CELLS[name].write(row.client, bare)
        except (ValueError, DomainError) as error:
            errors[name] = str(error)
    return replace(row, typed=typed, errors=errors)


def value_of(row: CompletionRow, name: str) -> str:
    """The text that a cell shows: what is known or was typed, in its usual form; what is wrong as typed."""
    return row.typed[name] if name in row.errors else _CELLS[name].read(row.draft)


def columns() -> list[Column[CompletionRow]]:
    """The columns of the grid, those typed into after the client and what he owes."""
    fixed: list[Column[CompletionRow]] = [
        Column("code", "Code", lambda row: row.client.code, width=9),
        Column("name", "Client", lambda row: row.client.name, width=20, bold=lambda row: row.is_changed),
        amount_column("outstanding", "Reste dû", lambda row: row.outstanding or None, width=10),
    ]
    return fixed + [_column(name, cell) for name, cell in _CELLS.items()]


def edits() -> dict[str, Edit[CompletionRow]]:
    """How each column is typed into."""
    return {name: _edit(name) for name in _CELLS}


def _column(name: str, cell: _Cell) -> Column[CompletionRow]:
    def tone(row: CompletionRow) -> Tone:
        if name in row.errors:
            return Tone.DANGER
        return Tone.ACCENT if name in row.typed else Tone.NORMAL

    return Column(
        name,
        cell.title,
        lambda row: value_of(row, name),
        width=cell.width,
        stretch=name == "street",
        tone=tone,
        icon=lambda row: "circle-alert" if name in row.errors else None,
        tooltip=lambda row: row.errors.get(name, ""),
    )


def _edit(name: str) -> Edit[CompletionRow]:
    return Edit(lambda row: value_of(row, name), lambda row, text: typed_into(row, name, text))


def _with_nature(draft: ClientDraft, text: str) -> ClientDraft:
    return replace(draft, nature=nature_of(text) if text else Nature.UNSPECIFIED)


def _with_siren(draft: ClientDraft, text: str) -> ClientDraft:
    siren = clean_siren(text) if text else ""
    made = siren and draft.nature is Nature.UNSPECIFIED
    return replace(draft, siren=siren, nature=Nature.PROFESSIONAL if made else draft.nature)


def _with_zip(draft: ClientDraft, text: str) -> ClientDraft:
    if text and draft.address.country in ("", "FR") and not re.fullmatch(r"\d{5}", text):
        raise ValueError("Un code postal français a cinq chiffres.")
    return replace(draft, address=replace(draft.address, zip=text))


def _with_terms(draft: ClientDraft, text: str) -> ClientDraft:
    bare = fold(text).removesuffix("jours").removesuffix("j").strip()
    if bare and (not bare.isdecimal() or int(bare) > 365):
        raise ValueError("Le délai de règlement est un nombre de jours, de 0 à 365.")
    return replace(draft, terms_days=int(bare) if bare else None)


_CELLS = {
    "nature": _Cell(
        "Nature",
        lambda one: "" if one.nature is Nature.UNSPECIFIED else one.nature.label,
        _with_nature,
        14,
    ),
    "siren": _Cell("SIREN", lambda one: format_siren(one.siren) if one.siren else "", _with_siren, 11),
    "street": _Cell(
        "Adresse",
        lambda one: " ".join(one.address.street.split()),
        lambda one, text: replace(one, address=replace(one.address, street=text)),
        17,
    ),
    "zip": _Cell("Code postal", lambda one: one.address.zip, _with_zip, 10),
    "city": _Cell(
        "Ville",
        lambda one: one.address.city,
        lambda one, text: replace(one, address=replace(one.address, city=text)),
        12,
    ),
    "email": _Cell(
        "E-mail",
        lambda one: one.email,
        lambda one, text: replace(one, email=clean_email(text) if text else ""),
        20,
    ),
    "terms_days": _Cell(
        "Délai (j)",
        lambda one: "" if one.terms_days is None else str(one.terms_days),
        _with_terms,
        8,
    ),
}
