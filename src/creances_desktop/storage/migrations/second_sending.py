"""Version 2: files attached, sendings of invoices, the life of letters after they left."""

from __future__ import annotations

from alembic.operations import Operations

_STATEMENTS = (
    """CREATE TABLE attachment (
    id INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    invoice_id INTEGER,
    letter_id INTEGER,
    dispute_id INTEGER,
    kind TEXT NOT NULL,
    label TEXT DEFAULT '' NOT NULL,
    day TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    removed_on TEXT,
    action_id INTEGER,
    turn INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT pk_attachment PRIMARY KEY (id),
    CONSTRAINT ck_attachment_one_subject CHECK (invoice_id IS NULL OR letter_id IS NULL),
    CONSTRAINT ck_attachment_dispute_of_invoice CHECK (dispute_id IS NULL OR invoice_id IS NOT NULL),
    CONSTRAINT ck_attachment_file_named CHECK (file_name <> ''),
    CONSTRAINT ck_attachment_turn CHECK (turn BETWEEN 0 AND 3),
    CONSTRAINT fk_attachment_client_id FOREIGN KEY(client_id) REFERENCES client (id),
    CONSTRAINT fk_attachment_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoice (id),
    CONSTRAINT fk_attachment_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id),
    CONSTRAINT fk_attachment_dispute_id FOREIGN KEY(dispute_id) REFERENCES dispute (id),
    CONSTRAINT fk_attachment_sha256 FOREIGN KEY(sha256) REFERENCES blob (sha256),
    CONSTRAINT fk_attachment_action_id FOREIGN KEY(action_id) REFERENCES journal (id)
) STRICT""",
    "CREATE INDEX ix_attachment_client_id ON attachment (client_id)",
    "CREATE INDEX ix_attachment_invoice_id ON attachment (invoice_id)",
    "CREATE INDEX ix_attachment_letter_id ON attachment (letter_id)",
    "CREATE INDEX ix_attachment_dispute_id ON attachment (dispute_id)",
    "CREATE INDEX ix_attachment_sha256 ON attachment (sha256)",
    """CREATE TABLE invoice_sending (
    id INTEGER NOT NULL,
    invoice_id INTEGER NOT NULL,
    channel TEXT NOT NULL,
    day TEXT NOT NULL,
    recipient TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    attachment_id INTEGER,
    withdrawn_on TEXT,
    action_id INTEGER,
    CONSTRAINT pk_invoice_sending PRIMARY KEY (id),
    CONSTRAINT ck_invoice_sending_channel CHECK (channel IN ('email', 'post', 'registered_letter', 'portal',
    'by_hand', 'other')),
    CONSTRAINT fk_invoice_sending_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoice (id),
    CONSTRAINT fk_invoice_sending_attachment_id FOREIGN KEY(attachment_id) REFERENCES attachment (id),
    CONSTRAINT fk_invoice_sending_action_id FOREIGN KEY(action_id) REFERENCES journal (id)
) STRICT""",
    "CREATE INDEX ix_invoice_sending_invoice_id ON invoice_sending (invoice_id)",
    """CREATE TABLE registered_number (
    letter_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    action_id INTEGER,
    CONSTRAINT pk_registered_number PRIMARY KEY (letter_id),
    CONSTRAINT fk_registered_number_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id),
    CONSTRAINT fk_registered_number_action_id FOREIGN KEY(action_id) REFERENCES journal (id)
) STRICT""",
    """CREATE TABLE letter_event (
    id INTEGER NOT NULL,
    letter_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    recipient TEXT DEFAULT '' NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    attachment_id INTEGER,
    withdrawn_on TEXT,
    action_id INTEGER,
    CONSTRAINT pk_letter_event PRIMARY KEY (id),
    CONSTRAINT ck_letter_event_kind CHECK (kind IN ('delivered', 'emailed', 'answered', 'deposited',
    'presented', 'received', 'refused', 'unclaimed', 'wrong_address')),
    CONSTRAINT fk_letter_event_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id),
    CONSTRAINT fk_letter_event_attachment_id FOREIGN KEY(attachment_id) REFERENCES attachment (id),
    CONSTRAINT fk_letter_event_action_id FOREIGN KEY(action_id) REFERENCES journal (id)
) STRICT""",
    "CREATE INDEX ix_letter_event_letter_id ON letter_event (letter_id)",
)


def sending(operations: Operations) -> None:
    """Adds the four tables; nothing that was there changes."""
    for statement in _STATEMENTS:
        operations.execute(statement)
