"""The check of a whole dossier: file, keys, sums, letters against their hashes."""

from __future__ import annotations

from dataclasses import dataclass

from creances_desktop.domain.letters import content_from_json
from creances_desktop.storage.letters import DELIVERED, RETURNED, TO_PRINT
from creances_desktop.storage.store import Store

_RULES = {
    "allocation_above_due_item": "une échéance a reçu plus que son montant",
    "allocation_above_payment": "un règlement est imputé au-delà de son montant",
    "allocation_above_credit": "un avoir est imputé au-delà de son montant",
    "due_items_sum": "les échéances d’une facture n’en font pas le total",
}


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and what was found: `problems` are French sentences, empty when all is well."""

    problems: tuple[str, ...]
    letters: int
    clients: int
    invoices: int


def verify(store: Store) -> Report:
    """Checks the dossier; reads only."""
    problems: list[str] = []
    with store.reading() as r:
        problems += [f"Fichier abîmé\u00a0: {text}" for text in r.bulk.integrity()]
        problems += [f"Somme fausse\u00a0: {_RULES[rule]} (n° {row})" for rule, row in r.bulk.problems()]
        problems += [
            f"Document modifié depuis son enregistrement\u00a0: {digest[:12]}…"
            for digest in r.blobs.damaged()
        ]
        stored = r.letters.with_status(TO_PRINT, DELIVERED, RETURNED)
        for letter in stored:
            if letter.pdf_sha256 is None:
                problems.append(f"Lettre {letter.reference}\u00a0: son PDF manque")
            elif content_from_json(r.letters.content(letter.id)).claimed != letter.claimed:
                problems.append(
                    f"Lettre {letter.reference}\u00a0: le montant enregistré n’est pas celui du document"
                )
        clients = r.bulk.count("client")
        invoices = r.bulk.count("invoice")
    return Report(tuple(problems), len(stored), clients, invoices)
