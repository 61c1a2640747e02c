"""Importing files: analysed first, written whole or not at all.

`analyse` reads the files of a set (clients, invoices, payments in any order, or accountants' exports) and
compares them with the dossier; nothing is written. `execute` writes what was analysed, in one transaction.
`undo.undo` is its inverse.

Choices that the files leave open:

- What the user cancelled stays cancelled when the same file comes again.
- A file's *reste dû* below what is open, with no payment that explains it, is entered as a payment in mode
  *other* on the day of the import, under a key made from the invoice: coming again, it finds itself
  explained. A payment dated on or before that day that arrives later takes its place.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from creances_desktop.domain.errors import DomainError, EnvironmentProblem
from creances_desktop.domain.imports import Reading, UnrecognisedColumns
from creances_desktop.domain.progress import NoProgress, Progress, stop_if_cancelled
from creances_desktop.domain.settlement import Priority
from creances_desktop.domain.text import fold, plural
from creances_desktop.services import backups
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.import_books import Books, Document, Payment
from creances_desktop.services.import_clients import plan_clients
from creances_desktop.services.import_complements import complete
from creances_desktop.services.import_documents import DocumentPlanner, Terms
from creances_desktop.services.import_earlier_years import EarlierYears, Refused, without
from creances_desktop.services.import_facts import settle_facts
from creances_desktop.services.import_matching import match
from creances_desktop.services.import_openings import recognise
from creances_desktop.services.import_payments import PaymentPlanner
from creances_desktop.services.import_plan import Counts, FileReport, ImportPlan, Tally
from creances_desktop.services.import_write import collect, write
from creances_desktop.services.payment_entries import give_imported_charges_back
from creances_desktop.services.payment_settings import settings_of
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

ACTION = "import"
_MAPPINGS = "import_column_mappings"
_ORDER = {"clients": 0, "invoices": 1, "fec": 2, "payments": 3, "complements": 4}


def analyse(
    store: Store,
    paths: Sequence[Path],
    *,
    default_terms_days: int | None = None,
    mapping: Mapping[str, Mapping[str, str]] | None = None,
    progress: Progress | None = None,
) -> ImportPlan:
    """What importing these files together would do; nothing is written.

    `default_terms_days` dates the invoices whose file gives no due date and whose client has no terms.
    `mapping` names columns by file: {path as given: {header: canonical name}}; what was remembered of such
    headers serves otherwise. Raises UnrecognisedColumns, and the errors of a file that cannot be read at all;
    Cancelled when the user stops.
    """
    progress = progress or NoProgress()
    steps = len(paths) + 2
    with store.reading() as r:
        remembered = r.settings.get(_MAPPINGS, {})
    readings = []
    with _collector_paused():
        for number, path in enumerate(paths):
            stop_if_cancelled(progress)
            progress.report(number, steps, f"Lecture de {path.name}")
            readings.append(_read(path, (mapping or {}).get(str(path)), remembered))
        stop_if_cancelled(progress)
        progress.report(len(paths), steps, "Comparaison avec le dossier")
        plan = analyse_readings(store, readings, default_terms_days=default_terms_days)
    progress.report(steps, steps, "")
    return plan


def analyse_readings(
    store: Store, readings: Sequence[Reading], *, default_terms_days: int | None = None
) -> ImportPlan:
    """The same for files that were read already."""
    with _collector_paused(), store.reading() as r:
        last_id = r.journal.last_id()
        while True:
            books = Books(r)
            terms = Terms(default_terms_days, r.company.get().default_terms_days)
            tallies, refused = _compare(books, readings, terms)
            if not any(refused):
                break
            # Without the accounts that would be counted twice; each time fewer of them.
            readings = [
                without(reading, gone) if gone else reading
                for reading, gone in zip(readings, refused, strict=True)
            ]
        writes = collect(books)
        _tell_order(r, tallies)
    files = tuple(
        FileReport(
            path=reading.path,
            format=reading.format,
            description=reading.description,
            new=tally.counts("new"),
            changed=tally.counts("changed"),
            same=tally.counts("same"),
            rejected=tuple(sorted(tally.rejected, key=lambda one: one.line)),
            warnings=tuple(sorted(tally.warnings, key=lambda one: one.line)),
            changed_rows=tuple(tally.changed_rows),
        )
        for reading, tally in zip(readings, tallies, strict=True)
    )
    complements = tuple(one for reading in readings for one in reading.complements)
    return ImportPlan(files, terms.missing, last_id, writes, complements)


_AS_THE_FILE_SAYS = (
    "les règlements sont imputés sur le principal des factures que le fichier désigne\u00a0; votre réglage "
    "«\u00a0Les intérêts d’abord\u00a0» ne vaut que pour les règlements que vous saisissez."
)


def _tell_order(t: Transaction, tallies: Iterable[Tally]) -> None:
    """Nothing; where interest is paid first, each file that brings payments says that they follow it."""
    if settings_of(t).priority is Priority.INTEREST_FIRST:
        for tally in tallies:
            if tally.counts("new").payments:
                tally.warn(0, _AS_THE_FILE_SAYS)


def execute(
    store: Store, plan: ImportPlan, *, strict: bool = False, today: date, progress: Progress | None = None
) -> Changes:
    """Writes what was analysed: whole, or nothing if it raises.

    `strict`: nothing either when a line was rejected. `today` dates what no file dates (see the module).
    Raises DomainError when lines were rejected and `strict` is true, or when the dossier changed since the
    analysis.
    """
    progress = progress or NoProgress()
    if strict and plan.rejected:
        raise DomainError(
            f"{plural(plan.rejected, 'ligne rejetée', 'lignes rejetées')}\u00a0: rien n’a été importé. "
            "Corrigez le fichier, ou importez sans exiger que toutes les lignes soient bonnes."
        )
    if plan.writes.is_empty:
        return changed(message="Rien de nouveau dans ces fichiers\u00a0: le dossier n’a pas changé.")
    stop_if_cancelled(progress)
    warning = _copy_before(store, progress)
    progress.report(0, 1, "Enregistrement")
    with _collector_paused(), store.transaction() as t:
        if t.journal.last_id() != plan.last_id:
            raise DomainError(
                "Le dossier a changé depuis l’analyse de ces fichiers\u00a0: recommencez l’import."
            )
        entry = _journal(t, plan)
        write(t, plan.writes, entry, today)
        give_imported_charges_back(t, entry)
        complete(t, plan.complements, entry)
    progress.report(1, 1, "")
    return changed(
        *(Subject.CLIENTS, Subject.INVOICES, Subject.PAYMENTS, Subject.CALENDAR),
        message=f"Import terminé\u00a0: {_summary(plan)}.{warning}",
        entry_id=entry,
    )


def _copy_before(store: Store, progress: Progress) -> str:
    """Keeps a copy of the dossier as it was; the sentence to add when the disk refuses it.

    An import is one action that can be undone: it does not wait for a disk that is full.
    """
    progress.report(0, 1, "Sauvegarde avant l’import")
    try:
        backups.automatic(store, backups.Reason.IMPORT)
    except EnvironmentProblem as error:
        return f" Aucune sauvegarde n’a pu être faite avant\u00a0: {error}"
    return ""


def headers_signature(headers: Sequence[str]) -> str:
    """What a header line is recognised by from one export to the next, whatever its case and accents."""
    return "|".join(fold(header) for header in headers)


def remember_mapping(store: Store, signature: str, mapping: Mapping[str, str]) -> Changes:
    """Keeps what the user said of columns, {header: canonical name}, for files with the same headers."""
    with store.transaction() as t:
        known = t.settings.get(_MAPPINGS, {})
        t.settings.set(_MAPPINGS, known | {signature: dict(mapping)})
        entry = t.journal.append(
            "import_columns_named",
            "Colonnes d’un fichier désignées",
            before=known.get(signature),
            after=dict(mapping),
        )
    return changed(Subject.SETTINGS, message="Colonnes retenues pour les prochains imports.", entry_id=entry)


def column_names(kind: str) -> dict[str, str]:
    """Every column that a file of this kind may have: canonical and French name, for a window that asks."""
    from creances_desktop.exchange import columns

    return columns.names_of(kind)


def proposed_columns(kind: str, headers: Sequence[str]) -> dict[str, str]:
    """What is understood of a header line without help: {header: canonical name}."""
    from creances_desktop.exchange import columns

    found = columns.recognise_as(kind, headers).positions
    return {headers[position]: name for name, position in found.items()}


def missing_columns(kind: str, headers: Sequence[str], mapping: Mapping[str, str]) -> list[str]:
    """The French names of what a file of this kind still needs, its columns being named so."""
    from creances_desktop.exchange import columns

    found = columns.recognise_as(kind, headers, mapping)
    return [columns.label_of(kind, name) for name in found.missing]


def rejected_csv(plan: ImportPlan, path: Path) -> None:
    """Writes the rejected lines of all files as CSV, for the user to mend them. Raises EnvironmentProblem."""
    from creances_desktop.exchange import csv_out

    csv_out.write_rejected(path, (one for file in plan.files for one in file.rejected))


@contextlib.contextmanager
def _collector_paused() -> Iterator[None]:
    """Looks for no reference cycles meanwhile: among hundreds of thousands of rows that doubles the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            # Counts the rows among the old objects: it would otherwise go through all of them at once.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def _read(
    path: Path, mapping: Mapping[str, str] | None, remembered: Mapping[str, Mapping[str, str]]
) -> Reading:
    # The readers are many: only once something is read.
    from creances_desktop.exchange import detect

    try:
        return detect.read(path, mapping=mapping)
    except UnrecognisedColumns as problem:
        known = remembered.get(headers_signature(problem.headers))
        if mapping is not None or known is None:
            raise
        return detect.read(path, mapping=known)


