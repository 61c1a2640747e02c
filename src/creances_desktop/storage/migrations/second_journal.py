"""The chain of the journal, and what it takes to undo an action."""

from __future__ import annotations

import secrets

from alembic.operations import Operations

from creances_desktop.domain.journal_chain import BEGINNING, Header, digest_of, link

_STATEMENTS = (
    """
CREATE TABLE journal_seal (
    entry_id INTEGER NOT NULL,
    salt TEXT DEFAULT '' NOT NULL,
    payload_sha256 TEXT NOT NULL,
    chain_sha256 TEXT NOT NULL,
    erased_on TEXT,
    CONSTRAINT pk_journal_seal PRIMARY KEY (entry_id),
    CONSTRAINT fk_journal_seal_entry_id FOREIGN KEY(entry_id) REFERENCES journal (id)
) STRICT
""",
    """
CREATE TABLE journal_step (
    id INTEGER NOT NULL,
    group_id INTEGER NOT NULL,
    first_entry INTEGER NOT NULL,
    last_entry INTEGER NOT NULL,
    kind TEXT NOT NULL,
    of_group INTEGER,
    undone INTEGER DEFAULT '0' NOT NULL,
    label TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_journal_step PRIMARY KEY (id),
    CONSTRAINT ck_journal_step_kind CHECK (kind IN ('do', 'undo', 'redo')),
    CONSTRAINT fk_journal_step_first_entry FOREIGN KEY(first_entry) REFERENCES journal (id),
    CONSTRAINT fk_journal_step_last_entry FOREIGN KEY(last_entry) REFERENCES journal (id)
) STRICT
""",
    "CREATE INDEX ix_journal_step_first_entry ON journal_step (first_entry)",
    "CREATE INDEX ix_journal_step_group_id ON journal_step (group_id)",
    """
CREATE TABLE journal_change (
    id INTEGER NOT NULL,
    step_id INTEGER NOT NULL,
    table_name TEXT NOT NULL,
    op TEXT NOT NULL,
    row_key TEXT,
    first_key INTEGER,
    last_key INTEGER,
    "before" TEXT,
    "after" TEXT,
    CONSTRAINT pk_journal_change PRIMARY KEY (id),
    CONSTRAINT ck_journal_change_op CHECK (op IN ('i', 'u', 'd')),
    CONSTRAINT fk_journal_change_step_id FOREIGN KEY(step_id) REFERENCES journal_step (id)
) STRICT
""",
    "CREATE INDEX ix_journal_change_step_id ON journal_change (step_id)",
)


def journal(operations: Operations) -> None:
    """Adds the tables, and chains the entries that are there in their order."""
    for statement in _STATEMENTS:
        operations.execute(statement)
    connection = operations.get_bind()
    entries = connection.exec_driver_sql(
        "SELECT id, at, action, client_id, invoice_id, reverses_id, summary, before, after"
        " FROM journal ORDER BY id"
    )
    seals = []
    previous = BEGINNING
    for *head, summary, before, after in entries:
        header, salt = Header(*head), secrets.token_hex(16)
        digest = digest_of(salt, summary, before, after)
        previous = link(previous, header, digest)
        seals.append((header.id, salt, digest, previous))
    if seals:
        connection.exec_driver_sql(
            "INSERT INTO journal_seal (entry_id, salt, payload_sha256, chain_sha256) VALUES (?, ?, ?, ?)",
            seals,
        )
