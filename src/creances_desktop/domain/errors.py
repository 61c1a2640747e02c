"""What the user asked and cannot have: each error is one French sentence that says what to do."""

from __future__ import annotations

import errno

_REASONS = {
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EROFS: "support protégé en écriture",
    errno.ENOSPC: "disque plein",
    errno.EDQUOT: "espace qui vous est accordé épuisé",
    errno.ENOENT: "emplacement introuvable",
    errno.EEXIST: "ce nom est déjà pris",
    errno.ENOTDIR: "ce n’est pas un dossier de l’ordinateur",
    errno.EISDIR: "c’est un dossier et non un fichier",
    errno.ENOTEMPTY: "l’emplacement n’est pas vide",
    errno.ENAMETOOLONG: "nom trop long",
    errno.EINVAL: "nom ou opération impossible à cet endroit",
    errno.EBUSY: "gardé par un autre programme",
    errno.EFBIG: "fichier trop gros pour ce support",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.EXDEV: "déplacement d’un disque à un autre impossible",
    errno.EIO: "erreur du disque",
    errno.ENODEV: "support débranché",
    errno.ENXIO: "support débranché",
    errno.ESTALE: "emplacement du réseau perdu",
    errno.ETIMEDOUT: "emplacement du réseau qui ne répond pas",
}


class DomainError(Exception):
    """A request that cannot be met; `str()` is the French sentence to show."""


class InvalidValue(DomainError):
    """A value refused beside its field.

    `field` is the English name of the attribute, so that a form can show the sentence at the right place.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class EnvironmentProblem(DomainError):
    """The machine is in the way (disk full, file locked, file too recent): the sentence names the way out."""


def system_reason(error: OSError) -> str:
    """Why the system refused, in French words for a parenthesis: its own are English on most machines."""
    known = _REASONS.get(error.errno) if error.errno is not None else None
    return known or error.strerror or str(error) or "raison inconnue"
