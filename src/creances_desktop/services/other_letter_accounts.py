"""What a letter outside the plan tells of a client's account, read as of its day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from creances_desktop.domain.clients import Client, Nature
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.invoices import DocumentKind, OpenItem
from creances_desktop.domain.letterhead import siren_groups
from creances_desktop.domain.letters import LetterLine, ReceivedPayment
from creances_desktop.domain.other_letter_fields import listed
from creances_desktop.domain.other_letter_kinds import EVERY_LETTER
from creances_desktop.domain.other_letters import Account, Subject
from creances_desktop.domain.payments import PaymentMode
from creances_desktop.domain.postal import address_lines
from creances_desktop.services import disputes
from creances_desktop.storage import letters as states
from creances_desktop.storage.invoices import StoredDueItem, StoredInvoice
from creances_desktop.storage.payments import StoredPayment
from creances_desktop.storage.transaction import Transaction


class AccountReader:
    """Reads the account of one client as of a day, within an action under way."""

    def __init__(self, t: Transaction, client: Client, day: date) -> None:
        self._t, self._client, self._day = t, client, day

    def account(
        self, subject: Subject, invoice_ids: Iterable[int], payment_ids: Sequence[int]
    ) -> tuple[Account, list[int]]:
        """The account with the ids of the invoices that the letter is about.

        InvalidValue beside `invoice_ids` or `payment_ids` for what is not this client's or no longer stands.
        """
        t, client, day = self._t, self._client, self._day
        about = list(dict.fromkeys(invoice_ids)) if subject is not Subject.ACCOUNT else []
        received: list[StoredPayment] = []
        receipt = subject is Subject.PAYMENTS
        if receipt:
            received = self._chosen_payments(about, payment_ids)
            about = list(dict.fromkeys([*about, *_settled_by(t, received)]))
        lines = [line for line in self._lines(about) if _belongs(line, subject)]
        items = t.balance.open_items(day, client_id=client.id)
        in_hand = max(t.balance.credits(day, client_id=client.id).get(client.id, 0), 0)
        account = Account(
            client=client.name,
            lines=() if receipt else tuple(lines),
            received=tuple(_received_line(t, one) for one in received),
            in_hand=sum(one.unallocated for one in received),
            credits=in_hand,
            balance=sum(item.outstanding for item in items) - in_hand,
            overdue=_overdue(items, day, in_hand),
            disputed=self._contested(items),
            previous=self._previous(about),
            insolvency=client.insolvency_judgment,
            debtor=_debtor(client),
            cheque=any(one.mode == PaymentMode.CHEQUE for one in received),
            remaining=sum(line.outstanding for line in lines) if receipt else 0,
            remaining_numbers=tuple(dict.fromkeys(line.number for line in lines if line.outstanding > 0)),
            remaining_invoices=all(
                line.kind is DocumentKind.INVOICE for line in lines if line.outstanding > 0
            ),
            settled=len(about),
        )
        return account, about

    def _contested(self, items: Collection[OpenItem]) -> int:
        """What the client contests of what is overdue, in cents."""
        parts = disputes.contested(self._t, items, self._day)
        return sum(parts.get(one.due_item_id, 0) for one in items if one.days_late(self._day) > 0)

    def _previous(self, invoice_ids: Iterable[int]) -> tuple[date, ...]:
        """The days of the letters that asked for these overdue invoices, were sent and did not come back.

        A receipt or a copy asks for nothing, and a notice before the due date is no letter left unanswered.
        """
        sent = set()
        for invoice_id in invoice_ids:
            due = min((item.due_date for item in self._t.invoices.due_items(invoice_id)), default=self._day)
            sent |= {
                letter.issued_on
                for letter in self._t.letters.of_invoice(invoice_id)
                if letter.status == states.DELIVERED and letter.issued_on > due and _asks(letter.step)
            }
        return tuple(sorted(sent))

    def undisputed(self, account: Account, invoice_ids: Sequence[int]) -> Account:
        """The account with what is contested of its lines told apart, as an agreement lists them."""
        items = self._t.balance.open_items(self._day, invoice_ids=invoice_ids)
        apart = disputes.contested(self._t, items, self._day)
        parts = {(one.number, one.due_date): apart.get(one.due_item_id, 0) for one in items}
        lines = (_without(line, parts.get((line.number, line.due_date), 0)) for line in account.lines)
        return replace(account, lines=tuple(lines))

    def received(self) -> list[StoredPayment]:
        """The money really received until the day, that stands, latest first."""
        no_money = {mode.value for mode in PaymentMode if not mode.is_money}
        return [
            one
            for one in self._t.payments.of_client(self._client.id)
            if one.mode not in no_money and one.amount > 0 and one.bank_date <= self._day
        ]

    def _chosen_payments(self, invoice_ids: Sequence[int], payment_ids: Sequence[int]) -> list[StoredPayment]:
        """The payments chosen, those of the invoices, or the last one; oldest first."""
        known = {one.id: one for one in self.received()}
        if any(one not in known for one in payment_ids):
            raise InvalidValue(
                "payment_ids",
                "Un des règlements choisis n’est plus au compte de ce client\u00a0: choisissez de nouveau.",
            )
        wanted = set(payment_ids)
        if not wanted:
            parts = (part for one in invoice_ids for part in self._t.payments.on_invoice(one))
            wanted = {part.payment_id for part in parts if part.payment_id is not None}
        if not wanted and not invoice_ids:
            wanted = set(list(known)[:1])
        chosen = (one for one in known.values() if one.id in wanted)
        return sorted(chosen, key=lambda one: (one.bank_date, one.id))

    def _lines(self, invoice_ids: Sequence[int]) -> list[LetterLine]:
        """The due items of the invoices by due date."""
        t, day = self._t, self._day
        open_items = t.balance.open_items(day, invoice_ids=invoice_ids)
        left = {item.due_item_id: item.outstanding for item in open_items}
        found = [
            _line(invoice, item, left.get(item.id, 0), day)
            for invoice in (self._own(invoice_id) for invoice_id in invoice_ids)
            for item in t.invoices.due_items(invoice.id)
        ]
        return sorted(found, key=lambda line: (line.due_date, line.number))

    def _own(self, invoice_id: int) -> StoredInvoice:
        """The invoice, if it is a debit of this client that stands; InvalidValue otherwise."""
        for invoice in self._t.invoices.of_client(self._client.id):
            if invoice.id == invoice_id and invoice.kind.is_debit:
                return invoice
        raise InvalidValue(
            "invoice_ids",
            "Une des factures choisies n’est plus au compte de ce client\u00a0: choisissez de nouveau.",
        )


def _asks(step: str) -> bool:
    """Whether a letter of this step asked for payment by a day: those of a plan of follow-up do.

    One that notes a promise or an agreement is no demand left unanswered.
    """
    letter = EVERY_LETTER.get(step)
    return letter is None or (letter.asks_payment and bool(letter.deadline))


def _without(line: LetterLine, contested: int) -> LetterLine:
    return replace(line, outstanding=line.outstanding - contested, disputed=contested)


def _belongs(line: LetterLine, subject: Subject) -> bool:
    """Whether a due item is part of what the letter is about."""
    if subject is Subject.OVERDUE_INVOICES:
        return line.outstanding > 0 and line.days_late > 0
    return line.outstanding > 0 or subject not in {Subject.OPEN_INVOICES, Subject.MAYBE_INVOICES}


def _line(invoice: StoredInvoice, item: StoredDueItem, left: int, day: date) -> LetterLine:
    return LetterLine(
        number=invoice.number,
        label=invoice.label,
        kind=invoice.kind,
        issue_date=invoice.issue_date,
        due_date=item.due_date,
        estimated=item.estimated,
        gross=invoice.gross,
        amount=item.amount,
        paid=item.amount - left,
        outstanding=left,
        days_late=(day - item.due_date).days if left > 0 else 0,
    )


def _overdue(items: Sequence[OpenItem], day: date, in_hand: int) -> int:
    """What is due and not covered by what the client has in hand, in cents."""
    return max(sum(item.outstanding for item in items if item.days_late(day) > 0) - in_hand, 0)


def _settled_by(t: Transaction, received: Iterable[StoredPayment]) -> list[int]:
    """The ids of the invoices that these payments were set on."""
    parts = (part for one in received for part in t.payments.of_payment(one.id) if part.amount > 0)
    return list(dict.fromkeys(t.invoices.due_item(part.due_item_id).invoice_id for part in parts))


def _received_line(t: Transaction, payment: StoredPayment) -> ReceivedPayment:
    numbers = [t.invoices.get(one).number for one in _settled_by(t, [payment])]
    return ReceivedPayment(
        payment.bank_date, payment_mode(payment.mode), payment.reference, payment.amount, listed(numbers)
    )


def payment_mode(mode: str) -> str:
    """The French word for a mode; `Règlement` for one that an import brought as it was."""
    try:
        known = PaymentMode(mode)
    except ValueError:
        return "Règlement"
    return "Règlement" if known is PaymentMode.OTHER else known.label


def _debtor(client: Client) -> tuple[str, ...]:
    """Who the debtor is, for a third party: name, address and number."""
    lines = address_lines(client.name, "", client.address)
    number = f"SIREN\u00a0{siren_groups(client.siren)}" if client.siren.strip() else ""
    known = client.nature is not Nature.UNSPECIFIED
    return tuple(line for line in (*lines, number, client.nature.label.lower() if known else "") if line)
