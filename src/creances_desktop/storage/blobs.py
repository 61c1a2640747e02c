"""Files kept in the dossier, once per content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from creances_desktop.storage.errors import ErasedFile
from creances_desktop.storage.tables import BlobRow
from creances_desktop.storage.tables_privacy import ErasedBlobRow


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
        """The bytes under a digest; KeyError if they are not there, ErasedFile when they were erased."""
        data = self._connection.scalar(select(BlobRow.data).where(BlobRow.sha256 == sha256))
        if data is None:
            raise KeyError(sha256)
        if not data and (erased := self._erased_on(sha256)) is not None:
            raise ErasedFile(erased)
        return data

    def digests(self) -> set[str]:
        """The digests of everything kept."""
        return set(self._connection.scalars(select(BlobRow.sha256)))

    def damaged(self) -> Iterator[str]:
        """The digests whose bytes no longer match, those that were erased aside."""
        query = select(BlobRow.sha256, BlobRow.data)
        for sha256, data in self._connection.execute(query):
            erased = not data and self._erased_on(sha256) is not None
            if not erased and hashlib.sha256(data).hexdigest() != sha256:
                yield sha256

    def _erased_on(self, sha256: str) -> date | None:
        query = select(ErasedBlobRow.erased_on).where(ErasedBlobRow.sha256 == sha256)
        return self._connection.scalar(query)
