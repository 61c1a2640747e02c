"""The letters outside the plan: which there are, what each is about and what it asks the user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from creances_desktop.domain.clients import Channel


class FieldKind(StrEnum):
    """What the user types in a field of a letter."""

    TEXT = "text"
    LINES = "lines"
    AMOUNT = "amount"
    DAY = "day"


class Subject(StrEnum):
    """What a letter is about."""

    OPEN_INVOICES = "open_invoices"
    """Invoices with something left to pay; at least one."""
    OVERDUE_INVOICES = "overdue_invoices"
    """Invoices of which something is overdue; at least one. The letter is about what is overdue only."""
    ANY_INVOICES = "any_invoices"
    """Invoices, paid or not; at least one."""
    MAYBE_INVOICES = "maybe_invoices"
    """Open invoices, or the account as a whole."""
    PAYMENTS = "payments"
    """Payments really received; at least one."""
    ACCOUNT = "account"
    """The account as a whole."""


@dataclass(frozen=True, slots=True)
class AskedField:
    """Something that only the user knows: `label` is what the form calls it, `missing` what it says then."""

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    missing: str = ""
    hint: str = ""

    @property
    def required(self) -> bool:
        """Whether the letter cannot be written without it."""
        return bool(self.missing)


@dataclass(frozen=True, slots=True)
class OtherLetter:
    """A letter that no plan sends.

    `asks_payment` tells whether it prints how to pay; `asked` names the field of the amount that it asks for
    where it is not all that is listed, and `asked_label` what the table calls it; `deadline` names the field
    of the day that it grants. `advice` is what the form tells the user before he sends it.
    """

    id: str
    name: str
    subject: Subject
    fields: tuple[AskedField, ...] = ()
    asks_payment: bool = False
    asked: str = ""
    asked_label: str = ""
    deadline: str = ""
    channel: Channel = Channel.LETTER
    advice: str = ""
    enclosures: str = ""
    """The field whose lines name what is in the envelope."""
    to_third_party: bool = False
    """Whether it is addressed to the person of `third_party` rather than to the client."""


_DEADLINE = AskedField("deadline", "Date limite", FieldKind.DAY, "Indiquez la date limite de règlement.")
_THIRD_PARTY = AskedField(
    "third_party",
    "Confié à",
    missing="Indiquez à qui le dossier est confié.",
    hint="Nom de l’avocat ou de la société de recouvrement",
)

OTHER_LETTERS: Mapping[str, OtherLetter] = {
    one.id: one
    for one in (
        OtherLetter("statement_cover", "Envoi d’un relevé de compte", Subject.ACCOUNT),
        OtherLetter("payment_receipt", "Reçu et remerciement", Subject.PAYMENTS),
        OtherLetter(
            "promise_confirmation",
            "Confirmation de promesse",
            Subject.MAYBE_INVOICES,
            (
                AskedField("amount", "Montant promis", FieldKind.AMOUNT, "Indiquez le montant promis."),
                AskedField(
                    "promised_on", "Promis pour le", FieldKind.DAY, "Indiquez pour quel jour il est promis."
                ),
                AskedField("told_on", "Dit le", FieldKind.DAY, hint="Jour de l’appel ou de l’échange"),
                AskedField("told_by", "Par", hint="La personne qui s’est engagée"),
            ),
            asks_payment=True,
            asked="amount",
            asked_label="Montant de votre engagement",
            channel=Channel.EMAIL,
        ),
        OtherLetter(
            "missed_instalment",
            "Échéance impayée d’un échéancier",
            Subject.OPEN_INVOICES,
            (
                AskedField(
                    "agreed_on", "Échéancier du", FieldKind.DAY, "Indiquez la date de l’échéancier."
                ),
                AskedField(
                    "missed_on", "Échéance du", FieldKind.DAY, "Indiquez la date de l’échéance impayée."
                ),
                AskedField("amount", "Montant impayé", FieldKind.AMOUNT, "Indiquez ce qui manque."),
                AskedField("clause", "Clause de l’accord", hint="Vide\u00a0: la lettre n’en cite aucune"),
                _DEADLINE,
            ),
            asks_payment=True,
            asked="amount",
            asked_label="Échéance à régler",
            deadline="deadline",
            channel=Channel.REGISTERED_LETTER,
            advice="La déchéance du terme demande une clause de l’accord, et une mise en demeure restée sans "
            "effet pendant le délai qu’elle donne.",
        ),
        OtherLetter(
            "dispute_answer",
            "Réponse à une contestation",
            Subject.ANY_INVOICES,
            (
                AskedField("received_on", "Contestée le", FieldKind.DAY, hint="Jour de la contestation"),
                AskedField(
                    "dispute", "Motif avancé", missing="Indiquez ce que le client conteste.",
                    hint="Par exemple\u00a0: une livraison incomplète",
                ),
                AskedField(
                    "answer", "Votre réponse", FieldKind.LINES, "Écrivez votre réponse.",
                    "Une ligne vide sépare deux paragraphes",
                ),
                AskedField("deadline", "À régler d’ici au", FieldKind.DAY),
            ),
            deadline="deadline",
        ),
        OtherLetter(
            "suspension",
            "Suspension de nos prestations",
            Subject.OVERDUE_INVOICES,
            (
                AskedField(
                    "service", "Ce qui est suspendu", missing="Indiquez ce qui est suspendu.",
                    hint="Par exemple\u00a0: nos livraisons",
                ),
                AskedField("clause", "Clause du contrat", hint="Vide\u00a0: la lettre n’en cite aucune"),
                _DEADLINE,
            ),
            asks_payment=True,
            deadline="deadline",
            channel=Channel.REGISTERED_LETTER,
            advice="Vérifiez que votre contrat permet de suspendre vos prestations, et après quel préavis. "
            "La lettre ne cite que la clause que vous indiquez.",
        ),
        OtherLetter(
            "settlement_offer",
            "Proposition de règlement amiable",
            Subject.OPEN_INVOICES,
            (
                AskedField(
                    "amount", "Montant accepté", FieldKind.AMOUNT, "Indiquez le montant que vous acceptez."
                ),
                _DEADLINE,
                AskedField("conditions", "Autres conditions", FieldKind.LINES, hint="Facultatif"),
            ),
            asks_payment=True,
            asked="amount",
            asked_label="Montant proposé pour solde",
            deadline="deadline",
            advice="Si le client règle à temps, vous renoncez au surplus.",
        ),
        OtherLetter(
            "handover_notice",
            "Avis de transmission du dossier",
            Subject.OVERDUE_INVOICES,
            (
                _THIRD_PARTY,
                AskedField(
                    "third_party_quality", "En qualité de", hint="Par exemple\u00a0: avocat à Lyon"
                ),
                AskedField(
                    "deadline", "À défaut de règlement le", FieldKind.DAY,
                    "Indiquez jusqu’à quel jour il peut encore vous régler.",
                ),
            ),
            asks_payment=True,
            deadline="deadline",
            channel=Channel.REGISTERED_LETTER,
            advice="Les frais de recouvrement sans titre exécutoire restent à votre charge "
            "(CPCE, art. L. 111-8)\u00a0: la lettre n’en réclame pas.",
        ),
        OtherLetter(
            "handover_file",
            "Envoi du dossier à un tiers",
            Subject.OVERDUE_INVOICES,
            (
                _THIRD_PARTY,
                AskedField(
                    "third_party_address", "Son adresse", FieldKind.LINES, "Indiquez son adresse."
                ),
                AskedField("instructions", "Ce que vous demandez", FieldKind.LINES, hint="Facultatif"),
                AskedField("documents", "Pièces jointes", FieldKind.LINES, hint="Une par ligne"),
            ),
            enclosures="documents",
            to_third_party=True,
        ),
        OtherLetter(
            "thanks",
            "Remerciement à un bon payeur",
            Subject.ACCOUNT,
            (
                AskedField(
                    "period", "Période", missing="Indiquez la période dont vous le remerciez.",
                    hint="Par exemple\u00a0: ce trimestre",
                ),
                AskedField(
                    "offer", "Ce que vous offrez", FieldKind.LINES, hint="Facultatif\u00a0: un escompte…"
                ),
            ),
            advice="La lettre dit que toutes les factures de la période ont été réglées à leur "
            "échéance\u00a0: vérifiez qu’aucune n’est en retard.",
        ),
        OtherLetter(
            "duplicate",
            "Envoi d’un duplicata de facture",
            Subject.ANY_INVOICES,
            (AskedField("requested_on", "Demandé le", FieldKind.DAY),),
            advice="Joignez la facture à la lettre.",
        ),
    )
}  # fmt: skip
"""By id, in the order of the list that the user chooses from."""

AGREEMENT = OtherLetter(
    "instalment_plan",
    "Échéancier de règlement",
    Subject.OPEN_INVOICES,
    asks_payment=True,
    asked_label="Total de l’échéancier",
)
"""The agreement on an instalment plan: it leaves from its own form, with the plan that it is about."""

EVERY_LETTER: Mapping[str, OtherLetter] = {**OTHER_LETTERS, AGREEMENT.id: AGREEMENT}
"""The letters outside the plan of follow-up, those with a form of their own too."""
