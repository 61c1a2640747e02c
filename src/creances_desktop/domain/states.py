"""The state of an invoice and of a client as one word: what the lists show beside an icon."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Protocol

from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.money import Cents


class InvoiceFacts(Protocol):
    """What decides the state of a document as of a day; cents.

    `outstanding` is what is left to pay of a debit, `credit_left` what is left of a credit. `planned_until`,
    `promised_until` and `paused_until` are days still to come, included, or None.
    """

    @property
    def kind(self) -> str:
        """A DocumentKind or its value."""

    @property
    def outstanding(self) -> Cents:
        """What is left to pay."""

    @property
    def credit_left(self) -> Cents:
        """What is left of a credit."""

    @property
    def due_date(self) -> date | None:
        """The first open due date."""

    @property
    def to_confirm(self) -> bool:
        """Whether the user has yet to confirm it."""

    @property
    def insolvency(self) -> bool:
        """Whether its client is in insolvency."""

    @property
    def disputed(self) -> bool:
        """Whether it is in dispute."""

    @property
    def disputed_amount(self) -> Cents | None:
        """The part of it that is in dispute, None for the whole."""

    @property
    def planned_until(self) -> date | None:
        """The day of the next instalment of a plan that is kept so far."""

    @property
    def promised_until(self) -> date | None:
        """The day of a promise that runs."""

    @property
    def paused_until(self) -> date | None:
        """The last day of a pause that runs."""


class InvoiceState(StrEnum):
    """The one state of a document that tells the user what to think of it."""

    PAID = "paid"
    TO_CONFIRM = "to_confirm"
    INSOLVENCY = "insolvency"
    DISPUTED = "disputed"
    PLANNED = "planned"
    PROMISED = "promised"
    PAUSED = "paused"
    PARTLY_DISPUTED = "partly_disputed"
    OVERDUE = "overdue"
    NOT_DUE = "not_due"
    CREDIT = "credit"
    CREDIT_USED = "credit_used"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _INVOICE_WORDS[self][0]

    @property
    def icon(self) -> str:
        """The name of the icon beside the word."""
        return _INVOICE_WORDS[self][1]


_INVOICE_WORDS = {
    InvoiceState.PAID: ("Soldée", "circle-check"),
    InvoiceState.TO_CONFIRM: ("À confirmer", "circle-question-mark"),
    InvoiceState.INSOLVENCY: ("Procédure collective", "gavel"),
    InvoiceState.DISPUTED: ("En litige", "scale"),
    InvoiceState.PLANNED: ("Échéancier", "banknote"),
    InvoiceState.PROMISED: ("Promesse", "handshake"),
    InvoiceState.PAUSED: ("Mise de côté", "pause"),
    InvoiceState.PARTLY_DISPUTED: ("Litige partiel", "scale"),
    InvoiceState.OVERDUE: ("Échue", "circle-alert"),
    InvoiceState.NOT_DUE: ("À échoir", "clock"),
    InvoiceState.CREDIT: ("Avoir non imputé", "receipt-euro"),
    InvoiceState.CREDIT_USED: ("Avoir imputé", "circle-check"),
}


def invoice_state(facts: InvoiceFacts, day: date) -> InvoiceState:
    """The state of a document as of `day`: what holds its follow-up back comes before how late it is.

    An invoice due on `day` itself is not overdue yet.
    """
    if not DocumentKind(facts.kind).is_debit:
        return InvoiceState.CREDIT if facts.credit_left > 0 else InvoiceState.CREDIT_USED
    if facts.outstanding <= 0:
        return InvoiceState.PAID
    # The rest of an invoice that is disputed in part goes on being followed up.
    part = facts.disputed_amount is not None and facts.disputed_amount < facts.outstanding
    held = (
        (facts.to_confirm, InvoiceState.TO_CONFIRM),
        (facts.insolvency, InvoiceState.INSOLVENCY),
        (facts.disputed and not part, InvoiceState.DISPUTED),
        (_runs(facts.planned_until, day), InvoiceState.PLANNED),
        (_runs(facts.promised_until, day), InvoiceState.PROMISED),
        (_runs(facts.paused_until, day), InvoiceState.PAUSED),
        (facts.disputed, InvoiceState.PARTLY_DISPUTED),
        (facts.due_date is not None and facts.due_date < day, InvoiceState.OVERDUE),
    )
    return next((state for is_so, state in held if is_so), InvoiceState.NOT_DUE)


class ClientFacts(Protocol):
    """What decides the state of a client as of a day; cents."""

    @property
    def outstanding(self) -> Cents:
        """What is open on his invoices."""

    @property
    def overdue(self) -> Cents:
        """What of it is past its due date."""

    @property
    def held(self) -> Cents:
        """What of the overdue is contested, or in an instalment plan that is kept."""

    @property
    def planned(self) -> bool:
        """Whether an instalment plan of his is kept."""

    @property
    def insolvency(self) -> bool:
        """Whether he is in insolvency."""

    @property
    def disputed(self) -> bool:
        """Whether one of his invoices is in dispute."""

    @property
    def no_delivery(self) -> bool:
        """Whether one no longer delivers to him."""

    @property
    def promised(self) -> bool:
        """Whether a promise of his runs."""

    @property
    def paused(self) -> bool:
        """Whether he is set aside."""


class ClientState(StrEnum):
    """The one state of a client's account."""

    INSOLVENCY = "insolvency"
    NO_DELIVERY = "no_delivery"
    PAUSED = "paused"
    PARTLY_DISPUTED = "partly_disputed"
    """Late on more than what he contests."""
    DISPUTED = "disputed"
    PROMISED = "promised"
    OVERDUE = "overdue"
    PLANNED = "planned"
    UP_TO_DATE = "up_to_date"
    NOTHING_OWED = "nothing_owed"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _CLIENT_WORDS[self][0]

    @property
    def icon(self) -> str:
        """The name of the icon beside the word."""
        return _CLIENT_WORDS[self][1]


