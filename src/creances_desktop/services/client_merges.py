"""Joining the two cards of one client: everything of the one passes to the other, in one action."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from creances_desktop.domain.client_merges import MergedCard, merged
from creances_desktop.domain.clients import Client, Nature
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.text import fold, plural
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

_COUNTED = {
    "invoice": ("pièce", "pièces"),
    "payment": ("règlement", "règlements"),
    "letter": ("lettre", "lettres"),
    "calendar_entry": ("ligne de l’agenda", "lignes de l’agenda"),
    "promise": ("promesse", "promesses"),
    "instalment_plan": ("échéancier", "échéanciers"),
}


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What joining two cards would do. `moved`: what passes from the other one, in French.

    `shared_numbers` are invoices that both have: perhaps one, entered twice; nothing of them is cancelled.
    """

    kept: Client
    other: Client
    card: MergedCard
    moved: tuple[str, ...]
    shared_numbers: tuple[str, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the user must know before, in French."""
        told = []
        numbers = self.shared_numbers
        if numbers:
            shown = ", ".join(numbers[:6]) + ("…" if len(numbers) > 6 else "")
            told.append(
                f"{plural(len(numbers), 'numéro')} chez les deux ({shown})\u00a0: si la même facture est là "
                "deux fois, annulez-en une, la fusion n’annule rien."
            )
        natures = {self.kept.nature, self.other.nature} - {Nature.UNSPECIFIED}
        if len(natures) > 1:
            told.append(
                f"L’un est noté «\u00a0{self.kept.nature.label}\u00a0», l’autre "
                f"«\u00a0{self.other.nature.label}\u00a0»\u00a0: leurs intérêts ne se calculent pas de même."
            )
        if self.kept.siren and self.other.siren and self.kept.siren[:9] != self.other.siren[:9]:
            told.append("Leurs SIREN diffèrent\u00a0: est-ce bien la même entreprise\u00a0?")
        return tuple(told)


def likely_doubles(store: Store, client_id: int) -> list[Client]:
    """The other clients who have the same SIREN or the same name, whatever its case and accents."""
    with store.reading() as r:
        one = r.clients.get(client_id)
        return [other for other in r.clients.all() if other.id != client_id and is_double(one, other)]


def is_double(one: Client, other: Client) -> bool:
    """Whether two cards may be of one client."""
    if one.siren and other.siren:
        return one.siren[:9] == other.siren[:9]
    return fold(one.name) == fold(other.name)


def preview(store: Store, kept_id: int, gone_id: int) -> MergePreview:
    """What joining the card `gone_id` to `kept_id` would do; DomainError where they cannot be joined."""
    with store.reading() as r:
        return _preview(r, kept_id, gone_id)


def merge(store: Store, kept_id: int, gone_id: int) -> Changes:
    """Joins two cards: documents, payments, letters, calendar and history pass to `kept_id`.

    What only the other card knows completes the kept one, what differs goes into its notes. The other card is
    archived; its code means the kept client in every later import. DomainError where they cannot be joined.
    """
    with store.transaction() as t:
        known = _preview(t, kept_id, gone_id)
        kept, other = known.kept, known.other
        text = f"{other.name} ({other.code}) fusionné dans {kept.name} ({kept.code})"
        moved = t.client_merges.move(gone_id, kept_id)
        # The contacts moved with the rest; the card says which of them stay.
        t.clients.update(kept_id, known.card.client)
        t.clients.set_archived([gone_id], True)
        entry = t.journal.append(
            "clients_merged",
            f"{text}\u00a0: {', '.join(known.moved) or 'rien à reprendre'}",
            client_id=kept_id,
            before={"kept": asdict(kept), "gone": asdict(other), "moved": moved},
            after=asdict(known.card.client),
        )
        t.client_merges.add(gone_id, kept_id, action_id=entry)
    return changed(
        *(Subject.CLIENTS, Subject.INVOICES, Subject.PAYMENTS, Subject.LETTERS, Subject.CALENDAR),
        message=f"{text}.",
        entry_id=entry,
        row_id=kept_id,
    )


def _preview(t: Transaction, kept_id: int, gone_id: int) -> MergePreview:
    if kept_id == gone_id:
        raise DomainError("C’est la même fiche\u00a0: choisissez l’autre.")
    kept, other = t.clients.get(kept_id), t.clients.get(gone_id)
    if gone_id in t.client_merges.kept_by_gone() or kept_id in t.client_merges.kept_by_gone():
        raise DomainError("Une de ces fiches a déjà été fusionnée avec une autre\u00a0: choisissez celle-là.")
    counts = t.client_merges.counts(gone_id, _COUNTED)
    return MergePreview(
        kept,
        other,
        merged(kept, other),
        tuple(_words(counts)),
        tuple(t.client_merges.shared_numbers(kept_id, gone_id)),
    )


def _words(counts: dict[str, int]) -> Iterable[str]:
    return (plural(counts[table], *words) for table, words in _COUNTED.items() if counts[table])
