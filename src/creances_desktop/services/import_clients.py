"""The clients of an import: who is new, what changes, and whose invoice a line is."""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from typing import Any

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.imports import ClientRow, InvoiceRow, client_code_from_name
from creances_desktop.domain.text import fold, short_date
from creances_desktop.services.import_books import Account, Books
from creances_desktop.services.import_plan import FieldChange, Tally

_FIELDS = (
    "name",
    "siren",
    "vat_number",
    "street",
    "zip",
    "city",
    "country",
    "phone",
    "email",
    "terms",
    "terms_days",
    "contract_rate_percent",
    "public_body_kind",
)
_LABELS = {
    "name": "Raison sociale",
    "nature": "Nature",
    "siren": "SIREN/SIRET",
    "vat_number": "N° TVA",
    "street": "Adresse",
    "zip": "Code postal",
    "city": "Ville",
    "country": "Pays",
    "phone": "Téléphone",
    "email": "E-mail",
    "terms": "Conditions de règlement",
    "terms_days": "Délai de règlement (jours)",
    "contract_rate_percent": "Taux contractuel (%)",
    "public_body_kind": "Type d’acheteur public",
    "insolvency_judgment": "Jugement d’ouverture",
    "contact": "Contact",
    "archived": "Archivé",
}
_given = attrgetter(*_FIELDS)


def plan_clients(
    books: Books, rows: tuple[ClientRow, ...], tally: Tally, *, keep_names: bool, fill_only: bool
) -> None:
    """Compares each client with what is known.

    `keep_names`: the names are those of an account or of an invoice: a known name stays. `fill_only`: a
    better list of clients is in the set: what is known stays.
    """
    for row in rows:
        account = books.accounts.get(row.code)
        if account is None:
            _tell_of_double(books, row, tally)
            account = books.add_account(row.code, row.name or row.code)
            _merge(account, row)
            tally.add("new", "clients")
        elif account.code != row.code:
            # A card that was joined to another: what it said is known, or stands in his notes.
            tally.add("same", "clients")
        elif account.undone and account.values["archived"]:
            revive(account)
            _merge(account, row)
            tally.add("new", "clients")
        else:
            changes = _merge(account, row, keep_name=keep_names, fill_only=fill_only)
            # What two files of one set say of a new client is one client, not a change.
            tally.settle("clients", row.line, row.code, [] if account.new else changes)


def _tell_of_double(books: Books, row: ClientRow, tally: Tally) -> None:
    """Warns when a new client has the SIREN or the name of one that the dossier has under another code."""
    if not books.had_clients:
        return
    siren = (row.siren or "")[:9]
    same_siren = [one for one in books.with_siren(siren) if not one.new] if siren else []
    same_name = [one for one in books.named(row.name) if not one.new] if row.name else []
    for account in same_siren or same_name:
        other = account.values["siren"][:9]
        if siren and other and other != siren:
            continue
        what = f"le SIREN {siren}" if same_siren else "le nom"
        tally.warn(
            row.line,
            f"{row.code} ({row.name or row.code}) a {what} du client {account.code} "
            f"({account.values['name']}) du dossier\u00a0: si c’est le même, fusionnez leurs fiches "
            "(menu Client).",
        )


def revive(account: Account) -> None:
    """Shows an archived client again; he now belongs to this import if the one that made him was undone."""
    if account.values["archived"]:
        account.set("archived", 0)
        if account.undone:
            account.set("action_id", None)


