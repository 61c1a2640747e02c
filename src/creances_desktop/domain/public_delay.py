"""The payment delay of public bodies (code de la commande publique, art. R2192-10 to R2192-15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from creances_desktop.domain.ceilings import Ceiling, CeilingRow, Ceilings, CeilingWarning
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.text import fold, short_date


class PublicBody(StrEnum):
    """The kind of a public buyer, which fixes his payment delay."""

    GENERAL = "general"
    HOSPITAL = "hospital"
    COMPANY = "company"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _LABELS[self]


_LABELS = {
    PublicBody.GENERAL: "État, collectivité, établissement public",
    PublicBody.HOSPITAL: "Établissement public de santé, service de santé des armées",
    PublicBody.COMPANY: "Entreprise publique",
}
_CEILINGS = {
    PublicBody.GENERAL: Ceiling.PUBLIC,
    PublicBody.HOSPITAL: Ceiling.PUBLIC_HOSPITAL,
    PublicBody.COMPANY: Ceiling.PUBLIC_COMPANY,
}
_HOSPITAL_WORDS = ("hopital", "hopitaux", "hospital", "sante", "chu", "chru", "ch", "aphp", "ehpad")


@dataclass(frozen=True, slots=True)
class PublicDelay:
    """When a public buyer must have paid at the latest, and the French words of the count with its articles.

    Interest runs from the day after `due_date` (CCP L2192-13).
    """

    due_date: date
    words: str
    row: CeilingRow


def parse_public_body(text: str) -> PublicBody:
    """The kind that free words tell (`Commune`, `hôpital`, `entreprise publique`), or a value of the enum.

    The 30 days of the general case where the words tell nothing: the shortest delay is the rule.
    """
    words = fold(text).replace("-", " ")
    if words in (PublicBody.COMPANY, "epic national") or "entreprise publique" in words:
        return PublicBody.COMPANY
    if words == PublicBody.HOSPITAL or any(word in words.split() for word in _HOSPITAL_WORDS):
        return PublicBody.HOSPITAL
    if "hospitalier" in words:
        return PublicBody.HOSPITAL
    return PublicBody.GENERAL


def public_delay(
    body: PublicBody,
    table: Ceilings,
    *,
    request_date: date,
    notified_on: date | None = None,
    performed_on: date | None = None,
) -> PublicDelay:
    """The end of the delay, from the day the buyer was told that the invoice is available, or received it.

    Where nobody recorded that day, the date of the request and two days (R2192-14); from the performance
    where that is later (R2192-12, R2192-13). `request_date` is that of the invoice. InvalidValue for an
    invoice older than the table.
    """
    row = table.on(_CEILINGS[body], request_date)
    unrecorded = table.on(Ceiling.PUBLIC_UNRECORDED, request_date)
    if row is None or unrecorded is None:
        raise InvalidValue(
            "issue_date",
            f"Le délai de paiement public au {short_date(request_date)} n’est pas dans les tables\u00a0; "
            "saisissez l’échéance vous-même.",
        )
    if notified_on is not None:
        start, words = notified_on, f"reçue ou mise à disposition le {short_date(notified_on)}"
    else:
        start = request_date + timedelta(days=unrecorded.days)
        words = (
            f"réception non constatée\u00a0: date de la demande, {short_date(request_date)}, "
            f"+ {unrecorded.days} jours ({unrecorded.article})"
        )
    if performed_on is not None and performed_on > start:
        start, words = performed_on, f"prestation exécutée le {short_date(performed_on)}, après la demande"
    due = start + timedelta(days=row.days)
    return PublicDelay(
        due, f"{words}\u00a0; + {row.days} jours ({row.article})\u00a0: {short_date(due)}", row
    )


def earlier_than_delay(due: date, delay: PublicDelay) -> str:
    """What to know of a due date before the end of a public buyer's delay, in French; empty otherwise.

    The delay is that of the code unless the contract sets a shorter one: the paper alone does not.
    """
    if due >= delay.due_date:
        return ""
    return (
        f"L’échéance du {short_date(due)} est avant la fin du délai de paiement de l’acheteur public, "
        f"{delay.row.days} jours, soit le {short_date(delay.due_date)} ({delay.row.article})\u00a0: les "
        "jours entre les deux ne portent intérêt que si le marché fixe ce délai plus court. Sinon, corrigez "
        "l’échéance, ou notez le jour de mise à disposition de la facture."
    )


def public_warnings(due: date, delay: PublicDelay) -> tuple[CeilingWarning, ...]:
    """The warning about a due date later than a public buyer's delay: none, or one; never a refusal."""
    if due <= delay.due_date:
        return ()
    message = (
        f"L’échéance du {short_date(due)} dépasse le délai de paiement de l’acheteur public, "
        f"{delay.row.days} jours, soit le {short_date(delay.due_date)} ({delay.row.article})."
    )
    return (CeilingWarning(message, delay.row),)
