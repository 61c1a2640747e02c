"""A letter outside the plan as it leaves: written from a template, the account and what the user typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.insolvency import opened
from creances_desktop.domain.letter_templates import LetterTemplate, fill, fill_all
from creances_desktop.domain.letters import LetterContent, LetterLine, LetterPart, PartRole
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.other_letter_fields import Account, FieldValue, Given, field_values, listed
from creances_desktop.domain.other_letter_kinds import (
    OTHER_LETTERS,
    AskedField,
    FieldKind,
    OtherLetter,
    Subject,
)
from creances_desktop.domain.postal import place_of

__all__ = [
    "OTHER_LETTERS",
    "Account",
    "AskedField",
    "FieldKind",
    "FieldValue",
    "Given",
    "OtherLetter",
    "Subject",
    "check_fields",
    "compose_other",
]


def check_fields(letter: OtherLetter, fields: Mapping[str, FieldValue]) -> None:
    """Nothing for fields that the letter can be written with.

    InvalidValue beside a missing one or one of the wrong kind, KeyError for one that the letter does not ask.
    """
    unknown = set(fields) - {one.name for one in letter.fields}
    if unknown:
        raise KeyError(f"{letter.id} asks no {', '.join(sorted(unknown))}")
    for one in letter.fields:
        value = fields.get(one.name)
        if one.required and (value is None or (isinstance(value, str) and not value.strip())):
            raise InvalidValue(one.name, one.missing)
        if value is not None and not _is_of_kind(one.kind, value):
            raise TypeError(f"{letter.id}.{one.name} is no {one.kind}")
        if one.kind is FieldKind.AMOUNT and isinstance(value, int) and value <= 0:
            raise InvalidValue(one.name, "Le montant doit être supérieur à zéro.")


def _is_of_kind(kind: FieldKind, value: FieldValue) -> bool:
    if kind is FieldKind.AMOUNT:
        return type(value) is int
    return isinstance(value, date if kind is FieldKind.DAY else str)


def compose_other(
    letter: OtherLetter,
    template: LetterTemplate,
    given: Given,
    *,
    reference: str,
    issued_on: date,
    channel: Channel | None = None,
) -> LetterContent:
    """The letter, written on `issued_on` with what the account was then and what the user typed.

    Raises InvalidValue beside a field, DomainError when the letter cannot be sent to this client, and
    TemplateProblem.
    """
    company, account, fields = given.company, given.account, given.typed
    check_fields(letter, fields)
    asked = fields.get(letter.asked) if given.schedule is None else given.schedule.total
    deadline = fields.get(letter.deadline) if letter.deadline else None
    _check(letter, account, fields, issued_on)
    values = template.with_phrases(field_values(given, reference=reference, issued_on=issued_on))
    asks = letter.asks_payment or (isinstance(deadline, date) and account.outstanding > 0)
    parts = _parts(account.lines, asks=asks)
    total = sum(part.total for part in parts if part.role is not PartRole.INFORMATION)
    return LetterContent(
        template=template.id,
        template_version=template.version,
        step=letter.id,
        step_name=letter.name,
        reference=reference,
        issued_on=issued_on,
        place=place_of(company),
        deadline=deadline if isinstance(deadline, date) else None,
        channel=channel or letter.channel,
        company=company,
        recipient=given.recipient,
        subject=fill(template, template.subject, values),
        opening=fill_all(template, template.opening, values),
        parts=parts,
        total=total,
        credits=min(account.credits, total) if asks and asked is None else 0,
        closing=fill_all(template, template.closing, values),
        enclosures=_enclosures(letter, account, fields),
        asks_payment=asks,
        asked=asked if isinstance(asked, int) else None,
        asked_label=letter.asked_label,
        received=account.received,
        schedule=given.schedule,
        origin=template.origin,
    )


def _check(letter: OtherLetter, account: Account, fields: Mapping[str, FieldValue], issued_on: date) -> None:
    """Raises where the account does not bear the letter."""
    _check_subject(letter, account)
    for name in (letter.deadline, "promised_on"):
        day = fields.get(name)
        if isinstance(day, date) and day < issued_on:
            raise InvalidValue(name, "Ce jour est déjà passé\u00a0: indiquez un jour à venir.")
    amount = fields.get(letter.asked) if letter.asked else None
    if isinstance(amount, int) and account.lines and amount > account.outstanding:
        raise InvalidValue(
            letter.asked, f"Il ne reste dû que {format_cents(account.outstanding)} sur ces factures."
        )
    if letter.id == "settlement_offer" and amount == account.outstanding:
        raise InvalidValue(
            letter.asked, "C’est tout ce qui reste dû\u00a0: proposez moins, ou envoyez une relance."
        )
    asks = letter.asks_payment or isinstance(fields.get(letter.deadline), date)
    if asks and opened(account.insolvency, issued_on) is not None:
        raise DomainError(
            f"{account.client} est en procédure collective\u00a0: sa dette ne se réclame plus par lettre, "
            "elle se déclare."
        )


def _check_subject(letter: OtherLetter, account: Account) -> None:
    if letter.subject is Subject.PAYMENTS and not account.received:
        raise InvalidValue("payment_ids", "Choisissez au moins un règlement reçu.")
    if letter.subject is Subject.ANY_INVOICES and not account.lines:
        raise InvalidValue("invoice_ids", "Choisissez au moins une facture.")
    if letter.subject is Subject.OPEN_INVOICES and account.outstanding <= 0:
        raise InvalidValue("invoice_ids", "Choisissez au moins une facture qui reste due.")
    if letter.subject is Subject.OVERDUE_INVOICES and account.outstanding <= 0:
        raise InvalidValue("invoice_ids", "Choisissez au moins une facture échue et impayée.")
    if letter.asks_payment and account.lines and account.credits >= account.outstanding:
        raise InvalidValue(
            "invoice_ids",
            "Les avoirs et règlements non imputés de ce client couvrent ces factures\u00a0: imputez-les "
            "d’abord.",
        )


def _parts(lines: Sequence[LetterLine], *, asks: bool) -> tuple[LetterPart, ...]:
    """The invoices as one part without a title: it is the only one."""
    if not lines:
        return ()
    role = PartRole.AT_STEP if asks else PartRole.INFORMATION
    return (LetterPart(role, "", tuple(lines), sum(line.outstanding for line in lines)),)


def _enclosures(letter: OtherLetter, account: Account, fields: Mapping[str, FieldValue]) -> tuple[str, ...]:
    if letter.id == "duplicate":
        return (_duplicates(list(dict.fromkeys(line.number for line in account.lines))),)
    if letter.id == "statement_cover":
        return ("relevé de compte",)
    typed = fields.get(letter.enclosures) if letter.enclosures else None
    return (
        tuple(line.strip() for line in typed.splitlines() if line.strip()) if isinstance(typed, str) else ()
    )


_TOLD_BY_NUMBER = 6


def _duplicates(numbers: Sequence[str]) -> str:
    """`duplicata de la facture F-1`, `duplicatas des factures F-1 et F-2`, or how many they are."""
    if len(numbers) == 1:
        return f"duplicata de la facture {numbers[0]}"
    if len(numbers) > _TOLD_BY_NUMBER:
        return f"duplicatas de {len(numbers)} factures"
    return f"duplicatas des factures {listed(numbers)}"
