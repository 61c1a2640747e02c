"""What is looked at when a dossier opens: the last end, the file within a time, the place where it lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from creances_desktop import paths
from creances_desktop.services import backup
from creances_desktop.storage import checks, places
from creances_desktop.storage.errors import DamagedDossier, LockedDossier, UnwritableDossier
from creances_desktop.storage.locks import BEAT_SECONDS
from creances_desktop.storage.places import Place, PlaceKind
from creances_desktop.storage.store import Store

__all__ = [
    "BEAT_SECONDS",
    "BUDGET_SECONDS",
    "DamagedDossier",
    "LockedDossier",
    "Look",
    "UnwritableDossier",
    "advice",
    "copy_here",
    "look",
    "recovered",
]

BUDGET_SECONDS = 2.0
"""What the check at the start may take; Dossier > Vérifier has all the time it wants."""


@dataclass(frozen=True, slots=True)
class Look:
    """French sentences, empty when there is nothing to say.

    `recovered`: how the last run ended, and what is there all the same. `damage`: what is wrong with it.
    `place`: what the place where it lies is bad for. `finished`: whether the file was read to its end.
    """

    recovered: str = ""
    damage: str = ""
    place: str = ""
    finished: bool = True


def look(
    store: Store, *, seconds: float = BUDGET_SECONDS, cancelled: Callable[[], bool] | None = None
) -> Look:
    """Looks at an open dossier within a time; reads only."""
    outcome = checks.quick(store.path, seconds, cancelled)
    damage = ""
    if outcome.problems:
        damage = (
            "Le fichier du dossier est abîmé\u00a0: des parties ne s’en lisent plus. N’y enregistrez plus "
            "rien, et récupérez ce qui peut l’être."
        )
    return Look(recovered(store), damage, advice(places.of(store.path)), outcome.finished)


def recovered(store: Store) -> str:
    """The sentence about a run that did not close the dossier, empty after an orderly one."""
    if store.crash is None:
        return ""
    with store.reading() as r:
        entries = r.journal.latest(1)
    last = ""
    if entries:
        at = entries[0].at.astimezone()
        last = f"\u00a0; la dernière action est du {at:%d/%m/%Y à %H:%M}\u00a0: {entries[0].summary}"
    return (
        "La dernière fois, le programme s’est arrêté sans fermer ce dossier. Tout ce qui avait été "
        f"enregistré est là{last}."
    )


def advice(place: Place) -> str:
    """What a place is bad for, and what to do; empty for a disk of this computer."""
    if place.kind is PlaceKind.SYNCHRONISED:
        return (
            f"Ce dossier est dans {place.name}, qui peut le copier au milieu d’un changement ou en faire "
            "deux versions\u00a0: travaillez sur ce disque, les sauvegardes y iront toutes seules."
        )
    if place.kind is PlaceKind.NETWORK:
        return (
            f"Ce dossier est sur un lecteur réseau ({place.name}), où deux ordinateurs peuvent l’ouvrir et "
            "où une coupure interrompt tout\u00a0: travaillez sur ce disque, les sauvegardes y iront toutes "
            "seules."
        )
    if place.kind is PlaceKind.REMOVABLE:
        return (
            f"Ce dossier est sur un support amovible ({place.name}), qu’on peut retirer trop tôt\u00a0: "
            "travaillez sur ce disque, les sauvegardes y iront toutes seules."
        )
    return ""


def copy_here(dossier: Path) -> Path:
    """A copy of a dossier on this computer, whose copies go to where it lay; returns its path.

    Raises UnwritableDossier, DamagedDossier.
    """
    from creances_desktop.services import backups

    folder = paths.data_folder() / "dossiers"
    folder.mkdir(parents=True, exist_ok=True)
    target, number = folder / dossier.name, 1
    while target.exists():
        number += 1
        target = folder / f"{dossier.stem} {number}{dossier.suffix}"
    backup.save(dossier, target)
    backups.choose_second_place(target, dossier.absolute().parent)
    return target
