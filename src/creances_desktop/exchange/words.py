"""Words of the trade as files write them, in French and English, to the values of the domain."""

from __future__ import annotations

import re

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.contract_rates import ContractBase, parse_contract_rate
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.payments import PaymentMode
from creances_desktop.domain.sendings import SendingChannel
from creances_desktop.domain.text import fold

_LETTERS = re.compile(r"[^a-z0-9]+")

_NATURES = {
    Nature.PROFESSIONAL: (
        "professionnel professionnelle pro entreprise societe company business professional b2b "
        "commercant artisan personne_morale corporate"
    ),
    Nature.CONSUMER: (
        "particulier particuliere consommateur consumer individual private b2c personne_physique prive"
    ),
    Nature.PUBLIC: (
        "public organisme_public secteur_public personne_publique acheteur_public collectivite "
        "administration b2g collectivite_territoriale etat mairie commune government etablissement_public"
    ),
    Nature.UNSPECIFIED: "a_preciser inconnu inconnue unspecified unknown",
}
_KINDS = {
    DocumentKind.INVOICE: (
        "facture invoice fa fac fact 380 386 389 acompte facture_d_acompte facture_acompte facture_de_solde "
        "facture_client vente inv sales_invoice deposit_invoice"
    ),
    DocumentKind.CREDIT_NOTE: (
        "avoir credit_note creditnote note_de_credit facture_d_avoir facture_avoir av avr avo 381 "
        "credit_memo refund avoir_client cn"
    ),
    DocumentKind.OPENING_BALANCE: "opening_balance reprise_de_solde a_nouveau report_a_nouveau",
    DocumentKind.OTHER_DEBIT: "other_debit autre_debit",
    DocumentKind.OTHER_CREDIT: "other_credit autre_credit",
    DocumentKind.DEBIT_CANCELLATION: "debit_cancellation",
    DocumentKind.CREDIT_CANCELLATION: "credit_cancellation",
}
_NOT_INVOICES = (
    "devis proforma pro_forma facture_proforma quote quotation estimate commande bon_de_commande order "
    "brouillon draft annulee annule cancelled canceled bon_de_livraison"
)
_MODES = {
    PaymentMode.TRANSFER: (
        "virement vir virt vrt transfer bank_transfer wire sepa virement_bancaire virement_sepa vi"
    ),
    PaymentMode.CHEQUE: "cheque chq ch cheques check chk remise_de_cheque remise_cheque cheque_bancaire",
    PaymentMode.CARD: "carte cb carte_bancaire card credit_card carte_bleue stripe tpe",
    PaymentMode.DIRECT_DEBIT: (
        "prelevement prlv prel direct_debit prelevement_sepa sdd prelevement_automatique"
    ),
    PaymentMode.CASH: "especes espece esp cash liquide numeraire",
    PaymentMode.BILL: "effet lcr traite bill lettre_de_change boe billet_a_ordre effet_de_commerce",
    PaymentMode.BANK_FEE: "frais_bancaires bank_fee bank_fees",
    PaymentMode.WRITE_OFF: "ecart_de_reglement write_off",
    PaymentMode.OTHER: "autre other",
}
_YES = frozenset(("oui", "o", "x", "1", "true", "vrai", "yes", "y", "en litige", "litige", "ok"))
_NO = frozenset(("", "non", "n", "0", "false", "faux", "no", "neant", "aucun"))
_LEVELS = {
    "aucune": 0, "aucun": 0, "non": 0, "none": 0, "jamais": 0, "a relancer": 0,
    "premiere relance": 1, "1ere relance": 1, "1re relance": 1, "simple": 1, "rappel": 1, "relance simple": 1,
    "reminder 1": 1, "first reminder": 1,
    "deuxieme relance": 2, "seconde relance": 2, "2eme relance": 2, "2e relance": 2, "ferme": 2,
    "reminder 2": 2, "second reminder": 2,
    "mise en demeure": 3, "med": 3, "mise demeure": 3, "lrar": 3, "formal notice": 3, "final notice": 3,
}  # fmt: skip
_ONE_DIGIT = re.compile(r"(?:relance|niveau|rappel|level|reminder|r|n|no)?\s*(\d)")
_ON_RECEIPT = frozenset(("comptant", "a reception", "reception", "immediat", "on receipt", "a la commande"))
_RATE = re.compile(r"\d{1,3}(?:\.\d{1,4})?")
_DAYS = re.compile(r"(\d{1,3})\s*(?:j|jr|jrs|jour|jours|day|days)?\.?(?: nets?)?(?: date de facture)?")

