"""Rows of clients from a recognised table: a list of clients, or what a list of invoices says about them."""

from __future__ import annotations

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.identifiers import clean_email, clean_siren, clean_vat
from creances_desktop.domain.imports import ClientRow, client_code_from_name
from creances_desktop.domain.terms_text import AmbiguousTerms
from creances_desktop.domain.terms_text import parse as parse_terms
from creances_desktop.exchange.cells import Cells
from creances_desktop.exchange.words import read_country, read_nature, read_rate, read_terms

_DETAILS = frozenset(
    (
        *("nature", "siren", "vat_number", "contact", "email", "phone", "street", "zip", "city", "country"),
        *("terms_days", "terms", "contract_rate_percent", "public_body_kind", "insolvency_judgment"),
    )
)


def read_clients(cells: Cells) -> tuple[ClientRow, ...]:
    """The clients of a list of clients; one without a code is given that of his name.

    A line that has neither is rejected, and so is a second line with the same code that says something else.
    """
    codes, names = cells.texts("id"), cells.texts("name")
    codes = [code or client_code_from_name(name) for code, name in zip(codes, names, strict=True)]
    asked = "id" if cells.has("id") else "name"
    cells.require(asked, codes, "Il faut un code ou un nom pour reconnaître le client.")
    rows = _rows(cells, codes, names)
    return _without_repeats(cells, asked, rows)


def read_invoiced_clients(cells: Cells) -> tuple[ClientRow, ...]:
    """The clients that a list of invoices describes: one row for each code, from its first line.

    Empty when the list gives nothing but codes, or only names (the invoices then carry them).
    """
    codes, names = cells.texts("client_id"), cells.texts("client_name")
    if not cells.has("client_id") or not (_DETAILS & set(cells.table.positions) or cells.has("client_name")):
        return ()
    skipped = cells.skipped()
    first: dict[str, ClientRow] = {}
    for number, row in enumerate(_rows(cells, codes, names)):
        if row.code and number not in skipped:
            first.setdefault(row.code, row)
    return tuple(first.values())


def _rows(cells: Cells, codes: list[str], names: list[str]) -> list[ClientRow]:
    sirens = cells.checked("siren", clean_siren)
    countries = cells.words("country", read_country, "", "")
    days, terms = _terms(cells)
    columns = zip(
        cells.table.lines,
        codes,
        names,
        _natures(cells, sirens),
        sirens,
        cells.checked("vat_number", clean_vat),
        cells.texts("contact"),
        cells.checked("email", clean_email),
        _phones(cells, countries),
        cells.texts("street"),
        _post_codes(cells, countries),
        cells.texts("city"),
        countries,
        days,
        terms,
        cells.words("contract_rate_percent", read_rate, "Ce n’est pas un taux.", ""),
        cells.texts("public_body_kind"),
        cells.dates("insolvency_judgment", vital=False),
        strict=True,
    )
    return [
        ClientRow(
            line, code, name, nature, siren, vat, contact or None, email, phone or None, street or None,
            post_code or None, city or None, country or None, term_days, term or None, rate or None,
            body or None, judged,
        )
        for (
            line, code, name, nature, siren, vat, contact, email, phone, street,
            post_code, city, country, term_days, term, rate, body, judged,
        ) in columns
    ]  # fmt: skip


def _without_repeats(cells: Cells, asked: str, rows: list[ClientRow]) -> tuple[ClientRow, ...]:
    skipped = cells.skipped()
    first: dict[str, ClientRow] = {}
    for number, row in enumerate(rows):
        if number in skipped:
            continue
        known = first.setdefault(row.code, row)
        if known is row:
            continue
        if _facts(known) == _facts(row):
            cells.warn(
                number, f"Cette ligne répète la ligne {known.line}\u00a0: elle n’a été prise qu’une fois."
            )
        else:
            reason = (
                f"Le client {row.code} figure déjà à la ligne {known.line}, avec d’autres renseignements."
            )
            cells.reject(number, asked, reason)
    return tuple(first.values())


def _facts(row: ClientRow) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in ClientRow.__slots__ if name != "line")


def _natures(cells: Cells, sirens: list[str | None]) -> list[Nature | None]:
    """The nature that the file gives; where it gives none, a valid SIREN makes a professional."""
    texts = cells.texts("nature")
    known = {text: read_nature(text) for text in set(texts)}
    natures: list[Nature | None] = []
    for row, (text, siren) in enumerate(zip(texts, sirens, strict=True)):
        if text and known[text] is None:
            cells.warn(
                row, f"La nature «\u00a0{text[:60]}\u00a0» n’est pas connue\u00a0: elle reste à préciser."
            )
        natures.append(known[text] or (Nature.PROFESSIONAL if siren else None))
    return natures


def _terms(cells: Cells) -> tuple[list[int | None], list[str]]:
    """The days and the words of the payment terms; days that are no number are kept as words."""
    written, terms = cells.texts("terms_days"), cells.texts("terms")
    known = {text: read_terms(text) for text in set(written) | set(terms)}
    days = [known[number] if number else known[words] for number, words in zip(written, terms, strict=True)]
    kept = [
        words or (number if number and known[number] is None else "")
        for number, words in zip(written, terms, strict=True)
    ]
    problems = {text: _problem(text) for text in set(kept)}
    for row, text in enumerate(kept):
        if problems[text]:
            cells.warn(row, problems[text])
    return days, kept


def _problem(text: str) -> str:
    """What the user must know of terms that are kept as words: empty where they are understood."""
    if not text:
        return ""
    try:
        parse_terms(text)
    except AmbiguousTerms as error:
        return str(error)
    except InvalidValue:
        return (
            f"Les conditions «\u00a0{text[:60]}\u00a0» ne sont pas comprises\u00a0: "
            "elles sont gardées comme texte."
        )
    return ""


def _phones(cells: Cells, countries: list[str]) -> list[str]:
    """The telephone numbers; a French one of nine digits lost its zero as a post code does."""
    return [
        "0" + text
        if len(text) == 9 and text[0] in "12345679" and country in {"", "FR"} and text.isdecimal()
        else text
        for text, country in zip(cells.texts("phone"), countries, strict=True)
    ]


def _post_codes(cells: Cells, countries: list[str]) -> list[str]:
    """The post codes; a spreadsheet that took a French one for a number has eaten its first zero."""
    return [
        "0" + text if len(text) == 4 and country in {"", "FR"} and text.isdecimal() else text
        for text, country in zip(cells.texts("zip"), countries, strict=True)
    ]
