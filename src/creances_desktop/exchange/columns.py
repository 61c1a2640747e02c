"""Which column is which: headers in French and English, whatever their case, accents and punctuation.

A file is a list of clients, of invoices or of payments according to the columns that are recognised in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from creances_desktop.domain.text import fold
from creances_desktop.exchange.synonyms import SYNONYMS

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z0-9]+")
_IDLE_WORDS = frozenset(
    (
        *("de", "du", "des", "d", "la", "le", "les", "l", "en", "au", "a", "un", "une", "et", "ou", "the"),
        *("euros", "euro", "eur"),
    )
)
_TELLING_ENDS = frozenset(("le", "du"))
_NUMBER_WORDS = frozenset({"n", "no", "nr", "num", "numero", "nbr"})

KINDS = ("invoices", "payments", "clients")
"""In the order in which they are preferred when a file could be several of them."""

_REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    # each line: the names of which one must be there; the first is the one asked for
    "clients": (("id", "name"),),
    "invoices": (
        ("number",),
        ("client_id", "client_name"),
        ("issue_date",),
        ("amount_ttc", "amount_ht+amount_vat", "outstanding"),
    ),
    "payments": (("date",), ("amount",), ("invoice_number", "client_id", "client_name")),
}
_TELLING = {
    # columns that only this kind of file has: they decide between two kinds that fit equally
    "clients": frozenset({"street", "zip", "city", "terms_days", "contact", "siren", "email"}),
    "invoices": frozenset(
        {"due_date", "amount_ht", "amount_vat", "outstanding", "level_reached", "type", "label"}
    ),
    "payments": frozenset({"mode", "id", "reference"}),
}


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a header line was understood as: the kind of file, and the position of each canonical column."""

    kind: str
    positions: Mapping[str, int]
    missing: tuple[str, ...]
    score: int

    @property
    def complete(self) -> bool:
        """Whether nothing required is missing."""
        return not self.missing


def normalise(header: str) -> str:
    """The words of a header that matter: `N° de Facture` and `num_facture` are both `n facture`.

    `le` and `dû` stay at the end: they tell `Montant dû` from `Montant` and `Relancé le` from `Relance`.
    """
    words = _WORD.findall(fold(_CAMEL.sub(" ", header.replace("°", " ").replace("º", " "))))
    kept = ["n" if word in _NUMBER_WORDS else word for word in words if word not in _IDLE_WORDS]
    if len(words) > 1 and words[-1] in _TELLING_ENDS:
        kept.append(words[-1])
    return " ".join(kept)


def _index(columns: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, int]]:
    """Each normalised synonym with its canonical name and its rank (0 is the most specific)."""
    found: dict[str, tuple[str, int]] = {}
    for name, words in columns.items():
        for rank, word in enumerate((name, *words)):
            found.setdefault(normalise(word), (name, rank))
    return found


_BY_WORDS = {kind: _index(columns) for kind, columns in SYNONYMS.items()}


def label_of(kind: str, name: str) -> str:
    """The French name of a canonical column, as the documentation writes it."""
    chosen = {"issue_date": "Date", "number": "N° facture", "client_id": "Code client"}
    if name in chosen:
        return chosen[name]
    return SYNONYMS[kind][name][0]


def names_of(kind: str) -> dict[str, str]:
    """Every canonical column of a kind of file with its French name, for a window that asks."""
    return {name: label_of(kind, name) for name in SYNONYMS[kind]}


def recognise(
    headers: Sequence[str], mapping: Mapping[str, str] | None = None, *, hint: str = ""
) -> Recognition:
    """The kind of file that these headers show, and where its columns are.

    `mapping` gives canonical names for some headers, as the user said; an empty name sets a column aside.
    `hint` (the file's name) only decides between kinds that fit equally. When nothing fits, the nearest kind
    is given with what it lacks.
    """
    tried = [_recognise_as(kind, headers, mapping or {}) for kind in KINDS]
    return max(tried, key=lambda found: _preference(found, hint))


def recognise_as(kind: str, headers: Sequence[str], mapping: Mapping[str, str] | None = None) -> Recognition:
    """The same for a kind that is already known."""
    return _recognise_as(kind, headers, mapping or {})


def _recognise_as(kind: str, headers: Sequence[str], mapping: Mapping[str, str]) -> Recognition:
    said = {normalise(header): name for header, name in mapping.items()}
    best: dict[str, tuple[int, int]] = {}
    for position, header in enumerate(headers):
        words = normalise(header)
        if words in said:
            name, rank = said[words], -1
        else:
            name, rank = _BY_WORDS[kind].get(words, ("", 0))
        if name in SYNONYMS[kind] and (name not in best or rank < best[name][0]):
            best[name] = (rank, position)
    positions = {name: position for name, (_rank, position) in best.items()}
    missing = tuple(
        group[0] for group in _REQUIRED[kind] if not any(_present(name, positions) for name in group)
    )
    return Recognition(kind, positions, missing, len(positions))


def _present(name: str, positions: Mapping[str, int]) -> bool:
    return all(part in positions for part in name.split("+"))


def _preference(found: Recognition, hint: str) -> tuple[int, ...]:
    """Sort key: columns explained, nothing missing, columns that only that kind has, the file's name."""
    met = len(_REQUIRED[found.kind]) - len(found.missing)
    nearly = (
        len(found.missing) == 1 and met >= 3
    )  # a list of invoices that lacks one thing is worth a question
    explained = found.score if found.complete or nearly else met
    telling = len(_TELLING[found.kind] & set(found.positions))
    words = {
        "clients": ("client", "customer", "tiers"),
        "invoices": ("factur", "invoice", "impay", "vente"),
        "payments": ("reglement", "paiement", "payment", "encaissement"),
    }
    named = any(word in fold(hint) for word in words[found.kind])
    return (explained, int(found.complete), telling, int(named), len(KINDS) - KINDS.index(found.kind))
