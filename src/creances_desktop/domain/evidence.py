"""An evidence file: numbered exhibits, what happened day by day, what is usually asked and is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from creances_desktop.domain.money import Cents


class Section(StrEnum):
    """The parts of an evidence file, in their order."""

    AGREEMENT = "agreement"
    INVOICES = "invoices"
    LETTERS = "letters"
    EXCHANGES = "exchanges"
    OTHER = "other"
    BREAKDOWN = "breakdown"

    @property
    def label(self) -> str:
        """The French words printed."""
        return _SECTIONS[self]


_SECTIONS = {
    Section.AGREEMENT: "L’engagement du client",
    Section.INVOICES: "Les factures et leur envoi",
    Section.LETTERS: "Les relances et mises en demeure",
    Section.EXCHANGES: "Les échanges avec le client",
    Section.OTHER: "Autres pièces",
    Section.BREAKDOWN: "Le décompte",
}


class Source(StrEnum):
    """Where the pages of an exhibit come from."""

    ATTACHMENT = "attachment"
    INVOICE = "invoice"
    LETTER = "letter"
    CONTACTS = "contacts"
    BREAKDOWN = "breakdown"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A document of the file; `number` counts from 1, 0 until it is numbered.

    `key` names it among the candidates, `row_id` its row by `source`; `file_name` is that of the original.
    `invoice_ids` are those it proves something of, `sha256` the fingerprint of the original, empty for what
    the program draws now. `also` are the keys of the same content attached elsewhere. `turn`: the quarter
    turns to the right with which its pages are read.
    """

    source: Source
    row_id: int
    section: Section
    title: str
    day: date
    file_name: str
    media_type: str = "application/pdf"
    sha256: str = ""
    invoice_ids: tuple[int, ...] = ()
    number: int = 0
    also: tuple[str, ...] = ()
    turn: int = 0

    @property
    def key(self) -> str:
        """`attachment:12`: the same from one preparation to the next."""
        return f"{self.source.value}:{self.row_id}"


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the chronology; `keys` are those of the exhibits that prove it."""

    day: date
    text: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Debt:
    """An invoice of the file, in cents as of its day; `disputed` is what of `outstanding` is contested."""

    invoice_id: int
    number: str
    issue_date: date
    due_date: date
    gross: Cents
    paid: Cents
    outstanding: Cents
    label: str = ""
    disputed: Cents = 0


@dataclass(frozen=True, slots=True)
class Proofs:
    """What is known of one invoice, to tell what is missing."""

    number: str
    has_pdf: bool
    sent: bool
    sending_proved: bool
    ordered: bool
    delivered: bool
    reminded: bool
    formally: bool


def numbered(exhibits: Iterable[Exhibit], left_out: frozenset[str] = frozenset()) -> tuple[Exhibit, ...]:
    """The exhibits in the order of the sections and of their days, numbered; those left out are not there.

    The same content attached to several invoices is one exhibit, that names them all.
    """
    order = list(Section)
    kept: dict[str, Exhibit] = {}
    for one in exhibits:
        if one.key in left_out:
            continue
        same = kept.get(one.sha256) if one.sha256 else None
        if same is None:
            kept[one.sha256 or one.key] = one
        else:
            ids = tuple(dict.fromkeys((*same.invoice_ids, *one.invoice_ids)))
            kept[one.sha256] = replace(same, invoice_ids=ids, also=(*same.also, one.key))
    sorted_ones = sorted(kept.values(), key=lambda one: order.index(one.section))
    return tuple(replace(one, number=number) for number, one in enumerate(sorted_ones, 1))


def missing(
    invoices: Sequence[Proofs], *, agreement: bool, pending: Sequence[str], consumer: bool
) -> tuple[str, ...]:
    """What a judge or a lawyer usually asks for and is not in the file: French sentences, none is a rule.

    `agreement`: a contract or conditions of sale are there; `pending` are the references of the registered
    letters whose receipt is not.
    """
    found = []
    if not agreement:
        found.append("Contrat ou conditions générales acceptées par le client.")
    for words, lacking in (
        ("Devis signé ou bon de commande", [one.number for one in invoices if not one.ordered]),
        ("Bon de livraison ou de réception", [one.number for one in invoices if not one.delivered]),
        ("La facture elle-même (PDF)", [one.number for one in invoices if not one.has_pdf]),
        ("L’envoi de la facture n’est pas noté", [one.number for one in invoices if not one.sent]),
        (
            "Preuve de l’envoi de la facture",
            [one.number for one in invoices if one.sent and not one.sending_proved],
        ),
        ("Aucune relance écrite", [one.number for one in invoices if not one.reminded]),
        ("Aucune mise en demeure", [one.number for one in invoices if not one.formally]),
    ):
        if lacking:
            found.append(f"{words}\u00a0: {_listed(lacking)}.")
    if pending:
        found.append(f"Accusé de réception ou avis de retour du recommandé\u00a0: {_listed(pending)}.")
    if consumer and not agreement:
        found.append("D’un particulier, la preuve de ce qu’il a accepté compte plus encore.")
    return tuple(found)


def _listed(numbers: Sequence[str], most: int = 6) -> str:
    shown = ", ".join(numbers[:most])
    return f"{shown} et {len(numbers) - most} autres" if len(numbers) > most else shown


def safe_name(text: str) -> str:
    """Letters and figures only, for the name of a file on any system."""
    kept = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in text)
    return "-".join(part for part in kept.split("-") if part)[:60] or "piece"
