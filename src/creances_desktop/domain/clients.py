"""Who owes: the client, his legal nature and the people to reach."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from creances_desktop.domain.letter_tones import Tone


class Nature(StrEnum):
    """The legal nature of a client; it decides what a letter may cite."""

    PROFESSIONAL = "professional"
    CONSUMER = "consumer"
    PUBLIC = "public"
    UNSPECIFIED = "unspecified"

    @property
    def label(self) -> str:
        """The French word shown to the user."""
        return _NATURE_LABELS[self]


_NATURE_LABELS = {
    Nature.PROFESSIONAL: "Professionnel",
    Nature.CONSUMER: "Particulier",
    Nature.PUBLIC: "Organisme public",
    Nature.UNSPECIFIED: "À préciser",
}


class Channel(StrEnum):
    """How a person is reached; the first three carry a written step."""

    LETTER = "letter"
    REGISTERED_LETTER = "registered_letter"
    EMAIL = "email"
    PHONE = "phone"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _CHANNEL_LABELS[self]

    @property
    def inline(self) -> str:
        """The same within a sentence: `recommandé avec AR`."""
        return f"{self.label[:1].lower()}{self.label[1:]}"


_CHANNEL_LABELS = {
    Channel.LETTER: "Courrier",
    Channel.REGISTERED_LETTER: "Recommandé avec AR",
    Channel.EMAIL: "E-mail",
    Channel.PHONE: "Téléphone",
}


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `street` may hold several lines. `country` is empty or `FR` for France."""

    street: str = ""
    zip: str = ""
    city: str = ""
    country: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether a letter can be posted to it: a city, and a street or a post code."""
        return bool(self.city.strip() and (self.street.strip() or self.zip.strip()))


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at the client's; `id` is 0 until stored."""

    id: int = 0
    name: str = ""
    role: str = ""
    phone: str = ""
    email: str = ""
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class ClientDraft:
    """What the user types about a client; validated by the service that stores it.

    `terms` is read by `domain.terms_text`; `trade` is a value of `domain.ceilings.Trade`;
    `clause_without_notice`: the late-payment clause puts a consumer in default by the due date alone.
    `terms_days` None means the company's default; `contract_rate_percent` is a decimal as text, annual, or
    empty.
    """

    code: str
    name: str
    nature: Nature = Nature.UNSPECIFIED
    siren: str = ""
    vat_number: str = ""
    address: Address = field(default_factory=Address)
    phone: str = ""
    email: str = ""
    preferred_channel: Channel = Channel.LETTER
    terms: str = ""
    terms_days: int | None = None
    contract_rate_percent: str = ""
    clause_without_notice: bool = False
    trade: str = "general"
    public_body_kind: str = ""
    plan_id: int | None = None
    notes: str = ""
    tags: tuple[str, ...] = ()
    insolvency_judgment: date | None = None
    contacts: tuple[Contact, ...] = ()
    tone: Tone | None = None
    """The tone of his letters; None: that of the steps."""


@dataclass(frozen=True, slots=True)
class Client(ClientDraft):
    """A stored client."""

    id: int = 0
    archived: bool = False