def _compare(
    books: Books, readings: Sequence[Reading], terms: Terms
) -> tuple[list[Tally], list[list[Refused]]]:
    """Compares the files in the order in which they build on each other.

    Gives the tallies and the accounts that a file would count twice, in the order given.
    """
    tallies = [Tally(reading.rejected, reading.warnings) for reading in readings]
    refused: list[list[Refused]] = [[] for _ in readings]
    triples = sorted(zip(readings, tallies, refused, strict=True), key=lambda triple: _rank(triple[0]))
    listed = any(reading.format == "clients" for reading in readings)
    documents, payments = DocumentPlanner(books, terms), PaymentPlanner(books)
    for reading, tally, gone in triples:
        own = reading.format == "clients"
        plan_clients(books, reading.clients, tally, keep_names=not own, fill_only=listed and not own)
        found: dict[str, Document] = {}
        paid: dict[str, Payment] = {}
        carried = {}
        first_invoice, first_payment = len(books.invoice_rows), len(books.payment_rows)
        if reading.format == "fec":
            carried = recognise(books, reading, tally)
        documents.plan(reading, tally, found, carried)
        payments.plan(reading, tally, paid)
        if reading.format == "fec":
            match(books, reading, found, paid, carried, waiting=books.waiting)
            gone.extend(EarlierYears(books, reading, first_invoice, first_payment).replace(tally))
    settle_facts(books, documents.facts)
    return tallies, refused


