"""Undo and redo of every action: one mechanism over the rows that the storage noted of each.

Nothing here knows what an action was about, but for what the trade asks: the accounts are reversed by other
rows, a letter that waits is cancelled, and a letter that left is compensated: it stays as it left, and its
step no longer counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.text import fold, plural
from creances_desktop.services import undo as import_undo
from creances_desktop.services.changes import EVERYTHING, Changes
from creances_desktop.services.imports import ACTION as IMPORT
from creances_desktop.storage.letters import CANCELLED, DELIVERED, RESERVED, RETURNED, TO_PRINT
from creances_desktop.storage.recorder import Change, StepKind
from creances_desktop.storage.steps import ACCOUNTS, Changed, Group
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

AUTOMATIC = frozenset(
    {
        "company_file_created",
        "letter_drawn",
        "calls_scheduled",
        "limitation_alerts_scheduled",
        "promises_settled",
        "instalments_settled",
    }
)
"""What the program does by itself: nobody is asked to undo it, and it holds nothing back."""

# fmt: off
_COMMON = frozenset((
    "Abandon", "Appel", "Appels", "Avoir", "Capitalisation", "Cession", "Chèque", "Client", "Clients",
    "Dossier", "Décompte", "Délai", "Effet", "Engagement", "Escompte", "Facture", "Frais", "Import",
    "Indemnité", "Intérêts", "Jugement", "Lettre", "Litige", "Mise", "Modèle", "Note", "Ordre", "Pièce",
    "Plan", "Procédure", "Profil", "Promesse", "Prélèvement", "Rappel", "Rappeler", "Relance",
    "Remboursement", "Règlement", "Réglages", "Société", "Solde", "Taux", "Tranches", "Virement", "Écart",
    "Échéance", "Échéancier", "Émission",
    "Événement",
))
# fmt: on
"""Words that begin in lower case within a sentence; others may be names."""


@dataclass(frozen=True, slots=True)
class Step:
    """One action of the user as the history shows it.

    `name` begins in lower case, to stand after *Annuler :*; `left` is whether something of it left this
    computer: undoing it compensates and does not erase.
    """

    id: int
    name: str
    at: datetime
    undone: bool
    left: bool


def listed(store: Store, limit: int = 200, *, after: int = 0) -> list[Step]:
    """The user's latest actions, newest first; only those after one if given."""
    with store.reading() as r:
        return [
            Step(group.id, name_of(group), group.entries[0].at, group.undone, _left_machine(group))
            for group in r.steps.groups(limit, after)
            if not is_automatic(group)
        ]


def matching(found: list[Step], words: str) -> list[Step]:
    """Those of the actions whose name holds every word, whatever the case and the accents."""
    wanted = fold(words).split()
    return [step for step in found if all(word in fold(step.name) for word in wanted)]


def explained(step: Step) -> str:
    """What undoing or redoing an action would do, as one sentence."""
    if step.undone:
        return "Annulée\u00a0: les listes ne la montrent plus, l’historique garde les deux."
    if step.left:
        return (
            "Partie de cet ordinateur\u00a0: l’annuler ne l’efface pas, la lettre reste telle qu’elle est "
            "partie et son étape ne compte plus."
        )
    return (
        "L’annuler rend à chaque ligne sa valeur d’avant et contre-passe les écritures\u00a0; l’historique "
        "garde les deux."
    )


def is_automatic(group: Group) -> bool:
    """Whether the program did it by itself."""
    return all(entry.action in AUTOMATIC for entry in group.entries)


def name_of(group: Group) -> str:
    """What the user calls an action: `règlement de 1 200,00 €`, `import de factures.csv`."""
    told = [entry.summary for entry in group.entries if entry.action not in AUTOMATIC and entry.summary]
    if group.label:
        return _lowered(group.label)
    if not told:
        return "action dont le contenu a été effacé"
    others = f" (et {plural(len(told) - 1, 'autre', 'autres')})" if len(told) > 1 else ""
    return f"{_lowered(told[0])}{others}"


def undo(store: Store, step_id: int, today: date) -> Changes:
    """Undoes an action. Raises DomainError, naming what rests on it, when something newer does."""
    with store.transaction() as t:
        group = _known(t, step_id)
        if group.undone:
            raise DomainError(f"«\u00a0{name_of(group)}\u00a0» est déjà annulé.")
        if not all(entry.summary for entry in group.entries):
            raise DomainError(
                "Cette action ne s’annule plus\u00a0: elle portait sur un client dont les données "
                "personnelles sont effacées."
            )
        for entry in group.entries:
            if entry.action == IMPORT:
                return import_undo.take_back(t, entry.id, today)
        steps = t.steps.changes(step_id)
        _refuse_dependents(t, group, [one for step in steps for one in step])
        t.step = StepKind("undo", step_id)
        entries = _journaled(t, group, "undone", "Annulation")
        try:
            said = _take_back(t, steps, entries, today)
        except Changed:
            raise DomainError(
                f"«\u00a0{name_of(group)}\u00a0» ne peut plus être annulé d’un bloc\u00a0: ce qu’il avait "
                "enregistré a changé depuis. Corrigez-le directement."
            ) from None
        t.steps.mark(step_id, undone=True)
    return Changes(EVERYTHING, said or f"Annulé\u00a0: {name_of(group)}.", max(entries.values(), default=0))


