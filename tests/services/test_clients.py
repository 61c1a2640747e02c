"""Protects the files of clients: nothing wrong gets in, one action is one entry, a refusal writes nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from creances_desktop.domain.clients import Address, Channel, ClientDraft, Contact, Nature
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.services import clients, history, lists
from creances_desktop.services.changes import Subject

DAY = date(2026, 11, 21)
FULL = ClientDraft(
    code="LEFEVRE",
    name="Scierie  Lefèvre & Œuvré <SARL>",
    siren="732 829 320",
    vat_number="FR 44 732829320",
    address=Address("1 rue du Bois", "44000", "Nantes"),
    phone="02 40 00 00 00",
    email="compta@lefevre.example",
    preferred_channel=Channel.EMAIL,
    terms="fin de mois + 45 jours",
    terms_days=45,
    contract_rate_percent="12.5",
    notes="Demander Mme Roy",
    tags=("Grand compte", "Bois"),
    contacts=(
        Contact(name="M. Petit", role="atelier"),
        Contact(name="Mme Roy", email="roy@lefevre.example", preferred=True),
    ),
)


def test_what_is_entered_is_read_again_with_clean_numbers(books) -> None:
    changes = clients.add(books.store, FULL)
    client = clients.get(books.store, changes.id)
    assert (client.name, client.siren, client.vat_number) == (
        "Scierie Lefèvre & Œuvré <SARL>",
        "732829320",
        "FR44732829320",
    )
    assert client.nature is Nature.PROFESSIONAL, "a valid SIREN makes a professional"
    assert client.tags == FULL.tags
    assert [one.name for one in client.contacts] == ["Mme Roy", "M. Petit"], "the preferred one comes first"
    assert (client.terms_days, client.contract_rate_percent) == (None, "12.5")
    assert Subject.CLIENTS in changes.subjects


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "   "}, "name"),
        ({"siren": "732829321"}, "siren"),
        ({"siren": "12"}, "siren"),
        ({"vat_number": "FR00732829320"}, "vat_number"),
        ({"email": "pas une adresse"}, "email"),
        ({"terms_days": 400}, "terms_days"),
        ({"contacts": (Contact(name="X", email="faux@"),)}, "contact:X"),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_written(books, change, field) -> None:
    before = books.entries()
    with pytest.raises(InvalidValue) as refused:
        clients.add(books.store, replace(FULL, **change))
    assert refused.value.field == field
    assert books.entries() == before
    assert len(lists.client_ids(books.store, DAY)) == 0


def test_the_nature_known_is_not_overruled_by_a_siren(books) -> None:
    made = clients.add(books.store, replace(FULL, nature=Nature.PUBLIC))
    assert clients.get(books.store, made.id).nature is Nature.PUBLIC


def test_without_a_code_one_is_made_from_the_name_and_never_taken_twice(books) -> None:
    codes = []
    for _ in range(3):
        made = clients.add(books.store, ClientDraft("", "Écuries d’Or"))
        codes.append(clients.get(books.store, made.id).code)
    assert len(set(codes)) == 3
    assert codes[0].startswith("ECURIES")


def test_a_code_belongs_to_one_client(books) -> None:
    books.client("DURAND")
    other = books.client("MARTIN", "Martin")
    with pytest.raises(InvalidValue, match="DURAND") as refused:
        clients.add(books.store, ClientDraft("DURAND", "Autre"))
    assert refused.value.field == "code"
    with pytest.raises(InvalidValue):
        clients.update(books.store, other, replace(clients.get(books.store, other), code="DURAND"))
    assert clients.get(books.store, other).code == "MARTIN"


def test_one_change_is_one_entry_with_before_and_after(books) -> None:
    client_id = books.client()
    before = books.entries()
    known = clients.get(books.store, client_id)
    clients.update(books.store, client_id, replace(known, name="Durand et Filles", contacts=()))
    assert books.entries() == before + 1
    entry = history.journal(books.store, 1)[0]
    assert (entry.before["name"], entry.after["name"]) == ("Durand & Fils", "Durand et Filles")
    assert entry.client_id == client_id


def test_completing_several_is_whole_or_nothing(books) -> None:
    first, second = books.client("A", "Un"), books.client("B", "Deux")
    drafts = {one: clients.get(books.store, one) for one in (first, second)}
    with pytest.raises(InvalidValue):
        clients.complete(
            books.store,
            {first: replace(drafts[first], email="a@b.example"), second: replace(drafts[second], siren="1")},
        )
    assert clients.get(books.store, first).email == ""


def test_the_card_adds_up_as_of_a_day(books) -> None:
    client_id = books.client()
    late = books.invoice(client_id, "F-1", 100_00, 10)
    books.invoice(client_id, "F-2", 50_00, -5)
    books.credit(client_id, "A-1", 20_00)
    books.pay(client_id, 30_00, (books.item(late), 30_00))
    card = clients.card(books.store, client_id, DAY)
    assert (card.outstanding, card.overdue, card.credits) == (120_00, 70_00, 20_00)
    assert card.oldest_due == DAY - timedelta(days=10)
    yesterday = clients.card(books.store, client_id, DAY - timedelta(days=1))
    assert yesterday.outstanding == 150_00, "the payment of today did not count yesterday"


def test_three_letters_find_a_client_without_accents_or_case(books) -> None:
    clients.add(books.store, FULL)
    books.client("DURAND")
    assert [one.code for one in clients.matching(books.store, "LEF oeuv", DAY)] == ["LEFEVRE"]
    assert [one.code for one in clients.matching(books.store, "nantes", DAY)] == ["DURAND", "LEFEVRE"]
    assert clients.matching(books.store, "xyz", DAY) == []


def test_an_unknown_code_is_refused_with_a_sentence(books) -> None:
    with pytest.raises(DomainError, match="ABSENT"):
        clients.find(books.store, "ABSENT")
