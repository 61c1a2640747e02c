"""The French sentences of the follow-up engine: why a letter leaves today, or why it does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from creances_desktop.domain.contact_limits import NO_LIMITS, ContactLimits
from creances_desktop.domain.followup_facts import (
    AccountSituation,
    DoneStep,
    ExclusionReason,
    ItemSituation,
    ProposedItem,
)
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.plans import Plan, Step
from creances_desktop.domain.text import fold, plural, short_date

# A run over a large file writes tens of thousands of these sentences about the same few days and steps: their
# parts are remembered.

_FEMININE = ("relance", "mise en demeure", "lettre")


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a client is contacted: days between two letters, and the first free day of a full client."""

    gap_days: int
    limits: ContactLimits = NO_LIMITS
    free_again: date | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A due item left out, with all that its sentence may need.

    `total` is what the letter would have reminded, in cents.
    """

    reason: ExclusionReason
    account: AccountSituation
    situation: ItemSituation
    step: Step
    previous: DoneStep | None
    day: date
    pace: Pace
    total: Cents = 0


def refusal_sentence(refusal: Refusal) -> str:
    """The French sentence that tells why this due item is left out, with what decides."""
    return _SENTENCES[refusal.reason](refusal)


@lru_cache(maxsize=4096)
def age(days_late: int, due_date: date) -> str:
    """Where a due date stands, without a full stop: `Échue depuis 23 jours`, `Échéance aujourd’hui`."""
    if days_late > 0:
        return f"Échue depuis {plural(days_late, 'jour')}"
    if days_late == 0:
        return "Échéance aujourd’hui"
    return f"Échéance dans {plural(-days_late, 'jour')}, le {short_date(due_date)}"


def written_why(plan: Plan, due_date: date, days_late: int, previous: DoneStep | None, attempt: int) -> str:
    """Why the written step of a due item leaves today."""
    parts = [age(days_late, due_date)]
    if previous is not None:
        parts.append(_granted(plan, previous))
    elif days_late > 0:
        parts.append("aucune relance envoyée")
    if attempt > 1:
        parts.append(f"nouvel envoi (le {attempt}e), le précédent ayant été annulé ou retourné")
    return "\u00a0; ".join(parts) + "."


@lru_cache(maxsize=4096)
def call_why(step: Step, days_late: int, due_date: date) -> str:
    """Why a call about this due item enters the calendar."""
    side = "après" if step.days >= 0 else "avant"
    when = f"{plural(abs(step.days), 'jour')} {side} l’échéance"
    return f"{age(days_late, due_date)}\u00a0; le plan prévoit un appel {when}."


def proposal_why(step: Step, items: Sequence[ProposedItem]) -> str:
    """Why a letter or a call is proposed today: its item's own reason when there is only one."""
    if len(items) == 1:
        return items[0].why
    oldest = max(items, key=lambda proposed: proposed.days_late)
    where = age(oldest.days_late, oldest.item.due_date)
    count = plural(len(items), "facture")
    return f"{count}, la plus ancienne {_lowered(where)}\u00a0; étape\u00a0: {step.name}."


def _granted(plan: Plan, done: DoneStep) -> str:
    name = f"{_step_name(plan, done)} du {_on(done.done_on)}"
    if done.deadline is None:
        return f"{name} n’accordait pas de délai"
    return f"{name} accordait jusqu’au {_on(done.deadline)}"


def _step_name(plan: Plan, done: DoneStep) -> str:
    """The step as the subject of a sentence; a step that left the plan since is `le courrier`."""
    step = plan.step(done.step)
    return "le courrier" if step is None else _subject(step.name)


@lru_cache(maxsize=256)
def _subject(name: str) -> str:
    if fold(name).startswith(_FEMININE):
        return f"la {_lowered(name)}"
    return f"le courrier «\u00a0{name}\u00a0»"


