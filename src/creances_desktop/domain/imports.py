"""What a file of the trade was found to hold: rows to compare with the dossier, and what was refused and why.

Nothing here knows how a file is read: the readers (one per format) build these values, the import service
uses them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.money import Cents
from creances_desktop.domain.text import fold


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that was not read: `column` and `value` as the file writes them, `reason` a French sentence.

    `line` counts from 1 in the file as a text editor or a spreadsheet shows it; `column` is empty for a whole
    line.
    """

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportWarning:
    """Something to know about what was read; `line` 0 means the whole file, `message` is French."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client as the file gives him; None (or an empty `name`) says nothing, and never erases what is known.

    `siren` holds 9 or 14 digits; `email`, `siren` and `vat_number` were checked. `terms_days` 0 means on
    receipt.
    """

    line: int
    code: str
    name: str = ""
    nature: Nature | None = None
    siren: str | None = None
    vat_number: str | None = None
    contact: str | None = None
    email: str | None = None
    phone: str | None = None
    street: str | None = None
    zip: str | None = None
    city: str | None = None
    country: str | None = None
    terms_days: int | None = None
    terms: str | None = None
    contract_rate_percent: str | None = None
    public_body_kind: str | None = None
    insolvency_judgment: date | None = None


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice, a credit note or another document of a client's account; amounts in cents.

    `key` is its identity from one export to the next. `gross` is above 0: `kind` gives the side.
    `client_code` is empty when the file only names the client: `client_name` is then his name, or his code if
    the file mixes them. `outstanding` is what the file says is left to pay (None when it does not say).
    `due_date` None: to be estimated from the terms. `to_confirm`: counts in the balance, is followed up only
    once the user has confirmed it. `opening`: the entry carries a balance over from an earlier year.
    `sent_on`: the invoice was sent that day, by `sent_channel` (a value of `SendingChannel`, empty when the
    file does not say), to `sent_to`.
    """

    line: int
    key: str
    number: str
    client_code: str
    client_name: str
    kind: DocumentKind
    issue_date: date
    due_date: date | None
    net: Cents | None
    vat: Cents | None
    gross: Cents
    outstanding: Cents | None = None
    label: str = ""
    order_reference: str = ""
    level_reached: int = 0
    last_followup: date | None = None
    disputed: bool = False
    promised_on: date | None = None
    promised_amount: Cents | None = None
    mise_en_demeure_received: date | None = None
    performance_date: date | None = None
    to_confirm: bool = False
    opening: bool = False
    sent_on: date | None = None
    sent_channel: str = ""
    sent_to: str = ""


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """Money received; `amount` in cents, negative when a payment was returned.

    `key` is its identity from one export to the next, `code` the file's own number or empty. When
    `invoice_numbers` is empty it is not allocated. `client_code` may be empty when the invoices tell whose
    it is, and is a name when the file only names the client. `mode` is a value of `PaymentMode`, or empty
    when the file does not say.
    """

    line: int
    key: str
    code: str
    invoice_numbers: tuple[str, ...]
    client_code: str
    bank_date: date
    amount: Cents
    mode: str = ""
    reference: str = ""
    label: str = ""


MatchingGroup: TypeAlias = tuple[str, ...]
"""The keys of the invoices and payments that the accountant matched together."""


@dataclass(frozen=True, slots=True)
class Complement:
    """What an export of this program says beside its lists; `values` are JSON values.

    `subject` is `company`, `setting`, `plan`, `client`, `invoice` or `entry`; `client` a code, `key` that of
    an invoice; both may be empty.
    """

    subject: str
    client: str
    key: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole file, read; `path` as given, `description` a French sentence: what it was taken for, and why.

    `group_names` identifies each of `groups` from one export to the next. `format` is `fec`, `clients`,
    `invoices`, `payments` or `complements`.
    """

    path: str
    format: str
    description: str
    clients: tuple[ClientRow, ...] = ()
    invoices: tuple[InvoiceRow, ...] = ()
    payments: tuple[PaymentRow, ...] = ()
    groups: tuple[MatchingGroup, ...] = ()
    group_names: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    warnings: tuple[ImportWarning, ...] = ()
    complements: tuple[Complement, ...] = ()


class UnrecognisedColumns(DomainError):
    """A required column was not found: the window asks which one it is, the command names it.

    `kind` is the format the file seems to be (`clients`, `invoices`, `payments`). `missing` are canonical
    names, `missing_labels` their French names in the same order; `headers` and `sample` are the file's header
    line and first rows.
    """

    def __init__(
        self,
        path: str,
        kind: str,
        *,
        headers: tuple[str, ...],
        missing: tuple[str, ...],
        missing_labels: tuple[str, ...],
        sample: tuple[tuple[str, ...], ...],
    ) -> None:
        name = re.split(r"[\\/]", path)[-1]
        wanted = ", ".join(f"«\u00a0{label}\u00a0»" for label in missing_labels)
        lacking = (
            "une colonne nécessaire n’a pas été reconnue"
            if len(missing_labels) == 1
            else "des colonnes nécessaires n’ont pas été reconnues"
        )
        super().__init__(
            f"Dans «\u00a0{name}\u00a0», {lacking}\u00a0: {wanted}\u00a0; indiquez de quelle colonne il "
            "s’agit, ou donnez ce titre à la colonne dans le fichier."
        )
        self.path = path
        self.kind = kind
        self.headers = headers
        self.missing = missing
        self.missing_labels = missing_labels
        self.sample = sample


def client_code_from_name(name: str) -> str:
    """The code given to a client whom files only name: `Scierie Lefèvre & Fils` → `SCIERIE-LEFEVRE-FILS`.

    The same name, whatever its case and accents, gives the same code; at most 40 characters.
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-").upper()[:40].rstrip("-")
