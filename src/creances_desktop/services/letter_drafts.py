"""The words of one letter, changed by the user before it leaves; the text it comes from stays as it is."""

from __future__ import annotations

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.followups import LetterProposal
from creances_desktop.domain.letter_templates import LetterTemplate
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.letter_texts import Wording, check
from creances_desktop.storage.letter_templates import StoredDraft
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

_BETWEEN = "\n\n"


class StaleDraft(DomainError):
    """A letter whose words were changed for a situation that is no longer the same."""

    def __init__(self) -> None:
        super().__init__(
            "Vous aviez retouché cette lettre, mais elle n’est plus la même (étape, texte ou nombre de "
            "factures)\u00a0: revoyez le texte, ou reprenez celui du modèle."
        )


def within(t: Transaction, proposal: LetterProposal, text: LetterTemplate) -> Wording | None:
    """The words that the user gave the letter of this proposal, None where he gave none.

    Raises StaleDraft when they were given to another letter.
    """
    stored = t.letter_templates.draft(proposal.client_id)
    if stored is None:
        return None
    if stored.base != _base(proposal, text):
        raise StaleDraft
    return Wording(stored.subject, _split(stored.opening), _split(stored.closing))


def keep(store: Store, proposal: LetterProposal, text: LetterTemplate, wanted: Wording) -> Changes:
    """Keeps the words of the client's next letter. InvalidValue for an unknown field or an empty part."""
    check(text, wanted)
    with store.transaction() as t:
        entry = t.journal.append(
            "letter_draft_kept",
            f"Lettre à {proposal.client_name} retouchée ({proposal.step.name})",
            client_id=proposal.client_id,
        )
        draft = StoredDraft(
            client_id=proposal.client_id,
            step=proposal.step.id,
            subject=wanted.subject.strip(),
            opening=_BETWEEN.join(one.strip() for one in wanted.opening if one.strip()),
            closing=_BETWEEN.join(one.strip() for one in wanted.closing if one.strip()),
            base=_base(proposal, text),
        )
        t.letter_templates.keep_draft(draft, action_id=entry)
    return changed(Subject.LETTERS, message=f"Lettre à {proposal.client_name} retouchée.", entry_id=entry)


def drop(store: Store, client_id: int, client_name: str) -> Changes:
    """Goes back to the text of the model for the client's next letter."""
    with store.transaction() as t:
        entry = t.journal.append(
            "letter_draft_dropped", f"Retouche de la lettre à {client_name} abandonnée", client_id=client_id
        )
        t.letter_templates.drop_draft(client_id)
    return changed(Subject.LETTERS, message="La lettre reprend le texte du modèle.", entry_id=entry)


def _base(proposal: LetterProposal, text: LetterTemplate) -> str:
    """What the words were given to: another step, text or number of invoices makes it another letter."""
    return f"{proposal.step.id} {'-'.join(text.key)} {text.own} {text.version} {len(proposal.at_step)}"


def _split(text: str) -> tuple[str, ...]:
    return tuple(one for one in text.split(_BETWEEN) if one)
