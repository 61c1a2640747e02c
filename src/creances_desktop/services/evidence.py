"""The evidence file of a client or some invoices: what goes into it, what is missing, the PDF, the ZIP."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from creances_desktop.domain.clients import Client, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.evidence import (
    Debt,
    Exhibit,
    Fact,
    Section,
    Source,
    missing,
    numbered,
    safe_name,
)
from creances_desktop.domain.money import Cents
from creances_desktop.domain.progress import NoProgress, Progress
from creances_desktop.services import breakdown
from creances_desktop.services.breakdown import ClientBreakdown
from creances_desktop.services.evidence_facts import Gathered, gather
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

__all__ = [
    "Candidate",
    "Debt",
    "Evidence",
    "Exhibit",
    "Fact",
    "Made",
    "Section",
    "Source",
    "candidates",
    "file_name",
    "make_pdf",
    "make_zip",
    "original",
    "prepare",
]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An invoice that may be in the file; `chosen`: something of it is due and unpaid."""

    invoice_id: int
    number: str
    due_date: date
    outstanding: Cents
    chosen: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that the file says as of `day`; `missing` are French sentences.

    `charges` is what the delay costs to that day, None where it cannot be computed, with the reason in
    `no_breakdown`.
    """

    day: date
    company: Company
    client: Client
    debts: tuple[Debt, ...]
    exhibits: tuple[Exhibit, ...]
    facts: tuple[Fact, ...]
    missing: tuple[str, ...]
    charges: breakdown.Totals | None
    no_breakdown: str = ""

    @property
    def outstanding(self) -> Cents:
        """What is left to pay of the principal, in cents."""
        return sum(one.outstanding for one in self.debts)

    @property
    def disputed(self) -> Cents:
        """What of it the client contests, in cents."""
        return sum(one.disputed for one in self.debts)


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes of a file made, and what to know of it: sentences on exhibits changed or left out."""

    data: bytes
    remarks: tuple[str, ...]
    pages: int = 0


def candidates(store: Store, client_id: int, day: date) -> list[Candidate]:
    """The invoices of a client that may be in his file, oldest due date first."""
    with store.reading() as r:
        found = []
        for one in r.invoices.of_client(client_id):
            if not one.kind.is_debit or one.reverses_id is not None or one.reversed_by is not None:
                continue
            items = r.balance.open_items(day, invoice_ids=[one.id])
            due = min((item.due_date for item in r.invoices.due_items(one.id)), default=one.issue_date)
            left = sum(item.outstanding for item in items)
            late = any(item.due_date < day for item in items)
            found.append(Candidate(one.id, one.number, due, left, left > 0 and late))
    return sorted(found, key=lambda one: (not one.chosen, one.due_date, one.number))


def prepare(
    store: Store,
    client_id: int,
    invoice_ids: Collection[int],
    day: date,
    *,
    left_out: Collection[str] = (),
) -> Evidence:
    """What the file of these invoices would hold on `day`; exhibits whose key is in `left_out` are not in it.

    Raises DomainError without an invoice.
    """
    if not invoice_ids:
        raise DomainError("Choisissez au moins une facture\u00a0: le dossier réunit ce qui la prouve.")
    with store.reading() as r:
        known = gather(r, client_id, sorted(invoice_ids), day)
        totals, reason = _totals(r, known, day)
        company = r.company.get()
    offered = known.exhibits
    if totals is not None:
        offered = (*offered, _breakdown_exhibit(known, day))
    if known.contacts:
        offered = (*offered, _contacts_exhibit(day))
    return Evidence(
        day=day,
        company=company,
        client=known.client,
        debts=known.debts,
        exhibits=numbered(offered, frozenset(left_out)),
        facts=known.facts,
        missing=_missing(known),
        charges=totals,
        no_breakdown=reason,
    )


def make_pdf(store: Store, evidence: Evidence, progress: Progress | None = None) -> Made:
    """The whole file as one PDF: cover, chronology, list, then the exhibits with their numbers on each page.

    An exhibit that cannot be joined is replaced by a sheet that names it and why. Raises Cancelled.
    """
    # reportlab and pypdf cost 200 ms to import: only once something is drawn.
    from creances_desktop.services.evidence_pages import assemble

    return Made(*assemble(store, evidence, progress or NoProgress()))


def make_zip(store: Store, evidence: Evidence, progress: Progress | None = None) -> Made:
    """The same as a ZIP: the PDF, each original under its number, and the list with the fingerprints."""
    from creances_desktop.services.evidence_pages import pack

    data, remarks = pack(store, evidence, progress or NoProgress())
    return Made(data, remarks)


def original(store: Store, evidence: Evidence, exhibit: Exhibit) -> bytes:
    """The bytes of an exhibit as they are kept, or as the program draws them now."""
    from creances_desktop.services.evidence_pages import original_of

    return original_of(store, evidence, exhibit)


def file_name(evidence: Evidence, suffix: str) -> str:
    """The name proposed for the file: `Preuves-BATIOUEST-2026-11-21.pdf`."""
    return f"Preuves-{safe_name(evidence.client.code)}-{evidence.day.isoformat()}.{suffix}"


def chosen_breakdown(store: Store, evidence: Evidence) -> ClientBreakdown:
    """The breakdown of the invoices of the file as of its day."""
    with store.reading() as r:
        ids = [one.invoice_id for one in evidence.debts]
        found = tuple(breakdown.of_invoices(r, ids, evidence.day))
    return ClientBreakdown(evidence.client, evidence.day, found)


def _totals(r: Transaction, known: Gathered, day: date) -> tuple[breakdown.Totals | None, str]:
    if known.client.nature is Nature.UNSPECIFIED:
        return (
            None,
            "Décompte absent\u00a0: précisez la nature du client (professionnel, particulier…).",
        )
    ids = [one.invoice_id for one in known.debts]
    try:
        found = breakdown.of_invoices(r, ids, day)
    except DomainError as error:
        return None, f"Décompte absent\u00a0: {error}"
    return (breakdown.totals(found), "") if found else (None, "Décompte absent\u00a0: rien à décompter.")


def _breakdown_exhibit(known: Gathered, day: date) -> Exhibit:
    ids = tuple(one.invoice_id for one in known.debts)
    title = "Décompte des intérêts et indemnités"
    return Exhibit(Source.BREAKDOWN, 0, Section.BREAKDOWN, title, day, "decompte.pdf", invoice_ids=ids)


def _contacts_exhibit(day: date) -> Exhibit:
    title = "Relevé des appels, promesses et litiges"
    return Exhibit(Source.CONTACTS, 0, Section.EXCHANGES, title, day, "echanges.pdf")


def _missing(known: Gathered) -> tuple[str, ...]:
    return missing(
        known.proofs,
        agreement=known.agreement,
        pending=known.pending,
        consumer=known.client.nature is Nature.CONSUMER,
    )
