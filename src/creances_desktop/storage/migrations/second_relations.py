"""The relation with each client."""

from __future__ import annotations

from alembic.operations import Operations

_STATEMENTS = (
    """
CREATE TABLE client_relation (
    client_id INTEGER NOT NULL,
    cared INTEGER DEFAULT '0' NOT NULL,
    waits TEXT DEFAULT 'usual' NOT NULL,
    no_delivery_since TEXT,
    no_delivery_reason TEXT DEFAULT '' NOT NULL,
    lesson TEXT DEFAULT '' NOT NULL,
    action_id INTEGER,
    CONSTRAINT pk_client_relation PRIMARY KEY (client_id),
    CONSTRAINT ck_client_relation_waits CHECK (waits IN ('usual', 'always', 'never')),
    CONSTRAINT fk_client_relation_client_id FOREIGN KEY(client_id) REFERENCES client (id),
    CONSTRAINT fk_client_relation_action_id FOREIGN KEY(action_id) REFERENCES journal (id)
) STRICT
""",
)


def relations(operations: Operations) -> None:
    """Adds the table of the relations; nothing older is touched."""
    for statement in _STATEMENTS:
        operations.execute(statement)
