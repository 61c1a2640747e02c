"""The creditor's profile."""

from __future__ import annotations

from dataclasses import asdict, replace

from creances_desktop.domain.company import Company
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.identifiers import clean_bic, clean_iban, clean_siren, clean_vat
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.store import Store


def get(store: Store) -> Company:
    """The company of the dossier."""
    with store.reading() as r:
        return r.company.get()


def checked(company: Company) -> Company:
    """The profile with its numbers cleaned; InvalidValue beside the first wrong one."""
    if not company.legal_name.strip():
        raise InvalidValue("legal_name", "Indiquez le nom de votre société.")
    return replace(
        company,
        legal_name=company.legal_name.strip(),
        siren=clean_siren(company.siren) if company.siren.strip() else "",
        vat_number=clean_vat(company.vat_number) if company.vat_number.strip() else "",
        iban=clean_iban(company.iban) if company.iban.strip() else "",
        bic=clean_bic(company.bic) if company.bic.strip() else "",
    )


def save(store: Store, company: Company) -> Changes:
    """Replaces the profile. Raises InvalidValue."""
    profile = checked(company)
    with store.transaction() as t:
        before = t.company.get()
        t.company.save(profile)
        entry = t.journal.append(
            "company_changed", "Profil de la société modifié", before=asdict(before), after=asdict(profile)
        )
    return changed(Subject.COMPANY, message="Profil de la société enregistré.", entry_id=entry)


def set_image(store: Store, field: str, data: bytes | None) -> Changes:
    """Keeps an image of the letterhead, or removes it with None.

    `field` is `logo` or `signature_image`. Raises DomainError when the file is not a PNG or JPEG image.
    """
    if data is not None and not data.startswith((b"\x89PNG\r\n", b"\xff\xd8\xff")):
        raise DomainError("Cette image n’est ni un PNG ni un JPEG\u00a0: choisissez un autre fichier.")
    with store.transaction() as t:
        before = t.company.get()
        digest = t.blobs.add(data, "image/png" if data.startswith(b"\x89") else "image/jpeg") if data else ""
        after = replace(before, logo=digest) if field == "logo" else replace(before, signature_image=digest)
        t.company.save(after)
        entry = t.journal.append(
            "company_changed",
            "Image du papier à en-tête modifiée",
            before=asdict(before),
            after=asdict(after),
        )
    return changed(Subject.COMPANY, message="Papier à en-tête enregistré.", entry_id=entry)


def image(store: Store, digest: str) -> bytes | None:
    """The bytes of the logo or signature, None without one."""
    if not digest:
        return None
    with store.reading() as r:
        return r.blobs.get(digest)
