"""How letters are printed: the slip at their foot, the envelope they are folded for, the printer's offsets.

A letter takes the settings of the day it is issued: they are frozen with it, as every word of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from creances_desktop.domain.envelopes import MOST_OFFSET, Envelope, PaperLayout
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.letters import LetterContent
from creances_desktop.domain.payment_slips import USUAL, SlipSettings, slip_of
from creances_desktop.domain.statements import StatementContent
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

SLIP_SETTING = "payment_slip"
PAPER_SETTING = "paper"

Offsets = tuple[int, int]
"""To the right and down, in tenths of a millimetre."""


@dataclass(frozen=True, slots=True)
class PaperSettings:
    """The choices of the company; `offsets` by the name of the printer, `printer` the one for letters.

    Without a `printer` letters are drawn without offsets.
    """

    slip: SlipSettings = USUAL
    envelope: Envelope = Envelope.DL
    printer: str = ""
    offsets: Mapping[str, Offsets] = field(default_factory=dict)

    def layout(self, printer: str | None = None) -> PaperLayout:
        """The sheet for this printer; None: for that of the letters."""
        right, down = self.offsets.get(self.printer if printer is None else printer, (0, 0))
        return PaperLayout(self.envelope, right, down)


def settings(store: Store) -> PaperSettings:
    """The choices of the dossier."""
    with store.reading() as r:
        return settings_of(r)


def settings_of(t: Transaction) -> PaperSettings:
    """The same, within an action under way."""
    slip = _mapping(t.settings.get(SLIP_SETTING))
    paper = _mapping(t.settings.get(PAPER_SETTING))
    known = set(Envelope)
    envelope = paper.get("envelope")
    return PaperSettings(
        slip=SlipSettings.read(slip),
        envelope=Envelope(envelope) if envelope in known else Envelope.DL,
        printer=str(paper.get("printer", "")),
        offsets={
            str(name): (_offset(pair[0]), _offset(pair[1]))
            for name, pair in _mapping(paper.get("offsets")).items()
            if isinstance(pair, list) and len(pair) == 2
        },
    )


def save(store: Store, wanted: PaperSettings) -> Changes:
    """Keeps the choices for the letters to come. Raises InvalidValue for an offset that no printer needs."""
    for right, down in wanted.offsets.values():
        for name, value in (("right", right), ("down", down)):
            if abs(value) > MOST_OFFSET:
                raise InvalidValue(name, f"Un décalage ne dépasse pas {MOST_OFFSET // 10}\u00a0mm.")
    with store.transaction() as t:
        before, after = _stored(settings_of(t)), _stored(wanted)
        for key, value in after.items():
            t.settings.set(key, value)
        entry = t.journal.append(
            "paper_settings_changed", "Réglages d’impression modifiés", before=before, after=after
        )
    return changed(Subject.SETTINGS, message="Réglages d’impression enregistrés.", entry_id=entry)


def dressed(t: Transaction, content: LetterContent) -> LetterContent:
    """The letter with its payment slip and its layout, as the settings of now want them."""
    wanted = settings_of(t)
    slip = slip_of(
        content.company,
        wanted.slip,
        amount=content.to_pay if content.asks_payment else 0,
        letter=content.reference,
        link=content.company.payment_link,
    )
    return replace(content, slip=slip, layout=wanted.layout())


def dressed_statement(t: Transaction, content: StatementContent) -> StatementContent:
    """The statement with its payment slip, of the balance and of the charges where it tells them."""
    wanted = settings_of(t)
    amount = content.balance + (content.charges.total if content.charges is not None else 0)
    slip = slip_of(
        content.company,
        wanted.slip,
        amount=amount if content.balance > 0 else 0,
        letter=content.reference or content.recipient.code,
        link=content.company.payment_link,
    )
    return replace(content, slip=slip, layout=wanted.layout())


def _stored(wanted: PaperSettings) -> dict[str, Any]:
    return {
        SLIP_SETTING: wanted.slip.stored(),
        PAPER_SETTING: {
            "envelope": wanted.envelope.value,
            "printer": wanted.printer,
            "offsets": {name: list(pair) for name, pair in sorted(wanted.offsets.items()) if any(pair)},
        },
    }


def _mapping(stored: object) -> dict[str, Any]:
    return stored if isinstance(stored, dict) else {}


def _offset(stored: object) -> int:
    return max(-MOST_OFFSET, min(MOST_OFFSET, stored)) if isinstance(stored, int) else 0
