"""The headers under which French and English programs write the columns of the trade.

Canonical names are those of the command's documentation. In each line the first French header is the one
shown to the user; those that come first win when a file has several columns for one name.
"""

from __future__ import annotations

_CLIENT_DETAILS = {
    "nature": (
        "Nature", "Nature du client", "Nature juridique", "Type de client", "Catégorie client",
        "Customer type",
    ),
    "siren": (
        "SIREN", "SIRET", "SIREN/SIRET", "N° SIREN", "N° SIRET", "Numéro SIREN", "Code SIREN", "Siren client",
        "SIRET client", "Identifiant SIREN", "Company number", "Registration number",
    ),
    "vat_number": (
        "N° TVA", "vat_number", "N° TVA intracommunautaire", "TVA intracommunautaire", "TVA intracom",
        "N° TVA intra", "TVA intra", "N° de TVA client", "Identifiant TVA", "VAT no", "VAT ID", "Tax ID",
    ),
    "contact": (
        "Contact", "Nom du contact", "Contact principal", "Interlocuteur", "À l'attention de", "Attention",
    ),
    "email": (
        "E-mail", "Email", "Mail", "Courriel", "Adresse e-mail", "Adresse mail", "Adresse électronique",
        "E-mail client", "E-mail du contact", "E-mail de facturation", "Mél", "email address",
        "customer email",
    ),
    "phone": (
        "Téléphone", "Tél", "Tel.", "N° de téléphone", "Téléphone fixe", "Téléphone client", "Portable",
        "Mobile",
        "Tél. portable", "phone", "phone number", "telephone", "mobile phone",
    ),
    "street": (
        "Adresse", "street", "Adresse 1", "Adresse postale", "Adresse de facturation", "Rue", "Voie",
        "Adresse client",
        "Adresse ligne 1", "N° et voie", "address", "billing address", "address line 1", "address 1",
        "street address",
    ),
    "zip": (
        "Code postal", "CP", "zip", "C.P.", "Code postal client", "Code postal de facturation", "zip code",
        "postcode",
        "postal code", "postal_code",
    ),
    "city": ("Ville", "city", "Commune", "Localité", "Ville client", "Ville de facturation", "town"),
    "country": ("Pays", "country", "Code pays", "Pays client", "Pays de facturation", "country code"),
    "terms_days": (
        "Délai de règlement (jours)", "terms_days", "Délai de règlement", "Délai de paiement",
        "Délai de paiement (jours)", "Délai (jours)", "Délai", "Nombre de jours", "payment terms days",
        "net days",
    ),
    "terms": (
        "Conditions de règlement", "terms", "Conditions de paiement", "Condition de règlement",
        "Mode de règlement",
        "payment terms", "Modalités de règlement",
    ),
    "contract_rate_percent": (
        "Taux contractuel (%)", "contract_rate_percent", "Taux contractuel", "Taux de pénalité",
        "Taux des pénalités",
        "Taux de pénalités de retard", "late payment rate", "contract rate",
    ),
    "public_body_kind": ("Type d'acheteur public", "public_body_kind", "Acheteur public", "public body"),
    "insolvency_judgment": (
        "Jugement d'ouverture", "insolvency_judgment", "Date du jugement d'ouverture", "Date jugement",
        "Procédure collective le", "insolvency date",
    ),
}  # fmt: skip
_CURRENCY = ("Devise", "currency", "Monnaie", "Code devise", "currency code")
_KEY = ("Clé", "key", "Clé d'import")
_CLIENT_CODE = (
    "Code client", "client_id", "N° client", "Numéro client", "Réf client", "Référence client",
    "Compte client",
    "Code tiers", "Compte tiers", "N° tiers", "Compte auxiliaire", "Code auxiliaire", "Identifiant client",
    "ID client",
    "client code", "customer id", "customer code", "customer no", "customer number", "account code",
    "CompAuxNum",
)  # fmt: skip
_CLIENT_NAME = (
    "Client", "Nom du client", "Nom client", "Raison sociale", "Raison sociale client", "Tiers",
    "Nom du tiers",
    "Intitulé du tiers", "Intitulé client", "Débiteur", "Destinataire", "Société", "client name",
    "client_name",
    "customer", "customer name", "company", "company name", "bill to", "name", "CompAuxLib", "Nom",
)  # fmt: skip
_INVOICE_NUMBER = (
    "N° facture", "Numéro de facture", "N° de facture", "Facture n°", "Facture", "N° pièce",
    "Numéro de pièce",
    "Pièce", "N° document", "Numéro de document", "N°", "Numéro", "Réf facture", "Référence facture",
    "Référence de la facture", "Réf pièce", "Référence pièce", "invoice number", "invoice_number",
    "invoice no",
    "invoice id", "invoice", "invoice ref", "number", "document number", "PieceRef",
)  # fmt: skip

