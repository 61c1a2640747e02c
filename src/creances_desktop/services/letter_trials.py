"""A text tried on a real client before it is kept: the PDF, what is empty, what is to be reviewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from creances_desktop.domain.clients import Channel, Client, Nature
from creances_desktop.domain.followups import LetterProposal, ProposedItem
from creances_desktop.domain.instalment_plan_letters import AgreedSchedule, mention
from creances_desktop.domain.instalment_plan_parts import Charges, schedule
from creances_desktop.domain.invoices import DocumentKind, OpenItem
from creances_desktop.domain.letter_catalogue import STATEMENT, notation_of
from creances_desktop.domain.letter_fields import field_values
from creances_desktop.domain.letter_templates import LetterTemplate
from creances_desktop.domain.letter_tones import Tone
from creances_desktop.domain.letters import LetterContent, Recipient
from creances_desktop.domain.other_letter_fields import FieldValue
from creances_desktop.domain.other_letter_fields import field_values as other_values
from creances_desktop.domain.other_letter_kinds import AGREEMENT, EVERY_LETTER
from creances_desktop.domain.other_letters import AskedField, FieldKind
from creances_desktop.domain.plans import Step
from creances_desktop.services import (
    followup_letters,
    letter_texts,
    letters,
    other_letters,
    statements,
    working_days,
)
from creances_desktop.services.letter_charges import annex
from creances_desktop.services.letter_checks import CheckedLetter, findings, points
from creances_desktop.services.letter_texts import Wording
from creances_desktop.services.other_letters import Order
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

_EARLY = "pre_due"
_GRANTED = 8
_CONSUMER_GRANTED = 15
_SAMPLE_DAYS = 10
_SAMPLE_LATE = 20


@dataclass(frozen=True, slots=True)
class Trial:
    """A text tried: the letter, and the French names of the fields that have no value for this client."""

    letter: CheckedLetter
    empty: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """Clients to try a text on: `longest` has the longest name, `most` the most invoices to pay.

    `usual`: one who owes something by nature, and under None one of any nature; `early` the same of those in
    `upcoming`, who owe something that is not due yet.
    """

    usual: Mapping[Nature | None, int]
    longest: int | None
    most: int | None
    early: Mapping[Nature | None, int]
    upcoming: frozenset[int]

    def suits(self, text: LetterTemplate, client: Client) -> bool:
        """Whether the text would go to such a client, as far as one is known that is better."""
        better = text.id == _EARLY and text.nature in self.early
        return text.nature in {None, client.nature} and (not better or client.id in self.upcoming)

    def usual_for(self, text: LetterTemplate) -> int | None:
        """The client on whom a text is best tried, None when nobody is known."""
        early = self.early.get(text.nature) if text.id == _EARLY else None
        return self.usual.get(text.nature) if early is None else early


def cases(store: Store, day: date) -> Cases:
    """The clients of the dossier on whom a text shows what it is worth; none in an empty dossier."""
    with store.reading() as r:
        items = r.balance.open_items(day)
        names = r.clients.names()
        natures = r.clients.kinds()
    late = Counter(item.client_id for item in items if item.days_late(day) > 0)
    owing = late or Counter(item.client_id for item in items)
    most = max(owing, key=lambda one: (owing[one], -one), default=None)
    longest = max(names, key=lambda one: (len(names[one][1]), -one), default=None)
    upcoming = frozenset(item.client_id for item in items if item.days_late(day) < 0)
    usual = _first_of_each((*sorted(owing), *sorted(names)), natures)
    return Cases(usual, longest, most, _first_of_each(sorted(upcoming), natures), upcoming)


def _first_of_each(
    clients: Iterable[int], natures: Mapping[int, tuple[Nature, str]]
) -> dict[Nature | None, int]:
    found: dict[Nature | None, int] = {}
    for client_id in clients:
        found.setdefault(natures[client_id][0], client_id)
        found.setdefault(None, client_id)
    return found


def trial(
    store: Store, text: LetterTemplate, client_id: int, day: date, *, named: int | None = None
) -> Trial:
    """The text as a letter to a client, about what he owes; `named`: addressed to another one, for the worst.

    What only the user knows is filled with examples. Raises as the letter itself would: InvalidValue where
    this client owes nothing that it could be about.
    """
    with store.reading() as r:
        if text.id == STATEMENT:
            return _statement(r, store, text, client_id, day)
        content, values = (_other if text.id in EVERY_LETTER else _reminder)(r, text, client_id, day)
        if named is not None:
            addressee = Recipient.from_client(r.clients.get(named))
            content = replace(content, recipient=replace(addressee, nature=content.recipient.nature))
    letter = CheckedLetter(letters.draw(store, content), points(content), findings(content))
    return Trial(letter, empty_fields(text, values))


def empty_fields(text: LetterTemplate, values: Mapping[str, object]) -> tuple[str, ...]:
    """The French names of the fields that the text prints and that have no value."""
    notation = notation_of(text)
    shown = "\n".join(notation.shown(one) for one in (text.subject, *text.opening, *text.closing))
    return tuple(notation.label(name) for name in notation.names(shown) if values.get(name, "") == "")


def draft(store: Store, proposal: LetterProposal, day: date) -> tuple[LetterTemplate, Wording]:
    """The words of the letter of a proposal, to be edited: those already given, else the text's in full."""
    with store.reading() as r:
        text = followup_letters.text_within(r, proposal)
        stored = r.letter_templates.draft(proposal.client_id)
        client = r.clients.get(proposal.client_id)
        values = field_values(
            r.company.get(),
            client.name,
            Recipient.from_client(client).contact,
            proposal,
            reference=r.letters.next_reference(day),
            issued_on=day,
            previous=followup_letters.previous_within(r, proposal),
            annex=annex(r, client, proposal, day),
        )
    if stored is not None:
        return text, Wording(
            stored.subject, tuple(stored.opening.split("\n\n")), tuple(stored.closing.split("\n\n"))
        )
    return text, letter_texts.in_full(text, values)


