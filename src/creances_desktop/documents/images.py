"""Logo and signature: read once, made small enough for paper, placed without being distorted."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from creances_desktop.domain.errors import DomainError

_LARGEST_SIDE = 700
"""Pixels: 300 per inch on 60 mm, so that a photograph does not weigh megabytes in every letter."""


class UnreadableImage(DomainError):
    """A file that is not an image."""

    def __init__(self) -> None:
        super().__init__("Cette image ne peut pas être lue\u00a0; choisissez un fichier PNG ou JPEG.")


@dataclass(frozen=True)
class PreparedImage:
    """An image ready to draw; `reader` is reportlab's, sizes in pixels."""

    reader: Any
    width: int
    height: int

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """The largest size within `width` × `height` millimetres that keeps the proportions.

        A small image is not blown up: 96 pixels per inch at the least.
        """
        scale = min(width / self.width, height / self.height, 25.4 / 96)
        return self.width * scale, self.height * scale


@lru_cache(maxsize=8)
def prepare(data: bytes) -> PreparedImage:
    """The image of a PNG or JPEG file. Raises UnreadableImage."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    try:
        with Image.open(io.BytesIO(data)) as opened:
            opened.load()
            picture = opened.convert("RGBA" if opened.mode in {"RGBA", "LA", "P", "PA"} else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableImage from error
    picture.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
    return PreparedImage(ImageReader(picture), picture.width, picture.height)
