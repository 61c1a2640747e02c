"""Rows of invoices and credit notes from a recognised table."""

from __future__ import annotations

from typing import TypeAlias

from creances_desktop.domain.imports import InvoiceRow
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.money import Cents
from creances_desktop.domain.text import fold
from creances_desktop.exchange.cells import Cells
from creances_desktop.exchange.words import is_no_invoice, read_channel, read_kind, read_level, read_yes

_EUROS = frozenset({"", "eur", "euro", "euros", "€"})

Amounts: TypeAlias = list[Cents | None]


def read_invoices(cells: Cells) -> tuple[InvoiceRow, ...]:
    """The invoices and credit notes of the table, in its order, without the lines that were rejected.

    A line lives by its number, its client, its date and its gross amount (which may be net plus VAT, or what
    is left to pay when the file says nothing else). A negative amount or the type *Avoir* is a credit note.
    """
    numbers = cells.texts("number")
    cells.require("number", numbers, "Le numéro de la facture manque.")
    _require_client(cells)
    issued, due = cells.dates("issue_date", vital=True), cells.dates("due_date", vital=True)
    cells.require("issue_date", issued, "La date de la facture manque.")
    nets, vats = cells.amounts("amount_ht", vital=False), cells.amounts("amount_vat", vital=False)
    outstanding = cells.amounts("outstanding", vital=True)
    grosses = _grosses(cells, nets, vats, outstanding)
    kinds = _kinds(cells, grosses)
    refuse_currencies(cells)
    _reconcile(cells, nets, vats, grosses, outstanding)
    columns = zip(
        cells.table.lines,
        [key or number for key, number in zip(cells.texts("key"), numbers, strict=True)],
        numbers,
        cells.texts("client_id"),
        cells.texts("client_name"),
        kinds,
        issued,
        [day if kind.is_debit else None for day, kind in zip(due, kinds, strict=True)],
        nets,
        vats,
        grosses,
        outstanding,
        cells.texts("label"),
        cells.texts("order_reference"),
        *_follow_up(cells),
        [kind is DocumentKind.OPENING_BALANCE for kind in kinds],
        [*cells.dates("sent_on", vital=False)],
        [*cells.words("sent_channel", read_channel, "Ce canal d’envoi n’est pas connu.", "")],
        cells.texts("sent_to"),
        strict=True,
    )
    skipped = cells.skipped()
    rows = [(row, InvoiceRow(*values)) for row, values in enumerate(columns) if row not in skipped]
    return _without_repeats(cells, rows)


def refuse_currencies(cells: Cells) -> None:
    """Reject the rows whose currency is not the euro: the program keeps no exchange rates."""
    texts = cells.texts("currency")
    foreign = {text for text in set(texts) if fold(text) not in _EUROS}
    if foreign:
        for row, text in enumerate(texts):
            if text in foreign:
                cells.reject(
                    row, "currency", f"Seuls les montants en euros sont tenus\u00a0; celui-ci est en {text}."
                )


def _follow_up(cells: Cells) -> tuple[list[object], ...]:
    """The columns of those who come from another tool, in the order of the fields of a row."""
    return (
        [*cells.words("level_reached", read_level, "Le niveau va de 0 à 3.", 0)],
        [*cells.dates("last_followup", vital=False)],
        [*_disputes(cells)],
        [*cells.dates("promised_on", vital=False)],
        [*cells.amounts("promised_amount", vital=False)],
        [*cells.dates("mise_en_demeure_received", vital=False)],
        [*cells.dates("performance_date", vital=False)],
        [*cells.words("to_confirm", read_yes, "On attend oui ou non.", default=False)],
    )


def _require_client(cells: Cells) -> None:
    codes, names = cells.texts("client_id"), cells.texts("client_name")
    asked = "client_id" if cells.has("client_id") else "client_name"
    if "" in codes:
        known = [code or name for code, name in zip(codes, names, strict=True)]
        cells.require(asked, known, "Le client de la facture manque.")