def redo(store: Store, step_id: int) -> Changes:
    """Does an undone action again. Raises DomainError when something changed in between."""
    with store.transaction() as t:
        group = _known(t, step_id)
        undoing = t.steps.undoing(step_id)
        if not group.undone or undoing is None:
            raise DomainError(f"«\u00a0{name_of(group)}\u00a0» n’est pas annulé.")
        t.step = StepKind("redo", step_id)
        t.steps.note_nothing()
        entries = _journaled(t, group, "redone", "Rétablissement")
        try:
            t.steps.restore(undoing, inserts=True)
        except Changed:
            raise DomainError(
                f"«\u00a0{name_of(group)}\u00a0» ne peut plus être rétabli\u00a0: autre chose a été "
                "enregistré depuis. Saisissez-le de nouveau."
            ) from None
        t.steps.mark(step_id, undone=False)
    return Changes(EVERYTHING, f"Rétabli\u00a0: {name_of(group)}.", max(entries.values(), default=0))


def _known(t: Transaction, step_id: int) -> Group:
    try:
        return t.steps.get(step_id)
    except KeyError:
        raise DomainError("Cette action n’est pas dans l’historique du dossier.") from None


def _refuse_dependents(t: Transaction, group: Group, changes: list[Change]) -> None:
    for newer in t.steps.dependent(group.id, changes):
        other = t.steps.get(newer)
        if not is_automatic(other):
            raise DomainError(
                f"«\u00a0{name_of(other)}\u00a0» repose sur «\u00a0{name_of(group)}\u00a0»\u00a0: "
                "annulez-le d’abord."
            )


def _journaled(t: Transaction, group: Group, suffix: str, word: str) -> dict[int, int]:
    """The entries that tell what is done to each entry of a group, by its id."""
    return {
        entry.id: t.journal.append(
            f"{entry.action}_{suffix}",
            f"{word}\u00a0: {entry.summary}",
            client_id=entry.client_id,
            invoice_id=entry.invoice_id,
            reverses_id=(entry.id, *t.journal.reversals(entry.id))[-1],
        )
        for entry in group.entries
    }


def _take_back(t: Transaction, steps: list[list[Change]], entries: dict[int, int], today: date) -> str:
    """Undoes the rows of a group; the sentence about what had left, empty when nothing had."""
    left = [
        int(one.key[0])
        for step in steps
        for one in step
        if one.table == "letter" and one.op == "u" and (one.after or {}).get("status") == DELIVERED
    ]
    if left:
        return _compensate(t, left, today)
    for step in steps:
        _cancel_waiting(t, t.steps.inserted(step, "letter"), today)
        t.steps.void(t.steps.inserted(step, "followup"))
        t.steps.take_reversals(step)
        t.steps.restore(step, inserts=False)
    if any(one.table in ACCOUNTS and one.op == "i" for step in steps for one in step):
        for original, entry in entries.items():
            t.undo.reverse_money(original, entry)
            t.undo.cancel_documents(original, entry)
            t.undo.close_facts(original, entry, today)
        t.steps.check_reversed(one for step in steps for one in step)
    return ""


def _cancel_waiting(t: Transaction, letter_ids: Iterable[int], today: date) -> None:
    for letter_id in letter_ids:
        letter = t.letters.get(letter_id)
        if letter.status == DELIVERED:
            raise DomainError(
                f"La lettre {letter.reference} est partie\u00a0: annulez d’abord son envoi, elle restera "
                "dans l’historique."
            )
        if letter.status in (RESERVED, TO_PRINT):
            t.letters.void(letter_id, CANCELLED, "Émission annulée")
            t.followups.void_letter(letter_id)
            t.calendar.close_of_letter(letter_id, today)


def _compensate(t: Transaction, letter_ids: list[int], today: date) -> str:
    """Lets letters that left no longer count; they stay byte for byte as they left."""
    references = []
    for letter_id in letter_ids:
        letter = t.letters.get(letter_id)
        if letter.status == DELIVERED:
            t.letters.void(letter_id, RETURNED, "Envoi annulé après coup")
            t.followups.void_letter(letter_id)
            t.calendar.close_of_letter(letter_id, today)
            references.append(letter.reference)
    if not references:
        return ""
    if len(references) == 1:
        return (
            f"La lettre {references[0]} est déjà partie\u00a0: elle reste dans l’historique telle qu’elle "
            "est partie, et son étape ne compte plus."
        )
    return (
        f"{len(references)}\u00a0lettres sont déjà parties\u00a0: elles restent dans l’historique telles "
        "qu’elles sont parties, et leurs étapes ne comptent plus."
    )


def _left_machine(group: Group) -> bool:
    return any(entry.action == "letter_delivered" for entry in group.entries)


def _lowered(text: str) -> str:
    """The phrase with its first word in lower case, unless that word is a name."""
    word = text.split(maxsplit=1)[0].rstrip("\u00a0:,") if text.strip() else ""
    return text[:1].lower() + text[1:] if word in _COMMON else text
