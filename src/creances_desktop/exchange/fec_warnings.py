"""What the user should know about a FEC before he relies on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from creances_desktop.domain.imports import ClientRow, ImportWarning, InvoiceRow
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.text import plural, short_date
from creances_desktop.exchange.dates import parse_date
from creances_desktop.exchange.fec_entries import Entry
from creances_desktop.exchange.fec_lines import FecFile
from creances_desktop.exchange.words import find_mode

_CLOSING_IN_NAME = re.compile(r"FEC[ _-]?(\d{8})(?!\d)", re.IGNORECASE)
_COLLECTIVE = re.compile(r"4110*")
_SHORTEST_GAP = timedelta(days=100)
_LONGEST_YEAR = timedelta(days=731)


def warnings_of(
    path: Path,
    file: FecFile,
    entries: Sequence[Entry],
    clients: Sequence[ClientRow],
    invoices: Sequence[InvoiceRow],
) -> tuple[ImportWarning, ...]:
    """The warnings about the whole file, those that change what can be done with it first."""
    sentences = (
        *_modes_for_clients(file, clients),
        *_collective_account(clients),
        *_shared_numbers(invoices),
        *_closing_day(path, entries),
        *_unbalanced(entries),
        *_to_confirm(invoices),
    )
    return tuple(ImportWarning(0, sentence) for sentence in sentences)


def _modes_for_clients(file: FecFile, clients: Sequence[ClientRow]) -> Iterator[str]:
    """Shops often book their takings by mode of payment: nobody can be reminded then."""
    modes = {
        client.code: client.name for client in clients if find_mode(client.name) or find_mode(client.code)
    }
    lines = [line for line in file.lines if line.is_receivable]
    if lines and 2 * sum(1 for line in lines if line.client_code in modes) >= len(lines):
        names = ", ".join(name or code for code, name in modes.items())
        yield (
            f"Les clients de ce fichier sont des modes de règlement ({names})\u00a0: les soldes sont "
            "justes, mais "
            "aucune relance par client n’est possible\u00a0; demandez un export avec un compte par client."
        )


def _collective_account(clients: Sequence[ClientRow]) -> Iterator[str]:
    if len(clients) == 1 and _COLLECTIVE.fullmatch(clients[0].code):
        yield (
            f"Toutes les écritures sont sur un seul compte client ({clients[0].code})\u00a0: sans compte "
            "auxiliaire par client, les relances ne peuvent pas être réparties."
        )


def _shared_numbers(invoices: Sequence[InvoiceRow]) -> Iterator[str]:
    numbers = Counter(row.number for row in invoices if row.kind is DocumentKind.INVOICE)
    total = sum(numbers.values())
    if total > 2 and len(numbers) < 0.6 * total:
        number, count = numbers.most_common(1)[0]
        yield (
            "La référence de pièce n’est pas un numéro de facture dans ce fichier (par exemple "
            f"«\u00a0{number}\u00a0» "
            f"est sur {plural(count, 'facture')})\u00a0: elle est affichée, mais les factures sont "
            "distinguées par leur date, leur libellé et leur montant."
        )


def _closing_day(path: Path, entries: Sequence[Entry]) -> Iterator[str]:
    """The norm puts the closing day in the name: entries that contradict it may be those of another year."""
    found = _CLOSING_IN_NAME.search(path.stem)
    closing = parse_date(found[1]) if found else None
    days = [line.day for entry in entries if not entry.opening for line in entry.lines]
    if not isinstance(closing, date) or not days:
        return
    first, last = min(days), max(days)
    if last > closing or last < closing - _SHORTEST_GAP or first < closing - _LONGEST_YEAR:
        yield (
            f"Le nom du fichier annonce une clôture au {short_date(closing)}, mais ses écritures vont du "
            f"{short_date(first)} au {short_date(last)}\u00a0: vérifiez que c’est le bon exercice."
        )


def _unbalanced(entries: Sequence[Entry]) -> Iterator[str]:
    wrong = [entry for entry in entries if not entry.opening and not entry.balanced]
    if wrong:
        verb = "n’est pas équilibrée" if len(wrong) == 1 else "ne sont pas équilibrées"
        yield (
            f"{plural(len(wrong), 'écriture')} {verb} (la première à la ligne "
            f"{wrong[0].lines[0].line})\u00a0: leurs lignes clients ont été reprises telles quelles."
        )


def _to_confirm(invoices: Sequence[InvoiceRow]) -> Iterator[str]:
    count = sum(1 for row in invoices if row.to_confirm)
    if count:
        yield (
            f"{plural(count, 'ligne')} (reprises de solde et autres débits) comptent dans les soldes, "
            "mais ne seront relancées qu’une fois confirmées."
        )
