"""What an invoice, a client or a letter costs the debtor: interest and indemnity, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from creances_desktop.domain.clients import Client, Nature
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.explanations import (
    Explanation,
    explain_base,
    explain_days,
    explain_indemnity,
    explain_interest,
    explain_left_out,
    explain_line,
    explain_total,
    explain_year,
)
from creances_desktop.domain.interest import Debt
from creances_desktop.domain.letters import Recipient
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.penalties import Breakdown, RegimeUnavailable, daily_interest
from creances_desktop.services import disputes, invoices
from creances_desktop.services.breakdown_report import (
    as_json,
    as_text,
    missing_sentence,
    no_regime_json,
    sums,
    warnings,
)
from creances_desktop.services.claim_debts import Computed, compute
from creances_desktop.services.claim_facts import ClaimSettings, claim_settings, save_claim_settings
from creances_desktop.storage.claim_inputs import Movement
from creances_desktop.storage.invoices import StoredInvoice
from creances_desktop.storage.law import PURSUED, ChargeClaim
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

__all__ = [
    "ClaimSettings",
    "ClientBreakdown",
    "Explanations",
    "InvoiceBreakdown",
    "RegimeUnavailable",
    "RowExplanations",
    "Totals",
    "as_json",
    "as_text",
    "claim_settings",
    "explanations",
    "interest_to_date",
    "missing_sentence",
    "of_client",
    "of_invoice",
    "of_invoice_id",
    "of_invoices",
    "of_letter",
    "pdf",
    "save_claim_settings",
    "sums",
    "totals",
    "warnings",
    "without_regime",
]


@dataclass(frozen=True, slots=True)
class InvoiceBreakdown:
    """The breakdown of one invoice.

    `due_dates` gives the day of each due item by its id, `movements` what was paid or credited until then,
    `claim` the last decision on the charges, `notes` what to know of the due dates, in French, `hints` what
    is for the user alone. `disputed` is what of the outstanding cents is contested.
    """

    invoice: StoredInvoice
    client: Client
    due_dates: dict[int, date]
    result: Breakdown
    debts: tuple[Debt, ...] = ()
    movements: tuple[Movement, ...] = ()
    claim: ChargeClaim | None = None
    notes: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    disputed: Cents = 0

    @property
    def further_day(self) -> Cents:
        """What each further day costs at the rates of the last day, in cents."""
        return daily_interest(self.result, self.debts)

    @property
    def is_given_up(self) -> bool:
        """Whether the charges were waived or settled: they are then not claimed any more."""
        return self.claim is not None and self.claim.status != PURSUED


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of several breakdowns, in cents; charges that were waived or settled are left out."""

    outstanding: Cents
    interest: Cents
    fixed_indemnity: Cents
    further_costs: Cents
    further_day: Cents
    indemnities: int
    received: Cents = 0
    credits: Cents = 0

    @property
    def charges(self) -> Cents:
        """Interest, fixed indemnities and further costs, less what was already paid of them."""
        return self.interest + self.fixed_indemnity + self.further_costs - self.received

    @property
    def total(self) -> Cents:
        """Outstanding and charges, less what the client has in hand."""
        return self.outstanding + self.charges - self.credits


@dataclass(frozen=True, slots=True)
class ClientBreakdown:
    """The breakdowns of several invoices of one client as of a day.

    `credits`: his credit notes and payments that no due item has received, ≥ 0, in cents.
    """

    client: Client
    as_of: date
    invoices: tuple[InvoiceBreakdown, ...]
    credits: Cents = 0

    @property
    def totals(self) -> Totals:
        """The sums of the invoices."""
        return replace(totals(self.invoices), credits=self.credits)


@dataclass(frozen=True, slots=True)
class RowExplanations:
    """Why a row of interest is what it is: its sum, its base, its days."""

    interest: Explanation
    base: Explanation
    days: Explanation


@dataclass(frozen=True, slots=True)
class Explanations:
    """« Pourquoi ? » for each figure of a breakdown; `rows` in the order of its lines."""

    rows: tuple[RowExplanations, ...]
    left_out: tuple[Explanation, ...]
    years: tuple[Explanation, ...]
    interest: Explanation
    indemnity: Explanation
    total: Explanation