SYNONYMS: dict[str, dict[str, tuple[str, ...]]] = {
    "clients": {
        "id": (
            "Code", "id", *_CLIENT_CODE, "Identifiant", "N°", "Numéro", "Référence", "Réf", "Compte",
            "N° de compte",
            "Code compta", "account", "account number", "number", "ref", "client id",
        ),
        "name": (
            *_CLIENT_NAME, "Dénomination", "Dénomination sociale", "Intitulé", "Nom de l'entreprise",
            "Entreprise",
            "Nom ou raison sociale", "Nom / Raison sociale", "Libellé", "business name", "full name",
            "Nom complet",
        ),
        **_CLIENT_DETAILS,
        "vat_number": (*_CLIENT_DETAILS["vat_number"], "VAT", "TVA"),
    },
    "invoices": {
        "number": (*_INVOICE_NUMBER, "Réf", "Référence", "ref", "reference", "id"),
        "client_id": _CLIENT_CODE,
        "client_name": _CLIENT_NAME,
        "issue_date": (
            "Date de facture", "Date facture", "Date de la facture", "Date d'émission",
            "Date de facturation", "Émise le",
            "Facturé le", "Date de pièce", "Date pièce", "Date du document", "Date", "issue_date",
            "invoice date",
            "issued on", "document date", "PieceDate",
        ),
        "due_date": (
            "Échéance", "Date d'échéance", "due_date", "À régler le", "À payer le", "À régler avant le",
            "À payer avant le", "Date limite de paiement", "Date limite de règlement", "Échéance le",
            "Échue le",
            "Date de règlement prévue", "Payable le", "due", "due on", "payment due", "date due", "Éch.",
        ),
        "amount_ht": (
            "Montant HT", "amount_ht", "Total HT", "HT", "Montant hors taxes", "Total hors taxes", "Net HT",
            "Montant net HT", "net", "net amount", "amount excl. tax", "subtotal", "total excl. tax",
            "untaxed amount",
        ),
        "amount_vat": (
            "TVA", "amount_vat", "Montant TVA", "Total TVA", "Montant de la TVA", "vat", "vat amount", "tax",
            "tax amount", "total tax",
        ),
        "amount_ttc": (
            "Montant TTC", "amount_ttc", "Total TTC", "TTC", "Montant toutes taxes comprises",
            "Montant total TTC",
            "Net à payer", "Montant facture", "Montant de la facture", "Montant facturé", "Montant total",
            "Total",
            "Montant", "Montant initial", "gross", "gross amount", "amount", "total amount",
            "amount incl. tax",
            "total incl. tax", "invoice amount", "invoice total", "Débit",
        ),
        "outstanding": (
            "Reste dû", "outstanding", "Solde", "Restant à payer", "Reste à payer", "Montant dû",
            "Restant dû",
            "Reste à régler", "Solde dû", "Reste à encaisser", "Montant restant dû", "Montant restant",
            "Solde restant",
            "Impayé", "Montant impayé", "Reste", "Solde TTC", "balance", "balance due", "amount due",
            "open amount",
            "remaining", "amount outstanding",
        ),
        "label": (
            "Libellé", "label", "Objet", "Désignation", "Description", "Intitulé", "subject", "EcritureLib",
        ),
        "order_reference": (
            "N° de commande", "Commande", "Référence commande", "Réf commande", "Bon de commande",
            "order_reference",
            "order number", "purchase order", "PO number", "order",
        ),
        "level_reached": (
            "Niveau de relance", "level_reached", "Niveau relance", "Relance", "Niveau", "Nb relances",
            "Nombre de relances", "Dernier niveau de relance", "reminder level", "level",
        ),
        "last_followup": (
            "Dernière relance", "last_followup", "Date de dernière relance", "Date dernière relance",
            "Relancée le",
            "Relancé le", "Date de relance", "last reminder", "last followup",
        ),
        "disputed": ("En litige", "disputed", "Litige", "Contestée", "Contesté", "in dispute", "dispute"),
        "promised_on": (
            "Promesse le", "promised_on", "Date de promesse", "Date promesse", "Promesse de règlement le",
            "Promesse de paiement le", "Promis le", "promise date", "Promesse",
        ),
        "promised_amount": (
            "Promesse montant", "promised_amount", "Montant promis", "Montant de la promesse",
            "promise amount",
        ),
        "mise_en_demeure_received": (
            "Mise en demeure reçue le", "mise_en_demeure_received", "Mise en demeure reçue",
            "Réception de la mise en demeure", "Mise en demeure le", "AR mise en demeure",
        ),
        "sent_on": ("Envoyée le", "sent_on", "Date d’envoi", "Envoi le", "Facture envoyée le", "sent date"),
        "sent_channel": ("Canal d’envoi", "sent_channel", "Mode d’envoi", "Envoyée par"),
        "sent_to": ("Envoyée à", "sent_to", "Destinataire de l’envoi"),
        "performance_date": (
            "Livraison / prestation le", "performance_date", "Date de livraison", "Livraison le", "Livré le",
            "Prestation le", "Date de prestation", "Date de la prestation", "delivery date",
        ),
        "type": (
            "Type", "type", "Type de pièce", "Type de document", "Type document", "Nature de pièce",
            "document type",
            "invoice type", "kind",
        ),
        "to_confirm": ("À confirmer", "to_confirm"),
        "currency": _CURRENCY,
        "key": _KEY,
        **{name: words for name, words in _CLIENT_DETAILS.items() if name != "nature"},
        "nature": (
            "Nature du client", "Nature juridique", "Type de client", "Catégorie client", "customer type",
        ),
    },
    "payments": {
        "id": (
            "Code", "id", "Code règlement", "N° règlement", "N° de règlement", "N° de paiement",
            "N° paiement",
            "Identifiant", "payment id", "payment number", "payment no", "transaction id", "N° encaissement",
        ),
        "invoice_number": (
            *_INVOICE_NUMBER, "Factures", "N° factures", "N° des factures", "Factures réglées",
            "Facture réglée",
            "Facture(s)", "invoices", "invoice numbers",
        ),
        "client_id": _CLIENT_CODE,
        "client_name": _CLIENT_NAME,
        "date": (
            "Date", "Date de règlement", "Date du règlement", "Date de paiement", "Date du paiement",
            "Date d'encaissement", "Date de valeur", "Date d'opération", "Date opération", "Réglé le",
            "Payé le",
            "Encaissé le", "Reçu le", "payment date", "paid on", "value date", "received on", "paid at",
        ),
        "amount": (
            "Montant", "amount", "Montant réglé", "Montant payé", "Montant du règlement",
            "Montant du paiement",
            "Montant encaissé", "Montant règlement", "Somme", "Crédit", "paid", "amount paid",
            "payment amount",
            "Montant TTC", "total",
        ),
        "mode": (
            "Mode", "mode", "Mode de règlement", "Mode de paiement", "Moyen de paiement",
            "Moyen de règlement",
            "Type de règlement", "Type de paiement", "method", "payment method", "payment mode",
        ),
        "reference": (
            "Référence", "reference", "Réf", "Référence du règlement", "Référence de paiement",
            "Référence bancaire",
            "N° de chèque", "N° chèque", "ref", "payment reference", "bank reference",
        ),
        "label": ("Libellé", "label", "Description", "Commentaire", "Objet", "memo", "comment", "note"),
        "currency": _CURRENCY,
        "key": _KEY,
    },
}  # fmt: skip
