"""Clients that were erased."""

from __future__ import annotations

from alembic.operations import Operations


def privacy(operations: Operations) -> None:
    """Adds the tables of what was erased; nothing older is touched."""
    operations.execute(
        """CREATE TABLE client_erasure (
            client_id INTEGER NOT NULL,
            erased_on TEXT NOT NULL,
            action_id INTEGER,
            CONSTRAINT pk_client_erasure PRIMARY KEY (client_id),
            CONSTRAINT fk_client_erasure_client_id FOREIGN KEY(client_id) REFERENCES client (id),
            CONSTRAINT fk_client_erasure_action_id FOREIGN KEY(action_id) REFERENCES journal (id)
        ) STRICT"""
    )
    operations.execute(
        """CREATE TABLE erased_blob (
            sha256 TEXT NOT NULL,
            erased_on TEXT NOT NULL,
            size INTEGER NOT NULL,
            media_type TEXT NOT NULL,
            CONSTRAINT pk_erased_blob PRIMARY KEY (sha256),
            CONSTRAINT fk_erased_blob_sha256 FOREIGN KEY(sha256) REFERENCES blob (sha256)
        ) STRICT"""
    )
