"""The fields that the user may insert in each letter, by their French names, with an example of each."""

from __future__ import annotations

import re

from creances_desktop.domain.letter_notation import FieldLabel, Notation
from creances_desktop.domain.letter_templates import LetterTemplate, Phrase
from creances_desktop.domain.other_letter_kinds import AGREEMENT, EVERY_LETTER

STATEMENT = "statement"

_COMMON = (
    FieldLabel("client", "Nom du client", "Boulangerie du Marché SAS"),
    FieldLabel("contact", "Nom du contact", "Mme Claire Dupont"),
    FieldLabel("client_code", "Code client", "C0042"),
    FieldLabel("reference", "Référence de la lettre", "L2026-00042"),
    FieldLabel("today", "Date de la lettre", "21 novembre 2026"),
    FieldLabel("company", "Nom de la société", "Menuiserie Lefèvre"),
    FieldLabel("phone", "Téléphone de la société", "04 78 00 00 00"),
    FieldLabel("email", "E-mail de la société", "compta@lefevre.example"),
    FieldLabel("signatory", "Nom du signataire", "Hélène Lefèvre"),
    FieldLabel("payment_link", "Lien de paiement", "https://…"),
)
_REMINDER = (
    FieldLabel("claimed", "Montant à régler", "1\u202f200,00\u00a0€"),
    FieldLabel("deadline", "Date limite", "29 novembre 2026"),
    FieldLabel("demanded", "Montant en principal", "1\u202f160,00\u00a0€"),
    FieldLabel("charges", "Intérêts et indemnité", "52,40\u00a0€"),
    FieldLabel("interest", "Intérêts de retard", "12,40\u00a0€"),
    FieldLabel("indemnity", "Indemnité forfaitaire", "40,00\u00a0€"),
    FieldLabel("step_total", "Total des factures de l’étape", "1\u202f160,00\u00a0€"),
    FieldLabel("total", "Total des factures relancées", "1\u202f160,00\u00a0€"),
    FieldLabel("credits", "Avoirs et règlements à déduire", "50,00\u00a0€"),
    FieldLabel("disputed", "Montant contesté", "300,00\u00a0€"),
    FieldLabel("oldest_due", "Échéance la plus ancienne", "30 septembre 2026"),
    FieldLabel("previous", "Nos courriers précédents", "nos courriers des 3 et 22 octobre 2026"),
    FieldLabel("count", "Nombre de factures", "3"),
    FieldLabel("step", "Nom de l’étape", "Relance 2"),
)
_OTHER = (
    FieldLabel("numbers", "Numéros des factures", "F-101 et F-117"),
    FieldLabel("owed", "Montant restant dû", "1\u202f160,00\u00a0€"),
    FieldLabel("outstanding", "Total des factures citées", "1\u202f210,00\u00a0€"),
    FieldLabel("credits", "Avoirs et règlements à déduire", "50,00\u00a0€"),
    FieldLabel("previous", "Nos courriers précédents", "nos courriers des 3 et 22 octobre 2026"),
    FieldLabel("count", "Nombre de factures", "2"),
    FieldLabel("balance", "Solde du compte", "1\u202f530,50\u00a0€"),
    FieldLabel("overdue", "Montant échu", "1\u202f160,00\u00a0€"),
    FieldLabel("received", "Montant reçu", "500,00\u00a0€"),
    FieldLabel("in_hand", "Montant non imputé", "20,00\u00a0€"),
    FieldLabel("remaining", "Reste dû après le règlement", "700,00\u00a0€"),
    FieldLabel("remaining_numbers", "Factures restant dues", "F-101"),
    FieldLabel("waived", "Montant abandonné", "160,00\u00a0€"),
    FieldLabel("debtor", "Identité du débiteur", "Durand SARL, 2 rue Haute, 44000 NANTES"),
)
_AGREEMENT = (
    FieldLabel("plan_total", "Total de l’échéancier", "1\u202f200,00\u00a0€"),
    FieldLabel("plan_count", "Nombre d’échéances", "6"),
    FieldLabel("plan_first", "Première échéance", "15 décembre 2026"),
    FieldLabel("plan_last", "Dernière échéance", "17 mai 2027"),
    FieldLabel("plan_charges", "Intérêts et indemnité de l’échéancier", "52,40\u00a0€"),
    FieldLabel("plan_interest", "Intérêts de retard de l’échéancier", "12,40\u00a0€"),
    FieldLabel("plan_indemnity", "Indemnité forfaitaire de l’échéancier", "40,00\u00a0€"),
)
_STATEMENT = (
    FieldLabel("as_of", "Date du relevé", "21 novembre 2026"),
    FieldLabel("since", "Relevé depuis le", "1er janvier 2026"),
    FieldLabel("balance", "Solde du compte", "1\u202f530,50\u00a0€"),
    FieldLabel("overdue", "Montant échu", "1\u202f160,00\u00a0€"),
)
_SILENT = frozenset(
    {"accord", "partly_paid", "other_count", "information_count", "is_professional", "is_consumer",
     "is_public", "balance_due", "balance_owed", "by_cheque", "owed_any", "settled", "remaining_count",
     "overdue_asked"}
)  # fmt: skip
_ONLY_AGREEMENT = frozenset({"plan_added", "plan_lapse", "plan_by_hand"})
_ONLY_REMINDERS = frozenset({"partly_paid", "other_count", "information_count"})
_WORDS = frozenset({"if", "elif", "else", "endif", "and", "or", "not", "in"})


def fields_of(template_id: str) -> tuple[FieldLabel, ...]:
    """The fields of a letter, those that matter most first."""
    if template_id == STATEMENT:
        return (*_STATEMENT, *_COMMON)
    letter = EVERY_LETTER.get(template_id)
    if letter is None:
        return (*_REMINDER, *_COMMON)
    own = _AGREEMENT if template_id == AGREEMENT.id else ()
    asked = tuple(FieldLabel(one.name, one.label, one.hint) for one in letter.fields)
    return (*own, *asked, *_OTHER, *_COMMON)


def notation_of(template: LetterTemplate) -> Notation:
    """How the text of this letter is shown and read: its fields, and the phrases that it may use."""
    fields = fields_of(template.id)
    known = {one.name for one in fields} | _SILENT
    if template.id in EVERY_LETTER or template.id == STATEMENT:
        known -= _ONLY_REMINDERS
    if template.id == AGREEMENT.id:
        known |= _ONLY_AGREEMENT
    used = "\n".join((template.subject, *template.opening, *template.closing))
    fitting = (one for one in template.phrases if _names(one) <= known or re.search(rf"\b{one.name}\b", used))
    return Notation(fields, fitting)


def _names(phrase: Phrase) -> set[str]:
    """The names that a phrase speaks of."""
    code = re.findall(r"\{[{%](.*?)[%}]\}", phrase.text)
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", " ".join(code))
    return set(re.findall(r"[a-z_]+", bare)) - _WORDS
