"""What *Préparer le courrier* says of a pile: letters, sheets of paper, stamps."""

from __future__ import annotations

from collections.abc import Callable

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.postage import Product, StampLine
from creances_desktop.domain.text import plural
from creances_desktop.services.letters import StoredLetter
from creances_desktop.services.mail import Batch
from creances_desktop.ui.pages.followups_columns import CHANNELS, letter_status
from creances_desktop.ui.widgets.columns import Column, amount_column, date_column, state_column


def mail_columns(step_name: Callable[[str], str]) -> list[Column[StoredLetter]]:
    """The letters of a pile; `step_name` gives the French name of a step."""
    return [
        Column("client", "Client", lambda one: one.client_name, width=26, bold=lambda _: True, stretch=True),
        Column("reference", "Référence", lambda one: one.reference, width=13),
        Column("step", "Étape", lambda one: step_name(one.step), width=20),
        state_column("channel", "Canal", lambda one: CHANNELS[Channel(one.channel)], width=22),
        date_column("date", "Date", lambda one: one.issued_on),
        amount_column("claimed", "Réclamé", lambda one: one.claimed or None),
        state_column("status", "État", letter_status, width=14),
    ]


NOTHING = "Cochez les lettres à préparer."


def summary(batch: Batch | None) -> str:
    """The count of a batch as French sentences."""
    if batch is None or not batch.pieces:
        return NOTHING
    enclosed = sum(len(one.enclosed) for one in batch.pieces)
    counted = [plural(len(batch.pieces), "lettre")]
    if enclosed:
        counted.append(plural(enclosed, "pièce jointe", "pièces jointes"))
    counted.append(f"{plural(batch.sheets, 'feuille')} de papier")
    return f"{', '.join(counted)}. {_stamps(batch)}"


def _stamps(batch: Batch) -> str:
    postage = batch.postage
    if not postage.lines:
        return "Rien à affranchir."
    told = "\u00a0; ".join(_line(line) for line in postage.lines)
    total = f"Affranchissement\u00a0: {told}. Total\u00a0: {format_cents(postage.total)}"
    if postage.unknown:
        missing = plural(postage.unknown, "prix inconnu", "prix inconnus")
        return f"{total}, plus {missing} (Outils, Impression, Tarifs postaux)."
    return f"{total}."


def _line(line: StampLine) -> str:
    weight = f" jusqu’à {line.up_to_grams}\u00a0g" if line.product is not Product.RECEIPT else ""
    price = "prix inconnu" if line.price is None else format_cents(line.price)
    name = line.product.label
    return f"{line.count} × {name[0].lower()}{name[1:]}{weight} ({price})"
