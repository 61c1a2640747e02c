"""A breakdown as the paper that is annexed to a letter: rows, movements, numbered sources of the rates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from creances_desktop.domain.alerts import AlertKind
from creances_desktop.domain.breakdown_sheet import (
    BreakdownSheet,
    SheetInvoice,
    SheetItem,
    SheetMove,
    SheetRow,
    SheetYear,
)
from creances_desktop.domain.clients import Client, Nature
from creances_desktop.domain.interest import Debt
from creances_desktop.domain.money import Cents
from creances_desktop.domain.payments import PaymentMode
from creances_desktop.domain.rates import percent_text
from creances_desktop.domain.text import short_date
from creances_desktop.services.claim_debts import CONTESTED
from creances_desktop.services.payment_entries import SLIP
from creances_desktop.storage.claim_inputs import Movement

if TYPE_CHECKING:
    from creances_desktop.services.breakdown import InvoiceBreakdown

_FOR_THE_DEBTOR = (
    AlertKind.DEFAULT_UNDER_FLOOR,
    AlertKind.STIPULATED_RATE_IGNORED,
    AlertKind.INSOLVENCY,
)
"""What explains the figures to who pays; the other alerts speak to the user, on screen."""

_RUNS = {
    Nature.PROFESSIONAL: "du lendemain de l’échéance au jour du paiement inclus (C. com., art. L441-10 II)",
    Nature.CONSUMER: "du lendemain de la mise en demeure reçue au jour du paiement inclus (C. civ., "
    "art. 1231-6 et 1344-1)",
    Nature.PUBLIC: "du lendemain de la fin du délai de paiement à la mise en paiement incluse, au taux du "
    "semestre où ils ont commencé (CCP, art. L2192-13, R2192-31 et R2192-32)",
    Nature.UNSPECIFIED: "",
}


def sheet(
    client: Client, parts: Sequence[InvoiceBreakdown], as_of: date, *, credits_left: Cents = 0
) -> BreakdownSheet:
    """The paper of these breakdowns of one client as of a day; `credits_left`: what he has in hand."""
    sources = dict.fromkeys(line.rate_source for part in parts for line in part.result.lines)
    numbers = {source: number for number, source in enumerate(sources, 1)}
    told = [alert for part in parts for alert in part.result.alerts if alert.kind in _FOR_THE_DEBTOR]
    alerts = dict.fromkeys(alert.message for alert in told)
    indemnity = next((part.result for part in parts if part.result.fixed_indemnity), None)
    return BreakdownSheet(
        as_of=as_of,
        regime=client.nature,
        client_name=client.name,
        client_code=client.code,
        invoices=tuple(_invoice(part, numbers) for part in parts),
        sources=tuple(sources),
        rules=_rules(client.nature) if sources else (),
        indemnity_source=indemnity.fixed_indemnity_source if indemnity is not None else "",
        alerts=tuple(alerts),
        credits=credits_left,
        disputed=sum(part.disputed for part in parts),
    )


def _rules(nature: Nature) -> tuple[str, ...]:
    return (f"Les intérêts courent {_RUNS[nature]}.", _FORMULA)


_FORMULA = (
    "Intérêts d’une ligne = base × taux annuel × jours ÷ 365, arrondis au centime le plus proche. Le jour "
    "d’un règlement, déduit du principal, compte encore sur l’ancienne base\u00a0; la nouvelle commence le "
    "lendemain."
)


def _invoice(part: InvoiceBreakdown, numbers: dict[str, int]) -> SheetInvoice:
    result = part.result
    return SheetInvoice(
        number=part.invoice.number,
        issue_date=part.invoice.issue_date,
        gross=part.invoice.gross,
        items=tuple(_item(part, debt, numbers) for debt in part.debts),
        outstanding=result.outstanding,
        interest=result.interest,
        indemnity=result.fixed_indemnity,
        further_costs=result.further_costs,
        further_day=part.further_day,
        notes=(*_grounds(part), *part.notes),
        given_up=part.is_given_up,
        received=result.received,
    )


def _item(part: InvoiceBreakdown, debt: Debt, numbers: dict[str, int]) -> SheetItem:
    result, key = part.result, debt.due_item_id
    rows = [
        SheetRow(
            first=line.first,
            last=line.last,
            days=line.days,
            base=line.base,
            rate=percent_text(line.rate_percent),
            origin=_origin(line.rate_source),
            source=numbers[line.rate_source],
            interest=line.interest,
            capitalised=line.capitalised,
        )
        for line in result.lines
        if line.due_item_id == key
    ]
    rows += [
        SheetRow(
            first=one.first,
            last=one.last,
            days=(one.last - one.first).days + 1,
            base=one.base,
            rate="",
            origin=f"Taux du {one.semester.label}",
            source=0,
            interest=0,
        )
        for one in result.left_out
        if one.due_item_id == key
    ]
    years = [
        SheetYear(year.first, year.last, year.amount)
        for year in result.capitalised
        if year.due_item_id == key
    ]
    moves = [one for one in part.movements if one.due_item_id == key]
    ordered = tuple(sorted(rows, key=lambda row: row.first))
    return SheetItem(debt.due_date, debt.amount, _moves(debt, moves), ordered, tuple(years))


def _origin(source: str) -> str:
    """The few words of a source that fit in a column: `Taux BCE du 2e semestre 2026`."""
    words, _, _ = source.partition("\u00a0:")
    return words.replace(" (autres créanciers)", "").replace("Taux d’intérêt légal", "Taux légal")


def _grounds(part: InvoiceBreakdown) -> tuple[str, ...]:
    """From when the days count, where another day than that after the due date decides: in French."""
    first: dict[str, date] = {}
    for line in part.result.lines:
        if line.why and (part.client.nature is Nature.CONSUMER or line.why != part.result.lines[0].why):
            first.setdefault(line.why, line.first)
    return tuple(f"À partir du {short_date(day)}, {why}." for why, day in first.items())


def _moves(debt: Debt, movements: Sequence[Movement]) -> tuple[SheetMove, ...]:
    balance, found = debt.amount, []
    for one in movements:
        balance -= one.amount
        found.append(SheetMove(one.day, _words(one), -one.amount, balance))
    return tuple(found)


def _words(one: Movement) -> str:
    if one.credit_kind is not None:
        words = f"{one.credit_kind.label} {one.number}".strip()
        words += ", qui corrige la facture" if one.corrects else ""
    elif one.mode == PaymentMode.WRITE_OFF.value and one.undoes is None and one.label:
        words = one.label
    else:
        words = _MODE_WORDS.get(one.mode, "Règlement")
        words += f", {one.reference}" if one.reference else ""
    if one.undoes is None:
        return words
    words += f" du {short_date(one.undoes)}"
    came_back = one.credit_kind is None and one.label and one.label != SLIP and one.day != one.undoes
    return f"{one.label}\u00a0: {words[:1].lower()}{words[1:]}" if came_back else f"{words}, annulé"


_MODE_WORDS = {
    CONTESTED: "Part contestée, mise à part",
    PaymentMode.TRANSFER.value: "Règlement par virement",
    PaymentMode.CHEQUE.value: "Règlement par chèque",
    PaymentMode.CARD.value: "Règlement par carte",
    PaymentMode.DIRECT_DEBIT.value: "Règlement par prélèvement",
    PaymentMode.CASH.value: "Règlement en espèces",
    PaymentMode.BILL.value: "Règlement par effet",
    PaymentMode.BANK_FEE.value: "Frais retenus par la banque, admis en règlement",
    PaymentMode.WRITE_OFF.value: "Reste non réclamé",
}
