"""What decides the interest of a claim beside its amounts: recorded facts and the dossier's settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from creances_desktop.domain.claim_facts import ClaimFacts, InsolvencyStop
from creances_desktop.domain.contract_rates import parse_contract_rate
from creances_desktop.domain.regimes import FloorChoice
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.claim_inputs import NO_FACTS, RecordedFacts
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

COMPANY_RATE, FLOOR_CHOICE, INSOLVENCY_STOP = "company_rate", "floor_choice", "insolvency_stop"


@dataclass(frozen=True, slots=True)
class ClaimSettings:
    """The choices that the law leaves to the user.

    `company_rate`: the clause of the company's conditions of sale, as `parse_contract_rate` reads it, empty
    for none; it counts for professionals whose own rate is not given.
    """

    company_rate: str = ""
    floor_choice: FloorChoice = FloorChoice.APPLY_CONTRACT
    insolvency_stop: InsolvencyStop = InsolvencyStop.STOP_BEFORE


def claim_settings(store: Store) -> ClaimSettings:
    """The settings of the dossier."""
    with store.reading() as r:
        return settings_in(r)


def settings_in(t: Transaction) -> ClaimSettings:
    """The settings, within an action under way."""
    known = t.settings.all()
    return ClaimSettings(
        company_rate=known.get(COMPANY_RATE, ""),
        floor_choice=FloorChoice(known.get(FLOOR_CHOICE, FloorChoice.APPLY_CONTRACT)),
        insolvency_stop=InsolvencyStop(known.get(INSOLVENCY_STOP, InsolvencyStop.STOP_BEFORE)),
    )


def save_claim_settings(store: Store, settings: ClaimSettings) -> Changes:
    """Keeps the settings. InvalidValue beside `company_rate` when it is no rate."""
    parse_contract_rate(settings.company_rate)
    values = {
        COMPANY_RATE: settings.company_rate.strip(),
        FLOOR_CHOICE: settings.floor_choice.value,
        INSOLVENCY_STOP: settings.insolvency_stop.value,
    }
    with store.transaction() as t:
        before = {key: t.settings.get(key) for key in values}
        for key, value in values.items():
            t.settings.set(key, value)
        entry = t.journal.append(
            "claim_settings_changed", "Réglages des pénalités modifiés", before=before, after=values
        )
    return changed(
        Subject.SETTINGS, Subject.INVOICES, message="Réglages des pénalités enregistrés.", entry_id=entry
    )


def facts_of(
    recorded: RecordedFacts,
    settings: ClaimSettings,
    *,
    mise_en_demeure: date | None,
    clause_without_notice: bool,
    day: date | None = None,
) -> ClaimFacts:
    """The facts of an invoice; costs of days after `day` do not count yet."""
    costs = sum(amount for on, amount in recorded.costs if day is None or on <= day)
    return ClaimFacts(
        mise_en_demeure=mise_en_demeure,
        clause_without_notice=clause_without_notice,
        floor_choice=settings.floor_choice,
        insolvency_stop=settings.insolvency_stop,
        awarded=recorded.award,
        capitalisation=recorded.capitalisation,
        proven_costs=costs,
    )


def facts(t: Transaction, invoice_id: int, day: date | None = None) -> ClaimFacts:
    """The facts and choices of one invoice as `domain.penalties` takes them."""
    invoice = t.invoices.get(invoice_id)
    demand = t.letter_events.demands([invoice_id]).get(invoice_id)
    received = invoice.mise_en_demeure_received or (None if demand is None else demand.day)
    return facts_of(
        t.claim_inputs.facts([invoice_id]).get(invoice_id, NO_FACTS),
        settings_in(t),
        mise_en_demeure=received,
        clause_without_notice=t.clients.get(invoice.client_id).clause_without_notice,
        day=day,
    )