def text_of(store: Store, proposal: LetterProposal) -> LetterTemplate:
    """The text in use for a proposal."""
    with store.reading() as r:
        return followup_letters.text_within(r, proposal)


def try_draft(store: Store, proposal: LetterProposal, wanted: Wording, day: date) -> CheckedLetter:
    """The letter of a proposal with these words."""
    with store.reading() as r:
        text = letter_texts.worded(followup_letters.text_within(r, proposal), wanted)
        content = followup_letters.content_within(r, proposal, day, r.letters.next_reference(day), text)
    return CheckedLetter(letters.draw(store, content), points(content), findings(content), edited=True)


def _reminder(
    t: Transaction, text: LetterTemplate, client_id: int, day: date
) -> tuple[LetterContent, Mapping[str, object]]:
    client = t.clients.get(client_id)
    proposal = _proposal(text, client, t.balance.open_items(day, client_id=client_id), day)
    reference = t.letters.next_reference(day)
    content = followup_letters.content_within(t, proposal, day, reference, text)
    values = field_values(
        t.company.get(),
        client.name,
        content.recipient.contact,
        proposal,
        reference=reference,
        issued_on=day,
        previous=followup_letters.previous_within(t, proposal),
        annex=content.annex,
    )
    return content, values


def _proposal(text: LetterTemplate, client: Client, items: list[OpenItem], day: date) -> LetterProposal:
    """The letter that this text would be to the client: about what fits it, else all that is open."""
    early = text.id == _EARLY
    fitting = [item for item in items if (item.days_late(day) > 0) is not early]
    if not fitting:
        # « arrive à échéance le » of a day that has passed would be no letter at all.
        fitting = [_sample(client, day + timedelta(days=_GRANTED))] if early else items
    fitting = fitting or [_sample(client, day - timedelta(days=_SAMPLE_LATE))]
    channel = Channel.REGISTERED_LETTER if text.id.startswith("mise_en_demeure") else Channel.LETTER
    step = Step(
        text.id, text.name, 1, -_GRANTED if early else 1, channel, text.id, _GRANTED, _CONSUMER_GRANTED
    )
    listed = tuple(ProposedItem(item, step, item.days_late(day), 1, "") for item in fitting)
    return LetterProposal(
        client_id=client.id,
        client_code=client.code,
        client_name=client.name,
        nature=text.nature or client.nature,
        step=step,
        channel=channel,
        template=text.id,
        deadline=day + timedelta(days=step.granted_days(client.nature)),
        at_step=listed,
        other_reminded=(),
        information=(),
        credits=0,
        total=sum(item.outstanding for item in fitting),
        why="",
        tone=text.tone or Tone.FIRM,
    )


def _sample(client: Client, due: date) -> OpenItem:
    """An invoice for a client who owes nothing of the kind."""
    return OpenItem(
        0, 0, client.id, DocumentKind.INVOICE, "EXEMPLE-1", "", due - timedelta(days=30), due, False, False,
        1_200_00, 1_200_00, 1_200_00,
    )  # fmt: skip


def _other(
    t: Transaction, text: LetterTemplate, client_id: int, day: date
) -> tuple[LetterContent, Mapping[str, object]]:
    items = t.balance.open_items(day, client_id=client_id)
    late = [item for item in items if item.days_late(day) > 0] or items
    owed = sum(item.outstanding for item in late)
    typed = {one.name: _example(one, owed, day) for one in EVERY_LETTER[text.id].fields}
    ids = tuple(dict.fromkeys(item.invoice_id for item in late))
    order = Order(client_id, text.id, ids, fields=typed)
    if text.id == AGREEMENT.id:
        order = replace(order, schedule=_example_schedule(t, owed, day))
    content, _ = other_letters.content_within(t, order, day, text)
    given, _ = other_letters.given_within(t, order, day)
    return content, other_values(given, reference=content.reference, issued_on=day)


def _example_schedule(t: Transaction, owed: int, day: date) -> AgreedSchedule:
    """A plan in three months, with every clause that the text may have."""
    total = max(owed, 300)
    first = day + timedelta(days=_SAMPLE_DAYS)
    parts = schedule(total, first, 3, holidays=working_days.within(t))
    by_hand = mention(total, t.company.get().legal_name)
    return AgreedSchedule(parts, Charges.WAIVED, 12_40, 40_00, lapse_clause=True, mention=by_hand)


def _example(asked: AskedField, owed: int, day: date) -> FieldValue:
    """Something believable in the place of what the user will type."""
    match asked.kind:
        case FieldKind.AMOUNT:
            return max(owed * 3 // 4, 1)
        case FieldKind.DAY:
            past = asked.name in {"told_on", "received_on", "requested_on"}
            return day + timedelta(days=-3 if past else _SAMPLE_DAYS)
        case _:
            return f"({asked.label.lower()})"


def _statement(t: Transaction, store: Store, text: LetterTemplate, client_id: int, day: date) -> Trial:
    content = statements.within(t, client_id, day, text=text)
    return Trial(CheckedLetter(statements.draw(store, content), (), ()), ())
