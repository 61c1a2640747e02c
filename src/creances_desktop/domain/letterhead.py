"""What commercial paper must say of the company that writes it (C. com. R123-237 and R123-238, [P])."""

from __future__ import annotations

import re
from enum import StrEnum

from creances_desktop.domain.company import Company
from creances_desktop.domain.text import fold


def head_lines(company: Company) -> tuple[str, ...]:
    """The address of the company, line by line, without blank lines."""
    lines = (" ".join(line.split()) for line in company.address.splitlines())
    return tuple(line for line in lines if line)


def contact_lines(company: Company) -> tuple[str, ...]:
    """Telephone and e-mail, those that are known."""
    phone = f"Tél. {phone_groups(company.phone)}" if company.phone.strip() else ""
    return tuple(line for line in (phone, company.email.strip()) if line)


class LegalKind(StrEnum):
    """What the form of a business asks of its paper."""

    COMPANY = "company"
    SOLE = "sole"
    ASSOCIATION = "association"


_SOLE = re.compile(r"^(?:ei|entrepreneur individuel|entreprise individuelle|(?:micro|auto)[- ]?entrep\w*)\b")
_SEATS = {LegalKind.COMPANY: "Siège social", LegalKind.SOLE: "Adresse", LegalKind.ASSOCIATION: "Siège"}


def legal_kind(legal_form: str) -> LegalKind:
    """The kind of a form as the user writes it: `EI`, `micro-entreprise`, `Association loi 1901`, `SARL`."""
    words = fold(legal_form)
    if _SOLE.match(words):
        return LegalKind.SOLE
    return LegalKind.ASSOCIATION if "association" in words else LegalKind.COMPANY


def legal_mentions(company: Company) -> tuple[str, ...]:
    """The lines of the foot of a page: name, form, capital and seat, then registration and VAT number.

    A sole trader is named with « EI » and has neither capital nor seat (C. com. R526-27 [K]: the user writes
    his form). What the company has not given leaves no hole; empty when nothing but the name is known.
    """
    seat = ", ".join(head_lines(company))
    place = _SEATS[legal_kind(company.legal_form)]
    first = _joined(_named(company), f"{place}\u00a0: {seat}" if seat else "", separator=" – ")
    registration = _joined(siren_groups(re.sub(r"\s", "", company.siren)[:9]), _rcs(company.rcs_city))
    vat = f"TVA intracommunautaire {company.vat_number.strip()}" if company.vat_number.strip() else ""
    second = _joined(f"SIREN {registration}" if company.siren.strip() else registration, vat, separator=" – ")
    known = any((company.legal_form.strip(), company.capital.strip(), seat, second))
    return tuple(line for line in (first, second) if line) if known else ()


def siren_groups(siren: str) -> str:
    """`732829320` as `732 829 320`; a SIRET keeps its five last digits together; anything else as it is."""
    digits = re.sub(r"\s", "", siren)
    if re.fullmatch(r"\d{9}", digits):
        return "\u00a0".join((digits[:3], digits[3:6], digits[6:]))
    if re.fullmatch(r"\d{14}", digits):
        return "\u00a0".join((digits[:3], digits[3:6], digits[6:9], digits[9:]))
    return siren.strip()


def iban_groups(iban: str) -> str:
    """The IBAN in groups of four, as banks print it."""
    bare = re.sub(r"\s", "", iban).upper()
    return "\u00a0".join(bare[start : start + 4] for start in range(0, len(bare), 4))


def phone_groups(phone: str) -> str:
    """`0478000000` as `04 78 00 00 00`; anything else as the user wrote it."""
    digits = re.sub(r"[\s.\-]", "", phone)
    if re.fullmatch(r"0\d{9}", digits):
        return "\u00a0".join(digits[start : start + 2] for start in range(0, 10, 2))
    return phone.strip()


def _named(company: Company) -> str:
    """`Atelier Roux, SARL au capital de 10 000 €`."""
    form, capital = company.legal_form.strip(), company.capital.strip()
    kind = legal_kind(form)
    if kind is LegalKind.SOLE:
        return _sole_trader(company.legal_name.strip(), form)
    if kind is LegalKind.ASSOCIATION:
        capital = ""
    if fold(capital) == "variable":
        capital = "à capital variable"
    amount = "" if not capital else capital if "capital" in capital.casefold() else f"au capital de {capital}"
    status = _joined(form, amount)
    name = company.legal_name.strip()
    if not status or re.search(rf"\b{re.escape(status)}\b", name):
        return name
    return f"{name}, {status}"


def _sole_trader(name: str, form: str) -> str:
    """The name with the words that the law wants beside it, once."""
    if re.search(r"\bEI\b|\bentrepreneur individuel\b", name, re.IGNORECASE):
        return name
    return f"{name}, entrepreneur individuel" if fold(form).startswith("entrepreneur") else f"{name}, EI"


def footer_lines(company: Company) -> tuple[str, ...]:
    """What the company adds of its own at the foot of its paper, two lines at the most."""
    lines = (" ".join(line.split()) for line in company.footer.splitlines())
    return tuple(line for line in lines if line)[:2]


def _rcs(city: str) -> str:
    bare = city.strip()
    return bare if not bare or bare.upper().startswith("RCS") else f"RCS {bare}"


def _joined(*parts: str, separator: str = " ") -> str:
    return separator.join(part for part in parts if part)
