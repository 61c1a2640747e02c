"""A letter as it leaves: every word and figure of it, frozen, from a proposal and a template."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from creances_desktop.domain.breakdown_sheet import BreakdownSheet
from creances_desktop.domain.clients import Channel
from creances_desktop.domain.company import Company
from creances_desktop.domain.envelopes import PLAIN, PaperLayout
from creances_desktop.domain.followups import LetterProposal, ProposedItem
from creances_desktop.domain.frozen_json import from_json, to_json
from creances_desktop.domain.instalment_plan_letters import AgreedSchedule
from creances_desktop.domain.invoices import DocumentKind, OpenItem
from creances_desktop.domain.letter_fields import agreed, disputed_of, field_values
from creances_desktop.domain.letter_templates import LetterTemplate, TextOrigin, fill, fill_all
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.payment_slips import PaymentSlip
from creances_desktop.domain.postal import place_of
from creances_desktop.domain.recipients import Recipient
from creances_desktop.domain.statements import StatementContent

__all__ = [
    "Exhibit",
    "LetterContent",
    "LetterLine",
    "LetterPart",
    "PartRole",
    "ReceivedPayment",
    "Recipient",
    "claimed_words",
    "compose",
    "content_from_json",
    "content_to_json",
]


class PartRole(StrEnum):
    """What a part of the table is to the letter."""

    AT_STEP = "at_step"
    OTHER_REMINDED = "other_reminded"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One due item in the table, in cents as of the day of the letter.

    `amount` is what was due on the due date, `gross` that of the whole document: an instalment has both.
    `paid` = `amount` − `outstanding` − `disputed`, which is contested and not asked for.
    `days_late` may be 0 or less for an item that is not overdue.
    """

    number: str
    label: str
    kind: DocumentKind
    issue_date: date
    due_date: date
    estimated: bool
    gross: Cents
    amount: Cents
    paid: Cents
    outstanding: Cents
    days_late: int
    step: str = ""
    step_name: str = ""
    disputed: Cents = 0


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A part of the table with its total outstanding; an empty title is not printed."""

    role: PartRole
    title: str
    lines: tuple[LetterLine, ...]
    total: Cents


@dataclass(frozen=True, slots=True)
class ReceivedPayment:
    """A payment that a receipt names, in cents; `settles` names the documents it was set on."""

    day: date
    mode: str
    reference: str
    amount: Cents
    settles: str = ""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A paper of the dossier that is in the envelope: the copy of an invoice, by its SHA-256."""

    number: str
    sha256: str

    @property
    def name(self) -> str:
        """The French words for it."""
        return f"Facture {self.number}"


@dataclass(frozen=True, slots=True)
class LetterContent:
    """Everything on the paper; the paragraphs are final, `**` around what is bold.

    `total` is that of the parts that ask for payment (not of the information); `credits` ≥ 0 is deducted.
    `step` is the id of a step of the plan, or of the template for a letter outside the plan.
    """

    template: str
    template_version: int
    step: str
    step_name: str
    reference: str
    issued_on: date
    place: str
    deadline: date | None
    channel: Channel
    company: Company
    recipient: Recipient
    subject: str
    opening: tuple[str, ...]
    parts: tuple[LetterPart, ...]
    total: Cents
    credits: Cents
    closing: tuple[str, ...]
    enclosures: tuple[str, ...] = ()
    annex: BreakdownSheet | None = None
    """The breakdown of the charges that the letter claims; None where it claims none."""
    asks_payment: bool = True
    asked: Cents | None = None
    """What is asked for where it is not all that is listed (an offer, a promise), in cents."""
    asked_label: str = ""
    received: tuple[ReceivedPayment, ...] = ()
    statement: StatementContent | None = None
    """The statement of account that follows the letter; None where there is none."""
    origin: TextOrigin = field(default_factory=TextOrigin)
    edited: bool = False
    """Whether the user changed the words of this letter alone."""

    slip: PaymentSlip | None = None
    layout: PaperLayout = PLAIN
    exhibits: tuple[Exhibit, ...] = ()
    schedule: AgreedSchedule | None = None
    """The instalment plan that the letter agrees on; None in every other letter."""

    @property
    def claimed(self) -> Cents:
        """What is asked for of the principal, in cents."""
        return self.total - self.credits if self.asked is None else self.asked

    @property
    def to_pay(self) -> Cents:
        """What the client is asked to pay: principal and charges, in cents."""
        return self.claimed + (0 if self.annex is None else self.annex.charges)


