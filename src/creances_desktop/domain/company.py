"""The company that is owed money: what its letterhead must say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Company:
    """The creditor.

    `address` is free text in lines; `capital` is text as the letterhead prints it (`10 000 €`).
    `logo` and `signature_image` are the SHA-256 of stored images, or empty. `footer` is what the company
    wants at the foot of its paper beside the legal mentions, `payment_link` the page on which it can be paid.
    """

    legal_name: str
    legal_form: str = ""
    capital: str = ""
    siren: str = ""
    rcs_city: str = ""
    vat_number: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    iban: str = ""
    bic: str = ""
    signatory: str = ""
    quality: str = ""
    logo: str = ""
    signature_image: str = ""
    default_terms_days: int = 30
    footer: str = ""
    payment_link: str = ""

    def missing_identity(self) -> tuple[str, ...]:
        """The French names of what a letter must show and the company has not given, in letterhead order."""
        needed = (
            ("la forme juridique", self.legal_form),
            ("l’adresse", self.address),
            ("le SIREN", self.siren),
            ("la ville du RCS", self.rcs_city),
            ("l’IBAN", self.iban),
            ("le signataire", self.signatory),
        )
        return tuple(name for name, value in needed if not value.strip())