def totals(found: Iterable[InvoiceBreakdown]) -> Totals:
    """The sums of these breakdowns."""
    all_of = list(found)
    claimed = [one for one in all_of if not one.is_given_up]
    return Totals(
        outstanding=sum(one.result.outstanding for one in all_of),
        interest=sum(one.result.interest for one in claimed),
        fixed_indemnity=sum(one.result.fixed_indemnity for one in claimed),
        further_costs=sum(one.result.further_costs for one in claimed),
        further_day=sum(one.further_day for one in claimed),
        indemnities=sum(1 for one in claimed if one.result.fixed_indemnity),
        received=sum(one.result.received for one in claimed),
    )


def of_invoice(store: Store, number: str, day: date) -> InvoiceBreakdown:
    """The breakdown of the invoice with that number as of a day.

    Raises DomainError when no such invoice is known, when several have that number or when it is a credit,
    RegimeUnavailable for a client of unspecified nature, InvalidValue for a clause that is no rate.
    """
    return of_invoice_id(store, invoices.by_number(store, number).id, day)


def without_regime(store: Store, number: str, day: date) -> dict[str, Any]:
    """The JSON answer for an invoice of a client of unspecified nature: what is left to pay, no charges."""
    card = invoices.card(store, invoices.by_number(store, number).id, day)
    return no_regime_json(card.invoice.number, card.outstanding, day)


def of_invoice_id(store: Store, invoice_id: int, day: date) -> InvoiceBreakdown:
    """The breakdown of an invoice as of a day, past or to come; raises as `of_invoice`."""
    with store.reading() as r:
        invoice = r.invoices.get(invoice_id)
        if not invoice.kind.is_debit:
            raise DomainError(
                f"{invoice.kind.label} {invoice.number}\u00a0: un décompte ne se fait que sur une facture."
            )
        found = of_invoices(r, [invoice_id], day)
    if not found:
        raise DomainError(
            f"{invoice.number}\u00a0: ces intérêts ont été réglés et n’en portent pas\u00a0; ouvrez le "
            "décompte de leur facture."
        )
    return found[0]


def of_client(
    store: Store,
    client_id: int,
    day: date,
    *,
    paid_late: bool = False,
    apart: Mapping[int, Cents] | None = None,
) -> ClientBreakdown:
    """What a client owes on a day for what is overdue, and for paid invoices whose charges are pursued.

    `paid_late` adds the invoices paid late about which nothing was decided; `apart` as in `compute`. Raises
    RegimeUnavailable and InvalidValue.
    """
    with store.reading() as r:
        client = r.clients.get(client_id)
        if client.nature is Nature.UNSPECIFIED:
            raise RegimeUnavailable
        found = of_invoices(r, r.claim_inputs.debit_ids(client_id), day, apart=apart)
        in_hand = max(0, r.balance.credits(day, client_id=client_id).get(client_id, 0))
    told = tuple(one for one in found if _is_told(one, day, paid_late))
    return ClientBreakdown(client, day, told, in_hand if told else 0)


def of_letter(store: Store, letter_id: int) -> ClientBreakdown:
    """The breakdown of the invoices that a letter reminds of, as of its day and as the accounts now stand."""
    with store.reading() as r:
        letter = r.letters.get(letter_id)
        ids = r.letters.invoices_of(letter_id)
        client = r.clients.get(letter.client_id)
        return ClientBreakdown(client, letter.issued_on, tuple(of_invoices(r, ids, letter.issued_on)))


def of_invoices(
    t: Transaction, invoice_ids: Sequence[int], day: date, *, apart: Mapping[int, Cents] | None = None
) -> list[InvoiceBreakdown]:
    """The breakdowns of these debits, in that order, within an action under way; raises as `of_invoice`.

    Debits that enter interest and indemnity paid have none. `apart` as in `compute`.
    """
    contested = _contested(t, invoice_ids, day) if apart is None else {}
    return [
        _whole(t, one, contested.get(one.invoice_id, 0)) for one in compute(t, invoice_ids, day, apart=apart)
    ]


