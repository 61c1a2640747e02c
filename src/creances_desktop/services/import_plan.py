"""What an import would do, file by file, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from creances_desktop.domain.imports import Complement, ImportWarning, Rejected
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.text import short_date

Row: TypeAlias = tuple[Any, ...]
"""A row ready for its table: dates as ISO texts, amounts as whole cents."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of each kind."""

    clients: int = 0
    invoices: int = 0
    payments: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.clients + other.clients, self.invoices + other.invoices, self.payments + other.payments
        )


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that changes: its English name, its French label, and both values as the screen shows them."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A known row that a line of the file changes; `subject` is `client`, `invoice` or `payment`.

    `name` is what the user knows it by: the client's code, the number of the invoice, the payment's
    reference.
    """

    line: int
    subject: str
    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What becomes of one file. `same`: lines that teach nothing new."""

    path: str
    format: str
    description: str
    new: Counts
    changed: Counts
    same: Counts
    rejected: tuple[Rejected, ...]
    warnings: tuple[ImportWarning, ...]
    changed_rows: tuple[ChangedRow, ...]


@dataclass(frozen=True, slots=True)
class PriorPayment:
    """What the file says was paid already and nothing explains; dated on the day of the import."""

    payment_id: int
    client_id: int
    due_item_id: int
    amount: Cents
    issue_date: date
    import_key: str


@dataclass(frozen=True, slots=True)
class ReachedStep:
    """A step that another tool had taken. `done_on` None: on the day the plan puts it, `planned_on`."""

    due_item_id: int
    cycle: int
    step: str
    attempt: int
    channel: str
    done_on: date | None
    planned_on: date
    granted_days: int
    outstanding: Cents
    due_date: date


@dataclass(frozen=True, slots=True)
class Writes:
    """The rows to write, with the ids they will have; see `import_write` for the order of their columns.

    The last rows of each kind that change a known row come with what they replace, for the journal. `waiting`
    is what is left of the matching groups, None when that has not changed.
    """

    clients: tuple[Row, ...] = ()
    contacts: tuple[Row, ...] = ()
    invoices: tuple[Row, ...] = ()
    due_items: tuple[Row, ...] = ()
    payments: tuple[Row, ...] = ()
    allocations: tuple[Row, ...] = ()
    prior: tuple[PriorPayment, ...] = ()
    steps: tuple[ReachedStep, ...] = ()
    disputes: tuple[int, ...] = ()
    sendings: tuple[tuple[int, str, str, str], ...] = ()
    promises: tuple[Row, ...] = ()
    client_updates: tuple[Row, ...] = ()
    revived: tuple[int, ...] = ()
    document_updates: tuple[Row, ...] = ()
    due_item_updates: tuple[Row, ...] = ()
    payment_updates: tuple[Row, ...] = ()
    waiting: dict[str, list[str]] | None = None
    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    after: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether writing this would change nothing."""
        return not any(getattr(self, name) for name in Writes.__slots__ if name not in {"before", "after"})


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The outcome of an analysis; nothing of it is written yet.

    `needs_terms`: due dates are missing and no terms are known for their clients: ask for a number of days
    and analyse again. `last_id` is the journal's last entry: executing is refused if the dossier changed
    since.
    """

    files: tuple[FileReport, ...]
    needs_terms: bool
    last_id: int
    writes: Writes
    complements: tuple[Complement, ...] = ()

    @property
    def new(self) -> Counts:
        """What the files add, in all."""
        return sum((one.new for one in self.files), Counts())

    @property
    def changed(self) -> Counts:
        """What the files change, in all."""
        return sum((one.changed for one in self.files), Counts())

    @property
    def same(self) -> Counts:
        """What the files repeat, in all."""
        return sum((one.same for one in self.files), Counts())

    @property
    def estimated(self) -> int:
        """How many due dates the files do not give and the terms of payment do, in all."""
        return sum(bool(row[-1]) for row in self.writes.due_items)

    @property
    def rejected(self) -> int:
        """How many lines were rejected, in all."""
        return sum(len(one.rejected) for one in self.files)


class Tally:
    """Counts what becomes of the lines of one file while they are compared."""

    def __init__(self, rejected: tuple[Rejected, ...], warnings: tuple[ImportWarning, ...]) -> None:
        self._counts = {(state, kind): 0 for state in ("new", "changed", "same") for kind in Counts.__slots__}
        self.rejected = list(rejected)
        self.warnings = list(warnings)
        self.changed_rows: list[ChangedRow] = []

    def add(self, state: str, kind: str, number: int = 1) -> None:
        """Counts lines; `state` is `new`, `changed` or `same`, `kind` a name of `Counts`."""
        self._counts[state, kind] += number

    def settle(self, kind: str, line: int, name: str, changes: list[FieldChange]) -> None:
        """Counts a line about something known as changed or same, keeping what changes."""
        if changes:
            self._counts["changed", kind] += 1
            self.changed_rows.append(ChangedRow(line, kind.removesuffix("s"), name, tuple(changes)))
        else:
            self._counts["same", kind] += 1

    def reject(self, line: int, column: str, value: str, reason: str) -> None:
        """Keeps a line that cannot be imported, with its reason."""
        self.rejected.append(Rejected(line, column, value, reason))

    def warn(self, line: int, message: str) -> None:
        """Keeps something the user must know."""
        self.warnings.append(ImportWarning(line, message))

    def counts(self, state: str) -> Counts:
        """How many lines are in that state."""
        return Counts(*(self._counts[state, kind] for kind in Counts.__slots__))


def day_change(field_name: str, label: str, before: date | None, after: date | None) -> FieldChange:
    """A date that changes."""
    shown = ["" if day is None else short_date(day) for day in (before, after)]
    return FieldChange(field_name, label, *shown)


def amount_change(field_name: str, label: str, before: Cents | None, after: Cents | None) -> FieldChange:
    """An amount that changes."""
    shown = ["" if amount is None else format_cents(amount) for amount in (before, after)]
    return FieldChange(field_name, label, *shown)