_CHANNELS = {
    **dict.fromkeys(("email", "e-mail", "mail", "courriel", "courrier electronique"), "email"),
    **dict.fromkeys(("courrier", "poste", "postal", "lettre", "lettre simple", "papier"), "post"),
    **dict.fromkeys(("recommande", "lrar", "lettre recommandee", "ar"), "registered_letter"),
    **dict.fromkeys(("portail", "chorus", "chorus pro", "plateforme", "pdp"), "portal"),
    **dict.fromkeys(("main propre", "remise", "en main propre", "sur place"), "by_hand"),
    "autre": "other",
}


def _key(text: str) -> str:
    return _LETTERS.sub("_", fold(text)).strip("_")


_NATURE_OF: dict[str, Nature] = {word: nature for nature, line in _NATURES.items() for word in line.split()}
_KIND_OF: dict[str, DocumentKind] = {word: kind for kind, line in _KINDS.items() for word in line.split()}
_MODE_OF: dict[str, PaymentMode] = {word: mode for mode, line in _MODES.items() for word in line.split()}
_REFUSED_KINDS = frozenset(_NOT_INVOICES.split())


def read_nature(text: str) -> Nature | None:
    """The legal nature that a word names, None when the word is not known."""
    return _NATURE_OF.get(_key(text))


def read_kind(text: str) -> DocumentKind | None:
    """The kind of document that a word names, None for an unknown one; an empty text is an invoice."""
    key = _key(text)
    return _KIND_OF.get(key) if key else DocumentKind.INVOICE


def is_no_invoice(text: str) -> bool:
    """Whether the word names a paper that nobody owes: a quotation, an order, something cancelled."""
    return _key(text) in _REFUSED_KINDS


def read_mode(text: str) -> str:
    """The value of the payment mode that the text names; `other` for an unknown word, empty for no word."""
    key = _key(text)
    if not key:
        return ""
    return (_MODE_OF.get(key) or find_mode(text) or PaymentMode.OTHER).value


def find_mode(text: str) -> PaymentMode | None:
    """The payment mode that one of the words of a label names (`VIR DUPONT SARL`), None when none does."""
    words = _key(text).split("_")
    found = (_MODE_OF.get(word) for word in words if len(word) > 1)
    return next((mode for mode in found if mode and mode is not PaymentMode.OTHER), None)


def read_yes(text: str) -> bool | None:
    """Yes or no; None for another word."""
    word = fold(text)
    return True if word in _YES else False if word in _NO else None


def read_level(text: str) -> int | None:
    """The step already reached: 0 none, 1 and 2 the reminders, 3 the mise en demeure.

    None when it is not one.
    """
    word = fold(text)
    if not word:
        return 0
    if word in _LEVELS:
        return _LEVELS[word]
    found = _ONE_DIGIT.fullmatch(word.replace("_", " ").replace("\u00b0", " "))
    return int(found[1]) if found and int(found[1]) <= 3 else None


def read_terms(text: str) -> int | None:
    """The days of simple payment terms (`30`, `30 jours`, `comptant`).

    None for terms that are no number of days.
    """
    word = fold(text)
    if word in _ON_RECEIPT:
        return 0
    found = _DAYS.fullmatch(word)
    return int(found[1]) if found else None


def read_rate(text: str) -> str | None:
    """The annual rate in percent with a decimal point (`12,40 %` gives `12.40`); None when it is not one.

    A clause that starts from a public rate (`BCE + 10`, `3 fois le taux légal`) is kept as a clause.
    """
    bare = "".join(text.split()).removesuffix("%").strip("\u00a0\u202f").replace(",", ".")
    if not bare or _RATE.fullmatch(bare):
        return bare
    try:
        clause = parse_contract_rate(text)
    except InvalidValue:
        return None
    return None if clause is None or clause.base is ContractBase.FIXED else clause.label


def read_country(text: str) -> str:
    """`FR` for France however it is written, an ISO code in capitals, another country as it is written."""
    word = fold(text)
    if word in {"fr", "fra", "france", "france metropolitaine"}:
        return "FR"
    return text.strip().upper() if len(word) == 2 else text.strip()


def read_channel(text: str) -> str | None:
    """How an invoice was sent, as a value of `SendingChannel`, empty for an empty text; None when unknown."""
    word = fold(text)
    if not word:
        return ""
    known = {fold(channel.label): channel.value for channel in SendingChannel}
    known |= {channel.value: channel.value for channel in SendingChannel}
    return known.get(word) or _CHANNELS.get(word)
