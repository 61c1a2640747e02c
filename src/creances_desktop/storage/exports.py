"""Whole tables, read for an export: rows as they are, ids included."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

_QUERIES = {
    "documents": """
        SELECT id, client_id, kind, number, issue_date, net, vat, gross, label, order_reference,
               performance_date, mise_en_demeure_received, to_confirm, import_key, pdf_sha256,
               terms, early_payment, notified_on, corrects
        FROM invoice WHERE reverses_id IS NULL
          AND id NOT IN (SELECT reverses_id FROM invoice WHERE reverses_id IS NOT NULL)
        ORDER BY issue_date, id""",
    "due_items": """
        SELECT id, invoice_id, due_date, amount, estimated FROM due_item ORDER BY invoice_id, position""",
    "payments": """
        SELECT id, client_id, amount, bank_date, mode, reference, label, import_key, reverses_id
        FROM payment ORDER BY bank_date, id""",
    "allocations": """
        SELECT id, due_item_id, payment_id, credit_id, amount, effective_on, reopens, reverses_id
        FROM allocation ORDER BY id""",
    "steps": """
        SELECT due_item_id, cycle, step, attempt, channel, done_on, deadline, outstanding, days_late, void
        FROM followup ORDER BY id""",
    "disputes": """
        SELECT d.id, d.invoice_id, d.opened_on, d.reason, d.closed_on, x.amount, x.category, x.claim,
               x.answered_by, x.answer_by, x.outcome, x.outcome_note, x.conceded, x.credit_note_id, e.done_on
        FROM dispute d LEFT JOIN dispute_detail x ON x.dispute_id = d.id
        LEFT JOIN calendar_entry e ON e.origin = 'dispute:' || d.id ORDER BY d.id""",
    "relations": """
        SELECT client_id, cared, waits, no_delivery_since, no_delivery_reason, lesson FROM client_relation""",
    "series": """
        SELECT id, kind, title, note, client_id, first_day, unit, every, until, planned_until
        FROM calendar_series ORDER BY id""",
    "promises": """
        SELECT p.id, p.client_id, p.invoice_id, p.amount, p.promised_on, p.made_on, p.note, p.withdrawn_on,
               e.done_on, d.person, d.channel AS promise_channel, d.settled
        FROM promise p LEFT JOIN promise_detail d ON d.promise_id = p.id
        LEFT JOIN calendar_entry e ON e.origin = 'promise:' || p.id ORDER BY p.id""",
    "promise_invoices": "SELECT promise_id, invoice_id FROM promise_invoice ORDER BY 1, 2",
    "instalment_plans": """
        SELECT id, client_id, proposed_on, signed_on, ended_on, ended_as, reason, charges, interest,
               indemnity, lapse_clause
        FROM instalment_plan ORDER BY id""",
    "planned_invoices": """
        SELECT plan_id, invoice_id, amount, outstanding FROM instalment_plan_invoice ORDER BY 1, 2""",
    "planned_parts": """
        SELECT p.plan_id, p.position, p.day, p.amount, p.settled, e.done_on
        FROM instalment_plan_part p
        LEFT JOIN calendar_entry e ON e.origin = 'instalment:' || p.plan_id || ':' || p.position
        ORDER BY p.plan_id, p.position""",
    "pauses": """
        SELECT p.client_id, p.invoice_id, p.until, p.reason, p.lifted_on, e.done_on
        FROM pause p LEFT JOIN calendar_entry e ON e.origin = 'pause:' || p.id ORDER BY p.id""",
    "calendar": """
        SELECT client_id, invoice_id, kind, day, title, note, outcome, done_on, o.series_id
        FROM calendar_entry LEFT JOIN calendar_occurrence o ON o.entry_id = id
        WHERE origin IS NULL OR (origin NOT LIKE 'promise:%' AND origin NOT LIKE 'pause:%'
                                 AND origin NOT LIKE 'dispute:%'
                                 AND origin NOT LIKE 'instalment:%') ORDER BY id""",
    "awards": "SELECT invoice_id, since, enforceable_on FROM award ORDER BY id",
    "capitalisations": "SELECT invoice_id, ground, since FROM capitalisation ORDER BY id",
    "costs": "SELECT invoice_id, day, amount, label FROM proven_cost WHERE withdrawn_on IS NULL ORDER BY id",
    "claims": """
        SELECT invoice_id, as_of, interest, indemnity, costs, status, reason FROM charge_claim ORDER BY id""",
    "limitation": """
        SELECT d.invoice_id, d.position, e.kind, e.day, e.proof, e.ended_on, e.lost, e.counted
        FROM limitation_event e JOIN due_item d ON d.id = e.due_item_id
        WHERE e.withdrawn_on IS NULL ORDER BY e.id""",
    "charge_debits": "SELECT invoice_id, claimed_id FROM charge_debit ORDER BY 1",
    "rates": "SELECT series, semester, percent, source, published_on FROM user_rate ORDER BY 1, 2",
    "contacts_tried": """
        SELECT id, client_id, day, channel, point, person, outcome, reason, note
        FROM contact_attempt ORDER BY day, id""",
    "contact_invoices": "SELECT attempt_id, invoice_id FROM contact_invoice ORDER BY 1, 2",
    "journal": "SELECT id, at, action, summary, client_id, invoice_id FROM journal ORDER BY id",
}


class Exports:
    """Reads the tables of an export; days are ISO texts, amounts whole cents."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, name: str) -> list[Any]:
        """The rows of one of the tables above, with named columns."""
        return list(self._connection.exec_driver_sql(_QUERIES[name]))
