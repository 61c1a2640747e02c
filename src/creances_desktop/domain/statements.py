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
from creances_desktop.domain.letter_templates import LetterTemplate, fill, fill_all
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
    is None where they are not asked for. `disputed` is what of the balance the client contests,
    `disputed_overdue` the part of it that is overdue.
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
    disputed_overdue: Cents = 0
    insolvency: date | None = None
    """The judgment that forbids the payment of what is owed: the statement then asks for nothing."""

    @property
    def overdue_asked(self) -> Cents:
        """What of the overdue is asked for, in cents: neither contested nor covered by what is in hand."""
        if self.insolvency is not None:
            return 0
        return max(self.overdue - self.disputed_overdue - self.credits, 0)

    @property
    def to_pay(self) -> Cents:
        """What the slip asks for, in cents: what is overdue, or else what is to come, and the charges told.

        Never what is contested; 0 in an insolvency and for a balance in the client's favour.
        """
        if self.balance <= 0 or self.insolvency is not None:
            return 0
        charges = 0 if self.charges is None else self.charges.total
        return (self.overdue_asked or max(self.balance - self.disputed, 0)) + charges


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
    contested: Mapping[int, Cents] | None = None,
    insolvency: date | None = None,
) -> StatementContent:
    """The statement at the end of `as_of`; later movements are left out, those before `since` summed up.

    `open_items` and `open_credits` (≥ 0) are those of the same day, `contested` what the client contests of
    these items, by due item. `insolvency`: the judgment, once it was
    given. Raises UnbalancedStatement when they differ from the movements, TemplateProblem.
    """
    opening_balance, balance, lines = _running(movements, since, as_of)
    overdue, not_due, disputed, late = _open(open_items, contested or {}, as_of)
    _check(recipient.code, balance, overdue + not_due, open_credits)
    values = _values(company, as_of, since, balance)
    values |= _overdue_values(overdue, open_credits, late, insolvency)
    values = template.with_phrases(values)
    return StatementContent(
        template=template.id,
        template_version=template.version,
        reference=reference,
        as_of=as_of,
        since=since,
        place=place_of(company),
        company=company,
        recipient=recipient,
        subject=fill(template, template.subject, values),
        opening=fill_all(template, template.opening, values),
        closing=fill_all(template, template.closing, values),
        opening_balance=opening_balance,
        lines=lines,
        total_debit=sum(line.debit for line in lines),
        total_credit=sum(line.credit for line in lines),
        balance=balance,
        overdue=overdue,
        not_due=not_due,
        credits=open_credits,
        disputed=disputed,
        disputed_overdue=late,
        insolvency=insolvency,
    )


def statement_to_json(content: StatementContent) -> str:
    """The content as text to store; `statement_from_json` gives back the very same value."""
    return to_json(content)


def statement_from_json(text: str) -> StatementContent:
    """The content that `statement_to_json` wrote; ValueError for any other text."""
    return from_json(StatementContent, text)


def _open(
    items: Collection[OpenItem], contested: Mapping[int, Cents], as_of: date
) -> tuple[Cents, Cents, Cents, Cents]:
    """What is overdue, what is not due yet, what is contested in all, and of what is overdue."""
    parts = [
        (item.outstanding, contested.get(item.due_item_id, 0), item.days_late(as_of) > 0) for item in items
    ]
    return (
        sum(owed for owed, _, late in parts if late),
        sum(owed for owed, _, late in parts if not late),
        sum(apart for _, apart, _ in parts),
        sum(apart for _, apart, late in parts if late),
    )


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


def _values(company: Company, as_of: date, since: date | None, balance: Cents) -> dict[str, object]:
    """The fields of a statement's text, but for what is overdue."""
    return {
        **common_values(company, as_of, 1),
        "as_of": whole_date(as_of),
        "since": whole_date(since) if since else "",
        "balance": format_cents(abs(balance)),
        "balance_due": balance > 0,
        "balance_owed": balance < 0,
    }


def _overdue_values(
    overdue: Cents, in_hand: Cents, disputed: Cents, insolvency: date | None
) -> dict[str, object]:
    """The fields about what is overdue: what is left of it once what is in hand is set against it.

    `disputed` is what the client contests of it. An amount that there is not is empty.
    """
    left, taken = max(overdue - in_hand, 0), min(in_hand, overdue)
    return {
        "overdue": format_cents(left) if left > 0 else "",
        "credits": format_cents(taken) if taken > 0 else "",
        "disputed": format_cents(disputed) if disputed > 0 else "",
        "overdue_asked": left > disputed and insolvency is None,
    }
