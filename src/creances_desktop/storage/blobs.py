"""Files kept in the dossier, once per content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from creances_desktop.storage.tables import BlobRow


class Blobs:
    """Bytes by SHA-256 (lower-case hexadecimal)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, data: bytes, media_type: str) -> str:
        """Keeps the bytes, once, and returns their SHA-256."""
        digest = hashlib.sha256(data).hexdigest()
        statement = insert(BlobRow).values(sha256=digest, media_type=media_type, data=data)
        self._connection.execute(statement.on_conflict_do_nothing())
        return digest

    def get(self, sha256: str) -> bytes:
        """The bytes under a digest; KeyError if they are not there."""
        data = self._connection.scalar(select(BlobRow.data).where(BlobRow.sha256 == sha256))
        if data is None:
            raise KeyError(sha256)
        return data

    def digests(self) -> set[str]:
        """The digests of everything kept."""
        return set(self._connection.scalars(select(BlobRow.sha256)))

    def damaged(self) -> Iterator[str]:
        """The digests whose bytes no longer match."""
        for sha256, data in self._connection.execute(select(BlobRow.sha256, BlobRow.data)):
            if hashlib.sha256(data).hexdigest() != sha256:
                yield sha256
