"""How often a client is disturbed at the most: letters, e-mails and calls together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from creances_desktop.domain.errors import InvalidValue

MOST_CONTACTS = 30
MOST_DAYS = 90


@dataclass(frozen=True, slots=True)
class ContactLimits:
    """The limits that the user chose; they are his courtesy, not a rule of law.

    At most `most` contacts in `per_days` days, 0 for no such limit. `gap_counts_calls`: the gap before
    a letter counts from the last call that reached somebody as well.
    `firmer_when_broken`: a letter to a client who did not keep his word is one tone firmer.
    """

    most: int = 3
    per_days: int = 7
    gap_counts_calls: bool = True
    firmer_when_broken: bool = True


NO_LIMITS = ContactLimits(most=0)


def checked(limits: ContactLimits) -> ContactLimits:
    """The limits; InvalidValue beside the first wrong one."""
    if not 0 <= limits.most <= MOST_CONTACTS:
        raise InvalidValue("most", f"Indiquez de 0 (aucune limite) à {MOST_CONTACTS} contacts.")
    if not 1 <= limits.per_days <= MOST_DAYS:
        raise InvalidValue("per_days", f"Indiquez une durée de 1 à {MOST_DAYS} jours.")
    return limits


def free_again(contacts: Sequence[date], day: date, limits: ContactLimits) -> date | None:
    """The first day on which a client may be contacted again, None when he may be on `day` itself.

    `contacts` are the days on which he was, in any order; those of `day` count.
    """
    if not limits.most:
        return None
    since = day - timedelta(days=limits.per_days)
    within = sorted(one for one in contacts if since < one <= day)
    if len(within) < limits.most:
        return None
    return within[len(within) - limits.most] + timedelta(days=limits.per_days)
