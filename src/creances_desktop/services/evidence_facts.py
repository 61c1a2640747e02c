"""What the dossier knows of some invoices, gathered for an evidence file: exhibits, facts, proofs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from creances_desktop.domain.attachments import Attachment, AttachmentKind
from creances_desktop.domain.clients import Channel, Client
from creances_desktop.domain.evidence import Debt, Exhibit, Fact, Proofs, Section, Source
from creances_desktop.domain.letter_events import POSTAL, EventKind, LetterEvent
from creances_desktop.domain.letters import claimed_words
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.other_letter_kinds import EVERY_LETTER
from creances_desktop.domain.registered import life_of
from creances_desktop.domain.sendings import Sending
from creances_desktop.domain.text import short_date
from creances_desktop.services import disputes
from creances_desktop.storage import letters as states
from creances_desktop.storage.invoices import StoredInvoice
from creances_desktop.storage.journal import JournalEntry
from creances_desktop.storage.letter_events import DEMAND
from creances_desktop.storage.letters import StoredLetter
from creances_desktop.storage.transaction import Transaction

SAID = frozenset(
    {
        *("call_noted", "promise_recorded", "promise_confirmed", "promise_withdrawn"),
        *("instalment_plan_proposed", "instalment_plan_signed", "instalment_plan_ended"),
        *("instalment_plan_lapsed", "instalment_plan_noticed"),
        *("dispute_opened", "dispute_changed", "dispute_answered", "dispute_closed"),
    }
)
"""Journal entries that tell what passed between creditor and client."""
_SECTIONS = {
    AttachmentKind.CONTRACT: Section.AGREEMENT,
    AttachmentKind.TERMS: Section.AGREEMENT,
    AttachmentKind.QUOTE: Section.AGREEMENT,
    AttachmentKind.ORDER: Section.AGREEMENT,
    AttachmentKind.DELIVERY_NOTE: Section.AGREEMENT,
    AttachmentKind.INVOICE: Section.INVOICES,
    AttachmentKind.SENDING_PROOF: Section.INVOICES,
    AttachmentKind.MAIL: Section.EXCHANGES,
    AttachmentKind.RECEIPT: Section.LETTERS,
    AttachmentKind.OTHER: Section.OTHER,
}
_CHANNELS = {
    Channel.LETTER: "courrier",
    Channel.REGISTERED_LETTER: "recommandé avec AR",
    Channel.EMAIL: "e-mail",
    Channel.PHONE: "téléphone",
}
_LEFT = (states.DELIVERED, states.RETURNED)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything read at once; `contacts` is what was said, each with its own day, oldest first.

    `agreement`: a contract or conditions of sale are among the files; `pending` the references of the
    registered letters whose fate is not known.
    """

    client: Client
    debts: tuple[Debt, ...]
    exhibits: tuple[Exhibit, ...]
    facts: tuple[Fact, ...]
    proofs: tuple[Proofs, ...]
    contacts: tuple[tuple[date, JournalEntry], ...]
    agreement: bool
    pending: tuple[str, ...]


class _Reading:
    """The rows about the client and the invoices of the file."""

    def __init__(self, r: Transaction, client_id: int, invoice_ids: Sequence[int], day: date) -> None:
        self.r, self.day = r, day
        self.client = r.clients.get(client_id)
        self.invoices = sorted((r.invoices.get(one) for one in invoice_ids), key=lambda one: one.issue_date)
        self.ids = {one.id for one in self.invoices}
        self.about: dict[int, list[int]] = {}
        self.letters: list[StoredLetter] = []
        for letter in reversed(r.letters.of_client(client_id)):
            own = [one for one in r.letters.invoices_of(letter.id) if one in self.ids]
            if own and letter.status in _LEFT:
                self.letters.append(letter)
                self.about[letter.id] = own
        self.events = r.letter_events.of_letters(self.about)
        self.sendings = r.sendings.of_invoices(self.ids)
        self.files = [one for one in reversed(r.attachments.of_client(client_id)) if self._concerns(one)]
        said = [
            one
            for one in reversed(r.journal.of_client(client_id, limit=5000))
            if one.action in SAID and (one.invoice_id is None or one.invoice_id in self.ids)
        ]
        days = r.journal.own_days([one.id for one in said])
        dated = [(days.get(one.id) or one.at.astimezone().date(), one) for one in said]
        self.contacts = sorted(dated, key=lambda pair: (pair[0], pair[1].id))

    def _concerns(self, one: Attachment) -> bool:
        if one.letter_id is not None:
            return one.letter_id in self.about
        return one.invoice_id is None or one.invoice_id in self.ids


