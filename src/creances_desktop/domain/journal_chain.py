"""The chain of the journal: each entry seals the one before it and the digest of what it says.

What an entry says (its sentence, the state before and after) enters the chain only by its digest: it can be
erased later, when the law asks for it, and the chain still holds. A salt that is erased with it keeps a short
sentence from being guessed from its digest.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

BEGINNING = "0" * 64
"""What the first entry is chained to."""


@dataclass(frozen=True, slots=True)
class Header:
    """What stays of an entry when its content is erased; `at` is ISO time in UTC."""

    id: int
    at: str
    action: str
    client_id: int | None
    invoice_id: int | None
    reverses_id: int | None


def digest_of(salt: str, summary: str, before: str | None, after: str | None) -> str:
    """The SHA-256 of what an entry says, in lower-case hexadecimal; `before` and `after` are JSON texts."""
    return _sha256([salt, summary, before, after])


def link(previous: str, header: Header, payload_digest: str) -> str:
    """The seal of an entry: the SHA-256 of the seal before it, its header and the digest of its content."""
    return _sha256(
        [
            previous,
            header.id,
            header.at,
            header.action,
            header.client_id,
            header.invoice_id,
            header.reverses_id,
            payload_digest,
        ]
    )


def _sha256(values: list[str | int | None]) -> str:
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
