"""The payment slip of a letter: what the client needs to pay the exact amount so that it is recognised.

The QR code follows the European Payments Council's guidelines EPC069-12 (version 002), the reference
ISO 11649 (`RF…`). Whether a bank's application reads the code is up to the bank.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from creances_desktop.domain.company import Company
from creances_desktop.domain.money import Cents
from creances_desktop.domain.text import fold

EPC_NAME = 70
"""Characters of the beneficiary's name that the code takes."""

EPC_MOST = 999_999_999_99
"""The largest amount of the code, in cents."""

EPC_BYTES = 331
"""What the code may hold at the most: version 13 at error level M."""

_RF_BODY = 21
_LINK = re.compile(r"https?://[^\s<>\"]{4,300}")
_WITHIN_EEA = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS"),
        *("IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)
"""Where an IBAN does without its BIC in the code."""


class Presence(StrEnum):
    """When a part of the slip is printed."""

    NEVER = "never"
    IF_ROOM = "if_room"
    ALWAYS = "always"

    @property
    def label(self) -> str:
        """The French words of the choice."""
        return _PRESENCE[self]


_PRESENCE = {
    Presence.NEVER: "Jamais",
    Presence.IF_ROOM: "S’il reste de la place sur la lettre",
    Presence.ALWAYS: "Toujours, sur une page de plus s’il le faut",
}


@dataclass(frozen=True, slots=True)
class SlipSettings:
    """What the company wants on its letters: the slip for a transfer, its QR code, the cheque coupon."""

    transfer: Presence = Presence.ALWAYS
    qr: bool = True
    coupon: Presence = Presence.IF_ROOM

    def stored(self) -> dict[str, object]:
        """The settings as the dossier keeps them."""
        return {"transfer": self.transfer.value, "qr": self.qr, "coupon": self.coupon.value}

    @classmethod
    def read(cls, stored: Mapping[str, object]) -> SlipSettings:
        """The settings kept in the dossier; what is missing or unknown is as in a new dossier."""
        usual = cls()
        return cls(
            _presence(stored.get("transfer"), usual.transfer),
            bool(stored.get("qr", usual.qr)),
            _presence(stored.get("coupon"), usual.coupon),
        )


@dataclass(frozen=True, slots=True)
class PaymentSlip:
    """The slip of one letter, frozen with it; `amount` in cents, > 0.

    `reference` is the creditor reference (`RF…`) or, where it cannot be made, that of the letter. `qr` is the
    text of the code, empty without one. `transfer` is never `ALWAYS` without an IBAN.
    """

    beneficiary: str
    iban: str
    bic: str
    amount: Cents
    reference: str
    letter: str
    transfer: Presence = Presence.ALWAYS
    qr: str = ""
    coupon: Presence = Presence.NEVER
    link: str = ""


def slip_of(
    company: Company, settings: SlipSettings, *, amount: Cents, letter: str, link: str = ""
) -> PaymentSlip | None:
    """The slip of a letter that asks for `amount`, or None: nothing to pay, or no part of it is wanted.

    Without an IBAN there is no transfer and no code; the cheque coupon remains.
    """
    if amount <= 0:
        return None
    iban = re.sub(r"\s", "", company.iban).upper()
    bic = re.sub(r"\s", "", company.bic).upper()
    transfer = settings.transfer if iban else Presence.NEVER
    if transfer is Presence.NEVER and settings.coupon is Presence.NEVER:
        return None
    reference = creditor_reference(letter) or letter
    name = " ".join(company.legal_name.split())
    qr = ""
    if settings.qr and transfer is not Presence.NEVER:
        qr = epc_text(name, iban, bic, amount, reference)
    address = link.strip() if _LINK.fullmatch(link.strip()) else ""
    return PaymentSlip(name, iban, bic, amount, reference, letter, transfer, qr, settings.coupon, address)


def creditor_reference(reference: str) -> str:
    """The ISO 11649 reference of a letter: `L2026-00042` → `RF08L202600042`; empty when it is too long.

    The client's bank gives it back with the payment, and checks its two digits when it is typed.
    """
    from stdnum import iso11649
    from stdnum.iso7064 import mod_97_10

    body = re.sub(r"[^A-Z0-9]", "", fold(reference).upper())
    if not body or len(body) > _RF_BODY:
        return ""
    # the standard puts the digits before the body, and counts them behind it
    digits = mod_97_10.calc_check_digits(f"{body}RF")
    made = f"RF{digits}{body}"
    return made if iso11649.is_valid(made) else ""


def grouped_reference(reference: str) -> str:
    """The creditor reference in groups of four, as banks print it; another reference as it is."""
    if not re.fullmatch(r"RF\d\d[A-Z0-9]{1,21}", reference):
        return reference
    return "\u00a0".join(reference[start : start + 4] for start in range(0, len(reference), 4))


def letter_numbers(text: str) -> list[str]:
    """The references of our letters in the words of a bank: `VIR RF08 L202 6000 42` gives `L2026-00042`.

    Only what bears right check digits is told.
    """
    from stdnum import iso11649

    found = []
    packed = re.sub(r"[^A-Z0-9]", "", fold(text).upper())
    for match in re.finditer(r"RF\d\dL(\d{4})(\d{5,})", packed):
        for length in range(len(match[2]), 4, -1):
            body = match[2][:length]
            if iso11649.is_valid(f"{match[0][:5]}{match[1]}{body}"):
                found.append(f"L{match[1]}-{body}")
                break
    return list(dict.fromkeys(found))


def epc_text(name: str, iban: str, bic: str, amount: Cents, reference: str) -> str:
    """The text of the QR code of a SEPA transfer; empty when the guidelines do not allow one.

    Lines: service tag, version, character set (1: UTF-8), identification, BIC, beneficiary, IBAN, amount,
    purpose, structured reference or text. A creditor reference is structured, anything else is text.
    """
    if not 0 < amount <= EPC_MOST or not iban or (not bic and iban[:2] not in _WITHIN_EEA):
        return ""
    structured = reference.startswith("RF")
    euros, cents = divmod(amount, 100)
    lines = (
        "BCD",
        "002",
        "1",
        "SCT",
        bic,
        name[:EPC_NAME].strip(),
        iban,
        f"EUR{euros}.{cents:02d}",
        "",
        reference if structured else "",
        "" if structured else reference[:140],
    )
    text = "\n".join(lines).rstrip("\n")
    return text if len(text.encode()) <= EPC_BYTES else ""


def _presence(stored: object, usual: Presence) -> Presence:
    return Presence(str(stored)) if stored in set(Presence) else usual


USUAL = SlipSettings()
"""Those of a new dossier."""
