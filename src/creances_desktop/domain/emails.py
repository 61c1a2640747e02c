"""The e-mail that carries a letter: to whom, with which subject and which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from creances_desktop.domain.clients import Contact
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.letter_templates import BOLD
from creances_desktop.domain.letterhead import iban_groups
from creances_desktop.domain.letters import LetterContent, PartRole
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import fold, short_date

_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\.]+(\.[^\s@<>,;:\"()\[\]\\.]+)+")
_QUOTED = r'"(?:[^"\\]|\\.)*"'
# A separator within quotes belongs to the name; a quote that is never closed is a letter like another.
_PARTS = re.compile(rf"(?:{_QUOTED}|[^;,\n])+")
_NAMED = re.compile(rf"^(?P<name>{_QUOTED}|.*?)\s*<(?P<address>[^<>]*)>$", re.DOTALL)
_PLAIN_NAME = re.compile(r'[^;,<>"\\@]*')
_ACCOUNTING = ("compta", "comptable", "fournisseur", "facturation", "reglement", "tresor", "finance", "daf")
_DIRECTION = ("gerant", "direct", "president", "dirigeant", "patron", "pdg", "associe", "proprietaire")


@dataclass(frozen=True, slots=True)
class EmailContact:
    """Someone to write to, and why he is proposed (a French phrase)."""

    name: str
    role: str
    address: str
    why: str = ""

    @property
    def words(self) -> str:
        """`Nadia Benali (comptable) <nadia@client.fr>`, which `parse_addresses` reads.

        The person stands in quotes where a sign of his name would end it.
        """
        role = f"({self.role})" if self.name and self.role else self.role
        person = " ".join(f"{self.name} {role}".split())
        if not _PLAIN_NAME.fullmatch(person):
            escaped = person.replace("\\", r"\\").replace('"', r"\"")
            person = f'"{escaped}"'
        return f"{person} <{self.address}>" if person else self.address


def choose_contact(contacts: Iterable[Contact], client_email: str, *, firm: bool) -> EmailContact | None:
    """The person to write to, or None when no address is known.

    A reminder goes to whoever pays (accounting), a formal letter (`firm`) to whoever decides (direction);
    else to the preferred contact, then to any contact with an address, then to the client's own address.
    """
    known = [one for one in contacts if one.email.strip()]
    wanted = _DIRECTION if firm else _ACCOUNTING
    asked = "direction" if firm else "comptabilité"
    for one in known:
        role = fold(one.role)
        if any(word in role for word in wanted):
            return _contact(one, f"contact de la {asked}")
    for one in known:
        if one.preferred:
            return _contact(one, "contact préféré")
    if client_email.strip():
        return EmailContact("", "", client_email.strip(), "adresse du client")
    return _contact(known[0], "seul contact qui a une adresse") if known else None


def all_contacts(contacts: Iterable[Contact], client_email: str) -> list[EmailContact]:
    """Everyone who has an address, each once."""
    found = [_contact(one, "") for one in contacts if one.email.strip()]
    if client_email.strip() and all(one.address != client_email.strip() for one in found):
        found.append(EmailContact("", "", client_email.strip()))
    return found


def _contact(one: Contact, why: str) -> EmailContact:
    return EmailContact(one.name, one.role, one.email.strip(), why)


def parse_addresses(text: str, field: str = "to") -> tuple[str, ...]:
    """The addresses typed, separated by commas or semicolons; a name may stand before `<…>`, also in quotes.

    InvalidValue beside `field` names the first that is none.
    """
    found: list[str] = []
    for part in _PARTS.findall(text):
        named = _NAMED.match(part.strip())
        address = (named["address"] if named else part).strip()
        if not part.strip():
            continue
        if not _ADDRESS.fullmatch(address):
            raise InvalidValue(field, f"«\u00a0{part.strip()}\u00a0» n’est pas une adresse e-mail.")
        found.append(address)
    return tuple(dict.fromkeys(found))


def subject_of(content: LetterContent) -> str:
    """The subject of the message, on one line."""
    words = (
        content.subject
        if content.reference in content.subject
        else f"{content.subject} – {content.reference}"
    )
    return " ".join(words.replace(BOLD, "").split())


def body_of(content: LetterContent, files: Sequence[str]) -> str:
    """The text of the message: the letter's own words, its amounts in lines, how to pay, who signs."""
    parts = [_plain(paragraph) for paragraph in content.opening]
    for part in content.parts:
        if part.role is PartRole.INFORMATION:
            continue
        lines = [part.title] if part.title else []
        lines += [
            f"- {one.number} du {short_date(one.issue_date)}, échue le {short_date(one.due_date)}\u00a0: "
            f"{format_cents(one.outstanding)}"
            for one in part.lines
        ]
        parts.append("\n".join(lines))
    parts += [_plain(paragraph) for paragraph in content.closing]
    parts.append(_payment(content))
    signature = [content.company.signatory, content.company.quality, content.company.legal_name]
    parts.append("\n".join(line for line in (*signature, content.company.phone) if line))
    if files:
        words = "Pièce jointe" if len(files) == 1 else "Pièces jointes"
        parts.append(f"{words}\u00a0: " + ", ".join(files))
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def _payment(content: LetterContent) -> str:
    company = content.company
    lines = [f"À régler\u00a0: {format_cents(content.to_pay)}, référence {content.reference}"]
    if content.schedule is not None:
        # An agreement asks for each part on its day, and for nothing at once.
        lines = [
            "Échéancier\u00a0:",
            *(f"- {short_date(one.day)}\u00a0: {format_cents(one.amount)}" for one in content.schedule.parts),
            f"Référence à rappeler\u00a0: {content.reference}",
        ]
    if company.iban.strip():
        bic = f", BIC {company.bic.strip()}" if company.bic.strip() else ""
        lines.append(
            f"Virement à l’ordre de {company.legal_name}, IBAN {iban_groups(company.iban.strip())}{bic}"
        )
    return "\n".join(lines)


def _plain(paragraph: str) -> str:
    return paragraph.replace(BOLD, "").strip()
