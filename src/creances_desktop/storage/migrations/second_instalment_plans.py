"""Instalment plans granted to clients."""

from __future__ import annotations

from alembic.operations import Operations

_STATEMENTS = (
    """
CREATE TABLE instalment_plan (
    id INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    proposed_on TEXT NOT NULL,
    signed_on TEXT,
    ended_on TEXT,
    ended_as TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    charges TEXT NOT NULL,
    interest INTEGER NOT NULL,
    indemnity INTEGER NOT NULL,
    lapse_clause INTEGER DEFAULT '0' NOT NULL,
    letter_id INTEGER,
    notice_id INTEGER,
    action_id INTEGER,
    CONSTRAINT pk_instalment_plan PRIMARY KEY (id),
    CONSTRAINT ck_instalment_plan_charges CHECK (charges IN ('waived', 'added')),
    CONSTRAINT ck_instalment_plan_ended_as CHECK (ended_as IN ('', 'ended', 'lapsed')),
    CONSTRAINT ck_instalment_plan_ended CHECK ((ended_on IS NULL) = (ended_as = '')),
    CONSTRAINT ck_instalment_plan_charges_positive CHECK (interest >= 0 AND indemnity >= 0),
    CONSTRAINT fk_instalment_plan_client_id FOREIGN KEY(client_id) REFERENCES client (id),
    CONSTRAINT fk_instalment_plan_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id),
    CONSTRAINT fk_instalment_plan_notice_id FOREIGN KEY(notice_id) REFERENCES letter (id),
    CONSTRAINT fk_instalment_plan_action_id FOREIGN KEY(action_id) REFERENCES journal (id)
) STRICT
""",
    "CREATE INDEX ix_instalment_plan_client_id ON instalment_plan (client_id)",
    """
CREATE TABLE instalment_plan_invoice (
    plan_id INTEGER NOT NULL,
    invoice_id INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    outstanding INTEGER NOT NULL,
    CONSTRAINT pk_instalment_plan_invoice PRIMARY KEY (plan_id, invoice_id),
    CONSTRAINT ck_instalment_plan_invoice_amount_positive CHECK (amount > 0 AND amount <= outstanding),
    CONSTRAINT fk_instalment_plan_invoice_plan_id FOREIGN KEY(plan_id) REFERENCES instalment_plan (id),
    CONSTRAINT fk_instalment_plan_invoice_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoice (id)
) STRICT
""",
    "CREATE INDEX ix_instalment_plan_invoice_invoice_id ON instalment_plan_invoice (invoice_id)",
    """
CREATE TABLE instalment_plan_part (
    plan_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    day TEXT NOT NULL,
    amount INTEGER NOT NULL,
    settled TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_instalment_plan_part PRIMARY KEY (plan_id, position),
    CONSTRAINT ck_instalment_plan_part_amount_positive CHECK (amount > 0),
    CONSTRAINT fk_instalment_plan_part_plan_id FOREIGN KEY(plan_id) REFERENCES instalment_plan (id)
) STRICT
""",
)


def instalment_plans(operations: Operations) -> None:
    """Adds the tables of instalment plans; nothing older is touched."""
    for statement in _STATEMENTS:
        operations.execute(statement)