def gather(r: Transaction, client_id: int, invoice_ids: Sequence[int], day: date) -> Gathered:
    """What is known of these invoices of a client as of a day."""
    read = _Reading(r, client_id, invoice_ids, day)
    debts = tuple(_debt(read, one) for one in read.invoices)
    exhibits = (*_files(read), *_invoices(read), *_letters(read))
    lives = {letter.id: life_of(read.events.get(letter.id, ())) for letter in read.letters}
    return Gathered(
        client=read.client,
        debts=debts,
        exhibits=tuple(sorted(exhibits, key=_place)),
        facts=tuple(sorted(_facts(read), key=lambda one: one.day)),
        proofs=tuple(_proofs(read, one) for one in read.invoices),
        contacts=tuple(read.contacts),
        agreement=any(one.kind in {AttachmentKind.CONTRACT, AttachmentKind.TERMS} for one in read.files),
        pending=tuple(
            one.reference
            for one in read.letters
            if one.channel == Channel.REGISTERED_LETTER and lives[one.id].outcome is None
        ),
    )


def _place(one: Exhibit) -> tuple[date, bool, int]:
    """By day; of one day, the letter before the slip of its deposit."""
    return one.day, one.source is Source.ATTACHMENT, one.row_id


def _debt(read: _Reading, one: StoredInvoice) -> Debt:
    items = read.r.balance.open_items(read.day, invoice_ids=[one.id])
    left = sum(item.outstanding for item in items)
    disputed = sum(disputes.contested(read.r, items, read.day).values())
    due = min((item.due_date for item in read.r.invoices.due_items(one.id)), default=one.issue_date)
    return Debt(
        one.id, one.number, one.issue_date, due, one.gross, one.gross - left, left, one.label, disputed
    )


def _files(read: _Reading) -> Iterator[Exhibit]:
    numbers = {one.id: one.number for one in read.invoices}
    for one in read.files:
        ids: tuple[int, ...] = () if one.invoice_id is None else (one.invoice_id,)
        if one.letter_id is not None:
            ids = tuple(read.about[one.letter_id])
        section = _SECTIONS[one.kind]
        title = one.label or _named(one)
        about = numbers.get(one.invoice_id or 0, "")
        if one.letter_reference:
            about = f"lettre {one.letter_reference}"
        elif one.dispute_id is not None:
            section, about = Section.EXCHANGES, f"litige sur {about}"
        if about and about not in title:
            title = f"{title}, {about}"
        kept = one.day, one.file_name, one.media_type, one.sha256
        yield Exhibit(Source.ATTACHMENT, one.id, section, title, *kept, ids, turn=one.turn)


def _named(one: Attachment) -> str:
    """What a file is called that has no label: its kind, or its own name where it is of none."""
    if one.kind is not AttachmentKind.OTHER:
        return one.kind.label
    return f"{one.kind.label}\u00a0: {PurePath(one.file_name).stem}"


def _invoices(read: _Reading) -> Iterator[Exhibit]:
    for one in read.invoices:
        if one.pdf_sha256:
            yield Exhibit(
                Source.INVOICE,
                one.id,
                Section.INVOICES,
                f"{one.kind.label} {one.number}",
                one.issue_date,
                f"{one.number}.pdf",
                sha256=one.pdf_sha256,
                invoice_ids=(one.id,),
            )


def _letters(read: _Reading) -> Iterator[Exhibit]:
    names = {one.id: one.name for one in EVERY_LETTER.values()}
    names |= {step.id: step.name for plan in read.r.followups.plans() for step in plan.steps}
    for one in read.letters:
        if one.pdf_sha256:
            yield Exhibit(
                Source.LETTER,
                one.id,
                Section.LETTERS,
                f"{names.get(one.step, 'Lettre')} {one.reference}",
                one.issued_on,
                one.file_name,
                sha256=one.pdf_sha256,
                invoice_ids=tuple(read.about[one.id]),
            )


