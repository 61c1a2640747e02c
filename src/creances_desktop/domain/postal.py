"""The address block of a letter, as the post reads it (NF Z 10-011, [K] in the notes on the law)."""

from __future__ import annotations

import re

from creances_desktop.domain.clients import Address
from creances_desktop.domain.company import Company

LINE_LENGTH = 38
"""Characters on a line, spaces included."""

MAX_LINES = 6
"""Lines without the country, which comes seventh."""

_FRANCE = frozenset({"", "FR", "FRA", "FRANCE"})
_COUNTRIES = {
    "AD": "Andorre", "AT": "Autriche", "AU": "Australie", "BE": "Belgique", "BG": "Bulgarie", "BR": "Brésil",
    "CA": "Canada", "CH": "Suisse", "CI": "Côte d’Ivoire", "CN": "Chine", "CY": "Chypre", "CZ": "Tchéquie",
    "DE": "Allemagne", "DK": "Danemark", "DZ": "Algérie", "EE": "Estonie", "ES": "Espagne", "FI": "Finlande",
    "GB": "Royaume-Uni", "GR": "Grèce", "HR": "Croatie", "HU": "Hongrie", "IE": "Irlande", "IT": "Italie",
    "JP": "Japon", "LI": "Liechtenstein", "LT": "Lituanie", "LU": "Luxembourg", "LV": "Lettonie",
    "MA": "Maroc", "MC": "Monaco", "MT": "Malte", "NL": "Pays-Bas", "NO": "Norvège", "PL": "Pologne",
    "PT": "Portugal", "RO": "Roumanie", "SE": "Suède",
    "SI": "Slovénie", "SK": "Slovaquie", "SN": "Sénégal", "TN": "Tunisie",
    "TR": "Turquie", "UA": "Ukraine", "UK": "Royaume-Uni", "US": "États-Unis",
}  # fmt: skip
_POSTCODE_AND_CITY = re.compile(r"^(?:[A-Z]{1,2}-)?\d{4,5}\s+(?P<city>\S.*)$")
_CEDEX = re.compile(r"\s+CEDEX(\s+\d+)?$", re.IGNORECASE)
_SMALL_WORDS = frozenset(
    {"de", "du", "des", "la", "le", "les", "en", "sur", "sous", "et", "aux", "lès", "d", "l"}
)


def address_lines(name: str, contact: str, address: Address) -> tuple[str, ...]:
    """The lines of the address block: name, contact, street and town in capitals, country unless France.

    At most six lines and the country, 38 characters each; only the town is never cut. When there is too much,
    the contact goes first, then the end of the name; the street stays.
    """
    town = _capitals(f"{address.zip} {address.city}")
    country = _country(address.country)
    last = tuple(line for line in (town, country) if line)
    room = MAX_LINES - (1 if town else 0)
    person = _contact_line(name, contact)
    return _identity_and_street(_single_spaced(name), person, address.street, room) + last


def left_out(name: str, contact: str, address: Address) -> tuple[str, ...]:
    """What of an address its block does not print, or prints too long for the post, as French sentences."""
    lines = address_lines(name, contact, address)
    printed = _squeezed("".join(lines))
    told = []
    if _squeezed(name) not in printed:
        told.append(f"le nom «\u00a0{_single_spaced(name)}\u00a0» ne tient pas en entier dans l’adresse")
    person = _single_spaced(contact)
    if person and _squeezed(person) not in printed:
        told.append(f"«\u00a0{person}\u00a0» n’est pas nommé\u00a0: l’adresse a déjà six lignes")
    told += [
        f"«\u00a0{_single_spaced(line)}\u00a0» ne tient pas dans l’adresse"
        for line in address.street.splitlines()
        if _squeezed(_capitals(line)) not in printed
    ]
    told += [
        f"la ligne «\u00a0{line}\u00a0» dépasse {LINE_LENGTH} signes"
        for line in lines
        if len(line) > LINE_LENGTH
    ]
    return tuple(told)


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def place_of(company: Company) -> str:
    """The town of the company's address, to write before a date; empty when it cannot be told."""
    for line in reversed(company.address.splitlines()):
        found = _POSTCODE_AND_CITY.match(_single_spaced(line))
        if found:
            return _title_case(_CEDEX.sub("", found["city"]))
    return ""


def _identity_and_street(name: str, contact: str, street: str, room: int) -> tuple[str, ...]:
    """Name, contact and street in at most `room` lines: what is least needed by the postman gives way."""
    wrapped_name, wrapped_street = _wrap(name), _street_lines(street)
    wrapped_contact = _wrap(contact)
    for kept_contact in (wrapped_contact, wrapped_contact[:1], ()):
        lines = wrapped_name + kept_contact + wrapped_street
        if len(lines) <= room:
            return lines
    if len(wrapped_street) > room - 2:
        wrapped_street = _wrap(" ".join(wrapped_street))[: room - 1]
    return wrapped_name[: room - len(wrapped_street)] + wrapped_street


def _street_lines(street: str) -> tuple[str, ...]:
    lines = (_capitals(line) for line in street.splitlines())
    return tuple(part for line in lines if line for part in _wrap(line))


def _contact_line(name: str, contact: str) -> str:
    """The contact, introduced when the words fit; empty when it only repeats the name."""
    person = _single_spaced(contact)
    if not person or person.casefold() == _single_spaced(name).casefold():
        return ""
    introduced = f"À l’attention de {person}"
    return introduced if len(introduced) <= LINE_LENGTH else person


def _capitals(text: str) -> str:
    """The text in capitals, without the punctuation that sorting machines dislike."""
    return _single_spaced(re.sub(r"[,;:.()\"]", " ", text)).upper()


def _country(country: str) -> str:
    code = _single_spaced(country).upper()
    return "" if code in _FRANCE else _COUNTRIES.get(code, code).upper()


def _wrap(text: str) -> tuple[str, ...]:
    """The text in lines of at most 38 characters, cut between words, inside a word only when it is longer."""
    lines: list[str] = []
    for word in text.split(" "):
        pieces = [word[start : start + LINE_LENGTH] for start in range(0, len(word), LINE_LENGTH)]
        for piece in pieces:
            if lines and len(lines[-1]) + 1 + len(piece) <= LINE_LENGTH:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    return tuple(lines)


def _title_case(town: str) -> str:
    """`LA ROCHE-SUR-YON` as `La Roche-sur-Yon`; a town already in small letters is left as it is."""
    if town != town.upper():
        return town
    first, *words = re.split(r"([\s\-’']+)", town.lower())
    return first.capitalize() + "".join(word if word in _SMALL_WORDS else word.capitalize() for word in words)


def _single_spaced(text: str) -> str:
    return " ".join(text.split())
