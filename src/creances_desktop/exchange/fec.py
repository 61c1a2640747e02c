"""The FEC to a reading: clients, invoices, payments and matching groups from the entries on account 411."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from creances_desktop.domain.imports import ClientRow, InvoiceRow, PaymentRow, Reading
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.payments import PaymentMode
from creances_desktop.domain.text import fold, plural, short_date
from creances_desktop.exchange.delimited import SEPARATORS
from creances_desktop.exchange.encoding import Decoded, UnreadableFile
from creances_desktop.exchange.fec_entries import Entry, Side, group_entries
from creances_desktop.exchange.fec_lines import FecFile, FecLine, is_fec, read_lines
from creances_desktop.exchange.fec_warnings import warnings_of
from creances_desktop.exchange.identity import Identities
from creances_desktop.exchange.words import find_mode

__all__ = ["is_fec", "read_fec"]

_KINDS = {
    Side.INVOICE: DocumentKind.INVOICE,
    Side.CREDIT_NOTE: DocumentKind.CREDIT_NOTE,
    Side.OPENING_DEBIT: DocumentKind.OPENING_BALANCE,
    Side.OPENING_CREDIT: DocumentKind.OTHER_CREDIT,
    Side.OTHER_DEBIT: DocumentKind.OTHER_DEBIT,
    Side.OTHER_CREDIT: DocumentKind.OTHER_CREDIT,
}
_TO_CONFIRM = frozenset({Side.OPENING_DEBIT, Side.OTHER_DEBIT})
_OPENING = frozenset({Side.OPENING_DEBIT, Side.OPENING_CREDIT})
_MODE_OF_ACCOUNT = {
    "5112": PaymentMode.CHEQUE,
    "5113": PaymentMode.BILL,
    "5114": PaymentMode.BILL,
    "5115": PaymentMode.CARD,
    "53": PaymentMode.CASH,
}
_NO_NUMBER = frozenset(("", "sans", "ran", "an", "a nouveau", "neant", "0"))
_UNDIVIDED = _OPENING | {Side.OTHER_DEBIT, Side.OTHER_CREDIT}
_DIGIT = re.compile(r"\d")


def read_fec(path: Path, decoded: Decoded) -> Reading:
    """The reading of a FEC; raises UnreadableFile when no line could be read or none is on a client account.

    Every line on 411 whose amount is not zero becomes one invoice row or one payment row: their signed sum is
    the balance of the account. Due dates are not among the fields of a FEC: they are left to be estimated.
    """
    file = read_lines(decoded.text)
    if not file.lines and not file.rejected:
        raise UnreadableFile(path, "ne contient que des titres de colonnes", "vérifiez l’export")
    receivable = sum(1 for line in file.lines if line.is_receivable)
    if not receivable and not file.rejected:
        raise UnreadableFile(
            path, "ne contient aucune écriture de client (compte 411)", "demandez le FEC complet"
        )
    entries = group_entries(file.lines)
    entry_of = {line.line: entry for entry in entries for line in entry.lines}
    rows = _Rows()
    for line in file.lines:
        if line.is_receivable and line.amount:
            rows.add(entry_of[line.line], line)
    clients, invoices = _clients(file.lines), tuple(rows.invoices)
    return Reading(
        path=str(path),
        format="fec",
        description=_describe(file, decoded, receivable),
        clients=clients,
        invoices=invoices,
        payments=tuple(rows.payments),
        groups=tuple(tuple(keys) for keys in rows.groups.values()),
        group_names=tuple("|".join(name) for name in rows.groups),
        rejected=file.rejected,
        warnings=warnings_of(path, file, entries, clients, invoices),
    )


class _Rows:
    """Collects the rows and the matching groups, in the order of the file."""

    def __init__(self) -> None:
        self.invoices: list[InvoiceRow] = []
        self.payments: list[PaymentRow] = []
        self.groups: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._identities = Identities()

    def add(self, entry: Entry, line: FecLine) -> None:
        """Add one line on a client account whose amount is not zero."""
        key = self._identities.key(
            line.account, line.auxiliary, line.day, line.piece, line.label, line.debit, line.credit
        )
        if line.matching:
            self.groups[line.account, line.auxiliary, line.matching].append(key)
        side = entry.side(line)
        if side is Side.PAYMENT:
            self.payments.append(_payment(entry, line, key))
        else:
            self.invoices.append(_invoice(entry, line, key, side))


def _invoice(entry: Entry, line: FecLine, key: str, side: Side) -> InvoiceRow:
    net, vat = (None, None) if side in _UNDIVIDED else entry.net_and_vat(line)
    return InvoiceRow(
        line=line.line,
        key=key,
        number=_number(line, side),
        client_code=line.client_code,
        client_name=line.client_name,
        kind=_KINDS[side],
        issue_date=line.piece_day or line.day,
        due_date=None,
        net=net,
        vat=vat,
        gross=abs(line.amount),
        label=line.label,
        to_confirm=side in _TO_CONFIRM,
        opening=side in _OPENING,
    )


def _payment(entry: Entry, line: FecLine, key: str) -> PaymentRow:
    return PaymentRow(
        line=line.line,
        key=key,
        code="",
        invoice_numbers=(),
        client_code=line.client_code,
        bank_date=line.day,
        amount=-line.amount,
        mode=_mode(entry, line),
        reference=line.piece,
        label=line.label,
    )


def _number(line: FecLine, side: Side) -> str:
    """A number to find it by: the piece, else the opening day, else the entry in its journal."""
    if side in _OPENING and not _DIGIT.search(line.piece):
        return f"À-nouveau {short_date(line.day)}"
    if fold(line.piece) not in _NO_NUMBER:
        return line.piece
    return (
        f"{line.journal} {line.entry}" if line.entry.strip("0") else f"{line.journal} {short_date(line.day)}"
    )


def _mode(entry: Entry, line: FecLine) -> str:
    """How the money came: by the account that took it, else by the words of the line; it may be empty."""
    for one in entry.lines:
        for start, mode in _MODE_OF_ACCOUNT.items():
            if one.account.startswith(start):
                return mode.value
    found = find_mode(f"{line.label} {line.piece}")
    return found.value if found else ""


def _clients(lines: Sequence[FecLine]) -> tuple[ClientRow, ...]:
    """One row for each client account, with the last name that it bears."""
    first: dict[str, int] = {}
    names: dict[str, str] = {}
    for line in lines:
        if line.is_receivable:
            first.setdefault(line.client_code, line.line)
            names[line.client_code] = line.client_name or names.get(line.client_code, "")
    return tuple(ClientRow(line, code, names[code]) for code, line in first.items())


def _describe(file: FecFile, decoded: Decoded, receivable: int) -> str:
    days = [line.day for line in file.lines]
    period = f", du {short_date(min(days))} au {short_date(max(days))}" if days else ""
    return (
        f"FEC (fichier des écritures comptables{period}), reconnu à ses {len(file.columns)} zones "
        f"({SEPARATORS[file.separator]}, {decoded.encoding})\u00a0: {plural(len(file.lines), 'ligne')}, dont "
        f"{plural(receivable, 'ligne')} sur les comptes clients (411)."
    )
