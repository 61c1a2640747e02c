"""The details of disputes."""

from __future__ import annotations

from alembic.operations import Operations

_STATEMENTS = (
    """
CREATE TABLE dispute_detail (
    dispute_id INTEGER NOT NULL,
    amount INTEGER,
    category TEXT NOT NULL,
    claim TEXT DEFAULT '' NOT NULL,
    answered_by TEXT NOT NULL,
    answer_by TEXT,
    outcome TEXT DEFAULT '' NOT NULL,
    outcome_note TEXT DEFAULT '' NOT NULL,
    conceded INTEGER,
    credit_note_id INTEGER,
    letter_id INTEGER,
    action_id INTEGER,
    CONSTRAINT pk_dispute_detail PRIMARY KEY (dispute_id),
    CONSTRAINT ck_dispute_detail_amount_positive CHECK (amount IS NULL OR amount > 0),
    CONSTRAINT ck_dispute_detail_conceded_positive CHECK (conceded IS NULL OR conceded >= 0),
    CONSTRAINT ck_dispute_detail_outcome CHECK (outcome IN ('', 'credit_note', 'upheld', 'compromise')),
    CONSTRAINT fk_dispute_detail_dispute_id FOREIGN KEY(dispute_id) REFERENCES dispute (id),
    CONSTRAINT fk_dispute_detail_credit_note_id FOREIGN KEY(credit_note_id) REFERENCES invoice (id),
    CONSTRAINT fk_dispute_detail_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id),
    CONSTRAINT fk_dispute_detail_action_id FOREIGN KEY(action_id) REFERENCES journal (id)
) STRICT
""",
)


def disputes(operations: Operations) -> None:
    """Adds the table of the details of disputes; nothing older is touched."""
    for statement in _STATEMENTS:
        operations.execute(statement)
