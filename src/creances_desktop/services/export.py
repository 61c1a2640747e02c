"""Everything a dossier holds, as files: lists that an import reads back, papers, archives to read."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from creances_desktop.domain.errors import DomainError, EnvironmentProblem, system_reason
from creances_desktop.domain.progress import NoProgress, Progress
from creances_desktop.exchange import complements as complements_file
from creances_desktop.exchange.csv_out import Cell, write_table
from creances_desktop.services import export_sending, letters
from creances_desktop.services.export_complements import complements
from creances_desktop.services.export_tables import (
    CLIENT_HEADERS,
    INVOICE_HEADERS,
    PAYMENT_HEADERS,
    Ledger,
    client_rows,
    invoice_rows,
    payment_rows,
)
from creances_desktop.storage.store import Store

LISTS = ("clients.csv", "factures.csv", "reglements.csv", "complements.csv")
"""The files that an import reads back together into the same dossier."""

_NOTICE = """Export du dossier de {company} au {day}

Pour retrouver ce dossier ailleurs, créez un dossier vide et importez-y ensemble les quatre fichiers
  clients.csv  factures.csv  reglements.csv  complements.csv
Les trois premiers se lisent dans un tableur\u00a0; le quatrième porte ce qu’ils ne disent pas (plans de
relance, échéances multiples, imputations, étapes et promesses, contacts, agenda). Une liste sans aucune ligne
n’est pas écrite.

lettres/   les lettres telles qu’elles ont été envoyées
pieces/    les PDF des factures et toutes les pièces jointes
archives/  contacts, agenda, lettres, envois, pièces, journal, à lire\u00a0: ils ne s’importent pas
"""


class FolderInUse(DomainError):
    """The folder of the export already holds something."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"«\u00a0{folder}\u00a0» existe déjà et n’est pas vide\u00a0: choisissez un autre répertoire, "
            "rien n’a été écrasé."
        )


def write(store: Store, folder: Path, day: date, *, progress: Progress | None = None) -> list[Path]:
    """Writes the export in `folder`, whole or not at all, and returns its files.

    The store may be open for reading only. Raises FolderInUse when there is something in the folder already,
    EnvironmentProblem when it cannot be written in.
    """
    progress = progress or NoProgress()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderInUse(folder)
    partial = folder.with_name(f".{folder.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        written = _write(store, partial, day, progress)
        if folder.exists():
            folder.rmdir()
        partial.rename(folder)
    except OSError as error:
        raise EnvironmentProblem(
            f"L’export n’a pas pu être écrit dans «\u00a0{folder}\u00a0» ({system_reason(error)})\u00a0: "
            "choisissez un autre répertoire."
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return [folder / path.relative_to(partial) for path in written]


def _write(store: Store, folder: Path, day: date, progress: Progress) -> list[Path]:
    with store.reading() as r:
        ledger = Ledger(r)
        company, settings, journal = r.company.get(), r.settings.all(), r.exports.rows("journal")
        sent = r.letters.page(reversed(r.letters.search()))
        events = list(export_sending.event_rows(r))
    progress.report(1, 4, "Clients, factures et règlements")
    paths = [folder / name for name in LISTS]
    lists: tuple[tuple[tuple[str, ...], Iterable[Sequence[Cell]]], ...] = (
        (CLIENT_HEADERS, client_rows(ledger)),
        (INVOICE_HEADERS, invoice_rows(ledger)),
        (PAYMENT_HEADERS, payment_rows(ledger)),
    )
    for name, (columns, found) in zip(LISTS, lists, strict=False):
        lines = list(found)
        if lines:
            write_table(folder / name, columns, lines)
        else:
            # The importer refuses a list without a line, since it is most often a failed export.
            paths.remove(folder / name)
    complements_file.write(folder / LISTS[3], complements(ledger, company, settings))
    progress.report(2, 4, "Lettres et pièces")
    paths += _papers(store, folder, ledger, sent)
    progress.report(3, 4, "Archives")
    archives = folder / "archives"
    archives.mkdir()
    for name, headers, rows in (
        ("contacts.csv", ("Code client", "Nom", "Fonction", "Téléphone", "E-mail"), _contacts(ledger)),
        ("agenda.csv", ("Jour", "Nature", "Code client", "Objet", "Note", "Fait le"), _calendar(ledger)),
        ("journal.csv", ("N°", "Moment (UTC)", "Action", "Code client"), _journal(ledger, journal)),
        (
            "lettres.csv",
            ("Référence", "Date", "Code client", "Étape", "Montant", "État", "Fichier"),
            _sent(sent),
        ),
        ("pieces.csv", export_sending.FILE_HEADERS, export_sending.file_rows(ledger)),
        ("envois.csv", export_sending.SENDING_HEADERS, export_sending.sending_rows(ledger)),
        ("suivi-des-lettres.csv", export_sending.EVENT_HEADERS, events),
    ):
        write_table(archives / name, headers, rows)
        paths.append(archives / name)
    notice = folder / "LISEZMOI.txt"
    notice.write_text(_NOTICE.format(company=company.legal_name, day=f"{day:%d/%m/%Y}"), encoding="utf-8")
    progress.report(4, 4, "")
    return [*paths, notice]


def _papers(store: Store, folder: Path, ledger: Ledger, sent: list[Any]) -> list[Path]:
    paths = []
    for letter in sent:
        if letter.pdf_sha256:
            paths.append(folder / "lettres" / letter.file_name)
            letters.write_file(paths[-1], letters.pdf(store, letter.id))
    with store.reading() as r:
        paths += export_sending.write_files(r, ledger, folder)
    return paths


def _contacts(ledger: Ledger) -> Iterator[list[Cell]]:
    for client in ledger.clients.values():
        for one in ledger.contacts[client.id]:
            yield [client.code, one.name, one.role, one.phone, one.email]


def _calendar(ledger: Ledger) -> Iterator[list[Cell]]:
    for one in ledger.calendar:
        client = ledger.clients.get(one.client_id)
        yield [one.day, one.kind, client.code if client else "", one.title, one.note, one.done_on or ""]


def _journal(ledger: Ledger, rows: list[Any]) -> Iterator[list[Cell]]:
    for row in rows:
        client = ledger.clients.get(row.client_id)
        yield [row.id, row.at, row.summary, client.code if client else ""]


def _sent(sent: list[Any]) -> Iterator[list[Cell]]:
    from decimal import Decimal

    for one in sent:
        amount = Decimal(one.claimed) / 100
        status = letters.status_label(one)
        yield [one.reference, one.issued_on, one.client_code, one.step, amount, status, one.file_name]
