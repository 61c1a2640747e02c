"""What can be wrong with a dossier's file, each as one French sentence with the way out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from creances_desktop.domain.errors import DomainError, EnvironmentProblem
from creances_desktop.domain.text import short_date


class NotADossier(DomainError):
    """The file exists but is not one of ours."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"«\u00a0{path.name}\u00a0» n’est pas un dossier de Créances\u00a0: "
            "choisissez un fichier .creances."
        )


class DamagedDossier(DomainError):
    """The file is one of ours, but parts of it are lost or unreadable."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"«\u00a0{path.name}\u00a0» est abîmé\u00a0: restaurez votre dernière sauvegarde "
            "(Dossier\u00a0> Restaurer une copie, ou la commande «\u00a0creances restaurer\u00a0»)."
        )


class UnreadableDossier(EnvironmentProblem):
    """The disk does not let the dossier be read where it lies."""

    def __init__(self, path: Path, detail: str) -> None:
        reason = _in_french(detail)
        super().__init__(
            f"«\u00a0{path.name}\u00a0» ne peut pas être lu à cet endroit ({reason})\u00a0: copiez-le, avec "
            "les fichiers du même nom qui l’accompagnent, dans un dossier où vous pouvez écrire."
        )


class MissingDossier(DomainError):
    """No file there."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Le dossier «\u00a0{path}\u00a0» est introuvable\u00a0: vérifiez son emplacement.")


class FileExists(DomainError):
    """Something is already there and would be overwritten."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"«\u00a0{path}\u00a0» existe déjà\u00a0: choisissez un autre nom, rien n’a été écrasé."
        )


class NewerDossier(EnvironmentProblem):
    """Written by a newer version of the program."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"«\u00a0{path.name}\u00a0» a été enregistré par une version plus récente de Créances\u00a0: "
            "installez cette version pour l’ouvrir."
        )


class LockedDossier(EnvironmentProblem):
    """Another process writes in it."""

    def __init__(self, path: Path, holder: str) -> None:
        super().__init__(
            f"«\u00a0{path.name}\u00a0» est déjà ouvert dans {holder}\u00a0: fermez-la, puis recommencez. "
            "La consultation reste possible."
        )


class ReadOnlyDossier(DomainError):
    """The dossier was opened to be looked at."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"«\u00a0{path.name}\u00a0» est ouvert en lecture seule\u00a0: rien n’a été enregistré. Faites "
            "ce changement là où le dossier est ouvert, ou fermez l’autre fenêtre puis rouvrez celui-ci."
        )


class MovedDossier(EnvironmentProblem):
    """The file was taken away, renamed or replaced while it was open."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Le fichier «\u00a0{path}\u00a0» a été déplacé, supprimé ou remplacé pendant qu’il était "
            "ouvert\u00a0: rien n’a été enregistré depuis. Remettez-le à sa place, ou gardez ce qui est "
            "ouvert par Dossier\u00a0> Sauvegarder une copie."
        )


class UnwritableDossier(EnvironmentProblem):
    """The disk refuses: full, read-only, permission lost."""

    def __init__(self, path: Path, detail: str) -> None:
        reason = _in_french(detail)
        super().__init__(
            f"Impossible d’écrire dans «\u00a0{path}\u00a0» ({reason})\u00a0: libérez de la place "
            "ou vérifiez les droits, puis recommencez. Rien n’a été modifié."
        )


class UnreachableDossier(EnvironmentProblem):
    """The open file can no longer be reached: rights taken away, a drive unplugged."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"«\u00a0{path}\u00a0» n’est plus accessible\u00a0: vérifiez les droits sur ce fichier et son "
            "répertoire, ou que le support est branché, puis recommencez. Ce qui était enregistré l’est "
            "toujours, et ce qui est ouvert se garde ailleurs par Dossier\u00a0> Sauvegarder une copie."
        )


class PasswordNeeded(DomainError):
    """The dossier is under a password that was not given."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"«\u00a0{path.name}\u00a0» est protégé par un mot de passe\u00a0: donnez-le pour l’ouvrir."
        )
        self.path = path


class WrongPassword(DomainError):
    """The file does not open with this password."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Ce mot de passe n’ouvre pas «\u00a0{path.name}\u00a0»\u00a0: vérifiez les majuscules et la "
            "disposition du clavier. S’il est juste, le fichier est abîmé, ou n’est pas un dossier de "
            "Créances."
        )


class ErasedFile(DomainError):
    """A file of a client whose personal data were erased."""

    def __init__(self, day: date) -> None:
        super().__init__(
            f"Ce document a été effacé le {short_date(day)} avec les données personnelles du client\u00a0: "
            "il n’en reste que l’empreinte."
        )


_OF_SQLITE = (
    ("disk is full", "le disque est plein"),
    ("readonly database", "le fichier est en lecture seule"),
    ("disk I/O error", "le disque a rendu une erreur"),
    ("unable to open database", "le fichier n’est pas accessible"),
    ("database is locked", "un autre programme l’occupe"),
)


def _in_french(detail: str) -> str:
    """What SQLite says of the disk, in words for a parenthesis; anything else as it is."""
    return next((french for english, french in _OF_SQLITE if english in detail), detail)
