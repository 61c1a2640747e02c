"""The fields that the text of a letter may use, with their values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby, pairwise

from creances_desktop.domain.breakdown_sheet import BreakdownSheet
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.followups import LetterProposal
from creances_desktop.domain.letterhead import phone_groups
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.text import long_date

_NO_BREAK = "\u00a0"


def field_values(
    company: Company,
    client: str,
    contact: str,
    proposal: LetterProposal,
    *,
    reference: str,
    issued_on: date,
    previous: Sequence[date] = (),
    annex: BreakdownSheet | None = None,
) -> dict[str, object]:
    """The fields of a reminder by name: amounts and dates as printed, counts as numbers.

    `accord("la facture", "les factures")` agrees with the number of items at the step or with a third
    argument. An amount or a name that there is not (`credits`, `disputed`, `phone`) is empty.
    `claimed` is what is to be paid, charges of the annex included; `demanded` is of the principal alone.
    """
    charges = 0 if annex is None else annex.charges
    at_step = [one.item for one in proposal.at_step]
    step_total = sum(item.outstanding for item in at_step)

    return {
        **common_values(company, issued_on, len(at_step)),
        "client": client,
        "contact": contact,
        "client_code": proposal.client_code,
        **nature_values(proposal.nature),
        "reference": reference,
        "deadline": whole_date(proposal.deadline),
        "step": proposal.step.name,
        "other_count": len(proposal.other_reminded),
        "information_count": len(proposal.information),
        "step_total": format_cents(step_total),
        "total": format_cents(proposal.total),
        "credits": format_cents(proposal.credits) if proposal.credits else "",
        "claimed": format_cents(proposal.claimed + charges),
        **_charges(annex),
        "demanded": format_cents(_demanded(step_total, proposal)),
        "oldest_due": whole_date(min(item.due_date for item in at_step)),
        "disputed": disputed_words(proposal),
        "partly_paid": any(item.paid > 0 for item in at_step),
        "previous": previous_letters(previous),
    }


def common_values(company: Company, issued_on: date, count: int) -> dict[str, object]:
    """What every letter may name; `accord` agrees with `count` unless it is given another number."""

    def accord(singular: str, many: str, number: int = count) -> str:
        return agreed(number, singular, many)

    return {
        "accord": accord,
        "count": count,
        "today": whole_date(issued_on),
        "company": company.legal_name,
        "phone": phone_groups(company.phone),
        "email": company.email.strip(),
        "signatory": company.signatory.strip(),
        "payment_link": company.payment_link.strip(),
    }


def disputed_words(proposal: LetterProposal) -> str:
    """What is contested as printed, empty where nothing is."""
    return format_cents(disputed_of(proposal)) if disputed_of(proposal) else ""


def disputed_of(proposal: LetterProposal) -> Cents:
    """What is contested of the items that the letter reminds of, and so not asked for, in cents."""
    return sum(one.item.disputed for one in proposal.reminded)


def nature_values(nature: Nature) -> dict[str, object]:
    """The legal nature of the client, as the phrases about the law ask for it."""
    known = {
        Nature.PROFESSIONAL: "is_professional",
        Nature.CONSUMER: "is_consumer",
        Nature.PUBLIC: "is_public",
    }
    return {name: nature is one for one, name in known.items()}


def _charges(annex: BreakdownSheet | None) -> dict[str, object]:
    """The charges that the letter claims, as printed, empty where there are none or where they were paid."""
    left = [] if annex is None else [one.charges_left for one in annex.claimed]
    charges = 0 if annex is None else annex.charges
    amounts = (charges, sum(one[0] for one in left), sum(one[1] for one in left))
    names = ("charges", "interest", "indemnity")
    return {name: format_cents(amount) if amount else "" for name, amount in zip(names, amounts, strict=True)}


def _demanded(step_total: Cents, proposal: LetterProposal) -> Cents:
    """What is demanded for the items at the step alone: the credits are first set against them.

    So a mise en demeure never demands more than is owed for its own invoices.
    """
    left = step_total - proposal.credits
    return left if left > 0 else min(step_total, proposal.claimed)


def previous_letters(days: Sequence[date]) -> str:
    """`notre courrier du …` or `nos courriers des 3 et 22 octobre 2026`, the last three; empty when none.

    Days of one month stand together: `des 5 et 19 octobre et du 2 novembre 2026`.
    """
    told = sorted(set(days))[-3:]
    if not told:
        return ""
    if len(told) == 1:
        return f"notre courrier du {whole_date(told[0])}"
    words = [*(_shortened(day, following) for day, following in pairwise(told)), whole_date(told[-1])]
    months = [list(month) for _, month in groupby(range(len(told)), lambda n: (told[n].year, told[n].month))]
    if len(months) in {1, len(told)}:
        return f"nos courriers des {', '.join(words[:-1])} et {words[-1]}"
    parts = [" et ".join(words[n] for n in month) for month in months]
    told_as = (
        f"{'des' if len(month) > 1 else 'du'} {part}" for month, part in zip(months, parts, strict=True)
    )
    return f"nos courriers {' et '.join(told_as)}"


def _shortened(day: date, following: date) -> str:
    """The day without the month and year that the following one says anyway."""
    number, month, year = long_date(day).replace("\u00a0", " ").split(" ")
    if day.year != following.year:
        return _NO_BREAK.join((number, month, year))
    return number if day.month == following.month else _NO_BREAK.join((number, month))


def whole_date(day: date) -> str:
    """The day as `21 novembre 2026`, never broken over two lines."""
    return long_date(day).replace(" ", _NO_BREAK)


def agreed(count: int, singular: str, many: str) -> str:
    """The words that agree with the number: French takes the plural from two on."""
    return singular if count < 2 else many