_TITLES = {
    PartRole.AT_STEP: ("Facture objet du présent courrier", "Factures objet du présent courrier"),
    PartRole.OTHER_REMINDED: (
        "Autre facture échue, rappelée ce jour",
        "Autres factures échues, rappelées ce jour",
    ),
    PartRole.INFORMATION: (
        "Pour information\u00a0: autre facture échue, non comprise dans le montant à régler",
        "Pour information\u00a0: autres factures échues, non comprises dans le montant à régler",
    ),
}


def compose(
    template: LetterTemplate,
    company: Company,
    recipient: Recipient,
    proposal: LetterProposal,
    *,
    reference: str,
    issued_on: date,
    previous: Sequence[date] = (),
    enclosures: tuple[str, ...] = (),
    annex: BreakdownSheet | None = None,
) -> LetterContent:
    """The letter of a proposal, written on `issued_on`; raises TemplateProblem.

    `previous`: the days of the letters already sent about the items at this step. `enclosures` names what
    really is in the envelope. `annex`: the charges that the letter claims; it is named among them.
    """
    facts = field_values(
        company,
        recipient.name,
        recipient.contact,
        proposal,
        reference=reference,
        issued_on=issued_on,
        previous=previous,
        annex=annex,
    )
    values = template.with_phrases(facts)
    return LetterContent(
        template=template.id,
        template_version=template.version,
        step=proposal.step.id,
        step_name=proposal.step.name,
        reference=reference,
        issued_on=issued_on,
        place=place_of(company),
        deadline=proposal.deadline,
        channel=proposal.channel,
        company=company,
        recipient=recipient,
        subject=fill(template, template.subject, values),
        opening=(*fill_all(template, template.opening, values), *_reserved(template, proposal)),
        parts=_parts(fill(template, template.part_title, values), proposal, issued_on),
        total=proposal.total,
        credits=proposal.credits,
        closing=fill_all(template, template.closing, values),
        enclosures=enclosures if annex is None else (*enclosures, _ANNEX),
        annex=annex,
        origin=template.origin,
    )


def claimed_words(amount: Cents) -> str:
    """`540,00 € réclamés`; empty for a letter that asks for nothing."""
    return f"{format_cents(amount)} réclamés" if amount else ""


_DISPUTED = re.compile(r"\bdisputed\b")


def _reserved(template: LetterTemplate, proposal: LetterProposal) -> tuple[str, ...]:
    """What the letter says of the sums contested, unless the template words it by the field `disputed`."""
    texts = (template.subject, *template.opening, *template.closing)
    amount = disputed_of(proposal)
    if not amount or any(_DISPUTED.search(text) for text in texts):
        return ()
    sentence = (
        "Ce courrier ne porte que sur les sommes non contestées\u00a0: la somme de "
        f"**{format_cents(amount)}** que vous contestez n’y est pas réclamée. Elle reste portée à votre "
        "compte dans l’attente de l’issue du litige, sans que nous y renoncions."
    )
    return (sentence,)


_ANNEX = "décompte des intérêts et indemnités"


def content_to_json(content: LetterContent) -> str:
    """The content as text to store; `content_from_json` gives back the very same value."""
    return to_json(content)


def content_from_json(text: str) -> LetterContent:
    """The content that `content_to_json` wrote; ValueError for any other text."""
    return from_json(LetterContent, text)


def _parts(title: str, proposal: LetterProposal, day: date) -> tuple[LetterPart, ...]:
    alone = not proposal.other_reminded and not proposal.information
    first = (title, title) if title or alone else _TITLES[PartRole.AT_STEP]
    listed = {
        PartRole.AT_STEP: tuple(_proposed_line(one) for one in proposal.at_step),
        PartRole.OTHER_REMINDED: tuple(_proposed_line(one) for one in proposal.other_reminded),
        PartRole.INFORMATION: tuple(_line(item, item.days_late(day)) for item in proposal.information),
    }
    return tuple(
        _part(role, agreed(len(lines), *(first if role is PartRole.AT_STEP else _TITLES[role])), lines)
        for role, lines in listed.items()
        if lines
    )


def _part(role: PartRole, title: str, lines: tuple[LetterLine, ...]) -> LetterPart:
    return LetterPart(role, title, lines, sum(line.outstanding for line in lines))


def _proposed_line(proposed: ProposedItem) -> LetterLine:
    return _line(proposed.item, proposed.days_late, proposed.step.id, proposed.step.name)


def _line(item: OpenItem, days_late: int, step: str = "", step_name: str = "") -> LetterLine:
    return LetterLine(
        number=item.number,
        label=item.label,
        kind=item.kind,
        issue_date=item.issue_date,
        due_date=item.due_date,
        estimated=item.estimated,
        gross=item.gross,
        amount=item.amount,
        paid=item.paid,
        outstanding=item.outstanding,
        days_late=days_late,
        step=step,
        step_name=step_name,
        disputed=item.disputed,
    )
