"""Part of 2: the user's own texts of letters, tones, drafts, and the invoices of letters outside the plan."""

from __future__ import annotations

from alembic.operations import Operations

_LETTER_INVOICE = """
CREATE TABLE letter_invoice (
    letter_id INTEGER NOT NULL,
    invoice_id INTEGER NOT NULL,
    CONSTRAINT pk_letter_invoice PRIMARY KEY (letter_id, invoice_id),
    CONSTRAINT fk_letter_invoice_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id),
    CONSTRAINT fk_letter_invoice_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoice (id)
)
 STRICT
"""
_LETTER_TEMPLATE = """
CREATE TABLE letter_template (
    id INTEGER NOT NULL,
    code TEXT NOT NULL,
    nature TEXT DEFAULT '' NOT NULL,
    tone TEXT DEFAULT '' NOT NULL,
    version INTEGER NOT NULL,
    subject TEXT DEFAULT '' NOT NULL,
    part_title TEXT DEFAULT '' NOT NULL,
    opening TEXT DEFAULT '' NOT NULL,
    closing TEXT DEFAULT '' NOT NULL,
    restored INTEGER DEFAULT '0' NOT NULL,
    made_at TEXT NOT NULL,
    action_id INTEGER,
    CONSTRAINT pk_letter_template PRIMARY KEY (id),
    CONSTRAINT uq_letter_template_code_nature_tone_version UNIQUE (code, nature, tone, version),
    CONSTRAINT fk_letter_template_action_id FOREIGN KEY(action_id) REFERENCES journal (id)
)
 STRICT
"""
_CLIENT_TONE = """
CREATE TABLE client_tone (
    client_id INTEGER NOT NULL,
    tone TEXT NOT NULL,
    action_id INTEGER,
    CONSTRAINT pk_client_tone PRIMARY KEY (client_id),
    CONSTRAINT fk_client_tone_client_id FOREIGN KEY(client_id) REFERENCES client (id),
    CONSTRAINT fk_client_tone_action_id FOREIGN KEY(action_id) REFERENCES journal (id)
)
 STRICT
"""
_LETTER_DRAFT = """
CREATE TABLE letter_draft (
    client_id INTEGER NOT NULL,
    step TEXT NOT NULL,
    subject TEXT DEFAULT '' NOT NULL,
    opening TEXT DEFAULT '' NOT NULL,
    closing TEXT DEFAULT '' NOT NULL,
    base TEXT DEFAULT '' NOT NULL,
    action_id INTEGER,
    CONSTRAINT pk_letter_draft PRIMARY KEY (client_id),
    CONSTRAINT fk_letter_draft_client_id FOREIGN KEY(client_id) REFERENCES client (id),
    CONSTRAINT fk_letter_draft_action_id FOREIGN KEY(action_id) REFERENCES journal (id)
)
 STRICT
"""
_COMPANY_PAPER = """
CREATE TABLE company_paper (
    id INTEGER NOT NULL,
    footer TEXT DEFAULT '' NOT NULL,
    payment_link TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_company_paper PRIMARY KEY (id),
    CONSTRAINT ck_company_paper_single CHECK (id = 1)
)
 STRICT
"""
_PLAN_STEP = """
CREATE TABLE plan_step (
    plan_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    days INTEGER NOT NULL,
    channel TEXT NOT NULL,
    template TEXT DEFAULT '' NOT NULL,
    deadline_days INTEGER NOT NULL,
    consumer_deadline_days INTEGER,
    minimum INTEGER NOT NULL,
    claims_charges INTEGER DEFAULT '0' NOT NULL,
    tone TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_plan_step PRIMARY KEY (plan_id, code),
    CONSTRAINT uq_plan_step_plan_id_position UNIQUE (plan_id, position),
    CONSTRAINT fk_plan_step_plan_id FOREIGN KEY(plan_id) REFERENCES "plan" (id)
)
 STRICT
"""
_KEEP_STEPS = """
INSERT INTO plan_step (plan_id, code, position, name, days, channel, template, deadline_days,
    consumer_deadline_days, minimum, claims_charges, tone)
SELECT plan_id, code, position, name, days, channel, template, deadline_days,
    consumer_deadline_days, minimum, claims_charges,
    CASE template WHEN '' THEN '' WHEN 'reminder_1' THEN 'courteous' WHEN 'mise_en_demeure' THEN 'formal'
        ELSE 'firm' END
FROM kept_step
"""


def writing(operations: Operations) -> None:
    """New tables, and a tone for each step of a plan: the one in which its text was written so far."""
    for statement in (_LETTER_INVOICE, _LETTER_TEMPLATE, _CLIENT_TONE, _LETTER_DRAFT, _COMPANY_PAPER):
        operations.execute(statement.strip())
    operations.execute("CREATE INDEX ix_letter_invoice_invoice_id ON letter_invoice (invoice_id)")
    # Made anew rather than renamed: the file then says the same as that of a new dossier.
    operations.execute("CREATE TEMPORARY TABLE kept_step AS SELECT * FROM plan_step")
    operations.execute("DROP TABLE plan_step")
    operations.execute(_PLAN_STEP.strip())
    operations.execute(_KEEP_STEPS.strip())
    operations.execute("DROP TABLE kept_step")
