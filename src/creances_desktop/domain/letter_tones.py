"""How a letter speaks: courteous, firm or formal."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """How a letter speaks; each says the same."""

    COURTEOUS = "courteous"
    FIRM = "firm"
    FORMAL = "formal"

    @property
    def label(self) -> str:
        """The French word shown to the user."""
        return _TONE_LABELS[self]

    @property
    def firmer(self) -> Tone:
        """The next firmer one; the firmest stays."""
        tones = tuple(Tone)
        return tones[min(tones.index(self) + 1, len(tones) - 1)]


_TONE_LABELS = {Tone.COURTEOUS: "Courtois", Tone.FIRM: "Ferme", Tone.FORMAL: "Formel"}
