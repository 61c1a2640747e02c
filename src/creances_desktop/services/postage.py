"""The tariffs of the post and the weight of paper, as the user keeps them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.postage import USUAL_WEIGHTS, PaperWeights, Product, Tariff
from creances_desktop.paths import resource
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

SETTING = "postage"
MOST_GRAMS = 30_000


@cache
def shipped() -> tuple[Tariff, ...]:
    """The tariffs that the program knows; weak, each with its source."""
    with resource("paper/tariffs.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Tariff(
                date.fromisoformat(row["valid_from"]),
                Product(row["product"]),
                int(row["up_to_grams"]),
                int(row["cents"]),
                row["source"],
            )
            for row in csv.DictReader(file, delimiter=";")
        )


def tariffs(store: Store) -> tuple[Tariff, ...]:
    """The tariffs in use: those that the user kept, or the shipped ones while he kept none."""
    with store.reading() as r:
        return tariffs_of(r)


def tariffs_of(t: Transaction) -> tuple[Tariff, ...]:
    """The same, within an action under way."""
    stored = t.settings.get(SETTING)
    rows = stored.get("tariffs") if isinstance(stored, dict) else None
    return shipped() if not isinstance(rows, list) else tuple(_read(row) for row in rows)


def weights_of(t: Transaction) -> PaperWeights:
    """Grams of the paper and of the envelope."""
    stored = t.settings.get(SETTING)
    if not isinstance(stored, dict):
        return USUAL_WEIGHTS
    return PaperWeights(
        int(stored.get("sheet_gsm", USUAL_WEIGHTS.sheet_gsm)),
        int(stored.get("envelope_grams", USUAL_WEIGHTS.envelope_grams)),
    )


def weights(store: Store) -> PaperWeights:
    """The same, outside of an action."""
    with store.reading() as r:
        return weights_of(r)


def save(store: Store, rows: Sequence[Tariff], wanted: PaperWeights) -> Changes:
    """Keeps the tariffs in place of all that were known. Raises InvalidValue for one that makes no sense."""
    for row in rows:
        if not 0 < row.up_to_grams <= MOST_GRAMS:
            raise InvalidValue("tariffs", f"Un poids est compris entre 1 et {MOST_GRAMS}\u00a0g.")
        if row.price <= 0:
            raise InvalidValue("tariffs", "Un tarif est un montant en euros, plus grand que zéro.")
        if not row.source.strip():
            raise InvalidValue("tariffs", "Indiquez la source de chaque tarif\u00a0: site, affiche, reçu…")
    kept = {(row.valid_from, row.product, row.up_to_grams) for row in rows}
    if len(kept) < len(rows):
        raise InvalidValue("tariffs", "Deux lignes disent le même produit, le même poids et le même jour.")
    if not (40 <= wanted.sheet_gsm <= 400 and 0 <= wanted.envelope_grams <= 200):
        raise InvalidValue(
            "sheet_gsm", "Le papier pèse de 40 à 400\u00a0g/m², l’enveloppe moins de 200\u00a0g."
        )
    with store.transaction() as t:
        before = t.settings.get(SETTING)
        after = {
            "tariffs": [_stored(row) for row in rows],
            "sheet_gsm": wanted.sheet_gsm,
            "envelope_grams": wanted.envelope_grams,
        }
        t.settings.set(SETTING, after)
        entry = t.journal.append("postage_changed", "Tarifs postaux modifiés", before=before, after=after)
    return changed(Subject.SETTINGS, message="Tarifs postaux enregistrés.", entry_id=entry)


def _stored(row: Tariff) -> dict[str, Any]:
    return {
        "valid_from": row.valid_from.isoformat(),
        "product": row.product.value,
        "up_to_grams": row.up_to_grams,
        "price": row.price,
        "source": row.source,
    }


def _read(row: dict[str, Any]) -> Tariff:
    return Tariff(
        date.fromisoformat(row["valid_from"]),
        Product(row["product"]),
        int(row["up_to_grams"]),
        int(row["price"]),
        str(row["source"]),
    )
