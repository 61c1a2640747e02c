"""How far a long action has come, and whether the user still wants it; no Qt, for the services."""

from __future__ import annotations

from typing import Protocol

from creances_desktop.domain.errors import DomainError


class Cancelled(DomainError):
    """The user stopped a long action; what was done before the last complete step stays."""

    def __init__(self, message: str = "L’opération a été arrêtée à votre demande.") -> None:
        super().__init__(message)


class Progress(Protocol):
    """What a long action is given: between two steps it reports and looks whether it should stop."""

    def report(self, done: int, total: int, text: str = "") -> None:
        """Tell that `done` steps of `total` are finished; `total` 0 means that the number is not known.

        `text` is a French phrase for the step under way.
        """

    @property
    def cancelled(self) -> bool:
        """True once the user asked to stop."""


class NoProgress:
    """A progress nobody watches and nobody cancels: for tests and for the command line."""

    def report(self, done: int, total: int, text: str = "") -> None:
        """Forget the step."""

    @property
    def cancelled(self) -> bool:
        """Always False."""
        return False


def stop_if_cancelled(progress: Progress) -> None:
    """Nothing while the action is wanted; raises Cancelled otherwise. To call between two complete steps."""
    if progress.cancelled:
        raise Cancelled
