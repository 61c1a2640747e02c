"""Headers: recognised in French and English without a question, and asked for when they are not."""

from __future__ import annotations

from collections import defaultdict

import pytest

from creances_desktop.exchange.columns import KINDS, SYNONYMS, label_of, names_of, normalise, recognise


@pytest.mark.parametrize("kind", KINDS)
def test_no_header_means_two_things(kind: str) -> None:
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for name, headers in SYNONYMS[kind].items():
        for header in (name, *headers):
            meanings[normalise(header)].add(name)
    assert {words: names for words, names in meanings.items() if len(names) > 1 or not words} == {}


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("id,invoice_number,date,amount", "payments"),
        ("Code;N° facture;Date;Montant", "payments"),
        ("N° facture;Code client;Date;Montant", "invoices"),
        ("N° facture;Code client;Date;Montant;Mode", "payments"),
        ("Pièce;Tiers;Date;À régler le;Solde", "invoices"),
        ("Numéro;Client;Date;Échéance;Total TTC;Restant à payer", "invoices"),
        ("Réf.;Raison sociale;Date d'émission;Date d'échéance;Montant TTC;Reste à payer", "invoices"),
        ("N° DE FACTURE;NOM DU CLIENT;DATE FACTURE;MONTANT HT;MONTANT TVA", "invoices"),
        ("Invoice Number,Customer,Invoice Date,Due Date,Total,Balance Due", "invoices"),
        ("N° facture;Date;Client;Adresse;CP;Ville;E-mail;Téléphone;Montant TTC", "invoices"),
        ("Code;Raison sociale;SIRET;Délai de paiement", "clients"),
        ("Nom;Adresse;Code postal;Ville", "clients"),
        ("Code;E-mail", "clients"),
        ("Code;Raison sociale", "clients"),
        ("N° client;Nom;Solde", "clients"),
        ("Code;Nom;Date de création;Téléphone", "clients"),
        ("Date de paiement;Montant réglé;Factures réglées;Moyen de paiement", "payments"),
    ],
)
def test_the_kind_of_file(headers: str, kind: str) -> None:
    found = recognise(headers.replace(",", ";").split(";"))
    assert (found.kind, found.missing) == (kind, ())


@pytest.mark.parametrize(
    ("header", "kind", "name"),
    [
        ("  NUMÉRO   DE FACTURE ", "invoices", "number"),
        ("num_facture", "invoices", "number"),
        ("N°", "invoices", "number"),
        ("dueDate", "invoices", "due_date"),
        ("Montant dû (€)", "invoices", "outstanding"),
        ("Montant (en euros)", "invoices", "amount_ttc"),
        ("Relancée le", "invoices", "last_followup"),
        ("Relance", "invoices", "level_reached"),
        ("Délai de règlement (jours)", "clients", "terms_days"),
        ("SIREN/SIRET", "clients", "siren"),
        ("Taux contractuel (%)", "clients", "contract_rate_percent"),
        ("Livraison / prestation le", "invoices", "performance_date"),
        ("Mise en demeure reçue le", "invoices", "mise_en_demeure_received"),
    ],
)
def test_headers_whatever_their_case_accents_and_signs(header: str, kind: str, name: str) -> None:
    rest = {
        "invoices": ["Facture n°", "Code client", "Date de facture", "Montant TTC", "TVA", "Montant HT"],
        "clients": ["Code", "Raison sociale", "Adresse", "Ville"],
    }
    found = recognise([header, *rest[kind]])
    assert found.kind == kind
    assert found.positions[name] == 0 or name in {"number", "amount_ttc"}


@pytest.mark.parametrize("kind", KINDS)
def test_french_and_canonical_names_are_understood(kind: str) -> None:
    """What the documentation lists, and what the window proposes, must be recognised."""
    for name, label in names_of(kind).items():
        for header in (name, label):
            assert name in recognise([header, *needed(kind, name)]).positions, header


def needed(kind: str, but: str) -> list[str]:
    """Headers that make the kind plain without the column under test."""
    plain = {
        "clients": {"id": "Code tiers", "name": "Dénomination sociale", "street": "Rue",
            "city": "Commune", "zip": "CP"},
        "invoices": {
            "number": "Invoice number", "client_id": "Code tiers", "issue_date": "Émise le",
            "due_date": "À payer le",
            "amount_ht": "Total HT", "amount_ttc": "Total TTC", "label": "Désignation", "currency": "Monnaie",
        },
        "payments": {
            "date": "Encaissé le", "amount": "Montant encaissé", "invoice_number": "Factures réglées",
            "mode": "Moyen de paiement", "reference": "N° de chèque", "currency": "Monnaie",
        },
    }  # fmt: skip
    return [header for name, header in plain[kind].items() if name != but]


def test_what_the_user_shows_wins() -> None:
    headers = ["Zorglub", "Truc", "Date facture", "Montant TTC", "Client"]
    assert recognise(headers).missing == ("number",)
    shown = recognise(headers, {"Zorglub": "number", "Client": "", "truc": "client_name"})
    assert shown.missing == ()
    assert shown.positions["number"] == 0
    assert shown.positions["client_name"] == 1


def test_the_nearest_kind_tells_what_is_missing() -> None:
    found = recognise(["Client", "Date facture", "Échéance", "Total"])
    assert (found.kind, found.missing) == ("invoices", ("number",))
    assert label_of("invoices", "number") == "N° facture"
    found = recognise(["Date de paiement", "Moyen de paiement", "N° facture"])
    assert (found.kind, found.missing) == ("payments", ("amount",))


def test_the_name_of_the_file_decides_only_between_equals() -> None:
    headers = ["N° facture", "Code client", "Date", "Montant"]
    assert recognise(headers, hint="reglements 2026").kind == "payments"
    assert recognise(headers, hint="export").kind == "invoices"
    assert recognise([*headers, "Échéance"], hint="reglements 2026").kind == "invoices"
