"""Disputes: which part of what is owed a client contests, and what is left to follow up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import Cents, format_cents


class Category(StrEnum):
    """What a client contests."""

    NONCONFORMING = "nonconforming"
    INCOMPLETE = "incomplete"
    LATE = "late"
    PRICE = "price"
    QUANTITY = "quantity"
    NOT_ORDERED = "not_ordered"
    WORK = "work"
    PAPERS = "papers"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _CATEGORY_LABELS[self]


_CATEGORY_LABELS = {
    Category.NONCONFORMING: "Marchandise non conforme ou abîmée",
    Category.INCOMPLETE: "Livraison incomplète",
    Category.LATE: "Livraison ou fin de travaux en retard",
    Category.PRICE: "Prix ou remise",
    Category.QUANTITY: "Quantité",
    Category.NOT_ORDERED: "Commande contestée",
    Category.WORK: "Qualité de la prestation",
    Category.PAPERS: "Document manquant (bon de commande, bon de livraison)",
    Category.OTHER: "Autre motif",
}


class Answerer(StrEnum):
    """Who must answer next."""

    US = "us"
    CLIENT = "client"
    THIRD = "third"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _ANSWERER_WORDS[self][0]

    @property
    def awaited(self) -> str:
        """What the calendar says on the day of the answer."""
        return _ANSWERER_WORDS[self][1]


_ANSWERER_WORDS = {
    Answerer.US: ("Nous", "Répondre au client"),
    Answerer.CLIENT: ("Le client", "Réponse attendue du client"),
    Answerer.THIRD: ("Un tiers (expert, assureur, transporteur)", "Réponse attendue d’un tiers"),
}


class Outcome(StrEnum):
    """How a dispute ended."""

    CREDIT_NOTE = "credit_note"
    UPHELD = "upheld"
    COMPROMISE = "compromise"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _OUTCOME_WORDS[self][0]

    @property
    def meaning(self) -> str:
        """What it comes to, in French."""
        return _OUTCOME_WORDS[self][1]


_OUTCOME_WORDS = {
    Outcome.CREDIT_NOTE: ("Avoir", "Le client a raison\u00a0: ce qu’il conteste n’est pas dû."),
    Outcome.UPHELD: (
        "Créance maintenue",
        "La somme contestée reste due\u00a0; la relance reprend en entier.",
    ),
    Outcome.COMPROMISE: ("Compromis", "Une partie est abandonnée, le reste est dû."),
}


@dataclass(frozen=True, slots=True)
class DisputeDraft:
    """What the user notes of a dispute; `amount` in cents is the part contested, None for all of it.

    `claim` is what the client asks for; `answer_by` the day by which `answered_by` must answer.
    """

    reason: str = ""
    amount: Cents | None = None
    category: Category = Category.OTHER
    claim: str = ""
    answered_by: Answerer = Answerer.US
    answer_by: date | None = None


@dataclass(frozen=True, slots=True)
class Contest:
    """An open dispute as the figures need it, in cents.

    `credited` is what credit notes took off the invoice since the dispute was noted.
    """

    invoice_id: int
    amount: Cents | None
    credited: Cents = 0


def checked(draft: DisputeDraft, outstanding: Cents, today: date) -> DisputeDraft:
    """The draft; InvalidValue beside the first wrong field."""
    if draft.amount is not None and not 0 < draft.amount <= outstanding:
        raise InvalidValue(
            "amount",
            f"La somme contestée est comprise entre 0,01\u00a0€ et {format_cents(outstanding)}\u00a0; "
            "laissez-la vide si toute la facture est contestée.",
        )
    if draft.answer_by is not None and draft.answer_by < today:
        raise InvalidValue("answer_by", "Ce jour est déjà passé\u00a0: indiquez un jour à venir.")
    return draft


def still_contested(contest: Contest, outstanding: Cents) -> Cents:
    """What of the `outstanding` cents of its invoice is contested: from 0 to `outstanding`.

    A payment leaves the contested part for last; a credit note reduces it first. Once the rest is paid, the
    dispute is about all that is left, and stays open.
    """
    if contest.amount is None:
        return max(0, outstanding)
    return max(0, min(outstanding, contest.amount - max(0, contest.credited)))


def spread(contested: Cents, items: Sequence[OpenItem]) -> dict[int, Cents]:
    """The contested cents by due item, the last due dates first: what is due first goes on being followed up.

    `items` are those of one invoice; their outstanding amounts are at least `contested`.
    """
    parts: dict[int, Cents] = {}
    left = contested
    for item in sorted(items, key=lambda one: (one.due_date, one.due_item_id), reverse=True):
        part = min(left, max(0, item.outstanding))
        if part > 0:
            parts[item.due_item_id] = part
            left -= part
    return parts


def contested_parts(contests: Sequence[Contest], items: Sequence[OpenItem]) -> dict[int, Cents]:
    """The contested cents by due item, of the open items given; all of an invoice's are given, or none."""
    by_invoice: dict[int, list[OpenItem]] = {contest.invoice_id: [] for contest in contests}
    for item in items:
        if item.invoice_id in by_invoice:
            by_invoice[item.invoice_id].append(item)
    parts: dict[int, Cents] = {}
    for contest in contests:
        own = by_invoice[contest.invoice_id]
        parts |= spread(still_contested(contest, sum(item.outstanding for item in own)), own)
    return parts


def credit_amounts(
    gross: Cents, net: Cents | None, vat: Cents | None, conceded: Cents
) -> tuple[Cents | None, Cents | None]:
    """Net and VAT of a credit note of `conceded` cents, in the proportions of its invoice, in cents.

    Both None when the invoice does not say them. The VAT is rounded, halves up, and the net is the rest.
    """
    if net is None or vat is None or gross <= 0:
        return None, None
    tax = (2 * vat * conceded + gross) // (2 * gross)
    return conceded - tax, tax