def _rank(reading: Reading) -> tuple[int, date]:
    """Clients before invoices, invoices before payments; of two FEC the earlier one first."""
    days = [row.issue_date for row in reading.invoices if not row.opening] if reading.format == "fec" else []
    days += [row.bank_date for row in reading.payments] if reading.format == "fec" else []
    return _ORDER[reading.format], min(days, default=date.min)


def _journal(t: Transaction, plan: ImportPlan) -> int:
    names = ", ".join(Path(one.path).name for one in plan.files)
    return t.journal.append(
        ACTION,
        f"Import de {names}\u00a0: {_summary(plan)}",
        before=plan.writes.before,
        after={
            **plan.writes.after,
            "files": [
                {"path": one.path, "format": one.format, "rejected": len(one.rejected)} for one in plan.files
            ],
            "new": _counted(plan.new),
            "changed": _counted(plan.changed),
            "same": _counted(plan.same),
        },
    )


def _counted(counts: Counts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in Counts.__slots__}


def _summary(plan: ImportPlan) -> str:
    new = plan.new
    nouns = ((new.clients, "client"), (new.invoices, "pièce"), (new.payments, "règlement"))
    added = [plural(number, noun) for number, noun in nouns if number]
    updated = sum(_counted(plan.changed).values())
    parts = [f"{', '.join(added)} en plus"] if added else []
    if updated:
        parts.append(plural(updated, "ligne mise à jour", "lignes mises à jour"))
    if plan.rejected:
        parts.append(plural(plan.rejected, "ligne rejetée", "lignes rejetées"))
    return ", ".join(parts) or "rapprochements mis à jour"
