"""The papers around a batch of letters: labels, envelopes, slips of registered letters, the deposit list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.labels import SlipLayout
from creances_desktop.domain.letterhead import head_lines
from creances_desktop.domain.postage import PRODUCTS, Posted, postage, tariff_for
from creances_desktop.services import company as companies
from creances_desktop.services import paper, registered_slips
from creances_desktop.services import postage as tariffs_kept
from creances_desktop.services.mail import (
    PLAIN_MAIL,
    POSTED,
    MailOptions,
    content_of,
    letters_of,
    prepare,
)
from creances_desktop.services.paper import PaperSettings
from creances_desktop.storage.store import Store

if TYPE_CHECKING:
    from creances_desktop.documents.addresses import Addressed


def addresses(store: Store, letter_ids: Sequence[int]) -> list[Addressed]:
    """The recipients of the letters that go by post, in the order of the pile."""
    from creances_desktop.documents.addresses import Addressed

    return [
        Addressed(content_of(store, one).recipient.lines, one.reference)
        for one in letters_of(store, letter_ids)
        if one.channel in POSTED
    ]


def labels(
    store: Store,
    letter_ids: Sequence[int],
    sheet_id: str,
    day: date,
    *,
    start: int = 1,
    printer: str = "",
) -> bytes:
    """The labels of these letters, the first one at position `start` of its sheet."""
    from creances_desktop.documents.addresses import draw_labels

    sheet = next(one for one in registered_slips.sheets() if one.id == sheet_id)
    if not 1 <= start <= sheet.count:
        raise InvalidValue("start", f"Commencez entre la 1re et la {sheet.count}e étiquette de la planche.")
    return draw_labels(
        _some(addresses(store, letter_ids)), sheet, day, start=start, offsets=_offsets(store, printer)
    )


def envelopes(store: Store, letter_ids: Sequence[int], kind: str, day: date, *, printer: str = "") -> bytes:
    """An envelope for each of these letters; `kind` is one of `documents.addresses.ENVELOPES`."""
    from creances_desktop.documents.addresses import ENVELOPES, draw_envelopes

    profile = companies.get(store)
    registered = frozenset(
        one.reference
        for one in letters_of(store, letter_ids)
        if one.channel == Channel.REGISTERED_LETTER.value
    )
    return draw_envelopes(
        _some(addresses(store, letter_ids)),
        (profile.legal_name, *head_lines(profile)),
        ENVELOPES[kind][1],
        day,
        offsets=_offsets(store, printer),
        registered=registered,
    )


def slips(store: Store, letter_ids: Sequence[int], day: date, *, printer: str = "") -> bytes:
    """What is added to the printed form of each registered letter."""
    from creances_desktop.documents.addresses import Addressed, draw_slips

    profile = companies.get(store)
    wanted = [
        Addressed(content_of(store, one).recipient.lines, one.reference)
        for one in letters_of(store, letter_ids)
        if one.channel == Channel.REGISTERED_LETTER.value
    ]
    if not wanted:
        raise DomainError("Aucune de ces lettres ne part en recommandé.")
    sender = (profile.legal_name, *head_lines(profile))
    layout = registered_slips.layout(store)
    return draw_slips(wanted, sender, layout, day, offsets=_offsets(store, printer))


def deposit_list(
    store: Store, letter_ids: Sequence[int], day: date, wanted: MailOptions = PLAIN_MAIL
) -> bytes:
    """The list of what is handed over at the post office: the registered letters, or all where there is none.

    Raises DomainError when no letter goes by post.
    """
    from creances_desktop.documents import deposits
    from creances_desktop.documents.deposits import DepositItem, DepositList

    batch = prepare(store, letter_ids, day, wanted)
    posted = [one for one in batch.pieces if one.letter.channel in POSTED]
    registered = [one for one in posted if one.channel is Channel.REGISTERED_LETTER]
    listed = registered or posted
    if not listed:
        raise DomainError("Aucune de ces lettres ne part par la poste.")
    with store.reading() as r:
        known, weights = tariffs_kept.tariffs_of(r), tariffs_kept.weights_of(r)
        numbers = r.letter_events.numbers([one.letter.id for one in listed])
    items, sources = [], []
    for one in listed:
        grams = weights.of(one.sheets(wanted))
        prices = [tariff_for(known, product, grams, day) for product in PRODUCTS[one.channel]]
        price = None if None in prices else sum(tariff.price for tariff in prices if tariff)
        sources += [tariff.source for tariff in prices if tariff]
        items.append(
            DepositItem(
                numbers.get(one.letter.id, ""),
                ", ".join(one.lines[:1] + one.lines[-1:]),
                one.letter.reference,
                price,
            )
        )
    deposit = DepositList(
        day,
        tuple(items),
        postage((Posted(one.channel, one.sheets(wanted)) for one in listed), known, day, weights),
        "\u00a0; ".join(dict.fromkeys(sources)),
        registered=bool(registered),
    )
    profile = companies.get(store)
    return deposits.draw(deposit, profile, logo=companies.image(store, profile.logo))


def _some(addressed: list[Addressed]) -> list[Addressed]:
    if not addressed:
        raise DomainError("Aucune de ces lettres ne part par la poste.")
    return addressed


def _offsets(store: Store, printer: str) -> tuple[int, int]:
    layout = paper.settings(store).layout(printer or None)
    return layout.right, layout.down


SAMPLE = (
    "Société Exemple de Distribution et Fil",
    "À l’attention de Mme Claire Delaunoy",
    "BÂTIMENT B ESCALIER 3 BOÎTE AUX LETTRES",
    "124 BIS AVENUE DU MARÉCHAL DE LATTRE",
    "ZONE INDUSTRIELLE NORD BP 40123",
    "44190 SAINT-HILAIRE-DE-CLISSON CEDEX 2",
    "BELGIQUE",
)
"""An address as long as they come: seven lines, some of 38 characters."""


def window_page(wanted: PaperSettings, printer: str, day: date) -> bytes:
    """The calibration page of the envelope, with the offsets of this printer."""
    from creances_desktop.documents.calibration import window_page as draw

    return draw(SAMPLE, wanted.layout(printer), printer, day)


def slip_page(layout: SlipLayout, offsets: tuple[int, int], day: date) -> bytes:
    """The test page of the slip of registered letters: rulers, and a frame for each block."""
    from creances_desktop.documents.addresses import block_boxes
    from creances_desktop.documents.calibration import form_page

    advice = "Posez cette page sur l’imprimé, devant une fenêtre, et notez l’écart de chaque cadre."
    boxes = block_boxes(layout, offsets)
    return form_page((layout.width, layout.height), boxes, "Page d’essai du recommandé", advice, day)


def label_page(store: Store, sheet_id: str, day: date, *, printer: str = "") -> bytes:
    """The test page of a sheet of labels: their frames, numbered, to hold against the sheet."""
    from creances_desktop.documents.addresses import draw_labels

    sheet = next(one for one in registered_slips.sheets() if one.id == sheet_id)
    return draw_labels([], sheet, day, offsets=_offsets(store, printer), frames=True)


def envelope_kinds() -> dict[str, str]:
    """The envelopes that can be printed: id and French name."""
    from creances_desktop.documents.addresses import ENVELOPES

    return {key: name for key, (name, _) in ENVELOPES.items()}


def envelope_size(kind: str) -> tuple[float, float]:
    """Width and height of an envelope, in millimetres."""
    from creances_desktop.documents.addresses import ENVELOPES

    return ENVELOPES[kind][1]