def account_of(books: Books, row: InvoiceRow, tally: Tally) -> Account | None:
    """The client of an invoice line, created when the line names him; None when the line was rejected."""
    known = books.accounts.get(row.client_code) if row.client_code else None
    if known is not None:
        return known
    name = row.client_name.strip()
    if not row.client_code:
        return _named(books, row, name, tally)
    if name:
        tally.add("new", "clients")
        return books.add_account(row.client_code, name)
    # A column of codes may hold names.
    if " " in row.client_code or books.named(row.client_code):
        return _named(books, row, row.client_code, tally)
    # A missing list of clients costs no invoice: the list, imported later, gives the name.
    tally.add("new", "clients")
    tally.warn(
        row.line,
        f"Le client {row.client_code} n’est ni dans le dossier ni dans les fichiers importés\u00a0: il a été "
        "créé sous son code\u00a0; complétez-le, ou importez la liste des clients.",
    )
    return books.add_account(row.client_code, row.client_code)


def _named(books: Books, row: InvoiceRow, name: str, tally: Tally) -> Account | None:
    found = [books.accounts[name]] if name in books.accounts else books.named(name)
    if len(found) == 1:
        return found[0]
    owners = {side[row.key].client_id for side in books.documents if row.key in side}
    owner = next((account for account in found if account.id in owners), None)
    if owner is not None:
        return owner
    if found:
        codes = ", ".join(account.code for account in found)
        reason = (
            f"Plusieurs clients portent ce nom ({codes})\u00a0: indiquez le code du client dans le fichier."
        )
        tally.reject(row.line, "Code client", name, reason)
        return None
    if not name:
        tally.reject(row.line, "Code client", "", "La ligne ne dit pas à quel client elle se rapporte.")
        return None
    stem = code = client_code_from_name(name) or "CLIENT"
    number = 1
    while code in books.accounts:
        number += 1
        code = f"{stem}-{number}"
    tally.add("new", "clients")
    return books.add_account(code, name)


def _merge(
    account: Account, row: ClientRow, *, keep_name: bool = False, fill_only: bool = False
) -> list[FieldChange]:
    """Enters what the row gives; what it leaves out stays. Returns what changed."""
    values = account.values
    changes: list[FieldChange] = []
    for column, given in zip(_FIELDS, _given(row), strict=True):
        known = values[column]
        if given is None or given in {"", known}:
            continue
        if account.new and known in {"", None}:
            values[column] = given
            continue
        if column == "name" and keep_name and known != account.code:
            continue
        if fill_only and known not in {"", None, account.code}:
            continue
        if column == "siren" and known.startswith(given):
            # The nine digits of a known SIRET teach nothing.
            continue
        changes.append(_change(column, known, given))
        account.set(column, given)
    _merge_nature(account, row, changes)
    judgment = None if row.insolvency_judgment is None else row.insolvency_judgment.isoformat()
    if judgment is not None and judgment != values["insolvency_judgment"]:
        changes.append(_change("insolvency_judgment", values["insolvency_judgment"], judgment))
        account.set("insolvency_judgment", judgment)
    _merge_contact(account, row, changes)
    return changes


def _merge_nature(account: Account, row: ClientRow, changes: list[FieldChange]) -> None:
    known = account.values["nature"]
    if row.nature is None or row.nature.value == known:
        return
    # A SIREN makes a professional of a client of unknown nature, not of a town hall, which has one too.
    if row.nature is Nature.PROFESSIONAL and row.siren and known != Nature.UNSPECIFIED.value:
        return
    changes.append(FieldChange("nature", _LABELS["nature"], Nature(known).label, row.nature.label))
    account.set("nature", row.nature.value)


def _merge_contact(account: Account, row: ClientRow, changes: list[FieldChange]) -> None:
    name = row.contact
    if not name or name in account.contacts:
        return
    if account.contacts and fold(name) in {fold(known) for known in account.contacts}:
        return
    changes.append(FieldChange("contact", _LABELS["contact"], ", ".join(account.contacts), name))
    account.contacts.append(name)
    account.new_contacts.append(name)


def _change(column: str, before: Any, after: Any) -> FieldChange:
    return FieldChange(column, _LABELS[column], _shown(column, before), _shown(column, after))


def _shown(column: str, value: Any) -> str:
    if value is None:
        return ""
    return short_date(date.fromisoformat(value)) if column == "insolvency_judgment" else str(value)