def _facts(read: _Reading) -> Iterator[Fact]:
    for one in read.invoices:
        key = (f"{Source.INVOICE.value}:{one.id}",) if one.pdf_sha256 else ()
        due = min((item.due_date for item in read.r.invoices.due_items(one.id)), default=one.issue_date)
        amount = format_cents(one.gross)
        yield Fact(one.issue_date, f"{one.kind.label} {one.number} émise, {amount}", key)
        yield Fact(due, f"Échéance de {one.number}")
        for sending in read.sendings.get(one.id, ()):
            yield Fact(sending.day, f"{one.number} {_sentence(sending)}", _proof(sending.attachment_id))
        for part in read.r.payments.on_invoice(one.id):
            word = "Avoir imputé" if part.payment_id is None else "Règlement reçu"
            if part.reverses_id is not None:
                word = "Règlement revenu impayé ou annulé"
            yield Fact(part.effective_on, f"{word} sur {one.number}, {format_cents(abs(part.amount))}")
    for letter in read.letters:
        yield from _letter_facts(read, letter)
    for file in read.files:
        if file.dispute_id is not None:
            title = file.label or file.kind.label
            yield Fact(file.day, f"{title}, pièce du litige sur {file.invoice_number}", _proof(file.id))
        elif file.kind in {AttachmentKind.CONTRACT, AttachmentKind.QUOTE, AttachmentKind.ORDER,
                         AttachmentKind.DELIVERY_NOTE}:  # fmt: skip
            about = f" ({file.invoice_number})" if file.invoice_number else ""
            yield Fact(file.day, f"{file.label or file.kind.label}{about}", _proof(file.id))
    contacts = (f"{Source.CONTACTS.value}:0",)
    for happened, entry in read.contacts:
        yield Fact(happened, entry.summary, contacts)


def _letter_facts(read: _Reading, letter: StoredLetter) -> Iterator[Fact]:
    own = (f"{Source.LETTER.value}:{letter.id}",)
    claimed = f", {claimed_words(letter.claimed)}" if letter.claimed else ""
    until = f", délai jusqu’au {short_date(letter.deadline)}" if letter.deadline else ""
    channel = _CHANNELS[Channel(letter.channel)]
    formal = letter.step.startswith(DEMAND) or letter.template.startswith(DEMAND)
    word = "Mise en demeure" if formal else "Lettre"
    yield Fact(letter.issued_on, f"{word} {letter.reference} ({channel}){claimed}{until}", own)
    for event in read.events.get(letter.id, ()):
        if event.kind in POSTAL or event.kind in {EventKind.EMAILED, EventKind.ANSWERED}:
            yield Fact(event.day, _event(letter, event), _proof(event.attachment_id) or own)
    if letter.status == states.RETURNED:
        at = letter.delivered_at or letter.issued_on.isoformat()
        yield Fact(
            date.fromisoformat(at[:10]), f"Lettre {letter.reference} revenue\u00a0: {letter.void_reason}"
        )


def _event(letter: StoredLetter, event: LetterEvent) -> str:
    words = f"Lettre {letter.reference}\u00a0: {event.kind.label[:1].lower()}{event.kind.label[1:]}"
    words += f" à {event.recipient}" if event.recipient else ""
    said = " ".join(event.text.split())
    return f"{words} — {said}" if said else words


def _sentence(sending: Sending) -> str:
    to = f" à {sending.recipient}" if sending.recipient else ""
    return f"{sending.channel.words}{to}"


def _proof(attachment_id: int | None) -> tuple[str, ...]:
    return () if attachment_id is None else (f"{Source.ATTACHMENT.value}:{attachment_id}",)


def _proofs(read: _Reading, one: StoredInvoice) -> Proofs:
    own = {file.kind for file in read.files if file.invoice_id == one.id}
    general = {file.kind for file in read.files if file.invoice_id is None and file.letter_id is None}
    sendings = read.sendings.get(one.id, [])
    letters = [letter for letter in read.letters if one.id in read.about[letter.id]]
    return Proofs(
        number=one.number,
        has_pdf=bool(one.pdf_sha256) or AttachmentKind.INVOICE in own,
        sent=bool(sendings) or AttachmentKind.SENDING_PROOF in own,
        sending_proved=AttachmentKind.SENDING_PROOF in own
        or any(sending.attachment_id is not None for sending in sendings),
        ordered=bool((own | general) & {AttachmentKind.QUOTE, AttachmentKind.ORDER}),
        delivered=AttachmentKind.DELIVERY_NOTE in own,
        reminded=bool(letters),
        formally=any(
            letter.step.startswith(DEMAND) or letter.template.startswith(DEMAND) for letter in letters
        ),
    )