_CLIENT_WORDS = {
    ClientState.INSOLVENCY: ("Procédure", "gavel"),
    ClientState.NO_DELIVERY: ("Ne plus livrer", "truck"),
    ClientState.PAUSED: ("Mis de côté", "pause"),
    ClientState.PARTLY_DISPUTED: ("Retard, litige partiel", "circle-alert"),
    ClientState.DISPUTED: ("En litige", "scale"),
    ClientState.PROMISED: ("Promesse", "handshake"),
    ClientState.OVERDUE: ("En retard", "circle-alert"),
    ClientState.PLANNED: ("Échéancier", "banknote"),
    ClientState.UP_TO_DATE: ("À jour", "clock"),
    ClientState.NOTHING_OWED: ("Soldé", "circle-check"),
}


def client_state(facts: ClientFacts) -> ClientState:
    """The state of a client: what holds his follow-up back comes before how late he is.

    A part in dispute holds back nothing but itself, and a plan that is kept is no delay.
    """
    late = facts.overdue > facts.held
    held = (
        (facts.insolvency, ClientState.INSOLVENCY),
        (facts.no_delivery, ClientState.NO_DELIVERY),
        (facts.paused, ClientState.PAUSED),
        (facts.disputed and late and not facts.promised, ClientState.PARTLY_DISPUTED),
        (facts.disputed and not late, ClientState.DISPUTED),
        (facts.promised, ClientState.PROMISED),
        (late, ClientState.OVERDUE),
        (facts.planned, ClientState.PLANNED),
        (facts.outstanding > 0, ClientState.UP_TO_DATE),
    )
    return next((state for is_so, state in held if is_so), ClientState.NOTHING_OWED)


def _runs(until: date | None, day: date) -> bool:
    return until is not None and until >= day