def _lowered(text: str) -> str:
    """The text without its first capital, unless it starts with an acronym."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


@lru_cache(maxsize=4096)
def _on(day: date | None) -> str:
    return "jour inconnu" if day is None else short_date(day)


def _to_confirm(refusal: Refusal) -> str:
    item = refusal.situation.item
    return f"{item.kind.label} du {short_date(item.issue_date)} à confirmer avant toute relance."


def _disputed(_: Refusal) -> str:
    return "Facture en litige\u00a0: elle n’est pas relancée tant que le litige est ouvert."


def _planned(refusal: Refusal) -> str:
    until = _on(refusal.situation.planned_until)
    what = "proposé (à signer)" if refusal.situation.unsigned else "accordé"
    return f"Échéancier {what}, prochaine échéance le {until}\u00a0: pas de relance jusque-là."


def _promised(refusal: Refusal) -> str:
    return (
        f"Règlement promis pour le {_on(refusal.situation.promised_until)}\u00a0: pas de relance jusque-là."
    )


def _paused(refusal: Refusal) -> str:
    situation, account = refusal.situation, refusal.account
    # The same order as the exclusion: an invoice set aside by itself is told before its client.
    if situation.paused_until is not None and situation.paused_until >= refusal.day:
        text, reason = f"Facture mise de côté jusqu’au {_on(situation.paused_until)}", situation.pause_reason
    else:
        text, reason = f"Client mis de côté jusqu’au {_on(account.paused_until)}", account.pause_reason
    reason = reason.strip().rstrip(".")
    return f"{text}\u00a0: {_lowered(reason)}." if reason else f"{text}."


def _insolvency(refusal: Refusal) -> str:
    opened = f"Procédure collective ouverte le {_on(refusal.account.insolvency_judgment)}"
    return f"{opened}\u00a0: aucune relance ne part, la créance est à déclarer."


def _no_address(refusal: Refusal) -> str:
    return f"Adresse postale incomplète\u00a0: complétez-la pour envoyer {_subject(refusal.step.name)}."


def _deadline_running(refusal: Refusal) -> str:
    done = refusal.previous
    if done is None:
        return "Le délai accordé par le courrier précédent court encore."
    name = _step_name(refusal.account.plan, done)
    return f"{name[:1].upper()}{name[1:]} du {_on(done.done_on)} accorde jusqu’au {_on(done.deadline)}."


def _min_gap(refusal: Refusal) -> str:
    account, pace = refusal.account, refusal.pace
    last, gap = account.last_contact, pace.gap_days
    has_room = last is None or gap <= 0 or (refusal.day - last).days >= gap
    if has_room and pace.free_again is None and refusal.situation.item.due_date > refusal.day:
        return (
            "Pas encore échue\u00a0: la lettre qui part aujourd’hui à ce client ne réclame que ce qui est "
            "échu."
        )
    if last is None or (refusal.day - last).days >= gap:
        return (
            f"Déjà {plural(pace.limits.most, 'contact')} avec ce client en "
            f"{plural(pace.limits.per_days, 'jour')}\u00a0; le suivant peut avoir lieu le "
            f"{_on(pace.free_again)} (limite que vous avez choisie)."
        )
    what = "courrier" if last == account.last_written_on else "appel"
    again = last + timedelta(days=gap)
    return (
        f"Dernier {what} à ce client le {_on(last)}\u00a0; le suivant peut partir le {_on(again)} "
        f"(intervalle minimal\u00a0: {plural(gap, 'jour')})."
    )


def _covered_by_credit(refusal: Refusal) -> str:
    held, total = format_cents(refusal.account.credits), format_cents(refusal.total)
    return f"Les avoirs et règlements non imputés ({held}) couvrent ce qui serait réclamé ({total})."


def _below_minimum(refusal: Refusal) -> str:
    claimed = format_cents(refusal.total - refusal.account.credits)
    return (
        f"Montant réclamé ({claimed}) inférieur au minimum de l’étape «\u00a0{refusal.step.name}\u00a0» "
        f"({format_cents(refusal.step.minimum)})."
    )


def _creditor_identity_missing(refusal: Refusal) -> str:
    lacking = ", ".join(refusal.account.creditor_lacks)
    return (
        f"Il manque à votre société {lacking}\u00a0: complétez «\u00a0Ma société\u00a0» avant d’envoyer "
        f"{_subject(refusal.step.name)}."
    )


_SENTENCES: dict[ExclusionReason, Callable[[Refusal], str]] = {
    ExclusionReason.TO_CONFIRM: _to_confirm,
    ExclusionReason.DISPUTED: _disputed,
    ExclusionReason.PLANNED: _planned,
    ExclusionReason.PROMISED: _promised,
    ExclusionReason.PAUSED: _paused,
    ExclusionReason.INSOLVENCY: _insolvency,
    ExclusionReason.NO_ADDRESS: _no_address,
    ExclusionReason.DEADLINE_RUNNING: _deadline_running,
    ExclusionReason.MIN_GAP: _min_gap,
    ExclusionReason.COVERED_BY_CREDIT: _covered_by_credit,
    ExclusionReason.BELOW_MINIMUM: _below_minimum,
    ExclusionReason.CREDITOR_IDENTITY_MISSING: _creditor_identity_missing,
}
