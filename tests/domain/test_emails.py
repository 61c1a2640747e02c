"""The e-mail of a letter goes to the right person (and says why it is proposed)."""

import pytest

from creances_desktop.domain.clients import Contact
from creances_desktop.domain.emails import EmailContact, all_contacts, choose_contact, parse_addresses
from creances_desktop.domain.errors import InvalidValue

BUYER = Contact(1, "Paul Achat", "Acheteur", "", "paul@client.fr", preferred=True)
ACCOUNTANT = Contact(2, "Nadia Benali", "Comptable fournisseurs", "", "nadia@client.fr")
DIRECTOR = Contact(3, "Yves Roux", "Gérant", "", "yves@client.fr")
MUTE = Contact(4, "Léa Sans", "Comptabilité", "0240", "")


@pytest.mark.parametrize(
    ("contacts", "own", "firm", "address", "why"),
    [
        ([BUYER, ACCOUNTANT, DIRECTOR], "info@client.fr", False, "nadia@client.fr", "comptabilité"),
        ([BUYER, ACCOUNTANT, DIRECTOR], "info@client.fr", True, "yves@client.fr", "direction"),
        ([BUYER, MUTE], "info@client.fr", False, "paul@client.fr", "préféré"),
        ([ACCOUNTANT], "info@client.fr", True, "info@client.fr", "adresse du client"),
        ([ACCOUNTANT], "", True, "nadia@client.fr", "seul contact"),
    ],
)
def test_a_reminder_goes_to_who_pays_and_a_notice_to_who_decides(contacts, own, firm, address, why) -> None:
    chosen = choose_contact(contacts, own, firm=firm)
    assert chosen is not None
    assert chosen.address == address
    assert why in chosen.why


def test_without_an_address_nobody_is_proposed() -> None:
    assert choose_contact([MUTE], "", firm=False) is None
    assert [one.address for one in all_contacts([BUYER, MUTE], "x@client.fr")] == [
        "paul@client.fr",
        "x@client.fr",
    ]


def test_addresses_are_read_as_people_type_them() -> None:
    typed = "Nadia Benali <nadia@client.fr>; yves@client.fr,\n yves@client.fr"
    assert parse_addresses(typed) == ("nadia@client.fr", "yves@client.fr")
    assert parse_addresses("  ") == ()


@pytest.mark.parametrize("typed", ["nadia", "nadia@client", "a b@client.fr", "<>", "x@y..fr", "a@b.fr <c>"])
def test_what_is_no_address_is_named(typed: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse_addresses(typed, "copies")
    assert refused.value.field == "copies"
    assert typed.split(",", maxsplit=1)[0].strip() in str(refused.value)


@pytest.mark.parametrize(
    ("name", "role", "shown"),
    [
        ("Nadia Benali", "comptable", "Nadia Benali (comptable) <n@client.fr>"),
        ("Nadia Benali", "", "Nadia Benali <n@client.fr>"),
        ("", "Comptabilité", "Comptabilité <n@client.fr>"),
        ("Hélène Ôzan-Guérin", "gérante associée", "Hélène Ôzan-Guérin (gérante associée) <n@client.fr>"),
        ("Benali, Nadia", "comptable", '"Benali, Nadia (comptable)" <n@client.fr>'),
        ("Nadia", "achats; comptes", '"Nadia (achats; comptes)" <n@client.fr>'),
        ('Jean "Jeannot" Roux', "DAF", '"Jean \\"Jeannot\\" Roux (DAF)" <n@client.fr>'),
        ('Cote 3" \\', "", '"Cote 3\\" \\\\" <n@client.fr>'),
        ("x@y.fr <moi>", "", '"x@y.fr <moi>" <n@client.fr>'),
        ("Nadia\nBenali", "comptable", "Nadia Benali (comptable) <n@client.fr>"),
        ("", "", "n@client.fr"),
    ],
)
def test_a_contact_as_shown_is_read_back(name: str, role: str, shown: str) -> None:
    words = EmailContact(name, role, "n@client.fr").words
    assert words == shown
    assert parse_addresses(words) == ("n@client.fr",)
    assert parse_addresses(f"{words}; yves@client.fr, {words}") == ("n@client.fr", "yves@client.fr")


def test_a_quote_never_closed_hides_no_address() -> None:
    with pytest.raises(InvalidValue):
        parse_addresses('"Nadia, yves@client.fr')
