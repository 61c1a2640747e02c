"""The statement of account of a client: what was invoiced and paid, with the balance after each movement."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from creances_desktop.domain.company import Company
from creances_desktop.domain.envelopes import PLAIN, PaperLayout
from creances_desktop.domain.frozen_json import from_json, to_json
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.letter_fields import common_values, whole_date
from creances_desktop.domain.letter_templates import LetterTemplate, fill_all
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.payment_slips import PaymentSlip
from creances_desktop.domain.postal import place_of
from creances_desktop.domain.recipients import Recipient


@dataclass(frozen=True, slots=True)
class Movement:
    """A document or a payment of the account: `debit` raises what is owed, `credit` lowers it; both ≥ 0.

    `document` is the French word for what it is (`Facture`, `Avoir`, `Virement`). `follows`: it undoes or
    settles another of the same day (a return, a refund), and stands after it.
    """

    day: date
    document: str
    number: str
    label: str
    debit: Cents = 0
    credit: Cents = 0
    follows: bool = False


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A movement and the balance after it, in cents; a negative balance is in the client's favour."""

    day: date
    document: str
    number: str
    label: str
    debit: Cents
    credit: Cents
    balance: Cents


@dataclass(frozen=True, slots=True)
class Charges:
    """Interest and indemnities to a day, in cents, with the French words of what they leave out, if anything.

    `indemnities` is the number of invoices whose fixed indemnity is in `indemnity`, `received` what was
    already paid of all of them.
    """

    interest: Cents
    indemnity: Cents
    indemnities: int
    costs: Cents = 0
    note: str = ""
    received: Cents = 0

    @property
    def total(self) -> Cents:
        """All of them, less what was already paid."""
        return self.interest + self.indemnity + self.costs - self.received


@dataclass(frozen=True, slots=True)
class StatementContent:
    """Everything on the statement as of a day.

    `since` is the first day shown, None for the whole account; `opening_balance` what was owed before it.
    `balance` = `overdue` + `not_due` − `credits`, the open credit notes and unallocated payments (≥ 0).
    `view` tells in French whether the accounts are those of that day or as they were typed by then; `charges`
    is None where they are not asked for. `disputed` is what of the balance the client contests.
    """

    template: str
    template_version: int
    reference: str
    as_of: date
    since: date | None
    place: str
    company: Company
    recipient: Recipient
    subject: str
    opening: tuple[str, ...]
    opening_balance: Cents
    lines: tuple[StatementLine, ...]
    total_debit: Cents
    total_credit: Cents
    balance: Cents
    overdue: Cents
    not_due: Cents
    credits: Cents
    closing: tuple[str, ...]
    view: str = ""
    charges: Charges | None = None
    disputed: Cents = 0
    slip: PaymentSlip | None = None
    layout: PaperLayout = PLAIN


class UnbalancedStatement(ValueError):
    """Movements that do not give what is open: a fault of the program, and no statement may leave."""


def compose_statement(
    template: LetterTemplate,
    company: Company,
    recipient: Recipient,
    movements: Iterable[Movement],
    open_items: Collection[OpenItem],
    *,
    open_credits: Cents,
    as_of: date,
    reference: str,
    since: date | None = None,
    view: str = "",
    charges: Charges | None = None,
    contested: Mapping[int, Cents] | None = None,
) -> StatementContent:
    """The statement at the end of `as_of`; later movements are left out, those before `since` summed up.

    `open_items` and `open_credits` (≥ 0) are those of the same day, `contested` what the client contests of
    these items, by due item. Raises UnbalancedStatement when they differ from the movements, TemplateProblem.
    """
    opening_balance, balance, lines = _running(movements, since, as_of)
    overdue, not_due = _open(open_items, as_of)
    disputed, late = _apart(open_items, contested or {}, as_of)
    _check(recipient.code, balance, overdue + not_due, open_credits)
    known = _values(company, as_of, since, balance, overdue=overdue, disputed=late)
    values = template.with_phrases(known)
    return StatementContent(
        template=template.id,
        template_version=template.version,
        reference=reference,
        as_of=as_of,
        since=since,
        place=place_of(company),
        company=company,
        recipient=recipient,
        subject=fill_all(template, (template.subject,), values)[0],
        opening=fill_all(template, template.opening, values),
        opening_balance=opening_balance,
        lines=lines,
        total_debit=sum(line.debit for line in lines),
        total_credit=sum(line.credit for line in lines),
        balance=balance,
        overdue=overdue,
        not_due=not_due,
        credits=open_credits,
        closing=fill_all(template, template.closing, values),
        view=view,
        charges=charges,
        disputed=disputed,
    )


def statement_to_json(content: StatementContent) -> str:
    """The content as text to store; `statement_from_json` gives back the very same value."""
    return to_json(content)


def statement_from_json(text: str) -> StatementContent:
    """The content that `statement_to_json` wrote; ValueError for any other text."""
    return from_json(StatementContent, text)


def _open(items: Collection[OpenItem], as_of: date) -> tuple[Cents, Cents]:
    """What is overdue and what is not due yet."""
    overdue = sum(item.outstanding for item in items if item.days_late(as_of) > 0)
    return overdue, sum(item.outstanding for item in items) - overdue


def _apart(items: Iterable[OpenItem], contested: Mapping[int, Cents], as_of: date) -> tuple[Cents, Cents]:
    """What is contested in all, and of what is overdue."""
    parts = [(contested.get(one.due_item_id, 0), one.days_late(as_of) > 0) for one in items]
    return sum(amount for amount, _ in parts), sum(amount for amount, late in parts if late)


def _check(code: str, balance: Cents, owed: Cents, in_hand: Cents) -> None:
    if balance != owed - in_hand:
        raise UnbalancedStatement(f"{code}: {balance} is not {owed} - {in_hand}")


def _place(moved: Movement) -> tuple[date, bool, bool, str]:
    return moved.day, moved.follows, moved.debit == 0, moved.number


def _running(
    movements: Iterable[Movement], since: date | None, as_of: date
) -> tuple[Cents, Cents, tuple[StatementLine, ...]]:
    """The balances before `since` and at the end; the lines by day, debits first, returns last, numbers."""
    opening: Cents = 0
    balance: Cents = 0
    lines: list[StatementLine] = []
    for one in sorted(movements, key=_place):
        if one.day > as_of:
            continue
        balance += one.debit - one.credit
        if since is not None and one.day < since:
            opening = balance
            continue
        lines.append(
            StatementLine(one.day, one.document, one.number, one.label, one.debit, one.credit, balance)
        )
    return opening, balance, tuple(lines)


def _values(
    company: Company, as_of: date, since: date | None, balance: Cents, *, overdue: Cents, disputed: Cents
) -> dict[str, object]:
    """The fields of a statement's text; `disputed` is what the client contests of what is overdue.

    `overdue` is empty when nothing is due or credits cover it.
    """
    return {
        **common_values(company, as_of, 1),
        "as_of": whole_date(as_of),
        "since": whole_date(since) if since else "",
        "balance": format_cents(abs(balance)),
        "balance_due": balance > 0,
        "balance_owed": balance < 0,
        "overdue": format_cents(overdue) if overdue > 0 else "",
        "disputed": format_cents(disputed) if disputed > 0 else "",
    }
