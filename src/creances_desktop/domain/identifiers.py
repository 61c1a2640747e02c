"""The numbers by which companies and accounts are known, checked by their keys and written in one way.

The checks are python-stdnum's; it is imported when the first number is checked.
"""

from __future__ import annotations

import re
from typing import NoReturn

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.money import NO_BREAK_SPACE

_SEPARATORS = re.compile(r"[\s\u00a0\u202f\u2009.\-_/]")
_EMAIL = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s,;<>()\".]{2,}")


def clean_siren(text: str) -> str:
    """The 9 digits of a SIREN or the 14 of a SIRET, without spaces; InvalidValue when the key is wrong.

    `text` is free: `732 829 320`, `732.829.320.00074`. La Poste's own SIRET key is understood.
    """
    from stdnum.exceptions import ValidationError
    from stdnum.fr import siren, siret

    digits = _compact(text)
    if len(digits) not in {9, 14} or not digits.isdecimal():
        _refuse("siren", text, "n’est pas un SIREN ni un SIRET", "il faut 9 ou 14 chiffres")
    try:
        if len(digits) == 9:
            siren.validate(digits)
        else:
            siret.validate(digits)
    except ValidationError:
        _refuse("siren", text, "a une clé de contrôle fausse", "vérifiez chaque chiffre")
    return digits


def clean_vat(text: str) -> str:
    """The VAT number of a European country, without spaces: `FR40303265045`; InvalidValue if it is wrong."""
    from stdnum.eu import vat
    from stdnum.exceptions import ValidationError

    number = _compact(text).upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9A-Z+*]{2,12}", number):
        _refuse("vat_number", text, "n’est pas un numéro de TVA", "il commence par le pays, comme FR")
    try:
        return str(vat.validate(number))
    except ValidationError:
        _refuse("vat_number", text, "n’est pas un numéro de TVA valable", "vérifiez chaque caractère")


def clean_iban(text: str) -> str:
    """The IBAN in capitals and without spaces; InvalidValue when its key or its length is wrong."""
    from stdnum import iban
    from stdnum.exceptions import ValidationError

    try:
        return str(iban.validate(_compact(text).upper()))
    except ValidationError:
        _refuse(
            "iban", text, "n’est pas un IBAN valable", "recopiez-le depuis votre relevé d’identité bancaire"
        )


def clean_bic(text: str) -> str:
    """The BIC (8 or 11 characters) in capitals; InvalidValue when it is not one."""
    from stdnum import bic
    from stdnum.exceptions import ValidationError

    try:
        return str(bic.validate(_compact(text).upper()))
    except ValidationError:
        _refuse("bic", text, "n’est pas un BIC valable", "il a 8 ou 11 caractères")


def clean_email(text: str) -> str:
    """The e-mail address without outer spaces or `mailto:`; InvalidValue when nothing could be sent to it."""
    address = text.strip().removeprefix("mailto:")
    if not _EMAIL.fullmatch(address) or ".." in address or len(address) > 254:
        _refuse("email", text, "n’est pas une adresse e-mail", "elle s’écrit nom@domaine.fr")
    return address


def format_siren(number: str) -> str:
    """The SIREN or SIRET as people read it, with no-break spaces: `732 829 320`, `732 829 320 00074`."""
    digits = _compact(number)
    if len(digits) not in {9, 14}:
        return number
    parts = [digits[0:3], digits[3:6], digits[6:9], digits[9:]]
    return NO_BREAK_SPACE.join(part for part in parts if part)


def format_iban(number: str) -> str:
    """The IBAN in groups of four, with no-break spaces: `FR76 3000 6000 …`."""
    bare = _compact(number).upper()
    return NO_BREAK_SPACE.join(bare[start : start + 4] for start in range(0, len(bare), 4))


def _compact(text: str) -> str:
    return _SEPARATORS.sub("", text)


def _refuse(field: str, text: str, what: str, way_out: str) -> NoReturn:
    shown = " ".join(text.split())[:60]
    raise InvalidValue(field, f"«\u00a0{shown}\u00a0» {what}\u00a0: {way_out}.")
