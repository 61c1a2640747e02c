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

    def _unregistered(self) -> str:
        """The form of a business that need not be in the register of companies, empty otherwise."""
        form = self.legal_form.casefold().strip()
        known = ("ei", "entrepreneur", "entreprise individuelle", "micro", "auto", "association")
        return form if form.startswith(known) else ""

    def missing_for_mise_en_demeure(self) -> tuple[str, ...]:
        """The French names of what no mise en demeure leaves without: who claims, and who signs.

        An association may have no SIREN.
        """
        number = self.legal_form if "association" in self.legal_form.casefold() else self.siren
        needed = (
            ("le nom", self.legal_name),
            ("la forme juridique", self.legal_form),
            ("l’adresse", self.address),
            ("le SIREN", number),
            ("le signataire", self.signatory),
        )
        return tuple(name for name, value in needed if not value.strip())

    def missing_identity(self) -> tuple[str, ...]:
        """The French names of what a letter must show and the company has not given, in letterhead order."""
        needed = (
            ("la forme juridique", self.legal_form),
            ("l’adresse", self.address),
            ("le SIREN", self.siren),
            ("la ville du RCS", self.rcs_city or self._unregistered()),
            ("l’IBAN", self.iban),
            ("le signataire", self.signatory),
        )
        return tuple(name for name, value in needed if not value.strip())
