"""What a batch of letters weighs and costs at the post, by tariffs that the user keeps up to date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.money import Cents

SHEET_M2 = 0.06237
"""The area of an A4 sheet."""


class Product(StrEnum):
    """What the post is asked for."""

    GREEN = "green"
    REGISTERED = "registered"
    RECEIPT = "receipt"

    @property
    def label(self) -> str:
        """The French name of it."""
        return _NAMES[self]


_NAMES = {
    Product.GREEN: "Lettre verte",
    Product.REGISTERED: "Lettre recommandée (R1)",
    Product.RECEIPT: "Avis de réception, en plus",
}
PRODUCTS = {
    Channel.LETTER: (Product.GREEN,),
    Channel.REGISTERED_LETTER: (Product.REGISTERED, Product.RECEIPT),
}
"""What each channel needs; an e-mail needs nothing."""


@dataclass(frozen=True, slots=True)
class Tariff:
    """The price of a product up to a weight, from a day on; `source` says where it was read."""

    valid_from: date
    product: Product
    up_to_grams: int
    price: Cents
    source: str


@dataclass(frozen=True, slots=True)
class PaperWeights:
    """Grams a square metre of the paper, and grams of an envelope."""

    sheet_gsm: int = 80
    envelope_grams: int = 5

    def of(self, sheets: int) -> int:
        """The grams of a letter, rounded up: the post weighs it with its envelope."""
        return -int(-(sheets * SHEET_M2 * self.sheet_gsm + self.envelope_grams) // 1)


USUAL_WEIGHTS = PaperWeights()


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter to post: `sheets` of paper in the envelope, enclosures included."""

    channel: Channel
    sheets: int


@dataclass(frozen=True, slots=True)
class StampLine:
    """So many pieces of one product up to one weight; `price` of one in cents, None when it is not known."""

    product: Product
    up_to_grams: int
    count: int
    price: Cents | None

    @property
    def total(self) -> Cents | None:
        """The price of all of them."""
        return None if self.price is None else self.price * self.count


@dataclass(frozen=True, slots=True)
class Postage:
    """What to buy for a batch; `total` in cents counts what is known, `unknown` how many pieces are not."""

    lines: tuple[StampLine, ...]

    @property
    def total(self) -> Cents:
        """The known prices together."""
        return sum(line.total or 0 for line in self.lines)

    @property
    def unknown(self) -> int:
        """How many pieces have no known price."""
        return sum(line.count for line in self.lines if line.price is None)

    @property
    def letters(self) -> int:
        """How many letters go to the post."""
        return sum(line.count for line in self.lines if line.product is not Product.RECEIPT)


def in_force(tariffs: Iterable[Tariff], product: Product, day: date) -> dict[int, Tariff]:
    """The tariffs of a product on a day by weight: of each weight the one that began last."""
    found: dict[int, Tariff] = {}
    for one in tariffs:
        if one.product is product and one.valid_from <= day:
            known = found.get(one.up_to_grams)
            if known is None or known.valid_from <= one.valid_from:
                found[one.up_to_grams] = one
    return dict(sorted(found.items()))


def tariff_for(tariffs: Iterable[Tariff], product: Product, grams: int, day: date) -> Tariff | None:
    """The tariff of a piece of that weight; None when no known one reaches it.

    A receipt weighs nothing of its own: any tariff of it holds.
    """
    known = in_force(tariffs, product, day)
    if product is Product.RECEIPT:
        return next(iter(known.values()), None)
    return next((one for limit, one in known.items() if grams <= limit), None)


def postage(
    posted: Iterable[Posted],
    tariffs: Sequence[Tariff],
    day: date,
    weights: PaperWeights = USUAL_WEIGHTS,
) -> Postage:
    """What to buy for these letters: how many of each product and weight."""
    counts: Counter[tuple[Product, int, Cents | None]] = Counter()
    for one in posted:
        grams = weights.of(one.sheets)
        for product in PRODUCTS.get(one.channel, ()):
            tariff = tariff_for(tariffs, product, grams, day)
            limit = 0 if product is Product.RECEIPT else grams if tariff is None else tariff.up_to_grams
            counts[product, limit, None if tariff is None else tariff.price] += 1
    order = list(Product)
    lines = sorted(counts.items(), key=lambda item: (order.index(item[0][0]), item[0][1], item[0][2] or 0))
    return Postage(tuple(StampLine(*key[:2], count, key[2]) for key, count in lines))


def sheets_of(pages: int, *, duplex: bool) -> int:
    """The sheets of paper that so many pages take."""
    return (pages + 1) // 2 if duplex else pages
