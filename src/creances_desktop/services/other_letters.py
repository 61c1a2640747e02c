"""Letters outside the plan: a receipt, an offer, a suspension… issued like the others, one at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from creances_desktop.domain.clients import Channel, Client
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.instalment_plan_letters import AgreedSchedule
from creances_desktop.domain.letter_templates import LetterTemplate, choose_template
from creances_desktop.domain.letters import LetterContent, Recipient, content_to_json
from creances_desktop.domain.other_letter_fields import Given, field_values
from creances_desktop.domain.other_letter_kinds import EVERY_LETTER
from creances_desktop.domain.other_letters import OTHER_LETTERS, FieldValue, OtherLetter, compose_other
from creances_desktop.services import letter_texts, letters, paper, statements
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.letter_checks import CheckedLetter, findings
from creances_desktop.services.letter_texts import Wording
from creances_desktop.services.other_letter_accounts import AccountReader, payment_mode
from creances_desktop.storage.invoices import StoredInvoice
from creances_desktop.storage.letters import NewLetter
from creances_desktop.storage.payments import StoredPayment
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

__all__ = [
    "OTHER_LETTERS",
    "Choice",
    "Order",
    "StoredInvoice",
    "changes_of",
    "choices",
    "issue",
    "issue_order",
    "payment_mode",
    "preview",
    "reserve_within",
]

_POSTED = frozenset({Channel.LETTER, Channel.REGISTERED_LETTER})


@dataclass(frozen=True, slots=True)
class Order:
    """A letter that is asked for.

    `fields` are those of the letter in `EVERY_LETTER`: texts, amounts in cents, days. Without `payment_ids`
    a receipt names the payments of the invoices, or the last one. `channel` None: the letter's usual one.
    """

    client_id: int
    template_id: str
    invoice_ids: tuple[int, ...] = ()
    payment_ids: tuple[int, ...] = ()
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    channel: Channel | None = None
    wording: Wording | None = None
    """The words that the user gave this letter alone; None: those of its text."""
    schedule: AgreedSchedule | None = None
    """The instalment plan that an agreement is about."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a letter to this client may be about.

    `outstanding` is what is left to pay by invoice, in cents; `overdue` are the invoices of which something
    is overdue. Open invoices come before the paid ones, then the latest first; so do payments.
    """

    client: Client
    invoices: tuple[StoredInvoice, ...]
    outstanding: Mapping[int, int]
    overdue: frozenset[int]
    payments: tuple[StoredPayment, ...]


def choices(store: Store, client_id: int, day: date) -> Choice:
    """The invoices and the payments of a client that a letter of that day may be about."""
    with store.reading() as r:
        owed: dict[int, int] = {}
        items = r.balance.open_items(day, client_id=client_id)
        overdue = frozenset(item.invoice_id for item in items if item.days_late(day) > 0)
        for item in items:
            owed[item.invoice_id] = owed.get(item.invoice_id, 0) + item.outstanding
        debits = [one for one in r.invoices.of_client(client_id) if one.kind.is_debit]
        debits.sort(key=lambda one: (one.id not in owed, -one.issue_date.toordinal(), -one.id))
        client = r.clients.get(client_id)
        payments = AccountReader(r, client, day).received()
        return Choice(client, tuple(debits), owed, overdue, tuple(payments))


def preview(store: Store, order: Order, day: date) -> bytes:
    """The PDF that issuing this letter first would give; raises as `issue`."""
    return checked(store, order, day).pdf


def checked(store: Store, order: Order, day: date) -> CheckedLetter:
    """The letter that issuing first would give, with the passages to review; raises as `issue`."""
    with store.reading() as r:
        content, _ = content_within(r, order, day)
    return CheckedLetter(letters.draw(store, content), (), findings(content), content.edited)


def wording(store: Store, order: Order, day: date) -> tuple[LetterTemplate, Wording]:
    """The text of a letter with its phrases in full, to be edited for it alone; raises as `issue`."""
    with store.reading() as r:
        text = _text(r, EVERY_LETTER[order.template_id], r.clients.get(order.client_id), None)
        given = given_within(r, order, day)[0]
    return text, letter_texts.in_full(text, field_values(given, reference="", issued_on=day))


def issue(
    store: Store,
    client_id: int,
    template_id: str,
    *,
    invoice_ids: Iterable[int] = (),
    fields: Mapping[str, FieldValue] | None = None,
    day: date,
) -> int:
    """Writes a letter outside the plan, frozen and ready to print; returns its id. See `issue_order`."""
    order = Order(client_id, template_id, tuple(invoice_ids), fields=fields or {})
    return issue_order(store, order, day)


def issue_order(store: Store, order: Order, day: date) -> int:
    """Writes the letter, frozen and ready to print; returns its id.

    Raises InvalidValue beside a field (also `invoice_ids`, `payment_ids`), DomainError when it cannot be sent
    to this client, TemplateProblem; KeyError for a letter or a field that there is not.
    """
    with store.transaction() as t:
        letter_id = reserve_within(t, order, day)
    letters.finish(store, letter_id)
    return letter_id


def reserve_within(t: Transaction, order: Order, day: date) -> int:
    """Freezes the letter within an action under way and returns its id; `letters.finish` draws it after."""
    content, about = content_within(t, order, day)
    return _reserve(t, t.clients.get(order.client_id), content, about)


def changes_of(store: Store, letter_id: int) -> Changes:
    """What issuing this letter changed, for the pages that show it."""
    (letter,) = letters.page(store, [letter_id])
    return changed(
        Subject.LETTERS,
        Subject.CALENDAR,
        message=f"Lettre {letter.reference} prête à imprimer.",
        row_id=letter_id,
    )


def _reserve(t: Transaction, client: Client, content: LetterContent, about: Collection[int]) -> int:
    """Freezes a letter; the drawing comes after the commit."""
    entry = t.journal.append(
        "letter_reserved",
        f"{content.step_name} {content.reference} pour {client.name}",
        client_id=client.id,
        after={"reference": content.reference, "claimed": content.claimed, "template": content.template},
    )
    letter = NewLetter(
        client_id=client.id,
        client_name=client.name,
        reference=content.reference,
        step=content.step,
        channel=content.channel.value,
        template=content.template,
        issued_on=content.issued_on,
        deadline=content.deadline,
        total=content.total,
        credits=content.credits,
        claimed=content.claimed,
        content=content_to_json(content),
        file_name=letters.file_name(client.code, content.reference, content.step_name),
    )
    letter_id = t.letters.reserve(letter, action_id=entry)
    t.letters.attach(letter_id, about)
    return letter_id


def given_within(t: Transaction, order: Order, day: date) -> tuple[Given, list[int]]:
    """What the letter is written with, and the ids of the invoices that it is about."""
    letter = EVERY_LETTER[order.template_id]
    client = t.clients.get(order.client_id)
    reader = AccountReader(t, client, day)
    account, about = reader.account(letter.subject, order.invoice_ids, order.payment_ids)
    if order.schedule is not None:
        account = reader.undisputed(account, about)
    recipient = _recipient(letter, client, order.fields)
    return Given(t.company.get(), recipient, account, order.fields, order.schedule), about


def _text(t: Transaction, letter: OtherLetter, client: Client, wanted: Wording | None) -> LetterTemplate:
    text = choose_template(letter_texts.within(t), letter.id, client.nature)
    return text if wanted is None else letter_texts.worded(text, wanted)


def content_within(
    t: Transaction, order: Order, day: date, text: LetterTemplate | None = None
) -> tuple[LetterContent, list[int]]:
    """The letter with the ids of the invoices that it is about; `text` None: the one in use."""
    letter = EVERY_LETTER[order.template_id]
    client = t.clients.get(order.client_id)
    given, about = given_within(t, order, day)
    content = compose_other(
        letter,
        text or _text(t, letter, client, order.wording),
        given,
        reference=t.letters.next_reference(day),
        issued_on=day,
        channel=order.channel,
    )
    if content.channel in _POSTED and not letter.to_third_party and not client.address.is_complete:
        raise DomainError(
            f"L’adresse de {client.name} est incomplète\u00a0: complétez-la, ou envoyez cette lettre par "
            "e-mail."
        )
    if order.wording is not None:
        content = replace(content, edited=True)
    if letter.id == "statement_cover":
        content = replace(content, statement=statements.within(t, client.id, day))
    content = paper.dressed(t, content)
    # The slip and its code would ask for the whole sum at once.
    return (content if order.schedule is None else replace(content, slip=None)), about


def _recipient(letter: OtherLetter, client: Client, fields: Mapping[str, FieldValue]) -> Recipient:
    """The client, or the third party with the address that the user typed."""
    if not letter.to_third_party:
        return Recipient.from_client(client)
    name, address = str(fields.get("third_party", "")), str(fields.get("third_party_address", ""))
    lines = (line.strip() for line in address.splitlines())
    return Recipient("", name, (name, *(line for line in lines if line)))
