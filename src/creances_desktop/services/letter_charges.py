"""The charges that a letter claims, where its step does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from creances_desktop.domain.breakdown_sheet import BreakdownSheet
from creances_desktop.domain.clients import Client, Nature
from creances_desktop.domain.followups import LetterProposal
from creances_desktop.domain.money import Cents
from creances_desktop.services import disputes
from creances_desktop.services.breakdown import of_invoices
from creances_desktop.services.breakdown_sheet import sheet
from creances_desktop.storage.transaction import Transaction


def annex(t: Transaction, client: Client, proposal: LetterProposal, day: date) -> BreakdownSheet | None:
    """The breakdown of the invoices at the step of a letter, as of its day; None where nothing is claimed.

    The letter leaves out what the client contests and says so: no interest is claimed on it either.
    Nothing is claimed where the step does not say so, from a client of unspecified nature, for invoices whose
    charges were waived or settled, and before there are any. Raises InvalidValue for a clause that is no
    rate.
    """
    if not proposal.step.claims_charges or client.nature is Nature.UNSPECIFIED:
        return None
    ids = list(dict.fromkeys(one.item.invoice_id for one in proposal.at_step))
    apart = _contested(t, client, ids, day)
    parts = [
        one for one in of_invoices(t, ids, day, apart=apart) if one.result.charges and not one.is_given_up
    ]
    return sheet(client, parts, day) if parts else None


def _contested(t: Transaction, client: Client, ids: Sequence[int], day: date) -> Mapping[int, Cents]:
    if not t.disputes.contests(day, client_id=client.id):
        return {}
    return disputes.contested(t, t.balance.open_items(day, invoice_ids=ids), day)
