"""The creditor's profile."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from creances_desktop.domain.company import Company
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.identifiers import clean_bic, clean_iban, clean_siren, clean_vat
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

PROFILE_KEYS = (
    *("legal_form", "capital", "siren", "rcs_city", "vat_number", "address", "phone", "email"),
    *("iban", "bic", "signatory", "quality"),
)
"""What a profile file may hold."""


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
        payment_link=_checked_link(company.payment_link.strip()),
    )


def _checked_link(link: str) -> str:
    if link and not re.fullmatch(r"https?://[^\s<>\"]{4,300}", link):
        raise InvalidValue(
            "payment_link",
            "Ce lien n’est pas une adresse web\u00a0: écrivez par exemple https://paiement.fr/vous.",
        )
    return link


def from_profile(legal_name: str, path: Path | None = None) -> Company:
    """A company of that name, completed by a JSON file of its profile if one is given.

    Raises InvalidValue when the file is not readable, or holds a key that is none of the profile's.
    """
    if path is None:
        return Company(legal_name)
    try:
        known = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise InvalidValue(
            "profile",
            f"Le profil «\u00a0{path.name}\u00a0» n’a pas pu être lu\u00a0: il faut un fichier JSON.",
        ) from error
    if not isinstance(known, dict):
        raise InvalidValue("profile", f"Le profil «\u00a0{path.name}\u00a0» n’est pas un objet JSON.")
    for key, value in known.items():
        if key not in PROFILE_KEYS:
            keys = ", ".join(PROFILE_KEYS)
            raise InvalidValue("profile", f"Le profil ne connaît pas «\u00a0{key}\u00a0»\u00a0: {keys}.")
        if not isinstance(value, str):
            raise InvalidValue("profile", f"Dans le profil, «\u00a0{key}\u00a0» doit être un texte.")
    return replace(Company(legal_name), **known)


def save(store: Store, company: Company, *, images: Mapping[str, bytes | None] | None = None) -> Changes:
    """Replaces the profile, and the images named (`logo`, `signature_image`); None removes one.

    Raises InvalidValue, also beside an image that is neither PNG nor JPEG.
    """
    profile = checked(company)
    for field, data in (images or {}).items():
        _check_image(field, data)
    with store.transaction() as t:
        before = t.company.get()
        kept = {field: _kept_image(t, data) for field, data in (images or {}).items()}
        profile = replace(
            profile,
            logo=kept.get("logo", profile.logo),
            signature_image=kept.get("signature_image", profile.signature_image),
        )
        t.company.save(profile)
        entry = t.journal.append(
            "company_changed", "Profil de la société modifié", before=asdict(before), after=asdict(profile)
        )
    return changed(Subject.COMPANY, message="Profil de la société enregistré.", entry_id=entry)


def set_image(store: Store, field: str, data: bytes | None) -> Changes:
    """Keeps an image of the letterhead, or removes it with None.

    `field` is `logo` or `signature_image`. Raises DomainError when the file is not a PNG or JPEG image.
    """
    _check_image(field, data)
    with store.transaction() as t:
        before = t.company.get()
        kept = _kept_image(t, data)
        after = replace(before, logo=kept) if field == "logo" else replace(before, signature_image=kept)
        t.company.save(after)
        entry = t.journal.append(
            "company_changed",
            "Image du papier à en-tête modifiée",
            before=asdict(before),
            after=asdict(after),
        )
    return changed(Subject.COMPANY, message="Papier à en-tête enregistré.", entry_id=entry)


def _check_image(field: str, data: bytes | None) -> None:
    if data is not None and not data.startswith((b"\x89PNG\r\n", b"\xff\xd8\xff")):
        raise InvalidValue(
            field, "Cette image n’est ni un PNG ni un JPEG\u00a0: choisissez un autre fichier."
        )
    if data is not None:
        from creances_desktop.documents.images import prepare

        try:
            prepare(data)
        except DomainError as error:
            raise InvalidValue(field, str(error)) from error


def _kept_image(t: Transaction, data: bytes | None) -> str:
    if data is None:
        return ""
    return t.blobs.add(data, "image/png" if data.startswith(b"\x89") else "image/jpeg")


def image(store: Store, digest: str) -> bytes | None:
    """The bytes of the logo or signature, None without one."""
    if not digest:
        return None
    with store.reading() as r:
        return r.blobs.get(digest)
