"""Contacts tried with their outcome, details of promises, morning sessions."""

from __future__ import annotations

from alembic.operations import Operations

_STATEMENTS = (
    """
CREATE TABLE contact_attempt (
    id INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    channel TEXT NOT NULL,
    point TEXT DEFAULT '' NOT NULL,
    person TEXT DEFAULT '' NOT NULL,
    outcome TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    entry_id INTEGER,
    action_id INTEGER,
    CONSTRAINT pk_contact_attempt PRIMARY KEY (id),
    CONSTRAINT fk_contact_attempt_client_id FOREIGN KEY(client_id) REFERENCES client (id),
    CONSTRAINT fk_contact_attempt_entry_id FOREIGN KEY(entry_id) REFERENCES calendar_entry (id),
    CONSTRAINT fk_contact_attempt_action_id FOREIGN KEY(action_id) REFERENCES journal (id)
) STRICT
""",
    "CREATE INDEX ix_contact_attempt_client_id ON contact_attempt (client_id)",
    "CREATE INDEX ix_contact_attempt_day ON contact_attempt (day)",
    """
CREATE TABLE contact_invoice (
    attempt_id INTEGER NOT NULL,
    invoice_id INTEGER NOT NULL,
    CONSTRAINT pk_contact_invoice PRIMARY KEY (attempt_id, invoice_id),
    CONSTRAINT fk_contact_invoice_attempt_id FOREIGN KEY(attempt_id) REFERENCES contact_attempt (id),
    CONSTRAINT fk_contact_invoice_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoice (id)
) STRICT
""",
    "CREATE INDEX ix_contact_invoice_invoice_id ON contact_invoice (invoice_id)",
    """
CREATE TABLE promise_detail (
    promise_id INTEGER NOT NULL,
    person TEXT DEFAULT '' NOT NULL,
    channel TEXT DEFAULT '' NOT NULL,
    letter_id INTEGER,
    settled TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_promise_detail PRIMARY KEY (promise_id),
    CONSTRAINT fk_promise_detail_promise_id FOREIGN KEY(promise_id) REFERENCES promise (id),
    CONSTRAINT fk_promise_detail_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id)
) STRICT
""",
    """
CREATE TABLE promise_invoice (
    promise_id INTEGER NOT NULL,
    invoice_id INTEGER NOT NULL,
    CONSTRAINT pk_promise_invoice PRIMARY KEY (promise_id, invoice_id),
    CONSTRAINT fk_promise_invoice_promise_id FOREIGN KEY(promise_id) REFERENCES promise (id),
    CONSTRAINT fk_promise_invoice_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoice (id)
) STRICT
""",
    "CREATE INDEX ix_promise_invoice_invoice_id ON promise_invoice (invoice_id)",
    """
CREATE TABLE morning_session (
    id INTEGER NOT NULL,
    day TEXT NOT NULL,
    bank_day TEXT,
    state TEXT NOT NULL,
    action_id INTEGER,
    CONSTRAINT pk_morning_session PRIMARY KEY (id),
    CONSTRAINT ck_morning_session_state CHECK (state IN ('running', 'finished', 'left')),
    CONSTRAINT fk_morning_session_action_id FOREIGN KEY(action_id) REFERENCES journal (id)
) STRICT
""",
    "CREATE INDEX ix_morning_session_day ON morning_session (day)",
    """
CREATE TABLE morning_item (
    session_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    amount INTEGER NOT NULL,
    gain INTEGER NOT NULL,
    state TEXT NOT NULL,
    said TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_morning_item PRIMARY KEY (session_id, position),
    CONSTRAINT uq_morning_item_session_id_client_id UNIQUE (session_id, client_id),
    CONSTRAINT ck_morning_item_state CHECK (state IN ('waiting', 'done', 'skipped')),
    CONSTRAINT fk_morning_item_session_id FOREIGN KEY(session_id) REFERENCES morning_session (id),
    CONSTRAINT fk_morning_item_client_id FOREIGN KEY(client_id) REFERENCES client (id)
) STRICT
""",
)


def contacts(operations: Operations) -> None:
    """Adds the tables of contacts, promises and sessions; nothing older is touched."""
    for statement in _STATEMENTS:
        operations.execute(statement)
