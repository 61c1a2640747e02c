"""What the user asked and cannot have: each error is one French sentence that says what to do."""

from __future__ import annotations


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
