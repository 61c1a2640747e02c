"""To whom a letter is addressed."""

from __future__ import annotations

from dataclasses import dataclass

from creances_desktop.domain.clients import Client, Nature
from creances_desktop.domain.postal import address_lines


@dataclass(frozen=True, slots=True)
class Recipient:
    """The client as the letter names him; `lines` is the address block, ready to print."""

    code: str
    name: str
    lines: tuple[str, ...]
    contact: str = ""
    nature: Nature = Nature.UNSPECIFIED
    siren: str = ""

    @classmethod
    def from_client(cls, client: Client, contact: str | None = None) -> Recipient:
        """The client as recipient, for the attention of `contact`; None: of his preferred contact."""
        if contact is None:
            contact = next((one.name for one in client.contacts if one.preferred), "")
        lines = address_lines(client.name, contact, client.address)
        return cls(client.code, client.name, lines, contact, client.nature, client.siren)
