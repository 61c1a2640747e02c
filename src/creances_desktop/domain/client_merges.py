"""Two cards of one client: what the one that is kept takes from the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from creances_desktop.domain.clients import Client, Nature
from creances_desktop.domain.text import fold, short_date

_TEXTS = {
    "siren": "SIREN",
    "vat_number": "N° de TVA",
    "phone": "Téléphone",
    "email": "E-mail",
    "contract_rate_percent": "Taux des pénalités",
    "public_body_kind": "Type d’organisme public",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that both cards give otherwise; the one that is not kept goes into the notes."""

    label: str
    kept: str
    other: str


@dataclass(frozen=True, slots=True)
class MergedCard:
    """The card that is left, what the other one added to it, and where they differ."""

    client: Client
    filled: tuple[tuple[str, str], ...]
    differences: tuple[Difference, ...]


def merged(kept: Client, other: Client) -> MergedCard:
    """The kept card with what only the other one knows; nothing of the other is lost."""
    merge = _Merge(kept)
    merge.take("name", "Raison sociale", kept.name, other.name)
    merge.take("nature", "Nature", _known_nature(kept), _known_nature(other), other.nature)
    for name, label in _TEXTS.items():
        merge.take(name, label, getattr(kept, name), getattr(other, name))
    merge.take("address", "Adresse", _address(kept), _address(other), other.address)
    if merge.take("terms", "Conditions de règlement", _terms(kept), _terms(other)):
        merge.values |= {"terms": other.terms, "terms_days": other.terms_days}
    judgment = other.insolvency_judgment
    merge.take("insolvency_judgment", "Jugement d’ouverture", _judgment(kept), _judgment(other), judgment)
    if kept.plan_id is None and other.plan_id is not None:
        merge.values["plan_id"] = other.plan_id
    known = {(fold(one.name), one.email.casefold(), one.phone) for one in kept.contacts}
    added = [
        replace(one, preferred=one.preferred and not kept.contacts)
        for one in other.contacts
        if (fold(one.name), one.email.casefold(), one.phone) not in known
    ]
    merge.filled += [("Contact", one.name or one.email or one.phone) for one in added]
    merge.values["contacts"] = (*kept.contacts, *added)
    merge.values["tags"] = tuple(dict.fromkeys((*kept.tags, *other.tags)))
    merge.values["notes"] = _notes(kept, other, merge.differences)
    return MergedCard(replace(kept, **merge.values), tuple(merge.filled), tuple(merge.differences))


class _Merge:
    """Gathers what changes of the kept card."""

    def __init__(self, kept: Client) -> None:
        self._kept = kept
        self.values: dict[str, Any] = {}
        self.filled: list[tuple[str, str]] = []
        self.differences: list[Difference] = []

    def take(self, name: str, label: str, known: str, given: str, value: Any = None) -> bool:
        """Takes what only the other card gives (True), or notes the difference."""
        if not given or fold(known) == fold(given):
            return False
        if known:
            self.differences.append(Difference(label, known, given))
            return False
        self.values[name] = given if value is None else value
        self.filled.append((label, given))
        return True


def _notes(kept: Client, other: Client, differences: list[Difference]) -> str:
    """The notes of both, and what of the other card stands nowhere else."""
    told = [f"{one.label.lower()} {one.other}" for one in differences]
    joined = f"Fiche fusionnée\u00a0: {other.code}{'' if not told else ', ' + ', '.join(told)}."
    return "\n".join(part for part in (kept.notes.strip(), other.notes.strip(), joined) if part)


def _judgment(one: Client) -> str:
    return short_date(one.insolvency_judgment) if one.insolvency_judgment else ""


def _known_nature(one: Client) -> str:
    return "" if one.nature is Nature.UNSPECIFIED else one.nature.label


def _address(one: Client) -> str:
    place = f"{one.address.zip} {one.address.city}".strip()
    return ", ".join(part for part in (one.address.street, place, one.address.country) if part)


def _terms(one: Client) -> str:
    if one.terms:
        return one.terms
    return "" if one.terms_days is None else f"{one.terms_days} jours"
