"""The call sheet: one page to have under the eyes, and under the pen, while calling a client."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from creances_desktop.domain import insolvency
from creances_desktop.domain.attachments import Attachment
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.nonpayment import Reason
from creances_desktop.domain.text import plural, short_date

MOST_INVOICES, MOST_CONTACTS, MOST_PROMISES, MOST_INCIDENTS = 9, 6, 4, 3
MOST_FILES, MOST_CLIENT_FILES, LONGEST_EXHIBIT = 2, 5, 40


@dataclass(frozen=True, slots=True)
class SheetInvoice:
    """An open due item: its age in days (0 before its day) and the exhibits at hand.

    `estimated`: no paper gave the due date.
    """

    number: str
    due_date: date
    days_late: int
    outstanding: Cents
    exhibits: tuple[str, ...] = ()
    held: str = ""
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class SheetLine:
    """Something that happened on a day, in French."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides the words of the sheet; cents.

    `overdue` and `oldest` are what is asked for: what is `disputed` is told apart, and not asked for.
    `spared`: a client to be handled with care. `insolvency`: the judgment, once it was given.
    `broken`: what he promised last and did not pay.
    """

    day: date
    nature: Nature
    overdue: Cents
    oldest_late: int
    oldest: Cents
    reason: Reason | None = None
    broken: str = ""
    running: str = ""
    contacts: int = 0
    letters: int = 0
    disputed: Cents = 0
    interest: Cents = 0
    indemnity: Cents = 0
    next_step: str = ""
    advice: str = ""
    spared: bool = False
    insolvency: date | None = None
    returned: bool = False
    """A payment came back, and nobody was reached since."""


@dataclass(frozen=True, slots=True)
class CallSheetPage:
    """Everything printed on the sheet; `exhibits` are those of the client and of his letters."""

    day: date
    code: str
    name: str
    nature: Nature
    ways: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    invoices: tuple[SheetInvoice, ...]
    more_invoices: str
    exhibits: tuple[str, ...]
    contacts: tuple[SheetLine, ...]
    promises: tuple[str, ...]
    word: str
    incidents: tuple[SheetLine, ...]
    opening: str
    grants: tuple[str, ...]
    goal: str
    lever: str
    plans: tuple[str, ...] = ()
    warning: str = ""
    """What forbids the usual call; empty when nothing does."""

    @property
    def title(self) -> str:
        """`Fiche d’appel — Transports Moreau`."""
        return f"Fiche d’appel — {self.name}"


def attached(files: Sequence[Attachment], most: int = MOST_FILES) -> list[str]:
    """The files attached, as exhibits: `bon de livraison du 12/09/2026`, then how many more.

    One of a letter names it.
    """
    named = [
        f"{(one.label or one.kind.label)[:LONGEST_EXHIBIT]}"
        + (f" de la lettre {one.letter_reference}" if one.letter_reference else "")
        + f" du {short_date(one.day)}"
        for one in files[:most]
    ]
    more = len(files) - len(named)
    return [*named, f"et {plural(more, 'autre')}"] if more > 0 else named


def grants(s: Situation) -> tuple[str, ...]:
    """What may be granted, from the least to the most; always against a date."""
    if s.insolvency:
        return insolvency.GRANTS
    if not s.overdue:
        return ("Rien à accorder\u00a0: rien n’est échu.",)
    found = ["Quelques jours de plus, contre une date et un montant fermes."]
    half, third = _share(s.overdue, 2), _share(s.overdue, 3)
    found.append(f"En deux fois\u00a0: {format_cents(half)} maintenant, le reste dans 30 jours.")
    found.append(f"En trois fois\u00a0: {format_cents(third)} par mois, le premier versement maintenant.")
    if s.interest + s.indemnity:
        found.append(
            f"Renoncer à {format_cents(s.interest + s.indemnity)} d’intérêts et d’indemnité, si tout "
            "est payé à "
            "la date dite."
        )
    if s.disputed:
        found.append(f"Laisser à part les {format_cents(s.disputed)} contestés, jusqu’à votre réponse.")
    return tuple(found)


def goal(s: Situation) -> str:
    """The figure to obtain, and what to fall back on."""
    if s.insolvency:
        return insolvency.GOAL
    if not s.overdue:
        return "Une confirmation que la prochaine échéance est prévue à sa date."
    fall_back = ""
    if s.oldest < s.overdue:
        fall_back = f"\u00a0; à défaut, {format_cents(s.oldest)}, la plus ancienne"
    return f"{format_cents(s.overdue)} et un jour précis{fall_back}. Ne pas raccrocher sans une date."


def lever(s: Situation) -> str:
    """What is kept in reserve: told only when nothing else helps, and never as a threat."""
    if s.insolvency:
        return insolvency.LEVER
    parts = [s.advice] if s.advice else []
    if s.next_step:
        parts.append(f"{s.next_step}.")
    if s.interest + s.indemnity:
        parts.append(
            f"À ce jour s’y ajouteraient {format_cents(s.interest)} d’intérêts"
            + (f" et {format_cents(s.indemnity)} d’indemnité forfaitaire." if s.indemnity else ".")
        )
    if s.spared:
        parts.append("Client à ménager\u00a0: à garder pour la fin.")
    elif s.nature is not Nature.CONSUMER and s.overdue:
        parts.append("Ne plus livrer avant règlement, si le contrat le permet.")
    return " ".join(parts) or "Aucun pour l’instant\u00a0: rien n’est échu."


def kept(lines: Sequence[SheetInvoice]) -> tuple[tuple[SheetInvoice, ...], str]:
    """The oldest invoices that the page has room for, and the sentence about the others."""
    ordered = sorted(lines, key=lambda one: (one.due_date, one.number))
    rest = ordered[MOST_INVOICES:]
    if not rest:
        return tuple(ordered), ""
    total = format_cents(sum(one.outstanding for one in rest))
    return tuple(
        ordered[:MOST_INVOICES]
    ), f"et {plural(len(rest), 'autre échéance', 'autres échéances')}, {total}"


def _share(amount: Cents, parts: int) -> Cents:
    """A part of an amount, rounded up to the whole euro: what one says on the telephone."""
    return min(amount, -(-amount // (parts * 100)) * 100)


def step_sentence(name: str, when: date | None, day: date) -> str:
    """`Prochaine lettre\u00a0: Relance 2, dès le 27/11/2026`."""
    if when is None:
        return ""
    if when <= day:
        return f"Prochaine lettre\u00a0: {name}, prête à partir"
    return f"Prochaine lettre\u00a0: {name}, dès le {short_date(when)}"