def _grosses(cells: Cells, nets: Amounts, vats: Amounts, outstanding: Amounts) -> Amounts:
    """The gross amounts; where the file has none, net plus VAT, and at the last what is left to pay."""
    if cells.has("amount_ttc"):
        asked, grosses = "amount_ttc", cells.amounts("amount_ttc", vital=True)
    elif cells.has("amount_ht") and cells.has("amount_vat"):
        asked, grosses = "amount_ht", [None] * cells.size
    else:
        asked, grosses = "outstanding", list(outstanding)
        cells.warn(
            -1,
            "Le fichier ne donne que ce qui reste dû\u00a0: le montant de chaque facture a été pris égal "
            "à ce reste.",
        )
    for row, (given, net, vat) in enumerate(zip(list(grosses), nets, vats, strict=True)):
        gross = net + vat if given is None and net is not None and vat is not None else given
        grosses[row] = gross
        if gross is None:
            cells.reject(row, asked, "Le montant de la facture manque.")
        elif gross == 0:
            cells.reject(row, asked, "Le montant est nul\u00a0: rien n’est dû.")
    return grosses


def _kinds(cells: Cells, grosses: Amounts) -> list[DocumentKind]:
    """What each line is, by its type when the file has one, and by the sign of its amount."""
    texts = cells.texts("type")
    known = {text: read_kind(text) for text in set(texts)}
    refused = {text for text in known if is_no_invoice(text)}
    kinds: list[DocumentKind] = []
    for row, (text, gross) in enumerate(zip(texts, grosses, strict=True)):
        kind = known[text] or DocumentKind.INVOICE
        if text in refused:
            cells.reject(row, "type", f"«\u00a0{text}\u00a0» n’est pas une facture\u00a0: rien n’est dû.")
        if kind is DocumentKind.INVOICE and gross is not None and gross < 0:
            kind = DocumentKind.CREDIT_NOTE
        kinds.append(kind)
    return kinds


def _reconcile(cells: Cells, nets: Amounts, vats: Amounts, grosses: Amounts, outstanding: Amounts) -> None:
    """Make every amount positive and the net and VAT add up, in place.

    What contradicts the gross is left empty.
    """
    for row, signed in enumerate(grosses):
        if signed is None:
            continue
        side = -1 if signed < 0 else 1
        grosses[row] = gross = signed * side
        net, vat, left = nets[row], vats[row], outstanding[row]
        if net is not None or vat is not None:
            nets[row], vats[row] = _net_and_vat(cells, row, gross, net and abs(net), vat and abs(vat))
        if left is not None:
            outstanding[row] = left = left * side if left * side >= 0 else abs(left)
            if left > gross:
                cells.warn(row, "Le reste dû dépasse le montant de la facture\u00a0: il n’a pas été repris.")
                outstanding[row] = None


def _net_and_vat(
    cells: Cells, row: int, gross: Cents, net: Cents | None, vat: Cents | None
) -> tuple[Cents | None, Cents | None]:
    net = gross - (vat or 0) if net is None else net
    vat = gross - net if vat is None else vat
    if net + vat == gross and vat >= 0:
        return net, vat
    cells.warn(row, "Le montant HT et la TVA ne font pas le montant TTC\u00a0: seul le TTC a été repris.")
    return None, None


def _disputes(cells: Cells) -> list[bool]:
    """Whether each line is in dispute.

    Words that are neither yes nor no are taken for a dispute, and said.
    """
    texts = cells.texts("disputed")
    known = {text: read_yes(text) for text in set(texts)}
    for row, text in enumerate(texts):
        if known[text] is None:
            cells.warn(
                row,
                f"«\u00a0{text[:60]}\u00a0» a été compris comme un litige\u00a0: la facture n’est pas "
                "relancée.",
            )
    return [known[text] is not False for text in texts]


def _without_repeats(cells: Cells, rows: list[tuple[int, InvoiceRow]]) -> tuple[InvoiceRow, ...]:
    """The rows with one line for each key.

    A second identical line is a repeat, a different one is rejected.
    """
    first: dict[str, InvoiceRow] = {}
    for number, row in rows:
        known = first.setdefault(row.key, row)
        if known is row:
            continue
        if _facts(known) == _facts(row):
            cells.warn(
                number, f"Cette ligne répète la ligne {known.line}\u00a0: elle n’a été prise qu’une fois."
            )
        else:
            cells.reject(number, "number", f"Ce numéro figure déjà à la ligne {known.line}.")
    return tuple(first.values())


def _facts(row: InvoiceRow) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in InvoiceRow.__slots__ if name != "line")
