"""The stories of the example: what is late today and why, told in days before the day it is made for.

The follow-ups are really issued, once a week: a story gives invoices and events, the engine finds the steps.
Numbers of days leave room for the week's run falling up to two days earlier, when the day is at a weekend.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

from creances_desktop.domain.calendar import CallOutcome, EntryKind
from creances_desktop.domain.clients import Address
from creances_desktop.domain.disputes import Answerer, Category, DisputeDraft, Outcome
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.money import Cents
from creances_desktop.domain.payments import PaymentMode
from creances_desktop.domain.recurrence import Unit
from creances_desktop.services.demo_documents import ExampleDocument, Receipt, clients, on_working_day
from creances_desktop.services.disputes import DisputeEnd

if TYPE_CHECKING:
    from creances_desktop.services.demo import Example

Act: TypeAlias = "Callable[[Example], None]"

BEFORE_RUN, AFTER_RUN = 1, 3
MOVED = Address("La Grande Métairie\n8 route de Gétigné", "44190", "Gorges", "FR")


@dataclass(frozen=True, slots=True)
class Late:
    """An invoice whose due date was `late` days ago (negative: to come), `paid` by (days ago, percent)."""

    client: str
    late: int
    euros: int
    label: str
    paid: tuple[tuple[int, int], ...] = ()
    key: str = ""
    mode: PaymentMode = PaymentMode.TRANSFER


@dataclass(frozen=True, slots=True)
class Unallocated:
    """Money received without an invoice to set it on; `amount` in cents."""

    client: str
    receipt: Receipt
    amount: Cents
    reference: str


LATE = (
    # Today's letters: first reminders, second ones, mises en demeure.
    Late("BRASSERIE", 10, 1480, "Agencement du comptoir"),
    Late("LEGOFF", 11, 2350, "Dressing sur mesure"),
    Late("COLLEGE", 24, 3890, "Remplacement de fenêtres – bâtiment B"),
    Late("BATIOUEST", 24, 5640, "Situation de travaux n° 3 – lot menuiserie"),
    Late("BATIOUEST", 96, 4380, "Situation de travaux n° 2 – lot menuiserie", paid=((70, 40),)),
    Late("MULLER", 25, 1890, "Rénovation de volets battants", ((6, 50),), "muller"),
    Late("TRANSPORTS", 48, 3120, "Portes sectionnelles du quai 4", key="transports"),
    Late("TRANSPORTS", 24, 1860, "Réparation de bardage bois"),
    Late("TRANSPORTS", 10, 940, "Porte automatique, dépannage"),
    Late("TRANSPORTS", 4, 1275, "Habillage mural et plinthes"),
    Late("GARAGE", 54, 2760, "Remplacement de menuiseries aluminium", paid=((40, 30),)),
    Late("PELLETIER", 49, 3950, "Porte d’entrée en chêne", key="pelletier"),
    Late("RESTO", 30, 1640, "Habillage mural et plinthes", key="resto"),
    Late("ECURIES", 24, 2180, "Portes de boxes en chêne", key="ecuries"),
    Late("GARNIER", 34, 1120, "Bibliothèque d’angle", ((31, 100),), "garnier", PaymentMode.CHEQUE),
    # Set aside today, each for its own reason.
    Late("SCIERIE", 30, 1420, "Auvent de chargement", key="scierie"),
    Late("MARECHAL", 27, 1310, "Coffrages et calages", key="marechal"),
    Late("MARECHAL", 25, 640, "Caisses de transport", key="marechal_2"),
    Late("HOTEL", 16, 4980, "Rénovation de douze chambres – tranche 1", key="hotel"),
    Late("IMPRIM", 75, 2640, "Cloisons de l’atelier de façonnage"),
    Late("IMPRIM", 40, 1990, "Pose de cloisons vitrées"),
    Late("ZENITH", 20, 3450, "Scène démontable en contreplaqué"),
    Late("COUVREURS", 21, 1080, "Lucarnes et chevrons taillés", key="couvreurs"),
    Late("VERRERIE", 14, 1260, "Présentoirs d’exposition"),
    Late("VERRERIE", 9, 690, "Étagères et rangements d’atelier"),
    Late("LIBRAIRIE", 15, 380, "Tablettes de vitrine"),
    Late("DELAHAYE", 18, 32, "Remplacement d’une poignée"),
    Late("EHPAD", 26, 6240, "Menuiseries intérieures – salle commune"),
    # Everything was sent, and nothing came.
    Late("ROUSSEAU", 110, 2870, "Terrasse en pin traité", key="rousseau"),
    Late("FLEURS", 130, 760, "Comptoir d’accueil sur mesure", key="fleurs"),
    Late("CLINIQUE", 88, 2340, "Banque d’accueil et cloison vitrée"),
    # Settled lately, and to come.
    Late("OPTIQUE", 40, 2120, "Présentoirs et comptoir", paid=((24, 100),), key="optique"),
    Late("KERVELLA", 50, 1780, "Sous-traitance de charpente", paid=((20, 100),), key="kervella"),
    Late("CHAUVIERE", 33, 4120, "Cuisine, façades et plan de travail", paid=((26, 100),)),
    Late("IMMOSUD", 44, 1540, "Porte du hall, résidence des Iris", paid=((9, 100),), key="immosud"),
    Late("MICROCRECHE", 2, 1680, "Meubles à langer", key="microcreche"),
    Late("NDIAYE", -9, 5230, "Cuisine, façades et plan de travail"),
    Late("BEAULIEU", -20, 3360, "Remplacement de la porte du hall"),
    Late("MOULIN", -6, 1150, "Ailes du moulin, réparation"),
    Late("DUPUIS", -12, 6890, "Escalier quart tournant en hêtre", paid=((14, 40),)),
)


def documents(day: date) -> list[ExampleDocument]:
    """The invoices and credit notes of the stories."""
    made = [_invoice(one, day) for one in LATE]
    instalments = tuple(
        (day - timedelta(days=late), share) for late, share in ((43, 40), (12, 30), (-18, 30))
    )
    hull = "Aménagement intérieur du bateau-promenade"
    nautic = ExampleDocument(
        "NAUTIC", _ago(day, 73), instalments, 960_000, 20, hull, (Receipt(_ago(day, 41), 40),), "nautic"
    )
    opening = ExampleDocument(
        "CAVEVINS",
        _ago(day, 240),
        ((_ago(day, 210), 100),),
        84_000,
        0,
        "Reprise du solde de l’ancien logiciel",
        key="opening",
        kind=DocumentKind.OPENING_BALANCE,
        number="REPRISE-1",
        to_confirm=True,
    )
    credit_notes = (
        ("MICROCRECHE", 1, 24_000, "Avoir sur meubles à langer", "credit_microcreche"),
        ("ATLANTIC", 12, 18_500, "Remise de fin d’année", "credit_atlantic"),
        ("LIBRAIRIE", 21, 9_000, "Retour de tablettes", "credit_librairie"),
    )
    notes = [
        ExampleDocument(code, _ago(day, ago), (), net, 20, label, key=key, kind=DocumentKind.CREDIT_NOTE)
        for code, ago, net, label, key in credit_notes
    ]
    return [*made, nautic, opening, *notes]


def unallocated(day: date) -> list[Unallocated]:
    """Money that no invoice explains."""
    card, cheque, transfer = PaymentMode.CARD, PaymentMode.CHEQUE, PaymentMode.TRANSFER
    return [
        Unallocated("LIBRAIRIE", Receipt(_ago(day, 18), mode=card), 42_000, "CB 0914"),
        Unallocated("DUPUIS", Receipt(_ago(day, 6), mode=cheque), 150_000, "CHQ 7741203"),
        Unallocated("OPH", Receipt(on_working_day(_ago(day, 3)), mode=transfer), 61_250, "VIR DGFIP 204417"),
    ]


SILL = DisputeDraft("Seuil mal ajusté", None, Category.WORK, "Reprise du seuil", Answerer.US)
FITTING = DisputeDraft(
    "Conteste la pose, visite à prévoir", None, Category.WORK, "Visite contradictoire", Answerer.US
)
DOORS = DisputeDraft(
    "Deux tabliers rayés à la livraison",
    74_000,
    Category.NONCONFORMING,
    "Remplacement des deux tabliers, ou avoir",
    Answerer.THIRD,
)
COMPLAINT = (
    "From: Julie Moreau <j.moreau@transports-moreau.example>\n"
    "Subject: Portes du quai 4\n\n"
    "Bonjour,\n\nDeux tabliers sont rayés sur toute leur hauteur depuis la livraison. "
    "Nous demandons leur remplacement, ou un avoir de 740 euros.\n\nCordialement,\nJulie Moreau\n"
)
SETTLED = DisputeEnd(Outcome.UPHELD, note="Seuil repris le jour même")
"""The disputes of the example: on two whole invoices, on a part of a third; how the first one ended."""

ACTS: tuple[tuple[int, int, Act], ...] = (
    (120, BEFORE_RUN, lambda e: e.agree_rate("BATIOUEST", "BCE + 12 points")),
    (60, BEFORE_RUN, lambda e: e.receive_demand("rousseau", e.ago(57))),
    (33, BEFORE_RUN, lambda e: e.dispute("immosud", SILL, 12)),
    (30, BEFORE_RUN, lambda e: e.promise("KERVELLA", "kervella", e.ago(20), "Par téléphone")),
    (25, BEFORE_RUN, lambda e: e.insolvency("IMPRIM")),
    (23, AFTER_RUN, lambda e: e.pursue_charges("optique", "Deuxième retard de l’année")),
    (21, AFTER_RUN, lambda e: e.judgment("fleurs", e.ago(20))),
    (40, BEFORE_RUN, lambda e: e.spare("ATLANTIC")),
    (22, BEFORE_RUN, lambda e: e.dispute("transports", DOORS, 29, COMPLAINT)),
    (18, BEFORE_RUN, lambda e: e.dispute("scierie", FITTING, 23)),
    (
        17,
        BEFORE_RUN,
        lambda e: e.settle_dispute("immosud", SETTLED),
    ),
    (13, BEFORE_RUN, lambda e: e.promise("COUVREURS", "couvreurs", e.ago(7), "Attend un règlement")),
    (12, BEFORE_RUN, lambda e: e.grant_plan("MULLER", "muller", e.ago(4), 2)),
    (12, BEFORE_RUN, lambda e: e.pause("HOTEL", e.ago(-12), "Fermeture annuelle de l’hôtel")),
    (10, BEFORE_RUN, lambda e: e.called_promise("RESTO", "resto", e.ago(4), "Promet un virement")),
    (6, AFTER_RUN, lambda e: e.returned("ECURIES", "N’habite pas à l’adresse indiquée", MOVED)),
    (
        6,
        AFTER_RUN,
        lambda e: e.promise("MARECHAL", "marechal marechal_2", e.ago(-6), "Chèque au prochain chantier"),
    ),
    (6, AFTER_RUN, lambda e: e.confirm("MARECHAL")),
    (9, AFTER_RUN, lambda e: e.sign_plan("MULLER")),
    (9, AFTER_RUN, lambda e: e.stop_delivery("ROUSSEAU", "Facture impayée depuis plus de trois mois")),
    (5, BEFORE_RUN, lambda e: e.unpaid("garnier")),
    (4, AFTER_RUN, lambda e: e.run_for("COUVREURS")),
    (3, AFTER_RUN, lambda e: e.promise("EHPAD", "", e.ago(-9), "Mandat en cours à la trésorerie")),
    (2, AFTER_RUN, lambda e: e.run_for("VERRERIE")),
    # Spoken to six days ago: the gap between two contacts ends today or the day before.
    (1, AFTER_RUN, lambda e: e.run_for("PELLETIER")),
    (1, AFTER_RUN, lambda e: e.credit("credit_microcreche", "microcreche")),
)
"""What happened between the runs: (days ago, before or after that day's run, what to do)."""

WITHDRAWN = (30, "OPTIQUE", "Règlement annoncé par virement le matin même")
"""(days ago at the earliest, client, reason) of the letter that was withdrawn before it left."""

ENTRIES: tuple[tuple[EntryKind, int, str, str], ...] = (
    (EntryKind.NOTE, 0, "Préparer le dépôt des recommandés", ""),
    (EntryKind.REMINDER, 3, "Envoyer le RIB à la nouvelle comptable", "ALVEO"),
    (EntryKind.CALL, 4, "Fixer la visite contradictoire", "SCIERIE"),
    (EntryKind.REMINDER, 8, "Demander l’adresse du siège", "ZENITH"),
    (EntryKind.NOTE, 11, "Point trésorerie avec l’expert-comptable", ""),
    (EntryKind.PROCEDURE, 16, "Déclaration de créance\u00a0: vérifier l’accusé du mandataire", "IMPRIM"),
    (EntryKind.NOTE, 23, "Revoir les délais accordés aux grands comptes", ""),
    (EntryKind.CALL, 30, "Bilan de fin de chantier", "BATIOUEST"),
)
"""The user's own calendar: (kind, in so many days, title, client's code or nothing)."""

SERIES = (
    (Unit.MONTH, 3, 17, "Rapprocher la banque et les règlements"),
    (Unit.MONTH, 1, 7, "Envoyer les factures du mois"),
)
"""What comes back: every so many units, from so many days on, title."""

CALL_NOTES = (
    (CallOutcome.REACHED, "Facture validée, règlement au prochain train de virements", False),
    (CallOutcome.VOICEMAIL, "Message laissé à la comptabilité", True),
    (CallOutcome.AWAITING_APPROVAL, "Veut relire la facture avant de la régler", False),
    (CallOutcome.INVOICE_NOT_RECEIVED, "Duplicata envoyé par e-mail", False),
    (CallOutcome.CASH_SHORTAGE, "Demande une semaine de plus", True),
)
"""What came out of the calls, in turn: outcome, note, whether to call again."""


def _invoice(one: Late, day: date) -> ExampleDocument:
    draft, habit = clients()[one.client]
    due = _ago(day, one.late)
    issue = due - timedelta(days=draft.terms_days or 0)
    receipts = tuple(Receipt(on_working_day(_ago(day, ago)), percent, one.mode) for ago, percent in one.paid)
    return ExampleDocument(
        one.client, issue, ((due, 100),), one.euros * 100, habit.vat_percent, one.label, receipts, one.key
    )


def _ago(day: date, days: int) -> date:
    return day - timedelta(days=days)
