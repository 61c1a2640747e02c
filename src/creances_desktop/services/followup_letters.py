"""The letter of a proposal: its text, what it says, and the words that the user gave it alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from creances_desktop.domain.followups import LetterProposal
from creances_desktop.domain.letter_templates import LetterTemplate, choose_template
from creances_desktop.domain.letters import LetterContent, Recipient, compose
from creances_desktop.services import letter_drafts, letter_texts, paper
from creances_desktop.services.letter_charges import annex
from creances_desktop.storage.transaction import Transaction


def text_within(t: Transaction, proposal: LetterProposal) -> LetterTemplate:
    """The text in use for a proposal: its step's, for the nature and in the tone of the client."""
    return choose_template(letter_texts.within(t), proposal.template, proposal.nature, proposal.tone)


def letter_of(t: Transaction, proposal: LetterProposal, day: date, reference: str) -> LetterContent:
    """The letter as it leaves, with the words that the user gave it, if he did. Raises StaleDraft."""
    text = text_within(t, proposal)
    draft = letter_drafts.within(t, proposal, text)
    if draft is None:
        return content_within(t, proposal, day, reference, text)
    worded = letter_texts.worded(text, draft)
    return replace(content_within(t, proposal, day, reference, worded), edited=True)


def content_within(
    t: Transaction, proposal: LetterProposal, day: date, reference: str, text: LetterTemplate
) -> LetterContent:
    """The letter of a proposal written from this text."""
    client = t.clients.get(proposal.client_id)
    content = compose(
        text,
        t.company.get(),
        Recipient.from_client(client),
        proposal,
        reference=reference,
        issued_on=day,
        previous=previous_within(t, proposal),
        annex=annex(t, client, proposal, day),
    )
    return paper.dressed(t, content)


def previous_within(t: Transaction, proposal: LetterProposal) -> Sequence[date]:
    """The days of the letters that counted about the items at the step of a proposal, in order.

    A notice before the due date is none of those that a debtor left unanswered.
    """
    history = t.followups.history([one.item.due_item_id for one in proposal.at_step])
    return sorted(
        {
            step.done_on
            for one in proposal.at_step
            for step in history.get(one.item.due_item_id, ())
            if step.written
            and not step.void
            and step.cycle == one.item.cycle
            and step.done_on > one.item.due_date
        }
    )
