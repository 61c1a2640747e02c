"""What the user says of the limitation period of a client stands in a table: it was a setting by his id."""

from __future__ import annotations

from alembic.operations import Operations

_STATEMENTS = (
    """CREATE TABLE client_limitation (
        client_id INTEGER NOT NULL,
        period TEXT,
        years INTEGER,
        clause TEXT DEFAULT '' NOT NULL,
        action_id INTEGER,
        CONSTRAINT pk_client_limitation PRIMARY KEY (client_id),
        CONSTRAINT ck_client_limitation_years CHECK (years IS NULL OR years BETWEEN 1 AND 10),
        CONSTRAINT fk_client_limitation_client_id FOREIGN KEY(client_id) REFERENCES client (id),
        CONSTRAINT fk_client_limitation_action_id FOREIGN KEY(action_id) REFERENCES journal (id)
    ) STRICT""",
    """INSERT INTO client_limitation (client_id, period, years, clause)
       SELECT c.id, json_extract(one.value, '$.period'), json_extract(one.value, '$.years'),
              COALESCE(json_extract(one.value, '$.clause'), '')
       FROM setting s, json_each(s.value) one JOIN client c ON c.id = CAST(one.key AS INTEGER)
       WHERE s.key = 'limitation_clients'""",
    "DELETE FROM setting WHERE key = 'limitation_clients'",
)


def limitation(operations: Operations) -> None:
    """Adds `client_limitation` with what the setting told."""
    for statement in _STATEMENTS:
        operations.execute(statement)