def interest_to_date(store: Store, day: date, *, client_id: int | None = None) -> dict[int, Breakdown]:
    """The breakdown of every invoice that stands by its id, of one client if given.

    Invoices of clients whose nature is not known are left out.
    """
    with store.reading() as r:
        ids = r.claim_inputs.debit_ids(client_id)
        return {one.invoice_id: one.result for one in compute(r, ids, day, known_only=True)}


def explanations(one: InvoiceBreakdown) -> Explanations:
    """Why each figure is what it is."""
    result = one.result
    debts = {debt.due_item_id: debt for debt in one.debts}
    return Explanations(
        rows=tuple(
            RowExplanations(
                explain_line(line),
                explain_base(line, debts[line.due_item_id]),
                explain_days(line, result.regime),
            )
            for line in result.lines
        ),
        left_out=tuple(explain_left_out(days) for days in result.left_out),
        years=tuple(explain_year(year) for year in result.capitalised),
        interest=explain_interest(result),
        indemnity=explain_indemnity(result),
        total=explain_total(result),
    )


def pdf(store: Store, one: InvoiceBreakdown | ClientBreakdown) -> bytes:
    """The breakdown on paper, as it is annexed to a mise en demeure; the same figures give the same bytes."""
    # reportlab costs 100 ms to import: only once something is drawn.
    from creances_desktop.documents import breakdown as drawing
    from creances_desktop.services import company
    from creances_desktop.services.breakdown_sheet import sheet

    creditor = company.get(store)
    if isinstance(one, InvoiceBreakdown):
        made = sheet(one.client, (one,), one.result.as_of)
    else:
        made = sheet(one.client, one.invoices, one.as_of, credits_left=one.credits)
    recipient = Recipient.from_client(one.client)
    return drawing.draw(made, creditor, recipient, logo=company.image(store, creditor.logo))


def _is_told(one: InvoiceBreakdown, day: date, paid_late: bool) -> bool:
    """Whether an invoice belongs in the breakdown of its client."""
    result = one.result
    if one.invoice.issue_date > day:
        return False
    if result.outstanding > 0:
        return any(debt.due_date < day and debt.outstanding(day) > 0 for debt in one.debts)
    if one.claim is not None:
        return one.claim.status == PURSUED and result.charges > 0
    return paid_late and result.charges > 0


def _in_hand(t: Transaction, invoice: StoredInvoice, found: Computed) -> tuple[str, ...]:
    """That interest runs although money of the client is in hand, which may pay it."""
    credits_left = t.balance.credits(found.result.as_of, client_id=invoice.client_id).get(
        invoice.client_id, 0
    )
    if credits_left <= 0 or found.result.outstanding <= 0:
        return ()
    hint = (
        f"{format_cents(credits_left)} de ce client ne sont imputés sur aucune facture (avoirs ou "
        "règlements)\u00a0: imputez-les, les intérêts se calculent sinon sur un principal trop élevé."
    )
    return (hint,)


def _contested(t: Transaction, invoice_ids: Sequence[int], day: date) -> Counter[int]:
    """What is contested of what is left of each of these invoices, in cents."""
    found: Counter[int] = Counter()
    if t.disputes.contests(day):
        items = t.balance.open_items(day, invoice_ids=invoice_ids)
        parts = disputes.contested(t, items, day)
        for item in items:
            found[item.invoice_id] += parts.get(item.due_item_id, 0)
    return found


def _whole(t: Transaction, found: Computed, disputed: Cents) -> InvoiceBreakdown:
    invoice = t.invoices.get(found.invoice_id)
    return InvoiceBreakdown(
        invoice=invoice,
        client=t.clients.get(invoice.client_id),
        due_dates={item.id: item.due_date for item in t.invoices.due_items(invoice.id)},
        result=found.result,
        debts=found.debts,
        movements=found.movements,
        claim=t.law.claim(invoice.id),
        notes=found.notes,
        hints=(*found.hints, *_in_hand(t, invoice, found)),
        disputed=disputed,
    )
