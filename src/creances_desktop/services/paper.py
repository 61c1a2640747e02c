"""How letters are printed: the slip at their foot, the envelope they are folded for, the printer's offsets.

A letter takes the settings of the day it is issued: they are frozen with it, as every word of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.envelopes import MOST_OFFSET, Envelope, PaperLayout
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.letters import Exhibit, LetterContent, PartRole
from creances_desktop.domain.payment_slips import USUAL, SlipSettings, slip_of
from creances_desktop.domain.statements import StatementContent
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.joining import A4Paper, UnusablePaper, as_a4
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

SLIP_SETTING = "payment_slip"
PAPER_SETTING = "paper"


class Enclose(StrEnum):
    """With which letters the copies of the invoices go."""

    NEVER = "never"
    REGISTERED = "registered"
    ALWAYS = "always"

    @property
    def label(self) -> str:
        """The French words of the choice."""
        return _ENCLOSE[self]


_ENCLOSE = {
    Enclose.NEVER: "Jamais",
    Enclose.REGISTERED: "Aux lettres recommandées",
    Enclose.ALWAYS: "À toutes les lettres envoyées par la poste",
}
_DUPLICATE = "duplicate"
"""The letter that is nothing without the copies, which it names itself."""

Offsets = tuple[int, int]
"""To the right and down, in tenths of a millimetre."""


@dataclass(frozen=True, slots=True)
class PaperSettings:
    """The choices of the company; `offsets` by the name of the printer, `printer` the one for letters.

    Without a `printer` letters are drawn without offsets.
    """

    slip: SlipSettings = USUAL
    enclose: Enclose = Enclose.REGISTERED
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
        enclose=_enclose(paper.get("enclose")),
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
    told = content.statement.to_pay if content.statement is not None else 0
    slip = slip_of(
        content.company,
        wanted.slip,
        amount=content.to_pay if content.asks_payment else told,
        letter=content.reference,
        link=content.company.payment_link,
    )
    exhibits = _exhibits(t, content, wanted.enclose)
    named = content.enclosures
    if exhibits and content.template != _DUPLICATE:
        named += (_copies(exhibits),)
    return replace(content, slip=slip, layout=wanted.layout(), exhibits=exhibits, enclosures=named)


def exhibits_of(store: Store, content: LetterContent) -> Iterator[A4Paper | UnusablePaper]:
    """The copies that go with a letter as pages to print, one at a time, or what is wrong with one."""
    for one in content.exhibits:
        with store.reading() as r:
            data = r.blobs.get(one.sha256)
        try:
            yield as_a4(data, one.name, portrait=True)
        except UnusablePaper as unusable:
            yield unusable


def _exhibits(t: Transaction, content: LetterContent, wanted: Enclose) -> tuple[Exhibit, ...]:
    """The copies of the invoices that a letter by post asks for: those of the dossier that can be printed."""
    if content.channel is Channel.EMAIL or not content.recipient.code:
        return ()
    always = wanted is Enclose.ALWAYS or content.template == _DUPLICATE
    if not always and (wanted is Enclose.NEVER or content.channel is not Channel.REGISTERED_LETTER):
        return ()
    client = t.clients.find(content.recipient.code)
    asked = [
        line.number
        for part in content.parts
        if part.role is not PartRole.INFORMATION or content.template == _DUPLICATE
        for line in part.lines
        if line.number
    ]
    if client is None or not asked:
        return ()
    kept = {one.number: one.pdf_sha256 for one in t.invoices.of_client(client.id) if one.pdf_sha256}
    return tuple(
        Exhibit(number, kept[number])
        for number in dict.fromkeys(asked)
        if number in kept and _is_usable(t.blobs.get(kept[number]), number)
    )


def _is_usable(data: bytes, name: str) -> bool:
    try:
        as_a4(data, name)
    except UnusablePaper:
        return False
    return True


def _copies(exhibits: Sequence[Exhibit]) -> str:
    """`copie de la facture F-1`, `copies des factures F-1 et F-2`, or how many they are."""
    numbers = [one.number for one in exhibits]
    if len(numbers) == 1:
        return f"copie de la facture {numbers[0]}"
    if len(numbers) > _TOLD_BY_NUMBER:
        return f"copies de {len(numbers)} factures"
    return f"copies des factures {', '.join(numbers[:-1])} et {numbers[-1]}"


_TOLD_BY_NUMBER = 6


def dressed_statement(t: Transaction, content: StatementContent) -> StatementContent:
    """The statement with its payment slip, of what it asks for."""
    wanted = settings_of(t)
    slip = slip_of(
        content.company,
        wanted.slip,
        amount=content.to_pay,
        letter=content.reference or content.recipient.code,
        link=content.company.payment_link,
    )
    return replace(content, slip=slip, layout=wanted.layout())


def _stored(wanted: PaperSettings) -> dict[str, Any]:
    return {
        SLIP_SETTING: wanted.slip.stored(),
        PAPER_SETTING: {
            "enclose": wanted.enclose.value,
            "envelope": wanted.envelope.value,
            "printer": wanted.printer,
            "offsets": {name: list(pair) for name, pair in sorted(wanted.offsets.items()) if any(pair)},
        },
    }


def _enclose(stored: object) -> Enclose:
    return Enclose(str(stored)) if stored in set(Enclose) else Enclose.REGISTERED


def _mapping(stored: object) -> dict[str, Any]:
    return stored if isinstance(stored, dict) else {}


def _offset(stored: object) -> int:
    return max(-MOST_OFFSET, min(MOST_OFFSET, stored)) if isinstance(stored, int) else 0
