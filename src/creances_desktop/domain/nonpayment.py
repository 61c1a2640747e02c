"""Why a client does not pay, and what to do about it: reason → document, channel, delay, tone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from creances_desktop.domain.calendar import CallOutcome
from creances_desktop.domain.clients import Channel
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.money import Cents


class Reason(StrEnum):
    """Why an invoice is not paid, as the client says or as the user believes."""

    LOST_INVOICE = "lost_invoice"
    WRONG_ADDRESS = "wrong_address"
    APPROVAL_PENDING = "approval_pending"
    DISSATISFIED = "dissatisfied"
    CASH_SHORTAGE = "cash_shortage"
    BANK_PROBLEM = "bank_problem"
    ABSENCE = "absence"
    DISASTER = "disaster"
    BAD_FAITH = "bad_faith"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _REASON_LABELS[self]


_REASON_LABELS = {
    Reason.LOST_INVOICE: "Facture perdue ou non reçue",
    Reason.WRONG_ADDRESS: "Mauvaise adresse de facturation",
    Reason.APPROVAL_PENDING: "En attente de validation",
    Reason.DISSATISFIED: "Mécontent, conteste",
    Reason.CASH_SHORTAGE: "Difficulté de trésorerie",
    Reason.BANK_PROBLEM: "Problème bancaire",
    Reason.ABSENCE: "Événement familial ou absence",
    Reason.DISASTER: "Sinistre",
    Reason.BAD_FAITH: "Mauvaise foi",
    Reason.UNKNOWN: "Inconnu",
}

_BY_OUTCOME = {
    CallOutcome.INVOICE_NOT_RECEIVED: Reason.LOST_INVOICE,
    CallOutcome.AWAITING_APPROVAL: Reason.APPROVAL_PENDING,
    CallOutcome.DISPUTE: Reason.DISSATISFIED,
    CallOutcome.CASH_SHORTAGE: Reason.CASH_SHORTAGE,
    CallOutcome.REFUSES: Reason.BAD_FAITH,
}


def reason_of(outcome: CallOutcome) -> Reason | None:
    """The reason that the outcome of a call tells by itself; None when it tells none."""
    return _BY_OUTCOME.get(outcome)


class ActionTone(StrEnum):
    """How one speaks to him."""

    FRIENDLY = "friendly"
    COURTEOUS = "courteous"
    FIRM = "firm"

    @property
    def label(self) -> str:
        """The French word shown to the user."""
        return _TONE_LABELS[self]


_TONE_LABELS = {
    ActionTone.FRIENDLY: "Cordial",
    ActionTone.COURTEOUS: "Courtois",
    ActionTone.FIRM: "Ferme",
}

NO_DOCUMENT = ""
STATEMENT = "statement"
INSTALMENT_PLAN = "instalment_plan"
DUPLICATE = "duplicate"
PLAN_LETTER = "plan_letter"
MOST_DAYS = 90


@dataclass(frozen=True, slots=True)
class NextAction:
    """What follows a reason.

    `document`: the id of a paper, empty for none; `channel` how it leaves; `days`: working days until the
    next call, None for no call; `advice` is what the user wants to be reminded of.
    """

    reason: Reason
    document: str
    channel: Channel
    days: int | None
    tone: ActionTone
    advice: str


_F, _C, _D = ActionTone.FRIENDLY, ActionTone.COURTEOUS, ActionTone.FIRM
DEFAULTS: Mapping[Reason, NextAction] = {
    one.reason: one
    for one in (
        NextAction(Reason.LOST_INVOICE, DUPLICATE, Channel.EMAIL, 3, _F,
                   "Envoyer le duplicata aujourd’hui, puis demander s’il est arrivé et quand il sera payé."),
        NextAction(Reason.WRONG_ADDRESS, DUPLICATE, Channel.LETTER, 5, _F,
                   "Corriger la fiche du client, renvoyer la facture à la bonne adresse."),
        NextAction(Reason.APPROVAL_PENDING, STATEMENT, Channel.EMAIL, 5, _C,
                   "Demander qui valide et quand, et parler à cette personne."),
        NextAction(Reason.DISSATISFIED, "dispute_answer", Channel.LETTER, 3, _C,
                   "Faire préciser ce qui est contesté et pour combien\u00a0; le reste se paie."),
        NextAction(Reason.CASH_SHORTAGE, INSTALMENT_PLAN, Channel.LETTER, 2, _C,
                   "Appeler avec les chiffres d’un échéancier\u00a0: en plusieurs fois plutôt que jamais."),
        NextAction(Reason.BANK_PROBLEM, STATEMENT, Channel.EMAIL, 3, _C,
                   "Demander la preuve de l’ordre de virement\u00a0; rappeler l’IBAN."),
        NextAction(Reason.ABSENCE, NO_DOCUMENT, Channel.PHONE, 10, _F,
                   "Laisser passer quelques jours\u00a0; demander qui peut payer entre-temps."),
        NextAction(Reason.DISASTER, NO_DOCUMENT, Channel.PHONE, 10, _F,
                   "Proposer un report daté et écrit\u00a0; demander si une assurance intervient."),
        NextAction(Reason.BAD_FAITH, PLAN_LETTER, Channel.REGISTERED_LETTER, None, _D,
                   "Ne plus négocier sans écrit\u00a0: mise en demeure, puis voie de droit."),
        NextAction(Reason.UNKNOWN, NO_DOCUMENT, Channel.PHONE, 3, _C,
                   "Chercher d’abord pourquoi\u00a0: demander, puis essayer une autre personne."),
    )
}  # fmt: skip


def checked(action: NextAction) -> NextAction:
    """The action with its advice trimmed; InvalidValue for a delay that makes no sense."""
    if action.days is not None and not 0 <= action.days <= MOST_DAYS:
        raise InvalidValue(
            "days", f"Le délai avant le prochain appel est compris entre 0 et {MOST_DAYS} jours."
        )
    return NextAction(
        action.reason,
        action.document,
        action.channel,
        action.days,
        action.tone,
        " ".join(action.advice.split()),
    )


@dataclass(frozen=True, slots=True)
class UnpaidWithReason:
    """A due item that is late, with the last reason told about it."""

    client_id: int
    client_name: str
    number: str
    outstanding: Cents
    days_late: int
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class ReasonShare:
    """What is late for one reason: invoices, clients, cents, and the share of the whole in percent.

    `reason` None: nobody asked yet.
    """

    reason: Reason | None
    invoices: int
    clients: int
    amount: Cents
    percent: int
    lines: tuple[UnpaidWithReason, ...]

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return self.reason.label if self.reason is not None else "Pas encore demandé"


def shares(lines: Iterable[UnpaidWithReason]) -> tuple[ReasonShare, ...]:
    """What is late by reason, the greatest amount first; what nobody asked about comes last."""
    by_reason: dict[Reason | None, list[UnpaidWithReason]] = {}
    for one in lines:
        by_reason.setdefault(one.reason, []).append(one)
    whole = sum(one.outstanding for found in by_reason.values() for one in found)
    made = [_share(reason, found, whole) for reason, found in by_reason.items()]
    return tuple(sorted(made, key=lambda one: (one.reason is None, -one.amount, one.label)))


def _share(reason: Reason | None, lines: Sequence[UnpaidWithReason], whole: Cents) -> ReasonShare:
    amount = sum(one.outstanding for one in lines)
    return ReasonShare(
        reason,
        len({(one.client_id, one.number) for one in lines}),
        len({one.client_id for one in lines}),
        amount,
        (200 * amount + whole) // (2 * whole) if whole else 0,
        tuple(sorted(lines, key=lambda one: (-one.outstanding, one.client_name, one.number))),
    )
