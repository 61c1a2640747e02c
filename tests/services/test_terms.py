"""Protects due dates by terms that people type: the client's, the invoice's own, parts, the law's word."""

from datetime import date
from pathlib import Path

import pytest

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.terms_text import AmbiguousTerms
from creances_desktop.services import clients, imports, invoices, terms

ISSUED = date(2026, 1, 2)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("30 jours", date(2026, 2, 1)),
        ("45 jours, puis fin de mois", date(2026, 2, 28)),
        ("fin de mois + 45 jours", date(2026, 3, 17)),
        ("30 jours le 10", date(2026, 2, 10)),
        ("à réception", ISSUED),
    ],
)
def test_the_terms_of_the_client_date_his_invoices(books, text: str, due: date) -> None:
    client_id = books.client(terms=text)
    assert invoices.due_date(books.store, client_id, ISSUED) == due
    found = terms.due(books.store, client_id, ISSUED)
    assert found.origin == "conditions du client"
    assert found.words.endswith(f"{due:%d/%m/%Y}")


def test_an_invoice_may_have_terms_of_its_own_and_the_company_has_the_last_word(books) -> None:
    client_id = books.client()
    assert terms.due(books.store, client_id, ISSUED).due_date == date(2026, 2, 1)
    assert terms.due(books.store, client_id, ISSUED).origin == "délai habituel de la société"
    own = terms.due(books.store, client_id, ISSUED, "10 jours")
    assert (own.due_date, own.origin) == (date(2026, 1, 12), "conditions de la facture")


def test_terms_with_two_readings_are_asked_never_picked(books) -> None:
    with pytest.raises(AmbiguousTerms) as caught:
        books.client(terms="45 jours fin de mois")
    assert caught.value.field == "terms"
    first, second = terms.readings(caught.value)
    days = [invoices.due_date(books.store, books.client(code, terms=code_terms), ISSUED)
            for code, code_terms in (("A", first), ("B", second))]  # fmt: skip
    # service-public F23211: an invoice of 2 January, 28 February or 17 March
    assert days == [date(2026, 2, 28), date(2026, 3, 17)]


def test_net_days_keep_the_number_beside_the_words(books) -> None:
    plain, complex_ = books.client("A", terms="45 jours"), books.client("B", terms="fin de mois")
    assert clients.get(books.store, plain).terms_days == 45
    assert clients.get(books.store, complex_).terms_days is None
    with pytest.raises(InvalidValue) as caught:
        books.client("C", terms="quand il pourra")
    assert caught.value.field == "terms"


def test_terms_above_the_ceiling_warn_with_their_source_and_are_not_refused(books) -> None:
    client_id = books.client(terms="90 jours")
    found = terms.due(books.store, client_id, ISSUED)
    assert found.due_date == date(2026, 4, 2)
    assert "L441-10" in found.warnings[0].message
    assert terms.due(books.store, client_id, ISSUED, "45 jours", trade="transport").warnings
    assert not terms.due(books.store, client_id, ISSUED, "45 jours").warnings
    assert terms.warnings_for(books.store, client_id, ISSUED, date(2026, 5, 1))
    assert terms.read("60 jours, puis fin de mois", nature=Nature.PROFESSIONAL, since=ISSUED).warnings
    consumer = books.client("P", nature=Nature.CONSUMER)
    assert not terms.due(books.store, consumer, ISSUED, "90 jours").warnings


def test_a_public_buyer_has_the_delay_of_his_kind(books) -> None:
    town = books.client("MAIRIE", nature=Nature.PUBLIC)
    hospital = books.client("CHU", nature=Nature.PUBLIC, public_body_kind="Centre hospitalier")
    told = terms.due(books.store, town, ISSUED, notified_on=date(2026, 1, 5))
    assert told.due_date == date(2026, 2, 4)
    # without a recorded day: the date of the request and two days (R2192-14)
    assert terms.due(books.store, town, ISSUED).due_date == date(2026, 2, 3)
    assert terms.due(books.store, hospital, ISSUED).due_date == date(2026, 2, 23)
    assert terms.due(books.store, town, ISSUED, "45 jours").warnings


def test_parts_make_several_due_items_that_sum_to_the_cent(books) -> None:
    client_id = books.client()
    text = "33,33 % à réception ; 33,33 % à 30 jours ; solde le 31/12/2026"
    found = terms.due(books.store, client_id, ISSUED, text, gross=1_000_01)
    assert [item.due_date for item in found.due_items] == [ISSUED, date(2026, 2, 1), date(2026, 12, 31)]
    assert sum(item.amount for item in found.due_items) == 1_000_01
    draft = books.draft(client_id, gross=1_000_01, issue_date=ISSUED, due_items=found.due_items, terms=text)
    made = invoices.add(books.store, draft)
    assert len(invoices.card(books.store, made.id, ISSUED).due_items) == 3
    with pytest.raises(InvalidValue, match="TTC"):
        terms.due(books.store, client_id, ISSUED, text)


def test_the_discount_is_told_with_its_deadline(books) -> None:
    client_id = books.client()
    found = terms.due(books.store, client_id, ISSUED, gross=500_00, early_payment_text="2 % à 10 jours")
    assert "12/01/2026" in found.early_payment
    assert "490,00" in found.early_payment
    with pytest.raises(InvalidValue):
        invoices.add(books.store, books.draft(client_id, early_payment="une remise"))


def test_words_of_an_import_that_say_no_terms_do_not_hold_back_a_form(books) -> None:
    folder = Path(books.store.path).parent
    (folder / "clients.csv").write_text(
        "Code client;Nom;Conditions de règlement;Taux contractuel (%)\n"
        "A;Alpha;30 jours fin de mois;BCE + 10 points\nB;Bêta;voir contrat;12,5\n",
        encoding="utf-8",
    )
    plan = imports.analyse(books.store, [folder / "clients.csv"])
    assert [warning.line for warning in plan.files[0].warnings] == [2, 3]
    imports.execute(books.store, plan, today=ISSUED)
    alpha, beta = clients.find(books.store, "A"), clients.find(books.store, "B")
    assert (alpha.contract_rate_percent, beta.contract_rate_percent) == ("BCE + 10 points", "12.5")
    clients.update(books.store, beta.id, beta)
    assert clients.get(books.store, beta.id).terms == "voir contrat"


def test_imported_invoices_without_a_due_date_follow_the_terms_of_their_client(books) -> None:
    folder = Path(books.store.path).parent
    (folder / "clients.csv").write_text(
        "Code client;Nom;Conditions de règlement\n"
        "A;Alpha;fin de mois + 45 jours\nB;Bêta;45 jours fin de mois\n",
        encoding="utf-8",
    )
    (folder / "factures.csv").write_text(
        "N° facture;Code client;Date facture;Montant TTC\nF-1;A;02/01/2026;100,00\nF-2;B;02/01/2026;100,00\n",
        encoding="utf-8",
    )
    plan = imports.analyse(books.store, [folder / "clients.csv", folder / "factures.csv"])
    assert not plan.needs_terms
    imports.execute(books.store, plan, today=ISSUED)
    for number in ("F-1", "F-2"):
        invoice = invoices.by_number(books.store, number)
        (item,) = invoices.card(books.store, invoice.id, ISSUED).due_items
        # of two readings the later, so that nobody is reminded too early
        assert (item.due_date, item.estimated) == (date(2026, 3, 17), True)
