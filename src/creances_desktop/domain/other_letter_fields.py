"""The fields that the text of a letter outside the plan may use, with their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from creances_desktop.domain.company import Company
from creances_desktop.domain.insolvency import opened
from creances_desktop.domain.instalment_plan_letters import AgreedSchedule, schedule_values
from creances_desktop.domain.letter_fields import common_values, nature_values, previous_letters, whole_date
from creances_desktop.domain.letter_templates import Paragraphs
from creances_desktop.domain.letters import LetterLine, ReceivedPayment, Recipient
from creances_desktop.domain.money import Cents, format_cents

FieldValue = str | int | date
"""A text, an amount in cents or a day."""


@dataclass(frozen=True, slots=True)
class Account:
    """What a letter outside the plan tells of the account, as of its day; cents.

    `lines` are the invoices that it is about, `credits` ≥ 0 what the client has in hand, `balance` what he
    owes in all, negative in his favour, `overdue` the part of it that is due, `disputed` what of that part
    he contests. `previous`: the days of the letters sent about these invoices. `in_hand`: what of the
    payments received is on no invoice.
    """

    client: str
    lines: tuple[LetterLine, ...] = ()
    received: tuple[ReceivedPayment, ...] = ()
    in_hand: Cents = 0
    credits: Cents = 0
    balance: Cents = 0
    overdue: Cents = 0
    previous: tuple[date, ...] = ()
    insolvency: date | None = None
    disputed: Cents = 0
    debtor: tuple[str, ...] = ()
    """Who the client is, for a letter to a third party: name, address, number."""
    cheque: bool = False
    remaining: Cents = 0
    """What is left to pay of the invoices that the payments were set on, in cents."""
    remaining_numbers: tuple[str, ...] = ()
    remaining_invoices: bool = True
    """Whether all of these are invoices: the letter then says so."""
    settled: int = 0
    """How many of those invoices have nothing left to pay."""

    @property
    def outstanding(self) -> Cents:
        """What is left to pay of the invoices, in cents."""
        return sum(line.outstanding for line in self.lines)


@dataclass(frozen=True, slots=True)
class Given:
    """Everything that a letter is written with."""

    company: Company
    recipient: Recipient
    account: Account
    typed: Mapping[str, FieldValue]
    schedule: AgreedSchedule | None = None


def field_values(given: Given, *, reference: str, issued_on: date) -> dict[str, object]:
    """The fields by name: amounts and dates as printed, what was not typed as the empty text."""
    account = given.account
    count = max(len(account.lines), len(account.received))
    owed = account.outstanding - min(account.credits, account.outstanding)

    return {
        **common_values(given.company, issued_on, count),
        "client": account.client,
        "contact": given.recipient.contact,
        "client_code": given.recipient.code,
        **nature_values(given.recipient.nature),
        "reference": reference,
        "numbers": listed(list(dict.fromkeys(line.number for line in account.lines if line.number))),
        "outstanding": format_cents(account.outstanding),
        "owed": format_cents(owed),
        "credits": format_cents(account.credits) if account.credits else "",
        "received": format_cents(sum(one.amount for one in account.received)),
        "in_hand": format_cents(account.in_hand) if account.in_hand > 0 else "",
        "by_cheque": account.cheque,
        "balance": format_cents(abs(account.balance)),
        "balance_due": account.balance > 0,
        "balance_owed": account.balance < 0,
        "overdue": format_cents(account.overdue) if account.overdue > 0 else "",
        "disputed": format_cents(account.disputed) if account.disputed > 0 else "",
        "overdue_asked": account.overdue > account.disputed and opened(account.insolvency, issued_on) is None,
        "previous": previous_letters(account.previous),
        "debtor": ", ".join(account.debtor),
        "owed_any": owed > 0,
        "remaining": format_cents(account.remaining) if account.remaining > 0 else "",
        "remaining_numbers": listed(account.remaining_numbers),
        "remaining_count": len(account.remaining_numbers) if account.remaining_invoices else 0,
        "settled": account.settled if account.remaining <= 0 else 0,
        **_typed(given.typed),
        **schedule_values(given.schedule),
        "waived": _waived(given, owed),
    }


def _typed(typed: Mapping[str, FieldValue]) -> dict[str, object]:
    """What the user typed, as printed; empty for what he may leave out."""
    names = (
        *("amount", "promised_on", "told_on", "told_by", "received_on", "dispute", "answer", "deadline"),
        *("service", "clause", "conditions", "third_party", "third_party_quality", "third_party_address"),
        *("instructions", "documents", "requested_on", "period", "offer"),
        *("agreed_on", "missed_on"),
    )
    return {name: _printed(typed.get(name)) for name in names}


def _printed(value: FieldValue | None) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return whole_date(value)
    if isinstance(value, int):
        return format_cents(value)
    text = value.strip()
    return Paragraphs(text) if "\n" in text else text


def _waived(given: Given, owed: Cents) -> str:
    amount = given.typed.get("amount")
    return format_cents(owed - amount) if isinstance(amount, int) and owed > amount else ""


_MOST_LISTED = 6
_LISTED_THEN = 3


def listed(words: Sequence[str]) -> str:
    """`F-1`, `F-1 et F-2`, `F-1, F-2 et F-3`; of more than six the first three and how many others."""
    if len(words) < 2:
        return "".join(words)
    if len(words) > _MOST_LISTED:
        return f"{', '.join(words[:_LISTED_THEN])} et {len(words) - _LISTED_THEN} autres"
    return f"{', '.join(words[:-1])} et {words[-1]}"
