"""The ways out for a dossier that does not open as usual: look at it, recover it, restore its last copy."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtWidgets import QWidget

from creances_desktop.services import backups
from creances_desktop.services.opening import DamagedDossier, LockedDossier, UnwritableDossier
from creances_desktop.services.recovery import Recovery
from creances_desktop.ui import messages

READ = "Ouvrir en lecture seule"
RECOVER = "Récupérer ce qui peut l’être"
RESTORE = "Restaurer la dernière sauvegarde"
OPEN_RECOVERED = "Ouvrir le dossier récupéré"


class Way(Enum):
    """What the user wants to do with it."""

    NONE = "none"
    READ = "read"
    RECOVER = "recover"
    RESTORE = "restore"


def has_way_out(error: Exception) -> bool:
    """Whether more can be done about this refusal than to say it."""
    return isinstance(error, LockedDossier | UnwritableDossier | DamagedDossier)


def ask(error: Exception, path: Path, parent: QWidget | None) -> Way:
    """What the user chooses after this refusal; nothing of it has been done yet."""
    if isinstance(error, DamagedDossier):
        last = backups.latest(path)
        told = "Il n’y a pas de sauvegarde de ce dossier."
        if last is not None:
            told = f"La dernière sauvegarde est du {last.at.astimezone():%d/%m/%Y à %H:%M}."
        choices = (RECOVER,) if last is None else (RECOVER, RESTORE)
        text = (
            f"{told} Récupérer relit dans un nouveau fichier tout ce qui peut l’être, et dit ce qui "
            "manque\u00a0; le fichier abîmé n’est pas touché."
        )
        chosen = messages.choose(
            "Dossier abîmé", f"«\u00a0{path.name}\u00a0» est abîmé.", choices, parent, informative=text
        )
        return {RECOVER: Way.RECOVER, RESTORE: Way.RESTORE}.get(chosen, Way.NONE)
    text = "En lecture seule, tout se consulte et rien ne s’enregistre."
    chosen = messages.choose("Ouvrir le dossier", str(error), (READ,), parent, informative=text)
    return Way.READ if chosen == READ else Way.NONE


def report(found: Recovery, parent: QWidget | None) -> str:
    """What to do with what was recovered: one of the verbs above, empty for nothing now."""
    choices = (OPEN_RECOVERED,) if found.backup is None else (OPEN_RECOVERED, RESTORE)
    return messages.choose(
        "Dossier récupéré",
        "Tout a pu être relu." if found.whole else "Une partie du dossier n’a pas pu être relue.",
        choices,
        parent,
        informative="\n".join((*found.lines, "", f"Ce compte rendu est gardé\u00a0: {found.path.stem}.txt")),
    )
