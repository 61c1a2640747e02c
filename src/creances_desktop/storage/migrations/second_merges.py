"""Cards of clients that were joined."""

from __future__ import annotations

from alembic.operations import Operations


def merges(operations: Operations) -> None:
    """Adds the table of the clients that were joined to another; nothing older is touched."""
    operations.execute(
        """CREATE TABLE client_merge (
            gone_id INTEGER NOT NULL,
            kept_id INTEGER NOT NULL,
            action_id INTEGER,
            CONSTRAINT pk_client_merge PRIMARY KEY (gone_id),
            CONSTRAINT ck_client_merge_two_clients CHECK (gone_id <> kept_id),
            CONSTRAINT fk_client_merge_gone_id FOREIGN KEY(gone_id) REFERENCES client (id),
            CONSTRAINT fk_client_merge_kept_id FOREIGN KEY(kept_id) REFERENCES client (id),
            CONSTRAINT fk_client_merge_action_id FOREIGN KEY(action_id) REFERENCES journal (id)
        ) STRICT"""
    )
    operations.execute("CREATE INDEX ix_client_merge_kept_id ON client_merge (kept_id)")
